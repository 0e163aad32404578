"""Subscriptions: adding, finding, editing and removing them, and how their last check went."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from evreader.model import Failure, FailureKind, Feed, ParsedFeed, Validators
from evreader.store.addresses import same_feed_key
from evreader.store.database import Database, Transaction
from evreader.store.errors import LibraryError
from evreader.store.indexing import index_story, unindex_story
from evreader.store.moments import to_datetime, to_datetime_or_none, to_seconds, to_seconds_or_none
from evreader.store.record import Recorded, record_stories
from evreader.store.removal import drop_story
from evreader.store.schema import NEXT_READ_MARK
from evreader.store.views import FeedRow
from evreader.text import fold, without_credentials

TITLE = "coalesce(nullif(feed.given_title, ''), nullif(feed.own_title, ''), feed.url)"
"""SQL for the title a feed is shown with: what the person calls it, else what it calls itself, else its address."""

_FEED = f"""
    SELECT feed.id, feed.url, {TITLE}, folder.name, site_url, etag, last_modified, body_hash, checked_at,
        succeeded_at, next_check_at, failure_kind, failure_message, failing_since, failure_count, full_text,
        private_host, body_at, refresh_after
    FROM feed JOIN folder ON folder.id = feed.folder_id WHERE removed_at IS NULL
"""

_ROWS = f"""
    SELECT feed.id, {TITLE}, folder.name, url, tally.unread, tally.stories, failure_kind, failure_message,
        failing_since, checked_at, succeeded_at, next_check_at
    FROM feed JOIN folder ON folder.id = feed.folder_id JOIN tally ON tally.feed_id = feed.id
    WHERE removed_at IS NULL
