"""Adding a feed, with one request where that is enough: the look for a feed and its first stories share the answer."""

from collections import deque
from collections.abc import Container, Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from evreader.engine.addresses import shown_address, typed_address
from evreader.engine.bookkeeping import Bookkeeping
from evreader.engine.errors import EngineError
from evreader.engine.jobs import FeedRefused, find_feeds, read_feed
from evreader.engine.library_thread import LibraryThread
from evreader.engine.workers import WorkerError, Workers
from evreader.feeds import guess_feed_addresses
from evreader.fetch import Fetcher, FetchError, Response, host_of
from evreader.model import Feed, ParsedFeed
from evreader.store import Library

MOST_HOPS = 2
"""A page may name another page as its feed, and that one the feed."""
MOST_REQUESTS = 8
"""Addresses looked at for one feed, all redirects of one counted once."""


class Addition(Struct, frozen=True, kw_only=True):
    """A subscription made, or found to exist."""

    feed: Feed
    existed: bool
    stories: int = 0
    """How many it brought."""
    others: tuple[str, ...] = ()
    """Further feeds that the page names."""


class _Found(Struct, frozen=True, kw_only=True):
    """A feed at an address, as fetched; without an answer where a subscription to it exists."""

    url: str
    response: Response | None = None
    parsed: ParsedFeed | None = None
    others: tuple[str, ...] = ()


class _Refusal(Struct, frozen=True, kw_only=True):
    """An address that has no feed, and why, in a sentence that names it."""

    url: str
    message: str


class Subscriber:
    """Subscribes to feeds by addresses that a person typed."""

    def __init__(self, library: LibraryThread, books: Bookkeeping, workers: Workers, fetcher: Fetcher) -> None:
        self._library = library
        self._books = books
        self._workers = workers
        self._fetcher = fetcher

    async def add(self, address: str, folder: str) -> Addition:
        """Subscribe to the feed at an address, or to the first feed that can be read of those the page there names.

        Raises `EngineError`, with the other feeds the page names to try instead.
        """
        url, _ = typed_address(address)
        await self._books.recall_pauses(self._fetcher)
        found = await self._find(url)
        if found.response is None or found.parsed is None:
            known = await self._subscription(found.url)
            assert known is not None
            return Addition(feed=known, existed=True, others=found.others)
        return await self._subscribe(found, found.response, found.parsed, host_of(url), folder)

    async def _subscribe(
        self, found: _Found, response: Response, parsed: ParsedFeed, named_host: str, folder: str
    ) -> Addition:
        now = datetime.now(UTC)

        def subscribe(library: Library) -> tuple[Feed, bool]:
            known = library.feeds.at(response.url)
            if known is not None:
                return known, True
            return library.feeds.add(
                response.permanent_url or found.url,
                folder=folder,
                private_host=named_host if response.private else None,
                now=now,
            )

        feed, existed = await self._library.run(subscribe)
        if existed:
            return Addition(feed=feed, existed=True, others=found.others)
        stored = await self._books.stories(feed, response, parsed)
        stocked = await self._library.run(lambda library: library.feeds.get(feed.id))
        return Addition(feed=stocked or feed, existed=False, stories=stored.new, others=found.others)

    async def _subscription(self, url: str) -> Feed | None:
        return await self._library.run(lambda library: library.feeds.at(url))

    async def _find(self, url: str) -> _Found:
        """The feed at an address, or behind the page there. Raises `EngineError`."""
        # Naming a host allows it, be it on a private network; it allows no other host there.
        named_host = host_of(url)
        waiting = deque([(url, 0)])
        looked_at: set[str] = set()
        refusals: list[_Refusal] = []
        guessed = False
        requests = 0
        while waiting and requests < MOST_REQUESTS:
            address, hops = waiting.popleft()
            if address in looked_at:
                continue
            if await self._subscription(address) is not None:
                return _Found(url=address, others=_others(waiting, looked_at, guessed))
            looked_at.add(address)
            requests += 1
            try:
                response, parsed = await self._look(address, named_host)
            except EngineError as error:
                if hops == 0:
                    raise
                refusals.append(_Refusal(url=address, message=str(error)))
                continue
            looked_at.add(response.url)
            if isinstance(parsed, ParsedFeed):
                others = _others(waiting, looked_at, guessed)
                return _Found(url=address, response=response, parsed=parsed, others=others)
            refusal = _Refusal(url=address, message=f"{shown_address(address)}: {parsed.message}")
            if hops == 0 and parsed.kind != "not_a_feed":
                raise EngineError(refusal.message)
            refusals.append(refusal)
            if hops < MOST_HOPS:
                named = await self._feeds_named(response)
                if hops == 0 and not named and "html" in response.content_type:
                    named, guessed = guess_feed_addresses(response.url), True
                waiting.extend((feed_url, hops + 1) for feed_url in named)
        raise _nothing_found(refusals, guessed)

    async def _feeds_named(self, page: Response) -> list[str]:
        """The addresses of the feeds that a page names, the likeliest first. Raises `EngineError`."""
        try:
            return [feed.url for feed in await self._workers.run(find_feeds, page.body, page.url)]
        except WorkerError as error:
            raise EngineError(f"{shown_address(page.url)}: {error}") from error

    async def _look(self, url: str, private_host: str) -> tuple[Response, ParsedFeed | FeedRefused]:
        """One address, fetched and read. Raises `EngineError`."""
        try:
            response = await self._fetcher.get(url, private_host=private_host, kind="feed")
            return response, await self._workers.run(read_feed, response.body, response.url, response.content_type)
        except FetchError as error:
            if error.kind == "rate_limited" and error.status is not None:
                await self._books.pause(url, error)
            raise EngineError(f"{shown_address(url)}: {error.message}") from error
        except WorkerError as error:
            raise EngineError(f"{shown_address(url)}: {error}") from error


def _others(waiting: Iterable[tuple[str, int]], looked_at: Container[str], guessed: bool) -> tuple[str, ...]:
    """The feeds that a page names besides; not those only looked for where feeds usually are."""
    return () if guessed else tuple(dict.fromkeys(url for url, _ in waiting if url not in looked_at))


def _nothing_found(refusals: Sequence[_Refusal], guessed: bool) -> EngineError:
    page, named = refusals[0], refusals[1:]
    if not named:
        return EngineError(f"{page.message} It names no feed.")
    if guessed:
        return EngineError(f"{page.message} It names no feed, and none is where feeds usually are.")
    message = f"{named[0].message} {shown_address(page.url)} names it as its feed."
    return EngineError(message, tuple(refusal.url for refusal in named[1:]))
