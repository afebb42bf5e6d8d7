"""jobscan export: a table of a finished scan in the format one needs."""

from __future__ import annotations

import enum
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    import pandas as pd


class ExportTable(enum.StrEnum):
    """What can be exported."""

    demand = "demand"
    roles = "roles"
    postings = "postings"
    skills = "skills"


def export(
    table: Annotated[
        ExportTable,
        typer.Argument(metavar="TABLE", help="demand, roles, postings or skills.", show_default=False),
    ],
    scan: Annotated[Path, typer.Argument(metavar="SCAN", help="The folder of a finished scan.")] = Path(
        "output"
    ),
    by: Annotated[
        str, typer.Option(metavar="COLUMN", help="Break demand down by role, month, source, country, ...")
    ] = "",
    top: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Only the first N rows, with --by of each group.", show_default=False
        ),
    ] = None,
    min_postings: Annotated[
        int, typer.Option(min=0, metavar="N", help="Only rows of at least N postings.", show_default=False)
    ] = 0,
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
    [bold]skills[/bold] one row a posting and skill.

    [dim]Examples:[/dim]

    jobscan export demand --top 20 --format markdown

    jobscan export demand --by role --top 5

    jobscan export roles my-scan --to roles.xlsx
    """
    from jobscan.outputs import EXPORT_FORMATS, check_format, write_files, write_frame

    chosen = check_format(file_format or _format_of(to), EXPORT_FORMATS)
    if chosen == "xlsx" and to is None:
        raise JobscanError("xlsx cannot be written to standard output: name a file with --to")
    if by and table is not ExportTable.demand:
        raise JobscanError(f"--by breaks demand down; it says nothing of {table}")
    if min_postings and table in (ExportTable.postings, ExportTable.skills):
        raise JobscanError(f"--min-postings is for demand and roles; {table} has a row for each posting")
    frame = _read(scan, table, by)
    if min_postings:
        frame = frame[frame["postings"] >= min_postings]
    if top is not None:
        frame = frame.groupby(frame.columns[0], sort=False).head(top) if by else frame.head(top)
    if to is not None:
        write_files(to.parent, {to.name: lambda handle: write_frame(frame, chosen, handle)})
        return
    text = io.BytesIO()
    write_frame(frame, chosen, text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.getvalue())


def _read(folder: Path, table: ExportTable, by: str) -> pd.DataFrame:
    """The table, without reading the others where that can be."""
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
        wanted = tables.breakdown_table(breakdown_name(by))
        if by not in breakdowns(run):
            from jobscan.scan import load_scan

            return load_scan(folder).breakdown(by)
    return read_scan_table(folder, run, wanted)


def _format_of(to: Path | None) -> str:
    endings = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".xlsx": "xlsx"}
    return endings.get(to.suffix.lower(), "csv") if to else "csv"
