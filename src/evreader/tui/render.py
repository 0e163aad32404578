"""A story as lines: title, takeaways, text with its quotes marked. Pure: no terminal, no store, no clock.

Every block's words come out as the author wrote them; what evreader adds (speaker lines, link numbers, marks) stands
beside them in a style of its own. All text is cleaned again here, whatever the library holds.
"""

from collections.abc import Sequence

from msgspec import Struct

from evreader.model import Annotations, Article, Block, Takeaway
from evreader.text import clean, clean_line
from evreader.tui.flow import Span, flow
from evreader.tui.glyphs import UNICODE, Glyphs
from evreader.tui.lines import Line, Piece, Target, harmless, width_of
from evreader.tui.marks import Looks, Marks, find_marks
from evreader.tui.table import table_lines
from evreader.tui.utterances import Utterance
from evreader.tui.wrap import wrap

MEASURES = range(50, 81)
"""Cells a line of text may take where there is room."""


class Heading(Struct, frozen=True, kw_only=True):
    """What stands above the text."""

    title: str
    outlet: str = ""
    author: str = ""
    when: str = ""
    short_when: str = ""
    facts: tuple[str, ...] = ()
    """Reading time, what is stored and the like."""
    notices: tuple[str, ...] = ()
    """Sentences about the state of the article, and what to do: shown before the text."""
    summary: str = ""
    """What the feed says, shown while there is no article."""


