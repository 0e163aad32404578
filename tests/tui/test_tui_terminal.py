"""The app in a real terminal: start, keys, end; crash and kill; what the process has imported."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.newsstand import Newsstand
from support.terminal import Terminal, evreader_command

RUN = """
import sys
from pathlib import Path
from evreader.config import Paths, Settings
from evreader.tui.app import EvreaderApp, run_app
library = Path(sys.argv[1])
if "crash" in sys.argv:
    from evreader.tui.screens.main import MainScreen
    def action_zen(self): raise RuntimeError("made to fail")
    MainScreen.action_zen = action_zen
engine = [sys.executable, "-c", "import sys; sys.stdin.read()"]
paths = Paths(library=library, config=library / "config.toml")
sys.exit(run_app(paths, Settings(), offline=True, ascii_only="ascii" in sys.argv, engine_command=engine))
"""


def reader(stocked: Newsstand, *options: str, **arguments: object) -> Terminal:
    command = [sys.executable, "-c", RUN, str(stocked.paths.library), *options]
    return Terminal(command, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "other"), [((120, 36), (60, 20)), ((60, 20), (120, 36))])
def test_from_the_start_to_a_quote_to_another_size_and_out(
    stocked: Newsstand, size: tuple[int, int], other: tuple[int, int]
) -> None:
    with reader(stocked, size=size) as terminal:
        terminal.wait_for("Hanabi would welcome")
        assert terminal.in_alternate_screen
        terminal.press("n", "]")
        terminal.wait_for('" 1/3 — Teresa Valdivia')
        terminal.wait_for("“If Hanabi")
        assert terminal.style_of("“If Hanabi").fg == "ffd180"
        assert terminal.style_of("▌").fg == "ffd180"
        terminal.press("?")
        terminal.wait_for("Keys   Esc closes")
        terminal.press("escape")
        terminal.wait_for(lambda t: "Keys   Esc closes" not in t.text)
        terminal.resize(*other)
        terminal.wait_for(lambda t: ("┬" in t.lines[1]) is (other[0] == 120) and len(t.lines[1]) == other[0])
        terminal.wait_for("“If Hanabi")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.in_alternate_screen


def test_without_colour_quotes_and_takeaways_are_still_told_apart(stocked: Newsstand) -> None:
    with reader(stocked, "ascii", environment={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("* TAKEAWAYS - the article's own")
        terminal.press("]")
        terminal.wait_for('" 1/3 -- Teresa Valdivia')
        assert terminal.style_of("“If Hanabi").bold
        assert not terminal.style_of("Valdivia said").bold
        assert terminal.style_of("“a partner who").underscore
        heading = terminal.style_of("What each side would bring")
        assert heading.bold
        assert heading.underscore
        assert {cell.fg for row in terminal._screen.buffer.values() for cell in row.values()} == {"default"}
        assert {cell.bg for row in terminal._screen.buffer.values() for cell in row.values()} == {"default"}
        drawn = "".join(terminal.lines)
        assert not set(drawn) & set("●○★◆▌┃▒▸─│┬┴…·")
        terminal.press("?")
        terminal.wait_for("Open the next unread story")
        assert not set("".join(terminal.lines)) & set("┌┐└┘─│↑↓⏎·")


def test_a_crash_gives_the_terminal_back_with_one_sentence_and_a_log(stocked: Newsstand) -> None:
    with reader(stocked, "crash") as terminal:
        terminal.wait_for("TAKEAWAYS")
        terminal.press("z")
        assert terminal.wait_for_exit() == 1
        assert not terminal.in_alternate_screen
        said = terminal.output.split(b"\x1b[?1049l")[-1].decode()
        assert "evreader ended because of an error of its own; the details are in " in said
        assert "Traceback" not in said
    log = stocked.paths.log.read_text()
    assert "RuntimeError: made to fail" in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_reader_asked_to_end_gives_the_terminal_back(stocked: Newsstand, number: signal.Signals) -> None:
    with reader(stocked) as terminal:
        terminal.wait_for("TAKEAWAYS")
        os.kill(terminal.pid, number)
        assert terminal.wait_for_exit() == 0
        assert not terminal.in_alternate_screen


def test_a_killed_reader_loses_nothing(stocked: Newsstand) -> None:
    with reader(stocked) as terminal:
        terminal.wait_for("TAKEAWAYS")
        terminal.press("s")
        terminal.wait_for("Saved.")
        terminal.wait_for(lambda t: "★ Saved               1" in t.text or "★ Saved              1" in t.text)
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL
    with stocked.open() as library:
        assert library.integrity() == []
        assert library.stories.counts().saved == 1


def test_the_view_never_imports_what_the_engine_needs(stocked: Newsstand) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from evreader.config import Paths, Settings
from evreader.tui.app import EvreaderApp
library = Path(sys.argv[1])
paths = Paths(library=library, config=library / "config.toml")
engine = [sys.executable, "-c", "import sys; sys.stdin.read()"]
app = EvreaderApp(paths, Settings(), offline=True, engine_command=engine)
async def run():
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("]", "y", "?", "ctrl+p", "2", "3", "a", "L"):
            await pilot.press(key, "escape")
asyncio.run(run())
forbidden = {"httpx", "feedparser", "lxml", "trafilatura", "readability", "markdown_it", "requests", "urllib3"}
print(sorted(forbidden & {name.partition(".")[0] for name in sys.modules}))
ours = ("evreader.engine", "evreader.fetch", "evreader.feeds", "evreader.article", "evreader.annotate")
print(sorted(name for name in sys.modules if name.startswith(ours)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(stocked.paths.library)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_the_command_opens_the_reader(stocked: Newsstand) -> None:
    library = str(stocked.paths.library)
    with Terminal(evreader_command("--offline", "--library", library), size=(80, 24)) as terminal:
        terminal.wait_for("Hanabi would")
        terminal.wait_for("offline")
        terminal.press("n", "]")
        terminal.wait_for("▌ “If Hanabi")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_bad_key_in_the_configuration_is_one_clear_sentence(stocked: Newsstand, tmp_path: Path) -> None:
    config = tmp_path / "chosen.toml"
    config.write_text('[keys]\nfind = "n"\n')
    command = evreader_command("--offline", "--library", str(stocked.paths.library))
    with Terminal(command, environment={"EVREADER_CONFIG": str(config)}) as terminal:
        assert terminal.wait_for_exit() == 2
        assert 'is already the key of "next-unread"' in "".join(terminal.lines)
        assert "Traceback" not in terminal.text
