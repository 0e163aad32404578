"""Feeds: fetching, adding, editing, removing; and what the engine tells of it."""

from evreader.protocol import (
    Add,
    Added,
    AnyEvent,
    Cancel,
    Changed,
    Edit,
    FeedChecked,
    Import,
    Imported,
    LoadSample,
    Preparing,
    Problem,
    Refresh,
    RefreshFinished,
    RefreshStarted,
    Remove,
    StoryReady,
)
from evreader.store.views import FeedRow, StoryView
from evreader.text import clean_line
from evreader.tui.screens.desk import Desk


class Subscriptions(Desk):
    """What is asked of the engine."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Refresh | None = None
        """The refresh under way, where a person asked for it."""
        self._insist: Refresh | None = None
        """What would be asked for again, all feeds of it having been asked a moment ago."""

    def chosen_feed(self) -> FeedRow | None:
        """The feed the reader is at: of the sidebar's cursor, of the list, or of the story under the cursor."""
        if self.active == "feeds":
            kind, _, name = self.feeds.key.partition(":")
            wanted = int(name) if kind == "feed" else None
        elif self.stories.view.kind == "feed":
            wanted = self.stories.view.feed_id
        else:
            row = self.stories.current
            wanted = row.feed_id if row is not None else None
        return next((row for row in self.feed_rows if row.id == wanted), None)

    def action_refresh(self) -> None:
        """The feed of this list; in a list of many feeds all of them."""
        view = self.stories.view
        if view.kind == "feed" and view.feed_id is not None:
            self._refresh([view.feed_id])
        elif view.kind == "folder":
            self._refresh([row.id for row in self.feed_rows if row.folder == view.folder])
        else:
            self._refresh(None)

    def action_refresh_all(self) -> None:
        """Every feed."""
        self._refresh(None)

    def _refresh(self, feeds: list[int] | None) -> None:
        if not self.feed_rows:
            self.flash(f"There are no feeds yet; {self.reader.keymap.caps('add-feed')} follows one.")
        elif self.reader.offline:
            self.flash("evreader was started offline: nothing is fetched.")
        else:
            wanted = Refresh(feeds=feeds)
            again, self._insist = wanted == self._insist, None
            self._asked = wanted
            self.reader.send(Refresh(feeds=feeds, force=again))
            self.flash("Asking for news…")

    def cancel_refresh(self) -> bool:
        """Stop the refresh under way; whether there was one."""
        if not self.reader.engine_status.refreshing:
            return False
        self.reader.send(Cancel())
        self.flash("Stopping the refresh; what came in stays.")
        return True

    def action_add_feed(self) -> None:
        """Ask for an address."""
        from evreader.tui.screens.dialogs import AddFeed

        folders = sorted({row.folder for row in self.feed_rows if row.folder})
        view = self.stories.view
        feed = self.chosen_feed() if self.active == "feeds" or view.kind == "feed" else None
        folder = feed.folder if feed is not None else (view.folder or "" if view.kind == "folder" else "")

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self.reader.send(Add(url=answer[0], folder=answer[1]))
                self.flash(f"Looking for a feed at {answer[0]} …")

        self.app.push_screen(AddFeed(folders, folder), answered)

    def action_edit_feed(self) -> None:
        """Ask for title and folder."""
        from evreader.tui.screens.dialogs import EditFeed

        feed = self.chosen_feed()
        if feed is None:
            self.flash("Choose a feed first.")
            return
        feed_id = feed.id

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self.reader.send(Edit(feed=feed_id, title=answer[0], folder=answer[1]))

        self.app.push_screen(EditFeed(feed), answered)

    def action_remove_feed(self) -> None:
        """Ask whether that is meant."""
        from evreader.tui.screens.dialogs import Confirm

        feed = self.chosen_feed()
        if feed is None:
            self.flash("Choose a feed first.")
            return
        feed_id, title = feed.id, clean_line(feed.title) or feed.url

        def answered(yes: bool | None) -> None:
            if yes:
                self.reader.send(Remove(feed=feed_id))
                self.flash(f"No longer following {title}.")

        self.app.push_screen(Confirm(f"Stop following {title}? Saved stories stay.", "Remove"), answered)

    # First run.

    def welcome(self) -> None:
        """An empty library: offer something to read."""
        from evreader.tui.screens.welcome import Welcome

        def answered(choice: str | None) -> None:
            if choice == "starter":
                self.reader.send(Import())
                self.flash("Adding the starter feeds…")
            elif choice == "sample":
                self.reader.send(LoadSample())
                self.flash("Opening the sample edition…")
            elif choice == "add":
                self.action_add_feed()

        self.app.push_screen(Welcome(self.reader.keymap, offline=self.reader.offline), answered)

    # What the engine tells.

    def engine_spoke(self, event: AnyEvent) -> None:
        """Show what has changed."""
        match event:
            case StoryReady(story=story_id):
                self._story_ready(story_id)
                self.soon()
            case FeedChecked():
                self.soon()
            case RefreshFinished():
                self._refresh_finished(event)
            case Added(feed=feed_id, existing=existing):
                self._added(feed_id, existing)
            case Imported():
                self._imported(event)
            case Changed(feed=feed_id):
                self._changed(feed_id)
            case Problem(message=message, candidates=candidates):
                self._problem(message, candidates)
            case RefreshStarted() | Preparing():
                pass
        self._say_why_empty()
        self.show_status()

    def _say_why_empty(self) -> None:
        """An empty list says what is being done about it."""
        if not self.stories.rows.count:
            hint = self._hint(self.stories.view)
            if hint != self.stories.hint:
                self.stories.hint = hint
                self.stories.rows_changed()

    def engine_ended(self, sentence: str) -> None:
        """Say it."""
        self.flash(sentence)

    def _story_ready(self, story_id: int) -> None:
        story = self.article.story
        if story is not None and story.id == story_id:
            self.article.show_story(self.reader.library, story_id, preparing=False, place=self.article.place)

    def _refresh_finished(self, event: RefreshFinished) -> None:
        self.soon()
        asked, self._asked = self._asked, None
        status = self.reader.engine_status
        if event.offline:
            self.flash("No network: this is what is stored. Everything can be read.")
            self.article.redraw()
        elif event.cancelled:
            self.flash(f"Stopped. {event.new} new.")
        elif asked is not None and status.feeds and status.rested == status.feeds:
            self._insist = asked
            key = self.reader.keymap.caps("refresh-all" if asked.feeds is None else "refresh")
            self.flash(f"Checked less than ten minutes ago; {key} again asks all the same.")
        elif asked is not None and status.feeds == 1 and status.remark:
            self.flash(status.remark)
        elif asked is not None or event.new or event.failed:
            failed = f" {event.failed} feeds failed; ! marks them." if event.failed > 1 else ""
            failed = " 1 feed failed; ! marks it." if event.failed == 1 else failed
            self.flash(f"{event.new or 'Nothing'} new.{failed}")

    def _added(self, feed_id: int, existing: bool) -> None:
        self.read_counts()
        row = next((row for row in self.feed_rows if row.id == feed_id), None)
        title = clean_line(row.title) if row is not None else "the feed"
        self.open_view(StoryView(kind="feed", feed_id=feed_id))
        self.activate("stories")
        self.flash(f"You follow {title} already." if existing else f"Now following {title}.")

    def _changed(self, feed_id: int) -> None:
        """A feed was edited or removed; a removed one takes its stories out of every list."""
        self.read_counts()
        view = self.stories.view
        removed = all(row.id != feed_id for row in self.feed_rows)
        if removed and view.kind == "feed" and view.feed_id == feed_id:
            self.open_view(StoryView(unread_only=view.unread_only))
        elif removed:
            self.reopen(view)

    def _imported(self, event: Imported) -> None:
        self.read_counts()
        refused = f" {event.refused} addresses were not taken." if event.refused else ""
        self.open_view(StoryView(unread_only=True))
        if self.counts.stories or self.reader.is_offline:
            self.flash(f"{event.added} feeds added.{refused}")
        else:
            self._asked = Refresh()
            self.reader.send(self._asked)
            self.flash(f"{event.added} feeds added; fetching them now.{refused}")

    def _problem(self, message: str, candidates: list[str]) -> None:
        if not candidates:
            self.flash(message)
            return
        from evreader.tui.screens.choices import Choice, Choices

        choices = [Choice(address, "", address) for address in candidates]

        def chosen(address: str | None) -> None:
            if address:
                self.reader.send(Add(url=address))

        self.app.push_screen(Choices(message, choices), chosen)
