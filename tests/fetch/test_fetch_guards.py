"""Where connections go: only to addresses that were checked, and private ones only where the user named the host."""

import asyncio
import base64
import socket

import pytest
from support.fetching import LOOPBACK, Names, failure, fetch
from support.server import Reply, Server, redirect

from evreader.fetch import Fetcher, FetchError, Limits, Response

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"


def fetch_with(names: Names, url: str, private_host: str | None) -> Response:
    async def once() -> Response:
        async with Fetcher(resolve=names) as fetcher:
            return await fetcher.get(url, private_host=private_host)

    return asyncio.run(once())


def test_this_machine_is_refused_unless_named(server: Server) -> None:
    url = server.route("/feed", Reply(FEED))
    assert failure(url, private_host=None).kind == "address"
    assert failure(url, private_host="localhost").kind == "address"
    assert server.requests == []
    assert fetch(url, private_host=LOOPBACK).private


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3", "127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fe80::1%lo"],
        ["100.64.0.9"],
        ["0.0.0.0"],
        [],
    ],
)
def test_a_name_that_leads_into_a_private_network_is_refused(server: Server, addresses: list[str]) -> None:
    server.route("/feed", Reply(FEED))
    names = Names(news__example=addresses)
    with pytest.raises(FetchError) as caught:
        fetch_with(names, f"http://news.example:{server.port}/feed", None)
    assert caught.value.kind == "address"
    assert server.requests == []


def test_a_name_resolved_once_cannot_change_its_meaning(server: Server) -> None:
    """The connection goes to the address that was checked, so the second answer of a rebinding name is never used."""
    server.route("/feed", Reply(FEED))
    names = Names(news__example=["127.0.0.1"])

    async def twice() -> None:
        async with Fetcher(resolve=names) as fetcher:
            url = f"http://news.example:{server.port}/feed"
            await fetcher.get(url, private_host="news.example")
            # The connection is open now; for whom nobody named the host it must be of no use.
            with pytest.raises(FetchError) as caught:
                await fetcher.get(url, private_host=None)
            assert caught.value.kind == "address"

    asyncio.run(twice())
    assert names.asked == ["news.example"]
    assert len(server.requests) == 1


def test_a_named_host_on_a_private_network_is_asked_by_its_name(server: Server) -> None:
    server.route("/feed", Reply(FEED))
    names = Names(news__example=["127.0.0.1"])
    response = fetch_with(names, f"http://NEWS.example.:{server.port}/feed", "news.example")
    assert response.private
    assert server.requests[0].headers["host"].lower().startswith("news.example")


def test_naming_one_private_host_allows_no_other(server: Server) -> None:
    names = Names(news__example=["127.0.0.1"], inside__example=["127.0.0.1"])
    server.route("/feed", redirect(f"http://inside.example:{server.port}/secret"))
    with pytest.raises(FetchError) as caught:
        fetch_with(names, f"http://news.example:{server.port}/feed", "news.example")
    assert caught.value.kind == "redirect"
    assert server.asked("/secret") == []


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    server.route("/feed", Reply(FEED))
    names = Names(news__example=["127.0.0.2", "::1", "127.0.0.1"])  # the server listens on the last alone
    assert fetch_with(names, f"http://news.example:{server.port}/feed", "news.example").body == FEED


def test_credentials_are_used_and_never_told(server: Server) -> None:
    url = f"http://mara:s3cret@127.0.0.1:{server.port}/feed"
    server.route("/feed", [Reply(FEED), Reply(status=401), Reply(status=503), Reply(drop=True)])
    response = fetch(url)
    assert server.requests[0].headers["authorization"] == "Basic " + base64.b64encode(b"mara:s3cret").decode()
    assert response.url == server.url("/feed")
    for _ in range(3):
        error = failure(url)
        assert "mara" not in repr(error)
        assert "s3cret" not in repr(error)


@pytest.mark.parametrize("kind", ["page", "image"])
def test_credentials_in_the_address_of_a_page_are_refused(server: Server, kind: str) -> None:
    error = failure(f"http://mara:s3cret@127.0.0.1:{server.port}/page", kind=kind)
    assert error.kind == "address"
    assert "s3cret" not in error.message
    assert server.requests == []


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://mara:s3cret@127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "direct.example")
    server.route("http://news.example/feed", Reply(FEED))
    server.route("/feed", Reply(FEED))
    names = Names(direct__example=["127.0.0.1"])
    assert fetch_with(names, "http://news.example/feed", None).body == FEED
    request = server.requests[0]
    assert request.target == "http://news.example/feed"
    assert request.headers["host"] == "news.example"
    assert request.headers["proxy-authorization"] == "Basic " + base64.b64encode(b"mara:s3cret").decode()
    assert names.asked == []
    fetch_with(names, server.url("/feed"), LOOPBACK)
    fetch_with(names, f"http://direct.example:{server.port}/feed", "direct.example")
    assert [request.target for request in server.requests[1:]] == ["/feed", "/feed"]
    with pytest.raises(FetchError) as caught:
        fetch_with(names, "http://192.168.1.1/feed", None)
    assert caught.value.kind == "address"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "carrier-pigeon://127.0.0.1", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_named(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    error = failure("http://news.example/feed")
    assert error.kind == "connect"
    assert "proxy" in error.message


def test_a_proxy_that_is_down_is_named_and_no_feeds_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://mara:s3cret@127.0.0.1:{unused.getsockname()[1]}")
        error = failure("http://news.example/feed", limits=Limits(connect=5))
    assert error.kind == "connect"
    assert error.connectivity
    assert error.message.startswith("The proxy 127.0.0.1 ")
