"""What the commands on one posting share: finding it, the lexicon it is read by, and JSON for programs."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from jobscan.cli.terminal import EXIT_NOTHING_WRITTEN, messages, print_error, printable

if TYPE_CHECKING:
    from jobscan.lexicon import Lexicon
    from jobscan.pick import Picked, SeveralPostingsError

STDIN: Final = "-"

# What JSON may hold as it is, though a terminal acts on it: controls, turned directions, lone surrogates.
_UNSAFE: Final = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def pick_listing(
    asked: str, posting_id: str, scan: Path | None, *, allow_private: Iterable[str] = ()
) -> Picked:
    """The posting; where several may be meant they are listed, and the command ends."""
    from jobscan.pick import SeveralPostingsError, pick_posting

    if asked == STDIN and scan is None:
        ask_to_paste("posting")
    try:
        return pick_posting(asked, posting_id=posting_id, scan=scan, allow_private=allow_private)
    except SeveralPostingsError as error:
        _print_choices(error)
        raise typer.Exit(EXIT_NOTHING_WRITTEN) from error


def ask_to_paste(what: str) -> None:
    """Tell a person at a terminal what standard input waits for."""
    if sys.stdin.isatty():
        messages().print(f"Paste the {what}, then press Ctrl-D (on Windows Ctrl-Z and Enter).")


def _print_choices(error: SeveralPostingsError) -> None:
    print_error(str(error))
    width = max(len(printable(posting.id)) for posting in error.choices)
    for posting in error.choices:
        messages().print(f"  {printable(posting.id):<{width}}  {printable(posting.title)}".rstrip())
    if error.more:
        messages().print("  and more")


def lexicon_for(run: Mapping[str, Any], directory: Path | None, extra: list[Path] | None) -> Lexicon:
    """The lexicon that is named, else that of the scan, else ours.

    run: what run.json says, {} for no scan.
    """
    from jobscan.lexicon import load_lexicon

    options = run.get("options", {})
    if directory is None and not extra and options:
        named = options.get("lexicon")
        directory = Path(named) if named else None
        extra = [Path(folder) for folder in options.get("extra_lexicons", ())]
    lexicon = load_lexicon(directory, extra=extra or ())
    if run and run.get("lexicon", {}).get("digest") != lexicon.digest:
        messages().print("Note: the scan was made with another lexicon; its levels may differ from these.")
    return lexicon


def write_json(data: dict[str, Any]) -> None:
    """Write data to standard output as JSON in which nothing is left that a terminal acts on."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())


@contextlib.contextmanager
def status(words: str) -> Iterator[None]:
    """A sign of life on a terminal: reading the lexicon takes a second or two."""
    console = messages()
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield
