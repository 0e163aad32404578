"""Documents that are no feeds, damaged feeds, odd encodings and hostile ones."""

import gzip
import zlib

import pytest

from evreader.feeds import FeedError, parse_feed
from evreader.feeds.parse import parse_with_feedparser

URL = "https://volt.example/feed"
ITEM = "<item><title>{0}</title><link>https://volt.example/{0}</link><description>d</description></item>"


def rss(items: str, head: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>Volt Post</title>{items}</channel></rss>'


def titles(body: bytes, content_type: str = "") -> list[str]:
    return [story.title for story in parse_feed(body, URL, content_type).stories]


PAGE = b"<!doctype html><html><head><title>Volt Post</title></head><body><p>Welcome</p></body></html>"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "empty", "nothing"),
        (b" \n\t ", "empty", "nothing"),
        (b"\xef\xbb\xbf\n", "empty", "nothing"),
        (PAGE, "not_a_feed", "web page"),
        (b"<html><body>Checking your browser</body></html>", "not_a_feed", "web page"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", "not_a_feed", "web page"),
        (b"<!-- hello --><div>maintenance</div>", "not_a_feed", "web page"),
        (b"Service temporarily unavailable", "not_a_feed", "neither a feed nor a web page"),
        (b'{"status": "ok"}', "not_a_feed", "JSON"),
        (b'{"items": [{"id": 1, "name": "a car"}]}', "not_a_feed", "JSON"),
        (b"[1, 2]", "not_a_feed", "neither a feed nor a web page"),
        (b"%PDF-1.7\n<<>>", "not_a_feed", "PDF"),
        (b"\x7fELF" + bytes(range(256)), "not_a_feed", "program"),
        (b"\x89PNG\r\n", "not_a_feed", "picture"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "not_a_feed", "picture"),
        (b'<?xml version="1.0"?><urlset><url/></urlset>', "not_a_feed", "sitemap"),
        (b'<opml version="2.0"><body/></opml>', "not_a_feed", "OPML"),
        (b"<catalogue><book/></catalogue>", "not_a_feed", "another kind (catalogue)"),
        (b"<?xml version='1.0'", "cut_off", "cut off"),
        (b"<rss version='2.0'><channel><title>Vo", "cut_off", "cut off"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>a</feed></title></feed>", "parse", "not well-formed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "tit', "cut_off", "cut off"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [,]}', "parse", "errors"),
        (b'{"items": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "parse", "too deeply"),
        (b"\x1f\x8b\x08not gzip at all", "parse", "gzip"),
        (gzip.compress(b" " * (15 * 2**20 + 1)), "too_big", "15 MB"),
        (b"<rss>" + b" " * (15 * 2**20), "too_big", "15 MB"),
    ],
)
def test_what_is_no_feed_is_said_in_one_sentence(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse_feed(body, URL)
    assert caught.value.kind == kind
    assert words in caught.value.message
    assert caught.value.message.endswith(".")
    assert "\n" not in str(caught.value)


def test_a_feed_without_stories_is_a_feed() -> None:
    feed = parse_feed(rss("").encode(), URL)
    assert (feed.title, feed.stories, feed.incomplete) == ("Volt Post", (), "")


def test_a_feed_cut_off_gives_what_was_there() -> None:
    whole = rss(ITEM.format("a") + ITEM.format("b") + ITEM.format("c")).encode()
    feed = parse_feed(whole[: whole.index(b"<title>c") + 8], URL)
    assert [story.title for story in feed.stories][:2] == ["a", "b"]
    assert "cut off" in feed.incomplete


def test_a_json_feed_cut_off_gives_what_was_there() -> None:
    items = '{"id": "a", "title": "a", "author": {"name": "x"}}, {"id": "b", "title": "b"}, '
    items += '{"id": "c", "author": {"name": "y"}, "title": "never who'
    feed = parse_feed(f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}'.encode(), URL)
    assert [story.title for story in feed.stories] == ["a", "b"]
    assert "cut off" in feed.incomplete


def test_a_damaged_feed_gives_what_can_be_made_out() -> None:
    feed = parse_feed(rss(ITEM.format("a") + "<item><title>b</wrong></item>" + ITEM.format("c")).encode(), URL)
    assert feed.stories[0].title == "a"
    assert "not well-formed" in feed.incomplete


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rss(ITEM.format("AT&T and R&D")), "AT&T and R&D"),
        (rss(ITEM.format("caf&eacute; &nbsp;&hellip;")), "café …"),
        (rss(ITEM.format("&unknown; word")), "&unknown; word"),
        (rss(ITEM.format("bad &#xD800; x")), "bad � x"),
        (rss(ITEM.format("bad &#" + "9" * 5000 + "; x")), "bad � x"),
        (rss(ITEM.format("a&#27;[31mb")), "a[31mb"),
        (rss(ITEM.format("a\x00b\x1b[2J")), "ab[2J"),
        ("\n\n" + rss(ITEM.format("late"), DECLARATION), "late"),
        ("\ufeff\n" + rss(ITEM.format("late"), DECLARATION), "late"),
        ("<br />\n<b>Warning</b>: x<br />\n" + rss(ITEM.format("late"), DECLARATION), "late"),
        (rss(ITEM.format("early")) + "\n<script>count()</script>", "early"),
        (rss(ITEM.format("styled"), '<?xml-stylesheet type="text/xsl" href="file:///etc/hosts"?>'), "styled"),
    ],
)
def test_what_xml_forbids_is_mended_without_loss(body: str, title: str) -> None:
    feed = parse_feed(body.encode("utf-8", "surrogatepass"), URL)
    assert [story.title for story in feed.stories] == [title]
    assert feed.incomplete == ""


