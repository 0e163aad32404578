"""What all panes share: lines drawn one by one from styled pieces, a right edge, and no scrolling of Textual's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual.geometry import Region
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
        get = self.looks.get
        body = Strip([Segment(piece.text, get(piece.style)) for piece in pieces if piece.text])
        line = body.adjust_cell_length(self.room, get(fill))
        if not self.edge:
            return line
        return Strip([*line, Segment(self.reader.glyphs.vertical, get("line"))], width)

    def redraw_lines(self, first: int, last: int) -> None:
        """Draw lines `first` to `last` again, and no others."""
        first, last = max(first, 0), min(last, self.size.height - 1)
        if last >= first:
            self.refresh(Region(0, first, self.size.width, last - first + 1))


class Pane(LineWidget, can_focus=True):
    """A pane that can have the focus."""

    def move(self, steps: int) -> None:
        """One line or row up (-1) or down (1)."""

    def page(self, pages: float) -> bool:
        """Forward or back by pages or parts of one; whether anything moved."""
        return False

    def end(self, *, bottom: bool) -> None:
        """To the first or the last line or row."""
