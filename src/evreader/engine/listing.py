"""The first half of a refresh: feeds to stories, each feed in the store as soon as it is parsed."""

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from evreader.engine.errors import EngineError
from evreader.engine.jobs import FeedRefused, read_feed
from evreader.engine.library_thread import LibraryThread
from evreader.engine.workers import WorkerError, Workers
from evreader.fetch import Fetcher, FetchError, Response, host_of, schedule
from evreader.model import FailureKind, Feed, ParsedFeed, Validators
from evreader.protocol import AnyEvent, FeedChecked, RefreshFinished, RefreshStarted
from evreader.store import LibraryError

_log = logging.getLogger(__name__)

Mode = Literal["due", "asked", "forced"]
"""due: only feeds whose next check has come; asked: also those not due, but none checked a moment ago;
forced: all. A host that asked for a pause gets it in every mode."""

Outcome = Literal["new", "unchanged", "failed", "skipped"]

FEEDS_AT_ONCE = 24
"""Feeds under way at a time: the fetcher's limit of requests, and some more being parsed and stored."""
MOVED_AFTER = 3
"""A permanent redirect is believed after so many checks: captive portals answer 301 to everything."""


class Listing:
    """One run over a set of feeds."""

    def __init__(
        self, library: LibraryThread, workers: Workers, fetcher: Fetcher, on_event: Callable[[AnyEvent], None]
    ) -> None:
        self._library = library
        self._workers = workers
        self._fetcher = fetcher
        self._on_event = on_event
        self._total = 0
        self._done = 0
        self._new = 0
        self._failed = 0
        self._reached = False
        self._suspects: list[tuple[Feed, FetchError]] = []
        self._slots = asyncio.Semaphore(FEEDS_AT_ONCE)

    async def run(self, feed_ids: list[int] | None, mode: Mode) -> None:
        """Check the feeds and store their stories. Raises `EngineError` for a feed that does not exist."""
        known = await self._library.run(lambda store: {feed.id: feed for feed in store.feeds.all()})
        if feed_ids is not None and (missing := [number for number in feed_ids if number not in known]):
            raise EngineError(f"There is no feed number {missing[0]}.")
        chosen = list(known.values()) if feed_ids is None else [known[number] for number in feed_ids]
        pauses = await self._library.run(lambda store: store.feeds.host_pauses())
        now = datetime.now(UTC)
        self._total = len(chosen)
        self._on_event(RefreshStarted(feeds=self._total))
        wanted: list[Feed] = []
        for feed in chosen:
            if _is_wanted(feed, mode, pauses, now):
                wanted.append(feed)
            else:
                self._tell(feed, "skipped")
        tasks = [asyncio.ensure_future(self._check(feed)) for feed in wanted]
        try:
            await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            self._on_event(RefreshFinished(new=self._new, failed=self._failed, cancelled=True))
            raise
        finally:
            for task in tasks:
                task.cancel()
        offline = bool(self._suspects) and not self._reached
        await self._judge_suspects()
        self._on_event(RefreshFinished(new=self._new, failed=self._failed, offline=offline))

    async def _judge_suspects(self) -> None:
        """Feeds that could not be reached are at fault only if anything else could be."""
        suspects, self._suspects = self._suspects, []
        for feed, error in suspects:
            kind = error.kind if self._reached else "offline"
            await self._fail(feed, kind, error.message, error.retry_after)

    def _tell(self, feed: Feed, outcome: Outcome, new: int = 0, message: str = "") -> None:
        self._done += 1
        self._new += new
        self._failed += outcome == "failed"
        self._on_event(
            FeedChecked(feed=feed.id, outcome=outcome, new=new, done=self._done, feeds=self._total, message=message)
        )

    async def _check(self, feed: Feed) -> None:
        async with self._slots:
            if self._fetcher.seems_offline and not self._reached:
                self._tell(feed, "skipped", message="offline")
                return
            now = datetime.now(UTC)
            try:
                response = await self._fetcher.get(
                    feed.url,
                    validators=schedule.validators_to_send(feed.validators, feed.succeeded_at, now, host_of(feed.url)),
                    private_host=feed.private_host,
                    kind="feed",
                )
            except FetchError as error:
                if error.connectivity:
                    self._suspects.append((feed, error))
                    return
                self._reached = True
                if error.kind == "rate_limited":
                    until = schedule.pause_until(now, error.retry_after)
                    await self._library.run(lambda store: store.feeds.pause_host(host_of(feed.url), until))
                await self._fail(feed, error.kind, error.message, error.retry_after)
                return
            self._reached = True
            try:
                await self._take(feed, response)
            except LibraryError:
                raise
            except Exception as error:
                # A fault of evreader's own must cost one feed, not the run.
                _log.exception("feed %s", feed.id)
                await self._fail(feed, "parse", f"evreader could not read it ({type(error).__name__}).")

    async def _take(self, feed: Feed, response: Response) -> None:
        """Store what came: nothing new, new stories, or why it could not be read."""
        digest = hashlib.sha256(response.body).hexdigest()
        if response.status == 304 or (digest == feed.body_hash and not response.truncated):
            await self._store_unchanged(feed, response)
            self._tell(feed, "unchanged")
            return
        try:
            parsed = await self._workers.run(read_feed, response.body, response.url, response.content_type)
        except WorkerError as error:
            await self._fail(feed, "worker", str(error))
            return
        if isinstance(parsed, FeedRefused):
            await self._fail(feed, parsed.kind, parsed.message)
            return
        new = await store_feed(self._library, feed, response, parsed)
        self._tell(feed, "new" if new else "unchanged", new)

    async def _store_unchanged(self, feed: Feed, response: Response) -> None:
        now = datetime.now(UTC)
        next_check = schedule.next_check(
            now,
            fresh_for=response.fresh_for,
            refresh_after=None,
            has_validators=response.validators != Validators(),
            jitter=random.random(),
        )
        await self._library.run(
            lambda store: store.feeds.record_unchanged(
                feed.id, validators=response.validators, now=now, next_check_at=next_check or now
            )
        )

    async def _fail(self, feed: Feed, kind: FailureKind, message: str, retry_after: int | None = None) -> None:
        now = datetime.now(UTC)
        next_check = schedule.next_check(
            now,
            kind=kind,
            failure_count=(feed.failure.count if feed.failure else 0) + 1,
            retry_after=retry_after,
            jitter=random.random(),
        )
        await self._library.run(
            lambda store: store.feeds.record_failure(feed.id, kind, message, now=now, next_check_at=next_check)
        )
        self._tell(feed, "failed", message=message)


