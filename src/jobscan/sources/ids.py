"""Ids that are unique within a scan, in little memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b

_FIRST_SLOTS = 1 << 12


class SeenIds:
    """The ids given so far, as 8-byte hashes in one table: some 20 bytes an id, where a set takes 100.

    Two different ids share a hash once in 10**7 scans of a million postings; the later is then renamed.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FIRST_SLOTS))
        self._count = 0
        self._next_number: dict[int, int] = {}

    def unique(self, id: str) -> str:  # noqa: A002
        """The id itself the first time, then `id~2`, `id~3` and on.

        >>> seen = SeenIds()
        >>> [seen.unique(id) for id in ("a", "b", "a", "a")]
        ['a', 'b', 'a~2', 'a~3']
        """
        hashed = _hash(id)
        if self._add(hashed):
            return id
        number = self._next_number.get(hashed, 2)
        while not self._add(_hash(f"{id}~{number}")):
            number += 1
        self._next_number[hashed] = number + 1
        return f"{id}~{number}"

    def _add(self, hashed: int) -> bool:
        """Whether the hash is new; it is in the table then."""
        if 3 * self._count >= 2 * len(self._slots):
            self._grow()
        if not _put(self._slots, hashed):
            return False
        self._count += 1
        return True

    def _grow(self) -> None:
        old, self._slots = self._slots, array("Q", bytes(16 * len(self._slots)))
        for hashed in old:
            if hashed:
                _put(self._slots, hashed)


def _put(slots: array[int], hashed: int) -> bool:
    """Put a hash into the first free slot from its own; False if it is there already."""
    mask = len(slots) - 1
    at = hashed & mask
    while slots[at]:
        if slots[at] == hashed:
            return False
        at = (at + 1) & mask
    slots[at] = hashed
    return True


def _hash(id: str) -> int:  # noqa: A002
    """Eight bytes of the id; never 0, which marks a free slot."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1
