"""jobscan compare: a CV beside one posting, or beside all of them."""

from __future__ import annotations

import glob
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.cli.listing import STDIN, ask_to_paste, lexicon_for, pick_listing, status, write_json
from jobscan.cli.terminal import (
    EXIT_SOME_FAILED,
    failures_told_once,
    messages,
    output,
    print_error,
    printable,
)
from jobscan.errors import JobscanError

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.families import Families
    from jobscan.compare.result import Comparison
    from jobscan.cv.result import Profile
    from jobscan.lexicon import Lexicon
    from jobscan.posting import Posting
    from jobscan.scan import Scan

FORMATS: Final = ("text", "json", "csv", "markdown", "html")
MATCHES_FILE: Final = "matches.csv"
PLAN_FILE: Final = "plan.csv"


def compare(
    cv: Annotated[
        str,
        typer.Argument(
            metavar="CV",
            help="A file: PDF, DOCX, ODT, RTF, HTML, Markdown, text or JSON Resume; - is standard input.",
            show_default=False,
        ),
    ],
    listing: Annotated[
        str,
        typer.Argument(
            metavar="LISTING",
            help="A posting: a file, FILE:LINE, a URL, an id of a finished scan, - for standard input. "
            "Or many: a folder of postings, or that of a finished scan.",
            show_default=False,
        ),
    ],
    posting_id: Annotated[
        str,
        typer.Option("--id", metavar="ID", help="Which posting of a file or folder.", show_default=False),
    ] = "",
    scan: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The finished scan in which LISTING is an id.", show_default="output"
        ),
    ] = None,
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Of one posting: text, json, csv (the table of skills), markdown or html.",
        ),
    ] = "text",
    to: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder for matches.csv and plan.csv, of many postings.")
    ] = Path("output"),
    role: Annotated[
        str,
        typer.Option(metavar="ROLE", help="Of many postings only those of this role.", show_default=False),
    ] = "",
    top: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many of the best postings are printed.")
    ] = 10,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many processes scan a folder of postings.")
    ] = 1,
    allow_private: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="A host of a URL that may have an address that is not public; may be given several times.",
            show_default=False,
        ),
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A lexicon of skills in place of ours.",
            show_default="that of the scan, or ours",
        ),
    ] = None,
    extra_lexicon: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A lexicon laid over it; may be given several times.", show_default=False
        ),
    ] = None,
) -> None:
    """Compare a CV with one posting, or rank many and plan what to learn.

    With one posting: what it asks for beside what the CV shows, each with
    its quote, and a score whose arithmetic is shown line by line. With a
    folder: all postings ranked (matches.csv), and the missing skills that
    open the most of them (plan.csv).

    The CV stays on this machine: nothing of it is sent anywhere, or written
    but to the screen and --to, and no contact details are in any output.
    Where LISTING is a URL, that posting is asked for and nothing else.

    [dim]Examples:[/dim]

    jobscan compare cv.pdf posting.html

    jobscan compare cv.docx boards.jsonl:12 --format html > fit.html

    jobscan compare cv.md my-postings --to fit
    """
    from jobscan.outputs import check_format

    check_format(file_format, FORMATS)
    if cv == STDIN == listing:
        raise JobscanError(
            "the CV and the posting cannot both be standard input: name a file for one of them"
        )
    if _is_many(listing, posting_id, scan):
        _compare_many(cv, Path(listing), file_format, to, role, top, jobs, (lexicon, extra_lexicon))
        return
    if role:
        raise JobscanError("--role chooses among many postings; this is one")
    if posting_id and scan is None and (Path(listing) / "run.json").is_file():
        listing, posting_id, scan = posting_id, "", Path(listing)
    with status("Reading"), failures_told_once():
        picked = pick_listing(listing, posting_id, scan, allow_private=allow_private or ())
        read = lexicon_for(picked.run, lexicon, extra_lexicon)
        profile = _profile(cv, read)
    _compare_one(profile, picked.posting, read, file_format)


def _is_many(listing: str, posting_id: str, scan: Path | None) -> bool:
    return scan is None and not posting_id and listing != STDIN and Path(listing).is_dir()


def _profile(cv: str, lexicon: Lexicon) -> Profile:
    """What the CV shows; what was hard to read of it, or that it shows no skill at all, is said."""
    from jobscan.compare.comparison import profile_for
    from jobscan.cv import read_cv

    if cv == STDIN:
        ask_to_paste("CV")
    read = read_cv(cv)
    for note in read.notes:
        messages().print(f"Note: {printable(note)}")
    profile = profile_for(read, lexicon)
    if not profile.skills:
        messages().print("Note: no skill was found in the CV. Is it a CV, and in English?")
    return profile


def _compare_one(profile: Profile, posting: Posting, lexicon: Lexicon, file_format: str) -> None:
    from jobscan.compare.comparison import compare as compare_cv
    from jobscan.compare.families import families_of

    with status("Comparing"):
        found = compare_cv(profile, posting, lexicon=lexicon)
    if file_format == "text":
        from jobscan.cli.compare_page import print_page
        from jobscan.cli.explain_page import Page
        from jobscan.compare.page import comparison_page

        print_page(Page.of(output()), comparison_page(found, families_of(lexicon)))
        return
    _write(found, families_of(lexicon), file_format)


