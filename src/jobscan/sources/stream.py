"""Bytes of one document, read in pieces and within limits."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from jobscan.errors import Failure, SourceError
from jobscan.posting import Posting

HEAD_BYTES = 256 * 1024
"""How much of a document may be looked at before it is read."""

_MIB = 1024 * 1024
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError)  # BadGzipFile is an OSError


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an input is read before it is refused. The defaults suit a machine with 2 GB."""

    max_document_bytes: int = 64 * _MIB
    """Of a document that is held whole: JSON, a packed Parquet file, an archive inside an archive."""
    max_page_bytes: int = 16 * _MIB
    """Of an HTML page: its tree takes some ten times as much memory."""
    max_line_bytes: int = 16 * _MIB
    """Of one line of JSON Lines, one record of CSV."""
    max_text_chars: int = 1_000_000
    """Of the text of one posting: 250 times a usual one."""
    max_unpacked_bytes: int = 64 * 1024 * _MIB
    """Of all that one packed file unpacks to, layer by layer; bounds time, as rows are streamed."""
    max_ratio: int = 500
    """Unpacked to packed bytes, once `ratio_free_bytes` are out. Text packs 3 to 10 times, lines that repeat
    100 times, a bomb 1,000 times (deflate's most is 1,032)."""
    ratio_free_bytes: int = 16 * _MIB
    max_depth: int = 4
    """Archives within one another: a .jsonl.gz in a .zip is 2."""
    max_members: int = 200_000
    """Files in one archive."""
    max_vain_rows: int = 10_000
    """Rows that are no postings, from the first on, after which a file of rows is given up."""


@dataclass(slots=True)
class Budget:
    """What one packed file may still unpack to, over all its layers."""

    limits: Limits
    packed: int
    """Bytes of the file itself."""
    unpacked: int = 0
    over: SourceError | None = None
    """Why no more is unpacked, once that is so."""

    def spend(self, size: int) -> None:
        """Count unpacked bytes; raise SourceError (too_large) once they are too many."""
        self.unpacked += size
        limits = self.limits
        if self.unpacked > limits.max_unpacked_bytes:
            self.over = SourceError("too_large", f"unpacks to more than {_size(limits.max_unpacked_bytes)}")
        elif self.unpacked > limits.ratio_free_bytes and self.unpacked > limits.max_ratio * self.packed:
            self.over = SourceError(
                "too_large", f"unpacks to more than {limits.max_ratio} times its size, as a zip bomb does"
            )
        if self.over:
            raise self.over


class Stream(io.BufferedReader):
    """A buffered reader that ends early at damage, and then says so.

    All that stands before the damage can be read; `damage` is None, or the SourceError to report then.
    `peek(HEAD_BYTES)` gives the whole head.
    """

    def __init__(
        self, read: Callable[[int], bytes], *, readinto: Callable[[memoryview], int | None] | None = None
    ) -> None:
        """read: what gives the next bytes; readinto: the same without making new ones each time."""
        self._source = _Source(read, readinto)
        super().__init__(self._source, HEAD_BYTES)

    @property
    def damage(self) -> SourceError | None:
        """Why the bytes end before they should, None if they do not."""
        return self._source.damage

    @property
    def damaged(self) -> bool:
        """Whether the bytes ended before they should."""
        return self._source.damage is not None


class _Source(io.RawIOBase):
    def __init__(
        self, read: Callable[[int], bytes], readinto: Callable[[memoryview], int | None] | None
    ) -> None:
        self._read = read
        self._readinto = readinto
        self.damage: SourceError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer
        filled = 0
        while filled < len(buffer) and self.damage is None:
            try:
                count = self._fill(buffer[filled:])
            except SourceError as error:
                self.damage = error
                break
            except _DAMAGE as error:
                self.damage = SourceError(
                    "damaged", f"is truncated or corrupt ({error}); only what stands before is read"
                )
                break
            if not count:
                break
            filled += count
        return filled

    def _fill(self, buffer: memoryview) -> int:
        """Put what is read next into the buffer: how many bytes, 0 at the end."""
        if self._readinto is not None:
            return self._readinto(buffer) or 0
        chunk = self._read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True, slots=True)
class Document:
    """One document to be read: where it is from, and its bytes from the beginning."""

    id: str
    """The id of the posting, if it holds one without an id of its own."""
    origin: str
    name: str
    """Its own file name, a hint of its kind."""
    stream: Stream
    size: int | None = None
    """In bytes, None where only reading tells."""
    path: str | None = None
    """The file whose bytes these are, None inside an archive or from standard input."""
    limits: Limits = field(default_factory=Limits)
    budget: Budget | None = None
    depth: int = 0

    def unpacked(self, name: str, stream: Stream) -> Document:
        """This document without its packing."""
        return replace(self, name=name, stream=stream, size=None, path=None, depth=self.depth + 1)

    def member(self, path: str, stream: Stream) -> Document:
        """A document packed into this one under a path."""
        name = path.rpartition("/")[2]
        return replace(self.unpacked(name, stream), id=f"{self.id}!{path}", origin=f"{self.origin}!{path}")

    def with_budget(self, budget: Budget) -> Document:
        """This document with what it may unpack to."""
        return replace(self, budget=budget)

    def failure(self, reason: str, detail: str, *, at: str = "") -> Failure:
        """The failure of this document, or of the place `at` in it (`:12`, `#3`)."""
        return Failure(self.origin + at, reason, detail)

    def read(self, max_bytes: int) -> bytes:
        """All the bytes. Raises SourceError if there are more than max_bytes, none, or some are damaged."""
        too_large = SourceError(
            "too_large", f"is larger than {_size(max_bytes)}, the most that is read of such a file"
        )
        if self.size is not None and self.size > max_bytes:
            raise too_large
        # As many as there are, so that a file comes in one piece: a copy costs as much as reading it.
        at_once = self.size or _MIB
        pieces: list[bytes] = []
        held = 0
        while piece := self.stream.read(min(at_once, max_bytes + 1 - held)):
            pieces.append(piece)
            held += len(piece)
        if self.stream.damage:
            raise self.stream.damage
        if held > max_bytes:
            raise too_large
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


Result = Posting | Failure
Results = Iterator[Result]


def _size(count: int) -> str:
    return f"{count / _MIB:,.0f} MiB" if count >= _MIB else f"{count:,} bytes"
