"""The first screen of an empty library: three ways to something to read."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from evreader.tui.keys import Keymap


class Welcome(ModalScreen[str | None]):
    """Answers "starter", "sample", "add" or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,1,enter", "choose('starter')", show=False),
        Binding("d,2", "choose('sample')", show=False),
        Binding("a,3", "choose('add')", show=False),
        Binding("escape", "choose('')", show=False),
        Binding("question_mark", "help", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, keymap: Keymap, *, offline: bool) -> None:
        super().__init__()
        self._keymap = keymap
        self._offline = offline

    def compose(self) -> ComposeResult:
        """What evreader is, and what to press."""
        network = " (when you are online)" if self._offline else ""
        choices = (
            ("s", "the starter feeds", f"21 feeds on electric vehicles and the car industry{network}"),
            ("d", "the sample edition", "15 stories to try everything with, no network needed"),
            ("a", "a feed of your own", "the address of a feed, or of a page that names one"),
        )
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Welcome to evreader")
            yield Static(Content("The news, what matters in it, and who said what. Begin with:"), classes="label")
            for key, label, detail in choices:
                line = Content.assemble((f" {key} ", "bold reverse"), "  ", (label, "bold"), f"\n     {detail}")
                yield Static(line, classes="label")
            hint = f"evreader import FILE takes a list (OPML) · {self._keymap.caps('help')} keys · q leave"
            yield Static(Content(hint), classes="hint")

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(choice or None)

    def action_help(self) -> None:
        """The keys."""
        from evreader.tui.screens.help import Help

        self.app.push_screen(Help(self._keymap, "stories"))

    def action_leave(self) -> None:
        """Leave evreader."""
        self.app.exit()
