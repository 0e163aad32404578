"""Taking a story out of the library; its state stays."""

import sqlite3

from evreader.store.indexing import remove_quotes, unindex_story
from evreader.store.ranks import quote_range


def drop_story(connection: sqlite3.Connection, story_id: int) -> None:
    """Remove a story with its article, quotes and place in the search."""
    rank = connection.execute("SELECT rank FROM story WHERE id = ?", (story_id,)).fetchone()[0]
    remove_quotes(connection, *quote_range(rank))
    unindex_story(connection, story_id)
    connection.execute("DELETE FROM story WHERE id = ?", (story_id,))
