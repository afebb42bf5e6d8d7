"""The claims on learning: computer science, degrees against alternatives, and the portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from jobscan.market.guide.figures import Figure, difference, paired, rank_of
from jobscan.market.guide.findings import CLAIM, UNKNOWN_SKILL, Finding, share_finding
from jobscan.market.guide.positions import POSITIONS, Market
from jobscan.market.guide.verdicts import MOST, NAMED, at_least, first, more, untold
from jobscan.market.guide.words import between, percent, shown
from jobscan.market.sample import Sample
from jobscan.vocabulary import DEGREE_FIELDS, DEGREES

FIELDS: Final = "fields"
DEGREE: Final = "degrees"
PORTFOLIO: Final = "portfolio"

_FIELD: Final = "computer-science"
# "Other" is no field of study: a STEM degree, a quantitative field.
_OTHER: Final = "other"
_RANKED: Final = tuple(field for field in DEGREE_FIELDS if field != _OTHER)
_ALTERNATIVES: Final = ("bootcamp", "online-courses", "personal-projects")
_HIGHER: Final = ("master", "phd")
_RESEARCH: Final = "research-scientist"
_NAMING: Final = "ML positions that name a field"


def field_findings(market: Market) -> Iterator[Finding]:
    """Whether computer science is the field of study that most postings name."""
    yield from _first_field(market.positions, "", POSITIONS, kind=CLAIM)
    yield from _first_field(market.everything, ":all-postings", "postings")
    naming = _naming_fields(market.positions)
    for field in _by_number(naming):
        words = "other (STEM and the like)" if field == _OTHER else field.replace("-", " ")
        yield share_finding(
            f"field:{field}",
            FIELDS,
            words[0].upper() + words[1:],
            drawn=naming,
            asking=named(naming.postings["degree_fields"], field),
            subject=f"{words[0].upper()}{words[1:]} is named in",
            among=_NAMING,
            how=f"The share of ML positions naming any field of study that name {field}."
            + (" Not a field: STEM, a quantitative field and the like." if field == _OTHER else ""),
        )


def _first_field(drawn: Sample, suffix: str, among: str, *, kind: str = "detail") -> Iterator[Finding]:
    naming = _naming_fields(drawn)
    marks = pd.DataFrame({field: named(naming.postings["degree_fields"], field) for field in _RANKED})
    rank = rank_of(naming, marks, _FIELD)
    others = [field for field in _by_number(naming) if field not in {_FIELD, _OTHER}]
    second = others[0].replace("-", " ")
    of = f"{rank.of_postings:,} {among} that name a field of study"
    place = (
        f"is named most often; {second} comes next"
        if rank.value == 1
        else f"comes {shown(rank.value or 0, 'rank')}; {second} is named most often"
    )
    yield Finding(
        claim_id=f"computer-science-first{suffix}",
        part=FIELDS,
        claim="Computer science is the most sought-after field of study"
        if not suffix
        else "Rank, all postings",
        figure=rank,
        kind=kind,
        guide_value=1.0,
        guide_says="the first",
        verdict=first(rank),
        how=f"The rank of computer science among the fields of study that {among} name (a posting may name "
        "several), and how often it comes first where employers are drawn again. Catch-alls such as STEM are "
        "no field.",
        answer=f"Among {of}, computer science {place}."
        if rank.value
        else "No posting names a field of study.",
    )
    margin = paired(naming, marks[_FIELD], marks[others[0]])
    yield Finding(
        claim_id=f"computer-science-margin{suffix}",
        part=FIELDS,
        claim=f"Its lead over {second}" + (", all postings" if suffix else ""),
        figure=margin,
        verdict=more(margin),
        guide_says="more",
        how=f"The share of {among} naming a field that name computer science, less that of {second}, over "
        "the same resamples of employers.",
        answer=_by_points(f"Computer science is named {{more}} often than {second}", margin),
    )


def _by_points(said: str, figure: Figure) -> str:
    """A difference in a sentence; said holds `{more}` for more or less."""
    if figure.value is None:
        return "No posting tells it."
    told = said.format(more="less" if figure.value < 0 else "more")
    interval = f" (95 % interval {between(figure.interval, 'points')})" if figure.interval else ""
    return f"{told}, by {percent(abs(figure.value))} percentage points{interval}."


def degree_findings(market: Market) -> Iterator[Finding]:
    """Degrees, their alternatives, and what research asks for."""
    drawn = market.positions
    degrees, minimum = drawn.postings["degrees"], drawn.postings["degree_min"]
    any_degree = (degrees != "").astype(bool)
    yield share_finding(
        "degree-named",
        DEGREE,
        "A degree is the usual way in",
        drawn=drawn,
        asking=any_degree,
        subject="A degree is named in",
        rule=at_least(MOST),
        kind=CLAIM,
        guide_says="usual",
        how="The share of ML positions that name a degree of any level. It holds if more than half do.",
    )
    for degree in DEGREES:
        if (minimum == degree).any():
            name = {"phd": "PhD", "mba": "MBA", "high-school": "High school"}.get(degree, degree.capitalize())
            yield share_finding(
                f"degree-minimum:{degree}",
                DEGREE,
                f"{name} as the lowest degree that satisfies",
                drawn=drawn,
                asking=(minimum == degree).astype(bool),
                subject=f"{name} is the lowest degree that satisfies in",
                how=f"The share of ML positions whose degree_min is {degree}.",
            )
    naming = drawn.where(any_degree)
    yield share_finding(
        "degree-or-equivalent",
        DEGREE,
        "A degree is named, and experience is taken in its place",
        drawn=naming,
        asking=(naming.postings["degree_equivalent"] == "yes").astype(bool),
        subject="Experience is taken in place of the degree in",
        among="ML positions that name a degree",
        how="The share of ML positions naming a degree that add that experience is taken in its place.",
    )
    yield from _alternatives(market, any_degree)
    yield from _research(market)


def _alternatives(market: Market, any_degree: pd.Series[bool]) -> Iterator[Finding]:
    drawn, known = market.positions, market.known(*_ALTERNATIVES)
    asking = drawn.asking(known) if known else None
    yield share_finding(
        "alternatives-named",
        DEGREE,
        "Bootcamps, online courses and own projects are other ways in",
        drawn=drawn,
        asking=asking,
        subject="Bootcamps, online courses or own projects are asked for in",
        rule=at_least(NAMED),
        kind=CLAIM,
        guide_says="named",
        how=f"The share of ML positions that ask for one of {', '.join(_ALTERNATIVES)}. It holds if more "
        "than one in a hundred do.",
    )
    for skill_id in market.known(*_ALTERNATIVES, "certification"):
        words, claimed = skill_id.replace("-", " "), skill_id in _ALTERNATIVES
        yield share_finding(
            f"alternative:{skill_id}",
            DEGREE,
            words[0].upper() + words[1:],
            drawn=drawn,
            asking=drawn.asking(skill_id),
            subject="It is asked for in",
            rule=at_least(NAMED) if claimed else None,
            guide_says="named" if claimed else "",
            how=f"The share of ML positions that ask for {skill_id}.",
        )
    figure = (
        Figure("points", None, None, None, drawn.of, drawn.employers)
        if asking is None
        else paired(drawn, any_degree, asking)
    )
    yield Finding(
        claim_id="degree-over-alternatives",
        part=DEGREE,
        claim="Degrees are named more often than their alternatives",
        figure=figure,
        kind=CLAIM,
        guide_says="more",
        verdict=(untold(UNKNOWN_SKILL) if asking is None else more)(figure),
        how="The share of ML positions that name a degree, less the share that ask for bootcamps, online "
        "courses or own projects, over the same resamples of employers.",
        answer=_by_points("Degrees are named {more} often than their alternatives", figure),
    )


def _research(market: Market) -> Iterator[Finding]:
    drawn = market.positions
    higher = drawn.postings["degree_min"].isin(_HIGHER).astype(bool)
    research = (drawn.postings["role"] == _RESEARCH).astype(bool)
    figure = difference(drawn, higher, research)
    yield Finding(
        claim_id="degree-research",
        part=DEGREE,
        claim="Research positions ask for a Master's or PhD more than others",
        figure=figure,
        kind=CLAIM,
        guide_says="more",
        verdict=more(figure),
        how="The share of research scientists' ML positions whose lowest satisfying degree is a Master's "
        "or PhD, less that of the other ML positions, over the same resamples of employers.",
        answer=_by_points(
            "At least a Master's is asked for {more} often in research than in other positions", figure
        ),
    )
    for name, who, kept in (
        ("research-scientists", "research scientists", research),
        ("others", "other ML positions", ~research),
    ):
        part = drawn.where(kept)
        yield share_finding(
            f"degree-research:{name}",
            DEGREE,
            f"At least a Master's: {who}",
            drawn=part,
            asking=part.postings["degree_min"].isin(_HIGHER).astype(bool),
            subject="At least a Master's is asked for in",
            among=who,
            how="The share whose lowest satisfying degree is a Master's or PhD.",
        )


def portfolio_findings(market: Market) -> Iterator[Finding]:
    """Whether postings ask for what a portfolio is made of."""
    names = market.of_section("portfolio")
    drawn = market.positions
    yield share_finding(
        "portfolio-any",
        PORTFOLIO,
        "A portfolio counts: projects, open source, publications, competitions, internships",
        drawn=drawn,
        asking=drawn.asking(tuple(names)) if names else None,
        subject="Something for a portfolio is asked for in",
        rule=at_least(NAMED),
        kind=CLAIM,
        guide_says="named",
        how="The share of ML positions that ask for any skill the guide names for a portfolio. It holds if "
        "more than one in a hundred do. What helps a person without being asked for cannot be seen in "
        "postings.",
    )
    for skill_id, name in _by_asking(names, drawn):
        yield share_finding(
            f"portfolio:{skill_id}",
            PORTFOLIO,
            name,
            drawn=drawn,
            asking=drawn.asking(skill_id),
            subject="It is asked for in",
            rule=at_least(NAMED),
            guide_says="named",
            how=f"The share of ML positions that ask for {skill_id}.",
        )


def named(lists: pd.Series[str], value: str) -> pd.Series[bool]:
    """Which cells, whose values are joined by `;`, hold a value."""
    return (";" + lists + ";").str.contains(f";{value};", regex=False).astype(bool)


def _naming_fields(drawn: Sample) -> Sample:
    return drawn.where((drawn.postings["degree_fields"] != "").astype(bool))


def _by_number(naming: Sample) -> list[str]:
    """All fields of study, the most named first, ties in order of the vocabulary."""
    cells = naming.postings["degree_fields"]
    return sorted(DEGREE_FIELDS, key=lambda field: -int(named(cells, field).sum()))


def _by_asking(names: dict[str, str], drawn: Sample) -> list[tuple[str, str]]:
    """Skills and their names, the most asked first, ties by skill_id."""
    return sorted(names.items(), key=lambda item: (-int(drawn.asking(item[0]).sum()), item[0]))
