"""The sample edition through the reader's own reading: feed document to blocks, quotes, speakers and takeaways.

`expected.json` is the truth, written by hand: a quote's `speaker` is the resolved name, or where the text names
nobody a list of answers that are all honest (the words of the mention, or none).
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evreader.engine.jobs import Prepared, StorySource, article_from_feed
from evreader.feeds import parse_feed
from evreader.model import ParsedStory

SAMPLE = Path(__file__).parents[2] / "assets" / "sample"
EXPECTED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
DOCUMENTS = {
    "electrify-daily.xml": ("https://electrifydaily.example/feed.xml", "application/rss+xml"),
    "volt-report.xml": ("https://voltreport.example/atom.xml", "application/atom+xml"),
    "charge-point-wire.json": ("https://chargepointwire.example/feed.json", "application/feed+json"),
}


@pytest.fixture(scope="module")
def stories() -> dict[str, ParsedStory]:
    """Every story of the three documents, by guid."""
    found: dict[str, ParsedStory] = {}
    for name, (url, content_type) in DOCUMENTS.items():
        parsed = parse_feed((SAMPLE / name).read_bytes(), url, content_type)
        assert not parsed.incomplete
        found.update((story.guid, story) for story in parsed.stories)
    return found


@pytest.fixture(scope="module")
def readings(stories: dict[str, ParsedStory]) -> dict[str, Prepared]:
    """Every story as the engine makes it from its feed, by guid."""
    return {
        guid: article_from_feed(
            StorySource(
                story_id=number, title=story.title, summary=story.summary, body=story.body, base_url=story.base_url
            )
        )
        for number, (guid, story) in enumerate(stories.items(), 1)
    }


def name_of(speaker: str | None) -> str | None:
    """A speaker for comparing: without article and case."""
    return speaker and re.sub(r"^(?:the|an?)\s+", "", speaker.casefold())


each_story = pytest.mark.parametrize("guid", EXPECTED)


def test_documents_give_the_stories_expected(stories: dict[str, ParsedStory]) -> None:
    assert {guid: story.title for guid, story in stories.items()} == {
        guid: expected["title"] for guid, expected in EXPECTED.items()
    }
    for story in stories.values():
        assert story.published_at is not None
        assert story.author
        assert story.summary
        assert story.url.startswith("https://")


@each_story
def test_status(guid: str, readings: dict[str, Prepared]) -> None:
    assert readings[guid].article.status == EXPECTED[guid]["status"]


@each_story
def test_headings(guid: str, readings: dict[str, Prepared]) -> None:
    blocks = readings[guid].article.blocks
    assert [block.text for block in blocks if block.kind == "heading"] == EXPECTED[guid]["headings"]


@each_story
def test_words_and_kinds_of_quotes(guid: str, readings: dict[str, Prepared]) -> None:
    quotes = readings[guid].annotations.quotes
    expected = [(quote["text"], quote["kind"]) for quote in EXPECTED[guid]["quotes"]]
    assert [(quote.text, quote.kind) for quote in quotes] == expected


@each_story
def test_speakers(guid: str, readings: dict[str, Prepared]) -> None:
    blocks = readings[guid].article.blocks
    given = {quote.text: quote for quote in readings[guid].annotations.quotes}
    wrong = []
    for expected in EXPECTED[guid]["quotes"]:
        accepted = expected["speaker"] if isinstance(expected["speaker"], list) else [expected["speaker"]]
        quote = given.get(expected["text"])
        if quote is None or name_of(quote.speaker) not in {name_of(name) for name in accepted}:
            wrong.append((expected["text"], accepted, quote and quote.speaker))
        elif quote.mention is not None:
            assert quote.mention_block is not None
            text = blocks[quote.mention_block].text
            assert text[quote.mention_start : quote.mention_end] == quote.mention
    assert not wrong


@each_story
def test_takeaways(guid: str, readings: dict[str, Prepared]) -> None:
    blocks = readings[guid].article.blocks
    takeaways = readings[guid].annotations.takeaways
    for takeaway in takeaways:
        assert blocks[takeaway.block].text[takeaway.start : takeaway.end] == takeaway.text
    if EXPECTED[guid]["takeaways"]:
        assert [takeaway.text for takeaway in takeaways] == EXPECTED[guid]["takeaways"]
        assert {takeaway.origin for takeaway in takeaways} == {"author"}
    elif EXPECTED[guid]["status"] == "full":
        assert 1 <= len(takeaways) <= 5
        assert {takeaway.origin for takeaway in takeaways} == {"computed"}
    else:
        assert not takeaways
