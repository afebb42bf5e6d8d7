"""The parts of a scan put together: one set of tables, the same however the postings were cut into parts."""

from __future__ import annotations

from jobscan.merge.ids import NOTE_REASON
from jobscan.merge.merging import Merged, merge_parts

__all__ = ["NOTE_REASON", "Merged", "merge_parts"]
