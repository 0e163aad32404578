"""Storing what a feed gave: which stories are new, which have changed, which are as they were."""

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct

from evreader.model import ParsedStory
from evreader.store.database import Transaction
from evreader.store.indexing import index_story, index_words, unindex_story
from evreader.store.moments import to_seconds_or_none
from evreader.store.packing import pack_text
from evreader.store.ranks import SECOND, first_rank, sort_moment
from evreader.store.schema import NEXT_READ_MARK

_TAG = re.compile(r"<[^<>]*>")
_LOOKUP_SIZE = 500
"""Guids asked for in one query; SQLite's smallest limit on variables is 999."""


class Recorded(Struct, frozen=True, kw_only=True):
    """Ids of the stories a check of a feed brought."""

    new: list[int]
    changed: list[int]
    """Known stories whose title or text is different now; their articles are made again."""


def record_stories(transaction: Transaction, feed_id: int, stories: Sequence[ParsedStory], now: int) -> Recorded:
    """Store a feed's stories inside the caller's transaction. Of several with one guid the first counts."""
    first_of_guid: dict[str, ParsedStory] = {}
    for story in stories:
        first_of_guid.setdefault(story.guid, story)
    known = _known(transaction, feed_id, list(first_of_guid))
    changed: list[int] = []
    fresh: list[ParsedStory] = []
    for guid, story in first_of_guid.items():
        if guid not in known:
            fresh.append(story)
            continue
        story_id, old = known[guid]
        new = _fingerprint(story)
        if new != old and _update(transaction, story_id, story, new, old):
            changed.append(story_id)
    return Recorded(new=_insert(transaction, feed_id, fresh, now), changed=changed)


def _fingerprint(story: ParsedStory) -> int:
    """Checksums of title and words (the upper half) and of all else.

    Markup is left out: it changes from one request to the next. A change missed once in four billion is no loss.
    """
    words = f"{story.title}\0{_TAG.sub('', story.body) or story.summary}"
    rest = f"{story.url}\0{story.author}\0{story.published_at}\0{story.summary}"
    return _signed(crc32(words.encode("utf-8", "replace")) << 32 | crc32(rest.encode("utf-8", "replace")))


def _signed(number: int) -> int:
    """SQLite's integers have a sign."""
    return number - (1 << 64) if number >> 63 else number


def _known(transaction: Transaction, feed_id: int, guids: list[str]) -> dict[str, tuple[int, int]]:
    known: dict[str, tuple[int, int]] = {}
    for start in range(0, len(guids), _LOOKUP_SIZE):
        chunk = guids[start : start + _LOOKUP_SIZE]
        marks = ",".join("?" * len(chunk))
        rows = transaction.execute(
            f"SELECT guid, id, fingerprint FROM story WHERE feed_id = ? AND guid IN ({marks})", (feed_id, *chunk)
        )
        known.update((guid, (story_id, fingerprint)) for guid, story_id, fingerprint in rows)
    return known


