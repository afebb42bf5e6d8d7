"""jobscan report: a finished scan as one page that opens off line, and as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.report import Report

_MARK: Final = b'<meta name="generator" content="jobscan'
_HEAD_BYTES: Final = 2_000


def report(
    scan: Annotated[Path, typer.Argument(metavar="SCAN", help="The folder of a finished scan.")] = Path(
        "output"
    ),
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to.", show_default="report.html in the folder of the scan"),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write each figure as PNG and SVG as well, for slides.", show_default=False
        ),
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the report is called.")] = "",
) -> None:
    """Make one page to look at, to send or to print, from a finished scan.

    The page has the demand for skills, roles, what sets roles apart, what is
    asked for together, pay, education, the guide's claims and shares over time,
    each with its table and CSV. It is one file that opens off line.

    [dim]Examples:[/dim]

    jobscan report

    jobscan report my-scan --to report.html --figures slides
    """
    from jobscan.cli.terminal import messages
    from jobscan.report import report as make_report
    from jobscan.report.pictures import check_libraries, write_pictures
    from jobscan.scan import load_scan

    place = scan / "report.html" if to is None else to
    if figures is not None:
        check_libraries()
    _check_place(place)
    console = messages()
    with console.status("Reading the scan …") as status:
        found = load_scan(scan)
        status.update(f"Counting {found.run['counts']['read']:,} postings …")
        made = make_report(found, title=title)
        written = made.write(place)
        if figures is not None:
            status.update("Drawing …")
        pictures = write_pictures(made.figures, figures) if figures is not None else []
    console.print(_told(made, written, pictures), highlight=False, markup=False)


def _told(made: Report, written: Path, pictures: list[Path]) -> str:
    """What was written."""
    said = f"{written}: {written.stat().st_size / 1e6:.1f} MB, {made.figures.counted:,} postings."
    if pictures:
        return f"{said} {len(pictures)} pictures in {pictures[0].parent}."
    return said


def _check_place(place: Path) -> None:
    """Raise JobscanError if a file that is no report stands in its place: it would be lost."""
    if not place.name or place.is_dir():
        raise JobscanError(f"{place}: is a folder, not a file")
    if not place.is_file():
        return
    with place.open("rb") as handle:
        found = handle.read(_HEAD_BYTES)
    if found and _MARK not in found:
        raise JobscanError(
            f"{place}: is no report of jobscan, and would be lost; name another file with --to"
        )
