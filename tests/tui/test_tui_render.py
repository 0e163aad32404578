"""A story as lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.newsstand import DOOR, PICKY, feature, paragraph, quote_of

from evreader.model import Annotations, Article, Block, Cell, Emphasis, Item, Link, Quote, Takeaway
from evreader.tui.glyphs import ASCII
from evreader.tui.render import Heading, Rendered, render
from evreader.tui.wrap import cells

HEADING = Heading(
    title="Hanabi would welcome Northvale as investor, and Valdivia is listening",
    outlet="Electrify Daily",
    author="Maya Lindqvist",
    when="Sun 22 Nov 16:00",
    short_when="22 Nov 16:00",
    facts=("2 min", "offline ✓"),
)


def lay_out(*blocks: Block, annotations: Annotations | None = None, width: int = 60, **options: object) -> Rendered:
    article = Article(story_id=1, blocks=blocks, origin="page", status="full")
    return render(HEADING, article, annotations or Annotations(), width=width, **options)  # type: ignore[arg-type]


def body(rendered: Rendered) -> list[str]:
    """The lines of the text, without the margin."""
    return [line.text.rstrip() for line in rendered.lines[rendered.first :]]


def styles_of(rendered: Rendered, words: str, *, first: int = 0) -> set[str]:
    """The style names of the piece that has these words."""
    for line in rendered.lines[first:]:
        for piece in line.pieces:
            if words in piece.text:
                return set(piece.style.split())
    raise AssertionError(f"{words!r} is not shown")


def test_the_feature_at_the_width_of_the_three_pane_screen() -> None:
    blocks, annotations = feature()
    shown = [line.text.rstrip() for line in lay_out(*blocks, annotations=annotations, width=56).lines]
    assert shown[:19] == [
        "",
        "  Hanabi would welcome Northvale as investor, and",
        "  Valdivia is listening",
        "  Electrify Daily · Maya Lindqvist",
        "  Sun 22 Nov 16:00 · 2 min · offline ✓",
        "",
        "  ◆ TAKEAWAYS · the article's own",
        "  ┃ 1 Hanabi would license a platform.",
        "  ┃ 2 Northvale wants volume.",
        "  ┃ 3 The board decides on 3 December.",
        "",
        "  Hanabi Motor is looking for a partner, people close",
        "  to the board say, and Northvale[1] is listening.",
        "",
        "  ▒ image: A white hatchback at a charging station",
        "",
        "  Why Hanabi is looking outside",
        "",
        "  Paragraph 0 of the background: plants, platforms,",
    ]
    at = shown.index("  ▌ “If Hanabi wants to build on our platform, the")
    assert shown[at : at + 12] == [
        "  ▌ “If Hanabi wants to build on our platform, the",
        "  ▌ door is open,” Valdivia said.",
        "  ▌ — Teresa Valdivia, Northvale’s chief executive",
        '  ▌ " 1/3',
        "",
        "▌ Okafor said the board wants “a partner who",
        "▌ understands software” before the year is out.",
        "",
        "  What each side would bring",
        "",
        "  Item              Hanabi  Northvale",
        "  ───────────────────────────────────",
    ]
    assert shown[at + 12 : at + 16] == [
        "  Cars sold, 2025  139,000  1,640,000",
        "",
        "  ▌ “We are sure of very little,” another person said.",
        '  ▌ — speaker not clear   " 3/3',
    ]


def test_bars_hang_in_the_margin_where_there_is_one() -> None:
    blocks, annotations = feature()
    shown = [line.text.rstrip() for line in lay_out(*blocks, annotations=annotations, width=80).lines]
    assert "    ▌ “If Hanabi wants to build on our platform, the door is open,”" in shown
    assert '    ▌ — Teresa Valdivia, Northvale’s chief executive   " 1/3' in shown
    assert "    ◆ TAKEAWAYS · the article's own" in shown
    assert "      Why Hanabi is looking outside" in shown


@pytest.mark.parametrize("width", [1, 2, 3, 8, 20, 40, 56, 80, 120, 200])
@pytest.mark.parametrize("glyphs", [None, ASCII])
def test_no_line_is_wider_than_its_pane(width: int, glyphs: object) -> None:
    blocks, annotations = feature()
    options = {"glyphs": glyphs} if glyphs else {}
    rendered = lay_out(*blocks, annotations=annotations, width=width, **options)
    assert max(cells(line.text) for line in rendered.lines) <= max(width, 12)


def test_the_measure_caps_the_line_and_centres_it() -> None:
    rendered = lay_out(paragraph("word " * 60), width=120, measure=50)
    lines = rendered.lines[rendered.first :]
    assert all(line.text.startswith(" " * 35) for line in lines)
    assert all(cells(line.text) <= 85 for line in lines)


def test_the_authors_words_come_out_as_they_are() -> None:
    blocks, annotations = feature()
    rendered = lay_out(*blocks, annotations=annotations, width=56)
    for number, block in enumerate(blocks):
        if block.kind in ("paragraph", "heading", "list"):
            shown = "".join(block.text[line.start : line.end] for line in rendered.lines if line.block == number)
            assert "".join(shown.split()) == "".join(block.text.split())


def test_every_line_knows_its_place() -> None:
    blocks, annotations = feature()
    rendered = lay_out(*blocks, annotations=annotations, width=56)
    for number, block in enumerate(blocks):
        for offset in range(0, max(len(block.text) - 1, 1), 37):
            line = rendered.lines[rendered.line_at(number, offset)]
            assert line.block == number
    narrow = lay_out(*blocks, annotations=annotations, width=40)
    for index in range(narrow.first, len(narrow.lines)):
        block, offset = narrow.place_of(index)
        wide_line = rendered.lines[rendered.line_at(block, offset)]
        assert wide_line.block == block
        assert wide_line.start <= offset


def test_quotes_are_told_from_text_by_more_than_colour() -> None:
    blocks, annotations = feature()
    rendered = lay_out(*blocks, annotations=annotations, width=80)
    assert "quote" in styles_of(rendered, "If Hanabi wants to build")
    assert "quote.inline" in styles_of(rendered, "“a partner")
    assert "quote" not in styles_of(rendered, "Valdivia said")
    assert [rendered.lines[n].block for n in rendered.quotes] == [9, 10, len(blocks) - 2]
    assert [u.speaker for u in rendered.utterances] == ["Teresa Valdivia", "Daniel Okafor", None]
    assert [u.words for u in rendered.utterances[:2]] == [DOOR, PICKY]


def test_pieces_of_one_utterance_share_a_bar_and_one_speaker_line() -> None:
    blocks = [
        paragraph("“We began with nothing,” said Adeyemi."),
        paragraph("“Now we have a plant.”"),
        paragraph("End."),
    ]
    annotations = Annotations(
        quotes=(
            quote_of(blocks, 0, "We began with nothing,", speaker="Tola Adeyemi"),
            quote_of(blocks, 1, "Now we have a plant.", speaker="Tola Adeyemi", continues=True),
        )
    )
    assert body(lay_out(*blocks, annotations=annotations)) == [
        "  ▌ “We began with nothing,” said Adeyemi.",
        "  ▌",
        "  ▌ “Now we have a plant.”",
        '  ▌ — Tola Adeyemi   " 1/1',
        "",
        "  End.",
    ]


def test_picked_sentences_are_marked_more_weakly_and_said_to_be_picked() -> None:
    text = "One thing happened. The plant will close in May. Nobody was asked."
    start = text.index("The plant")
    taken = Takeaway(text=text[start : start + 28], block=0, start=start, end=start + 28, origin="computed")
    rendered = lay_out(paragraph(text), annotations=Annotations(takeaways=(taken,)))
    assert "  ◆ TAKEAWAYS · picked by evreader" in [line.text for line in rendered.lines]
    first = rendered.lines[rendered.first]
    assert first.text.startswith("◇ ")
    assert "key" in styles_of(rendered, "The plant will close", first=rendered.first)


def test_links_are_underlined_and_numbered_once_per_address() -> None:
    text = "See the filing and the report, or the filing again."
    links = tuple(
        Link(start=text.index(words, at), end=text.index(words, at) + len(words), url=url)
        for words, at, url in (
            ("the filing", 0, "https://ex.example/a"),
            ("the report", 0, "https://ex.example/b"),
            ("the filing", 20, "https://ex.example/a"),
        )
    )
    rendered = lay_out(Block(kind="paragraph", text=text, links=links), width=80)
    assert body(rendered) == ["      See the filing[1] and the report[2], or the filing[1] again."]
    assert rendered.links == (("the filing", "https://ex.example/a"), ("the report", "https://ex.example/b"))
    assert "link" in styles_of(rendered, "the report")


def test_only_addresses_of_the_web_become_links() -> None:
    block = Block(kind="paragraph", text="click", links=(Link(start=0, end=5, url="javascript:alert(1)"),))
    rendered = lay_out(block)
    assert rendered.links == ()
    assert body(rendered) == ["  click"]


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (
            Block(
                kind="list",
                text="First point, long enough to go on to a second line of the list\nSecond\nInner",
                items=(
                    Item(text="First point, long enough to go on to a second line of the list"),
                    Item(text="Second", marker="12."),
                    Item(text="Inner", level=1),
                ),
            ),
            [
                "  • First point, long enough to go on to",
                "    a second line of the list",
                "  12. Second",
                "    – Inner",
            ],
        ),
        (
            Block(kind="code", text="def f():\n    return  1"),
            ["  │ def f():", "  │     return  1"],
        ),
        (
            Block(kind="caption", text="Hatchbacks waiting at a compound near the port"),
            ["  ▒ Hatchbacks waiting at a compound", "  ▒ near the port"],
        ),
        (Block(kind="image", text=""), ["  ▒ image"]),
        (
            Block(kind="quote", text="Nobody has a plan.\n\nNot one of them."),
            ["  ▌ Nobody has a plan.", "  ▌", "  ▌ Not one of them."],
        ),
        (Block(kind="heading", text="A heading", level=3), ["  A heading"]),
    ],
)
def test_blocks(block: Block, lines: list[str]) -> None:
    assert body(lay_out(block, width=42)) == lines


def test_emphasis_and_headings_have_weight() -> None:
    block = Block(
        kind="paragraph",
        text="It is very big",
        emphasis=(Emphasis(start=6, end=10, style="strong"), Emphasis(start=11, end=14, style="em")),
    )
    rendered = lay_out(block, Block(kind="heading", text="Next", level=2))
    assert "strong" in styles_of(rendered, "very")
    assert "em" in styles_of(rendered, "big")
    assert rendered.headings == (len(rendered.lines) - 1,)


def test_a_table_that_does_not_fit_is_stacked() -> None:
    rows = (("Market", "October sales", "Year to date", "Share of market"), ("Germany", "61,240", "541,800", "24.1%"))
    block = Block(
        kind="table",
        text="\n".join("\t".join(row) for row in rows),
        rows=tuple(tuple(Cell(text=text, header=n == 0) for text in row) for n, row in enumerate(rows)),
    )
    assert body(lay_out(block, width=72))[0] == "  Market   October sales  Year to date  Share of market"
    assert body(lay_out(block, width=28)) == [
        "  Germany",
        "    October sales: 61,240",
        "    Year to date: 541,800",
        "    Share of market: 24.1%",
    ]


def test_without_an_article_the_summary_and_the_reason_are_shown() -> None:
    heading = Heading(title="T", notices=("Preparing the article…",), summary="What the feed says.")
    shown = [line.text for line in render(heading, None, Annotations(), width=60).lines]
    assert shown == ["", "  T", "", "  Preparing the article…", "", "  What the feed says."]


def test_what_could_steer_a_terminal_is_not_shown() -> None:
    hostile = "Safe \x1b[31mred\x1b]52;c;aGk=\x07 \u202etxt [/] [@click=app.quit]x[/]"
    heading = Heading(title=hostile, outlet=hostile, author=hostile, notices=(hostile,), summary=hostile)
    article = Article(
        story_id=1,
        blocks=(paragraph(hostile), Block(kind="code", text=hostile), Block(kind="image", text=hostile)),
        origin="page",
        status="full",
    )
    for rendered in (
        render(heading, article, Annotations(), width=60),
        render(heading, None, Annotations(), width=60),
    ):
        text = "".join(line.text for line in rendered.lines)
        assert not set(text) & set("\x1b\x07\u202e\x9b")
        assert "[/]" in text
        assert "[@click=app.quit]" in text


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), min_size=1, max_size=5),
    st.integers(min_value=1, max_value=90),
    st.integers(min_value=0, max_value=60),
)
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_laid_out(texts: list[str], width: int, start: int) -> None:
    blocks = [paragraph(text) for text in texts]
    end = min(start + 9, len(texts[0]))
    annotations = Annotations(
        takeaways=(Takeaway(text="x", block=0, start=start, end=end, origin="computed"),),
        quotes=(quote_of(blocks, 0, texts[0][start:end], speaker="S"),) if start < end else (),
    )
    rendered = lay_out(*blocks, annotations=annotations, width=width, found=[(0, start, end)], current=0)
    for index in range(len(rendered.lines)):
        block, offset = rendered.place_of(index)
        assert block < len(blocks)
        assert offset >= 0
    assert not any("\x1b" in line.text for line in rendered.lines)


@pytest.mark.parametrize("kind", ["links", "quotes", "one word", "emphasis"])
def test_an_article_made_to_be_slow_is_laid_out_all_the_same(kind: str) -> None:
    size = 8000  # at this size, anything quadratic would not end within the time a test run has
    text = "ab " * size if kind != "one word" else "a" * 3 * size
    places = [(3 * n, 3 * n + 2) for n in range(size)]
    links = tuple(Link(start=a, end=b, url=f"https://ex.example/{a}") for a, b in places) if kind == "links" else ()
    emphasis = tuple(Emphasis(start=0, end=b, style="em") for _, b in places) if kind == "emphasis" else ()
    quotes = (
        tuple(Quote(block=0, start=a, end=b, text="ab", kind="direct") for a, b in places) if kind == "quotes" else ()
    )
    block = Block(kind="paragraph", text=text, links=links, emphasis=emphasis)
    rendered = lay_out(block, annotations=Annotations(quotes=quotes), width=60)
    assert len(rendered.links) == (size if kind == "links" else 0)
    assert len(rendered.utterances) == (size if kind == "quotes" else 0)
    assert sum(line.end - line.start for line in rendered.lines) >= 2 * size
