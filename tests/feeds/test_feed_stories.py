"""What becomes of an entry's words: titles, summaries, bodies, addresses, identities."""

import pytest

from evreader.feeds import parse_feed
from evreader.feeds.addresses import absolute
from evreader.feeds.markup import plain_line
from evreader.model import ParsedStory

URL = "https://axle.example/feeds/all.xml"


def rss(items: str, channel: str = "") -> bytes:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        f"><channel><title>Axle</title>{channel}{items}</channel></rss>"
    ).encode()


def atom(entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Axle</title>{entries}</feed>'.encode()


def stories(body: bytes) -> tuple[ParsedStory, ...]:
    return parse_feed(body, URL).stories


def one(item: str) -> ParsedStory:
    (story,) = stories(rss(f"<item>{item}</item>"))
    return story


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("AT&amp;T buys a depot", "AT&T buys a depot"),
        ("AT&amp;amp;T &amp;lt;b&amp;gt;", "AT&T <b>"),
        ("&lt;b&gt;Recall&lt;/b&gt; widens", "Recall widens"),
        ("<![CDATA[<em>Recall</em> widens]]>", "Recall widens"),
        ("<![CDATA[Recall widens<br/>again]]>", "Recall widens again"),
        ("It&amp;#8217;s here", "It’s here"),
        ("5 &lt; 6 and a &lt;3 for vans", "5 < 6 and a <3 for vans"),
        ("Why List&lt;Cell&gt; matters", "Why List<Cell> matters"),
        ("  two\n   lines\t here ", "two lines here"),
        ("<![CDATA[a ]]]]><![CDATA[> b]]>", "a ]]> b"),
        ("[@click=app.quit]free car[/]", "[@click=app.quit]free car[/]"),
        ("Q&amp;A", "Q&A"),
        ("Safe\u202etitle\u200b", "Safetitle"),
        ("A&#x9b;31mB", "A›31mB"),
    ],
)
def test_titles_are_one_line_of_plain_text(written: str, title: str) -> None:
    assert one(f"<title>{written}</title><guid>1</guid>").title == title


@pytest.mark.parametrize(
    ("attributes", "written", "title"),
    [
        ("", "Recall &lt;b&gt;widens&lt;/b&gt;", "Recall widens"),
        ('type="html"', "Recall &lt;wbr&gt;widens &amp;amp; grows", "Recall widens & grows"),
        ('type="text"', "Use of the &lt;b&gt; tag", "Use of the <b> tag"),
        (
            'type="xhtml"',
            '<div xmlns="http://www.w3.org/1999/xhtml">Recall <em>widens</em> &lt;now></div>',
            "Recall widens <now>",
        ),
    ],
)
def test_atom_titles_of_every_type(attributes: str, written: str, title: str) -> None:
    body = atom(f"<entry><id>tag:axle.example,2026:1</id><title {attributes}>{written}</title></entry>")
    assert stories(body)[0].title == title


def test_long_fields_are_cut_and_a_long_id_is_hashed() -> None:
    story = one(
        f"<title>{'T' * 5000}</title><guid isPermaLink='false'>{'g' * 60_000}</guid>"
        f"<dc:creator>{'a' * 900}</dc:creator><link>https://axle.example/{'x' * 3000}</link>"
        f"<description>{'word ' * 900}</description>"
    )
    assert len(story.title) == 300
    assert len(story.author) == 200
    assert len(story.summary) == 600
    assert story.url == ""
    assert len(story.guid) < 100
    assert story.guid.startswith("sha256:")


def test_a_body_is_cut_at_two_million_characters_and_not_inside_a_tag() -> None:
    body = "<p>word</p>" * 200_000
    story = one(f"<title>t</title><content:encoded><![CDATA[{body}]]></content:encoded>")
    assert 1_900_000 < len(story.body) <= 2_000_000
    assert story.body.endswith(">")


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One. Two."),
        ("&lt;img src='a.png'&gt;Range: 412&amp;nbsp;km", "Range: 412 km"),
        ("&lt;style&gt;p {}&lt;/style&gt;&lt;script&gt;a&lt;b&lt;/script&gt;Text", "Text"),
        ("Text&lt;!-- hidden --&gt; shown &lt;a hre", "Text shown"),
        ("&lt;b&gt;W&lt;/b&gt;atts", "Watts"),
        ("plain &amp;lt;tag&amp;gt;", "plain <tag>"),
        ("&amp;lt;p&amp;gt;Escaped &amp;lt;b&amp;gt;twice&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;", "Escaped twice"),
        ("&lt;p&gt;The &amp;lt;b&amp;gt;&amp;lt;/b&amp;gt; tag&lt;/p&gt;", "The <b></b> tag"),
    ],
)
def test_summaries_are_plain_text(html: str, summary: str) -> None:
    assert one(f"<title>t</title><description>{html}</description>").summary == summary


