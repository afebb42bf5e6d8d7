"""HR-XML 3.1, in which USAJOBS gave out its postings in 2012; and the intervals of federal pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from jobscan.posting import Pay, Posting
from jobscan.sources.boards.board import Answer, Page
from jobscan.sources.boards.payload import (
    Row,
    count_of,
    each_once,
    joined,
    long_text,
    pay_range,
    read_rows,
    several,
)
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import employment_types, pay_period, short_text

if TYPE_CHECKING:
    from lxml import etree

_ROOT: Final = "ShowPositionOpening"
# Codes of https://data.usajobs.gov/api/codelist/remunerationrateintervalcodes: the period, and the part of
# the amount that is its own. Others have no period: piece work (PW), a school year (SY), no pay at all (WC).
_INTERVALS: Final = {
    "PA": ("year", 1.0),
    "PM": ("month", 1.0),
    "BW": ("week", 0.5),
    "PD": ("day", 1.0),
    "PH": ("hour", 1.0),
}
_PARTS: Final = (
    ("AgencyMarketingStatement", ""),
    ("JobSummary", "Summary"),
    ("KeyRequirement", "Key requirements"),
    ("MajorDuties", "Duties"),
    ("Qualifications", "Qualifications"),
    ("Education", "Education"),
    ("Requirements", "Requirements"),
    ("Evaluations", "How you will be evaluated"),
    ("HowToApply", "How to apply"),
    ("RequiredDocuments", "Required documents"),
    ("WhatToExpectNext", "Next steps"),
    ("Benefits", "Benefits"),
    ("OtherInformation", "Additional information"),
)


def is_hr_xml(payload: Any) -> bool:
    """Whether a payload is the root of such a document."""
    return _name(payload) == _ROOT


def read_hr_xml(answer: Answer, *, provider: str) -> Page:
    """The postings of the document, and how many it says there are."""
    openings = list(_all(answer.payload, "PositionOpening"))
    rows = [{"id": _first(opening, "DocumentID"), "opening": opening} for opening in openings]
    found = read_rows(rows, _posting, answer, provider=provider)
    stated = next((show.get("recordSetCount") for show in _all(answer.payload, "Show")), None)
    return Page(found.postings, expected=count_of(stated), listed=found.listed)


def _posting(row: Row, base: Posting) -> Posting:
    opening = row["opening"]
    periods = [
        text for period in _all(opening, "PositionPeriod") for text in _texts(period, "FormattedDateTime")
    ]
    return replace(
        base,
        title=short_text(_first(opening, "PositionTitle")),
        text=joined(_parts(opening)),
        hiring_organization=short_text(_first(opening, "OrganizationName")),
        job_location=several(short_text(name) for name in _texts(opening, "LocationName")),
        employment_type=employment_types(
            [_first(opening, "PositionScheduleTypeCode"), _first(opening, "PositionOfferingTypeCode")]
        ),
        date_posted=parse_date(periods[0]) if periods else "",
        valid_through=parse_date(periods[1]) if len(periods) > 1 else "",
        base_salary=each_once(_pay(item) for item in _all(opening, "RemunerationRange")),
    )


def _parts(opening: etree._Element) -> Iterator[tuple[str, str]]:
    body = next(_all(opening, "GOVT_XMLJobBody"), opening)
    for name, heading in _PARTS:
        texts = [text for value in _texts(body, name) if (text := long_text(value))]
        yield heading, texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)


def _pay(stated: etree._Element) -> Pay | None:
    least = next(_all(stated, "RemunerationMinimumAmount"), None)
    return interval_pay(
        _first(stated, "RemunerationMinimumAmount"),
        _first(stated, "RemunerationMaximumAmount"),
        _first(stated, "RemunerationRateIntervalCode"),
        currency=(least.get("currencyID") if least is not None else "") or "USD",
    )


def interval_pay(minimum: Any, maximum: Any, code: str, *, currency: str = "USD") -> Pay | None:
    """Pay by the code or the older words of its interval: federal pay is in dollars."""
    period, part = _INTERVALS.get(code.upper(), (pay_period(code) if len(code) > 2 else "", 1.0))
    pay = pay_range(minimum, maximum, currency=currency, period=period)
    if pay is None or not period:
        return None
    return replace(
        pay,
        minimum=pay.minimum and pay.minimum * part,
        maximum=pay.maximum and pay.maximum * part,
    )


def _name(node: Any) -> str:
    """The name of an element without its namespace, of which the document has two; "" for anything else."""
    tag = getattr(node, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _all(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in node.iter() if _name(found) == name)


def _texts(node: etree._Element, name: str) -> list[str]:
    return [found.text.strip() for found in _all(node, name) if found.text and found.text.strip()]


def _first(node: etree._Element, name: str) -> str:
    return next(iter(_texts(node, name)), "")
