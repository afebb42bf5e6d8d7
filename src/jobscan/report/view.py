"""What the page says: its sentences, and which rows and bars stand where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobscan.market.change_tables import FELL, ROSE, UNCLEAR
from jobscan.market.change_tables import VERDICTS as CHANGES
from jobscan.market.shares import small_note
from jobscan.report import bars, rows
from jobscan.report.bars import Bar, Heat, Line
from jobscan.report.records import Claim, Course, Figures, Group, Health
from jobscan.report.words import dollars, label, number_of, percent, span

_APART_CARDS: Final = 9
_APART_FIRST: Final = 6
_FLOOD: Final = 0.2
"""From what share of the postings on the page warns that one employer weighs much."""
_CANNOT: Final = {verdict: f"cannot be told: {verdict}" for verdict in CHANGES}
_VERDICTS: Final = {
    "holds": "Holds",
    "higher": "Market is higher",
    "lower": "Market is lower",
    "cannot be told": "Cannot be told",
    "": "Not judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the template needs besides the figures."""

    title: str
    kicker: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    health: tuple[tuple[str, str, str], ...]
    sources: list[rows.Row]
    category: str
    categories: tuple[tuple[str, str], ...]
    skills_say: str
    skill_bars: list[Bar]
    skill_rows: list[rows.Row]
    roles_say: str
    role_bars: list[Bar]
    role_scale: str
    role_rows: list[rows.Row]
    apart: tuple[tuple[str, str, list[Bar]], ...]
    apart_rows: list[rows.Row]
    heat_roles: list[Group]
    heat: list[Heat]
    partners: tuple[tuple[int, str], ...]
    pair_bars: list[Bar]
    pair_rows: list[rows.Row]
    pay_say: str
    pay_bars: list[Bar]
    pay_scale: str
    pay_rows: list[rows.Row]
    education_say: str
    degree_bars: list[Bar]
    field_bars: list[Bar]
    degree_rows: list[rows.Row]
    guide_say: str
    verdicts: dict[str, str]
    claims_told: bool
    claim_says: list[str]
    claim_bars: list[Bar]
    claim_rows: list[rows.Row]
    courses: list[tuple[Course, Line]]
    trend_scale: str
    trend_rows: list[rows.Row]
    trend_none: str
    course_says: dict[str, str]


def view(figures: Figures, *, title: str = "") -> View:
    """The page of some figures. title: what it is called in place of "What 8,712 job postings ask for"."""
    everybody, category = figures.groups[0], rows.first_choice(figures)
    roles_apart = [role for role in figures.apart if role != "other"][:_APART_CARDS]
    pairs = [rows.pair_row(figures, pair) for pair in rows.first_pairs(figures, category)]
    tops = [max((p.ends[1] for p in course.points), default=0.0) for course in figures.trend.courses]
    scale = min(1.0, (int(10 * max(tops, default=0.0)) + 1) / 10)
    return View(
        title=title or f"What {number_of(figures.counted, 'job posting')} ask{_s(figures.counted)} for",
        kicker=_kicker(figures.health),
        lead=_lead(figures),
        facts=_facts(figures),
        warnings=_warnings(figures),
        parts=_parts(figures),
        health=_health(figures.health),
        sources=rows.source_rows(figures),
        category=category,
        categories=_categories(figures),
        skills_say=_skills_say(figures, category),
        skill_bars=bars.skill_bars(figures, everybody, category),
        skill_rows=rows.skill_rows(figures, everybody, rows.chosen(figures, everybody, category)),
        roles_say=_roles_say(figures),
        role_bars=bars.role_bars(figures),
        role_scale=percent(bars.role_scale(figures)),
        role_rows=rows.role_rows(figures),
        apart=tuple(
            (role, label(role), bars.apart_bars(figures, role, _APART_FIRST)) for role in roles_apart
        ),
        apart_rows=rows.apart_rows(figures, roles_apart, _APART_FIRST),
        heat_roles=rows.heat_roles(figures),
        heat=bars.heat(figures, category) if figures.counted else [],
        partners=_partners(figures),
        pair_bars=bars.pair_bars(pairs),
        pair_rows=pairs,
        pay_say=_pay_say(figures),
        pay_bars=bars.pay_bars(figures),
        pay_scale=dollars(bars.pay_scale(figures.pay)),
        pay_rows=rows.pay_rows(figures),
        education_say=_education_say(figures),
        degree_bars=bars.degree_bars(figures, "", "minimum"),
        field_bars=bars.degree_bars(figures, "", "field"),
        degree_rows=rows.degree_rows(figures, "") if _names_degrees(figures) else [],
        guide_say=_guide_say(figures.claims),
        verdicts=_VERDICTS,
        claims_told=any(claim.verdict not in {"", "cannot be told"} for claim in figures.claims),
        claim_says=[_claim_says(claim) for claim in figures.claims],
        claim_bars=[_claim_bar(claim) for claim in figures.claims],
        claim_rows=rows.claim_rows(figures),
        courses=[(each, bars.line(each, most=scale)) for each in figures.trend.courses if each.points],
        trend_scale=percent(scale),
        trend_rows=rows.trend_rows(figures),
        trend_none=_trend_none(figures),
        course_says={**_CANNOT, ROSE: "rises", FELL: "falls", UNCLEAR: "no clear change"},
    )


