"""The engine: one library, one polite fetcher, a few workers, and what can be done with them.

A refresh, in short:

    for each feed, some at a time:
        bytes   = fetch(feed)                   network, conditional
        stories = parse(bytes)                  in a worker
        store(feed, stories)                    one transaction, and the view is told
    for each story without an article, newest first, the one being opened before all others:
        blocks  = what the feed gave, else fetch its page and extract    in a worker
        quotes, takeaways = annotate(blocks)                              in the same worker
        store(article)                          one transaction, and the view is told

Only one process works on a library at a time (`wait_for_turn`); adding a feed needs no turn.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar

from evreader.config import Paths
from evreader.engine.addresses import typed_address
from evreader.engine.bookkeeping import Bookkeeping
from evreader.engine.errors import EngineError
from evreader.engine.jobs import Page
from evreader.engine.library_thread import LibraryThread
from evreader.engine.listing import Listing, Mode
from evreader.engine.preparing import PAGES_PER_HOST, Preparer
from evreader.engine.subscribing import Addition, Subscriber
from evreader.engine.workers import Workers
from evreader.fetch import Fetcher, FetchError, host_of, schedule
from evreader.protocol import AnyEvent
from evreader.store import EngineLock, Library, LibraryError

_Result = TypeVar("_Result")

TURN_POLL_SECONDS = 0.25
"""How often a process that waits for its turn looks whether the other one is done."""


class Engine:
    """What can be done with a library. Made by `open_engine`."""

    def __init__(
        self,
        library: LibraryThread,
        books: Bookkeeping,
        workers: Workers,
        fetcher: Fetcher | None,
        lock: EngineLock,
        on_event: Callable[[AnyEvent], None],
        pages_per_host: int,
    ) -> None:
        self._library = library
        self._books = books
        self._workers = workers
        self._fetcher = fetcher
        self._lock = lock
        self._on_event = on_event
        self._preparer = Preparer(library, books, workers, fetcher, on_event, pages_per_host=pages_per_host)

    async def wait_for_turn(self, on_wait: Callable[[str], None]) -> None:
        """Wait until no other process works on this library; `on_wait` is told once who does."""
        told = False
        while not self._lock.acquire(blocking=False):
            if not told:
                told = True
                holder = self._lock.holder()
                on_wait(f"process {holder}" if holder else "another process")
            await asyncio.sleep(TURN_POLL_SECONDS)

    def end_turn(self) -> None:
        """Let another process have its turn."""
        self._lock.release()

    async def refresh(self, feeds: list[int] | None, *, mode: Mode) -> None:
        """Check these feeds, or all, and store what is new; the events tell how each fared."""
        if self._fetcher is None:
            raise EngineError("evreader is offline: nothing was fetched.")
        listing = Listing(self._library, self._books, self._workers, self._fetcher, self._on_event)
        await listing.run(feeds, mode)

    async def prepare_all(self) -> None:
        """Make every article that is still to be made, newest first."""
        await self._preparer.prepare_all()

    async def prepare_story(self, story_id: int) -> None:
        """Make one story's article now, before all others."""
        await self._preparer.prepare_story(story_id)

    async def close(self) -> None:
        """Stop what is under way."""
        await self._preparer.close()

    async def add(self, address: str, folder: str = "") -> Addition:
        """Subscribe to the feed at an address, or to the one that the page there names.

        Raises `EngineError`, with other addresses to try where the page names several feeds.
        """
        if self._fetcher is None:
            raise EngineError("A feed cannot be added offline: evreader has to look at it once.")
        return await Subscriber(self._library, self._books, self._workers, self._fetcher).add(address, folder)

    async def run(self, function: Callable[[Library], _Result]) -> _Result:
        """The result of a function of the library, such as an edit, in the library's own thread."""
        return await self._library.run(function)


@asynccontextmanager
async def open_engine(
    paths: Paths,
    *,
    offline: bool,
    on_event: Callable[[AnyEvent], None] = lambda event: None,
    interval_seconds: int = schedule.DEFAULT,
    fetcher: Fetcher | None = None,
    workers: Workers | None = None,
    pages_per_host: int = PAGES_PER_HOST,
) -> AsyncIterator[Engine]:
    """The engine of a library. Raises `EngineError` where the library cannot be used.

    `interval_seconds` is the user's wish for the time between two checks of a feed; `pages_per_host` bounds what one
    run fetches from a host. `fetcher` and `workers` are to be used instead of the engine's own; the fetcher ends with
    the engine.
    """
    library = LibraryThread()
    try:
        await library.open(paths.database)
    except LibraryError as error:
        raise EngineError(str(error)) from error
    lock = EngineLock(paths.lock)
    try:
        async with AsyncExitStack() as stack:
            crew = await stack.enter_async_context(Workers()) if workers is None else workers
            online = None if offline else await stack.enter_async_context(fetcher or Fetcher())
            books = Bookkeeping(library, interval_seconds)
            engine = Engine(library, books, crew, online, lock, on_event, pages_per_host)
            stack.push_async_callback(engine.close)
            yield engine
    except LibraryError as error:
        raise EngineError(str(error)) from error
    finally:
        lock.release()
        await library.close()


async def fetch_page(address: str) -> Page:
    """One page that a person asked for by its address. Raises `EngineError`."""
    url, _ = typed_address(address)
    async with Fetcher() as fetcher:
        try:
            response = await fetcher.get(url, kind="page", private_host=host_of(url))
        except FetchError as error:
            raise EngineError(error.message) from error
    return Page(body=response.body, url=response.url, content_type=response.content_type)


__all__ = ["Engine", "EngineError", "fetch_page", "open_engine"]
