"""The worker pool: results, errors, jobs that never end, processes that die."""

import asyncio
import operator
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest

from evreader.engine.workers import WorkerError, Workers


def test_jobs_give_results_and_raise_what_they_raise() -> None:
    async def work() -> None:
        async with Workers(2) as workers:
            doubled = await asyncio.gather(*(workers.run(operator.mul, 2, n) for n in range(50)))
            assert doubled == [2 * n for n in range(50)]
            with pytest.raises(ValueError, match="invalid literal"):
                await workers.run(int, "no number")

    asyncio.run(work())


@pytest.mark.parametrize(
    ("job", "arguments", "words"),
    [
        (sum, (range(1 << 62),), "more than"),
        (bytearray, (1 << 31,), "memory"),
        (signal.raise_signal, (signal.SIGTERM,), "ended the worker process"),
    ],
    ids=["never ends", "eats memory", "dies"],
)
def test_a_hostile_job_is_ended_and_the_next_one_runs(
    job: Callable[..., object], arguments: tuple[object, ...], words: str
) -> None:
    async def work() -> None:
        async with Workers(1, job_seconds=1) as workers:
            with pytest.raises(WorkerError, match=words):
                await workers.run(job, *arguments)
            assert await workers.run(operator.mul, 2, 21) == 42

    asyncio.run(work())


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_workers_end_with_an_engine_that_is_killed() -> None:
    program = textwrap.dedent("""
        import asyncio, os
        from evreader.engine.workers import Workers
        async def main():
            async with Workers(1) as workers:
                await workers.run(os.getpid)
                print("ready", flush=True)
                await asyncio.Event().wait()
        asyncio.run(main())
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as engine:
        assert engine.stdout is not None
        engine.stdout.readline()
        engine.kill()
        # A worker holds the other end of the pipe: it closes only when the last of them has gone.
        rest, _ = engine.communicate(timeout=30)
    assert rest == b""
