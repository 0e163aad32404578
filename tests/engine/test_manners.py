"""When feeds are asked at all: schedule, pauses, pace, the network gone, and clocks that jump."""

import asyncio
import socket
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from support.newsroom import Outlet
from support.refreshing import LOOPBACK, Desk, resolve_here
from support.server import Reply, Request, Server, redirect

from evreader.engine.listing import Mode
from evreader.fetch import Fetcher, Limits

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = "/courier/feed.xml"


def on(server: Server, host: str, path: str = FEED) -> str:
    """The address of a path on a host of another name that is this server, with the manners of the internet."""
    return f"http://{host}:{server.port}{path}"


def next_in(desk: Desk, feed_id: int = 1) -> timedelta:
    """How long after its last check a feed is checked next."""
    feed = desk.feed(feed_id)
    assert feed.next_check_at is not None
    assert feed.checked_at is not None
    return feed.next_check_at - feed.checked_at


class TestSchedule:
    """It is stored, so that starting again asks nothing again."""

    def test_five_starts_in_a_minute_ask_once(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        outcomes = [desk.refresh("due").outcomes for _ in range(5)]
        assert outcomes == [["new"], *[["skipped"]] * 4]
        assert len(server.requests) == 1

    def test_five_starts_ask_a_failing_feed_once(self, desk: Desk, server: Server) -> None:
        desk.subscribe(server.url("/nothing"))
        for _ in range(5):
            desk.refresh("due")
        assert len(server.requests) == 1

    def test_what_is_not_due_is_skipped_without_a_word(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        desk.refresh()
        for mode in ("due", "asked"):
            run = desk.refresh(mode)
            assert run.outcomes == ["skipped"]
            assert run.message == ""
            assert not run.finished.offline

    @pytest.mark.parametrize(
        ("mode", "ago", "next_in", "asks"),
        [
            ("due", 50, 10, False),
            ("due", 61, -1, True),
            ("asked", 9, 51, False),
            ("asked", 11, 49, True),
            ("asked", 1, -1, False),
            ("forced", 1, 59, True),
        ],
    )
    def test_who_asks_decides(self, desk: Desk, server: Server, mode: Mode, ago: int, next_in: int, asks: bool) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        desk.refresh()
        desk.checked(ago=timedelta(minutes=ago), next_in=timedelta(minutes=next_in))
        desk.refresh(mode)
        assert len(server.requests) == 1 + asks

    @pytest.mark.parametrize(
        ("interval", "headers", "ttl", "expected"),
        [
            (3600, {}, "", HOUR),
            (7200, {}, "", 2 * HOUR),
            (60, {}, "", timedelta(minutes=10)),
            (3600, {"Cache-Control": "max-age=10800"}, "", 3 * HOUR),
            (3600, {"Cache-Control": "max-age=504576000"}, "", DAY),
            (3600, {"Expires": "0"}, "", HOUR),
            (3600, {}, "<ttl>240</ttl>", 4 * HOUR),
            (3600, {"Cache-Control": "max-age=60"}, "<ttl>1</ttl>", HOUR),
        ],
    )
    def test_the_longest_wish_counts_within_bounds(
        self, desk: Desk, server: Server, interval: int, headers: dict[str, str], ttl: str, expected: timedelta
    ) -> None:
        desk.interval_seconds = interval
        body = Outlet(server).publish(1).document().replace(b"<item>", ttl.encode() + b"<item>", 1)
        server.route(FEED, Reply(body, headers=headers, etag='"1"'))
        desk.subscribe(server.url(FEED))
        for _ in range(2):  # the second answer is 304: the feed's own wish is remembered
            desk.refresh()
            assert expected <= next_in(desk) <= max(expected * 1.1, expected) + timedelta(seconds=1)
        assert "if-none-match" in server.requests[-1].headers

    def test_an_unconditional_feed_is_asked_once_an_hour_at_most(self, desk: Desk, server: Server) -> None:
        desk.interval_seconds = 900
        server.route(FEED, Reply(Outlet(server).publish(1).document()))
        desk.subscribe(server.url(FEED))
        desk.refresh()
        assert next_in(desk) >= HOUR

    @pytest.mark.parametrize("status", [500, 503, 404])
    def test_failures_are_asked_less_and_less_up_to_a_day(self, desk: Desk, server: Server, status: int) -> None:
        server.route(FEED, Reply(status=status))
        desk.subscribe(server.url(FEED))
        waits = []
        for _ in range(7):
            desk.refresh()
            waits.append(next_in(desk))
        assert waits == sorted(waits)
        assert waits[0] < 2 * HOUR < waits[2]
        assert timedelta(hours=23) < waits[-1] <= DAY
        assert len(server.requests) == 7


class TestPauses:
    """A host that asks to be left alone is left alone, by every process, whatever a person presses."""

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize("as_date", [False, True])
    def test_no_feed_of_the_host_is_asked_before_then(
        self, desk: Desk, server: Server, status: int, as_date: bool
    ) -> None:
        wait = format_datetime(datetime.now(UTC) + 2 * HOUR, usegmt=True) if as_date else "7200"
        server.route("/busy", Reply(status=status, headers={"Retry-After": wait}))
        server.route("/other", Reply(Outlet(server).publish(1).document()))
        desk.subscribe(server.url("/busy"))
        run = desk.refresh()
        assert run.outcomes == ["failed"]
        assert timedelta(minutes=110) < next_in(desk) < timedelta(minutes=130)
        desk.subscribe(server.url("/other"))
        for mode in ("due", "asked", "forced"):
            run = desk.refresh(mode)
            assert run.outcomes == ["skipped", "skipped"]
            assert "left alone" in run.checked[2].message
        assert len(server.requests) == 1
        assert desk.feed(2).checked_at is None
        failure = desk.feed(1).failure
        assert failure is not None
        assert failure.count == 1

    def test_without_a_time_it_is_ten_minutes(self, desk: Desk, server: Server) -> None:
        server.route(FEED, Reply(status=429))
        desk.subscribe(server.url(FEED))
        desk.refresh()
        with desk.library() as library:
            (until,) = library.feeds.host_pauses().values()
        assert timedelta(minutes=9) < until - datetime.now(UTC) <= timedelta(minutes=10)

    def test_the_rest_of_the_host_is_spared_in_the_same_run(self, desk: Desk, server: Server) -> None:
        for number in range(12):
            path = f"/{number}"
            server.route(path, Reply(status=429, headers={"Retry-After": "600"}))
            desk.subscribe(on(server, "busy.test", path), private_host="busy.test")
        run = desk.refresh()
        assert len(server.requests) <= 2, "as many as one host is asked at once"
        assert run.outcomes.count("skipped") >= 10
        assert run.finished.failed == len(server.requests)
        assert not run.finished.offline

    def test_it_is_the_host_that_asked_which_is_left_alone(
        self, desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The server is a proxy here, so that both hosts are on the internet as far as evreader can tell."""
        monkeypatch.setenv("http_proxy", server.origin)
        server.route("http://short.test/short", redirect("http://target.test/feed"))
        server.route("http://target.test/feed", Reply(status=429, headers={"Retry-After": "3600"}))
        server.route("http://short.test/fine", Reply(Outlet(server).publish(1).document()))
        desk.subscribe("http://short.test/short")
        desk.subscribe("http://short.test/fine")
        desk.refresh(feeds=[1])
        with desk.library() as library:
            assert list(library.feeds.host_pauses()) == ["target.test"]
        assert desk.refresh().outcomes == ["skipped", "new"]
        assert len(server.asked("http://target.test/feed")) == 1

    def test_a_pause_that_is_over_holds_nothing_up(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        with desk.library() as library:
            library.feeds.pause_host(LOOPBACK, datetime.now(UTC) - timedelta(seconds=5))
        assert desk.refresh("due").outcomes == ["new"]

    def test_adding_keeps_to_it_too(self, desk: Desk, server: Server) -> None:
        from evreader.engine.errors import EngineError

        server.route(FEED, Reply(status=429, headers={"Retry-After": "3600"}))
        for _ in range(2):
            with pytest.raises(EngineError, match="left alone"):
                desk.add(server.url(FEED))
        assert len(server.requests) == 1


class TestPace:
    """One host is never asked more than twice at once, and holds up no other."""

    def test_forty_feeds_on_one_host(self, desk: Desk, server: Server) -> None:
        outlets = [Outlet(server, f"Desk {n}", f"/desk-{n}").publish(1) for n in range(40)]
        for outlet in outlets:
            desk.subscribe(on(server, "desks.test", f"{outlet.path}/feed.xml"), private_host="desks.test")
        run = desk.refresh()
        assert run.finished.new == 40
        assert len(server.requests) == 40
        assert server.most_at_once <= 2

    def test_a_host_that_hangs_keeps_no_other_waiting(self, desk: Desk, server: Server) -> None:
        for number in range(40):
            server.route(f"/slow-{number}", Reply(b"<rss/>", wait=server.released))
            desk.subscribe(on(server, "slow.test", f"/slow-{number}"), private_host="slow.test", title="Aardvark")

        def answer(request: Request) -> Reply:
            if len(server.asked(FEED)) == 5:
                server.released.set()  # only now may the slow host go on
            return Reply(document)

        document = Outlet(server).publish(1).document()
        server.route(FEED, answer)
        for number in range(5):
            desk.subscribe(on(server, f"quick{number}.test"), private_host=f"quick{number}.test")
        assert desk.refresh().finished.new == 5

    def test_no_request_tells_anything_of_the_reader(self, desk: Desk, server: Server) -> None:
        outlet = Outlet(server).publish(1)
        server.route(FEED, Reply(outlet.document(), headers={"Set-Cookie": "reader=1"}))
        desk.subscribe(outlet.url)
        desk.refresh()
        desk.refresh()
        for request in server.requests:
            assert set(request.headers) <= {"host", "user-agent", "accept", "accept-encoding"}
            assert request.headers["user-agent"].startswith("evreader/")
            assert request.headers["accept-encoding"] == "gzip"
            assert request.target == FEED

    def test_a_large_feed_is_stored_before_the_next_is_taken_in(self, desk: Desk, server: Server) -> None:
        """There is one place for large bodies here, and the feed that is first to have it takes long to parse."""
        desk.limits = Limits(large_bodies=1, per_host=1)
        long = Outlet(server, "Long", "/long").publish(400, pages=False)
        for item in long.items:
            item.summary = "Halden Motors & its suppliers. " * 100
        slow_to_parse = long.document().replace(b"<rss ", b'<!DOCTYPE rss [<!ENTITY h "H">]><rss ', 1)
        assert len(slow_to_parse) > 1_200_000
        server.route("/long/feed.xml", Reply(slow_to_parse))
        server.route(FEED, Reply(b" " * 1_200_000 + Outlet(server).publish(1).document()))
        first = desk.subscribe(on(server, "desk.test", "/long/feed.xml"), private_host="desk.test", title="A")
        second = desk.subscribe(on(server, "desk.test"), private_host="desk.test", title="B")
        run = desk.refresh()
        assert run.finished.new == 401
        assert list(run.checked) == [first, second]

    def test_large_bodies_wait_till_those_before_are_stored(self, server: Server) -> None:
        """Of five only four may be in memory at once, whoever holds them."""
        server.route(FEED, Reply(b" " * 2_000_000))

        async def read_five() -> None:
            async with Fetcher(Limits(large_bodies=4)) as fetcher:
                places = {
                    asyncio.ensure_future(fetcher.get(server.url(FEED), private_host=LOOPBACK, held=held)): held
                    for held in [AsyncExitStack() for _ in range(5)]
                }
                waiting = set(places)
                while len(waiting) > 1:
                    done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                assert await asyncio.to_thread(server.wait_for, 5, FEED)
                (last,) = waiting
                assert not last.done()
                await places[done.pop()].aclose()
                assert len((await last).body) == 2_000_000

        asyncio.run(read_five())


async def nowhere(host: str) -> list[str]:
    """A resolver without a network."""
    if host == LOOPBACK:
        return [LOOPBACK]
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


class TestOffline:
    """Being offline is nobody's failure."""

    def test_nothing_is_counted_when_no_host_can_be_reached(self, desk: Desk, server: Server) -> None:
        desk.resolve = nowhere
        for number in range(8):
            desk.subscribe(f"http://host{number}.test/feed.xml")
        run = desk.refresh("due")
        assert run.finished.offline
        assert run.finished.failed == 0
        assert run.outcomes == ["skipped"] * 8
        for number in range(1, 9):
            feed = desk.feed(number)
            assert (feed.failure, feed.checked_at, feed.next_check_at) == (None, None, None)
        desk.resolve = resolve_here
        server.route("/feed.xml", Reply(Outlet(server).publish(1).document()))

    def test_an_old_failure_is_not_counted_on(self, desk: Desk) -> None:
        desk.subscribe("http://host.test/feed.xml")
        desk.failed("timeout", ago=5 * HOUR, next_in=-HOUR)
        before = desk.feed()
        desk.resolve = nowhere
        assert desk.refresh("due").finished.offline
        assert desk.feed() == before

    def test_it_stops_early(self, desk: Desk) -> None:
        asked: list[str] = []

        async def resolve(host: str) -> list[str]:
            asked.append(host)
            return await nowhere(host)

        desk.resolve = resolve
        for number in range(80):
            desk.subscribe(f"http://host{number}.test/feed.xml")
        run = desk.refresh()
        assert run.finished.offline
        assert len(run.checked) == 80
        assert len(asked) < 40

    def test_this_machines_own_feeds_are_still_read(self, desk: Desk, server: Server) -> None:
        """They say nothing about the network."""
        desk.resolve = nowhere
        for number in range(40):
            desk.subscribe(f"http://a{number}.test/feed.xml")
        here = desk.subscribe(Outlet(server).publish(1).url, title="Zebra, the last of all")
        run = desk.refresh()
        assert run.checked[here].outcome == "new"
        assert run.finished.offline
        assert run.finished.failed == 0
        assert desk.feed(1).failure is None

    def test_a_dead_server_on_this_machine_is_a_failure(self, desk: Desk, server: Server) -> None:
        desk.subscribe(server.url(FEED))
        server.stop()
        run = desk.refresh()
        assert run.outcomes == ["failed"]
        assert not run.finished.offline
        failure = desk.feed().failure
        assert failure is not None
        assert failure.kind == "connect"

    def test_who_cannot_be_reached_while_others_can_is_at_fault(
        self, desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The proxy that does not answer is on the way to one host only."""
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "quick.test")
        desk.subscribe("http://dead.test/feed.xml")
        assert desk.refresh().finished.offline
        assert desk.feed().failure is None
        Outlet(server).publish(1)
        desk.subscribe(on(server, "quick.test"), private_host="quick.test")
        run = desk.refresh()
        assert run.outcomes == ["failed", "new"]
        assert not run.finished.offline
        failure = desk.feed().failure
        assert failure is not None
        assert failure.count == 1

    def test_offline_at_last_means_all_is_as_before_when_the_network_is_back(self, desk: Desk, server: Server) -> None:
        Outlet(server).publish(2)
        desk.subscribe(on(server, "quick.test"), private_host="quick.test")
        desk.resolve = nowhere
        desk.refresh("due")
        desk.resolve = resolve_here
        assert desk.refresh("due").outcomes == ["new"]


class TestClocks:
    """A clock that jumps leaves no feed waiting for ever."""

    @pytest.mark.parametrize(
        ("ago", "next_in"),
        [(-DAY, 25 * HOUR), (-3650 * DAY, 3650 * DAY + HOUR), (3650 * DAY, -3649 * DAY), (-5 * DAY, 6 * DAY)],
        ids=["a day back", "ten years back", "ten years on", "six days back"],
    )
    def test_moments_that_cannot_be_are_past(
        self, desk: Desk, server: Server, ago: timedelta, next_in: timedelta
    ) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        desk.refresh()
        desk.checked(ago=ago, next_in=next_in)
        assert desk.refresh("due").outcomes == ["unchanged"]
        feed = desk.feed()
        now = datetime.now(UTC)
        assert feed.checked_at is not None
        assert feed.next_check_at is not None
        assert now - HOUR < feed.checked_at <= now
        assert now < feed.next_check_at <= now + DAY

    def test_a_failing_feed_is_not_lost_either(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        desk.failed("timeout", ago=-3650 * DAY, next_in=3651 * DAY)
        assert desk.refresh("due").outcomes == ["new"]

    def test_a_pause_from_a_wrong_clock_is_over(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        with desk.library() as library:
            library.feeds.pause_host(LOOPBACK, datetime.now(UTC) + 3650 * DAY)
        assert desk.refresh("due").outcomes == ["new"]

    def test_validators_from_the_future_are_not_trusted_for_ever(self, desk: Desk, server: Server) -> None:
        desk.subscribe(Outlet(server).publish(1).url)
        desk.refresh()
        desk.checked(ago=2 * HOUR, next_in=-HOUR, body_ago=-3650 * DAY)
        desk.refresh()
        assert "if-none-match" not in server.requests[-1].headers
        desk.refresh()
        assert "if-none-match" in server.requests[-1].headers
