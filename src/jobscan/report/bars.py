"""The charts of the page as it is first seen: rows of bars, which the page's script redraws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from jobscan.report.records import Course, Figures, Group, Pay
from jobscan.report.rows import OTHER_FIELDS, Row, chosen, heat_rows, within
from jobscan.report.words import dollars, label, number_of, percent

FIRST: Final = 20
"""How many rows a chart shows at first."""
_FIELDS: Final = 10
_STEPS: Final = 10
_WIDTH, _HEIGHT, _EDGE = 240.0, 84.0, 6.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart; what is drawn is in parts of a hundred of its width."""

    name: str
    value: str
    said: str
    """All of it in words: for the screen reader, and for who points at it."""
    parts: tuple[tuple[str, float, float], ...] = ()
    """The kind of each part, where it begins and how wide it is."""
    ends: tuple[float, float] | None = None
    mark: float | None = None
    beside: str = ""
    role: str = ""
    """The role that the name chooses."""


def skill_bars(figures: Figures, group: Group, category: str) -> list[Bar]:
    """The skills that a group of postings asks for most."""
    found = []
    for asked in chosen(figures, group, category)[:FIRST]:
        skill, of = figures.skills[asked.skill], group.postings
        share = asked.postings / of
        counts = (
            ("required", asked.required),
            ("preferred", asked.preferred),
            ("mentioned", asked.mentioned),
        )
        said = (
            f"{asked.postings:,} of {number_of(of, 'posting')} ({percent(share)}), of "
            f"{number_of(asked.employers, 'employer')}; 95 % interval {percent(asked.ends[0])} to "
            f"{percent(asked.ends[1])}. Required {percent(asked.required / of)}, preferred "
            f"{percent(asked.preferred / of)}, mentioned {percent(asked.mentioned / of)}."
        )
        parts, at = [], 0.0
        for kind, count in counts:
            width = 100 * count / of
            parts.append((kind, round(at, 2), round(width, 2)))
            at += width
        found.append(
            Bar(
                skill.name,
                percent(share),
                said,
                tuple(parts),
                within(asked.ends),
                beside=f"{asked.postings:,}",
            )
        )
    return found


def role_scale(figures: Figures) -> float:
    """Where the scale of the roles' shares ends: the next ten per cent above all intervals."""
    most = max((role.ends[1] for role in figures.roles), default=1.0)
    return min(1.0, (int(10 * most) + 1) / 10)


def role_bars(figures: Figures) -> list[Bar]:
    """How frequent roles are."""
    most = role_scale(figures)
    found = []
    for role in figures.roles:
        python = "" if role.python is None else f" {percent(role.python)} of them ask for Python."
        top = f" Asked most of technical skills: {', '.join(role.top)}." if role.top else ""
        low, high = (end / most for end in role.ends)
        found.append(
            Bar(
                label(role.role),
                percent(role.share),
                f"{role.postings:,} of all postings ({percent(role.share)}); 95 % interval "
                f"{percent(role.ends[0])} to {percent(role.ends[1])}.{python}{top}",
                (("plain", 0.0, round(100 * role.share / most, 2)),),
                within((low, high)),
                beside=f"{role.postings:,}",
                role=role.role,
            )
        )
    return found


def apart_bars(figures: Figures, role: str, most: int) -> list[Bar]:
    """What sets a role apart: its share, and by a mark the share elsewhere."""
    return [
        Bar(
            figures.skills[each.skill].name,
            percent(each.share),
            f"{percent(each.share)} here ({number_of(each.postings, 'posting')} of "
            f"{number_of(each.employers, 'employer')}), {percent(each.elsewhere)} elsewhere.",
            (("plain", 0.0, round(100 * each.share, 2)),),
            mark=round(100 * each.elsewhere, 2),
            beside=percent(each.elsewhere),
        )
        for each in figures.apart.get(role, ())[:most]
    ]


