"""Commands in odd surroundings: other encodings, closed streams, signals, pipes that end early."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.commands import Evreader, command, environment

posix = pytest.mark.skipif(os.name != "posix", reason="streams and signals of POSIX")


def start(*arguments: str, surroundings: dict[str, str] | None = None, **options: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**(surroundings or {})),
        **options,
    )


@pytest.mark.parametrize(
    "surroundings",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii output", "the C locale"],
)
def test_what_an_encoding_lacks_is_replaced(evreader: Evreader, library: Path, surroundings: dict[str, str]) -> None:
    evreader("sample")
    for arguments in (["list"], ["feeds"], ["quotes"], ["show", "1"]):
        with start("--library", str(library), *arguments, surroundings=surroundings) as process:
            out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        assert out
        assert out.isascii()


@posix
def test_words_that_the_locale_cannot_read_are_taken_as_utf_8(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    surroundings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with start("--library", str(library), "list", "--feed", "Électrify", surroundings=surroundings) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@posix
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [("<&-", "read -", 1), ("<&-", "", 1), ("<&-", "engine", 0), ("<&-", "analyze", 0), (">&-", "list", 0)],
)
def test_closed_streams(evreader: Evreader, library: Path, closed: str, arguments: str, code: int) -> None:
    evreader("sample")
    words = command("--library", str(library), *arguments.split())
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *words], capture_output=True, env=environment(), timeout=60, check=False
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
def test_signals_end_what_waits_for_input(number: signal.Signals, code: int) -> None:
    with start("analyze", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"id": 1, "text": "The plant opens in May."}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(number)
        assert process.wait(timeout=30) == code
        assert process.stderr is not None
        assert process.stderr.read() == b""


@posix
def test_analyze_ends_quietly_with_the_reader_of_its_answers() -> None:
    with start("analyze", stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(b'{"id": 1, "text": "The plant opens in May."}\n' * 50, timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.parametrize("last", [b"\n", b""], ids=["ended", "unended"])
def test_commands_and_records_from_a_file(library: Path, tmp_path: Path, last: bytes) -> None:
    records = tmp_path / "records"
    records.write_bytes(b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}' + last)
    with records.open("rb") as given, start("analyze", stdin=given) as process:
        out, err = process.communicate(timeout=60)
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 2]
    assert err == b""
    with start("--library", str(library), "engine", stdin=subprocess.DEVNULL) as process:
        out, err = process.communicate(timeout=60)
    assert [json.loads(line)["type"] for line in out.splitlines()] == ["ready"]
    assert (process.returncode, err) == (0, b"")
