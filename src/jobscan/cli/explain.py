"""jobscan explain: why the skills of one posting have their levels."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from jobscan.cli.terminal import (
    EXIT_NOTHING_WRITTEN,
    failures_told_once,
    messages,
    output,
    print_error,
    printable,
)

if TYPE_CHECKING:
    from jobscan.explain.pick import Picked, SeveralPostingsError
    from jobscan.lexicon import Lexicon

STDIN: Final = "-"
FORMATS: Final = ("text", "json")

# What JSON may hold as it is, though a terminal acts on it: controls, turned directions, lone surrogates.
_UNSAFE: Final = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def explain(
    posting: Annotated[
        str,
        typer.Argument(
            metavar="POSTING",
            help="A file; FILE:LINE or FILE#N of a file of many; an id of a finished scan; "
            "- is standard input.",
            show_default=False,
        ),
    ],
    skill: Annotated[
        str,
        typer.Argument(
            metavar="SKILL", help="Only this skill: its id, name or an alias.", show_default=False
        ),
    ] = "",
    posting_id: Annotated[
        str,
        typer.Option("--id", metavar="ID", help="Which posting of a file or folder.", show_default=False),
    ] = "",
    scan: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The finished scan in which POSTING is an id.", show_default="output"
        ),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="[text|json]", help="For people, or for other programs.")
    ] = "text",
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
    """Show why each skill of a posting is required, preferred, mentioned or negated.

    The text with its skills marked, in which section each stands
    and which words decided; then all skills and facts as tables.
    With a skill, only the passages that name it.

    [dim]Examples:[/dim]

    jobscan explain posting.html

    jobscan explain boards.jsonl:12 python

    jobscan explain 4520284005 --scan output

    pbpaste | jobscan explain - sql
    """
    from jobscan.outputs import check_format

    check_format(file_format, FORMATS)
    with _status("Reading"), failures_told_once():
        picked = _pick(posting, posting_id, scan)
        read = _lexicon(picked, lexicon, extra_lexicon)
    _explain(picked, read, skill, file_format)


def _pick(asked: str, posting_id: str, scan: Path | None) -> Picked:
    """The posting; where several may be meant they are listed, and the command ends."""
    from jobscan.explain.pick import SeveralPostingsError, pick_posting

    if asked == STDIN and scan is None and sys.stdin.isatty():
        messages().print("Paste the posting, then press Ctrl-D (on Windows Ctrl-Z and Enter).")
    try:
        return pick_posting(asked, posting_id=posting_id, scan=scan)
    except SeveralPostingsError as error:
        _print_choices(error)
        raise typer.Exit(EXIT_NOTHING_WRITTEN) from error


def _print_choices(error: SeveralPostingsError) -> None:
    print_error(str(error))
    width = max(len(printable(posting.id)) for posting in error.choices)
    for posting in error.choices:
        messages().print(f"  {printable(posting.id):<{width}}  {printable(posting.title)}".rstrip())
    if error.more:
        messages().print("  and more")


def _lexicon(picked: Picked, directory: Path | None, extra: list[Path] | None) -> Lexicon:
    """The lexicon that is named, else that of the scan, else ours."""
    from jobscan.lexicon import load_lexicon

    options = picked.run.get("options", {})
    if directory is None and not extra and options:
        named = options.get("lexicon")
        directory = Path(named) if named else None
        extra = [Path(folder) for folder in options.get("extra_lexicons", ())]
    lexicon = load_lexicon(directory, extra=extra or ())
    if picked.run and picked.run.get("lexicon", {}).get("digest") != lexicon.digest:
        messages().print("Note: the scan was made with another lexicon; its levels may differ from these.")
    return lexicon


def _explain(picked: Picked, lexicon: Lexicon, asked: str, file_format: str) -> None:
    from jobscan.explain.as_data import as_data
    from jobscan.explain.explanation import explain as explain_posting
    from jobscan.explain.lexicon_words import find_skill
    from jobscan.explain.uncounted import find_uncounted
    from jobscan.extract import extractor_for

    skill = find_skill(lexicon, asked) if asked else None
    with _status("Reading"):
        found = explain_posting(picked.posting, extractor_for(lexicon), lexicon)
        uncounted = find_uncounted(found, skill, lexicon) if skill else []
    if file_format == "json":
        _write_json(as_data(found, skill=skill, uncounted=uncounted))
        return
    from jobscan.cli.explain_page import Page
    from jobscan.cli.explain_skill import print_skill
    from jobscan.cli.explain_view import print_explanation

    page = Page.of(output())
    if skill is None:
        print_explanation(page, found)
    else:
        print_skill(page, found, skill, uncounted)


def _write_json(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())


@contextlib.contextmanager
def _status(words: str) -> Iterator[None]:
    """A sign of life on a terminal: reading the lexicon takes a second or two."""
    console = messages()
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield
