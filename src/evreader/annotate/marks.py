"""Where quotation marks pair: every stretch of text between an opening and a closing mark.

Marks are read line by line, because a paragraph break ends a quotation in every style of print; one that goes on
opens again on the next line without having been closed. Whether a stretch is anybody's words is not decided here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from evreader.model import Block, BlockKind

STRETCHES_PER_ARTICLE = 1500
"""More stretches than any article has: beyond it the text is noise, and reading on would only cost time."""

Style = Literal["double", "single", "guillemet", "corner", "block", "label"]

_MARK = re.compile(r"[\"“”„‟〝〞「」『』«»‹›＂]|''|``|‘‘|’’|,,(?=\w)|['‘‚‛’]")
_SINGLE = frozenset("'‘‚‛’")
_AFTER_SINGLE = frozenset('"“$£€¥#@.…')
CITATION = re.compile(
    r"[\s.]*(?:[—–-]|--)\s*[^,\n]{2,60},\s+(?:[A-Z][a-z]+\.?\s\d{1,2},\s+|\d{1,2}\s[A-Z][a-z]+\s)?\d{4}\s*$"
)
"""What follows a title in a list of sources: — Harbour Times, March 3, 2024."""
_HAS_WORD = re.compile(r"[^\W_]")
_DOUBLE_MARK = re.compile('["“”„«»]')
_ELIDED = re.compile(r"['‘’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|round|n|cos|kay)\b)", re.IGNORECASE)
_DOUBLE = frozenset(['"', "''", "``", "“", "”", "‟", "〝", "〞", "‘‘", "’’", "＂", "„", ",,"])
_CLOSERS = {
    "「": "」",
    "『": "』",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
}
_SINGLE_OPENERS = frozenset("'‘‚‛")
_BEFORE_OPENING = frozenset("([{—–-/“\"‘'«…>¿¡*_")
_END_PUNCTUATION = frozenset(".,!?…;:)]—–-")


class Line(NamedTuple):
    """One line of a block: the unit in which marks pair and sentences are read."""

    block: int
    offset: int
    """Where the line starts in its block's text."""
    text: str
    kind: BlockKind
    role: str


@dataclass(slots=True)
class Stretch:
    """A stretch of a line between marks. `start` and `end` lie inside the marks, `outer_*` include them."""

    line: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    style: Style
    closed: bool = True
    continues: bool = False
    """It goes on from the line before, which was never closed."""


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The lines of all blocks that hold running text, in order; empty ones are left out."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        if block.kind in ("code", "image") or not block.text:
            continue
        offset = 0
        for text in block.text.split("\n"):
            if text and not text.isspace():
                lines.append(Line(number, offset, text, block.kind, block.role))
            offset += len(text) + 1
    return lines


def find_stretches(lines: Sequence[Line]) -> list[Stretch]:
    """All stretches between marks, in order, none inside another; time grows with the text alone."""
    found: list[Stretch] = []
    unclosed: Stretch | None = None  # at the end of the line before, or of the one before that
    for number, line in enumerate(lines):
        stretches = _pair(line.text, number)
        if unclosed is not None:
            if stretches and not line.text[: stretches[0].outer_start].strip():
                stretches[0].continues = stretches[0].style == unclosed.style
            elif unclosed.style == "double" and unclosed.line == number - 1 and (end := _stray_closing(line.text)):
                stretches = _pair(line.text, number, end[1])
                _add(stretches, line.text, number, (0, 0, ""), end[0], end[1], "double")
                stretches.sort(key=lambda stretch: stretch.start)
                if stretches and stretches[0].outer_end == end[1]:
                    stretches[0].continues = True
        if stretches:
            unclosed = stretches[-1] if not stretches[-1].closed else None
        elif unclosed is not None and number - unclosed.line > 1:
            unclosed = None
        found.extend(stretches)
        if len(found) > STRETCHES_PER_ARTICLE:
            del found[STRETCHES_PER_ARTICLE:]
            break
    return _without_stray_openings(found)


def _without_stray_openings(stretches: list[Stretch]) -> list[Stretch]:
    """Drop unclosed single marks: without a second one they are apostrophes."""
    kept: list[Stretch] = []
    for position, stretch in enumerate(stretches):
        if not stretch.closed and stretch.style == "single":
            follower = stretches[position + 1] if position + 1 < len(stretches) else None
            if not (follower and follower.continues and follower.line == stretch.line + 1):
                if follower:
                    follower.continues = False
                continue
        kept.append(stretch)
    return kept


def _stray_closing(text: str) -> tuple[int, int] | None:
    """The first mark of a line where it can only close what an earlier line opened."""
    match = _DOUBLE_MARK.search(text)
    if not match:
        return None
    start, end = match.span()
    if match.group() == "”":
        return match.span()
    if match.group() == '"' and start and not text[start - 1].isspace() and (end == len(text) or text[end].isspace()):
        return match.span() if text.count('"') % 2 else None
    return None


