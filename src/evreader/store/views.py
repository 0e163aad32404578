"""What the view asks the library for, and the rows it gets: light types read straight from SQLite.

Moments are whole seconds since 1970 (UTC) here, because a hundred rows are drawn at a time.
"""

from typing import Literal

from msgspec import Struct

ViewKind = Literal["all", "today", "saved", "takeaways", "folder", "feed"]
"""today: the last 24 hours; takeaways: stories that have some."""
StoryOrder = Literal["newest", "oldest"]


class StoryView(Struct, frozen=True, kw_only=True):
    """Which stories a list shows, in which order.

    A view that has been opened (`Stories.opened`) is a snapshot: stories that arrive later do not move its rows,
    and with `unread_only` a story read since stays where it was. So positions in it are stable.
    """

    kind: ViewKind = "all"
    feed_id: int | None = None
    folder: str | None = None
    unread_only: bool = False
    order: StoryOrder = "newest"
    query: str = ""
    """Words to search for; empty for none."""
    newest_id: int | None = None
    """Snapshot: stories with a higher id are not shown; None before the view is opened."""
    opened_at: int | None = None
    """Snapshot: a story read after this moment still counts as unread in this list.

    Counted by the library in calls of `set_read`, not by the clock: only `Stories.opened` can fill it.
    """
    since: int | None = None
    """Snapshot of `today`: the earliest moment shown; None counts from now."""


class StoryRow(Struct, frozen=True):
    """What a list shows of a story."""

    id: int
    feed_id: int
    feed_title: str
    title: str
    author: str
    url: str
    summary: str
    published_at: int
    """The moment it is sorted by: what the feed claims, but never later than when it was first seen."""
    is_read: bool
    is_saved: bool
    status: str | None
    """The article's status, None while it has none yet."""
    quote_count: int
    takeaway_count: int
    first_takeaway: str


class FeedRow(Struct, frozen=True):
    """What the sidebar shows of a feed."""

    id: int
    title: str
    folder: str
    url: str
    unread: int
    total: int
    failure_kind: str | None
    failure_message: str
    failing_since: int | None
    checked_at: int | None
    succeeded_at: int | None
    next_check_at: int | None


class LibraryCounts(Struct, frozen=True, kw_only=True):
    """Numbers beside the smart views; all from one transaction, so they agree."""

    stories: int
    unread: int
    saved: int
    quotes: int
    takeaways: int
    """Stories that have takeaways."""
    pending: int
    """Stories that have no article yet."""
    today_unread: int = 0
    """Unread stories of the last 24 hours."""


class QuoteRow(Struct, frozen=True):
    """A quote as the quote book shows it."""

    story_id: int
    position: int
    """Which of the story's quotes it is, from 0."""
    text: str
    kind: str
    speaker: str | None
    mention: str | None
    role: str | None
    confidence: float
    story_title: str
    story_url: str
    feed_id: int
    feed_title: str
    published_at: int
