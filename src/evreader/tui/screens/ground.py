"""The main screen's ground: header, panes, footer, prompt; which of them are shown, and what the lines say."""

import time
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.css.scalar import Scalar
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from evreader.store.views import FeedRow, LibraryCounts
from evreader.text import clean_line
from evreader.tui.article_pane import ArticlePane
from evreader.tui.bars import Bar, Notice, Rule, footer, help_hint
from evreader.tui.keys import bindings
from evreader.tui.layout import PaneName, Widths, arrange
from evreader.tui.lines import Piece, width_of
from evreader.tui.pane import Pane
from evreader.tui.prompt import Prompt
from evreader.tui.sidebar import Sidebar
from evreader.tui.story_list import StoryList
from evreader.tui.times import ago, clock
from evreader.tui.utterances import Utterance
from evreader.tui.wrap import wrap

if TYPE_CHECKING:
    from evreader.tui.app import EvreaderApp

_FLASH = 5.0
"""Seconds a sentence stays in the footer's place, or longer where reading it takes longer."""
_READING_SPEED = 14
"""Characters a second that everyone can read."""
_BACK_FROM = 44
"""From this width on, the line below the text alone says how one comes back; help is named on every one."""
_NO_COUNTS = LibraryCounts(stories=0, unread=0, saved=0, quotes=0, takeaways=0, pending=0)


