"""What the reader does with stories: read and saved. Kept by feed and guid, with a copy on the story for fast lists."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from evreader.store.database import Database, Transaction
from evreader.store.moments import to_seconds, to_seconds_or_none
from evreader.store.schema import NEXT_READ_MARK
from evreader.store.stories import Stories
from evreader.store.views import StoryView

_CHOSEN = "id IN (SELECT value FROM json_each(:ids))"

_STATE = f"""
    INSERT INTO state (feed_id, guid, {{column}}) SELECT feed_id, guid, :moment FROM story
    WHERE {_CHOSEN}{{condition}}
    ON CONFLICT (feed_id, guid) DO UPDATE SET {{column}} = excluded.{{column}}
"""


class States:
    """The small writes of the view."""

    def __init__(self, database: Database, stories: Stories) -> None:
        self._database = database
        self._stories = stories

    def set_read(self, story_ids: Iterable[int], read_at: datetime | int | None) -> None:
        """Mark stories read at a moment, or with None unread."""
        with self._database.writing() as transaction:
            _set_read(transaction, story_ids, to_seconds_or_none(read_at))

    def set_saved(self, story_ids: Iterable[int], saved_at: datetime | int | None) -> None:
        """Save stories, or with None no longer."""
        moment = to_seconds_or_none(saved_at)
        values = {"ids": _as_json(story_ids), "moment": moment, "is_saved": moment is not None}
        with self._database.writing() as transaction:
            transaction.execute(_STATE.format(column="saved_at", condition=""), values)
            transaction.execute(f"UPDATE story SET is_saved = :is_saved WHERE {_CHOSEN}", values)

    def read_view(self, view: StoryView, now: datetime | int) -> list[int]:
        """Mark every story of a view read, and return the ids of those that were not, for undoing it."""
        with self._database.writing() as transaction:
            changed = self._stories.unread_ids(view)
            _set_read(transaction, changed, to_seconds(now))
        return changed


def _set_read(transaction: Transaction, story_ids: Iterable[int], read_at: int | None) -> None:
    """`read_mark` rises with every call, whatever the clock does, so an open list knows what was read since.

    What is read already stays as it is: marked anew, it would turn up in a list opened after it was read.
    """
    mark = None if read_at is None else transaction.execute(NEXT_READ_MARK).fetchone()[0]
    values = {"ids": _as_json(story_ids), "moment": read_at, "mark": mark}
    condition = "" if read_at is None else " AND read_mark IS NULL"
    transaction.execute(_STATE.format(column="read_at", condition=condition), values)
    transaction.execute(f"UPDATE story SET read_mark = :mark WHERE {_CHOSEN}{condition}", values)


def _as_json(story_ids: Iterable[int]) -> str:
    return msgspec.json.encode(list(story_ids)).decode()