async def store_feed(library: LibraryThread, feed: Feed, response: Response, parsed: ParsedFeed) -> int:
    """Store a feed as parsed, in one transaction; how many stories are new."""
    now = datetime.now(UTC)
    # What is cut off must be fetched again whole: neither its validators nor its hash may hide the rest.
    whole = not (response.truncated or parsed.incomplete)
    next_check = schedule.next_check(
        now,
        fresh_for=response.fresh_for,
        refresh_after=parsed.refresh_after,
        has_validators=response.validators != Validators(),
        jitter=random.random(),
    )
    moved_to = await _confirmed_move(library, feed, response)
    recorded = await library.run(
        lambda store: store.feeds.record_success(
            feed.id,
            parsed,
            validators=response.validators if whole and not moved_to else Validators(),
            body_hash=hashlib.sha256(response.body).hexdigest() if whole else "",
            now=now,
            next_check_at=next_check or now,
            url=moved_to,
        )
    )
    return len(recorded.new)


async def _confirmed_move(library: LibraryThread, feed: Feed, response: Response) -> str | None:
    """The address a feed has moved to, once `MOVED_AFTER` checks in a row were sent there for good."""
    key = f"moved:{feed.id}"
    seen = await library.run(lambda store: store.memory.get(key))
    if response.permanent_url is None or response.permanent_url == feed.url:
        if seen:
            await library.run(lambda store: store.memory.put(key, None))
        return None
    count = 1 + (seen["count"] if isinstance(seen, dict) and seen.get("url") == response.permanent_url else 0)
    if count >= MOVED_AFTER:
        await library.run(lambda store: store.memory.put(key, None))
        return response.permanent_url
    record = {"url": response.permanent_url, "count": count}
    await library.run(lambda store: store.memory.put(key, record))
    return None


def _is_wanted(feed: Feed, mode: Mode, pauses: dict[str, datetime], now: datetime) -> bool:
    host = host_of(feed.url)
    if host.endswith(".example") or schedule.is_paused(pauses.get(host), now):
        return False  # no host under .example exists (RFC 6761): the sample edition lives there
    return schedule.is_due(feed, now, by_hand=mode == "asked", force=mode == "forced")
