"""The claims on the work itself: what is counted, Python, the kinds of role, and domains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from jobscan.market.guide.figures import Figure
from jobscan.market.guide.findings import CLAIM, DETAIL, Finding, sentence, share_finding
from jobscan.market.guide.positions import (
    APPLIED,
    ML_ROLES,
    POSITIONS,
    SCIENTISTS,
    SUBJECT,
    WHICH,
    Market,
    role_name,
)
from jobscan.market.guide.verdicts import NAMED, against, at_least
from jobscan.market.guide.words import shown
from jobscan.market.sample import Sample
from jobscan.market.shares import DIGITS, MIN_POSTINGS
from jobscan.vocabulary import DOMAINS, OTHER_DOMAIN, REQUIRED

SAMPLE: Final = "sample"
PYTHON: Final = "python"
ROLES: Final = "roles"
DOMAIN: Final = "domains"

_PYTHON: Final = "python"
_SHARE: Final = 0.8
# What "8 of 10" covers.
_RULE: Final = against(_SHARE, low=0.75, high=0.85)
# "Healthcare, finance, or robotics": the guide's own examples.
_EXAMPLES: Final = ("healthcare", "finance", "robotics")


def sample_findings(market: Market) -> Iterator[Finding]:
    """What all figures rest on."""
    everything, positions = market.everything, market.positions
    count = Figure(
        "postings", float(everything.of), None, None, everything.of, everything.employers, everything.of
    )
    yield Finding(
        claim_id="sample-postings",
        part=SAMPLE,
        claim="Postings that count",
        figure=count,
        how="Postings in English, or too short to tell, that are no duplicates of others.",
        answer=f"{everything.of:,} postings of {everything.employers:,} employers count.",
    )
    inside = everything.postings["posting_id"].isin(positions.postings["posting_id"]).astype(bool)
    found = share_finding(
        "sample-positions",
        SAMPLE,
        "Those that are ML positions",
        drawn=everything,
        asking=inside,
        subject="ML positions are",
        among="postings",
        how=WHICH,
    )
    part = shown(found.figure.value or 0.0, "share")
    yield replace(found, answer=f"Of these, {positions.of:,} ({part}) are ML positions.")
    yield share_finding(
        "sample-dated",
        SAMPLE,
        "ML positions that state the day they were posted",
        drawn=positions,
        asking=(positions.postings["date_posted"] != "").astype(bool),
        subject="A date stands in",
        how="The column date_posted of postings.csv is not empty.",
    )
    largest = positions.postings["employer"].value_counts()
    most = int(largest.max()) if len(largest) else 0
    share_of_one = round(most / positions.of, DIGITS) if positions.of else None
    figure = Figure("share", share_of_one, None, None, positions.of, positions.employers, most)
    yield Finding(
        claim_id="sample-largest-employer",
        part=SAMPLE,
        claim="ML positions of the employer that has the most",
        figure=figure,
        how="Employers are told apart by their names without legal forms (Inc, Ltd, GmbH).",
        answer=sentence("The employer with the most has", figure, among=POSITIONS),
    )


def python_findings(market: Market) -> Iterator[Finding]:
    """Python: required, asked for at all; by role and by source, and among other choices of positions."""
    positions = market.positions
    yield _python(
        "python-required",
        "Python is required in 8 of 10 ML positions",
        positions,
        market,
        level=REQUIRED,
        kind=CLAIM,
    )
    yield _python(
        "python-asked",
        "Python is asked for in 8 of 10 ML positions, counting every way of asking",
        positions,
        market,
        kind=CLAIM,
    )
    for role in ML_ROLES:
        drawn, name = market.role(role), role_name(role)
        yield _python(
            f"python-required:{role}", f"Required: {name}", drawn, market, level=REQUIRED, among=name
        )
        yield _python(f"python-asked:{role}", f"Asked for: {name}", drawn, market, among=name)
    for source in _sources(positions):
        drawn = positions.where((positions.postings["source"] == source).astype(bool))
        named = source or "no source stated"
        among = "ML positions of this source"
        yield _python(
            f"python-asked:source:{source}", f"Asked for: source {named}", drawn, market, among=among
        )
    yield from _python_other_choices(market)


def _python_other_choices(market: Market) -> Iterator[Finding]:
    """Python among other postings than the ML positions: how far the choice decides the figure."""
    roles = market.everything.postings["role"].isin(ML_ROLES).astype(bool)
    any_scientist, among = market.everything.where(roles), "postings of these roles"
    asking_subject = market.everything.where(market.everything.asking(SUBJECT))
    yield _python(
        "python-required:all-scientists",
        "Required: ML positions and all other scientists",
        any_scientist,
        market,
        level=REQUIRED,
        among=among,
    )
    yield _python(
        "python-asked:all-scientists",
        "Asked for: ML positions and all other scientists",
        any_scientist,
        market,
        among=among,
    )
    yield _python(
        "python-asked:asks-for-ml",
        "Asked for: any job that asks for ML, deep learning or AI",
        asking_subject,
        market,
        among="postings that ask for ML, deep learning or AI",
    )


def _python(
    claim_id: str,
    claim: str,
    drawn: Sample,
    market: Market,
    *,
    level: str | None = None,
    among: str = POSITIONS,
    kind: str = DETAIL,
) -> Finding:
    known = market.known(_PYTHON)
    ways = "required" if level else "required, preferred or mentioned as a duty or part of the stack"
    return share_finding(
        claim_id,
        PYTHON,
        claim,
        drawn=drawn,
        asking=drawn.asking(known, level) if known else None,
        subject=f"Python is {'required' if level else 'asked for'} in",
        among=among,
        rule=_RULE,
        kind=kind,
        guide_value=_SHARE,
        guide_says="8 of 10",
        how=f"The share of {among} in which Python is {ways}.",
    )


def _sources(drawn: Sample) -> list[str]:
    """The sources of enough postings, most first, ties by name."""
    counts = drawn.postings["source"].value_counts()
    kept = [str(source) for source in counts.index[counts >= MIN_POSTINGS]]
    return sorted(kept, key=lambda source: (-int(counts[source]), source))


def role_findings(market: Market) -> Iterator[Finding]:
    """The guide's four kinds of role, and the roles they are made of."""
    role = market.positions.postings["role"]
    kinds = (
        (
            "research-scientist",
            "Research scientists",
            role == "research-scientist",
            "role research-scientist",
        ),
        ("applied-ml-engineer", "Applied ML engineers", role.isin(APPLIED), f"roles {', '.join(APPLIED)}"),
        ("mlops-engineer", "MLOps engineers", role == "mlops-engineer", "role mlops-engineer"),
    )
    for kind, name, asking, how in kinds:
        yield _kind(kind, name, market, asking, f"{name} are", how)
    yield _kind(
        "domain-specialist",
        "Domain specialists",
        market,
        _in_domain(market.positions),
        "Domain specialists, those whose posting is clearly of one industry, are",
        "any ML role whose posting has a domain; this kind overlaps with the other three",
    )
    for role_id in ML_ROLES:
        name = role_name(role_id)
        yield share_finding(
            f"role-share:{role_id}",
            ROLES,
            name[0].upper() + name[1:],
            drawn=market.positions,
            asking=(role == role_id).astype(bool),
            subject=f"{name[0].upper()}{name[1:]} are",
            how=f"The share of ML positions of the role {role_id}."
            + (f" They ask for one of {', '.join(SUBJECT)}." if role_id in SCIENTISTS else ""),
        )


