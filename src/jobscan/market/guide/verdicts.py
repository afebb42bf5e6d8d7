"""What the figures say of a claim: holds, higher, lower, or cannot be told, each by one rule.

Every rule goes by the interval over employers, or by Wilson's where there is none (no posting or every one
does). A figure of fewer than 30 postings, or of fewer than 5 employers, tells nothing whatever it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from jobscan.market.guide.figures import Figure
from jobscan.market.guide.words import Ends, between, shown

HOLDS: Final = "holds"
HIGHER: Final = "higher"
LOWER: Final = "lower"
UNTOLD: Final = "cannot be told"
VERDICTS: Final = (HOLDS, HIGHER, LOWER, UNTOLD)

TOO_WIDE: Final = 0.25
"""An interval wider than this part of the guide's number would also hold quite another one."""
SURE: Final = 0.95
"""In which share of the resamples what is called the first must come first."""
NAMED: Final = 0.01
"""What the guide says is there, without a number, must be in this share of postings: one in a hundred."""
MOST: Final = 0.5
"""What the guide says is usual must be in more than this share."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The market against the guide."""

    word: str
    """One of VERDICTS."""
    why: str
    """The reason, in a sentence without its full stop."""


Rule = Callable[[Figure], Verdict]


def untold(why: str) -> Rule:
    """The rule that nothing can be told."""
    return lambda _figure: Verdict(UNTOLD, why)


def against(guide: float, *, low: float | None = None, high: float | None = None) -> Rule:
    """The rule for a number that the guide names.

    low, high: the range that the guide's words cover, if they are a round number ("8 of 10": 0.75 to 0.85).
    Higher or lower: the whole interval lies beyond the range. Cannot be told: it does not, but is wider than
    TOO_WIDE of the number, or touches the range and holds neither the number nor, in the range, the figure.
    Else it holds.
    """
    least, most = guide if low is None else low, guide if high is None else high

    def rule(figure: Figure, ends: Ends) -> Verdict:
        if ends[1] < least:
            return Verdict(LOWER, f"the whole interval lies below {shown(least, figure.unit)}")
        if ends[0] > most:
            return Verdict(HIGHER, f"the whole interval lies above {shown(most, figure.unit)}")
        if ends[1] - ends[0] > TOO_WIDE * guide:
            return Verdict(UNTOLD, "the interval is so wide that it would hold quite another number as well")
        if ends[0] <= guide <= ends[1]:
            return Verdict(HOLDS, f"the interval holds the guide's {shown(guide, figure.unit)}")
        if figure.value is not None and least <= figure.value <= most:
            covered = between((least, most), figure.unit)
            return Verdict(HOLDS, f"the figure lies within {covered}, which the guide's words cover")
        return Verdict(UNTOLD, "the interval reaches what the guide's words cover, but only just")

    return _where_it_tells(rule)


def at_least(least: float) -> Rule:
    """The rule for what the guide says is there (NAMED) or usual (MOST): more than that share do."""
    bound = "one in a hundred" if least == NAMED else "half" if least == MOST else shown(least, "share")

    def rule(_figure: Figure, ends: Ends) -> Verdict:
        if ends[0] > least:
            return Verdict(HOLDS, f"the whole interval lies above {bound}")
        if ends[1] < least:
            return Verdict(LOWER, f"the whole interval lies below {bound}")
        return Verdict(UNTOLD, f"the interval lies on both sides of {bound}")

    return _where_it_tells(rule)


def more(figure: Figure) -> Verdict:
    """The rule for a difference, or a slope, of which the guide says that it is greater than zero."""

    def rule(_figure: Figure, ends: Ends) -> Verdict:
        if ends[0] > 0:
            return Verdict(HOLDS, "the whole interval lies above zero")
        if ends[1] < 0:
            return Verdict(LOWER, "the whole interval lies below zero")
        return Verdict(UNTOLD, "the interval lies on both sides of zero")

    return _where_it_tells(rule)(figure)


def first(figure: Figure) -> Verdict:
    """The rule for a rank of which the guide says that it is the first."""

    def rule(figure: Figure, _ends: Ends) -> Verdict:
        times = figure.probability or 0.0
        said = f"it comes first in {shown(times, 'share')} of the resamples of employers"
        if times >= SURE:
            return Verdict(HOLDS, said)
        return Verdict(LOWER if times <= 1 - SURE else UNTOLD, said)

    return _where_it_tells(rule)(figure)


def _where_it_tells(rule: Callable[[Figure, Ends], Verdict]) -> Rule:
    """The rule, where there is a figure of enough postings."""

    def guarded(figure: Figure) -> Verdict:
        if figure.too_small:
            return Verdict(UNTOLD, figure.too_small)
        if figure.value is None or figure.interval is None:
            return Verdict(UNTOLD, "the postings do not state it")
        return rule(figure, figure.interval)

    return guarded
