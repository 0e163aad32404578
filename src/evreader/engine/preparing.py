"""The second half of a refresh: stories to articles with quotes and takeaways, newest first.

The story that a person is opening goes before all others. Pages are fetched one at a time a host; a host that
does not answer is left alone for the rest of the run.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from evreader.annotate import ANNOTATOR_VERSION
from evreader.engine.bookkeeping import Bookkeeping
from evreader.engine.jobs import (
    Page,
    Prepared,
    StorySource,
    annotate_again,
    article_from_feed,
    article_from_page,
    without_page,
)
from evreader.engine.library_thread import LibraryThread
from evreader.engine.workers import WorkerError, Workers
from evreader.fetch import Fetcher, FetchError, host_of, is_connectivity, is_loopback_host, schedule
from evreader.model import Annotations, Article, ArticleStatus, FailureKind
from evreader.protocol import AnyEvent, Preparing, StoryReady
from evreader.store import Pending

_log = logging.getLogger(__name__)

BATCH = 200
"""Stories taken from the library at a time, and the most under way at once."""
HOSTS_AT_ONCE = 8
"""Hosts whose pages are fetched at the same time."""
PAGES_PER_HOST = 300
"""Pages fetched from one host in one run; the rest waits for the next. Long feeds bring this many at first."""
HOST_GIVES_UP_AFTER = 3
"""Pages of a host that failed in a row for a reason of the host's, after which it is left alone for this run."""
RETRY_PAGE = timedelta(hours=6)
"""How long a page that failed for a passing reason waits for its next try."""
RETRY_UNTRIED = timedelta(minutes=1)
"""How long a page waits that was not asked for, or that the network kept away: till the next run."""
MOST_TRIES = 20
"""Times an article is tried before its page is given up."""

_PASSING: frozenset[FailureKind] = frozenset({"offline", "dns", "connect", "timeout", "rate_limited", "cut_off"})


