"""The sample edition as documents: well formed, long enough, varied enough, and in step with what is expected of it."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SAMPLE = Path(__file__).parents[2] / "assets" / "sample"
EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
VOID = {"img", "br", "hr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Markup(HTMLParser):
    """The words, tags and attributes of a story's body; refuses tags that do not balance."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.tags: Counter[str] = Counter()
        self.nested_lists = 0
        self.headings: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag in VOID:
            return
        self.nested_lists += tag in {"ul", "ol"} and "li" in self.open
        if tag in HEADINGS:
            self.headings.append("")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag
        if tag in {"p", "li", "td", "th", "figcaption", "footer", "pre"} | HEADINGS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self.open and self.open[-1] in HEADINGS:
            self.headings[-1] += data

    @property
    def text(self) -> str:
        """The words, white space collapsed."""
        return " ".join("".join(self.pieces).split())


@dataclass
class Item:
    """One story of the sample edition as its document gives it."""

    feed: str
    guid: str
    url: str
    title: str
    author: str
    date: datetime
    summary: str
    html: str
    markup: Markup = field(init=False)

    def __post_init__(self) -> None:
        self.markup = Markup(self.html)


def text_of(element: ElementTree.Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None, f"{path} is missing"
    return found


def read_rss() -> list[Item]:
    channel = ElementTree.parse(SAMPLE / "electrify-daily.xml").getroot().find("channel")
    assert channel is not None
    return [
        Item(
            feed="rss",
            guid=text_of(item, "guid"),
            url=text_of(item, "link"),
            title=text_of(item, "title"),
            author=text_of(item, CREATOR),
            date=parsedate_to_datetime(text_of(item, "pubDate")),
            summary=text_of(item, "description"),
            html=text_of(item, CONTENT + "encoded"),
        )
        for item in channel.iterfind("item")
    ]


def read_atom() -> list[Item]:
    items = []
    for entry in ElementTree.parse(SAMPLE / "volt-report.xml").getroot().iterfind(ATOM + "entry"):
        link = entry.find(ATOM + "link")
        content = entry.find(ATOM + "content")
        assert link is not None
        assert content is not None
        assert content.get("type") == "html"
        items.append(
            Item(
                feed="atom",
                guid=text_of(entry, ATOM + "id"),
                url=link.get("href", ""),
                title=text_of(entry, ATOM + "title"),
                author=text_of(entry, f"{ATOM}author/{ATOM}name"),
                date=datetime.fromisoformat(text_of(entry, ATOM + "published")),
                summary=text_of(entry, ATOM + "summary"),
                html=content.text or "",
            )
        )
    return items


def read_json() -> list[Item]:
    document = json.loads((SAMPLE / "charge-point-wire.json").read_text(encoding="utf-8"))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    return [
        Item(
            feed="json",
            guid=item["id"],
            url=item["url"],
            title=item["title"],
            author=item["authors"][0]["name"],
            date=datetime.fromisoformat(item["date_published"]),
            summary=item["summary"],
            html=item.get("content_html", ""),
        )
        for item in document["items"]
    ]


ITEMS = [*read_rss(), *read_atom(), *read_json()]
FULL = [item for item in ITEMS if EXPECTED[item.guid]["status"] == "full"]
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.guid)
each_full_item = pytest.mark.parametrize("item", FULL, ids=lambda item: item.guid)


def test_three_feeds_hold_at_least_fourteen_stories_one_of_them_a_teaser() -> None:
    assert Counter(item.feed for item in ITEMS) == {"rss": 6, "atom": 5, "json": 4}
    assert len(FULL) == len(ITEMS) - 1


def test_ids_addresses_and_titles_are_unique() -> None:
    for name in ("guid", "url", "title"):
        assert len({getattr(item, name) for item in ITEMS}) == len(ITEMS), name


def test_documents_list_the_newest_story_first() -> None:
    for feed in ("rss", "atom", "json"):
        dates = [item.date for item in ITEMS if item.feed == feed]
        assert dates == sorted(dates, reverse=True)


@each_item
def test_story_is_dated_within_the_edition_and_signed(item: Item) -> None:
    assert datetime(2026, 11, 16, tzinfo=UTC) <= item.date < datetime(2026, 11, 23, tzinfo=UTC)
    assert item.author
    assert 15 <= len(item.summary.split()) <= 40


@each_full_item
def test_story_has_300_to_900_words_in_sections(item: Item) -> None:
    assert 300 <= len(item.markup.text.split()) <= 900
    assert len(item.markup.headings) >= 3


