"""From an element tree to units of text in document order, with the structure each one stands in.

A unit is the smallest piece that selection may keep or drop: a paragraph, a list item, a table cell. `assemble`
makes blocks of them.
"""

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from evreader.article.inline import Gatherer, Mark
from evreader.article.junk import is_unseen
from evreader.article.shapes import holds_page, is_data_table, is_structural_list
from evreader.article.tags import HEADINGS, INLINE, UNREAD, names
from evreader.model import Emphasis, Link
from evreader.text import clean, clean_line

MAX_UNITS = 20_000
"""Pieces of text read of one page; more is a dump, not an article."""

Kind = Literal["heading", "paragraph", "item", "cell", "code", "image", "caption"]

_STYLES: dict[str, Literal["em", "strong", "code"]] = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "strong": "strong", "b": "strong",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
_MENUS = names("button nav")
_SHAPING = frozenset(HEADINGS) | names("pre blockquote ul ol menu dl li dt dd table tr td th figcaption caption")
_CAPTION_CLASS = re.compile(
    r"(?:[\w-]*(?:image|img|photo|picture|figure|fig|media|wp|embed)[\w-]*)?[_-]*caption(?:-text|__text)?"
    r"|[\w-]*(?:image|img|photo)[\w-]*credit"
)


@dataclass(slots=True)
class Place:
    """Where text stands in the document's structure. Quotes, lists, items, tables are numbered from 1; 0 is none."""

    level: int = 0
    quote: int = 0
    list: int = 0
    depth: int = 0
    item: int = 0
    marker: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0
    header: bool = False
    caption: bool = False
    code: bool = False

    def copy(self) -> "Place":
        """A place of its own, for an element within; `dataclasses.replace` takes ten times as long."""
        return Place(
            self.level, self.quote, self.list, self.depth, self.item, self.marker,
            self.table, self.row, self.cell, self.header, self.caption, self.code,
        )  # fmt: skip

    def as_heading(self) -> "Place":
        """The same place for a line that turns out to be a heading."""
        place = self.copy()
        place.level = 3
        return place


@dataclass(slots=True, eq=False)
class Unit:
    """One piece of text, or one picture, and where it stands."""

    kind: Kind
    text: str
    place: Place
    element: HtmlElement
    """The innermost block element it stands in."""
    links: tuple[Link, ...] = ()
    """Their addresses are still as the page writes them."""
    emphasis: tuple[Emphasis, ...] = ()
    picture: HtmlElement | None = None
    """The `img` of a picture; its address is found when the picture is kept."""
    url: str = ""
    kept: bool = False
    role: Literal["", "takeaways", "byline", "attribution"] = ""


def walk(root: HtmlElement, base: str) -> list[Unit]:
    """The units under an element, in document order; at most MAX_UNITS. `base` resolves pictures' addresses."""
    return _Walker(root, base).units()


