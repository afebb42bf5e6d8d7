"""The body of an answer: unpacked, bounded in memory, and whole.

The unpacking is our own: a decoder that is not told how much it may give can be made to fill the memory, and
one that is not asked whether it came to its end takes half an answer for all of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import requests

from jobscan.sources.http.records import FetchError
from jobscan.sources.http.retry import AgainError

CODINGS: Final = "gzip, deflate"
"""What Accept-Encoding offers."""
_PIECE: Final = 64 * 1024
_WINDOW: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # as zlib counts: 31 is gzip, 15 zlib, -15 bare


def read_body(answer: requests.Response, *, max_bytes: int, host: str) -> bytes:
    """The body without its content-coding.

    Raises FetchError (failed) for more than max_bytes and for a coding that was not asked for, AgainError for
    a body that is damaged or shorter than was promised.
    """
    if answer.request.method == "HEAD":
        return b""
    promised = answer.headers.get("content-length", "")
    expected = int(promised) if promised.isascii() and promised.isdigit() else None
    unpack = _Unpacker(_coding(answer.headers.get("content-encoding", ""), host))
    if unpack.is_plain and expected is not None and expected > max_bytes:
        raise _too_large(host, max_bytes)
    body = bytearray()
    try:
        while packed := answer.raw.read1(_PIECE, decode_content=False):
            for piece in unpack.feed(packed):
                body += piece
                if len(body) > max_bytes:
                    raise _too_large(host, max_bytes)
    except zlib.error:
        raise AgainError(f"{host} sends a damaged answer") from None
    if (expected is not None and answer.raw.tell() < expected) or not unpack.is_whole:
        raise AgainError(f"{host} breaks off its answer")
    return bytes(body)


def _too_large(host: str, max_bytes: int) -> FetchError:
    return FetchError("failed", f"{host} sends more than {max_bytes:,} bytes: refused")


def _coding(header: str, host: str) -> str:
    """The content-coding, "" for none."""
    named = [name for part in header.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(named) > 1 or not set(named) <= _WINDOW.keys():
        raise FetchError("failed", f"{host} packs its answer as {header[:40]!r}: only {CODINGS} are read")
    return named[0] if named else ""


class _Unpacker:
    """Takes a content-coding off, piece by piece, no piece larger than 64 KiB."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._inflate = None if not coding else zlib.decompressobj(_WINDOW[coding])
        self._begun = False

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to unpack."""
        return self._inflate is None

    @property
    def is_whole(self) -> bool:
        """Whether what came ends where it should."""
        return self._inflate is None or not self._begun or self._inflate.eof

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """What the next bytes hold. Raises zlib.error for bytes that are no such coding."""
        if self._inflate is None:
            yield packed
            return
        if not self._begun and self._coding == "deflate" and not _has_zlib_header(packed):
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # as some servers understand "deflate"
        self._begun = True
        while True:
            if self._inflate.eof:
                if not packed.startswith(b"\x1f") or self._coding == "deflate":
                    return  # filling after the end
                self._inflate = zlib.decompressobj(_WINDOW[self._coding])  # a further member (RFC 1952)
            piece = self._inflate.decompress(packed, _PIECE)
            if piece:
                yield piece
            packed = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            if not packed and len(piece) < _PIECE:
                return


def _has_zlib_header(packed: bytes) -> bool:
    """Whether bytes may begin as RFC 1950 says: method 8, and a check sum where two bytes are there."""
    return packed[0] & 0x0F == 8 and (len(packed) < 2 or (packed[0] << 8 | packed[1]) % 31 == 0)
