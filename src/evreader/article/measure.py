"""What elements hold: counted once, from the leaves up, so that no decision has to look down a tree again."""

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from evreader.article.tags import HEADINGS, UNREAD

LAYOUT_CELL = 700
"""Characters: a table whose largest cell holds more is a page layout, not data."""


@dataclass(slots=True)
class Measure:
    """Counts over an element and all within it."""

    characters: int = 0
    linked: int = 0
    """Characters inside links."""
    headings: int = 0
    paragraphs: int = 0
    items: int = 0
    tables: int = 0
    rows: int = 0
    cells: int = 0
    verbatim: int = 0
    largest_cell: int = 0
    longest_item: int = 0


_NOTHING = Measure()


class Measures:
    """The measures of every element under a root."""

    def __init__(self, root: HtmlElement) -> None:
        self._of: dict[HtmlElement, Measure] = {}
        stack = [Measure()]
        silent = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                silent += tag in UNREAD
                own = Measure()
                if element.text and not silent:
                    own.characters = _visible(element.text)
                stack.append(own)
                continue
            own = stack.pop()
            around = stack[-1]
            if tag == "a":
                own.linked = own.characters
            elif tag in HEADINGS:
                own.headings += 1
            elif tag == "p":
                own.paragraphs += 1
            elif tag == "li":
                own.items += 1
                own.longest_item = max(own.longest_item, own.characters)
            elif tag == "table":
                own.tables += 1
            elif tag == "tr":
                own.rows += 1
            elif tag in ("td", "th"):
                own.cells += 1
                own.largest_cell = max(own.largest_cell, own.characters)
            elif tag == "pre":
                own.verbatim += 1
            self._of[element] = own
            around.characters += own.characters
            around.linked += own.linked
            around.headings += own.headings
            around.paragraphs += own.paragraphs
            around.items += own.items
            around.tables += own.tables
            around.rows += own.rows
            around.cells += own.cells
            around.verbatim += own.verbatim
            around.largest_cell = max(around.largest_cell, own.largest_cell)
            around.longest_item = max(around.longest_item, own.longest_item)
            silent -= tag in UNREAD
            if element.tail and not silent:
                around.characters += _visible(element.tail)

    def of(self, element: HtmlElement) -> Measure:
        return self._of.get(element, _NOTHING)

    def is_data_table(self, table: HtmlElement) -> bool:
        """Whether a table shows data, rather than laying out a page."""
        own = self.of(table)
        return (
            own.tables == 1
            and own.verbatim == 0
            and own.cells >= 2
            and own.largest_cell <= LAYOUT_CELL
            and (own.cells > own.rows or own.rows >= 2)
            and own.paragraphs <= 3 * own.cells
        )

    def is_structural_list(self, element: HtmlElement) -> bool:
        """Whether a list's items are sections of their own (cards, list articles) and not items of a list."""
        own = self.of(element)
        return own.headings > 0 or own.tables > 0 or own.verbatim > 0 or own.paragraphs > 3 * max(1, own.items)


def _visible(text: str) -> int:
    return len(text) if not text.isspace() else 0
