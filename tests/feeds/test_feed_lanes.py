"""The fast lane and feedparser tell the same stories, field by field; and what is not plain is left to feedparser."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.feeds.errors import FeedError
from evreader.feeds.fast.names import HANDLED
from evreader.feeds.parse import parse_fast, parse_with_feedparser
from evreader.model import ParsedFeed

DOCUMENTS = Path(__file__).parent / "documents"
URL = "https://ohm.example/feeds/all.xml"
NAMESPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:own="https://ohm.example/ns"'
)


def rss(item: str, channel: str = "") -> bytes:
    head = f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"{NAMESPACES}><channel><title>Ohm</title>'
    return f"{head}{channel}<item><title>One</title>{item}</item></channel></rss>".encode()


def atom(entry: str, feed: str = "") -> bytes:
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"{NAMESPACES}><title>Ohm</title>'
    return f"{head}{feed}<entry><id>tag:ohm.example,2026:1</id>{entry}</entry></feed>".encode()


def both(body: bytes) -> tuple[ParsedFeed | None, ParsedFeed]:
    return parse_fast(body, URL), parse_with_feedparser(body, URL)


PLAIN = {
    "second description becomes content": rss("<description>a</description><description>b is longer</description>"),
    "itunes summary before description": rss("<itunes:summary>a</itunes:summary><description>bb</description>"),
    "content before description": rss(
        "<content:encoded>&lt;p>long&lt;/p></content:encoded><description>d</description>"
    ),
    "content without description": rss("<content:encoded>&lt;p>x&lt;/p></content:encoded>"),
    "media title after title": rss("<media:title>Other</media:title>"),
    "media group with title and description": rss(
        '<media:group><media:title>Deep</media:title><media:content url="https://i.example/a.jpg" medium="image"/>'
        "<media:description>words</media:description></media:group>"
    ),
    "description inside media content": rss(
        '<media:content url="https://i.example/a.jpg" type="image/jpeg"><media:description>caption</media:description>'
        "<media:credit>Photo: Ohm</media:credit></media:content><description>text</description>"
    ),
    "empty link then id": rss("<link></link><guid>https://ohm.example/1</guid>"),
    "id that is link": rss("<guid>https://ohm.example/1</guid>"),
    "relative id that is link": rss("<guid>/1</guid>"),
    "upper case ispermalink": rss('<guid isPermaLink="False">https://ohm.example/1</guid>'),
    "link and atom link": rss('<link>/a</link><atom:link href="/b"/>'),
    "atom link of another type": rss('<link>/a</link><atom:link href="/b" type="application/json"/>'),
    "link with query": rss("<link>https://ohm.example/?a=1&amp;copy=2&amp;b;=3</link>"),
    "link in CDATA": rss("<link><![CDATA[ https://ohm.example/?a=1&b=2 ]]></link>"),
    "scheme with three slashes": rss("<link>https:///ohm.example/a</link>"),
    "dates of two kinds": rss("<dc:date>2026-11-22</dc:date><pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate>"),
    "two dates of one kind": rss("<pubDate>2026-11-22</pubDate><dcterms:issued>2026-11-23</dcterms:issued>"),
    "authors of two kinds": rss("<dc:creator>Runa Holt</dc:creator><itunes:author>Ivo Stark</itunes:author>"),
    "author with address": rss("<author>desk@ohm.example (Runa Holt)</author>"),
    "comments in text": rss("<description>a<!-- no -->b<?no?>c</description>"),
    "CDATA and text": rss("<description><![CDATA[<p>a</p>]]> and &lt;b> <![CDATA[c]]></description>"),
    "C1 of Windows-1252": rss("<description>\x93so\x94 \x96 he said</description>"),
    "UTF-8 taken for Latin-1": rss("<description>cafÃ© au lait</description>"),
    "references": rss("<description>&#8217;&#x2019;&amp;#8217;&amp;amp;</description>"),
    "bare ampersand": rss("<description>R&D at AT&T</description>"),
    "HTML's names for characters": rss("<description>caf&eacute;&nbsp;&hellip;</description>"),
    "control character": rss("<description>a\x0bb&#27;c</description>"),
    "element of a namespace nobody knows": rss('<post-id xmlns="com-example:feed-additions:1">77</post-id>'),
    "elements of the publisher's own": rss("<own:summary>no</own:summary><own:box><own:title>no</own:title></own:box>"),
    "unknown element of none": rss("<fulltext>words</fulltext><thumbnail>/x.png</thumbnail>"),
    "source": rss('<source url="https://src.example/rss">Source</source>'),
    "two titles, one deeper": rss("<own:x><title>a</title></own:x>"),
    "image address": rss("<image>https://i.example/a.png</image>"),
    "enclosures": rss('<enclosure url="a.mp3" type="audio/mpeg"/><enclosure url="/a.JPG" type="IMAGE/JPEG"/>'),
    "itunes image": rss('<itunes:image href="https://i.example/a.png"/>'),
    "categories and comments": rss("<category>x</category><comments>/c</comments><slash:comments>3</slash:comments>"),
    "channel with picture": rss(
        "", "<image><url>/i.png</url><title>Picture</title><link>https://pic.example/</link></image><link>/home</link>"
    ),
    "channel link by address only": rss(
        "", '<atom:link rel="self" href="/feed"/><atom:link href="https://ohm.example/"/>'
    ),
    "channel of a podcast": rss(
        "",
        "<description>d</description><itunes:summary>s</itunes:summary><itunes:owner><itunes:name>n</itunes:name>"
        '</itunes:owner><itunes:category text="a"><itunes:category text="b"/></itunes:category>',
    ),
    "title after the entries": rss("")
    .replace(b"<title>Ohm</title>", b"")
    .replace(b"</channel>", b"<title>Ohm</title></channel>"),
    "link beside the channel": rss("").replace(b"<channel>", b'<atom:link rel="self" href="/f"/><channel>'),
    "script after the end": rss("<description>d</description>") + b"<script>1</script>",
    "atom text with markup": atom("<title>a &lt;b>c&lt;/b></title><summary>plain &lt;i>not&lt;/i></summary>"),
    "atom html": atom('<title type="html">a &amp;amp; b</title><content type="html">&lt;p>c&lt;/p></content>'),
    "atom xhtml in a wrapper": atom(
        '<content type="xhtml"> <div xmlns="http://www.w3.org/1999/xhtml">a<br/>b <img src="i.png" alt="&quot;&lt;"/>'
        "<p>c &amp; d</p></div> </content>"
    ),
    "atom xhtml in two wrappers": atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a</div>'
        '<h:div xmlns:h="http://www.w3.org/1999/xhtml" class="x">b</h:div></content>'
    ),
    "atom title in xhtml": atom(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <em>b</em></div></title>'
    ),
    "atom content only": atom("<title>t</title><content>some text</content>"),
    "atom content elsewhere": atom('<title>t</title><content type="html" src="https://ohm.example/x"/>'),
    "atom links": atom(
        '<link rel="replies" href="/r" thr:count="3"/><link rel="alternate" type="text/html" href="/a"/>'
        '<link rel="enclosure" type="image/png" href="/e.png"/><link rel="related" href="/z"/>'
    ),
    "atom without link": atom("<title>t</title>"),
    "atom bases": atom('<link href="a"/><content type="html" xml:base="sub/">&lt;a href="x"></content>', "").replace(
        b"<feed ", b'<feed xml:base="https://base.example/dir/" '
    ),
    "atom base of one element": atom(
        '<link xml:base="https://b.example/x/" href="y"/><summary>s</summary><content xml:base="/q/">c</content>'
    ),
    "atom people": atom(
        "<author><name>Runa Holt</name><email>r@ohm.example</email><uri>/r</uri></author>"
        "<author><email>i@ohm.example</email><name>Ivo Stark</name></author>"
        "<contributor><name>No One</name></contributor>"
    ),
    "atom feed's people": atom("<title>t</title>", "<author><name>Runa Holt</name></author><subtitle>s</subtitle>"),
    "atom source": atom(
        '<title>t</title><source><id>x</id><title>Where</title><link href="https://src.example/"/>'
        "<updated>2020-01-01</updated><author><name>Other</name></author></source><updated>2026-11-23</updated>"
    ),
    "atom video": atom(
        '<title>t</title><link rel="alternate" href="https://v.example/1"/><media:group><media:title>t</media:title>'
        '<media:thumbnail url="https://i.example/1.jpg"/><media:description>a\n\nb</media:description></media:group>'
    ),
}
LEFT_TO_FEEDPARSER = {
    "markup as elements": rss("<description>a <b>b</b></description>"),
    "text author before a person": atom("<author>Runa</author><author><name>Ivo</name></author>"),
    "later author without a name": atom(
        "<author><name>Runa</name></author><author><email>i@ohm.example</email></author>"
    ),
    "entry's address as attribute": rss("").replace(b"<item>", b'<item href="/x">'),
    "foreign attribute of a known name": atom('<link href="/a" own:type="application/pdf"/>'),
    "foreign markup in xhtml": atom(
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></div></content>'
    ),
    "content in base64": atom('<content type="application/pdf">JVBERg==</content>'),
    "base without xml": rss('<own:x base="https://b.example/"/><link>a</link>'),
    "description twice in the channel": rss("", "<description>a</description><description>b</description>"),
    "itunes summary first in the channel": rss("", "<itunes:summary>a</itunes:summary><description>b</description>"),
    "document type": b'<!DOCTYPE rss SYSTEM "x">' + rss(""),
    "cut off": rss("<description>d</description>")[:-30],
    "known prefix for a namespace nobody knows": rss('<dc:creator xmlns:dc="urn:x">x</dc:creator>'),
    "an element that overwrites feedparser's own": rss("<links>x</links>"),
    "authors with addresses": rss("<author>a@ohm.example (A)</author><author>B</author>"),
    "entry inside an entry": rss("<item><title>Two</title></item>"),
    "RDF": (DOCUMENTS / "rdf10.xml").read_bytes(),
    "Atom 0.3": (DOCUMENTS / "atom03.xml").read_bytes(),
}


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN)
def test_both_lanes_tell_the_same(body: bytes) -> None:
    fast, slow = both(body)
    assert fast is not None
    assert fast == slow


@pytest.mark.parametrize("name", ["rss20.xml", "atom10.xml"])
def test_both_lanes_tell_the_same_of_whole_feeds(name: str) -> None:
    fast, slow = both((DOCUMENTS / name).read_bytes())
    assert fast == slow


@pytest.mark.parametrize("body", LEFT_TO_FEEDPARSER.values(), ids=LEFT_TO_FEEDPARSER)
def test_what_is_not_plain_is_left_to_feedparser(body: bytes) -> None:
    fast, slow = both(body)
    assert fast is None
    assert slow.stories


def test_every_element_that_feedparser_handles_is_known() -> None:
    from feedparser.mixin import _FeedParserMixin

    handled = {name.split("_", 2)[2] for name in dir(_FeedParserMixin) if name.startswith(("_start_", "_end_"))}
    assert {name.lower() for name in handled} <= {name.lower() for name in HANDLED}


WORDS = ("", "  ", "plain words", "<b>x</b> & y", "42", "Runa Holt", "r@ohm.example (Runa Holt)", "café “q”")
DAMAGED = ("Ã©tÃ©", "\x93x\x94")
ADDRESSES = ("https://ohm.example/a?b=1&c=2", "/rel/path", "tag:ohm.example,2026:2")
DATES = ("2026-11-23T10:00:00Z", "Mon, 23 Nov 2026 10:00:00 GMT")
TEXTS = st.sampled_from([*WORDS, *DAMAGED, *ADDRESSES, *DATES])
FEED_NAMES = ["title", "link", "guid", "id", "description", "summary", "content", "author", "pubDate", "updated"]
MODULE_NAMES = ["content:encoded", "dc:creator", "dc:date", "dc:subject", "itunes:summary", "itunes:subtitle"]
MEDIA_NAMES = ["itunes:image", "itunes:author", "media:title", "media:description", "media:group", "media:content"]
OTHER_NAMES = ["media:thumbnail", "category", "source", "image", "enclosure", "own:title", "own:x", "atom:link"]
ODD_NAMES = ["published", "name", "email", "rights", "comments", "textInput", "language", "date", "fulltext", "links"]
NAMES = st.sampled_from([*FEED_NAMES, *MODULE_NAMES, *MEDIA_NAMES, *OTHER_NAMES, *ODD_NAMES, "contributor"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["type", "href", "rel", "url", "isPermaLink", "medium", "xml:base", "own:type", "mode", "term", "xml:lang"]
    ),
    st.sampled_from(["html", "text", "xhtml", "alternate", "enclosure", "image/png", "image", "/b/", "false", "true"])
    | st.sampled_from(["https://b.example/c/", "HTML", "text/html", ""]),
    max_size=2,
)


def element(name: str, attributes: dict[str, str], text: str, children: list[str]) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<{name}{written}>{escaped}{''.join(children)}</{name}>"


NO_ATTRIBUTES: dict[str, str] = {}
LEAVES = st.builds(element, NAMES, st.just(NO_ATTRIBUTES) | ATTRIBUTES, TEXTS, st.just([]))
ELEMENTS = LEAVES | LEAVES | st.builds(element, NAMES, ATTRIBUTES, TEXTS, st.lists(LEAVES, max_size=2))


@given(st.lists(ELEMENTS, max_size=6), st.lists(LEAVES, max_size=2), st.booleans())
@settings(deadline=None, max_examples=120)
def test_both_lanes_tell_the_same_of_anything_plain(parts: list[str], channel: list[str], is_atom: bool) -> None:
    if is_atom:
        body = atom("".join(parts), "".join(channel)).replace(
            b"<feed ", b'<feed xmlns:atom="http://www.w3.org/2005/Atom" '
        )
    else:
        body = rss("".join(parts), "".join(channel))
    fast = parse_fast(body, URL)
    if fast is None:
        return
    try:
        slow = parse_with_feedparser(body, URL)
    except FeedError as error:
        raise AssertionError(f"feedparser cannot read it: {error}") from error
    assert fast == slow


LAZY = """
import sys
from evreader.feeds import parse_feed
assert not {"feedparser", "lxml"} & set(sys.modules), "imported with the package"
parse_feed(open(sys.argv[1], "rb").read(), "https://ohm.example/")
assert "feedparser" not in sys.modules, "imported for a plain feed"
"""


@pytest.mark.parametrize("name", ["rss20.xml", "atom10.xml", "json11.json"])
def test_feedparser_is_not_imported_for_a_plain_feed(name: str) -> None:
    subprocess.run([sys.executable, "-c", LAZY, str(DOCUMENTS / name)], check=True, timeout=60)
