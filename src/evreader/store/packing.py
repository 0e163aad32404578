"""Articles and feed bodies as small bytes: msgpack, then zlib with a dictionary of what every article repeats."""

import zlib
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from evreader.model import (
    Block,
    BlockKind,
    Cell,
    Emphasis,
    Item,
    Link,
    Quote,
    QuoteKind,
    Takeaway,
    TakeawayOrigin,
)
from evreader.store.errors import LibraryError

# Part of the format: another dictionary cannot read what this one packed.
_WORDS = (
    b"according to the company said in a statement on Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    b"February March April June July August September October November December percent million billion per cent "
    b"manufacturer automaker carmaker dealership production factory plant customers deliveries registrations sales "
    b"lithium iron phosphate solid-state battery pack cell chemistry charging network charger kilowatt kilowatt-hours "
    b"kWh kW miles kilometres range electric vehicle vehicles EVs plug-in hybrid government subsidies emissions "
    b"chief executive officer spokesperson analyst told reporters first half third quarter last year this year "
    b"the United States Europe China Germany which has been will be expected to that the would have been with the from "
    b"https://www.https:// and the of the in the to the for the on the is a as a at the by the it is we are "
)
_FIELDS = (
    b"\xa6author\xa8computed\xa6header\xc2\xa6marker\xa5style\xa2em\xa6strong\xa4code\xa4rows\xa8emphasis\xa4role\xa9takeaways"
    b"\xa5image\xa7caption\xa4list\xa5items\xa4text\xa5level\xa7heading\x81\xa5level\x02"
    b"\xa5links\x91\x83\xa5start\x00\xa3end\x00\xa3url\xd9https://www."
    b"\xa6direct\xa5mixed\xa4said\xa5added\xa4told\xa9paragraph\xda\x01\x92\xa9paragraph\xda\x02"
)
_DICTIONARY = _WORDS + _FIELDS
_PLAIN, _DEFLATED = b"\x00", b"\x01"
_SMALL = 120
"""Bytes below which compressing is not worth its time."""

_SHORT = 2_000
"""Bytes below which a body is kept as it is: it waits for seconds or minutes only."""

Content = tuple[tuple[Block, ...], tuple[Quote, ...], tuple[Takeaway, ...]]


class _More(Struct, omit_defaults=True):
    """What few blocks have."""

    level: int = 0
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    url: str = ""
    role: Literal["", "takeaways", "byline", "attribution"] = ""


class _PackedBlock(Struct, array_like=True, omit_defaults=True):
    kind: BlockKind
    text: str
    more: _More | None = None


class _PackedQuote(Struct, array_like=True, omit_defaults=True):
    """A quote; words that are a slice of their block are not repeated."""

    block: int
    start: int
    end: int
    kind: QuoteKind
    speaker: str | None
    confidence: float
    cue: str | None
    mention_block: int | None
    mention_start: int | None
    mention_end: int | None
    role: str | None = None
    continues: bool = False
    text: str | None = None
    mention: str | None = None


class _PackedTakeaway(Struct, array_like=True, omit_defaults=True):
    """A takeaway; words that are a slice of their block are not repeated."""

    block: int
    start: int
    end: int
    origin: TakeawayOrigin
    text: str | None = None


_Packed = tuple[tuple[_PackedBlock, ...], tuple[_PackedQuote, ...], tuple[_PackedTakeaway, ...]]

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Packed)


def pack_content(content: Content) -> bytes:
    """An article's blocks, quotes and takeaways as stored."""
    blocks, quotes, takeaways = content
    packed: _Packed = (
        tuple(map(_pack_block, blocks)),
        tuple(_pack_quote(blocks, quote) for quote in quotes),
        tuple(_pack_takeaway(blocks, takeaway) for takeaway in takeaways),
    )
    return _deflate(_encoder.encode(packed), 6)


def unpack_content(packed: bytes) -> Content:
    """The reverse of `pack_content`. Fields added since it was packed get their defaults.

    Raises `LibraryError` where the bytes are damaged.
    """
    try:
        content = _decoder.decode(_inflate(packed))
    except (zlib.error, msgspec.DecodeError) as error:
        raise LibraryError(f"The stored text of this story is damaged: {error}.", "corrupt") from error
    blocks = tuple(map(_unpack_block, content[0]))
    return (
        blocks,
        tuple(_unpack_quote(blocks, quote) for quote in content[1]),
        tuple(_unpack_takeaway(blocks, takeaway) for takeaway in content[2]),
    )


