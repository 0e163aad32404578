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
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, combinations, compress, islice, pairwise
from operator import and_, mul
from typing import NamedTuple, TypeVar

from evreader.annotate.stems import stem
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
_FIRST_PERSON = frozenset(
    map(stem, word_set("i me my we our us myself ourselves ours ich wir uns je nous yo nosotros"))
)
_DATES = frozenset(
    map(
        stem,
        word_set(
            "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
            "september october november december week month year today"
        ),
    )
)
_QUOTATION_MARKS = frozenset('"“”„«»')


class Token(NamedTuple):
    """One word of a sentence."""

    stem: str
    """Folded and without its inflection."""
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
    return Token(stem(folded), folded in STOPWORDS, word[0].isupper(), folded.isdigit(), min(len(folded), 16))


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


Pair = tuple[str, str]
"""The stems of two neighbouring words."""
Key = TypeVar("Key", str, Pair)


class Draft:
    """An article's sentences with everything that is counted over the whole of it."""

    def __init__(self, sentences: Sequence[str], title: str = "") -> None:
        self.sentences = sentences[:MOST_SENTENCES]
        self.tokens = [tokens(sentence[:MOST_CHARACTERS]) for sentence in self.sentences]
        self.title = {token.stem for token in tokens(title) if not token.common}
        self.stems = [[token.stem for token in row] for row in self.tokens]
        self.content = [[token.stem for token in row if not token.common] for row in self.tokens]
        self.capitals = [[token.capital for token in row] for row in self.tokens]
        self.kinds = {token.stem: token for row in reversed(self.tokens) for token in reversed(row)}
        """Each word as it stands first."""
        self.words = [frozenset(row) for row in self.stems]
        self.neighbours = [list(pairwise(row)) for row in self.stems]
        self.pairs = [frozenset(row) for row in self.neighbours]


def word_features(draft: Draft) -> dict[str, tuple[bool, list[float]]]:
    """Each word's stem with whether it is a common word, and its features."""
    log = math.log
    count = max(1, len(draft.stems))
    uses_of = Counter(chain.from_iterable(draft.stems))
    spread_of = Counter(chain.from_iterable(draft.words))
    early_of = Counter(chain.from_iterable(draft.stems[:5]))
    initial_of = Counter(row[0] for row in draft.stems if row)
    capitals_of = Counter(
        chain.from_iterable(
            compress(row[1:], capitals[1:]) for row, capitals in zip(draft.stems, draft.capitals, strict=True)
        )
    )
    first_of: dict[str, int] = {}
    weight_of = dict.fromkeys(uses_of, 0.0)
    for at, row in enumerate(draft.stems):
        inverse = 1.0 / (1 + at)
        for stemmed in row:
            weight_of[stemmed] += inverse
    for at in reversed(range(len(draft.words))):
        first_of.update(dict.fromkeys(draft.words[at], at))
    total = max(1, uses_of.total())
    size = log(total / 300)
    features: dict[str, tuple[bool, list[float]]] = {}
    for stemmed, token in draft.kinds.items():
        uses = uses_of[stemmed]
        first = first_of[stemmed]
        log_uses = log(uses)
        log_first = log(1 + first)
        if token.common:
            row_of = [1.0, log_uses, log(uses / total * 100 + 0.01), token.length / 4, log_first]
        else:
            row_of = [
                1.0, log_uses, log(spread_of[stemmed]), log_first, float(first == 0), first / count,
                min(1.0, capitals_of[stemmed] / max(1.0, uses - initial_of[stemmed])), float(token.number),
                token.length / 8, log(1 + early_of[stemmed]), weight_of[stemmed] / 3, log_uses * log_first, size,
            ]  # fmt: skip
        features[stemmed] = (token.common, row_of)
    return features


def word_odds(draft: Draft, weights: Weights) -> dict[str, float]:
    """Each word's log odds of standing in a summary."""
    odds: dict[str, float] = {}
    extra = weights.common_words
    for stemmed, (common, row) in word_features(draft).items():
        if common:
            value = sum(map(mul, weights.common_word, row))
        else:
            value = sum(map(mul, weights.content_word, row))
            if stemmed in draft.title:
                value += TITLE_BONUS
        odds[stemmed] = value + extra.get(stemmed, 0.0)
    return odds


