"""How many requests at once, how far apart, and when none at all."""

import asyncio
import itertools

import pytest
from support.fetching import LOOPBACK, Names
from support.server import Reply, Request, Server

from evreader.fetch import Fetcher, FetchError, Limits, Response
from evreader.fetch.result import FetchKind

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"
PAGE = b"<html><body><p>The plant reopens in March.</p></body></html>"
HOSTS = [f"host{number}.example" for number in range(30)]


class AnyName(Names):
    """Every name is this machine, yet no loopback name: such hosts get the manners of hosts on the internet."""

    async def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        return [LOOPBACK]


async def get_all(fetcher: Fetcher, server: Server, hosts: list[str], kind: FetchKind = "feed") -> list[Response]:
    gets = [
        fetcher.get(f"http://{host}:{server.port}/{number}", private_host=host, kind=kind)
        for number, host in enumerate(hosts)
    ]
    return await asyncio.gather(*gets)


def most_at_once(server: Server, hosts: list[str], expected: int, limits: Limits | None = None) -> int:
    """Requests under way together when answers are held back until no more come in."""

    async def run() -> None:
        async with Fetcher(limits, resolve=AnyName()) as fetcher:
            work = asyncio.create_task(get_all(fetcher, server, hosts))
            assert await asyncio.to_thread(server.wait_for, expected)
            # One more would come at once if it were let out.
            await asyncio.to_thread(server.wait_for, expected + 1, None, 0.1)
            server.released.set()
            await work

    for number in range(len(hosts)):
        server.route(f"/{number}", Reply(FEED, wait=server.released))
    asyncio.run(run())
    assert len(server.requests) == len(hosts)
    return server.most_at_once


def test_one_host_is_asked_at_most_twice_at_once(server: Server) -> None:
    assert most_at_once(server, ["news.example"] * 10, 2) == 2


def test_all_hosts_together_are_asked_at_most_16_times_at_once(server: Server) -> None:
    assert most_at_once(server, HOSTS, 16) == 16


def test_a_slow_host_does_not_keep_others_waiting(server: Server) -> None:
    """Feeds waiting for their turn at one host take no place in the total."""
    for number in range(40):
        server.route(f"/slow{number}", Reply(FEED, wait=server.released))
    server.route("/feed", Reply(FEED))

    async def run() -> None:
        async with Fetcher(Limits(connections=3), resolve=AnyName()) as fetcher:
            slow = [
                asyncio.create_task(
                    fetcher.get(f"http://slow.example:{server.port}/slow{number}", private_host="slow.example")
                )
                for number in range(40)
            ]
            assert await asyncio.to_thread(server.wait_for, 2)
            for host in HOSTS[:5]:
                await fetcher.get(f"http://{host}:{server.port}/feed", private_host=host)
            server.released.set()
            await asyncio.gather(*slow)

    asyncio.run(run())


def test_this_machine_has_its_own_bound(server: Server) -> None:
    assert most_at_once(server, [LOOPBACK] * 12, 7, Limits(connections=2, per_host=1, loopback_connections=7)) == 7


def test_names_are_looked_up_once_for_many_feeds(server: Server) -> None:
    server.route("/feed", Reply(FEED))
    names = AnyName()

    async def run() -> None:
        async with Fetcher(resolve=names) as fetcher:
            for _ in range(5):
                await fetcher.get(f"http://news.example:{server.port}/feed", private_host="news.example")

    asyncio.run(run())
    assert names.asked == ["news.example"]


def test_idle_connections_of_many_hosts_are_closed(server: Server) -> None:
    for number in range(len(HOSTS)):
        server.route(f"/{number}", Reply(FEED))

    async def run() -> int:
        async with Fetcher(Limits(open_hosts=4), resolve=AnyName()) as fetcher:
            for number, host in enumerate(HOSTS):
                await fetcher.get(f"http://{host}:{server.port}/{number}", private_host=host)
            before = server.connections
            for host in HOSTS[-4:]:
                await fetcher.get(f"http://{host}:{server.port}/0", private_host=host)
            assert server.connections == before, "the last four are still open"
            await fetcher.get(f"http://{HOSTS[0]}:{server.port}/0", private_host=HOSTS[0])
            return server.connections - before

    assert asyncio.run(run()) == 1


def test_pages_of_a_host_come_one_at_a_time_with_a_delay(server: Server) -> None:
    delay = 0.05
    answered: list[float] = []

    def answer(request: Request) -> Reply:
        answered.append(request.at)
        return Reply(PAGE)

    for number in range(4):
        server.route(f"/{number}", answer)

    async def run() -> None:
        async with Fetcher(Limits(page_delay=delay), resolve=AnyName()) as fetcher:
            await get_all(fetcher, server, ["news.example"] * 4, "page")

    asyncio.run(run())
    assert server.most_at_once == 1
    assert all(later - earlier >= delay * 0.9 for earlier, later in itertools.pairwise(answered))


