"""What a feed's stories become, and the lists that show them."""

import random
from datetime import timedelta

import pytest

from evreader.model import State
from evreader.store import Library
from evreader.store.ranks import first_rank, moment_of, quote_id, quote_range, sort_moment
from evreader.store.views import StoryView

KINDS = ["all", "today", "saved", "takeaways", "folder", "feed"]


def test_new_stories_are_stored_as_given(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, fill.story(1, author="Ann Bo", title="A charger opens"))
    (story_id,) = recorded.new
    story = library.stories.get(story_id)
    assert (story.feed_id, story.guid, story.title, story.author) == (feed.id, "guid-1", "A charger opens", "Ann Bo")
    assert story.published_at == fill.now - timedelta(hours=1)
    assert story.first_seen_at == fill.now
    assert library.stories.find(str(story_id)) == story
    assert library.stories.find(" https://volt.example/1 ") == story
    assert library.stories.find("https://volt.example/none") is None
    assert library.stories.find("99") is None
    assert library.stories.state(story_id) == State()


def test_the_same_feed_again_changes_nothing(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=3)
    again = fill.record(feed.id, *(fill.story(i) for i in range(1, 4)))
    assert (again.new, again.changed) == ([], [])
    assert len(recorded.new) == 3


def test_stories_the_feed_drops_stay(library: Library, fill) -> None:
    feed, _ = fill.feed(1, count=3)
    fill.record(feed.id, fill.story(4))
    fill.record(feed.id)
    assert library.stories.counts().stories == 4


def test_two_feeds_that_share_a_guid_have_two_stories(library: Library, fill) -> None:
    fill.feed(1, fill.story(1))
    fill.feed(2, fill.story(1))
    assert library.stories.counts().stories == 2


def test_a_guid_given_twice_is_one_story(library: Library, fill) -> None:
    _, recorded = fill.feed(1, fill.story(1, title="First"), fill.story(1, title="Second"))
    assert [library.stories.get(i).title for i in recorded.new] == ["First"]


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        ({"title": "Another title"}, True),
        ({"body": "<p>Other words of 1.</p>"}, True),
        ({"body": '<p class="x9">Body of 1.</p>'}, False),
        ({"author": "Ann Bo"}, False),
        ({"url": "https://volt.example/1b"}, False),
        ({"hours": 5}, False),
    ],
)
def test_a_changed_story(library: Library, fill, change: dict, reported: bool) -> None:
    feed, recorded = fill.feed(1, fill.story(1), fill.story(2))
    story_id = recorded.new[1]
    fill.article(story_id, "The article.")
    library.states.set_read([story_id], fill.seconds)
    library.states.set_saved([story_id], fill.seconds)
    before = library.stories.rows(StoryView(), 0, 9)
    again = fill.record(feed.id, fill.story(1, **change), fill.story(2))
    assert (again.new, again.changed) == ([], [story_id] if reported else [])
    assert library.stories.state(story_id).read_at == fill.now
    (pending,) = [p.story_id for p in library.articles.pending(9, annotator_version=1) if p.story_id == story_id] or [0]
    assert bool(pending) is reported
    after = library.stories.rows(StoryView(), 0, 9)
    assert [row.id for row in before] == [row.id for row in after]
    assert after[0].is_read
    assert after[0].is_saved
    assert library.articles.get(story_id)[0].blocks[0].text == "The article.", "readable till the next is made"
    if "author" in change:
        assert library.stories.get(story_id).author == "Ann Bo"


def test_stories_are_sorted_by_what_the_feed_claims_but_never_in_the_future(library: Library, fill) -> None:
    fill.feed(
        1,
        fill.story(1, hours=-500, title="from the future"),
        fill.story(2, hours=3, title="three hours"),
        fill.story(3, published_at=None, title="no date"),
        fill.story(4, hours=2_000_000, title="before 1970"),
        fill.story(5, hours=1, title="one hour"),
    )
    rows = fill.rows()
    assert {rows[0].title, rows[1].title} == {"from the future", "no date"}
    assert [row.title for row in rows[2:]] == ["one hour", "three hours", "before 1970"]
    assert rows[0].published_at == fill.seconds


def test_stories_without_dates_keep_the_feeds_order(library: Library, fill) -> None:
    fill.feed(1, *(fill.story(i, published_at=None) for i in range(1, 8)))
    assert [row.title for row in fill.rows()] == [f"Story number {i}" for i in range(1, 8)]


def test_more_stories_in_one_second_than_a_rank_has_room_for(library: Library, fill) -> None:
    _, recorded = fill.feed(1, *(fill.story(i, published_at=fill.now, body="") for i in range(100)))
    assert len(recorded.new) == 100
    assert len(set(fill.ids(StoryView()))) == 100


