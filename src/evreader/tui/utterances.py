"""Quotes as the screen counts them: a quote and the pieces that continue it are one utterance."""

from collections.abc import Sequence
from typing import NamedTuple

from evreader.model import Annotations, Block, Quote

_OWN = frozenset("“”„‟\"'‘’«»‹›「」『』 \n\t,.;:!?—–-…")


class Utterance(NamedTuple):
    """What one person says in one go."""

    number: int
    """From 0, in the order of the article."""
    quotes: tuple[Quote, ...]

    @property
    def speaker(self) -> str | None:
        """The speaker's name, where the text makes it clear."""
        return next((quote.speaker for quote in self.quotes if quote.speaker), None)

    @property
    def role(self) -> str | None:
        """Who the speaker is, in the article's words."""
        return next((quote.role for quote in self.quotes if quote.role), None)

    @property
    def attribution(self) -> str:
        """Name and role as one text; empty where nobody is named."""
        return ", ".join(part for part in (self.speaker, self.role) if part)

    @property
    def words(self) -> str:
        """The quoted words; pieces are joined by a space."""
        return " ".join(quote.text.strip() for quote in self.quotes)


def group(annotations: Annotations, blocks: Sequence[Block]) -> list[Utterance]:
    """The article's utterances in order. Quotes whose span lies outside the article are left out."""
    pieces: list[list[Quote]] = []
    for quote in annotations.quotes:
        if not (0 <= quote.block < len(blocks) and 0 <= quote.start < quote.end <= len(blocks[quote.block].text)):
            continue
        if quote.continues and pieces:
            pieces[-1].append(quote)
        else:
            pieces.append([quote])
    return [Utterance(number, tuple(quotes)) for number, quotes in enumerate(pieces)]


def stand_alone(block: Block, quotes: Sequence[Quote]) -> bool:
    """Whether a paragraph is (almost) only quotes of one speaker and the words that attribute them."""
    if not quotes:
        return False
    if block.kind == "quote":
        return True
    if block.kind != "paragraph" or len({quote.speaker for quote in quotes}) > 1:
        return False
    if not any(quote.kind == "direct" for quote in quotes):
        return False
    outside: list[str] = []
    at = 0
    for quote in sorted(quotes, key=lambda quote: quote.start):
        outside.append(block.text[at : max(quote.start, at)])
        at = max(quote.end, at)
    outside.append(block.text[at:])
    rest = [word for word in " ".join(outside).split() if not all(c in _OWN for c in word)]
    quoted = sum(len(quote.text.split()) for quote in quotes)
    return len(rest) <= 6 or quoted >= 2 * len(rest)
