"""Decoding an answer's body with a bound: gzip only, counted after decoding."""

import io
import zlib
from collections.abc import Iterator

_MAGIC = b"\x1f\x8b"
_STEP = 1024 * 1024
_MAX_MEMBERS = 1000


class BodyTooBig(Exception):
    """The body is larger than allowed."""


class Body:
    """Collects a body: `feed` it the pieces as they come, then take `content`.

    A body that is gzip is decoded whether or not the header said so, and one that is not is left as it is although
    the header said gzip: both are common. `encoded` allows for a second layer: a compressed file sent compressed.
    """

    def __init__(self, limit: int, *, encoded: bool = False) -> None:
        self._limit = limit
        self._received = 0
        self._decoded = io.BytesIO()  # gives up its bytes without copying them
        self._layers = [_Gunzip(), _Gunzip()] if encoded else [_Gunzip()]
        self.size = 0
        """Bytes after decoding, so far."""

    def feed(self, data: bytes) -> Iterator[None]:
        """Take a piece in, in steps of at most 1 MiB of decoded bytes. Raises `BodyTooBig`."""
        self._received += len(data)
        if self._received > self._limit + _STEP:
            raise BodyTooBig
        yield from self._pass(data, 0)

    def finish(self) -> None:
        """Tell that no more will come. Raises `BodyTooBig`."""
        for number, layer in enumerate(self._layers):
            for _ in self._pass(layer.rest(), number + 1):
                pass

    @property
    def complete(self) -> bool:
        """Whether the compressed stream, if it is one, was read to its end."""
        return all(layer.complete for layer in self._layers)

    @property
    def content(self) -> bytes:
        """What was decoded."""
        return self._decoded.getvalue()

    def _pass(self, data: bytes, number: int) -> Iterator[None]:
        if not data:
            return
        if number < len(self._layers):
            for piece in self._layers[number].feed(data):
                yield from self._pass(piece, number + 1)
            return
        self.size += len(data)
        if self.size > self._limit:
            self._decoded.close()  # frees it now, not when the exception with all it refers to is collected
            raise BodyTooBig
        self._decoded.write(data)
        yield


class _Gunzip:
    """One layer of gzip, or none where the first two bytes are not those of gzip."""

    def __init__(self) -> None:
        self._head = b""
        self._plain = False
        self._inflate: zlib._Decompress | None = None  # None between members
        self._members = 0
        self._broken = False

    @property
    def complete(self) -> bool:
        return self._inflate is None and not self._broken

    def rest(self) -> bytes:
        """Bytes held back that turned out too few to be gzip."""
        head, self._head = self._head, b""
        return b"" if self._members else head

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data
            return
        if self._broken:
            return
        data = self._head + data
        self._head = b""
        while data or self._inflate is not None:
            if self._inflate is None:
                if len(data) < 2:
                    self._head = data
                    return
                if data[:2] != _MAGIC:
                    if not self._members:
                        self._plain = True
                        yield data
                    return  # after a member: padding
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    self._broken = True
                    return
                self._inflate = zlib.decompressobj(wbits=31)
            try:
                out = self._inflate.decompress(data, _STEP)
            except zlib.error:
                self._broken = True
                return
            if out:
                yield out
            if self._inflate.eof:
                data = self._inflate.unused_data
                self._inflate = None
            else:
                data = self._inflate.unconsumed_tail
                if not data and len(out) < _STEP:
                    return  # all is out that these bytes hold
