"""Fetching article pages: which, in what order, how many, and when not."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from support.newsroom import ARTICLE, Item, Outlet, page
from support.refreshing import Desk
from support.server import Reply, Request, Server

from evreader.engine.core import Engine
from evreader.engine.preparing import HOST_GIVES_UP_AFTER
from evreader.model import Article
from evreader.protocol import StoryReady

HOST = "courier.test"


class Newsroom(Outlet):
    """An outlet on a host with the manners of the internet."""

    def __init__(self, server: Server, desk: Desk, stories: int, *, pages: bool = True) -> None:
        super().__init__(server, path="/courier")
        self.publish(stories, pages=pages)
        origin = f"http://{HOST}:{server.port}"
        document = self.document().replace(server.origin.encode(), origin.encode())
        server.route("/courier/feed.xml", Reply(document, etag='"1"'))
        desk.subscribe(f"{origin}/courier/feed.xml", private_host=HOST)
        desk.refresh()


def pages_asked(server: Server) -> list[int]:
    """The numbers of the stories whose pages were asked for, in order."""
    return [int(r.target.rpartition("-")[2]) for r in server.requests if r.target.startswith("/courier/story-")]


def article(desk: Desk, path: str = "/story-1") -> Article:
    """The article of a story."""
    with desk.library() as library:
        story = next(s for n in range(1, 100) if (s := library.stories.get(n)) is not None and s.url.endswith(path))
        found = library.articles.get(story.id)
    assert found is not None
    return found[0]


def retries(desk: Desk) -> list[timedelta]:
    """How long the stories wait whose pages are to be tried again."""
    now = datetime.now(UTC).timestamp()
    with closing(sqlite3.connect(desk.paths.database)) as database:
        rows = database.execute("SELECT retry_at FROM story WHERE retry_at IS NOT NULL").fetchall()
    return [timedelta(seconds=moment - now) for (moment,) in rows]


def later(desk: Desk, at: int = 1) -> None:
    """Let the time come for whatever is to be tried again; or let it be this moment, in seconds."""
    with closing(sqlite3.connect(desk.paths.database)) as database, database:
        database.execute("UPDATE story SET retry_at = ? WHERE retry_at IS NOT NULL", (at,))


def test_a_page_that_robots_txt_forbids_is_not_asked_for(desk: Desk, server: Server) -> None:
    server.route("/robots.txt", Reply(b"User-agent: *\nDisallow: /courier/story-\n", content_type="text/plain"))
    Newsroom(server, desk, 5)
    desk.prepare()
    made = article(desk)
    assert made.status == "blocked"
    assert "robots.txt" in made.reason
    assert made.origin == "feed"
    assert "small electric car" in made.blocks[0].text, "what the feed gave is there to read"
    assert pages_asked(server) == []
    assert len(server.asked("/robots.txt")) == 1
    assert retries(desk) == []


def test_what_robots_txt_forbids_does_not_close_the_rest_of_a_host(desk: Desk, server: Server) -> None:
    lines = "".join(f"Disallow: /courier/story-{number}$\n" for number in range(2, 9))
    server.route("/robots.txt", Reply(f"User-agent: *\n{lines}".encode(), content_type="text/plain"))
    Newsroom(server, desk, 8)
    desk.prepare()
    assert pages_asked(server) == [1]
    assert article(desk).status == "full"


def test_a_robots_txt_that_cannot_be_had_is_waited_for(desk: Desk, server: Server) -> None:
    server.route("/robots.txt", [Reply(status=503), Reply(b"", content_type="text/plain", status=404)])
    Newsroom(server, desk, 1)
    desk.prepare()
    assert pages_asked(server) == []
    assert "robots.txt" in article(desk).reason
    later(desk)
    desk.prepare()
    assert article(desk).status == "full"


@pytest.mark.parametrize(
    ("reply", "status", "word", "again"),
    [
        (Reply(status=403, headers={"cf-mitigated": "challenge"}), "blocked", "program", False),
        (Reply(status=404), "summary", "404", False),
        (Reply(status=402), "summary", "payment", False),
        (Reply(status=410), "summary", "410", False),
        (Reply(status=500), "summary", "500", True),
        (Reply(drop=True), "summary", "closed", True),
    ],
    ids=["challenge", "404", "402", "410", "500", "dropped"],
)
def test_a_page_that_does_not_come_is_said_honestly(
    desk: Desk, server: Server, reply: Reply, status: str, word: str, again: bool
) -> None:
    Newsroom(server, desk, 1)
    server.route("/courier/story-1", reply)
    desk.prepare()
    made = article(desk)
    assert (made.status, made.origin) == (status, "feed")
    assert word in made.reason
    assert len(retries(desk)) == again
    asked = len(pages_asked(server))
    desk.prepare()
    assert len(pages_asked(server)) == asked, "not before its time"
    later(desk)
    server.route("/courier/story-1", Reply(page("It is back").encode(), content_type="text/html"))
    desk.prepare()
    assert article(desk).status == ("full" if again else status)


def test_a_clock_that_was_wrong_puts_no_page_off_for_ever(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 1)
    server.route("/courier/story-1", [Reply(status=500), Reply(page("Back").encode(), content_type="text/html")])
    desk.prepare()
    later(desk, int((datetime.now(UTC) + timedelta(days=3650)).timestamp()))
    desk.prepare()
    assert article(desk).status == "full"


def test_a_host_that_fails_is_left_alone_for_the_run(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 12, pages=False)
    for number in range(1, 13):
        server.route(f"/courier/story-{number}", Reply(status=500))
    desk.prepare()
    assert len(pages_asked(server)) == HOST_GIVES_UP_AFTER
    assert {article(desk, f"/story-{number}").status for number in range(1, 13)} == {"summary"}
    assert len(retries(desk)) == 12


def test_a_host_that_asks_for_a_pause_gets_it_for_its_pages_too(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 6)
    for number in range(1, 7):
        server.route(f"/courier/story-{number}", Reply(status=429, headers={"Retry-After": "7200"}))
    desk.prepare()
    assert len(pages_asked(server)) == 1
    with desk.library() as library:
        assert list(library.feeds.host_pauses()) == [HOST]
    later(desk)
    desk.prepare()
    assert desk.refresh("forced").outcomes == ["skipped"]
    assert len(pages_asked(server)) == 1
    assert max(retries(desk)) > timedelta(minutes=110)
    with desk.library() as library:
        library.feeds.pause_host(HOST, datetime.now(UTC) - timedelta(seconds=1))
    later(desk)
    Outlet(server, path="/courier").publish(6)
    desk.prepare()
    assert article(desk).status == "full"


def test_a_feed_whose_host_is_paused_has_no_page_fetched(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 3)
    with desk.library() as library:
        library.feeds.pause_host(HOST, datetime.now(UTC) + timedelta(hours=1))
    desk.prepare()
    assert pages_asked(server) == []
    assert not server.asked("/robots.txt")
    assert "left alone" in article(desk, "/story-3").reason


def test_a_feed_that_is_to_have_no_full_text_fetches_no_page(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 3)
    with desk.library() as library:
        library.feeds.edit(1, full_text=False)
    desk.prepare()
    assert pages_asked(server) == []
    assert not server.asked("/robots.txt")
    made = article(desk)
    assert (made.status, made.reason) == ("summary", "The feed carries only the beginning of this story.")


def test_a_story_that_the_feed_carries_whole_needs_no_page(desk: Desk, server: Server) -> None:
    outlet = Outlet(server, items=[Item("A long read", "/courier/story-1", body=ARTICLE * 2)]).serve()
    desk.subscribe(outlet.url)
    desk.refresh()
    desk.prepare()
    assert pages_asked(server) == []
    assert article(desk).status == "full"


def test_pages_come_newest_first_one_at_a_time(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 20)
    server.most_at_once = 0
    desk.prepare()
    asked = pages_asked(server)
    assert sorted(asked) == list(range(1, 21))
    assert server.most_at_once == 1
    # Several are looked at together before their turn for the page comes, so a few may change places.
    assert sum(asked[:10]) > 130 > 80 > sum(asked[10:])


def test_a_run_fetches_so_many_pages_of_a_host_and_the_next_goes_on(desk: Desk, server: Server) -> None:
    desk.pages_per_host = 5
    Newsroom(server, desk, 12)
    desk.prepare()
    assert len(pages_asked(server)) == 5
    assert set(pages_asked(server)) <= set(range(4, 13))
    untried = article(desk)
    assert untried.status == "summary"
    assert "not been fetched yet" in untried.reason
    for expected in (10, 12):
        later(desk)
        desk.prepare()
        assert len(pages_asked(server)) == expected
    assert article(desk).status == "full"
    assert sorted(pages_asked(server)) == list(range(1, 13)), "none twice"


def test_a_story_that_is_opened_overtakes_those_that_wait(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 30, pages=False)
    body = page("Halden").encode()

    def answer(request: Request) -> Reply:
        return Reply(body, content_type="text/html", wait=server.released)

    for number in range(1, 31):
        server.route(f"/courier/story-{number}", answer)
    with desk.library() as library:
        (oldest,) = [n for n in range(1, 31) if (s := library.stories.get(n)) and s.url.endswith("/story-1")]

    async def work(engine: Engine) -> None:
        everything = asyncio.create_task(engine.prepare_all())
        while not await asyncio.to_thread(server.wait_for, 1, "/robots.txt"):
            pass
        opened = asyncio.create_task(engine.prepare_story(oldest))
        server.released.set()
        await asyncio.gather(everything, opened)

    run = desk.work(work)
    ready = [event.story for event in run.events if isinstance(event, StoryReady)]
    assert sorted(ready) == list(range(1, 31)), "each is made once"
    assert ready.index(oldest) < 20
    assert len(pages_asked(server)) == 30


def test_a_page_that_broke_off_is_fetched_again(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 1)
    whole = page("Halden delays").encode()
    server.route("/courier/story-1", Reply(whole[:900], content_type="text/html", claim=len(whole)))
    desk.prepare()
    assert len(retries(desk)) == 1
    server.route("/courier/story-1", Reply(whole, content_type="text/html"))
    later(desk)
    desk.prepare()
    assert article(desk).status == "full"
    assert retries(desk) == []


def test_without_a_network_a_page_waits_for_the_next_run(desk: Desk, server: Server) -> None:
    Newsroom(server, desk, 2)
    resolve = desk.resolve

    async def nowhere(host: str) -> list[str]:
        raise OSError("no network")

    desk.resolve = nowhere
    desk.prepare()
    assert article(desk).blocks, "what the feed gave is there"
    assert all(wait <= timedelta(minutes=1) for wait in retries(desk))
    assert len(retries(desk)) == 2
    desk.resolve = resolve
    later(desk)
    desk.prepare()
    assert article(desk).status == "full"
