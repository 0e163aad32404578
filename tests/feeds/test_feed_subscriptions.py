"""Subscription lists: OPML read and written, newsboat's urls file read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.feeds import FeedError, read_opml, read_subscriptions, write_opml
from evreader.model import Subscription

OPML = b"""\xef\xbb\xbf
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>mine</title></head><body>
  <outline text="Cars">
    <outline text="Electric">
      <outline type="rss" text="A &amp; Co" title="Ampere Daily" xmlUrl="https://ampere.example/feed" htmlUrl="/x"/>
    </outline>
    <outline text="Axle" xmlUrl="https://axle.example/rss?a=1&b=2" htmlUrl="https://axle.example/"/>
  </outline>
  <outline text="https://ohm.example/atom" xmlUrl="https://ohm.example/atom"/>
  <outline type="rss" text="old key" url="https://old.example/rss"/>
  <outline text="again" xmlUrl="https://axle.example/rss?a=1&amp;b=2"/>
  <outline text="bad" xmlUrl="file:///etc/passwd"/><outline xmlUrl="exec:touch /pwned"/>
  <outline type="link" text="page" url="https://page.example/"/>
</body></opml>"""


def test_opml_with_nested_folders_a_bare_ampersand_and_strangers() -> None:
    assert read_opml(OPML) == [
        Subscription(url="https://ampere.example/feed", title="Ampere Daily", folder="Cars/Electric"),
        Subscription(
            url="https://axle.example/rss?a=1&b=2", title="Axle", folder="Cars", site_url="https://axle.example/"
        ),
        Subscription(url="https://ohm.example/atom"),
        Subscription(url="https://old.example/rss", title="old key"),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "empty", "empty"),
        (b"just words\n", "parse", "neither OPML nor a list"),
        (b"<opml><body><outline text='a'", "parse", "not well-formed XML (line 1)"),
        (b"<rss version='2.0'/>", "parse", "not OPML"),
        (b"<opml version='2.0'><head/><body/></opml>", "parse", "names no feed"),
        (b"<opml><body><outline xmlUrl='javascript:1'/></body></opml>", "parse", "names no feed"),
        (
            b"<!DOCTYPE opml [<!ENTITY a 'x'>]><opml><body><outline xmlUrl='https://a.example'/></body></opml>",
            "parse",
            "entities",
        ),
        (b"\x89PNG\r\n\x1a\n", "parse", "neither OPML nor a list"),
        (b'<?xml version="1.0" encoding="no-such"?><opml/>', "parse", "."),
    ],
)
def test_what_is_no_list_is_said_in_one_sentence(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_subscriptions(body)
    assert caught.value.kind == kind
    assert words in caught.value.message
    assert caught.value.message.endswith(".")


def test_thousands_of_folders_in_each_other_are_read() -> None:
    body = (
        "<opml><body>" + "<outline text='g'>" * 3_000 + "<outline xmlUrl='https://a.example/f'/>" + "</outline>" * 3_000
    )
    (found,) = read_opml((body + "</body></opml>").encode())
    assert found.folder.startswith("g/g/g")
    assert len(found.folder) <= 200


def test_newsboat_urls() -> None:
    body = b"""# my feeds
https://ampere.example/feed "~Ampere Daily" EV "long reads"
https://axle.example/rss cars
https://ohm.example/atom
https://axle.example/rss again
"query:Unread:unread = \\"yes\\""
filter:~/bin/x:https://a.example/
exec:~/bin/feed
https://odd.example/rss "unclosed
"""
    assert read_subscriptions(body) == [
        Subscription(url="https://ampere.example/feed", title="Ampere Daily", folder="EV"),
        Subscription(url="https://axle.example/rss", folder="cars"),
        Subscription(url="https://ohm.example/atom"),
        Subscription(url="https://odd.example/rss", folder='"unclosed'),
    ]


NAMES = st.text(alphabet="abc EV&<>\"'é日\x1b\u202e]", max_size=12)
SUBSCRIPTIONS = st.lists(
    st.builds(
        Subscription,
        url=st.integers(0, 50).map(lambda number: f"https://feeds.example/{number}?a=1&b=2"),
        title=NAMES,
        folder=st.lists(NAMES, max_size=3).map("/".join),
        site_url=st.just("") | st.just("https://site.example/?x=1&y=2"),
    ),
    min_size=1,
    unique_by=lambda subscription: subscription.url,
)


@given(SUBSCRIPTIONS)
@settings(deadline=None, max_examples=100)
def test_what_is_written_reads_back(subscriptions: list[Subscription]) -> None:
    once = read_opml(write_opml(subscriptions))
    assert {feed.url for feed in once} == {feed.url for feed in subscriptions}
    again = read_opml(write_opml(once))
    assert sorted(again, key=lambda feed: feed.url) == sorted(once, key=lambda feed: feed.url)
    by_url = {feed.url: feed for feed in once}
    for subscription in subscriptions:
        if subscription.title.isalnum() and all(name.isalnum() for name in subscription.folder.split("/")):
            assert by_url[subscription.url] == subscription


@given(st.binary(max_size=300) | st.text(alphabet='<>/opmlutine xU="&;\n~', max_size=200).map(str.encode))
@settings(deadline=None, max_examples=80)
def test_any_bytes_give_a_list_or_a_sentence(body: bytes) -> None:
    found: list[Subscription] = []
    sentence = "A list."
    try:
        found = read_subscriptions(body)
    except FeedError as error:
        sentence = error.message
    assert sentence.endswith(".")
    assert all(feed.url.startswith(("http://", "https://")) for feed in found)


def test_the_starter_feeds_are_complete() -> None:
    starter = read_opml((Path(__file__).parents[2] / "assets" / "starter.opml").read_bytes())
    assert len(starter) == 21
    assert all(feed.title and feed.folder and feed.site_url for feed in starter)
    assert len({feed.folder for feed in starter}) == 5
