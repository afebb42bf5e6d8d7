"""Postings that come again: what was understood of one is not understood anew."""

from __future__ import annotations

import marshal
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from typing import Final

from jobscan.posting import Posting
from jobscan.tables import POSTINGS, Row, text_cell

REMEMBERED_BYTES: Final = 64_000_000
"""What a process remembers: some 10,000 postings."""

_DIGEST_BYTES: Final = 16
_PLACE: Final = ("id", "source", "origin", "url", "attribution", "terms_url", "first_seen", "closed")
"""The fields that tell a posting apart from its copies, and say nothing of the job."""
_TOLD: Final = attrgetter(
    *(each.name for each in fields(Posting) if each.name not in (*_PLACE, "text", "valid_through"))
)
"""What is understood of a posting beside its text."""
_COLUMNS: Final = {POSTINGS.names.index("posting_id" if name == "id" else name): name for name in _PLACE}

Understood = tuple[Row, tuple[Row, ...], str, bytes]
"""Of a posting its row of POSTINGS, its rows of POSTING_SKILLS, its text_hash and sketch."""


class Repeats:
    """Remembers what was understood of postings, for those that differ from an earlier one in their id alone.

    Boards repeat their postings, and so do those who collect them. The memory is bounded: it keeps the
    latest.
    """

    def __init__(self, limit: int = REMEMBERED_BYTES) -> None:
        self._limit = limit
        # Two generations: when the younger is full, the older is dropped as a whole.
        self._young: dict[bytes, bytes] = {}
        self._old: dict[bytes, bytes] = {}
        self._held = 0

    def recall(self, posting: Posting, key: bytes) -> Understood | None:
        """What was understood of an earlier posting like this one, as of this one; None for a new one.

        key: its repeat_key.
        """
        packed = self._young.get(key) or self._old.get(key)
        if packed is None:
            return None
        row, skill_rows, same, drawn = marshal.loads(packed)  # noqa: S302 - our own, never left this process
        own = list(row)
        for at, name in _COLUMNS.items():
            own[at] = text_cell(getattr(posting, name))
        skills = tuple((text_cell(posting.id), *skill[1:]) for skill in skill_rows)
        return tuple(own), skills, same, drawn

    def keep(self, key: bytes, understood: Understood) -> None:
        """Remember what was understood of a posting with this repeat_key."""
        packed = marshal.dumps(understood)
        if self._held + len(packed) > self._limit // 2:
            self._young, self._old, self._held = {}, self._young, 0
        self._young[key] = packed
        self._held += len(packed)


def repeat_key(posting: Posting) -> bytes:
    """What tells a posting from all that are understood otherwise."""
    key = blake2b(repr(_TOLD(posting)).encode(), digest_size=_DIGEST_BYTES)
    key.update(b"\0")  # which repr has none of
    key.update(posting.text.encode("utf-8", "surrogatepass"))
    return key.digest()