def _insert(transaction: Transaction, feed_id: int, stories: list[ParsedStory], now: int) -> list[int]:
    """Insert new stories, oldest first: later ids are then newer. A feed lists the newest first."""
    if not stories:
        return []
    folder_id = transaction.execute("SELECT folder_id FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
    states = {
        guid: (read_at, saved_at)
        for guid, read_at, saved_at in transaction.execute(
            "SELECT guid, read_at, saved_at FROM state WHERE feed_id = ?", (feed_id,)
        )
    }
    read_mark = transaction.execute(NEXT_READ_MARK).fetchone()[0]
    last_id = transaction.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'story'").fetchone()[0] or 0
    published = [to_seconds_or_none(story.published_at) for story in stories]
    order = sorted(range(len(stories) - 1, -1, -1), key=lambda i: sort_moment(published[i], now))
    free = FreeRanks(transaction, [sort_moment(moment, now) for moment in published])
    ranks = [free.take(sort_moment(published[i], now)) for i in reversed(order)][::-1]
    rows: list[tuple[Any, ...]] = []
    for story_id, (i, rank) in enumerate(zip(order, ranks, strict=True), last_id + 1):
        story = stories[i]
        read_at, saved_at = states.get(story.guid, (None, None))
        rows.append(
            (
                story_id,
                rank,
                feed_id,
                folder_id,
                None if read_at is None else read_mark,
                saved_at is not None,
                published[i],
                now,
                story.guid,
                _fingerprint(story),
                story.url,
                story.title,
                story.author,
                story.summary,
            )
        )
        index_words(transaction, rank, feed_id, title=story.title, author=story.author, summary=story.summary)
    transaction.executemany(_INSERT, rows)
    transaction.executemany(_KEEP_BODY, [_body_row(row[0], stories[i]) for row, i in zip(rows, order, strict=True)])
    transaction.execute(
        "UPDATE tally SET stories = stories + ?, unread = unread + ?, saved = saved + ?, pending = pending + ?"
        " WHERE feed_id = ?",
        (len(rows), sum(row[4] is None for row in rows), sum(row[5] for row in rows), len(rows), feed_id),
    )
    return [row[0] for row in rows]


_INSERT = """
    INSERT INTO story (id, rank, feed_id, folder_id, read_mark, is_saved, published_at, first_seen_at, guid,
        fingerprint, url, title, author, summary)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_BODY = "INSERT OR REPLACE INTO waiting (story_id, body, base_url, image_url) VALUES (?, ?, ?, ?)"


class FreeRanks:
    """Gives each of many stories a rank nobody has, newest story first."""

    def __init__(self, transaction: Transaction, moments: Sequence[int]) -> None:
        self._transaction = transaction
        self._lowest = self._look_up({first_rank(moment) for moment in moments})

    def take(self, moment: int) -> int:
        """The highest rank below those taken of a second, or of the first earlier one that has room."""
        second = first_rank(moment)
        while True:
            if second not in self._lowest:
                self._lowest |= self._look_up({second})
            lowest = self._lowest[second]
            rank = second + SECOND - 1 if lowest is None else lowest - 1
            if rank >= second:
                self._lowest[second] = rank
                return rank
            second -= SECOND

    def _look_up(self, seconds: set[int]) -> dict[int, int | None]:
        """The lowest rank taken of each of these seconds, named by their first."""
        return dict(
            self._transaction.execute(
                "SELECT value, (SELECT min(rank) FROM story WHERE rank BETWEEN value AND value + ?) FROM json_each(?)",
                (SECOND - 1, msgspec.json.encode(sorted(seconds)).decode()),
            ).fetchall()
        )


def _body_row(story_id: int, story: ParsedStory) -> tuple[int, bytes, str, str]:
    return story_id, pack_text(story.body), story.base_url, story.image_url


def _update(transaction: Transaction, story_id: int, story: ParsedStory, new: int, old: int) -> bool:
    """Store what a feed now says of a known story, and say whether its title or words are different.

    Its place in time stays, so that no list moves; an author found on its page stays where the feed names none.
    """
    reads_differently = new >> 32 != old >> 32
    unindex_story(transaction, story_id)
    transaction.execute(
        "UPDATE story SET url = ?, title = ?, author = coalesce(nullif(?, ''), author), published_at = ?,"
        " summary = ?, fingerprint = ? WHERE id = ?",
        (
            story.url,
            story.title,
            story.author,
            to_seconds_or_none(story.published_at),
            story.summary,
            new,
            story_id,
        ),
    )
    index_story(transaction, story_id)
    if reads_differently:
        transaction.execute("UPDATE story SET work = 0, retry_at = NULL, attempts = 0 WHERE id = ?", (story_id,))
        transaction.execute(_KEEP_BODY, _body_row(story_id, story))
    return reads_differently
