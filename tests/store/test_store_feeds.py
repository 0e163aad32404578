"""Subscriptions, and what a check of a feed leaves behind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evreader.model import Failure, ParsedFeed, Validators
from evreader.store import Library, LibraryError, open_library
from evreader.store.addresses import same_feed_key
from evreader.store.views import StoryView


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://volt.example/feed/", "http://volt.example/feed"),
        ("https://VOLT.example/feed", "https://volt.example:443/feed"),
        ("feed://volt.example/feed", "https://volt.example/feed"),
        ("feed:https://volt.example/feed", "https://volt.example/feed"),
        ("  https://volt.example/feed#top ", "https://volt.example/feed"),
        ("https://volt.example", "https://volt.example/"),
        ("https://volt.example./feed", "https://volt.example/feed"),
    ],
)
def test_addresses_of_one_feed(one: str, other: str) -> None:
    assert same_feed_key(one) == same_feed_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://volt.example/feed", "https://volt.example/Feed"),
        ("https://volt.example/feed?a=1", "https://volt.example/feed?a=2"),
        ("https://volt.example:8080/feed", "https://volt.example/feed"),
        ("https://www.volt.example/feed", "https://volt.example/feed"),
        ("https://me@volt.example/feed", "https://volt.example/feed"),
    ],
)
def test_addresses_of_different_feeds(one: str, other: str) -> None:
    assert same_feed_key(one) != same_feed_key(other)


@pytest.mark.parametrize("url", ["", "http://[", "http://a:99999999/", "mailto:x", "feed:", "//"])
def test_odd_addresses_have_a_key(url: str) -> None:
    assert isinstance(same_feed_key(url), str)


def test_adding_twice_finds_the_first(library: Library, fill) -> None:
    feed, existed = library.feeds.add("https://volt.example/feed/", title="Volt", folder="Cars", now=fill.now)
    again, existed_again = library.feeds.add("http://VOLT.example/feed", folder="Other", now=fill.now)
    assert (existed, existed_again) == (False, True)
    assert again == feed
    assert (feed.title, feed.folder, feed.url) == ("Volt", "Cars", "https://volt.example/feed/")


def test_finding_a_feed_by_what_a_person_types(library: Library, fill) -> None:
    volt, _ = fill.feed(1, title="Volt Weekly")
    amp, _ = fill.feed(2, title="Ampère Daily")
    both = library.feeds
    assert both.find(str(volt.id)).id == volt.id
    assert both.find("http://feed2.example/rss/").id == amp.id
    assert both.find("volt weekly").id == volt.id
    assert both.find("ampere").id == amp.id
    assert both.find("ly") is None, "two titles hold it"
    assert both.find("nothing") is None
    assert both.find("") is None


def test_rows_come_by_folder_and_title(library: Library, fill) -> None:
    fill.feed(1, title="zebra", folder="Cars")
    fill.feed(2, title="Apple", folder="cars b")
    fill.feed(3, title="Écoute", folder="Cars")
    fill.feed(4, title="alone")
    assert [row.title for row in library.feeds.rows()] == ["alone", "Écoute", "zebra", "Apple"]
    assert [feed.title for feed in library.feeds.all()] == ["alone", "Écoute", "zebra", "Apple"]


def test_counts_of_a_feed(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=5)
    fill.feed(2, count=3)
    library.states.set_read(recorded.new[:2], fill.seconds)
    first, second = library.feeds.rows()
    assert (first.total, first.unread) == (5, 3)
    assert (second.total, second.unread) == (3, 3)


def test_a_success_stores_validators_and_schedule(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1, title="Volt")
    stored = library.feeds.get(feed.id)
    assert stored.validators == Validators(etag='"one"')
    assert stored.body_hash == "hash"
    assert stored.checked_at == stored.succeeded_at == fill.now
    assert stored.next_check_at == fill.now + timedelta(hours=1)
    assert stored.title == "Volt"


def test_unchanged_keeps_what_a_304_does_not_carry(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    later = fill.now + timedelta(hours=2)
    library.feeds.record_unchanged(
        feed.id, validators=Validators(last_modified="Wed, 20 May 2026 12:00:00 GMT"), now=later, next_check_at=later
    )
    stored = library.feeds.get(feed.id)
    assert stored.validators == Validators(etag='"one"', last_modified="Wed, 20 May 2026 12:00:00 GMT")
    assert (stored.checked_at, stored.succeeded_at, stored.body_at) == (later, later, fill.now)


def test_an_unchanged_document_brings_its_validators(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    later = fill.now + timedelta(hours=2)
    library.feeds.record_unchanged(
        feed.id, validators=Validators(last_modified="today"), now=later, next_check_at=later, whole_body=True
    )
    stored = library.feeds.get(feed.id)
    assert stored.validators == Validators(last_modified="today")
    assert stored.body_at == later


def test_failures_keep_since_and_count_and_touch_no_story(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=2)
    for hours in (1, 2, 3):
        moment = fill.now + timedelta(hours=hours)
        library.feeds.record_failure(feed.id, "http", f"error {hours}", now=moment, next_check_at=moment)
    stored = library.feeds.get(feed.id)
    assert stored.failure == Failure(kind="http", message="error 3", since=fill.now + timedelta(hours=1), count=3)
    assert stored.validators == Validators(etag='"one"')
    assert stored.succeeded_at == fill.now
    assert set(fill.ids(StoryView())) == set(recorded.new)
    fill.record(feed.id)
    assert library.feeds.get(feed.id).failure is None


def test_unchanged_clears_a_failure(library: Library, fill) -> None:
    feed, _ = fill.feed(1)
    library.feeds.record_failure(feed.id, "dns", "no such host", now=fill.now, next_check_at=None)
    library.feeds.record_unchanged(feed.id, validators=Validators(), now=fill.now, next_check_at=fill.now)
    assert library.feeds.get(feed.id).failure is None


def test_being_offline_is_nobodys_failure(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    before = library.feeds.get(feed.id)
    library.feeds.record_failure(
        feed.id, "offline", "no network", now=fill.now + timedelta(days=1), next_check_at=fill.now
    )
    assert library.feeds.get(feed.id) == before


def test_editing(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=2, title="Own title", folder="Cars")
    library.feeds.edit(feed.id, title="Mine", folder="Charging", full_text=False)
    fill.record(feed.id, title="Own title, new")
    stored = library.feeds.get(feed.id)
    assert (stored.title, stored.folder, stored.full_text) == ("Mine", "Charging", False)
    assert len(fill.rows(kind="folder", folder="Charging")) == 2
    assert fill.rows(kind="folder", folder="Cars") == []
    library.feeds.edit(feed.id, title="")
    assert library.feeds.get(feed.id).title == "Own title, new"


def test_a_new_address_drops_the_validators(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    library.feeds.edit(feed.id, url="https://moved.example/feed")
    stored = library.feeds.get(feed.id)
    assert stored.url == "https://moved.example/feed"
    assert (stored.validators, stored.body_hash) == (Validators(), None)
    assert library.feeds.find("https://moved.example/feed").id == feed.id


def test_an_address_in_use_is_refused(library: Library, fill) -> None:
    feed, _ = fill.feed(1)
    fill.feed(2)
    with pytest.raises(LibraryError, match="already has the address"):
        library.feeds.edit(feed.id, url="http://feed2.example/rss")
    assert library.feeds.get(feed.id).url == "https://feed1.example/rss"


def test_editing_what_is_not_there(library: Library) -> None:
    with pytest.raises(LibraryError, match="no feed 7"):
        library.feeds.edit(7, title="x")


def test_a_permanent_move_is_followed_unless_taken(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    fill.feed(2)
    parsed = library.feeds.get(feed.id)
    for url, expected in [
        ("https://feed2.example/rss", "https://feed1.example/rss"),
        ("https://new.example/rss", "https://new.example/rss"),
    ]:
        library.feeds.record_success(
            parsed.id,
            ParsedFeed(),
            validators=Validators(etag='"two"'),
            body_hash="h2",
            now=fill.now,
            next_check_at=fill.now,
            url=url,
        )
        assert library.feeds.get(feed.id).url == expected
        assert library.feeds.get(feed.id).validators == Validators(etag='"two"')


def test_removing_keeps_saved_stories_with_their_feeds_title(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=4, title="Volt", folder="Cars")
    keep = recorded.new[1]
    library.states.set_saved([keep], fill.seconds)
    fill.article(keep, "Kept words.", quotes=(fill.quote("Kept words.", "Ann Bo"),))
    library.feeds.remove(feed.id)
    assert library.feeds.all() == []
    assert library.feeds.rows() == []
    (row,) = fill.rows(kind="saved")
    assert (row.id, row.feed_title, row.is_saved, row.is_read) == (keep, "Volt", True, True)
    assert fill.rows(kind="folder", folder="Cars") == []
    assert fill.found("kept") == {row.title}
    assert library.articles.get(keep) is not None
    assert library.quotes.count() == 1
    counts = library.stories.counts(fill.now)
    assert (counts.stories, counts.unread, counts.saved) == (1, 0, 1)


def test_adding_again_brings_back_what_was_read_and_saved(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=4)
    read, saved = recorded.new[0], recorded.new[1]
    library.states.set_read([read], fill.seconds)
    library.states.set_saved([saved], fill.seconds)
    library.feeds.remove(feed.id)
    again, existed = library.feeds.add("https://feed1.example/rss", folder="New", now=fill.now)
    assert not existed
    assert again.id == feed.id
    assert again.validators == Validators()
    fill.record(again.id, *(fill.story(i) for i in range(1, 5)))
    by_title = {row.title: row for row in fill.rows(kind="feed", feed_id=again.id)}
    assert by_title["Story number 4"].is_read, "read before the removal"
    assert by_title["Story number 3"].is_read, "kept as saved"
    assert by_title["Story number 3"].is_saved
    assert not by_title["Story number 1"].is_read
    assert len(fill.rows(kind="folder", folder="New")) == 4
    (row,) = library.feeds.rows()
    assert (row.total, row.unread) == (4, 2)


def test_moving_to_the_address_of_a_removed_feed_takes_over_what_it_left(library: Library, fill) -> None:
    old, recorded = fill.feed(1, count=3, folder="Old")
    library.states.set_saved([recorded.new[0]], fill.seconds)
    library.states.set_read([recorded.new[1]], fill.seconds)
    fill.article(recorded.new[0], "An old saved tale.", quotes=(fill.quote("An old"),))
    library.feeds.remove(old.id)
    new, _ = fill.feed(2, fill.story(9), folder="New")
    library.feeds.edit(new.id, url="https://feed1.example/rss")
    fill.record(new.id, *(fill.story(i) for i in range(1, 4)))
    rows = {row.title: row for row in fill.rows(kind="feed", feed_id=new.id)}
    assert len(rows) == 4
    assert rows["Story number 3"].is_saved
    assert rows["Story number 2"].is_read
    assert not rows["Story number 1"].is_read
    assert len(fill.rows(kind="folder", folder="New")) == 4
    assert [row.feed_id for row in library.quotes.rows()] == [new.id]
    assert fill.found("saved tale") == {"Story number 3"}


def test_a_removed_feed_records_nothing(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=1)
    library.feeds.remove(feed.id)
    assert fill.record(feed.id, fill.story(7)).new == []
    assert library.stories.counts().stories == 0


def test_host_pauses_are_kept(library: Library, database: Path, fill) -> None:
    far = datetime(2100, 1, 1, tzinfo=UTC)
    library.feeds.pause_host("volt.example", far)
    library.feeds.pause_host("volt.example", far + timedelta(hours=1))
    library.feeds.pause_host("amp.example", datetime(2001, 1, 1, tzinfo=UTC))
    library.feeds.pause_host("ohm.example", far)
    with open_library(database) as again:
        assert again.feeds.host_pauses() == {"volt.example": far + timedelta(hours=1), "ohm.example": far}


def test_the_private_host_is_kept(library: Library, fill) -> None:
    feed, _ = library.feeds.add("http://nas.local/feed", private_host="nas.local", now=fill.now)
    assert library.feeds.get(feed.id).private_host == "nas.local"
    assert library.feeds.get(99) is None
