"""Finding words in an article: without regard to case, accents and width. Pure."""

from collections.abc import Sequence

from evreader.model import Block
from evreader.text import fold

MOST = 500


def matches(blocks: Sequence[Block], words: str) -> list[tuple[int, int, int]]:
    """Where the words stand, as (block, start, end), in order; at most MOST places."""
    wanted = " ".join(fold(words).split())
    if not wanted:
        return []
    places: list[tuple[int, int, int]] = []
    for index, block in enumerate(blocks):
        if block.kind == "image":
            continue
        folded, origins = _folded(block.text)
        at = folded.find(wanted)
        while at >= 0:
            places.append((index, origins[at], origins[at + len(wanted) - 1] + 1))
            if len(places) >= MOST:
                return places
            at = folded.find(wanted, at + len(wanted))
    return places


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and which character each of its characters comes from."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " "), range(len(text))
    parts: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        plain = " " if character.isspace() else fold(character)
        parts.append(plain)
        origins += [index] * len(plain)
    return "".join(parts), origins
