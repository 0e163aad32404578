"""How likely each word, pair of words and sentence of an article is to be in a summary of it.

Three linear models, trained by `evreader.annotate.train`, build on each other. Every word and every pair of
neighbouring words gets a chance of standing in a summary that an editor would write. A set of sentences is then worth
what it holds of these chances for its length, plus what its sentences' own features say. Word importance before
sentence choice follows Hong and Nenkova, "Improving the Estimation of Word Importance for News Multi-Document
Summarization" (EACL 2014).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from operator import mul
from typing import NamedTuple

from evreader.annotate.takeaways_terms import STOPWORDS, word_set
from evreader.text import fold

POOL = 10
"""How many of the best single sentences are tried together: 120 sets of three."""
MOST_SENTENCES = 160
"""Sentences after this many are never chosen, so that the cost of an article is bounded."""
MOST_CHARACTERS = 1200
"""Characters of a sentence that are looked at."""
REFERENCE_WORDS = (20.0, 40.0)
"""Lengths of summary, in words, for which a set's expected overlap is reckoned."""
TITLE_BONUS = 2.0
"""Added to the log odds of a word that the title holds too. Set by hand: the training data has no titles."""

_TOKEN = re.compile(r"[^\W_]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST_PERSON = word_set("i me my we our us myself ours ich wir uns je nous yo nosotros")
_DATES = word_set(
    "monday tuesda wednes thursd friday saturd sunday januar februa march april june july august septem octobe novemb "
    "decemb week month year today"
)
_QUOTATION_MARKS = frozenset('"“”„«»')


class Token(NamedTuple):
    """One word of a sentence."""

    stem: str
    """Folded, cut to six letters so that inflections meet."""
    common: bool
    """Whether it is one of the words that every text is full of."""
    capital: bool
    number: bool
    length: int


class Weights(NamedTuple):
    """What training found."""

    content_word: tuple[float, ...]
    common_word: tuple[float, ...]
    common_words: dict[str, float]
    """Log odds to add for single very frequent words, by stem."""
    pair: tuple[float, ...]
    sentence: tuple[float, ...]
    choice: tuple[float, ...]


@lru_cache(maxsize=16384)
def _token(word: str) -> Token:
    folded = fold(word)
    return Token(folded[:6], folded in STOPWORDS, word[0].isupper(), folded.isdigit(), min(len(folded), 16))


def tokens(text: str) -> list[Token]:
    """The words of a sentence; a script without spaces between words gives pairs of characters."""
    found = _TOKEN.findall(text)
    if text.isascii() or not _CJK.search(text):
        return [_token(word) for word in found]
    return [
        _token(piece)
        for word in found
        for piece in ([word[at : at + 2] for at in range(max(1, len(word) - 1))] if _CJK.search(word) else [word])
    ]


class Draft:
    """An article's sentences with everything that is counted over the whole of it."""

    def __init__(self, sentences: Sequence[str], title: str = "") -> None:
        self.sentences = sentences[:MOST_SENTENCES]
        self.tokens = [tokens(sentence[:MOST_CHARACTERS]) for sentence in self.sentences]
        self.title = {token.stem for token in tokens(title) if not token.common}
        self.words = [frozenset(token.stem for token in row) for row in self.tokens]
        self.pairs = [frozenset((first.stem, second.stem) for first, second in pairwise(row)) for row in self.tokens]


def word_features(draft: Draft) -> dict[str, tuple[bool, list[float]]]:
    """Each word's stem with whether it is a common word, and its features."""
    total = max(1, sum(map(len, draft.tokens)))
    count = max(1, len(draft.tokens))
    seen: dict[str, list[float]] = {}
    kinds: dict[str, Token] = {}
    for at, row in enumerate(draft.tokens):
        inverse = 1.0 / (1 + at)
        for place, token in enumerate(row):
            entry = seen.get(token.stem)
            if entry is None:
                # uses, sentences, first, last, capitals, early uses, weight by place, sentence-initial uses
                entry = seen[token.stem] = [0.0, 0.0, at, -1.0, 0.0, 0.0, 0.0, 0.0]
                kinds[token.stem] = token
            entry[0] += 1
            if entry[3] != at:
                entry[1] += 1
                entry[3] = at
            if place == 0:
                entry[7] += 1
            elif token.capital:
                entry[4] += 1
            entry[5] += at < 5
            entry[6] += inverse
    features: dict[str, tuple[bool, list[float]]] = {}
    log = math.log
    size = log(total / 300)
    for stem, (uses, spread, first, _, capitals, early, weight, initial) in seen.items():
        token = kinds[stem]
        log_uses = log(uses)
        log_first = log(1 + first)
        if token.common:
            row = [1.0, log_uses, log(uses / total * 100 + 0.01), token.length / 4, log_first]
        else:
            row = [
                1.0, log_uses, log(spread), log_first, float(first == 0), first / count,
                min(1.0, capitals / max(1.0, uses - initial)), float(token.number), token.length / 8,
                log(1 + early), weight / 3, log_uses * log_first, size,
            ]  # fmt: skip
        features[stem] = (token.common, row)
    return features


def word_odds(draft: Draft, weights: Weights) -> dict[str, float]:
    """Each word's log odds of standing in a summary."""
    odds: dict[str, float] = {}
    extra = weights.common_words
    for stem, (common, row) in word_features(draft).items():
        if common:
            value = sum(map(mul, weights.common_word, row))
        else:
            value = sum(map(mul, weights.content_word, row))
            if stem in draft.title:
                value += TITLE_BONUS
        odds[stem] = value + extra.get(stem, 0.0)
    return odds


def pair_features(draft: Draft, odds: dict[str, float]) -> dict[tuple[str, str], list[float]]:
    """Each pair of neighbouring words with its features."""
    seen: dict[tuple[str, str], list[float]] = {}
    kinds: dict[tuple[str, str], tuple[Token, Token]] = {}
    for at, row in enumerate(draft.tokens):
        for first, second in pairwise(row):
            pair = (first.stem, second.stem)
            entry = seen.get(pair)
            if entry is None:
                seen[pair] = [1.0, at, first.capital and second.capital]
                kinds[pair] = (first, second)
            else:
                entry[0] += 1
                entry[2] += first.capital and second.capital
    features: dict[tuple[str, str], list[float]] = {}
    places = [math.log(1 + at) for at in range(len(draft.tokens))]
    for pair, (uses, at, capitals) in seen.items():
        first, second = kinds[pair]
        before, after = odds[pair[0]], odds[pair[1]]
        log_uses = math.log(uses) if uses > 1 else 0.0
        features[pair] = [
            1.0, before if before < after else after, log_uses, places[int(at)], at == 0, capitals / uses,
            first.common, second.common, first.number or second.number,
            0.0 if first.common or second.common else log_uses,
        ]  # fmt: skip
    return features


def _chance(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > -30 else 0.0


class Chances(NamedTuple):
    """Chances, 0 to 1, of standing in a summary."""

    word: dict[str, float]
    pair: dict[tuple[str, str], float]


def chances(draft: Draft, weights: Weights) -> Chances:
    """What the word and pair models say about an article."""
    odds = word_odds(draft, weights)
    pair_weights = weights.pair
    return Chances(
        {stem: _chance(value) for stem, value in odds.items()},
        {pair: _chance(sum(map(mul, pair_weights, row))) for pair, row in pair_features(draft, odds).items()},
    )


def sentence_features(draft: Draft, chance: Chances, quoted_shares: Sequence[float]) -> list[list[float]]:
    """Each sentence's features; `quoted_shares` says how much of it stands between quotation marks, 0 to 1."""
    content = [[token.stem for token in row if not token.common and token.length > 1] for row in draft.tokens]
    uses = Counter(stem for row in content for stem in row)
    top = dict(uses.most_common(10))
    top_total = sum(top.values()) or 1
    pair_spread = Counter(pair for row in content for pair in set(pairwise(row)))
    vectors = [_vector(row, uses) for row in content]
    centre: Counter[str] = Counter()
    lead: Counter[str] = Counter()
    for at, vector in enumerate(vectors):
        for stem, value in vector.items():
            centre[stem] += value
            if at < 3:
                lead[stem] += value
    centre_length = math.sqrt(sum(value * value for value in centre.values())) or 1.0
    lead_length = math.sqrt(sum(value * value for value in lead.values())) or 1.0
    named = Counter(token.stem for row in draft.tokens for token in row[1:] if token.capital and not token.common)
    subjects = [stem for stem, _ in named.most_common(3)]
    first = vectors[0] if vectors else {}
    count = len(draft.sentences)
    rows: list[list[float]] = []
    for at, (row, own, vector) in enumerate(zip(draft.tokens, content, vectors, strict=True)):
        text = draft.sentences[at]
        length = len(row) or 1
        kinds = set(own)
        pairs = set(pairwise(own))
        word_sum = sum(chance.word[stem] for stem in draft.words[at])
        pair_sum = sum(chance.pair[pair] for pair in draft.pairs[at])
        rows.append([
            math.log(1 + at), math.exp(-at / 3), at / count,
            length / 20, max(0, length - 25) / 20, max(0, 8 - length) / 8,
            sum(uses[stem] > 1 for stem in kinds) / (len(kinds) or 1),
            sum(value * centre[stem] for stem, value in vector.items()) / centre_length,
            sum(top.get(stem, 0) for stem in kinds) / top_total,
            sum(pair_spread[pair] > 1 for pair in pairs) / 3,
            sum(value * lead[stem] for stem, value in vector.items()) / lead_length if at > 2 else 0.0,
            float(any(token.stem in _FIRST_PERSON for token in row)),
            quoted_shares[at], float(text[:1] in _QUOTATION_MARKS), float(quoted_shares[at] > 0), float(":" in text),
            float(any(token.number for token in row)), float(not _DATES.isdisjoint(draft.words[at])),
            float(at == 0), float(at == 1), float(at == 2), float(at >= count - 2), text.count(",") / 3,
            sum(stem in draft.words[at] for stem in subjects) / 3,
            sum(value * first.get(stem, 0.0) for stem, value in vector.items()) if at else 0.0,
            sum(math.log(uses[stem]) for stem in own) / (len(own) or 1),
            word_sum / (length + 8), pair_sum / (length + 8), word_sum / 5, pair_sum / 2,
        ])  # fmt: skip
    return rows


def _vector(stems: list[str], uses: Counter[str]) -> dict[str, float]:
    """A sentence's words, weighted by how often it and the article use them, scaled to length 1."""
    values = {stem: (1 + math.log(n)) * math.log(1 + uses[stem]) for stem, n in Counter(stems).items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {stem: value / length for stem, value in values.items()}


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """How alike two sentences are by the words they share, 0 to 1."""
    return len(first & second) / math.sqrt(len(first) * len(second)) if first and second else 0.0


class Choices:
    """What sentences of an article are worth together.

    The words of several sentences are counted once each: by inclusion and exclusion over what pairs share, so that
    hundreds of choices cost little more than the pairs among them.
    """

    def __init__(self, draft: Draft, chance: Chances) -> None:
        self._chance = chance
        self._lengths = [len(row) for row in draft.tokens]
        self._words = draft.words
        self._pairs = draft.pairs
        self._content = [frozenset(token.stem for token in row if not token.common) for row in draft.tokens]
        self._word_sums = [sum(map(chance.word.__getitem__, words)) for words in draft.words]
        self._pair_sums = [sum(map(chance.pair.__getitem__, pairs)) for pairs in draft.pairs]
        self._between: dict[tuple[int, int], _Shared] = {}

    def features(self, chosen: tuple[int, ...]) -> list[float]:
        """What two or three or more sentences, or one, may share with a summary, and do share with each other."""
        if len(chosen) > 3:
            return self._of_many(chosen)
        word_sum = sum(self._word_sums[at] for at in chosen)
        pair_sum = sum(self._pair_sums[at] for at in chosen)
        total = closest = 0.0
        for first, second in combinations(chosen, 2):
            shared = self._shared(first, second)
            word_sum -= shared.word_sum
            pair_sum -= shared.pair_sum
            total += shared.alike
            closest = max(closest, shared.alike)
        if len(chosen) == 3:
            shared = self._shared(chosen[0], chosen[1])
            word_sum += sum(map(self._chance.word.__getitem__, shared.words & self._words[chosen[2]]))
            pair_sum += sum(map(self._chance.pair.__getitem__, shared.pairs & self._pairs[chosen[2]]))
        return self._row(chosen, word_sum, pair_sum, total, closest)

    def _of_many(self, chosen: tuple[int, ...]) -> list[float]:
        words = frozenset().union(*[self._words[at] for at in chosen])
        pairs = frozenset[tuple[str, str]]().union(*[self._pairs[at] for at in chosen])
        alike = [self._shared(first, second).alike for first, second in combinations(chosen, 2)]
        word_sum = sum(map(self._chance.word.__getitem__, words))
        pair_sum = sum(map(self._chance.pair.__getitem__, pairs))
        return self._row(chosen, word_sum, pair_sum, sum(alike), max(alike))

    def _row(self, chosen: tuple[int, ...], words: float, pairs: float, alike: float, closest: float) -> list[float]:
        length = sum(self._lengths[at] for at in chosen)
        return [
            *(2 * words / (length + expected) for expected in REFERENCE_WORDS),
            *(2 * pairs / (length + expected) for expected in REFERENCE_WORDS),
            alike,
            closest,
        ]

    def _shared(self, first: int, second: int) -> "_Shared":
        found = self._between.get((first, second))
        if found is None:
            words = self._words[first] & self._words[second]
            pairs = self._pairs[first] & self._pairs[second]
            found = self._between[first, second] = _Shared(
                words,
                pairs,
                sum(map(self._chance.word.__getitem__, words)),
                sum(map(self._chance.pair.__getitem__, pairs)),
                similarity(self._content[first], self._content[second]),
            )
        return found


class _Shared(NamedTuple):
    """What two sentences have in common."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    word_sum: float
    pair_sum: float
    alike: float


def choose(
    draft: Draft, candidates: Sequence[int], quoted_shares: Sequence[float], count: int, weights: Weights
) -> list[int]:
    """The `count` sentences among `candidates` that together say most, in document order."""
    candidates = [at for at in candidates if at < len(draft.sentences)]
    if len(candidates) <= count:
        return candidates
    chance = chances(draft, weights)
    single = [sum(map(mul, weights.sentence, row)) for row in sentence_features(draft, chance, quoted_shares)]
    choices = Choices(draft, chance)

    def worth(chosen: tuple[int, ...]) -> float:
        return sum([single[at] for at in chosen]) + sum(map(mul, weights.choice, choices.features(chosen)))

    pool = sorted(sorted(candidates, key=lambda at: -worth((at,)))[:POOL])
    best = max(combinations(pool, min(3, count)), key=worth)
    while len(best) < count:
        rest = [at for at in pool if at not in best]
        if not rest:
            break
        best = max((tuple(sorted((*best, at))) for at in rest), key=worth)
    return list(best)
