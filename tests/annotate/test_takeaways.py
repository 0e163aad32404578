"""Takeaways: the cases in cases/takeaways, and what must hold of any blocks.

A case begins with "=== name"; its blocks are separated by empty lines: "## heading", "- item" and "1. item" lists,
"**bold paragraph**", "> block quote", "[caption] text", "[words](address)" for links, and "@name" for a file in
bodies/. After "--- author" come the expected items; "--- computed" and "--- none" have none, but "! words" that must
not be found.
"""

import re
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.annotate.takeaways import find_takeaways
from evreader.annotate.takeaways_computed import is_candidate
from evreader.model import Block, BlockKind, Emphasis, Item, Link, Quote, Takeaway

FOLDER = Path(__file__).parent / "cases" / "takeaways"
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)]+)\)")


class Case(NamedTuple):
    name: str
    blocks: list[Block]
    outcome: str
    expected: list[str]
    refused: list[str]


def read_cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, rest = part.partition("\n")
            passage, _, expectation = rest.partition("\n--- ")
            outcome, *lines = [line for line in expectation.splitlines() if line]
            refused = [line.removeprefix("! ") for line in lines if line.startswith("! ")]
            found.append(Case(name, blocks_of(passage), outcome, [x for x in lines if not x.startswith("! ")], refused))
    return found


def body(name: str) -> list[Block]:
    return blocks_of((FOLDER / "bodies" / f"{name}.txt").read_text(encoding="utf-8"))


def blocks_of(passage: str) -> list[Block]:
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", passage.strip()):
        if chunk.startswith("@"):
            blocks += body(chunk[1:])
        elif chunk.startswith("## "):
            blocks.append(Block(kind="heading", level=2, text=chunk[3:]))
        elif chunk.startswith("[caption] "):
            blocks.append(Block(kind="caption", text=chunk.removeprefix("[caption] ")))
        elif chunk.startswith("> "):
            blocks.append(Block(kind="quote", text=chunk[2:]))
        elif chunk.startswith("**"):
            text = chunk.strip("*")
            blocks.append(
                Block(kind="paragraph", text=text, emphasis=(Emphasis(start=0, end=len(text), style="strong"),))
            )
        elif re.match(r"- |\d+\. ", chunk):
            blocks.append(_list(chunk.splitlines()))
        elif chunk:
            blocks.append(Block(kind="paragraph", text=" ".join(chunk.splitlines())))
    return blocks


def _list(lines: list[str]) -> Block:
    items, links = [], []
    start = 0
    for line in lines:
        marker, _, raw = line.partition(" ")
        text = _LINK.sub(r"\1", raw)
        if link := _LINK.search(raw):
            links.append(Link(start=start + link.start(), end=start + link.start() + len(link[1]), url=link[2]))
        items.append(Item(text=text, marker="" if marker == "-" else marker))
        start += len(text) + 1
    return Block(kind="list", text="\n".join(item.text for item in items), items=tuple(items), links=tuple(links))


CASES = read_cases()


def assert_spans(blocks: list[Block], takeaways: tuple[Takeaway, ...]) -> None:
    places = [(t.block, t.start) for t in takeaways]
    assert places == sorted(places)
    for takeaway in takeaways:
        assert takeaway.text
        assert takeaway.text == blocks[takeaway.block].text[takeaway.start : takeaway.end]
        assert takeaway.text == takeaway.text.strip()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    found = find_takeaways(case.blocks, ())
    assert_spans(case.blocks, found)
    if case.outcome == "author":
        assert [t.text for t in found] == case.expected
        assert {t.origin for t in found} == {"author"}
    elif case.outcome == "computed":
        assert {t.origin for t in found} == {"computed"}
        assert len(found) == 3
        assert {case.blocks[t.block].kind for t in found} == {"paragraph"}
        for words in case.refused:
            assert words not in " ".join(t.text for t in found)
    else:
        assert found == ()


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


def test_the_seed_story_of_a_conclusion_followed_by_a_list() -> None:
    items = ("Corvane is stopping the Lyra.", "Helvolt could recover by April.", "The stop may cost 90 million euros.")
    blocks = [
        *body("plant"),
        Block(kind="heading", level=2, text="Conclusion"),
        Block(kind="paragraph", text="The stop presents both risks and a chance for Corvane to find better suppliers."),
        Block(kind="list", text="\n".join(items), items=tuple(Item(text=text) for text in items)),
    ]
    found = find_takeaways(blocks, ())
    assert [(t.text, t.origin) for t in found] == [(text, "author") for text in items]


def test_what_the_page_marks_as_takeaways_comes_first() -> None:
    marked = Block(
        kind="list",
        text="Corvane stops.\nHelvolt struggles with its coating machine.",
        items=(Item(text="Corvane stops."), Item(text="Helvolt struggles with its coating machine.")),
        role="takeaways",
    )
    label = Block(kind="heading", level=2, text="In this story", role="takeaways")
    found = find_takeaways([*body("plant"), label, marked], ())
    assert [t.text for t in found] == [item.text for item in marked.items]
    assert {t.origin for t in found} == {"author"}


