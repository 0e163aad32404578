"""A story or a quote as rows of a list. Pure."""

from evreader.store.views import QuoteRow, StoryRow
from evreader.text import clean_line
from evreader.tui.glyphs import Glyphs
from evreader.tui.lines import Piece, width_of
from evreader.tui.times import age
from evreader.tui.wrap import cells, shorten, wrap

PEEK_FROM = 46
"""From this width on, a row shows its first takeaway too."""
_NARROW = 30


def cut(text: str, width: int, lines: int, ellipsis: str) -> list[str]:
    """A text in at most so many lines, with an ellipsis where some of it is missing."""
    width = max(width, 1)
    spans = wrap(text, width)
    shown = [text[a:b] for a, b in spans[:lines]]
    if len(spans) > lines:
        last = shown[-1]
        shown[-1] = (
            last + ellipsis if cells(last + ellipsis) <= width else shorten(last + ellipsis * 2, width, ellipsis)
        )
    return [shorten(line, width, ellipsis) for line in shown]


def story_lines(
    row: StoryRow, width: int, now: int, glyphs: Glyphs, *, outlet: bool = True, cursor: str = ""
) -> list[list[Piece]]:
    """The lines of a story in a list: title, what it is, what it says first, and an empty line.

    `cursor` is "" for a row that is not chosen, else the style the chosen row has.
    """
    look = "read" if row.is_read else "unread"
    style = f"{look} {cursor}".strip()
    title = clean_line(row.title) or clean_line(row.summary) or "Untitled"
    mark = glyphs.read if row.is_read else glyphs.unread
    first = glyphs.cursor if cursor == "selected" else " "
    lines: list[list[Piece]] = []
    room = width - 4
    for n, text in enumerate(cut(title, room, 3 if width < _NARROW else 2, glyphs.ellipsis)):
        head = f"{first}{mark} " if n == 0 else "   "
        body = head + text
        padding = max(width - width_of([Piece(body)]), 0) if cursor else 0
        lines.append([Piece(body + " " * padding, style)])
    lines.append([Piece("   "), *_facts(row, room, now, glyphs, outlet=outlet)])
    if width >= PEEK_FROM and row.first_takeaway:
        peek = shorten(clean_line(row.first_takeaway), room - 2, glyphs.ellipsis)
        lines.append([Piece("   "), Piece(f"{glyphs.takeaway} ", "key.mark"), Piece(peek, "meta")])
    lines.append([])
    return lines


def _facts(row: StoryRow, width: int, now: int, glyphs: Glyphs, *, outlet: bool) -> list[Piece]:
    """Outlet, age, what was found in it and its state, as far as there is room."""
    dot = f" {glyphs.dot} "
    rest = [age(now, row.published_at)]
    found = " ".join(
        text
        for text, count in (
            (f"{glyphs.quote}{row.quote_count}", row.quote_count),
            (f"{glyphs.takeaway}{row.takeaway_count}", row.takeaway_count),
        )
        if count
    )
    if found:
        rest.append(found)
    if row.status in ("summary", "blocked", "failed"):
        rest.append("summary")
    tail = dot.join(rest)
    pieces: list[Piece] = []
    star = f"{glyphs.saved} " if row.is_saved else ""
    if star:
        pieces.append(Piece(star, "saved"))
    space = width - len(star) - len(tail) - len(dot)
    name = clean_line(row.feed_title)
    if outlet and name and space >= 4:
        tail = shorten(name, space, glyphs.ellipsis) + dot + tail
    pieces.append(Piece(tail, "meta"))
    return pieces


def quote_lines(row: QuoteRow, width: int, now: int, glyphs: Glyphs, *, cursor: str = "") -> list[list[Piece]]:
    """The lines of a quote in the quote book: the words, who said them, and where."""
    room = max(min(width - 6, 76), 4)
    bar = Piece(glyphs.quote_bar, "quote.bar")
    first = Piece(f" {glyphs.cursor if cursor else ' '} ", cursor or "text")
    lines: list[list[Piece]] = []
    words = clean_line(row.text)
    for n, text in enumerate(cut(f"“{words}”", room, 8, glyphs.ellipsis)):
        lines.append([first if n == 0 else Piece("   "), bar, Piece(" "), Piece(text, f"quote {cursor}".strip())])
    speaker = clean_line(row.speaker or "")
    role = clean_line(row.role or "")
    who = [Piece(f"{glyphs.dash} {speaker}", "speaker")] if speaker else [Piece("speaker not clear", "meta")]
    if role:
        who.append(Piece(", " + shorten(role, max(room - width_of(who) - 2, 1), glyphs.ellipsis), "role"))
    lines.append([Piece("   "), bar, Piece(" "), *who])
    dot = f" {glyphs.dot} "
    tail = dot + age(now, row.published_at)
    source = clean_line(row.feed_title) + dot + clean_line(row.story_title)
    lines.append(
        [
            Piece("   "),
            bar,
            Piece(" "),
            Piece(shorten(source, max(room - len(tail), 1), glyphs.ellipsis) + tail, "meta"),
        ]
    )
    lines.append([])
    return lines
