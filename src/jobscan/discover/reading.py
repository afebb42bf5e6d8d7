"""Saved postings to candidates for the lexicon."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jobscan.discover.candidates import MIN_POSTINGS, Candidate, Discovery
from jobscan.errors import Failure
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.sources import iter_postings

Progress = Callable[[Posting | Failure], None]
"""Called with each posting, and each input that is none, as it is read."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was read, and what it asks for that the lexicon lacks."""

    candidates: tuple[Candidate, ...]
    """The most promising first."""
    postings: int
    failures: tuple[Failure, ...]


def discover(
    paths: Iterable[str | os.PathLike[str]],
    *,
    lexicon: Lexicon,
    exclude: Iterable[str] = (),
    min_postings: int = MIN_POSTINGS,
    progress: Progress | None = None,
) -> Discovered:
    """The terms that saved postings ask for and a lexicon lacks.

    paths, exclude and progress: as in jobscan.scan.scan. min_postings: terms that fewer postings ask for are
    left out. What cannot be read is a failure, and the rest go on.
    """
    discovery = Discovery(lexicon)
    failures: list[Failure] = []
    read = 0
    for item in iter_postings(paths, exclude=exclude):
        if progress is not None:
            progress(item)
        if isinstance(item, Failure):
            failures.append(item)
            continue
        try:
            discovery.add(item)
        except Exception as error:  # noqa: BLE001 - nobody foresaw it, and it must not cost the other postings
            _log.debug("discovery failed for %s", item.id, exc_info=True)
            failures.append(Failure(item.origin, "failed", f"{type(error).__name__}: {error}"))
            continue
        read += 1
    return Discovered(tuple(discovery.candidates(min_postings=min_postings)), read, tuple(failures))
