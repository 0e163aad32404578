"""Quotes of an article, each with its speaker."""

import re
from collections.abc import Sequence

from evreader.annotate.marks import find_stretches, lines_of
from evreader.model import Block, Quote

_NAME = r"(?:[A-Z][\w’'.-]*\s){0,4}[A-Z][\w-]+"
_CUE = r"said|says|stated|added|told|wrote|explained|noted|argued|asked|replied|announced|tweeted|posted"
_BEFORE = re.compile(rf"(?P<name>{_NAME}|[Hh]e|[Ss]he|[Tt]hey)\s(?:\w+\s){{0,2}}?(?P<cue>{_CUE})\b[^.!?]{{0,80}}$")
_AFTER = re.compile(
    rf"[\s,]*(?:(?P<cue1>{_CUE})\s(?P<name1>{_NAME}|he|she|they)|(?P<name2>{_NAME}|he|she|they)\s(?P<cue2>{_CUE}))\b"
)


def find_quotes(blocks: Sequence[Block], title: str = "") -> tuple[Quote, ...]:
    """Every stretch of quoted words in `blocks`, in order, with its speaker where the text makes that clear."""
    lines = lines_of(blocks)
    quotes: list[Quote] = []
    for stretch in find_stretches(lines):
        line = lines[stretch.line]
        words = line.text[stretch.start : stretch.end]
        if len(words.split()) < 3:
            continue
        start = line.offset + stretch.start
        mention = cue = None
        mention_start = mention_end = None
        if before := _BEFORE.search(line.text[max(0, stretch.outer_start - 200) : stretch.outer_start]):
            base = max(0, stretch.outer_start - 200)
            mention, cue = before["name"], before["cue"]
            mention_start, mention_end = (base + before.start("name"), base + before.end("name"))
        elif after := _AFTER.match(line.text, stretch.outer_end):
            group = "name1" if after["name1"] else "name2"
            mention, cue = after[group], after["cue1"] or after["cue2"]
            mention_start, mention_end = after.span(group)
        known = mention is not None and mention[0].isupper() and mention not in ("He", "She", "They")
        quotes.append(
            Quote(
                block=line.block,
                start=start,
                end=start + len(words),
                text=words,
                kind="direct" if words[0].isupper() else "mixed",
                speaker=mention if known else None,
                mention=mention,
                mention_block=line.block if mention else None,
                mention_start=None if mention_start is None else line.offset + mention_start,
                mention_end=None if mention_end is None else line.offset + mention_end,
                cue=cue,
                confidence=0.7 if mention else 0.3,
                continues=stretch.continues,
            )
        )
    return tuple(quotes)
