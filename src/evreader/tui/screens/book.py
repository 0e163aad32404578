"""What the quote book and the briefing share: a screen of one list, with the actions that apply there."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen

from evreader.text import clean_line
from evreader.tui.bars import Bar, Rule, footer, help_hint
from evreader.tui.keys import Where
from evreader.tui.lines import Piece
from evreader.tui.prompt import Prompt
from evreader.tui.row_list import RowList

if TYPE_CHECKING:
    from evreader.tui.app import EvreaderApp

_FLASH = 5.0


class Book(Screen[tuple[int, int] | None], inherit_bindings=False):
    """Answers with a story and the position of one of its quotes (-1 for none), or None."""

    AUTO_FOCUS = ""
    WHERE: ClassVar[Where] = "quotes"
    NAME: ClassVar[str] = ""

    def __init__(self, rows: RowList[Any]) -> None:
        super().__init__()
        self.rows = rows
        self.header_bar = Bar(id="header")
        self.footer_bar = Bar(id="footer")
        self.prompt = Prompt(id="prompt")

    @property
    def reader(self) -> "EvreaderApp":
        """The app, as what it is."""
        return cast("EvreaderApp", self.app)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.header_bar
        yield Rule(id="top-rule", top=True)
        yield self.rows
        yield Rule(id="bottom-rule", top=False)
        yield self.footer_bar
        yield self.prompt

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()
        self.show_status()

    def fill(self) -> None:
        """Read the rows."""
        raise NotImplementedError

    def summary(self) -> str:
        """What the header says at the right."""
        return ""

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.show_status()

    def show_status(self) -> None:
        """Header and footer."""
        width = self.app.size.width
        joint = "  " if width >= 100 else f" {self.reader.glyphs.breadcrumb} "
        self.header_bar.show([Piece(" evreader", "brand"), Piece(joint + self.NAME)], [Piece(self.summary() + " ")])
        self.footer_bar.display = not self.prompt.is_open
        self.footer_bar.show(footer(self.WHERE, width, self.reader.keymap, ascii_only=self.reader.ascii_only))

    def flash(self, sentence: str) -> None:
        """Say something in the footer's place, for a few seconds."""
        hint = help_hint(self.reader.keymap, ascii_only=self.reader.ascii_only)
        self.footer_bar.show([Piece(" " + clean_line(sentence))], [*hint, Piece(" ")])
        self.set_timer(_FLASH, self.show_status)

    # Actions every book has.

    def action_move_up(self) -> None:
        self.rows.move(-1)

    def action_move_down(self) -> None:
        self.rows.move(1)

    def action_page_down(self) -> None:
        self.rows.page(1)

    def action_page_up(self) -> None:
        self.rows.page(-1)

    def action_half_down(self) -> None:
        self.rows.page(0.5)

    def action_half_up(self) -> None:
        self.rows.page(-0.5)

    def action_page_or_next(self) -> None:
        self.rows.page(1)

    def action_top(self) -> None:
        self.rows.end(bottom=False)

    def action_bottom(self) -> None:
        self.rows.end(bottom=True)

    def action_reload(self) -> None:
        """Read the rows again."""
        self.fill()
        self.show_status()

    def action_back(self) -> None:
        """To the stories."""
        self.dismiss(None)

    def action_out(self) -> None:
        """As back."""
        self.action_back()

    def action_quit(self) -> None:
        """To the stories."""
        self.dismiss(None)

    def action_stories(self) -> None:
        """To the stories."""
        self.dismiss(None)

    def action_saved(self) -> None:
        """To the saved stories."""
        self.dismiss(None)
        self.reader.main.action_saved()

    def action_quotes(self) -> None:
        """To the quote book."""
        if self.WHERE != "quotes":
            self.dismiss(None)
            self.reader.main.action_quotes()

    def action_briefing(self) -> None:
        """To the briefing."""
        if self.WHERE != "briefing":
            self.dismiss(None)
            self.reader.main.action_briefing()

    def action_undo(self) -> None:
        """Take the last change back."""
        step = self.reader.changes.undo()
        self.rows.rows_changed()
        self.flash(f"Taken back: {step.label}." if step else "There is nothing to take back.")

    def action_theme(self) -> None:
        """The next theme."""
        self.flash(f"Theme: {self.reader.next_theme().removeprefix('evreader-')}.")

    def action_palette(self) -> None:
        """Commands by name."""
        from evreader.tui.screens.palette import open_palette

        open_palette(self.reader, self.WHERE)

    def action_help(self) -> None:
        """The keys."""
        from evreader.tui.screens.help import Help

        self.app.push_screen(Help(self.reader.keymap, self.WHERE))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click opens."""
        if event.twice:
            self.action_open()

    def action_open(self) -> None:
        """Answer with the row under the cursor."""
        raise NotImplementedError

    def on_prompt_closed(self) -> None:
        """The keys go to the list again."""
        self.set_focus(None)
        self.show_status()
