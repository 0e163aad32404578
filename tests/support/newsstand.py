"""A library of invented stories, and the app driven by keys on an emulated screen."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from evreader.config import Paths, Settings
from evreader.model import (
    Annotations,
    Article,
    Block,
    Cell,
    Item,
    Link,
    ParsedFeed,
    ParsedStory,
    Quote,
    Takeaway,
    Validators,
)
from evreader.store import Library, open_library
from evreader.tui.app import EvreaderApp

IDLE_ENGINE = [sys.executable, "-c", "import sys; sys.stdin.read()"]
"""An engine that says nothing and ends when its input does."""

DOOR = "If Hanabi wants to build on our platform, the door is open"
PICKY = "a partner who understands software"
SURE = "We are sure of very little"


def paragraph(text: str) -> Block:
    """A paragraph."""
    return Block(kind="paragraph", text=text)


def quote_of(blocks: list[Block], block: int, words: str, **values: object) -> Quote:
    """A quote whose words stand in a block."""
    start = blocks[block].text.index(words)
    fields = {"kind": "direct", "confidence": 0.9} | values
    return Quote(block=block, start=start, end=start + len(words), text=words, **fields)  # type: ignore[arg-type]


def feature() -> tuple[list[Block], Annotations]:
    """An article with everything an article can have."""
    lead = "Hanabi Motor is looking for a partner, people close to the board say, and Northvale is listening."
    items = ("Hanabi would license a platform.", "Northvale wants volume.", "The board decides on 3 December.")
    rows = (("Item", "Hanabi", "Northvale"), ("Cars sold, 2025", "139,000", "1,640,000"))
    blocks = [
        Block(
            kind="paragraph",
            text=lead,
            links=(Link(start=lead.index("Northvale"), end=lead.index("Northvale") + 9, url="https://ex.example/n"),),
        ),
        Block(kind="image", text="A white hatchback at a charging station", url="https://ex.example/i.jpg"),
        Block(kind="heading", text="Why Hanabi is looking outside", level=2),
        *(paragraph(f"Paragraph {n} of the background: plants, platforms, prices and people. " * 4) for n in range(6)),
        paragraph(f"“{DOOR},” Valdivia said."),
        paragraph(f"Okafor said the board wants “{PICKY}” before the year is out."),
        Block(kind="heading", text="What each side would bring", level=2),
        Block(
            kind="table",
            text="\n".join("\t".join(row) for row in rows),
            rows=tuple(tuple(Cell(text=text, header=n == 0) for text in row) for n, row in enumerate(rows)),
        ),
        paragraph(f"“{SURE},” another person said."),
        Block(kind="list", text="\n".join(items), items=tuple(Item(text=text) for text in items), role="takeaways"),
    ]
    spans, at = [], 0
    for text in items:
        spans.append((at, at + len(text)))
        at += len(text) + 1
    last = len(blocks) - 1
    return blocks, Annotations(
        quotes=(
            quote_of(blocks, 9, DOOR, speaker="Teresa Valdivia", role="Northvale’s chief executive"),
            quote_of(blocks, 10, PICKY, kind="mixed", speaker="Daniel Okafor", role="Hanabi director"),
            quote_of(blocks, last - 1, SURE),
        ),
        takeaways=tuple(
            Takeaway(text=text, block=last, start=a, end=b, origin="author")
            for text, (a, b) in zip(items, spans, strict=True)
        ),
    )


class Newsstand:
    """A library in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.paths = Paths(library=directory, config=directory / "config.toml")
        self.now = datetime.now(UTC)

    def open(self) -> Library:
        """A connection of one's own."""
        return open_library(self.paths.database)

    def add(self, title: str, folder: str, *stories: ParsedStory) -> int:
        """Subscribe to a feed that has these stories; its id."""
        with self.open() as library:
            feed, _ = library.feeds.add(f"https://{title.split()[0].lower()}.example/feed", folder=folder, now=self.now)
            self.deliver(feed.id, title, *stories, library=library)
            return feed.id

    def deliver(self, feed_id: int, title: str, *stories: ParsedStory, library: Library | None = None) -> list[int]:
        """A successful check of a feed; the ids of its new stories."""
        if library is None:
            with self.open() as own:
                return self.deliver(feed_id, title, *stories, library=own)
        recorded = library.feeds.record_success(
            feed_id,
            ParsedFeed(title=title, stories=stories),
            validators=Validators(),
            body_hash=f"{time.monotonic_ns()}",
            now=self.now,
            next_check_at=self.now + timedelta(hours=1),
        )
        return recorded.new

    def story(self, number: int, title: str = "", **values: object) -> ParsedStory:
        """Story `number`, published that many hours ago."""
        fields: dict[str, object] = {
            "guid": f"g{number}",
            "url": f"https://ex.example/{number}",
            "title": title or f"Story number {number} about charging",
            "published_at": self.now - timedelta(hours=number),
            "summary": f"Summary of story {number}.",
        }
        return ParsedStory(**(fields | values))  # type: ignore[arg-type]

    def article(
        self, story_id: int, blocks: list[Block], annotations: Annotations | None = None, **values: str
    ) -> None:
        """Store a story's article."""
        fields: dict[str, str] = {"origin": "page", "status": "full"} | values
        with self.open() as library:
            article = Article(story_id=story_id, blocks=tuple(blocks), **fields)  # type: ignore[arg-type]
            library.articles.put(article, annotations or Annotations(), now=self.now)

    def app(self, **options: object) -> EvreaderApp:
        """The app on this library; offline and with an engine that says nothing unless told otherwise."""
        settings = options.pop("settings", Settings())
        chosen: dict[str, object] = {"offline": True, "engine_command": IDLE_ENGINE} | options
        return EvreaderApp(self.paths, settings, **chosen)  # type: ignore[arg-type]


def screen_text(app: EvreaderApp) -> str:
    """What the screen shows."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def until(pilot: Pilot[None], holds: Callable[[], object], seconds: float = 10.0) -> None:
    """Let the app work till something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            app = pilot.app
            assert isinstance(app, EvreaderApp)
            raise AssertionError(f"It never came to that. The screen:\n{screen_text(app)}")
        await pilot.pause(0.01)


async def shows(pilot: Pilot[None], words: str) -> str:
    """Let the app work till these words are on the screen, with any number of spaces between them; the screen."""
    app = pilot.app
    assert isinstance(app, EvreaderApp)
    wanted = " ".join(words.split())
    await until(pilot, lambda: wanted in " ".join(screen_text(app).split()))
    return screen_text(app)


def drive(app: EvreaderApp, steps: Callable[[Pilot[None]], Awaitable[None]], size: tuple[int, int] = (120, 36)) -> None:
    """Run the app on an emulated screen, and the steps on it."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(run())