"""

_LONGEST_WISH = 10 * 365 * 24 * 60 * 60
"""Seconds; what a feed asks for is a number of any size."""

_folded = lru_cache(maxsize=4096)(fold)
"""Titles are sorted anew after every check of a feed."""


class Feeds:
    """The subscriptions of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Feed]:
        """Every subscription, by folder and title."""
        feeds = [_feed(row) for row in self._database.all(_FEED)]
        return sorted(feeds, key=lambda feed: (_folded(feed.folder), _folded(feed.title), feed.id))

    def get(self, feed_id: int) -> Feed | None:
        """One subscription, or None where there is none of this id."""
        row = self._database.one(f"{_FEED} AND feed.id = ?", (feed_id,))
        return None if row is None else _feed(row)

    def at(self, url: str) -> Feed | None:
        """The subscription to the feed at an address, however that is spelt."""
        row = self._database.one(f"{_FEED} AND feed.address = ?", (same_feed_key(url),))
        return None if row is None else _feed(row)

    def find(self, text: str) -> Feed | None:
        """The subscription a person means: by id, address, whole title, or a part only one title has."""
        text = text.strip()
        if text.isascii() and text.isdigit() and len(text) < 19 and (feed := self.get(int(text))) is not None:
            return feed
        if (feed := self.at(text)) is not None:
            return feed
        sought, address = fold(text), same_feed_key(text)
        feeds = self.all()
        same = [
            feed
            for feed in feeds
            if fold(feed.title) == sought or same_feed_key(without_credentials(feed.url)) == address
        ]
        close = same or [feed for feed in feeds if sought and sought in fold(feed.title)]
        return close[0] if len(close) == 1 else None

    def rows(self) -> list[FeedRow]:
        """Every subscription as the sidebar shows it, by folder and title."""
        rows = [_feed_row(*row) for row in self._database.all(_ROWS)]
        return sorted(rows, key=lambda row: (_folded(row.folder), _folded(row.title), row.id))

    def add(
        self,
        url: str,
        *,
        title: str = "",
        folder: str = "",
        site_url: str = "",
        private_host: str | None = None,
        now: datetime | int,
    ) -> tuple[Feed, bool]:
        """Subscribe, and say whether the subscription existed already (it is then left as it is).

        `title` is what the person calls the feed; without it the feed's own title is shown. A feed that was removed
        comes back with what was read and saved.
        """
        address = same_feed_key(url)
        with self._database.writing() as transaction:
            found = transaction.execute("SELECT id, removed_at FROM feed WHERE address = ?", (address,)).fetchone()
            if found is not None and found[1] is None:
                return self._required(found[0]), True
            folder_id = _folder_id(transaction, folder)
            if found is None:
                feed_id = transaction.execute(
                    "INSERT INTO feed (url, address, given_title, own_title, folder_id, site_url, private_host,"
                    " added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        url.strip(),
                        address,
                        title,
                        _title_till_known(url.strip()),
                        folder_id,
                        site_url,
                        private_host,
                        to_seconds(now),
                    ),
                ).lastrowid
                transaction.execute("INSERT INTO tally (feed_id) VALUES (?)", (feed_id,))
            else:
                feed_id = found[0]
                transaction.execute(
                    "UPDATE feed SET url = ?, given_title = ?, own_title = coalesce(nullif(own_title, ''), ?),"
                    " folder_id = ?, private_host = ?, added_at = ?, removed_at = NULL WHERE id = ?",
                    (
                        url.strip(),
                        title,
                        _title_till_known(url.strip()),
                        folder_id,
                        private_host,
                        to_seconds(now),
                        feed_id,
                    ),
                )
                transaction.execute("UPDATE story SET folder_id = ? WHERE feed_id = ?", (folder_id, feed_id))
            assert feed_id is not None
            return self._required(feed_id), False

    def edit(
        self,
        feed_id: int,
        *,
        title: str | None = None,
        folder: str | None = None,
        full_text: bool | None = None,
        url: str | None = None,
    ) -> None:
        """Change a subscription; None leaves a field as it is, an empty title goes back to the feed's own.

        A new address drops the validators, which belong to the old one. Raises `LibraryError` where another
        subscription has that address, or where there is no such feed.
        """
        with self._database.writing() as transaction:
            if self.get(feed_id) is None:
                raise LibraryError(f"There is no feed {feed_id}.", "missing")
            if title is not None:
                transaction.execute("UPDATE feed SET given_title = ? WHERE id = ?", (title, feed_id))
            if folder is not None:
                folder_id = _folder_id(transaction, folder)
                transaction.execute("UPDATE feed SET folder_id = ? WHERE id = ?", (folder_id, feed_id))
                transaction.execute("UPDATE story SET folder_id = ? WHERE feed_id = ?", (folder_id, feed_id))
            if full_text is not None:
                transaction.execute("UPDATE feed SET full_text = ? WHERE id = ?", (full_text, feed_id))
            if url is not None and not _move(transaction, feed_id, url.strip()):
                shown = without_credentials(url.strip())
                raise LibraryError(f"Another subscription already has the address {shown}.", "other")

    def remove(self, feed_id: int) -> None:
        """Unsubscribe. Stories go, except saved ones, which stay listed as saved and count as read.

        What was read and saved is remembered, should the feed be added again.
        """
        with self._database.writing() as transaction:
            going = transaction.execute(
                "SELECT id FROM story WHERE feed_id = ? AND is_saved = 0", (feed_id,)
            ).fetchall()
            for (story_id,) in going:
                drop_story(transaction, story_id)
            now = "CAST(strftime('%s', 'now') AS INTEGER)"
            transaction.execute(
                f"UPDATE state SET read_at = coalesce(read_at, {now}) WHERE feed_id = ? AND saved_at IS NOT NULL",
                (feed_id,),
            )
            transaction.execute(
                f"UPDATE story SET folder_id = NULL, read_mark = coalesce(read_mark, ({NEXT_READ_MARK}))"
                " WHERE feed_id = ?",
                (feed_id,),
            )
            transaction.execute(
                f"UPDATE feed SET removed_at = {now}, etag = NULL, last_modified = NULL, body_hash = NULL,"
                " body_at = NULL, checked_at = NULL, succeeded_at = NULL, next_check_at = NULL, refresh_after = NULL,"
                " failure_kind = NULL, failure_message = '', failing_since = NULL, failure_count = 0"
                " WHERE id = ? AND removed_at IS NULL",
                (feed_id,),
            )

    def record_success(
        self,
        feed_id: int,
        parsed: ParsedFeed,
        *,
        validators: Validators,
        body_hash: str,
        now: datetime | int,
        next_check_at: datetime | int,
        url: str | None = None,
    ) -> Recorded:
        """Store what a feed gave: new stories, changed ones, validators and schedule, in one transaction.

        Stories the feed no longer names stay. `url` is the address the feed has moved to for good; it is ignored
        where another subscription has it. Raises `LibraryError`.
        """
        with self._database.writing() as transaction:
            found = transaction.execute("SELECT removed_at IS NULL FROM feed WHERE id = ?", (feed_id,)).fetchone()
            if found is None or not found[0]:
                return Recorded(new=[], changed=[])
            if url is not None:
                _move(transaction, feed_id, url.strip())
            seconds = to_seconds(now)
            recorded = record_stories(transaction, feed_id, parsed.stories, seconds)
            transaction.execute(
                "UPDATE feed SET own_title = coalesce(nullif(?, ''), own_title),"
                " site_url = coalesce(nullif(?, ''), site_url), etag = ?, last_modified = ?, body_hash = ?,"
                " body_at = ?, checked_at = ?, succeeded_at = ?, next_check_at = ?, refresh_after = ?,"
                " failure_kind = NULL, failure_message = '', failing_since = NULL, failure_count = 0 WHERE id = ?",
                (
                    parsed.title,
                    parsed.site_url,
                    validators.etag,
                    validators.last_modified,
                    body_hash,
                    seconds,
                    seconds,
                    seconds,
                    to_seconds(next_check_at),
                    None if parsed.refresh_after is None else min(parsed.refresh_after, _LONGEST_WISH),
                    feed_id,
                ),
            )
        return recorded

    def record_unchanged(
        self,
        feed_id: int,
        *,
        validators: Validators,
        now: datetime | int,
        next_check_at: datetime | int,
        whole_body: bool = False,
    ) -> None:
        """Store that a check found nothing new.

        With `whole_body` the server sent the document once more, and its validators replace the old ones; without
        it answered 304, and validators it did not repeat stay.
        """
        seconds = to_seconds(now)
        with self._database.writing() as transaction:
            transaction.execute(
                "UPDATE feed SET etag = iif(:whole, :etag, coalesce(:etag, etag)),"
                " last_modified = iif(:whole, :modified, coalesce(:modified, last_modified)),"
                " body_at = iif(:whole, :now, body_at), checked_at = :now, succeeded_at = :now, next_check_at = :next,"
                " failure_kind = NULL, failure_message = '', failing_since = NULL, failure_count = 0"
                " WHERE id = :feed",
                {
                    "whole": whole_body,
                    "etag": validators.etag,
                    "modified": validators.last_modified,
                    "now": seconds,
                    "next": to_seconds(next_check_at),
                    "feed": feed_id,
                },
            )

    def record_failure(
        self,
        feed_id: int,
        kind: FailureKind,
        message: str,
        *,
        now: datetime | int,
        next_check_at: datetime | int | None,
    ) -> None:
        """Store that a check failed; stories and validators are untouched.

        The first failure in a row sets `since`, each adds one to `count`. Being offline is not the feed's failure:
        it is not counted and nothing is stored.
        """
        if kind == "offline":
            return
        seconds = to_seconds(now)
        with self._database.writing() as transaction:
            transaction.execute(
                "UPDATE feed SET checked_at = ?, next_check_at = ?, failure_kind = ?, failure_message = ?,"
                " failing_since = coalesce(failing_since, ?), failure_count = failure_count + 1 WHERE id = ?",
                (seconds, to_seconds_or_none(next_check_at), kind, message, seconds, feed_id),
            )

    def host_pauses(self) -> dict[str, datetime]:
        """Hosts that asked to be left alone, and until when."""
        return {name: to_datetime(until) for name, until in self._database.all("SELECT name, paused_until FROM host")}

    def pause_host(self, host: str, until: datetime | int) -> None:
        """Leave a host alone until then; pauses that are over are forgotten."""
        with self._database.writing() as transaction:
            transaction.execute("DELETE FROM host WHERE paused_until < CAST(strftime('%s', 'now') AS INTEGER)")
            transaction.execute(
                "INSERT INTO host (name, paused_until) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET paused_until = excluded.paused_until",
                (host, to_seconds(until)),
            )

    def _required(self, feed_id: int) -> Feed:
        feed = self.get(feed_id)
        assert feed is not None
        return feed


