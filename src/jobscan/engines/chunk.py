"""A chunk of postings in, rows out: the one function that every engine runs."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from jobscan.engines.repeats import Repeats, Understood, repeat_key
from jobscan.errors import Failure
from jobscan.extract.duplicates import sketch, text_hash
from jobscan.extract.result import Extraction
from jobscan.posting import Posting
from jobscan.tables import Row, posting_row, skill_rows

CHUNK_POSTINGS: Final = 64
"""Large enough that a trip to another process costs little beside the work, small enough to show progress."""
CHUNK_CHARACTERS: Final = 1_000_000
"""A chunk ends here, however few its postings are, so that long ones do not pile up in memory."""

_log = logging.getLogger(__name__)


class PostingReader(Protocol):
    """What understands postings: jobscan.extract.Extractor, or a test's own."""

    def extract_all(self, postings: Sequence[Posting], /) -> list[Extraction]:
        """What each posting asks for, in order."""


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What a chunk gave, as plain records that can be sent between processes or stored."""

    posting_rows: tuple[Row, ...] = ()
    """Rows of tables.POSTINGS, in the order of the postings."""
    skill_rows: tuple[tuple[Row, ...], ...] = ()
    """Of each posting its rows of tables.POSTING_SKILLS."""
    sketches: tuple[tuple[str, str, bytes], ...] = ()
    """Of each posting what find_duplicates needs: id, text_hash, sketch."""
    failures: tuple[Failure, ...] = ()


def read_chunk(
    postings: Sequence[Posting], reader: PostingReader, repeats: Repeats | None = None
) -> ChunkResult:
    """Rows for each posting. One that cannot be understood is a failure, and the rest go on.

    repeats: what was understood before by the same reader; what is understood now is added.
    """
    repeats = repeats or Repeats(0)
    keys = [repeat_key(posting) for posting in postings]
    known = list(map(repeats.recall, postings, keys))
    new = [posting for posting, understood in zip(postings, known, strict=True) if understood is None]
    extractions = iter(_extract_all(new, reader))
    rows: list[Understood] = []
    failures: list[Failure] = []
    for posting, key, recalled in zip(postings, keys, known, strict=True):
        understood = recalled
        if understood is None:
            try:
                understood = _understood(posting, next(extractions) or reader.extract_all([posting])[0])
            except Exception as error:  # noqa: BLE001 - nobody foresaw it, and it must not cost the others
                _log.debug("extraction failed for %s", posting.id, exc_info=True)
                failures.append(Failure(posting.origin, "failed", f"{type(error).__name__}: {error}"))
                continue
            repeats.keep(key, understood)
        rows.append(understood)
    return ChunkResult(
        tuple(row for row, *_ in rows),
        tuple(skills for _, skills, *_ in rows),
        tuple((str(row[0]), same, drawn) for row, _, same, drawn in rows),
        tuple(failures),
    )


def _extract_all(postings: Sequence[Posting], reader: PostingReader) -> list[Extraction | None]:
    """What each posting asks for; nothing for any of them where one cannot be understood."""
    try:
        return [*reader.extract_all(postings)] if postings else []
    except Exception:  # noqa: BLE001 - as above
        _log.debug("one of %d postings cannot be understood: going on one by one", len(postings))
        return [None] * len(postings)


def _understood(posting: Posting, extraction: Extraction) -> Understood:
    return (
        posting_row(posting, extraction),
        tuple(skill_rows(posting, extraction)),
        text_hash(posting.text),
        sketch(posting.text, title=posting.title, location=posting.job_location),
    )


def iter_chunks(postings: Iterable[Posting]) -> Iterator[list[Posting]]:
    """The postings in order, in lists of at most CHUNK_POSTINGS and about CHUNK_CHARACTERS."""
    chunk: list[Posting] = []
    characters = 0
    for posting in postings:
        chunk.append(posting)
        characters += len(posting.text)
        if len(chunk) >= CHUNK_POSTINGS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