def test_a_feed_inside_an_xhtml_page_is_read() -> None:
    body = (
        f"{DECLARATION}<!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Volt</title><entry><id>1</id><title>in a page</title></entry>"
        "</feed></body></html>"
    )
    assert titles(body.encode()) == ["in a page"]


@pytest.mark.parametrize("cut", [0, 40])
def test_a_gzip_file_is_unpacked_as_far_as_it_goes(cut: int) -> None:
    packed = gzip.compress(rss("".join(ITEM.format(f"n{number}") for number in range(200))).encode())
    assert titles(packed[: len(packed) - cut])[:3] == ["n0", "n1", "n2"]


def test_a_gzip_file_over_the_limit_is_not_unpacked_beyond_it() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join([packer.compress(b" " * 2**20) for _ in range(200)]) + packer.flush()
    with pytest.raises(FeedError) as caught:
        parse_feed(body, URL)
    assert caught.value.kind == "too_big"


WORDS = "Überlandwerke – Straße"


@pytest.mark.parametrize(
    ("declared", "written", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("", "utf-8", "text/xml"),
        ("", "utf-8", "text/xml; charset=iso-8859-1"),
        ("iso-8859-1", "utf-8", ""),
        ("windows-1252", "windows-1252", ""),
        ("", "windows-1252", "application/xml; charset=windows-1252"),
        ("", "windows-1252", ""),
        ("utf-8", "windows-1252", ""),
        ("utf-16", "utf-16", ""),
        ("utf-16", "utf-16-le", ""),
        ("utf-16", "utf-8", ""),
        ("utf-32", "utf-32", ""),
        ("no-such-encoding", "utf-8", ""),
    ],
)
def test_encodings(declared: str, written: str, content_type: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert titles(rss(ITEM.format(WORDS), head).encode(written), content_type) == [WORDS]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("koi8-r", "Электробус вышел на линию"),
        ("gb2312", "比亚迪发布新车"),
        ("iso-2022-jp", "新型電池"),
        ("euc-kr", "전기차"),
    ],
)
def test_encodings_of_other_scripts(encoding: str, words: str) -> None:
    body = rss(ITEM.format(words), f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)
    assert titles(body) == [words]


def test_bytes_that_are_no_utf_8_are_replaced_and_said() -> None:
    body = rss(ITEM.format("Grünheide \udcff\udcfe 37 – Wörth Süd")).encode("utf-8", "surrogateescape")
    feed = parse_feed(body, URL)
    assert feed.stories[0].title.startswith("Grünheide �")
    assert "encoding" in feed.incomplete


def test_utf_7_is_not_decoded() -> None:
    head = '<?xml version="1.0" encoding="utf-7"?>'
    assert titles(rss(ITEM.format("+ADw-b+AD4- +ABs-[31m"), head).encode()) == ["+ADw-b+AD4- +ABs-[31m"]


LAUGHS = '<!DOCTYPE rss [<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("head", "reference"),
    [
        (LAUGHS + "]>", "&l9;"),
        ('<!DOCTYPE rss [<!ENTITY a "' + "a" * 50_000 + '">]>', "&a;" * 9_000),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>', "&a;"),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>', "x"),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">', "&a;"),
    ],
)
def test_entities_are_inert(head: str, reference: str) -> None:
    feed = parse_feed(rss(ITEM.format(f"before {reference}"), head).encode(), URL)
    assert feed.stories[0].title.startswith("before")
    assert len(feed.stories[0].title) <= 300
    assert "loll" not in feed.stories[0].title


def test_xinclude_is_not_followed(tmp_path: object) -> None:
    inclusion = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    assert "root:" not in repr(parse_feed(rss(inclusion + ITEM.format("a")).encode(), URL))


@pytest.mark.parametrize("reader", [parse_feed, parse_with_feedparser])
def test_two_thousand_entries_are_taken(reader: object) -> None:
    assert callable(reader)
    body = rss("".join(ITEM.format(f"n{number}") for number in range(2_500))).encode()
    feed = reader(body, URL)
    assert len(feed.stories) == 2_000
    assert feed.stories[0].title == "n0"
    assert feed.incomplete == ""


@pytest.mark.parametrize(
    "description",
    ["<" * 40_000, "&" * 40_000, '<a href="' * 8_000, "<!--" * 12_000, "<div>" * 10_000 + "x", "<![CDATA[" * 9_000],
    ids=["lt", "amp", "attributes", "comments", "deep", "cdata"],
)
def test_markup_meant_to_stall_a_parser_is_read(description: str) -> None:
    escaped = description.replace("&", "&amp;").replace("<", "&lt;")
    body = rss(f"<item><title>t</title><description>{escaped}</description></item>").encode()
    assert titles(body) == ["t"]
