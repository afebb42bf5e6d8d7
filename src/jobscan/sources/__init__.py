"""Where postings come from: files and folders, in any of the formats that people save them in."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources.documents import read_file
from jobscan.sources.files import iter_files
from jobscan.sources.ids import SeenIds
from jobscan.sources.stream import Limits

__all__ = ["Limits", "iter_postings"]

_LOG = logging.getLogger(__name__)


def iter_postings(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    exclude: Iterable[str] = (),
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Posting | Failure]:
    """The postings of files and folders, one by one, and a failure for each input that holds none.

    paths: files, folders, `-` for standard input. exclude: globs of names or relative paths to pass over.
    limits: how much of an input is read, by default Limits(). stdin: what to read for `-`.
    In the order of the paths, the names in a folder, the places in a file. Lazy, in memory that does not grow
    with the number of postings but for some 20 bytes of each id. One bad file never ends it. Ids are unique:
    a posting whose id was seen comes as `id~2`, `id~3`, each after a failure `duplicate_id`, which is a note
    only: that posting is counted.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    globs = tuple([exclude] if isinstance(exclude, str) else exclude)
    seen = SeenIds()
    for file in iter_files(named, exclude=globs):
        if isinstance(file, Failure):
            yield file
            continue
        for found in read_file(file, limits=limits or Limits(), exclude=globs, stdin=stdin):
            if isinstance(found, Failure):
                yield found
                continue
            unique = seen.unique(found.id)
            if unique == found.id:
                yield found
                continue
            _LOG.info("%s: the id %r was seen before; kept apart as %r", found.origin, found.id, unique)
            yield Failure(
                found.origin, "duplicate_id", f"the id {found.id!r} was seen before; kept apart as {unique!r}"
            )
            yield replace(found, id=unique)
