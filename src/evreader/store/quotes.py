"""The quote book: everything anybody said, over all stories, newest first."""

from typing import Any

from msgspec import Struct

from evreader.model import Quote
from evreader.store.database import Database
from evreader.store.feeds import TITLE
from evreader.store.packing import unpack_content
from evreader.store.ranks import QUOTES_PER_STORY, SECOND, quote_position, quote_range
from evreader.store.utterances import utterances
from evreader.store.views import QuoteRow
from evreader.store.words import parse_query, quote_expression

_PAGE = f"""
    SELECT page.id, story.id, story.title, story.url, story.feed_id, {TITLE}, story.rank / {SECOND}, article.content
    FROM (SELECT {{key}} AS id FROM {{source}}{{where}} ORDER BY {{order}} LIMIT :limit OFFSET :offset) AS page
    CROSS JOIN story ON story.rank = page.id / {QUOTES_PER_STORY} JOIN feed ON feed.id = story.feed_id
    JOIN article ON article.story_id = story.id ORDER BY page.id DESC
"""

_OF_FEED = f"""
    story INDEXED BY story_feed CROSS JOIN quote ON quote.id BETWEEN story.rank * {QUOTES_PER_STORY}
    AND (story.rank + 1) * {QUOTES_PER_STORY} - 1
"""
"""The quotes of a feed, in order by way of its stories."""

_IN_FEED = f"(SELECT feed_id FROM story WHERE story.rank = quote.id / {QUOTES_PER_STORY}) = :feed"


class _Filter(Struct, frozen=True, kw_only=True):
    """Where quotes are found, under which conditions, and what their order follows from."""

    source: str = "quote"
    key: str = "quote.id"
    order: str = "quote.id DESC"
    conditions: tuple[str, ...] = ()
    parameters: dict[str, Any] = {}

    @property
    def where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


class Quotes:
    """The quotes of a library, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, *, speaker: str | None = None, words: str = "", feed_id: int | None = None) -> int:
        """How many quotes `rows` has with the same arguments."""
        chosen = _filter(speaker, words, feed_id)
        if not chosen.conditions:
            return int(self._database.value("SELECT coalesce(sum(quotes), 0) FROM tally"))
        if chosen.source == _OF_FEED:
            return int(self._database.value("SELECT coalesce(sum(quotes), 0) FROM tally WHERE feed_id = ?", (feed_id,)))
        return int(self._database.value(f"SELECT count(*) FROM {chosen.source}{chosen.where}", chosen.parameters))

    def rows(
        self,
        *,
        speaker: str | None = None,
        words: str = "",
        feed_id: int | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> list[QuoteRow]:
        """A page of quotes: by one speaker (whole name, in any case), holding these words, from one feed."""
        return self._page(_filter(speaker, words, feed_id), offset, limit)

    def of_story(self, story_id: int) -> list[QuoteRow]:
        """A story's quotes in the order of its text."""
        rank = self._database.value("SELECT rank FROM story WHERE id = ?", (story_id,))
        if rank is None:
            return []
        low, high = quote_range(rank)
        chosen = _Filter(conditions=("quote.id BETWEEN :low AND :high",), parameters={"low": low, "high": high})
        return self._page(chosen, 0, QUOTES_PER_STORY)

    def _page(self, chosen: _Filter, offset: int, limit: int) -> list[QuoteRow]:
        sql = _PAGE.format(key=chosen.key, source=chosen.source, where=chosen.where, order=chosen.order)
        said: dict[int, dict[int, tuple[Quote, str]]] = {}
        rows: list[QuoteRow] = []
        for row in self._database.all(sql, chosen.parameters | {"limit": limit, "offset": offset}):
            quote, story_id, title, url, feed_id, feed_title, moment, content = row
            if story_id not in said:
                said[story_id] = {
                    position: (head, text) for position, head, text in utterances(unpack_content(content)[1])
                }
            position = quote_position(quote)
            head, text = said[story_id][position]
            rows.append(
                QuoteRow(
                    story_id=story_id,
                    position=position,
                    text=text,
                    kind=head.kind,
                    speaker=head.speaker,
                    mention=head.mention,
                    role=head.role,
                    confidence=head.confidence,
                    story_title=title,
                    story_url=url,
                    feed_id=feed_id,
                    feed_title=feed_title,
                    published_at=moment,
                )
            )
        return rows

    def speakers(self, limit: int = 100) -> list[tuple[str, int]]:
        """Who is quoted most, and how often; one name in different case is one speaker."""
        return [
            (speaker, count)
            for speaker, count in self._database.all(
                "SELECT min(speaker), count(*) AS times FROM quote INDEXED BY quote_speaker WHERE speaker IS NOT NULL"
                " GROUP BY speaker COLLATE NOCASE ORDER BY times DESC, min(speaker) LIMIT ?",
                (limit,),
            )
        ]


def _filter(speaker: str | None, words: str, feed_id: int | None) -> _Filter:
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    expression = quote_expression(parse_query(words))
    if feed_id is not None and speaker is None and expression is None:
        return _Filter(
            source=_OF_FEED,
            order="story.rank DESC, quote.id DESC",
            conditions=("story.feed_id = :feed", "story.quote_count > 0"),
            parameters={"feed": feed_id},
        )
    if speaker is not None:
        conditions.append("quote.speaker = :speaker COLLATE NOCASE")
        parameters["speaker"] = speaker
    if feed_id is not None:
        conditions.append(_IN_FEED)
        parameters["feed"] = feed_id
    if expression is None:
        return _Filter(conditions=tuple(conditions), parameters=parameters)
    return _Filter(
        source="quote_search CROSS JOIN quote ON quote.id = quote_search.rowid" if conditions else "quote_search",
        key="quote_search.rowid",
        order="quote_search.rowid DESC",
        conditions=("quote_search MATCH :expression", *conditions),
        parameters=parameters | {"expression": expression},
    )
