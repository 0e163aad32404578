"""The view and its engine: events change the screen, never the reader's place; an engine that dies is no disaster."""

import json
import sys
from pathlib import Path
from typing import Literal

import pytest
from support.newsstand import Newsstand, drive, feature, screen_text, shows, until
from textual.pilot import Pilot

from evreader.config import Settings
from evreader.protocol import (
    Added,
    Changed,
    FeedChecked,
    Preparing,
    Problem,
    Ready,
    RefreshFinished,
    RefreshStarted,
    StoryReady,
    encode,
)
from evreader.store.views import StoryView
from evreader.tui.app import EngineSpoke, EvreaderApp
from evreader.tui.status import EngineStatus

QUIET = Settings(refresh_at_start=False, refresh_minutes=0)

RECORDER = """
import sys
record = open(sys.argv[1], "a")
print('{"type":"ready","version":"1"}', flush=True)
for line in sys.stdin:
    record.write(line)
    record.flush()
record.write("end\\n")
record.close()
"""
"""An engine that writes down what it is told."""


def app_of(pilot: Pilot[None]) -> EvreaderApp:
    assert isinstance(pilot.app, EvreaderApp)
    return pilot.app


def recorder(path: Path) -> list[str]:
    return [sys.executable, "-c", RECORDER, str(path)]


def commands(path: Path) -> list[dict[str, object]]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line != "end"]


def test_commands_reach_the_engine_and_it_ends_with_the_view(stocked: Newsstand, tmp_path: Path) -> None:
    told = tmp_path / "told"

    async def steps(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: {"type": "refresh", "feeds": None, "due": True, "force": False} in commands(told))
        await pilot.press("R")
        await until(pilot, lambda: sum(c["type"] == "refresh" for c in commands(told)) == 2)
        await pilot.press("a", *"volt.example/feed", "enter")
        await until(pilot, lambda: any(c.get("url") == "volt.example/feed" for c in commands(told)))
        await pilot.press("escape", "end", "up", "up", "up", "e")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 2)
        await pilot.press("X", "enter")
        await until(pilot, lambda: any(c["type"] == "edit" for c in commands(told)))
        await pilot.press("delete", "y")
        await until(pilot, lambda: any(c["type"] == "remove" for c in commands(told)))

    drive(stocked.app(offline=False, engine_command=recorder(told)), steps)
    assert told.read_text().endswith("end\n")


def test_a_story_without_article_is_asked_for_and_shown_when_ready(newsstand: Newsstand, tmp_path: Path) -> None:
    newsstand.add("Volt Report", "", newsstand.story(1, "Waiting"), newsstand.story(2, "Other"))
    told = tmp_path / "told"

    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await shows(pilot, "Preparing the article…")
        assert "Summary of story 1." in screen_text(app)
        row = app.main.stories.current
        assert row is not None
        await until(pilot, lambda: {"type": "prepare", "story": row.id} in commands(told))
        newsstand.article(row.id, *feature())
        app.main.engine_spoke(StoryReady(story=row.id))
        await shows(pilot, "TAKEAWAYS · the article's own")
        await shows(pilot, '"3 ◆3')

    drive(newsstand.app(offline=False, settings=QUIET, engine_command=recorder(told)), steps)


