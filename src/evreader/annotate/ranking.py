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
TITLE_BONUS = 1.5
"""Added to the log odds of a word that the title holds too. Set by hand: the training data has no titles."""

_TOKEN = re.compile(r"[^\W_]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST_PERSON = word_set("i me my we our us myself ours ich wir uns je nous yo nosotros")
_QUOTATION_MARKS = frozenset('"“”„«»')


class Token(NamedTuple):
    """One word of a sentence."""

    stem: str
    """Folded, cut to six letters so that inflections meet."""
    common: bool
    """Whether it is one of the words that every text is full of."""
    capital: bool
    quoted: bool
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


def tokens(text: str) -> list[Token]:
    """The words of a sentence; a script without spaces between words gives pairs of characters."""
    found: list[Token] = []
    quoted = False
    last = 0
    for match in _TOKEN.finditer(text):
        for mark in text[last : match.start()]:
            if mark in _QUOTATION_MARKS:
                quoted = not quoted
        last = match.end()
        raw = match[0]
        folded = raw.lower() if raw.isascii() else fold(raw)
        if not raw.isascii() and _CJK.search(folded):
            found.extend(
                Token(folded[at : at + 2], False, False, quoted, False, 4) for at in range(max(1, len(folded) - 1))
            )
            continue
        found.append(
            Token(folded[:6], folded in STOPWORDS, raw[0].isupper(), quoted, folded.isdigit(), min(len(folded), 16))
        )
    return found


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
                # uses, sentences, first, last, capitals, quoted, early uses, weight by place, sentence-initial uses
                entry = seen[token.stem] = [0.0, 0.0, at, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
                kinds[token.stem] = token
            entry[0] += 1
            if entry[3] != at:
                entry[1] += 1
                entry[3] = at
            if place == 0:
                entry[8] += 1
            elif token.capital:
                entry[4] += 1
            entry[5] += token.quoted
            entry[6] += at < 5
            entry[7] += inverse
    features: dict[str, tuple[bool, list[float]]] = {}
    log = math.log
    size = log(total / 300)
    for stem, (uses, spread, first, _, capitals, quoted, early, weight, initial) in seen.items():
        token = kinds[stem]
        log_uses = log(uses)
        log_first = log(1 + first)
        if token.common:
            row = [1.0, log_uses, log(uses / total * 100 + 0.01), token.length / 4, log_first]
        else:
            row = [
                1.0, log_uses, log(spread), log_first, float(first == 0), first / count,
                min(1.0, capitals / max(1.0, uses - initial)), quoted / uses, float(token.number), token.length / 8,
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
                # uses, first sentence, capitals, quoted
                entry = seen[pair] = [0.0, at, 0.0, 0.0]
                kinds[pair] = (first, second)
            entry[0] += 1
            entry[2] += first.capital and second.capital
            entry[3] += first.quoted
    features: dict[tuple[str, str], list[float]] = {}
    log = math.log
    for pair, (uses, at, capitals, quoted) in seen.items():
        first, second = kinds[pair]
        before, after = odds[pair[0]], odds[pair[1]]
        content = float(not first.common and not second.common)
        log_uses = log(uses)
        features[pair] = [
            1.0, before, after, min(before, after), before * after, log_uses, log(1 + at), float(at == 0),
            capitals / uses, quoted / uses, float(first.common), float(second.common), content,
            float(first.number or second.number), log_uses * content,
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
    count = len(draft.sentences)
    rows: list[list[float]] = []
    for at, (row, own, vector) in enumerate(zip(draft.tokens, content, vectors, strict=True)):
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
            quoted_shares[at], float(draft.sentences[at][:1] in _QUOTATION_MARKS),
            float(any(token.number for token in row)), float(at == 2), draft.sentences[at].count(",") / 3,
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


def choice_features(draft: Draft, chance: Chances, chosen: Sequence[int], content: list[frozenset[str]]) -> list[float]:
    """Features of several sentences together: what they may share with a summary, and do share with each other."""
    words = frozenset().union(*[draft.words[at] for at in chosen])
    pairs = frozenset().union(*[draft.pairs[at] for at in chosen])
    length = sum(len(draft.tokens[at]) for at in chosen)
    word_sum = sum(map(chance.word.__getitem__, words))
    pair_sum = sum(map(chance.pair.__getitem__, pairs))
    alike = [similarity(content[first], content[second]) for first, second in combinations(chosen, 2)]
    return [
        *(2 * word_sum / (length + expected) for expected in REFERENCE_WORDS),
        *(2 * pair_sum / (length + expected) for expected in REFERENCE_WORDS),
        sum(alike),
        max(alike, default=0.0),
    ]


def content_words(draft: Draft) -> list[frozenset[str]]:
    """The words by which sentences are compared."""
    return [frozenset(token.stem for token in row if not token.common) for row in draft.tokens]


def choose(
    draft: Draft, candidates: Sequence[int], quoted_shares: Sequence[float], count: int, weights: Weights
) -> list[int]:
    """The `count` sentences among `candidates` that together say most, in document order."""
    candidates = [at for at in candidates if at < len(draft.sentences)]
    if len(candidates) <= count:
        return candidates
    chance = chances(draft, weights)
    single = [sum(map(mul, weights.sentence, row)) for row in sentence_features(draft, chance, quoted_shares)]
    content = content_words(draft)

    def worth(chosen: tuple[int, ...]) -> float:
        together = sum(map(mul, weights.choice, choice_features(draft, chance, chosen, content)))
        return sum(single[at] for at in chosen) + together

    alone = {at: worth((at,)) for at in candidates}
    pool = sorted(sorted(candidates, key=lambda at: -alone[at])[:POOL])
    best = max(combinations(pool, min(3, count)), key=worth)
    while len(best) < count:
        rest = [at for at in pool if at not in best]
        if not rest:
            break
        best = max((tuple(sorted((*best, at))) for at in rest), key=worth)
    return list(best)
