"""Keeping the search in step with stories and articles.

The FTS5 tables hold no content (a third of the size), so a row can only be removed by giving its old words again:
`unindex_story` must run before any change to what `index_story` reads, in the same transaction.
"""

import sqlite3

from evreader.model import running_text
from evreader.store.packing import unpack_content
from evreader.store.words import indexed, place

_WORDS_OF_STORY = """
    SELECT story.rank, story.title, story.author, story.summary, story.feed_id, article.content
    FROM story LEFT JOIN article ON article.story_id = story.id WHERE story.id = ?
"""


def index_story(connection: sqlite3.Connection, story_id: int) -> None:
    """Make a story findable by its title, author and article, or its summary while there is no article."""
    connection.execute(
        "INSERT INTO search (rowid, title, author, body, place) VALUES (?, ?, ?, ?, ?)", _row(connection, story_id)
    )


def unindex_story(connection: sqlite3.Connection, story_id: int) -> None:
    """Remove a story from the search."""
    connection.execute(
        "INSERT INTO search (search, rowid, title, author, body, place) VALUES ('delete', ?, ?, ?, ?, ?)",
        _row(connection, story_id),
    )


def index_listed(
    connection: sqlite3.Connection, rank: int, title: str, author: str, summary: str, feed_id: int
) -> None:
    """`index_story` for a story that has just been inserted, without reading it back."""
    connection.execute(
        "INSERT INTO search (rowid, title, author, body, place) VALUES (?, ?, ?, ?, ?)",
        (rank, indexed(title), indexed(author), indexed(summary), place(feed_id)),
    )


def remove_quotes(connection: sqlite3.Connection, low: int, high: int) -> None:
    """Take the quotes with ids from `low` to `high` out of the quote book and its search."""
    rows = connection.execute("SELECT id, text, speaker FROM quote WHERE id BETWEEN ? AND ?", (low, high)).fetchall()
    connection.executemany(
        "INSERT INTO quote_search (quote_search, rowid, text, speaker) VALUES ('delete', ?, ?, ?)",
        [(row_id, indexed(text), indexed(speaker or "")) for row_id, text, speaker in rows],
    )
    connection.execute("DELETE FROM quote WHERE id BETWEEN ? AND ?", (low, high))


def index_quotes(connection: sqlite3.Connection, rows: list[tuple[int, str, str | None]]) -> None:
    """Make quotes findable by what was said and who said it; rows of id, text, speaker."""
    connection.executemany(
        "INSERT INTO quote_search (rowid, text, speaker) VALUES (?, ?, ?)",
        [(row_id, indexed(text), indexed(speaker or "")) for row_id, text, speaker in rows],
    )


def _row(connection: sqlite3.Connection, story_id: int) -> tuple[int, str, str, str, str]:
    rank, title, author, summary, feed_id, content = connection.execute(_WORDS_OF_STORY, (story_id,)).fetchone()
    body = running_text(unpack_content(content)[0])[0] if content is not None else ""
    return rank, indexed(title), indexed(author), indexed(body or summary), place(feed_id)
