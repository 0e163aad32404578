"""Makes the README's pictures and its table of keys from the program itself.

    python assets/make_readme.py

The pictures show the sample edition, each taken from the running app after the keys named below.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from evreader.config import Paths, Settings
from evreader.tui.app import EvreaderApp
from evreader.tui.keys import ACTIONS, GROUPS, Keymap

ASSETS = Path(__file__).parent
README = ASSETS.parent / "README.md"

PICTURES = {
    "three-panes-dark": ((120, 48), "evreader-dark", ("enter",)),
    "three-panes-light": ((120, 36), "evreader-light", ("down", "down", "enter", "]")),
    "two-panes": ((80, 24), "evreader-dark", ("down", "enter", "]")),
    "quote-book": ((100, 28), "evreader-dark", ("2",)),
    "briefing": ((100, 28), "evreader-light", ("3",)),
}
"""Name → size in cells, theme, keys pressed."""


def keys_table() -> str:
    """Every action with its keys, as a Markdown table."""
    keymap = Keymap({})
    lines = ["| Keys | Action | Name in the configuration |", "|---|---|---|"]
    for group in GROUPS:
        for action in ACTIONS:
            if action.group == group:
                caps = keymap.all_caps(action.id).replace("|", "\\|")
                lines.append(f"| `{caps}` | {action.help} | `{action.id}` |")
    return "\n".join(lines)


def with_keys_table(readme: str) -> str:
    """The README with its table of keys brought up to date."""
    start, end = "<!-- keys -->", "<!-- /keys -->"
    before, _, rest = readme.partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n{keys_table()}\n{end}{after}"


async def take_pictures() -> None:
    """Draw every picture."""
    for name, (size, theme, keys) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder)
            make = [sys.executable, "-m", "evreader", "--library", folder, "sample"]
            subprocess.run(make, check=True, capture_output=True)
            paths = Paths(library=library, config=library / "config.toml")
            app = EvreaderApp(paths, Settings(theme=theme), offline=True, demo=True)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause()
                picture = app.export_screenshot(title="evreader")
        (ASSETS / "pictures" / f"{name}.svg").write_text(picture + "\n")


if __name__ == "__main__":
    (ASSETS / "pictures").mkdir(exist_ok=True)
    README.write_text(with_keys_table(README.read_text()))
    asyncio.run(take_pictures())
