"""The engine as the view knows it: a child process that takes commands and tells what has changed, line by line."""

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from evreader.protocol import AnyCommand, AnyEvent, decode_event, encode

LINE_LIMIT = 1 << 20
"""Bytes of one line at most; events carry ids, so that a longer one is no event."""
_GRACE = 2.0


class EngineClient:
    """Starts the engine, sends it commands, hands its events on, and starts it again once if it dies."""

    def __init__(
        self, command: Sequence[str], log: Path, on_event: Callable[[AnyEvent], None], on_end: Callable[[str], None]
    ) -> None:
        self._command = list(command)
        self._log = log
        self._on_event = on_event
        self._on_end = on_end
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._waiting: list[bytes] = []
        self._closing = False
        self._restarted = False

    @property
    def running(self) -> bool:
        """Whether there is an engine to speak to."""
        return self._process is not None and self._process.returncode is None

    def start(self) -> None:
        """Start the engine; commands sent before it runs are kept for it."""
        self._task = asyncio.create_task(self._run(), name="engine")

    def send(self, command: AnyCommand) -> None:
        """Have the engine do something."""
        line = encode(command)
        if self._process is None or self._process.stdin is None or not self.running:
            self._waiting.append(line)
            return
        with contextlib.suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(line)

    async def close(self) -> None:
        """Let the engine finish its transaction and end; kill it if it takes longer than two seconds."""
        self._closing = True
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                if process.stdin is not None:
                    process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), _GRACE)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            cause = await self._serve_once()
            if self._closing:
                return
            if self._restarted:
                self._on_end(f"The engine ended twice ({cause}); reading goes on, nothing is fetched any more.")
                return
            self._restarted = True
            self._on_end(f"The engine ended ({cause}) and was started again.")

    async def _serve_once(self) -> str:
        """One life of the engine; how it ended."""
        try:
            with self._open_log() as log:
                self._process = process = await asyncio.create_subprocess_exec(
                    *self._command, stdin=PIPE, stdout=PIPE, stderr=log, limit=LINE_LIMIT
                )
        except OSError as error:
            return error.strerror or "it could not be started"
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.writelines(self._waiting)
            self._waiting.clear()
        try:
            while line := await process.stdout.readline():
                with contextlib.suppress(ValueError):
                    self._on_event(decode_event(line))
        except (ValueError, ConnectionError):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            return "it sent something that is no message"
        code = await process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def _open_log(self) -> BinaryIO:
        return self._log.open("ab")
