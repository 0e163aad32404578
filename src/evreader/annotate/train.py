"""Train the weights of `ranking`: python -m evreader.annotate.train DATA.jsonl[.gz] [--folds N] [--write FILE]

DATA has one JSON object a line: {"text": an article, "takeaways": [what its editor wrote as its key points]}. With
--folds the figures printed are cross-validated: each article is judged by weights that were trained without it.
Needs the standard library only; a few hundred articles take a few minutes.

Words and pairs of words are labelled by whether the editor's points hold them (logistic regression). The weights
of sentences and choices then come from minimum risk training: over many possible choices of three sentences an
article, the expected ROUGE-1 plus ROUGE-2 of a choice drawn in proportion to exp(worth) is made as large as possible
(Shen et al., "Minimum Risk Training", ACL 2016).
"""

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, pairwise
from operator import mul
from pathlib import Path
from typing import NamedTuple

from evreader.annotate import ranking
from evreader.annotate.takeaways_computed import is_candidate, marked_share
from evreader.text import sentences

COMMON_WORDS = 90
"""How many of the most frequent words get a weight of their own."""
SETS = 400
"""How many choices of three sentences are drawn from each article."""
TEMPERATURE = 0.3
"""A choice is drawn in proportion to exp(worth / TEMPERATURE)."""


class Example(NamedTuple):
    """One article with what its editor wrote about it."""

    draft: ranking.Draft
    usable: frozenset[int]
    """The sentences that may be chosen."""
    quoted: list[float]
    points: list[list[str]]
    """The stems of each of the editor's points."""
    rewards: dict[tuple[int, ...], float]
    """What choices have been found to be worth: several folds ask for the same ones."""


def read_examples(path: Path) -> list[Example]:
    """The articles of a file that have at least five sentences."""
    examples = []
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as lines:
        for line in lines:
            record = json.loads(line)
            texts = [record["text"][start:end] for start, end in sentences(record["text"])]
            draft = ranking.Draft(texts)
            texts = list(draft.sentences)
            usable = frozenset(at for at, text in enumerate(texts) if is_candidate(text))
            points = [[token.stem for token in ranking.tokens(point)] for point in record["takeaways"]]
            if len(texts) >= 5 and any(points):
                examples.append(Example(draft, usable, [marked_share(text) for text in texts], points, {}))
    return examples


def overlap(chosen: Sequence[str], points: Sequence[str]) -> tuple[float, float]:
    """ROUGE-1 and ROUGE-2 F1 of two texts as lists of stems."""
    scores = []
    for size in (1, 2):
        mine = Counter(zip(*(chosen[at:] for at in range(size)), strict=False))
        theirs = Counter(zip(*(points[at:] for at in range(size)), strict=False))
        scores.append(2 * (mine & theirs).total() / max(1, mine.total() + theirs.total()))
    return scores[0], scores[1]


def reward(example: Example, chosen: tuple[int, ...]) -> float:
    """ROUGE-1 plus ROUGE-2 of a choice of sentences."""
    known = example.rewards.get(chosen)
    if known is None:
        stems = example.draft.stems
        known = sum(overlap([stem for at in chosen for stem in stems[at]], list(chain.from_iterable(example.points))))
        example.rewards[chosen] = known
    return known


def common_words(first: Sequence[str], second: Sequence[str]) -> list[int]:
    """Where in `first` the words of a longest common subsequence of both stand."""
    lengths = [[0] * (len(second) + 1)]
    for word in first:
        above = lengths[-1]
        row = [0]
        for at, other in enumerate(second):
            row.append(above[at] + 1 if word == other else max(above[at + 1], row[at]))
        lengths.append(row)
    places = []
    at, beside = len(first), len(second)
    while at and beside:
        if first[at - 1] == second[beside - 1]:
            at, beside = at - 1, beside - 1
            places.append(at)
        elif lengths[at][beside - 1] > lengths[at - 1][beside]:
            beside -= 1
        else:
            at -= 1
    return places


def summary_overlap(chosen: Sequence[Sequence[str]], points: Sequence[Sequence[str]]) -> float:
    """ROUGE-Lsum F1: for each point the words that a longest common subsequence with any sentence holds."""
    mine, theirs = (Counter(chain.from_iterable(rows)) for rows in (chosen, points))
    size = mine.total() + theirs.total()
    hits = 0
    for point in points:
        for at in {at for sentence in chosen for at in common_words(point, sentence)}:
            word = point[at]
            if mine[word] > 0 and theirs[word] > 0:
                hits += 1
                mine[word] -= 1
                theirs[word] -= 1
    return 2 * hits / max(1, size)


def redundancy(chosen: Sequence[Sequence[str]]) -> float:
    """How alike each chosen sentence is to that of the others which is most like it (ROUGE-L), on average."""
    if len(chosen) < 2:
        return 0.0
    alike = [0.0] * len(chosen)
    for (first, one), (second, other) in combinations(enumerate(chosen), 2):
        shared = 2 * len(common_words(one, other)) / max(1, len(one) + len(other))
        alike[first] = max(alike[first], shared)
        alike[second] = max(alike[second], shared)
    return sum(alike) / len(alike)