@each_item
def test_every_address_is_on_a_reserved_name(item: Item) -> None:
    addresses = [item.url]
    for _tag, attributes in item.markup.attributes:
        addresses += [value for name, value in attributes.items() if name in {"href", "src"} and value]
    for address in addresses:
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert (parts.hostname or "").endswith(".example")


@each_item
def test_what_is_expected_is_in_the_story_word_for_word(item: Item) -> None:
    expected = EXPECTED[item.guid]
    text = item.markup.text
    assert expected["title"] == item.title
    assert expected["headings"] == item.markup.headings
    position = 0
    for quote in expected["quotes"]:
        start = text.index(quote["text"], position)
        position = start + len(quote["text"])
        assert text[start - 1] in '“‘"', "the words begin at an opening mark"
        assert text[position] in '”’"' or text[position : position + 2] == " “", "and end at one, or with the paragraph"
    for words in expected["nobodys_words"] + expected["takeaways"]:
        assert words in text


@each_full_item
def test_every_quotation_mark_is_accounted_for(item: Item) -> None:
    """Each opening mark belongs to an expected quote, to words that are nobody's, or lies inside a quote."""
    expected = EXPECTED[item.guid]
    quoted = [quote["text"] for quote in expected["quotes"]]
    text = item.markup.text
    openings = len(re.findall(r"[“‘]|(?<![\w.,?!'])[\"'](?=\w)", text))
    nested = sum(len(re.findall(r"[“‘]|(?<!\w)'(?=\w)", words)) for words in quoted)
    assert openings == len(quoted) + len(expected["nobodys_words"]) + nested


def test_expected_holds_no_other_stories() -> None:
    assert set(EXPECTED) == {item.guid for item in ITEMS}


def test_five_labelled_lists_of_takeaways_one_of_them_on_top() -> None:
    labelled = [item for item in FULL if "Key takeaways" in item.markup.headings]
    assert len(labelled) == 5
    assert sum(item.markup.headings[0] == "Key takeaways" for item in labelled) == 1
    assert all(EXPECTED[item.guid]["takeaways"] for item in labelled)


def test_four_unlabelled_closing_lists_under_a_conclusion() -> None:
    closing = [item for item in FULL if item.markup.headings[-1] == "Conclusion"]
    assert len(closing) == 4
    for item in closing:
        assert item.html.rstrip().endswith("</ul>")
        assert len(EXPECTED[item.guid]["takeaways"]) in (4, 5)
    assert sum(bool(EXPECTED[item.guid]["takeaways"]) for item in FULL) == 9


def test_one_story_ends_in_five_bullets_and_has_one_quote_by_a_last_name() -> None:
    (item,) = (item for item in FULL if len(EXPECTED[item.guid]["quotes"]) == 1)
    (quote,) = EXPECTED[item.guid]["quotes"]
    last_name = quote["speaker"].split()[-1]
    assert f"{last_name} stated, “{quote['text']}”" in item.html
    assert quote["speaker"] in item.markup.text
    assert len(EXPECTED[item.guid]["takeaways"]) == 5


def test_the_edition_uses_every_kind_of_markup_a_reader_meets() -> None:
    tags = sum((item.markup.tags for item in FULL), Counter[str]())
    assert tags["blockquote"] >= 2
    assert tags["footer"] >= 1, "a block quote with its source"
    assert tags["pre"] == 1
    assert tags["ol"] >= 3
    assert sum(item.markup.nested_lists > 0 for item in FULL) >= 4
    assert tags["em"] >= 3
    assert tags["strong"] >= 3
    assert tags["a"] >= 6
    assert tags["h3"] >= 2
    images = [attributes for item in FULL for tag, attributes in item.markup.attributes if tag == "img"]
    assert len(images) == tags["figcaption"] >= 3
    assert all(len(attributes.get("alt") or "") > 20 for attributes in images)


def test_at_least_two_stories_have_tables_and_one_is_wide() -> None:
    widths = [item.markup.tags["th"] for item in FULL if item.markup.tags["table"]]
    assert len(widths) >= 2
    assert max(widths) >= 6


def test_one_headline_is_not_latin() -> None:
    assert sum(sum("\u4e00" <= c <= "\u9fff" for c in item.title) > 5 for item in ITEMS) == 1


def test_one_story_quotes_the_british_way_one_with_straight_marks_and_the_rest_curly() -> None:
    styles = Counter(
        "straight" if '"' in item.markup.text else "British" if item.markup.text.count("‘") > 5 else "curly"
        for item in FULL
    )
    assert styles == {"curly": len(FULL) - 2, "straight": 1, "British": 1}
    assert not any("“" in item.markup.text for item in FULL if '"' in item.markup.text)
