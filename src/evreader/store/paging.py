"""Finding row 500,000 of a list without walking past the 499,999 before it each time.

SQLite finds an offset by walking an index. Lists are read page after page, so each walk starts from the nearest place
that is known already: the top, the bottom, or a row of a page that was read before.
"""

from typing import Any

from msgspec import Struct

from evreader.store.database import Database
from evreader.store.selection import Selection
from evreader.store.views import StoryView

_MOST_LANDMARKS = 32


class Stretch(Struct, frozen=True, kw_only=True):
    """How to read a page: from which rank on, in which direction, past how many rows."""

    condition: str
    parameters: dict[str, Any]
    forward: bool
    skip: int


class Landmarks:
    """Positions and ranks of some rows of one opened view.

    They hold as long as the view has the same number of rows: nothing is ever put into a snapshot, only taken out.
    Of the views that stories enter and leave while they are shown nothing is remembered.
    """

    def __init__(self) -> None:
        self._view: StoryView | None = None
        self._total = 0
        self._ranks: dict[int, int] = {}

    def keep_to(self, view: StoryView, total: int) -> None:
        """Forget what is known of any other view, or of this one before it changed."""
        if view != self._view or total != self._total:
            self._view, self._total = view, total
            self._ranks.clear()

    def learn(self, position: int, rank: int) -> None:
        """Remember a row."""
        if self._view is None or self._view.newest_id is None or self._view.kind in ("saved", "takeaways"):
            return
        self._ranks.pop(position, None)
        self._ranks[position] = rank
        if len(self._ranks) > _MOST_LANDMARKS:
            del self._ranks[next(iter(self._ranks))]

    def stretch(self, selection: Selection, offset: int, limit: int) -> Stretch:
        """The shortest way to the rows from `offset`, of which there are `limit`."""
        after, before = ("<=", ">") if selection.descending else (">=", "<")
        best = Stretch(condition="", parameters={}, forward=True, skip=offset)
        end = offset + limit
        if end <= self._total and self._total - end < best.skip:
            best = Stretch(condition="", parameters={}, forward=False, skip=self._total - end)
        for position, rank in self._ranks.items():
            if 0 <= offset - position < best.skip:
                best = Stretch(
                    condition=f"rank {after} :from", parameters={"from": rank}, forward=True, skip=offset - position
                )
            elif 0 <= position - end < best.skip:
                best = Stretch(
                    condition=f"rank {before} :from", parameters={"from": rank}, forward=False, skip=position - end
                )
        return best

    def position(self, database: Database, selection: Selection, rank: int) -> int:
        """Where the row of a rank stands that is in the view: counted from the known row nearest in time."""
        above, below = (">", "<=") if selection.descending else ("<", ">=")
        if not self._ranks:
            sql = selection.count_sql(f"rank {above} :rank")
            return int(database.value(sql, selection.parameters | {"rank": rank}))
        position, known = min(self._ranks.items(), key=lambda landmark: abs(landmark[1] - rank))
        is_below = known >= rank if selection.descending else known <= rank
        upper, lower = (known, rank) if is_below else (rank, known)
        sql = selection.count_sql(f"rank {below} :upper", f"rank {above} :lower")
        between = int(database.value(sql, selection.parameters | {"upper": upper, "lower": lower}))
        return position + between if is_below else position - between
