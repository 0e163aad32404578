"""The middle pane: the stories of a view."""

import time

from evreader.store.views import StoryRow, StoryView
from evreader.tui.lines import Piece, width_of
from evreader.tui.row_list import RowList
from evreader.tui.rows import story_lines
from evreader.tui.wrap import cells, shorten, wrap


class StoryList(RowList[StoryRow]):
    """The stories of one view, which is a snapshot: nothing that arrives moves its rows."""

    edge = True

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.view = StoryView()
        self.arrived = 0
        """Stories that came in since the view was opened."""
        self.hint: list[str] = []
        """What an empty list says."""

    def row_lines(self, row: StoryRow, index: int) -> list[list[Piece]]:
        cursor = "" if index != self.cursor else ("cursor" if self.is_active else "selected")
        return story_lines(
            self.reader.changes.seen(row),
            self.room,
            int(time.time()),
            self.reader.glyphs,
            outlet=self.view.kind != "feed" or bool(self.view.query),
            cursor=cursor,
        )

    def head_lines(self) -> list[list[Piece]]:
        glyphs = self.reader.glyphs
        dot = f" {glyphs.dot} "
        kept, order = "Unread" if self.view.unread_only else "All", self.view.order
        says = [f"{kept}{dot}{order} first", f"{kept}{dot}{order}", kept]
        style = "meta"
        if self.view.query:
            says = [f"Search: {self.view.query}"]
        if self.arrived:
            reload = self.reader.keymap.caps("reload")
            says, style = [f"{self.arrived} new{dot}{reload} shows them", f"{self.arrived} new{dot}{reload}"], "busy"
        right = f"{self.cursor + 1 if self.rows.count else 0}/{self.rows.count}"
        room = self.room - len(right) - 3
        if room < 4:
            return [[Piece(" " + shorten(right, max(self.room - 1, 0)), "meta")]]
        left = next((text for text in says if cells(text) <= room), shorten(says[-1], room, glyphs.ellipsis))
        gap = " " * (room - width_of([Piece(left)]) + 1)
        return [[Piece(" "), Piece(left, style), Piece(gap), Piece(right, "meta")]]

    def empty_lines(self) -> list[list[Piece]]:
        return [[Piece("   " + line, "meta")] for text in self.hint for line in self._fold(text)]

    def _fold(self, text: str) -> list[str]:
        return [text[a:b] for a, b in wrap(text, max(self.room - 5, 4))]
