"""Keeping the search in step with stories and articles.

The full-text tables hold no content (a third of the size), so a row can only be removed by giving its old words
again: `unindex_story` must run before any change to what `index_story` reads.
"""

from evreader.model import running_text
from evreader.store.database import Transaction
from evreader.store.packing import unpack_content
from evreader.store.words import indexed, place

_WORDS_OF_STORY = """
    SELECT story.rank, story.title, story.author, story.summary, story.feed_id, article.content
    FROM story LEFT JOIN article ON article.story_id = story.id WHERE story.id = ?
"""


def index_story(transaction: Transaction, story_id: int) -> None:
    """Make a story findable by its title, author and article, or its summary while there is no article."""
    transaction.search.add("search", *_row(transaction, story_id))


def unindex_story(transaction: Transaction, story_id: int) -> None:
    """Remove a story from the search."""
    transaction.search.remove("search", *_row(transaction, story_id))


def index_words(
    transaction: Transaction, rank: int, feed_id: int, *, title: str, author: str, summary: str, body: str = ""
) -> None:
    """`index_story` for a story whose words are at hand: they must be what the library has or is about to have."""
    transaction.search.add("search", rank, _words(title, author, summary, body, feed_id))


def remove_quotes(transaction: Transaction, low: int, high: int) -> None:
    """Take the quotes with ids from `low` to `high` out of the quote book and its search."""
    rows = transaction.execute("SELECT id, text, speaker FROM quote WHERE id BETWEEN ? AND ?", (low, high)).fetchall()
    for row_id, text, speaker in rows:
        transaction.search.remove("quote_search", row_id, (indexed(text), indexed(speaker or "")))
    if rows:
        transaction.execute("DELETE FROM quote WHERE id BETWEEN ? AND ?", (low, high))


def index_quotes(transaction: Transaction, rows: list[tuple[int, str, str | None]]) -> None:
    """Make quotes findable by what was said and who said it; rows of id, text, speaker."""
    for row_id, text, speaker in rows:
        transaction.search.add("quote_search", row_id, (indexed(text), indexed(speaker or "")))


def _row(transaction: Transaction, story_id: int) -> tuple[int, tuple[str, ...]]:
    rank, title, author, summary, feed_id, content = transaction.execute(_WORDS_OF_STORY, (story_id,)).fetchone()
    body = running_text(unpack_content(content)[0])[0] if content is not None else ""
    return rank, _words(title, author, summary, body, feed_id)


def _words(title: str, author: str, summary: str, body: str, feed_id: int) -> tuple[str, ...]:
    return indexed(title), indexed(author), indexed(body or summary), place(feed_id)
