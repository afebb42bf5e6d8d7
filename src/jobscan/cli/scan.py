"""jobscan scan: saved postings to tables."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobscan.cli.terminal import EXIT_SOME_FAILED, failures_told_once, messages, print_error
from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.scan import Progress, Scan

STDIN = "-"


def scan(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Files and folders of postings; - is standard input.", show_default=False
        ),
    ],
    to: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the results.")] = Path("output"),
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Break demand down by role (always done), seniority, domain, country, remote, month, "
            "quarter, source or employer; several at once as role,seniority; may be given several times.",
            show_default=False,
        ),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="[csv|parquet|json]", help="How the tables are written.")
    ] = "csv",
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="How many processes work.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A lexicon of skills in place of ours.", show_default="the shipped one"
        ),
    ] = None,
    extra_lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A lexicon laid over it; may be given several times.", show_default=False
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            help="Names or relative paths to pass over; may be given several times.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read saved postings and write tables of the skills they ask for.

    Postings may be text, Markdown, HTML, JSON, JSON Lines, CSV or Parquet,
    each also in .gz or .zip. Results are written whole or not at all;
    inputs that cannot be read are listed in failures.csv.

    [dim]Examples:[/dim]

    jobscan scan my-postings

    jobscan scan boards.jsonl.gz pages/ --to results --by month --jobs 4

    curl -s https://jobs.example/all.json | jobscan scan -
    """
    from jobscan.outputs import SCAN_FORMATS, check_format, check_scan_folder
    from jobscan.scan import scan as scan_paths

    check_format(file_format, SCAN_FORMATS)
    check_scan_folder(to)
    if not any(path == STDIN or os.path.lexists(path) for path in paths):
        raise JobscanError(f"no such file or folder: {', '.join(paths)}")
    globs = [*(exclude or ()), *_own_results(to, paths)]
    with failures_told_once(), show_progress(paths, globs, quiet=quiet) as progress:
        found = scan_paths(
            paths,
            lexicon=lexicon,
            extra_lexicons=extra_lexicon or (),
            exclude=globs,
            jobs=jobs,
            by=by or (),
            progress=progress,
        )
    _finish(found, to, file_format, quiet=quiet)


def _finish(found: Scan, to: Path, file_format: str, *, quiet: bool) -> None:
    """Write the results, tell what they say, and leave with the right code."""
    from jobscan.cli.summary import failure_line, print_summary

    files = found.write(to, format=file_format)
    read, failed = found.run["counts"]["read"], failure_line(found, to / f"failures.{file_format}")
    if read and not quiet:
        print_summary(found, files)
    if not read:
        print_error(f"no posting was found: {failed or 'there was no file to read'}")
    elif failed:
        print_error(failed)
    if failed or not read:
        raise typer.Exit(EXIT_SOME_FAILED)


@contextlib.contextmanager
def show_progress(paths: list[str], exclude: list[str], *, quiet: bool) -> Iterator[Progress | None]:
    """What shows the progress: a bar where standard error is a terminal, else nothing."""
    console = messages()
    if quiet or not console.is_terminal:
        yield None
        return
    from jobscan.cli.progress import progress_bar

    with progress_bar(console, paths, exclude) as advance:
        yield advance


def _own_results(to: Path, paths: list[str]) -> Iterator[str]:
    """Globs of the results of an earlier scan that lie inside a folder which is scanned now."""
    from jobscan.outputs import earlier_files

    for path in paths:
        if path != STDIN and to.resolve().is_relative_to(Path(path).resolve()):
            inside = to.resolve().relative_to(Path(path).resolve())
            for name in earlier_files(to):
                yield glob.escape((inside / name).as_posix())