Row = tuple[list[float], str, float]
"""Features, the key of one more weight or "", and the label."""


def logistic(
    rows: list[Row], keys: frozenset[str], *, rounds: int, seed: int = 0
) -> tuple[list[float], dict[str, float]]:
    """Weights of a logistic regression by stochastic gradient (AdaGrad) with weight decay."""
    size = len(rows[0][0])
    means = [sum(row[0][at] for row in rows) / len(rows) for at in range(size)]
    scale = [math.sqrt(sum((row[0][at] - means[at]) ** 2 for row in rows) / len(rows)) or 1.0 for at in range(size)]
    weights = [0.0] * size
    squares = [1e-3] * size
    extra = dict.fromkeys(keys, 0.0)
    extra_squares = dict.fromkeys(keys, 1e-2)
    order = list(range(len(rows)))
    shuffle = random.Random(seed)
    bias, bias_square = -2.0, 1e-3
    scaled = [
        [(value - mean) / spread for value, mean, spread in zip(row[0], means, scale, strict=True)] for row in rows
    ]
    for turn in range(rounds):
        shuffle.shuffle(order)
        rate = 0.15 * (1 - turn / rounds)
        for index in order:
            features = scaled[index]
            _, key, label = rows[index]
            value = bias + sum(map(mul, weights, features)) + extra.get(key, 0.0)
            error = label - 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
            bias_square += error * error
            bias += rate * error / math.sqrt(bias_square)
            for at, feature in enumerate(features):
                if feature:
                    gradient = error * feature
                    squares[at] += gradient * gradient
                    weights[at] += rate * gradient / math.sqrt(squares[at])
            if key in extra:
                gradient = error - 0.002 * extra[key]
                extra_squares[key] += gradient * gradient
                extra[key] += rate * gradient / math.sqrt(extra_squares[key])
    # The first feature is the constant 1, which takes the bias and what centring the others moved.
    plain = [weight / spread for weight, spread in zip(weights, scale, strict=True)]
    plain[0] = bias - sum(weight * mean for weight, mean in list(zip(plain, means, strict=True))[1:])
    return plain, extra


