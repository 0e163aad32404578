"""Taking a story out of the library; its state stays."""

from evreader.store.database import Transaction
from evreader.store.indexing import remove_quotes, unindex_story
from evreader.store.packing import unpack_content


def drop_story(transaction: Transaction, story_id: int) -> None:
    """Remove a story with its article, quotes and place in the search."""
    rank, content = transaction.execute(
        "SELECT story.rank, article.content FROM story LEFT JOIN article ON article.story_id = story.id"
        " WHERE story.id = ?",
        (story_id,),
    ).fetchone()
    if content is not None:
        remove_quotes(transaction, rank, unpack_content(content)[1])
    unindex_story(transaction, story_id)
    transaction.execute("DELETE FROM story WHERE id = ?", (story_id,))
