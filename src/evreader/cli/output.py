"""What commands print: JSON Lines, or plain text that fits a pipe.

Nothing printed here can steer a terminal: all text was cleaned when it was stored and is cleaned again here.
"""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from evreader.model import Annotations, Block, Quote, item_spans
from evreader.text import clean, clean_line

_encoder = msgspec.json.Encoder()


class CommandError(Exception):
    """A command failed; the message is one sentence for people. Exit code 1."""


class UsageError(CommandError):
    """A command was asked for something it cannot take. Exit code 2."""


def write_json(value: object) -> None:
    """One object as one line."""
    sys.stdout.buffer.write(_encoder.encode(value) + b"\n")


def write_line(text: str = "") -> None:
    """One line of text."""
    sys.stdout.write(clean(text) + "\n")


def say(message: str) -> None:
    """One sentence on standard error."""
    sys.stdout.flush()
    sys.stderr.write(clean(message) + "\n")


def as_dict(value: object) -> dict[str, Any]:
    """A type of the model as plain data, moments as ISO 8601 text."""
    data: dict[str, Any] = msgspec.to_builtins(value)
    return data


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things: "1 story", "2 stories"; `many` where it is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def line_width() -> int:
    """Cells to a line: the article's measure, narrower where the terminal is."""
    return max(20, min(80, shutil.get_terminal_size((80, 24)).columns) - 2)


def moment(seconds: int | None) -> datetime | None:
    """Seconds since 1970 as a moment."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def day(when: datetime | None) -> str:
    """A moment as people write it, in local time; empty for None."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M") if when else ""


def article_lines(blocks: Sequence[Block], annotations: Annotations, width: int) -> Iterable[str]:
    """An article as plain text: takeaways first, quotes with a bar in the margin and their speakers named."""
    if annotations.takeaways:
        own = annotations.takeaways[0].origin == "author"
        yield f"* TAKEAWAYS ({'the article’s own' if own else 'picked by evreader'})"
        for number, takeaway in enumerate(annotations.takeaways, 1):
            text = clean_line(takeaway.text)
            yield from _wrapped(text, width, first=f"  {number} ", rest="    ")
        yield ""
    quotes_of: dict[int, list[Quote]] = {}
    for quote in annotations.quotes:
        quotes_of.setdefault(quote.block, []).append(quote)
    for index, block in enumerate(blocks):
        lines = list(_block_lines(block, width - 2))
        if not lines:
            continue
        quotes = quotes_of.get(index, [])
        margin = "| " if quotes else "  "
        yield from (margin + line if line or quotes else "" for line in lines)
        named: list[str] = []
        for quote in quotes:
            speaker = quote.speaker or quote.mention
            if speaker:
                said = clean_line(speaker + (f", {quote.role}" if quote.role else ""))
                if said not in named:
                    named.append(said)
        yield from (f"| — {name}" for name in named)
        yield ""


def _block_lines(block: Block, width: int) -> Iterable[str]:
    match block.kind:
        case "heading":
            yield from _wrapped(clean_line(block.text), width, first="#" * max(1, block.level) + " ", rest="   ")
        case "list":
            for item, _ in zip(block.items, item_spans(block), strict=True):
                indent = "  " * item.level
                marker = (item.marker or "-") + " "
                yield from _wrapped(
                    clean_line(item.text), width, first=indent + marker, rest=indent + " " * len(marker)
                )
        case "quote":
            for paragraph in block.text.split("\n\n"):
                yield from _wrapped(clean_line(paragraph), width, first="> ", rest="> ")
        case "table":
            for row in block.rows:
                yield " | ".join(clean_line(cell.text) for cell in row)
        case "code":
            yield from (clean(line).replace("\t", "    ") for line in block.text.split("\n"))
        case "image":
            if block.text:
                yield from _wrapped(f"[image: {clean_line(block.text)}]", width)
        case _:
            for line in block.text.split("\n"):
                yield from _wrapped(clean_line(line), width)


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
