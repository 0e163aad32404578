"""Panes for every width, ages, matches, sidebar, contrast: the pure parts."""

import pytest
from support.newsstand import paragraph
from textual.theme import BUILTIN_THEMES

from evreader.store.views import FeedRow, LibraryCounts
from evreader.tui.glyphs import UNICODE
from evreader.tui.layout import arrange
from evreader.tui.matches import MOST, matches
from evreader.tui.screens.keeping import is_web_address
from evreader.tui.sidebar import entries, key_of, view_of
from evreader.tui.styles import NAMES, Looks, contrast
from evreader.tui.themes import PALETTES, looks_for, our_themes
from evreader.tui.times import age, ago, since


@pytest.mark.parametrize("active", ["feeds", "stories", "article"])
@pytest.mark.parametrize("sidebar", [True, False])
@pytest.mark.parametrize("zen", [True, False])
@pytest.mark.parametrize("width", [*range(1, 12), 60, 69, 70, 80, 119, 120, 121, 160, 200, 500])
def test_panes_fill_the_width_and_the_active_one_is_shown(active: str, sidebar: bool, zen: bool, width: int) -> None:
    widths = arrange(width, active, sidebar=sidebar, zen=zen)  # type: ignore[arg-type]
    assert sum(widths) == width
    assert all(cells >= 0 for cells in widths)
    shown = widths._asdict()["article" if zen else active]
    assert shown > 0
    count = sum(1 for cells in widths if cells)
    assert count == (1 if zen or width < 70 else 2 if width < 120 or (not sidebar and active != "feeds") else 3)


def test_panes_as_in_the_mock_ups() -> None:
    assert arrange(120, "stories") == (25, 39, 56)
    assert arrange(80, "article") == (0, 23, 57)
    assert arrange(120, "stories").edges == (24, 63)
    assert arrange(60, "article").edges == ()


@pytest.mark.parametrize(
    ("seconds", "short", "long", "lasting"),
    [
        (0, "now", "just now", "1 min"),
        (59, "now", "just now", "1 min"),
        (60, "1m", "1 min ago", "1 min"),
        (719, "11m", "11 min ago", "11 min"),
        (7200, "2h", "2 hours ago", "2 hours"),
        (86400, "1d", "1 day ago", "1 day"),
        (3 * 86400, "3d", "3 days ago", "3 days"),
        (20 * 86400, "2w", "20 days ago", "20 days"),
        (800 * 86400, "2y", "800 days ago", "800 days"),
        (-500, "now", "just now", "1 min"),
    ],
)
def test_ages(seconds: int, short: str, long: str, lasting: str) -> None:
    assert age(10**9, 10**9 - seconds) == short
    assert ago(10**9, 10**9 - seconds) == long
    assert since(10**9, 10**9 - seconds) == lasting


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The Café opens. The café closes.", "cafe", ["Café", "café"]),
        ("Straße and STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("one\ntwo", "one two", ["one\ntwo"]),
        ("nothing", "", []),
        ("nothing", "x", []),
        ("比亚迪发布", "亚迪", ["亚迪"]),
        ("ＥＶ", "ev", ["ＥＶ"]),
    ],
)
def test_matches(text: str, words: str, found: list[str]) -> None:
    assert [text[a:b] for _, a, b in matches([paragraph(text)], words)] == found


def test_matches_are_bounded() -> None:
    assert len(matches([paragraph("a" * 5000)], "a")) == MOST


def feed_row(number: int, title: str, folder: str, **values: object) -> FeedRow:
    fields: dict[str, object] = {
        "id": number, "title": title, "folder": folder, "url": f"https://ex.example/{number}", "unread": 3, "total": 9,
        "failure_kind": None, "failure_message": "", "failing_since": None, "checked_at": None,
        "succeeded_at": None, "next_check_at": None,
    } | values  # fmt: skip
    return FeedRow(**fields)  # type: ignore[arg-type]


def test_the_sidebar_has_views_folders_feeds_and_what_fails() -> None:
    rows = [
        feed_row(1, "Loose", ""),
        feed_row(2, "Volt Report", "Cars"),
        feed_row(
            3, "Missing", "Cars", failure_kind="http", failure_message="The server answered 404.",
            failing_since=10**9 - 3 * 86400, unread=0,
        ),
        feed_row(4, "Broken", "Charging", failure_kind="cut_off", failing_since=10**9 - 60, unread=0, total=1),
        feed_row(5, "Sleeping", "Charging", failure_kind="offline"),
    ]  # fmt: skip
    counts = LibraryCounts(stories=20, unread=9, saved=2, quotes=7, takeaways=4, pending=0)
    shown = [(e.key, f"{e.mark} {e.label}".strip(), e.number) for e in entries(rows, counts, 5, 10**9, UNICODE)]
    assert shown == [
        ("", "", None),
        ("all", "▾ All stories", 9),
        ("today", "Today", 5),
        ("", "", None),
        ("feed:1", "Loose", 3),
        ("", "", None),
        ("folder:Cars", "CARS", None),
        ("feed:2", "Volt Report", 3),
        ("feed:3", "! Missing", None),
        ("", "404 · 3 days · 9 stored", None),
        ("", "", None),
        ("folder:Charging", "CHARGING", None),
        ("feed:4", "! Broken", None),
        ("", "cut off · 1 stored", None),
        ("feed:5", "Sleeping", 3),
        ("", "", None),
        ("saved", "★ Saved", 2),
        ("quotes", '" Quotes', 7),
        ("briefing", "◆ Takeaways", 4),
    ]


@pytest.mark.parametrize("key", ["all", "today", "saved", "folder:A:B", "feed:12"])
def test_entries_and_views_belong_together(key: str) -> None:
    view = view_of(key)
    assert view is not None
    assert key_of(view) == key


@pytest.mark.parametrize("name", [name for name in PALETTES if name != "evreader-terminal"])
def test_every_text_of_our_themes_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    for colour in (palette.text, palette.dim, palette.heading, palette.quote, palette.takeaway, palette.failing):
        assert contrast(palette.background, colour) >= 4.5, colour
        assert contrast(palette.selected, colour) >= 3.0, colour


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_textuals_themes_can_be_read_too(name: str) -> None:
    palette = looks_for(BUILTIN_THEMES[name], colour=True).palette
    if palette.background == "default":
        return
    for colour in (palette.dim, palette.heading, palette.quote, palette.takeaway, palette.failing):
        assert contrast(palette.background, colour) >= 4.5 or colour == palette.text, (name, colour)


def test_without_colour_the_looks_still_differ() -> None:
    looks = Looks(PALETTES["evreader-dark"], colour=False)
    assert all(looks.get(name).color is None or looks.get(name).color.is_default for name in NAMES)  # type: ignore[union-attr]
    assert all(looks.get(name).bgcolor is None for name in NAMES)
    weights = {
        name: str(looks.get(name)) for name in ("text", "quote", "quote.inline", "heading", "found", "found.current")
    }
    assert len(set(weights.values())) == len(weights), weights


def test_our_themes_are_named_as_the_palettes() -> None:
    assert [theme.name for theme in our_themes()] == list(PALETTES)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://ex.example/a?b=c", True),
        ("HTTP://ex.example", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://ex.example/a b", False),
        ("--help", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_handed_to_the_browser(address: str, allowed: bool) -> None:
    assert is_web_address(address) is allowed
