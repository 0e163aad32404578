"""A plain document: its channel, and its entries in order."""

from typing import Any

from evreader.feeds.bases import joined, relative
from evreader.feeds.fast.entry import authors, read_entry
from evreader.feeds.fast.errors import NotPlain, NotWellFormed
from evreader.feeds.fast.names import ATOM, FEED_TEXT_ONLY, IMAGE_PARTS, PEOPLE, Names
from evreader.feeds.fast.setting import Setting
from evreader.feeds.fast.values import (
    is_page,
    link_target,
    typed_text,
    value,
    without_query_references,
)
from evreader.feeds.limits import MAX_STORIES
from evreader.feeds.raw import RawFeed

_PUBLISHERS = frozenset({"author", "dc_creator", "dc_author", "itunes_author", "managingeditor"})
"""Elements that feedparser takes for a feed's author."""

_MOST_TAGS = 400_000
"""Above it the tree alone would take over 50 MB."""


def read(data: bytes) -> RawFeed:
    """The feed in a plain document. Raises NotPlain, or NotWellFormed where it is no XML as it stands."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data.count(b"<") > _MOST_TAGS:
        raise NotPlain
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotWellFormed from error
    is_atom = root.tag == f"{ATOM}feed"
    if not is_atom and root.tag != "rss":
        raise NotPlain
    setting = Setting(is_atom, root, data)
    return _read_channel(root if is_atom else _channel(root), setting)


def _channel(root: Any) -> Any:
    """The one channel of an RSS document; beside it only links to the document itself."""
    found = None
    for element in root:
        if element.tag == "channel" and found is None:
            found = element
        elif element.tag != f"{ATOM}link" or (element.get("rel") or "").lower() != "self" or len(element):
            raise NotPlain
    if found is None or any(name.lower() in ("href", "lastmod") for name in found.attrib):
        raise NotPlain
    return found


def _read_channel(channel: Any, setting: Setting) -> RawFeed:
    raw = RawFeed()
    names = setting.names
    seen: set[str] = set()
    link: str | None = None
    for element in channel:
        name = names(element)
        if name in ("item", "entry"):
            if len(raw.stories) < MAX_STORIES:
                raw.stories.append(read_entry(element, setting))
            continue
        if name in seen and name in ("title", "description", "itunes_summary", "image"):
            raise NotPlain
        seen.add(name)
        if name == "link":
            link = _feed_link(element, link, setting)
        elif name == "title":
            raw.title = typed_text(element, "text/plain", setting, is_title=True)
        elif name == "id":
            address = value(element)
            address = joined(setting.base_of(element), address) if address else ""
            link = address if link is None else link
        elif name in _PUBLISHERS and setting.is_atom:
            if not len(element) or name != "author":
                raise NotPlain
            raw.authors += authors(element, names, is_first=not raw.authors)
        else:
            _check(element, name, names, described="description" in seen)
    raw.link = relative(link or "")
    return raw


def _feed_link(element: Any, link: str | None, setting: Setting) -> str | None:
    target = link_target(element, setting)
    if target is None:
        address = value(element)
        return without_query_references(joined(setting.base_of(element), address)) if address else ""
    rel, kind, href = target
    return href if rel == "alternate" and is_page(kind) else link


def _check(element: Any, name: str, names: Names, *, described: bool) -> None:
    """That an element of no interest leaves the feed's title, link and entries as they are. Raises NotPlain."""
    if name in FEED_TEXT_ONLY or name in ("author", "cloud", "itunes_image", "media_thumbnail"):
        if len(element) or (name == "itunes_summary" and not described):
            raise NotPlain
    elif name == "image":
        if any(len(part) or names(part) not in IMAGE_PARTS for part in element):
            raise NotPlain
    elif name in PEOPLE:
        authors(element, names, is_first=True)
    elif not names.is_unknown(name) or any(not names.is_unknown(names(inner)) for inner in element.iterdescendants()):
        raise NotPlain
