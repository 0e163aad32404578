"""Finding words in a story, in a list, in the library; and choosing what the list shows."""

from msgspec.structs import replace

from evreader.store.views import StoryView
from evreader.tui.screens.desk import Desk


class Finding(Desk):
    """The prompt's uses, and the views."""

    def action_find(self) -> None:
        """In a story its words, in a list its stories."""
        if self.prompt.is_open:
            return
        if self.active == "article" and self.article.article is not None:
            self._find_in_article()
        else:
            self._search(self.stories.view if self.active == "stories" else StoryView(), "Find in this list:")

    def action_search(self) -> None:
        """In all stories."""
        if not self.prompt.is_open:
            self._search(StoryView(), "Search all stories:")

    def _find_in_article(self) -> None:
        def changed(words: str) -> None:
            count = self.article.find(words)
            self._say_match(count if words.strip() else None)

        def stepped(steps: int) -> None:
            self.article.next_match(steps)
            self._say_match(len(self.article.found) or None)

        def done(words: str, accepted: bool) -> bool:
            if accepted and len(self.article.found) > 1:
                stepped(1)
                return False
            if not accepted:
                self.article.clear_marks()
            return True

        self._open_prompt()
        self.prompt.ask("Find:", on_change=changed, on_done=done, on_step=stepped)

    def _say_match(self, count: int | None) -> None:
        if count is None:
            self.prompt.say("")
        elif count:
            self.prompt.say(f"{(self.article.match or 0) + 1}/{count}")
        else:
            self.prompt.say("not found")

    def _search(self, within: StoryView, label: str) -> None:
        if self._before_search is None:
            row = self.stories.current
            self._before_search = (self.stories.view, row.id if row else 0)
        view = replace(within, unread_only=False, newest_id=None, opened_at=None)
        self.activate("stories")

        def changed(words: str) -> None:
            self.open_view(replace(view, query=words.strip()))
            count = self.stories.rows.count
            self.prompt.say("" if not words.strip() else ("1 story" if count == 1 else f"{count} stories"))

        def done(words: str, accepted: bool) -> bool:
            if not accepted or not words.strip():
                self.leave_search()
            return True

        self._open_prompt()
        self.prompt.ask(label, value=within.query, on_change=changed, on_done=done, on_step=self.stories.move)

    def _open_prompt(self) -> None:
        self.clear_flash()
        self.footer_bar.display = False

    def on_prompt_closed(self) -> None:
        """The footer is back; the keys go to the pane again."""
        self.arrange_panes()
        self.set_focus(None)
        self.show_status()

    def leave_search(self) -> bool:
        """Back to the list from before the search; whether there was one."""
        if self._before_search is None:
            return False
        view, story_id = self._before_search
        self._before_search = None
        if view.order == self.order:
            self.list_view(view, story_id=story_id)
        else:
            self.open_view(view, story_id=story_id, opened_at=view.opened_at)
        return True

    # Views.

    def show_view(self, view: StoryView) -> None:
        """Another list, opened now."""
        self._before_search = None
        self.open_view(view)

    def action_unread_only(self) -> None:
        """Unread stories only, or all."""
        view = self.stories.view
        self.reopen(replace(view, unread_only=not view.unread_only))

    def action_order(self) -> None:
        """The newest first, or the oldest: from the list's start, or where a story is open at that story."""
        self.order = "oldest" if self.order == "newest" else "newest"
        if self.active == "article":
            self.reopen(self.stories.view)
        else:
            self.open_view(self.stories.view)
        self.flash(f"The {self.order} stories come first.")

    def action_reload(self) -> None:
        """The list as it is now; the cursor stays on its story, if that is still there."""
        new = self.stories.arrived
        self.reopen(self.stories.view)
        stories = "1 new story is" if new == 1 else f"{new} new stories are"
        self.flash(f"{stories} in the list." if new else "The list is up to date.")

    def action_stories(self) -> None:
        """The stories."""
        self.show_view(StoryView(kind="all", unread_only=self.stories.view.unread_only))
        self.activate("stories")

    def action_saved(self) -> None:
        """The saved stories."""
        self.show_view(StoryView(kind="saved"))
        self.activate("stories")
