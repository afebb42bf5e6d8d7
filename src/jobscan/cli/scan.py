"""jobscan scan: saved postings to tables."""

from __future__ import annotations

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobscan.cli.scan_spark import (
    Columns,
    Engine,
    InputFormat,
    Master,
    Remote,
    Work,
    local_folder,
    spark_options,
)
from jobscan.cli.terminal import (
    EXIT_SOME_FAILED,
    EXIT_STOPPED,
    failures_told_once,
    messages,
    output,
    print_error,
)

if TYPE_CHECKING:
    from jobscan.scan import Progress, Revised, Written

STDIN = "-"


def scan(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Files and folders of postings; - is standard input.", show_default=False
        ),
    ],
    to: Annotated[str, typer.Option(metavar="DIR", help="The folder for the results.")] = "output",
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
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--fresh",
            help="Go on from what earlier scans into the folder have read, or read all of it again.",
        ),
    ] = True,
    engine: Engine = "local",
    master: Master = None,
    remote: Remote = None,
    input_format: InputFormat = "auto",
    column: Columns = None,
    work: Work = None,
) -> None:
    """Read saved postings and write tables of the skills they ask for.

    Postings may be text, Markdown, HTML, JSON, JSON Lines, CSV or Parquet,
    each also in .gz or .zip. Results are written whole or not at all;
    inputs that cannot be read are listed in failures.csv. A scan that was
    stopped goes on when it is started again, and a scan that is done again
    reads only what is new or changed; after a change of the lexicon only
    postings that hold its words are understood again.

    [dim]Examples:[/dim]

    jobscan scan my-postings

    jobscan scan boards.jsonl.gz pages/ --to results --by month --jobs 4

    curl -s https://jobs.example/all.json | jobscan scan -
    """
    from jobscan.cli.scan_progress import show_tally
    from jobscan.outputs import SCAN_FORMATS, check_format, check_scan_folder
    from jobscan.scan import scan_into
    from jobscan.sources.files import check_there

    check_format(file_format, SCAN_FORMATS)
    options = spark_options(
        engine, master=master, remote=remote, input_format=input_format, columns=column, work=work
    )
    with contextlib.ExitStack() as around:
        folder, spark = around.enter_context(local_folder(to, options))
        check_scan_folder(folder)
        globs = [*(exclude or ()), *_own_results(folder, paths, file_format, by or [])]
        progress = None
        if spark is None:
            check_there(paths)
            around.enter_context(_goes_on(folder))
            around.enter_context(failures_told_once())
            progress = around.enter_context(show_tally(paths, globs, quiet=quiet))
        found = scan_into(
            paths,
            folder,
            format=file_format,
            fresh=not resume,
            lexicon=lexicon,
            extra_lexicons=extra_lexicon or (),
            exclude=globs,
            jobs=jobs,
            by=by or (),
            progress=progress,
            spark=spark,
        )
    _finish(found, to.rstrip("/") or to, f"failures.{file_format}", quiet=quiet)


@contextlib.contextmanager
def _goes_on(to: Path) -> Iterator[None]:
    """Tells one who stops a scan what is kept of it."""
    from jobscan.engines.store import kept_parts

    try:
        yield
    except KeyboardInterrupt:
        if not kept_parts(to):
            raise
        print_error(f"stopped; what was read is kept in {to}: the same command goes on from there")
        raise typer.Exit(EXIT_STOPPED) from None


def _finish(found: Written, folder: str, failures: str, *, quiet: bool) -> None:
    """Tell what the results in a folder say, and leave with the right code."""
    from jobscan.cli.summary import failure_line, print_summary

    read, failed = found.run["counts"]["read"], failure_line(found, f"{folder}/{failures}")
    if read and not quiet:
        print_summary(found, found.files, folder=folder)
        if found.unchanged:
            output().print("Nothing has changed since they were written: they stand as they were.")
        if found.revised:
            output().print(_revision_line(found.revised))
    if not read:
        print_error(f"no posting was found: {failed or 'there was no file to read'}")
    elif failed:
        print_error(failed)
    if failed or not read:
        raise typer.Exit(EXIT_SOME_FAILED)


def _revision_line(revised: Revised) -> str:
    """What a changed lexicon changed, for a person."""
    if not revised.rows:
        return "The lexicon has changed, but not in how postings are understood: all kept their results."
    rows = "1 row" if revised.rows == 1 else f"{revised.rows:,} rows"
    again, total = revised.again, revised.again + revised.kept
    return (
        f"The lexicon has changed in {rows}: {again:,} of {total:,} postings, which may hold its words, were "
        "understood again, and the others kept their results."
    )


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


def _own_results(to: Path, paths: list[str], file_format: str, by: list[str]) -> list[str]:
    """Globs of the results of this scan, and of an earlier one, that lie in a folder which is scanned.

    Those of this scan too, though they are not there yet: then the next one reads the inputs by the same
    globs, and finds that they have not changed.
    """
    from jobscan.demand import breakdown_name
    from jobscan.outputs import earlier_files, scan_files

    names = {*earlier_files(to), *scan_files(file_format, by=["role", *map(breakdown_name, by)])}
    inside = [
        to.resolve().relative_to(Path(path).resolve())
        for path in paths
        if path != STDIN and to.resolve().is_relative_to(Path(path).resolve())
    ]
    return [glob.escape((folder / name).as_posix()) for folder in inside for name in sorted(names)]
