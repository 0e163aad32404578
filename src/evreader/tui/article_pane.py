"""The right pane: one story, scrolled by lines."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from textual import events
from textual.message import Message

from evreader.model import Annotations, Article, Story
from evreader.store import Library
from evreader.tui import story_text
from evreader.tui.lines import Line, Piece
from evreader.tui.matches import matches
from evreader.tui.pane import Pane
from evreader.tui.render import Rendered, render
from evreader.tui.utterances import Utterance
from evreader.tui.wrap import cells, wrap

Place = tuple[int, int]
"""A block and a character in it; block -1 counts the lines above the text."""


class ArticlePane(Pane):
    """Shows one story; knows where in it the reader is, whatever the width."""

    class Scrolled(Message):
        """Another part of the story is on screen."""

    class LinkChosen(Message):
        """A link in the text was clicked; its number, from 1."""

        def __init__(self, number: int) -> None:
            self.number = number
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.story: Story | None = None
        self.article: Article | None = None
        self.annotations = Annotations()
        self.outlet = ""
        self.preparing = False
        self.saved = False
        self._top = 0
        self._anchor: Place = (-1, 0)
        self.quote: int | None = None
        """The utterance jumped to last."""
        self.takeaway: int | None = None
        self.found: list[tuple[int, int, int]] = []
        self.match: int | None = None
        self.hint: Sequence[str] = ()
        """What the pane says while there is no story."""
        self._rendered: Rendered | None = None
        self._rendered_for: tuple[int, int, int] = (0, 0, 0)

    # What is shown.

    def show_nothing(self, hint: Sequence[str]) -> None:
        """No story: say what to do."""
        self.story, self.article, self.annotations = None, None, Annotations()
        self.hint = hint
        self._again((-1, 0))

    def show_story(self, library: Library, story_id: int, *, preparing: bool, place: Place = (-1, 0)) -> bool:
        """Read a story from the library and show it from `place` on; False where it is gone. Raises `LibraryError`."""
        story = library.stories.get(story_id)
        if story is None:
            return False
        if self.story is None or self.story.id != story_id:
            self.quote = self.takeaway = self.match = None
            self.found = []
        stored = library.articles.get(story_id)
        self.story = story
        self.article, self.annotations = stored if stored else (None, Annotations())
        self.preparing = preparing and stored is None
        feed = library.feeds.get(story.feed_id)
        self.outlet = feed.title if feed else ""
        self.saved = library.stories.state(story_id).saved_at is not None
        self._again(place)
        return True

    def show_saved(self, saved: bool) -> None:
        """The story shown was saved, or is no longer."""
        if saved != self.saved:
            self.saved = saved
            self._again(self.place)

    def redraw(self) -> None:
        """The looks or the measure have changed: lay the story out again, at the same place."""
        self._again(self.place)
        super().redraw()

    @property
    def rendered(self) -> Rendered:
        """The story as lines for the size of now, with the same words at the top."""
        wanted = (self.room, self.size.height, self.reader.measure)
        if self._rendered is None or self._rendered_for != wanted:
            if self._rendered is None or (self._rendered_for[0], self._rendered_for[2]) != (wanted[0], wanted[2]):
                self._rendered = self._lay_out()
            self._rendered_for = wanted
            self._top = self._line_of(self._rendered, self._anchor)
        return self._rendered

    @property
    def top(self) -> int:
        """The line at the top of the screen."""
        _ = self.rendered  # which moves it with the size
        return self._top

    @property
    def lines(self) -> Sequence[Line]:
        """All lines of the story."""
        return self.rendered.lines

    @property
    def place(self) -> Place:
        """Where in the story the top of the screen is."""
        return self._anchor

    @property
    def at_end(self) -> bool:
        """Whether the last line is on screen."""
        return self.top >= self._most()

    @property
    def percent(self) -> int:
        """How much of the story has been on screen up to here."""
        return min(round(100 * (self.top + self.size.height) / max(len(self.lines), 1)), 100)

    def _again(self, place: Place) -> None:
        self._rendered = None
        self._anchor = place
        self.repaint()
        self.post_message(self.Scrolled())

    def _lay_out(self) -> Rendered:
        reader = self.reader
        width = max(self.room, 1)
        if self.story is None:
            room = max(width - 6, 1)
            lines = [Line()] + [
                Line((Piece("   " + text[a:b], "meta"),)) for text in self.hint for a, b in wrap(text, room)
            ]
            return Rendered(lines=tuple(lines), first=len(lines))
        heading = story_text.heading(
            self.story,
            self.outlet,
            self.article,
            datetime.now(UTC),
            reader.glyphs,
            preparing=self.preparing,
            offline=reader.is_offline,
            saved=self.saved,
            browser_key=reader.keymap.caps("browser"),
            refresh_key=reader.keymap.caps("refresh"),
        )
        return render(
            heading,
            self.article,
            self.annotations,
            width=width,
            measure=reader.measure,
            glyphs=reader.glyphs,
            found=self.found,
            current=self.match,
        )

    def on_resize(self) -> None:
        """Another size: the paragraph at the top stays there."""
        self.repaint()
        self.post_message(self.Scrolled())

    # Moving.

    def _most(self) -> int:
        return max(len(self.lines) - self.size.height, 0)

    def _go_to_line(self, top: int) -> bool:
        rendered = self.rendered
        top = max(min(top, self._most()), 0)
        if top == self.top:
            return False
        self._top = top
        self._anchor = rendered.place_of(top)
        self.repaint()
        self.post_message(self.Scrolled())
        return True

    def _line_of(self, rendered: Rendered, place: Place) -> int:
        block, offset = place
        line = offset if block < 0 else rendered.line_at(block, offset)
        return max(min(line, len(rendered.lines) - self.size.height), 0)

    def _show_line(self, line: int) -> None:
        """Scroll so that a line stands in the upper part of the screen; not at all where it already does."""
        height = max(self.size.height, 1)
        if not self.top <= line < self.top + max(height * 2 // 3, 1):
            self._go_to_line(line - height // 4)

    def move(self, steps: int) -> None:
        self._go_to_line(self.top + steps)

    def page(self, pages: float) -> bool:
        height = max(self.size.height, 1)
        step = int(height * pages)
        overlap = 2 if height > 8 and abs(pages) >= 1 else 0
        return self._go_to_line(self.top + (step - overlap if step > 0 else step + overlap))

    def end(self, *, bottom: bool) -> None:
        self._go_to_line(self._most() if bottom else 0)

    def next_heading(self, steps: int) -> bool:
        """To the next or the previous heading."""
        lines = self.rendered.headings
        after = [line for line in lines if line > self.top + 1] if steps > 0 else []
        before = [line for line in lines if line < self.top + 1] if steps < 0 else []
        target = after[0] if after else (before[-1] if before else None)
        if target is None:
            return steps < 0 and self._go_to_line(0)
        return self._go_to_line(target - 1)

    def next_quote(self, steps: int) -> Utterance | None:
        """To the next or the previous quote; None where the story has none."""
        utterances = self.rendered.utterances
        if not utterances:
            return None
        at = self._nearest_quote(steps) if self.quote is None else (self.quote + steps) % len(utterances)
        self.choose_quote(at)
        return utterances[at]

    def choose_quote(self, number: int) -> None:
        """Show a quote and make it the one that is copied."""
        lines = self.rendered.quotes
        if 0 <= number < len(lines):
            self.quote = number
            self._show_line(lines[number])
            self.repaint()
            self.post_message(self.Scrolled())

    def choose_position(self, position: int) -> None:
        """Show the utterance that begins with this one of the article's quotes."""
        quotes = self.annotations.quotes
        if 0 <= position < len(quotes):
            wanted = quotes[position]
            for utterance in self.rendered.utterances:
                if wanted in utterance.quotes:
                    self.choose_quote(utterance.number)
                    return

    def _nearest_quote(self, steps: int) -> int:
        lines = self.rendered.quotes
        if steps > 0:
            return next((n for n, line in enumerate(lines) if line >= self.top), 0)
        return next((n for n in reversed(range(len(lines))) if lines[n] < self.top), len(lines) - 1)

    def next_takeaway(self) -> int | None:
        """From the panel to each takeaway's place in the text, and to the panel again; None where there are none."""
        panel = self.rendered.takeaways
        if panel is None:
            return None
        shown = [n for n, t in enumerate(self.annotations.takeaways) if 0 <= t.block < len(self._blocks)]
        if self.takeaway is None and panel < self.top:
            self._go_to_line(panel - 1)
            return -1
        following = [n for n in shown if self.takeaway is None or n > self.takeaway]
        if not following:
            self.takeaway = None
            self._go_to_line(panel - 1)
            return -1
        self.choose_takeaway(following[0])
        return following[0]

    def choose_takeaway(self, number: int) -> None:
        """Show where a takeaway stands in the text, marked."""
        takeaway = self.annotations.takeaways[number]
        self.takeaway = number
        self.found = [(takeaway.block, takeaway.start, takeaway.end)]
        self.match = None
        place = self.place
        self._again(place)
        self._show_line(self.rendered.line_at(takeaway.block, takeaway.start))

    @property
    def _blocks(self) -> Sequence[object]:
        return self.article.blocks if self.article else ()

    # Finding.

    def find(self, words: str) -> int:
        """Mark what matches and show the first match from here on; how many there are."""
        place = self.place
        self.found = matches(self.article.blocks, words) if self.article else []
        self.match = None
        if self.found:
            self.match = next((n for n, (block, _, end) in enumerate(self.found) if (block, end) > place), 0)
        self._again(place)
        self._show_match()
        return len(self.found)

    def next_match(self, steps: int) -> None:
        """To the next or the previous match."""
        if self.found and self.match is not None:
            self.match = (self.match + steps) % len(self.found)
            self._again(self.place)
            self._show_match()

    def clear_marks(self) -> bool:
        """Take away the marks of matches and takeaways, and the choice of a quote; whether there were any."""
        had = bool(self.found) or self.quote is not None
        self.quote = self.takeaway = self.match = None
        if self.found:
            self.found = []
            self._again(self.place)
        elif had:
            self.repaint()
        return had

    def _show_match(self) -> None:
        if self.match is not None:
            block, start, _ = self.found[self.match]
            self._show_line(self.rendered.line_at(block, start))

    # Drawing and the mouse.

    def pieces(self, y: int) -> tuple[Sequence[Piece], str]:
        lines = self.lines
        n = self.top + y
        if n >= len(lines):
            return [], "text"
        line = lines[n]
        if self.quote is not None and self.quote in line.quotes:
            return [_chosen(piece) for piece in line.pieces], "text"
        return line.pieces, "text"

    def on_click(self, event: events.Click) -> None:
        """Follow a takeaway or a link; choose a quote."""
        n = self.top + event.y
        if n >= len(self.lines):
            return
        line = self.lines[n]
        number = _link_at(line.pieces, event.x)
        if number:
            self.post_message(self.LinkChosen(number))
        elif line.target is not None and line.target.kind == "takeaway":
            self.choose_takeaway(line.target.number)
        elif line.quotes:
            self.choose_quote(line.quotes[0])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll."""
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll."""
        event.stop()
        self.move(-3)


_CHOOSABLE: Callable[[str], bool] = {"quote.bar", "quote", "quote.inline"}.__contains__


def _chosen(piece: Piece) -> Piece:
    """A piece of the quote the reader has jumped to."""
    return Piece(piece.text, piece.style + " current") if any(map(_CHOOSABLE, piece.style.split())) else piece


def _link_at(pieces: Sequence[Piece], x: int) -> int:
    """The number of the link under a column; 0 for none."""
    at = 0
    for n, piece in enumerate(pieces):
        at += cells(piece.text)
        if x < at:
            names = piece.style.split()
            if "link.number" not in names and "link" not in names:
                return 0
            for following in pieces[n : n + 4]:
                if "link.number" in following.style.split():
                    digits = following.text.strip("[]")
                    return int(digits) if digits.isdigit() else 0
            return 0
    return 0