class _Walker:
    def __init__(self, root: HtmlElement, base: str) -> None:
        self._root = root
        self._base = base
        self._page = _path(base)
        self._gatherer = Gatherer()
        self._units: list[Unit] = []
        self._pictures: list[Unit] = []
        self._place = Place()
        self._outer: list[Place] = []
        """The places round `_place`, one for each element in `_blocks` but the root."""
        self._blocks: list[HtmlElement] = [root]
        self._marks: list[tuple[HtmlElement, Mark]] = []
        self._numbers: list[_Numbering] = []
        self._groups = 0

    def units(self) -> list[Unit]:
        walker = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._start(element):
                    if element.text:
                        self._text(element.text)
                else:
                    walker.skip_subtree()
            else:
                self._end(element)
                if element.tail and element is not self._root:
                    self._text(element.tail)
                if len(self._units) >= MAX_UNITS:
                    break
        self._flush()
        return self._units

    def _text(self, text: str) -> None:
        self._gatherer.add(text, verbatim=self._place.code)

    def _start(self, element: HtmlElement) -> bool:
        """Enter an element; False where its content is not to be read."""
        tag = element.tag
        if tag in UNREAD or not isinstance(tag, str):
            return False
        if tag in _MENUS and not holds_page(element):
            return False
        if tag == "br":
            if self._place.code:
                self._gatherer.add("\n", verbatim=True)
            else:
                self._gatherer.line_break()
        elif tag in ("img", "amp-img"):
            self._picture(element)
        elif tag in INLINE or "-" in tag or ":" in tag:  # elements of the page's own making are inline, as in browsers
            if is_unseen(element):
                return False
            self._inline(element, tag)
        else:
            self._flush()
            self._block(element, tag)
        return True

    def _end(self, element: HtmlElement) -> None:
        if self._marks and self._marks[-1][0] is element:
            self._gatherer.close(self._marks.pop()[1])
            if element.tag == "q":
                self._gatherer.add("”", verbatim=True)
        elif self._blocks[-1] is element and self._outer:
            self._flush()
            self._blocks.pop()
            self._place = self._outer.pop()
            if self._numbers and self._numbers[-1].element is element:
                self._numbers.pop()

    def _inline(self, element: HtmlElement, tag: str) -> None:
        mark: Mark | None = None
        if tag == "a":
            address = element.get("href") or ""
            if address and not self._is_jump(address):
                mark = ("a", address)
        elif tag in _STYLES:
            mark = (_STYLES[tag], "")
        elif tag == "q":
            self._text("“")
            mark = ("q", "")
        if mark:
            self._gatherer.open(mark)
            self._marks.append((element, mark))

    def _picture(self, element: HtmlElement) -> None:
        text = clean_line(element.get("alt") or "", 500)
        self._pictures.append(Unit("image", text, self._place, self._blocks[-1], picture=element))

    def _is_jump(self, address: str) -> bool:
        """Whether a link leads to another part of the same page, or nowhere."""
        if address[0] == "#" or address[:11].lower() == "javascript:":
            return True
        return "#" in address and len(self._page) > 1 and _path(address) == self._page

    def _block(self, element: HtmlElement, tag: str) -> None:
        self._outer.append(self._place)
        self._blocks.append(element)
        if tag in _SHAPING:
            self._place = self._place.copy()
            self._shape(element, tag, self._place)
        elif tag in ("p", "div") and not self._place.table and not self._place.list and _is_caption(element):
            self._place = self._place.copy()
            self._place.caption = True

    def _shape(self, element: HtmlElement, tag: str, place: Place) -> None:
        """Set what an element of structure makes of the text in it."""
        if tag in HEADINGS:
            place.level = 0 if place.table else HEADINGS[tag]
        elif tag == "pre":
            place.code = not place.table
        elif tag == "blockquote":
            place.quote = place.quote or self._group()
        elif tag in ("ul", "ol", "menu", "dl"):
            self._list(element, place)
        elif tag in ("li", "dt", "dd"):
            self._item(tag, place, element)
        elif tag == "table":
            if not place.table and is_data_table(element):
                self._place = Place(quote=place.quote, table=self._group())
        elif tag == "tr" and place.table:
            place.row = self._group()
        elif tag in ("td", "th") and place.table:
            place.cell = self._group()
            place.header = tag == "th"
        elif tag in ("figcaption", "caption"):
            place.caption = True

    def _list(self, element: HtmlElement, place: Place) -> None:
        if place.table or place.code:
            return
        if place.list:
            place.depth += 1
        elif is_structural_list(element):
            return
        else:
            place.list = self._group()
            place.depth = 0
        self._numbers.append(_Numbering(element))

    def _item(self, tag: str, place: Place, element: HtmlElement) -> None:
        if not place.list:
            return
        place.item = self._group()
        place.marker = ""
        if tag == "dd":
            place.depth += 1
        elif tag == "li" and self._numbers:
            place.marker = self._numbers[-1].next(element)

    def _group(self) -> int:
        self._groups += 1
        return self._groups

    def _flush(self) -> None:
        """End the unit being gathered, and put the pictures met in it after it."""
        place = self._place
        if self._gatherer:
            if place.code:
                text = clean("".join(self._gatherer.take_verbatim())).strip("\n").rstrip()
                if text.strip():
                    self._units.append(Unit("code", text, place, self._blocks[-1]))
            else:
                text, links, emphasis = self._gatherer.take()
                if text:
                    self._units.append(Unit(_kind(place), text, place, self._blocks[-1], links, emphasis))
        if self._pictures:
            self._units += self._pictures
            self._pictures = []


class _Numbering:
    """The numbers of an ordered list's items, as shown."""

    def __init__(self, element: HtmlElement) -> None:
        self.element = element
        self._ordered = element.tag == "ol"
        self._number = _integer(element.get("start"), 1)
        self._letters = element.get("type") in ("a", "A")

    def next(self, item: HtmlElement) -> str:
        if not self._ordered:
            return ""
        number = _integer(item.get("value"), self._number)
        self._number = number + 1
        if self._letters and 1 <= number <= 26:
            return f"{chr(96 + number)}."
        return f"{number}."


def _integer(value: str | None, otherwise: int) -> int:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise


def _path(address: str) -> str:
    """What of an address names the page itself, whatever its host, query and fragment."""
    path = address.partition("#")[0].partition("?")[0]
    return "/" + path.partition("//")[2].partition("/")[2].strip("/") if "//" in path else "/" + path.strip("/")


def _kind(place: Place) -> Kind:
    if place.table and place.cell:
        return "cell"
    if place.caption:
        return "caption"
    if place.level and not place.quote:
        return "heading"
    if place.list and place.item:
        return "item"
    return "paragraph"


def _is_caption(element: HtmlElement) -> bool:
    words = (element.get("class") or "").lower()
    return ("caption" in words or "credit" in words) and any(map(_CAPTION_CLASS.fullmatch, words.split()))
