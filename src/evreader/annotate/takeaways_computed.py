"""The sentences that carry an article whose author gave no key points."""

from collections.abc import Sequence

from evreader.annotate.takeaways_junk import is_junk_sentence
from evreader.model import Block, Quote, Takeaway
from evreader.text import count_words, sentences

LEAST_WORDS = 120
LEAST_SENTENCES = 5
"""Shorter articles are their own summary."""


def pick_sentences(blocks: Sequence[Block], quotes: Sequence[Quote], title: str = "") -> tuple[Takeaway, ...]:
    """The leading sentences."""
    found = [
        Takeaway(text=block.text[start:end], block=at, start=start, end=end, origin="computed")
        for at, block in enumerate(blocks)
        if block.kind == "paragraph"
        for start, end in sentences(block.text)
        if not is_junk_sentence(block.text[start:end])
    ]
    if len(found) < LEAST_SENTENCES or sum(count_words(t.text) for t in found) < LEAST_WORDS:
        return ()
    return tuple(found[:3])
