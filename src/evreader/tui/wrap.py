"""Cells and line breaking for plain text. Widths are cells of the terminal, positions are characters."""

import re
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size, split_graphemes

_TOKEN = re.compile(r"\n|[^\S\n]+|\S+")
_NO_LINE_START = frozenset("，。、；：！？）」』】》〉〕｝〗”’…·,.;:!?)]}")
_NO_LINE_END = frozenset("（「『【《〈〔｛〖“‘([{")


def cells(text: str) -> int:
    """The width of a text without line ends."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """The text made exactly `width` cells wide: cut or padded."""
    if text.isascii():
        return text[:width].ljust(width)
    return set_cell_size(text, width)


def shorten(text: str, width: int, ellipsis: str = "…") -> str:
    """The text cut to at most `width` cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    if room <= 0:
        return ellipsis[: max(width, 0)]
    return set_cell_size(text, room).rstrip() + ellipsis


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Cut a text into lines of at most `width` cells; spans without the white space at their ends.

    Newlines in the text end a line. Words longer than a line are cut; ideographs may break anywhere but before
    closing or after opening punctuation. At least one span comes back. Linear time.
    """
    width = max(width, 2)
    lines: list[tuple[int, int]] = []
    start = end = -1  # the line being filled; -1 while it is empty
    used = gap = 0
    for a, b, size, kind in _units(text, width):
        if kind == "newline":
            lines.append((start, end) if start >= 0 else (a, a))
            start, used, gap = -1, 0, 0
        elif kind == "space":
            gap += size
        elif start < 0:
            start, end, used, gap = a, b, size, 0
        elif used + gap + size <= width:
            end = b
            used += gap + size
            gap = 0
        else:
            lines.append((start, end))
            start, end, used, gap = a, b, size, 0
    if start >= 0:
        lines.append((start, end))
    return lines or [(0, 0)]


def _units(text: str, width: int) -> Iterator[tuple[int, int, int, str]]:
    """Unbreakable stretches: start, end, cells, kind (word, space or newline)."""
    for match in _TOKEN.finditer(text):
        token, a, b = match.group(), match.start(), match.end()
        if token == "\n":
            yield a, b, 0, "newline"
        elif token.isspace():
            yield a, b, cells(token.replace("\t", " ")), "space"
        elif token.isascii() and len(token) <= width:
            yield a, b, len(token), "word"
        else:
            yield from _break_word(token, a, width)


def _break_word(token: str, offset: int, width: int) -> Iterator[tuple[int, int, int, str]]:
    """A word with wide characters, or longer than a line, in pieces that fit."""
    start, used, last_wide, glue = 0, 0, False, False
    for a, _, size in split_graphemes(token)[0]:
        first = token[a]
        wide = size > 1 and ord(first) < 0x1F000
        breaks = (wide or last_wide) and first not in _NO_LINE_START and not glue
        if a > start and (breaks or used + size > width):
            yield offset + start, offset + a, used, "word"
            start, used = a, 0
        used += size
        last_wide = wide or (last_wide and first in _NO_LINE_START)
        glue = first in _NO_LINE_END
    if start < len(token):
        yield offset + start, offset + len(token), used, "word"
