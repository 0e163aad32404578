"""Reading stories: one, or the rows, counts and positions of a view."""

import functools
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from evreader.model import State, Story
from evreader.store.database import Database
from evreader.store.feeds import TITLE
from evreader.store.moments import to_datetime, to_datetime_or_none, to_seconds
from evreader.store.paging import Landmarks
from evreader.store.ranks import SECOND, first_rank
from evreader.store.search import StorySearch
from evreader.store.selection import DAY, Selection, scope, select, snapshot
from evreader.store.views import LibraryCounts, StoryRow, StoryView

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_STORY = """
    SELECT id, feed_id, guid, url, title, author, published_at, first_seen_at, summary FROM story
"""

_ROW = f"""
    story.id, story.feed_id, {TITLE}, story.title, story.author, story.url, story.summary, story.rank / {SECOND},
    story.read_mark IS NOT NULL, story.is_saved, story.status, story.quote_count, story.takeaway_count,
    story.first_takeaway
"""

_FLAGS = slice(8, 10)
"""Where `_ROW` has `is_read` and `is_saved`: SQLite knows no booleans."""

_PAGE = 200


def _at_one_moment(
    method: "Callable[Concatenate[Stories, _Arguments], _Result]",
) -> "Callable[Concatenate[Stories, _Arguments], _Result]":
    """Make the queries of a method agree with each other while the engine writes."""

    @functools.wraps(method)
    def read(self: "Stories", /, *arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        with self._database.reading():
            return method(self, *arguments, **options)

    return read


class Stories:
    """The stories of a library, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search = StorySearch(database)
        self._landmarks = Landmarks()

    def get(self, story_id: int) -> Story | None:
        """One story, or None where there is none of this id."""
        row = self._database.one(f"{_STORY} WHERE id = ?", (story_id,))
        return None if row is None else _story(row)

    def find(self, text: str) -> Story | None:
        """The story a person means: by id or by address; of several with one address the newest.

        An address is looked for in every story, which takes 0.1 s in 100,000.
        """
        text = text.strip()
        if text.isascii() and text.isdigit() and len(text) < 19:
            return self.get(int(text))
        if not text:
            return None  # and not a story without an address
        row = self._database.one(f"{_STORY} WHERE url = ? ORDER BY rank DESC LIMIT 1", (text,))
        return None if row is None else _story(row)

    def state(self, story_id: int) -> State:
        """What the reader did with a story."""
        row = self._database.one(
            "SELECT read_at, saved_at FROM state JOIN story USING (feed_id, guid) WHERE story.id = ?", (story_id,)
        )
        if row is None:
            return State()
        return State(read_at=to_datetime_or_none(row[0]), saved_at=to_datetime_or_none(row[1]))

    def opened(self, view: StoryView, now: datetime | int) -> StoryView:
        """The view as a snapshot of this moment; opening it again takes a new one."""
        newest = self._database.value("SELECT coalesce(max(id), 0) FROM story")
        opened = StoryView(
            kind=view.kind,
            feed_id=view.feed_id,
            folder=view.folder,
            unread_only=view.unread_only,
            order=view.order,
            query=view.query,
            newest_id=newest,
            opened_at=self._database.value("SELECT coalesce(max(read_mark), 0) FROM story WHERE read_mark IS NOT NULL"),
            since=to_seconds(now) - DAY if view.kind == "today" else None,
        )
        self._search.forget(opened)
        return opened

    @_at_one_moment
    def count(self, view: StoryView) -> int:
        """How many rows a view has."""
        view = _complete(view)
        if (matches := self._search.matches(view)) is not None:
            return len(matches)
        return self._count(view, self._select(view))

    @_at_one_moment
    def rows(self, view: StoryView, offset: int, limit: int) -> list[StoryRow]:
        """A page of a view's rows."""
        view = _complete(view)
        if (matches := self._search.matches(view)) is not None:
            return self._rows_of(matches[offset : offset + limit], view.order)
        selection = self._select(view)
        total = self._count(view, selection)
        limit = max(0, min(limit, total - offset))
        self._landmarks.keep_to(view, total)
        stretch = self._landmarks.stretch(selection, offset, limit)
        page = selection.page_sql(stretch.forward, *([stretch.condition] if stretch.condition else []))
        found = self._database.all(
            f"SELECT {_ROW}, page.rank FROM ({page}) AS page CROSS JOIN story ON story.rank = page.rank"
            f" JOIN feed ON feed.id = story.feed_id ORDER BY page.rank {selection.direction()}",
            selection.parameters | stretch.parameters | {"limit": limit, "offset": stretch.skip},
        )
        if found:
            self._landmarks.learn(offset, found[0][-1])
            self._landmarks.learn(offset + len(found) - 1, found[-1][-1])
        return [_story_row(row[:-1]) for row in found]

    def iterate(self, view: StoryView) -> Iterator[StoryRow]:
        """All rows of a view, read in pages; one that was not opened is opened first, so that no row comes twice."""
        if view.newest_id is None:
            view = self.opened(view, int(time.time()))
        offset = 0
        while page := self.rows(view, offset, _PAGE):
            yield from page
            offset += len(page)

    @_at_one_moment
    def position(self, view: StoryView, story_id: int) -> int | None:
        """Where a story stands in a view, or None where it is not in it."""
        view = _complete(view)
        rank = self._database.value("SELECT rank FROM story WHERE id = ?", (story_id,))
        return None if rank is None else self._position_of_rank(view, rank)

    @_at_one_moment
    def next_unread(self, view: StoryView, after: int, wrap: bool = False) -> int | None:
        """The position of the next unread story below position `after` (-1: from the top); with `wrap` also above."""
        view = _complete(view)
        if (matches := self._search.matches(view)) is not None:
            return self._next_unread_match(matches, after, wrap)
        selection = self._select(view)
        start = self._rank_at(view, selection, after) if after >= 0 else None
        rank = None if after >= 0 and start is None else self._next_unread_rank(view, start)
        if rank is None and wrap and after >= 0:
            rank = self._next_unread_rank(view, None)
        return None if rank is None else self._position_of_rank(view, rank)

    def unread_ids(self, view: StoryView) -> list[int]:
        """The ids of a view's stories that are unread now."""
        view = _complete(view)
        if (matches := self._search.matches(view)) is not None:
            ids: list[int] = []
            for start in range(0, len(matches), _PAGE):
                ranks = matches[start : start + _PAGE]
                marks = ",".join("?" * len(ranks))
                found = self._database.all(
                    f"SELECT id FROM story WHERE rank IN ({marks}) AND read_mark IS NULL", tuple(ranks)
                )
                ids += [story_id for (story_id,) in found]
            return ids
        selection = _unread_now(view)
        return [row[0] for row in self._database.all(selection.sources[0].sql("id"), selection.parameters)]

    def arrived(self, view: StoryView) -> int:
        """How many stories came since the view was opened that it would have now."""
        if view.newest_id is None:
            return 0
        view = _complete(view)
        conditions, parameters = scope(view)
        still_unread = ("read_mark IS NULL",) if view.unread_only else ()
        where = " AND ".join(("id > :newest", *conditions, *still_unread))
        ranks = self._database.all(
            f"SELECT rank FROM story NOT INDEXED WHERE {where}", parameters | {"newest": view.newest_id}
        )
        return self._search.among(view, [rank for (rank,) in ranks])

    def counts(self, now: datetime | int | None = None) -> LibraryCounts:
        """The numbers beside the smart views."""
        earliest = first_rank((int(time.time()) if now is None else to_seconds(now)) - DAY)
        row = self._database.one(
            "SELECT coalesce(sum(stories), 0), coalesce(sum(unread), 0), coalesce(sum(saved), 0),"
            " coalesce(sum(quotes), 0), coalesce(sum(takeaways), 0), coalesce(sum(pending), 0),"
            " (SELECT count(*) FROM story INDEXED BY story_unread WHERE read_mark IS NULL AND rank >= ?) FROM tally",
            (earliest,),
        )
        return LibraryCounts(
            stories=row[0],
            unread=row[1],
            saved=row[2],
            quotes=row[3],
            takeaways=row[4],
            pending=row[5],
            today_unread=row[6],
        )

    def _count(self, view: StoryView, selection: Selection) -> int:
        by_tally = view.kind in ("all", "feed", "folder") or (
            view.kind in ("saved", "takeaways") and not view.unread_only
        )
        if by_tally:
            return self._count_by_tally(view)
        return int(self._database.value(selection.count_sql(), selection.parameters))

    def _select(self, view: StoryView) -> Selection:
        return select(view, self._read_since(view))

    def _read_since(self, view: StoryView) -> int:
        """How many stories were read since a view was opened, counted only as far as it matters."""
        if not view.unread_only or view.opened_at is None:
            return 0
        return int(
            self._database.value(
                "SELECT count(*) FROM (SELECT 1 FROM story INDEXED BY story_read WHERE read_mark > ? LIMIT 5000)",
                (view.opened_at,),
            )
        )

    def _count_by_tally(self, view: StoryView) -> int:
        """A count from the feeds' tallies, put right by what changed since the view was opened."""
        conditions, parameters = scope(view)
        column = "unread" if view.unread_only else "stories"
        if view.kind in ("saved", "takeaways"):
            column = view.kind
        if view.kind in ("all", "saved", "takeaways"):
            sql = f"SELECT coalesce(sum({column}), 0) FROM tally"
        elif view.kind == "feed":
            sql = f"SELECT coalesce(sum({column}), 0) FROM tally WHERE feed_id = :feed"
        else:
            sql = (
                f"SELECT coalesce(sum({column}), 0) FROM feed JOIN tally ON tally.feed_id = feed.id"
                " WHERE removed_at IS NULL AND folder_id = (SELECT id FROM folder WHERE name = :folder)"
            )
        corrections: list[str] = []
        in_scope = "".join(f" AND {condition}" for condition in conditions)
        if view.newest_id is not None:
            parameters["newest"] = view.newest_id
            later = " AND read_mark IS NULL" if view.unread_only else ""
            corrections.append(f" - (SELECT count(*) FROM story NOT INDEXED WHERE id > :newest{in_scope}{later})")
        if view.unread_only and view.opened_at is not None:
            parameters["opened"] = view.opened_at
            known = "".join(f" AND {condition}" for condition in snapshot(view)[0])
            corrections.append(
                f" + (SELECT count(*) FROM story INDEXED BY story_read WHERE read_mark > :opened{in_scope}{known})"
            )
        return int(self._database.value(f"SELECT ({sql}){''.join(corrections)}", parameters))

    def _rows_of(self, ranks: Sequence[int], order: str) -> list[StoryRow]:
        if not ranks:
            return []
        marks = ",".join("?" * len(ranks))
        direction = "DESC" if order == "newest" else "ASC"
        rows = self._database.all(
            f"SELECT {_ROW} FROM story JOIN feed ON feed.id = story.feed_id WHERE story.rank IN ({marks})"
            f" ORDER BY story.rank {direction}",
            tuple(ranks),
        )
        return [_story_row(row) for row in rows]

    def _position_of_rank(self, view: StoryView, rank: int) -> int | None:
        if (matches := self._search.matches(view)) is not None:
            return _index_of(matches, rank)
        selection = self._select(view)
        parameters: dict[str, Any] = selection.parameters | {"rank": rank}
        if not self._database.value(selection.count_sql("rank = :rank"), parameters):
            return None
        self._landmarks.keep_to(view, self._count(view, selection))
        position = self._landmarks.position(self._database, selection, rank)
        self._landmarks.learn(position, rank)
        return position

    def _rank_at(self, view: StoryView, selection: Selection, position: int) -> int | None:
        total = self._count(view, selection)
        if not 0 <= position < total:
            return None
        self._landmarks.keep_to(view, total)
        stretch = self._landmarks.stretch(selection, position, 1)
        sql = selection.page_sql(stretch.forward, *([stretch.condition] if stretch.condition else []))
        parameters = selection.parameters | stretch.parameters | {"limit": 1, "offset": stretch.skip}
        rank = self._database.value(sql, parameters)
        return None if rank is None else int(rank)

    def _next_unread_rank(self, view: StoryView, start: int | None) -> int | None:
        """The rank of the first unread story of a view beyond `start`, or from its top."""
        selection = _unread_now(view)
        function, comparison = ("max", "<") if selection.descending else ("min", ">")
        more = () if start is None else (f"rank {comparison} :start",)
        sql = selection.sources[0].sql(f"{function}(rank)", *more)
        rank = self._database.value(sql, selection.parameters | ({} if start is None else {"start": start}))
        return None if rank is None else int(rank)

    def _next_unread_match(self, matches: Sequence[int], after: int, wrap: bool) -> int | None:
        stretches = [range(after + 1, len(matches))]
        if wrap:
            stretches.append(range(min(after + 1, len(matches))))
        for stretch in stretches:
            for start in range(stretch.start, stretch.stop, _PAGE):
                ranks = matches[start : min(start + _PAGE, stretch.stop)]
                marks = ",".join("?" * len(ranks))
                found = self._database.all(
                    f"SELECT rank FROM story WHERE rank IN ({marks}) AND read_mark IS NULL", tuple(ranks)
                )
                unread_ranks = {rank for (rank,) in found}
                for position, rank in enumerate(ranks, start):
                    if rank in unread_ranks:
                        return position
        return None


def _complete(view: StoryView) -> StoryView:
    """A view that was not opened, with the moment it needs: `today` is counted from now."""
    if view.kind != "today" or view.since is not None:
        return view
    return StoryView(
        kind="today",
        unread_only=view.unread_only,
        order=view.order,
        query=view.query,
        newest_id=view.newest_id,
        opened_at=view.opened_at,
        since=int(time.time()) - DAY,
    )


def _unread_now(view: StoryView) -> Selection:
    """Where to find the stories of a view, its query apart, that are unread at this moment."""
    now_unread = StoryView(
        kind=view.kind,
        feed_id=view.feed_id,
        folder=view.folder,
        unread_only=True,
        order=view.order,
        newest_id=view.newest_id,
        since=view.since,
    )
    return select(now_unread, 0)


def _index_of(matches: Sequence[int], rank: int) -> int | None:
    """Where a rank stands among sorted ranks of either direction."""
    if len(matches) > 1 and matches[0] > matches[-1]:
        position = bisect_left(matches, -rank, key=int.__neg__)
    else:
        position = bisect_left(matches, rank)
    return position if position < len(matches) and matches[position] == rank else None


def _story_row(row: Any) -> StoryRow:
    values = list(row)
    values[_FLAGS] = map(bool, values[_FLAGS])
    return StoryRow(*values)


def _story(row: Any) -> Story:
    return Story(
        id=row[0],
        feed_id=row[1],
        guid=row[2],
        url=row[3],
        title=row[4],
        author=row[5],
        published_at=to_datetime_or_none(row[6]),
        first_seen_at=to_datetime(row[7]),
        summary=row[8],
    )