def _feed(row: Any) -> Feed:
    failure = None
    if row[11] is not None:
        failure = Failure(kind=row[11], message=row[12], since=to_datetime(row[13] or 0), count=row[14])
    return Feed(
        id=row[0],
        url=row[1],
        title=row[2],
        folder=row[3],
        site_url=row[4],
        validators=Validators(etag=row[5], last_modified=row[6]),
        body_hash=row[7],
        checked_at=to_datetime_or_none(row[8]),
        succeeded_at=to_datetime_or_none(row[9]),
        next_check_at=to_datetime_or_none(row[10]),
        failure=failure,
        full_text=bool(row[15]),
        private_host=row[16],
        body_at=to_datetime_or_none(row[17]),
        refresh_after=row[18],
    )


def _feed_row(feed_id: int, title: str, folder: str, url: str, *rest: Any) -> FeedRow:
    return FeedRow(feed_id, title, folder, without_credentials(url), *rest)


def _title_till_known(url: str) -> str:
    """What a feed is called before it was read: nothing, unless its address holds what must not be shown."""
    shown = without_credentials(url)
    return "" if shown == url else shown


def _folder_id(transaction: Transaction, name: str) -> int:
    transaction.execute("INSERT INTO folder (name) VALUES (?) ON CONFLICT (name) DO NOTHING", (name,))
    return int(transaction.execute("SELECT id FROM folder WHERE name = ?", (name,)).fetchone()[0])


