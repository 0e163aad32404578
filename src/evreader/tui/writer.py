"""The view's small writes, on one thread with its own connection, in the order in which they were asked for."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from evreader.store import Library, LibraryError, open_library

Job = Callable[[Library], object]
Report = Callable[[object], None]


class Writer:
    """Runs jobs one after the other. Reports come on the writer's thread; whoever takes them must hand them on."""

    def __init__(self, database: Path, on_problem: Callable[[str], None]) -> None:
        self._database = database
        self._on_problem = on_problem
        self._jobs: SimpleQueue[tuple[Job, Report | None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def put(self, job: Job, report: Report | None = None) -> None:
        """Have a job done soon; `report` then gets what it returned."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="evreader-writer", daemon=True)
            self._thread.start()
        self._jobs.put((job, report))

    def close(self, timeout: float = 5.0) -> None:
        """Finish what is waiting, for at most `timeout` seconds."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(timeout)
            self._thread = None

    def _run(self) -> None:
        library: Library | None = None
        try:
            while (task := self._jobs.get()) is not None:
                job, report = task
                try:
                    library = library or open_library(self._database)
                    result = job(library)
                except LibraryError as error:
                    self._on_problem(str(error))
                    continue
                if report is not None:
                    report(result)
        finally:
            if library is not None:
                with contextlib.suppress(LibraryError):
                    library.close()
