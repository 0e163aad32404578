"""robots.txt: read as RFC 9309 says, asked for once a host, and kept to for pages."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fetching import LOOPBACK, failure, fetch
from support.server import Reply, Server, redirect

from evreader.fetch import Fetcher, FetchError
from evreader.fetch.robots import read_robots

PAGE = b"<html><body><p>The plant reopens in March.</p></body></html>"


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /private", "/private/x", False),
        ("Disallow: /private", "/privateer", False),
        ("Disallow: /private/", "/private", True),
        ("Disallow: /private", "/public", True),
        ("Allow: /\nDisallow: /private", "/private", False),  # the longest rule decides, not the first
        ("Disallow: /news\nAllow: /news/ev", "/news/ev/1", True),
        ("Disallow: /news\nAllow: /news", "/news", True),  # Allow wins a tie
        ("Disallow: /*.pdf$", "/a/report.pdf", False),
        ("Disallow: /*.pdf$", "/a/report.pdf?x=1", True),
        ("Disallow: /*?print=", "/story?print=1", False),
        ("Disallow: /*?print=", "/story", True),
        ("Disallow: /a*b*c", "/a--b--c--d", False),
        ("Disallow: /a*b*c$", "/a--b--c--d", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: *", "/a", False),
        ("Disallow: /*", "/a", False),
        ("Disallow: $", "/a", True),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/a", True),
        ("disallow : /a # why not", "/a", False),
        ("Disallow: /caf\u00e9", "/caf%C3%A9", False),
    ],
)
def test_rules(rules: str, target: str, allowed: bool) -> None:
    assert read_robots(f"User-agent: *\n{rules}\n".encode()).allows(target) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: evreader\nDisallow: /\n", False),
        ("user-agent: EvReader/2.0\ndisallow: /\n", False),
        ("User-agent: evreaderbot\nDisallow: /\n", True),
        ("User-agent: other\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: evreader\nAllow: /\n", True),
        ("User-agent: evreader\nAllow: /\n\nUser-agent: *\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: evreader\n", True),
        ("User-agent: other\nUser-agent: evreader\nDisallow: /\n", False),
        ("User-agent: evreader\nAllow: /b\nUser-agent: other\nDisallow: /\n", True),
        ("User-agent: evreader\nAllow: /b\n\nUser-agent: evreader\nDisallow: /\n", False),
        ("Disallow: /\n", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\nSitemap: https://news.example/map.xml\nDisallow: /\n", False),
        ("<html><body>User-agent: *</body></html>", True),
    ],
)
def test_groups(text: str, allowed: bool) -> None:
    assert read_robots(text.encode()).allows("/a") is allowed


@pytest.mark.parametrize(("value", "seconds"), [("5", 5), ("0.5", 0.5), ("86400", 30), ("-1", 0), ("soon", 0)])
def test_crawl_delay(value: str, seconds: float) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {value}".encode()).crawl_delay == seconds


@given(st.text(alphabet="ab*$/", max_size=12), st.text(alphabet="ab/", max_size=12))
@settings(deadline=None, max_examples=200)
def test_patterns_match_as_the_standard_defines(pattern: str, target: str) -> None:
    """Against the definition itself: `*` any run, a final `$` the end, all else literal."""

    def matches(i: int, j: int) -> bool:
        if i == len(pattern):
            return True
        if pattern[i] == "$" and i == len(pattern) - 1:
            return j == len(target)
        if pattern[i] == "*":
            return any(matches(i + 1, k) for k in range(j, len(target) + 1))
        return j < len(target) and target[j] == pattern[i] and matches(i + 1, j + 1)

    robots = read_robots(f"User-agent: *\nDisallow: {pattern}\n".encode())
    assert robots.allows(target) is not (bool(pattern) and matches(0, 0))


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=50)
def test_no_bytes_make_it_fail(body: bytes) -> None:
    read_robots(b"User-agent: *\n" + body).allows("/a")


def test_a_page_that_is_disallowed_is_not_asked_for(server: Server) -> None:
    server.route("/robots.txt", Reply(b"User-agent: *\nDisallow: /archive\n", content_type="text/plain"))
    server.route("/archive/1", Reply(PAGE))
    server.route("/news/1", Reply(PAGE))
    assert fetch(server.url("/news/1"), kind="page").body == PAGE
    error = failure(server.url("/archive/1"), kind="page")
    assert error.kind == "blocked"
    assert "robots.txt" in error.message
    assert server.asked("/archive/1") == []


def test_robots_are_asked_for_once_a_run(server: Server) -> None:
    for number in range(5):
        server.route(f"/{number}", Reply(PAGE))

    async def run() -> None:
        async with Fetcher() as fetcher:
            pages = [fetcher.get(server.url(f"/{n}"), kind="page", private_host=LOOPBACK) for n in range(5)]
            await asyncio.gather(*pages)

    asyncio.run(run())
    assert len(server.asked("/robots.txt")) == 1
    assert server.asked("/robots.txt")[0].headers["accept"].startswith("text/plain")


@pytest.mark.parametrize(
    ("reply", "allowed"),
    [
        (Reply(status=404), True),
        (Reply(status=403), True),
        (Reply(status=410), True),
        (Reply(status=204), True),
        (Reply(b""), True),
        (redirect("/robots.txt"), True),
        (Reply(b"\x00" * 3_000_000), True),
        (Reply(status=500), False),
        (Reply(status=502), False),
        (Reply(status=503), False),
    ],
)
def test_what_is_not_there_allows_all_and_a_server_in_trouble_nothing(
    server: Server, reply: Reply, allowed: bool
) -> None:
    server.route("/robots.txt", reply)
    server.route("/page", Reply(PAGE))
    if allowed:
        assert fetch(server.url("/page"), kind="page").body == PAGE
    else:
        assert failure(server.url("/page"), kind="page").kind == "http"
        assert server.asked("/page") == []


def test_robots_that_cannot_be_had_leave_the_page_for_later(server: Server) -> None:
    server.route("/robots.txt", [Reply(drop=True), Reply(drop=True), Reply(b"User-agent: *\nAllow: /\n")])
    server.route("/page", Reply(PAGE))

    async def run() -> bytes:
        async with Fetcher() as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(server.url("/page"), kind="page", private_host=LOOPBACK)
            assert caught.value.kind == "connect"
            return (await fetcher.get(server.url("/page"), kind="page", private_host=LOOPBACK)).body

    assert asyncio.run(run()) == PAGE


def test_each_hop_of_a_page_is_checked(server: Server) -> None:
    with Server() as other:
        server.route("/page", redirect(other.url("/elsewhere")))
        other.route("/elsewhere", Reply(PAGE))
        other.route("/robots.txt", Reply(b"User-agent: evreader\nDisallow: /\n"))
        assert failure(server.url("/page"), kind="page").kind == "blocked"
        assert other.asked("/elsewhere") == []
