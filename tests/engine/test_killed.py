"""kill -9 at any moment of a refresh: nothing stored is lost, and the next refresh completes."""

import os
import random
import sqlite3
import subprocess
from pathlib import Path

import pytest
from support.commands import command, environment, run
from support.newsroom import Outlet
from support.server import Server

from evreader.store import open_library

OUTLETS = 6
STORIES = 8


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_refresh_killed_again_and_again(tmp_path: Path, server: Server) -> None:
    library = tmp_path / "library"
    outlets = [Outlet(server, f"Outlet {n}", f"/outlet-{n}").publish(STORIES) for n in range(OUTLETS)]
    listed = "\n".join(outlet.url for outlet in outlets)
    run("--library", str(library), "import", "-", "--allow-private", given=listed)
    chance = random.Random(7)
    seen = 0
    for _ in range(4):
        before = len(server.requests)
        process = subprocess.Popen(
            command("--library", str(library), "refresh", "--force"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        server.wait_for(before + chance.randrange(1, OUTLETS + STORIES), timeout=20)
        process.kill()
        process.wait()
        with sqlite3.connect(library / "library.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
        with open_library(library / "library.db") as opened:
            assert opened.integrity() == []
            stored = opened.stories.counts().stories
        assert stored >= seen
        seen = stored

    done = run("--library", str(library), "refresh", "--force")
    assert "waiting" not in done.err, "a killed refresh leaves no lock behind"
    with open_library(library / "library.db") as opened:
        counts = opened.stories.counts()
    assert (counts.stories, counts.pending) == (OUTLETS * STORIES, 0)
