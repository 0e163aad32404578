"""What goes wrong is named in one sentence, with its kind."""

import asyncio
import errno
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from support.fetching import LOOPBACK, Names, failure
from support.server import Reply, Server

from evreader.fetch import Fetcher, FetchError, Limits, is_connectivity
from evreader.fetch.failures import from_exception

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (400, "http", "status 400"),
        (401, "http", "user name and password"),
        (402, "http", "payment"),
        (403, "http", "refuses access"),
        (404, "http", "no feed at this address"),
        (410, "gone", "ended for good"),
        (418, "http", "status 418"),
        (429, "rate_limited", "asked too often"),
        (451, "http", "legal"),
        (500, "http", "a fault of its own (500)"),
        (502, "http", "(502)"),
        (503, "http", "(503)"),
        (206, "http", "status 206"),
        (300, "http", "status 300"),
    ],
)
def test_refusing_answers_are_named(server: Server, status: int, kind: str, says: str) -> None:
    error = failure(server.route("/feed", Reply(b"no", status=status)))
    assert (error.kind, error.status) == (kind, status)
    assert says in error.message
    assert error.message.startswith("127.0.0.1 ")
    assert error.message.endswith(".")
    assert not is_connectivity(error)
    assert len(server.requests) == 1, "an answer is an answer: it is not asked for again"


@pytest.mark.parametrize("status", [403, 503, 429])
def test_a_bot_challenge_is_named_as_one(server: Server, status: int) -> None:
    error = failure(server.route("/feed", Reply(b"<html>", status=status, headers={"cf-mitigated": "challenge"})))
    assert (error.kind, error.status) == ("blocked", status)
    assert "prove that they are no program" in error.message


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("  7  ", 7),
        ("99999999999", 99_999_999_999),
        (format_datetime(NOW + timedelta(minutes=20), usegmt=True), 1200),
        (format_datetime(NOW - timedelta(minutes=20), usegmt=True), 0),
        ("Monday, 02-Nov-26 08:00:30 GMT", 30),
        ("Mon Nov  2 08:00:45 2026", 45),
    ],
)
def test_retry_after_is_read_in_both_forms(server: Server, status: int, value: str, seconds: int) -> None:
    date = format_datetime(NOW, usegmt=True)  # a date is counted from the server's own clock
    raw = f"HTTP/1.1 {status} Wait\r\nDate: {date}\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n".encode()
    error = failure(server.route("/feed", Reply(raw=raw)))
    assert (error.kind, error.retry_after) == ("rate_limited", seconds)


@pytest.mark.parametrize("value", ["soon", "-5", "1e3", "", "Mon, 99 Nov 2026 08:00:00 GMT", "9" * 400])
def test_an_unreadable_retry_after_is_none(server: Server, value: str) -> None:
    server.route("/feed", [Reply(status=code, headers={"Retry-After": value}) for code in (429, 503)])
    too_many, unavailable = failure(server.url("/feed")), failure(server.url("/feed"))
    assert (too_many.kind, too_many.retry_after) == ("rate_limited", None)
    assert (unavailable.kind, unavailable.retry_after) == ("http", None)


def test_a_name_that_does_not_exist_is_named() -> None:
    names = Names(typo__example=socket.gaierror(socket.EAI_NONAME, "not known"))
    error = resolve_failure(names, "http://typo.example/feed")
    # Where the tests run without any network, that is the better answer.
    assert error.kind in ("dns", "offline")
    if error.kind == "dns":
        assert error.message == "typo.example does not exist; check the spelling of the address."
        assert not is_connectivity(error)


def test_a_lookup_that_fails_for_now_may_be_the_networks_fault() -> None:
    names = Names(news__example=socket.gaierror(socket.EAI_AGAIN, "temporary failure"))
    error = resolve_failure(names, "http://news.example/feed")
    assert error.kind in ("dns", "offline")
    assert is_connectivity(error)


def test_a_name_that_is_no_name_is_an_error() -> None:
    error = failure("http://" + "a" * 70 + ".example/feed")
    assert error.kind in ("dns", "offline", "address")


def resolve_failure(names: Names, url: str) -> FetchError:
    async def once() -> None:
        async with Fetcher(resolve=names) as fetcher:
            await fetcher.get(url)

    with pytest.raises(FetchError) as caught:
        asyncio.run(once())
    return caught.value


def test_when_no_host_can_be_reached_the_machine_seems_offline(server: Server) -> None:
    server.route("/feed", Reply(status=404))
    broken = socket.gaierror(socket.EAI_AGAIN, "temporary failure")
    names = Names(
        a__example=broken, b__example=broken, c__example=broken, up__example=["127.0.0.1"], typo__example=OSError()
    )

    async def story() -> list[bool]:
        seen = []
        async with Fetcher(resolve=names) as fetcher:
            for url in ("http://a.example/1", "http://a.example/2", "http://a.example/3", "http://b.example/"):
                with pytest.raises(FetchError):
                    await fetcher.get(url)
            seen.append(fetcher.seems_offline)
            with pytest.raises(FetchError):
                await fetcher.get(server.url("/feed"), private_host=LOOPBACK)
            with pytest.raises(FetchError):
                await fetcher.get("http://c.example/")
            seen.append(fetcher.seems_offline)
            with pytest.raises(FetchError) as caught:
                await fetcher.get(f"http://up.example:{server.port}/feed", private_host="up.example")
            assert caught.value.status == 404
            seen.append(fetcher.seems_offline)
        return seen

    assert asyncio.run(story()) == [False, True, False]


