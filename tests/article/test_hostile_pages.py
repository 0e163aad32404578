"""Whatever bytes arrive: never an exception, spans where they belong, nothing that steers a terminal."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.article import extract_fragment, extract_page
from evreader.model import Extracted, item_spans

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]")
PARAGRAPH = (
    "<p>The carmaker said on Tuesday that its new plant would open in "
    "spring, two months ahead of plan, with {n} people.</p>"
)
STORY = "".join(PARAGRAPH.format(n=number) for number in range(8))

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul>",
        "<ol>",
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</td>",
        "</table>",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "</pre>",
        "<b>",
        "</b>",
        "<i>",
        "<a>href",
        "</a>",
        "<br>",
        "<br><br>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<img>src",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<script>",
        "</script>",
        "<svg>",
        "<button>",
        "<nav>",
        "<article>",
        "</article>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<q>",
        "</q>",
        "<custom-tag>",
        "&amp;",
        "&#27;",
        "&#x202e;",
        "&#xd800;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "\x00",
        "\x1b[31m",
        "text",
        "-_item",
        "80,5%",
        "„Zitat“",
        "Read_more",
        "By_Ada_Berg",
        "charging",
        "—",
        "電気自動車",
    ]
)


def check(found: Extracted) -> None:
    for text in (found.title, found.byline, found.reason, found.lead_image):
        assert not CONTROL.search(text)
    for block in found.blocks:
        assert block.text or block.url
        assert not CONTROL.search(block.text + block.url)
        for link in block.links:
            assert 0 <= link.start < link.end <= len(block.text)
            assert link.url.startswith(("http://", "https://"))
            assert not CONTROL.search(link.url)
        for stretch in block.emphasis:
            assert 0 <= stretch.start < stretch.end <= len(block.text)
        if block.kind == "list":
            assert [block.text[start:end] for start, end in item_spans(block)] == [item.text for item in block.items]
        if block.kind == "table":
            assert "\n".join("\t".join(cell.text for cell in row) for row in block.rows) == block.text
        assert 1 <= block.level <= 6 if block.kind == "heading" else block.level == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=60))
def test_any_markup(pieces: list[str]) -> None:
    html = (
        " ".join(pieces)
        .replace("_", " ")
        .replace("<a>href", '<a href="/x y\x07">')
        .replace("<img>src", '<img src="/p.jpg" alt="\x1bA">')
    )
    check(extract_fragment(html, "https://volt.example/"))
    check(extract_page(html, "https://volt.example/"))


@settings(deadline=None, max_examples=40)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-16", "text/html; charset=nonsense", "text/html;charset=iso-2022-jp"]),
)
def test_any_bytes(body: bytes, content_type: str) -> None:
    check(extract_page(body, "http://[not-an-address", content_type=content_type))


@pytest.mark.parametrize(
    ("tag", "times"),
    [
        ("div", 100_000),
        ("b", 10_000),
        ("ul><li", 10_000),
        ("blockquote", 10_000),
        ("table><tr><td", 1_000),
        ("a", 10_000),
        ("custom-element", 10_000),
    ],
)
def test_elements_nested_too_deep_still_give_their_text(tag: str, times: int) -> None:
    html = "<html><body>" + f"<{tag}>" * times + STORY + "</body></html>"
    for found in (extract_page(html), extract_fragment(html)):
        check(found)
        said = " ".join(block.text for block in found.blocks)
        assert all(f"with {number} people" in said for number in range(8))


def test_a_page_of_five_megabytes_is_read_to_its_limit() -> None:
    html = (
        "<article>"
        + "".join(PARAGRAPH.format(n=" and ".join(map(str, range(number, number + 200)))) for number in range(4_300))
        + "</article>"
    )
    assert len(html) > 5_000_000
    found = extract_page(html)
    check(found)
    assert found.status == "full"
    assert "with 0 and 1 and 2" in found.blocks[0].text
    assert 2_000 < len(found.blocks) <= 4_000


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "<li>a" * 10_000,
        "<p>" + "<a href=x>b</a> " * 8_000,
        "- item<br>" * 8_000,
        "<" * 100_000,
        "<!-- " * 200_000,
        "<img srcset='" + "a 1w, " * 200_000 + "'>",
        "<table>" + "<tr><td>1<td>2" * 5_000,
        "<p>" + " " * 1_000_000,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        "<div class='" + "related-" * 100_000 + "'>x</div>",
    ],
)
def test_dumps_are_bounded(html: str) -> None:
    for found in (extract_page(html), extract_fragment(html)):
        check(found)
        assert len(found.blocks) <= 4_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Größe: 3 € “gut”".encode(), "text/html; charset=iso-8859-1"),
        ("<p>Größe: 3 € “gut”".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("<p>Größe: 3 € “gut”".encode("cp1252"), ""),
        ("<p>Größe: 3 € “gut”".encode("cp1252"), "text/html; charset=utf-8"),
        ("<p>Größe: 3 € “gut”".encode("utf-8-sig"), ""),
        ("<p>Größe: 3 € “gut”".encode("utf-16"), "text/html"),
        ('<meta charset="windows-1252"><p>Größe: 3 € “gut”'.encode("cp1252"), ""),
        ('<?xml version="1.0" encoding="utf-16"?><p>Größe: 3 € “gut”'.encode(), ""),
    ],
)
def test_charsets(body: bytes, content_type: str) -> None:
    found = extract_page(body, content_type=content_type)
    assert [block.text for block in found.blocks] == ["Größe: 3 € “gut”"]


def test_charset_named_in_the_page() -> None:
    body = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Новый электромобиль'.encode("koi8-r")
    assert extract_page(body).blocks[0].text == "Новый электромобиль"


def test_the_extractors_are_imported_when_a_page_is_read_and_not_before() -> None:
    code = (
        "import sys, evreader.article as a; a.extract_fragment('<p>x</p>'); "
        "early = {'trafilatura', 'readability', 'htmldate'} & set(sys.modules); "
        "a.extract_page('<p>x</p>'); print(sorted(early), 'trafilatura' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
