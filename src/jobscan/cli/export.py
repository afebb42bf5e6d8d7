"""jobscan export: a table of a finished scan in the format one needs."""

from __future__ import annotations

import enum
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.market.sample import Sample


class ExportTable(enum.StrEnum):
    """What can be exported."""

    demand = "demand"
    roles = "roles"
    postings = "postings"
    skills = "skills"
    shares = "shares"
    distinctive = "distinctive"
    cooccurrence = "cooccurrence"
    sets = "sets"
    education = "education"
    salary = "salary"
    trend = "trend"
    trend_summary = "trend-summary"


_TRENDS: Final = (ExportTable.trend, ExportTable.trend_summary)
_BY: Final = (ExportTable.demand, ExportTable.distinctive, *_TRENDS)
_A_ROW_A_POSTING: Final = (ExportTable.postings, ExportTable.skills)


def export(
    table: Annotated[
        ExportTable,
        typer.Argument(
            metavar="TABLE", help="Which table: what each tells stands above.", show_default=False
        ),
    ],
    scan: Annotated[Path, typer.Argument(metavar="SCAN", help="The folder of a finished scan.")] = Path(
        "output"
    ),
    by: Annotated[
        str,
        typer.Option(
            metavar="COLUMN",
            help="Break demand (or distinctive, else by role) down by role, seniority, domain, country, "
            "remote, month, quarter, source or employer; several at once as role,seniority. Trends are by "
            "month (unless given), quarter or year.",
        ),
    ] = "",
    top: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Only the first N rows; with --by, and of distinctive and trend, the first N of each group.",
            show_default=False,
        ),
    ] = None,
    min_postings: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Only rows of at least N postings (cooccurrence: 20 unless given).",
            show_default=False,
        ),
    ] = None,
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="[csv|markdown|json|xlsx]",
            help="How it is written; else by the ending of --to, else csv.",
        ),
    ] = "",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
) -> None:
    """Write one table of a finished scan, to standard output or a file.

    [bold]demand[/bold] is how many postings ask for each skill,
    [bold]roles[/bold] how frequent each role is and what it asks for,
    [bold]postings[/bold] one row a posting,
    [bold]skills[/bold] one row a posting and skill,
    [bold]shares[/bold] each skill's share with intervals over employers, and with large employers capped,
    [bold]distinctive[/bold] the skills that set each role apart,
    [bold]cooccurrence[/bold] the pairs of skills that are asked for together, the strongest first,
    [bold]sets[/bold] the sets of skills that travel together,
    [bold]education[/bold] degrees and fields of study,
    [bold]salary[/bold] pay by role, seniority, country and skill,
    [bold]trend[/bold] each skill's share in each month,
    [bold]trend-summary[/bold] whether each skill rises or falls over time, and how surely.

    [dim]Examples:[/dim]

    jobscan export demand --top 20 --format markdown

    jobscan export demand --by role --top 5

    jobscan export distinctive --by seniority --top 10 --to levels.md

    jobscan export roles my-scan --to roles.xlsx
    """
    from jobscan.outputs import EXPORT_FORMATS, check_format, write_files, write_frame

    chosen = check_format(file_format or format_of(to), EXPORT_FORMATS)
    if to is not None and not to.name:
        raise JobscanError(f"{to}: is a folder or a device, not a file")
    if chosen == "xlsx" and to is None:
        raise JobscanError("xlsx cannot be written to standard output: name a file with --to")
    if by and table not in _BY:
        raise JobscanError(f"--by breaks demand, distinctive and trends down; it says nothing of {table}")
    if min_postings and table in _A_ROW_A_POSTING:
        raise JobscanError(f"--min-postings is not for {table}, which has a row for each posting")
    if table is ExportTable.distinctive:
        by = by or "role"
    frame = _read(scan, table, by) if table in _SCANNED else _made(scan, table, by, min_postings)
    if min_postings:
        frame = frame[frame["postings"] >= min_postings]
    if top is not None:
        groups = _groups(table, by)
        frame = frame.groupby(groups, sort=False).head(top) if groups else frame.head(top)
    if to is not None:
        write_files(to.parent, {to.name: lambda handle: write_frame(frame, chosen, handle)})
        return
    text = io.BytesIO()
    write_frame(frame, chosen, text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.getvalue())


