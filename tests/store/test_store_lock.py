"""One engine at a time, between real processes."""

import subprocess
import sys
from pathlib import Path

from evreader.store import EngineLock

HOLDER = """
import sys
from pathlib import Path
from evreader.store import EngineLock
lock = EngineLock(Path(sys.argv[1]))
print(lock.acquire(False), flush=True)
sys.stdin.read()
"""


def _hold(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "engine.lock"
    with _hold(path) as other:
        assert other.stdout.readline() == "True\n"
        lock = EngineLock(path)
        assert not lock.acquire(False)
        assert lock.holder() == other.pid
        other.stdin.close()
    assert lock.acquire(False)
    assert lock.acquire(False), "it is held already"
    lock.release()


def test_a_kill_leaves_no_stale_lock(tmp_path: Path) -> None:
    path = tmp_path / "engine.lock"
    with _hold(path) as other:
        assert other.stdout.readline() == "True\n"
        other.kill()
    lock = EngineLock(path)
    assert lock.acquire(False)
    with _hold(path) as second:
        assert second.stdout.readline() == "False\n"
        second.stdin.close()
    lock.release()
    assert lock.holder() is None
    lock.release()


def test_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "engine.lock"
    with _hold(path) as other:
        assert other.stdout.readline() == "True\n"
        waiting = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path; from evreader.store import EngineLock\n"
                "print('waiting', flush=True)\nwith EngineLock(Path(sys.argv[1])) as lock: print(lock.holder())",
                str(path),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        with waiting:
            assert waiting.stdout.readline() == "waiting\n"
            other.stdin.close()
            assert waiting.stdout.readline() == f"{waiting.pid}\n"


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "engine.lock"
    assert EngineLock(path).holder() is None
    path.write_bytes(b"not a number")
    assert EngineLock(path).holder() is None
