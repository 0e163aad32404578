"""The types every part of evreader speaks in: frozen, and serialised as they stand by `--json` and the store.

Moments are timezone-aware UTC datetimes. Every span (`start`, `end`) counts characters of a block's `text`,
half-open, so a highlight is a slice and never a search.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

FailureKind = Literal[
    "address",  # not an address evreader may fetch: scheme, credentials, private network
    "offline",  # no network at all: never counted against the feed
    "dns",
    "connect",
    "timeout",
    "tls",
    "http",  # any other status that is not a success
    "gone",  # 410: the publisher says the feed has ended
    "rate_limited",  # 429, or 503 with Retry-After
    "blocked",  # a bot check or challenge answered instead of the publisher
    "redirect",  # loop, too long a chain, or a target that may not be followed
    "too_big",
    "cut_off",  # the body ended before the feed did, and no story could be read
    "empty",  # the body had no content at all
    "not_a_feed",  # a web page or something else that is no feed
    "parse",  # it looks like a feed and could not be read
    "worker",  # reading it took too long or ended the worker process
    "store",  # the library could not be written
]
"""Why something failed, as a word a program can rely on; the sentence for people is in `Failure.message`."""

BlockKind = Literal["heading", "paragraph", "list", "quote", "table", "code", "image", "caption"]
ArticleOrigin = Literal["feed", "page"]
ArticleStatus = Literal["full", "summary", "blocked", "failed"]
QuoteKind = Literal["direct", "mixed"]
TakeawayOrigin = Literal["author", "computed"]


class Validators(Struct, frozen=True, kw_only=True):
    """What a server gave to make the next request conditional, byte for byte (as Latin-1 text)."""

    etag: str | None = None
    last_modified: str | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """Why the last attempt at a feed failed, since when, and how often in a row."""

    kind: FailureKind
    message: str
    """One sentence for people: the cause and, where there is one, the remedy."""
    since: datetime
    count: int


class Feed(Struct, frozen=True, kw_only=True):
    """One subscription."""

    id: int
    url: str
    title: str
    folder: str = ""
    site_url: str = ""
    validators: Validators = Validators()
    body_hash: str | None = None
    checked_at: datetime | None = None
    """When a request for it last ended, well or badly."""
    succeeded_at: datetime | None = None
    body_at: datetime | None = None
    """When the server last sent the whole document: its validators are as old as this."""
    next_check_at: datetime | None = None
    refresh_after: int | None = None
    """Seconds the publisher asks to wait between checks, as the document last said; None where it says nothing."""
    failure: Failure | None = None
    full_text: bool = True
    """Whether article pages are fetched for its stories."""
    private_host: str | None = None
    """The host the user typed that may be on a private network, or None."""


class Story(Struct, frozen=True, kw_only=True):
    """One item of a feed. Its identity is the pair of feed and guid; two feeds that share a guid are two stories."""

    id: int
    feed_id: int
    guid: str
    url: str
    title: str
    author: str = ""
    published_at: datetime | None = None
    """What the feed claims; None where it claims nothing readable."""
    first_seen_at: datetime
    summary: str = ""
    """Plain text, at most a few sentences."""


class State(Struct, frozen=True, kw_only=True):
    """What the reader did with a story. It is kept by feed and guid and outlives the article."""

    read_at: datetime | None = None
    saved_at: datetime | None = None


class Link(Struct, frozen=True, kw_only=True):
    """A link inside a block's text. `url` is absolute, http or https."""

    start: int
    end: int
    url: str


class Emphasis(Struct, frozen=True, kw_only=True):
    """A stretch of a block's text that the author set apart."""

    start: int
    end: int
    style: Literal["em", "strong", "code"]


class Item(Struct, frozen=True, kw_only=True):
    """One item of a list block."""

    text: str
    level: int = 0
    """Depth of nesting, 0 for the outermost."""
    marker: str = ""
    """"" for a bullet, otherwise the number as shown, such as "3."."""


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of a table block."""

    text: str
    header: bool = False


class Block(Struct, frozen=True, kw_only=True):
    """One piece of an article, in document order.

    `text` holds all the words of every kind: a list's items joined by one newline, a table's rows by a newline
    and its cells by a tab, a block quote's paragraphs by an empty line, a code block verbatim, an image's
    alternative text. Items and cells therefore lie in `text` one after the other (see `item_spans`).
    """

    kind: BlockKind
    text: str
    level: int = 0
    """1 to 6 for a heading; otherwise 0."""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    url: str = ""
    """An image's address."""
    role: Literal["", "takeaways", "byline", "attribution"] = ""
    """What the page's own markup says the block is for: the author's list of key points, or a block quote's source."""