def test_many_stories_that_claim_to_be_older_than_time(library: Library, fill) -> None:
    _, recorded = fill.feed(1, *(fill.story(i, hours=2_000_000) for i in range(50)))
    for story_id in recorded.new:
        fill.article(story_id, "x", quotes=(fill.quote(f"Said {story_id}"),))
    assert [row.text for row in library.quotes.rows()] == [f"Said {i}" for i in sorted(recorded.new, reverse=True)]


def test_ranks() -> None:
    assert sort_moment(None, 7) == 7
    assert sort_moment(5, 7) == 5
    assert sort_moment(9, 7) == 7
    assert first_rank(-5) == first_rank(0) > 0
    assert moment_of(first_rank(2**40)) == 2**33 - 1
    low, high = quote_range(first_rank(77))
    assert low < quote_id(first_rank(77), 1) < quote_id(first_rank(77), 0) <= high < quote_range(first_rank(77) + 1)[0]


def _world(library: Library, fill) -> random.Random:
    """Some hundred stories in four feeds and two folders, some read, some saved, some with takeaways."""
    chance = random.Random(11)
    ids: list[int] = []
    for number in range(1, 5):
        stories = (fill.story(i, hours=chance.choice([1, 2, 20, 30, 400]), title=f"Tale {i}") for i in range(60))
        _, recorded = fill.feed(number, *stories, folder="Cars" if number < 3 else "Charging")
        ids += recorded.new
    library.states.set_read(chance.sample(ids, 120), fill.seconds)
    library.states.set_saved(chance.sample(ids, 30), fill.seconds)
    for story_id in chance.sample(ids, 25):
        fill.article(story_id, "One point.", takeaways=("One point.",))
    return chance


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("unread_only", [False, True])
@pytest.mark.parametrize("query", ["", "tale"])
def test_every_view_agrees_with_itself(library: Library, fill, order: str, unread_only: bool, query: str) -> None:
    chance = _world(library, fill)
    for kind in KINDS:
        view = library.stories.opened(
            StoryView(kind=kind, feed_id=2, folder="Cars", unread_only=unread_only, order=order, query=query), fill.now
        )
        rows = list(library.stories.iterate(view))
        ids = [row.id for row in rows]
        assert ids, kind
        assert library.stories.count(view) == len(ids) == len(set(ids))
        moments = [row.published_at for row in rows]
        assert moments == sorted(moments, reverse=order == "newest")
        for _ in range(5):
            position = chance.randrange(len(ids))
            assert library.stories.rows(view, position, 7) == rows[position : position + 7]
            assert library.stories.position(view, ids[position]) == position
            following = [i for i in range(position + 1, len(rows)) if not rows[i].is_read]
            wrapped = following + [i for i in range(position + 1) if not rows[i].is_read]
            assert library.stories.next_unread(view, position, False) == (following[0] if following else None)
            assert library.stories.next_unread(view, position, True) == (wrapped[0] if wrapped else None)
        first = [i for i, row in enumerate(rows) if not row.is_read]
        assert library.stories.next_unread(view, -1) == (first[0] if first else None)
        assert library.stories.unread_ids(view) == library.stories.unread_ids(view)
        assert set(library.stories.unread_ids(view)) == {row.id for row in rows if not row.is_read}
        assert library.stories.position(view, 10**6) is None
        if unread_only:
            assert not any(row.is_read for row in rows)
        expected = {
            "today": lambda row: row.published_at >= fill.seconds - 24 * 3600,
            "saved": lambda row: row.is_saved,
            "takeaways": lambda row: row.takeaway_count > 0,
            "feed": lambda row: row.feed_id == 2,
            "folder": lambda row: row.feed_id in (1, 2),
            "all": lambda row: True,
        }[kind]
        everything = [row for row in fill.rows(unread_only=unread_only, order=order) if expected(row)]
        assert [row.id for row in everything] == ids


@pytest.mark.parametrize("query", ["", "tale"])
@pytest.mark.parametrize("kind", ["all", "today", "folder", "feed"])
def test_an_opened_view_does_not_move(library: Library, fill, kind: str, query: str) -> None:
    _world(library, fill)
    view = library.stories.opened(
        StoryView(kind=kind, feed_id=2, folder="Cars", unread_only=True, query=query), fill.now
    )
    before = fill.ids(view)
    assert library.stories.arrived(view) == 0
    library.states.set_read(before[::2], fill.seconds + 1)
    fill.record(2, *(fill.story(i, hours=i / 100, title=f"Tale {i}") for i in range(1000, 1005)))
    fill.record(4, fill.story(2000, hours=1, title="Tale 2000"))
    assert fill.ids(view) == before
    assert library.stories.count(view) == len(before)
    assert library.stories.arrived(view) == {"all": 6, "today": 6, "folder": 5, "feed": 5}[kind]
    assert library.stories.position(view, before[5]) == 5
    assert library.stories.next_unread(view, 0) == 1
    assert library.stories.next_unread(view, 1) == 3
    rows = library.stories.rows(view, 0, 4)
    assert [row.is_read for row in rows] == [True, False, True, False]
    fresh = library.stories.opened(view, fill.now)
    assert library.stories.count(fresh) == len(before) // 2 + library.stories.arrived(view)


