"""Documents of word processors and printers to text: PDF, DOCX, ODT, RTF, for postings and CVs alike.

They are untrusted: each is read in a process that is bounded in time and memory, and may be killed.
"""

from __future__ import annotations

from jobscan.sources.papers.paper import KINDS, Paper
from jobscan.sources.papers.text import PaperText, text_of_file
from jobscan.sources.papers.worker import WORKER

__all__ = ["KINDS", "Paper", "PaperText", "read_paper", "text_of_file"]


def read_paper(kind: str, data: bytes) -> Paper:
    """The text of a document of one of KINDS, `pdf`, `docx`, `odt` or `rtf`.

    Raises SourceError: damaged; unsupported for one with a password or without text; too_large for one that
    holds or takes too much; unsafe.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    return WORKER.read(kind, data)
