"""What a check of a feed came to, put into the library together with the moment of the next one."""

import hashlib
import random
from datetime import UTC, datetime

from msgspec import Struct

from evreader.engine.library_thread import LibraryThread
from evreader.fetch import Fetcher, FetchError, Response, host_of, schedule
from evreader.model import FailureKind, Feed, ParsedFeed, Validators
from evreader.store import Library
from evreader.text import without_credentials

MOVED_AFTER = 3
"""A permanent redirect is believed after so many checks in a row: captive portals answer 301 to everything."""


class Stored(Struct, frozen=True, kw_only=True):
    """What storing a check changed."""

    new: int = 0
    note: str = ""
    """Something a person should do about the subscription, as one sentence; mostly empty."""


class Bookkeeping:
    """Stores outcomes of checks; one transaction each."""

    def __init__(self, library: LibraryThread, interval_seconds: int) -> None:
        self._library = library
        self._interval = interval_seconds

    async def stories(self, feed: Feed, response: Response, parsed: ParsedFeed) -> Stored:
        """A feed as parsed."""
        now = datetime.now(UTC)
        # What is cut off must be fetched again whole: its validators may not hide the rest. A document that is damaged
        # at its source comes again with the same hash, and is then accepted as it is.
        whole = not (response.truncated or parsed.incomplete)
        digest = "" if response.truncated else digest_of(response.body)
        next_check_at = self._after_success(now, response, parsed.refresh_after)

        def store(library: Library) -> Stored:
            with library.batch():
                moved_to, note = _move(library, feed, response, parsed=True)
                recorded = library.feeds.record_success(
                    feed.id,
                    parsed,
                    validators=response.validators if whole and not moved_to else Validators(),
                    body_hash=digest,
                    now=now,
                    next_check_at=next_check_at,
                    url=moved_to,
                )
            return Stored(new=len(recorded.new), note=note)

        return await self._library.run(store)

    async def unchanged(self, feed: Feed, response: Response, *, whole_body: bool) -> Stored:
        """A feed in which nothing is new: a 304, or with `whole_body` the same document once more."""
        now = datetime.now(UTC)
        next_check_at = self._after_success(now, response, feed.refresh_after)

        def store(library: Library) -> Stored:
            with library.batch():
                library.feeds.record_unchanged(
                    feed.id,
                    validators=response.validators,
                    now=now,
                    next_check_at=next_check_at,
                    whole_body=whole_body,
                )
                moved_to, note = _move(library, feed, response, parsed=whole_body)
                if moved_to is not None:
                    library.feeds.edit(feed.id, url=moved_to)
            return Stored(note=note)

        return await self._library.run(store)

    async def failure(self, feed: Feed, kind: FailureKind, message: str, retry_after: int | None = None) -> None:
        """A check that failed."""
        now = datetime.now(UTC)
        next_check_at = schedule.next_check(
            now,
            kind=kind,
            failure_count=(feed.failure.count if feed.failure else 0) + 1,
            interval=self._interval,
            retry_after=retry_after,
            jitter=random.random(),
        )

        def store(library: Library) -> None:
            with library.batch():
                _forget_move(library, feed)
                library.feeds.record_failure(feed.id, kind, message, now=now, next_check_at=next_check_at)

        await self._library.run(store)

    async def pause(self, url: str, error: FetchError) -> None:
        """A host that asks to be left alone, be it the address's own or one it redirects to."""
        host = error.host or host_of(url)
        until = schedule.pause_until(datetime.now(UTC), error.retry_after)
        await self._library.run(lambda library: library.feeds.pause_host(host, until))

    async def recall_pauses(self, fetcher: Fetcher) -> dict[str, datetime]:
        """The pauses that hold, kept to by the fetcher from now on, whichever process they were said to."""
        now = datetime.now(UTC)
        pauses = await self._library.run(lambda library: library.feeds.host_pauses())
        holding = {host: until for host, until in pauses.items() if schedule.is_paused(until, now)}
        for host, until in holding.items():
            fetcher.pause(host, (until - now).total_seconds())
        return holding

    def _after_success(self, now: datetime, response: Response, refresh_after: int | None) -> datetime:
        moment = schedule.next_check(
            now,
            interval=self._interval,
            fresh_for=response.fresh_for,
            refresh_after=refresh_after,
            has_validators=response.validators != Validators(),
            jitter=random.random(),
        )
        assert moment is not None  # only a feed that is gone has no next check
        return moment


def digest_of(body: bytes) -> str:
    """What a document is recognised by when it comes again."""
    return hashlib.sha256(body).hexdigest()


def _move(library: Library, feed: Feed, response: Response, *, parsed: bool) -> tuple[str | None, str]:
    """The address a feed has moved to, once enough checks in a row were sent there for good; and what to say of it.

    The first of these checks must have brought a feed (`parsed`), so that no other kind of page is ever believed.
    """
    target = response.permanent_url
    seen = library.memory.get(_move_key(feed))
    if target is None or target == feed.url:
        if seen is not None:
            _forget_move(library, feed)
        return None, ""
    count = seen["count"] if isinstance(seen, dict) and seen.get("url") == target else 0
    if count == 0 and not parsed:
        return None, ""
    count = min(count + 1, MOVED_AFTER)
    other = library.feeds.at(target) if count == MOVED_AFTER else None
    if count == MOVED_AFTER and (other is None or other.id == feed.id):
        _forget_move(library, feed)
        return target, ""
    library.memory.put(_move_key(feed), {"url": target, "count": count})
    if other is None:
        return None, ""
    return None, (
        f"It has moved to {without_credentials(target)}, where your feed {other.id} ({other.title}) is already; "
        "remove one of the two."
    )


def _forget_move(library: Library, feed: Feed) -> None:
    library.memory.put(_move_key(feed), None)


def _move_key(feed: Feed) -> str:
    return f"moved:{feed.id}"
