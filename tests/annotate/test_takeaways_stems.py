import pytest

from evreader.annotate.stems import stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("charge charges charged charging", "charg"),
        ("recall recalls recalled recalling", "recal"),
        ("battery batteries", "batteri"),
        ("company companies", "compani"),
        ("supplier suppliers", "supplier"),
        ("stop stops stopped stopping", "stop"),
        ("electric electrical electricity", "electr"),
        ("hope hoped hoping hopefulness", "hope"),
        ("relational relate related", "relat"),
        ("agreed agrees agree", "agre"),
        ("technology technological", "technolog"),
        ("falling fall falls", "fall"),
        ("controlling control controls", "control"),
        ("yards yard", "yard"),
    ],
)
def test_inflections_meet(words: str, expected: str) -> None:
    assert {stem(word) for word in words.split()} == {expected}


@pytest.mark.parametrize("word", ["", "a", "its", "bus", "gas", "2026", "4x4s", "größer", "充电", "x" * 60 + "s"])
def test_what_has_no_stem_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize("word", ["eed", "ings", "yyyy", "ssss", "ying", "eeee", "sses", "yed", "aing", "ated"])
def test_endings_alone_do_no_harm(word: str) -> None:
    assert stem(word)
