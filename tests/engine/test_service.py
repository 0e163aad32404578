"""The engine as a child process: commands in, events out, the store between."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.commands import command, environment
from support.newsroom import Outlet, page
from support.server import Reply, Server

from evreader import protocol
from evreader.protocol import (
    Add,
    Added,
    AnyCommand,
    AnyEvent,
    Cancel,
    Changed,
    Edit,
    FeedChecked,
    Import,
    Imported,
    LoadSample,
    Prepare,
    Preparing,
    Problem,
    Ready,
    Refresh,
    RefreshFinished,
    Remove,
    StoryReady,
    decode_event,
)
from evreader.store import open_library


class Engine:
    """An engine process, spoken to as the view does."""

    def __init__(self, library: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            command("--library", str(library), *options, "engine"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        self.heard: list[AnyEvent] = []

    def send(self, message: AnyCommand) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(protocol.encode(message))
        self.process.stdin.flush()

    def until(self, kind: type[AnyEvent]) -> AnyEvent:
        """The next event of this kind."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self.heard.append(decode_event(line))
            if isinstance(self.heard[-1], kind):
                return self.heard[-1]
        raise AssertionError(f"the engine ended before {kind.__name__}: {self.heard}")


@contextmanager
def engine(library: Path, *options: str) -> Iterator[Engine]:
    running = Engine(library, *options)
    try:
        assert isinstance(running.until(Ready), Ready)
        yield running
        _, errors = running.process.communicate(timeout=30)
        assert running.process.returncode == 0, errors
        assert b"Traceback" not in errors, errors
    finally:
        running.process.kill()
        running.process.communicate()


def test_a_feed_is_added_refreshed_edited_and_removed(tmp_path: Path, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    with engine(tmp_path) as running:
        running.send(Add(url=outlet.url, folder="Cars"))
        added = running.until(Added)
        assert isinstance(added, Added)
        running.until(StoryReady)
        running.until(StoryReady)
        while running.until(Preparing).left:  # type: ignore[union-attr]
            pass

        outlet.publish(1)
        running.send(Refresh(force=True))
        finished = running.until(RefreshFinished)
        assert finished == RefreshFinished(new=1, failed=0)
        assert isinstance(running.until(StoryReady), StoryReady)

        running.send(Edit(feed=added.feed, title="The Courier"))
        running.until(Changed)
        with open_library(tmp_path / "library.db") as library:
            feed = library.feeds.get(added.feed)
            assert feed is not None
            assert (feed.title, feed.folder) == ("The Courier", "Cars")
            assert library.stories.counts().stories == 3

        running.send(Remove(feed=added.feed))
        running.until(Changed)
        with open_library(tmp_path / "library.db") as library:
            assert library.feeds.all() == []


def test_a_story_that_is_opened_is_prepared_before_its_turn(tmp_path: Path, server: Server) -> None:
    outlet = Outlet(server).publish(40)
    for item in outlet.items[:-1]:  # all but the oldest wait for their pages
        server.route(item.path, Reply(page(item.title).encode(), content_type="text/html", wait=server.released))
    with engine(tmp_path) as running:
        running.send(Add(url=outlet.url))
        running.until(Added)
        with open_library(tmp_path / "library.db") as library:
            story = library.stories.find(server.url("/courier/story-1"))
        assert story is not None
        running.send(Prepare(story=story.id))
        ready = running.until(StoryReady)
        assert ready == StoryReady(story=story.id), "the oldest story is the last by its turn"
        server.released.set()


def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, server: Server) -> None:
    with engine(tmp_path) as running:
        running.send(Add(url=server.url("/nothing")))
        problem = running.until(Problem)
        assert isinstance(problem, Problem)
        assert "404" in problem.message

        running.send(Refresh(feeds=[99]))
        problem = running.until(Problem)
        assert isinstance(problem, Problem)
        assert "99" in problem.message

        assert running.process.stdin is not None
        running.process.stdin.write(b'{"type":"fly"}\nnonsense\n\xff\xfe\n')
        running.process.stdin.flush()
        for _ in range(3):
            running.until(Problem)

        running.send(Cancel())
        running.send(Import(path="/nowhere.opml"))
        running.until(Problem)


def test_a_refresh_can_be_cancelled(tmp_path: Path, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    with engine(tmp_path) as running:
        running.send(Add(url=outlet.url))
        running.until(Added)
        while running.until(Preparing).left:  # type: ignore[union-attr]
            pass
        server.route("/courier/feed.xml", Reply(outlet.document(), wait=server.released))
        running.send(Refresh(force=True))
        assert server.wait_for(2, "/courier/feed.xml")
        running.send(Cancel())
        finished = running.until(RefreshFinished)
        assert isinstance(finished, RefreshFinished)
        assert finished.cancelled
        server.released.set()
        running.send(Refresh(force=True))
        assert running.until(RefreshFinished) == RefreshFinished(new=0, failed=0)


def test_offline_the_sample_edition_still_comes(tmp_path: Path) -> None:
    with engine(tmp_path, "--offline") as running:
        running.send(LoadSample())
        assert isinstance(running.until(Imported), Imported)
        running.send(Refresh())
        assert isinstance(running.until(Problem), Problem)
        with open_library(tmp_path / "library.db") as library:
            counts = library.stories.counts()
        assert counts.stories == 15
        assert counts.quotes > 50


def test_the_starter_feeds_are_there(tmp_path: Path) -> None:
    with engine(tmp_path, "--offline") as running:
        running.send(Import())
        imported = running.until(Imported)
        assert imported == Imported(added=21, existing=0, refused=0)


def test_one_engine_at_a_time(tmp_path: Path, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    with engine(tmp_path) as first, engine(tmp_path) as second:
        first.send(Add(url=outlet.url))
        first.until(Added)
        while first.until(Preparing).left:  # type: ignore[union-attr]
            pass
        server.route("/courier/feed.xml", Reply(outlet.document(), wait=server.released))
        first.send(Refresh(force=True))
        assert server.wait_for(2, "/courier/feed.xml")
        second.send(Refresh(force=True))
        waits = second.until(Problem)
        assert isinstance(waits, Problem)
        assert str(first.process.pid) in waits.message
        assert len(server.asked("/courier/feed.xml")) == 2
        server.released.set()
        first.until(RefreshFinished)
        second.until(RefreshFinished)
        second.until(FeedChecked) if not any(isinstance(event, FeedChecked) for event in second.heard) else None
        assert len(server.asked("/courier/feed.xml")) == 3
