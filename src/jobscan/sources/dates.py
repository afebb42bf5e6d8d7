"""Dates as sources write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_EPOCH = re.compile(r"\d{9,13}(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]+)\.?,?[\s-]+(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"(?:[a-z]+,\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_JAVA = re.compile(r"[a-z]{3} ([a-z]{3}) (\d{1,2}) [\d:]{5,8} \S+ (\d{4})$")  # Date.toString: SuccessFactors
_MONTHS = "january february march april may june july august september october november december".split()


def parse_date(value: object) -> str:
    """The ISO date of a field, "" where it is unknown, relative, ambiguous or no date between 1990 and 2100.

    Reads ISO 8601 with any time, year-month (`2026-05`), RFC 822, Java's Date.toString, English dates in
    words, and epoch seconds or milliseconds (as UTC), all also as strings. The day is the one written, not
    converted to another time zone. `03/04/2026` is ambiguous; `13/04/2026` and `04/13/2026` are not.

    >>> [parse_date(value) for value in ("2026-07-31 22:26:40 UTC", 1674959303769, "4th October 2026")]
    ['2026-07-31', '2023-01-29', '2026-10-04']
    >>> [parse_date(value) for value in ("Posted 30+ Days Ago", "03/04/2026", "", None)]
    ['', '', '', '']
    """
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, datetime | date):
        return _iso(value.year, value.month, value.day)
    if isinstance(value, int | float):
        return _from_epoch(float(value))
    if not isinstance(value, str):
        return ""
    return _from_text(value[:64])


@lru_cache(maxsize=4096)
def _from_text(value: str) -> str:
    text = " ".join(value.lower().split())
    return _from_epoch(float(text)) if _EPOCH.fullmatch(text) else _from_digits(text) or _from_words(text)


def _from_digits(text: str) -> str:
    """An ISO date, or a numeric one whose order is certain."""
    if found := _ISO.match(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _YEAR_FIRST.match(text):
        return _iso(int(found[1]), int(found[3]), int(found[4]))
    if found := _NUMERIC.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 or first == second or found[2] == ".":  # a dot is written where the day stands first
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 else ""
    return ""


def _from_words(text: str) -> str:
    """A date with the month's name in English."""
    if found := _DAY_FIRST.match(text):
        return _iso(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.match(text) or _JAVA.match(text):
        return _iso(int(found[3]), _month(found[1]), int(found[2]))
    return ""


def _month(word: str) -> int:
    """The number of a month given by its name or an abbreviation of three letters or more; 0 for no month."""
    return next((at for at, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word[:4])), 0)


def _from_epoch(number: float) -> str:
    seconds = number / 1000 if number > 1e11 else number  # 1e11 seconds is the year 5138
    if not 6.3e8 <= seconds < 4.2e9:  # 1990 to 2103; also what is neither, as NaN and 20260501
        return ""
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return _iso(moment.year, moment.month, moment.day)


def _iso(year: int, month: int, day: int | None) -> str:
    """The date if there is such a day, else ""."""
    if not 1990 <= year <= 2100:
        return ""
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return ""
    return found.isoformat()[: 10 if day else 7]
