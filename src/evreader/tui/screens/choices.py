"""A short list to choose from, with a line of explanation each."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from evreader.text import clean_line
from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.row_list import RowList
from evreader.tui.wrap import fit, shorten

_AROUND = 6
"""Lines of a box beside its choices: the border, the title in up to three lines, and an empty one."""


class Choice(NamedTuple):
    """One thing to choose."""

    label: str
    detail: str
    value: str


class ChoiceList(RowList[Choice]):
    """The choices as rows."""

    HEAD = 0

    def row_lines(self, row: Choice, index: int) -> list[list[Piece]]:
        ellipsis = self.reader.glyphs.ellipsis
        style = "cursor" if index == self.cursor else ""
        label = fit(" " + shorten(clean_line(row.label), max(self.room - 2, 1), ellipsis), self.room)
        lines = [[Piece(label, f"unread {style}".strip())]]
        if row.detail:
            lines.append([Piece("   " + shorten(clean_line(row.detail), max(self.room - 4, 1), ellipsis), "meta")])
        return lines


class Choices(ModalScreen[str | None]):
    """Answers with the value chosen, or None."""

    CSS = """
    Choices > Vertical { width: 90%; max-width: 90; max-height: 80%; border: solid $primary; padding: 0 1; }
    Choices #choices-title { height: auto; max-height: 3; text-style: bold; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left,h", "dismiss", show=False),
        Binding("enter,right,l,o", "choose", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("g,home", "end(False)", show=False),
        Binding("G,end", "end(True)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
    ]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = clean_line(title)
        self._choices = list(choices)
        self._list = ChoiceList(id="choices")
        self._typed = ""

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(id="choices-box"):
            yield Static(Content(self._title), id="choices-title")
            yield self._list

    def on_mount(self) -> None:
        """The first is chosen."""
        choices = self._choices
        box = self.query_one("#choices-box")
        box.styles.height = sum(1 + bool(choice.detail) for choice in choices) + _AROUND
        self._list.show_rows(Pages(lambda offset, limit: choices[offset : offset + limit], len(choices)))

    def on_key(self, event: events.Key) -> None:
        """Digits go to the choice of that number."""
        if event.character and event.character.isdigit():
            self._typed = (self._typed + event.character).lstrip("0")
            if not 1 <= int(self._typed or 0) <= len(self._choices):
                self._typed = event.character
            self._list.go_to(int(self._typed) - 1)

    def action_choose(self) -> None:
        """Answer."""
        choice = self._list.current
        self.dismiss(choice.value if choice else None)

    async def action_dismiss(self, result: str | None = None) -> None:
        """No answer."""
        self.dismiss(None)

    def action_move(self, steps: int) -> None:
        """Up or down."""
        self._list.move(steps)

    def action_end(self, bottom: bool) -> None:
        """To the first or the last."""
        self._list.end(bottom=bottom)

    def action_page(self, pages: int) -> None:
        """A page."""
        self._list.page(pages)

    def on_row_list_chosen(self) -> None:
        """A click answers."""
        self.action_choose()
