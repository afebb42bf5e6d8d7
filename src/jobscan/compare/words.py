"""Numbers and lists in words."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float) -> str:
    """A number with at most one decimal.

    >>> number(3.0), number(2.54), number(1500)
    ('3', '2.5', '1,500')
    """
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def count(value: float, thing: str) -> str:
    """A number of things.

    >>> count(1, "posting"), count(2.5, "year")
    ('1 posting', '2.5 years')
    """
    shown = number(value)
    return f"{shown} {thing}{'' if shown == '1' else 's'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as a list of a sentence.

    >>> listed(["R", "SQL", "Go"]), listed(["R", "Go"], "or"), listed(["R"])
    ('R, SQL and Go', 'R or Go', 'R')
    """
    *first, end = names or ("",)
    return f"{', '.join(first)} {last} {end}" if first else end
