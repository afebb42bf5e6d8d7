"""A CV's file to its text."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from jobscan.cv.columns import main_column_first, without_page_numbers
from jobscan.cv.json_resume import is_resume, text_of_resume
from jobscan.errors import SourceError
from jobscan.sources.papers import text_of_file
from jobscan.sources.papers.text import MAX_BYTES

STDIN: Final = "-"
_FEWEST_WORDS: Final = 20
_OF_POSTINGS: Final = re.compile(
    r"(?i)\b(?:we(?:'re|’re| are) (?:looking|searching|seeking|hiring)"
    r"|about (?:the (?:role|job|position|team)|us)|what you(?:'ll|’ll| will) do"
    r"|your (?:profile|tasks|mission)|you(?:'ll|’ll| will) (?:be|work|have|own|build|lead|help|join)"
    r"|your responsibilities"
    r"|apply (?:now|today|here)|how to apply|equal[ -]opportunity employer|what we offer|we offer"
    r"|the ideal candidate|join (?:our|us)|job description|minimum qualifications|preferred qualifications"
    r"|nice to have|salary range|our (?:team|mission|company))\b"
)
_FEWEST_SIGNS: Final = 4
"""Different phrases of postings from which on a text is none of a CV."""
_SPAN: Final = re.compile(
    r"(?i)\b(?:19|20)\d\d\s*(?:[-–—]+|to|bis|until)\s*\D{0,10}(?:(?:19|20)\d\d|present|now|heute)"
)


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
    return cv_of_bytes(_bytes_of(name, stdin), name)


def cv_of_bytes(data: bytes, name: str) -> Cv:
    """The CV in the bytes of a file of any kind that read_cv reads; nothing is written.

    name: the file's, a hint at its kind and the first words of messages. Raises SourceError, as read_cv.
    """
    found = text_of_file(data, Path(name).name)
    if found.kind == "json":
        resume: Any = json.loads(found.text)
        if not is_resume(resume):
            raise SourceError(
                "unsupported",
                f"{name} is JSON, but no JSON Resume (see jsonresume.org): it has no basics, work or skills",
            )
        return Cv(text_of_resume(resume), "json-resume", name)
    text = main_column_first(without_page_numbers(found.text))
    if len(text.split()) < _FEWEST_WORDS:
        raise SourceError("empty", f"{name} holds fewer than {_FEWEST_WORDS} words: that is no CV")
    return Cv(text, found.kind, name, (*found.notes, *_doubts(text, name)))


def _doubts(text: str, name: str) -> tuple[str, ...]:
    """What speaks against its being a CV, as notes. Raises SourceError (unsupported) where that is plain."""
    signs = {" ".join(sign[0].lower().split()) for sign in _OF_POSTINGS.finditer(text)}
    if len(signs) < _FEWEST_SIGNS:
        return ()
    if not _SPAN.search(text):
        raise SourceError(
            "unsupported",
            f"{name} reads like a job posting, not like a CV (give the CV first, then the posting)",
        )
    return (f"{name} reads in part like a job posting: check that it is a CV",)


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
