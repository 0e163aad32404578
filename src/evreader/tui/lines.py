"""What the pure renderers make: lines of named styles that know which words of the story they show."""

from typing import NamedTuple

from evreader.text import clean
from evreader.tui.wrap import cells


class Piece(NamedTuple):
    """A stretch of one line in one look."""

    text: str
    style: str = "text"
    """Names from `styles.NAMES`, separated by spaces; together they make the look."""


class Target(NamedTuple):
    """What choosing a line does."""

    kind: str
    """takeaway"""
    number: int


class Line(NamedTuple):
    """One line of the screen, and the place in the article that it shows."""

    pieces: tuple[Piece, ...] = ()
    block: int = -1
    """Index of the block; -1 for what is no part of the text, such as the title."""
    start: int = 0
    """First character of the block's text on this line."""
    end: int = 0
    quotes: tuple[int, ...] = ()
    """Numbers, from 0, of the utterances that have words on this line."""
    target: Target | None = None

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.pieces)


def width_of(pieces: tuple[Piece, ...] | list[Piece]) -> int:
    """Cells that pieces take."""
    return sum(cells(piece.text) for piece in pieces)


def harmless(text: str) -> str:
    """A stored text as the screen may show it. What could steer a terminal becomes U+FFFD, so that offsets stay."""
    if clean(text) == text:
        return text
    return "".join(c if clean(c) == c else "\ufffd" for c in text)
