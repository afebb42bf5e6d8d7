"""jobscan guide: the career guide's claims, held against a finished scan."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.market.guide import GuideCheck
    from jobscan.outputs.files import Writer

CHECK_FILE: Final = "guide_check.csv"
SKILLS_FILE: Final = "guide_skills.csv"
PAGE_FILE: Final = "guide.md"
_FORMATS: Final = ("text", "markdown")


def guide(
    scan: Annotated[Path, typer.Option(metavar="DIR", help="The folder of a finished scan.")] = Path(
        "output"
    ),
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The folder for the results.", show_default="the folder of the scan"
        ),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="[text|markdown]", help="How the page is printed.")
    ] = "text",
) -> None:
    """Hold the career guide's claims against a finished scan.

    Each claim is measured, with an interval, and judged: it holds, the market stands
    higher or lower, or these postings cannot tell. Then follow the skills that the
    guide names, and those asked for most that it does not name. Printed as a page, and
    written as guide_check.csv, guide_skills.csv and guide.md.

    [dim]Examples:[/dim]

    jobscan guide

    jobscan guide --scan my-scan --format markdown > page.md
    """
    from jobscan.cli.guide_view import markdown_page, print_text_page
    from jobscan.market.guide import check_guide
    from jobscan.market.guide.page import guide_page
    from jobscan.outputs import check_format
    from jobscan.scan import load_scan

    check_format(file_format, _FORMATS)
    folder = scan if to is None else to
    found = load_scan(scan)
    _check_places(folder)
    checked = check_guide(found.postings, found.posting_skills, found.demand)
    page = guide_page(checked.claims, checked.skills)
    markdown = markdown_page(page)
    _write(checked, markdown, folder)
    if file_format == "markdown":
        sys.stdout.flush()
        sys.stdout.buffer.write(markdown)
        return
    print_text_page(page, [folder / name for name in (CHECK_FILE, SKILLS_FILE, PAGE_FILE)])


def _write(checked: GuideCheck, page: bytes, folder: Path) -> None:
    """Write the files, and in the folder of a scan note there that they belong to it."""
    from jobscan.outputs import write_files, write_frame

    writers: dict[str, Writer] = {
        CHECK_FILE: partial(write_frame, checked.claims, "csv"),
        SKILLS_FILE: partial(write_frame, checked.skills, "csv"),
        PAGE_FILE: lambda handle: _write_bytes(page, handle),
    }
    write_files(folder, writers | _noted_run(folder, list(writers)))


def _noted_run(folder: Path, names: list[str]) -> dict[str, Writer]:
    """What writes run.json with the names among its files; nothing where the folder holds no scan."""
    from jobscan.outputs import read_run
    from jobscan.outputs.folder import RUN_FILE

    try:
        run = read_run(folder)
    except JobscanError:
        return {}
    run["files"] = [*(name for name in run["files"] if name not in names), *names]
    text = json.dumps(run, ensure_ascii=False, indent=2) + "\n"
    return {RUN_FILE: lambda handle: _write_bytes(text.encode(), handle)}


def _write_bytes(content: bytes, handle: BinaryIO) -> None:
    handle.write(content)


def _check_places(folder: Path) -> None:
    """Raise JobscanError if a file of another kind stands in the place of one of ours: it would be lost."""
    from jobscan.market.guide import GUIDE_CHECK, GUIDE_SKILLS
    from jobscan.market.guide.prose import TITLE

    begin = {
        CHECK_FILE: ",".join(GUIDE_CHECK.names[:2]),
        SKILLS_FILE: ",".join(GUIDE_SKILLS.names[:2]),
        PAGE_FILE: f"# {TITLE}",
    }
    for name, expected in begin.items():
        path = folder / name
        if path.is_file() and not path.read_bytes().startswith(expected.encode()):
            raise JobscanError(
                f"{path}: was not written by jobscan guide, and would be lost; name another folder with --to"
            )
