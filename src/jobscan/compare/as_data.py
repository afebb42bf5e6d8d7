"""A comparison as plain data for other programs: what `jobscan compare --format json` writes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jobscan.compare.tables import COMPARED
from jobscan.tables import to_frame

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.result import Comparison


def as_data(found: Comparison) -> dict[str, Any]:
    """The posting, the score with its lines, the skills and the facts; unknown numbers are null."""
    data = asdict(found)
    posting = {
        "id": data.pop("posting_id"),
        **{name: data.pop(name) for name in ("title", "company", "url", "attribution")},
    }
    return {"posting": posting, **data}


def as_frame(found: Comparison) -> pd.DataFrame:
    """COMPARED: the skills, one a row."""
    return to_frame(
        (
            (
                skill.skill_id,
                skill.name,
                skill.level,
                skill.status,
                skill.quote,
                skill.evidence,
                skill.by,
                ";".join(skill.group),
                skill.met_by_other,
                skill.years_asked,
                skill.years_shown,
                skill.note,
            )
            for skill in found.skills
        ),
        COMPARED,
    )
