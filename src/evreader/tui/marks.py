"""Where an article's text gets its looks: emphasis, links, quotes, picked sentences and matches, block by block."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypedDict

from evreader.model import Annotations, Block, Quote
from evreader.text import clean_line
from evreader.tui.flow import Insert, Span
from evreader.tui.utterances import Utterance, group, stand_alone

_MARKS_OPEN = frozenset("“„‟\"'‘«»‹›「『")
_MARKS_CLOSE = frozenset("”“\"'’«»‹›」』")


class Looks(TypedDict):
    """What `flow` wants to know of a block."""

    spans: list[Span]
    inserts: list[Insert]


class Marks:
    """The looks of every block, and which utterances and picked sentences have words where."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.looks: list[Looks] = [{"spans": [], "inserts": []} for _ in blocks]
        self.links: list[tuple[str, str]] = []
        self.utterances: list[Utterance] = []
        self.stand_alone: set[int] = set()
        self._quotes: list[list[tuple[int, int, int]]] = [[] for _ in blocks]
        self._ends: list[list[int]] = [[] for _ in blocks]
        self._keys: list[list[int]] = [[] for _ in blocks]

    def utterances_at(self, block: int, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the utterances with words between these characters."""
        quotes = self._quotes[block]
        if not quotes:
            return ()
        numbers: list[int] = []
        for a, _, number in quotes[bisect_left(self._ends[block], start + 1) :]:
            if a >= end:
                break
            if number not in numbers:
                numbers.append(number)
        return tuple(numbers)

    def key_starts(self, block: int, start: int, end: int) -> bool:
        """Whether a sentence evreader picked starts between these characters."""
        return any(start <= key < end for key in self._keys[block])

    def ending_in(self, block: int) -> list[Utterance]:
        """The utterances whose last words are in this block."""
        numbers = dict.fromkeys(number for _, _, number in self._quotes[block])
        return [self.utterances[n] for n in numbers if self.utterances[n].quotes[-1].block == block]

    def goes_on(self, block: int) -> bool:
        """Whether an utterance of this block has further words in the next one, which stands alone too."""
        here = {number for _, _, number in self._quotes[block]}
        return block + 1 in self.stand_alone and any(number in here for _, _, number in self._quotes[block + 1])

    def add_quotes(self, blocks: Sequence[Block], annotations: Annotations) -> None:
        """Group the quotes, and mark their words with the quotation marks around them."""
        self.utterances = group(annotations, blocks)
        quotes: list[list[Quote]] = [[] for _ in blocks]
        for utterance in self.utterances:
            for quote in utterance.quotes:
                quotes[quote.block].append(quote)
                self._quotes[quote.block].append((quote.start, quote.end, utterance.number))
        for index, places in enumerate(self._quotes):
            if not places:
                continue
            places.sort()
            self._ends[index] = [end for _, end, _ in places]
            text = blocks[index].text
            alone = stand_alone(blocks[index], quotes[index])
            if alone:
                self.stand_alone.add(index)
            style = "quote" if alone else "quote.inline"
            for start, end, _ in places:
                a = start - 1 if start and text[start - 1] in _MARKS_OPEN else start
                b = end + 1 if end < len(text) and text[end] in _MARKS_CLOSE else end
                self.looks[index]["spans"].append(Span(a, b, style))

    def add_links(self, blocks: Sequence[Block]) -> None:
        """Underline and number the links; the same address has the same number wherever it comes."""
        numbers: dict[str, int] = {}
        for block, looks in zip(blocks, self.looks, strict=True):
            for emphasis in block.emphasis:
                looks["spans"].append(Span(emphasis.start, emphasis.end, emphasis.style))
            if block.kind in ("table", "image", "code"):
                continue
            for link in block.links:
                address = clean_line(link.url)
                text = block.text[link.start : link.end]
                if not text.strip() or not address.lower().startswith(("http://", "https://")):
                    continue
                if address not in numbers:
                    numbers[address] = len(numbers) + 1
                    self.links.append((clean_line(text), address))
                looks["spans"].append(Span(link.start, link.end, "link"))
                looks["inserts"].append(Insert(link.end, f"[{numbers[address]}]", "link.number"))

    def add_keys(self, annotations: Annotations) -> None:
        """Mark the sentences evreader picked as takeaways at their place."""
        for takeaway in annotations.takeaways:
            if takeaway.origin == "computed" and 0 <= takeaway.block < len(self._keys):
                self._keys[takeaway.block].append(takeaway.start)
                self.looks[takeaway.block]["spans"].append(Span(takeaway.start, takeaway.end, "key"))

    def add_found(self, found: Sequence[tuple[int, int, int]], current: int | None) -> None:
        """Mark what a search in the article found."""
        for number, (block, start, end) in enumerate(found):
            if 0 <= block < len(self.looks):
                self.looks[block]["spans"].append(Span(start, end, "found.current" if number == current else "found"))


def find_marks(
    blocks: Sequence[Block],
    annotations: Annotations,
    found: Sequence[tuple[int, int, int]] = (),
    current: int | None = None,
) -> Marks:
    """The looks of an article's blocks."""
    marks = Marks(blocks)
    marks.add_links(blocks)
    marks.add_keys(annotations)
    marks.add_quotes(blocks, annotations)
    marks.add_found(found, current)
    return marks