class Rendered(Struct, frozen=True, kw_only=True):
    """A story laid out for one width."""

    lines: tuple[Line, ...]
    utterances: tuple[Utterance, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Text and address of each numbered link; number 1 is the first."""
    headings: tuple[int, ...] = ()
    """Lines at which a section starts."""
    quotes: tuple[int, ...] = ()
    """The line at which each utterance starts."""
    takeaways: int | None = None
    """The line of the takeaways' header."""
    first: int = 0
    """The line at which the text starts; as many as there are lines where there is none."""

    def line_at(self, block: int, offset: int) -> int:
        """The line that shows this character, or the nearest one before it."""
        found = 0
        for index, line in enumerate(self.lines):
            if line.block < 0:
                continue
            if line.block > block or (line.block == block and line.start > offset):
                break
            found = index
        return found

    def place_of(self, index: int) -> tuple[int, int]:
        """The block and character at the top of the screen when this line is there; block -1 above the text."""
        if index < self.first:
            return -1, index
        for line in self.lines[index:]:
            if line.block >= 0:
                return line.block, line.start
        return (self.lines[-1].block, self.lines[-1].start) if self.lines else (-1, 0)


class Layout(Struct, frozen=True, kw_only=True):
    """Where the text stands in a pane."""

    width: int
    measure: int
    left: int
    """Cells before the text."""
    hang: bool
    """Whether bars stand in the margin, so that quotes and text share one edge."""

    @classmethod
    def fit(cls, width: int, measure: int) -> "Layout":
        """The layout for a pane of this width."""
        margin = 2 if width >= 24 else (1 if width >= 8 else 0)
        room = max(width - 2 * margin, 1)
        text = min(measure, room)
        left = max((width - text) // 2, margin)
        return cls(width=width, measure=text, left=left, hang=left >= 5)


def render(
    heading: Heading,
    article: Article | None,
    annotations: Annotations,
    *,
    width: int,
    measure: int = 68,
    glyphs: Glyphs = UNICODE,
    found: Sequence[tuple[int, int, int]] = (),
    current: int | None = None,
) -> Rendered:
    """Lay a story out. `found` are places (block, start, end) to mark as matches, `current` is one of them."""
    layout = Layout.fit(width, measure)
    return _Renderer(layout, glyphs, heading, article, annotations, found, current).render()


class _Renderer:
    def __init__(
        self,
        layout: Layout,
        glyphs: Glyphs,
        heading: Heading,
        article: Article | None,
        annotations: Annotations,
        found: Sequence[tuple[int, int, int]],
        current: int | None,
    ) -> None:
        self.layout = layout
        self.glyphs = glyphs
        self.heading = heading
        self.blocks = article.blocks if article else ()
        self.marks: Marks = find_marks(self.blocks, annotations, found, current)
        self.takeaways = annotations.takeaways
        self.lines: list[Line] = []
        self.headings: list[int] = []
        self.panel: int | None = None

    def render(self) -> Rendered:
        self._head()
        for text in self.heading.notices:
            self._prose(text, "notice")
        self._takeaways()
        if not self.blocks and self.heading.summary:
            self._prose(self.heading.summary, "text")
        for index, block in enumerate(self.blocks):
            self._block(index, block)
        while self.lines and not self.lines[-1].text.strip():
            self.lines.pop()
        starts: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            for utterance in line.quotes:
                starts.setdefault(utterance, number)
        return Rendered(
            lines=tuple(self.lines),
            utterances=tuple(self.marks.utterances),
            links=tuple(self.marks.links),
            headings=tuple(self.headings),
            quotes=tuple(starts.get(u.number, 0) for u in self.marks.utterances),
            takeaways=self.panel,
            first=next((n for n, line in enumerate(self.lines) if line.block >= 0), len(self.lines)),
        )

    # Lines are built from a gutter (the two cells before the text) and the text's own pieces.

    def _add(
        self,
        pieces: Sequence[Piece],
        *,
        gutter: Piece | None = None,
        block: int = -1,
        start: int = 0,
        end: int = 0,
        quotes: tuple[int, ...] = (),
        target: Target | None = None,
    ) -> None:
        left = self.layout.left
        if gutter is not None and left >= 2:
            margin = [Piece(" " * (left - 2)), Piece(gutter.text, gutter.style), Piece(" ")]
        else:
            margin = [Piece(" " * left)]
        self.lines.append(Line(tuple(p for p in (*margin, *pieces) if p.text), block, start, end, quotes, target))

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text.strip():
            self.lines.append(Line())

    def _prose(self, text: str, style: str) -> None:
        text = clean(text)
        for a, b in wrap(text, self.layout.measure):
            self._add([Piece(text[a:b], style)])
        self._blank()

    def _head(self) -> None:
        heading = self.heading
        self.lines.append(Line())
        title = clean_line(heading.title) or "Untitled"
        for a, b in wrap(title, self.layout.measure):
            self._add([Piece(title[a:b], "title")])
        dot = f" {self.glyphs.dot} "
        who = [clean_line(text) for text in (heading.outlet, heading.author) if text]
        short = dot.join([*who, *(t for t in (heading.short_when, *heading.facts) if t)])
        long = [dot.join(who), dot.join(t for t in (heading.when, *heading.facts) if t)]
        for text in [short] if width_of([Piece(short)]) <= self.layout.measure else long:
            for a, b in wrap(text, self.layout.measure) if text else ():
                self._add([Piece(text[a:b], "meta")])
        self._blank()

    def _takeaways(self) -> None:
        chosen = [(i, t) for i, t in enumerate(self.takeaways) if 0 <= t.block < len(self.blocks)]
        if not chosen:
            return
        glyphs, hang = self.glyphs, self.layout.hang
        whose = "the article's own" if chosen[0][1].origin == "author" else "picked by evreader"
        self.panel = len(self.lines)
        mark = Piece(glyphs.takeaway, "takeaways.header")
        head = [Piece("TAKEAWAYS", "takeaways.header"), Piece(f" {glyphs.dot} {whose}", "meta")]
        if not hang:
            head = [mark, Piece(" "), *head]
        if width_of(head) <= self.layout.measure:
            self._add(head, gutter=mark if hang else None)
        else:
            self._add(head[:-1], gutter=mark if hang else None)
            for a, b in wrap(whose, self.layout.measure):
                self._add([Piece(whose[a:b], "meta")])
        for index, takeaway in chosen:
            self._takeaway(index, takeaway, len(str(len(chosen))))
        self._blank()

    def _takeaway(self, index: int, takeaway: Takeaway, digits: int) -> None:
        hang = self.layout.hang
        bar = Piece(self.glyphs.panel_bar, "takeaways.bar")
        text = clean_line(takeaway.text)
        room = self.layout.measure - digits - 1 - (0 if hang else 2)
        for n, (a, b) in enumerate(wrap(text, room)):
            number = f"{index + 1:>{digits}} " if n == 0 else " " * (digits + 1)
            pieces = [Piece(number, "takeaways.number"), Piece(text[a:b], "takeaway")]
            self._add(
                pieces if hang else [bar, Piece(" "), *pieces],
                gutter=bar if hang else None,
                target=Target("takeaway", index),
            )

    def _block(self, index: int, block: Block) -> None:
        if not block.text and block.kind != "image":
            return
        match block.kind:
            case "heading":
                self.headings.append(len(self.lines))
                self._text(index, block, "heading" if block.level <= 2 else "subheading")
            case "list":
                self._list(index, block)
            case "table":
                for line in table_lines(index, block, self.layout.measure, self.glyphs):
                    self._add(line.pieces, block=index, start=line.start, end=line.end)
            case "code":
                self._barred(index, block, "code", Piece(self.glyphs.code_bar, "meta"), verbatim=True)
            case "image":
                self._image(index, block)
            case "caption":
                self._barred(index, block, "meta", Piece(self.glyphs.image, "meta"))
            case _:
                self._paragraph(index, block)
        follows = self.blocks[index + 1].kind if index + 1 < len(self.blocks) else ""
        joined = block.kind == "image" and follows == "caption"
        if not joined and not (index in self.marks.stand_alone and self.marks.goes_on(index)):
            self._blank()

    def _text(self, index: int, block: Block, style: str) -> None:
        text = harmless(block.text)
        for row in flow(text, 0, len(text), self.layout.measure, style=style, **self._looks(index)):
            self._add(
                row.pieces,
                gutter=self._gutter(index, row.start, row.end),
                block=index,
                start=row.start,
                end=row.end,
                quotes=self.marks.utterances_at(index, row.start, row.end),
            )

    def _paragraph(self, index: int, block: Block) -> None:
        if index in self.marks.stand_alone:
            self._quotation(index, block)
        elif block.role == "attribution":
            self._text(index, block, "speaker")
        elif block.role == "byline":
            self._text(index, block, "meta")
        elif block.kind == "quote":
            self._barred(index, block, "text", Piece(self.glyphs.quote_bar, "blockquote.bar"))
        else:
            self._text(index, block, "text")

    def _quotation(self, index: int, block: Block) -> None:
        bar = Piece(self.glyphs.quote_bar, "quote.bar")
        self._barred(index, block, "text", bar)
        utterances = self.marks.ending_in(index)
        if utterances:
            self._speaker(index, utterances, bar)
        if self.marks.goes_on(index):
            self._bar_line([], bar, index, len(block.text), ())

    def _speaker(self, index: int, utterances: Sequence[Utterance], bar: Piece) -> None:
        """The line under a stand-alone quote: who says it, and which of the article's quotes it is."""
        numbers = tuple(utterance.number for utterance in utterances)
        which = str(numbers[0] + 1) if len(numbers) == 1 else f"{numbers[0] + 1}–{numbers[-1] + 1}"
        count = f"{self.glyphs.quote} {which}/{len(self.marks.utterances)}"
        speaker = clean_line(next((u.speaker for u in utterances if u.speaker), ""))
        role = clean_line(next((u.role for u in utterances if u.role), ""))
        dash = self.glyphs.dash + " "
        pieces = [Piece(dash + speaker, "speaker")] if speaker else [Piece(dash + "speaker not clear", "meta")]
        if role:
            pieces.append(Piece(", " + role, "role"))
        end = utterances[-1].quotes[-1].end
        room = self.layout.measure - (0 if self.layout.hang else 2)
        text = "".join(piece.text for piece in pieces)
        spans = [Span(0, len(pieces[0].text), pieces[0].style), Span(len(pieces[0].text), len(text), "role")]
        rows = [row.pieces for row in flow(text, 0, len(text), room, spans=spans)]
        if width_of(rows[-1]) + 3 + len(count) <= room:
            rows[-1] = [*rows[-1], Piece("   " + count, "meta")]
        else:
            rows.append([Piece(count, "meta")])
        for row in rows:
            self._bar_line(row, bar, index, end, numbers)

    def _bar_line(self, pieces: Sequence[Piece], bar: Piece, index: int, at: int, quotes: tuple[int, ...]) -> None:
        if self.layout.hang:
            self._add(pieces, gutter=bar, block=index, start=at, end=at, quotes=quotes)
        else:
            self._add([bar, Piece(" "), *pieces], block=index, start=at, end=at, quotes=quotes)

    def _barred(self, index: int, block: Block, style: str, bar: Piece, *, verbatim: bool = False) -> None:
        """Text with a bar before each of its lines: in the margin where there is one, else the text is set in."""
        text = harmless(block.text)
        hang = self.layout.hang
        width = self.layout.measure - (0 if hang else 2)
        for row in flow(text, 0, len(text), width, style=style, verbatim=verbatim, **self._looks(index)):
            self._add(
                row.pieces if hang else [bar, Piece(" "), *row.pieces],
                gutter=bar if hang else None,
                block=index,
                start=row.start,
                end=row.end,
                quotes=self.marks.utterances_at(index, row.start, row.end),
            )

    def _image(self, index: int, block: Block) -> None:
        text = clean_line(block.text)
        label = f"image: {text}" if text else "image"
        bar = Piece(self.glyphs.image, "meta")
        width = self.layout.measure - (0 if self.layout.hang else 2)
        for a, b in wrap(label, width):
            self._bar_line([Piece(label[a:b], "meta")], bar, index, 0, ())

    def _list(self, index: int, block: Block) -> None:
        text = harmless(block.text)
        looks = self._looks(index)
        at = 0
        for item in block.items:
            level = min(item.level, 6)
            bullet = self.glyphs.inner_bullet if level else self.glyphs.bullet
            marker = clean_line(item.marker, 8) or bullet
            indent = 2 * level
            hanging = len(marker) + 1
            width = self.layout.measure - indent - hanging
            if width < 8:
                indent, width = 0, self.layout.measure - hanging
            end = at + len(item.text)
            for n, row in enumerate(flow(text, at, end, width, **looks)):
                head = marker + " " if n == 0 else " " * hanging
                self._add(
                    [Piece(" " * indent), Piece(head, "list.marker"), *row.pieces],
                    gutter=self._gutter(index, row.start, row.end),
                    block=index,
                    start=row.start,
                    end=row.end,
                    quotes=self.marks.utterances_at(index, row.start, row.end),
                )
            at = end + 1

    def _looks(self, index: int) -> Looks:
        return self.marks.looks[index]

    def _gutter(self, index: int, start: int, end: int) -> Piece | None:
        if self.marks.utterances_at(index, start, end):
            return Piece(self.glyphs.quote_bar, "quote.bar")
        if self.marks.key_starts(index, start, end):
            return Piece(self.glyphs.key, "key.mark")
        return None
