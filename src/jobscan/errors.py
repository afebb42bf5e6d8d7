"""The errors jobscan raises, and the record of an input that could not be read.

    JobscanError
    +-- SourceError    an input cannot be read: missing, damaged, too large, not a posting
    +-- PostingError   a posting was read but holds no usable text
    +-- LexiconError   a lexicon file is wrong; the message names file, line and column

Each message says what, where and what was expected, for a person to act on.
"""

from __future__ import annotations

from dataclasses import dataclass


class JobscanError(Exception):
    """The base of every error that jobscan raises on purpose."""


class SourceError(JobscanError):
    """An input cannot be read.

    reason: one of FAILURE_REASONS; detail: what was found, for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class PostingError(SourceError):
    """A posting was read but holds no usable text."""


class LexiconError(JobscanError):
    """A lexicon file is wrong."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that was not counted, and why: a row of failures.csv."""

    origin: str
    """The path as the user would find it, with `!member` inside an archive and `:line` in a file of many."""
    reason: str
    """One of FAILURE_REASONS."""
    detail: str
    """What was found and what to do, in one sentence."""


FAILURE_REASONS: tuple[str, ...] = (
    "missing",  # no such file or folder
    "unreadable",  # the system refuses: permissions, vanished, a device or pipe
    "empty",  # no bytes, or only white space
    "binary",  # bytes of no known kind
    "unsupported",  # a known kind that needs an extra, or that is not read yet
    "damaged",  # truncated or corrupt gzip, zip, Parquet, JSON
    "too_large",  # larger than the limits, packed or unpacked
    "unsafe",  # a member name that leaves the archive, a link that loops
    "too_deep",  # nested beyond the limits
    "no_posting",  # readable, but nothing in it is a job posting
    "no_text",  # a posting without a description
    "duplicate_id",  # told beside the posting, which is kept under a new id
    "failed",  # an error nobody foresaw; the detail names it
)
