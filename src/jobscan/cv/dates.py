"""Spans of time as CVs write them, in English and the larger European languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from jobscan.cv.result import Period

_MONTHS: Final = (
    "january janvier januar enero gennaio janeiro januari jan ene gen",
    "february février fevrier februar febrero febbraio fevereiro februari feb fév fev",
    "march mars märz maerz marzo março maart mar mär",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio maio mei mag",
    "june juin juni junio giugno junho jun giu",
    "july juillet juli julio luglio julho jul lug",
    "august août aout agosto augustus aug ago aoû",
    "september septembre septiembre settembre setembro sept sep set",
    "october octobre oktober octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december décembre decembre dezember diciembre dicembre dezembro dec dez dic déc",
)
_MONTH_OF: Final = {word: at for at, words in enumerate(_MONTHS) for word in words.split()}
_SEASONS: Final = {"winter": 0, "spring": 2, "summer": 5, "autumn": 8, "fall": 8}
_SEASON_MONTHS: Final = 3
_NOW: Final = (
    r"present|current(?:ly)?|till?\ (?:date|now|today)|now|today|to\ date|date|ongoing"
    r"|heute|aktuell|jetzt|aujourd['’]hui|actuel(?:lement)?"
    r"|présent|actualidad|actual(?:mente)?|presente|oggi|heden|atual"
)
_NAMES: Final = "|".join(sorted(map(re.escape, (*_MONTH_OF, *_SEASONS)), key=len, reverse=True))
_YEAR: Final = r"(?:19[5-9]\d|20[0-4]\d)"
_POINT: Final = rf"""(?:
    (?P<name{{n}}>{_NAMES})\b\.?,?\s*(?:\d{{{{1,2}}}}(?:st|nd|rd|th)?,?\s+)?(?:(?P<named{{n}}>{_YEAR})|['’](?P<short{{n}}>\d\d))\b
  | (?P<month{{n}}>0?[1-9]|1[0-2])\s?[/.]\s?(?P<year{{n}}>{_YEAR}|\d\d)\b(?![/.]\d)
  | (?P<iso{{n}}>{_YEAR})\s?[-/.]\s?(?P<isomonth{{n}}>0[1-9]|1[0-2])\b(?:-\d\d)?
  | (?P<alone{{n}}>{_YEAR})\b(?!\s?[-/.]\s?(?:0[1-9]|1[0-2])\b)
)"""
_DASH: Final = (
    r"\s*(?:[-–—‒−~→]+|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bbis\b|\bà\b|\bau\b|\bal?\b|\btot\b)\s*"
)


def _point(number: int) -> str:
    return _POINT.format(n=number)


_RANGE: Final = re.compile(
    rf"(?<![\w/.-])(?:(?:\b(?:from|von|vom|de|du|dal|desde|van)\s+)?{_point(1)}(?:{_DASH}(?:{_point(2)}|(?P<now>(?:{_NOW})\b)))|"
    rf"\b(?P<since>since|from|seit|ab|depuis|desde|dal|sinds)\s+{_point(3)}(?!{_DASH}\d))",
    re.IGNORECASE | re.VERBOSE,
)
_SINGLE: Final = re.compile(rf"(?<![\w/.-]){_point(1)}", re.IGNORECASE | re.VERBOSE)
_MONTHS_OF_SAME_YEAR: Final = re.compile(
    rf"\b(?P<first>{_NAMES})\b\.?\s*[-–—]\s*(?P<last>{_NAMES})\b\.?,?\s+(?P<year>{_YEAR})\b", re.IGNORECASE
)
_MOST_YEARS: Final = 60
_LONGEST: Final = 2000


class Dated(NamedTuple):
    """A span of time in a text."""

    period: Period
    start: int
    end: int
    """Half-open characters of the text."""
    is_range: bool


def month_of(day: date) -> int:
    """A day as months since the year 0."""
    return 12 * day.year + day.month - 1


def find_dates(text: str, *, today: date) -> list[Dated]:
    """The spans of time in a line, in order; those that begin after today, or end before that, are none.

    `2018 – 2020` is two years; `Sept 2018 – May 2019` counts both its months; a month, a season or a year
    alone is that month, season or year. Nothing reaches beyond today. Dates past the first 2,000 characters
    of a line are left: nobody dates a job there.
    """
    text = text[:_LONGEST]
    found: list[Dated] = []
    for match in _MONTHS_OF_SAME_YEAR.finditer(text):
        year = 12 * int(match["year"])
        first, last = _month(match["first"]), _month(match["last"])
        _add(found, year + first, year + last + 1, match, today, is_range=True)
    for match in _RANGE.finditer(text):
        if not _is_taken(found, match):
            _add_range(found, match, today)
    for match in _SINGLE.finditer(text):
        if not _is_taken(found, match):
            start, end = _of_point(match, 1)
            _add(found, start, end, match, today, is_range=False)
    return sorted(found, key=lambda dated: dated.start)


def _is_taken(found: Iterable[Dated], match: re.Match[str]) -> bool:
    return any(match.start() < dated.end and dated.start < match.end() for dated in found)


def _add_range(found: list[Dated], match: re.Match[str], today: date) -> None:
    now = month_of(today) + 1
    if match["since"]:
        start, _ = _of_point(match, 3)
        _add(found, start, now, match, today, is_range=True)
        return
    start, start_end = _of_point(match, 1)
    if match["now"]:
        end = now
    else:
        point, end = _of_point(match, 2)
        if end - point == 12 and point > start:  # years alone: 2018 – 2020 is two of them, not three
            end = point if start_end - start == 12 else point + 6
    _add(found, start, end, match, today, is_range=True)


def _add(
    found: list[Dated], start: int, end: int, match: re.Match[str], today: date, *, is_range: bool
) -> None:
    end = min(end, month_of(today) + 1)
    if start < end <= start + 12 * _MOST_YEARS:
        found.append(Dated(Period(start, end), match.start(), match.end(), is_range))


def _month(name: str) -> int:
    word = name.lower()
    return _MONTH_OF.get(word, _SEASONS.get(word, 0))


def _of_point(match: re.Match[str], number: int) -> tuple[int, int]:
    """The months of a point in time, half-open."""

    def part(name: str) -> str:
        return match[f"{name}{number}"] or ""

    if name := part("name").lower():
        year = int(part("named")) if part("named") else _full_year(part("short"))
        start = 12 * year + _month(name)
        return start, start + (_SEASON_MONTHS if name in _SEASONS else 1)
    if part("month"):
        written = part("year")
        year = int(written) if len(written) > 2 else _full_year(written)
        start = 12 * year + int(part("month")) - 1
        return start, start + 1
    if part("iso"):
        start = 12 * int(part("iso")) + int(part("isomonth")) - 1
        return start, start + 1
    start = 12 * int(part("alone"))
    return start, start + 12


def _full_year(two: str) -> int:
    return 2000 + int(two) if int(two) < 50 else 1900 + int(two)


def united(periods: Iterable[Period]) -> Iterator[Period]:
    """The time that periods cover, each month once."""
    start = end = None
    for period in sorted(periods, key=lambda period: period.start):
        if start is None or end is None:
            start, end = period.start, period.end
        elif period.start <= end:
            end = max(end, period.end)
        else:
            yield Period(start, end)
            start, end = period.start, period.end
    if start is not None and end is not None:
        yield Period(start, end)


def years_of(periods: Iterable[Period]) -> float | None:
    """The years that periods cover, overlaps counted once, to a tenth; None for no periods."""
    months = [period.end - period.start for period in united(periods)]
    return round(sum(months) / 12, 1) if months else None
