"""Moving about and reading: the actions that change where the reader is."""

from evreader.tui.layout import PaneName
from evreader.tui.screens.desk import Desk

_NEAR = 100
"""Rows below the cursor that are looked at before the library is asked."""
_BACKWARDS = 2000
"""Rows looked at, at most, for an unread story further up."""


class Reading(Desk):
    """In and out, from story to story, through a story."""

    def action_move_up(self) -> None:
        self._moved(-1)

    def action_move_down(self) -> None:
        self._moved(1)

    def _moved(self, steps: int) -> None:
        self.clear_flash()
        self.pane.move(steps)

    def action_open(self) -> None:
        """From the feeds to the stories, from a story to its text."""
        self.clear_flash()
        if self.active == "feeds":
            if not self.open_place(self.feeds.key):
                self.activate("stories")
        elif self.active == "stories":
            if self.feed_rows:
                self.read_current()
            else:
                self.welcome()

    def open_place(self, key: str) -> bool:
        """Open what is no list of stories: the quote book or the briefing. Whether it was one."""
        if key == "quotes":
            self.action_quotes()
        elif key == "briefing":
            self.action_briefing()
        else:
            return False
        return True

    def action_quotes(self) -> None:
        """The quote book."""
        raise NotImplementedError

    def action_briefing(self) -> None:
        """The briefing."""
        raise NotImplementedError

    def read_current(self) -> None:
        """Open the story under the cursor."""
        self.preview()
        if self.stories.current is not None:
            self.activate("article")
            self.begin_reading()

    def welcome(self) -> None:
        """What there is to begin with."""
        raise NotImplementedError

    def open_story_at(self, index: int) -> None:
        """Open a story of the list."""
        self.stories.go_to(index)
        self.read_current()

    def action_back(self) -> None:
        """Out again, one step at a time; beside the text the first step stops a refresh."""
        if self.active == "article" or not self.cancel_refresh():
            self.action_out()

    def action_out(self) -> None:
        """Out again, one step at a time."""
        self.clear_flash()
        if self.active == "article":
            if self.article.clear_marks():
                self.show_status()
            elif self.zen:
                self.action_zen()
            else:
                self.activate("stories")
        elif self.active == "stories" and not self.leave_search():
            self.activate("feeds")

    def cancel_refresh(self) -> bool:
        """Stop the refresh under way; whether there was one."""
        raise NotImplementedError

    def leave_search(self) -> bool:
        """Back to the list from before the search; whether there was one."""
        raise NotImplementedError

    def action_next_pane(self) -> None:
        """Round the panes."""
        self._round(1)

    def action_previous_pane(self) -> None:
        """Round the panes the other way."""
        self._round(-1)

    def _round(self, steps: int) -> None:
        if self.prompt.is_open:
            return
        names: tuple[PaneName, ...] = ("feeds", "stories", "article")
        name = names[(names.index(self.active) + steps) % 3]
        if name == "article":
            self.read_current()
        if name != "article" or self.stories.current is None:
            self.activate(name if name != "article" else "feeds")

    def action_page_or_next(self) -> None:
        """A page on; from the end of a story to the next unread one."""
        self.clear_flash()
        if self.active == "feeds":
            self.action_open()
        elif self.active == "stories":
            self.read_current()
        elif self.article.at_end:
            self.mark_reading()
            self.action_next_unread()
        else:
            self.article.page(1)
            self.mark_reading()

    def action_page_down(self) -> None:
        self._paged(1)

    def action_page_up(self) -> None:
        self._paged(-1)

    def action_half_down(self) -> None:
        self._paged(0.5)

    def action_half_up(self) -> None:
        self._paged(-0.5)

    def _paged(self, pages: float) -> None:
        self.clear_flash()
        if self.pane.page(pages) and self.active == "article" and pages > 0:
            self.mark_reading()

    def action_top(self) -> None:
        self.pane.end(bottom=False)

    def action_bottom(self) -> None:
        self.pane.end(bottom=True)

    def action_next_unread(self) -> None:
        """Open the next unread story; the one that was open is done with."""
        self.clear_flash()
        row = self.row
        if row is not None and not row.is_read and self.reading != row.id:
            self.read_current()
            return
        if self.reading is not None:
            self.mark_reading()
        at = self._unread_below()
        if at is None:
            self.flash("No more unread stories in this list.")
        else:
            self.open_story_at(at)

    def _unread_below(self) -> int | None:
        """The next unread story: looked for in the rows that follow, then asked of the library, from the top again."""
        cursor = self.stories.cursor
        near = min(cursor + 1 + _NEAR, self.stories.rows.count)
        for at in range(cursor + 1, near):
            if self._is_unread(at):
                return at
        stories, view = self.reader.library.stories, self.stories.view
        last: int | None = near - 1
        for _ in range(_NEAR):  # a mark may still be on its way to the library
            last = stories.next_unread(view, last, wrap=True) if last is not None else None
            if last is None or last == cursor:
                return None
            if self._is_unread(last):
                return last
        return None

    def _is_unread(self, index: int) -> bool:
        row = self.stories.rows.get(index)
        return row is not None and not self.reader.changes.seen(row).is_read

    def action_previous_unread(self) -> None:
        """Open the unread story above."""
        self.clear_flash()
        last = max(self.stories.cursor - _BACKWARDS, 0)
        for at in range(self.stories.cursor - 1, last - 1, -1):
            if self._is_unread(at):
                self.open_story_at(at)
                return
        self.flash("No unread story above this one.")

    def action_next_story(self) -> None:
        self._step(1, "This is the last story of the list.")

    def action_previous_story(self) -> None:
        self._step(-1, "This is the first story of the list.")

    def _step(self, steps: int, otherwise: str) -> None:
        self.clear_flash()
        at = self.stories.cursor + steps
        if not 0 <= at < self.stories.rows.count:
            self.flash(otherwise)
            return
        if self.reading is not None and steps > 0:
            self.mark_reading()
        self.open_story_at(at)

    # Within the story.

    def _into_article(self) -> bool:
        if self.article.story is None:
            self.flash("No story is open.")
            return False
        if self.active != "article":
            self.activate("article")
            self.begin_reading()
        return True

    def action_next_quote(self) -> None:
        self._quote(1)

    def action_previous_quote(self) -> None:
        self._quote(-1)

    def _quote(self, steps: int) -> None:
        if self._into_article():
            utterance = self.article.next_quote(steps)
            self.flash("There are no quotes in this story." if utterance is None else self.said_by(utterance))

    def action_next_heading(self) -> None:
        self._heading(1)

    def action_previous_heading(self) -> None:
        self._heading(-1)

    def _heading(self, steps: int) -> None:
        if not self._into_article():
            return
        if self.article.next_heading(steps):
            self.clear_flash()
        else:
            self.flash("No further heading." if self.article.rendered.headings else "This story has no headings.")

    def action_takeaways(self) -> None:
        """The panel, then each takeaway at its place."""
        if not self._into_article():
            return
        shown = self.article.next_takeaway()
        total = len(self.article.annotations.takeaways)
        glyph = self.reader.glyphs.takeaway
        if shown is None:
            self.flash("There are no takeaways for this story.")
        elif shown >= 0:
            self.flash(f"{glyph} {shown + 1}/{total} takeaways")
        else:
            self.clear_flash()

    # The screen.

    def action_zen(self) -> None:
        """The text alone, or no longer."""
        if not self.zen and not self._into_article():
            return
        self.zen = not self.zen
        self.arrange_panes()
        self.show_status()

    def action_sidebar(self) -> None:
        """The feeds: shown or not where there is room for three panes, else gone to and back."""
        self.zen = False
        if self.app.size.width >= 120:
            self.sidebar_on = not self.sidebar_on
            self.activate("stories" if self.active == "feeds" else self.active)
        else:
            self.activate("stories" if self.active == "feeds" else "feeds")

    def action_narrower(self) -> None:
        self._measure(-2)

    def action_wider(self) -> None:
        self._measure(2)

    def _measure(self, cells: int) -> None:
        self.reader.set_measure(self.reader.measure + cells)
        self.article.redraw()
        measure = self.reader.measure
        self.reader.write(lambda library: library.memory.put("measure", measure))
        self.flash(f"Lines of at most {measure} cells.")
