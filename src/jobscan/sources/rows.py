"""Rows with common column names, from whatever file they come, to postings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from jobscan.errors import Failure, PostingError, SourceError
from jobscan.posting import Posting
from jobscan.sources.columns import ALIASES, field_of, plan_of
from jobscan.sources.countries import country_code
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import (
    body_text,
    employment_types,
    language_code,
    pay_of,
    plain_number,
    short_text,
    web_address,
    workplace,
)
from jobscan.sources.stream import Document, Limits
from jobscan.text.decode import writable

Row = Mapping[str, Any]
Plan = Mapping[str, tuple[str, ...]]

_MAX_TITLE = 200
_NOTHING = frozenset(("", "nan", "none", "null"))
_LONGEST_NOTHING = max(map(len, _NOTHING))
_T = TypeVar("_T")

_COUNTRIES = ("countryCode", "country_code", "country", "addressCountry")
_ENDINGS = (
    ".gz",
    ".zip",
    ".jsonl",
    ".ndjson",
    ".jsonlines",
    ".json",
    ".csv",
    ".tsv",
    ".parquet",
    ".pq",
    ".xml",
    ".txt",
)
ACCEPTED_TEXT = ", ".join(ALIASES["text"].split()[:12])


def posting_from_row(row: Row, *, id: str, source: str, origin: str, limits: Limits) -> Posting:  # noqa: A002
    """The posting that a row of common column names holds.

    id, source: what it gets where the row has none of its own.
    Raises PostingError (no_text) for a row without a description, SourceError (too_large) for too long a one.
    """
    plan = plan_of(tuple(row))
    text, title = _text_and_title(row, plan)
    if not text.strip():
        raise PostingError("no_text", f"has no description ({_keys_of(row)})")
    if len(text) > limits.max_text_chars:
        raise SourceError(
            "too_large", f"its text has {len(text):,} characters, more than {limits.max_text_chars:,}"
        )

    def first(field: str) -> str:
        return found(field, short_text, "")

    def found(field: str, parse: Callable[[Any], _T], default: _T) -> _T:
        for key in plan.get(field, ()):
            if value := parse(row[key]):
                return value
        return default

    return Posting(
        id=row_id(row, plan) or id,
        source=_source(row, plan) or source,
        origin=origin,
        title=title,
        text=text,
        hiring_organization=first("company"),
        job_location=_location(first),
        address_country=_country(row, plan),
        job_location_type=found("workplace", workplace, ""),
        employment_type=found("employment", employment_types, ()),
        date_posted=found("posted", parse_date, ""),
        valid_through=found("expires", parse_date, ""),
        base_salary=pay_of(row),
        industry=first("industry"),
        url=found("url", web_address, ""),
        in_language=found("language", language_code, ""),
    )


def read_row(document: Document, row: Row, *, id: str, source: str, at: str) -> Posting | Failure:  # noqa: A002
    """The posting of one row of a document, or why it is none.

    at: the row's place in the document, `:12` or `#12`.
    """
    origin = document.origin + at

    def read() -> Posting:
        return posting_from_row(row, id=id, source=source, origin=origin, limits=document.limits)

    return attempt(read, origin=origin)


def attempt(read: Callable[[], Posting], *, origin: str) -> Posting | Failure:
    """What read gives, or the failure of it: one bad posting of many never ends the others."""
    try:
        return read()
    except SourceError as error:
        return Failure(origin, error.reason, error.detail)
    except RecursionError:
        return Failure(origin, "too_deep", "is nested too deeply to be read")
    except Exception as error:  # noqa: BLE001  # told with its name; the others must not be lost
        return Failure(origin, "failed", f"cannot be read ({type(error).__name__}: {error})")


def looks_like_row(row: Row) -> bool:
    """Whether the columns are those of a posting: a description, or a title and more that postings have."""
    plan = plan_of(tuple(row))
    return "text" in plan or "section" in plan or ("title" in plan and len(plan) > 2)


def has_text(row: Row) -> bool:
    """Whether there are columns of a description, filled or not."""
    return not plan_of(tuple(row)).keys().isdisjoint(("text", "section"))


def require_text(header: list[str]) -> None:
    """Raise SourceError (no_posting) for columns of which none can be a description."""
    if any(field_of(column) in ("text", "section") for column in header):
        return
    found = ", ".join(column[:40] or '""' for column in header[:20]) or "none"
    raise SourceError(
        "no_posting", f"has no column of descriptions; found {found}; one of {ACCEPTED_TEXT} is needed"
    )


@lru_cache(maxsize=1024)
def source_name(name: str) -> str:
    """A file's name without the endings that name its format.

    >>> source_name("boards_2026.jsonl.gz"), source_name("jobs.v2.csv")
    ('boards_2026', 'jobs.v2')
    """
    while (ending := next((end for end in _ENDINGS if name.lower().endswith(end)), "")) and len(name) > len(
        ending
    ):
        name = name[: -len(ending)]
    return name


def row_id(row: Row, plan: Plan | None = None) -> str:
    """The row's own id, "" if it brings none."""
    for key in (plan_of(tuple(row)) if plan is None else plan).get("id", ()):
        value = row[key]
        if isinstance(value, str) and value.strip():
            return writable(value.strip())
        if isinstance(value, int | float) and not isinstance(value, bool) and (number := plain_number(value)):
            return number
    return ""


