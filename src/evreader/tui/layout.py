"""Which panes are shown, and how wide. Pure."""

from typing import Literal, NamedTuple

PaneName = Literal["feeds", "stories", "article"]

THREE_PANES = 120
TWO_PANES = 70


class Widths(NamedTuple):
    """Cells of each pane, its right edge included; 0 for a pane that is not shown."""

    feeds: int
    stories: int
    article: int

    @property
    def edges(self) -> tuple[int, ...]:
        """The columns of the vertical lines between panes."""
        shown = [width for width in self if width]
        columns: list[int] = []
        at = 0
        for width in shown[:-1]:
            at += width
            columns.append(at - 1)
        return tuple(columns)


def arrange(width: int, active: PaneName, *, sidebar: bool = True, zen: bool = False) -> Widths:
    """Three panes from 120 columns, two from 70, else only the active one; zen shows the article alone."""
    width = max(width, 1)
    if zen:
        return Widths(0, 0, width)
    if width < TWO_PANES:
        return Widths(
            width if active == "feeds" else 0,
            width if active == "stories" else 0,
            width if active == "article" else 0,
        )
    if width < THREE_PANES:
        if active == "feeds":
            feeds = max(width * 30 // 100, 25)
            return Widths(feeds, width - feeds, 0)
        stories = max(width * 29 // 100, 23)
        return Widths(0, stories, width - stories)
    feeds = min(25 + (width - THREE_PANES) // 10, 32) if sidebar or active == "feeds" else 0
    stories = min(39 + (width - THREE_PANES) // 4, 58)
    return Widths(feeds, stories, width - feeds - stories)
