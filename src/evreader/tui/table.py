"""Tables as lines: in columns where they fit, else each row as a short list of its cells."""

from collections.abc import Sequence

from evreader.model import Block, Cell
from evreader.text import clean_line
from evreader.tui.glyphs import Glyphs
from evreader.tui.lines import Line, Piece
from evreader.tui.wrap import cells, wrap

_GAP = 2
_LONGEST_WORD = 18
_MOST_COLUMNS = 24


def table_lines(index: int, block: Block, width: int, glyphs: Glyphs) -> list[Line]:
    """The table's lines, at most `width` cells wide; every line knows the row's place in the block's text."""
    rows = [[clean_line(cell.text) for cell in row] for row in block.rows]
    places = _places(block.rows)
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return []
    chosen = _column_widths(rows, columns, width)
    if chosen is None:
        return _stacked(index, block, rows, places, width)
    widths, between = chosen
    lines: list[Line] = []
    numeric = [_is_numeric(rows, block, column) for column in range(columns)]
    for number, row in enumerate(rows):
        start, end = places[number]
        heads = [column < len(row) and block.rows[number][column].header for column in range(columns)]
        wrapped = [
            [text[a:b] for a, b in wrap(text, widths[column])] if (text := _cell(row, column)) else []
            for column in range(columns)
        ]
        for height in range(max([len(part) for part in wrapped] + [1])):
            pieces: list[Piece] = []
            for column in range(columns):
                text = wrapped[column][height] if height < len(wrapped[column]) else ""
                padding = " " * (widths[column] - cells(text))
                gap = " " * between if column < columns - 1 else ""
                style = "table.head" if heads[column] else "text"
                if numeric[column]:
                    pieces += [Piece(padding), Piece(text, style), Piece(gap)]
                else:
                    pieces += [Piece(text, style), Piece(padding + gap)]
            lines.append(Line(tuple(p for p in pieces if p.text), index, start, end))
        if number == 0 and all(heads[: len(row)]) and len(rows) > 1:
            rule = glyphs.rule * (sum(widths) + between * (columns - 1))
            lines.append(Line((Piece(rule, "table.rule"),), index, start, end))
    return lines


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _places(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    """Where each row lies in the block's text: cells joined by a tab, rows by a newline."""
    places: list[tuple[int, int]] = []
    at = 0
    for row in rows:
        size = sum(len(cell.text) for cell in row) + max(len(row) - 1, 0)
        places.append((at, at + size))
        at += size + 1
    return places


def _is_numeric(rows: Sequence[Sequence[str]], block: Block, column: int) -> bool:
    """Whether a column holds figures, which align at the right."""
    body = [
        row[column]
        for number, row in enumerate(rows)
        if column < len(row) and row[column] and not block.rows[number][column].header
    ]
    return bool(body) and all(text[0] in "0123456789$€£¥+-−~<>" and text[-1] in "0123456789%k" for text in body)


def _column_widths(rows: Sequence[Sequence[str]], columns: int, width: int) -> tuple[list[int], int] | None:
    """How wide each column is, and the gap between columns; None where they do not fit beside each other."""
    if columns > _MOST_COLUMNS:
        return None
    natural = [max(1, *(cells(_cell(row, column)) for row in rows)) for column in range(columns)]
    words = [
        max([1, *(cells(word) for row in rows for word in _cell(row, column).split())]) for column in range(columns)
    ]
    room = width - _GAP * (columns - 1)
    if sum(natural) <= room:
        return natural, _GAP
    least = [min(word, _LONGEST_WORD) for word in words]
    between = _GAP if sum(least) <= room else 1
    room = width - between * (columns - 1)
    if sum(least) > room:
        return None
    widths = list(least)
    spare = room - sum(least)
    while spare > 0:
        wanting = [c for c in range(columns) if widths[c] < natural[c]]
        if not wanting:
            break
        share = max(spare // len(wanting), 1)
        for column in wanting[:spare]:
            step = min(share, natural[column] - widths[column], spare)
            widths[column] += step
            spare -= step
    return widths, between


def _stacked(
    index: int, block: Block, rows: Sequence[Sequence[str]], places: Sequence[tuple[int, int]], width: int
) -> list[Line]:
    """One row under the other: its first cell as a small heading, the others named by the header row."""
    names = rows[0] if block.rows[0] and all(cell.header for cell in block.rows[0]) else []
    lines: list[Line] = []
    for number, row in enumerate(rows):
        if number == 0 and names and len(rows) > 1:
            continue
        start, end = places[number]
        if lines:
            lines.append(Line((), index, start, start))
        for column, text in enumerate(row):
            name = names[column] if column < len(names) and column > 0 else ""
            full = f"{name}: {text}" if name and text else text
            indent = 2 if column else 0
            for n, (a, b) in enumerate(wrap(full, width - indent) if full else ()):
                shown = full[a:b]
                if n == 0 and name and shown.startswith(name + ":"):
                    pieces = [Piece(" " * indent), Piece(name + ":", "meta"), Piece(shown[len(name) + 1 :])]
                else:
                    pieces = [Piece(" " * indent), Piece(shown, "table.head" if column == 0 else "text")]
                lines.append(Line(tuple(p for p in pieces if p.text), index, start, end))
    return lines
