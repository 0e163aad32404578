"""The engine as a child process: commands on standard input, events on standard output, one JSON object a line.

The end of standard input ends it after its current transaction.
"""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path

from evreader import __version__
from evreader.config import Paths, asset
from evreader.engine.core import Engine, open_engine
from evreader.engine.errors import EngineError
from evreader.engine.importing import import_subscriptions, read_list
from evreader.engine.lines import lines_of
from evreader.engine.listing import Mode
from evreader.engine.sample import SAMPLE_FEEDS, load_sample
from evreader.protocol import (
    Add,
    Added,
    AnyCommand,
    AnyEvent,
    Cancel,
    Changed,
    Edit,
    Import,
    Imported,
    LoadSample,
    Prepare,
    Problem,
    Ready,
    Refresh,
    Remove,
    decode_command,
    encode,
)
from evreader.store import LibraryError

LONGEST_LINE = 1 << 20
"""Bytes; a command has a few hundred, and a longer line ends the engine."""


async def serve(paths: Paths, *, offline: bool, interval_seconds: int) -> int:
    """Carry out commands until standard input ends. Raises `EngineError` where the library cannot be used.

    `interval_seconds` is the user's wish for the time between two checks of a feed.
    """
    async with open_engine(paths, offline=offline, on_event=_send, interval_seconds=interval_seconds) as engine:
        service = Service(engine, paths)
        _send(Ready(version=__version__))
        try:
            async for line in lines_of(sys.stdin.buffer, longest=LONGEST_LINE):
                try:
                    command = decode_command(line)
                except ValueError as error:
                    _send(Problem(message=str(error)))
                    continue
                service.take(command)
        finally:
            await service.close()
    return 0


def _send(event: AnyEvent) -> None:
    try:
        sys.stdout.buffer.write(encode(event))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        pass  # the view has gone; the end of standard input follows


class Service:
    """Carries out commands, several at a time, and answers with events."""

    def __init__(self, engine: Engine, paths: Paths) -> None:
        self._engine = engine
        self._paths = paths
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.Task[None] | None = None
        self._preparing: asyncio.Task[None] | None = None

    def take(self, command: AnyCommand) -> None:
        """Begin a command; a second refresh joins the one under way."""
        match command:
            case Refresh():
                if self._refreshing is None or self._refreshing.done():
                    self._refreshing = self._start(self._refresh(command))
            case Cancel():
                if self._refreshing is not None:
                    self._refreshing.cancel()
                if self._preparing is not None:
                    self._preparing.cancel()
            case Prepare():
                self._start(self._engine.prepare_story(command.story))
            case Add():
                self._start(self._add(command))
            case Edit():
                self._start(self._edit(command))
            case Remove():
                self._start(self._remove(command))
            case Import():
                self._start(self._import(command))
            case LoadSample():
                self._start(self._load_sample())

    async def close(self) -> None:
        """Stop what is under way, each after its current transaction."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except EngineError as error:
            _send(Problem(message=str(error), candidates=list(error.candidates)))
        except LibraryError as error:
            _send(Problem(message=str(error)))

    async def _refresh(self, command: Refresh) -> None:
        mode: Mode = "forced" if command.force else "due" if command.due else "asked"
        await self._engine.wait_for_turn(
            lambda holder: _send(Problem(message=f"Another evreader ({holder}) is refreshing; this one waits for it."))
        )
        try:
            await self._engine.refresh(command.feeds, mode=mode)
        except BaseException:
            self._engine.end_turn()
            raise
        if self._preparing is None or self._preparing.done():
            self._preparing = self._start(self._prepare_all())

    async def _prepare_all(self) -> None:
        try:
            await self._engine.prepare_all()
        finally:
            if self._refreshing is None or self._refreshing.done():
                self._engine.end_turn()

    async def _add(self, command: Add) -> None:
        addition = await self._engine.add(command.url, command.folder)
        _send(Added(feed=addition.feed.id, existing=addition.existed))
        if not addition.existed:
            self._prepare_in_background()

    async def _edit(self, command: Edit) -> None:
        await self._engine.run(
            lambda library: library.feeds.edit(
                command.feed, title=command.title, folder=command.folder, full_text=command.full_text
            )
        )
        _send(Changed(feed=command.feed))

    async def _remove(self, command: Remove) -> None:
        await self._engine.run(lambda library: library.feeds.remove(command.feed))
        _send(Changed(feed=command.feed))

    async def _import(self, command: Import) -> None:
        path = Path(command.path) if command.path else asset("starter.opml")
        listed = await asyncio.to_thread(read_list, path)
        outcome = await self._engine.run(lambda library: import_subscriptions(library, listed, allow_private=False))
        refused = [*outcome.refused, *(f"{address}: it is on a private network." for address in outcome.private)]
        _send(Imported(added=outcome.added, existing=outcome.existing, refused=len(refused)))
        if refused:
            _send(Problem(message=f"Not taken: {refused[0]}" + (f" And {len(refused) - 1} more." * (len(refused) > 1))))

    async def _load_sample(self) -> None:
        await self._engine.run(load_sample)
        _send(Imported(added=len(SAMPLE_FEEDS), existing=0, refused=0))

    def _prepare_in_background(self) -> None:
        if self._preparing is None or self._preparing.done():
            self._preparing = self._start(self._prepare_all())
