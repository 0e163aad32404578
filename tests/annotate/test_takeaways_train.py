import gzip
import json
import re
from pathlib import Path

import pytest

from evreader.annotate import ranking, train
from evreader.annotate.ranking_weights import WEIGHTS
from evreader.annotate.takeaways_junk import is_junk_sentence
from evreader.text import sentences

BODIES = Path(__file__).parent / "cases" / "takeaways" / "bodies"
POINTS = {
    "plant": [
        "Corvane halts production of its Lyra hatchback for six weeks.",
        "Battery modules from Helvolt are short.",
    ],
    "charging": ["Aldermoor approves 1,400 curbside chargers.", "Voltway keeps 85 percent of the charging revenue."],
    "battery": ["Only three solid-state programmes have reached public roads.", "A cell costs 240 dollars."],
    "german": ["Corvane stoppt die Produktion des Lyra.", "Es fehlen Batteriemodule."],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf8") as lines:
        for name, points in POINTS.items():
            text = (BODIES / f"{name}.txt").read_text(encoding="utf-8")
            lines.write(json.dumps({"text": text, "takeaways": points}) + "\n")
        lines.write(json.dumps({"text": "Too short.", "takeaways": ["Short."]}) + "\n")
    return path


def shapes(weights: ranking.Weights) -> list[int]:
    return [len(getattr(weights, name)) for name in ("content_word", "common_word", "pair", "sentence", "choice")]


def test_the_weights_kept_fit_the_features() -> None:
    draft = ranking.Draft(["The plant in Brunsholt stops for six weeks.", "Helvolt is late."])
    words = ranking.word_features(draft)
    chance = ranking.chances(draft, WEIGHTS)
    lengths = {common: len(row) for common, row in words.values()}
    pair = next(iter(ranking.pair_uses(draft).values()))
    assert shapes(WEIGHTS) == [
        lengths[False],
        lengths[True],
        len(pair.features(0.0)),
        len(ranking.sentence_features(draft, chance, [0.0, 0.0])[0]),
        len(ranking.Choices(draft, chance).features((0, 1))),
    ]


def test_training_can_be_run_again(data: Path, tmp_path: Path) -> None:
    examples = train.read_examples(data)
    assert len(examples) == len(POINTS)
    written = tmp_path / "weights.py"
    assert train.main([str(data), "--write", str(written)]) == 0
    names: dict[str, ranking.Weights] = {}
    exec(written.read_text(encoding="utf-8"), names)
    assert shapes(names["WEIGHTS"]) == shapes(WEIGHTS)
    assert train.main([str(data), "--write", str(tmp_path / "again.py")]) == 0
    assert (tmp_path / "again.py").read_text(encoding="utf-8") == written.read_text(encoding="utf-8")


def test_cross_validation_prints_figures(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main([str(data), "--folds", "2"]) == 0
    assert re.fullmatch(
        r"4 articles: ROUGE-1 [\d.]+, ROUGE-2 [\d.]+, ROUGE-Lsum [\d.]+, redundancy [\d.]+\n", capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("chosen", "points", "scores"),
    [
        ("a b c", "a b c", (1.0, 1.0)),
        ("a b", "c d", (0.0, 0.0)),
        ("a b x", "a b", (0.8, 2 / 3)),
        ("a a", "a", (2 / 3, 0)),
    ],
)
def test_overlap(chosen: str, points: str, scores: tuple[float, float]) -> None:
    assert train.overlap(chosen.split(), points.split()) == pytest.approx(scores)


@pytest.mark.parametrize(
    ("chosen", "points", "score"),
    [
        (["a b c"], ["a b c"], 1.0),
        (["a b c d"], ["a x c", "b d"], 8 / 9),
        (["c b a"], ["a b c"], 1 / 3),
        (["a b", "c d"], ["a c b d"], 1.0),
        (["a a"], ["a"], 2 / 3),
        (["a"], ["a", "a"], 2 / 3),
        ([], ["a"], 0.0),
    ],
)
def test_overlap_of_summaries_keeps_the_order_of_words(chosen: list[str], points: list[str], score: float) -> None:
    rows = [sentence.split() for sentence in chosen]
    assert train.summary_overlap(rows, [point.split() for point in points]) == pytest.approx(score)


def test_redundancy_is_how_alike_the_sentences_are() -> None:
    assert train.redundancy([["a", "b"]]) == 0.0
    assert train.redundancy([["a", "b"], ["c", "d"]]) == 0.0
    assert train.redundancy([["a", "b"], ["a", "b"], ["c", "d"]]) == pytest.approx(2 / 3)


def test_the_title_decides_between_sentences() -> None:
    text = (BODIES / "plant.txt").read_text(encoding="utf-8")
    texts = [text[start:end] for start, end in sentences(text)]
    wages = next(at for at, sentence in enumerate(texts) if "wages" in sentence)
    talks = next(at for at, sentence in enumerate(texts) if "in talks" in sentence)
    for title, expected in (
        ("Workers lose wages", wages),
        ("Corvane in talks with further suppliers, reports quarterly results on 9 May", talks),
    ):
        draft = ranking.Draft(texts, title)
        assert ranking.choose(draft, {wages, talks}.__contains__, [0.0] * len(texts), 1, WEIGHTS) == [expected]


def test_words_of_several_sentences_are_counted_once() -> None:
    texts = [
        "Corvane stops the Lyra line.",
        "The Lyra line stops in March.",
        "Corvane waits for the line.",
        "In March the line runs.",
    ]
    draft = ranking.Draft(texts)
    chance = ranking.chances(draft, WEIGHTS)
    choices = ranking.Choices(draft, chance)
    words = frozenset().union(*draft.words[:3])
    length = sum(len(row) for row in draft.tokens[:3])
    expected = 2 * sum(chance.word[word] for word in words) / (length + ranking.REFERENCE_WORDS[0])
    assert choices.features((0, 1, 2))[0] == pytest.approx(expected)
    together = choices.features((0, 1, 2, 3))[0] * (sum(map(len, draft.tokens)) + ranking.REFERENCE_WORDS[0]) / 2
    assert together == pytest.approx(sum(chance.word.values()))


@pytest.mark.parametrize(
    ("sentence", "junk"),
    [
        ("By Jonas Weller", True),
        ("Photo: Corvane/press", True),
        ("Read more about the Lyra here.", True),
        ("Sign up for our newsletter.", True),
        ("Reporting by Jonas Weller; editing by Anna Sund.", True),
        ("This article was first published in March.", True),
        ("© 2026 Nordwire. All rights reserved.", True),
        ("Lesen Sie auch: Helvolt baut aus.", True),
        ("Anna Sund contributed to this report.", True),
        ("Das teilte das Unternehmen am Dienstag mit.", True),
        ("By Tuesday the yard was full.", False),
        ("Comments from the plant manager calmed the suppliers.", False),
        ("Related industries will feel the stop as well.", False),
        ("Posted prices rose by a tenth.", False),
        ("Corvane will follow the ruling.", False),
        ("Get-away cars were not on the list.", False),
    ],
)
def test_junk_sentences(sentence: str, junk: bool) -> None:
    assert is_junk_sentence(sentence) is junk