def _move(transaction: Transaction, feed_id: int, url: str) -> bool:
    """Give a feed another address, and say whether that was possible: not where another subscription has it.

    A removed feed of that address is taken over with its states and saved stories.
    """
    address = same_feed_key(url)
    current = transaction.execute("SELECT url FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
    if url == current:
        return True
    other = transaction.execute(
        "SELECT id, removed_at FROM feed WHERE address = ? AND id <> ?", (address, feed_id)
    ).fetchone()
    if other is not None:
        if other[1] is None:
            return False
        _take_over(transaction, feed_id, other[0])
    transaction.execute(
        "UPDATE feed SET url = ?, address = ?, etag = NULL, last_modified = NULL, body_hash = NULL WHERE id = ?",
        (url, address, feed_id),
    )
    return True


def _take_over(transaction: Transaction, feed_id: int, removed_id: int) -> None:
    """Give a feed the states and stories of a removed one, which then goes altogether."""
    transaction.execute("UPDATE OR IGNORE state SET feed_id = ? WHERE feed_id = ?", (feed_id, removed_id))
    folder_id = transaction.execute("SELECT folder_id FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
    stories = transaction.execute("SELECT id, guid FROM story WHERE feed_id = ?", (removed_id,)).fetchall()
    for story_id, guid in stories:
        twin = transaction.execute("SELECT id FROM story WHERE feed_id = ? AND guid = ?", (feed_id, guid)).fetchone()
        if twin is not None:
            drop_story(transaction, story_id)
            continue
        unindex_story(transaction, story_id)
        transaction.execute("UPDATE story SET feed_id = ?, folder_id = ? WHERE id = ?", (feed_id, folder_id, story_id))
        index_story(transaction, story_id)
    transaction.execute("DELETE FROM feed WHERE id = ?", (removed_id,))
