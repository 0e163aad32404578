"""The sentences that carry an article whose author gave no key points."""

import re
from collections.abc import Sequence

from evreader.annotate.ranking import MOST_SENTENCES, Draft, choose
from evreader.annotate.ranking_weights import WEIGHTS
from evreader.annotate.takeaways_junk import is_junk_sentence
from evreader.model import Block, Quote, Takeaway
from evreader.text import count_words, sentences

LEAST_WORDS = 120
LEAST_SENTENCES = 5
"""Shorter articles are their own summary."""
LONG_ARTICLES = ((2500, 5), (1500, 4), (0, 3))
"""How many sentences from how many words on."""

# "DETROIT, Nov. 3 (Reuters) - ": where and by which agency, before the first sentence.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/ -]{2,40}(?:, ?[A-Z][\w. ]{1,24}){0,2} ?(?:\([A-Z][\w ./]{1,30}\) ?)?|\([A-Z][\w ./]{1,30}\) ?)"
    r"(?:--|[—–-]) ?(?=[\"“‘A-Z\d])"
)
# "It arrived last week.": what it speaks of stands in the sentence before, while "It is the first …" often stands for
# itself. "We had promised a walk.": the author speaks of the author.
_CONTINUES = re.compile(
    r"It (?!(?:is|was|isn['’]t|wasn['’]t|has|had|will|would|can|could|may|might|does|did|also|now|remains|seems|"
    r"appears)\b)|"
    r"(?:I|We|My|Our|Ours)[ '’]"
)
_SHARE_MARKS = re.compile('["“”„«»]')


def pick_sentences(blocks: Sequence[Block], quotes: Sequence[Quote], title: str = "") -> tuple[Takeaway, ...]:
    """Three whole sentences (up to five from a long article), in document order; none from one too short to need it."""
    places: list[tuple[int, int, int]] = []
    words = 0
    for at, block in enumerate(blocks):
        if block.kind != "paragraph" or block.role:
            continue
        words += count_words(block.text)
        if len(places) < MOST_SENTENCES:
            places += [(at, _after_dateline(block.text, start, end), end) for start, end in sentences(block.text)]
    places = places[:MOST_SENTENCES]
    if words < LEAST_WORDS or len(places) < LEAST_SENTENCES:
        return ()
    texts = [blocks[at].text[start:end] for at, start, end in places]
    spoken: dict[int, list[tuple[int, int]]] = {}
    for quote in quotes:
        spoken.setdefault(quote.block, []).append((quote.start, quote.end))
    shares = [
        max(marked_share(text), _covered_share(spoken.get(at, ()), start, end))
        for text, (at, start, end) in zip(texts, places, strict=True)
    ]
    count = next(most for least, most in LONG_ARTICLES if words >= least)
    return tuple(
        Takeaway(
            text=texts[index], block=places[index][0], start=places[index][1], end=places[index][2], origin="computed"
        )
        for index in choose(Draft(texts, title), lambda index: is_candidate(texts[index]), shares, count, WEIGHTS)
    )


def is_candidate(sentence: str) -> bool:
    """Whether a sentence can stand alone: whole, a statement, and the story's."""
    if not sentence or sentence.rstrip("\"'”’»)").endswith(("?", ":", "？", "：", ",", ";")):
        return False
    if not sentence.endswith((".", "!", "…", '"', "'", "”", "’", "»", ")", "]", "。", "！", "」", "』", "।")):
        return False
    if sentence[0].islower() or not 5 <= count_words(sentence) <= 60:
        return False
    return _CONTINUES.match(sentence) is None and not is_junk_sentence(sentence)


def marked_share(sentence: str) -> float:
    """How much of a sentence stands between quotation marks, 0 to 1."""
    pieces = _SHARE_MARKS.split(sentence)
    return sum(map(len, pieces[1::2])) / max(1, len(sentence))


def _covered_share(spans: Sequence[tuple[int, int]], start: int, end: int) -> float:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans) / max(1, end - start)


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where the sentence begins when the place and agency before it are left out."""
    dateline = _DATELINE.match(text, start, min(end, start + 120))
    return dateline.end() if dateline and dateline.end() < end else start
