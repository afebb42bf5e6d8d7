"""Units of reading: what a process can read by itself, cut so that nothing comes out otherwise.

The results of read_unit over the units of plan_units, one after another, are those of iter_postings before
it makes ids unique. Where a unit ends depends on the files themselves and not on those before them, as far as
that can be, so that a file more or less in a folder, or lines added to a file, change few units.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from jobscan.errors import Failure
from jobscan.sources.archive_files import LEDGERS, MARKER
from jobscan.sources.documents import read_file, read_piece
from jobscan.sources.files import File, Piece, iter_files
from jobscan.sources.pieces import cut
from jobscan.sources.stream import Limits, Results

UNIT_BYTES: Final = 4 * 1024 * 1024
"""Some thousand postings: seconds of work for a process, and little enough to be done again."""

_LIGHTEST = 1000  # files of a unit, at most, however small they are


@dataclass(frozen=True, slots=True)
class Unit:
    """Some input that is read in one go, small enough to be sent to a process."""

    number: int
    """Its place in the order of reading, from 0."""
    files: tuple[File, ...]
    """Several small files, or exactly one."""
    piece: Piece | None
    """Which part of one large file it is; None for all of its files."""
    size: int
    """Bytes to be read, about: a file that cannot be cut may be of any size."""
    stamp: str
    """Digest of what is read and how: while it is the same, so are the results. "" where nobody can tell."""

    @property
    def anywhere(self) -> bool:
        """Whether any process can read it; standard input and pipes can only be read where they are open."""
        return all(file.seekable for file in self.files)


def plan_units(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    exclude: Iterable[str] = (),
    limits: Limits | None = None,
    unit_bytes: int = UNIT_BYTES,
) -> Iterator[Unit | Failure]:
    """The units of files and folders in the order of reading, and a failure for each path that holds none.

    paths, exclude, limits: as for iter_postings. unit_bytes: about how much a unit holds where files can be
    put together or cut; the results are the same for any. Lazy: large files of JSON lines are read, to find
    their lines, when their turn comes. Postings keep the ids that their unit gives them: make them unique.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    globs = tuple([exclude] if isinstance(exclude, str) else exclude)
    how = f"{limits or Limits()}\n{globs}"
    number = 0
    for found in _gather(iter_files(named, exclude=globs), limits or Limits(), unit_bytes):
        if isinstance(found, Failure):
            yield found
            continue
        files, piece = found
        yield Unit(number, files, piece, _size(files, piece), _stamp(files, piece, how))
        number += 1


def read_unit(
    unit: Unit, *, limits: Limits | None = None, exclude: Iterable[str] = (), stdin: BinaryIO | None = None
) -> Results:
    """The postings and failures of a unit, in order; ids that repeat are not made unique.

    limits, exclude: as they were for plan_units. stdin: what to read for `-`.
    """
    globs = tuple([exclude] if isinstance(exclude, str) else exclude)
    for file in unit.files:
        if unit.piece is not None:
            yield from read_piece(file, unit.piece, limits=limits or Limits())
        else:
            yield from read_file(file, limits=limits or Limits(), exclude=globs, stdin=stdin)


_Part = tuple[tuple[File, ...], Piece | None]


def _gather(files: Iterable[File | Failure], limits: Limits, unit_bytes: int) -> Iterator[_Part | Failure]:
    """Small files put together and large ones cut."""
    batch: list[File] = []
    weight = 0
    for file in files:
        small = isinstance(file, File) and file.size <= unit_bytes and _is_plain(file)
        if batch and not small:
            yield tuple(batch), None
            batch, weight = [], 0
        if isinstance(file, Failure):
            yield file
        elif small:
            batch.append(file)
            weight += (own := max(file.size, unit_bytes // _LIGHTEST))
            if weight >= unit_bytes or (4 * weight >= unit_bytes and _is_end(file, 2 * own / unit_bytes)):
                yield tuple(batch), None
                batch, weight = [], 0
        else:
            yield from _parts(file, limits, unit_bytes)
    if batch:
        yield tuple(batch), None


def _is_plain(file: File) -> bool:
    return file.seekable and not _is_archive(file)


def _is_archive(file: File) -> bool:
    """Whether it stands, by its name, for what a fetch wrote into its folder."""
    return Path(file.path).name == MARKER


def _is_end(file: File, share: float) -> bool:
    """Whether a unit ends with this file: so for a share of all names, whatever files stand before it."""
    return zlib.crc32(file.id.encode("utf-8", "surrogateescape")) < share * 2**32


def _parts(file: File, limits: Limits, unit_bytes: int) -> Iterator[_Part]:
    whole = True
    for piece in cut(file, limits=limits, piece_bytes=unit_bytes) if _is_plain(file) else ():
        whole = False
        yield (file,), piece
    if whole:
        yield (file,), None


def _size(files: tuple[File, ...], piece: Piece | None) -> int:
    if piece is not None:
        return piece.size
    ledgers = [size for file in files if _is_archive(file) for _, size, _ in _ledgers(file)]
    return sum(ledgers) + sum(file.size for file in files)


def _stamp(files: tuple[File, ...], piece: Piece | None, how: str) -> str:
    if not all(file.seekable for file in files):
        return ""
    said = [how, repr(piece)]
    for file in files:
        said.append(f"{file.id}\n{file.origin}")
        if piece is None or not piece.digest:
            said.append(f"{file.size} {file.mtime_ns}")
        if _is_archive(file):
            said.append(repr(_ledgers(file)))
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def _ledgers(file: File) -> list[tuple[str, int, int]]:
    """Name, size and time of what an archive of fetched answers says it holds; none of what is no archive."""
    try:
        with os.scandir(Path(file.path).parent / LEDGERS) as entries:
            found = [(entry.name, entry.stat()) for entry in entries]
    except OSError:
        return []
    return sorted((name, status.st_size, status.st_mtime_ns) for name, status in found)
