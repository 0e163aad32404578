"""What a check of a feed brings, leaves and stores: conditional requests, damage, moves and ends."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from support.newsroom import Outlet
from support.refreshing import Desk
from support.server import Reply, Server, gzip_bomb, redirect

from evreader.model import Validators

HOUR = timedelta(hours=1)
FEED = "/courier/feed.xml"


def as_sent(server: Server) -> tuple[str | None, str | None]:
    """The validators of the last request for the feed."""
    headers = server.asked(FEED)[-1].headers
    return headers.get("if-none-match"), headers.get("if-modified-since")


def test_validators_come_back_byte_for_byte(desk: Desk, server: Server) -> None:
    etag, modified = 'W/"a-b:c"', "Fri, 20-Nov-26 09:00:00 GMT"
    server.route(FEED, Reply(Outlet(server).publish(1).document(), etag=etag, last_modified=modified))
    desk.subscribe(server.url(FEED))
    desk.refresh()
    assert as_sent(server) == (None, None)
    desk.refresh()
    assert as_sent(server) == (etag, modified)
    assert desk.feed().validators == Validators(etag=etag, last_modified=modified)


def test_304_is_a_success_with_nothing_new(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    desk.subscribe(outlet.url)
    desk.refresh()
    desk.checked(ago=3 * HOUR, next_in=-HOUR)
    before = desk.feed()
    server.route(FEED, Reply(status=304, headers={"ETag": '"renewed"'}))
    run = desk.refresh()
    after = desk.feed()
    assert (run.outcomes, run.finished.new, run.finished.failed) == (["unchanged"], 0, 0)
    assert before.checked_at is not None
    assert after.checked_at is not None
    assert after.checked_at > before.checked_at
    assert after.body_at == before.body_at
    assert after.validators.etag == '"renewed"'
    assert after.failure is None
    assert len(desk.titles()) == 2


def test_a_304_ends_a_failure(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    desk.subscribe(outlet.url)
    desk.refresh()
    server.route(FEED, Reply(status=500))
    desk.refresh()
    assert desk.feed().failure is not None
    outlet.serve()
    desk.refresh()
    assert desk.feed().failure is None


def test_the_same_body_is_not_parsed_but_its_new_validators_are_kept(desk: Desk, server: Server) -> None:
    body = Outlet(server).publish(1).document()
    server.route(FEED, Reply(body, etag='"one"'))
    desk.subscribe(server.url(FEED))
    desk.refresh()
    desk.checked(ago=3 * HOUR, next_in=-HOUR)
    before = desk.feed().body_at
    server.route(FEED, Reply(body, etag='"two"'))
    run = desk.refresh()
    assert run.outcomes == ["unchanged"]
    after = desk.feed()
    assert after.validators.etag == '"two"'
    assert before is not None
    assert after.body_at is not None
    assert after.body_at > before


def test_a_known_hash_is_enough_to_skip_the_parse(desk: Desk, server: Server) -> None:
    """The body here is no feed: parsing it would fail."""
    outlet = Outlet(server).publish(1)
    desk.subscribe(outlet.url)
    desk.refresh()
    with desk.library() as library:
        from evreader.engine.bookkeeping import digest_of
        from evreader.model import ParsedFeed

        now = datetime.now(UTC)
        library.feeds.record_success(
            1, ParsedFeed(), validators=Validators(), body_hash=digest_of(b"hello"), now=now, next_check_at=now
        )
    server.route(FEED, Reply(b"hello"))
    assert desk.refresh().outcomes == ["unchanged"]


def test_a_full_answer_with_our_own_validators_is_unchanged(desk: Desk, server: Server) -> None:
    """Some servers ignore conditions; after eight days the body is read in spite of its validators."""
    outlet = Outlet(server).publish(1)
    server.route(FEED, lambda request: Reply(outlet.document(), headers={"ETag": '"stuck"'}))
    desk.subscribe(outlet.url)
    desk.refresh()
    outlet.publish(1)
    server.route(FEED, lambda request: Reply(outlet.document(), headers={"ETag": '"stuck"'}))
    assert desk.refresh().outcomes == ["unchanged"]
    assert len(desk.titles()) == 1
    desk.checked(ago=HOUR, next_in=-HOUR, body_ago=timedelta(days=9))
    assert desk.refresh().outcomes == ["new"]
    assert as_sent(server) == (None, None)
    assert len(desk.titles()) == 2


def test_validators_are_trusted_for_eight_days_although_every_304_is_a_success(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    desk.subscribe(outlet.url)
    desk.refresh()
    desk.checked(ago=2 * HOUR, next_in=-HOUR, body_ago=timedelta(days=7))
    desk.refresh()
    assert as_sent(server) == ('"1"', None)
    desk.checked(ago=2 * HOUR, next_in=-HOUR, body_ago=timedelta(days=9))
    desk.refresh()
    assert as_sent(server) == (None, None)
    desk.refresh()
    assert as_sent(server) == ('"1"', None), "a full body renews them for eight days more"


def test_what_cannot_be_parsed_leaves_validators_and_stories_alone(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    desk.subscribe(outlet.url)
    desk.refresh()
    server.route(FEED, Reply(b'<rss version="2.0"><channel><title>', etag='"broken"'))
    run = desk.refresh()
    assert run.outcomes == ["failed"]
    feed = desk.feed()
    assert feed.validators.etag == '"2"'
    assert feed.failure is not None
    assert len(desk.titles()) == 2
    desk.refresh()
    assert as_sent(server) == ('"2"', None)
    failure = desk.feed().failure
    assert failure is not None
    assert (failure.count, failure.since) == (2, feed.failure.since)


def test_a_body_cut_off_gives_what_it_has_and_is_fetched_whole_again(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(3)
    whole = outlet.document()
    cut = whole[: whole.rindex(b"<item>") + 10]
    server.route(FEED, [Reply(cut, claim=len(whole), etag='"2"'), Reply(whole, etag='"2"')])
    desk.subscribe(outlet.url)
    assert desk.refresh().outcomes == ["new"]
    assert len(desk.titles()) >= 2
    assert desk.feed().validators == Validators()
    desk.refresh()
    assert as_sent(server) == (None, None)
    assert len(desk.titles()) == 3
    assert desk.feed().validators.etag == '"2"'


def test_a_document_damaged_at_its_source_is_accepted_when_it_comes_again(desk: Desk, server: Server) -> None:
    """Without that it would be fetched in full for ever."""
    damaged = Outlet(server).publish(2).document().removesuffix(b"</channel></rss>")
    server.route(FEED, Reply(damaged, etag='"d"'))
    desk.subscribe(server.url(FEED))
    desk.refresh()
    assert len(desk.titles()) == 2
    assert desk.feed().validators == Validators()
    assert desk.refresh().outcomes == ["unchanged"]
    desk.refresh()
    assert as_sent(server) == ('"d"', None)


def test_a_feed_that_shrinks_or_is_empty_keeps_its_stories(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(3)
    desk.subscribe(outlet.url)
    desk.refresh()
    outlet.items = outlet.items[:1]
    outlet.serve()
    assert desk.refresh().outcomes == ["unchanged"]
    outlet.items = []
    outlet.serve()
    assert desk.refresh().outcomes == ["unchanged"]
    assert desk.feed().failure is None
    assert len(desk.titles()) == 3


@pytest.mark.parametrize(
    ("reply", "kind", "word"),
    [
        (Reply(b""), "empty", "empty"),
        (Reply(b"<html><p>Back soon</p></html>", content_type="text/html"), "not_a_feed", "web page"),
        (Reply(status=404), "http", "404"),
        (Reply(status=403), "http", "403"),
        (Reply(status=401), "http", "password"),
        (Reply(status=403, headers={"cf-mitigated": "challenge"}), "blocked", "program"),
        (Reply(status=500), "http", "500"),
        (gzip_bomb(20_000_000), "too_big", "MB"),
        (redirect("file:///etc/passwd"), "redirect", "file"),
        (redirect("http://10.0.0.1/feed.xml", 301), "redirect", "private"),
        (redirect("/courier/feed.xml"), "redirect", "circle"),
        (Reply(drop=True), "connect", "closed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_names_its_cause_and_keeps_the_stories(
    desk: Desk, server: Server, reply: Reply, kind: str, word: str
) -> None:
    outlet = Outlet(server).publish(1)
    desk.subscribe(outlet.url)
    desk.refresh()
    server.route(FEED, reply)
    run = desk.refresh()
    failure = desk.feed().failure
    assert failure is not None
    assert (failure.kind, failure.count) == (kind, 1)
    assert word in failure.message
    assert run.message == failure.message
    assert run.finished.failed == 1
    assert len(desk.titles()) == 1


def test_a_page_in_place_of_the_feed_says_where_the_feed_is(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    desk.subscribe(outlet.url)
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/new/feed.xml"></head></html>'
    server.route(FEED, Reply(page, content_type="text/html"))
    assert server.url("/new/feed.xml") in desk.refresh().message


def test_a_compressed_file_and_a_wrong_type_are_read_all_the_same(desk: Desk, server: Server) -> None:
    body = Outlet(server).publish(2).document()
    server.route(FEED, Reply(gzip.compress(body), content_type="image/png"))
    desk.subscribe(server.url(FEED))
    assert desk.refresh().outcomes == ["new"]
    assert len(desk.titles()) == 2


def test_a_partial_answer_deletes_nothing(desk: Desk, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    desk.subscribe(outlet.url)
    desk.refresh()
    outlet.items = []
    outlet.publish(1)
    outlet.items[0].guid = "another"
    server.route(FEED, Reply(outlet.document(), status=226))
    assert desk.refresh().outcomes == ["new"]
    assert len(desk.titles()) == 3
    assert all("a-im" not in request.headers for request in server.requests)


def test_a_feed_is_checked_once_however_often_it_is_named(desk: Desk, server: Server) -> None:
    number = desk.subscribe(Outlet(server).publish(1).url)
    run = desk.refresh(feeds=[number, number])
    assert len(server.requests) == 1
    assert run.finished.new == 1


class TestMoves:
    """A permanent redirect is believed after three checks in a row that brought a feed."""

    NEW = "/moved/feed.xml"

    @pytest.fixture
    def outlet(self, desk: Desk, server: Server) -> Outlet:
        """An outlet that moved after its first check, its new feed saying 304 where nothing changed."""
        outlet = Outlet(server).publish(1)
        desk.subscribe(outlet.url)
        desk.refresh()
        server.route(self.NEW, Reply(outlet.document(), etag='"new"'))
        return outlet

    @pytest.mark.parametrize("status", [301, 308])
    def test_a_feed_that_moved_for_good_gets_its_new_address(
        self, desk: Desk, server: Server, outlet: Outlet, status: int
    ) -> None:
        server.route(FEED, redirect(self.NEW, status))
        for _ in range(2):
            desk.refresh()
            assert desk.feed().url == outlet.url
        desk.refresh()
        assert desk.feed().url == server.url(self.NEW)
        assert desk.feed().validators == Validators(), "they belong to the old address"
        asked = len(server.asked(FEED))
        desk.refresh()
        assert len(server.asked(FEED)) == asked
        assert "if-none-match" not in server.asked(self.NEW)[-1].headers
        assert len(desk.titles()) == 1

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_a_passing_redirect_is_never_believed(
        self, desk: Desk, server: Server, outlet: Outlet, status: int
    ) -> None:
        server.route(FEED, redirect(self.NEW, status))
        for _ in range(5):
            assert desk.refresh().finished.failed == 0
        assert desk.feed().url == outlet.url

    def test_the_checks_must_follow_one_another(self, desk: Desk, server: Server, outlet: Outlet) -> None:
        server.route(self.NEW, Reply(outlet.document()))
        gone = redirect(self.NEW, 301)
        server.route(FEED, [gone, gone, Reply(outlet.document()), gone, gone, Reply(status=500), gone, gone])
        for _ in range(8):
            desk.refresh()
        assert desk.feed().url == outlet.url
        desk.refresh()
        assert desk.feed().url == server.url(self.NEW)

    def test_a_captive_portal_moves_nothing(self, desk: Desk, server: Server, outlet: Outlet) -> None:
        server.route("/login", Reply(b"<html><form>Room number</form></html>", content_type="text/html"))
        server.route(FEED, redirect("/login", 301))
        for _ in range(5):
            assert desk.refresh().outcomes == ["failed"]
        assert desk.feed().url == outlet.url
        outlet.serve()
        assert desk.refresh().outcomes == ["unchanged"]
        assert desk.feed().failure is None

    def test_a_portal_that_says_304_to_everything_moves_nothing(
        self, desk: Desk, server: Server, outlet: Outlet
    ) -> None:
        server.route("/login", Reply(status=304))
        server.route(FEED, redirect("/login", 308))
        for _ in range(5):
            assert desk.refresh().outcomes == ["unchanged"]
        assert desk.feed().url == outlet.url

    def test_moving_to_a_feed_that_is_there_already_is_said(self, desk: Desk, server: Server, outlet: Outlet) -> None:
        other = desk.subscribe(server.url(self.NEW))
        server.route(FEED, redirect(self.NEW, 301))
        for _ in range(2):
            assert desk.refresh(feeds=[1]).message == ""
        for _ in range(2):
            message = desk.refresh(feeds=[1]).message
            assert server.url(self.NEW) in message
            assert f"feed {other} " in message
        assert desk.feed().url == outlet.url
        assert desk.feed().failure is None


class TestGone:
    """410: the publisher says that the feed has ended."""

    def test_a_feed_that_has_ended_is_asked_no_more(self, desk: Desk, server: Server) -> None:
        outlet = Outlet(server).publish(2)
        desk.subscribe(outlet.url)
        desk.refresh()
        server.route(FEED, Reply(status=410))
        run = desk.refresh()
        assert "remove the feed" in run.message
        feed = desk.feed()
        assert feed.failure is not None
        assert feed.failure.kind == "gone"
        assert feed.next_check_at is None
        assert len(desk.titles()) == 2

        asked = len(server.requests)
        desk.failed("gone", ago=timedelta(days=30), next_in=None)
        assert desk.refresh("due").outcomes == ["skipped"]
        assert "forced" in desk.refresh("asked").message
        assert len(server.requests) == asked

    def test_force_asks_again_and_success_clears(self, desk: Desk, server: Server) -> None:
        outlet = Outlet(server).publish(2)
        desk.subscribe(outlet.url)
        server.route(FEED, Reply(status=410))
        desk.refresh()
        outlet.serve()
        assert desk.refresh().outcomes == ["new"]
        assert desk.feed().failure is None
        assert desk.feed().next_check_at is not None
