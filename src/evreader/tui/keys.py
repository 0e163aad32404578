"""Every action of the app, in one table: bindings, palette, help and footer are all made from it.

An action's id is what the configuration file names; the method that does it is called `action_` and the id with
underscores.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from evreader.config import ConfigError

Where = Literal["stories", "quotes", "briefing"]
STORIES: frozenset[Where] = frozenset({"stories"})
LISTS: frozenset[Where] = frozenset({"stories", "quotes"})
ALL: frozenset[Where] = frozenset({"stories", "quotes", "briefing"})


class Action(NamedTuple):
    """One thing the reader can ask for."""

    id: str
    keys: str
    """Textual's names, separated by commas; the first is the one shown."""
    label: str
    help: str
    where: frozenset[Where] = STORIES
    group: str = "Move"


ACTIONS = (
    Action("move-up", "up,k", "move", "Up: in a list to the one before, in an article one line", ALL),
    Action("move-down", "down,j", "move", "Down: in a list to the next one, in an article one line", ALL),
    Action("open", "enter,right,l", "read", "In: from feeds to stories, from a story to its text", ALL),
    Action("back", "escape", "back", "Out again; also stops a refresh and closes what is open", ALL),
    Action("out", "left,h", "out", "Out: from a story to its list, from the list to the feeds", ALL),
    Action("next-pane", "tab", "next pane", "To the next pane"),
    Action("previous-pane", "shift+tab", "previous pane", "To the pane before"),
    Action("page-or-next", "space", "page/next", "A page on; from the end the next unread story", ALL),
    Action("page-down", "pagedown", "page down", "A page on", ALL),
    Action("page-up", "b,pageup", "page up", "A page back", ALL),
    Action("half-down", "ctrl+d", "half down", "Half a page on", ALL),
    Action("half-up", "ctrl+u", "half up", "Half a page back", ALL),
    Action("top", "g,home", "top", "To the start", ALL),
    Action("bottom", "G,end", "end", "To the end", ALL),
    Action("next-unread", "n", "unread", "Open the next unread story", STORIES, "Read"),
    Action("previous-unread", "p", "previous unread", "Open the unread story before", STORIES, "Read"),
    Action("next-story", "J", "next story", "Open the next story", STORIES, "Read"),
    Action("previous-story", "K", "previous story", "Open the story before", STORIES, "Read"),
    Action("next-quote", "]", "quote", "To the next quote in the story", STORIES, "Read"),
    Action("previous-quote", "[", "previous quote", "To the quote before", STORIES, "Read"),
    Action("next-heading", "}", "heading", "To the next heading", STORIES, "Read"),
    Action("previous-heading", "{", "previous heading", "To the heading before", STORIES, "Read"),
    Action("takeaways", "t", "takeaways", "Step through the takeaways, each at its place in the text", STORIES, "Read"),
    Action("find", "/", "find", "Find words: in the story, or in the list shown", LISTS, "Find"),
    Action("search", "ctrl+f", "search", "Search all stories", STORIES, "Find"),
    Action("unread-only", "f", "unread only", "Show unread stories only, or all", STORIES, "Find"),
    Action("order", "comma", "order", "The newest stories first, or the oldest", STORIES, "Find"),
    Action("reload", ".", "show new", "Bring the list up to date", ALL, "Find"),
    Action("stories", "1", "stories", "The stories", ALL, "Find"),
    Action("quotes", "2", "quotes", "The quote book: who said what, in every story", ALL, "Find"),
    Action("briefing", "3", "takeaways", "The briefing: the takeaways of every unread story", ALL, "Find"),
    Action("saved", "4", "saved", "The stories you saved", ALL, "Find"),
    Action("save", "s", "save", "Save the story, or no longer", LISTS, "Keep"),
    Action("toggle-read", "N", "read/unread", "Mark the story read, or unread", STORIES, "Keep"),
    Action("mark-all-read", "A", "mark all read", "Mark every story of this list read", STORIES, "Keep"),
    Action("undo", "u,ctrl+z", "undo", "Take back the last change of read and saved", ALL, "Keep"),
    Action("copy", "y", "copy", "Copy the quote chosen, with speaker and source; else the story", LISTS, "Keep"),
    Action("copy-link", "Y", "copy link", "Copy the story's address", LISTS, "Keep"),
    Action("browser", "o", "browser", "Open the story's page in the browser", LISTS, "Keep"),
    Action("browser-read", "O", "browser+read", "Open it in the browser and mark it read", STORIES, "Keep"),
    Action("links", "L", "links", "List the story's links", STORIES, "Keep"),
    Action("refresh", "r", "refresh", "Fetch the feed of this list; with no feed chosen all feeds", STORIES, "Feeds"),
    Action("refresh-all", "R", "refresh all", "Fetch every feed", STORIES, "Feeds"),
    Action("add-feed", "a", "add feed", "Follow a feed, by its address or by a page that names it", STORIES, "Feeds"),
    Action("edit-feed", "e", "edit feed", "Change the feed's title or folder", STORIES, "Feeds"),
    Action("remove-feed", "delete", "remove feed", "Stop following the feed; saved stories stay", STORIES, "Feeds"),
    Action("zen", "z", "zen", "The text alone on the screen, or no longer", STORIES, "Screen"),
    Action("sidebar", "\\", "feeds", "Show or hide the feeds", STORIES, "Screen"),
    Action("narrower", "-", "narrower", "Shorter lines of text", STORIES, "Screen"),
    Action("wider", "+,=", "wider", "Longer lines of text", STORIES, "Screen"),
    Action("theme", "T", "theme", "The next theme: dark, light, high contrast, terminal colours", ALL, "Screen"),
    Action("palette", "ctrl+p", "palette", "Find any command or feed by name", ALL, "Screen"),
    Action("help", "?", "help", "These keys", ALL, "Screen"),
    Action("quit", "q", "quit", "Back to the stories; from there, leave evreader", ALL, "Screen"),
)  # fmt: skip

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}
GROUPS = ("Move", "Read", "Find", "Keep", "Feeds", "Screen")

