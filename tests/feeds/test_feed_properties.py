"""Whatever the bytes: stories with clean fields, or FeedError; nothing else."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.feeds import FeedError, parse_feed
from evreader.model import ParsedFeed
from evreader.text import clean

DOCUMENTS = Path(__file__).parent / "documents"
WHOLE = [path.read_bytes() for path in sorted(DOCUMENTS.iterdir())]
URL = "https://ohm.example/feed"
DEADLY = [
    b"\x00",
    b"\x1b]52;c;x\x07",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"&#27;",
    b"&#xD800;",
]
STRANGE = [
    "\u202e",
    "\x9b",
    "\u200b",
    "\ufeff",
    "&#x9b;",
    "</item>",
    "<item>",
    "<entry/>",
    "{",
    "[",
    '\\ud800"',
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
]
PIECES = st.sampled_from(DEADLY + [piece.encode() for piece in STRANGE]) | st.binary(max_size=6)


def check(feed: ParsedFeed) -> None:
    """Every field of a parsed feed keeps what the contract says."""
    assert clean(feed.title) == feed.title
    assert len(feed.title) <= 300
    assert len({story.guid for story in feed.stories}) == len(feed.stories) <= 2000
    for story in feed.stories:
        assert story.guid
        for line in (story.guid, story.title, story.author, story.summary, story.url, story.image_url, story.base_url):
            assert line == clean(line)
            assert "\n" not in line
            assert "\t" not in line
        assert clean(story.body) == story.body
        assert (len(story.title) <= 300, len(story.author) <= 200, len(story.summary) <= 600) == (True, True, True)
        for address in (story.url, story.image_url):
            assert not address or address.lower().startswith(("http://", "https://"))
        repr(story).encode("utf-8")


def parse(body: bytes) -> None:
    """Read a document that may be anything; what it gives, or the error it raises, keeps what the contract says."""
    failure = None
    try:
        feed = parse_feed(body, URL)
    except FeedError as error:
        failure = error
    else:
        check(feed)
    if failure is not None:
        assert failure.kind in ("not_a_feed", "empty", "cut_off", "parse", "too_big")
        assert failure.message.endswith(".")


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=80)
def test_arbitrary_bytes(body: bytes) -> None:
    parse(body)


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 30), PIECES), min_size=1, max_size=4),
)
@settings(deadline=None, max_examples=120)
def test_mutated_feeds(body: bytes, wounds: list[tuple[int, int, bytes]]) -> None:
    for place, length, piece in wounds:
        start = place % (len(body) + 1)
        body = body[:start] + piece + body[start + length :]
    parse(body)


@given(st.sampled_from(WHOLE), st.integers(0, 4000))
@settings(deadline=None, max_examples=40)
def test_feeds_cut_off_anywhere(body: bytes, end: int) -> None:
    parse(body[:end])
