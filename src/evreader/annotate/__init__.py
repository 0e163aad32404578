"""Quotes with their speakers, and takeaways. Pure, standard library only."""

from collections.abc import Sequence

from evreader.annotate.quotes import find_quotes
from evreader.annotate.takeaways import find_takeaways
from evreader.model import Annotations, Block

__all__ = ["ANNOTATOR_VERSION", "annotate", "find_quotes", "find_takeaways"]

ANNOTATOR_VERSION = 1
"""Rises with every change of what is found, so that stored articles are annotated again."""


def annotate(blocks: Sequence[Block], *, title: str = "") -> Annotations:
    """The quotes and takeaways of an article. Never raises; time grows linearly with the text."""
    quotes = find_quotes(blocks, title)
    return Annotations(quotes=quotes, takeaways=find_takeaways(blocks, quotes, title))
