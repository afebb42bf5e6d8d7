"""What dates can tell: quarters of one source, and the growth of demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from jobscan.market.guide.figures import Figure, growth
from jobscan.market.guide.findings import CLAIM, Finding
from jobscan.market.guide.positions import Market
from jobscan.market.guide.verdicts import untold
from jobscan.market.guide.words import shown
from jobscan.market.sample import Sample
from jobscan.market.shares import MIN_EMPLOYERS, MIN_POSTINGS

GROWTH: Final = "growth"
LEAST_QUARTERS: Final = 4
"""How many quarters of MIN_POSTINGS postings of one source it takes to see a change."""

_GUIDE: Final = 0.4
# 40 % in the four years from 2023 to 2027: 1.4 ** (1 / 4) - 1.
_GUIDE_A_YEAR: Final = 0.087757
_HEAP: Final = 0.5
"""A source whose last quarter holds more than this share of its dated postings is a picture of one day: those
of earlier quarters are the few that were still open."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A source with enough quarters, and its postings of those quarters."""

    name: str
    drawn: Sample
    quarters: int


def quarters(drawn: Sample) -> pd.Series[int]:
    """The number of each posting's quarter, counted from the year 0; -1 of a posting without a month."""
    parts = drawn.postings["date_posted"].str.extract(r"^(\d{4})-(\d{2})").astype("Float64")
    numbers = parts[0] * 4 + (parts[1] - 1) // 3
    return numbers.fillna(-1).astype("int64")


def quarter_name(number: int) -> str:
    """A quarter as it is written.

    >>> quarter_name(2024 * 4 + 1)
    '2024-Q2'
    """
    return f"{number // 4:04}-Q{number % 4 + 1}"


def best_source(drawn: Sample) -> Source | None:
    """The source with the most quarters of MIN_POSTINGS postings; None where none has LEAST_QUARTERS.

    Of fewer than MIN_EMPLOYERS employers it does not count. Ties: the more postings, then the name.
    """
    found: list[tuple[int, int, str, Sample]] = []
    number = quarters(drawn)
    for name, counts in _by_source(drawn).items():
        kept = drawn.where(((drawn.postings["source"] == name) & number.isin(counts)).astype(bool))
        if len(counts) >= LEAST_QUARTERS and kept.employers >= MIN_EMPLOYERS:
            found.append((-len(counts), -kept.of, name, kept))
    if not found:
        return None
    less, _, name, kept = min(found, key=lambda item: item[:3])
    return Source(name, kept, -less)


def missing_dates(drawn: Sample) -> str:
    """Why the dates do not tell a change."""
    number = quarters(drawn)
    dated = int((number >= 0).sum())
    reached = max((len(counts) for counts in _by_source(drawn).values()), default=0)
    said = (
        f"it takes {LEAST_QUARTERS} quarters of {MIN_POSTINGS} dated ML positions from one source of "
        f"{MIN_EMPLOYERS} employers; {dated:,} of {drawn.of:,} state a date, and the best source has "
        f"{reached} such quarter{'' if reached == 1 else 's'}"
    )
    if reached >= LEAST_QUARTERS:
        return f"{said}, but too few employers"
    together = int((number[number >= 0].value_counts() >= MIN_POSTINGS).sum())
    if together >= LEAST_QUARTERS:
        said += (
            f" (all together have {together}, but different sources stand for different quarters there, and "
            "a change from one to the other is none over time)"
        )
    return said


def _by_source(drawn: Sample) -> dict[str, list[int]]:
    """The quarters of at least MIN_POSTINGS postings of each source."""
    number = quarters(drawn)
    named = drawn.postings["source"].tolist()
    counts = Counter((name, at) for name, at in zip(named, number.tolist(), strict=True) if at >= 0)
    found: dict[str, list[int]] = {}
    for (source, quarter), postings in sorted(counts.items()):
        if postings >= MIN_POSTINGS:
            found.setdefault(source, []).append(quarter)
    return found


def growth_findings(market: Market) -> Iterator[Finding]:
    """The growth of demand: never a verdict, at best a number with a caution."""
    drawn = market.positions
    nothing = Figure("growth_a_year", None, None, None, drawn.of, drawn.employers)
    yield Finding(
        claim_id="demand-growth",
        part=GROWTH,
        claim="Demand for ML specialists grows by 40 % from 2023 to 2027",
        figure=replace(nothing, unit="growth"),
        kind=CLAIM,
        guide_value=_GUIDE,
        guide_says="+40 %",
        verdict=untold(
            "how many postings of a time were saved says how they were collected, not how many there were; "
            "and what will be in 2027 stands in no posting"
        )(nothing),
        how="Not measured: postings that somebody saved are no count of all postings.",
        answer="Postings that somebody saved cannot tell how demand grows.",
    )
    source = best_source(drawn)
    inner = None if source is None else _inner(drawn, source)
    why = missing_dates(drawn) if source is None or inner is None else _not_even(drawn, source.name, inner)
    figure = nothing if why or inner is None else growth(inner, quarters(inner))
    yield Finding(
        claim_id="demand-growth:a-year",
        part=GROWTH,
        claim="The same as a change a year, within one source",
        figure=figure,
        guide_value=_GUIDE_A_YEAR,
        guide_says="+9 % a year",
        verdict=untold(why or "it would tell only if the source was collected evenly over all that time")(
            figure
        ),
        how="The number of ML positions by quarter of date_posted within one source, without its first and "
        "last quarter, which may be cut: the slope of its logarithm, a year. Only where at least "
        f"{LEAST_QUARTERS} quarters in a row are left, and the source's last quarter holds no more than "
        "half of its dated postings.",
        answer="The dates do not allow a number."
        if figure.value is None
        else f"Within one source the number of ML positions changes by {shown(figure.value, figure.unit)}.",
        note="" if source is None else f"one source only: {source.name}",
    )


def _inner(drawn: Sample, source: Source) -> Sample:
    """The source's postings of enough quarters without those of its first and its last quarter."""
    every = quarters(_dated(drawn, source.name))
    number = quarters(source.drawn)
    return source.drawn.where(((number > every.min()) & (number < every.max())).astype(bool))


def _dated(drawn: Sample, source: str) -> Sample:
    return drawn.where(((drawn.postings["source"] == source) & (quarters(drawn) >= 0)).astype(bool))


def _not_even(drawn: Sample, source: str, inner: Sample) -> str:
    """Why a source's quarters cannot be counted against each other, "" where they may."""
    every, kept = quarters(_dated(drawn, source)), sorted(set(quarters(inner).tolist()))
    last = float((every == every.max()).mean())
    if last > _HEAP:
        return (
            f"{shown(last, 'share')} of the source's dated ML positions are of its last quarter: it shows "
            "what was open on one day, when most of the earlier ones had been filled"
        )
    if len(kept) < LEAST_QUARTERS or kept[-1] - kept[0] >= len(kept):
        return f"without its first and last quarter the source has no {LEAST_QUARTERS} quarters in a row"
    return ""