def train_words(examples: Sequence[Example], rounds: int = 6) -> ranking.Weights:
    """Weights with the word and pair models filled in."""
    frequent = Counter(stem for example in examples for stem in frozenset().union(*example.draft.words))
    keys = frozenset(stem for stem, _ in frequent.most_common(COMMON_WORDS))
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for example in examples:
        points = set(chain.from_iterable(example.points))
        for stem, (common, features) in ranking.word_features(example.draft).items():
            rows[common].append((features, stem if stem in keys else "", float(stem in points)))
    content, content_extra = logistic(rows[False], keys, rounds=rounds)
    common_weights, common_extra = logistic(rows[True], keys, rounds=rounds)
    extra = {stem: content_extra[stem] + common_extra[stem] for stem in sorted(keys)}
    weights = ranking.Weights(tuple(content), tuple(common_weights), extra, (), (), ())
    pair_rows: list[Row] = []
    for example in examples:
        points_pairs = {pair for point in example.points for pair in pairwise(point)}
        odds = ranking.word_odds(example.draft, weights)
        for pair, use in ranking.pair_uses(example.draft).items():
            features = use.features(min(odds[pair[0]], odds[pair[1]]))
            pair_rows.append((features, "", float(pair in points_pairs)))
    pair_weights, _ = logistic(pair_rows, frozenset(), rounds=max(2, rounds // 2))
    return weights._replace(pair=tuple(pair_weights))


def draw_sets(example: Example, rows: list[list[float]], shuffle: random.Random) -> list[tuple[int, ...]]:
    """Choices of three sentences: of those that look best, the first, and some others."""
    by_chance = sorted(range(len(rows)), key=lambda at: -(rows[at][-4] + rows[at][-3]))
    pool = {*by_chance[:12], 0, 1, 2, 3}
    others = [at for at in range(len(rows)) if at not in pool]
    pool.update(shuffle.sample(others, min(4, len(others))))
    sets = list(combinations(sorted(pool), 3))
    return shuffle.sample(sets, min(SETS, len(sets)))


def train_choices(
    examples: Sequence[Example], weights: ranking.Weights, *, rounds: int = 18, decay: float = 0.005, seed: int = 0
) -> ranking.Weights:
    """Weights with the sentence and choice models filled in."""
    shuffle = random.Random(seed)
    prepared: list[tuple[list[list[float]], list[float]]] = []
    split = 0
    for example in examples:
        chance = ranking.chances(example.draft, weights)
        rows = ranking.sentence_features(example.draft, chance, example.quoted)
        choices = ranking.Choices(example.draft, chance)
        split = len(rows[0])
        features = []
        rewards = []
        for chosen in draw_sets(example, rows, shuffle):
            together = choices.features(chosen)
            features.append([sum(column) for column in zip(*(rows[at] for at in chosen), strict=True)] + together)
            rewards.append(reward(example, chosen))
        prepared.append((features, rewards))
    size = len(prepared[0][0][0])
    total = sum(len(features) for features, _ in prepared)
    means = [sum(row[at] for features, _ in prepared for row in features) / total for at in range(size)]
    scale = [
        math.sqrt(sum((row[at] - means[at]) ** 2 for features, _ in prepared for row in features) / total) or 1.0
        for at in range(size)
    ]
    for features, _ in prepared:
        features[:] = [[(v - m) / s for v, m, s in zip(row, means, scale, strict=True)] for row in features]
    values = [0.0] * size
    momentum = [0.0] * size
    squares = [0.0] * size
    order = list(range(len(prepared)))
    step = 0
    batches = math.ceil(len(order) / 32)
    for turn in range(rounds):
        shuffle.shuffle(order)
        for batch in range(batches):
            gradient = [0.0] * size
            for index in order[batch * 32 : batch * 32 + 32]:
                for at, value in enumerate(_risk_gradient(*prepared[index], values)):
                    gradient[at] += value
            step += 1
            rate = 0.05 * (1 - turn / rounds)
            for at in range(size):
                g = gradient[at] / 32 - decay * values[at]
                momentum[at] = 0.9 * momentum[at] + 0.1 * g
                squares[at] = 0.999 * squares[at] + 0.001 * g * g
                corrected = momentum[at] / (1 - 0.9**step)
                values[at] += rate * corrected / (math.sqrt(squares[at] / (1 - 0.999**step)) + 1e-8)
    plain = [value / spread for value, spread in zip(values, scale, strict=True)]
    return weights._replace(sentence=tuple(plain[:split]), choice=tuple(plain[split:]))


def _risk_gradient(features: list[list[float]], rewards: list[float], values: list[float]) -> list[float]:
    """The gradient of the expected reward of one article's choices."""
    worth = [sum(map(mul, values, row)) for row in features]
    highest = max(worth)
    odds = [math.exp((value - highest) / TEMPERATURE) for value in worth]
    total = sum(odds)
    expected = sum(map(mul, odds, rewards)) / total
    shares = [odd / total * (gain - expected) / TEMPERATURE for odd, gain in zip(odds, rewards, strict=True)]
    return [sum(map(mul, shares, column)) for column in zip(*features, strict=True)]


def train(examples: Sequence[Example]) -> ranking.Weights:
    """All weights."""
    return train_choices(examples, train_words(examples))


class Scores(NamedTuple):
    """How one article's choice does against its editor's points, 0 to 1; `redundancy` is better low."""

    rouge_1: float
    rouge_2: float
    rouge_lsum: float
    redundancy: float


def cross_validate(examples: Sequence[Example], folds: int) -> Iterator[Scores]:
    """The scores of each article, by weights trained on the other folds."""
    for fold in range(folds):
        weights = train([example for at, example in enumerate(examples) if at % folds != fold])
        for example in examples[fold::folds]:
            chosen = ranking.choose(example.draft, example.usable.__contains__, example.quoted, 3, weights)
            rows = [example.draft.stems[at] for at in chosen]
            first, second = overlap(list(chain.from_iterable(rows)), list(chain.from_iterable(example.points)))
            yield Scores(first, second, summary_overlap(rows, example.points), redundancy(rows))


def written(weights: ranking.Weights, articles: int) -> str:
    """The Python file that holds the weights."""

    def row(values: Sequence[float]) -> str:
        return "(" + "".join(f"{value:.4g}, " for value in values).rstrip() + ")"

    extra = ", ".join(f"{stem!r}: {value:.3g}" for stem, value in weights.common_words.items())
    return (
        '"""What `evreader.annotate.train` learnt: written by it, not by hand.\n\n'
        f"Trained on {articles} English news articles from 2015 with the key points their editors wrote: word and\n"
        "pair weights by logistic regression on what the key points hold, sentence and choice weights by minimum risk\n"
        'training on ROUGE-1 plus ROUGE-2.\n"""\n\n'
        "from evreader.annotate.ranking import Weights\n\n"
        "WEIGHTS = Weights(\n"
        f"    content_word={row(weights.content_word)},\n    common_word={row(weights.common_word)},\n"
        f"    common_words={{{extra}}},\n    pair={row(weights.pair)},\n"
        f"    sentence={row(weights.sentence)},\n    choice={row(weights.choice)},\n)\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and either print cross-validated figures or write the weights."""
    parser = argparse.ArgumentParser(description="Train the sentence ranker.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate instead of writing")
    parser.add_argument("--write", type=Path, default=Path(__file__).with_name("ranking_weights.py"))
    options = parser.parse_args(arguments)
    examples = read_examples(options.data)
    if options.folds:
        scores = list(cross_validate(examples, options.folds))
        means = Scores(*(100 * sum(column) / len(scores) for column in zip(*scores, strict=True)))
        sys.stdout.write(
            f"{len(scores)} articles: ROUGE-1 {means.rouge_1:.2f}, ROUGE-2 {means.rouge_2:.2f}, "
            f"ROUGE-Lsum {means.rouge_lsum:.2f}, redundancy {means.redundancy:.1f}\n"
        )
        return 0
    options.write.write_text(written(train(examples), len(examples)), encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
