"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Every value is checked: a wrong type is as good as a missing value."""

import re
from typing import Any

import msgspec

from evreader.feeds.document import Document
from evreader.feeds.errors import FeedError
from evreader.feeds.limits import MAX_STORIES
from evreader.feeds.raw import RawFeed, RawStory, RawText

_LONE_SURROGATE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_CONSTANT = re.compile(r"(?<=[:\[,\s])(?:NaN|-?Infinity)(?=\s*[,}\]])")

_MOST_PARTS = 500_000
"""Objects and lists; 15 MB of empty ones would take 400 MB."""

_MOST_ENDS = 30
"""How many ends of objects before a break may be tried as the end of the last whole entry."""


class _Feed(msgspec.Struct):
    """The parts of the document that matter; the rest is skipped without being built."""

    version: Any = None
    title: Any = None
    home_page_url: Any = None
    author: Any = None
    authors: Any = None
    items: Any = None


def read(document: Document) -> RawFeed:
    """The feed in a JSON document. Raises FeedError of kind not_a_feed, too_big, cut_off or parse."""
    text = document.data.decode("utf-8", "replace")
    if text.count("{") + text.count("[") > _MOST_PARTS:
        raise FeedError("too_big", "The feed is JSON of more parts than can be read.")
    feed, is_whole = _decode(text)
    if not _is_feed(feed):
        raise FeedError("not_a_feed", "The address leads to JSON data that is not a feed.")
    raw = RawFeed(
        title=_text(feed.title),
        link=_address(feed.home_page_url),
        authors=_names(feed.authors) or _names(feed.author),
        incomplete="" if is_whole else "The feed is cut off; the stories before the break were read.",
    )
    if isinstance(feed.items, list):
        raw.stories = [_story(item) for item in feed.items[:MAX_STORIES] if isinstance(item, dict) and item]
    return raw


def _is_feed(feed: _Feed) -> bool:
    """Whether the document says so or, where it names no version, has entries like a feed's."""
    if isinstance(feed.version, str) and "jsonfeed.org" in feed.version:
        return True
    items = feed.items if isinstance(feed.items, list) else []
    return any(isinstance(item, dict) and ("content_html" in item or "content_text" in item) for item in items[:10])


def _decode(text: str) -> tuple[_Feed, bool]:
    """The document, and whether it was whole."""
    try:
        return msgspec.json.decode(text, type=_Feed), True
    except (msgspec.DecodeError, RecursionError, ValueError):
        pass
    mended = _CONSTANT.sub("null", _LONE_SURROGATE.sub(r"\1\\ufffd", text))
    try:
        return msgspec.json.decode(mended, type=_Feed), True
    except RecursionError as error:
        raise FeedError("parse", "The feed is JSON nested too deeply to be read.") from error
    except (msgspec.DecodeError, ValueError) as error:
        if mended.rstrip().endswith("}"):
            raise FeedError("parse", "The feed is JSON with errors and cannot be read.") from error
        feed = _decode_until_break(mended)
        if feed is None:
            raise FeedError("cut_off", "The JSON feed is cut off before its first story.") from error
        return feed, False


def _decode_until_break(text: str) -> _Feed | None:
    """A document that breaks off inside its list of entries, closed after the last whole one."""
    end = len(text)
    for _ in range(_MOST_ENDS):
        end = text.rfind("}", 0, end)
        if end < 0:
            return None
        try:
            feed = msgspec.json.decode(f"{text[: end + 1]}]}}", type=_Feed)
        except (msgspec.DecodeError, RecursionError, ValueError):
            continue
        return feed if isinstance(feed.items, list) else None
    return None


def _story(item: dict[str, Any]) -> RawStory:
    bodies = [RawText(html, "html") for html in [_string(item.get("content_html"))] if html]
    bodies += [RawText(text, "text") for text in [_string(item.get("content_text"))] if text and not bodies]
    images = [
        _address(item.get("image")),
        _address(item.get("banner_image")),
        *_attached_images(item.get("attachments")),
    ]
    return RawStory(
        guid=_string(item.get("id")),
        link=_address(item.get("url")) or _address(item.get("external_url")),
        title=_text(item.get("title")),
        authors=_names(item.get("authors")) or _names(item.get("author")),
        dates=[date for date in (_string(item.get("date_published")), _string(item.get("date_modified"))) if date],
        summary=_text(item.get("summary")),
        bodies=bodies,
        images=[image for image in images if image],
    )


def _string(value: object) -> str:
    """A string, or a number where a publisher forgot the quotation marks."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**30:
        return str(value)
    return ""


def _address(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(value: object) -> RawText | None:
    text = _string(value)
    return RawText(text, "unsure") if text else None


def _names(value: object) -> list[str]:
    """Names of an author object, a list of them, or plain strings."""
    people = value if isinstance(value, list) else [value]
    names = [_string(person.get("name")) if isinstance(person, dict) else _string(person) for person in people[:20]]
    return [name for name in names if name]


def _attached_images(value: object) -> list[str]:
    attachments = value[:50] if isinstance(value, list) else []
    return [
        _address(attachment.get("url"))
        for attachment in attachments
        if isinstance(attachment, dict) and _string(attachment.get("mime_type")).startswith("image/")
    ]
