"""Is the library whole? SQLite's own checks, and that the copies kept for speed agree with what they copy."""

import sqlite3

from evreader.store.database import Database
from evreader.store.errors import explain
from evreader.store.ranks import QUOTES_PER_STORY

_AGREEMENTS = {
    "A feed's counts are wrong": """
        SELECT count(*) FROM tally LEFT JOIN (
            SELECT feed_id, count(*) AS stories, sum(read_mark IS NULL) AS unread, sum(is_saved) AS saved,
                sum(quote_count) AS quotes, sum(takeaway_count > 0) AS takeaways, sum(work = 0) AS pending
            FROM story GROUP BY feed_id
        ) AS real USING (feed_id)
        WHERE tally.stories <> coalesce(real.stories, 0) OR tally.unread <> coalesce(real.unread, 0)
            OR tally.saved <> coalesce(real.saved, 0) OR tally.quotes <> coalesce(real.quotes, 0)
            OR tally.takeaways <> coalesce(real.takeaways, 0) OR tally.pending <> coalesce(real.pending, 0)
    """,
    "A story's read or saved mark differs from its state": """
        SELECT count(*) FROM story LEFT JOIN state USING (feed_id, guid)
        WHERE (story.read_mark IS NULL) <> (state.read_at IS NULL)
            OR story.is_saved <> (state.saved_at IS NOT NULL)
    """,
    "A story's quotes are not in the quote book": f"""
        SELECT count(*) FROM story
        WHERE quote_count <> (
            SELECT count(*) FROM quote
            WHERE id BETWEEN story.rank * {QUOTES_PER_STORY} AND (story.rank + 1) * {QUOTES_PER_STORY} - 1
        )
    """,
    "A story has no article although it counts as made": """
        SELECT count(*) FROM story LEFT JOIN article ON article.story_id = story.id
        WHERE story.work > 0 AND article.story_id IS NULL
    """,
}


def find_damage(database: Database) -> list[str]:
    """What is wrong, one sentence each."""
    connection = database.connection
    found: list[str] = []
    try:
        found += [f"SQLite: {row[0]}." for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"A row of {row[0]} points to a missing row of {row[2]}."
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
        for problem, query in _AGREEMENTS.items():
            count = connection.execute(query).fetchone()[0]
            if count:
                found.append(f"{problem} ({count} times).")
        for index in ("search", "quote_search"):
            if damage := _check_index(connection, index):
                found.append(damage)
    except sqlite3.DatabaseError as error:
        found.append(str(explain(error, database.path)))
    return found


def _check_index(connection: sqlite3.Connection, index: str) -> str | None:
    """FTS5's own check needs a connection that may write, though it changes nothing."""
    if connection.execute("PRAGMA query_only").fetchone()[0]:
        return None
    try:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return None
        return f"The {index} index is damaged: {error}."
    except sqlite3.DatabaseError as error:
        return f"The {index} index is damaged: {error}."
    return None
