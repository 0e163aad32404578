"""Raw entries to stories: cleaned, capped, resolved, each with an identity. The one place for all formats."""

import hashlib
import re
from datetime import datetime

from evreader.feeds.addresses import absolute
from evreader.feeds.dates import date_in_address, parse_date
from evreader.feeds.limits import MAX_AUTHOR, MAX_BODY, MAX_GUID, MAX_STORIES, MAX_SUMMARY, MAX_TITLE
from evreader.feeds.markup import as_paragraphs, decode_references, looks_like_markup, paragraphs, plain_line
from evreader.feeds.raw import RawFeed, RawStory, RawText
from evreader.model import ParsedFeed, ParsedStory
from evreader.text import clean, clean_line

_MOST_AUTHORS = 20
_LONGEST_PERSON = 300
_EMAIL = re.compile(r"(?:mailto:)?[\w.+%-]{1,64}@[\w.-]{1,255}(?:\?subject=\S*)?")


def assemble(raw: RawFeed, url: str) -> ParsedFeed:
    """The feed as the rest of evreader knows it; `url` is where the document came from."""
    site_url = absolute(raw.link, url)
    feed_authors = _authors(raw.authors)
    entries = [story for story in raw.stories if _is_entry(story)] or raw.stories
    stories = _distinct([_story(story, url, site_url, feed_authors) for story in entries[:MAX_STORIES]])
    return ParsedFeed(
        title=_title(raw.title),
        site_url=site_url,
        stories=tuple(stories),
        refresh_after=raw.refresh_after,
        incomplete=raw.incomplete,
    )


def _story(raw: RawStory, base: str, site_url: str, feed_authors: str) -> ParsedStory:
    is_only_id = raw.link == raw.guid and "/" not in raw.link  # formats take any id for an address
    url = "" if is_only_id else absolute(raw.link, base)
    title = _title(raw.title)
    fullest = _fullest(raw)
    body = _html(fullest) if fullest is not None else ""
    summary = ""
    if raw.summary is not None:
        summary = plain_line(_once_escaped(raw.summary), raw.summary.kind, MAX_SUMMARY)
    if not summary and body:
        summary = plain_line(body, "html", MAX_SUMMARY)
    base_url = absolute(fullest.base, base) if fullest is not None and fullest.base else ""
    return ParsedStory(
        guid=_guid(raw.guid) or url or _content_guid(title, body),
        url=url,
        title=title,
        author=_authors(raw.authors) or feed_authors,
        published_at=_date(raw, url),
        summary=summary,
        body=body,
        base_url=base_url or _page(url, site_url) or base,
        image_url=_first_address(raw.images, base) if raw.images else "",
    )


def _first_address(candidates: list[str], base: str) -> str:
    return next((found for found in (absolute(candidate, base) for candidate in candidates) if found), "")


def _title(raw: RawText | None) -> str:
    return plain_line(raw.value, raw.kind, MAX_TITLE) if raw is not None else ""


def _authors(names: list[str]) -> str:
    """Names in their order, each once, joined by commas."""
    if not names:
        return ""
    people = {_person(name[: 8 * MAX_AUTHOR]): None for name in names[:_MOST_AUTHORS]}
    return clean_line(", ".join(name for name in people if name), MAX_AUTHOR)


def _person(text: str) -> str:
    """The name in "name (address)", "address (name)" and "name <address>"; the address where there is no name."""
    text = clean_line(decode_references(text))
    if "@" not in text or len(text) > _LONGEST_PERSON:
        return text
    address = _EMAIL.search(text)
    if address is None:
        return text
    name = f"{text[: address.start()]} {text[address.end() :]}".strip(" ()<>[]\"',;:")
    return clean_line(name) or address[0]


def _date(raw: RawStory, url: str) -> datetime | None:
    """The first date that can be read. Only an entry without any date is dated by its address."""
    for text in raw.dates:
        found = parse_date(text)
        if found is not None:
            return found
    return None if raw.dates else date_in_address(url)


def _fullest(raw: RawStory) -> RawText | None:
    """The longest text the feed has for an entry."""
    fullest = None
    for text in raw.bodies if raw.summary is None else [*raw.bodies, raw.summary]:
        if fullest is None or len(text.value) > len(fullest.value):
            fullest = text
    return fullest


def _html(raw: RawText) -> str:
    value = clean(_once_escaped(raw)[:MAX_BODY]).strip()
    if len(raw.value) > MAX_BODY and value.rfind("<") > value.rfind(">"):
        value = value[: value.rfind("<")]
    if raw.kind == "text" or (raw.kind == "unsure" and not looks_like_markup(value)):
        return paragraphs(decode_references(value) if raw.kind == "unsure" else value)
    if "<" not in value and "\n" in value:
        return as_paragraphs(value)
    return value


def _once_escaped(raw: RawText) -> str:
    """The text; HTML that its publisher escaped once too often, so that its tags would show, as it was meant."""
    text = raw.value
    if raw.kind != "html" or "&lt;" not in text or "<" in text:
        return text
    decoded = decode_references(text)
    return decoded if looks_like_markup(decoded) else text


def _page(url: str, site_url: str) -> str:
    """The page a body was taken from: the entry's own, unless that is somebody else's (a link blog's)."""
    if not site_url or url.split("/", 3)[2:3] == site_url.split("/", 3)[2:3]:
        return url or site_url
    return site_url


def _guid(guid: str) -> str:
    guid = clean_line(guid)
    return guid if len(guid) <= MAX_GUID else f"sha256:{_hash(guid)}"


def _content_guid(title: str, body: str) -> str:
    return f"sha256:{_hash(title, body)}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _distinct(stories: list[ParsedStory]) -> list[ParsedStory]:
    """Give every story an identity of its own.

    Entries that share an id and an address are one story: the first, which is the newest, stays. An id shared by
    entries of different addresses (or, without addresses, of different words) identifies nothing: all of those go by
    their address or words instead, so that no story is lost and none comes back as new when its neighbours leave.
    """
    first: dict[str, ParsedStory] = {}
    shared: set[str] = set()
    for story in stories:
        other = first.setdefault(story.guid, story)
        if other is not story and _essence(other) != _essence(story):
            shared.add(story.guid)
    if len(first) == len(stories):
        return stories
    kept: dict[str, ParsedStory] = {}
    for story in stories:
        guid = f"sha256:{_hash(story.guid, *_essence(story))}" if story.guid in shared else story.guid
        if guid not in kept:
            kept[guid] = _with_guid(story, guid) if guid != story.guid else story
    return list(kept.values())


def _is_entry(raw: RawStory) -> bool:
    """Whether there is anything to an entry: some documents have empty ones between the others."""
    return bool(raw.guid or raw.link or raw.title or raw.summary or raw.bodies)


def _essence(story: ParsedStory) -> tuple[str, ...]:
    return (story.url,) if story.url else (story.title, story.body)


def _with_guid(story: ParsedStory, guid: str) -> ParsedStory:
    return ParsedStory(
        guid=guid,
        url=story.url,
        title=story.title,
        author=story.author,
        published_at=story.published_at,
        summary=story.summary,
        body=story.body,
        base_url=story.base_url,
        image_url=story.image_url,
    )
