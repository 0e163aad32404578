"""The first half of a refresh: feeds to stories, each feed in the store as soon as it is parsed."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Literal

from evreader.engine.bookkeeping import Bookkeeping, digest_of
from evreader.engine.errors import EngineError
from evreader.engine.jobs import FeedRefused, find_feeds, read_feed
from evreader.engine.library_thread import LibraryThread
from evreader.engine.workers import WorkerError, Workers
from evreader.fetch import Fetcher, FetchError, Response, host_of, is_connectivity, is_loopback_host, schedule
from evreader.model import FailureKind, Feed, Validators
from evreader.protocol import AnyEvent, FeedChecked, RefreshFinished, RefreshStarted
from evreader.store import LibraryError

_log = logging.getLogger(__name__)

Mode = Literal["due", "asked", "forced"]
"""due: only feeds whose next check has come; asked: also those not due, but none checked a moment ago;
forced: all. A host that asked for a pause gets it in every mode."""

Outcome = Literal["new", "unchanged", "failed", "skipped"]

FEEDS_AT_ONCE = 24
"""Feeds under way at a time: the fetcher's limit of requests, and some more being parsed and stored."""
FEEDS_PER_HOST = 4
"""Feeds of one host under way at a time: those the fetcher lets ask it, and some more being parsed and stored."""

OFFLINE = "There is no network connection."
ENDED = "Its publisher says it has ended; a forced refresh asks once more."
SAMPLE = "The sample edition has no publisher to ask."


