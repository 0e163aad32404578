"""The app on an emulated screen: every size, every key of the reading path, what stays and what changes."""

import base64
from datetime import timedelta

import pytest
from support.newsstand import DOOR, Newsstand, drive, screen_text, shows, until
from textual.pilot import Pilot

from evreader.config import ConfigError, Settings
from evreader.store.views import StoryView
from evreader.tui.app import EvreaderApp
from evreader.tui.keys import ACTIONS, Keymap

SIZES = [(1, 1), (3, 2), (10, 4), (40, 10), (60, 20), (80, 24), (120, 36), (200, 60)]
KEYS = [
    key
    for action in ACTIONS
    for key in Keymap({}).keys[action.id]
    if action.id not in ("quit", "browser", "browser-read")
]


def app_of(pilot: Pilot[None]) -> EvreaderApp:
    assert isinstance(pilot.app, EvreaderApp)
    return pilot.app


@pytest.mark.parametrize(("sizes", "ascii_only"), [([(1, 1), (60, 20), (120, 36)], False), ([(40, 10)], True)])
def test_every_action_at_every_size_is_survived(
    stocked: Newsstand, sizes: list[tuple[int, int]], ascii_only: bool
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        main = app_of(pilot).main
        for size in sizes:
            await pilot.resize_terminal(*size)
            for action in ACTIONS:
                if action.id not in ("quit", "browser", "browser-read"):
                    await main.run_action(action.id.replace("-", "_"))
                if len(pilot.app.screen_stack) > 1:
                    await pilot.pause()
                    pilot.app.pop_screen()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(screen_text(app_of(pilot)).splitlines()) <= size[1]
        assert pilot.app.is_running

    drive(stocked.app(ascii_only=ascii_only), steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_every_key_is_survived(stocked: Newsstand, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        for key in KEYS:
            pilot.app.simulate_key(key)
            await pilot.pause(0)
            if len(pilot.app.screen_stack) > 1:
                await pilot.press("escape")
        assert pilot.app.is_running

    drive(stocked.app(), steps, size)


def test_the_first_screen_shows_the_newest_unread_story(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        text = await shows(pilot, "the article's own")
        assert " evreader  All stories" in text
        assert "◌ offline · saved" in text
        assert "Unread · newest first           1/11" in text
        assert "● Hanabi would welcome Northvale" in text
        assert 'Electrify Daily · 1h · "3 ◆3' in text
        assert "┃ 1 Hanabi would license a platform." in text
        assert "? help" in text.splitlines()[-1]

    drive(stocked.app(), steps)


@pytest.mark.parametrize(("size", "panes"), [((120, 36), 3), ((80, 24), 2), ((60, 20), 1)])
def test_in_and_out_at_three_widths(stocked: Newsstand, size: tuple[int, int], panes: int) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        main = app_of(pilot).main
        assert sum(bool(pane.display) for pane in (main.feeds, main.stories, main.article)) == panes
        assert main.active == "stories"
        await pilot.press("enter")
        assert main.active == "article"
        assert main.article.is_active
        await pilot.press("escape")
        assert main.active == "stories"
        await pilot.press("escape")
        assert main.active == "feeds"
        assert main.feeds.is_active
        await pilot.press("l", "l")
        assert main.active == "article"
        await pilot.press("tab", "shift+tab")
        assert main.active == "article"
        assert all(pane.size.width > 0 for pane in (main.feeds, main.stories, main.article) if pane.display)

    drive(stocked.app(), steps, size)


def test_rows_are_laid_out_for_the_width_their_pane_has(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "● Story number 2 │")
        await pilot.press("escape")
        await shows(pilot, "● Story number 2 about charging")
        await pilot.press("enter", "enter", "escape")
        await shows(pilot, "● Story number 2 │")

    drive(stocked.app(), steps, (80, 24))


def test_from_the_start_to_the_second_quote_copied_with_its_speaker(stocked: Newsstand) -> None:
    app = stocked.app()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("]")
        text = await shows(pilot, '" 1/3 — Teresa Valdivia, Northvale’s chief executive · y copies it')
        assert "▌ “" + DOOR[:20] in text
        await pilot.press("y")
        await shows(pilot, "Copied the quote, with its speaker (Teresa Valdivia)")
        assert app.clipboard.splitlines() == [
            f"“{DOOR}”",
            "— Teresa Valdivia, Northvale’s chief executive (Electrify Daily, “Hanabi would welcome Northvale”)",
            "https://ex.example/1",
        ]
        await pilot.press("]", "]")
        await shows(pilot, '" 3/3 — speaker not clear')
        await pilot.press("[")
        await shows(pilot, '" 2/3 — Daniel Okafor')
        await pilot.press("Y")
        assert app.clipboard == "https://ex.example/1"
        await pilot.press("escape", "y")
        assert app.clipboard == "Hanabi would welcome Northvale\nElectrify Daily\nhttps://ex.example/1"

    drive(app, steps)


def test_what_is_copied_cannot_steer_a_terminal(stocked: Newsstand) -> None:
    app = stocked.app()

    async def steps(pilot: Pilot[None]) -> None:
        app.copy_to_clipboard("plain")
        await pilot.press("y")
        assert base64.b64encode(app.clipboard.encode())
        assert "\x1b" not in app.clipboard

    drive(app, steps)


def test_space_alone_reads_everything(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        for _ in range(60):
            await pilot.press("space")
            if "No more unread stories" in screen_text(app):
                break
        await until(pilot, lambda: app.library.stories.counts().unread == 0)
        await shows(pilot, "0 unread" if not app.is_offline else "offline")
        assert app.main.stories.rows.count == 11

    drive(stocked.app(), steps, (80, 24))


def test_moving_the_cursor_marks_nothing_and_staying_does(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("j", "j", "j", "k")
        await until(pilot, lambda: app.main.article.story and app.main.article.story.title.startswith("Story number 3"))
        assert app.library.stories.counts().unread == 11
        await pilot.press("enter")
        await until(pilot, lambda: app.library.stories.counts().unread == 10)
        assert app.main.row is not None
        assert app.main.row.is_read
        await pilot.press("u")
        await until(pilot, lambda: app.library.stories.counts().unread == 11)
        assert not app.main.row.is_read

    drive(stocked.app(), steps)


def test_n_opens_unread_stories_one_after_the_other(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("n")
        assert app.main.stories.cursor == 0
        assert app.main.active == "article"
        await pilot.press("n", "n")
        assert app.main.stories.cursor == 2
        await pilot.press("p")
        await shows(pilot, "No unread story above")
        await pilot.press("N", "K")
        assert app.main.stories.cursor == 1
        await until(pilot, lambda: app.library.stories.counts().unread == 8)

    drive(stocked.app(), steps)


def test_saving_marking_and_undoing_agree_everywhere(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("s")
        await shows(pilot, "★ Saved               1")
        assert "★ saved" in screen_text(app)
        await pilot.press("N")
        await shows(pilot, "All stories 10 │")
        await pilot.press("A")
        await shows(pilot, "10 stories of All stories marked read. u takes it back.")
        await until(pilot, lambda: app.main.counts.unread == 0)
        assert app.main.stories.rows.count == 11  # the list is a snapshot
        await pilot.press("u")
        await shows(pilot, "Taken back: All stories marked read (10 stories).")
        await until(pilot, lambda: app.main.counts.unread == 10)
        await pilot.press("u", "u")
        await until(pilot, lambda: (app.main.counts.unread, app.main.counts.saved) == (11, 0))
        await pilot.press("u")
        await shows(pilot, "There is nothing to take back.")

    drive(stocked.app(), steps)


def test_views_by_number_and_by_the_sidebar(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("s", "4")
        await shows(pilot, " evreader  Saved")
        assert app.main.stories.rows.count == 1
        await pilot.press("1", "escape", "j", "j", "j")
        await pilot.press("end")
        await pilot.press("home", "j", "j")
        await until(pilot, lambda: app.main.view_name() == "Cars")
        assert app.main.stories.rows.count == 8
        await pilot.press("j")
        await until(pilot, lambda: app.main.view_name() == "Electrify Daily")
        await pilot.press("enter")
        assert app.main.active == "stories"

    drive(stocked.app(), steps)


def test_the_unread_filter_and_an_empty_view(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("A")
        await until(pilot, lambda: app.main.counts.unread == 0)
        await pilot.press(".")
        text = await shows(pilot, "All read.")
        assert "f shows the read ones too." in text
        await pilot.press("f")
        await shows(pilot, "All · newest first")
        assert app.main.stories.rows.count == 11
        await pilot.press("4")
        await shows(pilot, "Nothing saved yet.")

    drive(stocked.app(), steps)


def test_the_oldest_first_and_so_at_the_next_start(stocked: Newsstand) -> None:
    async def first(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await shows(pilot, "Unread · newest 1/11")  # no room for all the words
        await pilot.press(",")
        text = await shows(pilot, "Unread · oldest 1/11")
        assert text.index("Depot number 22") < text.index("Depot number 21")
        await pilot.press("enter", ",")
        assert app.main.article.story is not None
        assert app.main.article.story.title == "Depot number 22 opens"
        assert (app.main.stories.cursor, app.main.stories.view.order) == (10, "newest")
        await pilot.press("escape", ",", "ctrl+f", *"depot", "enter", ",")
        await shows(pilot, "The newest stories come first.")
        await pilot.press("escape")
        assert (app.main.stories.view.order, app.main.stories.rows.count) == ("newest", 11)
        await pilot.press(",", "q")

    async def second(pilot: Pilot[None]) -> None:
        await shows(pilot, "Unread · oldest first 1/11")

    drive(stocked.app(), first, (80, 24))
    drive(stocked.app(), second)


def test_find_in_the_story(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("enter", "/", *"paragraph")
        await shows(pilot, "Find: paragraph")
        await shows(pilot, "1/24")
        await pilot.press("enter")
        await shows(pilot, "2/24")
        await pilot.press("up")
        await shows(pilot, "1/24")
        await pilot.press("x")
        await shows(pilot, "not found")
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.prompt.is_open)
        assert app.main.active == "article"
        assert app.main.article.is_active
        assert not app.main.article.found

    drive(stocked.app(), steps)


def test_search_all_stories_and_come_back(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("j", "j", "ctrl+f", *"depot")
        await shows(pilot, "3 stories")
        assert "Search: depot" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: not app.main.prompt.is_open)
        assert app.main.stories.rows.count == 3
        await pilot.press("j")
        assert app.main.stories.cursor == 1
        await pilot.press("escape")
        assert app.main.stories.rows.count == 11
        assert app.main.stories.cursor == 2
        await pilot.press("ctrl+f", *"zzz")
        await shows(pilot, "Nothing found for “zzz”.")
        await pilot.press("escape")
        await shows(pilot, "3/11")

    drive(stocked.app(), steps)


def test_takeaways_headings_and_zen(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("]")
        await shows(pilot, "y copies it")
        await pilot.press("}")
        assert app.main.active == "article"
        assert "copies it" not in screen_text(app)
        await pilot.press("t", "t")
        await shows(pilot, "◆ 1/3 takeaways")
        assert any("found" in piece.style for line in app.main.article.lines for piece in line.pieces)
        await pilot.press("escape", "z")
        text = screen_text(app)
        assert "evreader" not in text
        assert "◆ 3 takeaways: t" in text
        assert "Esc back · ? help" in text
        await pilot.resize_terminal(20, 6)
        assert (await shows(pilot, "? help")).splitlines()[-1].endswith("? help")
        await pilot.resize_terminal(80, 24)
        await pilot.press("G")
        await shows(pilot, "100%")
        await pilot.press("escape")
        assert "evreader" in screen_text(app)
        assert app.main.active == "article"

    drive(stocked.app(), steps, (80, 24))


def test_a_resize_keeps_the_paragraph(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        article = app_of(pilot).main.article
        await pilot.press("enter", "pagedown", "j", "j")
        block, offset = article.place
        assert block > 2
        for size in ((80, 24), (200, 30), (50, 20), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            line = next(line for line in article.lines[article.top :] if line.block >= 0)
            assert line.block == block
            assert line.start <= offset < max(line.end, 1)
        for _ in range(3):
            await pilot.press("-")
            assert article.place == (block, offset)

    drive(stocked.app(), steps, (120, 20))


def test_the_place_is_restored_at_the_next_start(stocked: Newsstand) -> None:
    places: list[tuple[int, int]] = []

    async def first(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("enter", "pagedown", "j")
        places.append(app.main.article.place)
        await pilot.press("q")

    async def second(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        assert app.main.active == "article"
        assert app.main.article.story is not None
        assert app.main.article.story.title == "Hanabi would welcome Northvale"
        assert app.main.article.place == places[0]
        assert app.main.stories.rows.count == 11  # what was read a moment ago is still there

    drive(stocked.app(), first, (120, 20))
    drive(stocked.app(), second, (120, 20))


def test_the_quote_book_filters_and_opens_at_the_quote(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("2")
        text = await shows(pilot, "3 quotes")
        assert "▌ — Teresa Valdivia, Northvale’s chief executive" in text
        assert "speaker not clear" in text
        await pilot.press("/", *"okafor")
        await shows(pilot, "“okafor” · 1 quote")
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.query_one("#prompt").display)
        await pilot.press("y")
        assert app.clipboard.startswith("“a partner who understands software”\n— Daniel Okafor, Hanabi director")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main)
        assert app.main.article.quote == 1
        assert "a partner who" in screen_text(app)

    drive(stocked.app(), steps)


def test_the_briefing_marks_what_it_passes(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("3")
        text = await shows(pilot, "1/11 unread")
        assert "◆ Northvale wants volume." in text
        assert "Electrify Daily · 2h · no takeaways" in text
        await pilot.press("space")
        await until(pilot, lambda: 0 < app.library.stories.counts().unread < 11)
        await pilot.press("u")
        await until(pilot, lambda: app.library.stories.counts().unread == 11)
        await pilot.press("g", "enter")
        await until(pilot, lambda: app.screen is app.main)
        assert app.main.active == "article"

    drive(stocked.app(), steps, (80, 24))


def test_help_and_palette(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("?")
        text = await shows(pilot, "Open the next unread story")
        assert "Keys" in text
        await pilot.press("escape", "ctrl+p", *"charge wire")
        await shows(pilot, "Charging")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.view_name() == "Charge Wire")
        await pilot.press("ctrl+p", *"zen", "enter")
        await until(pilot, lambda: app.main.zen)

    drive(stocked.app(), steps, (100, 40))


def test_the_mouse(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.click("#stories", offset=(6, 7))
        assert app.main.stories.cursor == 1
        await pilot.click("#stories", offset=(6, 3), times=2)
        await until(pilot, lambda: app.main.active == "article")
        assert app.main.stories.cursor == 0
        await pilot.click("#article", offset=(8, 7))
        await until(pilot, lambda: app.main.article.takeaway == 1)
        await pilot.click("#feeds", offset=(4, 8))
        await until(pilot, lambda: app.main.view_name() == "Charge Wire" or app.main.view_name() == "Electrify Daily")

    drive(stocked.app(), steps)


def test_only_the_web_is_opened_and_the_address_is_shown(newsstand: Newsstand, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address))
    newsstand.add("Feed", "", newsstand.story(1, "One"), newsstand.story(2, "Two", url="file:///etc/passwd"))

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("o")
        await shows(pilot, "Opening https://ex.example/1")
        await until(pilot, lambda: opened == ["https://ex.example/1"])
        await pilot.press("j", "o")
        await shows(pilot, "Not opened, because it is no address of the web: file:///etc/passwd")
        assert len(opened) == 1

    drive(newsstand.app(), steps)


def test_an_article_that_is_none_says_why_and_what_to_do(newsstand: Newsstand) -> None:
    newsstand.add("Feed", "", newsstand.story(1, "One"), newsstand.story(2, "Two"), newsstand.story(3, "Three"))
    with newsstand.open() as library:
        ids = [row.id for row in library.stories.rows(StoryView(), 0, 3)]
    newsstand.article(ids[0], [], status="blocked", reason="A bot check answered instead of the publisher")
    newsstand.article(ids[1], [], status="failed", reason="The page has no text.")

    async def steps(pilot: Pilot[None]) -> None:
        text = " ".join((await shows(pilot, "did not give the article")).split())
        assert "o opens" in text
        assert "Summary of story 1." in text
        await pilot.press("j")
        await shows(pilot, "The article could not be read.")
        await pilot.press("j")
        await shows(pilot, "Only the feed's summary is stored yet")

    drive(newsstand.app(), steps)


def test_a_broken_feed_says_why_since_when_and_what_to_do(newsstand: Newsstand) -> None:
    feeds = newsstand.add("Broken Motor News", ""), newsstand.add("Stale Motor News", "", newsstand.story(1, "Old"))
    with newsstand.open() as library:
        for feed, days in ((feeds[0], 3), (feeds[0], 0), (feeds[1], 0)):
            library.feeds.record_failure(
                feed,
                "http",
                "The server answered 404: the feed may have moved.",
                now=newsstand.now - timedelta(days=days),
                next_check_at=newsstand.now + timedelta(hours=5),
            )

    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "! Broken Motor News")
        await shows(pilot, "404 · 3 days")
        await pilot.press("escape", "j", "j")
        await until(pilot, lambda: app_of(pilot).main.view_name() == "Broken Motor News")
        text = await shows(pilot, "Del removes it")
        assert "The next try is in" in text
        assert "It last worked" in text
        assert "404" not in text.splitlines()[-1]  # the empty list has said it
        await pilot.press("e")
        await shows(pilot, "https://broken.example/feed")
        await pilot.press("escape", "j")
        await shows(pilot, "The server answered 404: the feed may have moved. It last worked")

    drive(newsstand.app(), steps, (200, 36))


def test_hostile_titles_are_inert(newsstand: Newsstand) -> None:
    hostile = ["[/]", "[@click=app.quit]x[/]", "[EXCLUSIVE] news", "\x1b[31mred \x1b]52;c;aGk=\x07", "[b"]
    for n, words in enumerate(hostile):
        story = newsstand.story(n, f"A {words} title", author=words, summary=words, guid=f"hostile{n}")
        newsstand.add(f"Feed{n} {words}", words, story)

    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        for words in hostile:
            await pilot.press("enter", "s", "escape", "e")
            text = screen_text(app)
            await pilot.press("escape", "delete")
            text += screen_text(app)
            await pilot.press("escape")
            text += screen_text(app)
            assert "\x1b" not in text
            assert "\x07" not in text
            if words.startswith("["):
                assert text.count(words) >= 4, words
            await pilot.press("j")
        await pilot.press("ctrl+p", "escape", "2", "escape", "3", "escape")
        assert app.screen is app.main

    drive(newsstand.app(), steps)


def test_bad_settings_are_refused_before_the_screen_is_taken(stocked: Newsstand) -> None:
    with pytest.raises(ConfigError, match="no action"):
        stocked.app(settings=Settings(keys={"fly": "x"}))
    with pytest.raises(ConfigError, match="no theme"):
        stocked.app(settings=Settings(theme="puce"))


def test_chosen_keys_work_and_are_shown(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "w save")
        await pilot.press("w")
        await shows(pilot, "Saved. u takes it back.")

    drive(stocked.app(settings=Settings(keys={"save": "w"})), steps)


@pytest.mark.parametrize("theme", ["evreader-light", "nord"])
def test_themes(stocked: Newsstand, theme: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await shows(pilot, "TAKEAWAYS")
        for _ in range(4):
            await pilot.press("T")
        chosen.append(app.theme)
        assert app.theme.startswith("evreader-")

    chosen: list[str] = []
    drive(stocked.app(settings=Settings(theme=theme)), steps)
    for configured, expected in ((theme, chosen[0]), ("gruvbox", "gruvbox")):
        again = stocked.app(settings=Settings(theme=configured))
        again.library.close()
        assert again.theme == expected


def test_help_is_named_whatever_the_footer_says(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("s")
        await shows(pilot, "saved")
        last = screen_text(app_of(pilot)).splitlines()[-1]
        assert "aved" in last
        assert last.rstrip().endswith("? help")

    drive(stocked.app(), steps, (80, 24))
