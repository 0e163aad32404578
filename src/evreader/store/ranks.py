"""A story's place in time as one unique integer, so that an index alone gives the order and search results come sorted.

`rank` is the moment a story is sorted by, in seconds, times 16, plus a number that tells stories of one second
apart. It never changes, even when the feed corrects its date: rows in an open list stay where they are. FTS5 gives
rows by rowid, and its rowids here are ranks: newest first without a join, and close ranks pack small.
"""

SECOND = 1 << 4
"""Ranks in one second. Few, because the index of the search keeps differences of ranks; what does not fit in its
second goes to the one before."""

QUOTES_PER_STORY = 1 << 8
"""Room for the quotes of one story in a quote's id."""

EARLIEST = 1_000_000
"""The first second a story is sorted by (January 1970): many claim to be older, and need room below."""

LATEST = (1 << 33) - 1
"""The last second a rank can hold (year 2242)."""


def moment_of(rank: int) -> int:
    """The second a rank belongs to."""
    return rank // SECOND


def first_rank(moment: int) -> int:
    """The lowest rank of a second; moments outside 1970 to 2242 count as the nearest inside."""
    return min(max(moment, EARLIEST), LATEST) * SECOND


def quote_id(rank: int, position: int) -> int:
    """The id of a story's quote: a later story's are higher, and within a story the first is the highest."""
    return rank * QUOTES_PER_STORY + QUOTES_PER_STORY - 1 - position


def quote_position(quote: int) -> int:
    """Which of its story's quotes an id is."""
    return QUOTES_PER_STORY - 1 - quote % QUOTES_PER_STORY


def quote_range(rank: int) -> tuple[int, int]:
    """The lowest and highest id a story's quotes can have."""
    return rank * QUOTES_PER_STORY, rank * QUOTES_PER_STORY + QUOTES_PER_STORY - 1


def sort_moment(published_at: int | None, first_seen_at: int) -> int:
    """The moment a story is sorted by: what the feed claims, but never later than when it was first seen."""
    return first_seen_at if published_at is None else min(published_at, first_seen_at)
