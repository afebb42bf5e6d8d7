"""The claim on pay: $133,336 a year for an ML engineer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jobscan.market.guide.figures import Figure, mean_pay, median_pay
from jobscan.market.guide.findings import CLAIM, DETAIL, Finding, sentence, share_finding
from jobscan.market.guide.positions import Market
from jobscan.market.guide.verdicts import against
from jobscan.market.sample import Sample

PAY: Final = "pay"

_ROLE: Final = "ml-engineer"
_GUIDE: Final = 133_336.0
_RULE: Final = against(_GUIDE)
_HOW: Final = (
    "The {statistic} of salary_year_usd (the middle of the range offered, in US dollars a year) over "
    "postings for {who} that state pay. Those that do not may pay otherwise, and what is paid in the end "
    "is not known."
)
_SENIORITIES: Final = ("junior", "mid", "senior", "lead")


def pay_findings(market: Market) -> Iterator[Finding]:
    """The mean and the median for ML engineers; in the US, in dollars, and by seniority."""
    drawn = market.role(_ROLE)
    postings = drawn.postings
    yield _pay(
        "salary-mean", "ML engineers earn $133,336 a year on average", drawn, "ML engineers", kind=CLAIM
    )
    yield _pay("salary-median", "Median instead of mean", drawn, "ML engineers", median=True)
    yield share_finding(
        "salary-stated",
        PAY,
        "Postings for ML engineers that state pay",
        drawn=drawn,
        asking=postings["salary_year_usd"].notna().astype(bool),
        subject="Pay is stated in",
        among="postings for ML engineers",
        how="Postings for ML engineers in which salary_year_usd is not empty: the selection the pay is of.",
    )
    parts = [
        ("country-us", "ML engineers in the US", postings["country"] == "US"),
        ("paid-in-usd", "ML engineers paid in US dollars", postings["salary_currency"] == "USD"),
        *(
            (seniority, f"ML engineers, {seniority} level", postings["seniority"] == seniority)
            for seniority in _SENIORITIES
        ),
    ]
    for part, who, kept in parts:
        part_drawn = drawn.where(kept.astype(bool))
        yield _pay(f"salary-mean:{part}", f"Mean: {who}", part_drawn, who)
        yield _pay(f"salary-median:{part}", f"Median: {who}", part_drawn, who, median=True)


def _pay(
    claim_id: str, claim: str, drawn: Sample, who: str, *, median: bool = False, kind: str = DETAIL
) -> Finding:
    figure = median_pay(drawn) if median else mean_pay(drawn)
    return Finding(
        claim_id=claim_id,
        part=PAY,
        claim=claim,
        figure=figure,
        kind=kind,
        guide_value=_GUIDE,
        guide_says="$133,336",
        verdict=_RULE(figure),
        how=_HOW.format(statistic="median" if median else "mean", who=who),
        answer=_answer(figure, who, median=median),
    )


def _answer(figure: Figure, who: str, *, median: bool) -> str:
    if figure.value is None:
        return f"No posting for {who} states pay."
    subject = f"{'Half' if median else 'On average'}, {who} are offered"
    if median:
        subject = f"Half of the postings for {who} offer more than"
    said = sentence(subject, figure, among=who)
    return f"{said[:-2]}; {figure.of_postings:,} postings that state pay)."
