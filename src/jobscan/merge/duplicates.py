"""Which postings of all parts repeat another, the sketches on the disk: as find_duplicates tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from jobscan.engines.parts import SKETCH
from jobscan.extract.duplicates import SKETCH_BYTES, near_duplicates, title_numbers
from jobscan.merge.ids import Ids
from jobscan.merge.reading import iter_rounds

if TYPE_CHECKING:
    import pyarrow as pa

NONE: Final = -1
"""In place of a posting that is repeated, where none is."""

_DRAWN: Final = np.dtype([("place", "<i8"), ("sketch", "u1", (SKETCH_BYTES,))])
_ROUND_BYTES: Final = 8 << 20
_BUCKET_SKETCHES: Final = 10_000
"""Of postings that are compared at once: 5 MB. Those of one title stay together, however many they are."""

_BUCKETS: Final = 256
"""At most: each round has some for each."""


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """What each posting repeats, by place."""

    of: NDArray[np.int64]
    """The place of the posting that is kept; NONE for those that are."""
    near: NDArray[np.bool_]
    """Whether the kept one's text is another."""

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        repeats = self.of != NONE
        return {"exact": int((repeats & ~self.near).sum()), "near": int((repeats & self.near).sum())}


def read_duplicates(
    parts: Sequence[Path], ids: Ids, *, work: Path, bucket_sketches: int = _BUCKET_SKETCHES
) -> Duplicates:
    """The duplicates among the postings of all parts. work: a folder, in which sketches stand meanwhile."""
    first = _first_of_text(ids)
    buckets = min(len(ids.places) // bucket_sketches + 1, _BUCKETS)
    nearly = np.full(len(first), NONE, np.int64)
    for bucket in _spill(parts, ids, first, work, buckets=buckets):
        drawn = np.fromfile(bucket, _DRAWN)
        bucket.unlink()
        drawn = drawn[np.argsort(drawn["place"])]
        of = near_duplicates(drawn["sketch"])
        repeats = of >= 0
        nearly[drawn["place"][repeats]] = drawn["place"][of[repeats]]
    # A copy of a posting that nearly repeats another repeats that other.
    near = nearly[first] != NONE
    of = np.where(near, nearly[first], first)
    of[of == np.arange(len(of))] = NONE
    return Duplicates(of, near)


def _first_of_text(ids: Ids) -> NDArray[np.int64]:
    """By place, the first place of the same text."""
    # Half of a SHA-256 tells texts apart: 128 bits.
    halves = ids.hashes.view(np.uint64).reshape(-1, 4)
    order = np.lexsort((ids.places, halves[:, 1], halves[:, 0]))
    ordered = halves[order, :2]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    places = ids.places[order]
    first = np.empty(len(order), np.int64)
    first[places] = places[begins][np.cumsum(begins) - 1]
    return first


def _spill(
    parts: Sequence[Path], ids: Ids, first: NDArray[np.int64], work: Path, *, buckets: int
) -> Iterator[Path]:
    """Files of the sketches of the first postings of each text, those of one title in one file."""
    paths = [work / f"sketches-{number}" for number in range(buckets)]
    read = 0
    for table in iter_rounds(parts, [SKETCH], round_bytes=_ROUND_BYTES):
        places = ids.places[read : read + len(table)]
        read += len(table)
        has_sketch, sketches = _sketches(table.column(0).combine_chunks())
        places = places[has_sketch]
        kept = first[places] == places
        drawn = np.empty(int(kept.sum()), _DRAWN)
        drawn["place"], drawn["sketch"] = places[kept], sketches[kept]
        of_bucket = title_numbers(drawn["sketch"]) % np.uint64(buckets)
        for number in np.unique(of_bucket).tolist():
            with paths[number].open("ab") as handle:
                drawn[of_bucket == number].tofile(handle)
    return (path for path in paths if path.exists())


def _sketches(column: pa.Array) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Which postings have a sketch, and a row for each that has."""
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32, count=len(column) + 1, offset=4 * column.offset)
    drawn = np.frombuffer(data or b"", np.uint8)[ends[0] : ends[-1]]
    return np.diff(ends) > 0, drawn.reshape(-1, SKETCH_BYTES)
