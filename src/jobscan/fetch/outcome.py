"""How a fetch ended, source by source: never a bare list, for "200 OK" and an empty one prove nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from jobscan.posting import Posting

Outcome = Literal["ok", "partial", "capped", "blocked", "not_found", "failed"]
OUTCOMES: Final[Mapping[str, str]] = {
    "ok": "all that the source says it has",
    "partial": "some of it: a page or a text is missing, or the counts do not agree",
    "capped": "the source, a limit of its terms or of yours gives no more now",
    "blocked": "robots.txt, a sign-in or a challenge stands before it",
    "not_found": "the source says that there is no such board, or answers as if there were none",
    "failed": "no usable answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What came of one source."""

    source: str
    """As it was named."""
    provider: str
    board: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    """Why it is not ok, one sentence each."""
    notes: tuple[str, ...] = ()
    """What else a person should know."""
    expected: int | None = None
    """How many postings the source says it has, None where it does not say."""
    listed: int = 0
    """How many different ones its lists named."""
    got: int = 0
    """How many came complete, before any filter."""
    kept: int = 0
    """How many of these the filters let through."""
    new: int = 0
    """Of those kept, not seen before; changed, closed, reopened: since the last fetch."""
    changed: int = 0
    closed: int = 0
    reopened: int = 0
    broken: int = 0
    """Rows that are no usable posting."""
    asked: int = 0
    """Requests that were sent; unchanged: of them those answered with 304."""
    unchanged: int = 0
    reused: int = 0
    """Requests that needed not be sent: the archive has the answer."""
    attribution: str = ""
    terms_url: str = ""
    stopped: bool = False
    """Whether the user stopped it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What came of a fetch."""

    to: str
    started: str
    """ISO 8601, UTC."""
    finished: str
    sources: tuple[SourceReport, ...]
    """In the order in which they were named."""
    options: Mapping[str, Any]
    """What was asked for; no credentials."""
    stopped: bool = False

    @property
    def ok(self) -> bool:
        """Whether every source ended well."""
        return all(source.outcome == "ok" for source in self.sources)

    @property
    def attributions(self) -> tuple[tuple[str, str], ...]:
        """The credits that the sources demand, each with the address of its terms."""
        demanded = [(each.attribution, each.terms_url) for each in self.sources if each.attribution]
        return tuple(dict.fromkeys(demanded))


@dataclass(frozen=True, slots=True)
class PostingReport:
    """What came of the request for one posting."""

    posting: Posting
    url: str
    """Where it came from in the end."""
    notes: Sequence[str] = ()
