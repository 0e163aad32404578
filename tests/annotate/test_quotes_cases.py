"""Every passage of cases/quotes gives exactly the quotes written below it."""

import re
from pathlib import Path

import pytest

from evreader.annotate import find_quotes
from evreader.model import Block, BlockKind, Item, Quote

CASES = Path(__file__).with_name("cases") / "quotes"
PREFIXES: dict[str, BlockKind] = {"> ": "quote", "* ": "list", "c: ": "caption", "h: ": "heading", "by: ": "quote"}


def passages() -> list[tuple[str, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for passage in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = passage.partition("\n")
            found.append((f"{path.stem}: {name}", body))
    return found


def read_passage(body: str) -> tuple[list[Block], str, list[str]]:
    """Blocks, headline and expected lines of a passage."""
    source, _, expected = body.partition("---\n")
    blocks: list[Block] = []
    title = ""
    before = ""
    for line in source.splitlines():
        if line.startswith("title: "):
            title = line.removeprefix("title: ")
            continue
        prefix = next((p for p in PREFIXES if line.startswith(p)), "")
        text = line.removeprefix(prefix)
        if prefix and prefix == before and prefix in ("> ", "* "):
            last = blocks.pop()
            if prefix == "* ":
                items = (*last.items, Item(text=text))
                blocks.append(Block(kind="list", text="\n".join(item.text for item in items), items=items))
            else:
                blocks.append(Block(kind="quote", text=f"{last.text}\n\n{text}"))
        elif prefix == "* ":
            blocks.append(Block(kind="list", text=text, items=(Item(text=text),)))
        else:
            role = "attribution" if prefix == "by: " else ""
            blocks.append(Block(kind=PREFIXES.get(prefix, "paragraph"), text=text, role=role))
        before = prefix
    return blocks, title, [line for line in expected.splitlines() if line.strip()]


def shown(quote: Quote, expected: str) -> str:
    """A quote as the expected line would have it, with as many of the further fields as that line names."""
    fields = [field.strip() for field in expected.split(" | ")]
    words = quote.text
    if len(fields) > 3 and " … " in fields[3]:
        opening, _, closing = fields[3].partition(" … ")
        if words.startswith(opening) and words.endswith(closing):
            words = fields[3]
    shown = [quote.kind, quote.speaker or "-", quote.mention or "-", words]
    if len(fields) > 4:
        more = []
        for wish in fields[4].split("; "):
            name = wish.partition(":")[0]
            if name == "continues":
                more.append("continues" if quote.continues else "does not continue")
            else:
                more.append(f"{name}: {getattr(quote, name)}")
        shown.append("; ".join(more))
    return " | ".join(shown)


def test_there_are_enough_passages() -> None:
    assert len(passages()) >= 60


@pytest.mark.parametrize(("name", "body"), passages(), ids=[name for name, _ in passages()])
def test_passage(name: str, body: str) -> None:
    blocks, title, expected = read_passage(body)
    quotes = find_quotes(blocks, title)
    found = [shown(quote, line) for quote, line in zip(quotes, [*expected, *[""] * len(quotes)], strict=False)]
    assert found == [" | ".join(field.strip() for field in line.split(" | ")) for line in expected], name
