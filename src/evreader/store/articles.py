"""Articles with their quotes and takeaways: storing, reading, and which are still to be made."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from evreader.model import Annotations, Article, running_text
from evreader.store.database import Database
from evreader.store.indexing import add_quotes, index_words, remove_quotes, unindex_story
from evreader.store.moments import to_seconds, to_seconds_or_none
from evreader.store.packing import pack_content, unpack_content, unpack_text

_TAKEAWAY_SHOWN = 300
"""Characters of the first takeaway kept beside the story for its row in a list."""

_LONGEST_RETRY = 7 * 24 * 60 * 60
"""Seconds. A try further ahead was put off by a clock that was wrong, and is due."""

_NEVER_STALE = 2**31 - 1
"""`work` of a story without text: no annotator finds anything in it."""


class Pending(Struct, frozen=True, kw_only=True):
    """A story that something is to be done for."""

    story_id: int
    feed_id: int
    url: str
    title: str
    summary: str
    body: str
    """The HTML the feed gave for it; empty where it gave none or the article was made from the page before."""
    base_url: str
    image_url: str
    private_host: str | None
    full_text: bool
    """Whether its feed's article pages are fetched."""
    needs: Literal["article", "annotation"]
    """annotation: the stored article is to be annotated by a newer annotator, without the network."""
    attempts: int
    """How often its article was tried before."""


_PENDING = """
    SELECT story.id, story.feed_id, story.url, story.title, story.summary, waiting.body, waiting.base_url,
        waiting.image_url, feed.private_host, feed.full_text, story.attempts
    FROM (SELECT id, rank FROM story WHERE {conditions} ORDER BY rank DESC LIMIT :limit) AS chosen
    CROSS JOIN story ON story.id = chosen.id JOIN feed ON feed.id = story.feed_id
    LEFT JOIN waiting ON waiting.story_id = story.id ORDER BY chosen.rank DESC
"""
"""The stories that meet some conditions; chosen by index before anything is read that belongs to them."""

_GIVEN = "EXISTS (SELECT 1 FROM waiting WHERE waiting.story_id = story.id AND length(waiting.body) > 1)"
"""SQL for a story its feed gave text for; an empty text is packed in one byte."""


_DUE = "SELECT id FROM story WHERE retry_at <= :now UNION ALL SELECT id FROM story WHERE retry_at > :far"
"""SQL for the stories whose next try is due; in this form found by the index on `retry_at`."""


