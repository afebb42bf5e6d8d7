"""Numbers as a reader wants them."""

from __future__ import annotations

Ends = tuple[float, float]
"""The lower and the upper end of an interval."""

_TAILS = (" %", " points", " points a year", " % a year")


def shown(value: float, unit: str) -> str:
    """A number in its unit.

    >>> shown(0.0423, "share"), shown(0.669, "share"), shown(133336, "usd"), shown(-0.12, "points")
    ('4.2 %', '67 %', '$133,336', '-12 points')
    """
    if unit == "usd":
        return f"${value:,.0f}"
    if unit == "rank":
        return f"no. {value:.0f}"
    if unit == "postings":
        return f"{value:,.0f}"
    if unit == "growth_a_year":
        return f"{100 * value:+,.0f} % a year"
    number = percent(abs(value))
    if unit == "share":
        return f"{number} %"
    sign = "" if number == "0" else "-" if value < 0 else "+"
    return f"{sign}{number} points{' a year' if unit == 'points_a_year' else ''}"


def percent(share: float) -> str:
    """A share in per cent, whole, but for small ones with one decimal.

    >>> percent(0.6249), percent(0.0423), percent(0.0)
    ('62', '4.2', '0')
    """
    return f"{100 * share:.1f}" if 0 < round(100 * share, 1) < 9.95 else f"{100 * share:.0f}"


def between(ends: Ends, unit: str) -> str:
    """An interval.

    >>> between((0.64, 0.69), "share"), between((183000, 214000), "usd"), between((1, 1), "rank")
    ('64 to 69 %', '$183,000 to $214,000', 'no. 1')
    """
    low, high = (shown(end, unit) for end in ends)
    if low == high:
        return high
    for tail in _TAILS:
        if low.endswith(tail) and high.endswith(tail):
            low = low.removesuffix(tail)
            break
    return f"{low} to {high}"
