"""The facts of a posting in words, each with the passage that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobscan.explain.explanation import Explanation, number, one_line
from jobscan.extract.degree import Degrees
from jobscan.extract.result import Extraction
from jobscan.extract.salary import Salary

NOT_STATED: Final = "not stated"
_BY_FIELD: Final = "from a field of the source"
_BY_DEFAULT: Final = "no word says otherwise"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a line of a table."""

    name: str
    value: str
    """NOT_STATED where nothing is known."""
    quote: str = ""
    """The words of title, location or text that decided it, on one line."""
    note: str = ""
    """Where it is from, if there is no quote."""


def facts_of(explanation: Explanation) -> list[Fact]:
    """All facts of a posting, also those that it does not state."""
    found = explanation.extraction
    country = explanation.posting.address_country
    return [
        *(_classed(found, name) for name in ("role", "seniority", "domain")),
        *_degree_facts(found.degrees),
        Fact("years", _years(found.years.minimum), one_line(found.years.quote))
        if found.years
        else Fact("years", NOT_STATED),
        *_salary_facts(found.salary, found.salary_year_usd, explanation.posting.date_posted),
        _quoted("workplace", found.workplace.value, found.workplace.quote)
        if found.workplace
        else Fact("workplace", NOT_STATED),
        _quoted("employment type", ", ".join(found.employment.types), found.employment.quote)
        if found.employment
        else Fact("employment type", NOT_STATED),
        _quoted("country", found.country, "" if country else explanation.posting.job_location),
        Fact("language", found.language or NOT_STATED, note="as detected" if found.language else ""),
    ]


def _classed(found: Extraction, name: str) -> Fact:
    value, quote = getattr(found, name), one_line(getattr(found, f"{name}_quote"))
    return Fact(name, value, quote, "" if quote else _BY_DEFAULT) if value else Fact(name, NOT_STATED)


def _quoted(name: str, value: str, quote: str) -> Fact:
    if not value:
        return Fact(name, NOT_STATED)
    return Fact(name, value, one_line(quote), "" if quote else _BY_FIELD)


def _degree_facts(degrees: Degrees) -> list[Fact]:
    levels, fields, quote = ", ".join(degrees.levels), ", ".join(degrees.fields), one_line(degrees.quote)
    if not levels:
        return [Fact("degrees", NOT_STATED), Fact("fields of study", fields or NOT_STATED, quote)]
    return [
        Fact("degrees", levels),
        Fact("lowest degree", degrees.minimum, quote),
        Fact("or experience", "in place of a degree" if degrees.equivalent else NOT_STATED),
        Fact("fields of study", fields or NOT_STATED),
    ]


def _years(minimum: float) -> str:
    return f"{number(minimum)} or more"


def _salary_facts(salary: Salary | None, year_usd: float | None, posted: str) -> list[Fact]:
    if salary is None:
        return [Fact("salary", NOT_STATED)]
    stated = _quoted("salary", salary_words(salary), salary.quote)
    if year_usd is None:
        return [stated, Fact("in US dollars", "not known", note="no rate for the currency, or no period")]
    rate = f", at {f'the rate of {posted}' if posted else 'the last known rate'}"
    note = "the middle of it" + ("" if salary.currency == "USD" else rate)
    return [stated, Fact("in US dollars", f"{year_usd:,.0f} a year", note=note)]


def salary_words(salary: Salary) -> str:
    """Pay as it was stated.

    `EUR 60,000 to 70,000 a year`, `up to USD 45 an hour`
    """
    low, high = salary.minimum, salary.maximum
    amounts = [number(amount) for amount in dict.fromkeys((low, high)) if amount is not None]
    bound = "up to" if low is None else "from" if high is None else ""
    per = {"": "", "hour": "an hour"}.get(salary.period, f"a {salary.period}")
    return " ".join(word for word in (bound, salary.currency, " to ".join(amounts), per) if word)
