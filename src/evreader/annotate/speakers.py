"""Chooses the speaker of each quoted stretch, and which stretches are anybody's words, by learnt weights."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from evreader.annotate.evidence import Candidate, Choice, Reader, candidates
from evreader.annotate.marks import Stretch
from evreader.annotate.mentions import Mention
from evreader.annotate.weights import WEIGHTS

NOBODY_ABOVE = 0.5
"""Probability of being nobody's words above which a stretch is not a quote."""
SCRAP_WORDS = 5
"""Stretches of fewer words are quotes only where their speaker is likely too."""
SCRAP_ABOVE = 0.4


@dataclass(slots=True)
class Verdict:
    """The most likely speaker of a stretch that is somebody's words."""

    stretch: Stretch
    mention: Mention | None
    probability: float
    """That `mention` (or its being unknown) is right, given that the stretch is somebody's words."""


def choose(reader: Reader) -> Iterator[Verdict]:
    """A verdict for every stretch that is a quote, in order."""
    previous: Choice | None = None
    for stretch in reader.stretches:
        verdict = judge(reader, stretch, previous)
        if verdict is None:
            previous = Choice(stretch, None, True)
            continue
        previous = Choice(stretch, verdict.mention, False)
        yield verdict


def judge(reader: Reader, stretch: Stretch, previous: Choice | None) -> Verdict | None:
    """The verdict on one stretch, or None where it is nobody's words."""
    found = candidates(reader, stretch, previous)
    probabilities = distribution(found, WEIGHTS)
    nobody = probabilities[0]
    if stretch.style == "block":
        nobody = 0.0
    best = max(range(1, len(found)), key=probabilities.__getitem__, default=0)
    if nobody > NOBODY_ABOVE or not best:
        return None
    probability = probabilities[best] / max(1e-9, 1.0 - probabilities[0])
    words = len(reader.lines[stretch.line].text[stretch.start : stretch.end].split())
    if words < SCRAP_WORDS and (1.0 - nobody) * probability < SCRAP_ABOVE:
        return None
    return Verdict(stretch, found[best].mention, probability)


def distribution(found: list[Candidate], weights: dict[str, float]) -> list[float]:
    """The probability of each candidate: a softmax over the sums of its features' weights."""
    known = weights.get
    scores = [sum([known(feature, 0.0) for feature in candidate.features]) for candidate in found]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
