"""Chooses the speaker of each quoted stretch, and which stretches are anybody's words, by learnt weights."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from evreader.annotate.evidence import Candidate, candidates
from evreader.annotate.lexicon import SPEECH_NOUNS
from evreader.annotate.marks import CITATION, Stretch
from evreader.annotate.reader import Reader
from evreader.annotate.relations import UNITS, Mention, is_saying
from evreader.annotate.surroundings import Choice
from evreader.annotate.terms import is_term
from evreader.annotate.weights import WEIGHTS
from evreader.text import count_words

NOBODY_ABOVE = 0.5
"""Probability of being nobody's words above which a stretch is not a quote."""
ATTRIBUTED = 0.97
"""Probability that an attribution line or a label names the speaker."""
NEXT_ABOVE = 0.6
"""Probability above which the speaker of the next paragraph is taken for one that was left open."""
FOREIGN = 0.6
"""Confidence in a quote without speaker in another language."""
FOREIGN_WORDS = 3
ANNOUNCED = 0.75
"""Least probability that a block quote is by whom the line before it gives a verb to."""
PRONOUNS_OF_READERS = frozenset(["i", "we", "you", "it"])
CONTINUED = 0.9
"""Probability that a quote which goes on in a new paragraph has the speaker it had, where nothing says more."""
SCRAP_WORDS = 5
"""Stretches of fewer words are quotes only where their speaker is likely too."""
SCRAP_ABOVE = 0.45
LONGEST_TERM_SHOWN = 80
"""Characters of a stretch that is looked at as a term."""


@dataclass(slots=True)
class Verdict:
    """The most likely speaker of a stretch that is somebody's words."""

    stretch: Stretch
    mention: Mention | None
    probability: float
    """That `mention` (or its being unknown) is right, given that the stretch is somebody's words."""
    somebody: float = 1.0
    """Probability that the stretch is somebody's words."""


def choose(reader: Reader, attributed: Mapping[tuple[int, int], Mention]) -> Iterator[Verdict]:
    """A verdict for every stretch that is a quote, in order.

    `attributed`: mentions that the layout gives, by line and start of the stretch; nothing is weighed there.
    """
    previous: Choice | None = None
    for index, stretch in enumerate(reader.stretches):
        verdict: Verdict | None
        if mention := attributed.get((stretch.line, stretch.start)):
            verdict = Verdict(stretch, mention, ATTRIBUTED)
        elif CITATION.match(reader.lines[stretch.line].text, stretch.outer_end, stretch.outer_end + 200):
            verdict = None
        elif not reader.is_english:
            verdict = _judge_foreign(reader, stretch)
        else:
            verdict = judge(reader, stretch, previous)
            if not stretch.closed and (verdict is None or verdict.probability < CONTINUED):
                verdict = _judge_by_next(reader, index, verdict)
        if verdict is None:
            previous = Choice(stretch, None, True)
            continue
        previous = Choice(stretch, verdict.mention, False)
        yield verdict


def _judge_foreign(reader: Reader, stretch: Stretch) -> Verdict | None:
    """In a language the rules do not know, whatever is longer than a term or a title is a quote of nobody known."""
    text = reader.lines[stretch.line].text[stretch.start : stretch.end]
    return Verdict(stretch, None, FOREIGN) if count_words(text) >= FOREIGN_WORDS else None


def _judge_by_next(reader: Reader, index: int, verdict: Verdict | None) -> Verdict | None:
    """A quote that goes on in the next paragraph, where its speaker is often named first."""
    stretch = reader.stretches[index]
    following = reader.stretches[index + 1] if index + 1 < len(reader.stretches) else None
    if following is None or not following.continues:
        return verdict
    after = judge(reader, following, None)
    if after is None or after.mention is None or after.mention.line != following.line or after.probability < NEXT_ABOVE:
        return verdict or Verdict(stretch, None, NEXT_ABOVE)
    return Verdict(stretch, after.mention, after.probability * CONTINUED)


def judge(reader: Reader, stretch: Stretch, previous: Choice | None) -> Verdict | None:
    """The verdict on one stretch, or None where it is nobody's words."""
    text = reader.lines[stretch.line].text
    if not stretch.continues and _is_term(reader, stretch, text):
        return None
    found = candidates(reader, stretch, previous)
    probabilities = distribution(found, WEIGHTS)
    nobody = probabilities[0]
    goes_on = stretch.continues and previous is not None and not previous.nobody
    if goes_on:
        nobody = 0.0
    elif _is_utterance(text, stretch):
        nobody = min(nobody, NOBODY_ABOVE)
    best = max(range(1, len(found)), key=probabilities.__getitem__, default=0)
    if stretch.style == "block" and not goes_on:
        return _announced(reader, stretch, found, probabilities)
    if nobody > NOBODY_ABOVE or not best:
        return None
    probability = probabilities[best] / max(1e-9, 1.0 - probabilities[0])
    is_clear = found[best].mention is not None and probability >= CONTINUED
    if goes_on and previous is not None and previous.mention is not None and not is_clear:
        return Verdict(stretch, previous.mention, CONTINUED)
    words = len(text[stretch.start : stretch.end].split())
    if words < SCRAP_WORDS and (1.0 - nobody) * probability < SCRAP_ABOVE:
        return None
    return Verdict(stretch, found[best].mention, probability, 1.0 - nobody)


def _is_utterance(text: str, stretch: Stretch) -> bool:
    """Whether a colon leads to a whole sentence between marks, which is somebody's: Hale's verdict: "Never again."."""
    return (
        text[max(0, stretch.outer_start - 3) : stretch.outer_start].rstrip()[-1:] == ":"
        and text[stretch.start].isupper()
        and text[stretch.end - 1] in ".?!"
        and text.count(" ", stretch.start, stretch.end) >= SCRAP_WORDS
    )


def _is_term(reader: Reader, stretch: Stretch, text: str) -> bool:
    if stretch.style == "block" or stretch.end - stretch.start > LONGEST_TERM_SHOWN:
        return False
    tokens = reader.tokens(stretch.line)
    at = bisect_left(tokens.starts, stretch.outer_start)
    return at < len(tokens) and is_term(tokens, at, text[stretch.start : stretch.end])


def _announced(reader: Reader, stretch: Stretch, found: list[Candidate], probabilities: list[float]) -> Verdict | None:
    """A block quote that the line before announces: "Here is Hale's full response:". Any other is an excerpt."""
    if not stretch.line:
        return None
    tokens = reader.tokens(stretch.line - 1)
    if not len(tokens):
        return None
    colon = tokens.texts[-1] == ":"
    last = tokens.sentences[-1]
    fitting = [
        (probability, candidate.mention)
        for probability, candidate in zip(probabilities, found, strict=True)
        if (mention := candidate.mention)
        and mention.line == stretch.line - 1
        and mention.sentence == last
        and (mention.relation in UNITS or (mention.relation == "verb" and colon))
        and mention.head not in PRONOUNS_OF_READERS
    ]
    if fitting:
        probability, mention = max(fitting, key=itemgetter(0))
        return Verdict(stretch, mention, max(probability, ANNOUNCED))
    first = tokens.sentence_starts[last]
    if colon and any(is_saying(tokens, at) or tokens.lowers[at] in SPEECH_NOUNS for at in range(first, len(tokens))):
        return Verdict(stretch, None, ANNOUNCED)
    return None


def distribution(found: list[Candidate], weights: dict[str, float]) -> list[float]:
    """The probability of each candidate: a softmax over the sums of its features' weights."""
    known = weights.get
    scores = [sum(filter(None, map(known, candidate.features))) for candidate in found]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
