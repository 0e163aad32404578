"""Structure that pages fake: paragraphs parted by line breaks, lists typed with dashes, headings set in bold."""

import re
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

from evreader.article.inline import trimmed
from evreader.article.walk import MAX_UNITS, Unit
from evreader.model import Emphasis, Link

_EMPTY_LINE = re.compile(r"\n\s*\n\s*")
_LINE_END = re.compile(r"\n")
_BULLET = re.compile(r"\s*(?:[-*•·▪●◦‣■►✓✔➤»]|–(?=\s[A-Z\d]))\s+(?=\S)")
_SENTENCE_END = re.compile(r"""[.!?:…]["'”’)\]]*\s*$""")
LONG_LINE = 60
"""Characters: lines at least this long that end a sentence are paragraphs, not lines of a verse or an address."""
HEADING_WORDS = 12


def split_lines(units: list[Unit]) -> list[Unit]:
    """Paragraphs made of line breaks become paragraphs, lists typed with dashes become list items."""
    result: list[Unit] = []
    for unit in units:
        if "\n" not in unit.text or unit.kind == "code":
            result.append(unit)
        elif unit.kind == "paragraph":
            result += _paragraphs(unit)
            if len(result) > MAX_UNITS:
                break
        else:
            unit.text = unit.text.replace("\n", " ")
            result.append(unit)
    return result


def _paragraphs(unit: Unit) -> list[Unit]:
    bounds: list[tuple[int, int]] = []
    start = 0
    for gap in _EMPTY_LINE.finditer(unit.text):
        bounds += _lines(unit.text, start, gap.start())
        start = gap.end()
    bounds += _lines(unit.text, start, len(unit.text))
    return _slices(unit, bounds[:MAX_UNITS])


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the pieces of a stretch without empty lines lie: its lines, if they are paragraphs or a list."""
    lines = text[start:end].split("\n")
    prose = sum(len(line) >= LONG_LINE and bool(_SENTENCE_END.search(line[-20:])) for line in lines[:-1])
    listed = sum(bool(_BULLET.match(line)) for line in lines) >= 2
    if len(lines) < 2 or (not listed and prose * 2 < len(lines) - 1):
        return [(start, end)]
    bounds = []
    for line in lines:
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


def _slices(unit: Unit, bounds: list[tuple[int, int]]) -> list[Unit]:
    """The stretches of a unit as units; each span is looked at only where it may lie, so that the time stays linear."""
    links, emphasis = deque(unit.links), deque(unit.emphasis)
    pieces = []
    for start, end in bounds:
        while links and links[0].end <= start:
            links.popleft()
        while emphasis and emphasis[0].end <= start:
            emphasis.popleft()
        text, own_links, own_emphasis = trimmed(
            unit.text,
            _until(links, end),
            _until(emphasis, end),
            start,
            end,
        )
        if text:
            pieces.append(Unit(unit.kind, text, unit.place, unit.element, own_links, own_emphasis, role=unit.role))
    return pieces


_Span = TypeVar("_Span", Link, Emphasis)


def _until(spans: Iterable[_Span], end: int) -> list[_Span]:
    """The spans, in order, that begin before a place."""
    found = []
    for span in spans:
        if span.start >= end:
            break
        found.append(span)
    return found


def fake_structure(units: list[Unit]) -> list[Unit]:
    """Runs of paragraphs that begin with a bullet become lists, short paragraphs all in bold become headings."""
    group = -1
    for number, unit in enumerate(units):
        if unit.kind != "paragraph" or unit.place.quote:
            continue
        bullet = _BULLET.match(unit.text)
        if bullet:
            before = units[number - 1] if number else None
            after = units[number + 1] if number + 1 < len(units) else None
            joined = before is not None and before.kind == "item" and before.place.list == group
            if joined or (after is not None and after.kind == "paragraph" and _BULLET.match(after.text)):
                if not joined:
                    group = -1 - number * 2
                text, links, emphasis = trimmed(unit.text, list(unit.links), list(unit.emphasis), bullet.end())
                unit.kind, unit.text, unit.links, unit.emphasis = "item", text, links, emphasis
                place = unit.place = unit.place.copy()
                place.list, place.item, place.depth, place.marker = group, -2 - number * 2, 0, ""
        elif _is_bold_heading(unit) and number + 1 < len(units) and _may_follow_heading(units[number + 1]):
            unit.kind = "heading"
            unit.place = unit.place.as_heading()
            unit.emphasis = tuple(stretch for stretch in unit.emphasis if stretch.style != "strong")
    return units


def _is_bold_heading(unit: Unit) -> bool:
    text = unit.text
    if len(text) > 120 or "\n" in text or len(text.split()) > HEADING_WORDS or text[-1:] in '.!,;”"':
        return False
    if text[-1:] == "?" and len(text.split()) > 8:
        return False
    bold = sum(stretch.end - stretch.start for stretch in unit.emphasis if stretch.style == "strong")
    return bold >= len(text) - 2 and any(character.isalpha() for character in text)


def _may_follow_heading(unit: Unit) -> bool:
    if unit.kind == "paragraph":
        return len(unit.text) > 80 or not _is_bold_heading(unit)
    return unit.kind in ("item", "cell", "image")
