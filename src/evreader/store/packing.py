"""Articles and feed bodies as small bytes: msgpack, then zlib with a dictionary of what every article repeats."""

import zlib

import msgspec

from evreader.model import Block, Quote, Takeaway

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
    b"\xa7mention\xacmention_block\xadmention_start\xabmention_end\xa4role\xa3cue\xaaconfidence\xa9continues\xc2"
    b"\xa6origin\xa6author\xa8computed\xa6direct\xa5mixed\xa7speaker\xa6header\xc2\xa6marker\xa0\xa5style\xa2em\xa6strong\xa4code"
    b"\xa4kind\xa5image\xa4text\xa4kind\xa7heading\xa4text\xa4kind\xa4list\xa4text\xa4kind\xa5quote\xa4text"
    b"\xa3url\xa5start\xa3end\xa5block\xa5level\x00\xa5items\x90\xa4rows\x90\xa5links\x90\xa8emphasis\x90\xa3url\xa0\xa4role\xa0"
    b"\x88\xa4kind\xa9paragraph\xa4text\xda"
)
_DICTIONARY = _WORDS + _FIELDS
_PLAIN, _DEFLATED = b"\x00", b"\x01"
_SMALL = 120
"""Bytes below which compressing is not worth its time."""

_SHORT = 2_000
"""Bytes below which a body is kept as it is: it waits for seconds or minutes only."""

Content = tuple[tuple[Block, ...], tuple[Quote, ...], tuple[Takeaway, ...]]

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Content)


def pack_content(content: Content) -> bytes:
    """An article's blocks, quotes and takeaways as stored."""
    return _deflate(_encoder.encode(content), 6)


def unpack_content(packed: bytes) -> Content:
    """The reverse of `pack_content`. Fields added since it was packed get their defaults."""
    content: Content = _decoder.decode(_inflate(packed))
    return content


def pack_text(text: str) -> bytes:
    """A feed's body for a story, while it waits."""
    raw = text.encode("utf-8", "replace")
    return _PLAIN + raw if len(raw) < _SHORT else _deflate(raw, 1)


def unpack_text(packed: bytes) -> str:
    """The reverse of `pack_text`."""
    return _inflate(packed).decode("utf-8")


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
