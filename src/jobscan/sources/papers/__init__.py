"""Documents of word processors and printers to text: PDF, DOCX, ODT, RTF, for postings and CVs alike.

They are untrusted: each is read in a process that is bounded in time and memory, and may be killed.
"""

from jobscan.sources.papers.paper import KINDS, Paper
from jobscan.sources.papers.text import PaperText, text_of_file
from jobscan.sources.papers.worker import read_paper

__all__ = ["KINDS", "Paper", "PaperText", "read_paper", "text_of_file"]
