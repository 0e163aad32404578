"""How feedparser turns an element into a value, done again on lxml: text, markup, addresses, people."""

import contextlib
import re
from typing import Any

from evreader.feeds.bases import joined, relative
from evreader.feeds.fast.errors import NotPlain
from evreader.feeds.fast.setting import Setting
from evreader.feeds.raw import RawText

_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_ATTRIBUTES = frozenset({"type", "rel", "href", "url", "uri", "ispermalink", "medium", "mode", "src", "base"})
"""Names that feedparser takes for its own whatever their namespace."""
_NOT_PLAIN_XHTML = frozenset({"body", "svg", "math"})

_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_QUERY_REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": "application/xhtml+xml",
    "application/xhtml+xml": "application/xhtml+xml",
}


def settled(text: str) -> str:
    """UTF-8 that was taken for Latin-1, and Windows-1252 that was taken for C1 controls, made right."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text if text.isprintable() or not _C1.search(text) else text.translate(_CP1252)


def value(element: Any) -> str:
    """An element's text, stripped and settled. Raises NotPlain where it holds elements."""
    if len(element):
        raise NotPlain
    text: str | None = element.text
    return settled(text.strip()) if text else ""


def typed_text(element: Any, default: str, setting: Setting, *, is_title: bool = False) -> RawText | None:
    """A title, summary or body with its kind; None where it is empty. Raises NotPlain.

    As for feedparser's results, only Atom is believed about what is no markup.
    """
    kind = default
    if element.keys():
        attributes = plain_attributes(element)
        if "type" in attributes:
            kind = _TYPES.get(attributes["type"].lower(), "")
        if not kind or "mode" in attributes:
            raise NotPlain
    if kind == "application/xhtml+xml":
        if not setting.is_atom:
            raise NotPlain
        found = inner_xhtml(element)
    else:
        found = value(element)
    if not found:
        return None
    unsure = kind == "text/plain" if setting.is_atom else is_title
    return RawText(found, "unsure" if unsure else "html", relative(setting.base_of(element)))


def without_query_references(address: str) -> str:
    """`?a=1&b;=2`, which parsers make of a bare ampersand, back to `?a=1&b=2`."""
    return _QUERY_REFERENCE.sub(r"&\1", address) if "&" in address else address


def plain_attributes(element: Any) -> dict[str, str]:
    """An element's attributes by their names in lower case. Raises NotPlain for one that a namespace only disguises."""
    found = {}
    for name, text in element.items():
        if not name.startswith("{"):
            found[name.lower()] = text
        elif name.rpartition("}")[2].lower() in _ATTRIBUTES and not name.startswith(_XML):
            raise NotPlain
    return found


def link_target(element: Any, setting: Setting) -> tuple[str, str, str] | None:
    """Relation, type and address of a link that has them as attributes; None for a link that is text."""
    attributes = plain_attributes(element)
    if not attributes:
        return None
    if "href" not in attributes or "url" in attributes or "uri" in attributes or len(element):
        raise NotPlain
    rel = attributes.get("rel", "alternate").lower()
    kind = attributes.get("type", "application/atom+xml" if rel == "self" else "text/html").lower()
    return rel, kind, joined(setting.base_of(element), attributes["href"])


def is_page(kind: str) -> bool:
    """Whether a link of this type leads to a page."""
    return _TYPES.get(kind, kind) in ("text/html", "application/xhtml+xml")


def inner_xhtml(element: Any) -> str:
    """What an element of type xhtml holds, as markup: without prefixes, and without a div that holds all of it.

    Raises NotPlain for anything that is not XHTML.
    """
    top = element
    if len(element) == 1 and not (element.text or "").strip():
        only = element[0]
        if only.tag == f"{_XHTML}div" and not (only.tail or "").strip():
            top = only
    pieces = [_escaped(top.text)] if top.text else []
    pending: list[tuple[Any, bool]] = [(child, True) for child in reversed(top)]
    while pending:
        inner, opening = pending.pop()
        name = _local_name(inner)
        if opening:
            pieces.append(f"<{name}{_attributes(inner)}>")
            if inner.text:
                pieces.append(_escaped(inner.text))
            pending.append((inner, False))
            pending.extend((child, True) for child in reversed(inner))
            continue
        if name not in _VOID:
            pieces.append(f"</{name}>")
        if inner.tail:
            pieces.append(_escaped(inner.tail))
    return settled("".join(pieces).strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def _local_name(element: Any) -> str:
    tag: str = element.tag
    if not tag.startswith(_XHTML):
        raise NotPlain
    name = tag[len(_XHTML) :].lower()
    if name in _NOT_PLAIN_XHTML:
        raise NotPlain
    return name


def _attributes(element: Any) -> str:
    pieces = []
    for name, text in element.items():
        if name.startswith(_XML):
            name = f"xml:{name[len(_XML) :]}"
        elif name.startswith("{"):
            raise NotPlain
        name = name.lower()
        if name in ("rel", "type"):
            text = text.lower()
        quoted = _escaped(text).replace('"', "&quot;")
        pieces.append(f' {name}="{quoted}"')
    return "".join(pieces)
