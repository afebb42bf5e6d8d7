"""Any file that a person writes a text in, to that text: for a CV, of which nothing but the text matters."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Final

from jobscan.errors import SourceError
from jobscan.sources.papers.paper import KINDS
from jobscan.sources.papers.worker import WORKER
from jobscan.sources.sniff import sniff
from jobscan.text.decode import decode, decode_json, mend_mojibake

MAX_BYTES: Final = 32 * 1024 * 1024
"""Of a file: a CV with many pictures."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """A file as text."""

    text: str
    kind: str
    """pdf, docx, odt, rtf, html, text or json."""
    title: str = ""
    notes: tuple[str, ...] = ()


def text_of_file(data: bytes, name: str = "") -> PaperText:
    """The text of a file of any kind that people write CVs in; JSON as it is.

    name: of the file, a hint. Raises SourceError: empty, unsupported (with what to do), damaged, too_large.
    """
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", f"is larger than {MAX_BYTES // 1024**2} MiB")
    kind, words = sniff(data, name=name)
    if kind == "zip":
        kind, words = _kind_of_zip(data)
    if kind in ("empty", "unsupported", "binary"):
        raise SourceError(kind, f"is {words}" if words else "holds nothing")
    if kind in KINDS:
        paper = WORKER.read(kind, data)
        return PaperText(paper.text, kind, paper.title, paper.notes)
    if kind == "json":
        return PaperText(json.dumps(json.loads(decode_json(data)), ensure_ascii=False), "json")
    text = mend_mojibake(decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    if kind == "html":
        from jobscan.text.html import html_to_text

        return PaperText(html_to_text(text), "html")
    return PaperText(text, "text")


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError):
        raise SourceError("damaged", "is a truncated or corrupt document") from None
    if "word/document.xml" in names:
        return "docx", ""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt", ""
    return "unsupported", "an archive: unpack it, and name the file in it"
