"""What may make two samples differ besides the time between them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from jobscan.market.sample import Sample
from jobscan.market.shares import small_note

# From where on it is told: the part of the postings that would have to change its source or role for both to
# have the same mixture; how many times more skills one names; the part of one employer.
_MIXED: Final = 0.2
_LONGER: Final = 1.15
_MOST: Final = 0.5

_SAME: Final = ["posting_id", "title", "company"]


def cautions(a: Sample, b: Sample) -> tuple[str, ...]:
    """What to be careful of when A is held against B, in sentences; none of nothing."""
    if not (a.of and b.of):
        return ()
    said = [*_small("A", a), *_small("B", b), _same_postings(a, b), _sources(a, b), _roles(a, b)]
    said += [_lengths(a, b), _dates(a, b), _flood("A", a), _flood("B", b)]
    return tuple(sentence for sentence in said if sentence)


def _small(name: str, drawn: Sample) -> list[str]:
    note = small_note(drawn.of, drawn.employers)
    return [f"{name} is small: {note}."] if note else []


def _same_postings(a: Sample, b: Sample) -> str:
    same = len(a.postings[_SAME].merge(b.postings[_SAME], on=_SAME))
    if not same:
        return ""
    return (
        f"{same:,} postings stand in both, of {a.of:,} in A and {b.of:,} in B (the same id, title and "
        "employer): they make A and B more alike than what was newly posted is."
    )


def _sources(a: Sample, b: Sample) -> str:
    apart, most = _apart(a.postings["source"], b.postings["source"])
    if apart <= _MIXED:
        return ""
    if apart == 1:
        return (
            "A and B have no source in common: what differs between their boards cannot be told from what "
            "changed with time."
        )
    return f"The sources differ ({most}): see within_sources for what is left within the same source."


def _roles(a: Sample, b: Sample) -> str:
    apart, most = _apart(a.postings["role"], b.postings["role"])
    if apart <= _MIXED:
        return ""
    return f"The kinds of job differ ({most}): see within_roles for what is left within the same role."


def _lengths(a: Sample, b: Sample) -> str:
    named_a, named_b = (float(drawn.postings["skills"].mean()) for drawn in (a, b))
    if max(named_a, named_b) <= _LONGER * min(named_a, named_b):
        return ""
    change, texts = ("rose", "longer") if named_b > named_a else ("fell", "shorter")
    named = f"Postings of B name {named_b:.0f} skills on average, those of A {named_a:.0f}"
    return f"{named}: where nearly all skills {change}, the texts may only have become {texts}."


def _dates(a: Sample, b: Sample) -> str:
    middle_a, middle_b = (_middle(drawn.postings["date_posted"]) for drawn in (a, b))
    if not (middle_a and middle_b) or middle_b >= middle_a:
        return ""
    return f"B is older than A (posted about {middle_b} and {middle_a}): what rose fell as time went by."


def _flood(name: str, drawn: Sample) -> str:
    largest = drawn.postings["employer"].value_counts().sort_index().sort_values(kind="stable").tail(1)
    part = float(largest.iloc[0]) / drawn.of
    if part <= _MOST or drawn.employers == 1:
        return ""
    return f"{100 * part:.0f} % of the postings of {name} are of one employer, {largest.index[0]}."


def _apart(a: pd.Series[str], b: pd.Series[str]) -> tuple[float, str]:
    """What part would have to change for both to have the same mixture, and the value that differs most."""
    shares = pd.concat([one.value_counts(normalize=True) for one in (a, b)], axis=1, keys=["a", "b"])
    shares = shares.astype("float64").fillna(0.0).sort_index()
    apart = (shares["b"] - shares["a"]).abs()
    value, at = str(apart.idxmax()), int(apart.argmax())
    part_a, part_b = (100 * float(shares[name].iloc[at]) for name in ("a", "b"))
    return round(float(apart.sum()) / 2, 6), f"{value or 'unknown'} {part_a:.0f} % of A, {part_b:.0f} % of B"


def _middle(dates: pd.Series[str]) -> str:
    """The median date, "" where none is stated."""
    stated = sorted(date for date in dates if date)
    return stated[len(stated) // 2] if stated else ""
