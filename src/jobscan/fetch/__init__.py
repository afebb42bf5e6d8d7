"""Names to requests to answers, and these into an archive: what a fetch does, politely and to be resumed."""

from __future__ import annotations

from jobscan.fetch.fetching import Planned, as_data, fetch, fetch_posting, plan
from jobscan.fetch.names import Source, sources_of
from jobscan.fetch.outcome import OUTCOMES, FetchReport, Outcome, SourceReport
from jobscan.fetch.run import Event

__all__ = [
    "OUTCOMES",
    "Event",
    "FetchReport",
    "Outcome",
    "Planned",
    "Source",
    "SourceReport",
    "as_data",
    "fetch",
    "fetch_posting",
    "plan",
    "sources_of",
]
