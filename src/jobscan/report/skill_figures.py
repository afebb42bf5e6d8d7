"""Which skills are asked for: in all postings and in each role, what sets roles apart, what goes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from jobscan.demand import HEADLINE_SKILL, wilson_interval
from jobscan.market.distinctive import distinctive
from jobscan.market.pairs import MIN_PAIR, cooccurrence
from jobscan.market.sample import Sample
from jobscan.market.shares import share_of, skill_shares, small_note
from jobscan.report.records import Apart, Asked, Ends, Group, Headline, Pair, Skill
from jobscan.report.words import plain

MOST_APART: Final = 15
"""How many distinctive skills of each role are shown."""
_PARTNERS: Final = 12
_PARTNERED: Final = 80
_STRONGEST: Final = 60
_SMALL_SAMPLE: Final = 200
_LEAST: Final = 5
"""Of skills that fewer postings of a group ask for, the interval is Wilson's: so few tell nothing of how
employers differ."""


def looked_for(demand: pd.DataFrame, drawn: Sample) -> tuple[Skill, ...]:
    """The skills that at least one posting asks for, in the order of SKILL_DEMAND."""
    asked = set(drawn.asked["skill_id"].unique())
    rows = demand[["skill_id", "skill", "category"]].itertuples(index=False, name=None)
    return tuple(
        Skill(skill_id, plain(name), plain(category))
        for skill_id, name, category in rows
        if skill_id in asked
    )


def groups(drawn: Sample, skills: tuple[Skill, ...]) -> tuple[Group, ...]:
    """All postings, then those of each role, most frequent first."""
    places = {skill.skill_id: at for at, skill in enumerate(skills)}
    roles = drawn.postings["role"].value_counts()
    ordered = sorted((role for role in roles.index if role), key=lambda role: (-roles[role], role))
    parts = [("", drawn), *((role, drawn.where(drawn.postings["role"] == role)) for role in ordered)]
    return tuple(
        Group(role, part.of, part.employers, _asked(part, places), small_note(part.of, part.employers))
        for role, part in parts
    )


def _asked(part: Sample, places: Mapping[str, int]) -> tuple[Asked, ...]:
    asked = part.asked
    levels = Counter(asked[["skill_id", "level"]].itertuples(index=False, name=None))
    employer = part.postings["employer"].take(asked["row"].to_numpy()).to_numpy()
    employers = asked.assign(employer=employer).groupby("skill_id")["employer"].nunique()
    counts = asked["skill_id"].value_counts()
    common = asked[asked["skill_id"].isin(counts.index[counts >= _LEAST])]
    shares = skill_shares(Sample(part.postings, common))
    over = {row["skill_id"]: ends(row["cluster_low"], row["cluster_high"]) for row in records(shares)}
    return tuple(
        Asked(
            places[skill_id],
            int(counts[skill_id]),
            levels[skill_id, "required"],
            levels[skill_id, "preferred"],
            int(employers[skill_id]),
            wilson_interval(int(counts[skill_id]), part.of),
            over.get(skill_id),
        )
        for skill_id in sorted(counts.index, key=lambda skill_id: (-counts[skill_id], skill_id))
        if skill_id in places
    )


def headline(drawn: Sample, skills: tuple[Skill, ...]) -> Headline | None:
    """The share of Python, or where it was not looked for or asked of the skill most asked; None of none."""
    if not (drawn.of and skills):
        return None
    known = {skill.skill_id: skill.name for skill in skills}
    skill_id = HEADLINE_SKILL if HEADLINE_SKILL in known else skills[0].skill_id
    share = share_of(drawn.asking(skill_id), drawn.postings["employer"])
    required = int(drawn.asking(skill_id, level="required").sum())
    cluster = ends(share.cluster_low, share.cluster_high)
    wilson = ends(share.ci_low, share.ci_high)
    if share.value is None or wilson is None:
        return None
    return Headline(
        skill=known[skill_id],
        share=share.value,
        ends=cluster or wilson,
        over_employers=cluster is not None,
        required=required / drawn.of,
        capped=share.capped,
        postings=share.postings,
    )


def apart(drawn: Sample, skills: tuple[Skill, ...]) -> dict[str, tuple[Apart, ...]]:
    """The most distinctive skills of each role that has any: those surely asked for more than elsewhere."""
    places = {skill.skill_id: at for at, skill in enumerate(skills)}
    found: dict[str, list[Apart]] = {}
    for row in records(distinctive(drawn, by="role")):
        more = row["low"] > 0 and not row["note"].startswith("asked by") and row["skill_id"] in places
        if more and len(found.setdefault(row["role"], [])) < MOST_APART:
            found[row["role"]].append(
                Apart(
                    places[row["skill_id"]],
                    row["postings"],
                    row["share"],
                    row["share_elsewhere"],
                    row["log_odds"],
                    (row["low"], row["high"]),
                    row["employers_asking"],
                )
            )
    return {role: tuple(rows) for role, rows in found.items() if rows}


def pairs(drawn: Sample, skills: tuple[Skill, ...]) -> tuple[Pair, ...]:
    """The pairs most surely asked for together, and for the skills most asked those that go with each.

    Pairs that the same words name are left out: `naive Bayes` is no meeting of two skills. In small samples
    fewer postings are enough for a pair.
    """
    if not drawn.of:
        return ()
    least = MIN_PAIR if drawn.of >= _SMALL_SAMPLE else max(3, drawn.of // 10)
    places = {skill.skill_id: at for at, skill in enumerate(skills)}
    table = cooccurrence(drawn, min_postings=least)
    table = table[(table["lift_low"] > 1) & (table["same_words"] <= table["postings"] / 2)]
    kept: list[Pair] = []
    partners: Counter[int] = Counter()
    for row in records(table):
        if row["skill_a"] not in places or row["skill_b"] not in places:
            continue
        first, second = places[row["skill_a"]], places[row["skill_b"]]
        wanted = [at for at in (first, second) if at < _PARTNERED and partners[at] < _PARTNERS]
        if len(kept) >= _STRONGEST and not wanted:
            continue
        partners.update((first, second))
        kept.append(
            Pair(
                first,
                second,
                row["postings"],
                row["postings_a"],
                row["postings_b"],
                row["lift"],
                (row["lift_low"], row["lift_high"]),
                row["employers"],
            )
        )
    return tuple(kept)


def ends(low: Any, high: Any) -> Ends | None:
    """An interval from two cells of a table, None where one is missing."""
    return None if pd.isna(low) or pd.isna(high) else (float(low), float(high))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values by column; missing ones are None."""
    columns = {
        str(name): [None if pd.isna(cell) else cell for cell in frame[name].tolist()] for name in frame
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
