"""Units to blocks: list items to lists, cells to tables, the paragraphs of a block quote to one quote."""

import re
from collections.abc import Callable, Sequence

from evreader.article.address import absolute
from evreader.article.images import picture_address
from evreader.article.walk import Unit
from evreader.model import Block, BlockKind, Cell, Emphasis, Item, Link

MAX_BLOCKS = 4_000
_DASH_ATTRIBUTION = re.compile(r"^(?:—|―|–|--?)\s*\S")
ATTRIBUTION_WORDS = 16


def assemble(units: Sequence[Unit], base: str) -> tuple[Block, ...]:
    """The blocks the units make, in document order; at most MAX_BLOCKS. Links are resolved against `base`."""
    for unit in units:
        if unit.links:
            unit.links = _resolved(unit.links, base)
    units = _with_pictures(units, base)
    blocks: list[Block] = []
    at = 0
    while at < len(units) and len(blocks) < MAX_BLOCKS:
        unit = units[at]
        if unit.kind == "item" and not unit.place.quote:
            group = _run(units, at, lambda other: other.place.list, unit.place.list)
            members = [member for member in group if member.kind == "item"]
            blocks.append(_list(members))
        elif unit.kind == "cell":
            group = _run(units, at, lambda other: other.place.table, unit.place.table)
            members = [member for member in group if member.kind == "cell"]
            blocks.append(_table(members))
        elif unit.place.quote and unit.kind not in ("image", "caption", "code"):
            group = _run(units, at, lambda other: other.place.quote, unit.place.quote)
            members = [member for member in group if member.kind not in ("image", "caption", "code")]
            blocks += _quote(members)
        else:
            group, members = [unit], [unit]
            blocks.append(_single(unit))
        taken = set(map(id, members))
        blocks += [_single(other) for other in group if id(other) not in taken]
        at += len(group)
    return tuple(blocks)


def _with_pictures(units: Sequence[Unit], base: str) -> list[Unit]:
    """The units without the pictures that are none: icons, tracking pixels, one shown twice."""
    result = []
    shown = set()
    for unit in units:
        if unit.picture is not None:
            unit.url = picture_address(unit.picture, base)
            if not unit.url or unit.url in shown:
                continue
            shown.add(unit.url)
        result.append(unit)
    return result


def _resolved(links: Sequence[Link], base: str) -> tuple[Link, ...]:
    found = []
    for link in links:
        if address := absolute(link.url, base):
            found.append(Link(start=link.start, end=link.end, url=address))
    return tuple(found)


def _run(units: Sequence[Unit], start: int, group_of: Callable[[Unit], int], group: int) -> list[Unit]:
    end = start
    while end < len(units) and group_of(units[end]) == group:
        end += 1
    return list(units[start:end])


def _single(unit: Unit) -> Block:
    kind: BlockKind = "paragraph" if unit.kind == "item" or unit.kind == "cell" else unit.kind
    level = min(6, max(1, unit.place.level)) if kind == "heading" else 0
    return Block(
        kind=kind, text=unit.text, level=level, links=unit.links, emphasis=unit.emphasis, url=unit.url, role=unit.role
    )


class _Joined:
    """Texts put together, their spans moved along."""

    def __init__(self) -> None:
        self.text = ""
        self._parts: list[str] = []
        self._length = 0
        self.links: list[Link] = []
        self.emphasis: list[Emphasis] = []

    def add(self, unit: Unit, separator: str) -> None:
        if self._parts:
            self.separate(separator)
        by = self._length
        self.links += [Link(start=link.start + by, end=link.end + by, url=link.url) for link in unit.links]
        self.emphasis += [Emphasis(start=s.start + by, end=s.end + by, style=s.style) for s in unit.emphasis]
        self._parts.append(unit.text)
        self._length += len(unit.text)

    def separate(self, separator: str) -> None:
        self._parts.append(separator)
        self._length += len(separator)

    def join(self) -> str:
        return "".join(self._parts)


def _list(units: Sequence[Unit]) -> Block:
    joined = _Joined()
    items: list[list[str]] = []
    shapes: list[tuple[int, str]] = []
    last = 0
    for unit in units:
        if items and unit.place.item == last:
            joined.add(unit, " ")
            items[-1].append(unit.text)
        else:
            joined.add(unit, "\n")
            items.append([unit.text])
            shapes.append((unit.place.depth, unit.place.marker))
        last = unit.place.item
    lowest = min(depth for depth, _ in shapes)
    return Block(
        kind="list",
        text=joined.join(),
        items=tuple(
            Item(text=" ".join(parts), level=depth - lowest, marker=marker)
            for parts, (depth, marker) in zip(items, shapes, strict=True)
        ),
        links=tuple(joined.links),
        emphasis=tuple(joined.emphasis),
        role=units[0].role,
    )


def _table(units: Sequence[Unit]) -> Block:
    joined = _Joined()
    rows: list[list[tuple[list[str], bool]]] = []
    row = cell = -1
    for unit in units:
        place = unit.place
        if rows and place.row == row and place.cell == cell:
            joined.add(unit, " ")
            rows[-1][-1][0].append(unit.text)
            continue
        if rows and place.row == row:
            joined.add(unit, "\t")
        else:
            joined.add(unit, "\n")
            rows.append([])
        rows[-1].append(([unit.text], place.header))
        row, cell = place.row, place.cell
    return Block(
        kind="table",
        text=joined.join(),
        rows=tuple(tuple(Cell(text=" ".join(parts), header=header) for parts, header in cells) for cells in rows),
        links=tuple(joined.links),
        emphasis=tuple(joined.emphasis),
        role=units[0].role,
    )


def _quote(units: Sequence[Unit]) -> list[Block]:
    sources = [unit for unit in units if unit.role == "attribution"]
    words = [unit for unit in units if unit.role != "attribution"]
    if len(words) > 1 and not sources and _is_attribution(words[-1]):
        words[-1].role = "attribution"
        sources = [words.pop()]
    blocks = []
    if words:
        joined = _Joined()
        for unit in words:
            joined.add(unit, "\n\n")
        blocks.append(
            Block(kind="quote", text=joined.join(), links=tuple(joined.links), emphasis=tuple(joined.emphasis))
        )
    return blocks + [_single(unit) for unit in sources]


def _is_attribution(unit: Unit) -> bool:
    return bool(_DASH_ATTRIBUTION.match(unit.text)) and len(unit.text.split()) <= ATTRIBUTION_WORDS