def _write(found: Comparison, families: Families, file_format: str) -> None:
    """Write a comparison for other programs to standard output."""
    from jobscan.compare.as_data import as_data, as_frame
    from jobscan.compare.page import comparison_page

    if file_format == "json":
        write_json(as_data(found))
        return
    sys.stdout.flush()
    if file_format == "csv":
        from jobscan.outputs import write_frame

        write_frame(as_frame(found), "csv", sys.stdout.buffer)
        return
    from jobscan.cli.compare_markup import html_of, markdown_of

    page = comparison_page(found, families)
    text = html_of(page) if file_format == "html" else markdown_of(page)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def _compare_many(
    cv: str,
    folder: Path,
    file_format: str,
    to: Path,
    role: str,
    top: int,
    jobs: int,
    lexicons: tuple[Path | None, list[Path] | None],
) -> None:
    from jobscan.cli.compare_page import print_files, print_matches, print_plan
    from jobscan.cli.explain_page import Page
    from jobscan.compare.many import compare_all
    from jobscan.compare.plan_words import left_out_words, plan_words
    from jobscan.compare.planning import plan_market
    from jobscan.compare.ranking import rank_market

    if file_format != "text":
        raise JobscanError("--format is for one posting; of many the tables are written as CSV, to --to")
    _check_places(to)
    with status("Reading"):
        run = _run_of(folder)
        lexicon = lexicon_for(run, *lexicons)
        profile = _profile(cv, lexicon)
    scanned = _scan(folder, run, lexicon, exclude=_own_files(folder, cv, to), jobs=jobs)
    if not len(scanned.postings):
        raise JobscanError(f"{folder}: no posting was found in it")
    with status("Comparing"):
        market = compare_all(profile, scanned, lexicon, role=role)
        matches, plan = rank_market(market), plan_market(market)
    files = _write_tables(matches, plan, to)
    page = Page.of(output())
    print_matches(page, matches, top=top)
    if words := left_out_words(market.left_out):
        page.lines(words)
    print_plan(page, plan_words(plan))
    print_files(page, files)
    _tell_failures(scanned)


def _run_of(folder: Path) -> dict[str, object]:
    """What run.json says of a finished scan in the folder, {} where there is none."""
    from jobscan.outputs import read_run

    return read_run(folder) if (folder / "run.json").is_file() else {}


def _scan(folder: Path, run: dict[str, object], lexicon: Lexicon, *, exclude: list[str], jobs: int) -> Scan:
    """The finished scan of a folder; a folder of postings is scanned now."""
    from jobscan.cli.scan import show_progress
    from jobscan.scan import load_scan
    from jobscan.scan import scan as scan_paths

    if run:
        with status("Reading the scan"):
            return load_scan(folder)
    paths = [os.fspath(folder)]
    with failures_told_once(), show_progress(paths, exclude, quiet=False) as progress:
        return scan_paths(paths, lexicon=lexicon, exclude=exclude, jobs=jobs, progress=progress)


def _own_files(folder: Path, cv: str, to: Path) -> list[str]:
    """Globs of what lies in the folder of postings and is none: the CV, and results of ours."""
    from jobscan.outputs import earlier_files

    ours = [to / name for name in (*earlier_files(to), MATCHES_FILE, PLAN_FILE)]
    inside = [
        path.resolve().relative_to(folder.resolve())
        for path in (Path(cv), *ours)
        if path.resolve().is_relative_to(folder.resolve())
    ]
    return [glob.escape(path.as_posix()) for path in inside]


def _check_places(to: Path) -> None:
    """Raise JobscanError if a file of another kind stands in the place of one of ours: it would be lost."""
    from jobscan.compare.tables import MATCHES, PLAN

    for name, table in ((MATCHES_FILE, MATCHES), (PLAN_FILE, PLAN)):
        path, begins = to / name, ",".join(table.names[:3]).encode()
        if path.is_file() and not path.read_bytes().startswith(begins):
            raise JobscanError(
                f"{path}: is not from jobscan compare, and would be lost; name another folder with --to"
            )


def _write_tables(matches: pd.DataFrame, plan: pd.DataFrame, to: Path) -> list[Path]:
    from jobscan.outputs import write_files, write_frame

    writers = {
        MATCHES_FILE: partial(write_frame, matches, "csv"),
        PLAN_FILE: partial(write_frame, plan, "csv"),
    }
    write_files(to, writers)
    return [to / name for name in writers]


def _tell_failures(scanned: Scan) -> None:
    """Tell what of the inputs could not be read, and leave with the code that says so."""
    from jobscan.scan import NOTE_REASON

    failed = scanned.failures[scanned.failures["reason"] != NOTE_REASON]
    if not len(failed):
        return
    origin, detail = failed["origin"].iloc[0], failed["detail"].iloc[0]
    more = f", and {len(failed) - 1:,} more" if len(failed) > 1 else ""
    print_error(
        f"{len(failed):,} input{'s' if len(failed) > 1 else ''} could not be read: {origin} {detail}{more}"
    )
    raise typer.Exit(EXIT_SOME_FAILED)
