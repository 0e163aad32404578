"""A line to type in at the bottom of the screen: find, search, filter."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class Prompt(Horizontal):
    """Takes the footer's place while the reader types; says at once what was found."""

    DEFAULT_CSS = """
    Prompt { height: 1; width: 1fr; display: none; background: $background; color: $foreground; }
    Prompt > #prompt-label { width: auto; padding: 0 1; text-style: bold; background: $background; }
    Prompt > #prompt-result { width: auto; max-width: 50%; padding: 0 1; color: $foreground; background: $background; }
    Prompt > Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up,ctrl+p", "step(-1)", show=False),
    ]

    class Closed(Message):
        """The prompt is gone."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._on_change: Callable[[str], None] = lambda words: None
        self._on_done: Callable[[str, bool], bool] = lambda words, accepted: True
        self._on_step: Callable[[int], None] = lambda steps: None

    def compose(self) -> ComposeResult:
        """A label, the line, and what was found."""
        yield Static(id="prompt-label", markup=False)
        yield Input(id="prompt-input", compact=True, select_on_focus=False)
        yield Static(id="prompt-result", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether the reader is typing."""
        return bool(self.display)

    def ask(
        self,
        label: str,
        *,
        value: str = "",
        on_change: Callable[[str], None],
        on_done: Callable[[str, bool], bool],
        on_step: Callable[[int], None] = lambda steps: None,
    ) -> None:
        """Open. `on_change` gets the words as they are typed; `on_done` the words and whether they were accepted
        (Enter) or not (Esc), and answers whether the prompt shall close; `on_step` gets 1 and -1 for down and up."""
        self._on_change, self._on_done, self._on_step = on_change, on_done, on_step
        self.query_one("#prompt-label", Static).update(Content(label))
        self.say("")
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = value
        line.cursor_position = len(value)
        self.display = True
        line.focus()

    def say(self, result: str) -> None:
        """Show what was found."""
        self.query_one("#prompt-result", Static).update(Content(result))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        if self.is_open:
            self._on_change(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self._close(event.value, accepted=True)

    def action_cancel(self) -> None:
        """Esc."""
        self._close(self.query_one(Input).value, accepted=False)

    def action_step(self, steps: int) -> None:
        """Up or down."""
        self._on_step(steps)

    def _close(self, words: str, *, accepted: bool) -> None:
        if self._on_done(words, accepted):
            self.display = False
            self.post_message(self.Closed())
