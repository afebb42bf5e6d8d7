"""jobscan diff: what rose and what fell between two finished scans."""

from __future__ import annotations

import difflib
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobscan.cli.terminal import messages, output, printable
from jobscan.errors import JobscanError
from jobscan.vocabulary import DEMAND_LEVELS, ROLES

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.market.sample import Sample


def diff(
    scan_a: Annotated[
        Path, typer.Argument(metavar="SCAN_A", help="The folder of the earlier scan.", show_default=False)
    ],
    scan_b: Annotated[
        Path, typer.Argument(metavar="SCAN_B", help="The folder of the later scan.", show_default=False)
    ],
    level: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LEVEL",
            help="Only skills asked for as required, preferred or mentioned; may be given several times.",
            show_default="any",
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE", help="Only postings of a role; may be given several times.", show_default="all"
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many that rose, and fell, are shown.")
    ] = 15,
    min_postings: Annotated[
        int,
        typer.Option(
            min=1, metavar="N", help="Test only what so many postings ask for, in both scans together."
        ),
    ] = 10,
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="[csv|markdown|json|xlsx]",
            help="Write the table, to --to or in place of the page; else by the ending of --to.",
        ),
    ] = "",
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write the whole table.", show_default=False)
    ] = None,
) -> None:
    """Say what rose and what fell between two finished scans: skills, roles, pay.

    Differences have 95 % intervals over employers, and tests corrected for
    how many skills are tested. What else may have made the scans differ is
    said first.

    [dim]Examples:[/dim]

    jobscan diff january july

    jobscan diff january july --role ml-engineer --level required

    jobscan diff january july --to difference.csv
    """
    from jobscan.cli.diff_page import Side, print_cautions, print_page
    from jobscan.cli.export import format_of
    from jobscan.market.cautions import cautions
    from jobscan.market.difference import difference
    from jobscan.outputs import EXPORT_FORMATS, check_format, write_files, write_frame

    chosen = check_format(file_format or format_of(to), EXPORT_FORMATS)
    if file_format == "xlsx" and to is None:
        raise JobscanError("xlsx cannot be written to standard output: name a file with --to")
    levels, roles = _known("level", level, DEMAND_LEVELS), _known("role", role, ROLES)
    (a, run_a, skills_a), (b, run_b, skills_b) = (_read(folder, roles) for folder in (scan_a, scan_b))
    for folder, drawn in ((scan_a, a), (scan_b, b)):
        if not drawn.of:
            of_roles = f" of {', '.join(roles)}" if roles else ""
            raise JobscanError(f"{folder}: holds no posting{of_roles} that counts")
    both = skills_b[skills_b["skill_id"].isin(skills_a["skill_id"])]
    table = difference(a, b, level=levels or None, skills=both, min_postings=min_postings)
    said = [*_lexicons(run_a, run_b, skills_a, skills_b), *cautions(a, b)]
    if to is not None:
        write_files(to.parent, {to.name: lambda handle: write_frame(table, chosen, handle)})
    elif file_format:
        text = io.BytesIO()
        write_frame(table, chosen, text)
        print_cautions(messages(), said)
        sys.stdout.flush()
        sys.stdout.buffer.write(text.getvalue())
        return
    print_page(table, Side(scan_a, a), Side(scan_b, b), said, top=top, min_postings=min_postings)
    if to is not None:
        output().print(f"\nTable in {printable(str(to))}")


def _read(folder: Path, roles: list[str]) -> tuple[Sample, Mapping[str, Any], pd.DataFrame]:
    """The postings of a scan that count, its run.json, and the skills that it looked for."""
    from jobscan.market.sample import sample
    from jobscan.outputs import read_run, read_scan_table
    from jobscan.tables import POSTING_SKILLS, POSTINGS, SKILL_DEMAND, SKILLS

    run = read_run(folder)
    postings, skills, demand = (
        read_scan_table(folder, run, table) for table in (POSTINGS, POSTING_SKILLS, SKILL_DEMAND)
    )
    return sample(postings, skills, roles=roles), run, demand[list(SKILLS.names)]


def _known(what: str, given: Iterable[str] | None, known: tuple[str, ...]) -> list[str]:
    """The values given. Raises JobscanError for one that is unknown, naming the nearest and all."""
    for value in given or ():
        if value not in known:
            near = difflib.get_close_matches(value, known, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise JobscanError(f"unknown {what} {value!r}. {hint}Known are {', '.join(known)}.")
    return list(given or ())


def _lexicons(
    run_a: Mapping[str, Any], run_b: Mapping[str, Any], skills_a: pd.DataFrame, skills_b: pd.DataFrame
) -> Iterator[str]:
    """What to say where the two scans did not look for the same words, or not in the same way."""
    digest_a, digest_b = (run.get("lexicon", {}).get("digest") for run in (run_a, run_b))
    if digest_a != digest_b:
        yield "The lexicons of A and B differ: skills may differ only because other words were looked for."
        only = len({*skills_a["skill_id"]} ^ {*skills_b["skill_id"]})
        if only:
            yield f"Only one of the lexicons has {only:,} of the skills: these are left out."
    version_a, version_b = (run.get("versions", {}).get("jobscan") for run in (run_a, run_b))
    if version_a != version_b:
        yield f"A was scanned with jobscan {version_a}, B with {version_b}: the rules may differ."
