"""The one table of actions, the reader's own keys, footer, help and palette made from it."""

import pytest

from evreader.config import ConfigError
from evreader.tui.bars import HINTS, footer
from evreader.tui.keys import ACTIONS, Keymap, bindings
from evreader.tui.lines import width_of
from evreader.tui.screens.briefing import Briefing
from evreader.tui.screens.help import help_lines
from evreader.tui.screens.main import MainScreen
from evreader.tui.screens.palette import commands, matching
from evreader.tui.screens.quote_book import QuoteBook

SCREENS = {"stories": MainScreen, "quotes": QuoteBook, "briefing": Briefing}


@pytest.mark.parametrize("where", SCREENS)
def test_every_action_is_done_by_its_screen(where: str) -> None:
    for binding in bindings(where):  # type: ignore[arg-type]
        assert callable(getattr(SCREENS[where], f"action_{binding.action}", None)), binding.action


def test_every_action_has_a_key_a_label_and_help() -> None:
    keymap = Keymap({})
    for action in ACTIONS:
        assert keymap.caps(action.id), action.id
        assert action.label
        assert action.help
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_a_reader_may_choose_other_keys() -> None:
    keymap = Keymap({"next-unread": "ctrl+n, f5", "find": "n"})
    assert keymap.keys["next-unread"] == ("ctrl+n", "f5")
    assert keymap.caps("next-unread") == "^N"
    assert keymap.caps("find") == "n"
    assert Keymap({"undo": ""}).caps("undo") == ""


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"fly": "x"}, 'there is no action "fly"'),
        ({"find": "hyper+x"}, '"hyper+x", chosen for "find", is not the name of a key'),
        ({"find": "spacebar"}, '"spacebar", chosen for "find", is not the name of a key'),
        ({"find": "n"}, '"n" is asked for by "find" and is already the key of "next-unread"'),
        ({"undo": "/"}, '"/" is asked for by "undo" and is already the key of "find"'),
    ],
)
def test_keys_that_make_no_sense_are_refused(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigError, match="keys: ") as refused:
        Keymap(chosen)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("place", HINTS)
@pytest.mark.parametrize("width", [1, 10, 40, 60, 80, 100, 120, 200])
def test_the_footer_fits_and_always_names_help(place: str, width: int) -> None:
    pieces = footer(place, width, Keymap({}))
    assert width_of(pieces) <= width
    assert "?" in "".join(piece.text for piece in pieces)


def test_the_footers_of_the_reading_screen() -> None:
    def text(place: str, width: int) -> str:
        return "".join(piece.text for piece in footer(place, width, Keymap({})))

    assert text("stories", 120).startswith(
        " ↑↓ move  ⏎ read  Space page/next  n unread  [ ] quotes  s save  o browser  r refresh  / find  "
    )
    assert text("stories", 80) == " ↑↓ move ⏎ read Space next n unread \\ feeds z zen / find s save ? help"
    assert text("feeds", 80) == " ↑↓ move ⏎ stories a add e edit Del remove r refresh ^P palette ? help"


@pytest.mark.parametrize("where", SCREENS)
@pytest.mark.parametrize("width", [4, 56, 80])
def test_help_names_every_key_of_the_screen(where: str, width: int) -> None:
    keymap = Keymap({"save": "w"} if where != "briefing" else {})
    lines = help_lines(keymap, where, width)  # type: ignore[arg-type]
    text = "\n".join("".join(piece.text for piece in line) for line in lines)
    for action in ACTIONS:
        if where in action.where:
            assert keymap.caps(action.id) in text
    if width >= 56:
        assert max(width_of(line) for line in lines[2:]) <= width


def test_the_palette_has_every_command_and_finds_it_by_words() -> None:
    choices = commands(Keymap({}), "stories")
    assert {choice.value for choice in choices} >= {"action:undo", "action:zen", "action:mark-all-read"}
    assert matching(choices, "save")[0].value == "action:save"
    assert matching(choices, "sa")[0].value in ("action:save", "action:saved")
    assert matching(choices, "mark all read")[0].value == "action:mark-all-read"
    assert matching(choices, "no such thing") == []