class PairUse(NamedTuple):
    """What is counted of two neighbouring words: few values, so that most pairs of an article share theirs."""

    uses: int
    first: int
    """The sentence they stand in first."""
    capitals: int
    """Uses with both in capitals."""
    common_before: bool
    common_after: bool
    number: bool

    def features(self, least: float) -> list[float]:
        """`least` is the lower of the two words' log odds."""
        log_uses = math.log(self.uses)
        return [
            1.0, least, log_uses, math.log(1 + self.first), self.first == 0, self.capitals / self.uses,
            self.common_before, self.common_after, self.number,
            0.0 if self.common_before or self.common_after else log_uses,
        ]  # fmt: skip


def pair_uses(draft: Draft) -> dict[Pair, PairUse]:
    """Each pair of neighbouring words."""
    first_of: dict[Pair, int] = {}
    for at in reversed(range(len(draft.pairs))):
        first_of.update(dict.fromkeys(draft.pairs[at], at))
    capitals_of = Counter(
        chain.from_iterable(
            compress(row, map(and_, capitals, capitals[1:]))
            for row, capitals in zip(draft.neighbours, draft.capitals, strict=True)
        )
    )
    kinds = {stemmed: (token.common, token.number) for stemmed, token in draft.kinds.items()}
    found: dict[Pair, PairUse] = {}
    known: dict[tuple[int, int, int, tuple[bool, bool], tuple[bool, bool]], PairUse] = {}
    for pair, uses in Counter(chain.from_iterable(draft.neighbours)).items():
        key = (uses, first_of[pair], capitals_of.get(pair, 0), kinds[pair[0]], kinds[pair[1]])
        use = known.get(key)
        if use is None:
            (common_before, number_before), (common_after, number_after) = key[3:]
            use = known[key] = PairUse(*key[:3], common_before, common_after, number_before or number_after)
        found[pair] = use
    return found


class Chances(NamedTuple):
    """Chances, 0 to 1, of standing in a summary."""

    word: dict[str, float]
    pair: dict[Pair, float]


def chances(draft: Draft, weights: Weights) -> Chances:
    """What the word and pair models say about an article."""
    odds = word_odds(draft, weights)
    of_least = weights.pair[1] if weights.pair else 0.0
    of_use: dict[PairUse, float] = {}
    log_odds_of: dict[Pair, float] = {}
    for pair, use in pair_uses(draft).items():
        value = of_use.get(use)
        if value is None:
            value = of_use[use] = sum(map(mul, weights.pair, use.features(0.0)))
        before, after = odds[pair[0]], odds[pair[1]]
        log_odds_of[pair] = value + of_least * (before if before < after else after)
    return Chances(_probabilities(odds), _probabilities(log_odds_of))


def _probabilities(log_odds: dict[Key, float]) -> dict[Key, float]:
    exp = math.exp
    return {key: 1.0 / (1.0 + exp(-value)) if value > -30 else 0.0 for key, value in log_odds.items()}


