"""Conditional requests, and what every request carries."""

import asyncio

import pytest
from support.fetching import LOOPBACK, failure, fetch
from support.server import Reply, Server

from evreader import __version__
from evreader.config import CONTACT
from evreader.fetch import Fetcher
from evreader.model import Validators

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"


@pytest.mark.parametrize(
    "etag",
    ['"3f-5e1"', 'W/"3f-5e1"', "unquoted", '"a, b"', '"with \\" inside"', '"caf\xe9"', "'single'", '"W/"', '"  "'],
)
def test_both_validators_are_kept_and_sent_back_byte_for_byte(server: Server, etag: str) -> None:
    date = "Sun, 09 sep 2001 1:46:40 +0000"  # no form that HTTP knows
    url = server.route("/feed", Reply(FEED, headers={"ETag": etag, "Last-Modified": date}))
    first = fetch(url)
    assert first.validators == Validators(etag=etag, last_modified=date)
    fetch(url, validators=first.validators)
    sent = server.requests[1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (etag, date)


def test_without_validators_the_request_is_unconditional(server: Server) -> None:
    response = fetch(server.route("/feed", Reply(FEED)))
    assert response.validators == Validators()
    assert not {"if-none-match", "if-modified-since"} & server.requests[0].headers.keys()


def test_each_validator_is_sent_alone_too(server: Server) -> None:
    url = server.route("/feed", Reply(FEED))
    fetch(url, validators=Validators(etag='"1"'))
    fetch(url, validators=Validators(last_modified="Mon, 02 Nov 2026 08:00:00 GMT"))
    assert "if-modified-since" not in server.requests[0].headers
    assert "if-none-match" not in server.requests[1].headers


@pytest.mark.parametrize("stored", ['"1"\r\nX-Injected: yes', "", " ", '"1"\x00', '"🔋"', "x" * 5000])
def test_a_stored_validator_that_cannot_be_a_header_is_not_sent(server: Server, stored: str) -> None:
    fetch(server.route("/feed", Reply(FEED)), validators=Validators(etag=stored, last_modified=stored))
    assert not {"if-none-match", "if-modified-since", "x-injected"} & server.requests[0].headers.keys()


def test_304_has_no_body_and_renews_only_the_validators_it_carries(server: Server) -> None:
    date = "Mon, 02 Nov 2026 08:00:00 GMT"
    url = server.route("/feed", Reply(status=304, headers={"ETag": '"2"'}, content_type=""))
    response = fetch(url, validators=Validators(etag='"1"', last_modified=date))
    assert (response.status, response.body) == (304, b"")
    assert response.validators == Validators(etag='"2"', last_modified=date)


def test_200_gives_only_the_validators_it_carries(server: Server) -> None:
    url = server.route("/feed", Reply(FEED, headers={"ETag": '"2"'}))
    response = fetch(url, validators=Validators(etag='"1"', last_modified="Mon, 02 Nov 2026 08:00:00 GMT"))
    assert response.status == 200
    assert response.validators == Validators(etag='"2"')


def test_304_to_an_unconditional_request_is_an_error(server: Server) -> None:
    error = failure(server.route("/feed", Reply(status=304)))
    assert (error.kind, error.status) == ("http", 304)


def test_every_request_names_the_program_and_keeps_nothing_else(server: Server) -> None:
    url = server.route("/feed?page=2&x=%2f", Reply(FEED, headers={"Set-Cookie": "id=7; Path=/"}))

    async def twice() -> None:
        async with Fetcher() as fetcher:
            await fetcher.get(url, private_host=LOOPBACK)
            await fetcher.get(url, private_host=LOOPBACK)

    asyncio.run(twice())
    for request in server.requests:
        assert request.target == "/feed?page=2&x=%2f"
        assert request.headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}
        assert request.headers["user-agent"] == f"evreader/{__version__} (+{CONTACT})"
        assert request.headers["accept-encoding"] == "gzip"
        assert request.headers["host"] == f"127.0.0.1:{server.port}"
        for media in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
            assert media in request.headers["accept"]


@pytest.mark.parametrize(
    ("kind", "media"), [("feed", "application/rss+xml"), ("page", "text/html"), ("image", "image/*")]
)
def test_accept_names_what_is_wanted(server: Server, kind: str, media: str) -> None:
    fetch(server.route("/it", Reply(b"x")), kind=kind)
    assert media in server.asked("/it")[0].headers["accept"]


def test_a_fragment_is_not_sent(server: Server) -> None:
    response = fetch(server.route("/feed", Reply(FEED)) + "#latest")
    assert server.requests[0].target == "/feed"
    assert response.url == server.url("/feed")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=1800"}, 1800),
        ({"Cache-Control": "max-age=1800", "Age": "300"}, 1500),
        ({"Cache-Control": "max-age=60", "Age": "300"}, 0),
        ({"Cache-Control": 'MAX-AGE="90"'}, 90),
        ({"Cache-Control": "max-age=504576000"}, 504_576_000),
        ({"Cache-Control": "max-age=" + "9" * 5000}, 10**18 - 1),
        ({"Cache-Control": "no-cache, max-age=1800"}, 0),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Expires": "0"}, 0),
        ({"Expires": "never"}, 0),
        ({"Date": "Mon, 02 Nov 2026 08:00:00 GMT", "Expires": "Mon, 02 Nov 2026 09:30:00 GMT"}, 5400),
        ({"Date": "Mon, 02 Nov 2026 08:00:00 GMT", "Expires": "Mon, 02 Nov 2026 07:00:00 GMT"}, 0),
        ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Nov 2099 07:00:00 GMT"}, 60),
    ],
)
def test_how_long_the_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    raw = f"HTTP/1.1 200 OK\r\n{head}Content-Length: 4\r\n\r\nfeed".encode()
    with Server() as server:
        assert fetch(server.route("/feed", Reply(raw=raw))).fresh_for == seconds


def test_content_type_is_given_as_one_clean_line(server: Server) -> None:
    url = server.route("/feed", Reply(FEED, content_type="Application/RSS+XML; charset=KOI8-R"))
    assert fetch(url).content_type == "application/rss+xml; charset=KOI8-R"


def test_226_is_taken_as_a_feed(server: Server) -> None:
    response = fetch(server.route("/feed", Reply(FEED, status=226)))
    assert (response.status, response.body) == (200, FEED)


def test_connections_are_reused(server: Server) -> None:
    url = server.route("/feed", Reply(FEED, etag='"1"'))

    async def four_times() -> None:
        async with Fetcher() as fetcher:
            validators = Validators()
            for _ in range(4):
                validators = (await fetcher.get(url, validators=validators, private_host=LOOPBACK)).validators

    asyncio.run(four_times())
    assert [len(server.requests), server.connections] == [4, 1]