def test_reading_again_what_was_read_before_moves_no_list(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=4)
    library.states.set_read(recorded.new[:2], fill.seconds)
    view = library.stories.opened(StoryView(unread_only=True), fill.now)
    before = fill.ids(view)
    library.states.set_read(recorded.new, fill.seconds + 60)
    assert fill.ids(view) == before
    assert library.stories.state(recorded.new[0]).read_at == fill.now


def test_a_view_does_not_move_when_everything_is_read(library: Library, fill) -> None:
    fill.feed(1, *(fill.story(i, body="") for i in range(2100)))
    view = library.stories.opened(StoryView(unread_only=True), fill.now)
    before = fill.ids(view)
    assert set(library.states.read_view(view, fill.now)) == set(before)
    assert fill.ids(view) == before
    assert library.stories.count(view) == 2100
    assert library.stories.position(view, before[2000]) == 2000
    assert library.stories.next_unread(view, 3, True) is None


def test_a_view_that_is_not_opened_follows_the_library(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=2)
    view = StoryView(unread_only=True)
    assert library.stories.count(view) == 2
    library.states.set_read(recorded.new[:1], fill.seconds)
    fill.record(feed.id, fill.story(8), fill.story(9))
    assert library.stories.count(view) == 3
    assert library.stories.arrived(view) == 0


def test_what_nobody_has_is_empty(library: Library, fill) -> None:
    fill.feed(1, count=2)
    for view in (StoryView(kind="feed", feed_id=9), StoryView(kind="folder", folder="None"), StoryView(kind="feed")):
        opened = library.stories.opened(view, fill.now)
        assert library.stories.count(opened) == 0
        assert library.stories.rows(opened, 0, 10) == []
        assert library.stories.next_unread(opened, -1, True) is None
        assert library.states.read_view(opened, fill.now) == []


def test_reading_and_saving(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=3)
    one, two, three = recorded.new
    library.states.set_read([one, two], fill.seconds)
    library.states.set_saved([two], fill.seconds + 5)
    assert library.stories.state(two) == State(read_at=fill.now, saved_at=fill.now + timedelta(seconds=5))
    library.states.set_read([one], None)
    library.states.set_saved([two], None)
    assert library.stories.state(one) == State()
    assert library.stories.state(two) == State(read_at=fill.now)
    assert library.stories.state(three) == State()
    library.states.set_read([12345], fill.seconds)
    counts = library.stories.counts(fill.now)
    assert (counts.stories, counts.unread, counts.saved, counts.today_unread) == (3, 2, 0, 2)


def test_reading_a_view_tells_what_it_changed(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=4)
    fill.feed(2, count=2)
    library.states.set_read(recorded.new[:1], fill.seconds)
    view = library.stories.opened(StoryView(kind="feed", feed_id=1), fill.now)
    fill.record(1, fill.story(50))
    changed = library.states.read_view(view, fill.seconds + 9)
    assert set(changed) == set(recorded.new[1:]), "what came after the view was opened stays unread"
    assert library.stories.counts().unread == 3
    library.states.set_read(changed, None)
    assert library.stories.counts().unread == 6


def test_reading_what_a_search_found(library: Library, fill) -> None:
    fill.feed(
        1, fill.story(1, title="Battery plant"), fill.story(2, title="Battery recall"), fill.story(3, title="Bus")
    )
    changed = library.states.read_view(library.stories.opened(StoryView(query="battery"), fill.now), fill.now)
    assert len(changed) == 2
    assert [row.title for row in fill.rows(unread_only=True)] == ["Bus"]


def test_today_is_the_last_day_even_after_midnight(library: Library, fill) -> None:
    fill.feed(1, fill.story(1, hours=23), fill.story(2, hours=25))
    assert [row.title for row in fill.rows(kind="today")] == ["Story number 1"]
    assert library.stories.counts(fill.now).today_unread == 1
    assert library.stories.count(StoryView(kind="today")) == 0, "not opened: counted from the clock"


def test_memory(library: Library) -> None:
    assert library.memory.get("place") is None
    library.memory.put("place", {"view": "all", "cursor": 3})
    library.memory.put("place", {"view": "all", "cursor": 4})
    assert library.memory.get("place") == {"view": "all", "cursor": 4}
    library.memory.put("place", None)
    assert library.memory.get("place") is None
