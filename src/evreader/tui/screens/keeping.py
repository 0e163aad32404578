"""Saving, marking, copying, opening elsewhere."""

import webbrowser
from urllib.parse import urlsplit

from evreader.store.views import StoryRow
from evreader.text import clean_line
from evreader.tui.article_pane import ArticlePane
from evreader.tui.copying import quote_text, story_text
from evreader.tui.screens.desk import Desk


class Keeping(Desk):
    """What the reader does with a story."""

    def action_save(self) -> None:
        """Save the story, or no longer."""
        row = self._needed()
        if row is not None:
            on = not row.is_saved
            self.reader.changes.set_mark("saved", [row.id], on, "saved" if on else "no longer saved")
            self.stories.rows_changed()
            if self.article.story is not None and self.article.story.id == row.id:
                self.article.show_saved(on)
            self._done("Saved." if on else "No longer saved.")

    def action_toggle_read(self) -> None:
        """Mark the story read, or unread."""
        row = self._needed()
        if row is not None:
            self._stop_dwell()
            on = not row.is_read
            self.reader.changes.set_mark("read", [row.id], on, "marked read" if on else "marked unread")
            self.stories.rows_changed()
            self._done("Marked read." if on else "Marked unread.")

    def action_mark_all_read(self) -> None:
        """Mark every story of the list read."""
        view = self.stories.view
        name = f"“{clean_line(view.query)}”" if view.query else self.view_name()

        def done(count: int) -> None:
            stories = "1 story" if count == 1 else f"{count} stories"
            self._done(f"{stories} of {name} marked read." if count else f"Everything in {name} was read already.")

        self.reader.changes.mark_view_read(view, f"{name} marked read", done)

    def action_undo(self) -> None:
        """Take the last change back."""
        step = self.reader.changes.undo()
        if step is None:
            self.flash("There is nothing to take back.")
            return
        if step.mark == "saved" and self.article.story is not None and self.article.story.id in step.story_ids:
            self.article.show_saved(step.was_set)
        self._stop_dwell()
        self.stories.rows_changed()
        count = f" ({len(step.story_ids)} stories)" if len(step.story_ids) > 1 else ""
        self.flash(f"Taken back: {step.label}{count}.")

    def _done(self, sentence: str) -> None:
        self.flash(f"{sentence} {self.reader.keymap.caps('undo')} takes it back.")

    def _needed(self) -> StoryRow | None:
        row = self.row
        if row is None:
            self.flash("There is no story here.")
        return row

    # Copying.

    def action_copy(self) -> None:
        """Copy the quote that was jumped to, else the story's title and address."""
        article = self.article
        if article.story is None:
            self.flash("There is no story here.")
            return
        if article.quote is not None:
            utterance = article.rendered.utterances[article.quote]
            self.app.copy_to_clipboard(quote_text(utterance, article.story, article.outlet))
            who = clean_line(utterance.speaker or "") or "nobody named"
            self.flash(f"Copied the quote, with its speaker ({who}), outlet and link.")
        else:
            self.app.copy_to_clipboard(story_text(article.story, article.outlet))
            self.flash("Copied title, outlet and link.")

    def action_copy_link(self) -> None:
        """Copy the story's address."""
        row = self._needed()
        if row is not None:
            if not row.url:
                self.flash("This story has no address.")
                return
            self.app.copy_to_clipboard(clean_line(row.url))
            self.flash(f"Copied {clean_line(row.url)}")

    # The browser.

    def action_browser(self) -> None:
        """Open the story's page."""
        row = self._needed()
        if row is not None:
            self.browse(row.url)

    def action_browser_read(self) -> None:
        """Open the story's page and mark the story read."""
        row = self._needed()
        if row is not None and self.browse(row.url) and not row.is_read:
            self.reader.changes.set_mark("read", [row.id], True, "marked read")
            self.stories.rows_changed()

    def browse(self, address: str) -> bool:
        """Hand an address to the browser, without a shell, if it is one of the web; whether that was tried."""
        address = clean_line(address)
        if not is_web_address(address):
            self.flash(f"Not opened, because it is no address of the web: {address}" if address else "No address.")
            return False
        self.flash(f"Opening {address}")
        self.run_worker(lambda: webbrowser.open(address), thread=True, exit_on_error=False)
        return True

    def action_links(self) -> None:
        """List the story's links."""
        from evreader.tui.screens.choices import Choice, Choices

        links = self.article.rendered.links if self.article.story else ()
        if not links:
            self.flash("There are no links in this story.")
            return
        choices = [Choice(f"{n}. {text}", address, address) for n, (text, address) in enumerate(links, 1)]

        def chosen(address: str | None) -> None:
            if address:
                self.browse(address)

        self.app.push_screen(Choices("Links", choices), chosen)

    def on_article_pane_link_chosen(self, event: ArticlePane.LinkChosen) -> None:
        """A link in the text was clicked."""
        links = self.article.rendered.links
        if 1 <= event.number <= len(links):
            self.browse(links[event.number - 1][1])


def is_web_address(address: str) -> bool:
    """Whether an address may be handed to the browser: http or https, with a host and no white space."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, address))
