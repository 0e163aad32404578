"""One plain entry: feedparser's order of events, element by element."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evreader.feeds.bases import joined, relative
from evreader.feeds.fast.errors import NotPlain
from evreader.feeds.fast.names import (
    AUTHORS,
    CONTENTS,
    DATES,
    PEOPLE,
    PERSON_PARTS,
    SUMMARIES,
    TEXT_ONLY,
    TITLES,
    Names,
)
from evreader.feeds.fast.setting import Setting
from evreader.feeds.fast.values import (
    is_page,
    link_target,
    plain_attributes,
    typed_text,
    value,
    without_query_references,
)
from evreader.feeds.pictures import best_first, is_picture, pixels
from evreader.feeds.raw import RawStory

_HARMLESS_IMAGE_PARTS = frozenset({"url", "width", "height"})
_FORBIDDEN_IN_SOURCE = frozenset({*SUMMARIES, *CONTENTS, "source", "entry", "item", "image", "textinput"})


@dataclass(slots=True)
class Entry:
    """What feedparser keeps of an entry while it reads it."""

    story: RawStory = field(default_factory=RawStory)
    title_depth: int = -1
    """The depth of the title that counts: later ones as deep or deeper do not."""
    has_content: bool = False
    has_summary: bool = False
    has_plain_author: bool = False
    link: str | None = None
    depths: dict[str, int] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    thumbnails: list[str] = field(default_factory=list)
    media: list[tuple[int, str]] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    image: str = ""

    def stores(self, key: str, depth: int) -> bool:
        """Whether a value found at `depth` replaces what is there: it does unless it lies deeper."""
        old = self.depths.get(key)
        if old is not None and depth > old:
            return False
        self.depths[key] = depth
        return True


def read_entry(item: Any, setting: Setting) -> RawStory:
    """The entry in an `item` or `entry` element. Raises NotPlain."""
    for attribute, _ in item.items():
        if attribute.rpartition("}")[2].lower() in ("href", "lastmod", "about"):
            raise NotPlain
    names = setting.names
    entry = Entry()
    levels = [iter(item)]
    while levels:
        for element in levels[-1]:
            name = names(element)
            handler = _HANDLERS.get(name)
            if handler is not None:
                inside = handler(entry, element, name, len(levels), setting)
            elif names.is_unknown(name):
                inside = len(element) > 0
            else:
                raise NotPlain
            if inside:
                levels.append(iter(element))
                break
        else:
            levels.pop()
    return _finished(entry)


def _finished(entry: Entry) -> RawStory:
    story = entry.story
    story.guid = relative(story.guid)
    story.link = relative(entry.link or "")
    if entry.dates:
        story.dates = [entry.dates[key] for key in ("published", "updated", "created") if entry.dates.get(key)]
    if entry.thumbnails or entry.media or entry.enclosures or entry.image:
        story.images = best_first(entry.media, entry.enclosures, entry.thumbnails, entry.image)
    return story


def authors(element: Any, names: Names, *, is_first: bool) -> list[str]:
    """The person an author element names, if any. Raises NotPlain.

    A later author without a name gets the earlier one's from feedparser, and so is not plain.
    """
    if not len(element):
        text = value(element)
        return [text] if text else []
    found = {"name": "", "email": ""}
    for part in element:
        kind = names(part)
        if len(part) or (kind not in PERSON_PARTS and ":" not in kind):
            raise NotPlain
        kind = kind.removeprefix("itunes_")
        if kind in found:
            found[kind] = (part.text or "").strip()
    if (
        "@" in found["name"]
        or not (found["name"] or is_first)
        or (element.text or "").strip()
        or any((part.tail or "").strip() for part in element)
    ):
        raise NotPlain
    name = found["name"] or found["email"]
    return [name] if name else []


def _title(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    text = typed_text(element, "text/plain", setting, is_title=True)
    if -1 < entry.title_depth <= depth:
        return False
    if not entry.stores("title", depth):
        raise NotPlain
    entry.story.title = text
    if text is not None and name != "media_title":
        entry.title_depth = depth
    return False


def _link(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    target = link_target(element, setting)
    if target is None:
        address = value(element)
        address = joined(setting.base_of(element), address) if address else ""
        entry.link = without_query_references(address.replace("&amp;", "&"))
        return False
    rel, kind, href = target
    if rel == "alternate" and is_page(kind):
        entry.link = href
    elif rel == "enclosure" and kind.startswith("image/"):
        entry.enclosures.append(relative(href))
    return False


def _guid(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    is_link = plain_attributes(element).get("ispermalink", "true") == "true"
    guid = value(element)
    if is_link and guid:
        guid = joined(setting.base_of(element), guid)
    if not entry.stores("id", depth):
        raise NotPlain
    entry.story.guid = guid
    if is_link and entry.link is None:
        entry.link = guid
    return False


def _date(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    key = DATES[name]
    text = value(element)
    if entry.stores(key, depth):
        entry.dates[key] = text
    return False


def _summary(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    if entry.has_summary and not entry.has_content:
        text = typed_text(element, "text/plain", setting)
        entry.has_content = True
        if text is not None:
            entry.story.bodies.append(text)
        return False
    text = typed_text(element, SUMMARIES[name], setting)
    if not entry.stores("summary", depth):
        raise NotPlain
    entry.story.summary = text
    entry.has_summary = True
    return False


def _content(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    text = typed_text(element, CONTENTS[name], setting)
    entry.has_content = True
    entry.has_summary = True
    if text is not None:
        entry.story.bodies.append(text)
    return False


def _author(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    is_person = len(element) > 0
    if depth != 1 or (is_person and entry.has_plain_author):
        raise NotPlain  # feedparser gives the earlier author the later one's name
    entry.has_plain_author = entry.has_plain_author or not is_person
    entry.story.authors += authors(element, setting.names, is_first=not entry.story.authors)
    if len(entry.story.authors) > 1 and any("@" in name for name in entry.story.authors):
        raise NotPlain  # of several authors feedparser keeps names only, with addresses taken out its own way
    return False


def _person(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    authors(element, setting.names, is_first=True)
    return False


def _source(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    """Where the entry was taken from: it has a title and dates of its own."""
    names = setting.names
    entry.title_depth = -1
    for inner in element.iterdescendants():
        kind = names(inner)
        if kind in _FORBIDDEN_IN_SOURCE or not (names.is_unknown(kind) or kind in _HANDLERS or kind in PERSON_PARTS):
            raise NotPlain
        if kind in TITLES:
            if len(inner):
                raise NotPlain
            if (inner.text or "").strip() and kind == "title":
                entry.title_depth = depth + 1
        if kind in TITLES and inner.getparent() is not element:
            raise NotPlain
    return False


def _enclosure(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    attributes = plain_attributes(element)
    if len(element) or "href" in attributes or "uri" in attributes:
        raise NotPlain
    if attributes.get("type", "").lower().startswith("image/"):
        entry.enclosures.append(attributes.get("url", ""))
    return False


def _thumbnail(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    address = plain_attributes(element).get("url")
    if address is None or len(element):
        raise NotPlain
    entry.thumbnails.append(address)
    return False


def _media(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    attributes = plain_attributes(element)
    url = attributes.get("url", "")
    if is_picture(attributes.get("type", ""), attributes.get("medium", ""), url):
        entry.media.append((pixels(attributes.get("width", "")), url))
    return len(element) > 0


def _picture(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    if len(element):
        raise NotPlain
    attributes = plain_attributes(element)
    address = attributes.get("href") or attributes.get("url")
    if address:
        entry.image = address
    return False


def _image(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    """An image element that no format knows in an entry: without effect, but that a further title counts again."""
    entry.title_depth = -1
    if any(len(part) or setting.names(part) not in _HARMLESS_IMAGE_PARTS for part in element):
        raise NotPlain
    return False


def _text_only(entry: Entry, element: Any, name: str, depth: int, setting: Setting) -> bool:
    if len(element):
        raise NotPlain
    return False


_Handler = Callable[[Entry, Any, str, int, Setting], bool]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(TEXT_ONLY, _text_only),
    **dict.fromkeys(TITLES, _title),
    **dict.fromkeys(SUMMARIES, _summary),
    **dict.fromkeys(CONTENTS, _content),
    **dict.fromkeys(DATES, _date),
    **dict.fromkeys(AUTHORS, _author),
    **dict.fromkeys(PEOPLE, _person),
    "link": _link,
    "guid": _guid,
    "id": _guid,
    "source": _source,
    "enclosure": _enclosure,
    "media_thumbnail": _thumbnail,
    "media_content": _media,
    "itunes_image": _picture,
    "image": _image,
}
"""What to do with an element; each answers whether the elements inside it are to be read as well."""
