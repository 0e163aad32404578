"""The left pane: views, folders and feeds with what is unread in them."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message

from evreader.store.views import FeedRow, LibraryCounts, StoryView
from evreader.text import clean_line
from evreader.tui.glyphs import Glyphs
from evreader.tui.lines import Piece
from evreader.tui.pane import Pane
from evreader.tui.times import ago, since
from evreader.tui.wrap import cells, shorten


class Entry(NamedTuple):
    """One line of the sidebar."""

    key: str
    """What it stands for, such as `feed:3`; empty for a line that cannot be chosen."""
    mark: str = ""
    label: str = ""
    number: int | None = None
    style: str = "text"
    indent: int = 1


def entries(rows: Sequence[FeedRow], counts: LibraryCounts, today: int, now: int, glyphs: Glyphs) -> list[Entry]:
    """The sidebar's lines: smart views, folders with their feeds, what is kept. Pure."""
    lines = [
        Entry(""),
        Entry("all", glyphs.opened, "All stories", counts.unread, "unread" if counts.unread else "text"),
        Entry("today", " ", "Today", today, "unread" if today else "meta"),
    ]
    folder: str | None = None
    for row in rows:
        if row.folder != folder:
            folder = row.folder
            lines.append(Entry(""))
            if folder:
                lines.append(Entry(f"folder:{folder}", "", clean_line(folder).upper(), None, "folder"))
        lines += _feed(row, now, glyphs)
    lines += [
        Entry(""),
        Entry("saved", glyphs.saved, "Saved", counts.saved, "meta"),
        Entry("quotes", glyphs.quote, "Quotes", counts.quotes, "meta"),
        Entry("briefing", glyphs.takeaway, "Takeaways", counts.takeaways, "meta"),
    ]
    return lines


def _feed(row: FeedRow, now: int, glyphs: Glyphs) -> list[Entry]:
    title = clean_line(row.title) or clean_line(row.url)
    if row.failure_kind is None or row.failure_kind == "offline":
        return [Entry(f"feed:{row.id}", "", title, row.unread, "unread" if row.unread else "meta", 2)]
    facts = [short_cause(row)]
    if row.failing_since is not None and now - row.failing_since >= 3600:
        facts.append(since(now, row.failing_since))
    if row.unread:
        facts.append(f"{row.unread} unread")
    elif row.total:
        facts.append(f"{row.total} stored")
    return [
        Entry(f"feed:{row.id}", glyphs.failing, title, None, "failing", 1),
        Entry("", "", f" {glyphs.dot} ".join(facts), None, "meta", 3),
    ]


_CAUSES = {
    "address": "address not allowed",
    "dns": "host not found",
    "connect": "no connection",
    "timeout": "no answer in time",
    "tls": "not secure",
    "gone": "gone for good",
    "rate_limited": "asked to wait",
    "blocked": "blocked",
    "redirect": "redirect loop",
    "too_big": "too big",
    "cut_off": "cut off",
    "empty": "empty",
    "not_a_feed": "not a feed",
    "parse": "unreadable",
    "worker": "took too long",
    "store": "could not be stored",
}


def short_cause(row: FeedRow) -> str:
    """Why a feed fails, in a word or two."""
    if row.failure_kind == "http":
        status = next((w.strip(".,:()") for w in row.failure_message.split() if w.strip(".,:()").isdigit()), "")
        return status if len(status) == 3 else "refused"
    return _CAUSES.get(row.failure_kind or "", "failing")


def trouble(row: FeedRow, now: int) -> list[str]:
    """What there is to know about a feed that fails: the cause and remedy, last success, next try. Pure."""
    if row.failure_kind is None:
        return []
    sentences = [clean_line(row.failure_message) or short_cause(row).capitalize() + "."]
    if row.succeeded_at is not None:
        sentences.append(f"It last worked {ago(now, row.succeeded_at)}; what came then is still here.")
    if row.next_check_at is not None and row.next_check_at > now:
        sentences.append(f"The next try is in {since(row.next_check_at, now)}.")
    return sentences


