"""Skills that were labelled against skills that were found: pairs of a posting and a skill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jobscan.evaluate.figures import Counts, Tally, count_rows, f1
from jobscan.evaluate.ids import ScoredIds
from jobscan.evaluate.labels import Label, LabelledSkill
from jobscan.tables import Cell, Column, Row, Table
from jobscan.vocabulary import DEMAND_LEVELS, LEVELS, NEGATED, REQUIRED

Pair = tuple[str, str]
"""The ids of a posting and a skill."""

NOT_FOUND: Final = "not found"
NOT_LABELLED: Final = "not labelled"
_DIGITS: Final = 6

SKILLS_SCORED: Final = Table(
    "skills",
    "One row a skill that was labelled or found, most errors first.",
    (
        Column("skill_id", "text", "The skill."),
        Column("errors", "integer", "Missed and wrong together."),
        Column("missed", "integer", "In how many postings it is labelled and was not found."),
        Column("wrong", "integer", "In how many it was found and is not labelled."),
        Column("right", "integer", "In how many both hold it."),
        Column("f1", "number", "F1, 0 to 1."),
    ),
)

UNSCORED: Final = Table(
    "unscored",
    "One row a skill that is not scored, the one found most often first.",
    (
        Column("skill_id", "text", "The skill."),
        Column("found", "integer", "In how many labelled postings it was found."),
        Column("labelled", "integer", "In how many it is labelled."),
    ),
)

CONFUSION: Final = Table(
    "confusion",
    "One row a level as labelled, one column a level as found; pairs of a posting and a skill.",
    (
        Column(
            "labelled", "text", f"The level as labelled; `{NOT_LABELLED}`: not labelled as asked or negated."
        ),
        *(Column(level, "integer", f"Found as {level}.") for level in LEVELS),
        Column(NOT_FOUND, "integer", "Not found at all."),
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Both sides, over the postings whose skills were labelled. Negated pairs are in it, as such."""

    postings: tuple[str, ...]
    labelled: Mapping[Pair, LabelledSkill]
    found: Mapping[Pair, str]
    """The level of each; "" where the scan tells none."""
    outside: Counter[tuple[str, str]]
    """How many pairs of skills that are not scored, by side ("found" or "labelled") and skill."""

    @property
    def labelled_asked(self) -> set[Pair]:
        """The pairs that the labels call asked for."""
        return {pair for pair, skill in self.labelled.items() if skill.level != NEGATED}

    @property
    def found_asked(self) -> set[Pair]:
        """The pairs that were found as asked for."""
        return {pair for pair, level in self.found.items() if level != NEGATED}

    @property
    def both(self) -> set[Pair]:
        """The pairs that both sides call asked for."""
        return self.labelled_asked & self.found_asked


def pair_up(labels: Iterable[Label], posting_skills: pd.DataFrame, ids: Collection[str]) -> Pairs:
    """The pairs of both sides whose skill is one of `ids`."""
    labelled: dict[Pair, LabelledSkill] = {}
    outside: Counter[tuple[str, str]] = Counter()
    postings = []
    for label in labels:
        if label.skills is None:
            continue
        postings.append(label.id)
        for skill in label.skills:
            if skill.skill_id in ids:
                labelled[label.id, skill.skill_id] = skill
            else:
                outside["labelled", skill.skill_id] += 1
    rows = posting_skills[posting_skills["posting_id"].isin(postings)]
    found: dict[Pair, str] = {}
    for posting_id, skill_id, level in rows[["posting_id", "skill_id", "level"]].itertuples(
        index=False, name=None
    ):
        if skill_id in ids:
            found[posting_id, skill_id] = level
        else:
            outside["found", skill_id] += 1
    return Pairs(tuple(postings), labelled, found, outside)


def skill_tallies(pairs: Pairs, ids: ScoredIds) -> list[Tally]:
    """The tallies of skills, of levels and of negation."""
    labelled, found = pairs.labelled_asked, pairs.found_asked

    def of(name: str, wanted: Collection[str]) -> Tally:
        kept = [{pair for pair in side if pair[1] in wanted} for side in (found, labelled)]
        return Tally(name, _counts(pairs.postings, *kept))

    levels_known = {pair for pair in pairs.both if pairs.labelled[pair].level and pairs.found[pair]}
    return [
        of("skills", ids.ids),
        of("guide_skills", ids.guide),
        _required(pairs),
        *(of(f"skills:{name}", group) for name, group in ids.groups.items()),
        _negation(pairs),
        _level_accuracy(pairs, levels_known),
        *(_level(pairs, levels_known, level) for level in DEMAND_LEVELS),
    ]


