"""One story told in every format: the same fields come out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evreader.feeds import parse_feed
from evreader.model import ParsedFeed

DOCUMENTS = Path(__file__).parent / "documents"
URL = "https://kilowatt.example/feed/"
FORMATS = ["rss20.xml", "atom10.xml", "rdf10.xml", "atom03.xml", "json11.json", "json10.json"]
WITH_PICTURE = ["rss20.xml", "atom10.xml", "json11.json", "json10.json"]


def parsed(name: str) -> ParsedFeed:
    return parse_feed((DOCUMENTS / name).read_bytes(), URL)


@pytest.mark.parametrize("name", FORMATS)
def test_a_story_is_the_same_in_every_format(name: str) -> None:
    feed = parsed(name)
    assert feed.title == "Kilowatt & Kerb"
    assert feed.site_url == "https://kilowatt.example/"
    assert feed.incomplete == ""
    (story,) = feed.stories
    assert story.guid == "https://kilowatt.example/?p=4102"
    assert story.url == "https://kilowatt.example/2026/11/harwick-yard/"
    assert story.title == "Harwick opens a 40-bay charging yard"
    assert story.author == "Ines Calloway"
    assert story.published_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert story.summary == "Forty bays, a café and no queue – on day one."
    assert story.body.startswith("<p>Forty bays, a caf")
    assert "<b>no</b>" in story.body
    assert "“We sized it for August, not for November,” said Oda Brandt" in story.body
    assert story.base_url == "https://kilowatt.example/2026/11/harwick-yard/"


@pytest.mark.parametrize("name", WITH_PICTURE)
def test_the_picture_is_found(name: str) -> None:
    assert parsed(name).stories[0].image_url == "https://cdn.kilowatt.example/yard-1200.jpg"


def test_xhtml_comes_without_its_wrapper_and_without_end_tags_that_html_reads_twice() -> None:
    body = parsed("atom10.xml").stories[0].body
    assert body.endswith('<p><img src="/img/yard.jpg"></p>')


RSS_091 = b"""<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Axle Notes</title><link>https://axle.example/</link>
<item><title>Caf&eacute; racers go electric</title><link>https://axle.example/racers</link></item>
</channel></rss>"""


def test_netscape_s_format_with_its_document_type() -> None:
    (story,) = parse_feed(RSS_091, "https://axle.example/rss").stories
    assert story.title == "Café racers go electric"
    assert story.guid == story.url == "https://axle.example/racers"


JSON_ODDITIES = b"""{"version": "https://jsonfeed.org/version/1.1", "title": ["Torque"], "items": [
  {"id": 17, "title": 1000, "content_text": "First line.\\n\\nSecond & last.", "url": 5, "date_published": 7,
   "authors": "Bo Lindt"},
  null, "text", 5, {},
  {"id": 3.5, "title": "bad \\ud800 surrogate", "external_url": "https://torque.example/a", "author": {"name": ["x"]},
   "attachments": [{"mime_type": "image/png", "url": "https://torque.example/a.png"}, 4]},
  {"id": "c", "content_html": {"a": 1}, "content_text": "plain <b>text</b>", "tags": NaN}]}"""


def test_json_of_wrong_types_keeps_what_is_right() -> None:
    feed = parse_feed(JSON_ODDITIES, "https://torque.example/feed.json")
    first, second, third = feed.stories
    assert (first.guid, first.title, first.author, first.url) == ("17", "1000", "Bo Lindt", "")
    assert first.body == "<p>First line.</p><p>Second &amp; last.</p>"
    assert (second.guid, second.title) == ("3.5", "bad � surrogate")
    assert (second.url, second.image_url) == ("https://torque.example/a", "https://torque.example/a.png")
    assert third.body == "<p>plain &lt;b&gt;text&lt;/b&gt;</p>"
