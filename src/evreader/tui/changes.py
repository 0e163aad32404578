"""What the reader does to stories: read, unread, saved; shown at once, written soon, taken back on request."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from msgspec.structs import replace

from evreader.store import Library
from evreader.store.views import StoryRow, StoryView

Mark = Literal["read", "saved"]
Put = Callable[[Callable[[Library], object], Callable[[object], None] | None], None]

UNDO_DEPTH = 200


class Step(NamedTuple):
    """One change that can be taken back: these stories had this mark set or not before."""

    mark: Mark
    story_ids: tuple[int, ...]
    was_set: bool
    label: str


class Changes:
    """Marks not yet written lie over the rows read from the library, so that the screen never waits."""

    def __init__(self, put: Put, changed: Callable[[], None]) -> None:
        self._put = put
        self._changed = changed
        self._steps: list[Step] = []
        self._pending: dict[tuple[Mark, int], tuple[int, bool]] = {}
        self._number = 0

    def seen(self, row: StoryRow) -> StoryRow:
        """A row with the marks that are still on their way to the library."""
        if not self._pending:
            return row
        read = self._pending.get(("read", row.id))
        saved = self._pending.get(("saved", row.id))
        if read is None and saved is None:
            return row
        return replace(row, is_read=read[1] if read else row.is_read, is_saved=saved[1] if saved else row.is_saved)

    def set_mark(self, mark: Mark, story_ids: Sequence[int], on: bool, label: str) -> None:
        """Set or clear a mark on stories of which every one had it the other way."""
        self._steps.append(Step(mark, tuple(story_ids), not on, label))
        del self._steps[:-UNDO_DEPTH]
        self._write(mark, tuple(story_ids), on)

    def mark_view_read(self, view: StoryView, label: str, done: Callable[[int], None]) -> None:
        """Mark a whole view read; `done` gets how many stories that changed."""
        now = int(time.time())

        def written(result: Any) -> None:
            story_ids = tuple(result)
            if story_ids:
                self._steps.append(Step("read", story_ids, False, label))
            self._changed()
            done(len(story_ids))

        self._put(lambda library: library.states.read_view(view, now), written)

    def undo(self) -> Step | None:
        """Take the last change back; None where there is none."""
        if not self._steps:
            return None
        step = self._steps.pop()
        self._write(step.mark, step.story_ids, step.was_set)
        return step

    def _write(self, mark: Mark, story_ids: tuple[int, ...], on: bool) -> None:
        self._number += 1
        number = self._number
        for story_id in story_ids:
            self._pending[mark, story_id] = (number, on)
        moment = int(time.time()) if on else None

        def job(library: Library) -> None:
            if mark == "read":
                library.states.set_read(story_ids, moment)
            else:
                library.states.set_saved(story_ids, moment)

        def written(_: object) -> None:
            for story_id in story_ids:
                if self._pending.get((mark, story_id), (0, on))[0] == number:
                    self._pending.pop((mark, story_id), None)
            self._changed()

        self._put(job, written)
