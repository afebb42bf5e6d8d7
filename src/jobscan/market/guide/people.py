"""The claims on soft skills: that success depends on them, and ever more so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from jobscan.market.guide.dates import (
    LEAST_QUARTERS,
    Source,
    best_source,
    missing_dates,
    quarter_name,
    quarters,
)
from jobscan.market.guide.figures import Figure, slope
from jobscan.market.guide.findings import CLAIM, UNKNOWN_SKILL, Finding, share_finding
from jobscan.market.guide.positions import Market
from jobscan.market.guide.verdicts import MOST, NAMED, at_least, more, untold
from jobscan.market.guide.words import shown
from jobscan.market.sample import Sample
from jobscan.vocabulary import REQUIRED

SOFT: Final = "soft skills"

_SECTION: Final = "soft-skills"
_SEVERAL: Final = 3
_RISE: Final = (
    "The change in the share of ML positions that ask for at least one of them, by quarter of date_posted, "
    f"within the one source with the most quarters of enough postings (at least {LEAST_QUARTERS}): other "
    "sources are other employers, and a change from one to the other is none over time. Least squares; the "
    "interval is over employers."
)


def soft_findings(market: Market) -> Iterator[Finding]:
    """Any of the soft skills the guide names, each of them, and their rise."""
    names, drawn = market.of_section(_SECTION), market.positions
    asked = tuple(names)
    yield share_finding(
        "soft-any",
        SOFT,
        "Success depends on soft skills",
        drawn=drawn,
        asking=drawn.asking(asked) if asked else None,
        subject="At least one of the guide's soft skills is asked for in",
        rule=at_least(MOST),
        kind=CLAIM,
        guide_says="usual",
        how=f"The share of ML positions that ask for at least one of the {len(asked)} soft skills the guide "
        "names. It holds if more than half do. What is asked for is not yet what success depends on.",
    )
    several = _several(drawn, asked)
    yield share_finding(
        "soft-several",
        SOFT,
        f"At least {_SEVERAL} of them",
        drawn=drawn,
        asking=several if asked else None,
        subject=f"At least {_SEVERAL} of them are asked for in",
        how=f"The share of ML positions that ask for at least {_SEVERAL} of them.",
    )
    yield share_finding(
        "soft-any-required",
        SOFT,
        "At least one of them required",
        drawn=drawn,
        asking=drawn.asking(asked, REQUIRED) if asked else None,
        subject="At least one of them is required in",
        how="The share of ML positions that require at least one of them.",
    )
    counts = {skill_id: int(drawn.asking(skill_id).sum()) for skill_id in names}
    for skill_id in sorted(names, key=lambda skill_id: (-counts[skill_id], skill_id)):
        yield share_finding(
            f"soft:{skill_id}",
            SOFT,
            names[skill_id],
            drawn=drawn,
            asking=drawn.asking(skill_id),
            subject="It is asked for in",
            rule=at_least(NAMED),
            guide_says="named",
            how=f"The share of ML positions that ask for {skill_id}.",
        )
    yield from _rise(drawn, asked)


def _several(drawn: Sample, asked: tuple[str, ...]) -> pd.Series[bool]:
    """Which postings ask for several of the skills."""
    counts = sum(
        (drawn.asking(skill_id).astype("int64") for skill_id in asked), drawn.asking(()).astype("int64")
    )
    return (counts >= _SEVERAL).astype(bool)


def _rise(drawn: Sample, asked: tuple[str, ...]) -> Iterator[Finding]:
    """The slope of their share over the quarters of one source, where there are enough."""
    source = best_source(drawn) if asked else None
    if source is None:
        figure = Figure("points_a_year", None, None, None, drawn.of, drawn.employers)
        verdict = untold(missing_dates(drawn) if asked else UNKNOWN_SKILL)(figure)
        answer, note = "Whether they are asked for more and more cannot be seen in these postings.", ""
    else:
        figure = slope(source.drawn, source.drawn.asking(asked), quarters(source.drawn))
        verdict, note = more(figure), f"one source only: {source.name}"
        changed = shown(figure.value or 0.0, figure.unit)
        answer = f"Within one source, the share of postings that ask for any of them changes by {changed}."
    yield Finding(
        claim_id="soft-rise",
        part=SOFT,
        claim="Success depends on soft skills more and more",
        figure=figure,
        kind=CLAIM,
        guide_says="rising",
        verdict=verdict,
        how=_RISE,
        answer=answer,
        note=note,
    )
    if source is not None:
        yield from _by_quarter(source, asked)


def _by_quarter(source: Source, asked: tuple[str, ...]) -> Iterator[Finding]:
    numbers = quarters(source.drawn)
    for number in sorted(set(numbers.tolist())):
        drawn, name = source.drawn.where((numbers == number).astype(bool)), quarter_name(number)
        yield share_finding(
            f"soft-rise:{name}",
            SOFT,
            f"At least one of them, {name}",
            drawn=drawn,
            asking=drawn.asking(asked),
            subject="At least one of them is asked for in",
            among=f"ML positions of {name}",
            how="The share of the source's ML positions of the quarter that ask for at least one of them.",
        )
