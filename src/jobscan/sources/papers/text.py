"""Any file that a person writes a text in, to that text: for a CV, of which nothing but the text matters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from jobscan.errors import SourceError
from jobscan.sources.papers.archives import office_words, open_archive, paper_kind
from jobscan.sources.papers.paper import KINDS
from jobscan.sources.papers.worker import read_paper
from jobscan.sources.sniff import sniff
from jobscan.sources.stream import Limits
from jobscan.text.decode import decode, decode_json, mend_mojibake

MAX_BYTES: Final = 32 * 1024 * 1024
"""Of a file: a CV with many pictures."""


_NOT_TEXT: Final = {
    "gzip": ("unsupported", "packed (gzip): unpack it first"),
    "parquet": ("unsupported", "a Parquet table"),
    "mail": ("unsupported", "an e-mail or a saved web archive: save the document in it as a file"),
}


@dataclass(frozen=True, slots=True)
class PaperText:
    """A file as text."""

    text: str
    kind: str
    """pdf, docx, odt, rtf, html, text or json."""
    title: str = ""
    notes: tuple[str, ...] = ()


def text_of_file(data: bytes, name: str = "", *, limits: Limits | None = None) -> PaperText:
    """The text of a file of any kind that people write CVs in; JSON as it is.

    name: of the file, a hint. limits: by default Limits(). Raises SourceError: empty, unsupported (with what
    to do), damaged, too_large, too_deep, unsafe.
    """
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", f"is larger than {MAX_BYTES // 1024**2} MiB")
    kind, words = sniff(data, name=name)
    if kind == "zip":
        kind, words = _kind_of_zip(data)
    kind, words = _NOT_TEXT.get(kind, (kind, words))
    if kind in ("empty", "unsupported", "binary"):
        raise SourceError(kind, f"is {words}" if words else "holds nothing")
    if kind in KINDS:
        paper = read_paper(kind, data, limits=limits)
        return PaperText(paper.text, kind, paper.title, paper.notes)
    found = _json(data) if kind == "json" else _text(data, kind)
    if len(found.text) > (limits or Limits()).max_text_chars:
        raise SourceError("too_large", f"has {len(found.text):,} characters: that is no document of a person")
    return found


def _text(data: bytes, kind: str) -> PaperText:
    text = mend_mojibake(decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    if kind != "html":
        return PaperText(text, "text")
    from jobscan.text.html import html_to_text

    return PaperText(html_to_text(text), "html")


def _json(data: bytes) -> PaperText:
    try:
        return PaperText(json.dumps(json.loads(decode_json(data), strict=False), ensure_ascii=False), "json")
    except RecursionError:
        raise SourceError("too_deep", "is JSON that is nested too deeply") from None
    except ValueError as error:
        raise SourceError("damaged", f"is JSON that cannot be read ({error})") from None


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    """The kind of a document that is a zip. Raises SourceError (damaged)."""
    with open_archive(data) as archive:
        kind = paper_kind(archive)
        words = office_words(archive.namelist())
    return (kind, "") if kind else ("unsupported", words or "an archive: unpack it, and name the file in it")
