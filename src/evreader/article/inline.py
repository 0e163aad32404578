"""The text of one block while it is gathered: white space collapsed, links and emphasis as spans."""

import re
from typing import Literal

from evreader.model import Emphasis, Link
from evreader.text import clean

Style = Literal["em", "strong", "code"]
Mark = tuple[str, str]
"""An open inline element: ("a", address) or (style, "")."""

MAX_SPANS = 2_000
"""Links and emphasis kept of one block."""

_SPACE = re.compile(r"\s+")
_SOFT_HYPHEN = "\u00ad"


class Gatherer:
    """Collects the text and the spans of one block; `take` hands them over and begins the next."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space = False
        self._open: list[tuple[Mark, int]] = []
        self._links: list[Link] = []
        self._emphasis: list[Emphasis] = []

    def add(self, text: str, *, verbatim: bool = False) -> None:
        """Append text; unless verbatim, runs of white space become one space and none leads."""
        text = clean(text).replace(_SOFT_HYPHEN, "")
        if verbatim:
            self._append(text)
            return
        collapsed = _SPACE.sub(" ", text)
        if not collapsed:
            return
        if collapsed == " ":
            self._space = True
            return
        if collapsed[0] == " ":
            self._space = True
            collapsed = collapsed[1:]
        trailing = collapsed[-1] == " "
        if trailing:
            collapsed = collapsed[:-1]
        if self._space and self._parts and not self._parts[-1].endswith("\n"):
            self._append(" ")
        self._append(collapsed)
        self._space = trailing

    def line_break(self) -> None:
        """A single line break inside a block."""
        self._space = False
        if self._parts:
            self._append("\n")

    def separate(self) -> None:
        """White space between two elements that are shown apart."""
        self._space = True

    def open(self, mark: Mark) -> None:
        self._open.append((mark, self._length))

    def close(self, mark: Mark) -> None:
        """End the innermost open element of this kind, if there is one."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == mark:
                _, start = self._open.pop(at)
                self._record(mark, start)
                return

    def __bool__(self) -> bool:
        return self._length > 0

    def take(self) -> tuple[str, tuple[Link, ...], tuple[Emphasis, ...]]:
        """What was gathered, trimmed; elements still open go on in the next block."""
        for mark, start in self._open:
            self._record(mark, start)
        text = "".join(self._parts)
        if not self._links and not self._emphasis:
            self._parts, self._length, self._space = [], 0, False
            self._open = [(mark, 0) for mark, _ in self._open]
            return text.strip(), (), ()
        links, emphasis = self._links, self._emphasis
        self._parts, self._links, self._emphasis = [], [], []
        self._length = 0
        self._space = False
        self._open = [(mark, 0) for mark, _ in self._open]
        return trimmed(text, links, emphasis)

    def take_verbatim(self) -> list[str]:
        """What was gathered, untouched and without spans."""
        parts = self._parts
        self._parts = []
        self.take()
        return parts

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _record(self, mark: Mark, start: int) -> None:
        if self._length <= start or len(self._links) + len(self._emphasis) >= MAX_SPANS:
            return
        kind, address = mark
        if kind == "a":
            self._links.append(Link(start=start, end=self._length, url=address))
        elif kind == "em":
            self._emphasis.append(Emphasis(start=start, end=self._length, style="em"))
        elif kind == "strong":
            self._emphasis.append(Emphasis(start=start, end=self._length, style="strong"))
        elif kind == "code":
            self._emphasis.append(Emphasis(start=start, end=self._length, style="code"))


def trimmed(
    text: str, links: list[Link], emphasis: list[Emphasis], start: int = 0, end: int | None = None
) -> tuple[str, tuple[Link, ...], tuple[Emphasis, ...]]:
    """The stretch of a text from start to end without the white space round it, and the spans that lie in it."""
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    kept = text[start:end]

    def fit(span_start: int, span_end: int) -> tuple[int, int] | None:
        low, high = max(0, span_start - start), min(end, span_end) - start
        while low < high and kept[low].isspace():
            low += 1
        while high > low and kept[high - 1].isspace():
            high -= 1
        return (low, high) if low < high else None

    kept_links = []
    for link in links:
        if span := fit(link.start, link.end):
            kept_links.append(Link(start=span[0], end=span[1], url=link.url))
    kept_emphasis = []
    for stretch in emphasis:
        if span := fit(stretch.start, stretch.end):
            kept_emphasis.append(Emphasis(start=span[0], end=span[1], style=stretch.style))
    kept_links.sort(key=lambda link: link.start)
    kept_emphasis.sort(key=lambda stretch: (stretch.start, -stretch.end))
    return kept, tuple(kept_links), tuple(kept_emphasis)
