"""Running evreader's commands as a person or a program would."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Evreader = Callable[..., Done]


def environment(**changes: str) -> dict[str, str]:
    """The environment of this process without what would change how evreader behaves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVREADER_")}
    for name in ("NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        kept.pop(name, None)
    return kept | changes


def command(*arguments: str) -> list[str]:
    """The words that start evreader in a process of its own."""
    return [sys.executable, "-m", "evreader", *arguments]


def run(*arguments: str, given: str | bytes = b"", expect: int | None = 0, **changes: str) -> Done:
    """Run a command in this process to its end; `expect` is the exit code it must have, None for any.

    `changes` are environment variables. What a command prints goes through real byte streams.
    """
    from evreader.cli import main

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(3)]
    streams[0].buffer.write(given.encode() if isinstance(given, str) else given)
    streams[0].seek(0)
    before = sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
    sys.stdin, sys.stdout, sys.stderr = streams
    os.environ.clear()
    os.environ.update(environment(**changes))
    try:
        code = main(arguments)
    except SystemExit as usage:  # what argparse does
        code = usage.code if isinstance(usage.code, int) else 1
    finally:
        sys.stdin, sys.stdout, sys.stderr = before[:3]
        os.environ.clear()
        os.environ.update(before[3])
    return _checked(code, streams[1].buffer.getvalue(), streams[2].buffer.getvalue(), expect)


def run_process(
    *arguments: str, given: bytes = b"", expect: int | None = 0, preexec: Callable[[], None] | None = None
) -> Done:
    """`run`, in a process of its own."""
    done = subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        timeout=120,
        env=environment(),
        preexec_fn=preexec,
        check=False,
    )
    return _checked(done.returncode, done.stdout, done.stderr, expect)


def _checked(code: int, out: bytes, err: bytes, expect: int | None) -> Done:
    result = Done(code, out.decode(), err.decode())
    assert "Traceback" not in result.err, result.err
    if expect is not None:
        assert result.code == expect, result
    return result
