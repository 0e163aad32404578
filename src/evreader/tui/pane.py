"""What all panes share: lines drawn one by one from styled pieces, a right edge, and no scrolling of Textual's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from evreader.tui.lines import Piece
from evreader.tui.styles import Looks

if TYPE_CHECKING:
    from evreader.tui.app import EvreaderApp


class LineWidget(Widget):
    """A widget that draws itself line by line with the app's looks."""

    DEFAULT_CSS = "LineWidget { height: 1fr; width: 1fr; }"

    edge = False
    """Whether a vertical line is drawn at the right."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._drawn: dict[int, tuple[tuple[Piece, ...], str]] = {}

    @property
    def reader(self) -> "EvreaderApp":
        """The app, as what it is."""
        return cast("EvreaderApp", self.app)

    @property
    def looks(self) -> Looks:
        """The styles of the theme in use."""
        return self.reader.looks

    @property
    def room(self) -> int:
        """Cells for a line's text, without the edge."""
        return max(self.size.width - (1 if self.edge else 0), 0)

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        """What line `y` shows, and the style that fills the rest of it."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        width = self.size.width
        if width <= 0:
            return Strip.blank(0)
        pieces, fill = self.pieces(y)
        self._drawn[y] = (tuple(pieces), fill)
        get = self.looks.get
        body = Strip([Segment(piece.text, get(piece.style)) for piece in pieces if piece.text])
        line = body.adjust_cell_length(self.room, get(fill))
        if not self.edge:
            return line
        return Strip([*line, Segment(self.reader.glyphs.vertical, get("line"))], width)

    def repaint(self) -> None:
        """Draw again the lines that show something else now, and no others: a slow connection is a normal case."""
        changed: list[Region] = []
        for y in range(self.size.height):
            pieces, fill = self.pieces(y)
            if self._drawn.get(y) != (tuple(pieces), fill):
                changed.append(Region(0, y, self.size.width, 1))
        if changed:
            self.refresh(*changed)

    def redraw(self) -> None:
        """Draw everything again: the looks have changed."""
        self._drawn.clear()
        self.refresh()


class Pane(LineWidget):
    """A pane the keys can belong to.

    Textual's own focus is left to the lines one types in: it would draw the whole pane again with every change.
    """

    class Touched(Message):
        """The pane was clicked."""

        def __init__(self, pane: "Pane") -> None:
            self.pane = pane
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.is_active = True
        """Whether the keys belong to this pane."""

    def set_active(self, active: bool) -> None:
        """The keys belong to this pane now, or no longer: its cursor looks different."""
        if active != self.is_active:
            self.is_active = active
            self.activity_changed()

    def activity_changed(self) -> None:
        """Draw again what looks different."""
        self.repaint()

    def on_mouse_down(self) -> None:
        """Whoever shows the pane may want the keys to go there."""
        self.post_message(self.Touched(self))

    def move(self, steps: int) -> None:
        """One line or row up (-1) or down (1)."""

    def page(self, pages: float) -> bool:
        """Forward or back by pages or parts of one; whether anything moved."""
        return False

    def end(self, *, bottom: bool) -> None:
        """To the first or the last line or row."""
