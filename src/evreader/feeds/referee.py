"""Feeds of any age and health, read by feedparser: slow, forgiving, and the measure for the fast lane."""

import io
import re
from typing import Any

from evreader.feeds.bases import BASE, relative
from evreader.feeds.document import Document
from evreader.feeds.errors import FeedError
from evreader.feeds.limits import MAX_STORIES
from evreader.feeds.pictures import best_first, is_picture, pixels
from evreader.feeds.raw import RawFeed, RawStory, RawText

_VOID_END = re.compile(r"</(?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)>")
_RESPONSE_HEADERS = {"content-type": "application/xml; charset=utf-8", "content-location": BASE}
_MOST_PEOPLE = 20
_MOST_TAGS = 1_000_000
"""feedparser needs over 10 microseconds for each."""


def read(document: Document, data: bytes) -> RawFeed:
    """The feed in an XML document, `data` being its bytes as `mend` left them: UTF-8 without a declaration.

    Raises FeedError of kind parse, cut_off or too_big.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise FeedError("too_big", "The feed has more than a million elements and is not read.")
    import feedparser

    # A `bytes` argument would be opened as a file and a `str` address fetched; a stream is only read.
    try:
        result = feedparser.parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=_RESPONSE_HEADERS
        )
    except Exception as error:
        raise FeedError("parse", "The feed is damaged in a way that cannot be read.") from error
    return _raw_feed(result, document)


def _raw_feed(result: Any, document: Document) -> RawFeed:
    entries = result.get("entries", [])
    feed = result.get("feed", {})
    broken = bool(result.get("bozo"))
    if not entries:
        if broken and not document.has_end:
            raise FeedError("cut_off", "The feed is cut off before its first story.")
        if broken or not result.get("version"):
            raise FeedError("parse", "The feed is not well-formed XML, and no story could be read.")
    is_atom = str(result.get("version", "")).startswith("atom")
    raw = RawFeed(
        title=_text(feed, "title", is_atom),
        link=relative(_string(feed.get("link"))),
        authors=_authors(feed) if is_atom else [],
        stories=[_raw_story(entry, is_atom) for entry in entries[:MAX_STORIES]],
    )
    if broken and not document.has_end:
        raw.incomplete = "The feed is cut off; the stories before the break were read."
    elif broken:
        raw.incomplete = "The feed is not well-formed XML; what could be made out was read."
    return raw


def _raw_story(entry: Any, is_atom: bool) -> RawStory:
    dates = [_string(dict.get(entry, key)) for key in ("published", "updated", "created")]
    return RawStory(
        guid=relative(_string(entry.get("id"))),
        link=relative(_string(entry.get("link"))),
        title=_text(entry, "title", is_atom),
        authors=_authors(entry),
        dates=[date for date in dates if date],
        summary=_text(entry, "summary", is_atom),
        bodies=[text for content in _dicts(entry, "content") if (text := _typed(content, is_atom)) is not None],
        images=_images(entry),
    )


def _string(value: object) -> str:
    """A value that should be text: an element with the name of one of feedparser's own keys may have replaced it."""
    return value if isinstance(value, str) else ""


def _dicts(context: Any, key: str) -> list[Any]:
    """A value that should be a list of dictionaries."""
    value = dict.get(context, key)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(context: Any, key: str, is_atom: bool) -> RawText | None:
    detail = dict.get(context, f"{key}_detail")
    if not isinstance(detail, dict):
        return None  # a summary that feedparser copied from the content
    return _typed({**detail, "value": context.get(key)}, is_atom, is_title=key == "title")


def _typed(content: Any, is_atom: bool, *, is_title: bool = False) -> RawText | None:
    """A text with its kind. Only Atom says reliably what is markup; RSS has markup everywhere, titles perhaps."""
    value = _string(content.get("value"))
    if not value:
        return None
    kind = _string(content.get("type")) or "text/html"
    if kind == "application/xhtml+xml":
        value = _VOID_END.sub("", value)
    unsure = kind not in ("text/html", "application/xhtml+xml") if is_atom else is_title
    return RawText(value, "unsure" if unsure else "html", relative(_string(content.get("base"))))


def _authors(context: Any) -> list[str]:
    """The names; of an only author with an address all that is written, since feedparser knows few addresses."""
    people = _dicts(context, "authors")
    written = _string(context.get("author"))
    if len(people) == 1 and "@" in written:
        return [written]
    names = [_string(person.get("name")) or _string(person.get("email")) for person in people[:_MOST_PEOPLE]]
    return [name for name in names if name]


def _images(entry: Any) -> list[str]:
    media = [
        (pixels(_string(media.get("width"))), _string(media.get("url")))
        for media in _dicts(entry, "media_content")
        if is_picture(_string(media.get("type")), _string(media.get("medium")), _string(media.get("url")))
    ]
    enclosures = [
        relative(_string(link.get("href")))
        for link in _dicts(entry, "links")
        if link.get("rel") == "enclosure" and _string(link.get("type")).startswith("image/")
    ]
    thumbnails = [_string(thumbnail.get("url")) for thumbnail in _dicts(entry, "media_thumbnail")]
    image = entry.get("image")
    return best_first(media, enclosures, thumbnails, _string(image.get("href")) if isinstance(image, dict) else "")
