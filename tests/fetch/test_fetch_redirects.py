"""Redirects: followed by hand, each target checked again, and only permanent ones remembered."""

import base64

import pytest
from support.fetching import LOOPBACK, failure, fetch
from support.server import Reply, Server, redirect

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_only_permanent_ones_stored(server: Server, status: int) -> None:
    url = server.route("/old", redirect("/new/feed.xml", status))
    server.route("/new/feed.xml", Reply(FEED))
    response = fetch(url)
    assert (response.body, response.url) == (FEED, server.url("/new/feed.xml"))
    assert response.permanent_url == (response.url if status in (301, 308) else None)


@pytest.mark.parametrize("chain", [(301, 302), (307, 308), (301, 302, 301)])
def test_a_chain_with_a_temporary_redirect_is_not_stored(server: Server, chain: tuple[int, ...]) -> None:
    for number, status in enumerate(chain):
        server.route(f"/{number}", redirect(f"/{number + 1}", status))
    server.route(f"/{len(chain)}", Reply(FEED))
    assert fetch(server.url("/0")).permanent_url is None


def test_a_chain_of_permanent_redirects_is_stored_at_its_end(server: Server) -> None:
    server.route("/0", redirect("/1", 301))
    server.route("/1", redirect("/2", 308))
    server.route("/2", Reply(FEED))
    assert fetch(server.url("/0")).permanent_url == server.url("/2")


def test_without_a_redirect_there_is_nothing_to_store(server: Server) -> None:
    assert fetch(server.route("/feed", Reply(FEED))).permanent_url is None


def test_five_redirects_are_followed_and_a_sixth_is_not(server: Server) -> None:
    for number in range(6):
        server.route(f"/{number}", redirect(f"/{number + 1}"))
    server.route("/6", Reply(FEED))
    assert fetch(server.url("/1")).body == FEED
    error = failure(server.url("/0"))
    assert (error.kind, error.message) == ("redirect", "127.0.0.1 redirects more than 5 times in a row.")
    assert server.asked("/6") == server.requests[5:6]


@pytest.mark.parametrize("status", [301, 302])
def test_a_circle_is_named(server: Server, status: int) -> None:
    server.route("/a", redirect("/b", status))
    server.route("/b", redirect("/a#again", status))
    error = failure(server.url("/a"))
    assert error.kind == "redirect"
    assert "in a circle" in error.message
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("ftp://127.0.0.1/feed", "not ftp"),
        ("file:///etc/passwd", "not file"),
        ("javascript:alert(1)", "not javascript"),
        ("gopher://127.0.0.1:70/", "not gopher"),
        ("http://[::1/feed", "cannot be read"),
        ("http://user:word@127.0.0.1/feed", "user name or password"),
        ("http://localhost/feed", "private network"),
        ("http://127.0.0.2/feed", "private network"),
        ("http://2130706433/feed", "private network"),
        ("http://169.254.169.254/latest/meta-data/", "private network"),
        ("http://10.0.0.1/", "private network"),
        ("http://[::1]/", "private network"),
        ("http://[::ffff:7f00:1]/", "private network"),
        ("http://router.local/", "private network"),
        ("//192.168.1.1/", "private network"),
    ],
)
def test_a_target_that_may_not_be_followed_is_named(server: Server, target: str, says: str) -> None:
    error = failure(server.route("/feed", redirect(target)))
    assert error.kind == "redirect"
    assert says in error.message
    assert error.message.startswith("127.0.0.1 redirects ")
    assert "word" not in error.message.replace("password", "")
    assert len(server.requests) == 1


def test_a_redirect_without_a_target_is_an_error(server: Server) -> None:
    error = failure(server.route("/feed", Reply(status=302)))
    assert (error.kind, error.status) == ("http", 302)


def test_a_target_in_raw_utf8_is_followed(server: Server) -> None:
    server.route("/feed", Reply(raw="HTTP/1.1 302 Found\r\nLocation: /čas\r\nContent-Length: 0\r\n\r\n".encode()))
    server.route("/%C4%8Das", Reply(FEED))
    assert fetch(server.url("/feed")).body == FEED


def test_credentials_stay_with_their_host_through_redirects(server: Server) -> None:
    server.route("/old", redirect("/new", 301))
    server.route("/new", Reply(FEED))
    response = fetch(f"http://mara:s%3Acret@127.0.0.1:{server.port}/old")
    expected = "Basic " + base64.b64encode(b"mara:s:cret").decode()
    assert [request.headers.get("authorization") for request in server.requests] == [expected, expected]
    assert response.url == server.url("/new")
    assert response.permanent_url == f"http://mara:s%3Acret@127.0.0.1:{server.port}/new"


def test_credentials_do_not_go_to_another_port(server: Server) -> None:
    with Server() as other:
        other.route("/feed", Reply(FEED))
        server.route("/old", redirect(other.url("/feed"), 301))
        response = fetch(f"http://mara:secret@127.0.0.1:{server.port}/old")
        assert "authorization" not in other.requests[0].headers
        assert response.permanent_url == other.url("/feed")


def test_no_referrer_is_sent_on(server: Server) -> None:
    server.route("/old", redirect("/new"))
    server.route("/new", Reply(FEED))
    fetch(server.url("/old"), private_host=LOOPBACK)
    assert all("referer" not in request.headers for request in server.requests)