def sentence_features(draft: Draft, chance: Chances, quoted_shares: Sequence[float]) -> list[list[float]]:
    """Each sentence's features; `quoted_shares` says how much of it stands between quotation marks, 0 to 1."""
    content = [[stemmed for stemmed in row if len(stemmed) > 1] for row in draft.content]
    uses = Counter(chain.from_iterable(content))
    repeated = {stemmed for stemmed, n in uses.items() if n > 1}
    log_uses = {stemmed: math.log(n) for stemmed, n in uses.items()}
    weight = {stemmed: math.log(1 + n) for stemmed, n in uses.items()}
    top = dict(uses.most_common(10))
    top_total = sum(top.values()) or 1
    content_pairs = [set(pairwise(row)) for row in content]
    repeated_pairs = {pair for pair, n in Counter(chain.from_iterable(content_pairs)).items() if n > 1}
    vectors = [_vector(row, weight) for row in content]
    centre, lead = _sum(vectors), _sum(vectors[:3])
    named = Counter(
        stemmed
        for row, capitals in zip(draft.stems, draft.capitals, strict=True)
        for stemmed in compress(row[1:], capitals[1:])
        if not draft.kinds[stemmed].common
    )
    subjects = frozenset(stemmed for stemmed, _ in named.most_common(3))
    numbers = frozenset(stemmed for stemmed, token in draft.kinds.items() if token.number)
    first = vectors[0] if vectors else {}
    count = len(draft.sentences)
    rows: list[list[float]] = []
    for at, (own, vector) in enumerate(zip(content, vectors, strict=True)):
        text = draft.sentences[at]
        words = draft.words[at]
        length = len(draft.stems[at]) or 1
        word_sum = sum(map(chance.word.__getitem__, words))
        pair_sum = sum(map(chance.pair.__getitem__, draft.pairs[at]))
        rows.append([
            math.log(1 + at), math.exp(-at / 3), at / count,
            length / 20, max(0, length - 25) / 20, max(0, 8 - length) / 8,
            len(repeated.intersection(vector)) / (len(vector) or 1),
            _product(vector, centre), sum([top[stemmed] for stemmed in top.keys() & vector.keys()]) / top_total,
            len(repeated_pairs & content_pairs[at]) / 3,
            _product(vector, lead) if at > 2 else 0.0,
            float(not _FIRST_PERSON.isdisjoint(words)),
            quoted_shares[at], float(text[:1] in _QUOTATION_MARKS), float(quoted_shares[at] > 0), float(":" in text),
            float(not numbers.isdisjoint(words)), float(not _DATES.isdisjoint(words)),
            float(at == 0), float(at == 1), float(at == 2), float(at >= count - 2), text.count(",") / 3,
            len(subjects & words) / 3,
            _product(vector, first) if at else 0.0,
            sum(map(log_uses.__getitem__, own)) / (len(own) or 1),
            word_sum / (length + 8), pair_sum / (length + 8), word_sum / 5, pair_sum / 2,
        ])  # fmt: skip
    return rows


def _vector(stems: list[str], weight: dict[str, float]) -> dict[str, float]:
    """A sentence's words, weighted by how often it and the article use them, scaled to length 1."""
    values = {stemmed: weight[stemmed] for stemmed in stems}
    if len(values) < len(stems):
        for stemmed, n in Counter(stems).items():
            values[stemmed] *= 1 + math.log(n)
    length = math.hypot(*values.values()) or 1.0
    return {stemmed: value / length for stemmed, value in values.items()}


def _sum(vectors: Sequence[dict[str, float]]) -> dict[str, float]:
    """The vectors' sum, scaled to length 1."""
    total: dict[str, float] = {}
    for vector in vectors:
        for stemmed, value in vector.items():
            total[stemmed] = total.get(stemmed, 0.0) + value
    length = math.hypot(*total.values()) or 1.0
    return {stemmed: value / length for stemmed, value in total.items()}


def _product(vector: dict[str, float], other: dict[str, float]) -> float:
    return sum([value * other[stemmed] for stemmed, value in vector.items() if stemmed in other])


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
        self._content = [frozenset(row) for row in draft.content]
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
        pairs = frozenset[Pair]().union(*[self._pairs[at] for at in chosen])
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
    pairs: frozenset[Pair]
    word_sum: float
    pair_sum: float
    alike: float


def choose(
    draft: Draft, usable: Callable[[int], bool], quoted_shares: Sequence[float], count: int, weights: Weights
) -> list[int]:
    """The `count` sentences that together say most, in document order; `usable` is asked about the best ones only."""
    chance = chances(draft, weights)
    single: list[float] = [
        sum(map(mul, weights.sentence, row)) for row in sentence_features(draft, chance, quoted_shares)
    ]
    choices = Choices(draft, chance)

    def worth(chosen: tuple[int, ...]) -> float:
        value: float = sum(map(mul, weights.choice, choices.features(chosen)))
        for at in chosen:
            value += single[at]
        return value

    by_worth = sorted(range(len(single)), key=lambda at: -worth((at,)))
    pool = sorted(islice(filter(usable, by_worth), POOL))
    if len(pool) <= count:
        return pool
    best = max(combinations(pool, min(3, count)), key=worth)
    while len(best) < count:
        rest = [at for at in pool if at not in best]
        if not rest:
            break
        best = max((tuple(sorted((*best, at))) for at in rest), key=worth)
    return list(best)