class Ground(Screen[None], inherit_bindings=False):
    """Feeds, stories and the story being read, side by side as far as there is room."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("stories"))
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.header_bar = Bar(id="header")
        self.top_rule = Rule(id="top-rule", top=True)
        self.feeds = Sidebar(id="feeds")
        self.stories = StoryList(id="stories")
        self.article = ArticlePane(id="article")
        self.bottom_rule = Rule(id="bottom-rule", top=False)
        self.footer_bar = Bar(id="footer")
        self.notice = Notice(id="notice")
        self.prompt = Prompt(id="prompt")
        self.active: PaneName = "stories"
        self.sidebar_on = True
        self.zen = False
        self.counts = _NO_COUNTS
        self.feed_rows: list[FeedRow] = []
        self._flash_text = ""
        self._flash_timer: Timer | None = None

    @property
    def reader(self) -> "EvreaderApp":
        """The app, as what it is."""
        return cast("EvreaderApp", self.app)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield self.header_bar
        yield self.top_rule
        with Horizontal(id="panes"):
            yield self.feeds
            yield self.stories
            yield self.article
        yield self.bottom_rule
        yield self.footer_bar
        yield self.notice
        yield self.prompt

    # Panes.

    @property
    def pane(self) -> Pane:
        """The pane that has the focus."""
        panes: dict[PaneName, Pane] = {"feeds": self.feeds, "stories": self.stories, "article": self.article}
        return panes[self.active]

    def activate(self, name: PaneName) -> None:
        """Give a pane the focus; the panes are arranged anew where the width asks for it."""
        if self.active == "article" and name != "article":
            self.zen = False
            self.stop_reading()
        self.active = name
        self.arrange_panes()
        for pane in (self.feeds, self.stories, self.article):
            pane.set_active(pane is self.pane)
        self.show_status()

    def on_pane_touched(self, event: Pane.Touched) -> None:
        """A click gives another pane the keys."""
        if event.pane is not self.pane and event.pane.id in ("feeds", "stories", "article"):
            self.activate(cast(PaneName, event.pane.id))
            if event.pane is self.article:
                self.begin_reading()

    def arrange_panes(self) -> None:
        """Show the panes for which there is room."""
        width, height = self.app.size
        widths = arrange(width, self.active, sidebar=self.sidebar_on, zen=self.zen)
        for pane, cells in zip((self.feeds, self.stories, self.article), widths, strict=True):
            _display(pane, cells > 0)
            if cells and pane.styles.width != (scalar := Scalar.from_number(cells)):
                pane.styles.width = scalar
        self.feeds.edge = widths.stories > 0 or widths.article > 0
        self.stories.edge = widths.article > 0
        _display(self.header_bar, not self.zen and height > 5)
        _display(self.top_rule, not self.zen and height > 9)
        _display(self.bottom_rule, not self.zen and height > 9)
        _display(self.footer_bar, height > 3 and not self.prompt.is_open)
        span = self._span(widths)
        self.top_rule.set_edges(widths.edges, span)
        self.bottom_rule.set_edges(widths.edges, span)

    def _span(self, widths: Widths) -> tuple[int, int]:
        first = 0
        for name, cells in zip(("feeds", "stories", "article"), widths, strict=True):
            if name == self.active:
                return first, first + cells
            first += cells
        return 0, 0

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.arrange_panes()
        self.show_status()

    def begin_reading(self) -> None:
        """The story shown is open."""
        raise NotImplementedError

    def stop_reading(self) -> None:
        """The story is left."""
        raise NotImplementedError

    # Header and footer.

    def view_name(self) -> str:
        """What the list shows, for the header."""
        view = self.stories.view
        if view.query:
            return "Search"
        match view.kind:
            case "feed":
                return next((clean_line(r.title) or r.url for r in self.feed_rows if r.id == view.feed_id), "Feed")
            case "folder":
                return clean_line(view.folder or "")
            case "today":
                return "Today"
            case "saved":
                return "Saved"
        return "All stories"

    def flash(self, sentence: str) -> None:
        """Say something in the footer's place, for a few seconds."""
        self._flash_text = clean_line(sentence)
        if self._flash_timer is not None:
            self._flash_timer.stop()
        self._flash_timer = self.set_timer(max(_FLASH, len(self._flash_text) / _READING_SPEED), self.clear_flash)
        self.show_status()

    def clear_flash(self) -> None:
        """The footer again."""
        if self._flash_timer is not None:
            self._flash_timer.stop()
            self._flash_timer = None
        if self._flash_text:
            self._flash_text = ""
            self.show_status()

    def on_article_pane_scrolled(self) -> None:
        """Zen shows how far one has come."""
        if self.zen:
            self.show_status()

    def show_status(self) -> None:
        """Header and footer."""
        if not self.is_mounted:
            return
        width = self.app.size.width
        glyphs = self.reader.glyphs
        joint = "  " if width >= 100 else f" {glyphs.breadcrumb} "
        self.header_bar.show(
            [Piece(" evreader", "brand"), Piece(joint + self.view_name(), "text")], [*self._state(), Piece(" ")]
        )
        hint = help_hint(self.reader.keymap, ascii_only=self.reader.ascii_only)
        lines = self._flash_lines(width - width_of(hint) - 4)
        self.notice.show(lines[:-1])
        if lines:
            self.footer_bar.show([Piece(" " + lines[-1], "text")], [*hint, Piece(" ")])
        elif self.zen:
            self.footer_bar.show(*self._zen_status())
        else:
            self.footer_bar.show(footer(self.active, width, self.reader.keymap, ascii_only=self.reader.ascii_only))

    def _flash_lines(self, width: int) -> list[str]:
        """What is said for a few seconds, on as few lines as show all of it; one where there is no room for more."""
        text = self._flash_text
        if not text:
            return []
        lines = [text[a:b] for a, b in wrap(text, max(width, 1))]
        return lines if 1 < len(lines) <= self.app.size.height // 5 and not self.prompt.is_open else [text]

    def _state(self) -> list[Piece]:
        """What is unread, and how fresh it is or what is going on."""
        glyphs, status, now = self.reader.glyphs, self.reader.engine_status, int(time.time())
        dot = f" {glyphs.dot} "
        unread = f"{self.counts.unread} unread"
        if status.refreshing:
            failed = f"{dot}{status.failed} failed" if status.failed else ""
            return [Piece(f"{glyphs.busy} {status.done} of {status.feeds} feeds{failed}", "busy"), Piece(dot + unread)]
        updated = max((row.succeeded_at for row in self.feed_rows if row.succeeded_at), default=None)
        if self.reader.is_offline and not self.reader.demo:
            saved = f"{dot}saved {clock(updated)}" if updated else ""
            return [Piece(f"{glyphs.offline} offline", "offline"), Piece(saved)]
        if self.reader.demo:
            return [Piece(f"{unread}{dot}sample edition")]
        if status.preparing:
            return [Piece(unread), Piece(f"{dot}preparing {status.preparing}", "busy")]
        return [Piece(unread + (f"{dot}updated {ago(now, updated)}" if updated else ""))]

    def _zen_status(self) -> tuple[list[Piece], list[Piece]]:
        glyphs, caps, article = self.reader.glyphs, self.reader.keymap.caps, self.article
        parts = [f" {article.percent}%"]
        total = len(article.rendered.utterances)
        if total:
            parts.append(f"{glyphs.quote} {article.quote + 1 if article.quote is not None else '-'}/{total}")
        takeaways = len(article.annotations.takeaways)
        if takeaways:
            parts.append(f"{glyphs.takeaway} {takeaways} takeaways: {caps('takeaways')}")
        hint = help_hint(self.reader.keymap, ascii_only=self.reader.ascii_only)
        back = [Piece(f"{caps('back')} back {glyphs.dot} ", "meta")] if self.app.size.width >= _BACK_FROM else []
        return [Piece("  ".join(parts), "meta")], [*back, *hint, Piece(" ")]

    def said_by(self, utterance: Utterance) -> str:
        """A quote's number and speaker, for the footer."""
        glyphs = self.reader.glyphs
        total = len(self.article.rendered.utterances)
        who = clean_line(utterance.attribution) or "speaker not clear"
        copy = self.reader.keymap.caps("copy")
        return f"{glyphs.quote} {utterance.number + 1}/{total} {glyphs.dash} {who} {glyphs.dot} {copy} copies it"


def _display(widget: Widget, shown: bool) -> None:
    """Show a widget or not; every assignment would lay the whole screen out again."""
    if widget.display != shown:
        widget.display = shown