def _pack_block(block: Block) -> _PackedBlock:
    more = _More(
        level=block.level,
        items=block.items,
        rows=block.rows,
        links=block.links,
        emphasis=block.emphasis,
        url=block.url,
        role=block.role,
    )
    return _PackedBlock(kind=block.kind, text=block.text, more=None if more == _PLAIN_BLOCK else more)


_PLAIN_BLOCK = _More()


def _unpack_block(packed: _PackedBlock) -> Block:
    more = packed.more
    if more is None:
        return Block(kind=packed.kind, text=packed.text)
    return Block(
        kind=packed.kind,
        text=packed.text,
        level=more.level,
        items=more.items,
        rows=more.rows,
        links=more.links,
        emphasis=more.emphasis,
        url=more.url,
        role=more.role,
    )


def _pack_quote(blocks: Sequence[Block], quote: Quote) -> _PackedQuote:
    text = _slice(blocks, quote.block, quote.start, quote.end)
    mention = _slice(blocks, quote.mention_block, quote.mention_start, quote.mention_end)
    return _PackedQuote(
        block=quote.block,
        start=quote.start,
        end=quote.end,
        kind=quote.kind,
        speaker=quote.speaker,
        confidence=quote.confidence,
        cue=quote.cue,
        mention_block=quote.mention_block,
        mention_start=quote.mention_start,
        mention_end=quote.mention_end,
        role=quote.role,
        continues=quote.continues,
        text=None if quote.text == text else quote.text,
        mention=None if quote.mention == mention else quote.mention,
    )


def _unpack_quote(blocks: Sequence[Block], packed: _PackedQuote) -> Quote:
    text, mention = packed.text, packed.mention
    if text is None:
        text = _slice(blocks, packed.block, packed.start, packed.end)
    if mention is None:
        mention = _slice(blocks, packed.mention_block, packed.mention_start, packed.mention_end)
    return Quote(
        block=packed.block,
        start=packed.start,
        end=packed.end,
        text=text or "",
        kind=packed.kind,
        speaker=packed.speaker,
        mention=mention,
        mention_block=packed.mention_block,
        mention_start=packed.mention_start,
        mention_end=packed.mention_end,
        role=packed.role,
        cue=packed.cue,
        confidence=packed.confidence,
        continues=packed.continues,
    )


def _pack_takeaway(blocks: Sequence[Block], takeaway: Takeaway) -> _PackedTakeaway:
    text = _slice(blocks, takeaway.block, takeaway.start, takeaway.end)
    return _PackedTakeaway(
        block=takeaway.block,
        start=takeaway.start,
        end=takeaway.end,
        origin=takeaway.origin,
        text=None if takeaway.text == text else takeaway.text,
    )


def _unpack_takeaway(blocks: Sequence[Block], packed: _PackedTakeaway) -> Takeaway:
    text = packed.text
    if text is None:
        text = _slice(blocks, packed.block, packed.start, packed.end)
    return Takeaway(text=text or "", block=packed.block, start=packed.start, end=packed.end, origin=packed.origin)


def _slice(blocks: Sequence[Block], block: int | None, start: int | None, end: int | None) -> str | None:
    if block is None or start is None or end is None or not 0 <= block < len(blocks):
        return None
    return blocks[block].text[start:end]


def pack_text(text: str) -> bytes:
    """A feed's body for a story, while it waits."""
    raw = text.encode("utf-8", "replace")
    return _PLAIN + raw if len(raw) < _SHORT else _deflate(raw, 1)


def unpack_text(packed: bytes) -> str:
    """The reverse of `pack_text`; what is damaged gives nothing, and its story is made from its page."""
    try:
        return _inflate(packed).decode("utf-8")
    except (zlib.error, UnicodeDecodeError):
        return ""


def _deflate(raw: bytes, level: int) -> bytes:
    if len(raw) < _SMALL:
        return _PLAIN + raw
    packer = zlib.compressobj(level, zdict=_DICTIONARY)
    return b"".join((_DEFLATED, packer.compress(raw), packer.flush()))


def _inflate(packed: bytes) -> bytes:
    if packed[:1] == _PLAIN:
        return packed[1:]
    unpacker = zlib.decompressobj(zdict=_DICTIONARY)
    return unpacker.decompress(packed[1:]) + unpacker.flush()
