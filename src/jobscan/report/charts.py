"""The figures as pictures for slides: Vega-Lite specifications, made by Altair, drawn by vl-convert.

Names of skills, roles and sources stand in the data only, never in an expression or the name of a field, and
the drawing asks the network for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jobscan.report import rows
from jobscan.report.chart_parts import (
    INK,
    MUTED,
    REQUIRED,
    ROW,
    WIDTH,
    Chart,
    finished,
    heading,
    names,
    shares,
    with_ends,
)
from jobscan.report.records import Figures
from jobscan.report.words import label, number_of, percent

_MOST: Final = 20
_PAIRS: Final = 15
_APART_ROLES: Final = 6
_APART: Final = 6

_LEVELS: Final = {"required": REQUIRED, "preferred": "#e5a93c", "mentioned": "#b4bcc5"}
_BLUES: Final = ["#f6f5f1", "#b9d1e8", "#739fce", "#3069a5", "#0b376b"]


def charts(figures: Figures) -> dict[str, dict[str, Any]]:
    """A Vega-Lite specification for each figure that the postings allow, by the name of its file."""
    if not figures.counted:
        return {}
    made = {name: make(figures) for name, make in _CHARTS.items()}
    return {name: finished(chart).to_dict() for name, chart in made.items() if chart is not None}


def _skills(figures: Figures) -> Chart:
    import altair as alt

    everybody, category = figures.groups[0], rows.first_choice(figures)
    asked = rows.chosen(figures, everybody, category)[:_MOST]
    if not asked:
        return None
    values = [
        {
            "name": figures.skills[each.skill].name,
            "level": level,
            "order": at,
            "share": getattr(each, level) / figures.counted,
        }
        for each in asked
        for at, level in enumerate(_LEVELS)
    ]
    ends = [
        {
            "name": figures.skills[each.skill].name,
            "low": each.ends[0],
            "high": each.ends[1],
            "said": percent(each.postings / figures.counted),
        }
        for each in asked
    ]
    bar = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(height=14)
        .encode(
            y=names(values),
            x=shares("share"),
            order=alt.Order(field="order", type="quantitative"),
            color=alt.Color(
                field="level",
                type="nominal",
                scale=alt.Scale(domain=list(_LEVELS), range=list(_LEVELS.values())),
            ),
        )
    )
    of_all = alt.Chart(alt.InlineData(values=ends)).encode(y=names(values))
    whisker = of_all.mark_rule(color=INK, strokeWidth=1.4).encode(x=shares("low"), x2=alt.X2(field="high"))
    text = of_all.mark_text(align="left", dx=6, color=INK, fontSize=12).encode(
        x=shares("high"), text=alt.Text(field="said", type="nominal")
    )
    under = f"Share of {number_of(figures.counted, 'posting')}, with 95 % intervals" + (
        "; soft skills left out" if category else ""
    )
    return alt.layer(bar, whisker, text).properties(
        width=WIDTH, height=ROW * len(asked), title=heading("What the postings ask for", under)
    )


def _roles(figures: Figures) -> Chart:
    if not figures.roles:
        return None
    values = [
        {"name": label(role.role), "share": role.share, "low": role.ends[0], "high": role.ends[1]}
        for role in figures.roles
    ]
    under = f"Share of {number_of(figures.counted, 'posting')}, with 95 % intervals"
    return with_ends(values, title=heading("Which jobs these are", under), most=None)


def _apart(figures: Figures) -> Chart:
    import altair as alt

    found = [role for role in figures.apart if role != "other"][:_APART_ROLES]
    if not found:
        return None
    values = [
        {
            "role": label(role),
            "name": figures.skills[each.skill].name,
            "share": each.share,
            "elsewhere": each.elsewhere,
        }
        for role in found
        for each in figures.apart[role][:_APART]
    ]
    base = alt.Chart().encode(y=alt.Y(field="name", type="nominal", sort=None, title=None))
    bar = base.mark_bar(color=REQUIRED, height=13).encode(x=shares("share"))
    tick = base.mark_tick(color=INK, thickness=2.5, height=20, opacity=1).encode(x=shares("elsewhere"))
    return (
        alt.layer(bar, tick, data=alt.InlineData(values=values))
        .properties(width=190, height=ROW * _APART)
        .facet(facet=alt.Facet(field="role", type="nominal", sort=[label(role) for role in found]), columns=2)
        .resolve_scale(y="independent")
        .properties(
            title=heading("What sets each role apart", "Bar: share in the role. Line: share elsewhere.")
        )
    )


def _heat(figures: Figures) -> Chart:
    import altair as alt

    columns = rows.heat_roles(figures)
    found = rows.heat_rows(figures, rows.first_choice(figures))
    if not columns or not found:
        return None
    titles = [label(group.role) for group in columns]
    values = [
        {"name": name, "role": title, "share": share, "light": share >= 0.55}
        for name, _, shares in found
        for title, share in zip(titles, shares, strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=names(values),
        x=alt.X(
            field="role",
            type="nominal",
            sort=titles,
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-35, labelAlign="left"),
        ),
    )
    cell = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            field="share",
            type="quantitative",
            legend=None,
            scale=alt.Scale(domain=[0, 1], range=_BLUES, interpolate="rgb"),
        )
    )
    text = base.mark_text(fontSize=12).encode(
        text=alt.Text(field="share", type="quantitative", format=".0%"),
        color=alt.condition(
            alt.FieldEqualPredicate(field="light", equal=True), alt.value("white"), alt.value(INK)
        ),
    )
    return alt.layer(cell, text).properties(
        width=62 * len(titles),
        height=24 * len(found),
        title=heading("Who asks for what", "Share of each role’s postings"),
    )


def _together(figures: Figures) -> Chart:
    import altair as alt

    found = [rows.pair_row(figures, pair) for pair in rows.first_pairs(figures, rows.first_choice(figures))]
    if not found:
        return None
    values = [{"name": f"{row[0]} → {row[1]}", "share": row[2], "chance": row[3]} for row in found[:_PAIRS]]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=names(values))
    bar = base.mark_bar(color=REQUIRED, height=14).encode(x=shares("share"))
    tick = base.mark_tick(color=INK, thickness=2.5, height=20, opacity=1).encode(x=shares("chance"))
    under = "Of those that ask for the first, how many ask for the second too. Line: share of all postings."
    return alt.layer(bar, tick).properties(
        width=WIDTH - 100, height=ROW * len(values), title=heading("What is asked for together", under)
    )


def _pay(figures: Figures) -> Chart:
    import altair as alt

    if not figures.pay:
        return None
    values = [
        {
            "name": label(row.role) if row.role else "All roles",
            "low": row.low,
            "median": row.median,
            "high": row.high,
        }
        for row in figures.pay
    ]

    def dollars(field: str) -> alt.X:
        axis = alt.Axis(format="$~s", tickCount=6)
        return alt.X(field=field, type="quantitative", title=None, axis=axis, scale=alt.Scale(zero=True))

    base = alt.Chart(alt.InlineData(values=values)).encode(y=names(values))
    bar = base.mark_bar(color=REQUIRED, opacity=0.5, height=14).encode(
        x=dollars("low"), x2=alt.X2(field="high")
    )
    tick = base.mark_tick(color=INK, thickness=2.5, height=20, opacity=1).encode(x=dollars("median"))
    under = f"US dollars a year: middle half and median of {figures.health.paid:,} postings that state pay"
    return alt.layer(bar, tick).properties(
        width=WIDTH, height=ROW * len(values), title=heading("What they pay", under)
    )


def _education(figures: Figures) -> Chart:
    found = [each for each in figures.degrees.get("", ()) if each.aspect == "minimum"]
    if not found:
        return None
    values = [
        {"name": label(each.value), "share": each.share, "low": each.ends[0], "high": each.ends[1]}
        for each in found
    ]
    under = f"Lowest degree that satisfies, share of {number_of(figures.counted, 'posting')}"
    return with_ends(values, title=heading("Which degrees they ask for", under))


def _guide(figures: Figures) -> Chart:
    import altair as alt

    values = [
        {
            "name": claim.claim,
            "share": claim.share,
            "low": claim.ends[0],
            "high": claim.ends[1],
            "guide": claim.guide_share,
        }
        for claim in figures.claims
        if claim.ends is not None
    ]
    if not values:
        return None
    chart = with_ends(
        values,
        title=heading(
            "A career guide against the market", "Bar: measured. Line: the guide’s number, if any."
        ),
    )
    tick = (
        alt.Chart(alt.InlineData(values=[value for value in values if value["guide"] is not None]))
        .mark_tick(color="#a3243b", thickness=3, height=20, opacity=1)
        .encode(y=names(values), x=shares("guide"))
    )
    return (chart + tick).properties(width=WIDTH - 200)


def _trend(figures: Figures) -> Chart:
    import altair as alt

    values = [
        {
            "skill": course.skill,
            "period": point.period,
            "share": point.share,
            "low": point.ends[0],
            "high": point.ends[1],
        }
        for course in figures.trend.courses
        for point in course.points
    ]
    if not values:
        return None
    order = list(dict.fromkeys(str(value["skill"]) for value in values))
    base = alt.Chart().encode(
        x=alt.X(field="period", type="ordinal", title=None, axis=alt.Axis(labelAngle=-45))
    )

    def share(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", title=None, axis=alt.Axis(format="%", tickCount=4))

    layers = [
        base.mark_rule(color=MUTED).encode(y=share("low"), y2=alt.Y2(field="high")),
        base.mark_point(color=REQUIRED, filled=True, size=45, opacity=1).encode(y=share("share")),
    ]
    if figures.trend.told:
        layers.append(base.mark_line(color=REQUIRED, opacity=0.6).encode(y=share("share")))
    under = f"Share of postings in each {figures.trend.by}, with 95 % intervals" + (
        "" if figures.trend.told else "; whether anything rises or falls cannot be told"
    )
    return (
        alt.layer(*layers, data=alt.InlineData(values=values))
        .properties(width=210, height=110)
        .facet(facet=alt.Facet(field="skill", type="nominal", sort=order), columns=3)
        .properties(title=heading("Shares over time", under))
    )


_CHARTS: Final[dict[str, Callable[[Figures], Chart]]] = {
    "skills": _skills,
    "roles": _roles,
    "distinctive": _apart,
    "skills_by_role": _heat,
    "skills_together": _together,
    "pay": _pay,
    "education": _education,
    "guide": _guide,
    "trend": _trend,
}
