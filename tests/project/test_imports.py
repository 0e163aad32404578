"""What each way into the program imports, so that it starts fast and the view never reaches the network."""

import subprocess
import sys

import pytest
from support.commands import environment

NETWORK = {"httpx", "feedparser", "lxml", "trafilatura", "readability", "evreader.engine", "evreader.fetch"}
HEAVY = NETWORK | {"textual", "msgspec", "platformdirs", "sqlite3", "asyncio"}


def imported(program: str) -> set[str]:
    """The modules a program has imported at its end."""
    report = "import sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{report}"], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def test_help_imports_nothing_heavy() -> None:
    program = (
        "from evreader.__main__ import main\n"
        "import contextlib, io, sys\n"
        "sys.argv = ['evreader', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): main()"
    )
    assert not imported(program) & HEAVY


@pytest.mark.parametrize(
    "module", ["evreader.tui.app", "evreader.tui.engine_client", "evreader.tui.article_pane", "evreader.tui.screens"]
)
def test_the_view_never_imports_the_network_or_the_extractor(module: str) -> None:
    assert not imported(f"import {module}") & (NETWORK | {"markdown_it", "evreader.article", "evreader.annotate"})


def test_listing_stories_imports_neither_the_app_nor_the_network() -> None:
    program = (
        "from evreader.cli import main\n"
        "import contextlib, io, tempfile\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main(['--library', tempfile.mkdtemp(), 'list'])"
    )
    assert not imported(program) & (NETWORK | {"textual"})
