"""A finding: a claim or a detail of one, measured and judged, as a row of GUIDE_CHECK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jobscan.market.guide.figures import Figure, share
from jobscan.market.guide.positions import POSITIONS
from jobscan.market.guide.tables import GUIDE_CHECK
from jobscan.market.guide.verdicts import Rule, Verdict, untold
from jobscan.market.guide.words import between, shown
from jobscan.market.sample import Sample
from jobscan.tables import Cell, Row

CLAIM: Final = "claim"
DETAIL: Final = "detail"

UNKNOWN_SKILL: Final = "no skill of the lexicon stands for it"

# In a cell of an id: the name of a source may hold anything.
_BREAKS: Final = str.maketrans(dict.fromkeys("\t\r\n\v\f", " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim of the guide, or a detail that goes with one, and what the postings say of it."""

    claim_id: str
    part: str
    claim: str
    figure: Figure
    how: str
    answer: str = ""
    kind: str = DETAIL
    guide_value: float | None = None
    guide_says: str = ""
    verdict: Verdict | None = None
    """None of a detail that tests nothing."""
    note: str = ""
    """What to bear in mind besides figure.note."""

    @property
    def row(self) -> Row:
        """Its row of GUIDE_CHECK."""
        figure, none = self.figure, (None, None)
        cells: dict[str, Cell] = {
            "claim_id": self.claim_id.translate(_BREAKS),
            "claim": self.claim.translate(_BREAKS),
            "guide_value": self.guide_value,
            "measured": figure.value,
            "of_postings": figure.of_postings,
            "verdict": self.verdict.word if self.verdict else "",
            "how": self.how,
            "kind": self.kind,
            "part": self.part,
            "guide_says": self.guide_says,
            "unit": figure.unit,
            "capped": figure.capped,
            "probability": figure.probability,
            "postings": figure.postings,
            "employers": figure.employers,
            "why": self.verdict.why.translate(_BREAKS) if self.verdict else "",
            "answer": self.answer,
            "note": "; ".join(filter(None, (figure.note, self.note))),
        }
        cells["ci_low"], cells["ci_high"] = figure.ci or none
        cells["cluster_low"], cells["cluster_high"] = figure.cluster or none
        return tuple(cells[name] for name in GUIDE_CHECK.names)


def share_finding(
    claim_id: str,
    part: str,
    claim: str,
    *,
    drawn: Sample,
    asking: pd.Series[bool] | None,
    subject: str,
    how: str,
    among: str = POSITIONS,
    rule: Rule | None = None,
    kind: str = DETAIL,
    guide_value: float | None = None,
    guide_says: str = "",
    note: str = "",
) -> Finding:
    """The finding of a share.

    asking: which postings do; None where no skill of the lexicon stands for what is claimed. subject: what
    is so in them, as a sentence begins ("Python is required in"). among: what the postings are.
    """
    if asking is None:
        figure = Figure("share", None, None, None, drawn.of, drawn.employers)
        answer, rule = f"It was not looked for: {UNKNOWN_SKILL}.", untold(UNKNOWN_SKILL) if rule else None
    else:
        figure = share(drawn, asking)
        answer = sentence(subject, figure, among=among)
    return Finding(
        claim_id=claim_id,
        part=part,
        claim=claim,
        figure=figure,
        how=how,
        answer=answer,
        kind=kind,
        guide_value=guide_value,
        guide_says=guide_says,
        verdict=rule(figure) if rule else None,
        note=note,
    )


def sentence(subject: str, figure: Figure, *, among: str) -> str:
    """A share or an amount of pay in a sentence, with what it rests on."""
    if figure.value is None:
        return f"No posting tells it: there are {figure.of_postings:,} {among}."
    said = f"{subject} {shown(figure.value, figure.unit)}"
    said += f" of {figure.of_postings:,} {among}" if figure.unit == "share" else ""
    told = [f"95 % interval {between(figure.interval, figure.unit)}"] if figure.interval else []
    told.append(f"{figure.employers:,} employer{'' if figure.employers == 1 else 's'}")
    return f"{said} ({', '.join(told)})."
