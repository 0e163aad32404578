"""One block's text on its way to lines: styled spans and small insertions, wrapped, each line knowing its place."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from evreader.tui.lines import Piece
from evreader.tui.wrap import cells, wrap


class Span(NamedTuple):
    """Characters `start` to `end` of the block's text have this style."""

    start: int
    end: int
    style: str


class Insert(NamedTuple):
    """Something shown at a place of the text that is not in it, such as a link's number."""

    position: int
    text: str
    style: str


class Row(NamedTuple):
    """A wrapped line: its pieces and the characters of the block's text that it shows."""

    pieces: list[Piece]
    start: int
    end: int


def flow(
    text: str,
    start: int,
    end: int,
    width: int,
    *,
    style: str = "text",
    spans: Iterable[Span] = (),
    inserts: Iterable[Insert] = (),
    verbatim: bool = False,
) -> list[Row]:
    """Wrap characters `start` to `end` of `text`, styled; `verbatim` keeps spaces and cuts only at `width`."""
    kept = sorted((i for i in inserts if start < i.position <= end), key=lambda i: i.position)
    display, positions, sizes = _with_inserts(text, start, end, kept)

    def shown(position: int, *, before: bool) -> int:
        index = bisect_left(positions, position) if before else bisect_right(positions, position)
        return position - start + sizes[index]

    looks = [(0, len(display), style)]
    for span in spans:
        a, b = max(span.start, start), min(span.end, end)
        if a < b:
            looks.append((shown(a, before=False), shown(b, before=True), span.style))
    for insert, size_before in zip(kept, sizes, strict=False):
        a = insert.position - start + size_before
        looks.append((a, a + len(insert.text), insert.style))
    runs = _runs(looks)
    cut = _cut_verbatim(display, width) if verbatim else wrap(display, width)
    display_positions = [p - start + sizes[i] for i, p in enumerate(positions)]

    def source(index: int) -> int:
        before = bisect_left(display_positions, index)
        if before and index < display_positions[before - 1] + len(kept[before - 1].text):
            return positions[before - 1]
        return index - sizes[before] + start

    rows: list[Row] = []
    at = 0
    for a, b in cut:
        while at < len(runs) and runs[at][1] <= a:
            at += 1
        pieces: list[Piece] = []
        look = at
        while look < len(runs) and runs[look][0] < b:
            first, last, names = runs[look]
            part = display[max(first, a) : min(last, b)]
            if part:
                pieces.append(Piece(part.replace("\t", " ") if not verbatim else part, names))
            look += 1
        rows.append(Row(pieces, source(a), max(source(b), source(a))))
    return rows


def _with_inserts(text: str, start: int, end: int, kept: list[Insert]) -> tuple[str, list[int], list[int]]:
    """The text as shown; where the insertions stand; and how many inserted characters precede each of them."""
    parts: list[str] = []
    positions: list[int] = []
    sizes = [0]
    at = start
    for insert in kept:
        parts += (text[at : insert.position], insert.text)
        at = insert.position
        positions.append(insert.position)
        sizes.append(sizes[-1] + len(insert.text))
    parts.append(text[at:end])
    return "".join(parts), positions, sizes


def _runs(looks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Overlapping styled spans as consecutive runs with all the names that hold there."""
    edges: list[tuple[int, int, str]] = []
    for a, b, style in looks:
        if a < b:
            edges += ((a, 1, style), (b, -1, style))
    edges.sort(key=lambda edge: edge[0])
    active: dict[str, int] = {}
    runs: list[tuple[int, int, str]] = []
    previous = 0
    for position, step, style in edges:
        if position > previous:
            if active:
                runs.append((previous, position, " ".join(active)))
            previous = position
        count = active.get(style, 0) + step
        if count:
            active[style] = count
        else:
            active.pop(style, None)
    return runs


def _cut_verbatim(text: str, width: int) -> list[tuple[int, int]]:
    """Lines as written, those longer than `width` cut hard."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if cells(line) <= width:
            spans.append((at, at + len(line)))
        else:
            used, first = 0, 0
            for index, character in enumerate(line):
                size = cells(character)
                if used + size > width:
                    spans.append((at + first, at + index))
                    used, first = 0, index
                used += size
            spans.append((at + first, at + len(line)))
        at += len(line) + 1
    return spans
