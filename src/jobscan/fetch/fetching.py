"""Names to answers to an archive: several hosts at once, one request at a time each."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from jobscan._version import __version__
from jobscan.errors import JobscanError, SourceError
from jobscan.fetch.addresses import at_base, host_of, parse_base_urls, public_url
from jobscan.fetch.asking import Asker, Counts, Sender, Stopped
from jobscan.fetch.names import PAGE_BOARD, Source, source_of, sources_of
from jobscan.fetch.outcome import FetchReport, SourceReport
from jobscan.fetch.recording import fetch_source
from jobscan.fetch.run import Event, Tell
from jobscan.fetch.store import open_store
from jobscan.posting import Posting
from jobscan.sources.archive import as_seen
from jobscan.sources.archive_files import Entry
from jobscan.sources.boards import board_named
from jobscan.sources.boards.board import Ask, Board, Request
from jobscan.sources.http import Client, FetchError, Settings

StrPath = str | os.PathLike[str]
HOSTS: Final = 4
"""How many hosts are asked at once."""
_STEPS_OF_ONE: Final = 3
"""Requests that may be needed for one posting."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a fetch would ask of a source first."""

    source: str
    provider: str
    method: str
    url: str
    """Where the request would go; no credentials."""


def fetch(
    names: str | Iterable[str],
    to: StrPath,
    *,
    ask: Ask | None = None,
    base_urls: Mapping[str, str] | None = None,
    allow_private: Iterable[str] = (),
    hosts: int = HOSTS,
    budget_s: float | None = None,
    user_agent: str = "",
    contact: str = "",
    refresh: bool = False,
    client: Sender | None = None,
    today: date | None = None,
    now: Callable[[], datetime] | None = None,
    progress: Tell | None = None,
) -> FetchReport:
    """Fetch sources into the archive in a folder, politely: how each of them ended.

    names: as a user types them: `greenhouse:canonical`, `hn:2026-11`, a URL, a file with one a line. ask:
    what is wanted of them. base_urls: by provider, where its requests go instead. allow_private: hosts that
    may have an address that is not public. hosts: how many are asked at once, each one request at a time.
    budget_s: seconds after which nothing more is asked. user_agent: in place of our own; contact: an address
    of the user, beside it. refresh: ask again also for the texts that the archive has. client: what sends, in
    place of one made of these settings. today, now: for the days in the archive and the times in its
    sidecars. progress: called with each Event, from several threads.

    What broke off is resumed; what has not changed is not sent again. On Ctrl-C what has come is kept and the
    report says so (`stopped`); a second Ctrl-C raises. Raises JobscanError, with nothing asked, for wrong
    names, keys that are missing, or a folder that cannot be written into.
    """
    clock = now or _utc_now
    day = today or clock().date()
    bases = _bases(base_urls)
    sources = sources_of([names] if isinstance(names, str) else names, ask=ask)
    options = _options(ask or Ask(), bases)
    stop = threading.Event()
    ends = time.monotonic() + budget_s if budget_s is not None else None
    with contextlib.ExitStack() as held:
        store = held.enter_context(open_store(Path(to), now=clock))
        settings = _settings(allow_private, budget_s, user_agent, contact)
        sender = client or held.enter_context(Client(settings, sleep=_sleeper(stop)))
        started = clock()

        def one(source: Source) -> SourceReport:
            asker = Asker(
                client=sender,
                bases=bases,
                store=store,
                now=clock,
                refresh=refresh,
                counts=Counts(),
            )
            report = fetch_source(
                source,
                asker,
                store,
                today=day,
                is_stopped=stop.is_set,
                is_late=lambda: ends is not None and time.monotonic() >= ends,
                tell=progress or _untold,
                options=options,
            )
            if progress:
                progress(Event(source.name, report.listed, report.got, 0, report))
            return report

        reports = tuple(_in_threads(sources, one, bases, hosts, stop))
        report = FetchReport(
            to=os.fspath(to),
            started=_moment(started),
            finished=_moment(clock()),
            sources=reports,
            options=options,
            stopped=stop.is_set(),
        )
        store.write_report(as_data(report))
        if not report.stopped:
            store.end()
    return report


def fetch_posting(
    url: str,
    *,
    base_urls: Mapping[str, str] | None = None,
    allow_private: Iterable[str] = (),
    budget_s: float | None = 60.0,
    user_agent: str = "",
    contact: str = "",
    client: Sender | None = None,
) -> Posting:
    """The posting at a URL, fetched as politely, and kept nowhere.

    Where the API of a board knows no such posting, the page itself is read. Raises JobscanError where there
    is none, or where the page holds several.
    """
    bases = _bases(base_urls)
    source = source_of(url, ask=Ask(), environment=os.environ)
    settings = _settings(allow_private, budget_s, user_agent, contact)
    ways = list(_ways(source, url))
    if not ways:
        raise JobscanError(f"{url}: names no single posting; `jobscan fetch` the board, and scan it")
    errors: list[str] = []
    with contextlib.ExitStack() as held:
        sender = client or held.enter_context(Client(settings))
        for board, requests in ways:
            asker = Asker(
                client=sender,
                bases=bases,
                store=None,
                now=_utc_now,
                refresh=True,
                counts=Counts(),
            )
            try:
                return _one_posting(board, requests, asker)
            except (FetchError, SourceError) as error:
                errors.append(error.detail)
    raise JobscanError(f"{url}: {'; '.join(dict.fromkeys(errors))}")


