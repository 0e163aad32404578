"""The quote book: everything anybody said, over all stories, newest first."""

import time
from typing import ClassVar

from textual.binding import BindingType

from evreader.store.views import QuoteRow
from evreader.text import clean_line
from evreader.tui.copying import quote_row_text
from evreader.tui.keys import bindings
from evreader.tui.lines import Piece
from evreader.tui.pages import Pages
from evreader.tui.row_list import RowList
from evreader.tui.rows import quote_lines
from evreader.tui.screens.book import Book
from evreader.tui.wrap import wrap


class QuoteList(RowList[QuoteRow]):
    """Quotes as rows."""

    HEAD = 1

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.words = ""

    def row_lines(self, row: QuoteRow, index: int) -> list[list[Piece]]:
        cursor = "selected" if index == self.cursor else ""
        return quote_lines(row, self.room, int(time.time()), self.reader.glyphs, cursor=cursor)

    def empty_lines(self) -> list[list[Piece]]:
        caps = self.reader.keymap.caps
        if self.words:
            text = f"No quote holds “{clean_line(self.words)}”. {caps('back')} shows all quotes again."
        else:
            text = f"No quotes yet: they come with the articles. {caps('back')} goes back to the stories."
        return [[Piece("   " + text[a:b], "meta")] for a, b in wrap(text, max(self.room - 5, 4))]


class QuoteBook(Book):
    """Enter opens the story at the quote."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("quotes"))
    WHERE = "quotes"
    NAME = "Quotes"

    def __init__(self) -> None:
        self.list = QuoteList(id="quotes")
        super().__init__(self.list)

    def fill(self) -> None:
        words = self.list.words
        quotes = self.reader.library.quotes
        pages = Pages(
            lambda offset, limit: quotes.rows(words=words, offset=offset, limit=limit), quotes.count(words=words)
        )
        self.list.show_rows(pages)

    def summary(self) -> str:
        count = self.list.rows.count
        found = f"“{self.list.words}” · " if self.list.words else ""
        return found + ("1 quote" if count == 1 else f"{count} quotes")

    def action_find(self) -> None:
        """Narrow down to words of the quote, its speaker or role."""
        before = self.list.words

        def changed(words: str) -> None:
            self.list.words = words.strip()
            self.fill()
            self.prompt.say(self.summary())

        def done(words: str, accepted: bool) -> bool:
            if not accepted:
                changed(before)
            return True

        self.footer_bar.display = False
        self.prompt.ask("Quotes with:", value=before, on_change=changed, on_done=done, on_step=self.list.move)

    def action_back(self) -> None:
        """All quotes again, then the stories."""
        if self.list.words:
            self.list.words = ""
            self.fill()
            self.show_status()
        else:
            self.dismiss(None)

    def action_open(self) -> None:
        row = self.list.current
        if row is not None:
            self.dismiss((row.story_id, row.position))

    def action_copy(self) -> None:
        """Copy the quote with speaker, outlet and link."""
        row = self.list.current
        if row is not None:
            self.app.copy_to_clipboard(quote_row_text(row))
            self.flash(f"Copied the quote, with its speaker ({row.speaker or 'nobody named'}), outlet and link.")

    def action_copy_link(self) -> None:
        """Copy the story's address."""
        row = self.list.current
        if row is not None and row.story_url:
            self.app.copy_to_clipboard(clean_line(row.story_url))
            self.flash(f"Copied {clean_line(row.story_url)}")

    def action_browser(self) -> None:
        """Open the story's page."""
        row = self.list.current
        if row is not None:
            self.flash(f"Opening {clean_line(row.story_url)}")
            self.reader.main.browse(row.story_url)

    def action_save(self) -> None:
        """Save the story of the quote."""
        row = self.list.current
        if row is not None:
            on = self.reader.library.stories.state(row.story_id).saved_at is None
            self.reader.changes.set_mark("saved", [row.story_id], on, "saved" if on else "no longer saved")
            self.flash("Story saved." if on else "Story no longer saved.")
