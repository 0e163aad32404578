"""Adding feeds: one request where one is enough, pages that name feeds, and addresses that hold a password."""

import base64

import pytest
from support.commands import run
from support.newsroom import Outlet
from support.refreshing import LOOPBACK, Desk
from support.server import Reply, Server, redirect

from evreader.engine.addresses import shown_address, typed_address
from evreader.engine.errors import EngineError
from evreader.engine.importing import import_subscriptions, parse_list
from evreader.engine.subscribing import MOST_REQUESTS
from evreader.feeds import write_opml
from evreader.model import Subscription

FEED = "/courier/feed.xml"


def names(*feeds: str, title: str = "Norrby Courier") -> Reply:
    """A web page whose head names these feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    body = f"<!doctype html><html><head><title>{title}</title>{links}</head><body><p>News</p></body></html>"
    return Reply(body.encode(), content_type="text/html; charset=utf-8")


def test_adding_a_feed_takes_one_request(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(3)
    added = desk.add(outlet.url, "Cars")
    assert (added.existed, added.stories, added.others) == (False, 3, ())
    assert (added.feed.url, added.feed.title, added.feed.folder) == (outlet.url, "Norrby Courier", "Cars")
    assert added.feed.validators.etag == '"3"'
    assert added.feed.next_check_at is not None
    assert len(server.requests) == 1
    assert len(desk.titles()) == 3
    assert desk.refresh("asked").outcomes == ["skipped"]
    assert len(server.requests) == 1


def test_adding_it_again_takes_none(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    first = desk.add(outlet.url)
    for spelling in (outlet.url, f" {outlet.url}#top ", f"feed:{outlet.url}", outlet.url.removeprefix("http://")):
        again = desk.add(spelling)
        assert again.existed
        assert again.feed.id == first.feed.id
    assert len(server.requests) == 1


def test_an_address_that_merely_begins_like_another_is_another(desk: Desk, server: Server) -> None:
    desk.subscribe(server.url("/courier/feed.xml2"))
    outlet = Outlet(server).publish(1)
    assert not desk.add(outlet.url).existed


def test_the_feed_keeps_its_own_title(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    desk.add(outlet.url)
    outlet.name = "Norrby Evening Courier"
    outlet.publish(1)
    desk.refresh()
    assert desk.feed().title == "Norrby Evening Courier"


@pytest.mark.parametrize(("status", "stored"), [(301, "/new.xml"), (308, "/new.xml"), (302, FEED), (307, FEED)])
def test_a_permanent_redirect_is_followed_at_once_a_passing_one_each_time(
    desk: Desk, server: Server, status: int, stored: str
) -> None:
    server.route(FEED, redirect("/new.xml", status))
    server.route("/new.xml", Reply(Outlet(server, path="/elsewhere").publish(1).document()))
    added = desk.add(server.url(FEED))
    assert added.feed.url == server.url(stored)
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_to_a_feed_that_is_there_already(desk: Desk, server: Server, status: int) -> None:
    outlet = Outlet(server).publish(1)
    first = desk.add(outlet.url)
    again = desk.add(server.route("/short", redirect(FEED, status)))
    assert again.existed
    assert again.feed.id == first.feed.id
    with desk.library() as library:
        assert len(library.feeds.all()) == 1


def test_a_page_leads_to_its_feed_with_two_requests(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    added = desk.add(server.route("/", names(FEED)))
    assert added.feed.url == outlet.url
    assert added.stories == 2
    assert [request.target for request in server.requests] == ["/", FEED]


def test_a_page_whose_feed_is_there_already_takes_one(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    desk.subscribe(outlet.url)
    assert desk.add(server.route("/", names(FEED, "/other.xml"))).existed
    assert [request.target for request in server.requests] == ["/"]


def test_of_several_feeds_the_first_that_can_be_read_is_taken(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    server.route("/broken.xml", Reply(b"<rss><channel>", etag='"x"'))
    home = server.route("/", names("/comments/feed.xml", "/gone.xml", "/broken.xml", FEED, "/video.xml"))
    added = desk.add(home)
    assert added.feed.url == outlet.url
    assert added.others == (server.url("/video.xml"), server.url("/comments/feed.xml"))
    assert not server.asked("/comments/feed.xml")


def test_when_none_can_be_read_the_first_is_blamed_and_the_others_offered(desk: Desk, server: Server) -> None:
    home = server.route("/", names("/one.xml", "/two.xml", "/three.xml"))
    with pytest.raises(EngineError, match=r"/one\.xml: .*404") as caught:
        desk.add(home)
    assert caught.value.candidates == (server.url("/two.xml"), server.url("/three.xml"))
    assert desk.work(nothing).events == []
    with desk.library() as library:
        assert library.feeds.all() == []


async def nothing(engine: object) -> None:
    """Do nothing."""


def test_a_page_that_names_itself_is_not_asked_again(desk: Desk, server: Server) -> None:
    home = server.route("/", names("/"))
    with pytest.raises(EngineError):
        desk.add(home)
    assert len(server.asked("/")) == 1


def test_pages_that_name_pages_are_followed_twice(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    server.route("/feeds", names(FEED))
    assert desk.add(server.route("/", names("/feeds"))).feed.url == outlet.url
    assert len(server.requests) == 3

    server.route("/a", names("/b"))
    server.route("/b", names("/c"))
    server.route("/c", names("/d"))
    with pytest.raises(EngineError):
        desk.add(server.url("/a"))
    assert server.asked("/c")
    assert not server.asked("/d")


def test_a_page_that_names_many_feeds_costs_a_few_requests(desk: Desk, server: Server) -> None:
    home = server.route("/", names(*[f"/missing-{number}.xml" for number in range(40)]))
    with pytest.raises(EngineError):
        desk.add(home)
    assert len(server.requests) == MOST_REQUESTS


def test_where_a_page_names_none_the_usual_places_are_tried(desk: Desk, server: Server) -> None:
    server.route("/rss", Reply(Outlet(server).publish(1).document()))
    added = desk.add(server.route("/", names()))
    assert added.feed.url == server.url("/rss")
    assert added.others == ()

    server.route("/rss", Reply(status=404))
    with pytest.raises(EngineError, match="names no feed") as caught:
        desk.add(server.route("/blog/today", names()).replace("127.0.0.1", "localhost"))
    assert caught.value.candidates == ()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=404), "404"),
        (Reply(status=503), "503"),
        (Reply(b'{"weather": "fine"}', content_type="application/json"), "names no feed"),
        (Reply(b'<rss version="2.0"><channel><title>'), "cut off"),
        (redirect("file:///etc/passwd"), "http and https"),
        (redirect("http://192.168.0.1/feed"), "private network"),
    ],
)
def test_what_is_no_feed_is_said_with_one_request(desk: Desk, server: Server, reply: Reply, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        desk.add(server.route(FEED, reply))
    assert len(server.requests) == 1
    with desk.library() as library:
        assert library.feeds.all() == []


def test_naming_a_private_host_allows_it_and_no_other(desk: Desk, server: Server) -> None:
    """A name that resolves to this machine counts as private, whatever it looks like."""
    Outlet(server).publish(1)
    server.route("/", names(f"http://other.test:{server.port}{FEED}"))
    with pytest.raises(EngineError, match=r"other\.test is on this machine"):
        desk.add(f"http://desk.test:{server.port}/")
    added = desk.add(f"http://desk.test:{server.port}{FEED}")
    assert added.feed.private_host == "desk.test"
    assert desk.refresh().outcomes == ["unchanged"]


class TestPasswords:
    """They serve the request and are shown nowhere."""

    @pytest.fixture
    def secret(self, server: Server) -> str:
        """The address of a feed that wants a password."""
        document = Outlet(server).publish(1).document()
        wanted = "Basic " + base64.b64encode(b"karin:s3cret").decode()
        server.route(
            FEED,
            lambda request: (
                Reply(document, etag='"1"') if request.headers.get("authorization") == wanted else Reply(status=401)
            ),
        )
        return server.url(FEED).replace("http://", "http://karin:s3cret@")

    def test_the_feed_is_fetched_with_them(self, desk: Desk, secret: str) -> None:
        added = desk.add(secret)
        assert added.feed.url == secret
        assert desk.refresh().finished.failed == 0
        assert desk.add(secret).existed

    def test_no_list_shows_them(self, desk: Desk, secret: str) -> None:
        desk.subscribe(secret)
        with desk.library() as library:
            (row,) = library.feeds.rows()
            assert "s3cret" not in f"{row.url} {row.title}"
            assert library.feeds.find(row.url) == library.feeds.get(row.id)
            assert "s3cret" not in library.feeds.all()[0].title

    def test_no_command_prints_them(self, desk: Desk, secret: str) -> None:
        def evreader(*arguments: str) -> str:
            done = run("--library", str(desk.paths.library), *arguments)
            return done.out + done.err

        printed = evreader("add", secret, "--json") + evreader("add", secret)
        printed += evreader("feeds") + evreader("feeds", "--json") + evreader("list", "--json") + evreader("export")
        assert "/courier/feed.xml" in printed
        assert "s3cret" not in printed
        assert "Removed Norrby Courier" in evreader("remove", secret.replace("karin:s3cret@", ""))

    @pytest.mark.parametrize(
        "typed", ["ftp://karin:s3cret@x.test/feed", "karin:s3cret@x.test/feed", "http://k:s3cret@"]
    )
    def test_no_message_about_an_address_shows_them(self, typed: str) -> None:
        assert "s3cret" not in shown_address(typed)
        with pytest.raises(EngineError) as caught:
            typed_address(typed)
        assert "s3cret" not in str(caught.value)

    def test_no_message_about_a_failure_shows_them(self, desk: Desk, server: Server, secret: str) -> None:
        wrong = secret.replace("s3cret", "wr0ng")
        with pytest.raises(EngineError) as caught:
            desk.add(wrong)
        assert "wr0ng" not in str(caught.value)
        assert "401" in str(caught.value)
        desk.subscribe(wrong)
        run = desk.refresh()
        failure = desk.feed().failure
        assert failure is not None
        assert "wr0ng" not in failure.message + run.message
        server.route("/", names())
        with pytest.raises(EngineError) as caught:
            desk.add(wrong.removesuffix(FEED))
        assert "wr0ng" not in str(caught.value)


class TestLists:
    """A subscription list is somebody's file: each address is checked."""

    def test_addresses_that_may_not_be_fetched_are_left_out(self, desk: Desk) -> None:
        listed = [
            Subscription(url=url)
            for url in (
                "https://courier.test/feed.xml",
                "https://courier.test/feed.xml/",
                "ftp://courier.test/feed.xml",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://192.168.0.7/feed",
                "http://localhost/feed",
                "http://[::1]/feed",
                "http://2130706433/feed",
                "http://",
            )
        ]
        with desk.library() as library:
            outcome = import_subscriptions(library, listed, allow_private=False)
            assert [feed.url for feed in library.feeds.all()] == ["https://courier.test/feed.xml"]
        assert (outcome.added, outcome.existing) == (1, 1)
        assert len(outcome.refused) == 4
        assert len(outcome.private) == 4

    def test_private_ones_come_with_a_word_and_only_for_their_host(self, desk: Desk) -> None:
        listed = parse_list(write_opml([Subscription(url="http://127.0.0.1:8000/feed", title="Local")]), "list")
        with desk.library() as library:
            assert import_subscriptions(library, listed, allow_private=True).added == 1
            (feed,) = library.feeds.all()
        assert (feed.private_host, feed.title) == (LOOPBACK, "Local")

    def test_no_list_brings_or_takes_a_password(self, desk: Desk) -> None:
        document = b'<opml><body><outline text="x" xmlUrl="https://karin:s3cret@courier.test/feed"/></body></opml>'
        with desk.library() as library:
            import_subscriptions(library, parse_list(document, "list"), allow_private=False)
            assert library.feeds.all()[0].url == "https://courier.test/feed"
