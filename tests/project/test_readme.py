"""The README says what the program does: its keys, its commands, its pictures."""

import importlib.util
import re
from types import ModuleType

from support.commands import ROOT

from evreader.cli.parser import build_parser

README = (ROOT / "README.md").read_text()


def maker() -> ModuleType:
    """The script that makes the README's pictures and tables."""
    specification = importlib.util.spec_from_file_location("make_readme", ROOT / "assets" / "make_readme.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_table_of_keys_is_the_programs_own() -> None:
    assert maker().with_keys_table(README) == README


def test_every_command_is_named() -> None:
    (commands,) = [action for action in build_parser()._actions if action.dest == "command"]
    assert commands.choices is not None
    for name in commands.choices:
        if name != "engine":
            assert re.search(rf"`(evreader )?{name}\b", README), name


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((assets/[^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file(), picture
    assert {picture.removeprefix("assets/pictures/") for picture in pictures} == {
        f"{name}.svg" for name in maker().PICTURES
    }
