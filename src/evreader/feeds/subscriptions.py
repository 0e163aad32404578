"""Lists of subscriptions: OPML (opml.org/spec2.opml), read and written, and newsboat's `urls` file, read."""

import re
import shlex
from collections.abc import Iterable
from html import escape
from xml.parsers import expat

from evreader.feeds.addresses import absolute
from evreader.feeds.errors import FeedError
from evreader.feeds.limits import MAX_TITLE
from evreader.model import Subscription
from evreader.text import clean, clean_line

_MOST = 20_000
_MAX_FOLDER = 200
_BARE_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def read_subscriptions(body: bytes) -> list[Subscription]:
    """The feeds of an OPML file or a newsboat `urls` file, whichever `body` is. Raises FeedError."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if (
        not start
        or start.startswith(b"<")
        or b"<opml" in body[:4096].lower()
        or start[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        return read_opml(body)
    return read_newsboat_urls(body)


def read_opml(body: bytes) -> list[Subscription]:
    """The feeds of an OPML file, each address once, in its order; http and https only.

    `folder` holds the names of the outlines around a feed, outermost first, joined by "/".
    Raises FeedError with one clear sentence: empty, not XML, not OPML, or no feed in it.
    """
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body:
        raise FeedError("empty", "The file is empty.")
    reader = _OpmlReader()
    try:
        reader.read(body)
    except expat.ExpatError as error:
        reader = _OpmlReader()
        try:
            reader.read(_BARE_AMPERSAND.sub(b"&amp;", body))
        except expat.ExpatError:
            raise FeedError("parse", _not_xml(body, error)) from error
    if not reader.is_opml:
        raise FeedError("parse", "The file is XML but not OPML: it has no <opml> element.")
    if not reader.found:
        raise FeedError("parse", "The OPML file names no feed that can be fetched.")
    return list(reader.found.values())


def read_newsboat_urls(body: bytes) -> list[Subscription]:
    """The feeds of newsboat's `urls` file: an address a line, then tags.

    `~name` among the tags is the title; the first other tag becomes the folder.
    Raises FeedError where no line holds an address.
    """
    found: dict[str, Subscription] = {}
    for line in body.decode("utf-8", "replace").splitlines()[:_MOST]:
        words = _words(line)
        address = absolute(words[0]) if words and words[0].startswith(("http://", "https://")) else ""
        if not address or address in found:
            continue
        titles = [word[1:] for word in words[1:] if word.startswith("~")]
        tags = [word for word in words[1:] if not word.startswith(("~", "!"))]
        found[address] = Subscription(
            url=address,
            title=clean_line(titles[0], MAX_TITLE) if titles else "",
            folder=clean_line(tags[0], _MAX_FOLDER) if tags else "",
        )
    if not found:
        raise FeedError("parse", "The file is neither OPML nor a list of feed addresses.")
    return list(found.values())


def write_opml(subscriptions: Iterable[Subscription], title: str = "evreader subscriptions") -> bytes:
    """An OPML 2.0 file, UTF-8: folders in the order of their first feed, nested where their names hold a "/"."""
    root: _Folder = _Folder()
    for subscription in subscriptions:
        folder = root
        for name in filter(None, subscription.folder.split("/")):
            folder = folder.folders.setdefault(name, _Folder())
        folder.feeds.append(subscription)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_legal(title))}</title></head>",
        "  <body>",
    ]
    _write_folder(root, lines)
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8")


class _Folder:
    """The feeds and folders of one folder, for writing."""

    def __init__(self) -> None:
        self.feeds: list[Subscription] = []
        self.folders: dict[str, _Folder] = {}


def _write_folder(root: _Folder, lines: list[str]) -> None:
    """Depth first without recursion: a name is as long, and so a folder as deep, as a stranger's file made it."""
    pending: list[tuple[_Folder | None, int, str]] = [(root, 2, "")]
    while pending:
        folder, depth, opening = pending.pop()
        indent = "  " * min(depth, 20)
        if folder is None:
            lines.append(f"{indent}</outline>")
            continue
        if opening:
            lines.append("  " * min(depth - 1, 20) + opening)
        lines += [indent + _feed_outline(feed) for feed in folder.feeds]
        for name, inner in reversed(folder.folders.items()):
            quoted = escape(_legal(name))
            pending.append((None, depth, ""))
            pending.append((inner, depth + 1, f'<outline text="{quoted}" title="{quoted}">'))


def _feed_outline(feed: Subscription) -> str:
    quoted = escape(_legal(feed.title or feed.url))
    site = f' htmlUrl="{escape(_legal(feed.site_url))}"' if feed.site_url else ""
    return f'<outline type="rss" text="{quoted}" title="{quoted}" xmlUrl="{escape(_legal(feed.url))}"{site}/>'


def _legal(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\ufffe", "").replace("\uffff", "")


class _OpmlReader:
    """One pass of expat over the file: no tree, no depth limit, no entities."""

    def __init__(self) -> None:
        self.found: dict[str, Subscription] = {}
        self.is_opml = False
        self._folders: list[str] = []

    def read(self, body: bytes) -> None:
        """Raises expat.ExpatError where the file is not well-formed, FeedError where it declares entities."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = _refuse_entities
        parser.buffer_text = True
        try:
            parser.Parse(body, True)
        except (LookupError, ValueError) as error:
            raise FeedError("parse", "The file is in an encoding that cannot be read.") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        if name == "opml":
            self.is_opml = True
        if name != "outline":
            return
        values = {key.lower(): value for key, value in attributes.items()}
        title = clean_line((values.get("title") or values.get("text") or "")[:4000], MAX_TITLE)
        address = values.get("xmlurl") or ""
        if not address and values.get("type", "").lower() in ("rss", "atom", "feed"):
            address = values.get("url") or ""
        if not address:
            self._folders.append(title.replace("/", "∕"))
            return
        self._folders.append("")
        url = absolute(address)
        title = "" if title in (address, url) else title
        if url and url not in self.found and len(self.found) < _MOST:
            self.found[url] = Subscription(
                url=url, title=title, folder=self._folder(), site_url=absolute(values.get("htmlurl") or "")
            )

    def _end(self, name: str) -> None:
        if name.lower() == "outline":
            self._folders.pop()

    def _folder(self) -> str:
        return "/".join(name for name in self._folders[-20:] if name)[:_MAX_FOLDER].rstrip("/")


def _refuse_entities(*_: object) -> None:
    raise FeedError("parse", "The file declares XML entities, which no subscription list needs: it is refused.")


def _not_xml(body: bytes, error: expat.ExpatError) -> str:
    if not body.startswith(b"<"):
        return "The file is not OPML: it is not XML at all."
    return f"The file is not well-formed XML (line {error.lineno}): it cannot be read as OPML."


def _words(line: str) -> list[str]:
    """A line's words, quoted ones whole; comments left out."""
    line = line.strip()
    if not line or line.startswith("#") or len(line) > 8000:
        return []
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
