"""The posting: what a source said, before anything is understood of it.

Field names are those of schema.org's JobPosting (https://schema.org/JobPosting) in snake_case.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay as a source stated it in a field of its own (never read from the text)."""

    minimum: float | None
    maximum: float | None
    currency: str
    """ISO 4217, upper case, or "" where the source named none."""
    period: str
    """year, month, week, day, hour, or "" where the source named none."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One job posting. Absent text fields are "", absent lists ()."""

    id: str
    """Unique within a scan. The input's own id; else `provider:board:native id`; else the path
    relative to the scanned folder, with `!member` and `#number` for one of many."""
    source: str
    """Where it came from, to break figures down by: the row's own source, the site of a saved page,
    else the name of the file of many without its endings, else the kind of file (text, html)."""
    origin: str
    """The file as a person would find it: path, `!member` inside an archive, `:line` or `#number`."""
    title: str
    text: str
    """The description as block-aware plain text. Character offsets of mentions point into it."""
    hiring_organization: str = ""
    job_location: str = ""
    address_country: str = ""
    """ISO 3166 alpha-2, upper case, only where the source stated it as a field."""
    job_location_type: str = ""
    """remote, hybrid or onsite, only where the source stated it as a field."""
    employment_type: tuple[str, ...] = ()
    """schema.org's words: FULL_TIME, PART_TIME, CONTRACTOR, TEMPORARY, INTERN, VOLUNTEER, PER_DIEM, OTHER."""
    date_posted: str = ""
    """ISO 8601 date, YYYY-MM-DD (or YYYY-MM where no day was given)."""
    valid_through: str = ""
    base_salary: tuple[Pay, ...] = ()
    industry: str = ""
    url: str = ""
    in_language: str = ""
    """The language the source declares, an ISO 639-1 code; what we detect is kept apart."""
    attribution: str = ""
    """Words of credit that the source's terms demand beside its postings; "" where it demands none."""
    terms_url: str = ""
    """Where those terms stand."""
    first_seen: str = ""
    """The day a fetch first saw it, YYYY-MM-DD; "" for what was not fetched."""
    closed: str = ""
    """The day a fetch found it gone, YYYY-MM-DD; "" while it is open, or where nobody knows."""