class Article(Struct, frozen=True, kw_only=True):
    """The readable text of a story."""

    story_id: int
    blocks: tuple[Block, ...]
    origin: ArticleOrigin
    status: ArticleStatus
    reason: str = ""
    """Why `status` is not full, in one sentence; empty otherwise."""
    annotator_version: int = 0


class Quote(Struct, frozen=True, kw_only=True):
    """Words somebody said, and who.

    The span lies inside the quotation marks: `text == blocks[block].text[start:end]`.
    """

    block: int
    start: int
    end: int
    text: str
    kind: QuoteKind
    """direct: a whole utterance; mixed: quoted words inside a sentence that reports the rest."""
    speaker: str | None = None
    """The resolved name, "Elon Musk" where the text has "he" or "Musk"; None where the text does not make it clear."""
    mention: str | None = None
    """The speaker as the text names them at this place, and where that stands."""
    mention_block: int | None = None
    mention_start: int | None = None
    mention_end: int | None = None
    role: str | None = None
    """Who the speaker is, in the article's words: "Tesla chief executive"."""
    cue: str | None = None
    """The reporting words that tie quote and speaker together: "said", "according to"."""
    confidence: float = 0.0
    """Estimated probability, 0 to 1, that the speaker (or its absence) is right."""
    continues: bool = False
    """True where this is a further piece of the quote before it: split by its speaker, or by a paragraph break."""


class Takeaway(Struct, frozen=True, kw_only=True):
    """One key point of an article: `text == blocks[block].text[start:end]`."""

    text: str
    block: int
    start: int
    end: int
    origin: TakeawayOrigin


class Annotations(Struct, frozen=True, kw_only=True):
    """What `annotate` found in an article's blocks."""

    quotes: tuple[Quote, ...] = ()
    takeaways: tuple[Takeaway, ...] = ()


class ParsedStory(Struct, frozen=True, kw_only=True):
    """A story as a feed gives it, cleaned; not yet stored."""

    guid: str
    """The feed's id for it, else its link, else a hash of its content; never empty."""
    url: str = ""
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    summary: str = ""
    """Plain text, at most 600 characters."""
    body: str = ""
    """The fullest HTML the feed carries for it; relative addresses not yet resolved."""
    base_url: str = ""
    """What relative addresses in `body` are relative to."""
    image_url: str = ""


class ParsedFeed(Struct, frozen=True, kw_only=True):
    """A feed document as read."""

    title: str = ""
    site_url: str = ""
    stories: tuple[ParsedStory, ...] = ()
    refresh_after: int | None = None
    """Seconds the publisher asks to wait (ttl, sy:updatePeriod, skipHours), unclamped; None where it says nothing."""
    incomplete: str = ""
    """Where the document broke off or was damaged: one sentence; the stories read before are there."""


class Extracted(Struct, frozen=True, kw_only=True):
    """What a page, or the HTML body of a feed's item, holds."""

    blocks: tuple[Block, ...]
    status: ArticleStatus
    reason: str = ""
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    lead_image: str = ""


class Subscription(Struct, frozen=True, kw_only=True):
    """A feed as a subscription list (OPML) names it."""

    url: str
    title: str = ""
    folder: str = ""
    site_url: str = ""


TEXTLESS_KINDS = frozenset({"image"})
"""Kinds whose words are not part of the article's running text."""


def running_text(blocks: Sequence[Block]) -> tuple[str, tuple[int, ...]]:
    """The article as one string, and where each block's text starts in it (-1 for a block that is not in it)."""
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    for block in blocks:
        if block.kind in TEXTLESS_KINDS or not block.text:
            offsets.append(-1)
            continue
        if pieces:
            length += 2
        offsets.append(length)
        pieces.append(block.text)
        length += len(block.text)
    return "\n\n".join(pieces), tuple(offsets)


def item_spans(block: Block) -> list[tuple[int, int]]:
    """Where each item of a list block lies in its text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for item in block.items:
        spans.append((start, start + len(item.text)))
        start += len(item.text) + 1
    return spans