def _pair(text: str, number: int, begin: int = 0) -> list[Stretch]:
    marks = [
        (m.start(), m.end(), mark)
        for m in _MARK.finditer(text, begin)
        if (mark := m.group()) not in _SINGLE or _is_mark(text, m.start())
    ]
    if not marks:
        return []
    first_word = len(text) - len(text.lstrip())
    straight_left = sum(mark in ('"', "''", "＂") for _, _, mark in marks)
    closers = _single_closers(text, marks)
    stretches: list[Stretch] = []
    opened: tuple[int, int, str] | None = None
    skip_to = -1
    for position, (start, end, mark) in enumerate(marks):
        is_straight = mark in ('"', "''", "＂")
        straight_left -= is_straight
        if start < skip_to:
            continue
        if len(stretches) > STRETCHES_PER_ARTICLE:
            return stretches
        if opened is None:
            if mark in _DOUBLE:
                if _may_open(text, start, end, mark, straight_left):
                    opened = (start, end, mark)
            elif mark in _CLOSERS:
                if mark in "«‹「『" or _looks_opening(text, start, end):
                    opened = (start, end, mark)
            elif mark in _SINGLE_OPENERS and not _ELIDED.match(text, start):
                close = closers[position]
                if close >= 0:
                    _add(stretches, text, number, (start, end, mark), close, close + 1, "single")
                    skip_to = close + 1
                elif close == -2 and start <= first_word and mark == "‘":
                    _add(stretches, text, number, (start, end, mark), len(text), len(text), "single", closed=False)
            continue
        if opened[2] in _CLOSERS:
            if mark == _CLOSERS[opened[2]]:
                _add(stretches, text, number, opened, start, end, "corner" if mark in "」』" else "guillemet")
                opened = None
            continue
        if mark not in _DOUBLE:
            continue
        if _is_closing(text, start, end, mark, opened[2], straight_left):
            if is_straight and _is_inch_mark(text, start, marks, position):
                continue
            _add(stretches, text, number, opened, start, end, "double")
            opened = None
        else:  # a second opening: the first was never closed, and where it ended nobody knows
            if opened[0] <= first_word and opened[2] in "“‟":
                continue
            opened = (start, end, mark)
    if opened is not None:
        style: Style = "double" if opened[2] in _DOUBLE else "corner" if opened[2] in "「『" else "guillemet"
        _add(stretches, text, number, opened, len(text), len(text), style, closed=False)
    return stretches


def _is_mark(text: str, at: int) -> bool:
    """Whether a single mark can open or close, and is no apostrophe inside a word."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    word_behind = after.isalnum() or after == "_"
    if not (before.isalnum() or before == "_") and (word_behind or after in _AFTER_SINGLE):
        return True
    return not word_behind and not before.isspace() and before not in "(["


def _may_open(text: str, start: int, end: int, mark: str, straight_left: int) -> bool:
    if mark in ("“", "``", "„", "‟", "〝", "‘‘", ",,"):
        return not (
            end >= len(text) or (text[end].isspace() and mark != "„" and start and not text[start - 1].isspace())
        )
    if _looks_opening(text, start, end):
        return True
    if end >= len(text) or mark == "”":
        return False
    before = text[start - 1] if start else " "
    if text[end].isspace():  # a space inside the mark: `he said, " we`, `said," we`
        return before.isspace() or (before in ",:" and straight_left % 2 == 1)
    return straight_left % 2 == 1 and not before.isdigit()  # the space before it is missing


def _looks_opening(text: str, start: int, end: int) -> bool:
    before_ok = not start or text[start - 1].isspace() or text[start - 1] in _BEFORE_OPENING
    return before_ok and end < len(text) and not text[end].isspace()


def _is_closing(text: str, start: int, end: int, mark: str, opener: str, straight_left: int) -> bool:
    if mark in ("”", "’’", "〞"):
        return True
    if mark == "“":
        if opener in ("„", ",,"):
            return True
        return not text[start - 1].isspace() and (end >= len(text) or not text[end].isalnum())
    if mark in ("„", ",,", "``", "‘‘", "〝", "‟"):
        return False
    spaced_before = text[start - 1].isspace()
    if spaced_before and end < len(text) and not text[end].isspace():
        return straight_left % 2 == 0  # closing it leaves the later straight marks in pairs
    return True


def _is_inch_mark(text: str, start: int, marks: list[tuple[int, int, str]], position: int) -> bool:
    """A straight mark after a digit, inside a quotation that closes later: 19" wheels."""
    if not text[start - 1].isdigit() or not text[start + 1 : start + 3].strip() or not text[start + 1].isspace():
        return False
    if position + 1 >= len(marks):
        return False
    following, _, mark = marks[position + 1]
    return (
        mark in ('"', "”") and not text[following - 1].isspace() and not text[following + 1 : following + 2].isalnum()
    )


def _single_closers(text: str, marks: list[tuple[int, int, str]]) -> list[int]:
    """For each mark that may open single quotation: where it closes, -1 nowhere, -2 where no mark at all follows.

    Read backwards, so that every mark is looked at once. An apostrophe after a plural s ("the workers' rights") closes
    only where no better mark stands before the next opening.
    """
    closers = [-1] * len(marks)
    strong = weak = -1
    seen_any = False
    for position in range(len(marks) - 1, -1, -1):
        start, end, mark = marks[position]
        if len(mark) > 1 or mark not in "'‘’‚‛":
            continue
        may_close = start > 0 and not text[start - 1].isspace() and mark in "'’‘" and text[start - 1] not in '([“"'
        may_close = may_close and (end >= len(text) or not text[end].isalnum())
        if may_close:
            seen_any = True
            follower = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
            if text[start - 1] in "sS" and follower.islower():
                weak = start
            elif text[start - 1] in "nN" and follower.islower() and mark != "'":
                weak = start if weak < 0 else weak
            else:
                strong = start
                weak = start
        elif mark in _SINGLE_OPENERS:
            closers[position] = strong if strong >= 0 else weak if seen_any else -2
            if not _ELIDED.match(text, start):
                strong = weak = -1
    return closers


def _add(
    stretches: list[Stretch],
    text: str,
    number: int,
    opened: tuple[int, int, str],
    close_start: int,
    close_end: int,
    style: Style,
    *,
    closed: bool = True,
) -> None:
    start, end = opened[1], close_start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if _HAS_WORD.search(text, start, end):
        stretches.append(Stretch(number, start, end, opened[0], close_end, style, closed))