class Preparer:
    """Makes articles, in the background or on demand."""

    def __init__(
        self,
        library: LibraryThread,
        books: Bookkeeping,
        workers: Workers,
        fetcher: Fetcher | None,
        on_event: Callable[[AnyEvent], None],
        *,
        pages_per_host: int = PAGES_PER_HOST,
    ) -> None:
        self._library = library
        self._books = books
        self._pages_per_host = pages_per_host
        self._workers = workers
        self._fetcher = fetcher
        self._on_event = on_event
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._waiting: set[int] = set()
        """Of the stories under way those that wait for their turn."""
        self._urgent: set[int] = set()
        self._left = 0
        self._told = 0
        self._working = asyncio.Semaphore(2 * workers.count)
        self._fetching = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def prepare_story(self, story_id: int) -> None:
        """Make one story's article now, ahead of all others; where it is being made already, wait for it."""
        task = self._under_way.get(story_id)
        if task is None or story_id in self._waiting:
            await self._recall_pauses()
            now = None if self._fetcher is None else datetime.now(UTC)
            pending = await self._library.run(
                lambda store: store.articles.pending_one(story_id, annotator_version=ANNOTATOR_VERSION, now=now)
            )
            if pending is None:
                self._on_event(StoryReady(story=story_id))
                return
            task = self._under_way.get(story_id)
            if task is not None and story_id in self._waiting:
                task.cancel()
                task = None
            task = task or self._begin(pending, Hosts(), urgent=True)
        await asyncio.shield(task)

    async def _recall_pauses(self) -> None:
        if self._fetcher is not None:
            await self._books.recall_pauses(self._fetcher)

    async def prepare_all(self) -> None:
        """Make all articles still to be made; returns when none is left that can be made now."""
        await self._recall_pauses()
        hosts = Hosts(self._pages_per_host)
        started = datetime.now(UTC)
        tried: set[int] = set()
        active: set[asyncio.Task[None]] = set()
        below: int | None = None
        found = False
        try:
            while True:
                batch = await self._pending(started, below)
                for pending in batch:
                    if pending.story_id not in tried:
                        found = True
                        tried.add(pending.story_id)
                        active.add(self._under_way.get(pending.story_id) or self._begin(pending, hosts))
                if batch:
                    below = batch[-1].story_id
                elif not active and not found:
                    break
                else:
                    # From the top again: stories may have come in meanwhile.
                    below, found = None, False
                while active and (not batch or len(active) >= BATCH):
                    done, active = await asyncio.wait(active, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        if not task.cancelled():  # as one is that became urgent
                            task.result()
                    await self._tell_left(len(done))
        finally:
            self._cancel(active)
        self._on_event(Preparing(left=0))

    async def _pending(self, started: datetime, below: int | None) -> list[Pending]:
        online = self._fetcher is not None
        return await self._library.run(
            lambda store: store.articles.pending(
                BATCH,
                annotator_version=ANNOTATOR_VERSION,
                include_pages=online,
                now=started if online else None,
                below=below,
            )
        )

    async def _tell_left(self, done: int) -> None:
        """Tell how many articles are still to be made; counted anew only now and then."""
        self._left -= done
        if self._left <= 0 or self._told >= BATCH:
            self._told = 0
            self._left = await self._library.run(
                lambda store: store.articles.pending_count(annotator_version=ANNOTATOR_VERSION)
            )
        self._told += done
        self._on_event(Preparing(left=max(0, self._left)))

    def _cancel(self, tasks: set[asyncio.Task[None]]) -> None:
        """Stop making these articles, except those a person waits for."""
        kept = {self._under_way.get(story_id) for story_id in self._urgent}
        for task in tasks - kept:
            task.cancel()

    async def close(self) -> None:
        """Stop making articles; what is not stored yet is made another time."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, pending: Pending, hosts: "Hosts", *, urgent: bool = False) -> asyncio.Task[None]:
        story_id = pending.story_id
        task = asyncio.ensure_future(self._prepare(pending, hosts, urgent))
        self._under_way[story_id] = task
        if urgent:
            self._urgent.add(story_id)

        def forget(task: asyncio.Task[None]) -> None:
            if self._under_way.get(story_id) is task:  # not where it was begun anew
                del self._under_way[story_id]
                self._urgent.discard(story_id)

        task.add_done_callback(forget)
        return task

    async def _prepare(self, pending: Pending, hosts: "Hosts", urgent: bool) -> None:
        try:
            if pending.needs == "annotation":
                async with self._turn(pending, urgent, self._working):
                    await self._annotate(pending)
            else:
                await self._make(pending, hosts, urgent)
        except WorkerError as error:
            failed = Article(story_id=pending.story_id, blocks=(), origin="feed", status="failed", reason=str(error))
            await self._store(Prepared(article=failed, annotations=Annotations()))
        self._on_event(StoryReady(story=pending.story_id))

    async def _annotate(self, pending: Pending) -> None:
        made = await self._library.run(lambda store: store.articles.get(pending.story_id))
        if made is None:
            return
        annotations, version = await self._workers.run(annotate_again, made[0].blocks, pending.title)
        await self._library.run(
            lambda store: store.articles.put_annotations(pending.story_id, annotations, annotator_version=version)
        )

    async def _make(self, pending: Pending, hosts: "Hosts", urgent: bool) -> None:
        host = host_of(pending.url)
        wanted = pending.full_text and bool(pending.url)
        if pending.attempts and not (wanted and hosts.may_fetch(host) and not self._is_cut_off(host, hosts)):
            return  # what the feed gave is stored, and the page still cannot be had
        source = StorySource(
            story_id=pending.story_id,
            title=pending.title,
            summary=pending.summary,
            body=pending.body,
            base_url=pending.base_url,
        )
        async with self._turn(pending, urgent, self._working):
            prepared = await self._workers.run(article_from_feed, source)
            if not prepared.wants_page or not wanted:
                await self._store(prepared)
                return
        async with self._turn(pending, urgent, hosts.turn(host), self._fetching):
            await self._make_from_page(pending, source, prepared, hosts)

    def _is_cut_off(self, host: str, hosts: "Hosts") -> bool:
        """Whether there is no network to fetch the host's pages through."""
        if self._fetcher is None:
            return True
        return self._fetcher.seems_offline and not hosts.any_answered and not is_loopback_host(host)

    async def _make_from_page(self, pending: Pending, source: StorySource, prepared: Prepared, hosts: "Hosts") -> None:
        host = host_of(pending.url)
        if self._fetcher is None or self._is_cut_off(host, hosts) or not hosts.may_fetch(host):
            # Nothing is said against the story: its page has not been tried, and stays to be fetched.
            waiting = without_page(prepared, "summary", "Its page has not been fetched yet; the next refresh tries it.")
            await self._store(waiting, retry_in=RETRY_UNTRIED)
            return
        hosts.fetching(host)
        try:
            response = await self._fetcher.get(pending.url, kind="page", private_host=pending.private_host)
        except FetchError as error:
            hosts.failed(host, error)
            if error.kind == "rate_limited" and error.status is not None:
                await self._books.pause(pending.url, error)
            status: ArticleStatus = "blocked" if error.kind == "blocked" else "failed"
            await self._store(without_page(prepared, status, error.message), retry_in=_retry_in(error, pending))
            return
        hosts.answered(host)
        page = Page(body=response.body, url=response.url, content_type=response.content_type)
        try:
            made = await self._workers.run(article_from_page, source, page)
        except WorkerError as error:
            made = without_page(prepared, "failed", str(error))
        if response.truncated and pending.attempts < MOST_TRIES:
            await self._store(made, retry_in=RETRY_PAGE)
            return
        await self._store(made)

    @asynccontextmanager
    async def _turn(self, pending: Pending, urgent: bool, *slots: asyncio.Semaphore) -> AsyncIterator[None]:
        """A place among each of the slots; what is urgent does not wait for one."""
        if urgent:
            yield
            return
        async with AsyncExitStack() as held:
            self._waiting.add(pending.story_id)
            try:
                for slot in slots:
                    await held.enter_async_context(slot)
            finally:
                self._waiting.discard(pending.story_id)
            yield

    async def _store(self, prepared: Prepared, retry_in: timedelta | None = None) -> None:
        now = datetime.now(UTC)
        retry_at = None if retry_in is None else now + retry_in
        await self._library.run(
            lambda store: store.articles.put(
                prepared.article,
                prepared.annotations,
                now=now,
                byline=prepared.byline,
                lead_image=prepared.lead_image,
                retry_at=retry_at,
            )
        )


def _is_passing(error: FetchError) -> bool:
    """Whether a page that failed this way may come another time."""
    return error.kind in _PASSING or (error.kind == "http" and (error.status or 500) >= 500)


def _retry_in(error: FetchError, pending: Pending) -> timedelta | None:
    """How long a page that failed waits for its next try; None where there is none."""
    if error.kind == "rate_limited":
        return timedelta(seconds=min(error.retry_after or schedule.RATE_LIMIT_DEFAULT, schedule.MAXIMUM))
    if is_connectivity(error):
        return RETRY_UNTRIED
    return RETRY_PAGE if _is_passing(error) and pending.attempts < MOST_TRIES else None


class Hosts:
    """How the hosts of article pages fare in one run."""

    def __init__(self, pages_per_host: int = PAGES_PER_HOST) -> None:
        self.any_answered = False
        self._pages_per_host = pages_per_host
        self._fetched: dict[str, int] = {}
        self._failed_in_a_row: dict[str, int] = {}
        self._turns: dict[str, asyncio.Semaphore] = {}

    def turn(self, host: str) -> asyncio.Semaphore:
        """One story at a time wants a host's page, so that a slow host keeps no other waiting."""
        if host not in self._turns:
            # This machine itself needs no sparing, as in `evreader.fetch`.
            self._turns[host] = asyncio.Semaphore(HOSTS_AT_ONCE if is_loopback_host(host) else 1)
        return self._turns[host]

    def may_fetch(self, host: str) -> bool:
        """Whether another page may be fetched from the host in this run."""
        given_up = self._failed_in_a_row.get(host, 0) >= HOST_GIVES_UP_AFTER
        return not given_up and self._fetched.get(host, 0) < self._pages_per_host

    def fetching(self, host: str) -> None:
        """Another page of the host is being fetched."""
        self._fetched[host] = self._fetched.get(host, 0) + 1

    def failed(self, host: str, error: FetchError) -> None:
        """A page of the host could not be fetched; one that robots.txt forbids is no fault of the host's."""
        if error.kind == "rate_limited":
            self._failed_in_a_row[host] = HOST_GIVES_UP_AFTER
        elif _is_passing(error) or error.kind == "tls" or (error.kind == "blocked" and error.status is not None):
            self._failed_in_a_row[host] = self._failed_in_a_row.get(host, 0) + 1

    def answered(self, host: str) -> None:
        """A page of the host came."""
        self.any_answered = True
        self._failed_in_a_row.pop(host, None)