def _text_and_title(row: Row, plan: Plan) -> tuple[str, str]:
    """The description and the title. In Lever's rows, which have no title, `text` is it."""
    title = next((title for key in plan.get("title", ()) if (title := short_text(row[key]))), "")
    filled = [key for key in plan.get("text", ()) if _is_filled(row[key])]
    if not title and filled[:1] == ["text"] and any(isinstance(row[key], str) for key in filled[1:]):
        short = short_text(row["text"])
        if len(short) < _MAX_TITLE:
            title = short
            filled.remove("text")
    for key in filled:
        text = "\n\n".join(_blocks(row[key], exact=key == "text"))
        if key == "text" and text.strip():
            return text, title
        if text.strip():
            return "\n\n".join([text, *_sections(row, plan, within=text)]), title
    return "\n\n".join(_sections(row, plan, within="")), title


def _is_filled(value: object) -> bool:
    if isinstance(value, str):
        return len(text := value.strip()) > _LONGEST_NOTHING or text.lower() not in _NOTHING
    return isinstance(value, Mapping | list | tuple) and len(value) > 0


def _sections(row: Row, plan: Plan, *, within: str) -> list[str]:
    """The further parts of a description that stand in columns of their own, each under its column's name."""
    parts = []
    for key in plan.get("section", ()):
        body = "\n".join(_blocks(row[key], exact=False)).strip()
        if body and body not in within:
            heading = "" if key in ("lists", "additional") else _heading(key) + "\n"
            parts.append(heading + body)
    return parts


def _heading(key: str) -> str:
    """`minimum_qualifications`, `ExternalMinimumQualificationsStr` to `Minimum qualifications`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", key).lower().split()
    return " ".join(word for word in words if word not in ("external", "str", "html")).capitalize()


def _keys_of(row: Row) -> str:
    return "its fields are " + (", ".join(str(key)[:40] for key in list(row)[:12]) or "none")


def _blocks(value: object, *, exact: bool, depth: int = 0) -> list[str]:
    """The pieces of text in a description of any shape: string, list, object with heading and body."""
    if isinstance(value, str):
        return [body_text(value, exact=exact)] if _is_filled(value) else []
    if depth > 6:
        return []
    if isinstance(value, Mapping):
        return _mapped_blocks(value, depth=depth)
    if isinstance(value, Iterable):
        blocks = [block for part in value for block in _blocks(part, exact=exact, depth=depth + 1)]
        lines = all(isinstance(part, str) for part in value)
        return ["\n".join(blocks)] if lines and blocks else blocks
    return []


def _mapped_blocks(value: Mapping[str, object], *, depth: int) -> list[str]:
    bodies = ("content", "html", "value", "description", "body", "plain", "text")
    body_key = next((key for key in bodies if _blocks(value.get(key), exact=False, depth=depth + 1)), "")
    if not body_key:
        return [
            block
            for part in value.values()
            if isinstance(part, Mapping | list)
            for block in _blocks(part, exact=False, depth=depth + 1)
        ]
    body = "\n".join(_blocks(value[body_key], exact=False, depth=depth + 1))
    headings = (short_text(value.get(key)) for key in ("title", "heading", "name", "text") if key != body_key)
    heading = next((heading for heading in headings if heading), "")
    return [f"{heading}\n{body}" if heading else body]


def _source(row: Row, plan: Plan) -> str:
    return next((name for key in plan.get("source", ()) if (name := short_text(row[key]))), "")


def _location(first: Callable[[str], str]) -> str:
    """The place as one line, from one column or from city, region and country."""
    if whole := first("location"):
        return whole
    parts = [first("city"), first("region"), first("country")]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _country(row: Row, plan: Plan) -> str:
    """The country where a field of its own, or of the one location, states it."""
    values = [row[key] for key in plan.get("country", ())]
    for key in plan.get("location", ()):
        place = row[key]
        if isinstance(place, list) and len(place) == 1:
            place = place[0]
        if isinstance(place, Mapping) and isinstance(place.get("address"), Mapping):
            place = place["address"]
        if isinstance(place, Mapping):
            values += [place.get(name) for name in _COUNTRIES]
    return next((code for value in values if (code := country_code(short_text(value)))), "")
