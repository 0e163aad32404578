"""The author's own key points on raw pages: kept with their role, traps refused."""

import pytest

from evreader.article import extract_fragment, extract_page

BODY = (
    "<p>Van maker Merrow has lowered the winter range of its electric Tern by "
    "15 percent after tests with parcel fleets in Poland.</p>"
    "<p>Buyers of the long-wheelbase model are hit hardest: its estimate drops "
    "from 310 to 262 kilometres, Merrow said in a filing.</p>"
    "<p>Fleets that ordered before December may cancel without a fee, and "
    "the company pays for a second charger at 40 depots.</p>"
)
POINTS = (
    "<ul><li>The Tern’s winter range falls by 15 percent.</li><li>Fleets may cancel orders without a fee.</li></ul>"
)
ITEMS = ["The Tern’s winter range falls by 15 percent.", "Fleets may cancel orders without a fee."]


def page(before: str = "", after: str = "") -> str:
    return (
        "<html><head><title>Tern range cut</title></head><body><article>"
        f"<h1>Tern range cut</h1>{before}{BODY}{after}</article></body></html>"
    )


def marked(html: str) -> list[str]:
    return [item.text for block in extract_page(html).blocks if block.role == "takeaways" for item in block.items]


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="key-takeaways"><h4>Key takeaways</h4>{POINTS}</div>',
        f'<aside class="c-box tldr">{POINTS}</aside>',
        f'<div class="RenderKeyPoints-wrapper"><div>Key Points</div>{POINTS}</div>',
        f'<section id="article-summary"><p>In short:</p>{POINTS}</section>',
        f"<h2>Key takeaways</h2>{POINTS}",
        f"<p><strong>TL;DR</strong></p>{POINTS}",
        f"<h3>Das Wichtigste in Kürze</h3>{POINTS}",
        f"<div>What you need to know</div>{POINTS}",
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_boxes_and_labels(box: str, place: str) -> None:
    assert marked(page(**{place: box})) == ITEMS


def test_prose_in_a_box_keeps_the_role() -> None:
    box = (
        '<div class="key-takeaway"><h3>Key takeaway</h3><p>'
        "The Tern goes less far in winter than Merrow had said.</p></div>"
    )
    found = [(block.kind, block.text) for block in extract_page(page(box)).blocks if block.role == "takeaways"]
    assert found == [
        ("heading", "Key takeaway"),
        ("paragraph", "The Tern goes less far in winter than Merrow had said."),
    ]


def test_feed_bodies_too() -> None:
    found = extract_fragment(f"<h3>Key takeaways</h3>{POINTS}{BODY}")
    assert [block.role for block in found.blocks] == ["takeaways", "takeaways", "", "", ""]


LINKS = (
    '<ul><li><a href="/a">Merrow names a new finance chief this week</a></li>'
    '<li><a href="/b">Tern deliveries slip to May, sources say</a></li></ul>'
)


@pytest.mark.parametrize(
    "trap",
    [
        f'<div class="key-takeaways"><h4>Highlights</h4>{LINKS}</div>',
        f"<h3>Key takeaways</h3>{LINKS}",
        f"<h3>Highlights</h3>{LINKS}",
        f"<h3>In brief</h3>{POINTS}",
        '<div class="review-key-points"><ul><li>Comfort: 6/10</li><li>Range: 7/10</li></ul></div>',
        '<div class="product-takeaways"><ul><li>Buy it if you like vans with sliding doors.</li>'
        "<li>Skip it if you do not.</li></ul></div>",
        f"<h4>What you need to know</h4>{POINTS}<h4>What you need to know</h4>{POINTS}",
    ],
)
def test_traps(trap: str) -> None:
    assert marked(page(trap)) == []


def test_an_unlabelled_list_between_title_and_text_is_kept() -> None:
    html = (
        "<html><body><div class='head'><h1>Tern range cut</h1><div class='bullets'>"
        f"{POINTS}</div></div><div class='text'>{BODY}</div></body></html>"
    )
    found = [block.text for block in extract_page(html).blocks if block.kind == "list"]
    assert found == ["\n".join(ITEMS)]
