"""Which units of a page are the article: trafilatura decides which text is, this finds that text in the page."""

import re
import unicodedata
from collections.abc import Sequence

from evreader.article.walk import Unit

_WORD = re.compile(r"\w+")
SHINGLE = 4
SHARE = 0.7
"""A unit belongs to the article when at least this share of its shingles occurs in the article's text."""


def words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class ArticleText:
    """Text known to be of the article, ready to be asked whether a stretch occurs in it."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self.count = len(words)
        self._shingles = {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}
        self._line = " " + " ".join(words) + " "

    def holds(self, text: str) -> bool:
        words = words_of(text)
        if not words:
            return False
        if len(words) < SHINGLE:
            return f" {' '.join(words)} " in self._line
        total = len(words) - SHINGLE + 1
        found = sum(hash(tuple(words[at : at + SHINGLE])) in self._shingles for at in range(total))
        return found >= SHARE * total


def select(units: Sequence[Unit], article: ArticleText) -> None:
    """Mark the units of the article as kept."""
    for unit in units:
        unit.kept = unit.kind != "image" and article.holds(unit.text)
    kept = [number for number, unit in enumerate(units) if unit.kept and len(unit.text) > 60]
    if not kept:
        return
    first, last = kept[0], kept[-1]
    for number, unit in enumerate(units):
        if number < first - 3 or number > last + 3:
            unit.kept = unit.kept and len(unit.text) > 60
        elif unit.kind == "image" and first <= number <= last:
            unit.kept = True
