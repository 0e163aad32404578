"""The main screen: feeds, stories, article, and every action there is."""

from msgspec.structs import replace

from evreader.store.views import StoryView
from evreader.tui.row_list import RowList
from evreader.tui.screens.finding import Finding
from evreader.tui.screens.keeping import Keeping
from evreader.tui.screens.reading import Reading
from evreader.tui.screens.subscriptions import Subscriptions
from evreader.tui.sidebar import Sidebar, view_of


class MainScreen(Finding, Keeping, Subscriptions, Reading):
    """Where evreader starts and ends."""

    def on_mount(self) -> None:
        """The first screen, from the library alone."""
        self.arrange_panes()
        remembered = self.reader.library.memory.get("measure")
        if isinstance(remembered, int):
            self.reader.set_measure(remembered)
        self.read_counts()
        self.recall()
        self.activate(self.active)
        self.call_later(self.show_status)
        if not self.feed_rows:
            self.welcome()
        self.set_interval(60, self._minute_passed, name="minute")

    def _minute_passed(self) -> None:
        """Ages change."""
        self.stories.rows_changed()
        self.show_status()

    # The sidebar.

    def on_sidebar_moved(self, event: Sidebar.Moved) -> None:
        """Open the view under the sidebar's cursor."""
        view = view_of(event.key)
        if view is not None:
            unread_only = self.stories.view.unread_only and view.kind != "saved"
            self.show_view(replace(view, unread_only=unread_only))

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """A click opens the quote book and the briefing too."""
        self.open_place(event.key)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click opens the story; so does a click where the story is not beside the list."""
        if event.twice or not self.article.display:
            self.read_current()

    # Other screens.

    def action_quotes(self) -> None:
        """The quote book."""
        from evreader.tui.screens.quote_book import QuoteBook

        self.stop_reading()
        self.app.push_screen(QuoteBook(), self._chosen_in_book)

    def _chosen_in_book(self, answer: tuple[int, int] | None) -> None:
        if answer is not None:
            story_id, quote = answer
            self.open_story(story_id)
            self.article.choose_position(quote)

    def action_briefing(self) -> None:
        """The briefing."""
        from evreader.tui.screens.briefing import Briefing

        self.stop_reading()
        self.app.push_screen(Briefing(), self._chosen_in_book)

    def open_story(self, story_id: int) -> None:
        """Open a story wherever it is: in this list, else in the list of all."""
        position = self.reader.library.stories.position(self.stories.view, story_id)
        if position is None:
            self.open_view(StoryView(), story_id=story_id)
        else:
            self.stories.go_to(position)
        self.read_current()

    def show_feed(self, feed_id: int) -> None:
        """A feed's stories."""
        self.show_view(StoryView(kind="feed", feed_id=feed_id, unread_only=self.stories.view.unread_only))
        self.activate("stories")

    def action_theme(self) -> None:
        """The next theme."""
        name = self.reader.next_theme()
        self.flash(f"Theme: {name.removeprefix('evreader-')}.")

    def action_palette(self) -> None:
        """Commands and feeds by name."""
        from evreader.tui.screens.palette import open_palette

        open_palette(self.reader)

    def action_help(self) -> None:
        """The keys."""
        from evreader.tui.screens.help import Help

        self.app.push_screen(Help(self.reader.keymap, "stories"))

    def action_quit(self) -> None:
        """Leave evreader."""
        self.remember()
        self.app.exit()
