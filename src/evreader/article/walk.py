"""From an element tree to units of text in document order, with the structure each one stands in.

A unit is the smallest piece that selection may keep or drop: a paragraph, a list item, a table cell. `assemble`
makes blocks of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from evreader.article.address import absolute
from evreader.article.images import picture_address
from evreader.article.inline import Gatherer, Mark
from evreader.article.measure import Measures
from evreader.article.tags import HEADINGS, INLINE, UNREAD
from evreader.model import Emphasis, Link
from evreader.text import clean, clean_line

MAX_UNITS = 20_000
"""Pieces of text read of one page; more is a dump, not an article."""

Kind = Literal["heading", "paragraph", "item", "cell", "code", "image", "caption"]

_STYLES: dict[str, Literal["em", "strong", "code"]] = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "strong": "strong", "b": "strong",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
_CAPTION_CLASSES = ("caption", "wp-caption-text", "image-credit", "img-credit", "photo-credit")


@dataclass(slots=True)
class Place:
    """Where text stands in the document's structure. Quotes, lists, items, tables are numbered from 1; 0 is none."""

    element: HtmlElement
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


@dataclass(slots=True, eq=False)
class Unit:
    """One piece of text, or one picture, and where it stands."""

    kind: Kind
    text: str
    place: Place
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    url: str = ""
    kept: bool = False
    role: Literal["", "takeaways", "byline", "attribution"] = ""


def walk(root: HtmlElement, base: str, measures: Measures) -> list[Unit]:
    """The units under an element, in document order; at most MAX_UNITS."""
    return _Walker(root, base, measures).units()


class _Walker:
    def __init__(self, root: HtmlElement, base: str, measures: Measures) -> None:
        self._root = root
        self._base = base
        self._measures = measures
        self._gatherer = Gatherer()
        self._units: list[Unit] = []
        self._pictures: list[Unit] = []
        self._places = [Place(root)]
        self._pushed: list[HtmlElement] = []
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
        self._gatherer.add(text, verbatim=self._places[-1].code)

    def _start(self, element: HtmlElement) -> bool:
        """Enter an element; False where its content is not to be read."""
        tag = element.tag
        if tag in UNREAD or not isinstance(tag, str):
            return False
        if tag == "button" and not self._measures.of(element).paragraphs:
            return False  # one that was never closed holds the page
        if tag == "br":
            if self._places[-1].code:
                self._gatherer.add("\n", verbatim=True)
            else:
                self._gatherer.line_break()
        elif tag in ("img", "amp-img"):
            self._picture(element)
        elif tag in INLINE:
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
        elif self._pushed and self._pushed[-1] is element:
            self._flush()
            self._pushed.pop()
            self._places.pop()
            if self._numbers and self._numbers[-1].element is element:
                self._numbers.pop()

    def _inline(self, element: HtmlElement, tag: str) -> None:
        mark: Mark | None = None
        if tag == "a":
            address = absolute(element.get("href"), self._base)
            mark = ("a", address) if address else None
        elif tag in _STYLES:
            mark = (_STYLES[tag], "")
        elif tag == "q":
            self._text("“")
            mark = ("q", "")
        if mark:
            self._gatherer.open(mark)
            self._marks.append((element, mark))

    def _picture(self, element: HtmlElement) -> None:
        address = picture_address(element, self._base)
        if address:
            text = clean_line(element.get("alt") or "", 500)
            self._pictures.append(Unit("image", text, self._places[-1], url=address))

    def _block(self, element: HtmlElement, tag: str) -> None:
        place = replace(self._places[-1], element=element)
        within = place.table > 0 or place.list > 0
        if tag in HEADINGS:
            if not place.table:
                place.level = HEADINGS[tag]
        elif tag == "pre" and not place.table:
            place.code = True
        elif tag == "blockquote":
            place.quote = place.quote or self._group()
        elif tag in ("ul", "ol", "menu", "dl"):
            self._list(element, place)
        elif tag in ("li", "dt", "dd"):
            self._item(tag, place, element)
        elif tag == "table":
            if not place.table and self._measures.is_data_table(element):
                place = Place(element, quote=place.quote, table=self._group())
        elif tag == "tr" and place.table:
            place.row = self._group()
        elif tag in ("td", "th") and place.table:
            place.cell = self._group()
            place.header = tag == "th"
        elif tag in ("figcaption", "caption") or (not within and _is_caption(element)):
            place.caption = True
        self._places.append(place)
        self._pushed.append(element)

    def _list(self, element: HtmlElement, place: Place) -> None:
        if place.table or place.code:
            return
        if self._measures.is_structural_list(element):
            place.list = place.item = place.depth = 0
            return
        if place.list:
            place.depth += 1
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
        place = self._places[-1]
        if self._gatherer:
            if place.code:
                text = clean("".join(self._gatherer.take_verbatim())).strip("\n").rstrip()
                if text.strip():
                    self._units.append(Unit("code", text, place))
            else:
                text, links, emphasis = self._gatherer.take()
                if text:
                    self._units.append(Unit(_kind(place), text, place, links, emphasis))
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
    if element.tag not in ("p", "div"):
        return False
    names = (element.get("class") or "").lower()
    return "caption" in names and any(
        word == name or word.endswith(("-" + name, "_" + name, "__" + name))
        for word in names.split()
        for name in _CAPTION_CLASSES
    )


def ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and those round it, innermost first."""
    while element is not None:
        yield element
        element = element.getparent()
