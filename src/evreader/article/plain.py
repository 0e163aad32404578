"""Plain text to blocks, every block where it stands in the text."""

import re

from evreader.model import Block, Extracted, Item
from evreader.text import clean

_BULLET = re.compile(r"[ \t]*(?:[-*•·▪●◦‣]|\d{1,2}[.)])[ \t]+(?=\S)")
_LINE = re.compile(r"[^\n]+")
HEADING_WORDS = 10
HEADING_LENGTH = 80


def extract_text(text: str) -> Extracted:
    """The blocks of a plain text: lines are paragraphs, short unpunctuated ones headings, dashed ones lists."""
    blocks: list[Block] = []
    for _, block in split_text(clean(text)):
        if block.kind == "list" and blocks and blocks[-1].kind == "list":
            before = blocks[-1]
            blocks[-1] = Block(kind="list", text=f"{before.text}\n{block.text}", items=(*before.items, *block.items))
        else:
            blocks.append(block)
    if not blocks:
        return Extracted(blocks=(), status="failed", reason="The text is empty.")
    return Extracted(blocks=tuple(blocks), status="full")


def split_text(text: str) -> list[tuple[int, Block]]:
    """The blocks of a plain text and the offset of each: `text[offset:offset + len(block.text)] == block.text`.

    One block a line; a line that begins with a bullet or a number is a list of one item, its text what follows the
    marker. The text is taken as it is, so that offsets hold: clean it first where it comes from the network.
    """
    lines = []
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if words:
            lines.append((line.start() + line.group().index(words), words))
    listed = [_BULLET.match(words) for _, words in lines]
    blocks: list[tuple[int, Block]] = []
    for number, (offset, words) in enumerate(lines):
        bullet = listed[number]
        beside = (number > 0 and listed[number - 1]) or (number + 1 < len(lines) and listed[number + 1])
        if bullet and beside:
            item = words[bullet.end() :]
            marker = bullet.group().strip()
            blocks.append(
                (
                    offset + bullet.end(),
                    Block(
                        kind="list", text=item, items=(Item(text=item, marker=marker if marker[0].isdigit() else ""),)
                    ),
                )
            )
        elif _is_heading(lines, number):
            blocks.append((offset, Block(kind="heading", level=2, text=words)))
        else:
            blocks.append((offset, Block(kind="paragraph", text=words)))
    return blocks


def _is_heading(lines: list[tuple[int, str]], number: int) -> bool:
    """A short line without a full stop, followed by a longer one that is a sentence."""
    words = lines[number][1]
    if number == 0 or number + 1 >= len(lines):
        return False
    if len(words) > HEADING_LENGTH or len(words.split()) > HEADING_WORDS or words[-1] in ".,;!…\"”'’»)-–—":
        return False
    first = next((character for character in words if character.isalnum()), "")
    if not first or first.islower():
        return False
    after = lines[number + 1][1]
    return len(after) > max(len(words), 60) and after.rstrip("\"”'’»)")[-1:] in tuple(".!?:…")
