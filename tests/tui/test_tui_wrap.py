"""Breaking lines: nothing lost, nothing too wide."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.tui.wrap import cells, fit, shorten, wrap


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one", 10, ["one"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("a  b", 10, ["a  b"]),
        ("first\nsecond", 20, ["first", "second"]),
        ("first\n\nsecond", 20, ["first", "", "second"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("x abcdefghij", 4, ["x", "abcd", "efgh", "ij"]),
        ("比亚迪发布新一代", 8, ["比亚迪发", "布新一代"]),
        ("比亚迪，发布", 6, ["比亚", "迪，发", "布"]),
        ("看《第一电动》报道", 4, ["看", "《第", "一电", "动》", "报道"]),
        ("A 比亚迪 B", 6, ["A 比亚", "迪 B"]),
        ("👩‍👩‍👧 x", 4, ["👩‍👩‍👧 x"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert [text[a:b] for a, b in wrap(text, width)] == lines


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"], include_characters="\n\u200d"), max_size=200),
    st.integers(min_value=2, max_value=40),
)
@settings(deadline=None, max_examples=150)
def test_every_word_is_shown_in_order_and_no_line_is_too_wide(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert all(a <= b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    shown = "".join(text[a:b] for a, b in spans)
    assert "".join(shown.split()) == "".join(text.split())
    assert all(cells(text[a:b].replace("\t", " ")) <= width for a, b in spans)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=60), st.integers(min_value=0, max_value=30)
)
@settings(deadline=None, max_examples=150)
def test_fitting_and_shortening_keep_to_the_width(text: str, width: int) -> None:
    line = " ".join(text.split())
    assert cells(fit(line, width)) == width
    assert cells(shorten(line, width)) <= max(width, 0)


def test_a_cut_is_marked() -> None:
    assert shorten("Electrify Daily", 8) == "Electri…"
    assert shorten("比亚迪发布", 6) == "比亚…"
    assert shorten("short", 8) == "short"
