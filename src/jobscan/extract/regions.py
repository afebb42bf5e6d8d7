"""States, provinces and territories whose names and postal codes stand in locations, by country.

Facts of ISO 3166-2: the United States, Canada and Australia, the countries whose postings name a region in
place of the country ("Austin, TX", "Toronto, ON").
"""

from __future__ import annotations

from functools import cache

__all__ = ["region_codes", "region_names"]

_TABLE = {
    "US": """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas
|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi
|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York
|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island
|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
|WV West Virginia|WI Wisconsin|WY Wyoming""",
    "CA": """AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador
|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|QC Québec
|SK Saskatchewan|YT Yukon""",
    "AU": """ACT Australian Capital Territory|NSW New South Wales|QLD Queensland|SA South Australia
|TAS Tasmania|VIC Victoria|WA Western Australia""",
}


@cache
def region_codes() -> dict[str, tuple[tuple[str, str], ...]]:
    """The (country, code) pairs that a region's name in lower case stands for.

    >>> region_codes()["ontario"]
    (('CA', 'ON'),)
    """
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for country, code, name in _rows():
        found[name.lower()] = (*found.get(name.lower(), ()), (country, code))
    return found


@cache
def region_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """The (country, name) pairs that a region's code stands for: `WA` is Washington and Western Australia."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for country, code, name in _rows():
        found[code] = (*found.get(code, ()), (country, name))
    return found


def _rows() -> list[tuple[str, str, str]]:
    pairs = ((country, row.split(" ", 1)) for country, rows in _TABLE.items() for row in rows.split("|"))
    return [(country, code, name.strip()) for country, (code, name) in pairs]
