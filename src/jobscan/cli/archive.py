"""jobscan archive: what a folder of fetched postings holds, whether it is whole, and what may go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from jobscan.cli.terminal import EXIT_SOME_FAILED, output, print_error, printable

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that was fetched into.")]

_DEFAULT: Final = Path("postings")

archive_app = typer.Typer(no_args_is_help=True, help="Look after a folder of fetched postings.")


@archive_app.command("list")
def list_archive(folder: Folder = _DEFAULT) -> None:
    """List the sources in an archive: their postings, open and closed, and when they were seen."""
    from jobscan.fetch.keeping import archive_state

    console = output()
    columns = ("source", "open", "closed", "first seen", "last seen", "whole list", "answers", "bytes")
    rows = [
        (
            printable(f"{state.provider}:{state.board}" if state.board else state.provider),
            f"{state.open:,}",
            f"{state.closed:,}",
            state.first_seen or "-",
            state.last_seen or "-",
            state.complete or "-",
            f"{state.answers:,}",
            f"{state.bytes:,}",
        )
        for state in archive_state(folder)
    ]
    widths = [max(len(row[at]) for row in [columns, *rows]) for at in range(len(columns))]
    for row in [columns, *rows]:
        console.print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@archive_app.command("verify")
def verify(folder: Folder = _DEFAULT) -> None:
    """Check every answer in an archive against its digest, and every posting against its answer."""
    from jobscan.fetch.keeping import verify_archive

    wrong = verify_archive(folder)
    for failure in wrong:
        output().print(f"{printable(failure.origin)}: {failure.reason}: {printable(failure.detail)}")
    if wrong:
        print_error(f"{folder}: {len(wrong):,} things are wrong; what is damaged is fetched anew next time")
        raise typer.Exit(EXIT_SOME_FAILED)
    output().print(f"{printable(str(folder))}: whole.")


@archive_app.command("prune")
def prune(
    folder: Folder = _DEFAULT,
    older_than: Annotated[
        int, typer.Option(min=0, metavar="DAYS", help="Remove what is older than so many days.")
    ] = 90,
    closed: Annotated[
        bool, typer.Option("--closed", help="Also the postings that were closed longer ago.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove old answers that no posting needs any more.

    Of every posting the newest version stays; with --closed those go that were closed longer ago.
    """
    from jobscan.fetch.keeping import prune_archive

    gone = prune_archive(
        folder, older_than_days=older_than, closed=closed, today=datetime.now(UTC).date(), dry_run=dry_run
    )
    said = "would go" if dry_run else "went"
    postings = f" and {gone.postings:,} closed postings" if closed else ""
    output().print(f"{gone.answers:,} answers ({gone.bytes:,} bytes){postings} {said}.")
