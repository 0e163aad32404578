"""Adding a feed with one request: the look for a feed, its first stories and the subscription share the answer."""

from datetime import UTC, datetime

from evreader.engine.addresses import typed_address
from evreader.engine.errors import EngineError
from evreader.engine.jobs import FeedRefused, find_feeds, read_feed
from evreader.engine.library_thread import LibraryThread
from evreader.engine.listing import store_feed
from evreader.engine.workers import WorkerError, Workers
from evreader.fetch import Fetcher, FetchError, Response
from evreader.model import Feed, ParsedFeed


async def add_feed(
    library: LibraryThread, workers: Workers, fetcher: Fetcher, address: str, folder: str
) -> tuple[Feed, bool, int]:
    """Subscribe to the feed at an address, or to the one feed that the page there names.

    Returns the feed, whether it was there already, and how many stories it brought. Raises `EngineError`.
    """
    # Naming a host allows it, be it on a private network; it allows no other host there.
    url, private_host = typed_address(address)
    known = await library.run(lambda store: store.feeds.find(url))
    if known is not None:
        return known, True, 0
    response, parsed = await _fetch_feed(workers, fetcher, url, private_host)
    if isinstance(parsed, FeedRefused):
        if parsed.kind != "not_a_feed":
            raise EngineError(f"{url}: {parsed.message}")
        url, response, parsed = await _feed_of_page(workers, fetcher, response, parsed, private_host)
    now = datetime.now(UTC)
    feed, existed = await library.run(
        lambda store: store.feeds.add(
            response.permanent_url or url,
            title=parsed.title,
            folder=folder,
            site_url=parsed.site_url,
            private_host=private_host,
            now=now,
        )
    )
    if existed:
        return feed, True, 0
    new = await store_feed(library, feed, response, parsed)
    stored = await library.run(lambda store: store.feeds.get(feed.id))
    return stored or feed, False, new


async def _feed_of_page(
    workers: Workers, fetcher: Fetcher, page: Response, refused: FeedRefused, private_host: str | None
) -> tuple[str, Response, ParsedFeed]:
    """The address and the feed that a web page names. Raises `EngineError` where it names none that can be read."""
    try:
        named = await workers.run(find_feeds, page.body, page.url)
    except WorkerError as error:
        raise EngineError(f"{page.url}: {error}") from error
    if not named:
        raise EngineError(f"{page.url} is a web page and names no feed. {refused.message}")
    url = named[0].url
    response, parsed = await _fetch_feed(workers, fetcher, url, private_host)
    if isinstance(parsed, FeedRefused):
        candidates = tuple(subscription.url for subscription in named[1:])
        raise EngineError(f"{url}, which {page.url} names as its feed: {parsed.message}", candidates)
    return url, response, parsed


async def _fetch_feed(
    workers: Workers, fetcher: Fetcher, url: str, private_host: str | None
) -> tuple[Response, ParsedFeed | FeedRefused]:
    try:
        response = await fetcher.get(url, private_host=private_host, kind="feed")
        return response, await workers.run(read_feed, response.body, response.url, response.content_type)
    except FetchError as error:
        raise EngineError(f"{url}: {error.message}") from error
    except WorkerError as error:
        raise EngineError(f"{url}: {error}") from error
