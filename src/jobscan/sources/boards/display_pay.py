"""Pay that a source shows as words in a field of its own: `$90k - $105k`, `$70 - $90 / hour`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from jobscan.posting import Pay
from jobscan.sources.fields import currency_code, pay_period, short_text
from jobscan.sources.schema_pay import pays_of

_NO_PAY: Final = re.compile(
    r"\b(?:stipend|bonus|commission|equity|allowance|per (?:project|article|word))", re.IGNORECASE
)
_AT_MOST: Final = re.compile(r"\b(?:up to|max(?:imum)?|under)\b", re.IGNORECASE)
_AT_LEAST: Final = re.compile(r"\b(?:from|starting|min(?:imum)?|over|at least)\b|\d\s*k?\s*\+", re.IGNORECASE)
_DOLLARS: Final = re.compile(r"\b(US|CA|C|AU|A)\$", re.IGNORECASE)
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")
_SHORT_PERIODS: Final = (
    ("year", r"\b(?:yr|p\.?a)\b"),
    ("month", r"\bmo\b"),
    ("week", r"\bwk\b"),
    ("hour", r"\b(?:hr|p\.?h)\b"),
)


def display_pay(value: Any) -> tuple[Pay, ...]:
    """The pay that a short text of a field states; () where that is not certain.

    >>> display_pay("$90k - $105k"), display_pay("Competitive")
    ((Pay(minimum=90000.0, maximum=105000.0, currency='', period=''),), ())
    >>> display_pay("Up to €30 / hour")
    (Pay(minimum=None, maximum=30.0, currency='EUR', period='hour'),)
    """
    text = short_text(value)
    if _NO_PAY.search(text):
        return ()
    return tuple(_worded(pay, text) for pay in pays_of({"baseSalary": text}))


def _worded(pay: Pay, text: str) -> Pay:
    """The pay with what the words around the amounts say."""
    short = (period for period, pattern in _SHORT_PERIODS if re.search(pattern, text, re.IGNORECASE))
    dollars = _DOLLARS.search(text)
    codes = (code for found in _CODE.findall(text) if (code := currency_code(found)) in _KNOWN_CODES)
    found = replace(
        pay,
        period=pay_period(text) or next(short, ""),
        currency=pay.currency or (currency_code(dollars[0]) if dollars else "") or next(codes, ""),
    )
    if pay.minimum != pay.maximum:
        return found
    if _AT_MOST.search(text):
        return replace(found, minimum=None)
    return replace(found, maximum=None) if _AT_LEAST.search(text) else found


_KNOWN_CODES: Final = frozenset(
    "AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN MYR NOK NZD PEN PHP "
    "PLN RON SAR SEK SGD THB TRY TWD USD UYU VND ZAR".split()
)
