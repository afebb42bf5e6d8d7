"""Pay as schema.org nodes state it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from jobscan.posting import Pay
from jobscan.sources.fields import currency_code, pay_period, short_text
from jobscan.sources.schema_values import Node, items, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["pays_of"]

_LOCAL_PERIODS = {"時給": "hour", "日給": "day", "月": "month", "年": "year"}

# An amount: digits with groups parted by the same mark, then decimals, then k.
_AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,3}(?:[ \u00a0\u202f']\d{3})+|\d+)"
    r"(\.\d+|,\d{1,2}(?!\d))?\s*(k\b)?",
    re.IGNORECASE,
)
# A longer string is a sentence, whose numbers may be anything.
_MAX_PAY_CHARS = 60


def pays_of(node: Node) -> Iterator[Pay]:
    """What baseSalary states, each amount once; an estimatedSalary is nobody's promise."""
    fallback = currency_code(scalar(node.get("salaryCurrency")))
    seen: set[Pay] = set()
    for item in items(node.get("baseSalary")):
        pay = _pay(item, fallback)
        if pay and pay not in seen:
            seen.add(pay)
            yield pay


def _pay(item: Any, fallback: str) -> Pay | None:
    """One amount or range, None where it states none (0 is what pages send for unknown)."""
    if not isinstance(item, dict):
        minimum, maximum = _range(item)
        currency = _currency_in(item) if isinstance(item, str) else ""
        return Pay(minimum, maximum, currency or fallback, "") if minimum or maximum else None
    inner = scalar(item.get("value"))
    levels = [inner, item] if isinstance(inner, dict) else [item]
    minimum = next(
        (found for level in levels if (found := _number(level.get("minValue", level.get("minPrice"))))),
        None,
    )
    maximum = next(
        (found for level in levels if (found := _number(level.get("maxValue", level.get("maxPrice"))))),
        None,
    )
    if minimum is None and maximum is None:
        ranges = (_range(level.get(key)) for level in levels for key in ("value", "price"))
        minimum, maximum = next(filter(any, ranges), (None, None))
    minimum, maximum = _ordered(minimum, maximum)
    if minimum is None and maximum is None:
        return None
    currencies = (
        currency_code(level.get(key)) for level in (item, *levels) for key in ("currency", "priceCurrency")
    )
    units = (_period(level.get(key)) for level in levels for key in ("unitText", "unitCode", "duration"))
    return Pay(minimum, maximum, next(filter(None, currencies), fallback), next(filter(None, units), ""))


def _period(value: Any) -> str:
    text = short_text(value)
    return pay_period(text) or next((period for word, period in _LOCAL_PERIODS.items() if word in text), "")


def _number(value: Any) -> float | None:
    """A positive amount; None for 0, for text without exactly one amount, and for what no one earns."""
    minimum, maximum = _range(scalar(value))
    return minimum if minimum == maximum else None


def _range(value: Any) -> tuple[float | None, float | None]:
    """The least and the greatest amount of a number or a short text; (None, None) rather than a guess."""
    if value is None or isinstance(value, bool | dict | list):
        return None, None
    if isinstance(value, int | float):
        return (float(value), float(value)) if _is_plausible(value) else (None, None)
    text = str(value)
    amounts = list(_AMOUNT.finditer(text)) if len(text) <= _MAX_PAY_CHARS else []
    if not 1 <= len(amounts) <= 2:
        return None, None
    numbers = [_amount(found) for found in amounts]
    if len(numbers) == 2 and amounts[1].group(3) and not amounts[0].group(3) and numbers[0] < 1_000:
        numbers[0] *= 1_000  # "$120-150k"
    if not all(_is_plausible(number) for number in numbers):
        return None, None
    return _ordered(numbers[0], numbers[-1])


def _amount(found: re.Match[str]) -> float:
    digits = re.sub(r"\D", "", found.group(1))
    decimals = (found.group(2) or "").replace(",", ".")
    return float(digits + decimals) * (1_000 if found.group(3) else 1)


def _is_plausible(number: float) -> bool:
    return math.isfinite(number) and 0 < number < 1e9


def _ordered(minimum: float | None, maximum: float | None) -> tuple[float | None, float | None]:
    """The two in order; neither where they cannot be of one unit (`90000` to `120`)."""
    if minimum is None or maximum is None or minimum <= maximum:
        return minimum, maximum
    return (maximum, minimum) if minimum <= 10 * maximum else (None, None)


def _currency_in(text: str) -> str:
    found = re.search(
        r"\b(USD|EUR|GBP|CAD|AUD|INR|CHF|JPY|SEK|NOK|DKK|PLN|SGD|NZD|BRL|MXN)\b|[€£₹]|US\$", text
    )
    return currency_code(found.group()) if found else ""