_SCANNED: Final = (ExportTable.demand, ExportTable.roles, *_A_ROW_A_POSTING)
"""The tables that a scan has written; the others are made of them."""


def _read(folder: Path, table: ExportTable, by: str) -> pd.DataFrame:
    """A table of the scan, without reading the others where that can be."""
    from jobscan import tables
    from jobscan.demand import breakdown_name
    from jobscan.outputs import breakdowns, read_run, read_scan_table

    wanted = {
        ExportTable.demand: tables.SKILL_DEMAND,
        ExportTable.roles: tables.ROLE_BREAKDOWN,
        ExportTable.postings: tables.POSTINGS,
        ExportTable.skills: tables.POSTING_SKILLS,
    }[table]
    run = read_run(folder)
    if by:
        name = breakdown_name(by)
        wanted = tables.breakdown_table(name)
        if name not in breakdowns(run):
            from jobscan.scan import load_scan

            return load_scan(folder).breakdown(name)
    return read_scan_table(folder, run, wanted)


def _made(folder: Path, table: ExportTable, by: str, min_postings: int | None) -> pd.DataFrame:
    """A table made of those of the scan."""
    from jobscan import tables
    from jobscan.market.sample import sample
    from jobscan.outputs import read_run, read_scan_table

    run = read_run(folder)
    drawn = sample(
        read_scan_table(folder, run, tables.POSTINGS), read_scan_table(folder, run, tables.POSTING_SKILLS)
    )
    if table is ExportTable.distinctive:
        from jobscan.market.distinctive import distinctive

        return distinctive(drawn, by=by)
    if table is ExportTable.cooccurrence:
        from jobscan.market.pairs import MIN_PAIR, cooccurrence

        return cooccurrence(drawn, min_postings=MIN_PAIR if min_postings is None else max(1, min_postings))
    if table is ExportTable.sets:
        from jobscan.market.sets import skill_sets

        return skill_sets(drawn)
    if table is ExportTable.education:
        from jobscan.market.education import education

        return education(drawn)
    if table is ExportTable.salary:
        from jobscan.market.pay import salary

        return salary(drawn)
    if table in _TRENDS:
        return _trend(drawn, read_scan_table(folder, run, tables.SKILL_DEMAND), table, by, min_postings)
    from jobscan.market.shares import skill_shares

    return skill_shares(drawn)


def _trend(
    drawn: Sample, skills: pd.DataFrame, table: ExportTable, by: str, min_postings: int | None
) -> pd.DataFrame:
    """A table of trends. What to be careful of is told on standard error."""
    from jobscan.cli.diff_page import print_cautions
    from jobscan.cli.terminal import messages
    from jobscan.market.effective import MIN_TESTED
    from jobscan.market.trend import trends

    least = MIN_TESTED if min_postings is None else min_postings
    found = trends(drawn, by=by or "month", skills=skills, min_postings=least)
    print_cautions(messages(), found.cautions)
    return found.periods if table is ExportTable.trend else found.summary


def _groups(table: ExportTable, by: str) -> list[str]:
    """The columns of which each group has its first rows."""
    from jobscan.demand import breakdown_name
    from jobscan.tables import breakdown_parts

    if table in _TRENDS:
        return ["period"] if table is ExportTable.trend else []
    return breakdown_parts(breakdown_name(by)) if by else []


def format_of(to: Path | None) -> str:
    """The format that the ending of a file tells, csv where it tells none."""
    endings = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".xlsx": "xlsx"}
    return endings.get(to.suffix.lower(), "csv") if to else "csv"