def view_of(key: str) -> StoryView | None:
    """The view an entry stands for; None for the quote book and the briefing."""
    kind, _, name = key.partition(":")
    match kind:
        case "all":
            return StoryView(kind="all")
        case "today":
            return StoryView(kind="today")
        case "saved":
            return StoryView(kind="saved")
        case "folder":
            return StoryView(kind="folder", folder=name)
        case "feed":
            return StoryView(kind="feed", feed_id=int(name))
    return None


def key_of(view: StoryView) -> str:
    """The entry that stands for a view."""
    if view.kind == "feed":
        return f"feed:{view.feed_id}"
    return f"folder:{view.folder}" if view.kind == "folder" else view.kind


class Sidebar(Pane):
    """Moving its cursor opens the view under it."""

    edge = True

    class Moved(Message):
        """The cursor is on another entry."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves counts."""
            return isinstance(message, Sidebar.Moved)

    class Chosen(Message):
        """An entry was clicked."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.entries: list[Entry] = []
        self.key = "all"
        self.first = 0

    def show_entries(self, lines: list[Entry]) -> None:
        """Counts or feeds have changed; the cursor stays on its entry."""
        self.entries = lines
        if all(entry.key != self.key for entry in lines):
            self.key = "all"
        self._follow()
        self.repaint()

    def choose(self, key: str) -> None:
        """Put the cursor on an entry."""
        if any(entry.key == key for entry in self.entries):
            self.key = key
            self._follow()
            self.repaint()

    @property
    def index(self) -> int:
        """The line the cursor is on."""
        return next((n for n, entry in enumerate(self.entries) if entry.key == self.key), 0)

    def move(self, steps: int) -> None:
        keys = [entry.key for entry in self.entries if entry.key]
        if not keys:
            return
        at = keys.index(self.key) if self.key in keys else 0
        self._go(keys[max(min(at + steps, len(keys) - 1), 0)])

    def end(self, *, bottom: bool) -> None:
        self.move(len(self.entries) if bottom else -len(self.entries))

    def page(self, pages: float) -> bool:
        before = self.key
        self.move(int(self.size.height * pages))
        return self.key != before

    def _go(self, key: str) -> None:
        if key != self.key:
            self.key = key
            self._follow()
            self.repaint()
            self.post_message(self.Moved(key))

    def _follow(self) -> None:
        height = max(self.size.height, 1)
        index = self.index
        if index <= 2:
            self.first = 0
        elif index < self.first:
            self.first = index
        elif index >= self.first + height:
            self.first = index - height + 1
        self.first = max(min(self.first, len(self.entries) - height), 0)

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        n = self.first + y
        if n >= len(self.entries):
            return [], "text"
        entry = self.entries[n]
        chosen = bool(entry.key) and entry.key == self.key
        state = ("cursor" if self.is_active else "selected") if chosen else ""
        style = f"{entry.style} {state}".strip()
        glyphs = self.reader.glyphs
        head = " " * entry.indent + (f"{entry.mark} " if entry.mark else "")
        if chosen and not self.is_active:
            head = f" {glyphs.cursor} " if entry.mark else glyphs.cursor + head[1:]
        count = str(entry.number) if entry.number else ""
        width = self.room
        tail = (count + " ") if count else ""
        label = shorten(entry.label, max(width - cells(head) - cells(tail) - 1, 1), glyphs.ellipsis)
        gap = " " * max(width - cells(head) - cells(label) - cells(tail), 0)
        pieces = [Piece(head + label, style), Piece(gap + tail, style if state or entry.style == "unread" else "count")]
        return pieces, style if state else "text"

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._follow()
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the pointer."""
        n = self.first + event.y
        if 0 <= n < len(self.entries) and self.entries[n].key:
            self._go(self.entries[n].key)
            self.post_message(self.Chosen(self.key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll."""
        event.stop()
        self._wheel(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll."""
        event.stop()
        self._wheel(-1)

    def _wheel(self, steps: int) -> None:
        self.first = max(min(self.first + steps, len(self.entries) - self.size.height), 0)
        self.repaint()
