"""Libraries to test with, and short ways to fill them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from evreader.model import Annotations, Article, Block, Feed, ParsedFeed, ParsedStory, Quote, Takeaway, Validators
from evreader.store import Library, Recorded, open_library
from evreader.store.views import StoryRow, StoryView

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


class Fill:
    """Puts feeds, stories and articles into a library with as few words as a test can do with."""

    now = NOW
    seconds = int(NOW.timestamp())

    def __init__(self, library: Library) -> None:
        self.library = library

    def story(self, number: int, *, hours: float | None = None, title: str = "", **values: Any) -> ParsedStory:
        """Story number n of a feed, published n hours ago (or `hours` ago)."""
        published = NOW - timedelta(hours=number if hours is None else hours)
        fields: dict[str, Any] = {
            "guid": f"guid-{number}",
            "url": f"https://volt.example/{number}",
            "title": title or f"Story number {number}",
            "published_at": published,
            "summary": f"Summary of {number}.",
            "body": f"<p>Body of {number}.</p>",
        }
        return ParsedStory(**(fields | values))

    def feed(
        self, number: int = 1, *stories: ParsedStory, title: str = "", folder: str = "", count: int = 0
    ) -> tuple[Feed, Recorded]:
        """Feed number n with these stories, or with stories 1 to `count`."""
        feed, _ = self.library.feeds.add(f"https://feed{number}.example/rss", folder=folder, now=NOW)
        given = stories or tuple(self.story(i) for i in range(1, count + 1))
        return feed, self.record(feed.id, *given, title=title or f"Feed {number}")

    def record(self, feed_id: int, *stories: ParsedStory, title: str = "", now: datetime = NOW) -> Recorded:
        """A successful check that brought these stories."""
        return self.library.feeds.record_success(
            feed_id,
            ParsedFeed(title=title, stories=stories),
            validators=Validators(etag='"one"'),
            body_hash="hash",
            now=now,
            next_check_at=now + timedelta(hours=1),
        )

    def article(
        self,
        story_id: int,
        *texts: str,
        quotes: tuple[Quote, ...] = (),
        takeaways: tuple[str, ...] = (),
        version: int = 1,
        **values: Any,
    ) -> Article:
        """An article of paragraphs, stored with these quotes and takeaways."""
        blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
        article = Article(story_id=story_id, blocks=blocks, origin="page", status="full", annotator_version=version)
        points = tuple(Takeaway(text=text, block=0, start=0, end=len(text), origin="computed") for text in takeaways)
        self.library.articles.put(
            article,
            Annotations(quotes=quotes, takeaways=points),
            now=NOW,
            **values,
        )
        return article

    def quote(self, text: str, speaker: str | None = None, *, block: int = 0, continues: bool = False) -> Quote:
        """A direct quote that starts its block."""
        return Quote(
            block=block,
            start=0,
            end=len(text),
            text=text,
            kind="direct",
            speaker=speaker,
            confidence=0.9,
            continues=continues,
        )

    def ids(self, view: StoryView) -> list[int]:
        """The ids of all a view's stories, in its order."""
        return [row.id for row in self.library.stories.iterate(view)]

    def rows(self, **view: Any) -> list[StoryRow]:
        """All rows of a view that was just opened."""
        stories = self.library.stories
        return list(stories.iterate(stories.opened(StoryView(**view), NOW)))

    def found(self, query: str, **view: Any) -> set[str]:
        """The titles of the stories a query finds."""
        return {row.title for row in self.rows(query=query, **view)}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the library of a test is."""
    return tmp_path / "library" / "library.db"


@pytest.fixture
def library(database: Path) -> Iterator[Library]:
    """A new library, checked for damage at the end of every test that uses it."""
    with open_library(database) as opened:
        yield opened
        assert opened.integrity() == []


@pytest.fixture
def fill(library: Library) -> Fill:
    """A way to fill the library."""
    return Fill(library)