def _s(count: int) -> str:
    return "s" if count == 1 else ""


def _kicker(health: Health) -> str:
    if not health.first:
        return "Job postings"
    return f"Job postings, {span(health.first, health.last)}"


def _lead(figures: Figures) -> str:
    lead = figures.headline
    if lead is None:
        return ""
    kind = "over employers" if lead.over_employers else "by Wilson’s method"
    said = (
        f"{percent(lead.required)} require it. 95 % interval {percent(lead.ends[0])} to "
        f"{percent(lead.ends[1])}, {kind}."
    )
    if lead.capped is not None and abs(lead.capped - lead.share) >= 0.02:
        said += f" If no employer counted for more than ten postings: {percent(lead.capped)}."
    return said


def _facts(figures: Figures) -> tuple[tuple[str, str], ...]:
    health = figures.health
    return (
        (f"{figures.counted:,}", "posting" + ("" if figures.counted == 1 else "s") + " that count"),
        (f"{health.employers:,}", "employer" + ("" if health.employers == 1 else "s")),
        (f"{len(figures.roles):,}", "kind" + ("" if len(figures.roles) == 1 else "s") + " of job"),
        (
            span(health.first, health.last) if health.first else "–",
            "time of posting" if health.first else "no dates stated",
        ),
    )


def _warnings(figures: Figures) -> tuple[str, ...]:
    health = figures.health
    if not figures.counted:
        left = f"; {health.read:,} were read, and all left out" if health.read else ""
        return (f"There is no posting to count{left}.",)
    said = []
    small = small_note(figures.counted, health.employers + health.unnamed)
    if small:
        said.append(f"Read these as examples, not as a measure: {small}.")
    if health.largest is not None and health.largest[1] > _FLOOD and health.employers > 1:
        name, share = health.largest
        said.append(f"{percent(share)} of the postings are of one employer, {name}.")
    return tuple(said)


def _parts(figures: Figures) -> tuple[tuple[str, str], ...]:
    if not figures.counted:
        return ()
    return (
        ("skills", "Skills"),
        ("roles", "Roles"),
        ("apart", "Distinctive skills"),
        ("heat", "Skills by role"),
        ("together", "Skills together"),
        ("pay", "Pay"),
        ("education", "Education"),
        ("guide", "The guide against the market"),
        ("trend", "Over time"),
        ("methods", "Methods and limits"),
    )


def _health(health: Health) -> tuple[tuple[str, str, str], ...]:
    duplicates = health.exact + health.near
    languages = ", ".join(f"{code} {count:,}" for code, count in health.languages[:6])
    failed = sum(count for _, count in health.failures)
    reasons = ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, count in health.failures[:4])
    named = f"{health.unnamed:,} name none" if health.unnamed else ""
    largest = f"most: {health.largest[0]}, {percent(health.largest[1])}" if health.largest else ""
    undated = health.counted - health.dated
    dates = f"{health.first} to {health.last}" if health.first else "none"
    return (
        ("Postings read", f"{health.read:,}", number_of(health.files, "file") if health.files else ""),
        ("Postings that count", f"{health.counted:,}", ""),
        ("Employers", f"{health.employers:,}", "; ".join(filter(None, (named, largest)))),
        ("Sources", f"{len(health.sources):,}", ""),
        ("Dates of posting", dates, f"{undated:,} state none" if undated and health.first else ""),
        ("State pay", f"{health.paid:,}", _part_of(health.paid, health.counted)),
        (
            "Duplicates left out",
            f"{duplicates:,}",
            f"{health.exact:,} the same text, {health.near:,} nearly" if duplicates else "",
        ),
        ("In other languages, left out", f"{sum(n for _, n in health.languages):,}", languages),
        ("With no skill found", f"{health.without_skill:,}", _part_of(health.without_skill, health.counted)),
        ("Could not be read", f"{failed:,}", reasons),
    )


def _part_of(count: int, of: int) -> str:
    return f"{percent(count / of)} of those that count" if count else ""


