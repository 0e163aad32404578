"""The built wheel, on its own, carries all that the program needs at run time."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.commands import ROOT, environment


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree and unpacked into an empty folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--quiet", "-w", str(folder)], check=True, env=environment(), capture_output=True)
    (wheel,) = folder.glob("evreader-*.whl")
    target = folder / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def test_the_wheel_alone_opens_the_sample_edition(unpacked: Path, tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r}); import evreader; "
        f"assert evreader.__file__.startswith({str(unpacked)!r}); "
        "from evreader.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--demo", "list", "--json"],
        capture_output=True,
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(unpacked)),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    stories = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(stories) >= 12
    assert len({story["feed_url"] for story in stories}) == 3


def test_the_wheel_holds_the_program_and_nothing_else(unpacked: Path) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert "evreader/assets/starter.opml" in names
    assert "evreader/py.typed" in names
    assert "evreader/tui/app.tcss" in names
    assert not [name for name in names if name.startswith("tests") or name.endswith((".pyc", ".svg", ".png"))]