def _kind(kind: str, name: str, market: Market, asking: pd.Series[bool], subject: str, how: str) -> Finding:
    return share_finding(
        f"role-{kind}",
        ROLES,
        f"{name} are one kind of role",
        drawn=market.positions,
        asking=asking.astype(bool),
        subject=subject,
        rule=at_least(NAMED),
        kind=CLAIM,
        guide_says="named",
        how=f"The share of ML positions: {how}. It holds if more than one in a hundred are.",
    )


def domain_findings(market: Market) -> Iterator[Finding]:
    """The domains that the guide gives as examples, then all of them, the most frequent first."""
    domain, drawn = market.positions.postings["domain"], market.positions
    yield share_finding(
        "domain-examples",
        DOMAIN,
        "Healthcare, finance and robotics are fields of domain specialists",
        drawn=drawn,
        asking=domain.isin(_EXAMPLES).astype(bool),
        subject="Healthcare, finance or robotics is the industry of",
        rule=at_least(NAMED),
        kind=CLAIM,
        guide_says="named",
        how="The share of ML positions whose domain is one of the three. It holds if more than one in a "
        "hundred.",
    )
    known = market.known("domain-knowledge")
    yield share_finding(
        "domain-knowledge-asked",
        DOMAIN,
        "Of one industry, and knowledge of a field is asked for",
        drawn=drawn,
        asking=(_in_domain(drawn) & drawn.asking(known)) if known else None,
        subject="Knowledge of a field is asked for by employers of a clear industry in",
        how="The share of ML positions that are clearly of one industry and ask for the skill "
        "domain-knowledge.",
    )
    counts = domain.value_counts()
    named = [name for name in DOMAINS if name != OTHER_DOMAIN]
    for name in sorted(named, key=lambda name: (-int(counts.get(name, 0)), name)):
        example = name in _EXAMPLES
        words = name.replace("-", " and ")
        yield share_finding(
            f"domain:{name}",
            DOMAIN,
            words[0].upper() + words[1:],
            drawn=drawn,
            asking=(domain == name).astype(bool),
            subject=f"{words[0].upper()}{words[1:]} is the industry of",
            rule=at_least(NAMED) if example else None,
            guide_says="named" if example else "",
            how=f"The share of ML positions whose domain is {name}.",
        )


def _in_domain(drawn: Sample) -> pd.Series[bool]:
    """Which postings are clearly of one industry."""
    return (~drawn.postings["domain"].isin([OTHER_DOMAIN, ""])).astype(bool)
