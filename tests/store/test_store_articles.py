"""Articles, what waits for one, and the quote book."""

from datetime import timedelta

import pytest

from evreader.model import (
    Annotations,
    Article,
    Block,
    Cell,
    Emphasis,
    Item,
    Link,
    Quote,
    Takeaway,
)
from evreader.store import Library, LibraryError
from evreader.store.packing import pack_content, pack_text, unpack_content, unpack_text
from evreader.store.views import StoryView

BLOCKS = (
    Block(kind="heading", text="Why the plant closes", level=2),
    Block(
        kind="paragraph",
        text="Ann Bo said: “We are out of cells.”",
        links=(Link(start=0, end=6, url="https://volt.example/bo"),),
        emphasis=(Emphasis(start=0, end=3, style="strong"),),
    ),
    Block(
        kind="list", text="one\ntwo", items=(Item(text="one"), Item(text="two", level=1, marker="2.")), role="takeaways"
    ),
    Block(kind="table", text="a\tb", rows=((Cell(text="a", header=True), Cell(text="b")),)),
    Block(kind="image", text="A plant", url="https://volt.example/p.jpg"),
    Block(kind="quote", text="比亚迪 🔋 says hello"),
)
QUOTE = Quote(
    block=1,
    start=14,
    end=34,
    text="We are out of cells.",
    kind="direct",
    speaker="Ann Bo",
    mention="Ann Bo",
    mention_block=1,
    mention_start=0,
    mention_end=6,
    role="plant manager",
    cue="said",
    confidence=0.93,
)
TAKEAWAYS = (
    Takeaway(text="one", block=2, start=0, end=3, origin="author"),
    Takeaway(text="two", block=2, start=4, end=7, origin="author"),
)


def test_an_article_comes_back_as_it_was_put(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)
    article = Article(
        story_id=recorded.new[0],
        blocks=BLOCKS,
        origin="page",
        status="summary",
        reason="Only a summary.",
        annotator_version=3,
    )
    annotations = Annotations(quotes=(QUOTE,), takeaways=TAKEAWAYS)
    library.articles.put(article, annotations, now=fill.now, byline="Cy Dee", lead_image="https://volt.example/l.jpg")
    assert library.articles.get(recorded.new[0]) == (article, annotations)
    assert library.articles.lead_image(recorded.new[0]) == "https://volt.example/l.jpg"
    (row,) = fill.rows()
    assert (row.status, row.quote_count, row.takeaway_count, row.first_takeaway) == ("summary", 1, 2, "one")
    assert row.author == "Cy Dee"
    counts = library.stories.counts(fill.now)
    assert (counts.quotes, counts.takeaways, counts.pending) == (1, 1, 0)


def test_an_article_replaces_the_one_before(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)
    (story_id,) = recorded.new
    fill.article(story_id, "Old.", quotes=(fill.quote("Old."), fill.quote("Older.")), takeaways=("Old.",))
    fill.article(story_id, "New.", quotes=(fill.quote("New."),))
    (row,) = fill.rows()
    assert (row.quote_count, row.takeaway_count, row.first_takeaway) == (1, 0, "")
    assert [quote.text for quote in library.quotes.rows()] == ["New."]


def test_nothing_is_there_before_it_is_made(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)
    assert library.articles.get(recorded.new[0]) is None
    assert library.articles.lead_image(recorded.new[0]) == ""
    assert library.articles.get(999) is None
    assert fill.rows()[0].status is None


def test_an_article_for_a_story_that_is_gone_is_dropped(library: Library, fill) -> None:
    fill.article(77, "Too late.")
    library.articles.put_annotations(77, Annotations(), annotator_version=2)
    assert library.articles.get(77) is None


@pytest.mark.parametrize("size", [0, 1, 50, 119, 120, 1999, 2000, 50_000])
def test_packing(size: int) -> None:
    text = ("Kabel 电 <p>" * 6000)[:size]
    assert unpack_text(pack_text(text)) == text
    blocks = (Block(kind="paragraph", text=text),)
    assert unpack_content(pack_content((blocks, (), ()))) == (blocks, (), ())


def test_an_article_packs_smaller_than_its_text() -> None:
    words = "The carmaker said deliveries in the third quarter rose by nine percent in Norway and Denmark. " * 3
    blocks = tuple(Block(kind="paragraph", text=f"{number}. {words}") for number in range(12))
    assert len(pack_content((blocks, (), ()))) < sum(len(block.text) for block in blocks) / 4


