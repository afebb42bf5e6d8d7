"""Terms that postings ask for and the lexicon lacks: how the lexicon stays current."""

from __future__ import annotations

from jobscan.discover.candidates import MIN_POSTINGS, Candidate, Discovery
from jobscan.discover.reading import Discovered, discover
from jobscan.discover.rows import candidate_files, candidates_csv

__all__ = [
    "MIN_POSTINGS",
    "Candidate",
    "Discovered",
    "Discovery",
    "candidate_files",
    "candidates_csv",
    "discover",
]
