"""The quote book: everything anybody said, over all stories, newest first."""

from typing import Any

from evreader.store.database import Database
from evreader.store.feeds import TITLE
from evreader.store.ranks import SECOND
from evreader.store.views import QuoteRow
from evreader.store.words import parse_query, quote_expression

_ROW = f"""
    quote.story_id, quote.position, quote.text, quote.kind, quote.speaker, quote.mention, quote.role,
    quote.confidence, story.title, story.url, quote.feed_id, {TITLE}, story.rank / {SECOND}
"""
_JOINED = "quote JOIN story ON story.id = quote.story_id JOIN feed ON feed.id = quote.feed_id"


class Quotes:
    """The quotes of a library, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, *, speaker: str | None = None, words: str = "", feed_id: int | None = None) -> int:
        """How many quotes `rows` has with the same arguments."""
        source, conditions, parameters = _filter(speaker, words, feed_id)
        if not conditions:
            return int(self._database.value("SELECT coalesce(sum(quotes), 0) FROM tally"))
        return int(self._database.value(f"SELECT count(*) FROM {source} WHERE {' AND '.join(conditions)}", parameters))

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
        source, conditions, parameters = _filter(speaker, words, feed_id)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        key = "quote_search.rowid" if "expression" in parameters else "quote.id"
        rows = self._database.all(
            f"SELECT {_ROW} FROM (SELECT {key} AS id FROM {source}{where} ORDER BY {key} DESC"
            " LIMIT :limit OFFSET :offset) AS page"
            f" CROSS JOIN quote ON quote.id = page.id JOIN story ON story.id = quote.story_id"
            " JOIN feed ON feed.id = quote.feed_id ORDER BY page.id DESC",
            parameters | {"limit": limit, "offset": offset},
        )
        return [QuoteRow(*row) for row in rows]

    def of_story(self, story_id: int) -> list[QuoteRow]:
        """A story's quotes in the order of its text."""
        rows = self._database.all(
            f"SELECT {_ROW} FROM {_JOINED} WHERE quote.story_id = ? ORDER BY quote.id DESC", (story_id,)
        )
        return [QuoteRow(*row) for row in rows]

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


def _filter(speaker: str | None, words: str, feed_id: int | None) -> tuple[str, list[str], dict[str, Any]]:
    """Where the quotes are found and under which conditions."""
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    if speaker is not None:
        conditions.append("quote.speaker = :speaker COLLATE NOCASE")
        parameters["speaker"] = speaker
    if feed_id is not None:
        conditions.append("quote.feed_id = :feed")
        parameters["feed"] = feed_id
    expression = quote_expression(parse_query(words))
    source = "quote"
    if expression is not None:
        source = "quote_search CROSS JOIN quote ON quote.id = quote_search.rowid" if conditions else "quote_search"
        conditions.append("quote_search MATCH :expression")
        parameters["expression"] = expression
    return source, conditions, parameters
