"""All postings of a scan by how well a CV fits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.compare.many import Beside, Market, compare_all, hard_lines, is_soft, missing_required
from jobscan.compare.result import ADJACENT
from jobscan.compare.tables import MATCHES
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.tables import Cell, Row, to_frame
from jobscan.vocabulary import DEMAND_LEVELS

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.families import Families
    from jobscan.compare.result import Line
    from jobscan.cv.result import Profile
    from jobscan.scan import Scan


def rank(profile: Profile, scan: Scan, *, lexicon: Lexicon | None = None, role: str = "") -> pd.DataFrame:
    """MATCHES: the postings of a scan that count, the best fit first.

    Ties go by the required skills that are met, then by posting_id. Duplicates of a posting and postings in
    other languages are left out. lexicon: that of the scan, by default ours. role: only postings of this one.
    """
    return rank_market(compare_all(profile, scan, lexicon or load_lexicon(), role=role))


def rank_market(market: Market) -> pd.DataFrame:
    """MATCHES of postings that have been compared."""
    rows = [_cells(beside, market.families) for beside in market.found]
    rows.sort(key=_best_first)
    ranked = sum(cells["score"] is not None for cells in rows)
    for place, cells in enumerate(rows):
        cells["rank"] = place + 1 if place < ranked else None
    return to_frame((_row(cells) for cells in rows), MATCHES)


def _best_first(cells: dict[str, Cell]) -> tuple[float, float, str]:
    score, met, asked = (cells[name] for name in ("score", "required_met", "required_asked"))
    share = float(met or 0) / float(asked) if asked else 0.0
    return -1.0 * float(-1 if score is None else score), -share, str(cells["posting_id"])


def _cells(beside: Beside, families: Families) -> dict[str, Cell]:
    terms, found = beside.terms, beside.comparison
    cells: dict[str, Cell] = {
        name: getattr(terms, name) for name in MATCHES.names if hasattr(terms, name) and name != "asked"
    }
    for level in DEMAND_LEVELS:
        cells |= _counts(level, list(hard_lines(found, families, level)))
    cells |= _counts("soft", [line for line in found.arithmetic if is_soft(line, families)])
    return cells | {
        "score": found.score,
        "missing_required": ";".join(line.what for line in missing_required(found, families)),
        "adjacent": ";".join(
            skill.name for skill in found.skills if skill.status == ADJACENT and not skill.met_by_other
        ),
        "degree": found.degree.status,
        "years": found.years.status,
        "seniority": found.seniority.status,
        "workplace": found.workplace.status,
        "note": " ".join(found.notes),
    }


def _counts(name: str, lines: list[Line]) -> dict[str, Cell]:
    return {f"{name}_met": sum(line.met > 0 for line in lines), f"{name}_asked": len(lines)}


def _row(cells: dict[str, Cell]) -> Row:
    return tuple(cells[column.name] for column in MATCHES.columns)
