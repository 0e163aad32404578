"""Which feeds a web page names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.feeds import find_feed_links, guess_feed_addresses

PAGE = "https://ampere.example/news/today"


def addresses(html: str) -> list[str]:
    return [feed.url for feed in find_feed_links(html.encode(), PAGE)]


def link(attributes: str) -> str:
    return f"<html><head><link {attributes}></head><body><p>Ampere</p></body></html>"


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ('rel="alternate" type="application/rss+xml" href="/feed/"', "https://ampere.example/feed/"),
        ('rel=alternate type=application/atom+xml href="atom.xml"', "https://ampere.example/news/atom.xml"),
        ('REL="Alternate" TYPE="Application/RSS+XML" HREF="//feeds.example/a"', "https://feeds.example/a"),
        ('rel="alternate home" type="application/feed+json" href="/feed.json"', "https://ampere.example/feed.json"),
        ('rel="alternate" type="application/json" href="/feed.json"', "https://ampere.example/feed.json"),
        ('rel="alternate" type="application/rdf+xml; charset=utf-8" href="/rdf"', "https://ampere.example/rdf"),
        ('rel="feed" href="/h-feed"', "https://ampere.example/h-feed"),
    ],
)
def test_declared_feeds(attributes: str, url: str) -> None:
    assert addresses(link(attributes)) == [url]


@pytest.mark.parametrize(
    "attributes",
    [
        'rel="alternate" type="text/html" hreflang="de" href="/de/"',
        'rel="alternate stylesheet" type="text/xml" href="/x.xsl"',
        'rel="stylesheet" type="application/rss+xml" href="/feed"',
        'rel="alternate" type="application/rss+xml" href="javascript:alert(1)"',
        'rel="alternate" type="application/rss+xml"',
        'rel="EditURI" type="application/rsd+xml" href="/xmlrpc.php?rsd"',
    ],
)
def test_other_links_are_no_feeds(attributes: str) -> None:
    assert addresses(link(attributes)) == []


def test_the_main_feed_comes_before_comments_and_declared_before_likely() -> None:
    html = """<html><head><title>Ampere Daily</title>
      <link rel="alternate" type="application/rss+xml" title="Ampere » Comments Feed" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" href="/feed/"></head>
      <body><a href="/rss.xml"><b>All</b> stories</a> <a href="/feed/">RSS</a></body></html>"""
    feeds = find_feed_links(html.encode(), PAGE)
    assert [feed.url.removeprefix("https://ampere.example") for feed in feeds] == [
        "/feed/",
        "/rss.xml",
        "/comments/feed/",
    ]
    assert [feed.title for feed in feeds] == ["Ampere Daily", "All stories", "Ampere » Comments Feed"]
    assert {feed.site_url for feed in feeds} == {PAGE}


@pytest.mark.parametrize(
    ("href", "likely"),
    [
        ("/feed", True),
        ("/blog/feed/", True),
        ("/rss/articles/all/", True),
        ("/index.xml", True),
        ("news.rss", True),
        ("/?feed=rss2", True),
        ("https://feeds.feedburner.com/ampere", True),
        ("/feedback", False),
        ("/feeding-the-grid", False),
        ("/rss-explained.html", False),
        ("/story?format=html", False),
        ("mailto:rss@ampere.example", False),
        ("http://[bad/feed", False),
    ],
)
def test_links_in_the_text_that_look_like_feeds(href: str, likely: bool) -> None:
    assert bool(addresses(f'<body><a href="{href}">here</a></body>')) is likely


def test_a_base_element_counts() -> None:
    html = (
        '<head><base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="rss"></head>'
    )
    assert addresses(html) == ["https://cdn.example/x/rss"]


def test_a_huge_directory_is_cut() -> None:
    assert len(addresses("".join(f'<a href="/feed/{number}.xml">f</a>' for number in range(5_000)))) == 50


def test_deep_nesting_is_survived() -> None:
    assert addresses(link('rel="alternate" type="application/rss+xml" href="/feed"') + "<div>" * 50_000) != []


def test_guesses_start_at_the_page_s_folder_and_never_repeat_it() -> None:
    guesses = guess_feed_addresses("https://ampere.example/blog/")
    assert guesses[0] == "https://ampere.example/blog/feed/"
    assert "https://ampere.example/feed/" in guesses
    assert len(guesses) == len(set(guesses))
    assert "https://ampere.example/feed" not in guess_feed_addresses("https://ampere.example/feed")
    assert guess_feed_addresses("ftp://ampere.example/") == []


@given(st.binary(max_size=400) | st.text(alphabet="<>/abelinkhrf= \"'&;#", max_size=300).map(str.encode))
@settings(deadline=None, max_examples=80)
def test_any_bytes_give_a_list(html: bytes) -> None:
    for feed in find_feed_links(html, PAGE):
        assert feed.url.startswith(("http://", "https://"))


def test_json_is_no_page() -> None:
    body = b'{"items": [{"content_html": "<link rel=alternate type=application/rss+xml href=/feed.xml>"}]}'
    assert find_feed_links(body, "https://volt.example/") == []
