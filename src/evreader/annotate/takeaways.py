"""The key points of an article: the author's own where there are any, else the sentences that carry it."""

from collections.abc import Sequence

from evreader.annotate.takeaways_author import find_authors_own
from evreader.annotate.takeaways_computed import pick_sentences
from evreader.model import Block, Quote, Takeaway


def find_takeaways(blocks: Sequence[Block], quotes: Sequence[Quote], title: str = "") -> tuple[Takeaway, ...]:
    """An article's takeaways in document order; empty where it is too short to have any.

    `quotes` are those found in the same blocks: a sentence that is mostly somebody's words is rarely the point.
    """
    return find_authors_own(blocks, title) or pick_sentences(blocks, quotes, title)