def test_what_waits_comes_newest_first_with_what_the_feed_gave(library: Library, fill) -> None:
    feed, recorded = fill.feed(
        1, fill.story(1, base_url="https://volt.example/", image_url="https://volt.example/i.jpg"), fill.story(2)
    )
    library.feeds.edit(feed.id, full_text=False)
    first, second = library.articles.pending(10, annotator_version=1)
    assert [first.story_id, second.story_id] == recorded.new[::-1]
    assert (first.body, first.base_url, first.image_url) == (
        "<p>Body of 1.</p>",
        "https://volt.example/",
        "https://volt.example/i.jpg",
    )
    assert (first.title, first.summary, first.url) == ("Story number 1", "Summary of 1.", "https://volt.example/1")
    assert (first.needs, first.full_text, first.feed_id, first.attempts) == ("article", False, feed.id, 0)
    assert library.articles.pending(1, annotator_version=1) == [first]
    assert library.articles.pending(5, annotator_version=1, below=first.story_id) == [second]
    assert library.articles.pending_one(second.story_id, annotator_version=1) == second
    assert library.articles.pending_one(999, annotator_version=1) is None
    assert library.articles.pending_count(annotator_version=1) == 2


def test_without_pages_only_what_the_feed_gave_is_worked_on(library: Library, fill) -> None:
    fill.feed(1, fill.story(1, body=""), fill.story(2))
    assert [p.title for p in library.articles.pending(9, annotator_version=1, include_pages=False)] == [
        "Story number 2"
    ]


def test_the_feeds_text_goes_when_the_article_is_made(library: Library, fill) -> None:
    feed, recorded = fill.feed(1, count=1)
    (story_id,) = recorded.new
    fill.article(story_id, "Made.", version=1)
    assert library.articles.pending(9, annotator_version=1) == []
    assert library.articles.pending_one(story_id, annotator_version=1) is None
    (stale,) = library.articles.pending(9, annotator_version=2)
    assert (stale.needs, stale.body) == ("annotation", "")
    fill.record(feed.id, fill.story(1, body="<p>New words.</p>"))
    (again,) = library.articles.pending(9, annotator_version=2)
    assert (again.needs, again.body) == ("article", "<p>New words.</p>")


def test_a_failed_article_is_tried_again_when_due(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=2)
    newest = recorded.new[-1]
    later = fill.now + timedelta(hours=6)
    failed = Article(story_id=newest, blocks=(), origin="page", status="blocked", reason="A bot check.")
    library.articles.put(failed, Annotations(), now=fill.now, retry_at=later)
    fill.article(recorded.new[0], "Made.")
    assert fill.rows()[0].status == "blocked"
    before, due = later - timedelta(seconds=1), later
    assert library.articles.pending(9, annotator_version=1, now=before) == []
    assert library.articles.pending(9, annotator_version=1) == []
    (again,) = library.articles.pending(9, annotator_version=1, now=due)
    assert (again.story_id, again.needs, again.attempts, again.body) == (newest, "article", 1, "<p>Body of 1.</p>")
    assert library.articles.pending_one(newest, annotator_version=1, now=due) == again
    assert library.articles.pending_one(newest, annotator_version=1, now=before) is None
    library.articles.put(failed, Annotations(), now=later)
    assert library.articles.pending(9, annotator_version=1, now=later + timedelta(days=9)) == []


def test_a_newer_annotator_finds_what_is_stale(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=6)
    for story_id, version in zip(recorded.new, [1, 2, 1, 3, 2], strict=False):
        fill.article(story_id, f"Text {story_id}.", version=version, quotes=(fill.quote("Old quote"),))
    work = library.articles.pending(9, annotator_version=3)
    assert [(p.story_id, p.needs) for p in work] == [
        (recorded.new[5], "article"),
        (recorded.new[4], "annotation"),
        (recorded.new[1], "annotation"),
        (recorded.new[2], "annotation"),
        (recorded.new[0], "annotation"),
    ]
    assert library.articles.pending_count(annotator_version=3) == 5
    assert len(library.articles.pending(2, annotator_version=3)) == 2
    library.articles.put_annotations(
        recorded.new[0], Annotations(quotes=(fill.quote("New quote", "Ann Bo"),)), annotator_version=3
    )
    article, annotations = library.articles.get(recorded.new[0])
    assert article.annotator_version == 3
    assert article.blocks[0].text == f"Text {recorded.new[0]}."
    assert [quote.text for quote in annotations.quotes] == ["New quote"]
    assert library.articles.pending_count(annotator_version=3) == 4
    assert library.quotes.count(words="new quote") == 1
    assert library.quotes.count(words="old quote") == 4


