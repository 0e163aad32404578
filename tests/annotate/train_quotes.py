"""Learns the weights of `evreader.annotate.weights` from articles whose quotes were marked by hand.

    python tests/annotate/train_quotes.py DATA.jsonl[.gz] … [--folds 5] [--write]

Each line of the data is an article: {"id", "text", "quotes": [{"type": "direct" | "mixed" | "indirect", "quoted":
[[start, end], …], "speaker_text", "speaker_start", "speaker_end"}]}, offsets counting characters of `text`; lines of
the text are its paragraphs. With `--folds` the figures of a cross-validation over articles are printed: every article
is judged by weights that have not seen it. With `--write` the weights of all the data replace those of the package.
"""

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import evreader.annotate.weights as weights_module
from evreader.annotate import find_quotes
from evreader.annotate.evidence import Candidate, candidates
from evreader.annotate.layout import arrange
from evreader.annotate.marks import Stretch, find_stretches, lines_of
from evreader.annotate.reader import Reader
from evreader.annotate.surroundings import Choice
from evreader.annotate.weights import WEIGHTS
from evreader.model import Block

EPOCHS = 10
STEP = 0.3
DROPPED = 0.4
"""Share of the features left out, by chance, at each look at an example, so that none is relied on alone."""
SHRINK = 0.0005
"""L2 penalty in each update."""
SEEN_IN = 6
"""Stretches a feature must occur with to be learnt at all."""
SMALLEST = 0.1
"""Weights nearer to zero are dropped."""

Record = dict[str, Any]
Example = tuple[list[list[int]], list[int]]
"""Features of each candidate, and which candidates are right."""


def read_records(paths: Iterable[Path]) -> list[Record]:
    """The articles of the data files."""
    records: list[Record] = []
    for path in paths:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        records.extend(json.loads(line) for line in content.decode().splitlines() if line.strip())
    return records


def blocks_of(text: str) -> tuple[list[Block], list[int]]:
    """Each line of the text as a paragraph, and where it starts."""
    blocks, offsets, offset = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", text=line))
            offsets.append(offset)
        offset += len(line) + 1
    return blocks, offsets


def gold_quotes(record: Record) -> list[tuple[int, int, Record]]:
    """Every piece inside quotation marks that is marked as somebody's words."""
    pieces = []
    for quote in record["quotes"]:
        if quote["type"] == "indirect":
            continue
        spans = quote.get("quoted")
        for start, end in spans if spans is not None else [(quote["start"], quote["end"])]:
            pieces.append((start, end, quote))
    return pieces


def overlapping(pieces: Sequence[tuple[int, int, Record]], start: int, end: int) -> Record | None:
    """The piece that shares at least half of its own or of the given span with it."""
    best, most = None, 0
    for first, last, quote in pieces:
        shared = min(end, last) - max(start, first)
        if shared > most and shared >= 0.5 * min(end - start, last - first):
            best, most = quote, shared
    return best


def right_ones(found: Sequence[Candidate], quote: Record | None, starts: Sequence[int], text: str) -> list[int]:
    """Which candidates are right: 0 is nobody, 1 is unknown."""
    if quote is None:
        return [0]
    if quote.get("speaker_start") is None:
        return [1]
    last_word = quote["speaker_text"].split()[-1].lower()
    overlaps, same_name = [], []
    for position, candidate in enumerate(found):
        mention = candidate.mention
        if mention is None:
            continue
        start, end = starts[mention.line] + mention.start, starts[mention.line] + mention.end
        if start < quote["speaker_end"] and end > quote["speaker_start"]:
            overlaps.append(position)
        elif mention.kind == "name" and text[start:end].split()[-1].lower() == last_word:
            same_name.append(position)
    return overlaps or same_name or [1]


def examples_of(record: Record) -> Iterator[tuple[Stretch, list[Candidate], list[int]]]:
    """Every stretch of an article with its candidates; the stretch before is taken as rightly judged."""
    blocks, offsets = blocks_of(record["text"])
    lines = lines_of(blocks)
    layout = arrange(lines, find_stretches(lines))
    reader = Reader(lines, layout.stretches)
    starts = [offsets[line.block] + line.offset for line in lines]
    pieces = gold_quotes(record)
    previous: Choice | None = None
    for stretch in layout.stretches:
        found = candidates(reader, stretch, previous)
        quote = overlapping(pieces, starts[stretch.line] + stretch.start, starts[stretch.line] + stretch.end)
        right = right_ones(found, quote, starts, record["text"])
        yield stretch, found, right
        previous = Choice(stretch, found[right[-1]].mention, right == [0])


