"""Keeping the search in step with stories and articles.

The full-text tables hold no content (a third of the size), so a row can only be removed by giving its old words
again: `unindex_story` must run before any change to what `index_story` reads.
"""

from collections.abc import Sequence

from evreader.model import Quote, running_text
from evreader.store.database import Transaction
from evreader.store.packing import unpack_content
from evreader.store.ranks import QUOTES_PER_STORY, quote_id, quote_range
from evreader.store.utterances import utterances
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


def add_quotes(transaction: Transaction, rank: int, quotes: Sequence[Quote]) -> int:
    """Put what is said in a story into the quote book and its search, and return how many utterances that is."""
    rows: list[tuple[int, str | None]] = []
    for position, head, text in utterances(quotes):
        if position < QUOTES_PER_STORY:
            rows.append((quote_id(rank, position), head.speaker))
            transaction.search.add("quote_search", rows[-1][0], (indexed(text), indexed(head.speaker or "")))
    transaction.executemany("INSERT INTO quote (id, speaker) VALUES (?, ?)", rows)
    return len(rows)


def remove_quotes(transaction: Transaction, rank: int, quotes: Sequence[Quote]) -> None:
    """The reverse of `add_quotes`, with the same quotes."""
    for position, head, text in utterances(quotes):
        if position < QUOTES_PER_STORY:
            row_id = quote_id(rank, position)
            transaction.search.remove("quote_search", row_id, (indexed(text), indexed(head.speaker or "")))
    transaction.execute("DELETE FROM quote WHERE id BETWEEN ? AND ?", quote_range(rank))


def _row(transaction: Transaction, story_id: int) -> tuple[int, tuple[str, ...]]:
    rank, title, author, summary, feed_id, content = transaction.execute(_WORDS_OF_STORY, (story_id,)).fetchone()
    body = running_text(unpack_content(content)[0])[0] if content is not None else ""
    return rank, _words(title, author, summary, body, feed_id)


def _words(title: str, author: str, summary: str, body: str, feed_id: int) -> tuple[str, ...]:
    return indexed(title), indexed(author), indexed(body or summary), place(feed_id)
