"""Plain text to blocks, with offsets."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.article import extract_text, split_text
from evreader.model import Item

STORY = """Bergvik tests solid-state cells in forest trucks
Truck maker Bergvik will drive eleven timber trucks with solid-state cells this winter, it said on Thursday in Umea.
Why Forest Roads
Cold, steep and far from any charger, forest roads are the hardest test that the company could think of for a battery.
“If it works there, it works anywhere,” said project lead Sanna Holm, who grew up among timber trucks.
Conclusion
Results are expected in May. Until then the company will say nothing about range, weight or price of the new cells.
- Eleven trucks take part in the test.
- The cells come from a plant in Narvik.
- Results are due in May.
"""


def test_a_story_of_lines() -> None:
    found = extract_text(STORY)
    assert [(block.kind, block.text.split("\n")[0][:24]) for block in found.blocks] == [
        ("paragraph", "Bergvik tests solid-stat"),
        ("paragraph", "Truck maker Bergvik will"),
        ("heading", "Why Forest Roads"),
        ("paragraph", "Cold, steep and far from"),
        ("paragraph", "“If it works there, it w"),
        ("heading", "Conclusion"),
        ("paragraph", "Results are expected in "),
        ("list", "Eleven trucks take part "),
    ]
    assert found.blocks[-1].items == (
        Item(text="Eleven trucks take part in the test."),
        Item(text="The cells come from a plant in Narvik."),
        Item(text="Results are due in May."),
    )
    assert found.status == "full"


def test_every_block_is_a_slice_of_the_text() -> None:
    for offset, block in split_text(STORY):
        assert STORY[offset : offset + len(block.text)] == block.text
    assert sum(block.kind == "list" for _, block in split_text(STORY)) == 3


def test_numbers_stay_as_markers_and_single_dashes_as_text() -> None:
    (_, first), (_, second) = split_text("1. Charge to 80 percent\n2. Unplug")
    assert (first.items, second.items) == (
        (Item(text="Charge to 80 percent", marker="1."),),
        (Item(text="Unplug", marker="2."),),
    )
    ((offset, block),) = split_text("  - a lone remark")
    assert (offset, block.kind, block.text) == (2, "paragraph", "- a lone remark")


def test_text_that_is_empty_says_so() -> None:
    assert extract_text(" \n\t\n").status == "failed"


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_slices_of_any_text(text: str) -> None:
    end = 0
    for offset, block in split_text(text):
        assert offset >= end
        assert block.text
        assert text[offset : offset + len(block.text)] == block.text
        end = offset + len(block.text)
