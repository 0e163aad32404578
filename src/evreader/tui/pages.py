"""Rows of a long list, fetched by pages and forgotten again, so that memory does not grow with the library."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

RowT = TypeVar("RowT")

PAGE = 50
KEPT = 6


class Pages(Generic[RowT]):
    """The rows of one list, of which `count` exist; `fetch(offset, limit)` reads them."""

    def __init__(self, fetch: Callable[[int, int], list[RowT]], count: int) -> None:
        self._fetch = fetch
        self.count = count
        self._pages: OrderedDict[int, list[RowT]] = OrderedDict()

    def get(self, index: int) -> RowT | None:
        """The row at a position, None outside the list."""
        if not 0 <= index < self.count:
            return None
        number, inside = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number * PAGE, PAGE)
            self._pages[number] = page
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[inside] if inside < len(page) else None

    def forget(self) -> None:
        """Read every row again when it is next asked for."""
        self._pages.clear()
