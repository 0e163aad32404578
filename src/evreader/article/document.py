"""HTML bytes to an element tree that every later step may walk without fear of size, depth or charset."""

import codecs
import contextlib
import re

from lxml import etree, html

from evreader.article.tags import SELF_CLOSING, VOID

MAX_CHARACTERS = 5_000_000
"""What is read of a page; the rest is cut off. The largest article pages seen are under 2 MB."""

KEPT_DEPTH = 60
"""How deep elements may nest where a page nests deeper than the parser bears (rows and items not counted)."""

_UNCOUNTED = VOID | SELF_CLOSING
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_CONTENT_TYPE_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*>")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(page: bytes | str, content_type: str = "") -> str:
    """The text of a page: by its byte order mark, as UTF-8 where that is valid, else by the charset declared.

    Valid UTF-8 beyond ASCII is hardly ever anything else, whatever header or page claim. Never raises.
    """
    if isinstance(page, str):
        return page[:MAX_CHARACTERS]
    page = page[:MAX_CHARACTERS]
    for mark, charset in _BOMS:
        if page.startswith(mark):
            return page.decode(charset, "replace").removeprefix("\ufeff")
    declared = _declared(page, content_type)
    try:
        if not declared.startswith("iso-2022"):  # ASCII bytes only, and yet not UTF-8
            return page.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut in mid character, or a stray byte or two in a long page, does not make it another charset.
        if declared in ("", "utf-8"):
            text = page.decode("utf-8", "replace")
            if error.start > len(page) - 4 or text.count("\ufffd") * 4 < sum(character > "\x7f" for character in text):
                return text
            declared = "cp1252"
    try:
        return page.decode(declared, "replace")
    except (LookupError, UnicodeError):
        return page.decode("cp1252", "replace")


def _declared(page: bytes, content_type: str) -> str:
    in_header = _CONTENT_TYPE_CHARSET.search(content_type)
    in_page = _META_CHARSET.search(page[:4096])
    name = in_header.group(1) if in_header else in_page.group(1).decode("ascii") if in_page else ""
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    # Pages labelled Latin-1 are windows-1252 (WHATWG Encoding Standard, 4.2).
    return "cp1252" if found in ("iso8859-1", "ascii") else found.replace("iso2022", "iso-2022")


def parse(text: str) -> html.HtmlElement | None:
    """The root element of a page or fragment; None where there is no element at all. Never raises."""
    root, too_deep = _parse(text)
    return _parse(flatten(text))[0] if too_deep else root


def _parse(text: str) -> tuple[html.HtmlElement | None, bool]:
    """The root, and whether the parser gave up because elements nest too deep for it (256 in libxml2)."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    root = None
    with contextlib.suppress(etree.LxmlError, ValueError, AssertionError):
        root = html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    last = parser.error_log.last_error
    return root, last is not None and "depth" in last.message


def flatten(text: str) -> str:
    """The page without the tags that open deeper than a real page nests; their text stays. Linear."""
    kept: list[str] = []
    depth = position = 0
    for tag in _TAG.finditer(text):
        if tag.group(2).lower() in _UNCOUNTED:
            continue
        closing = tag.group(1) == "/"
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > KEPT_DEPTH or (closing and depth == KEPT_DEPTH):
            kept.append(text[position : tag.start()])
            kept.append(" ")
            position = tag.end()
    kept.append(text[position:])
    return "".join(kept)
