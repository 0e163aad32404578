"""A feed document to stories: which reader takes it."""

from evreader.feeds import json_feed, referee
from evreader.feeds.document import Document, open_document
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
        return assemble(json_feed.read(document), url)
    return _with_feedparser(document, url)


def parse_with_feedparser(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """`parse_feed` for XML by the forgiving reader alone: the measure of the fast one."""
    return _with_feedparser(open_document(body, content_type), url)


def _with_feedparser(document: Document, url: str) -> ParsedFeed:
    return assemble(referee.read(document), url)
