"""jobscan evaluate: a scan held against labels: what a careful reader found."""

from __future__ import annotations

import difflib
import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand

from jobscan.cli.lexicon import ExtraLexiconOption, LexiconOption
from jobscan.cli.terminal import EXIT_SOME_FAILED, failures_told_once, print_error
from jobscan.errors import Failure, JobscanError

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.evaluate import Evaluation
    from jobscan.posting import Posting
    from jobscan.scan import Scan

FORMATS: Final = ("text", "json", "markdown")
_ENDINGS: Final = {".json": "json", ".md": "markdown", ".markdown": "markdown"}
_STDIN: Final = "-"
_ERRORS: Final = 20
"""How many errors of each kind are shown where no number is given."""
_NAMED: Final = 5


class OptionalNumber(TyperCommand):
    """A command whose --errors may stand without its number, which Typer does not know."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with the number put in where it is left out."""
        return super().parse_args(ctx, list(_with_number(args)))


def _with_number(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments with a number after each --errors.

    >>> list(_with_number(["--errors", "labels.jsonl"])), list(_with_number(["--errors", "7"]))
    (['--errors', '20', 'labels.jsonl'], ['--errors', '7'])
    """
    for place, argument in enumerate(arguments):
        yield argument
        if argument == "--errors" and not "".join(arguments[place + 1 : place + 2]).isdecimal():
            yield str(_ERRORS)


def evaluate(
    labels: Annotated[
        Path,
        typer.Argument(metavar="LABELS", help="JSON Lines of what is right, by posting.", show_default=False),
    ],
    postings: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="The postings: files or folders to scan now; may be given several times.",
            show_default=False,
        ),
    ] = None,
    scan: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A finished scan to score instead; --postings then only shows the passages of --errors.",
            show_default=False,
        ),
    ] = None,
    ids: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The ids of skills that were looked for by those who labelled, one a line.",
            show_default="those in the labels and the guide",
        ),
    ] = None,
    errors: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="[N]",
            help=f"Show the errors as well, N of each kind ({_ERRORS} where left out).",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="Show nothing but the errors of skills, levels, facts, one fact or one skill.",
            show_default=False,
        ),
    ] = "",
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="[text|json|markdown]",
            help="How it is written; else by the ending of --to, else text.",
        ),
    ] = "",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="How many processes work.")] = 1,
    lexicon: LexiconOption = None,
    extra_lexicon: ExtraLexiconOption = None,
) -> None:
    """Score a scan by labels: how much is found, how much of it is right.

    LABELS holds a JSON object a line: id, and what is right of skills,
    role, seniority, domain, degrees, degree_min, degree_fields, years_min,
    salary and remote. What is left out is not scored.
    Exit code 1: a labelled posting is missing, or an input was not read.

    [dim]Examples:[/dim]

    jobscan evaluate labels.jsonl --postings postings.jsonl

    jobscan evaluate labels.jsonl --postings postings.jsonl --errors --only python

    jobscan evaluate labels.jsonl --scan output --to accuracy.md
    """
    from jobscan.cli.evaluation_report import Report, print_report, write_report
    from jobscan.evaluate import evaluate as score
    from jobscan.evaluate import load_ids, load_labels
    from jobscan.outputs import check_format, write_files

    chosen = check_format(file_format or _ENDINGS.get(to.suffix.lower() if to else "", "text"), FORMATS)
    if to is not None and to.is_dir():
        raise JobscanError(f"{to}: is a folder; name a file with --to")
    if scan is not None and (lexicon or extra_lexicon):
        raise JobscanError("--lexicon and --extra-lexicon say how to scan; --scan names a finished one")
    read, known = load_labels(labels), ids and load_ids(ids)
    wanted = {label.id for label in read}
    exclude = list(_inside(labels, postings or ()))
    if scan is None:
        folders = {"lexicon": lexicon, "extra_lexicons": extra_lexicon or ()}
        found, texts = _scan_now(postings or [], wanted, exclude=exclude, jobs=jobs, **folders)
    else:
        found, texts = _finished(scan, postings or [], wanted, exclude=exclude)
    result = score(found, read, ids=known, texts=texts)
    report = Report(
        result, None if errors is None and not only else _chosen(result, only), errors or _ERRORS, bool(only)
    )
    if to is not None:
        write_files(to.parent, {to.name: lambda handle: write_report(report, chosen, handle)})
    else:
        print_report(report, chosen)
    _tell_what_is_missing(result, found, scanned=scan is None)


def _scan_now(
    paths: list[str], wanted: set[str], *, exclude: list[str], **options: Any
) -> tuple[Scan, dict[str, str]]:
    """A scan of the paths, and the texts of the postings that are labelled."""
    from jobscan.scan import scan as scan_paths

    if not paths:
        raise JobscanError("name the postings with --postings, or a finished scan with --scan")
    texts: dict[str, str] = {}
    with failures_told_once():
        found = scan_paths(
            paths, exclude=exclude, progress=lambda item: _keep_text(item, wanted, texts), **options
        )
    if not len(found.postings):
        _tell_failures(found)
        raise JobscanError(f"no posting was found in {', '.join(paths)}")
    return found, texts


def _finished(
    folder: Path, paths: list[str], wanted: set[str], *, exclude: list[str]
) -> tuple[Scan, dict[str, str]]:
    """A finished scan, and the texts of the postings that are labelled, as far as paths hold them."""
    from jobscan.scan import load_scan
    from jobscan.sources import iter_postings

    found = load_scan(folder)
    texts: dict[str, str] = {}
    with failures_told_once():
        for item in iter_postings(paths, exclude=exclude):
            _keep_text(item, wanted, texts)
    return found, texts


def _keep_text(item: Posting | Failure, wanted: set[str], texts: dict[str, str]) -> None:
    if not isinstance(item, Failure) and item.id in wanted:
        texts[item.id] = item.text


def _inside(labels: Path, paths: Iterable[str]) -> Iterator[str]:
    """Globs of the labels where they lie inside a folder of postings: they are none."""
    for path in paths:
        if path != _STDIN and labels.resolve().is_relative_to(Path(path).resolve()):
            yield glob.escape(labels.resolve().relative_to(Path(path).resolve()).as_posix())


def _chosen(result: Evaluation, only: str) -> pd.DataFrame:
    """The errors that were asked for. Raises JobscanError for what is no fact and no skill."""
    from jobscan.evaluate.facts import FACTS
    from jobscan.evaluate.mistakes import FACT, LEVEL, MISSED, WRONG

    kinds = {
        "": (MISSED, WRONG, LEVEL, FACT),
        "skills": (MISSED, WRONG),
        "levels": (LEVEL,),
        "facts": (FACT,),
    }
    if only in kinds:
        return result.errors[result.errors["kind"].isin(kinds[only])]
    if only not in FACTS and only not in result.ids.ids:
        legal = ["skills", "levels", "facts", *FACTS]
        near = difflib.get_close_matches(only, [*legal, *sorted(result.ids.ids)], n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise JobscanError(
            f"no errors are known of {only!r}. {hint}Known are {', '.join(legal)}, and the skills scored."
        )
    return result.errors[result.errors["name"] == only]


def _tell_what_is_missing(result: Evaluation, found: Scan, *, scanned: bool) -> None:
    """Say which labelled postings are not there and what could not be read, and leave with that code."""
    failed = scanned and _tell_failures(found)
    if result.missing:
        named = ", ".join(result.missing[:_NAMED]) + (", ..." if len(result.missing) > _NAMED else "")
        of = f"{len(result.missing):,} of {result.postings:,} labelled postings"
        print_error(f"not in the scan, so counted as missed: {of} ({named})")
    if failed or result.missing:
        raise typer.Exit(EXIT_SOME_FAILED)


def _tell_failures(found: Scan) -> bool:
    """Say what could not be read: whether there was any."""
    from jobscan.scan import NOTE_REASON

    failures = found.failures[found.failures["reason"] != NOTE_REASON]
    for origin, reason, detail in failures.head(_NAMED).itertuples(index=False, name=None):
        print_error(f"{origin}: {reason}: {detail}")
    if len(failures) > _NAMED:
        print_error(f"{len(failures) - _NAMED:,} more inputs failed: `jobscan scan` lists them all")
    return len(failures) > 0
