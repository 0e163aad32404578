"""A `StoryView` as SQL: which index gives its rows in order, and which conditions hold."""

from typing import Any

from msgspec import Struct

from evreader.store.ranks import first_rank
from evreader.store.views import StoryView

DAY = 24 * 60 * 60
"""Today is the last 24 hours: a list that empties at midnight helps nobody."""


class Source(Struct, frozen=True, kw_only=True):
    """One way to find stories of a view: an index that gives them by rank, and the conditions on them."""

    index: str
    conditions: tuple[str, ...]

    def sql(self, columns: str, *more: str) -> str:
        """A SELECT of these columns under further conditions, without an order."""
        conditions = [*self.conditions, *more]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {columns} FROM story INDEXED BY {self.index}{where}"


class Selection(Struct, frozen=True, kw_only=True):
    """Where a view's stories are found: the sources are disjoint, together they are the view."""

    sources: tuple[Source, ...]
    parameters: dict[str, Any]
    descending: bool

    def direction(self, forward: bool = True) -> str:
        """SQL for the order of ranks, or for the opposite."""
        return "DESC" if self.descending is forward else "ASC"

    def page_sql(self, forward: bool = True, *more: str) -> str:
        """The ranks of a page under further conditions, in order; `:offset` and `:limit` say which."""
        parts = " UNION ALL ".join(source.sql("rank", *more) for source in self.sources)
        return f"{parts} ORDER BY rank {self.direction(forward)} LIMIT :limit OFFSET :offset"

    def count_sql(self, *more: str) -> str:
        """How many there are, under further conditions."""
        parts = " + ".join(f"({source.sql('count(*)', *more)})" for source in self.sources)
        return f"SELECT {parts}"


_INDEXES = {
    "all": ("story_rank", "story_unread"),
    "today": ("story_rank", "story_unread"),
    "feed": ("story_feed", "story_feed_unread"),
    "folder": ("story_folder", "story_folder_unread"),
}
"""Per kind: the index over all stories by rank, and the one over unread stories."""

_FEW = 2_000
"""Up to so many stories read since a view was opened are sorted for each page; beyond, all stories are gone through."""


def scope(view: StoryView) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The conditions for a view's place (feed, folder, time, saved), without read state and snapshot."""
    if view.kind == "feed":
        return ("feed_id = :feed",), {"feed": view.feed_id}
    if view.kind == "folder":
        return ("folder_id = (SELECT id FROM folder WHERE name = :folder)",), {"folder": view.folder or ""}
    if view.kind == "today":
        return ("rank >= :earliest",), {"earliest": first_rank(view.since or 0)}
    if view.kind == "saved":
        return ("is_saved = 1",), {}
    if view.kind == "takeaways":
        return ("takeaway_count > 0",), {}
    return (), {}


def snapshot(view: StoryView) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The condition that keeps later arrivals out."""
    if view.newest_id is None:
        return (), {}
    return ("id <= :newest",), {"newest": view.newest_id}


def unread(view: StoryView) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The condition for unread stories, counting those read since the view was opened."""
    if not view.unread_only:
        return (), {}
    if view.opened_at is None:
        return ("read_mark IS NULL",), {}
    return ("(read_mark IS NULL OR read_mark > :opened)",), {"opened": view.opened_at}


def select(view: StoryView, read_since: int) -> Selection:
    """Where to find a view's stories; `read_since` is how many stories were read since it was opened."""
    in_scope, parameters = scope(view)
    in_snapshot, more = snapshot(view)
    parameters |= more
    conditions = in_scope + in_snapshot
    descending = view.order == "newest"
    if view.kind in ("saved", "takeaways"):
        still_unread, more = unread(view)
        source = Source(index=f"story_{view.kind}", conditions=conditions + still_unread)
        return Selection(sources=(source,), parameters=parameters | more, descending=descending)
    every, only_unread = _INDEXES[view.kind]
    if not view.unread_only:
        sources: tuple[Source, ...] = (Source(index=every, conditions=conditions),)
    elif view.opened_at is None or read_since == 0:
        sources = (Source(index=only_unread, conditions=("read_mark IS NULL", *conditions)),)
    else:
        parameters["opened"] = view.opened_at
        if read_since <= _FEW:
            sources = (
                Source(index=only_unread, conditions=("read_mark IS NULL", *conditions)),
                Source(index="story_read", conditions=("read_mark > :opened", *conditions)),
            )
        else:
            sources = (Source(index=every, conditions=conditions + unread(view)[0]),)
    return Selection(sources=sources, parameters=parameters, descending=descending)