def _categories(figures: Figures) -> tuple[tuple[str, str], ...]:
    found = sorted({skill.category for skill in figures.skills}, key=lambda name: label(name).casefold())
    first = ((rows.TECHNICAL, "All but soft skills"),) if rows.first_choice(figures) else ()
    return (*first, ("", "All skills"), *((name, label(name)) for name in found))


def _skills_say(figures: Figures, category: str) -> str:
    if not category:
        return "The share of postings that ask for each skill."
    soft = [each for each in figures.groups[0].asked if figures.skills[each.skill].category == rows.SOFT][:3]
    of = figures.counted
    named = ", ".join(f"{figures.skills[each.skill].name} {percent(each.postings / of)}" for each in soft)
    return (
        "The share of postings that ask for each skill. Soft skills stand in nearly every posting and are "
        f"left out at first ({named})."
    )


def _roles_say(figures: Figures) -> str:
    with_python = [role for role in figures.roles if role.python is not None and role.postings >= 30]
    if not with_python:
        return "The kinds of job by their share of postings, as title and text tell them."
    best = max(with_python, key=lambda role: role.python or 0.0)
    return (
        "The kinds of job by their share of postings, as title and text tell them. Python is asked for most "
        f"in postings of one kind, {label(best.role)}: {percent(best.python or 0.0)} of them."
    )


def _partners(figures: Figures) -> tuple[tuple[int, str], ...]:
    """The skills that have partners to be shown, by name."""
    paired = {at for pair in figures.pairs for at in (pair.first, pair.second)}
    shown = [(at, skill.name) for at, skill in enumerate(figures.skills) if at in paired]
    return tuple(sorted(shown, key=lambda each: each[1].casefold()))


def _pay_say(figures: Figures) -> str:
    paid = figures.health.paid
    if not paid:
        return "No posting states its pay."
    if not figures.pay:
        return f"Only {number_of(paid, 'posting')} state{_s(paid)} pay: too few to say what is usual."
    return (
        f"US dollars a year, of the {paid:,} postings that state pay "
        f"({percent(paid / figures.counted)}): the bar spans the middle half of them, the line across is the "
        "median. Countries and years are mixed, so the differences are not those of the roles alone."
    )


def _names_degrees(figures: Figures) -> bool:
    """Whether any posting names a degree or a field."""
    return any(each.value != "none" for each in figures.degrees.get("", ()))


def _education_say(figures: Figures) -> str:
    minimum = {each.value: each for each in figures.degrees.get("", ()) if each.aspect == "minimum"}
    instead = [each for each in figures.degrees.get("", ()) if each.aspect == "alternative"]
    said = []
    if "none" in minimum:
        said.append(f"{percent(minimum['none'].share)} of postings name no degree.")
    if instead:
        said.append(
            f"Of those that do, {percent(instead[0].share)} take experience in its place, in so many words."
        )
    return " ".join(said)


def _guide_say(claims: tuple[Claim, ...]) -> str:
    verdicts = [claim.verdict for claim in claims]
    if set(verdicts) <= {"cannot be told"}:
        return (
            f"None of {len(claims)} claims of “Building a Career in Machine Learning” (David Jenkins, 2025) "
            "can be held against so few postings. The table says why of each."
        )
    holds, other = verdicts.count("holds"), verdicts.count("higher") + verdicts.count("lower")
    return (
        f"{len(claims)} claims of “Building a Career in Machine Learning” (David Jenkins, 2025), held "
        f"against the postings: {holds} hold, {other} do not, {len(claims) - holds - other} cannot be told. "
        "ML positions are counted unless a claim says otherwise. In the bars, the line across is the guide’s "
        "number."
    )


def _claim_says(claim: Claim) -> str:
    if not claim.measured:
        return f"{claim.why[:1].upper()}{claim.why[1:]}."
    said = [f"The guide: {claim.guide}."] if claim.guide else []
    interval = f" ({claim.interval})" if claim.interval and claim.interval != claim.measured else ""
    return " ".join([*said, f"Measured: {claim.measured}{interval}, of {claim.postings:,} postings."])


def _claim_bar(claim: Claim) -> Bar:
    return Bar(
        claim.claim,
        claim.measured,
        claim.answer,
        (("plain", 0.0, round(100 * (claim.share or 0.0), 2)),),
        rows.within(claim.ends) if claim.ends else None,
        None if claim.guide_share is None else round(100 * claim.guide_share, 2),
    )


def _trend_none(figures: Figures) -> str:
    if not figures.health.dated:
        return "No posting states when it was posted, so nothing can be said of a change over time."
    return "Too few postings of different times to show a change."
