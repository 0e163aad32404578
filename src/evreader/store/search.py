"""Finding stories by words: a search is run once for an opened view, and its list kept while the view is shown."""

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

from evreader.store.database import Database
from evreader.store.feeds import TITLE
from evreader.store.ranks import first_rank
from evreader.store.selection import scope, snapshot, unread
from evreader.store.views import StoryView
from evreader.store.words import parse_query, story_expression

_KEPT = 4
"""How many lists of results are kept: a view, and those one key back."""

_ONE_BY_ONE = 500
"""Up to so many arrivals are looked up one by one."""


class StorySearch:
    """Lists of ranks that match a view's query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[StoryView, Sequence[int]] = {}

    def matches(self, view: StoryView) -> Sequence[int] | None:
        """The ranks of a view's stories in its order, or None where its query asks for nothing."""
        if not view.query:
            return None
        if view in self._kept:
            return self._kept[view]
        expression = self._expression(view)
        if expression is None:
            return None
        found = self._run(view, expression)
        if view.newest_id is not None:
            self._kept[view] = found
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return found

    def forget(self, view: StoryView) -> None:
        """Search again when a view is asked for next."""
        self._kept.pop(view, None)

    def among(self, view: StoryView, ranks: list[int]) -> int:
        """How many of these ranks match the view's query; all where it asks for nothing."""
        expression = self._expression(view) if view.query else None
        if expression is None or not ranks:
            return len(ranks)
        sought = sorted(ranks)[-_ONE_BY_ONE:]
        found = self._database.all(
            "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?",
            (expression, sought[0], sought[-1]),
        )
        return len({rank for (rank,) in found}.intersection(sought))

    def _expression(self, view: StoryView) -> str | None:
        terms = parse_query(view.query)
        if not terms:
            return None
        titles = dict(self._database.all(f"SELECT id, {TITLE} FROM feed"))
        return story_expression(terms, titles, [view.feed_id or 0] if view.kind == "feed" else None)

    def _run(self, view: StoryView, expression: str) -> Sequence[int]:
        conditions: tuple[str, ...] = ("search MATCH :expression",)
        parameters: dict[str, Any] = {"expression": expression}
        joined: tuple[str, ...] = ()
        if view.kind == "today":
            conditions += ("search.rowid >= :earliest",)
            parameters["earliest"] = first_rank(view.since or 0)
        elif view.kind != "all":
            joined, more = scope(view)
            parameters |= more
        if self._has_arrivals(view):
            more_conditions, more = snapshot(view)
            joined += more_conditions
            parameters |= more
        more_conditions, more = unread(view)
        joined += more_conditions
        parameters |= more
        source = "search CROSS JOIN story ON story.rank = search.rowid" if joined else "search"
        where = " AND ".join(conditions + joined)
        direction = "DESC" if view.order == "newest" else "ASC"
        rows = self._database.all(
            f"SELECT search.rowid FROM {source} WHERE {where} ORDER BY search.rowid {direction}", parameters
        )
        return array("q", chain.from_iterable(rows))

    def _has_arrivals(self, view: StoryView) -> bool:
        if view.newest_id is None:
            return False
        return bool(self._database.value("SELECT EXISTS (SELECT 1 FROM story WHERE id > ?)", (view.newest_id,)))
