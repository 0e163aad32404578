"""The line above and the line below the panes, and the rules between."""

from collections.abc import Sequence

from evreader.tui.keys import Keymap
from evreader.tui.lines import Piece, width_of
from evreader.tui.pane import LineWidget
from evreader.tui.wrap import cells, shorten

Hint = tuple[tuple[str, ...], str]
"""Action ids whose keys are shown together, and what they do."""

_MOVE: Hint = (("move-up", "move-down"), "move")
HINTS: dict[str, tuple[tuple[Hint, ...], tuple[Hint, ...]]] = {
    "stories": (
        (
            _MOVE,
            (("open",), "read"),
            (("page-or-next",), "page/next"),
            (("next-unread",), "unread"),
            (("previous-quote", "next-quote"), "quotes"),
            (("save",), "save"),
            (("browser",), "browser"),
            (("refresh",), "refresh"),
            (("find",), "find"),
            (("unread-only",), "unread/all"),
        ),
        (
            _MOVE,
            (("open",), "read"),
            (("page-or-next",), "next"),
            (("next-unread",), "unread"),
            (("sidebar",), "feeds"),
            (("zen",), "zen"),
            (("find",), "find"),
            (("save",), "save"),
        ),
    ),
    "article": (
        (
            (("move-up", "move-down"), "scroll"),
            (("page-or-next",), "page/next"),
            (("next-unread",), "unread"),
            (("previous-quote", "next-quote"), "quotes"),
            (("takeaways",), "takeaways"),
            (("copy",), "copy"),
            (("save",), "save"),
            (("browser",), "browser"),
            (("find",), "find"),
            (("back",), "back"),
        ),
        (
            (("page-or-next",), "page/next"),
            (("next-unread",), "unread"),
            (("previous-quote", "next-quote"), "quotes"),
            (("copy",), "copy"),
            (("zen",), "zen"),
            (("back",), "back"),
            (("find",), "find"),
        ),
    ),
    "feeds": (
        (
            _MOVE,
            (("open",), "stories"),
            (("add-feed",), "add"),
            (("edit-feed",), "edit"),
            (("remove-feed",), "remove"),
            (("refresh",), "refresh"),
            (("mark-all-read",), "mark all read"),
            (("search",), "search"),
            (("palette",), "palette"),
        ),
        (
            _MOVE,
            (("open",), "stories"),
            (("add-feed",), "add"),
            (("edit-feed",), "edit"),
            (("remove-feed",), "remove"),
            (("refresh",), "refresh"),
            (("palette",), "palette"),
        ),
    ),
    "quotes": (
        (
            _MOVE,
            (("open",), "the story"),
            (("find",), "filter"),
            (("copy",), "copy"),
            (("back",), "stories"),
            (("browser",), "browser"),
        ),
    )
    * 2,
    "briefing": (
        (
            _MOVE,
            (("open",), "the story"),
            (("page-or-next",), "page on"),
            (("back",), "stories"),
            (("undo",), "undo"),
        ),
    )
    * 2,
}
"""For each place what the footer says on a wide and on a narrow screen, most wanted first. Help is always added."""


def footer(place: str, width: int, keymap: Keymap, *, ascii_only: bool = False) -> list[Piece]:
    """As many hints as fit, and always the key of help. Pure."""
    hints = HINTS[place][0 if width >= 100 else 1]
    gap = "  " if width >= 100 else " "
    last = help_hint(keymap, ascii_only=ascii_only)
    if width < width_of(last) + 2:
        return last[:1]
    pieces = [Piece(" ")]
    used = 1 + width_of(last)
    for ids, label in hints:
        caps = [keymap.caps(name, ascii_only=ascii_only) for name in ids]
        shown = _together(caps)
        if not shown:
            continue
        size = cells(shown) + 1 + cells(label) + len(gap)
        if used + size > width - 1:
            break
        used += size
        pieces += [Piece(shown, "keycap"), Piece(f" {label}{gap}", "hint")]
    return pieces + last


def help_hint(keymap: Keymap, *, ascii_only: bool = False) -> list[Piece]:
    """The key of help, which every footer shows, whatever else it says."""
    return [Piece(keymap.caps("help", ascii_only=ascii_only), "keycap"), Piece(" help", "hint")]


def _together(caps: Sequence[str]) -> str:
    """The keys of hints that share a label: arrows without a space, others with one."""
    if any(not cap for cap in caps):
        return ""
    return "".join(caps) if set("".join(caps)) <= set("↑↓←→") else " ".join(caps)


class Rule(LineWidget):
    """A horizontal line that meets the panes' edges, heavier above the pane that has the focus."""

    DEFAULT_CSS = "Rule { height: 1; width: 1fr; }"

    def __init__(self, *, id: str, top: bool) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.top = top
        self.edges: tuple[int, ...] = ()
        self.focused_span: tuple[int, int] = (0, 0)

    def set_edges(self, edges: tuple[int, ...], focused_span: tuple[int, int]) -> None:
        """Where the panes' edges are, and from where to where the pane with the focus reaches."""
        if (edges, focused_span) != (self.edges, self.focused_span):
            self.edges, self.focused_span = edges, focused_span
            self.repaint()

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        glyphs = self.reader.glyphs
        tee = glyphs.tee_down if self.top else glyphs.tee_up
        first, last = self.focused_span
        pieces: list[Piece] = []
        for column in range(self.size.width):
            heavy = self.top and bool(self.edges) and first <= column < last
            text, style = (glyphs.rule_focused, "line.focused") if heavy else (glyphs.rule, "line")
            if column in self.edges:
                text, style = tee, "line"
            if pieces and pieces[-1].style == style:
                pieces[-1] = Piece(pieces[-1].text + text, style)
            else:
                pieces.append(Piece(text, style))
        return pieces, "line"


class Bar(LineWidget):
    """One line: something at the left, something at the right; the left gives way."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.left: list[Piece] = []
        self.right: list[Piece] = []

    def show(self, left: list[Piece], right: list[Piece] | None = None) -> None:
        """Change what it says."""
        if (left, right or []) != (self.left, self.right):
            self.left, self.right = left, right or []
            self.repaint()

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        width = self.size.width
        right = self.right
        if width_of(right) > width * 2 // 3:
            right = []
        left: list[Piece] = []
        room = width - width_of(right) - (1 if right else 0)
        for piece in self.left:
            text = shorten(piece.text, room, self.reader.glyphs.ellipsis)
            left.append(Piece(text, piece.style))
            room -= cells(text)
            if room <= 0:
                break
        gap = max(width - width_of(left) - width_of(right), 0)
        return [*left, Piece(" " * gap), *right], "text"


class Notice(LineWidget):
    """The first lines of what is too long for the footer, over the panes' last lines; nothing below them moves."""

    DEFAULT_CSS = "Notice { layer: notice; dock: bottom; margin-bottom: 1; height: 0; width: 1fr; display: none; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.lines: tuple[str, ...] = ()

    def show(self, lines: Sequence[str]) -> None:
        """Change what it says; with no lines it is gone."""
        if tuple(lines) == self.lines:
            return
        self.lines = tuple(lines)
        self.display = bool(lines)
        self.styles.height = len(lines) + 1
        self.repaint()

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        if y == 0:
            return [Piece(self.reader.glyphs.rule * self.size.width, "line")], "line"
        return ([Piece(" " + self.lines[y - 1], "text")] if y <= len(self.lines) else []), "text"
