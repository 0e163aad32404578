"""A library of its own for each test, and workers that all of them share."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.refreshing import Desk

from evreader.engine.workers import Workers


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Real worker processes, started once."""
    shared = Workers(2)

    async def end() -> None:
        async with shared:
            pass

    yield shared
    asyncio.run(end())


@pytest.fixture
def desk(tmp_path: Path, workers: Workers) -> Desk:
    """A library and its engine."""
    return Desk(tmp_path / "library", workers)
