import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.text import clean, clean_line, count_words, fold, sentences


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\u2028d\u2029e\u0085f", "a\nb\nc\nd\ne\nf"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]52;c;aGk=\x07", "]52;c;aGk="),
        ("\x9b2Jgone", "2Jgone"),
        ("bell\x07 back\x08 del\x7f nul\x00", "bell back del nul"),
        ("abc\u202egnp.exe\u202c", "abcgnp.exe"),
        ("\u2066isolated\u2069 \u200emark\u200f", "isolated mark"),
        ("in\u200bvis\u2060ible\ufeff", "invisible"),
        ("half \ud83d surrogate", "half  surrogate"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("👩\u200d🔧 می\u200cخواهم ☀\ufe0f", "👩\u200d🔧 می\u200cخواهم ☀\ufe0f"),
        ("“Größe” – 1 200 € … 电池", "“Größe” – 1 200 € … 电池"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(alphabet=st.characters() | st.sampled_from("\x1b\x9b\u202e\u200b\r\n\u2028\ud800\U000e0020")))
def test_clean_leaves_nothing_dangerous_and_is_idempotent(raw: str) -> None:
    cleaned = clean(raw)
    assert clean(cleaned) == cleaned
    assert not any(ord(c) < 32 and c not in "\n\t" for c in cleaned)
    assert not any("\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" or "\ud800" <= c <= "\udfff" for c in cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "limit", "line"),
    [
        ("  two\n\n words\t", None, "two words"),
        ("a\u00a0b\u2003c", None, "a b c"),
        ("exactly", 7, "exactly"),
        ("too long by far", 8, "too lon…"),
        ("cut at space here", 5, "cut…"),
        ("\x1b\x07", None, ""),
    ],
)
def test_clean_line(raw: str, limit: int | None, line: str) -> None:
    assert clean_line(raw, limit) == line


@given(st.text(), st.integers(1, 40))
def test_clean_line_is_one_line_within_its_limit(raw: str, limit: int) -> None:
    line = clean_line(raw, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Škoda", "skoda"),
        ("CITROËN", "citroen"),
        ("Straße", "strasse"),
        ("ＢＹＤ", "byd"),
        ("Łódź", "łodz"),
        ("plain", "plain"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold(text: str) -> None:
    assert fold(fold(fold(text))) == fold(fold(text))


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one", 1), (" three little words ", 3), ("電池工場", 3), ("don't – stop", 3)]
)
def test_count_words(text: str, count: int) -> None:
    assert count_words(text) == count


# Each case is the text with "|" where one sentence ends and the next begins.
SENTENCES = [
    "Sales rose.| Profit fell.| Why?| Nobody knows!",
    "Dr. Amsel of Corvane Inc. met Sen. Ruiz in the U.S. on Monday.| They agreed.",
    "The plant is in the U.S.| The suppliers are not.",
    "It left at 5 p.m. Monday and came back at 7 a.m.| The crew slept.",
    "The battery costs $3.5 million.| Version 2.1.3 is out.",
    "J. K. Moreau and J.D. Vale signed; M. Petit did not.",
    "It is the Model Y.| Ferrier sells the Ion 5.| Corvane is No. 1 in Denmark.",
    "The ID. Buzz is late.| The ID.4 is not.",
    "He paid 40 euros for 3 kg, approx. 2 lb. of lithium etc.| Then he left.",
    "“We won.”| Nobody else said so.",
    "“Is it late?” Rademaker asked.| She left.",
    "“Stop!” she said.| “Now.”",
    "(It was late.)| They drove on.",
    "‘It works,’ he said.| ‘Mostly.’",
    "Wait...| The car is gone.",
    "Well ... I never said that.| We did.",
    "It costs less … and lasts longer.",
    "Buy at evs.example.com today.| It is cheap.",
    "Call it e-mobility.| iCar is a brand, e.g. in Asia.",
    "They stopped.|The plant is idle.",
    "1. Corvane stops.| 2. Helvolt waits.",
    "On Jan. 5 and Sept. 12 it snowed.| By Dec. 31 it was over.",
    "Am 3. Oktober kam z. B. der 2. Wagen an.| Er kostet 1.000 Euro.",
    "„Wir warten“, sagte Dr. Amsel.| „Bis morgen.“",
    "»Gut.«| Er ging.",
    "« Oui. »| Il part avec M. Petit et Mme. Roux.",
    "¿Qué pasa?| ¡Nada!| Los EE. UU. esperan.",
    "电池工厂停工。|原因不明。|真的吗？|是的！",
    "「勝つ。」と述べた。|次の文。",
    "बैटरी महंगी है।| कार सस्ती है।",
    "First line\n|second line.| Third",
    "No stop at the end",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \u00a0"])
def test_no_sentences(text: str) -> None:
    assert sentences(text) == []


PIECES = st.sampled_from(
    ["U.S. ", "Dr. ", "A. ", ". ", '."', "?! ", "…", "The", "car ", "5", "\n", "“", "”", "。", "」", " »", " "]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(text)
        assert not text[end_before:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        end_before = end
    assert not text[end_before:].strip()


@pytest.mark.parametrize("piece", ['."', ".", "A. ", "“", "a.b", "\n", "1. ", "? "])
def test_sentences_of_hostile_text(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    spans = sentences(text)
    assert len(spans) <= len(text)
    assert all(start < end for start, end in spans)
