"""jobscan fetch: postings by name, politely, into an archive that a scan reads; jobscan boards: of whom."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.cli.terminal import EXIT_SOME_FAILED, EXIT_STOPPED, messages, print_error
from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.fetch import FetchReport

_DAYS: Final = re.compile(r"(\d{1,4}) ?d(?:ays?)?")


def fetch(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="greenhouse:canonical, remoteok, hn:2026-11, a URL, or a file with one of these a line.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder to keep them in.")] = Path("postings"),
    query: Annotated[
        str,
        typer.Option(metavar="WORDS", help="Only postings with all these words.", show_default=False),
    ] = "",
    location: Annotated[
        str,
        typer.Option(
            metavar="PLACE", help="Only postings of this place, country, or remote.", show_default=False
        ),
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="Only postings of this day or later: 2026-11-01, or 14d.", show_default=False
        ),
    ] = "",
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="At most so many postings of each source.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked of whom; send and write nothing.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again also for texts that the archive has.")
    ] = False,
    hosts: Annotated[
        int,
        typer.Option(min=1, max=32, metavar="N", help="How many hosts are asked at once."),
    ] = 4,
    budget: Annotated[
        float | None,
        typer.Option(
            min=1, metavar="SECONDS", help="Ask for nothing more after so long.", show_default="no limit"
        ),
    ] = None,
    contact: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="An address of yours that the sites are told.", show_default=False
        ),
    ] = "",
    user_agent: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="What to call ourselves, as a whole.", show_default="jobscan/VERSION"
        ),
    ] = "",
    base_url: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROVIDER=URL",
            help="Ask a provider at another address: a mirror, a proxy, a test; may be given several times.",
            show_default=False,
        ),
    ] = None,
    allow_private: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="A host that may have an address that is not public; may be given several times.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    boards: Annotated[
        bool, typer.Option("--boards", help="List the sources that are known by name, and exit.")
    ] = False,
) -> None:
    """Fetch postings from job boards, feeds and pages into a folder, to be scanned.

    Sites are asked one request at a time, with pauses, as their robots.txt
    allows, and say by themselves how much there is: each source ends as ok,
    partial, capped, blocked, not_found or failed, with the reason. Answers
    are kept exactly as they came; fetching again asks only for what changed,
    and resumes what broke off.

    [dim]Examples:[/dim]

    jobscan fetch greenhouse:canonical ashby:ramp --to postings/

    jobscan fetch remoteok hn:2026-11 --query "machine learning" --since 30d

    jobscan fetch my-boards.txt && jobscan scan postings/
    """
    from jobscan.cli.fetch_view import print_plan, print_report, progress_of
    from jobscan.fetch import fetch as fetch_into
    from jobscan.fetch import plan
    from jobscan.sources.boards.board import Ask

    if boards:
        list_boards()
        return
    if not names:
        raise JobscanError(
            "no source is named; name one such as greenhouse:canonical, or see `jobscan boards`"
        )
    ask = Ask(query=query, location=location, since=_since(since, datetime.now(UTC).date()), limit=limit)
    bases = _base_urls(base_url or [])
    if dry_run:
        print_plan(plan(names, ask=ask, base_urls=bases), to)
        return
    with progress_of(messages(), quiet=quiet) as progress:
        report = fetch_into(
            names,
            to,
            ask=ask,
            base_urls=bases,
            allow_private=allow_private or (),
            hosts=hosts,
            budget_s=budget,
            user_agent=user_agent,
            contact=contact,
            refresh=refresh,
            progress=progress,
        )
    if not quiet:
        print_report(report, ask)
    _leave(report)


def list_boards() -> None:
    """List the sources that can be fetched by name, each with an example."""
    from jobscan.cli.fetch_view import print_boards

    print_boards()


def _leave(report: FetchReport) -> None:
    """Leave with the right code."""
    if report.stopped:
        print_error(f"stopped; what has come is in {report.to}: the same command goes on from here")
        raise typer.Exit(EXIT_STOPPED)
    if not report.ok:
        names = [source.source for source in report.sources if source.outcome != "ok"]
        print_error(
            f"{len(names)} of {len(report.sources)} sources did not end well: {', '.join(names[:10])}"
        )
        raise typer.Exit(EXIT_SOME_FAILED)


def _since(given: str, today: date) -> str:
    """The day meant by --since, "" for none. Raises JobscanError for what is no day."""
    if not given:
        return ""
    if days := _DAYS.fullmatch(given.strip().lower()):
        return (today - timedelta(days=int(days[1]))).isoformat()
    try:
        return date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise JobscanError(f"--since {given!r} is no day; expected 2026-11-01, or 14d") from None


def _base_urls(given: list[str]) -> dict[str, str]:
    found = {}
    for each in given:
        provider, parted, base = each.partition("=")
        if not parted:
            raise JobscanError(
                f"--base-url {each!r}: expected PROVIDER=URL, such as lever=http://127.0.0.1:8000"
            )
        found[provider.strip().lower()] = base.strip()
    return found
