"""What rose and what fell between two scans: shares of skills and roles, and median pay, with tests.

    difference(sample(a.postings, a.posting_skills), sample(b.postings, b.posting_skills))

Shares are made of MARKET_COUNTS, which merge by addition, and medians of all pay: however postings are
ordered and split, both are the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.market.change_tables import (
    DIFFERENCE,
    FELL,
    FEW_EMPLOYERS,
    FEW_POSTINGS,
    ROSE,
    UNCLEAR,
    VERDICTS,
)
from jobscan.market.counts import market_counts
from jobscan.market.effective import LEVEL, MIN_EQUAL_EMPLOYERS, MIN_TESTED, q_values, significant
from jobscan.market.pay_difference import ALL, PayDifference, pay_difference
from jobscan.market.sample import Sample
from jobscan.market.share_difference import Pair, ShareDifference
from jobscan.market.shares import DIGITS, MIN_EMPLOYERS, MIN_POSTINGS, small_note
from jobscan.tables import Cell, to_frame

# If less than this part of a difference is left within the same role or source, it is mostly one of those.
_MOSTLY: Final = 0.5

_Cells = dict[str, Cell]


def difference(
    a: Sample,
    b: Sample,
    *,
    level: str | Collection[str] | None = None,
    skills: pd.DataFrame | None = None,
    min_postings: int = MIN_TESTED,
) -> pd.DataFrame:
    """What two samples ask for, side by side, with what rose and what fell: DIFFERENCE.

    level: as for Sample.asking. skills: SKILLS, those to compare, with their names; else all that are asked
    for. min_postings: a skill or role that fewer have, in A and B together, is not tested.

    The interval of shares is Newcombe's and the test Fisher's, both of counts divided by the design effect
    over employers (see market.effective); those of medians are by bootstrap over employers. q values are
    corrected within skills, within roles and within pay. What is told to have risen or fallen has both a q
    value of LEVEL at most and an interval without 0. Raises JobscanError if no posting of A or of B counts.
    """
    of_a, of_b = (market_counts(drawn, by="year", level=level) for drawn in (a, b))
    pay = pay_difference(a, b)
    return difference_from_counts(of_a, of_b, pay=pay, skills=skills, min_postings=min_postings)


def difference_from_counts(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    pay: Sequence[PayDifference] = (),
    skills: pd.DataFrame | None = None,
    min_postings: int = MIN_TESTED,
) -> pd.DataFrame:
    """The same from MARKET_COUNTS of whatever periods, and from the differences of pay."""
    of = [rows[rows["skill_id"] == ""] for rows in (a, b)]
    for name, postings in zip("AB", of, strict=True):
        if not len(postings):
            raise JobscanError(f"no posting of {name} counts: there is nothing to compare")
    asking = [rows[rows["skill_id"] != ""] for rows in (a, b)]
    # A role is compared as a skill is that all its postings ask for.
    having = [postings[postings["role"] != ""] for postings in of]
    having = [postings.assign(skill_id=postings["role"]) for postings in having]
    names = dict.fromkeys(_found(asking), "")
    if skills is not None:
        names = dict(zip(skills["skill_id"], skills["skill"], strict=True))
    roles = dict.fromkeys(_found(having), "")
    rows = [
        *_share_rows("skill", Pair(of, asking), names, min_postings),
        *(_share_rows("role", Pair(of, having), roles, min_postings) if len(roles) > 1 else []),
        *_pay_rows(pay, [int(postings["postings"].sum()) for postings in of]),
    ]
    return to_frame([tuple(row.get(name) for name in DIFFERENCE.names) for row in rows], DIFFERENCE)


def _found(counts: Iterable[pd.DataFrame]) -> list[str]:
    return sorted({str(skill_id) for rows in counts for skill_id in rows["skill_id"].unique()})


def _share_rows(measure: str, pair: Pair, names: Mapping[str, str], min_postings: int) -> list[_Cells]:
    obstacle = _obstacle(pair.of, pair.employers, pair.equal_employers)
    found = [one for one in pair.compare(list(names)) if one.postings_a or one.postings_b]
    p_values = [
        None if obstacle or one.postings_a + one.postings_b < min_postings else one.p_value() for one in found
    ]
    rows: list[_Cells] = []
    for one, p, q in zip(found, p_values, q_values(p_values), strict=True):
        verdict = _verdict(q, one.low, one.high) or obstacle or FEW_POSTINGS
        told = obstacle != FEW_EMPLOYERS
        rows.append(
            {
                "measure": measure,
                "id": one.skill_id,
                "name": names[one.skill_id] or one.skill_id,
                "unit": "share",
                "verdict": verdict,
                **_rounded(value_a=one.share_a, value_b=one.share_b, difference=one.difference),
                **(_rounded(low=one.low, high=one.high, design_effect=one.design_effect) if told else {}),
                "q_value": significant(q),
                "p_value": significant(p),
                **_rounded(plain_low=one.plain_low, plain_high=one.plain_high),
                **(_rounded(within_roles=one.within_roles) if measure == "skill" else {}),
                **_rounded(within_sources=one.within_sources),
                **_sizes((one.postings_a, one.postings_b), pair.of, pair.employers),
                "note": "; ".join([*_mostly(one, measure, verdict), *_small(pair.of, pair.employers)]),
            }
        )
    return sorted(rows, key=_rank)


def _pay_rows(pay: Sequence[PayDifference], of: Sequence[int]) -> list[_Cells]:
    rows: list[_Cells] = []
    for one, q in zip(pay, q_values([one.p_value for one in pay]), strict=True):
        postings, employers = (one.postings_a, one.postings_b), (one.employers_a, one.employers_b)
        apart = one.median_b - one.median_a
        dollars = {"value_a": one.median_a, "value_b": one.median_b, "difference": apart}
        dollars |= {} if one.low is None or one.high is None else {"low": one.low, "high": one.high}
        rows.append(
            {
                "measure": "pay",
                "id": one.role,
                "name": "all roles" if one.role == ALL else one.role,
                "unit": "usd",
                "verdict": _verdict(q, one.low, one.high) or _obstacle(postings, employers) or FEW_POSTINGS,
                **{name: float(round(number)) for name, number in dollars.items()},
                "q_value": significant(q),
                "p_value": significant(one.p_value),
                **_sizes(postings, of, employers),
                "note": "; ".join(_small(postings, employers)),
            }
        )
    return sorted(rows, key=_rank)


def _obstacle(of: Sequence[int], employers: Sequence[int], equal: float = math.inf) -> str:
    """Why no difference can be told, "" where it can."""
    if min(of) < MIN_POSTINGS:
        return FEW_POSTINGS
    return FEW_EMPLOYERS if min(employers) < MIN_EMPLOYERS or equal < MIN_EQUAL_EMPLOYERS else ""


def _verdict(q: float | None, low: float | None, high: float | None) -> str:
    """What a test and an interval tell, "" where there are none."""
    if q is None or low is None or high is None:
        return ""
    if q > LEVEL or low <= 0 <= high:
        return UNCLEAR
    return ROSE if low > 0 else FELL


def _mostly(one: ShareDifference, measure: str, verdict: str) -> list[str]:
    """Where little of a clear difference is left within the same role or source."""
    if verdict not in (ROSE, FELL):
        return []
    within = {"sources": one.within_sources} | ({"roles": one.within_roles} if measure == "skill" else {})
    return [f"mostly a change of {what}" for what, left in within.items() if left / one.difference < _MOSTLY]


def _small(of: Sequence[int], employers: Sequence[int]) -> list[str]:
    notes = {name: small_note(*sizes) for name, *sizes in zip("AB", of, employers, strict=True)}
    return [f"{name}: {note}" for name, note in notes.items() if note]


def _sizes(postings: Sequence[int], of: Sequence[int], employers: Sequence[int]) -> _Cells:
    columns = {"postings": postings, "of_postings": of, "employers": employers}
    return {
        f"{name}_{side}": numbers[at] for name, numbers in columns.items() for at, side in enumerate("ab")
    }


def _rounded(**numbers: float) -> _Cells:
    return {name: None if math.isnan(number) else round(number, DIGITS) for name, number in numbers.items()}


def _rank(row: _Cells) -> tuple[int, float, str]:
    """By verdict, then the greatest difference."""
    return VERDICTS.index(str(row["verdict"])), -abs(float(row["difference"] or 0)), str(row["id"])
