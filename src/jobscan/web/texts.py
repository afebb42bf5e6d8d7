"""The postings of a scan, kept or read again to be looked at."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.scan import Scan, file_of
from jobscan.sources import iter_postings

Texts = Callable[[str], Posting | None]
"""Gives a posting by its id; None where it is not known or cannot be read any more."""

_MOST_KEPT: Final = 64 * 1024 * 1024
"""Characters of the files that were read again."""


class ReadAgain:
    """Postings of a finished scan, read from where it says that they were read.

    A file of many is read once, and its postings are kept while there is room.
    """

    def __init__(self, scan: Scan) -> None:
        table = scan.postings
        self._origins = dict(zip(table["posting_id"].tolist(), table["origin"].tolist(), strict=True))
        self._ids = {origin: posting_id for posting_id, origin in self._origins.items()}
        self._kept: dict[str, Posting] = {}
        self._files: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, posting_id: str) -> Posting | None:
        """The posting, None where its file is gone or has changed."""
        origin = self._origins.get(posting_id)
        if origin is None:
            return None
        with self._lock:
            path = file_of(origin)
            if path not in self._files and os.path.lexists(path):
                self._load(path, iter_postings([path]))
            return self._kept.get(posting_id)

    def _load(self, path: str, items: Iterable[Posting | Failure]) -> None:
        if sum(self._files.values()) > _MOST_KEPT:
            self._kept.clear()
            self._files.clear()
        size = 0
        for item in items:
            posting_id = self._ids.get(item.origin)
            if isinstance(item, Posting) and posting_id is not None:
                self._kept[posting_id] = replace(item, id=posting_id)
                size += len(item.text)
        self._files[path] = size
