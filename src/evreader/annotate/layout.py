"""Words that the page's layout marks as somebody's: block quotes, attribution lines, interviews with labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evreader.annotate.given_names import FEMALE_NAMES, MALE_NAMES
from evreader.annotate.marks import CITATION, STRETCHES_PER_ARTICLE, Line, Stretch

LONGEST_ATTRIBUTION = 140
"""Characters of a line that says whose the words above it are."""
_REPEATS_LOOKED_FOR = 200

_ATTRIBUTION = re.compile(r"\s*(?:[—–―]|--?\s|~\s)\s*(?=[^\s\d])")
_TRAILING = re.compile(r"[.!?…”\"’»]\s*([—–―]|\s--\s)\s*(?=[A-Z@])(?!.*[.!?]\s)")
_SIGNED = re.compile(r"\s*(?:[—–―]|--?\s)\s*(?=[A-Z@][^.!?\n]{1,100}$)")
_LABEL = re.compile(r"\s*([A-Z][^:“”\"\n]{0,48}?)(?:\s\([^)]{1,30}\))?:\s+(?=\S)")
_QUESTIONS = frozenset(["q", "question", "interviewer"])
_ANSWERS = frozenset(["a", "answer"])
_LABEL_WORD = re.compile(r"(?:[A-Z][\w.’'&-]*|de|van|von|der|of|and|the|al|bin|la|del)$")
_NO_LABELS = frozenset(
    [
        "note",
        "update",
        "source",
        "photo",
        "image",
        "credit",
        "price",
        "range",
        "tip",
        "also",
        "related",
        "video",
        "warning",
        "via",
    ]
)


@dataclass(slots=True)
class Layout:
    """The stretches of an article, and where the layout names their speakers."""

    stretches: list[Stretch]
    attributions: dict[tuple[int, int], tuple[int, int, int]] = field(default_factory=dict)
    """By line and start of a stretch: line, start and end of the words that say whose it is."""
    answers: set[tuple[int, int]] = field(default_factory=set)
    """Stretches labelled "A": the words of whoever is interviewed."""


def arrange(lines: Sequence[Line], stretches: Sequence[Stretch]) -> Layout:
    """Add what layout marks as quoted to what marks do, and find the attribution lines."""
    by_line: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        by_line.setdefault(stretch.line, []).append(stretch)
    layout = Layout([])
    _read_block_quotes(lines, by_line, layout)
    _read_transcript(lines, by_line, layout)
    _read_attribution_lines(lines, by_line, layout)
    for number in sorted(by_line):
        layout.stretches.extend(by_line[number])
        if len(layout.stretches) > STRETCHES_PER_ARTICLE:
            break
    del layout.stretches[STRETCHES_PER_ARTICLE:]
    return layout


def _read_block_quotes(lines: Sequence[Line], by_line: dict[int, list[Stretch]], layout: Layout) -> None:
    running: str | None = None
    looked = 0
    for first, last in _quote_blocks(lines):
        content = list(range(first, last))
        attribution = None
        if len(content) > 1 and _is_attribution(lines[content[-1]].text):
            attribution = _after_dash(lines, content.pop())
        elif trailing := _TRAILING.search(
            lines[content[-1]].text, max(0, len(lines[content[-1]].text) - LONGEST_ATTRIBUTION)
        ):
            attribution = (content[-1], trailing.end(), len(lines[content[-1]].text))
        elif last < len(lines) and lines[last].role == "attribution":
            attribution = _after_dash(lines, last)
        opening = by_line.get(content[0], [])
        marked = bool(opening) and not lines[content[0]].text[: opening[0].outer_start].strip()
        announced = first > 0 and lines[first - 1].text.rstrip()[-1:] == ":"
        any_marks = any(by_line.get(number) for number in content)
        if not marked and (attribution or announced or not any_marks):
            if looked < _REPEATS_LOOKED_FOR:
                looked += 1
                if running is None:
                    running = "\n".join(line.text for line in lines if line.kind != "quote")
                if lines[content[0]].text.strip() in running:
                    for number in content:
                        by_line.pop(number, None)
                    continue  # a pull quote: the same words stand in the text
            for number in content:
                text = lines[number].text
                end = attribution[1] if attribution and attribution[0] == number else len(text)
                end = len(text[:end].rstrip().rstrip("—–―-").rstrip())
                start = len(text) - len(text.lstrip())
                if start < end:
                    by_line[number] = [Stretch(number, start, end, start, end, "block", continues=number > content[0])]
        if attribution:
            for number in content:
                for stretch in by_line.get(number, ()):
                    if attribution[0] != number or stretch.end <= attribution[1]:
                        layout.attributions[(number, stretch.start)] = attribution


def _quote_blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    number = 0
    while number < len(lines):
        first = number
        number += 1
        if lines[first].kind != "quote" or lines[first].role == "attribution":
            continue
        while number < len(lines) and lines[number].block == lines[first].block:
            number += 1
        yield first, number


def _is_attribution(text: str) -> bool:
    return len(text) <= LONGEST_ATTRIBUTION and _ATTRIBUTION.match(text) is not None


def _after_dash(lines: Sequence[Line], number: int) -> tuple[int, int, int]:
    text = lines[number].text
    match = _ATTRIBUTION.match(text)
    return number, match.end() if match else 0, len(text)


def _read_attribution_lines(lines: Sequence[Line], by_line: dict[int, list[Stretch]], layout: Layout) -> None:
    """A line of nothing but quoted words, and below it "— Jane Doe, chief engineer"."""
    for number, stretches in by_line.items():
        text, last = lines[number].text, stretches[-1]
        behind = _SIGNED.match(text, last.outer_end)
        if behind and not text[: stretches[0].outer_start].strip() and not CITATION.match(text, last.outer_end):
            signed = (number, behind.end(), len(text))
            for stretch in stretches if len(stretches) == 1 else ():
                layout.attributions.setdefault((number, stretch.start), signed)
        if number + 1 >= len(lines) or lines[number + 1].kind == "quote":
            continue
        below = lines[number + 1]
        if not (_is_attribution(below.text) or below.role == "attribution") or number + 1 in by_line:
            continue
        if text[: stretches[0].outer_start].strip() or text[last.outer_end :].strip() or len(stretches) > 1:
            continue
        layout.attributions.setdefault((number, last.start), _after_dash(lines, number + 1))


def _read_transcript(lines: Sequence[Line], by_line: dict[int, list[Stretch]], layout: Layout) -> None:
    labelled = {}
    for number, line in enumerate(lines):
        if line.kind in ("paragraph", "list", "quote") and (match := _LABEL.match(line.text)):
            words = match[1].split()
            if (
                len(words) <= 5
                and all(_LABEL_WORD.match(word) for word in words)
                and words[0].lower() not in _NO_LABELS
            ):
                labelled[number] = match
    counts: dict[str, int] = {}
    for match in labelled.values():
        counts[match[1]] = counts.get(match[1], 0) + 1
    if not _is_transcript(lines, counts) or not _is_talk([lines[n].text[m.end() :] for n, m in labelled.items()]):
        return
    spoken = [number for number, match in labelled.items() if counts[match[1]] > 1 or len(match[1].split()) > 1]
    for position, number in enumerate(spoken):
        match = labelled[number]
        until = spoken[position + 1] if position + 1 < len(spoken) else number + 1
        marked = by_line.get(number)
        if marked and not lines[number].text[match.end() : marked[0].outer_start].strip():
            for stretch in marked:
                layout.attributions[(number, stretch.start)] = (number, match.start(1), match.end(1))
            continue
        if until - number > 8 or any(lines[n].kind not in ("paragraph", "list", "quote") for n in range(number, until)):
            until = number + 1
        label = match[1].lower()
        for goes_on in range(number, until):
            start = match.end() if goes_on == number else 0
            end = len(lines[goes_on].text.rstrip())
            if goes_on > number and not _is_talk([lines[goes_on].text]):
                break
            by_line.pop(goes_on, None)
            if label in _QUESTIONS or start >= end:
                continue
            by_line[goes_on] = [Stretch(goes_on, start, end, start, end, "label", continues=goes_on > number)]
            if label in _ANSWERS:
                layout.answers.add((goes_on, start))
            layout.attributions[(goes_on, start)] = (number, match.start(1), match.end(1))


def _is_talk(texts: Sequence[str]) -> bool:
    """Whether lines are sentences, most of them, and not the values of a table."""
    sentences = sum(len(text.split()) >= 4 and text.rstrip()[-1:] in ".?!…”\"’'—–-" for text in texts)
    return 2 * sentences >= len(texts)


def _is_transcript(lines: Sequence[Line], counts: dict[str, int]) -> bool:
    """Whether labels at the start of lines take turns like people do, and not like the rows of a data sheet."""
    if len(counts) < 2 or sum(counts.values()) < 3 or max(counts.values(), default=0) < 2:
        return False
    lowers = {label.lower() for label in counts}
    if lowers & _QUESTIONS and lowers & _ANSWERS:
        return True
    repeated = [label for label, count in counts.items() if count > 1]
    running: str | None = None
    for label in repeated[:8]:
        first, _, last = label.partition(" ")
        if last and (first.lower() in MALE_NAMES or first.lower() in FEMALE_NAMES):
            return True
        if running is None:
            running = "\n".join(line.text for line in lines)
        if not last and re.search(rf"\b[A-Z][a-z]+ {re.escape(label)}\b", running) and not label.isupper():
            return True
        if label.isupper() and len(label) > 3 and re.search(rf"(?i:\b[a-z]+ {re.escape(label)}\b)", running):
            return True
    return False
