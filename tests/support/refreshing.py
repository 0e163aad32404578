"""An engine in this process, on a real library and a scripted server: for tests of its manners."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from evreader.config import Paths
from evreader.engine.core import Engine, open_engine
from evreader.engine.listing import Mode
from evreader.engine.subscribing import Addition
from evreader.engine.workers import Workers
from evreader.fetch import Fetcher, Limits
from evreader.model import FailureKind, Feed, ParsedFeed, Validators
from evreader.protocol import AnyEvent, FeedChecked, RefreshFinished
from evreader.store import Library, open_library

_Result = TypeVar("_Result")

LOOPBACK = "127.0.0.1"


@dataclass
class Run:
    """What the engine told while it did something."""

    events: list[AnyEvent] = field(default_factory=list)

    @property
    def finished(self) -> RefreshFinished:
        """How the refresh ended."""
        (event,) = [event for event in self.events if isinstance(event, RefreshFinished)]
        return event

    @property
    def checked(self) -> dict[int, FeedChecked]:
        """What became of each feed."""
        return {event.feed: event for event in self.events if isinstance(event, FeedChecked)}

    @property
    def outcomes(self) -> list[str]:
        """What became of each feed, in the order of their ids."""
        return [self.checked[feed].outcome for feed in sorted(self.checked)]

    @property
    def message(self) -> str:
        """What was said of the one feed that was checked."""
        (event,) = self.checked.values()
        return event.message


async def resolve_here(host: str) -> list[str]:
    """Every name is this machine, yet no name for it: such hosts get the manners of hosts on the internet."""
    return [LOOPBACK]


class Desk:
    """A library in a directory, and the engine that is started anew for everything done with it."""

    def __init__(self, directory: Path, workers: Workers, *, interval_seconds: int = 3600) -> None:
        self.paths = Paths(library=directory, config=directory / "config.toml")
        self.interval_seconds = interval_seconds
        self.limits = Limits(page_delay=0.0)
        self.pages_per_host = 300
        self.resolve: Callable[[str], Awaitable[list[str]]] = resolve_here
        self._workers = workers

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The library, opened for a moment."""
        with open_library(self.paths.database) as library:
            yield library

    def subscribe(self, url: str, *, private_host: str | None = LOOPBACK, title: str = "") -> int:
        """Subscribe without asking the feed; its id."""
        with self.library() as library:
            feed, _ = library.feeds.add(url, title=title, private_host=private_host, now=datetime.now(UTC))
        return feed.id

    def feed(self, feed_id: int = 1) -> Feed:
        """A subscription as stored."""
        with self.library() as library:
            feed = library.feeds.get(feed_id)
        assert feed is not None
        return feed

    def titles(self) -> list[str]:
        """The titles of all stories, newest first."""
        with self.library() as library:
            return [story.title for number in range(1, 500) if (story := library.stories.get(number)) is not None][::-1]

    def checked(
        self, feed_id: int = 1, *, ago: timedelta, next_in: timedelta, body_ago: timedelta | None = None
    ) -> None:
        """Change a feed's past: when it was checked, when it is next, and when its body last came."""
        now = datetime.now(UTC)
        feed = self.feed(feed_id)
        with self.library() as library:
            library.feeds.record_success(
                feed_id,
                ParsedFeed(refresh_after=feed.refresh_after),
                validators=feed.validators,
                body_hash=feed.body_hash or "",
                now=now - (ago if body_ago is None else body_ago),
                next_check_at=now + next_in,
            )
            library.feeds.record_unchanged(feed_id, validators=Validators(), now=now - ago, next_check_at=now + next_in)

    def failed(self, kind: FailureKind, feed_id: int = 1, *, ago: timedelta, next_in: timedelta | None) -> None:
        """Change a feed's past: when it failed, and when it is next checked."""
        now = datetime.now(UTC)
        next_check_at = None if next_in is None else now + next_in
        with self.library() as library:
            library.feeds.record_failure(feed_id, kind, "It failed.", now=now - ago, next_check_at=next_check_at)

    def refresh(self, mode: Mode = "forced", feeds: list[int] | None = None) -> Run:
        """Start an engine, refresh, end it."""
        return self.work(lambda engine: engine.refresh(feeds, mode=mode))

    def prepare(self) -> Run:
        """Start an engine, make the articles that are to be made, end it."""
        return self.work(lambda engine: engine.prepare_all())

    def add(self, address: str, folder: str = "") -> Addition:
        """Start an engine, add a feed, end it."""
        added: list[Addition] = []

        async def add(engine: Engine) -> None:
            added.append(await engine.add(address, folder))

        self.work(add)
        return added[0]

    def work(self, do: Callable[[Engine], Awaitable[None]]) -> Run:
        """Start an engine, do something with it, end it."""
        run = Run()

        async def work() -> None:
            async with open_engine(
                self.paths,
                offline=False,
                on_event=run.events.append,
                interval_seconds=self.interval_seconds,
                fetcher=Fetcher(self.limits, resolve=self.resolve),
                workers=self._workers,
                pages_per_host=self.pages_per_host,
            ) as engine:
                await do(engine)

        asyncio.run(work())
        return run
