"""Feeds of any age and health, read by feedparser: slow, forgiving, and the measure for the fast lane."""

import io
import re
from typing import Any

from evreader.feeds.document import Document, decode
from evreader.feeds.errors import FeedError
from evreader.feeds.hints import refresh_after
from evreader.feeds.limits import MAX_STORIES
from evreader.feeds.raw import RawFeed, RawStory, RawText

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMERIC_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,200}?\?>")
_ENTRY = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_VOID_END = re.compile(r"</(?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)>")
_RESPONSE_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read(document: Document) -> RawFeed:
    """The feed in an XML document. Raises FeedError of kind parse, cut_off or not_a_feed."""
    import feedparser

    text, damaged = decode(document)
    data = _mend(text, document.root).encode("utf-8", "replace")
    # A `bytes` argument would be opened as a file and an address fetched; a stream is only read. The address of the
    # document is not told: feedparser would join ids with it that are no addresses, and every story would be new after
    # a move of the feed. What is relative is resolved in `stories`.
    try:
        result = feedparser.parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=_RESPONSE_HEADERS
        )
    except Exception as error:
        raise FeedError("parse", "The feed is damaged in a way that cannot be read.") from error
    return _raw_feed(result, document, damaged)


def _raw_feed(result: Any, document: Document, damaged: bool) -> RawFeed:
    entries = result.get("entries", [])
    feed = result.get("feed", {})
    broken = bool(result.get("bozo"))
    ends = _is_complete(document)
    if not entries:
        if broken and not ends:
            raise FeedError("cut_off", "The feed is cut off before its first story.")
        if broken or not result.get("version"):
            raise FeedError("parse", "The feed is not well-formed XML, and no story could be read.")
    is_atom = str(result.get("version", "")).startswith("atom")
    raw = RawFeed(
        title=_text(feed, "title", is_atom),
        link=feed.get("link") or "",
        authors=_authors(feed) if is_atom else [],
        stories=[_raw_story(entry, is_atom) for entry in entries[:MAX_STORIES]],
        refresh_after=refresh_after(document.data),
    )
    if broken and not ends:
        raw.incomplete = "The feed is cut off; the stories before the break were read."
    elif broken:
        raw.incomplete = "The feed is not well-formed XML; what could be made out was read."
    elif damaged:
        raw.incomplete = "The feed has bytes that its encoding does not allow; they were replaced."
    return raw


def _raw_story(entry: Any, is_atom: bool) -> RawStory:
    guid = entry.get("id") or ""
    link = entry.get("link") or ""
    if link == guid and "/" not in link:
        link = ""  # feedparser takes any id for an address
    dates = [dict.get(entry, key) for key in ("published", "updated", "created")]
    return RawStory(
        guid=guid,
        link=link,
        title=_text(entry, "title", is_atom),
        authors=_authors(entry),
        dates=[date for date in dates if date],
        summary=_text(entry, "summary", is_atom),
        bodies=[found for content in entry.get("content", [])[:8] if (found := _content(content, is_atom)) is not None],
        images=_images(entry),
    )


def _text(context: Any, key: str, is_atom: bool) -> RawText | None:
    value = context.get(key)
    if not value or not isinstance(value, str):
        return None
    detail = context.get(f"{key}_detail") or {}
    return _typed(value, detail.get("type") or "text/html", detail.get("base") or "", is_atom)


def _content(content: Any, is_atom: bool) -> RawText | None:
    value = content.get("value")
    if not value or not isinstance(value, str):
        return None
    return _typed(value, content.get("type") or "text/html", content.get("base") or "", is_atom)


def _typed(value: str, kind: str, base: str, is_atom: bool) -> RawText:
    if kind == "application/xhtml+xml":
        return RawText(_VOID_END.sub("", value), "html", base)
    return RawText(value, "html" if kind == "text/html" else "unsure", base)


def _authors(context: Any) -> list[str]:
    people = context.get("authors") or []
    names = [person.get("name") or person.get("email") or "" for person in people[:20]]
    return [name for name in names if name]


def _images(entry: Any) -> list[str]:
    found = [media.get("url") or "" for media in entry.get("media_thumbnail", [])[:5]]
    for media in entry.get("media_content", [])[:10]:
        if media.get("medium") == "image" or (media.get("type") or "").startswith("image/"):
            found.append(media.get("url") or "")
    for link in dict.get(entry, "links", [])[:50]:
        if link.get("rel") == "enclosure" and (link.get("type") or "").startswith("image/"):
            found.append(link.get("href") or "")
    image = entry.get("image")
    if isinstance(image, dict):
        found.append(image.get("href") or "")
    return [url for url in found if url]


def _mend(text: str, root: str) -> str:
    """What XML forbids and publishers write: control characters, and references to characters that do not exist."""
    text = _ILLEGAL.sub("", text)
    if "&#" in text:
        text = _NUMERIC_REFERENCE.sub(_allowed_reference, text)
    declaration = _DECLARATION.match(text)
    if declaration is not None:
        text = text[declaration.end() :]
    return _shortened(text, root)


def _allowed_reference(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    if len(digits) > 7:
        return "\ufffd"
    code = int(digits or "0", 16 if match[1] else 10)
    if code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF:
        return match[0]
    return "\ufffd" if code >= 0x20 else ""


def _shortened(text: str, root: str) -> str:
    """The document closed after as many entries as are taken: feedparser needs seconds for a hundred thousand."""
    for number, match in enumerate(_ENTRY.finditer(text)):
        if number == MAX_STORIES:
            channel = "</channel>" if root.lower() == "rss" else ""
            return f"{text[: match.start()]}{channel}</{root}>"
    return text


def _is_complete(document: Document) -> bool:
    """Whether the document ends with its root's end tag, junk after it aside."""
    tail = document.data[-4096:].lower()
    return b"</" + document.root.lower().encode("ascii", "replace") in tail
