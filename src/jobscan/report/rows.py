"""The rows of the tables beneath the charts, in the columns that columns.COLUMNS gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jobscan.report.columns import Cell
from jobscan.report.records import Asked, Ends, Figures, Group, Pair
from jobscan.report.words import label

SOFT: Final = "soft-skills"
TECHNICAL: Final = "technical"
"""What is chosen of skills at first: all but the soft ones, which stand in nearly every posting."""

OTHER_FIELDS: Final = "Other fields"
HEAT_SKILLS: Final = 24
HEAT_ROLES: Final = 10
_HEAT_LEAST: Final = 10
_PAIRS: Final = 15

Row = tuple[Cell, ...]


def first_choice(figures: Figures) -> str:
    """The category that is chosen at first: TECHNICAL, or "" where no skill is soft, or every one."""
    soft = sum(skill.category == SOFT for skill in figures.skills)
    return TECHNICAL if 0 < soft < len(figures.skills) else ""


def chosen(figures: Figures, group: Group, category: str) -> list[Asked]:
    """What a group asks for of a category; TECHNICAL is all that is not soft, "" is all."""
    return [asked for asked in group.asked if in_category(figures.skills[asked.skill].category, category)]


def in_category(category: str, wanted: str) -> bool:
    """Whether a category is the one that is wanted."""
    if wanted == TECHNICAL:
        return category != SOFT
    return not wanted or category == wanted


def skill_rows(figures: Figures, group: Group, asked: Iterable[Asked]) -> list[Row]:
    """The demand of a group, a row a skill."""
    rows: list[Row] = []
    for each in asked:
        skill = figures.skills[each.skill]
        numbers = (each.postings, each.required, each.preferred, each.mentioned, each.employers)
        share = each.postings / group.postings
        category = label(skill.category)
        rows.append(
            (skill.skill_id, skill.name, category, share, *each.ends, *numbers, group.postings, *each.ci)
        )
    return rows


def role_rows(figures: Figures) -> list[Row]:
    """How frequent roles are."""
    return [
        (label(role.role), role.share, *role.ends, role.postings, role.python, ", ".join(role.top))
        for role in figures.roles
    ]


def apart_rows(figures: Figures, roles: Iterable[str], most: int) -> list[Row]:
    """What sets roles apart."""
    return [
        (
            label(role),
            figures.skills[each.skill].name,
            each.share,
            each.elsewhere,
            each.log_odds,
            *each.ends,
            each.postings,
            each.employers,
        )
        for role in roles
        for each in figures.apart.get(role, ())[:most]
    ]


def pair_row(figures: Figures, pair: Pair) -> Row:
    """Of those that ask for the rarer skill of a pair, how many ask for the other too."""
    rarer, other = figures.skills[pair.second].name, figures.skills[pair.first].name
    share, overall = pair.postings / pair.of_second, pair.of_first / figures.counted
    return (rarer, other, share, overall, pair.lift, *pair.ends, pair.postings, pair.employers)


def first_pairs(figures: Figures, category: str) -> list[Pair]:
    """The pairs that are shown at first: the most surely associated ones of a category."""
    mine = {asked.skill for asked in chosen(figures, figures.groups[0], category)}
    kept = [pair for pair in figures.pairs if pair.first in mine and pair.second in mine]
    return kept[:_PAIRS]


def pay_rows(figures: Figures) -> list[Row]:
    """What roles pay."""
    rows: list[Row] = []
    for each in figures.pay:
        ends: tuple[Cell, Cell] = each.ends or (None, None)
        numbers = (each.low, each.high, each.postings, each.of_postings, each.employers)
        rows.append((label(each.role) if each.role else "All roles", each.median, *ends, *numbers, each.note))
    return rows


_ASPECTS: Final = {
    "minimum": "Lowest degree",
    "field": "Field of study",
    "alternative": "In place of a degree",
}


def degree_rows(figures: Figures, role: str) -> list[Row]:
    """Degrees, fields of study, and what is taken in their place."""
    return [
        (
            _ASPECTS[each.aspect],
            label(each.value, OTHER_FIELDS),
            each.share,
            *each.ends,
            each.postings,
            each.of_postings,
            each.of,
        )
        for each in figures.degrees.get(role, ())
    ]


def claim_rows(figures: Figures) -> list[Row]:
    """The guide's claims."""
    return [
        (each.claim, each.guide, each.measured, each.interval, each.verdict, each.postings, each.why)
        for each in figures.claims
    ]


def trend_rows(figures: Figures) -> list[Row]:
    """Shares over time."""
    return [
        (course.skill, point.period, point.share, *point.ends, point.postings, point.of_postings)
        for course in figures.trend.courses
        for point in course.points
    ]


def source_rows(figures: Figures) -> list[Row]:
    """Where postings came from."""
    return [
        (source.name or "Not stated", source.postings, source.dated, source.first, source.last)
        for source in figures.health.sources
    ]


def heat_roles(figures: Figures) -> list[Group]:
    """The roles that have a column in the heat map: the most frequent that have enough postings."""
    return [group for group in figures.groups[1:] if group.postings >= _HEAT_LEAST][:HEAT_ROLES]


def heat_rows(figures: Figures, category: str) -> list[tuple[str, float, list[float]]]:
    """For each skill most asked of a category its name, its share, and that in each role."""
    everybody = figures.groups[0]
    shares = [
        {asked.skill: asked.postings / group.postings for asked in group.asked}
        for group in heat_roles(figures)
    ]
    return [
        (
            figures.skills[asked.skill].name,
            asked.postings / everybody.postings,
            [of_role.get(asked.skill, 0.0) for of_role in shares],
        )
        for asked in chosen(figures, everybody, category)[:HEAT_SKILLS]
    ]


def within(ends: Ends) -> Ends:
    """An interval as parts of a hundred, for the drawing."""
    return round(100 * ends[0], 2), round(100 * ends[1], 2)