def test_pages_of_different_hosts_do_not_wait_for_each_other(server: Server) -> None:
    for number in range(6):
        server.route(f"/{number}", Reply(PAGE, wait=server.released))

    async def run() -> None:
        async with Fetcher(Limits(page_delay=3600), resolve=AnyName()) as fetcher:
            work = asyncio.create_task(get_all(fetcher, server, HOSTS[:6], "page"))
            assert await asyncio.to_thread(server.wait_for, 12)  # robots.txt and the page
            server.released.set()
            await work

    asyncio.run(run())


def test_pages_of_this_machine_have_no_delay(server: Server) -> None:
    for number in range(4):
        server.route(f"/{number}", Reply(PAGE))

    async def run() -> None:
        async with Fetcher(Limits(page_delay=3600)) as fetcher:
            await get_all(fetcher, server, [LOOPBACK] * 4, "page")

    asyncio.run(run())


def test_feeds_have_no_delay_and_no_robots(server: Server) -> None:
    for number in range(4):
        server.route(f"/{number}", Reply(FEED))
    server.route("/robots.txt", Reply(b"User-agent: *\nDisallow: /\n"))

    async def run() -> None:
        async with Fetcher(Limits(page_delay=3600), resolve=AnyName()) as fetcher:
            await get_all(fetcher, server, ["news.example"] * 4, "feed")

    asyncio.run(run())
    assert server.asked("/robots.txt") == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_a_pause_gets_it_for_all_it_has(server: Server, status: int) -> None:
    server.route("/a", Reply(status=status, headers={"Retry-After": "3600"}))
    server.route("/b", Reply(FEED))

    async def run() -> list[FetchError]:
        errors = []
        async with Fetcher(resolve=AnyName()) as fetcher:
            asked: list[tuple[str, FetchKind]] = [("/a", "feed"), ("/b", "feed"), ("/b", "page")]
            for path, kind in asked:
                with pytest.raises(FetchError) as caught:
                    await fetcher.get(
                        f"http://news.example:{server.port}{path}", private_host="news.example", kind=kind
                    )
                errors.append(caught.value)
            other = f"http://other.example:{server.port}/b"
            assert (await fetcher.get(other, private_host="other.example")).body == FEED
        return errors

    errors = asyncio.run(run())
    assert [error.kind for error in errors] == ["rate_limited"] * 3
    assert [error.status for error in errors] == [status, None, None]
    assert {error.host for error in errors} == {"news.example"}
    assert all(3500 < (error.retry_after or 0) <= 3601 for error in errors)
    assert [request.path for request in server.requests] == ["/a", "/b"]


def test_without_a_time_the_pause_is_ten_minutes(server: Server) -> None:
    server.route("/a", Reply(status=429))

    async def run() -> tuple[int | None, int | None]:
        waits = []
        async with Fetcher() as fetcher:
            for _ in range(2):
                with pytest.raises(FetchError) as caught:
                    await fetcher.get(server.url("/a"), private_host=LOOPBACK)
                waits.append(caught.value.retry_after)
        return waits[0], waits[1]

    first, second = asyncio.run(run())
    assert first is None
    assert 590 < (second or 0) <= 601
    assert len(server.requests) == 1


def test_a_pause_known_from_before_is_kept(server: Server) -> None:
    server.route("/a", Reply(FEED))

    async def run() -> None:
        async with Fetcher() as fetcher:
            fetcher.pause("127.0.0.1", 900)
            with pytest.raises(FetchError) as caught:
                await fetcher.get(server.url("/a"), private_host=LOOPBACK)
            assert caught.value.kind == "rate_limited"

    asyncio.run(run())
    assert server.requests == []


def test_a_cancelled_request_gives_its_place_back(server: Server) -> None:
    server.route("/held", Reply(FEED, wait=server.released))
    server.route("/feed", Reply(FEED))

    async def run() -> bytes:
        async with Fetcher(Limits(loopback_connections=1)) as fetcher:
            held = asyncio.create_task(fetcher.get(server.url("/held"), private_host=LOOPBACK))
            waiting = asyncio.create_task(fetcher.get(server.url("/held"), private_host=LOOPBACK))
            assert await asyncio.to_thread(server.wait_for, 1)
            for task in (held, waiting):
                task.cancel()
            await asyncio.gather(held, waiting, return_exceptions=True)
            return (await fetcher.get(server.url("/feed"), private_host=LOOPBACK)).body

    assert asyncio.run(run()) == FEED