_CAPS = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "⏎", "escape": "Esc", "space": "Space",
    "tab": "Tab", "shift+tab": "⇧Tab", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "delete": "Del", "backspace": "⌫",
}  # fmt: skip
_ASCII_CAPS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "⏎": "Enter", "⇧Tab": "S-Tab", "⌫": "BkSp"}


class Keymap:
    """Which keys do what, after the reader's own choices. Raises `ConfigError` where they make no sense."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.keys: dict[str, tuple[str, ...]] = {a.id: _names(a.keys) for a in ACTIONS}
        for name, keys in chosen.items():
            if name not in BY_ID:
                raise ConfigError(f'keys: there is no action "{name}"; evreader shows them all with ?.')
            self.keys[name] = _checked(name, keys)
        self._refuse_clashes(chosen)

    def _refuse_clashes(self, chosen: Mapping[str, str]) -> None:
        taken: dict[tuple[Where, str], str] = {}
        for action in ACTIONS:
            for where in sorted(action.where):
                for key in self.keys[action.id]:
                    other = taken.setdefault((where, key), action.id)
                    if other != action.id:
                        first, second = (other, action.id) if action.id in chosen else (action.id, other)
                        raise ConfigError(
                            f'keys: "{cap(key)}" is asked for by "{second}" and is already the key of "{first}".'
                        )

    def overrides(self) -> dict[str, str]:
        """The whole map in the form in which Textual takes one."""
        return {name: ",".join(keys) for name, keys in self.keys.items()}

    def caps(self, action_id: str, *, ascii_only: bool = False) -> str:
        """The first key of an action as it is shown; empty where it has none."""
        keys = self.keys[action_id]
        return cap(keys[0], ascii_only=ascii_only) if keys else ""

    def all_caps(self, action_id: str, *, ascii_only: bool = False) -> str:
        """All keys of an action as they are shown."""
        return " ".join(cap(key, ascii_only=ascii_only) for key in self.keys[action_id])


def bindings(where: Where) -> list[Binding]:
    """The bindings of a screen, with the default keys; the app's keymap replaces them by id."""
    return [
        Binding(",".join(_names(a.keys)), a.id.replace("-", "_"), a.label, show=False, id=a.id)
        for a in ACTIONS
        if where in a.where
    ]  # fmt: skip


def cap(key: str, *, ascii_only: bool = False) -> str:
    """A key as it is shown: `^F`, `Space`, `[`."""
    if key.startswith("ctrl+") and len(key) == 6:
        return "^" + key[5:].upper()
    shown = _CAPS.get(key) or _characters().get(key, key)
    return _ASCII_CAPS.get(shown, shown) if ascii_only else shown


def _names(keys: str) -> tuple[str, ...]:
    """Keys in Textual's names: a comma separates, a single character stands for itself."""
    parts = [part.strip() for part in keys.split(",")]
    return tuple(_character_to_key(part) if len(part) == 1 else part for part in parts if part)


def _checked(name: str, keys: str) -> tuple[str, ...]:
    names = _names(keys)
    for key in names:
        base = key
        while (prefix := base.partition("+"))[1] and prefix[0] in ("ctrl", "shift", "alt", "super"):
            base = prefix[2]
        if base not in _known() and not (len(base) == 1 and base.isalnum()):
            raise ConfigError(f'keys: "{key}", chosen for "{name}", is not the name of a key.')
    return names


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    """Textual's name of each printable ASCII character that has one, and the character."""
    return {_character_to_key(chr(code)): chr(code) for code in range(33, 127)}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(key.value for key in Keys if not key.value.startswith("<")) | frozenset(_characters())
