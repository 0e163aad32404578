"""The refresh command, and making one story's article on demand."""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Coroutine

from evreader.cli.context import Context
from evreader.cli.output import CommandError, counted, say, write_line
from evreader.engine.core import EngineError, open_engine
from evreader.protocol import AnyEvent, FeedChecked, Preparing, RefreshFinished, RefreshStarted
from evreader.text import clean_line

_BAR_CELLS = 24


def refresh(context: Context) -> int:
    """Fetch the feeds and then their articles, with a progress bar on a terminal."""
    arguments = context.arguments
    if context.offline:
        raise CommandError("A refresh needs the network, and --offline was asked for.")
    with context.open_library() as library:
        feeds = [context.feed(library, text).id for text in arguments.feed] if arguments.feed else None
        titles = {feed.id: feed.title or feed.url for feed in library.feeds.all()}
    if not titles:
        say("No feeds yet: `evreader add URL`, or `evreader import starter` for a list to start from.")
        return 0
    progress = Progress(titles, live=sys.stderr.isatty())

    async def work() -> None:
        async with open_engine(
            context.paths,
            offline=False,
            on_event=progress.take,
            interval_seconds=context.settings.interval_seconds,
        ) as engine:
            await engine.wait_for_turn(
                lambda holder: say(f"Another evreader ({holder}) is refreshing this library; waiting for it.")
            )
            await engine.refresh(feeds, mode="forced" if arguments.force else "asked")
            if not arguments.list_only:
                await engine.prepare_all()

    run_engine(work)
    progress.close()
    finished = progress.finished
    if finished is None:
        raise CommandError("The refresh ended before it was done.")
    if finished.offline:
        raise CommandError("The network cannot be reached; what is in the library stays readable.")
    too_soon = progress.skipped.pop("", 0)
    skipped = f", {too_soon} checked a moment ago (--force checks them too)" if too_soon else ""
    new, failed = counted(finished.new, "new story", "new stories"), counted(finished.failed, "feed")
    write_line(f"{new}, {failed} failed{skipped}.")
    for reason, count in progress.skipped.items():
        say(f"{counted(count, 'feed')} left alone: {reason}")
    return 1 if finished.failed else 0


def prepare_story(context: Context, story_id: int) -> None:
    """Make the article of one story now; with --offline from what the feed gave."""

    async def work() -> None:
        async with open_engine(context.paths, offline=context.offline) as engine:
            await engine.prepare_story(story_id)

    run_engine(work)


def run_engine(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run the engine in the foreground; its errors become `CommandError`."""
    try:
        asyncio.run(work())
    except EngineError as error:
        raise CommandError(str(error)) from error


class Progress:
    """What a refresh tells a person: on a terminal a bar that is drawn over, else only the failures."""

    def __init__(self, titles: dict[int, str], *, live: bool) -> None:
        self.finished: RefreshFinished | None = None
        self.skipped: Counter[str] = Counter()
        """How many feeds were left alone for each reason."""
        self._titles = titles
        self._live = live
        self._new = 0
        self._failed = 0
        self._articles = 0

    def take(self, event: AnyEvent) -> None:
        """Hear an event of the engine."""
        match event:
            case RefreshStarted():
                self._draw(0, event.feeds, "feeds")
            case FeedChecked():
                self._new += event.new
                if event.outcome == "failed":
                    self._failed += 1
                    self._say(event)
                elif event.outcome == "skipped":
                    self.skipped[event.message] += 1
                elif event.message:
                    self._say(event)
                self._draw(event.done, event.feeds, "feeds")
            case RefreshFinished():
                self.finished = event
            case Preparing():
                self._articles = max(self._articles, event.left)
                self._draw(self._articles - event.left, self._articles, "articles")
            case _:
                pass

    def close(self) -> None:
        """Remove the bar."""
        self._clear()

    def _say(self, event: FeedChecked) -> None:
        self._clear()
        say(f"{clean_line(self._titles.get(event.feed, str(event.feed)))}: {event.message}")

    def _draw(self, done: int, total: int, what: str) -> None:
        if not self._live or not total:
            return
        filled = _BAR_CELLS * done // total
        bar = "█" * filled + "░" * (_BAR_CELLS - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {done}/{total} {what} · {self._new} new · {self._failed} failed")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
