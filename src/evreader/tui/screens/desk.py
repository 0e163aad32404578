"""The main screen's ground: its panes, what they show, and where the reader is. The actions stand on it."""

import time
from typing import TYPE_CHECKING, ClassVar, cast

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer

from evreader.protocol import Prepare
from evreader.store.views import FeedRow, LibraryCounts, StoryRow, StoryView
from evreader.text import clean_line
from evreader.tui.article_pane import ArticlePane, Place
from evreader.tui.bars import Bar, Rule, footer
from evreader.tui.keys import bindings
from evreader.tui.layout import PaneName, Widths, arrange
from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.pane import Pane
from evreader.tui.prompt import Prompt
from evreader.tui.sidebar import Sidebar, entries, key_of, view_of
from evreader.tui.story_list import StoryList
from evreader.tui.times import ago, clock
from evreader.tui.utterances import Utterance

if TYPE_CHECKING:
    from evreader.tui.app import EvreaderApp

DWELL = 2.0
"""Seconds a story must have been open to count as read."""
_FLASH = 5.0
_SETTLE = 0.25
"""Seconds in which changes that the engine tells of are gathered before the lists are read again."""
_NO_COUNTS = LibraryCounts(stories=0, unread=0, saved=0, quotes=0, takeaways=0, pending=0)


