"""A document's bytes to its text, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from jobscan.sources.papers.docx import read_docx
from jobscan.sources.papers.odt import read_odt
from jobscan.sources.papers.paper import Paper
from jobscan.sources.papers.pdf import read_pdf
from jobscan.sources.papers.rtf import read_rtf

READERS: Final[dict[str, Callable[[bytes], Paper]]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
}


def read(kind: str, data: bytes) -> Paper:
    """The text of a document of one of KINDS. Raises SourceError."""
    return READERS[kind](data)
