"""The rows of an earlier lexicon's part, for the postings that the change of lexicon does not touch."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jobscan.engines.parts import read_part_meta
from jobscan.engines.revise import Change
from jobscan.errors import JobscanError
from jobscan.posting import Posting
from jobscan.tables import POSTINGS, text_cell

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(slots=True)
class OldRows:
    """The rows of a part, in the order in which its unit is read."""

    table: pa.Table
    change: Change
    _start: int = 0
    _is_touched: list[bool] = field(default_factory=list)
    """Of each posting that was asked for last."""

    def touched(self, postings: Sequence[Posting]) -> list[Posting]:
        """Those of the next postings of the unit that have to be understood again."""
        self._start += len(self._is_touched)
        rows = self.table.slice(self._start, len(postings))
        if rows.column(POSTINGS.names[0]).to_pylist() == [text_cell(posting.id) for posting in postings]:
            self._is_touched = [self.change.touches(posting.text) for posting in postings]
        else:
            self._is_touched = [True] * len(postings)
        return list(itertools.compress(postings, self._is_touched))

    def filled(self, rows: pa.Table) -> pa.Table:
        """The rows of the postings asked for last: those given of the touched ones, the old of the others."""
        import pyarrow as pa

        old = self.table.slice(self._start, len(self._is_touched))
        new = itertools.count(len(old))
        order = [next(new) if touched else at for at, touched in enumerate(self._is_touched)]
        return pa.concat_tables([old, rows]).take(pa.array(order, pa.int64()))


def read_old_rows(part: Path, change: Change) -> OldRows | None:
    """The rows of a part; None where there is none, or where not each posting of its unit has one."""
    from pyarrow import parquet

    try:
        meta = read_part_meta(part)
        table = parquet.read_table(part)
    except (JobscanError, OSError):
        return None
    return OldRows(table.replace_schema_metadata(None), change) if len(table) == meta.postings else None
