"""Taking a story out of the library; its state stays."""

from evreader.store.database import Transaction
from evreader.store.indexing import remove_quotes, unindex_story
from evreader.store.ranks import quote_range


def drop_story(transaction: Transaction, story_id: int) -> None:
    """Remove a story with its article, quotes and place in the search."""
    rank = transaction.execute("SELECT rank FROM story WHERE id = ?", (story_id,)).fetchone()[0]
    remove_quotes(transaction, *quote_range(rank))
    unindex_story(transaction, story_id)
    transaction.execute("DELETE FROM story WHERE id = ?", (story_id,))
