"""Every key of the screen one is on, as it is now, in as many columns as fit."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from evreader.tui.keys import ACTIONS, GROUPS, Keymap, Where
from evreader.tui.lines import Piece
from evreader.tui.pane import Pane
from evreader.tui.wrap import cells, wrap


def help_lines(keymap: Keymap, where: Where, width: int, *, ascii_only: bool = False) -> list[list[Piece]]:
    """The help's lines for a width. Pure."""
    lines: list[list[Piece]] = [[Piece("Keys", "title"), Piece("   Esc closes · ↑↓ moves", "meta")], []]
    if ascii_only:
        lines[0][1] = Piece("   Esc closes", "meta")
    caps = {a.id: keymap.all_caps(a.id, ascii_only=ascii_only) for a in ACTIONS if where in a.where}
    column = min(max((cells(text) for text in caps.values()), default=0), max(width // 3, 4))
    for group in GROUPS:
        actions = [a for a in ACTIONS if a.group == group and a.id in caps]
        if not actions:
            continue
        lines.append([Piece(group, "heading")])
        for action in actions:
            keys = caps[action.id] or "–"
            for n, (a, b) in enumerate(wrap(action.help, max(width - column - 3, 8))):
                head = keys + " " * max(column - cells(keys), 0) if n == 0 else " " * column
                lines.append([Piece(" " + head, "keycap"), Piece("  "), Piece(action.help[a:b], "text")])
        lines.append([])
    for text in ("Keys can be changed in the configuration file, under [keys], by these names:", ", ".join(caps)):
        lines += [[Piece(text[a:b], "meta")] for a, b in wrap(text, max(width, 8))]
    return lines


class HelpText(Pane):
    """The lines, scrolled."""

    def __init__(self, keymap: Keymap, where: Where) -> None:
        super().__init__(id="help-text")
        self._keymap, self._where = keymap, where
        self.top = 0

    def _lines(self) -> list[list[Piece]]:
        return help_lines(self._keymap, self._where, self.room, ascii_only=self.reader.ascii_only)

    def _scroll(self, top: int) -> bool:
        top = max(min(top, len(self._lines()) - self.size.height), 0)
        moved = top != self.top
        self.top = top
        self.repaint()
        return moved

    def move(self, steps: int) -> None:
        self._scroll(self.top + steps)

    def page(self, pages: float) -> bool:
        return self._scroll(self.top + int(self.size.height * pages))

    def pieces(self, y: int) -> tuple[list[Piece], str]:
        lines = self._lines()
        return (lines[self.top + y] if self.top + y < len(lines) else []), "text"

    def on_mouse_scroll_down(self) -> None:
        """Scroll."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll."""
        self.move(-3)


class Help(ModalScreen[None]):
    """The keys of one screen."""

    CSS = """
    Help > Vertical { width: 100%; max-width: 84; height: 100%; max-height: 60; border: solid $primary; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "close", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("space,pagedown,ctrl+d", "page(1)", show=False),
        Binding("b,pageup,ctrl+u", "page(-1)", show=False),
        Binding("g,home", "page(-99)", show=False),
        Binding("G,end", "page(99)", show=False),
    ]

    def __init__(self, keymap: Keymap, where: Where) -> None:
        super().__init__()
        self._text = HelpText(keymap, where)

    def compose(self) -> ComposeResult:
        """One text."""
        with Vertical(id="help-box"):
            yield self._text

    def action_close(self) -> None:
        """Back."""
        self.dismiss()

    def action_move(self, steps: int) -> None:
        """A line."""
        self._text.move(steps)

    def action_page(self, pages: int) -> None:
        """A page."""
        self._text.page(pages)
