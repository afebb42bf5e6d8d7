"""What a fetch changes in the ledger of a source: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from jobscan.posting import Posting
from jobscan.sources.archive_files import Entry, Ledger


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the postings in the archive that a fetch changed something of."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()

    def after(self, earlier: Changes) -> Changes:
        """These and those of the part of the same run that broke off."""
        new = {*earlier.new, *self.new}
        return Changes(
            new=tuple(sorted(new)),
            changed=tuple(sorted({*earlier.changed, *self.changed} - new)),
            closed=tuple(sorted({*earlier.closed, *self.closed})),
            reopened=tuple(sorted({*earlier.reopened, *self.reopened})),
        )


def updated(
    ledger: Ledger,
    *,
    listed: Collection[str],
    found: Mapping[str, tuple[str, str]],
    wanted: Collection[str],
    complete: bool,
    today: str,
) -> tuple[Ledger, Changes]:
    """The ledger after a fetch, and what that changed.

    listed: ids of all postings that the source named. found: of those that came complete the answer that
    holds each and its digest. wanted: those that the filters let through. complete: whether the lists name
    all that the source has, so that what they lack is closed.
    """
    entries = dict(ledger.postings)
    new, changed, closed, reopened = [], [], [], []
    for each in {**dict.fromkeys(listed), **found}:
        old = entries.get(each)
        entry = old or Entry(today, today, appeared=bool(ledger.complete))
        if old and old.closed and old.answer:
            reopened.append(each)
        entry = replace(entry, last_seen=max(entry.last_seen, today), closed="")
        if each in found and (each in wanted or entry.answer):
            answer, digest = found[each]
            if not entry.answer:
                new.append(each)
            elif digest != entry.digest:
                changed.append(each)
            entry = replace(entry, answer=answer, digest=digest)
        entries[each] = entry
    if complete:
        for each in entries.keys() - set(listed) - found.keys():
            if not entries[each].closed:
                entries[each] = replace(entries[each], closed=today)
                if entries[each].answer:
                    closed.append(each)
    after = replace(ledger, postings=entries, complete=today if complete else ledger.complete)
    return after, Changes(*(tuple(sorted(ids)) for ids in (new, changed, closed, reopened)))


def digest_of(posting: Posting) -> str:
    """A digest of what a posting says to a reader, without dates, which some sources make up each day."""
    said = (
        posting.title,
        posting.text,
        posting.hiring_organization,
        posting.job_location,
        posting.job_location_type,
        posting.employment_type,
        posting.base_salary,
        posting.url,
    )
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]
