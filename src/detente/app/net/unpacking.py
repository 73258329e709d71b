"""Bodies unpacked piece by piece, so that a bomb is noticed before it has gone off.

In: the pieces of a body and the name of its coding. Out: pieces of at most 64 kB.

Holds: no more is unpacked than the caller has asked for; packing within packing is refused.
"""

import zlib
from collections.abc import Callable, Iterator

import brotli

from detente.errors import FetchError

ACCEPT_ENCODING = "gzip, deflate, br"

_PIECE = 65_536
_GZIP_MARK = b"\x1f\x8b"

Unpack = Callable[[bytes], Iterator[bytes]]


class _Zlib:
    """gzip, and deflate with or without the header that it should have."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._state = zlib.decompressobj(16 + zlib.MAX_WBITS) if gzip else zlib.decompressobj()
        self._is_first = True

    def __call__(self, data: bytes) -> Iterator[bytes]:
        if self._is_first and data and not self._gzip:
            self._is_first = False
            if data[0] & 0x0F != 8:
                self._state = zlib.decompressobj(-zlib.MAX_WBITS)
        while data and not self._state.eof:
            yield self._state.decompress(data, _PIECE)
            data = self._state.unconsumed_tail
            if self._state.eof and self._gzip and self._state.unused_data.startswith(_GZIP_MARK):
                data = self._state.unused_data
                self._state = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while not self._state.eof and (rest := self._state.decompress(b"", _PIECE)):
            yield rest

    @property
    def is_whole(self) -> bool:
        return self._state.eof


class _Brotli:
    def __init__(self) -> None:
        self._state = brotli.Decompressor()

    def __call__(self, data: bytes) -> Iterator[bytes]:
        yield self._state.process(data, output_buffer_limit=_PIECE)
        while not self._state.can_accept_more_data():
            yield self._state.process(b"", output_buffer_limit=_PIECE)

    @property
    def is_whole(self) -> bool:
        return bool(self._state.is_finished())


class _Plain:
    is_whole = True

    def __call__(self, data: bytes) -> Iterator[bytes]:
        yield data


class Unpacking:
    """One body in one coding."""

    def __init__(self, coding: str, where: str) -> None:
        self._where = where
        self._coding = coding
        self._state = _state_for(coding, where)
        self._seen = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes of the body hold; FetchError where they are not in the coding."""
        self._seen = self._seen or bool(data)
        try:
            yield from self._state(data)
        except (zlib.error, brotli.error) as error:
            raise FetchError(f"a body that is not {self._coding}: {error}", where=self._where, kind="coding") from None

    def end(self) -> None:
        """Raise FetchError where the body was cut off."""
        if self._seen and not self._state.is_whole:
            raise FetchError(f"a {self._coding} body that is cut off", where=self._where, kind="coding")


def unzipped(body: bytes, most: int, *, where: str) -> bytes:
    """A file that was packed by gzip before it was served, as sitemaps are; any other body as it is. FetchError over `most` bytes."""
    if not body.startswith(_GZIP_MARK):
        return body
    unpacking, out = Unpacking("gzip", where), bytearray()
    for piece in unpacking.pieces(body):
        out += piece
        if len(out) > most:
            raise FetchError(f"larger than {most / 1e6:g} MB", where=where, kind="size")
    unpacking.end()
    return bytes(out)


def _state_for(coding: str, where: str) -> _Zlib | _Brotli | _Plain:
    match coding:
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(gzip=True)
        case "deflate":
            return _Zlib(gzip=False)
        case "br":
            return _Brotli()
        case _:
            raise FetchError(f"an unknown coding of the body: {coding[:40]!r}", where=where, kind="coding")
