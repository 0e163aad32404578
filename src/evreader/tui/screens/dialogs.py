"""The small questions: which feed, which title, are you sure."""

import time
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from evreader.store.views import FeedRow
from evreader.text import clean_line
from evreader.tui.sidebar import trouble

_HINT = "Enter takes it · Esc leaves everything as it is"


def _label(text: str) -> Static:
    return Static(Content(text), classes="label")


class Dialog(ModalScreen[tuple[str, str] | None]):
    """Two lines to type in; answers with both, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, title: str, labels: tuple[str, str], values: tuple[str, str], folders: Sequence[str]) -> None:
        super().__init__()
        self._title, self._labels, self._values, self._folders = title, labels, values, folders

    def compose(self) -> ComposeResult:
        """The title on the border, labels, lines, a hint."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            yield _label(self._labels[0])
            yield Input(self._values[0], id="first", compact=True)
            yield _label(self._labels[1])
            yield Input(
                self._values[1],
                id="second",
                compact=True,
                suggester=SuggestFromList(self._folders, case_sensitive=False),
            )
            yield Static(Content(""), id="complaint")
            yield Static(Content(_HINT), classes="hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#first", Input).focus()

    def on_input_submitted(self) -> None:
        """Enter in either line."""
        first = clean_line(self.query_one("#first", Input).value)
        second = clean_line(self.query_one("#second", Input).value)
        complaint = self.complaint(first)
        if complaint:
            self.query_one("#complaint", Static).update(Content(complaint))
        else:
            self.dismiss((first, second))

    def complaint(self, first: str) -> str:
        """What is wrong with the first line; empty where nothing is."""
        return "" if first else "Something has to stand here."

    def action_cancel(self) -> None:
        """No answer."""
        self.dismiss(None)


class AddFeed(Dialog):
    """Which feed to follow."""

    def __init__(self, folders: Sequence[str], folder: str) -> None:
        super().__init__(
            "Add a feed",
            ("Address of a feed, or of a page that names one", "Folder (may be empty)"),
            ("", clean_line(folder)),
            folders,
        )

    def complaint(self, first: str) -> str:
        if not first or " " in first or ("." not in first and "localhost" not in first):
            return "An address looks like example.org/feed"
        return ""


class EditFeed(Dialog):
    """A feed's title and folder."""

    def __init__(self, feed: FeedRow) -> None:
        super().__init__(
            "Edit the feed", ("Title", "Folder (may be empty)"), (clean_line(feed.title), clean_line(feed.folder)), ()
        )
        self._about = [feed.url, *trouble(feed, int(time.time()))]

    def on_mount(self) -> None:
        """Say where the feed comes from, and when it fails why."""
        super().on_mount()
        self.query_one("#complaint", Static).update(Content("\n".join(map(clean_line, self._about))))


class Confirm(ModalScreen[bool]):
    """Yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", show=False),
        Binding("n,escape,q", "answer(False)", show=False),
    ]

    def __init__(self, question: str, verb: str) -> None:
        super().__init__()
        self._question, self._verb = question, verb

    def compose(self) -> ComposeResult:
        """The question and the keys."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._verb)
            yield Static(Content(clean_line(self._question)), classes="label")
            yield Static(Content(f"y {self._verb.lower()} · n leave it"), classes="hint")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)