class Listing:
    """One run over a set of feeds."""

    def __init__(
        self,
        library: LibraryThread,
        books: Bookkeeping,
        workers: Workers,
        fetcher: Fetcher,
        on_event: Callable[[AnyEvent], None],
    ) -> None:
        self._library = library
        self._books = books
        self._workers = workers
        self._fetcher = fetcher
        self._on_event = on_event
        self._total = 0
        self._done = 0
        self._new = 0
        self._failed = 0
        self._reached = False
        """Whether any host on the network has answered: then whoever did not is at fault."""
        self._cut_off = 0
        """Feeds not asked because the network seems to be gone."""
        self._suspects: list[tuple[Feed, FetchError]] = []
        self._slots = asyncio.Semaphore(FEEDS_AT_ONCE)
        self._host_slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(FEEDS_PER_HOST))

    async def run(self, feed_ids: list[int] | None, mode: Mode) -> None:
        """Check the feeds and store their stories. Raises `EngineError` for a feed that does not exist."""
        known = await self._library.run(lambda store: {feed.id: feed for feed in store.feeds.all()})
        if feed_ids is not None and (missing := [number for number in feed_ids if number not in known]):
            raise EngineError(f"There is no feed number {missing[0]}.")
        chosen = list(known.values()) if feed_ids is None else [known[number] for number in dict.fromkeys(feed_ids)]
        pauses = await self._books.recall_pauses(self._fetcher)
        now = datetime.now(UTC)
        self._total = len(chosen)
        self._on_event(RefreshStarted(feeds=self._total))
        wanted: list[Feed] = []
        for feed in chosen:
            reason = _reason_to_skip(feed, mode, pauses, now)
            if reason is None:
                wanted.append(feed)
            else:
                self._tell(feed, "skipped", message=reason)
        tasks = [asyncio.ensure_future(self._check(feed)) for feed in wanted]
        try:
            await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            self._on_event(RefreshFinished(new=self._new, failed=self._failed, cancelled=True))
            raise
        finally:
            for task in tasks:
                task.cancel()
        offline = not self._reached and bool(self._suspects or self._cut_off)
        await self._judge_suspects()
        self._on_event(RefreshFinished(new=self._new, failed=self._failed, offline=offline))

    async def _judge_suspects(self) -> None:
        """Feeds that could not be reached are at fault only if anything else could be."""
        for feed, error in self._suspects:
            if self._reached and error.kind != "offline":
                await self._fail(feed, error.kind, error.message)
            else:
                self._tell(feed, "skipped", message=error.message)

    def _tell(self, feed: Feed, outcome: Outcome, new: int = 0, message: str = "") -> None:
        self._done += 1
        self._new += new
        self._failed += outcome == "failed"
        self._on_event(
            FeedChecked(feed=feed.id, outcome=outcome, new=new, done=self._done, feeds=self._total, message=message)
        )

    async def _check(self, feed: Feed) -> None:
        host = host_of(feed.url)
        here = is_loopback_host(host)
        # Whoever waits for a busy host's turn holds up no other host.
        async with AsyncExitStack() as held:
            if not here:
                await held.enter_async_context(self._host_slots[host])
            await held.enter_async_context(self._slots)
            if self._fetcher.seems_offline and not self._reached and not here:
                self._cut_off += 1
                self._tell(feed, "skipped", message=OFFLINE)
                return
            sent = schedule.validators_to_send(feed.validators, feed.body_at, datetime.now(UTC), host)
            try:
                # A large body keeps its place in memory till it is stored.
                response = await self._fetcher.get(
                    feed.url, validators=sent, private_host=feed.private_host, kind="feed", held=held
                )
            except FetchError as error:
                await self._take_error(feed, error, here=here)
                return
            self._reached = self._reached or not here
            try:
                await self._take(feed, response, sent)
            except LibraryError:
                raise
            except Exception as error:
                # A fault of evreader's own must cost one feed, not the run.
                _log.exception("feed %s", feed.id)
                await self._fail(feed, "parse", f"evreader could not read it ({type(error).__name__}).")

    async def _take_error(self, feed: Feed, error: FetchError, *, here: bool) -> None:
        """Why nothing came: the network, the host's wish, or the feed."""
        if is_connectivity(error) and not here:
            self._suspects.append((feed, error))
            return
        if error.kind == "rate_limited":
            if error.status is None:  # the fetcher kept to a pause and sent nothing
                self._tell(feed, "skipped", message=error.message)
                return
            await self._books.pause(feed.url, error)
        if not here and error.kind not in ("address", "dns"):
            self._reached = True
        ended = " evreader asks no more: remove the feed, or force a refresh to ask once again."
        message = error.message + (ended if error.kind == "gone" else "")
        await self._fail(feed, error.kind, message, error.retry_after)

    async def _take(self, feed: Feed, response: Response, sent: Validators) -> None:
        """Store what came: nothing new, new stories, or why it could not be read."""
        same_body = not response.truncated and response.status != 304 and digest_of(response.body) == feed.body_hash
        # Some servers answer a conditional request in full although nothing changed; their validators tell.
        same_validators = sent != Validators() and response.validators == feed.validators
        if same_body or same_validators or response.status == 304:
            stored = await self._books.unchanged(feed, response, whole_body=same_body)
            self._tell(feed, "unchanged", message=stored.note)
            return
        try:
            parsed = await self._workers.run(read_feed, response.body, response.url, response.content_type)
        except WorkerError as error:
            await self._fail(feed, "worker", str(error))
            return
        if isinstance(parsed, FeedRefused):
            await self._fail(feed, parsed.kind, parsed.message + await self._feeds_named(response, parsed))
            return
        stored = await self._books.stories(feed, response, parsed)
        self._tell(feed, "new" if stored.new else "unchanged", stored.new, stored.note)

    async def _feeds_named(self, page: Response, refused: FeedRefused) -> str:
        """Where a web page that answers instead of the feed says the feed is."""
        if refused.kind != "not_a_feed":
            return ""
        try:
            named = await self._workers.run(find_feeds, page.body, page.url)
        except WorkerError:
            return ""
        return f" That page names {named[0].url} as its feed: add it instead." if named else ""

    async def _fail(self, feed: Feed, kind: FailureKind, message: str, retry_after: int | None = None) -> None:
        await self._books.failure(feed, kind, message, retry_after)
        self._tell(feed, "failed", message=message)


def _reason_to_skip(feed: Feed, mode: Mode, pauses: dict[str, datetime], now: datetime) -> str | None:
    """Why a feed is not asked in this run, "" where only because it is not its time; None where it is asked."""
    host = host_of(feed.url)
    if host.endswith(".example"):
        return SAMPLE  # no host under .example exists (RFC 6761): the sample edition lives there
    if host in pauses:
        return f"{host} asked to be left alone till {pauses[host].astimezone():%H:%M}."
    if schedule.is_due(feed, now, by_hand=mode == "asked", force=mode == "forced"):
        return None
    return ENDED if feed.failure is not None and feed.failure.kind == "gone" else ""
