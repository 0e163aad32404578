"""A few processes that parse, extract and annotate, so that nothing a publisher sends can hold up the engine.

They start with the first job. A job over its time is killed with its process, and another process takes its place.
"""

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from types import TracebackType
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

JOB_SECONDS = 20.0
"""A feed of 15 MiB or a page of 5 MB is read in a few seconds; what takes longer was made to."""
MEMORY_BYTES = 1 << 30
"""Address space of a worker. A worker at work has 150 MB resident; a document that wants a gigabyte is hostile."""


class WorkerError(Exception):
    """A job took too long or ended its process; the message is one sentence for people."""


class Workers:
    """A pool of processes with a limit on the time of each job."""

    def __init__(self, count: int | None = None, *, job_seconds: float = JOB_SECONDS) -> None:
        self.count = count or max(1, min(4, os.cpu_count() or 1))
        self._job_seconds = job_seconds
        self._pool: ProcessPool | None = None

    async def run(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """Run `function` in a worker. Raises `WorkerError` where it ran out of time, memory or luck."""
        if self._pool is None:
            self._pool = self._start()
        future = self._pool.submit(function, self._job_seconds, *args, **kwargs)
        try:
            result: _Result = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise WorkerError(f"Reading it took more than {self._job_seconds:g} seconds and was stopped.") from error
        except MemoryError as error:
            raise WorkerError("Reading it needed too much memory and was stopped.") from error
        except ProcessExpired as error:
            raise WorkerError("Reading it ended the worker process.") from error
        return result

    def _start(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
        return ProcessPool(max_workers=self.count, max_tasks=2000, initializer=_prepare_process, context=context)

    async def __aenter__(self) -> "Workers":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()
            await asyncio.to_thread(self._pool.join)
            self._pool = None


def _prepare_process() -> None:
    """Bound the worker's memory, and end it when the engine has died without a word."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
