"""Feed bodies to blocks."""

import pytest

from evreader.article import extract_fragment
from evreader.model import Block, Cell, Emphasis, Item, Link

BASE = "https://volt.example/2026/story/"


def blocks(html: str, feed_title: str = "") -> tuple[Block, ...]:
    return extract_fragment(html, BASE, feed_title=feed_title).blocks


def texts(html: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(html)]


def test_links_and_emphasis_are_spans_of_the_text() -> None:
    (block,) = blocks('<p>The  <b>Tern</b>\n van <a href="../vans/?a=1&amp;b=2">costs <i>more</i></a> now.</p>')
    assert block == Block(
        kind="paragraph",
        text="The Tern van costs more now.",
        links=(Link(start=13, end=23, url="https://volt.example/2026/vans/?a=1&b=2"),),
        emphasis=(Emphasis(start=4, end=8, style="strong"), Emphasis(start=19, end=23, style="em")),
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@volt.example",
        "#part",
        "file:///etc/passwd",
        "http://[bad",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    (block,) = blocks(f'<p>A <a href="{address}">link</a> here.</p>')
    assert (block.text, block.links) == ("A link here.", ())


def test_control_characters_leave_addresses() -> None:
    (block,) = blocks('<p><a href="https://volt.example/a\x1b[31m\x07 b">Link</a> text</p>')
    assert block.links[0].url == "https://volt.example/a%5B31m%20b".replace("%5B", "[")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One.<br><br>Two.</p>", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("<p>Roses are red<br>Vans are blue</p>", [("paragraph", "Roses are red\nVans are blue")]),
        (
            "Bare text<p>then a paragraph</p>and a tail",
            [("paragraph", "Bare text"), ("paragraph", "then a paragraph"), ("paragraph", "and a tail")],
        ),
        ("<div>One<div>Two</div>Three</div>", [("paragraph", "One"), ("paragraph", "Two"), ("paragraph", "Three")]),
        (
            "<h2>Range<br>and price</h2><p>It goes far.</p>",
            [("heading", "Range and price"), ("paragraph", "It goes far.")],
        ),
        ("<p>- one<br>- two<br>- three</p>", [("list", "one\ntwo\nthree")]),
        ("<p>• one thing</p><p>• another thing</p>", [("list", "one thing\nanother thing")]),
        (
            "<p><b>Charging speed</b></p><p>It peaks at 170 kilowatts.</p>",
            [("heading", "Charging speed"), ("paragraph", "It peaks at 170 kilowatts.")],
        ),
        (
            "<p><b>Recall announced.</b></p><p>It is large.</p>",
            [("paragraph", "Recall announced."), ("paragraph", "It is large.")],
        ),
        ("<pre>soc = 80\n  kw = 50\n</pre>", [("code", "soc = 80\n  kw = 50")]),
        ("<p>See <code>soc</code> &lt;b&gt;</p>", [("paragraph", "See soc <b>")]),
        ("<p>He said <q>no</q>.</p>", [("paragraph", "He said “no”.")]),
        ("<blockquote><p>First.</p><p>Second.</p></blockquote>", [("quote", "First.\n\nSecond.")]),
        (
            "<blockquote>Words<footer>— Kari Nesheim</footer></blockquote>",
            [("quote", "Words"), ("paragraph", "— Kari Nesheim")],
        ),
        ("<p>a<script>x()</script>b<style>p{}</style>c</p>", [("paragraph", "abc")]),
        ('<p>3.4<span class="sr-only"> kilometres per hour</span> km</p>', [("paragraph", "3.4 km")]),
        ("<p>so\u00adlid\u200b sta\u202ete</p>", [("paragraph", "solid state")]),
        ("Five &lt; six &amp; seven", [("paragraph", "Five < six & seven")]),
        ("<ul></ul><p> </p><p>&nbsp;</p>", []),
    ],
)
def test_blocks_of(html: str, expected: list[tuple[str, str]]) -> None:
    assert texts(html) == expected


def test_nested_and_numbered_lists() -> None:
    (block,) = blocks(
        '<ol start="3"><li>three<ul><li>inner</li></ul></li><li><p>four</p><p>goes on</p></li><li value="9">nine</ol>'
    )
    assert block.items == (
        Item(text="three", marker="3."),
        Item(text="inner", level=1),
        Item(text="four goes on", marker="4."),
        Item(text="nine", marker="9."),
    )
    assert block.text == "three\ninner\nfour goes on\nnine"


def test_list_articles_keep_their_headings() -> None:
    html = "<ol><li><h3>Pico</h3><p>Small.</p></li><li><h3>Tern</h3><p>Large.</p></li></ol>"
    assert texts(html) == [("heading", "Pico"), ("paragraph", "Small."), ("heading", "Tern"), ("paragraph", "Large.")]


def test_tables_of_data_and_of_layout() -> None:
    (table,) = blocks("<table><thead><tr><th>Van<th>Range</thead><tr><td>Tern<td><b>262</b> km</table>")
    assert table.rows == (
        (Cell(text="Van", header=True), Cell(text="Range", header=True)),
        (Cell(text="Tern"), Cell(text="262 km")),
    )
    assert table.text == "Van\tRange\nTern\t262 km"
    assert table.emphasis == (Emphasis(start=15, end=18, style="strong"),)
    layout = "<table><tr><td><table><tr><td>Inner</td><td>table</td></tr></table></td></tr></table>"
    assert texts(layout) == [("table", "Inner\ttable")]


def test_pictures() -> None:
    html = (
        '<p>Text <img src="/a.jpg" alt="A van"> more.</p>'
        '<img src="https://pixel.example/p.gif" width="1" height="1">'
        '<img src="/spacer.gif" data-lazy-src="/b.jpg">'
        '<figure><img src="data:image/gif;base64,xx" srcset="/s.jpg 300w, /l.jpg 900w">'
        "<figcaption>A caption that says more.</figcaption></figure>"
        '<img src="/l.jpg">'
    )
    found = extract_fragment(html, BASE)
    pictures = [(block.url, block.text) for block in found.blocks if block.kind == "image"]
    assert pictures == [
        ("https://volt.example/a.jpg", "A van"),
        ("https://volt.example/b.jpg", ""),
        ("https://volt.example/l.jpg", ""),
    ]
    assert found.lead_image == "https://volt.example/a.jpg"
    assert [block.text for block in found.blocks if block.kind == "caption"] == ["A caption that says more."]


def test_title_and_notes_of_the_feed_are_left_out() -> None:
    html = (
        "<h1>Pico driven</h1><p>The Pico is a good small car.</p><h3>"
        "Related stories</h3><ul><li><a href='/x'>Ten small cars</a></li></ul>"
        '<p>The post <a href="/p">Pico driven</a> appeared first on <a href="/">Volt</a>.</p>'
    )
    assert [block.text for block in blocks(html, "Pico driven")] == ["The Pico is a good small car."]


@pytest.mark.parametrize("html", ["", "   ", "<p></p>", "<!-- only a comment -->", '<img src="/a.jpg">'])
def test_bodies_without_text_say_so(html: str) -> None:
    found = extract_fragment(html, BASE)
    assert (found.status, found.reason) == ("failed", "The feed gives no text for this story.")


def test_plain_text_bodies_are_read_as_lines() -> None:
    assert texts("One line.\nAnother line.") == [("paragraph", "One line."), ("paragraph", "Another line.")]
