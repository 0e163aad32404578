"""The briefing: headline and takeaways of every unread story, in one scroll."""

import time
from typing import ClassVar

from textual.binding import BindingType

from evreader.store.views import StoryRow, StoryView
from evreader.text import clean_line
from evreader.tui.keys import bindings
from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.row_list import RowList
from evreader.tui.rows import cut
from evreader.tui.screens.book import Book
from evreader.tui.times import age
from evreader.tui.wrap import shorten, wrap

_MOST = 76


class BriefingList(RowList[StoryRow]):
    """A story as its headline and its takeaways."""

    HEAD = 1

    def row_lines(self, row: StoryRow, index: int) -> list[list[Piece]]:
        glyphs = self.reader.glyphs
        row = self.reader.changes.seen(row)
        cursor = " selected" if index == self.cursor else ""
        room = max(min(self.room - 6, _MOST), 4)
        mark = glyphs.read if row.is_read else glyphs.unread
        first = f" {glyphs.cursor if cursor else ' '} "
        look = ("read" if row.is_read else "title") + cursor
        lines: list[list[Piece]] = []
        for n, text in enumerate(cut(clean_line(row.title) or "Untitled", room, 3, glyphs.ellipsis)):
            lines.append(
                [Piece(first if n == 0 else "   ", "unread"), Piece(f"{mark} " if n == 0 else "  "), Piece(text, look)]
            )
        takeaways, picked = self._takeaways(row)
        tail = f" {glyphs.dot} {age(int(time.time()), row.published_at)}"
        if picked:
            tail += f" {glyphs.dot} picked by evreader"
        elif not takeaways:
            tail += f" {glyphs.dot} no takeaways"
        mark_of_origin = glyphs.key if picked else glyphs.takeaway
        name = shorten(clean_line(row.feed_title), max(room - len(tail), 1), glyphs.ellipsis)
        lines.append([Piece("     "), Piece(name + tail, "meta")])
        for text in takeaways:
            for n, part in enumerate(cut(text, room - 2, 3, glyphs.ellipsis)):
                head = [Piece("     "), Piece(" " if n else mark_of_origin, "takeaways.bar"), Piece(" ")]
                lines.append([*head, Piece(part, "takeaway")])
        lines.append([])
        return lines

    def _takeaways(self, row: StoryRow) -> tuple[list[str], bool]:
        """The takeaways of a story on screen, read when it comes there; and whether evreader picked them."""
        if not row.takeaway_count:
            return [], False
        known = self._known.get(row.id)
        if known is None:
            stored = self.reader.library.articles.get(row.id)
            takeaways = stored[1].takeaways if stored else ()
            known = [clean_line(t.text) for t in takeaways], any(t.origin == "computed" for t in takeaways)
            if len(self._known) > 200:
                self._known.clear()
            self._known[row.id] = known
        return known

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._known: dict[int, tuple[list[str], bool]] = {}

    def empty_lines(self) -> list[list[Piece]]:
        text = f"Everything is read. {self.reader.keymap.caps('back')} goes back to the stories."
        return [[Piece("   " + text[a:b], "meta")] for a, b in wrap(text, max(self.room - 5, 4))]


class Briefing(Book):
    """Enter opens a story; Space goes on and marks what it passes as read."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("briefing"))
    WHERE = "briefing"
    NAME = "Takeaways"

    def __init__(self) -> None:
        self.list = BriefingList(id="briefing")
        super().__init__(self.list)

    def fill(self) -> None:
        stories = self.reader.library.stories
        view = stories.opened(StoryView(kind="all", unread_only=True), int(time.time()))
        self.list.show_rows(Pages(lambda offset, limit: stories.rows(view, offset, limit), stories.count(view)))

    def summary(self) -> str:
        count = self.list.rows.count
        return f"{self.list.cursor + 1 if count else 0}/{count} unread"

    def on_row_list_moved(self) -> None:
        """The header counts along."""
        self.show_status()

    def action_page_or_next(self) -> None:
        """On by a screenful; the stories passed are read."""
        before = self.list.cursor
        at_end = before >= self.list.rows.count - 1
        self.list.page(1)
        last = before + 1 if at_end else self.list.cursor
        passed = [row for index in range(before, last) if (row := self.list.rows.get(index)) is not None]
        ids = [row.id for row in passed if not self.reader.changes.seen(row).is_read]
        if ids:
            label = "1 story marked read" if len(ids) == 1 else f"{len(ids)} stories marked read"
            self.reader.changes.set_mark("read", ids, True, label)
            self.list.rows_changed()
            self.flash(f"{label}. {self.reader.keymap.caps('undo')} takes it back.")

    def action_open(self) -> None:
        row = self.list.current
        if row is not None:
            self.dismiss((row.id, -1))