def pair_bars(rows: Sequence[Row]) -> list[Bar]:
    """Pairs of skills: of those that ask for the one, how many ask for the other; by a mark, of all."""
    found = []
    for skill, also, share, overall, lift, _low, _high, postings, _employers in rows:
        here, everywhere, times = float(share or 0), float(overall or 0), float(lift or 0)
        found.append(
            Bar(
                f"{skill} → {also}",
                percent(here),
                f"{percent(here)} of postings that ask for {skill} ask for {also} too ({postings:,} do), "
                f"against {percent(everywhere)} of all: {times:,.1f} times as many as by chance.",
                (("plain", 0.0, round(100 * here, 2)),),
                mark=round(100 * everywhere, 2),
                beside=f"{times:,.{1 if times < 10 else 0}f}×",
            )
        )
    return found


def pay_scale(rows: Sequence[Pay]) -> int:
    """Where the scale of pay ends, in dollars: a round number."""
    most = max((row.high for row in rows), default=0)
    return 50_000 * (most // 50_000 + 1)


def pay_bars(figures: Figures) -> list[Bar]:
    """The middle half of each role's pay; its median by a mark."""
    scale = pay_scale(figures.pay)
    return [
        Bar(
            label(row.role) if row.role else "All roles",
            dollars(row.median),
            f"Half of the {number_of(row.postings, 'posting')} that state pay offer {dollars(row.low)} to "
            f"{dollars(row.high)} a year; median {dollars(row.median)}"
            + (f", 95 % interval {dollars(row.ends[0])} to {dollars(row.ends[1])}" if row.ends else "")
            + (f" ({row.note})." if row.note else "."),
            (("range", round(100 * row.low / scale, 2), round(100 * (row.high - row.low) / scale, 2)),),
            mark=round(100 * row.median / scale, 2),
            beside=f"{row.postings:,}",
            role=row.role,
        )
        for row in figures.pay
    ]


def degree_bars(figures: Figures, role: str, aspect: str) -> list[Bar]:
    """The lowest degrees that satisfy, or the fields of study."""
    rows = [each for each in figures.degrees.get(role, ()) if each.aspect == aspect]
    return [
        Bar(
            label(each.value, OTHER_FIELDS),
            percent(each.share),
            f"{each.postings:,} of {number_of(each.of_postings, 'posting')} ({percent(each.share)}); 95 % "
            f"interval {percent(each.ends[0])} to {percent(each.ends[1])}.",
            (("plain", 0.0, round(100 * each.share, 2)),),
            within(each.ends),
            beside=f"{each.postings:,}",
        )
        for each in rows[: _FIELDS if aspect == "field" else None]
    ]


@dataclass(frozen=True, slots=True)
class Heat:
    """A row of the heat map."""

    name: str
    everywhere: float
    cells: tuple[tuple[float, int], ...] = field(default=())
    """Share and step of colour for each role."""


def heat(figures: Figures, category: str) -> list[Heat]:
    """The rows of the heat map."""
    return [
        Heat(name, share, tuple((cell, step(cell)) for cell in cells))
        for name, share, cells in heat_rows(figures, category)
    ]


def step(share: float) -> int:
    """The step of colour of a share, 0 to 9.

    >>> step(0.0), step(0.05), step(0.48), step(1.0)
    (0, 0, 4, 9)
    """
    return min(int(share * _STEPS), _STEPS - 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A small picture of shares over time, in a box of 240 by 84."""

    points: tuple[tuple[float, float, float, float, str], ...]
    """Where each stands, the ends of its interval, and what it says."""
    path: str


def line(course: Course, *, most: float) -> Line:
    """The shares of a skill over time, up to `most` of the postings."""
    count = max(1, len(course.points) - 1)

    def height(share: float) -> float:
        return round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * min(share / most, 1.0), 1)

    points = tuple(
        (
            round(_EDGE + (_WIDTH - 2 * _EDGE) * at / count, 1),
            height(point.share),
            height(point.ends[0]),
            height(point.ends[1]),
            f"{point.period}: {percent(point.share)} of {point.of_postings:,}",
        )
        for at, point in enumerate(course.points)
    )
    return Line(points, " ".join(f"{x},{y}" for x, y, *_ in points))
