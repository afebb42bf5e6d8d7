"""One source from its first request to the ledger and its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from jobscan.errors import SourceError
from jobscan.fetch.asking import Asker, Counts
from jobscan.fetch.gathering import Gathered
from jobscan.fetch.ledger import Changes, updated
from jobscan.fetch.names import Source
from jobscan.fetch.outcome import Outcome, SourceReport
from jobscan.fetch.run import Tell, gather
from jobscan.fetch.store import Store
from jobscan.sources.archive_files import Ledger
from jobscan.sources.boards.board import Ask

_Last = Mapping[str, Any]
"""What the ledger says of the last fetch of one source."""


def fetch_source(
    source: Source,
    asker: Asker,
    store: Store,
    *,
    today: date,
    is_stopped: Callable[[], bool],
    is_late: Callable[[], bool],
    tell: Tell,
    options: Mapping[str, Any],
) -> SourceReport:
    """Fetch one source into the archive: how that ended. Raises nothing for what servers do."""
    board, token = source.board, _token(source)
    try:
        ledger = store.ledger(board.name, token)
    except SourceError as error:
        return _report(source, asker.counts, "failed", (f"its ledger in the archive {error}",))
    earlier = _earlier(source, ledger, store.run, options)
    if earlier is not None:
        return earlier
    gathered = Gathered(source)
    gather(gathered, asker, is_stopped=is_stopped, is_late=is_late, tell=tell)
    with store.ledger_lock:  # two URLs of one board share a ledger
        return _record(gathered, store, asker.counts, today=today, options=options)


def _record(
    gathered: Gathered, store: Store, counts: Counts, *, today: date, options: Mapping[str, Any]
) -> SourceReport:
    """Write what has come of a source into its ledger: the report."""
    source = gathered.source
    ledger = store.ledger(source.board.name, _token(source))
    last = _last_of(ledger, source)
    outcome, reasons = gathered.outcome()
    complete = gathered.is_complete and source.board.ordered and not _is_filtered(source)
    empty_since = ""
    if gathered.empty and outcome == "ok" and not source.single:
        empty_since = str(last.get("empty_since") or today.isoformat())
        outcome, reasons, sure = _judge_empty(gathered, ledger, empty_since, today)
        complete = complete and sure
    after, changes = updated(
        ledger,
        listed=gathered.listed,
        found=gathered.found,
        wanted=gathered.kept,
        complete=complete,
        today=today.isoformat(),
    )
    if last.get("run") == store.run:
        changes = changes.after(_changes_of(last))
    report = _report(source, counts, outcome, tuple(reasons), gathered, changes)
    if gathered.found or gathered.listed or ledger.postings or empty_since:
        said = {
            "run": store.run,
            "options": dict(options),
            "empty_since": empty_since,
            "changes": asdict(changes),
            "report": _plain(report),
        }
        others = {
            name: each
            for name, each in ledger.last.items()
            if isinstance(each, dict) and (each.get("run") == store.run or each.get("empty_since"))
        }
        store.write_ledger(replace(after, last={**others, source.name: said}))
    return report


def _judge_empty(
    gathered: Gathered, ledger: Ledger, since: str, today: date
) -> tuple[Outcome, list[str], bool]:
    """How an empty list is to be taken, why, and whether it is sure that there are no postings."""
    if gathered.expected == 0 or gathered.source.board.unknown_is_404:
        return "ok", [], True
    were_open = sum(1 for entry in ledger.postings.values() if entry.answer and not entry.closed)
    if not ledger.postings:
        return (
            "not_found",
            ["an empty list: there is no such board, or it has no openings; the answer does not tell which"],
            False,
        )
    if not were_open or since < today.isoformat():
        return "ok", [], True
    return (
        "partial",
        [f"an empty list, though {were_open:,} were open before: believed once it stays so to another day"],
        False,
    )


def _is_filtered(source: Source) -> bool:
    """Whether the source itself leaves out what was not asked for: what it lacks is not closed then."""
    ask = source.ask
    if source.single or not (ask.query or ask.location or ask.since or ask.limit is not None):
        return source.single
    try:
        return source.board.requests(source.token, Ask(keys=ask.keys)) != source.requests
    except SourceError:
        return True


def _token(source: Source) -> str:
    return source.requests[0].board if source.requests else source.token


def _report(
    source: Source,
    counts: Counts,
    outcome: Outcome,
    reasons: tuple[str, ...],
    gathered: Gathered | None = None,
    changes: Changes | None = None,
) -> SourceReport:
    board = source.board
    report = SourceReport(
        source=source.name,
        provider=board.name,
        board=_token(source),
        outcome=outcome,
        reasons=reasons,
        asked=counts.asked,
        unchanged=counts.unchanged,
        reused=counts.reused,
        attribution=board.attribution,
        terms_url=board.terms_url,
    )
    if gathered is None or changes is None:
        return report
    notes = list(gathered.notes)
    if gathered.limited:
        notes.append(f"it was asked for {source.ask.limit:,} at most; there may be more")
    if gathered.expected is not None and gathered.seen > gathered.expected:
        notes.append(f"it says that it has {gathered.expected:,} postings, and listed {gathered.seen:,}")
    if counts.rested:
        hours = board.min_interval_s / 3600
        notes.append(
            f"it was asked at {counts.rested}, and wants to be left alone for {hours:g} hours: "
            "what it said then was used"
        )
    return replace(
        report,
        notes=tuple(dict.fromkeys(notes)),
        expected=gathered.expected,
        listed=len(gathered.listed),
        got=len(gathered.found),
        kept=len(gathered.kept),
        broken=gathered.broken,
        new=len(changes.new),
        changed=len(changes.changed),
        closed=len(changes.closed),
        reopened=len(changes.reopened),
        stopped=gathered.stopped,
    )


def _plain(report: SourceReport) -> dict[str, Any]:
    """A report without the counts of requests, which differ where a run was resumed."""
    said = asdict(report)
    for name in ("asked", "unchanged", "reused"):
        del said[name]
    return said


def _last_of(ledger: Ledger, source: Source) -> _Last:
    """What the ledger says of the last fetch of a source; nothing where that is not as it was written."""
    last = ledger.last.get(source.name)
    return last if isinstance(last, dict) else {}


def _earlier(source: Source, ledger: Ledger, run: str, options: Mapping[str, Any]) -> SourceReport | None:
    """The report of a source that this run, before it broke off, was done with; None where it was not."""
    last = _last_of(ledger, source)
    said = last.get("report")
    if last.get("run") != run or last.get("options") != dict(options) or not isinstance(said, dict):
        return None
    if said.get("outcome") != "ok" or said.get("stopped"):
        return None
    try:
        report = SourceReport(**said)
    except TypeError:
        return None
    return replace(report, reasons=tuple(report.reasons), notes=tuple(report.notes))


def _changes_of(last: _Last) -> Changes:
    """What an earlier part of the run changed; nothing where that is not as it was written."""
    said = last.get("changes")
    if not isinstance(said, dict):
        return Changes()
    lists = {
        name: tuple(each for each in said[name] if isinstance(each, str))
        for name in Changes.__dataclass_fields__
        if isinstance(said.get(name), list)
    }
    return Changes(**lists)
