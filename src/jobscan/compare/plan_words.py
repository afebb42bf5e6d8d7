"""The plan in words, made of nothing but its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from jobscan.compare.words import count, listed

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.many import LeftOut

_FIRST: Final = 5
_MOST_ROLES: Final = 4


def left_out_words(left_out: LeftOut) -> str:
    """What is not ranked, as a sentence; "" where all is."""
    parts = [
        count(number, thing) if plain else f"{number:,} {thing}"
        for number, thing, plain in (
            (left_out.duplicates, "duplicate", True),
            (left_out.other_languages, "not in English", False),
            (left_out.closed, "closed", False),
            (left_out.other_roles, "of other roles", False),
        )
        if number
    ]
    return f"Left out: {listed(parts)}." if parts else ""


def plan_words(plan: pd.DataFrame) -> list[str]:
    """What the plan says: the best single skills, the sets, and the best skill of each role.

    [] for a plan without rows.
    """
    rows: list[dict[str, Any]] = [
        dict(zip(plan.columns, row, strict=True)) for row in plan.itertuples(index=False)
    ]
    whole = [row for row in rows if row["role"] == rows[0]["role"]]
    if not whole:
        return []
    single = [row for row in whole if row["size"] == 1]
    sets = [row for row in whole if row["size"] > 1]
    return [*_now(whole[0]), *_single(single), *_sets(sets), *_roles(rows[len(whole) :])]


def _now(row: dict[str, Any]) -> Iterator[str]:
    of = count(row["of_postings"], "posting")
    yield (
        f"{row['open_now']:,} of {of} that require a skill ask for none that the CV lacks, and for "
        "no degree or years beyond it. Soft skills are left aside."
    )


def _single(single: list[dict[str, Any]]) -> Iterator[str]:
    if not single:
        yield "No single skill opens another posting: each of them lacks at least two, or something else."
    for row in single[:_FIRST]:
        share = (
            f"{_percent(row['share'])} %, between {_percent(row['ci_low'])} and {_percent(row['ci_high'])} %"
        )
        instead = row["instead"].split(";") if row["instead"] else []
        others = f" (or {listed(instead, 'or')})" if instead else ""
        yield (
            f"{row['skills']}{others} opens {count(row['opens'], 'posting')} more ({share})"
            f"{_beyond(row)}{_short_way(row)}."
        )


def _beyond(row: dict[str, Any]) -> str:
    if not row["out_of_reach"]:
        return ""
    reasons = (("by_degree", "a degree"), ("by_years", "years"), ("by_condition", "a condition"))
    named = listed([words for name, words in reasons if row[name]], "or")
    return f"; {count(row['out_of_reach'], 'other')} would still lack {named}"


def _short_way(row: dict[str, Any]) -> str:
    return f"; a short way, for the CV shows {row['short_way']}" if row["short_way"] else ""


def _sets(sets: list[dict[str, Any]]) -> Iterator[str]:
    for row in sets:
        names = listed(row["skills"].split(";"))
        yield f"{names} together open {count(row['opens'], 'posting')}{_beyond(row)}."


def _roles(rows: list[dict[str, Any]]) -> Iterator[str]:
    best = [row for row in rows if row["size"] == 1 and row["place"] == 1]
    if not best:
        return
    told = [
        f"{row['role']}: {row['skills']} ({row['opens']:,} of {row['of_postings']:,})"
        for row in best[:_MOST_ROLES]
    ]
    yield f"By role, the best single skill. {'; '.join(told)}."


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
