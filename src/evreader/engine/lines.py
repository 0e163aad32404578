"""The lines of a file as they come, for a program that does other things while it waits for the next."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import BinaryIO

_PIECE = 1 << 16


async def lines_of(file: BinaryIO, *, longest: int | None = None) -> AsyncIterator[bytes]:
    """The lines of a file, without their line feeds; a line of more than `longest` bytes ends them.

    Waiting for a line can be cancelled where the file is a pipe, a socket or a terminal. Nothing else may read from it.
    """
    held: list[bytes] = []
    size = 0
    async for piece in _pieces(file):
        *ends, rest = piece.split(b"\n")
        for end in ends:
            yield b"".join([*held, end])
            held, size = [], 0
        held.append(rest)
        size += len(rest)
        if longest is not None and size > longest:
            return
    if size:
        yield b"".join(held)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        descriptor = file.fileno()
        await _readable(descriptor)
    except (PermissionError, NotImplementedError, ValueError):
        # A file on disk, or a system that cannot wait for files: a thread reads it.
        while piece := await asyncio.to_thread(file.readline):
            yield piece
        return
    while piece := os.read(descriptor, _PIECE):
        yield piece
        await _readable(descriptor)


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