class Desk(Screen[None], inherit_bindings=False):
    """Feeds, stories and the story being read, side by side as far as there is room."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("stories"))
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.header_bar = Bar(id="header")
        self.top_rule = Rule(id="top-rule", top=True)
        self.feeds = Sidebar(id="feeds")
        self.stories = StoryList(id="stories")
        self.article = ArticlePane(id="article")
        self.bottom_rule = Rule(id="bottom-rule", top=False)
        self.footer_bar = Bar(id="footer")
        self.prompt = Prompt(id="prompt")
        self.active: PaneName = "stories"
        self.sidebar_on = True
        self.zen = False
        self.counts = _NO_COUNTS
        self.feed_rows: list[FeedRow] = []
        self.reading: int | None = None
        """The story that is open, as opposed to only shown beside the list."""
        self._before_search: tuple[StoryView, int] | None = None
        self._flash_text = ""
        self._flash_timer: Timer | None = None
        self._dwell_timer: Timer | None = None
        self._preview_timer: Timer | None = None
        self._settle_timer: Timer | None = None
        self._moved_at = 0.0
        self._places: dict[int, Place] = {}

    @property
    def reader(self) -> "EvreaderApp":
        """The app, as what it is."""
        return cast("EvreaderApp", self.app)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.header_bar
        yield self.top_rule
        with Horizontal(id="panes"):
            yield self.feeds
            yield self.stories
            yield self.article
        yield self.bottom_rule
        yield self.footer_bar
        yield self.prompt

    # Panes.

    @property
    def pane(self) -> Pane:
        """The pane that has the focus."""
        panes: dict[PaneName, Pane] = {"feeds": self.feeds, "stories": self.stories, "article": self.article}
        return panes[self.active]

    def activate(self, name: PaneName) -> None:
        """Give a pane the focus; the panes are arranged anew where the width asks for it."""
        if self.active == "article" and name != "article":
            self.stop_reading()
            self.zen = False
        self.active = name
        self.arrange_panes()
        if not self.prompt.is_open:
            self.pane.focus()
        self.show_status()

    def on_descendant_focus(self) -> None:
        """A click has given another pane the focus."""
        focused = self.focused
        if isinstance(focused, Pane) and focused is not self.pane and focused.id in ("feeds", "stories", "article"):
            self.activate(cast(PaneName, focused.id))
            if focused is self.article:
                self.begin_reading()

    def arrange_panes(self) -> None:
        """Show the panes for which there is room."""
        width, height = self.app.size
        widths = arrange(width, self.active, sidebar=self.sidebar_on, zen=self.zen)
        for pane, cells in zip((self.feeds, self.stories, self.article), widths, strict=True):
            pane.display = cells > 0
            if cells:
                pane.styles.width = cells
        self.feeds.edge = widths.stories > 0 or widths.article > 0
        self.stories.edge = widths.article > 0
        self.header_bar.display = not self.zen and height > 5
        self.top_rule.display = self.bottom_rule.display = not self.zen and height > 9
        self.footer_bar.display = height > 3 and not self.prompt.is_open
        span = self._span(widths)
        self.top_rule.set_edges(widths.edges, span)
        self.bottom_rule.set_edges(widths.edges, span)

    def _span(self, widths: Widths) -> tuple[int, int]:
        first = 0
        for name, cells in zip(("feeds", "stories", "article"), widths, strict=True):
            if name == self.active:
                return first, first + cells
            first += cells
        return 0, 0

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.arrange_panes()
        self.show_status()

    # What is listed and shown.

    def open_view(self, view: StoryView, *, story_id: int | None = None, opened_at: int | None = None) -> None:
        """List a view as it is now; the cursor on a story if it is there."""
        library = self.reader.library
        opened = library.stories.opened(view, int(time.time()))
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
        self.show_status()

    def _hint(self, view: StoryView) -> list[str]:
        caps = self.reader.keymap.caps
        if view.query:
            return [f"Nothing found for “{clean_line(view.query)}”.", "", f"{caps('back')} goes back."]
        if not self.feed_rows:
            return ["No feeds yet.", "", f"{caps('add-feed')} follows one."]
        if view.kind == "saved":
            return ["Nothing saved yet.", "", f"{caps('save')} saves the story you are at."]
        more = [f"{caps('refresh-all')} fetches all feeds."] if not self.reader.is_offline else []
        if view.unread_only:
            return ["All read.", "", f"{caps('unread-only')} shows the read ones too.", *more]
        return ["No stories here yet.", "", *more]

    def on_row_list_moved(self) -> None:
        """Show the story under the cursor beside the list: at once, or when the cursor comes to rest."""
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
        preparing = not self.reader.is_offline and not self.reader.demo
        if not self.article.show_story(library, story_id, preparing=preparing, place=place):
            self.article.show_nothing(["This story is no longer in the library."])
        elif self.article.article is None and preparing:
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
        if story is None or self.reading == story.id:
            return
        self.reading = story.id
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
            self.stories.redraw()

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
            self.stories.redraw()
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
        if self.stories.arrived and not self.stories.rows.count and not self.stories.view.query:
            self.open_view(self.stories.view)
        self.stories.rows.forget()
        self.stories.redraw()

    def read_counts(self) -> None:
        """Read feeds and counts from the library, and show them everywhere."""
        library = self.reader.library
        self.feed_rows = library.feeds.rows()
        self.counts = library.stories.counts()
        lines = entries(self.feed_rows, self.counts, self.counts.today_unread, int(time.time()), self.reader.glyphs)
        self.feeds.show_entries(lines)
        self.show_status()

    def view_name(self) -> str:
        """What the list shows, for the header."""
        view = self.stories.view
        if view.query:
            return "Search"
        match view.kind:
            case "feed":
                return next((clean_line(r.title) or r.url for r in self.feed_rows if r.id == view.feed_id), "Feed")
            case "folder":
                return clean_line(view.folder or "")
            case "today":
                return "Today"
            case "saved":
                return "Saved"
        return "All stories"

    def flash(self, sentence: str) -> None:
        """Say something in the footer's place, for a few seconds."""
        self._flash_text = clean_line(sentence)
        if self._flash_timer is not None:
            self._flash_timer.stop()
        self._flash_timer = self.set_timer(_FLASH, self.clear_flash)
        self.show_status()

    def clear_flash(self) -> None:
        """The footer again."""
        if self._flash_timer is not None:
            self._flash_timer.stop()
            self._flash_timer = None
        if self._flash_text:
            self._flash_text = ""
            self.show_status()

    def on_article_pane_scrolled(self) -> None:
        """Zen shows how far one has come."""
        if self.zen:
            self.show_status()

    def show_status(self) -> None:
        """Header and footer."""
        if not self.is_mounted:
            return
        width = self.app.size.width
        glyphs = self.reader.glyphs
        joint = "  " if width >= 100 else f" {glyphs.breadcrumb} "
        self.header_bar.show(
            [Piece(" evreader", "brand"), Piece(joint + self.view_name(), "text")], [*self._state(), Piece(" ")]
        )
        if self._flash_text:
            self.footer_bar.show([Piece(" " + self._flash_text, "text")])
        elif self.zen:
            self.footer_bar.show(*self._zen_status())
        else:
            self.footer_bar.show(footer(self.active, width, self.reader.keymap, ascii_only=self.reader.ascii_only))

    def _state(self) -> list[Piece]:
        """What is unread, and how fresh it is or what is going on."""
        glyphs, status, now = self.reader.glyphs, self.reader.engine_status, int(time.time())
        dot = f" {glyphs.dot} "
        unread = f"{self.counts.unread} unread"
        if status.refreshing:
            failed = f"{dot}{status.failed} failed" if status.failed else ""
            return [Piece(f"{glyphs.busy} {status.done} of {status.feeds} feeds{failed}", "busy"), Piece(dot + unread)]
        updated = max((row.succeeded_at for row in self.feed_rows if row.succeeded_at), default=None)
        if self.reader.is_offline and not self.reader.demo:
            saved = f"{dot}saved {clock(updated)}" if updated else ""
            return [Piece(f"{glyphs.offline} offline", "offline"), Piece(saved)]
        if self.reader.demo:
            return [Piece(f"{unread}{dot}sample edition")]
        if status.preparing:
            return [Piece(unread), Piece(f"{dot}preparing {status.preparing}", "busy")]
        return [Piece(unread + (f"{dot}updated {ago(now, updated)}" if updated else ""))]

    def _zen_status(self) -> tuple[list[Piece], list[Piece]]:
        glyphs, caps, article = self.reader.glyphs, self.reader.keymap.caps, self.article
        parts = [f" {article.percent}%"]
        total = len(article.rendered.utterances)
        if total:
            parts.append(f"{glyphs.quote} {article.quote + 1 if article.quote is not None else '-'}/{total}")
        takeaways = len(article.annotations.takeaways)
        if takeaways:
            parts.append(f"{glyphs.takeaway} {takeaways} takeaways: {caps('takeaways')}")
        right = f"{caps('back')} back {glyphs.dot} {caps('help')} help "
        return [Piece("  ".join(parts), "meta")], [Piece(right, "meta")]

    def said_by(self, utterance: Utterance) -> str:
        """A quote's number and speaker, for the footer."""
        glyphs = self.reader.glyphs
        total = len(self.article.rendered.utterances)
        who = clean_line(utterance.attribution) or "speaker not clear"
        copy = self.reader.keymap.caps("copy")
        return f"{glyphs.quote} {utterance.number + 1}/{total} {glyphs.dash} {who} {glyphs.dot} {copy} copies it"

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
