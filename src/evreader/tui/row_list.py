"""A list of rows of different heights, of any length: only what is on screen is read and drawn."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import events
from textual.message import Message

from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.pane import Pane

RowT = TypeVar("RowT")


class RowList(Pane, Generic[RowT]):
    """Rows with a cursor. Positions count rows; `first` is the row at the top of the screen."""

    HEAD = 2
    """Lines above the rows."""

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, source: "RowList[RowT]") -> None:
            self.source = source
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves counts."""
            return isinstance(message, RowList.Moved)

    class Chosen(Message):
        """The row under the cursor was clicked."""

        def __init__(self, source: "RowList[RowT]", *, twice: bool) -> None:
            self.source = source
            self.twice = twice
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.rows: Pages[RowT] = Pages(lambda offset, limit: [], 0)
        self.cursor = 0
        self.first = 0
        self._screenful: list[tuple[int, Sequence[Piece]]] | None = None
        self._screenful_for = (0, 0)
        self._unplaced = False

    # What a subclass says about its rows.

    def row_lines(self, row: RowT, index: int) -> list[list[Piece]]:
        """A row's lines."""
        raise NotImplementedError

    def head_lines(self) -> list[list[Piece]]:
        """The lines above the rows, at most HEAD."""
        return []

    def empty_lines(self) -> list[list[Piece]]:
        """What an empty list says."""
        return []

    # Rows and cursor.

    @property
    def current(self) -> RowT | None:
        """The row under the cursor."""
        return self.rows.get(self.cursor)

    def show_rows(self, rows: Pages[RowT], cursor: int = 0, first: int | None = None) -> None:
        """Another list, with its cursor there."""
        self.rows = rows
        self.cursor = max(min(cursor, rows.count - 1), 0)
        self.first = self.cursor if first is None else max(min(first, rows.count - 1), 0)
        self._unplaced = first is None and not self.size.height
        if first is None:
            self._fill_above()
        self._follow()
        self.rows_changed()

    def go_to(self, index: int) -> bool:
        """Put the cursor on a row; whether it moved."""
        index = max(min(index, self.rows.count - 1), 0)
        if index == self.cursor:
            return False
        self.cursor = index
        self._follow()
        self.rows_changed()
        self.post_message(self.Moved(self))
        return True

    def move(self, steps: int) -> None:
        self.go_to(self.cursor + steps)

    def end(self, *, bottom: bool) -> None:
        self.go_to(self.rows.count - 1 if bottom else 0)

    def page(self, pages: float) -> bool:
        shown = max(len({index for index, _ in self._lines() if index >= 0}), 1)
        return self.go_to(self.cursor + int(shown * pages) or self.cursor + (1 if pages > 0 else -1))

    # Drawing.

    def rows_changed(self) -> None:
        """Rows, cursor or marks have changed: draw again what differs."""
        self._screenful = None
        self.repaint()

    def redraw(self) -> None:
        self._screenful = None
        super().redraw()

    def _height(self, index: int) -> int:
        row = self.rows.get(index)
        return len(self.row_lines(row, index)) if row is not None else 1

    def _space(self) -> int:
        return max(self.size.height - self.HEAD, 1)

    def _follow(self) -> None:
        """Scroll as little as needed for the row under the cursor to be seen whole."""
        if self.cursor < self.first:
            self.first = self.cursor
            return
        room = self._space() + 1  # the empty line after a row need not be seen
        index, used = self.cursor, self._height(self.cursor)
        while index > self.first and used <= room:
            index -= 1
            used += self._height(index)
        if used > room and index < self.cursor:
            self.first = index + 1

    def _fill_above(self) -> None:
        """Some rows above the cursor, so that it does not stand at the very top."""
        room = self._space() // 3
        used = 0
        while self.first > 0 and used + (height := self._height(self.first - 1)) <= room:
            used += height
            self.first -= 1

    def _lines(self) -> list[tuple[int, Sequence[Piece]]]:
        """What is on screen below the head: the row each line belongs to, and its pieces."""
        size = (self.room, self.size.height)
        if self._screenful is None or self._screenful_for != size:
            self._screenful_for = size
            lines: list[tuple[int, Sequence[Piece]]] = []
            index = self.first
            while len(lines) < self._space() and (row := self.rows.get(index)) is not None:
                lines += ((index, pieces) for pieces in self.row_lines(row, index))
                index += 1
            if not self.rows.count:
                lines = [(-1, pieces) for pieces in self.empty_lines()]
            self._screenful = lines
        return self._screenful

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        if y < self.HEAD:
            head = self.head_lines()
            return (head[y] if y < len(head) else []), "text"
        lines = self._lines()
        return (lines[y - self.HEAD][1] if y - self.HEAD < len(lines) else []), "text"

    def on_resize(self) -> None:
        """Keep the row under the cursor in sight."""
        if self._unplaced:
            self._unplaced = False
            self._fill_above()
        self._follow()
        self.rows_changed()

    def activity_changed(self) -> None:
        self.rows_changed()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer."""
        lines = self._lines()
        y = event.y - self.HEAD
        if 0 <= y < len(lines) and lines[y][0] >= 0:
            self.go_to(lines[y][0])
            self.post_message(self.Chosen(self, twice=event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the cursor comes along where it would leave the screen."""
        event.stop()
        self._wheel(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll; the cursor comes along where it would leave the screen."""
        event.stop()
        self._wheel(-1)

    def _wheel(self, steps: int) -> None:
        first = max(min(self.first + steps, self.rows.count - 1), 0)
        if first == self.first:
            return
        self.first = first
        self._screenful = None
        shown = [index for index, _ in self._lines() if index >= 0]
        if shown and not shown[0] <= self.cursor <= shown[-1]:
            self.cursor = shown[0] if self.cursor < shown[0] else shown[-1]
            self.post_message(self.Moved(self))
        self.rows_changed()
