"""What a response body is: unpacked, its encoding and its kind found, before any parser sees it."""

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Literal

from evreader.feeds.errors import FeedError
from evreader.feeds.limits import MAX_DOCUMENT_BYTES

DocumentKind = Literal["xml", "json"]

_GZIP_MAGIC = b"\x1f\x8b\x08"
_BLANK = b" \t\r\n\x0b\x0c\x00"
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_NAME = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_FEED_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF)[\s>]")
_FEED_IN_PAGE = re.compile(rb"<(?:feed\s[^<>]{0,400}w3\.org/2005/Atom|rss\s[^<>]{0,400}version)")
"""A feed put into an XHTML page by its publisher's software."""
_JUNK_BYTES = 64 * 1024
"""How far into a document its root is looked for."""
_TAIL_BYTES = 4096
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?\?>")
_DECLARED_ENCODING = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z][\w.:-]{0,40})", re.IGNORECASE)
_UTF_8_NAMES = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_WIDE = {
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF32_LE: "utf-32-le",
    b"\x00\x00\x00<": "utf-32-be",
    b"<\x00\x00\x00": "utf-32-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    b"\x00<": "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00{": "utf-16-be",
    b"{\x00": "utf-16-le",
}
"""How documents of two or four bytes a character start; the longer marks come first."""
_MAGIC = {
    b"%PDF": "a PDF file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "an archive",
    b"ID3": "a sound file",
}
_OTHER_ROOTS = {
    "opml": "a list of subscriptions (OPML), not a feed: it can be imported",
    "urlset": "a sitemap for search engines, not a feed",
    "sitemapindex": "a sitemap for search engines, not a feed",
    "svg": "a picture, not a feed",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A body that may be a feed. XML starts with its declaration or its root."""

    kind: DocumentKind
    data: bytes
    root: str = ""
    """The root element's name as written, with its prefix."""
    encoding: str = ""
    """What the document, or else its server, says its bytes are, in lower case; "" where neither says."""

    @property
    def is_utf8(self) -> bool:
        """Whether it claims to be, or may be taken for, UTF-8."""
        return not self.encoding or self.encoding in _UTF_8_NAMES

    @property
    def has_end(self) -> bool:
        """Whether the document has its root's end tag near its end: one without is cut off."""
        return f"</{self.root.lower()}".encode("ascii", "replace") in self.data[-_TAIL_BYTES:].lower()


def open_document(body: bytes, content_type: str = "") -> Document:
    """Recognise what `body` is.

    `content_type` is the response's header; it is believed about the encoding only where the document itself is silent.
    Raises FeedError of kind empty, too_big, cut_off or not_a_feed.
    """
    if body.startswith(_GZIP_MAGIC):
        body = _unpack(body)
    if len(body) > MAX_DOCUMENT_BYTES:
        raise FeedError("too_big", f"The feed is larger than {MAX_DOCUMENT_BYTES // 2**20} MB.")
    if not body.removeprefix(codecs.BOM_UTF8).strip(_BLANK):
        raise FeedError("empty", "The address answered with nothing at all: the feed is empty.")
    body, encoding = _from_wide(body)
    body = body.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    first = body[:1]
    if first == b"{":
        return Document("json", body, encoding=encoding)
    for magic, what in _MAGIC.items():
        if body.startswith(magic):
            raise FeedError("not_a_feed", f"The address leads to {what}, not a feed.")
    if b"<" not in body[:_JUNK_BYTES]:
        raise FeedError("not_a_feed", "The address leads to something that is neither a feed nor a web page.")
    return _open_xml(body, encoding or _declared_encoding(body, content_type))


def _open_xml(body: bytes, encoding: str) -> Document:
    start, root = _find_root(body)
    name = root.rpartition(":")[2].lower()
    if name in _FEED_ROOTS:
        return Document("xml", _without_trailer(body, root), root, encoding)
    if name != "html" or body.startswith(b"<?xml"):
        match = (_FEED_IN_PAGE if name == "html" else _FEED_ROOT).search(body, 0, _JUNK_BYTES)
        found = _NAME.match(body, match.start()) if match is not None else None
        if found is not None:
            root = ((found[1] or b"") + found[2]).decode("ascii", "replace")
            declaration = _DECLARATION.search(body, 0, found.start())
            data = (declaration[0] if declaration else b"") + body[found.start() :]
            return Document("xml", _without_trailer(data, root), root, encoding)
    if name in _OTHER_ROOTS:
        raise FeedError("not_a_feed", f"The address leads to {_OTHER_ROOTS[name]}.")
    if name == "html" or _looks_like_page(body[:_JUNK_BYTES].lower()):
        raise FeedError("not_a_feed", "The address leads to a web page, not a feed.")
    if name:
        raise FeedError(
            "not_a_feed", f"The address leads to an XML document of another kind ({name[:40]}), not a feed."
        )
    if start < 0:
        raise FeedError("cut_off", "The document ends before the feed begins: it is cut off.")
    raise FeedError("not_a_feed", "The address leads to something that is neither a feed nor a web page.")


def _without_trailer(body: bytes, root: str) -> bytes:
    """The document without what stands after its end: a counter's script, a server's warning."""
    end_tag = f"</{root}>".encode("ascii", "replace")
    end = body.rfind(end_tag)
    return body[: end + len(end_tag)] if end >= 0 else body


def _find_root(body: bytes) -> tuple[int, str]:
    """Where the first element starts, and its name; (-1, "") where the prolog does not end, (0, "") for other text."""
    position = 0
    end = len(body)
    while position < end:
        if body[position] in _BLANK:
            position += 1
            continue
        if body.startswith(b"<?", position):
            after, width = body.find(b"?>", position), 2
        elif body.startswith(b"<!--", position):
            after, width = body.find(b"-->", position), 3
        elif body[position : position + 9].upper() == b"<!DOCTYPE":
            if body[position + 9 : position + 15].strip().lower().startswith(b"html"):
                return position, "html"
            after, width = _doctype_end(body, position), 1
        else:
            match = _NAME.match(body, position)
            if match is None:
                return 0, ""
            return position, ((match[1] or b"") + match[2]).decode("ascii", "replace")
        if after < 0:
            return -1, ""
        position = after + width
    return -1, ""


def _doctype_end(body: bytes, position: int) -> int:
    """The `>` that ends a document type declaration, its internal subset included."""
    end = body.find(b">", position)
    subset = body.find(b"[", position, end if end >= 0 else len(body))
    if subset < 0:
        return end
    closing = body.find(b"]", subset)
    return body.find(b">", closing) if closing >= 0 else end


def _looks_like_page(head: bytes) -> bool:
    return any(mark in head for mark in (b"<html", b"<!doctype html", b"<head", b"<body", b"<title", b"<div", b"<p>"))


def _declared_encoding(body: bytes, content_type: str) -> str:
    """What the declaration says, else the server; no two-byte encoding, since the declaration is legible."""
    match = _DECLARED_ENCODING.match(body)
    if match is not None:
        declared = match[1].decode("ascii").lower()
        return "" if declared.startswith(("utf-16", "utf16", "utf-32", "utf32", "ucs", "iso-10646")) else declared
    charset = _CHARSET.search(content_type[:400])
    return charset[1].lower() if charset is not None else ""


def _from_wide(body: bytes) -> tuple[bytes, str]:
    """A document of two or four bytes a character as UTF-8, its declared encoding made true."""
    for mark, encoding in _WIDE.items():
        if body.startswith(mark):
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            declaration = re.match(r"<\?xml\s[^>]{0,200}?\?>", text)
            if declaration is not None:
                text = '<?xml version="1.0" encoding="utf-8"?>' + text[declaration.end() :]
            return text.encode("utf-8", "replace"), "utf-8"
    return body, ""


def _unpack(body: bytes) -> bytes:
    """A gzip file's content, at most one byte more than may be taken; what is there of a file cut short."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        return unpacker.decompress(body, MAX_DOCUMENT_BYTES + 1)
    except zlib.error as error:
        raise FeedError("parse", "The feed is a gzip file that cannot be unpacked.") from error


def decode(document: Document) -> tuple[str, bool]:
    """The document's text, and whether it had bytes that its encoding does not allow."""
    data = document.data
    if not document.is_utf8:
        if _is_utf8(data) and not _is_multibyte(document.encoding):
            return data.decode("utf-8"), False
        try:
            encoding = "gb18030" if document.encoding in ("gb2312", "gbk") else document.encoding
            if codecs.lookup(encoding).name in _REFUSED_ENCODINGS:
                raise LookupError(encoding)
            return data.decode(encoding), False
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return _decode_damaged(data)


def _is_utf8(data: bytes) -> bool:
    """Whether there are other than ASCII characters, and all of them are UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_multibyte(encoding: str) -> bool:
    """Encodings of East Asia: only in them may a text be valid UTF-8 by accident."""
    return encoding.startswith(
        ("gb", "big5", "euc", "shift", "sjis", "ms932", "cp932", "cp949", "cp950", "iso-2022", "hz")
    )


_REFUSED_ENCODINGS = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs that are no document encodings, or turn harmless bytes into markup."""


def _decode_damaged(data: bytes) -> tuple[str, bool]:
    """Text that is said to be UTF-8 and is not quite: damaged in places, or Windows-1252 all along."""
    lenient = data.decode("utf-8", "replace")
    damage = lenient.count("\ufffd")
    sound = len(data) - len(lenient)  # every further byte of a sound sequence
    if damage <= sound:
        return lenient, True
    western = data.decode("cp1252", "replace")
    return western, "\ufffd" in western
