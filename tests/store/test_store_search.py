"""Finding stories by words."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evreader.model import ParsedStory
from evreader.store import Library
from evreader.store.views import StoryView
from evreader.store.words import Term, parse_query


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        ("  ", []),
        ("battery", [Term(text="battery", prefix=True)]),
        ("battery ", [Term(text="battery")]),
        ("solid state", [Term(text="solid"), Term(text="state", prefix=True)]),
        ('"solid state" cell', [Term(text="solid state"), Term(text="cell", prefix=True)]),
        ('"solid state"', [Term(text="solid state")]),
        ('"solid sta', [Term(text="solid sta", prefix=True)]),
        ("solid st", [Term(text="solid"), Term(text="st")]),
        ("cell -tesla", [Term(text="cell"), Term(text="tesla", negated=True, prefix=True)]),
        ('-"model y" x', [Term(text="model y", negated=True), Term(text="x")]),
        ("b", []),
        ("model y", [Term(text="model"), Term(text="y")]),
        ("model 3", [Term(text="model"), Term(text="3")]),
        ("比亚迪", [Term(text="比亚迪")]),
        ("迪", [Term(text="迪")]),
        ("- -- * () NEAR( ^ :", [Term(text="NEAR(")]),
        ("\0\ud800 é", [Term(text="é")]),
    ],
)
def test_what_a_query_asks_for(query: str, terms: list[Term]) -> None:
    assert parse_query(query) == terms


@pytest.fixture
def news(library: Library, fill) -> Library:
    fill.feed(
        1,
        fill.story(1, title="Solid-state battery plant opens", author="Maëlle Duval", summary="In Dünkirchen."),
        fill.story(2, title="Tesla recalls Model Y over doors", summary="Doors do not open."),
        fill.story(3, title="比亚迪发布新一代刀片电池", summary="续航突破1000公里。"),
        fill.story(4, title="รถยนต์ไฟฟ้า sales rise", summary="Bangkok dealers' view"),
        title="Volt Weekly",
    )
    fill.feed(2, fill.story(5, title="Plant closes", summary="A state plan for solid fuel."), title="Charging Wire")
    return library


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("battery", {"Solid-state battery plant opens"}),
        ("BATT", {"Solid-state battery plant opens"}),
        ("batt ", set()),
        ("plant", {"Solid-state battery plant opens", "Plant closes"}),
        ("plant -closes", {"Solid-state battery plant opens"}),
        ("plant -volt", {"Plant closes"}),
        ('"solid state"', {"Solid-state battery plant opens"}),
        ("solid state", {"Solid-state battery plant opens", "Plant closes"}),
        ("solid-state", {"Solid-state battery plant opens"}),
        ("dunkirchen", {"Solid-state battery plant opens"}),
        ("maelle", {"Solid-state battery plant opens"}),
        ("charging", {"Plant closes"}),
        ('"volt week', {"Solid-state battery plant opens", "Tesla recalls Model Y over doors"}),
        ("volt doors", {"Tesla recalls Model Y over doors"}),
        ("刀片", {"比亚迪发布新一代刀片电池"}),
        ("片刀", set()),
        ("1000公里", {"比亚迪发布新一代刀片电池"}),
        ("ไฟฟ้า", {"รถยนต์ไฟฟ้า sales rise"}),
        ("dealers' view", {"รถยนต์ไฟฟ้า sales rise"}),
        ("model y", {"Tesla recalls Model Y over doors"}),
        ("nothing like it", set()),
    ],
)
def test_what_is_found(news: Library, fill, query: str, titles: set[str]) -> None:
    found = fill.found(query)
    assert titles <= found
    if not query.startswith('"volt'):
        assert found == titles


def test_exclusions_alone(news: Library, fill) -> None:
    assert fill.found("-plant -tesla ") == {"比亚迪发布新一代刀片电池", "รถยนต์ไฟฟ้า sales rise"}


def test_a_query_of_punctuation_restricts_nothing(news: Library, fill) -> None:
    for query in ('"', "-", "* (", "…", "b"):
        assert len(fill.found(query)) == 5


def test_within_a_feed_or_folder(news: Library, fill) -> None:
    assert fill.found("plant", kind="feed", feed_id=2) == {"Plant closes"}
    assert fill.found("plant", kind="folder", folder="") == {"Solid-state battery plant opens", "Plant closes"}
    assert fill.found("plant", kind="folder", folder="x") == set()
    assert fill.found("plant", kind="saved") == set()


def test_renaming_a_feed_is_searched_at_once(news: Library, fill) -> None:
    news.feeds.edit(2, title="Ampère")
    assert fill.found("ampere") == {"Plant closes"}
    assert fill.found("charging wire") == set()


def test_search_follows_every_change(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, fill.story(1, title="Oldtitle", summary="oldsummary words"))
    (story_id,) = recorded.new
    assert fill.found("oldsummary") == {"Oldtitle"}
    fill.article(story_id, "Firstbody has 刀片 in it.", byline="Firstauthor")
    assert fill.found("firstbody") == fill.found("firstauthor") == fill.found("刀片") == {"Oldtitle"}
    assert fill.found("oldsummary") == set()
    fill.record(feed.id, fill.story(1, title="Newtitle", summary="newsummary", author="Newauthor"))
    assert fill.found("oldtitle") == fill.found("firstauthor") == set()
    assert fill.found("newtitle firstbody newauthor ") == {"Newtitle"}
    fill.article(story_id, "Secondbody.")
    assert fill.found("firstbody") == fill.found("刀片") == set()
    assert fill.found("secondbody") == {"Newtitle"}
    library.feeds.remove(feed.id)
    for word in ("secondbody", "newtitle", "newauthor", "feed"):
        assert fill.found(word) == set()


def test_changes_in_one_batch_are_made_in_their_order(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=3)
    with library.batch():
        for text in ("alpha", "beta", "gamma"):
            for story_id in recorded.new:
                fill.article(story_id, f"{text} {story_id}", quotes=(fill.quote(f"{text} said"),))
    assert len(fill.found("gamma")) == 3
    assert fill.found("alpha") == fill.found("beta") == set()
    assert library.quotes.count(words="gamma") == 3
    assert library.quotes.count(words="alpha") == 0


def test_a_batch_that_fails_leaves_nothing(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)

    def fail() -> None:
        with library.batch():
            fill.article(recorded.new[0], "never seen")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert fill.found("never") == set()
    assert library.articles.get(recorded.new[0]) is None
    fill.article(recorded.new[0], "seen now")
    assert len(fill.found("seen now")) == 1


def test_many_feeds_of_one_name(library: Library, fill) -> None:
    for number in range(300):
        fill.feed(number, fill.story(number), title=f"Example feed {number}")
    assert len(fill.found("example")) == 300
    assert len(fill.found("-example ")) == 0
    assert len(fill.found("example 7 ")) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.one_of(st.sampled_from('"-*()^:{}+,~\\ aANDORTe比\0\ue000'), st.characters()), max_size=40))
def test_no_query_is_ever_an_error(news: Library, query: str) -> None:
    for kind in ("all", "feed"):
        view = news.stories.opened(StoryView(query=query, kind=kind, feed_id=1), 0)
        assert news.stories.count(view) == len(news.stories.rows(view, 0, 10))
    assert news.quotes.count(words=query) == 0


@pytest.mark.parametrize("seed", range(4))
def test_search_agrees_with_the_words_after_any_changes(library: Library, fill, seed: int) -> None:
    chance = random.Random(seed)
    words = ["battery", "plant", "recall", "charger", "Zürich", "电池", "tariff", "range"]

    def some(count: int) -> str:
        return " ".join(chance.choices(words, k=count))

    def stories(count: int) -> list[ParsedStory]:
        return [
            fill.story(number, title=f"{number} {some(2)}", author=some(1), summary=some(2), body=some(9))
            for number in chance.sample(range(12), count)
        ]

    for _ in range(40):
        number = chance.randrange(3)
        feed, _ = fill.feed(number, *stories(3), title=f"Feed {number}")
        ids = fill.ids(StoryView(kind="feed", feed_id=feed.id))
        action = chance.random()
        if action < 0.5:
            with library.batch():
                for story_id in chance.sample(ids, min(2, len(ids))):
                    fill.article(story_id, some(4), some(3), quotes=(fill.quote(some(2), some(1)),))
        elif action < 0.6:
            library.states.set_saved(ids[:1], fill.seconds)
            library.feeds.remove(feed.id)
        elif action < 0.7:
            library.feeds.edit(feed.id, url=f"https://feed{chance.randrange(3, 5)}.example/{chance.random()}")
    kept = {row.id: row for row in fill.rows()}
    for word in words:
        expected = set()
        for story_id, row in kept.items():
            made = library.articles.get(story_id)
            text = " ".join(block.text for block in made[0].blocks) if made else row.summary
            if word in f"{row.title} {row.author} {text}".split():
                expected.add(story_id)
        assert {row.id for row in fill.rows(query=f"{word} ")} == expected
        book = [row for row in library.quotes.rows(limit=10_000) if word in f"{row.text} {row.speaker}".split()]
        assert library.quotes.rows(words=f"{word} ", limit=10_000) == book