class Articles:
    """The articles of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, story_id: int) -> tuple[Article, Annotations] | None:
        """A story's article with its quotes and takeaways, or None while there is none."""
        row = self._database.one(
            "SELECT origin, status, reason, annotator_version, content FROM article WHERE story_id = ?", (story_id,)
        )
        if row is None:
            return None
        blocks, quotes, takeaways = unpack_content(row[4])
        article = Article(
            story_id=story_id, blocks=blocks, origin=row[0], status=row[1], reason=row[2], annotator_version=row[3]
        )
        return article, Annotations(quotes=quotes, takeaways=takeaways)

    def lead_image(self, story_id: int) -> str:
        """The address of the picture an article opens with; empty where there is none."""
        return str(self._database.value("SELECT lead_image FROM article WHERE story_id = ?", (story_id,)) or "")

    def put(
        self,
        article: Article,
        annotations: Annotations,
        *,
        now: datetime | int,
        byline: str = "",
        lead_image: str = "",
        retry_at: datetime | int | None = None,
    ) -> None:
        """Store a story's article in place of the one before, with all that follows from it, in one transaction.

        What the feed gave for the story goes, unless the article is to be tried again at `retry_at`. A story that
        was removed meanwhile is left alone. Raises `LibraryError`.
        """
        story_id = article.story_id
        with self._database.writing() as transaction:
            found = transaction.execute(
                "SELECT rank, feed_id, title, coalesce(nullif(author, ''), ?), summary, article.content FROM story"
                " LEFT JOIN article ON article.story_id = story.id WHERE story.id = ?",
                (byline, story_id),
            ).fetchone()
            if found is None:
                return
            rank, feed_id, title, author, summary, before = found
            unindex_story(transaction, story_id)
            if before is not None:
                remove_quotes(transaction, rank, unpack_content(before)[1])
            transaction.execute(
                "INSERT OR REPLACE INTO article (story_id, origin, status, reason, annotator_version, lead_image,"
                " made_at, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    story_id,
                    article.origin,
                    article.status,
                    article.reason,
                    article.annotator_version,
                    lead_image,
                    to_seconds(now),
                    pack_content((article.blocks, annotations.quotes, annotations.takeaways)),
                ),
            )
            said = add_quotes(transaction, rank, annotations.quotes)
            transaction.execute(
                "UPDATE story SET work = ?, retry_at = ?, attempts = attempts + 1, status = ?, quote_count = ?,"
                " takeaway_count = ?, first_takeaway = ?, author = ? WHERE id = ?",
                (
                    max(article.annotator_version, 1) if article.blocks else _NEVER_STALE,
                    to_seconds_or_none(retry_at),
                    article.status,
                    said,
                    len(annotations.takeaways),
                    annotations.takeaways[0].text[:_TAKEAWAY_SHOWN] if annotations.takeaways else "",
                    author,
                    story_id,
                ),
            )
            body = running_text(article.blocks)[0]
            index_words(transaction, rank, feed_id, title=title, author=author, summary=summary, body=body)
            if retry_at is None:
                transaction.execute("DELETE FROM waiting WHERE story_id = ?", (story_id,))

    def put_annotations(self, story_id: int, annotations: Annotations, *, annotator_version: int) -> None:
        """Store what a newer annotator found in a stored article; text, status and search stay."""
        with self._database.writing() as transaction:
            row = transaction.execute(
                "SELECT story.rank, article.content FROM story"
                " JOIN article ON article.story_id = story.id WHERE story.id = ?",
                (story_id,),
            ).fetchone()
            if row is None:
                return
            rank, content = row
            blocks, quotes, _ = unpack_content(content)
            remove_quotes(transaction, rank, quotes)
            transaction.execute(
                "UPDATE article SET content = ?, annotator_version = ? WHERE story_id = ?",
                (
                    pack_content((blocks, annotations.quotes, annotations.takeaways)),
                    annotator_version,
                    story_id,
                ),
            )
            said = add_quotes(transaction, rank, annotations.quotes)
            transaction.execute(
                "UPDATE story SET work = ?, quote_count = ?, takeaway_count = ?, first_takeaway = ? WHERE id = ?",
                (
                    max(annotator_version, 1),
                    said,
                    len(annotations.takeaways),
                    annotations.takeaways[0].text[:_TAKEAWAY_SHOWN] if annotations.takeaways else "",
                    story_id,
                ),
            )

    def pending(
        self,
        limit: int,
        *,
        annotator_version: int,
        include_pages: bool = True,
        now: datetime | int | None = None,
        below: int | None = None,
    ) -> list[Pending]:
        """Stories that wait for an article, then those due for another try or a newer annotator; each newest first.

        Without `include_pages` a story that waits is left out when its feed gave no text for it: only its page could
        help. `now` decides which tries are due; without it none is. `below` continues a list after the story of that
        id: only stories that stand after it in time are given.
        """
        under = None
        if below is not None:
            under = self._database.value("SELECT rank FROM story WHERE id = ?", (below,))
        parameters: dict[str, Any] = {
            "limit": limit,
            "now": None if now is None else to_seconds(now),
            "under": under,
            "version": annotator_version,
        }
        beneath = "" if under is None else " AND rank < :under"
        given = "" if include_pages else f" AND {_GIVEN}"
        found = self._tasks(f"work = 0{beneath}{given}", parameters, "article")
        if len(found) < limit and now is not None and include_pages:
            parameters |= {"limit": limit - len(found), "far": to_seconds(now) + _LONGEST_RETRY}
            found += self._tasks(f"id IN ({_DUE}) AND work <> 0{beneath}", parameters, "article")
        chosen = {pending.story_id for pending in found}
        for stale in self._stale_versions(annotator_version):
            if len(found) >= limit:
                break
            parameters |= {"limit": limit - len(found) + len(chosen), "stale": stale}
            stale_ones = self._tasks(f"work = :stale{beneath}", parameters, "annotation")
            found += [pending for pending in stale_ones if pending.story_id not in chosen]
        return found[:limit]

    def pending_one(
        self, story_id: int, *, annotator_version: int, now: datetime | int | None = None
    ) -> Pending | None:
        """What is to be done for one story, or None where nothing is or there is no such story."""
        row = self._database.one("SELECT work, retry_at FROM story WHERE id = ?", (story_id,))
        if row is None:
            return None
        work, retry_at = row
        wait = 0 if now is None or retry_at is None else retry_at - to_seconds(now)
        due = now is not None and retry_at is not None and not 0 < wait <= _LONGEST_RETRY
        needs: Literal["article", "annotation"] = "article" if work == 0 or due else "annotation"
        if needs == "annotation" and work >= annotator_version:
            return None
        tasks = self._tasks("id = :story", {"story": story_id, "limit": 1}, needs)
        return tasks[0] if tasks else None

    def pending_count(self, *, annotator_version: int) -> int:
        """How many stories wait for an article or a newer annotator."""
        stale = self._stale_versions(annotator_version)
        waiting = int(self._database.value("SELECT coalesce(sum(pending), 0) FROM tally"))
        return waiting + sum(
            int(self._database.value("SELECT count(*) FROM story WHERE work = ?", (version,))) for version in stale
        )

    def _stale_versions(self, annotator_version: int) -> list[int]:
        """The older annotator versions stored articles were annotated by, newest first: a handful at most."""
        versions: list[int] = []
        version = 0
        while True:
            version = self._database.value(
                "SELECT min(work) FROM story WHERE work > ? AND work < ?", (version, annotator_version)
            )
            if version is None:
                return versions[::-1]
            versions.append(version)

    def _tasks(
        self, conditions: str, parameters: dict[str, Any], needs: Literal["article", "annotation"]
    ) -> list[Pending]:
        return [
            Pending(
                story_id=row[0],
                feed_id=row[1],
                url=row[2],
                title=row[3],
                summary=row[4],
                body="" if row[5] is None else unpack_text(row[5]),
                base_url=row[6] or "",
                image_url=row[7] or "",
                private_host=row[8],
                full_text=bool(row[9]),
                needs=needs,
                attempts=row[10],
            )
            for row in self._database.all(_PENDING.format(conditions=conditions), parameters)
        ]