def test_a_summary_comes_from_the_body_where_there_is_none() -> None:
    story = one("<title>t</title><content:encoded>&lt;p&gt;Only &lt;i&gt;here&lt;/i&gt;.&lt;/p&gt;</content:encoded>")
    assert story.summary == "Only here."


def test_the_summary_of_a_long_body_needs_its_first_words_only() -> None:
    text = "<div class='lead'></div>" * 5000 + "<p>The words come late.</p>" + "<p>more words</p>" * 5000
    assert plain_line(text, "html", 60).startswith("The words come late. more words")


def test_the_fullest_text_is_the_body() -> None:
    story = one(
        "<title>t</title><description>&lt;p&gt;A teaser that goes on for longer than the text.&lt;/p&gt;</description>"
        "<content:encoded>&lt;p&gt;short&lt;/p&gt;</content:encoded>"
    )
    assert story.body == "<p>A teaser that goes on for longer than the text.</p>"


def test_plain_text_keeps_its_paragraphs() -> None:
    story = one("<title>t</title><description>First line\nand its second.\n\nLast.</description>")
    assert story.body == "<p>First line<br>and its second.</p><p>Last.</p>"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://axle.example/a?b=1&amp;c=2", "https://axle.example/a?b=1&c=2"),
        ("<![CDATA[https://axle.example/a?b=1&c=2]]>", "https://axle.example/a?b=1&c=2"),
        ("/news/a", "https://axle.example/news/a"),
        ("a", "https://axle.example/feeds/a"),
        ("../a", "https://axle.example/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("?p=1", "https://axle.example/feeds/all.xml?p=1"),
        ("javascript:alert(1)", ""),
        ("file:///etc/hosts", ""),
        ("https://", ""),
    ],
)
def test_links_are_resolved(link: str, url: str) -> None:
    assert one(f"<title>t</title><link>{link}</link><guid isPermaLink='false'>1</guid>").url == url


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://axle.example/a b", "https://axle.example/a%20b"),
        (" https://axle.example/a\n/b ", "https://axle.example/a/b"),
        ("https://axle.example/\x1b]52;c;\x07x", "https://axle.example/]52;c;x"),
        ("https://user:secret@axle.example/a", "https://axle.example/a"),
        ("https:///axle.example/a", "https://axle.example/a"),
        ("HTTPS://axle.example/a", "HTTPS://axle.example/a"),
        ("https://axle.example:99999/", ""),
        ("http://[bad/", ""),
        ("https://a%00b.example/", ""),
        ("mailto:a@axle.example", ""),
        ("tel:+1", ""),
        ("x" * 3000, ""),
        ("https://axle.example/straße", "https://axle.example/straße"),
    ],
)
def test_addresses_are_http_and_harmless(written: str, address: str) -> None:
    assert absolute(written) == address


def test_an_id_is_kept_as_it_is_wherever_the_feed_lives() -> None:
    body = rss("<item><title>t</title><guid>4102</guid></item>")
    before = parse_feed(body, "http://axle.example/rss").stories[0]
    after = parse_feed(body, "https://www.axle.example/feeds/rss.xml").stories[0]
    assert before.guid == after.guid == "4102"
    assert before.url == after.url == ""


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        ("<title>t</title><guid>https://axle.example/1</guid>", "https://axle.example/1"),
        ("<title>t</title><link>https://axle.example/2</link>", "https://axle.example/2"),
        ("<title>t</title><guid></guid><link>/3</link>", "https://axle.example/3"),
    ],
)
def test_an_identity_is_the_id_or_the_link(item: str, guid: str) -> None:
    assert one(item).guid == guid


def test_an_identity_without_id_and_link_comes_from_the_words() -> None:
    first, second = stories(rss("<item><title>One</title></item><item><title>Two</title></item>"))
    again = stories(rss("<item><title>One</title></item>"))[0]
    assert first.guid != second.guid
    assert first.guid == again.guid


def test_the_same_entry_twice_is_one_story_the_first() -> None:
    item = "<item><title>{}</title><link>/a</link><guid>a</guid></item>"
    found = stories(rss(item.format("New words") + item.format("Old words")))
    assert [story.title for story in found] == ["New words"]