def plan(
    names: str | Iterable[str], *, ask: Ask | None = None, base_urls: Mapping[str, str] | None = None
) -> list[Planned]:
    """What a fetch of these names would ask first, and of whom. Nothing is sent. Raises as fetch does."""
    bases = _bases(base_urls)
    planned = []
    for source in sources_of([names] if isinstance(names, str) else names, ask=ask):
        base = bases.get(source.board.name, "")
        for request in source.requests:
            url = public_url(request)
            where = at_base(url, base, board=request.board) if base else url
            planned.append(Planned(source.name, source.board.name, request.method, where))
    return planned


def as_data(report: FetchReport) -> dict[str, Any]:
    """A report as fetch.json has it: plain JSON."""
    return {
        "jobscan": __version__,
        "started": report.started,
        "finished": report.finished,
        "stopped": report.stopped,
        "options": dict(report.options),
        "sources": [asdict(source) for source in report.sources],
        "attributions": [
            {"attribution": credit, "terms_url": terms_url} for credit, terms_url in report.attributions
        ],
    }


def _in_threads(
    sources: list[Source],
    one: Callable[[Source], SourceReport],
    bases: Mapping[str, str],
    hosts: int,
    stop: threading.Event,
) -> Iterator[SourceReport]:
    """The reports of the sources in their order; those of one host are fetched one after another."""
    by_host: dict[str, list[Source]] = {}
    for source in sources:
        by_host.setdefault(_host(source, bases), []).append(source)

    def work(group: list[Source]) -> list[SourceReport]:
        return [one(source) for source in group]

    with ThreadPoolExecutor(max(1, hosts), thread_name_prefix="fetch") as pool:
        futures = [pool.submit(work, group) for group in by_host.values()]
        try:
            _wait(futures)
        except KeyboardInterrupt:
            stop.set()
            _wait(futures)
        except BaseException:
            stop.set()
            raise
    reports = {report.source: report for future in futures for report in future.result()}
    yield from (reports[source.name] for source in sources)


def _wait(futures: list[Future[list[SourceReport]]]) -> None:
    """Wait for all; what a thread raises comes out at once. In short waits, so that Ctrl-C is heard."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()


def _host(source: Source, bases: Mapping[str, str]) -> str:
    if not source.requests:
        return source.name
    first = source.requests[0]
    base = bases.get(source.board.name, "")
    return host_of(at_base(first.url, base, board=first.board) if base else first.url)


def _ways(source: Source, url: str) -> Iterator[tuple[Board, tuple[Request, ...]]]:
    """How to come by the one posting of a URL: by its board's API, then by the page."""
    if source.single or source.board.name == PAGE_BOARD:
        yield source.board, source.requests
    if source.single and source.board.name != PAGE_BOARD:
        with contextlib.suppress(JobscanError):
            page = source_of_page(url)
            yield page.board, page.requests


def source_of_page(url: str) -> Source:
    """The page at a URL as a source of its own. Raises JobscanError where no board takes pages."""
    return source_of(f"{PAGE_BOARD}:{url}", ask=Ask(), environment={})


def _one_posting(board: Board, requests: tuple[Request, ...], asker: Asker) -> Posting:
    """The one posting that requests lead to. Raises FetchError, SourceError."""
    waiting, found = list(requests), dict[str, Posting]()
    for _ in range(_STEPS_OF_ONE):
        if not waiting or found:
            break
        page = asker.ask(board, waiting.pop(0)).page
        found |= {posting.id: posting for posting in page.postings if isinstance(posting, Posting)}
        waiting += page.next
    if len(found) > 1:
        raise SourceError("no_posting", f"the page holds {len(found):,} postings; fetch it, and scan them")
    if not found:
        raise SourceError("no_posting", "the answer holds no posting")
    return as_seen(next(iter(found.values())), board, Entry("", ""))


def _settings(
    allow_private: Iterable[str], budget_s: float | None, user_agent: str, contact: str
) -> Settings:
    usual = Settings()
    return replace(
        usual,
        allow_private=tuple(allow_private),
        budget_s=usual.budget_s if budget_s is None else min(usual.budget_s, budget_s),
        user_agent=user_agent or usual.user_agent,
        contact=contact,
    )


def _sleeper(stop: threading.Event) -> Callable[[float], None]:
    """What the client waits with: it wakes, and raises Stopped, once the user has stopped the fetch."""

    def sleep(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped

    return sleep


def _bases(given: Mapping[str, str] | None) -> dict[str, str]:
    """Base URLs by the name of the board. Raises JobscanError for what is none."""
    bases = parse_base_urls(given or {})
    return {board_named(provider).name: base for provider, base in bases.items()}


def _options(ask: Ask, bases: Mapping[str, str]) -> dict[str, Any]:
    return {
        "query": ask.query,
        "location": ask.location,
        "since": ask.since,
        "limit": ask.limit,
        "base_urls": dict(bases),
    }


def _untold(event: Event) -> None:
    """Where nobody follows."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")
