"""The palette: every command and every feed by name, with the command's key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from evreader.store.views import FeedRow
from evreader.text import clean_line, fold
from evreader.tui.keys import ACTIONS, Keymap, Where
from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.row_list import RowList
from evreader.tui.screens.choices import Choice
from evreader.tui.wrap import cells, fit, shorten

if TYPE_CHECKING:
    from evreader.tui.app import EvreaderApp

_UNLISTED = frozenset({"palette"})


def commands(keymap: Keymap, where: Where) -> list[Choice]:
    """The actions of a screen as choices: what it does, its key, its id. Pure."""
    here = [action for action in ACTIONS if where in action.where and action.id not in _UNLISTED]
    moves_last = sorted(here, key=lambda action: action.group == "Move")
    return [Choice(action.help, keymap.caps(action.id), f"action:{action.id}") for action in moves_last]


def feeds(rows: Sequence[FeedRow]) -> list[Choice]:
    """The feeds as choices. Pure."""
    return [Choice(clean_line(row.title) or row.url, clean_line(row.folder), f"feed:{row.id}") for row in rows]


def matching(choices: Sequence[Choice], words: str) -> list[Choice]:
    """The choices that have all the words, those that begin with them or name them in their id first. Pure."""
    wanted = fold(words).split()
    if not wanted:
        return list(choices)
    ranked: list[tuple[int, int, Choice]] = []
    for number, choice in enumerate(choices):
        name = choice.value.partition(":")[2].replace("-", " ")
        label = " " + fold(f"{name} {choice.label}")
        if all(word in label for word in wanted):
            typed = " ".join(wanted)
            rank = 0 if name == typed else 1 if name.startswith(typed) else 2 if f" {wanted[0]}" in label else 3
            ranked.append((rank, number, choice))
    return [choice for _, _, choice in sorted(ranked)]


class Hits(RowList[Choice]):
    """One line each: what it does at the left, its key or folder at the right."""

    HEAD = 0

    def row_lines(self, row: Choice, index: int) -> list[list[Piece]]:
        style = " cursor" if index == self.cursor else ""
        tail = f" {shorten(row.detail, 24)} "
        room = max(self.room - cells(tail) - 1, 1)
        label = fit(shorten(row.label, room, self.reader.glyphs.ellipsis), room)
        return [[Piece(" " + label, "text" + style), Piece(tail, "keycap" + style)]]

    def empty_lines(self) -> list[list[Piece]]:
        return [[Piece(" Nothing of that name. ^F on the main screen searches stories.", "meta")]]


class Palette(ModalScreen[str | None]):
    """Answers with `action:ID`, `feed:ID` or None."""

    CSS = """
    Palette { align: center top; }
    Palette > Vertical { width: 96%; max-width: 90; height: 80%; border: solid $primary; padding: 0 1; margin-top: 1; }
    Palette Input { margin-bottom: 1; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._all = list(choices)
        self._hits = Hits(id="hits")

    def compose(self) -> ComposeResult:
        """A line to type in, and what fits."""
        with Vertical(id="palette-box"):
            yield Input(placeholder="Command or feed", compact=True)
            yield self._hits

    def on_mount(self) -> None:
        """Everything at first."""
        self._show("")
        self.query_one(Input).focus()

    def _show(self, words: str) -> None:
        chosen = matching(self._all, words)
        self._hits.show_rows(Pages(lambda offset, limit: chosen[offset : offset + limit], len(chosen)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow down."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Answer."""
        choice = self._hits.current
        self.dismiss(choice.value if choice else None)

    def on_row_list_chosen(self) -> None:
        """A click answers too."""
        self.on_input_submitted()

    def action_close(self) -> None:
        """No answer."""
        self.dismiss(None)

    def action_move(self, steps: int) -> None:
        """Up or down."""
        self._hits.move(steps)

    def action_page(self, pages: int) -> None:
        """A page."""
        self._hits.page(pages)


def open_palette(reader: "EvreaderApp", where: Where = "stories") -> None:
    """Show the palette over the screen one is on, and do what is chosen there."""
    screen = reader.screen
    known = feeds(reader.main.feed_rows) if where == "stories" else []

    async def chosen(value: str | None) -> None:
        kind, _, name = (value or "").partition(":")
        if kind == "action":
            await screen.run_action(name.replace("-", "_"))
        elif kind == "feed":
            reader.main.show_feed(int(name))

    reader.push_screen(Palette([*commands(reader.keymap, where), *known]), chosen)
