"""The facts of a posting that can be scored, each read from a label and from a row of postings alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from jobscan.errors import JobscanError
from jobscan.vocabulary import DEGREE_FIELDS, DEGREES, DOMAINS, ROLES, SENIORITIES, WORKPLACES

UNSTATED: Final = "unstated"
"""What a label says of a workplace that the posting does not tell."""
_PERIODS: Final = ("year", "month", "week", "day", "hour")
_TOO_LARGE: Final = 1e15
_NOT_LABELLED: Final = "; leave the field out where it was not labelled"


class Stated(NamedTuple):
    """Pay: one amount or two. "From 50,000" and "50,000" are the same."""

    amounts: tuple[float, ...]
    """The lowest first."""
    currency: str
    period: str


Answer = str | float | frozenset[str] | Stated | None
"""What a fact is, in the form in which both sides are compared. Not stated: "", None or an empty set."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a label and a row of postings answer alike."""

    of_label: Callable[[object], Answer]
    """Of the value that stands in the JSON. Raises JobscanError that says what is legal."""
    of_row: Callable[[Mapping[str, Any]], Answer]
    """Of a row of jobscan.tables.POSTINGS."""
    quote: str
    """The column of postings with the words that decided it."""
    is_set: bool = False
    """Whether it holds several values, each of which may be right."""


def shown(answer: Answer) -> str:
    """A fact in words that a table has room for; "" where it is not stated.

    >>> shown(Stated((40000.0, 60000.0), "GBP", "year")), shown(frozenset({"phd", "master"})), shown(5.0)
    ('40,000 to 60,000 GBP a year', 'master;phd', '5')
    """
    if answer is None or isinstance(answer, str):
        return answer or ""
    if isinstance(answer, frozenset):
        return ";".join(sorted(answer))
    if isinstance(answer, Stated):
        amounts = " to ".join(f"{amount:,.10g}" for amount in answer.amounts)
        return f"{amounts} {answer.currency}".rstrip() + (f" a {answer.period}" if answer.period else "")
    return f"{answer:g}"


def check_choice(value: object, legal: Collection[str]) -> str:
    """The value, if it is one of the legal ones. Raises JobscanError that lists them."""
    if isinstance(value, str) and value in legal:
        return value
    more = "" if value else _NOT_LABELLED
    raise JobscanError(f"{value!r} is not legal; legal are {', '.join(legal)}{more}")


def _choice(name: str, legal: Collection[str], quote: str) -> Fact:
    return Fact(lambda value: check_choice(value, legal), lambda row: _text(row, name), quote)


def _choice_or_null(name: str, legal: Collection[str], quote: str) -> Fact:
    """A fact whose label is null where none is stated."""
    return Fact(
        lambda value: "" if value is None else check_choice(value, legal), lambda row: _text(row, name), quote
    )


def _choices(name: str, legal: Collection[str], quote: str) -> Fact:
    def of_label(value: object) -> Answer:
        if not isinstance(value, list):
            raise JobscanError(f"expected a list, [] where there is none{_NOT_LABELLED}")
        return frozenset(check_choice(item, legal) for item in value)

    def of_row(row: Mapping[str, Any]) -> Answer:
        return frozenset(filter(None, map(str.strip, _text(row, name).split(";"))))

    return Fact(of_label, of_row, quote, is_set=True)


def _number_of_label(value: object) -> float | None:
    """A number that is not negative, or None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _TOO_LARGE:
        raise JobscanError(f"{value!r} is not legal; expected a number, or null where none is stated")
    return float(value)


def _salary_of_label(value: object) -> Stated | None:
    if value is None:
        return None
    if not isinstance(value, dict) or (unknown := value.keys() - {"min", "max", "currency", "period"}):
        found = f"the key {min(unknown)!r}" if isinstance(value, dict) else repr(value)
        raise JobscanError(
            f"{found} is not legal; expected an object of min, max, currency and period, or null"
        )
    amounts = {_number_of_label(value.get(name)) for name in ("min", "max")} - {None}
    if not amounts:
        raise JobscanError("neither min nor max is a number; expected null where no pay is stated")
    currency, period = value.get("currency"), value.get("period")
    if not isinstance(currency, str):
        raise JobscanError(f"currency {currency!r} is not legal; expected a code such as USD")
    return Stated(_sorted(amounts), currency, check_choice(period, _PERIODS))


def _salary_of_row(row: Mapping[str, Any]) -> Stated | None:
    amounts = {_number(row, name) for name in ("salary_min", "salary_max")} - {None}
    if not amounts:
        return None
    return Stated(_sorted(amounts), _text(row, "salary_currency"), _text(row, "salary_period"))


def _sorted(amounts: Collection[float | None]) -> tuple[float, ...]:
    return tuple(sorted(amount for amount in amounts if amount is not None))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return "" if pd.isna(value) else str(value)


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    return None if pd.isna(value) else float(value)


FACTS: Final[Mapping[str, Fact]] = {
    "role": _choice("role", ROLES, "role_quote"),
    "seniority": _choice("seniority", SENIORITIES, "seniority_quote"),
    "domain": _choice("domain", DOMAINS, "domain_quote"),
    "degree_min": _choice_or_null("degree_min", DEGREES, "degree_quote"),
    "degrees": _choices("degrees", DEGREES, "degree_quote"),
    "degree_fields": _choices("degree_fields", DEGREE_FIELDS, "degree_quote"),
    "years_min": Fact(_number_of_label, lambda row: _number(row, "years_min"), "years_quote"),
    "salary": Fact(_salary_of_label, _salary_of_row, "salary_quote"),
    "remote": Fact(
        lambda value: check_choice(value, (*WORKPLACES, UNSTATED)),
        lambda row: _text(row, "remote") or UNSTATED,
        "remote_quote",
    ),
}
"""The facts by their names in labels."""
