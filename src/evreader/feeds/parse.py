"""A feed document to stories: which reader takes it."""

from evreader.feeds import fast, json_feed, referee
from evreader.feeds.document import Document, open_document
from evreader.feeds.errors import FeedError
from evreader.feeds.hints import refresh_after
from evreader.feeds.mend import mend
from evreader.feeds.raw import RawFeed
from evreader.feeds.stories import assemble
from evreader.model import ParsedFeed


def parse_feed(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """Read a feed of any format: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, RDF, JSON Feed 1.0 and 1.1.

    `url` is where `body` came from after redirects; relative addresses start there. `content_type` is the response's
    header. The result holds at most 2,000 stories, newest first as the document has them, every field cleaned.
    Raises FeedError (not_a_feed, empty, cut_off, parse, too_big) where there is nothing to show.
    """
    document = open_document(body, content_type)
    if document.kind == "json":
        raw = json_feed.read(document)
    else:
        raw = _read_fast(document) or _read_slowly(document)
        raw.refresh_after = refresh_after(document.data)
    return assemble(raw, url)


def parse_fast(body: bytes, url: str, content_type: str = "") -> ParsedFeed | None:
    """`parse_feed` for XML by the fast lane alone; None where it leaves the document to feedparser."""
    document = open_document(body, content_type)
    raw = _read_fast(document) if document.kind == "xml" else None
    if raw is None:
        return None
    raw.refresh_after = refresh_after(document.data)
    return assemble(raw, url)


def parse_with_feedparser(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """`parse_feed` for XML by feedparser alone: the measure of the fast lane."""
    document = open_document(body, content_type)
    if document.kind != "xml":
        raise FeedError("not_a_feed", "The document is not XML.")
    raw = _read_slowly(document)
    raw.refresh_after = refresh_after(document.data)
    return assemble(raw, url)


def _read_fast(document: Document) -> RawFeed | None:
    """The feed where it is plain: as it stands, or after mending."""
    try:
        if document.is_utf8:
            try:
                return fast.read(document.data)
            except fast.NotWellFormed:
                pass
        data, damaged = mend(document)
        raw = fast.read(data)
    except fast.NotPlain:
        return None
    return _with_damage(raw, damaged)


def _read_slowly(document: Document) -> RawFeed:
    data, damaged = mend(document)
    return _with_damage(referee.read(document, data), damaged)


def _with_damage(raw: RawFeed, damaged: bool) -> RawFeed:
    if damaged and not raw.incomplete:
        raw.incomplete = "The feed has bytes that its encoding does not allow; they were replaced."
    return raw