def test_an_article_without_text_is_never_stale(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)
    library.articles.put(
        Article(
            story_id=recorded.new[0], blocks=(), origin="page", status="failed", reason="Gone.", annotator_version=1
        ),
        Annotations(),
        now=fill.now,
    )
    assert library.articles.pending(9, annotator_version=99) == []


def test_the_quote_book(library: Library, fill) -> None:
    volt, one = fill.feed(1, fill.story(2, title="Two"), fill.story(5, title="Five"), title="Volt")
    fill.feed(2, fill.story(3, title="Three"))
    five, two = one.new
    fill.article(
        two,
        "a",
        quotes=(
            fill.quote("We stop here,", "Ann Bo"),
            fill.quote("and that is final.", "Ann Bo", continues=True),
            fill.quote("Second paragraph.", "Ann Bo", block=1, continues=True),
            fill.quote("Nobody said Zürich.", None),
        ),
    )
    fill.article(five, "b", quotes=(fill.quote("We go on.", "Cy Dee"),))
    fill.article(library.stories.find("https://volt.example/3").id, "c", quotes=(fill.quote("Who?", "ann bo"),))
    rows = library.quotes.rows()
    assert [row.text for row in rows] == [
        "We stop here, and that is final.\nSecond paragraph.",
        "Nobody said Zürich.",
        "Who?",
        "We go on.",
    ]
    assert [row.position for row in rows] == [0, 3, 0, 0]
    assert (rows[0].story_title, rows[0].feed_title, rows[0].feed_id, rows[0].speaker) == (
        "Two",
        "Volt",
        volt.id,
        "Ann Bo",
    )
    assert library.quotes.rows(offset=1, limit=2) == rows[1:3]
    assert library.quotes.of_story(two) == rows[:2]
    assert library.quotes.count() == 4
    for filters, expected in [
        ({"speaker": "Ann Bo"}, [rows[0], rows[2]]),
        ({"words": "zurich"}, [rows[1]]),
        ({"words": "we"}, [rows[0], rows[3]]),
        ({"words": "cy"}, [rows[3]]),
        ({"words": '"we stop"'}, [rows[0]]),
        ({"words": "we -final"}, [rows[3]]),
        ({"words": "we", "speaker": "cy dee"}, [rows[3]]),
        ({"feed_id": volt.id}, [rows[0], rows[1], rows[3]]),
        ({"feed_id": volt.id, "words": "final", "speaker": "ANN BO"}, [rows[0]]),
        ({"words": "*"}, rows),
        ({"speaker": "Nobody"}, []),
    ]:
        assert library.quotes.rows(**filters) == expected, filters
        assert library.quotes.count(**filters) == len(expected), filters
    assert library.quotes.speakers() == [("Ann Bo", 2), ("Cy Dee", 1)]
    assert library.stories.rows(StoryView(), 0, 1)[0].quote_count == 2


def test_more_quotes_than_the_book_takes_of_one_story(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=2)
    fill.article(recorded.new[0], "x", quotes=tuple(fill.quote(f"Quote {i}") for i in range(300)))
    fill.article(recorded.new[1], "y", quotes=(fill.quote("Other"),))
    assert len(library.articles.get(recorded.new[0])[1].quotes) == 300
    assert library.quotes.count() == 257
    assert library.quotes.rows()[0].text == "Other"


def test_damaged_bytes_are_a_sentence_and_no_crash(library: Library, fill) -> None:
    _, recorded = fill.feed(1, fill.story(1))
    fill.article(recorded.new[0], "a text")
    with library._database.writing() as connection:
        connection.execute("UPDATE article SET content = x'01ffee00'")
    with pytest.raises(LibraryError, match="damaged"):
        library.articles.get(recorded.new[0])