def learn(examples: Sequence[tuple[list[list[str]], list[int]]], *, seed: int = 0) -> dict[str, float]:
    """Weights of a softmax over candidates, by AdaGrad; right candidates share their probability."""
    counts: Counter[str] = Counter()
    for features, _ in examples:
        counts.update({name for one in features for name in one})
    numbers = {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= SEEN_IN))}
    data: list[Example] = [
        ([[numbers[name] for name in one if name in numbers] for one in features], right)
        for features, right in examples
    ]
    weights = [0.0] * len(numbers)
    totals = [0.0] * len(numbers)
    squares = [1.0] * len(numbers)
    shuffler = random.Random(seed)
    for _ in range(EPOCHS):
        shuffler.shuffle(data)
        for numbered, right in data:
            thinned = [[number for number in one if shuffler.random() > DROPPED] for one in numbered]
            _update(thinned, right, weights, squares)
        for number, weight in enumerate(weights):
            totals[number] += weight
    mean = {name: totals[number] / EPOCHS for name, number in numbers.items()}
    return {name: round(weight, 2) for name, weight in mean.items() if abs(weight) >= SMALLEST}


def _update(features: list[list[int]], right: list[int], weights: list[float], squares: list[float]) -> None:
    scores = [sum([weights[number] for number in one]) for one in features]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total, total_right = sum(powers), sum(powers[position] for position in right)
    for position, one in enumerate(features):
        error = powers[position] / total - (powers[position] / max(total_right, 1e-12) if position in right else 0.0)
        if -1e-3 < error < 1e-3:
            continue
        for number in one:
            slope = error + SHRINK * weights[number]
            squares[number] += slope * slope
            weights[number] -= STEP * slope / math.sqrt(squares[number])


def figures(records: Sequence[Record]) -> Counter[str]:
    """Counts of what `find_quotes` gets right with the weights now in place."""
    counts: Counter[str] = Counter()
    for record in records:
        blocks, offsets = blocks_of(record["text"])
        pieces = gold_quotes(record)
        counts["gold"] += len(pieces)
        for quote in find_quotes(blocks):
            start = offsets[quote.block] + quote.start
            gold = overlapping(pieces, start, start + len(quote.text))
            counts["found"] += 1
            bucket = f"{min(9, int(quote.confidence * 10)) / 10:.1f}"
            counts[f"confidence {bucket}"] += 1
            counts[f"sum at {bucket}"] += round(1000 * quote.confidence)
            if gold is None:
                continue
            counts["quotes"] += 1
            counts["named"] += quote.mention is not None
            if quote.mention_block is None or quote.mention_start is None or quote.mention is None:
                right = gold.get("speaker_start") is None
            else:
                first = offsets[quote.mention_block] + quote.mention_start
                right = gold.get("speaker_start") is not None and (
                    (first < gold["speaker_end"] and first + len(quote.mention) > gold["speaker_start"])
                    or quote.mention.split()[-1].lower() == gold["speaker_text"].split()[-1].lower()
                )
            counts["right"] += right
            counts["rightly named"] += right and quote.mention is not None
            counts[f"right at {bucket}"] += right
    return counts


def say(line: str) -> None:
    """One line of output."""
    sys.stdout.write(line + "\n")


def report(counts: Counter[str]) -> None:
    """Print the figures of `figures`."""
    precision, recall = counts["right"] / max(1, counts["found"]), counts["right"] / max(1, counts["gold"])
    say(
        f"quotes {counts['found']} of {counts['gold']}; anybody's words {counts['quotes'] / counts['found']:.3f}; "
        f"end to end F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}; "
        f"speaker right where named {counts['rightly named'] / max(1, counts['named']):.3f}"
    )
    for bucket in sorted(name for name in counts if name.startswith("confidence")):
        value = bucket.split()[1]
        mean = counts["sum at " + value] / 1000 / counts[bucket]
        right = counts["right at " + value] / counts[bucket]
        say(f"  {bucket}, mean {mean:.3f}: {counts[bucket]} quotes, {right:.3f} right")


def write(weights: dict[str, float], path: Path) -> None:
    """Write the weights as a module."""
    with path.open("w", encoding="utf-8") as module:
        module.write(
            '"""What each feature of evidence.py weighs: learnt, and written by tests/annotate/train_quotes.py."""\n\n'
        )
        module.write("WEIGHTS: dict[str, float] = {\n")
        for name in sorted(weights):
            module.write(f"    {json.dumps(name, ensure_ascii=False)}: {weights[name]},\n")
        module.write("}\n")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    records = read_records(options.data)
    random.Random(7).shuffle(records)
    examples = [[([c.features for c in found], right) for _, found, right in examples_of(record)] for record in records]
    if options.folds:
        counts: Counter[str] = Counter()
        for fold in range(options.folds):
            weights = learn([e for n, article in enumerate(examples) if n % options.folds != fold for e in article])
            WEIGHTS.clear()
            WEIGHTS.update(weights)
            counts += figures(records[fold :: options.folds])
            say(f"fold {fold + 1}: {len(weights)} weights")
        report(counts)
    if options.write:
        write(learn([e for article in examples for e in article]), Path(weights_module.__file__))
    return 0


if __name__ == "__main__":
    sys.exit(main())
