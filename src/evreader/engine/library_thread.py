"""The library, used from one thread of its own, so that a slow disk never holds up the network."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from evreader.store import Library, open_library

_Result = TypeVar("_Result")


class LibraryThread:
    """Runs functions of the library one after the other in one thread."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        self._library: Library | None = None

    async def open(self, database: Path) -> None:
        """Open the library. Raises `LibraryError`."""

        def opened() -> None:
            self._library = open_library(database)

        await self._call(opened)

    async def run(self, function: Callable[[Library], _Result]) -> _Result:
        """The result of `function(library)`; what it raises is raised here."""

        def call() -> _Result:
            if self._library is None:
                raise RuntimeError("the library is not open")
            return function(self._library)

        return await self._call(call)

    async def close(self) -> None:
        """Close the library and end the thread, after what is already asked for."""

        def close() -> None:
            if self._library is not None:
                self._library.close()
                self._library = None

        await self._call(close)
        self._executor.shutdown()

    async def _call(self, function: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, function)
