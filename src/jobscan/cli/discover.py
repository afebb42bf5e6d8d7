"""jobscan lexicon discover: what postings ask for and the lexicon lacks."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from jobscan.cli.lexicon import ExtraLexiconOption, LexiconOption
from jobscan.cli.terminal import (
    EXIT_SOME_FAILED,
    failures_told_once,
    messages,
    output,
    print_error,
    printable,
)
from jobscan.errors import Failure, JobscanError

if TYPE_CHECKING:
    from rich.console import Console

    from jobscan.discover import Candidate, Discovered
    from jobscan.lexicon import Lexicon
    from jobscan.scan import Progress

FORMATS: Final = ("text", "csv")
_STDIN: Final = "-"
_NEIGHBOURS: Final = 3
_TOLD: Final = 5  # failures


def discover(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Files and folders of postings; - is standard input.", show_default=False
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write the terms as a lexicon folder: skills.csv, aliases.csv and candidates.csv.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many terms, the best ones.")] = 50,
    min_postings: Annotated[
        int, typer.Option(min=1, metavar="N", help="Leave out terms that fewer postings ask for.")
    ] = 3,
    file_format: Annotated[
        str,
        typer.Option("--format", metavar="[text|csv]", help="How they are printed where there is no --to."),
    ] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
    lexicon: LexiconOption = None,
    extra_lexicon: ExtraLexiconOption = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            help="Names or relative paths to pass over; may be given several times.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Find terms that postings ask for and the lexicon lacks, such as new tools.

    The best sign is company: terms that stand in lists beside skills that
    are known. They are ranked by how many employers ask for them.
    Read the list, strike what is no skill, and lay the rest over the lexicon.

    [dim]Examples:[/dim]

    jobscan lexicon discover postings/

    jobscan lexicon discover postings/ --top 200 --to new-skills

    jobscan scan postings/ --extra-lexicon new-skills
    """
    from jobscan.discover import discover as discover_terms
    from jobscan.lexicon import load_lexicon
    from jobscan.outputs import check_format
    from jobscan.sources.files import check_there

    check_format(file_format, FORMATS)
    check_there(paths)
    if to is not None:
        _check_new(to)
    read = load_lexicon(lexicon, extra=extra_lexicon or ())
    with failures_told_once(), _progress(paths, exclude or [], quiet=quiet) as progress:
        found = discover_terms(
            paths, lexicon=read, exclude=exclude or (), min_postings=min_postings, progress=progress
        )
    _tell(found, found.candidates[:top], read, to, file_format)
    _tell_failures(found)


def _check_new(folder: Path) -> None:
    for name in ("skills.csv", "aliases.csv", "candidates.csv"):
        if (folder / name).exists():
            raise JobscanError(f"{folder / name}: exists already; name an empty or new folder with --to")


@contextlib.contextmanager
def _progress(paths: list[str], exclude: list[str], *, quiet: bool) -> Iterator[Progress | None]:
    """What shows the progress: a bar where standard error is a terminal, else nothing."""
    console = messages()
    if quiet or not console.is_terminal:
        yield None
        return
    from jobscan.cli.progress import progress_bar

    with progress_bar(console, paths, exclude) as advance:
        yield advance


def _tell(
    found: Discovered, best: Sequence[Candidate], lexicon: Lexicon, to: Path | None, file_format: str
) -> None:
    """Write or print the best candidates."""
    from jobscan.discover import candidate_files, candidates_csv
    from jobscan.outputs import write_files

    if to is not None:
        files = candidate_files(best, lexicon) if best else {}
        if files:
            write_files(to, {name: partial(_write, data) for name, data in files.items()})
            typer.echo(f"{_count_line(found, best)} Written to {to}: {', '.join(files)}.")
        else:
            typer.echo(f"{_count_line(found, best)} Nothing is written.")
    elif file_format == "csv":
        sys.stdout.flush()
        sys.stdout.buffer.write(candidates_csv(best, lexicon))
    else:
        console = output()
        console.print(_count_line(found, best))
        for candidate in best:
            _print_candidate(candidate, lexicon, console)


def _write(data: bytes, handle: BinaryIO) -> None:
    handle.write(data)


def _count_line(found: Discovered, best: Sequence[Candidate]) -> str:
    shown = "" if len(best) == len(found.candidates) else f", the best {len(best):,} of them shown"
    terms = "1 term" if len(found.candidates) == 1 else f"{len(found.candidates):,} terms"
    postings = "1 posting" if found.postings == 1 else f"{found.postings:,} postings"
    return f"{postings} read; {terms} that the lexicon lacks{shown}."


def _print_candidate(candidate: Candidate, lexicon: Lexicon, console: Console) -> None:
    """Two lines and an empty one: the term with its figures, and a passage where it stands."""
    from rich.text import Text

    beside = ", ".join(lexicon.skills[skill_id].name for skill_id in candidate.neighbours[:_NEIGHBOURS])
    facts = [
        f"{candidate.employers:,} employer{'' if candidate.employers == 1 else 's'}",
        f"{candidate.postings:,} posting{'' if candidate.postings == 1 else 's'}",
        candidate.category,
        f"beside {beside}" if beside else "",
        f"perhaps {lexicon.skills[candidate.skill_id].name}" if candidate.skill_id else "",
    ]
    told = "; ".join(printable(fact) for fact in facts if fact)
    quote = Text(f"    {printable(candidate.quotes[0])}", style="dim")
    quote.highlight_words([printable(candidate.term)], "bold not dim", case_sensitive=False)
    console.print()
    console.print(Text.assemble((printable(candidate.term), "bold"), f"  {told}"))
    console.print(quote)


def _tell_failures(found: Discovered) -> None:
    """Say what could not be read, and leave with the right code."""
    if found.failures:
        reasons = Counter(failure.reason for failure in found.failures)
        named = ", ".join(f"{times:,} {reason}" for reason, times in sorted(reasons.items()))
        count = len(found.failures)
        print_error(f"{count:,} input{'' if count == 1 else 's'} failed ({named})")
        for failure in found.failures[:_TOLD]:
            messages().print(f"  {printable(failure.origin)}: {printable(failure.detail)}")
    if not found.postings:
        print_error("no posting was found")
    if not found.postings or _any_failed(found.failures):
        raise typer.Exit(EXIT_SOME_FAILED)


def _any_failed(failures: Sequence[Failure]) -> bool:
    from jobscan.scan import NOTE_REASON

    return any(failure.reason != NOTE_REASON for failure in failures)
