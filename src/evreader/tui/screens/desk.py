"""What the main screen shows: a view's stories, the story under the cursor, and where the reader left off."""

import time

from msgspec.structs import replace
from textual.timer import Timer

from evreader.protocol import Prepare
from evreader.store import LibraryError
from evreader.store.views import StoryOrder, StoryRow, StoryView
from evreader.text import clean_line
from evreader.tui.article_pane import Place
from evreader.tui.pages import Pages
from evreader.tui.screens.ground import Ground
from evreader.tui.sidebar import entries, key_of, trouble, view_of

DWELL = 2.0
"""Seconds a story must have been open to count as read."""
_NEARBY = 20
"""Rows on either side of the cursor that are tried when a list is opened anew and the cursor's story has gone."""
_SETTLE = 0.25
"""Seconds in which changes that the engine tells of are gathered before the lists are read again."""


class Desk(Ground):
    """Lists and stories; the actions stand on it."""

    def __init__(self) -> None:
        super().__init__()
        self.reading: int | None = None
        """The story that is open, as opposed to only shown beside the list."""
        self.order: StoryOrder = "newest"
        self._before_search: tuple[StoryView, int] | None = None
        self._dwell_timer: Timer | None = None
        self._preview_timer: Timer | None = None
        self._settle_timer: Timer | None = None
        self._moved_at = 0.0
        self._filling = False
        """Whether the list was empty and has been filling since, with the reader having touched nothing yet."""
        self._places: dict[int, Place] = {}

    # What is listed and shown.

    def reopen(self, view: StoryView) -> None:
        """List a view as it is now, with the cursor on its story, or on the nearest one that is still there."""
        at = self.stories.cursor
        order = [at, *range(at + 1, at + _NEARBY), *range(at - 1, at - _NEARBY, -1)]
        rows = [row for index in order if (row := self.stories.rows.get(index)) is not None]
        self.open_view(view)
        stories = self.reader.library.stories
        for row in rows:
            position = stories.position(self.stories.view, row.id)
            if position is not None:
                self.stories.go_to(position)
                self.preview()
                return

    def open_view(self, view: StoryView, *, story_id: int | None = None, opened_at: int | None = None) -> None:
        """List a view as it is now; the cursor on a story if it is there."""
        library = self.reader.library
        opened = library.stories.opened(replace(view, order=self.order), int(time.time()))
        if opened_at is not None:
            opened = replace(opened, opened_at=opened_at)
        self.list_view(opened, story_id=story_id)

    def list_view(self, opened: StoryView, *, story_id: int | None = None) -> None:
        """List a view that has been opened."""
        stories = self.reader.library.stories
        count = stories.count(opened)
        self.stories.view = opened
        self.stories.arrived = 0
        self.stories.hint = self._hint(opened) if not count else []
        position = stories.position(opened, story_id) if story_id is not None else None
        self.stories.show_rows(Pages(lambda offset, limit: stories.rows(opened, offset, limit), count), position or 0)
        self.feeds.choose(key_of(opened))
        self.preview()
        trouble = self._trouble(opened)
        if trouble and count:  # an empty list says it itself
            self.flash(" ".join(trouble))
        self.show_status()

    def _trouble(self, view: StoryView) -> list[str]:
        """Why the feed of a view fails; empty where it does not, or where the view is not of one feed."""
        row = next((row for row in self.feed_rows if view.kind == "feed" and row.id == view.feed_id), None)
        return trouble(row, int(time.time())) if row is not None else []

    def _hint(self, view: StoryView) -> list[str]:
        caps = self.reader.keymap.caps
        if view.query:
            return [f"Nothing found for “{clean_line(view.query)}”.", "", f"{caps('back')} goes back."]
        if not self.feed_rows:
            return ["No feeds yet.", "", f"{caps('open')} shows how to begin, {caps('add-feed')} follows a feed."]
        failing = self._trouble(view)
        if failing:
            tries = [
                f"{caps('refresh')} tries again, {caps('edit-feed')} edits the feed, {caps('remove-feed')} removes it."
            ]
            return [*failing, "", *tries]
        if view.kind == "saved":
            return ["Nothing saved yet.", "", f"{caps('save')} saves the story you are at."]
        if self.reader.engine_status.refreshing and not self.counts.stories:
            return ["Fetching the feeds…", "", "Their stories appear here as they come in."]
        more = [f"{caps('refresh-all')} fetches all feeds."] if not self.reader.is_offline else []
        if not self.counts.stories:
            return ["There are no stories yet.", "", *(more or ["That needs the network."])]
        if view.kind == "feed" and any(row.id == view.feed_id and not row.total for row in self.feed_rows):
            return ["No stories from this feed yet.", "", f"{caps('refresh')} fetches it."]
        if view.unread_only:
            return ["All read.", "", f"{caps('unread-only')} shows the read ones too.", *more]
        return ["No stories here yet.", "", *more]

    def on_row_list_moved(self) -> None:
        """Show the story under the cursor beside the list: at once, or when the cursor comes to rest."""
        self._filling = False
        row = self.stories.current
        if row is not None and row.id == self.reading:
            return
        self.stop_reading()
        now = time.monotonic()
        if self._preview_timer is not None:
            self._preview_timer.stop()
        wait = 0.02 if now - self._moved_at > 0.3 else 0.12
        self._moved_at = now
        self._preview_timer = self.set_timer(wait, self.preview)

    def preview(self) -> None:
        """Show the story under the cursor."""
        if self._preview_timer is not None:
            self._preview_timer.stop()
            self._preview_timer = None
        row = self.stories.current
        if row is None:
            self._keep_place()
            self.article.show_nothing(self._nothing())
        elif self.article.story is None or self.article.story.id != row.id:
            self.show_story(row.id)
        self.show_status()

    def _nothing(self) -> list[str]:
        caps = self.reader.keymap.caps
        if not self.feed_rows:
            return [
                "Welcome to evreader.",
                "",
                f"{caps('add-feed')} follows a feed.",
                f"{caps('help')} shows all keys.",
            ]
        return [f"{caps('stories')} all stories", f"{caps('quotes')} who said what", f"{caps('help')} all keys"]

    def show_story(self, story_id: int) -> None:
        """Show a story where it was left."""
        self._keep_place()
        library = self.reader.library
        place = self._places.get(story_id)
        if place is None:
            remembered = library.memory.get(f"place.{story_id}")
            place = (int(remembered[0]), int(remembered[1])) if isinstance(remembered, list) else (-1, 0)
        preparing = not self.reader.is_offline
        try:
            shown = self.article.show_story(library, story_id, preparing=preparing, place=place)
        except LibraryError as error:
            self.article.show_nothing(["This story cannot be read.", "", str(error)])
            return
        if not shown:
            self.article.show_nothing(["This story is no longer in the library."])
        elif self.article.article is None:  # offline too: what the feed itself gave may hold it
            self.reader.send(Prepare(story=story_id))

    def _keep_place(self) -> None:
        """Remember how far the story shown was read."""
        story = self.article.story
        if story is None:
            return
        place = self.article.place
        before = self._places.get(story.id, (-1, 0))
        if place != before:
            self._places[story.id] = place
            key, value = f"place.{story.id}", list(place) if place != (-1, 0) else None
            self.reader.write(lambda library: library.memory.put(key, value))

    # Reading.

    def begin_reading(self) -> None:
        """The story shown is open: after a while it counts as read."""
        story = self.article.story
        self._filling = False
        if story is None or self.reading == story.id:
            return
        self.reading = story.id
        self.remember()
        self._stop_dwell()
        self._dwell_timer = self.set_timer(DWELL, self.mark_reading)

    def stop_reading(self) -> None:
        """The story is left."""
        self.reading = None
        self._stop_dwell()

    def _stop_dwell(self) -> None:
        if self._dwell_timer is not None:
            self._dwell_timer.stop()
            self._dwell_timer = None

    def mark_reading(self) -> None:
        """The story that is open counts as read."""
        self._stop_dwell()
        row = self.stories.current
        if row is None or row.id != self.reading:
            return
        if not self.reader.changes.seen(row).is_read:
            self.reader.changes.set_mark("read", [row.id], True, "marked read")
            self.stories.rows_changed()

    @property
    def row(self) -> StoryRow | None:
        """The story under the cursor, with the marks it has now."""
        row = self.stories.current
        return self.reader.changes.seen(row) if row is not None else None

    # Counts and status.

    def library_changed(self) -> None:
        """A small write of the view's own is done: rows and counts are read again."""
        if self.is_mounted:
            self.stories.rows.forget()
            self.stories.rows_changed()
            self.read_counts()

    def soon(self) -> None:
        """The engine has changed something: read rows and counts again, but not for each of many events."""
        if self._settle_timer is None:
            self._settle_timer = self.set_timer(_SETTLE, self._settle)

    def _settle(self) -> None:
        self._settle_timer = None
        stories = self.reader.library.stories
        self.read_counts()
        self.stories.arrived = stories.arrived(self.stories.view)
        if self.stories.arrived and (self._filling or not self.stories.rows.count) and not self.stories.view.query:
            self.open_view(self.stories.view)
            self._filling = self.active != "article" and self.reader.engine_status.refreshing
        self.stories.rows.forget()
        self.stories.rows_changed()

    def read_counts(self) -> None:
        """Read feeds and counts from the library, and show them everywhere."""
        library = self.reader.library
        self.feed_rows = library.feeds.rows()
        self.counts = library.stories.counts()
        lines = entries(self.feed_rows, self.counts, self.counts.today_unread, int(time.time()), self.reader.glyphs)
        self.feeds.show_entries(lines)
        self.show_status()

    # Where the reader is, from one start to the next.

    def remember(self) -> None:
        """Keep view, story and place for the next start."""
        self._keep_place()
        row = self.stories.current
        view = self.stories.view
        session = {
            "key": key_of(view),
            "unread_only": view.unread_only,
            "opened_at": view.opened_at,
            "story": row.id if row else None,
            "pane": self.active,
            "at": int(time.time()),
            "sidebar": self.sidebar_on,
            "order": self.order,
        }
        self.reader.write(lambda library: library.memory.put("session", session))

    def recall(self) -> None:
        """Open the view of the last time, at its story."""
        session = self.reader.library.memory.get("session")
        if not isinstance(session, dict):
            self.open_view(StoryView(unread_only=True))
            return
        view = view_of(str(session.get("key", "all"))) or StoryView()
        known = {row.id for row in self.feed_rows}
        if view.kind == "feed" and view.feed_id not in known:
            view = StoryView()
        self.sidebar_on = bool(session.get("sidebar", True))
        self.order = "oldest" if session.get("order") == "oldest" else "newest"
        recent = time.time() - float(session.get("at") or 0) < 12 * 3600
        story = session.get("story")
        self.open_view(
            replace(view, unread_only=bool(session.get("unread_only", True))),
            story_id=story if isinstance(story, int) else None,
            opened_at=session.get("opened_at") if recent else None,
        )
        row = self.stories.current
        if session.get("pane") == "article" and row is not None and row.id == story:
            self.activate("article")
            self.begin_reading()
