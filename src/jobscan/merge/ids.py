"""The postings of all parts in the order of their ids, which is that of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jobscan.engines.parts import TEXT_HASH
from jobscan.errors import Failure
from jobscan.merge.reading import iter_rounds
from jobscan.sources.ids import SeenIds
from jobscan.tables import POSTINGS

if TYPE_CHECKING:
    import pyarrow as pa

NOTE_REASON = "duplicate_id"
"""The reason of a failure that is a note only: that input was read and counts."""

_DIGEST = np.dtype("V32")
"""A SHA-256."""
_SOME = 1 << 14  # postings
_ROUND_BYTES = 2 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Ids:
    """The ids of all postings. Their place is where they stand in the order of ids, from 0."""

    sorted: pa.Array
    """By place."""
    places: NDArray[np.int64]
    """The place of each posting, in the order of reading."""
    hashes: NDArray[np.void]
    """The text_hash of each, in the order of reading."""
    notes: tuple[Failure, ...]
    """One for each id that was made unique, in the order of reading."""

    def at(self, places: pa.Array) -> pa.Array:
        """The ids at places; missing for a missing place."""
        return self.sorted.take(places).cast("string")

    def digest(self) -> str:
        """A digest of all ids and texts, the same for any order of reading that gives the same ids."""
        whole = hashlib.sha256()
        order = np.argsort(self.places)
        for start in range(0, len(order), _SOME):
            ids = self.sorted.slice(start, _SOME).to_pylist()
            hashes = self.hashes[order[start : start + _SOME]].tolist()
            said = (f"{each}\0{same.hex()}\n" for each, same in zip(ids, hashes, strict=True))
            whole.update("".join(said).encode())
        return whole.hexdigest()


def read_ids(parts: Sequence[Path]) -> Ids:
    """The ids of all postings of the parts, made unique in the order of reading."""
    import pyarrow as pa
    import pyarrow.compute as pc

    seen = SeenIds()
    read: list[pa.Array] = []
    hashes: list[NDArray[np.void]] = []
    notes: list[Failure] = []
    for table in iter_rounds(parts, [POSTINGS.names[0], "origin", TEXT_HASH], round_bytes=_ROUND_BYTES):
        told, origins = table.column(0).to_pylist(), table.column(1)
        unique = [seen.unique(each) for each in told]
        for at, (old, new) in enumerate(zip(told, unique, strict=True)):
            if old != new:
                detail = f"the id {old!r} was seen before; kept apart as {new!r}"
                notes.append(Failure(origins[at].as_py(), NOTE_REASON, detail))
        read.append(pa.array(unique, pa.large_string()))
        digits = "".join(table[TEXT_HASH].to_pylist())
        hashes.append(np.frombuffer(bytes.fromhex(digits), _DIGEST))
    ids = pa.concat_arrays([pa.array([], pa.large_string()), *read])
    del read
    order = pc.sort_indices(ids)
    places = np.empty(len(ids), np.int64)
    places[order.to_numpy()] = np.arange(len(ids))
    joined = np.concatenate([np.empty(0, _DIGEST), *hashes])
    return Ids(ids.take(order), places, joined, tuple(notes))
