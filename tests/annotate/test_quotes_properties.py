"""What holds for the quotes of any text at all."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.annotate import annotate, find_quotes
from evreader.annotate.marks import STRETCHES_PER_ARTICLE, find_stretches, lines_of
from evreader.model import Block, BlockKind, Quote

KINDS = st.sampled_from(["paragraph", "quote", "list", "heading", "caption", "table", "code", "image"])
MARKS = [
    "“",
    "”",
    '"',
    "''",
    "``",
    "‘",
    "’",
    "'",
    "„",
    "«",
    "»",
    "「",
    "」",
    "—",
    ": ",
    ", ",
    ". ",
    "? ",
    "\n",
    " ",
    "(",
    ")",
]
WORDS = (
    "said he She told who Ms. CEO of & @falk 19 Falk 次の \u200d İ ß é Q:|Ingrid Falk|the company|according to|van den|"
    "We will build it|range anxiety|A: "
)
PIECES = st.sampled_from([*MARKS, *WORDS.partition("|")[0].split(" "), *WORDS.split("|")[1:]])
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=120)
BLOCKS = st.lists(st.builds(Block, kind=KINDS, text=TEXTS), max_size=6)


ARTICLE = """Norrvolt chief executive Ingrid Falk opened the plant on Monday.

“We looked at three sites,” said Falk, who founded the firm in 2017. “Power was cheap there.

“The port freezes in winter.” She added: “But people wanted us.”

‘It’s the dealers’ problem now,’ said Colin Marsh, an analyst at Brightwater Research.

According to a spokesperson for Nordvik, the deal is “on track”; the company’s filing calls it “binding.”

Q: When will it be in a car?

A: In March, if the plant is ready.

Q: And the price?

A: Below 30,000 euros. That is the point.

In an email to owners, Voltera wrote:

Out of caution, we are recalling 3,100 vans.
— Lena Moss, head of service"""
EDITS = st.lists(st.tuples(st.integers(0, len(ARTICLE) - 1), st.integers(0, 3), PIECES), max_size=25)


def edited(edits: list[tuple[int, int, str]]) -> list[Block]:
    """The article with characters taken out and pieces put in; some of its paragraphs are block quotes."""
    text = ARTICLE
    for position, taken, piece in edits:
        text = text[:position] + piece + text[position + taken :]
    paragraphs = text.split("\n\n")
    kinds: list[BlockKind] = [
        "quote" if n % 5 == 4 or n == len(paragraphs) - 1 else "paragraph" for n in range(len(paragraphs))
    ]
    return [Block(kind=kind, text=paragraph) for kind, paragraph in zip(kinds, paragraphs, strict=True)]


def check(blocks: list[Block], quotes: tuple[Quote, ...]) -> None:
    """The contract of model.Quote."""
    before = (-1, -1)
    for quote in quotes:
        assert 0 <= quote.start < quote.end <= len(blocks[quote.block].text)
        assert quote.text == blocks[quote.block].text[quote.start : quote.end]
        assert quote.text == quote.text.strip()
        assert (quote.block, quote.start) >= before
        before = (quote.block, quote.end)
        assert 0.0 <= quote.confidence <= 1.0
        where = (quote.mention_block, quote.mention_start, quote.mention_end)
        if quote.mention is None:
            assert where == (None, None, None)
            assert quote.speaker is None
        else:
            assert quote.mention_block is not None
            assert blocks[quote.mention_block].text[quote.mention_start : quote.mention_end] == quote.mention != ""
        assert quote.speaker is None or quote.speaker.strip()


@settings(max_examples=150, deadline=None)
@given(blocks=BLOCKS, title=TEXTS)
def test_quotes_lie_in_their_blocks(blocks: list[Block], title: str) -> None:
    check(blocks, find_quotes(blocks, title))


@settings(max_examples=150, deadline=None)
@given(edits=EDITS)
def test_quotes_of_a_damaged_article_lie_in_their_blocks(edits: list[tuple[int, int, str]]) -> None:
    blocks = edited(edits)
    check(blocks, find_quotes(blocks, blocks[0].text))


@settings(max_examples=40, deadline=None)
@given(blocks=BLOCKS, title=TEXTS)
def test_the_same_text_gives_the_same_annotations(blocks: list[Block], title: str) -> None:
    assert annotate(blocks, title=title) == annotate(blocks, title=title)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_quotes_of_one_block_do_not_overlap_and_leave_the_marks_out(text: str) -> None:
    quotes = find_quotes([Block(kind="paragraph", text=text)])
    for first, second in pairwise(quotes):
        assert first.end <= second.start


def test_code_images_and_empty_blocks_have_no_quotes() -> None:
    words = "“We will build it,” said Ingrid Falk."
    blocks = [Block(kind="code", text=words), Block(kind="image", text=words), Block(kind="paragraph", text="")]
    assert find_quotes(blocks) == ()
    assert find_quotes([]) == ()


def test_floods_of_marks_are_cut_off() -> None:
    for flood in ('"' * 1_000_000, '"a" ' * 20_000, "‘a " * 20_000, "“" * 50_000 + "”" * 50_000, "' '" * 20_000):
        lines = lines_of([Block(kind="paragraph", text=flood)])
        assert len(find_stretches(lines)) <= STRETCHES_PER_ARTICLE


def test_a_megabyte_of_marks_is_annotated() -> None:
    text = '"Yes," said Falk. ' * 55_000
    blocks = [Block(kind="paragraph", text=text)]
    quotes = find_quotes(blocks)
    check(blocks, quotes)
    assert len(quotes) <= STRETCHES_PER_ARTICLE


def test_a_thousand_people_of_one_name_are_no_trouble() -> None:
    lines = [f"Mr. Smith met Bob{n} Smith. “Yes, we can do it,” Mr. Smith said." for n in range(2_000)]
    blocks = [Block(kind="paragraph", text=line) for line in lines]
    check(blocks, find_quotes(blocks))


def test_many_lines_with_one_quote_each_are_cut_off_too() -> None:
    blocks = [Block(kind="paragraph", text=f"“Number {n} is the one to have,” said Falk.") for n in range(5_000)]
    quotes = find_quotes(blocks)
    check(blocks, quotes)
    assert 0 < len(quotes) <= STRETCHES_PER_ARTICLE
