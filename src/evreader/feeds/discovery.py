"""Which feeds a web page names."""

import re
from urllib.parse import urljoin, urlsplit

from evreader.feeds.addresses import absolute
from evreader.feeds.limits import MAX_TITLE
from evreader.model import Subscription
from evreader.text import clean_line

_MOST = 50
"""Feeds taken from one page; more are a directory, not a site's own."""
_MOST_ELEMENTS = 20_000

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
    "application/x.atom+xml",
    "application/x-atom+xml",
)
_LIKELY_PATH = re.compile(
    r"/(?:feed|feeds|rss|atom|rdf|index\.xml|atom\.xml|rss\.xml|feed\.xml|feed\.json|index\.rdf)(?:/|\Z)"
    r"|\.(?:rss|atom|rdf)\Z|/(?:rss|feed|feeds)/[\w./-]{1,100}\Z|feedburner\.com/",
    re.IGNORECASE,
)
_LIKELY_QUERY = re.compile(r"(?:^|&)(?:feed|format|type)=(?:rss2?|atom|rdf|feed|xml)(?:&|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"\bcomments?\b|kommentar|commentaires", re.IGNORECASE)

_COMMON_PATHS = (
    "/feed/",
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feeds/posts/default",
    "/feed.json",
    "/rss/all.xml",
)


def find_feed_links(html: bytes, url: str) -> list[Subscription]:
    """The feeds a page names, best first, each address once: what its head declares, then links that look like feeds.

    Feeds of comments come after all others. Never raises; a page without feeds gives an empty list.
    """
    if html.lstrip()[:1] in (b"{", b"["):
        return []  # JSON, whatever it was served as
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8" if _is_utf8(html) else None,  # otherwise what the page says
        recover=True,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(html, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if tree is None:
        return []
    declared: list[Subscription] = []
    likely: list[Subscription] = []
    base = url
    page_title = ""
    for number, element in enumerate(tree.iter("base", "title", "link", "a")):
        if number >= _MOST_ELEMENTS:
            break
        href = element.get("href") or ""
        if element.tag == "base":
            base = _joined(url, href)
        elif element.tag == "title":
            page_title = page_title or clean_line("".join(element.itertext()), MAX_TITLE)
        elif element.tag == "link":
            if _declares_feed(element.get("rel") or "", element.get("type") or ""):
                _add(declared, absolute(href, base), element.get("title") or "", url)
        elif href and _looks_like_feed(href):
            _add(likely, absolute(href, base), "".join(element.itertext()), url)
    return _ordered(declared, likely, page_title)


def guess_feed_addresses(url: str) -> list[str]:
    """Where a site's feed usually is, most usual first; for a page that names none."""
    address = absolute(url)
    if not address:
        return []
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    folder = parts.path.rstrip("/")
    guesses = [f"{root}{folder}{path}" for path in _COMMON_PATHS[:4]] if folder else []
    guesses += [root + path for path in _COMMON_PATHS]
    return [guess for guess in dict.fromkeys(guesses) if guess != address]


def _is_utf8(html: bytes) -> bool:
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _joined(base: str, address: str) -> str:
    """`urljoin`, giving `base` where `address` is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return base


def _declares_feed(rel: str, kind: str) -> bool:
    kind = kind.split(";")[0].strip().lower()
    words = rel.lower().split()
    return ("alternate" in words and "stylesheet" not in words and kind in _FEED_TYPES) or (
        "feed" in words and (not kind or kind in _FEED_TYPES or kind == "text/html")
    )


def _looks_like_feed(href: str) -> bool:
    if len(href) > 500:
        return False
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return bool(_LIKELY_PATH.search(f"{parts.netloc}{parts.path}") or _LIKELY_QUERY.search(parts.query))


def _add(found: list[Subscription], address: str, title: str, page: str) -> None:
    if address and len(found) < _MOST:
        found.append(Subscription(url=address, title=clean_line(title[: 8 * MAX_TITLE], MAX_TITLE), site_url=page))


def _ordered(declared: list[Subscription], likely: list[Subscription], page_title: str) -> list[Subscription]:
    known: dict[str, Subscription] = {}
    for subscription in [*declared, *likely]:
        known.setdefault(subscription.url, subscription)
    feeds = sorted(known.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.title} {feed.url}")))
    return [
        feed if feed.title else Subscription(url=feed.url, title=page_title, site_url=feed.site_url) for feed in feeds
    ][:_MOST]