def test_an_id_shared_by_different_stories_identifies_none_of_them() -> None:
    item = "<item><title>{0}</title><link>/{0}</link><guid isPermaLink='false'>same</guid></item>"
    today = stories(rss("".join(item.format(name) for name in ("c", "b", "a"))))
    tomorrow = stories(rss("".join(item.format(name) for name in ("d", "c", "b"))))
    assert len({story.guid for story in today}) == 3
    assert [story.guid for story in today[:2]] == [story.guid for story in tomorrow[1:]]


def test_empty_entries_between_others_are_left_out() -> None:
    assert [story.title for story in stories(rss("<item/><item><title>a</title></item><item></item>"))] == ["a"]


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ("<author>desk@axle.example (Runa Holt)</author>", "Runa Holt"),
        ("<author>desk@axle.example</author>", "desk@axle.example"),
        ("<author>Runa Holt &lt;desk@axle.example&gt;</author>", "Runa Holt"),
        ("<dc:creator>Runa Holt</dc:creator><dc:creator>Ivo Stark</dc:creator>", "Runa Holt, Ivo Stark"),
        ("<dc:creator>Runa Holt</dc:creator><author>Runa Holt</author>", "Runa Holt"),
        ("<dc:creator>M&amp;uuml;ller</dc:creator>", "Müller"),
    ],
)
def test_authors(item: str, author: str) -> None:
    assert one(f"<title>t</title>{item}").author == author


def test_an_atom_feed_s_author_is_its_entries_author() -> None:
    body = atom(
        "<author><name>Runa Holt</name></author><entry><id>tag:a,1:1</id><title>a</title></entry>"
        "<entry><id>tag:a,1:2</id><title>b</title><author><name>Ivo Stark</name></author></entry>"
    )
    assert [story.author for story in stories(body)] == ["Runa Holt", "Ivo Stark"]


def test_a_link_blog_s_bodies_start_at_the_blog() -> None:
    body = rss(
        "<item><title>t</title><link>https://elsewhere.example/x</link><description>a</description></item>",
        channel="<link>https://axle.example/blog/</link>",
    )
    assert stories(body)[0].base_url == "https://axle.example/blog/"


def test_xml_base_counts_for_the_element_that_has_it() -> None:
    body = atom(
        '<entry><id>tag:a,1:1</id><title>a</title><link href="one"/>'
        '<content type="html" xml:base="https://cdn.example/x/">&lt;img src="i.png"></content></entry>'
        '<entry><id>plain</id><title>b</title><link href="two"/><content type="html">c</content></entry>'
    )
    first, second = stories(body)
    assert (first.url, first.base_url) == ("https://axle.example/feeds/one", "https://cdn.example/x/")
    assert (second.guid, second.url) == ("plain", "https://axle.example/feeds/two")
    assert second.base_url == "https://axle.example/feeds/two"


@pytest.mark.parametrize(
    ("item", "picture"),
    [
        ('<enclosure url="/p.jpg" type="image/jpeg" length="1"/>', "https://axle.example/p.jpg"),
        ('<enclosure url="/p.mp3" type="audio/mpeg" length="1"/>', ""),
        ('<media:thumbnail url="https://cdn.example/t.png"/>', "https://cdn.example/t.png"),
        ('<media:content url="https://cdn.example/v.mp4" type="video/mp4"/>', ""),
        ('<media:content url="https://cdn.example/p.webp" type="image/webp"/>', "https://cdn.example/p.webp"),
        (
            '<media:thumbnail url="javascript:x"/><enclosure url="/p.jpg" type="image/jpeg"/>',
            "https://axle.example/p.jpg",
        ),
    ],
)
def test_pictures(item: str, picture: str) -> None:
    assert one(f"<title>t</title>{item}").image_url == picture


def test_an_entry_without_any_date_is_dated_by_its_address() -> None:
    story = one("<title>t</title><link>https://axle.example/2026/11/23/recall/</link>")
    assert story.published_at is not None
    assert story.published_at.isoformat() == "2026-11-23T00:00:00+00:00"
    dated = one("<title>t</title><link>https://axle.example/2026/11/23/recall/</link><pubDate>soon</pubDate>")
    assert dated.published_at is None


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("", None),
        ("<ttl>30</ttl>", 1800),
        ("<ttl>-5</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", None),
        ("<ttl>30</ttl><sy:updatePeriod>weekly</sy:updatePeriod>", 604800),
        ("<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(12)) + "</skipHours>", 7200),
    ],
)
def test_how_long_a_publisher_asks_to_wait(channel: str, seconds: int | None) -> None:
    assert parse_feed(rss("<item><title>t</title></item>", channel), URL).refresh_after == seconds
