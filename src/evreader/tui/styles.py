"""Looks: each name a line may carry, as a terminal style of the theme in use.

Colour is never the only difference: with NO_COLOR the same names differ by weight, underline and reverse.
"""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from rich.style import Style


class Palette(Struct, frozen=True, kw_only=True):
    """The colours of a theme, as `#rrggbb`, ANSI names or `default`."""

    background: str
    text: str
    dim: str
    heading: str
    quote: str
    takeaway: str
    failing: str
    line: str
    selected: str
    """Behind the selected row of a pane that does not have the focus."""


DARK = Palette(
    background="#101418",
    text="#d0d0d0",
    dim="#8c96a0",
    heading="#78beff",
    quote="#ffd180",
    takeaway="#8cdcaa",
    failing="#ff966e",
    line="#6a737d",
    selected="#262d35",
)
LIGHT = Palette(
    background="#fafafa",
    text="#202020",
    dim="#656a74",
    heading="#0050aa",
    quote="#8c5000",
    takeaway="#00693c",
    failing="#aa3200",
    line="#939aa3",
    selected="#e2e6ea",
)
CONTRAST = Palette(
    background="#000000",
    text="#ffffff",
    dim="#d0d0d0",
    heading="#8fd0ff",
    quote="#ffe066",
    takeaway="#7dffb0",
    failing="#ff9d7a",
    line="#ffffff",
    selected="#3a3a3a",
)
TERMINAL = Palette(
    background="default",
    text="default",
    dim="default",
    heading="blue",
    quote="yellow",
    takeaway="green",
    failing="red",
    line="default",
    selected="default",
)

NAMES = (
    "text", "title", "meta", "heading", "subheading", "notice",
    "quote", "quote.inline", "quote.bar", "blockquote.bar", "speaker", "role",
    "takeaway", "takeaways.header", "takeaways.bar", "takeaways.number", "key", "key.mark",
    "link", "link.number", "em", "strong", "code", "list.marker", "table.head", "table.rule",
    "brand", "unread", "read", "saved", "count", "folder", "failing", "offline", "busy", "line", "line.focused",
    "keycap", "hint", "current", "found", "found.current", "selected", "cursor",
)  # fmt: skip
"""Every name, weakest first: where two set the same thing the later one wins."""

_ORDER = {name: number for number, name in enumerate(NAMES)}


class Looks:
    """Turns style names into terminal styles for one palette."""

    def __init__(self, palette: Palette, *, colour: bool = True) -> None:
        self.palette = palette
        self.colour = colour
        self._styles = _table(palette, colour=colour)
        self.base = Style(color=palette.text, bgcolor=palette.background) if colour else Style()
        self.get = lru_cache(maxsize=512)(self._get)

    def _get(self, names: str) -> Style:
        style = self.base
        for name in sorted(names.split(), key=lambda name: _ORDER.get(name, -1)):
            style = style + self._styles.get(name, _PLAIN)
        return style


_PLAIN = Style()


def _table(palette: Palette, *, colour: bool) -> Mapping[str, Style]:
    """The style of each name that differs from plain text."""
    p = palette
    terminal = p.background == "default"

    def look(
        of: str | None = None,
        *,
        bold: bool | None = None,
        dim: bool | None = None,
        italic: bool | None = None,
        underline: bool | None = None,
        reverse: bool | None = None,
    ) -> Style:
        shown = of if colour and of != "default" else None
        return Style(color=shown, bold=bold, dim=dim, italic=italic, underline=underline, reverse=reverse)

    dim = look(p.dim, dim=True) if terminal and colour else look(p.dim)
    styles = {
        "title": look(bold=True),
        "meta": dim,
        "heading": look(p.heading, bold=True, underline=not colour),
        "subheading": look(p.heading, bold=True),
        "notice": look(p.failing, bold=not colour),
        "quote": look(p.quote, bold=not colour),
        "quote.inline": look(p.quote, underline=True),
        "quote.bar": look(p.quote),
        "blockquote.bar": dim,
        "speaker": look(p.text, bold=True),
        "takeaways.header": look(p.takeaway, bold=True),
        "takeaways.bar": look(p.takeaway),
        "takeaways.number": dim,
        "key.mark": look(p.takeaway),
        "link": look(underline=True),
        "link.number": dim,
        "em": look(italic=True),
        "strong": look(bold=True),
        "code": look(p.heading),
        "list.marker": dim,
        "table.head": look(bold=True),
        "table.rule": dim,
        "brand": look(bold=True),
        "unread": look(bold=True),
        "read": dim,
        "saved": look(p.quote, bold=True),
        "folder": dim,
        "count": dim,
        "failing": look(p.failing),
        "offline": look(p.failing, bold=True),
        "busy": look(p.heading),
        "line": look(p.line),
        "line.focused": look(p.heading, bold=True),
        "keycap": look(bold=True),
        "hint": dim,
        "current": look(bold=True, reverse=not colour),
        "found": look(reverse=True),
        "found.current": look(p.quote, reverse=True, bold=True, underline=True),
        "cursor": look(p.text, reverse=True, bold=True),
    }
    if colour and not terminal:
        styles["selected"] = Style(bgcolor=p.selected)
        styles["cursor"] = Style(color=p.background, bgcolor=p.text)
    else:
        styles["selected"] = _PLAIN
        styles["cursor"] = Style(reverse=True, color="default" if colour else None)
    return styles


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2.2 defines it."""
    a, b = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