def test_seeming_offline_wears_off_so_that_the_network_is_tried_again() -> None:
    broken = socket.gaierror(socket.EAI_AGAIN, "temporary failure")
    names = Names(a__example=broken, b__example=broken, c__example=broken)

    async def story(limits: Limits) -> bool:
        async with Fetcher(limits, resolve=names) as fetcher:
            for host in names.known:
                with pytest.raises(FetchError):
                    await fetcher.get(f"http://{host}/")
            return fetcher.seems_offline

    assert asyncio.run(story(Limits()))
    assert not asyncio.run(story(Limits(offline=0.0)))


def test_a_server_that_is_down_is_named(server: Server) -> None:
    url = server.route("/feed", Reply(FEED))
    server.stop()
    error = failure(url)
    assert error.kind == "connect"
    assert error.message == "127.0.0.1 refused the connection; its server may be down."
    assert not is_connectivity(error)


def test_a_connection_that_breaks_is_tried_once_more(server: Server) -> None:
    server.route("/feed", [Reply(drop=True), Reply(FEED)])
    assert failure(server.route("/gone", Reply(drop=True))).kind == "connect"
    assert len(server.asked("/gone")) == 2

    async def once() -> bytes:
        async with Fetcher() as fetcher:
            return (await fetcher.get(server.url("/feed"), private_host=LOOPBACK)).body

    assert asyncio.run(once()) == FEED


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
    ],
)
def test_what_is_no_http_is_an_error(server: Server, raw: bytes) -> None:
    error = failure(server.route("/feed", Reply(raw=raw)))
    assert error.kind == "connect"
    assert error.message == "127.0.0.1 answered with something that is not HTTP."


def test_a_host_that_does_not_speak_tls_is_named(server: Server) -> None:
    error = failure(f"https://127.0.0.1:{server.port}/feed")
    assert (error.kind, error.message) == ("tls", "No secure connection could be made to 127.0.0.1.")


def test_a_broken_chunk_ends_the_body_there(server: Server) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss v\r\nxyz\r\n"

    async def once() -> tuple[bytes, bool]:
        async with Fetcher() as fetcher:
            response = await fetcher.get(server.route("/feed", Reply(raw=raw)), private_host=LOOPBACK)
            return response.body, response.truncated

    assert asyncio.run(once()) == (b"<rss v", True)


def test_silence_before_the_answer_ends_in_time(server: Server) -> None:
    url = server.route("/feed", Reply(FEED, wait=server.released))
    error = failure(url, limits=Limits(read=0.05))
    assert (error.kind, error.message) == ("timeout", "127.0.0.1 did not answer in time; it may be overloaded.")
    assert not is_connectivity(error)


def test_silence_within_the_body_ends_in_time(server: Server) -> None:
    url = server.route("/feed", Reply(FEED, wait=server.released, wait_after=10))
    assert failure(url, limits=Limits(read=0.05)).kind == "timeout"


def test_a_body_that_drips_ends_at_the_total(server: Server) -> None:
    def drip() -> Iterator[bytes]:
        while not server.released.wait(0.005):
            yield b"<"

    url = server.route("/feed", Reply(pieces=drip()))
    error = failure(url, limits=Limits(read=5, total=0.2))
    assert error.kind == "timeout"
    assert "took longer" in error.message


def test_redirects_share_one_total(server: Server) -> None:
    def slow(status: int) -> Reply:
        return Reply(status=status, headers={"Location": "/next"}, wait=server.released)

    server.route("/feed", Reply(status=302, headers={"Location": "/next"}))
    server.route("/next", slow(200))
    error = failure(server.url("/feed"), limits=Limits(total=0.1))
    assert error.kind == "timeout"


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "tls"),
        (ssl.SSLError(1, "wrong version number"), "tls"),
        (OSError(errno.EHOSTUNREACH, "no route to host"), "connect"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "connect"),
        (ExceptionGroup("all failed", [OSError(errno.ECONNREFUSED, "refused")]), "connect"),
    ],
)
def test_causes_below_httpx_are_found(cause: Exception, kind: str) -> None:
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = OSError("All connection attempts failed")
    error.__cause__.__cause__ = cause
    assert from_exception(error, "news.example", None).kind == kind


def test_a_network_that_is_not_there_is_nobodys_fault() -> None:
    error = httpx.ConnectError("failed")
    error.__cause__ = OSError(errno.ENETUNREACH, "network is unreachable")
    found = from_exception(error, "news.example", None)
    assert found.kind in ("offline", "connect")
    assert is_connectivity(found)


@pytest.mark.parametrize(
    "url", ["", "news.example/feed", "ftp://news.example/feed", "http://", "http://a b/", "http://news.example:99999/"]
)
def test_what_is_no_web_address_is_named(url: str) -> None:
    error = failure(url)
    assert error.kind == "address"
    assert error.message.endswith(".")