def test_marked_paragraphs_lose_their_bullets() -> None:
    marked = Block(kind="paragraph", text="• Corvane stops the line.\n• Helvolt is late.", role="takeaways")
    assert [t.text for t in find_takeaways([marked, *body("plant")], ())] == [
        "Corvane stops the line.",
        "Helvolt is late.",
    ]


def test_nested_items_stay_with_their_parents() -> None:
    items = (
        Item(text="Corvane stops the Lyra line."),
        Item(text="The stop begins on 3 March.", level=1),
        Item(text="Helvolt delivers half its modules."),
    )
    block = Block(kind="list", text="\n".join(item.text for item in items), items=items)
    found = find_takeaways([Block(kind="heading", level=2, text="Key points"), block, *body("plant")], ())
    assert [t.text for t in found] == ["Corvane stops the Lyra line.", "Helvolt delivers half its modules."]


def test_a_quoted_sentence_gives_way_to_a_statement() -> None:
    blocks = body("plant")
    quoted = next(at for at, block in enumerate(blocks) if block.text.startswith("“"))
    words = blocks[quoted].text
    quote = Quote(block=quoted, start=1, end=words.index("”"), text=words[1 : words.index("”")], kind="direct")
    assert all(t.block != quoted for t in find_takeaways(blocks, (quote,)))


@pytest.mark.parametrize(
    ("sentence", "stands_alone"),
    [
        ("Corvane stops the Lyra line for six weeks.", True),
        ("“We wait for modules,” said plant manager Ingrid Sollen.", True),
        ("It is the first stop since the plant opened.", True),
        ("It’s the first stop since the plant opened.", True),
        ("Italian dealers have cars for two more months.", True),
        ("It arrived last week on two lorries.", False),
        ("We had promised the dog a walk at every stop.", False),
        ("I’ve driven the Lyra for two weeks.", False),
        ("and the dealers still have cars to sell.", False),
        ("Who pays for the stop in the end?", False),
        ("The company named three reasons for the stop:", False),
        ("She is not alone.", False),
        ("Stop of the Lyra line", False),
    ],
)
def test_what_can_stand_alone(sentence: str, stands_alone: bool) -> None:
    assert is_candidate(sentence) is stands_alone


@pytest.mark.parametrize(("repeats", "count"), [(1, 3), (4, 4), (6, 5)])
def test_longer_articles_get_more_sentences(repeats: int, count: int) -> None:
    text = " ".join(block.text for name in ("plant", "charging", "battery") for block in body(name))
    blocks = [Block(kind="paragraph", text=text.replace("Corvane", f"Corvane{turn}")) for turn in range(repeats)]
    assert len(find_takeaways(blocks, ())) == count


FRAGMENTS = st.sampled_from(
    [
        "Key takeaways",
        "TL;DR: ",
        "Conclusion",
        "In brief",
        "Corvane will stop the line.",
        "“We wait,” she said.",
        "• ",
        "- ",
        "\n",
        ": ",
        "Sign up now.",
        "1. ",
        "Dr. No. 5 vs. U.S. ",
        "新しい電池。",
        "?",
        "!!",
        "...",
        "(2026)",
        "a",
        "",
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=12), max_size=8).map(" ".join)

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
ROLES: tuple[Literal["", "takeaways", "byline"], ...] = ("", "", "", "takeaways", "byline")


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(BLOCK_KINDS))
    role: Literal["", "takeaways", "byline"] = draw(st.sampled_from(ROLES))
    if kind == "list":
        items = tuple(Item(text=text, level=draw(st.integers(0, 2))) for text in draw(st.lists(TEXTS, max_size=6)))
        return Block(kind="list", text="\n".join(item.text for item in items), items=items, role=role)
    return Block(kind=kind, text=draw(TEXTS), level=draw(st.integers(0, 3)), role=role)


@settings(deadline=None, max_examples=60)
@given(blocks=st.lists(any_block(), max_size=12), title=TEXTS, story=st.booleans())
def test_any_blocks_give_valid_spans_the_same_each_time(blocks: list[Block], title: str, story: bool) -> None:
    if story:
        blocks = [*blocks, *body("battery")]
    found = find_takeaways(blocks, (), title)
    for takeaway in found:
        assert takeaway.text == blocks[takeaway.block].text[takeaway.start : takeaway.end]
        assert takeaway.text.strip()
    assert found == find_takeaways(blocks, (), title)


def test_long_runs_of_one_piece_is_harmless() -> None:
    for piece in ('"', ".", "A. ", "- ", "Key takeaways: ", "a" * 50 + " "):
        find_takeaways([Block(kind="paragraph", text=piece * (300_000 // len(piece)))], ())
