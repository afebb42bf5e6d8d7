"""The country of a posting, from the location as the source writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobscan.extract.regions import region_codes, region_names
from jobscan.records import Record
from jobscan.sources.countries import country_code

__all__ = ["PlaceRules", "compile_place_rules", "find_country"]


@dataclass(frozen=True, slots=True)
class PlaceRules(Record):
    """Large cities and areas by name in lower case, with their countries. Picklable."""

    countries: dict[str, str]
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The country of locations met before: the same ones come back in every source."""


def compile_place_rules(rows: Sequence[Mapping[str, str]]) -> PlaceRules:
    """Rules made of rows with `place` and `country` (ISO 3166 alpha-2).

    Raises ValueError for a country that is none, and for a place that stands in two countries: its bare name
    says nothing.
    """
    countries: dict[str, str] = {}
    for row in rows:
        place, country = row["place"].lower(), row["country"]
        if not re.fullmatch("[A-Z]{2}", country):
            raise ValueError(f"{country!r} is no code of ISO 3166-1 alpha-2")
        if countries.setdefault(place, country) != country:
            raise ValueError(f"{row['place']!r} stands in two countries: leave it out")
    return PlaceRules(countries)


_ALTERNATIVES = re.compile(r"\s*[;|•·\n]\s*|\s+/\s+|\s+(?:or|and|&)\s+")
_PARTS = re.compile(r"\s*[,()\[\]:]\s*|\s+[-–—]+\s+|\s*[–—]\s*|(?<=\w)/(?=\w)|(?<=\b[A-Z]{2})-(?=[A-Z])")
# Words of a location that name no place.
_NO_PLACE = re.compile(
    r"(?i)\b(?:fully|100%|remote(?:ly)?|hybrid|on-?site|in-office|home[ -]?based|office[ -]?based|greater"
    r"|work from home|hq|headquarters|metropolitan area|metro|area|office|only|anywhere in|based in|within)\b"
)
_ZIP = re.compile(r"\s+(?:\d{4,5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)$")
_CODE = re.compile(r"([A-Z]{2,3})")
_LONGEST_CODE = 3


def find_country(location: str, rules: PlaceRules) -> str:
    """The ISO 3166 alpha-2 code of the one country that a location names, "" for none or several.

    "City, ST" is the American state where ST is one, unless the city is known to lie elsewhere: "Plano, TX"
    and "Fresno, CA" in the United States, "Berlin, DE" in Germany. A bare code of both a state and a country
    ("CA", "DE") and a bare "Georgia" say nothing.
    """
    country = rules.known.get(location)
    if country is None:
        found = {country for part in _ALTERNATIVES.split(location) if (country := _of_one(part, rules))}
        country = found.pop() if len(found) == 1 else ""
        if len(rules.known) >= _MOST_KNOWN:
            rules.known.clear()
        if len(location) <= _LONGEST_KNOWN:
            rules.known[location] = country
    return country


_MOST_KNOWN = 10_000
_LONGEST_KNOWN = 100


def _of_one(location: str, rules: PlaceRules) -> str:
    """The country of one place, written from the small to the large."""
    raw = [part for part in _PARTS.split(location) if part]
    parts = [part for name in raw if (part := _ZIP.sub("", _NO_PLACE.sub("", name)).strip(" -.'\"*"))]
    codes = [match[1] for part in parts if (match := _CODE.fullmatch(part))]
    # A town may bear the name of a country: "Lebanon, PA".
    named = set(filter(None, map(_of_name, parts[1:] if codes else parts)))
    if named:
        return named.pop() if len(named) == 1 else ""
    cities = {rules.countries.get(part.strip().lower(), "") for part in [*raw, *parts]} - {""}
    if len(cities) > 1:
        return ""
    city = next(iter(cities), "")
    by_code = _of_code(codes[-1], city, alone=len(parts) == 1) if codes else ""
    return by_code or _of_region(parts, city)


def _of_name(part: str) -> str:
    """The country that a part names in full."""
    country = country_code(part) if len(part) > _LONGEST_CODE else ""
    return country if len(country) == 2 else ""


def _of_region(parts: Sequence[str], city: str) -> str:
    """The country of a city, or of a region named in full."""
    if len(parts) == 1 and parts[0].lower() in _ALSO_ELSEWHERE:
        return city
    regions = {country for part in parts for country, _ in region_codes().get(part.lower(), ())}
    if not regions or city in regions or city == "GE":  # Tbilisi, Georgia
        return city
    return regions.pop() if len(regions) == 1 else ""


# Regions of which a country, a capital or a town has the name.
_ALSO_ELSEWHERE = frozenset({"georgia", "victoria", "washington"})


def _of_code(code: str, city: str, *, alone: bool) -> str:
    """The country that a code at the end of a location stands for."""
    states = {country for country, _ in region_names().get(code, ())}
    country = country_code(code)
    if city and (city == country or city in states):
        return city
    if not states:
        return country
    if alone:
        return states.pop() if len(states) == 1 and not country else ""
    return "US" if "US" in states else states.pop()