def test_a_refresh_moves_neither_cursor_nor_scroll(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("j", "j", "k", "k", "enter", "pagedown", "j")
        before = (app.main.stories.cursor, app.main.stories.first, app.main.article.top, app.main.article.place)
        app.post_message(EngineSpoke(RefreshStarted(feeds=2)))
        app.post_message(EngineSpoke(FeedChecked(feed=1, outcome="failed", done=1, feeds=2)))
        await shows(pilot, "⟳ 1 of 2 feeds · 1 failed ·")
        stocked.deliver(1, "Electrify Daily", *(stocked.story(0, f"Fresh {n}", guid=f"fresh{n}") for n in range(3)))
        app.post_message(EngineSpoke(FeedChecked(feed=1, outcome="new", new=3, done=2, feeds=2)))
        await pilot.press("escape")
        await shows(pilot, "3 new · . shows them")
        await pilot.press("enter")
        assert (app.main.stories.cursor, app.main.stories.first, app.main.article.top, app.main.article.place) == before
        assert "Fresh" not in screen_text(app)
        await pilot.press("escape", ".")
        await shows(pilot, "● Fresh 0")
        row = app.main.stories.current
        assert row is not None
        assert row.title == "Story number 2 about charging"  # the first one was read, and has gone

    drive(stocked.app(), steps, (120, 20))


def test_what_a_refresh_came_to_is_said(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        main = app_of(pilot).main
        main.engine_spoke(RefreshFinished(new=4, failed=1))
        await shows(pilot, "4 new. 1 feed failed; ! marks it.")
        await pilot.press("j")
        main.engine_spoke(RefreshFinished(new=0, failed=0))
        assert "new." not in screen_text(app_of(pilot))  # nobody had asked
        await pilot.press("R")
        main.engine_spoke(RefreshFinished(new=0, failed=0))
        await shows(pilot, "Nothing new.")
        main.engine_spoke(RefreshFinished(new=0, failed=2, offline=True))
        await shows(pilot, "No network: this is what is stored.")
        main.engine_spoke(Problem(message="That address is a web page without a feed."))
        await shows(pilot, "That address is a web page without a feed.")
        main.engine_spoke(Problem(message="Which one?", candidates=["https://a.example/1", "https://a.example/2"]))
        await shows(pilot, "https://a.example/2")
        assert pilot.app.screen.query_one("#choices-box").size.height < 12  # no taller than its choices ask for
        await pilot.press("escape")
        main.engine_spoke(Added(feed=2))
        await shows(pilot, "Now following Charge Wire.")
        assert main.view_name() == "Charge Wire"

    drive(stocked.app(offline=False, settings=QUIET), steps)


def test_feeds_checked_a_moment_ago_are_asked_again_only_on_insistence(stocked: Newsstand, tmp_path: Path) -> None:
    told = tmp_path / "told"

    def forced() -> list[object]:
        return [command["force"] for command in commands(told)]

    async def steps(pilot: Pilot[None]) -> None:
        def finish(outcome: Literal["skipped", "unchanged"]) -> None:
            pilot.app.post_message(EngineSpoke(RefreshStarted(feeds=2)))
            for done in (1, 2):
                pilot.app.post_message(EngineSpoke(FeedChecked(feed=done, outcome=outcome, done=done, feeds=2)))
            pilot.app.post_message(EngineSpoke(RefreshFinished(new=0, failed=0)))

        await pilot.press("R")
        finish("skipped")
        await shows(pilot, "Checked less than ten minutes ago; R again asks all the same.")
        await pilot.press("R")
        finish("unchanged")
        await shows(pilot, "Nothing new.")
        await until(pilot, lambda: forced() == [False, True])
        await pilot.press("R")
        await until(pilot, lambda: forced() == [False, True, False])

    drive(stocked.app(offline=False, settings=QUIET, engine_command=recorder(told)), steps)


def test_going_to_the_feeds_stops_no_refresh_and_escape_does(stocked: Newsstand, tmp_path: Path) -> None:
    told = tmp_path / "told"

    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        app.post_message(EngineSpoke(RefreshStarted(feeds=2)))
        await shows(pilot, "0 of 2 feeds")
        await pilot.press("left")
        assert app.main.active == "feeds"
        await pilot.press("right", "escape")
        await until(pilot, lambda: commands(told))
        assert commands(told) == [{"type": "cancel"}]
        assert app.main.active == "stories"

    drive(stocked.app(offline=False, settings=QUIET, engine_command=recorder(told)), steps)


def test_an_empty_list_fills_till_the_reader_touches_it(newsstand: Newsstand) -> None:
    feed = newsstand.add("Volt Report", "")

    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)

        def arrive(*numbers: int) -> None:
            newsstand.deliver(feed, "Volt Report", *(newsstand.story(n) for n in numbers))
            app.post_message(EngineSpoke(FeedChecked(feed=feed, outcome="new", new=len(numbers), done=1, feeds=2)))

        await shows(pilot, "There are no stories yet.")
        app.post_message(EngineSpoke(RefreshStarted(feeds=2)))
        await shows(pilot, "Fetching the feeds…")
        arrive(7, 8)
        await shows(pilot, "1/2")
        arrive(4, 5, 6)
        await shows(pilot, "1/5")
        await pilot.press("j")
        arrive(1, 2, 3)
        await shows(pilot, "3 new · . shows them 2/5")

    drive(newsstand.app(offline=False, settings=QUIET), steps)


def test_a_long_sentence_is_said_in_full_and_moves_nothing(stocked: Newsstand) -> None:
    sentence = (
        "https://volt.example/feed: volt.example has no feed at this address (404); it may have moved. "
        "Look for the address on the publisher's page, or ask it to say where its feed is."
    )

    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("G")
        before = (app.main.stories.size, app.main.stories.first, screen_text(app).splitlines()[:12])
        app.main.engine_spoke(Problem(message=sentence))
        text = await shows(pilot, sentence)
        assert text.splitlines()[-1].endswith("? help")
        assert before == (app.main.stories.size, app.main.stories.first, text.splitlines()[:12])
        await pilot.press("k")
        assert "volt.example" not in screen_text(app)
        await pilot.resize_terminal(40, 4)
        app.main.engine_spoke(Problem(message=sentence))
        await shows(pilot, "https://volt.example/feed: vol… ? help")

    drive(stocked.app(), steps, (80, 24))


def test_a_removed_feed_leaves_every_list(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        await pilot.press("G")
        with stocked.open() as library:
            library.feeds.remove(2)
        app.main.engine_spoke(Changed(feed=2))
        await shows(pilot, "8/8")
        assert "Charge Wire" not in screen_text(app)
        app.main.show_feed(1)
        with stocked.open() as library:
            library.feeds.remove(1)
        app.main.engine_spoke(Changed(feed=1))
        await shows(pilot, "No feeds yet.")

    drive(stocked.app(), steps)


@pytest.mark.parametrize("program", ["import sys; sys.exit(3)", "print('nonsense' * 200000, flush=True)"])
def test_an_engine_that_dies_is_said_and_reading_goes_on(stocked: Newsstand, program: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "The engine ended twice")
        await pilot.press("]")
        await shows(pilot, "Teresa Valdivia, Northvale’s chief executive ·")

    drive(stocked.app(engine_command=[sys.executable, "-c", program]), steps)


def test_an_engine_that_cannot_be_started_is_said(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "The engine ended twice")

    drive(stocked.app(engine_command=["/no/such/program"]), steps)


def test_the_first_run_offers_three_ways_in(newsstand: Newsstand, tmp_path: Path) -> None:
    told = tmp_path / "told"

    async def steps(pilot: Pilot[None]) -> None:
        await shows(pilot, "Welcome to evreader")
        await pilot.press("d")
        await until(pilot, lambda: {"type": "load_sample"} in commands(told))

    drive(newsstand.app(offline=False, engine_command=recorder(told)), steps)

    async def again(pilot: Pilot[None]) -> None:
        await shows(pilot, "the starter feeds")
        await pilot.press("escape")
        await shows(pilot, "⏎ shows how to begin, a follows a feed.")
        await pilot.press("enter")
        await shows(pilot, "the starter feeds")
        await pilot.press("s")
        await until(pilot, lambda: {"type": "import", "path": ""} in commands(told))

    drive(newsstand.app(offline=False, engine_command=recorder(told)), again, (60, 20))


def test_the_status_follows_the_events() -> None:
    status = EngineStatus()
    for event in (
        Ready(version="1"),
        RefreshStarted(feeds=3),
        FeedChecked(feed=1, outcome="new", new=2, done=1, feeds=3),
        FeedChecked(feed=2, outcome="failed", done=2, feeds=3),
        Preparing(left=7),
    ):
        status = status.after(event)
    assert status == EngineStatus(ready=True, refreshing=True, done=2, feeds=3, new=2, failed=1, preparing=7)
    status = status.after(RefreshFinished(new=2, failed=1, offline=True))
    assert not status.refreshing
    assert status.offline
    assert encode(Ready(version="1")).endswith(b"\n")


def test_the_view_is_there_before_the_engine(stocked: Newsstand) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        app = app_of(pilot)
        assert "Hanabi would welcome Northvale" in screen_text(app)
        assert app.library.stories.count(StoryView()) == 11

    drive(stocked.app(offline=False, engine_command=["sleep", "60"]), steps)