def skill_rows(pairs: Pairs) -> list[Row]:
    """Rows of SKILLS_SCORED."""
    labelled, found = pairs.labelled_asked, pairs.found_asked
    missed, wrong, right = (
        Counter(skill_id for _, skill_id in side)
        for side in (labelled - found, found - labelled, labelled & found)
    )
    rows: list[Row] = []
    for skill_id in {*missed, *wrong, *right}:
        hits, misses, slips = right[skill_id], missed[skill_id], wrong[skill_id]
        value = f1(hits, hits + slips, hits + misses)
        rows.append((skill_id, misses + slips, misses, slips, hits, value and round(value, _DIGITS)))
    return sorted(rows, key=lambda row: (-int(row[1] or 0), str(row[0])))


def unscored_rows(pairs: Pairs) -> list[Row]:
    """Rows of UNSCORED."""
    skills = {skill_id for _, skill_id in pairs.outside}
    rows = [
        (skill_id, pairs.outside["found", skill_id], pairs.outside["labelled", skill_id])
        for skill_id in skills
    ]
    return [*sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))]


def confusion_rows(pairs: Pairs) -> list[Row]:
    """Rows of CONFUSION. Pairs whose level was not labelled, or not told by the scan, are left out."""
    cells: Counter[tuple[str, str]] = Counter()
    for pair in {*pairs.labelled, *pairs.found}:
        wanted = pairs.labelled[pair].level if pair in pairs.labelled else NOT_LABELLED
        cells[wanted, pairs.found.get(pair, NOT_FOUND)] += 1
    rows: list[Row] = []
    for wanted in (*LEVELS, NOT_LABELLED):
        row: list[Cell] = [cells[wanted, got] for got in (*LEVELS, NOT_FOUND)]
        if wanted == NOT_LABELLED:
            row[-1] = None  # nobody counts what neither side holds
        rows.append((wanted, *row))
    return rows


def _required(pairs: Pairs) -> Tally:
    """Skills that are required, missed ones and those of another level included."""
    unknown = {pair for pair, skill in pairs.labelled.items() if not skill.level}
    labelled = {pair for pair, skill in pairs.labelled.items() if skill.level == REQUIRED}
    found = {pair for pair, level in pairs.found.items() if level == REQUIRED}
    return Tally("required_skills", _counts(pairs.postings, found - unknown, labelled))


def _negation(pairs: Pairs) -> Tally:
    """How many of those that are labelled as negated were found as negated. They are too few to resample."""
    labelled = {pair for pair, skill in pairs.labelled.items() if skill.level == NEGATED}
    right = {pair for pair in labelled if pairs.found.get(pair) == NEGATED}
    counts = _counts(pairs.postings, labelled, labelled)
    counts[:, 0] = _counts(pairs.postings, right, right)[:, 0]
    return Tally("negation", counts, "accuracy", resampled=False)


def _level_accuracy(pairs: Pairs, known: set[Pair]) -> Tally:
    """Of the pairs that both sides hold, those with the same level."""
    right = {pair for pair in known if pairs.labelled[pair].level == pairs.found[pair]}
    counts = _counts(pairs.postings, known, known)
    counts[:, 0] = _counts(pairs.postings, right, right)[:, 0]
    return Tally("level_accuracy", counts, "accuracy")


def _level(pairs: Pairs, known: set[Pair], level: str) -> Tally:
    """A level among the pairs that both sides hold."""
    found = {pair for pair in known if pairs.found[pair] == level}
    labelled = {pair for pair in known if pairs.labelled[pair].level == level}
    return Tally(f"levels:{level}", _counts(pairs.postings, found, labelled))


def _counts(postings: Sequence[str], found: set[Pair], labelled: set[Pair]) -> Counts:
    """Right, found and labelled pairs of each posting."""
    by_posting = [
        Counter(posting_id for posting_id, _ in side) for side in (found & labelled, found, labelled)
    ]
    return count_rows((by_posting[0][name], by_posting[1][name], by_posting[2][name]) for name in postings)
