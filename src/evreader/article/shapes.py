"""What lists and tables are used for, told by what they hold."""

from lxml.html import HtmlElement

LAYOUT_CELL = 700
"""Characters: a table with a cell that holds more is a page layout, not data."""
LONG_CELL = 200
MANY_BREAKS = 4
MAX_CELLS = 20_000
MANY_PARAGRAPHS = 3


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table shows data, rather than laying out a page."""
    if next(table.iterdescendants("table", "pre"), None) is not None:
        return False
    rows = sum(1 for _ in table.iter("tr"))
    cells = paragraphs = 0
    for cell in table.iter("td", "th"):
        cells += 1
        paragraphs += sum(1 for _ in cell.iter("p"))
        length = sum(len(text) for text in cell.itertext() if not text.isspace())
        if length > LAYOUT_CELL or cells > MAX_CELLS:
            return False
        if length > LONG_CELL and (rows == 1 or sum(1 for _ in cell.iter("br")) >= MANY_BREAKS):
            return False
    return cells >= 2 and (cells > rows or rows >= 2) and paragraphs <= MANY_PARAGRAPHS * cells


def is_structural_list(element: HtmlElement) -> bool:
    """Whether a list's items are sections of their own (cards, list articles) and not items of a list."""
    if next(element.iter("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"), None) is not None:
        return True
    items = sum(1 for _ in element.iter("li", "dd"))
    return sum(1 for _ in element.iter("p")) > MANY_PARAGRAPHS * max(1, items)


def holds_page(element: HtmlElement) -> bool:
    """Whether a button or menu has text of an article in it: one that was never closed has swallowed the page."""
    return next(element.iter("p", "article", "main", "h1"), None) is not None
