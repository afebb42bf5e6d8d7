"""A CV's file to its text."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from jobscan.cv.json_resume import is_resume, text_of_resume
from jobscan.errors import SourceError
from jobscan.sources.papers import text_of_file
from jobscan.sources.papers.text import MAX_BYTES

STDIN: Final = "-"
_FEWEST_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Cv:
    """A CV as it was read."""

    text: str
    kind: str
    """pdf, docx, odt, rtf, html, text, or json-resume."""
    name: str
    """The file's name, `-` for standard input."""
    notes: tuple[str, ...] = ()
    """What a person should know of the reading: pages without text."""


def read_cv(path: str | os.PathLike[str], *, stdin: BinaryIO | None = None) -> Cv:
    """The CV in a file of any usual kind: PDF, Word, OpenDocument, RTF, HTML, Markdown, text, JSON Resume.

    path: `-` for standard input. stdin: what to read then, by default the process's own. Nothing of it leaves
    this machine. Raises SourceError: missing, unreadable, empty, unsupported (with what to do), damaged,
    too_large.
    """
    name = os.fspath(path)
    data = _bytes_of(name, stdin)
    found = text_of_file(data, Path(name).name)
    if found.kind == "json":
        resume: Any = json.loads(found.text)
        if not is_resume(resume):
            raise SourceError(
                "unsupported",
                f"{name} is JSON, but no JSON Resume (see jsonresume.org): it has no basics, work or skills",
            )
        return Cv(text_of_resume(resume), "json-resume", name)
    if len(found.text.split()) < _FEWEST_WORDS:
        raise SourceError("empty", f"{name} holds fewer than {_FEWEST_WORDS} words: that is no CV")
    return Cv(found.text, found.kind, name, found.notes)


def _bytes_of(name: str, stdin: BinaryIO | None) -> bytes:
    if name == STDIN:
        return (stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
    path = Path(name)
    try:
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("missing", f"there is no CV at {name}") from None
    except IsADirectoryError:
        raise SourceError("unreadable", f"{name} is a folder; a CV is one file") from None
    except (OSError, ValueError) as error:
        raise SourceError("unreadable", f"{name} cannot be read ({error})") from None
