"""What the reader does with stories: read and saved. Kept by feed and guid, with a copy on the story for fast lists."""

from collections.abc import Iterable
from datetime import datetime

from evreader.store.database import Database, Transaction
from evreader.store.moments import to_seconds, to_seconds_or_none
from evreader.store.schema import NEXT_READ_MARK
from evreader.store.stories import Stories
from evreader.store.views import StoryView

_STATE = """
    INSERT INTO state (feed_id, guid, {column}) SELECT feed_id, guid, ? FROM story WHERE id = ?
    ON CONFLICT (feed_id, guid) DO UPDATE SET {column} = excluded.{column}
"""


class States:
    """The small writes of the view."""

    def __init__(self, database: Database, stories: Stories) -> None:
        self._database = database
        self._stories = stories

    def set_read(self, story_ids: Iterable[int], read_at: datetime | int | None) -> None:
        """Mark stories read at a moment, or with None unread."""
        with self._database.writing() as transaction:
            _set_read(transaction, list(story_ids), to_seconds_or_none(read_at))

    def set_saved(self, story_ids: Iterable[int], saved_at: datetime | int | None) -> None:
        """Save stories, or with None no longer."""
        moment = to_seconds_or_none(saved_at)
        chosen = list(story_ids)
        with self._database.writing() as transaction:
            transaction.executemany(_STATE.format(column="saved_at"), [(moment, story_id) for story_id in chosen])
            transaction.executemany(
                "UPDATE story SET is_saved = ? WHERE id = ?", [(moment is not None, story_id) for story_id in chosen]
            )

    def read_view(self, view: StoryView, now: datetime | int) -> list[int]:
        """Mark every story of a view read, and return the ids of those that were not, for undoing it."""
        with self._database.writing() as transaction:
            changed = self._stories.unread_ids(view)
            _set_read(transaction, changed, to_seconds(now))
        return changed


def _set_read(transaction: Transaction, story_ids: list[int], read_at: int | None) -> None:
    """`read_mark` rises with every call, whatever the clock does, so an open list knows what was read since."""
    transaction.executemany(_STATE.format(column="read_at"), [(read_at, story_id) for story_id in story_ids])
    mark = None
    if read_at is not None:
        mark = transaction.execute(NEXT_READ_MARK).fetchone()[0]
    transaction.executemany("UPDATE story SET read_mark = ? WHERE id = ?", [(mark, story_id) for story_id in story_ids])
