"""A schema.org JobPosting, as pages really write it, to a Posting.

The shapes accepted are those of https://schema.org/JobPosting and of
https://developers.google.com/search/docs/appearance/structured-data/job-posting, and what real pages make of
them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from jobscan.errors import PostingError
from jobscan.posting import Posting
from jobscan.sources.dates import parse_date
from jobscan.sources.fields import (
    employment_types,
    language_code,
    short_text,
    web_address,
    workplace,
)
from jobscan.sources.schema_pay import pays_of
from jobscan.sources.schema_places import country_of, place_names, places_of
from jobscan.sources.schema_values import Node, clean, is_empty, items, scalar
from jobscan.text.decode import mend_mojibake, writable
from jobscan.text.html import description_text

if TYPE_CHECKING:
    pass

__all__ = ["posting_from_schema"]

# Members that continue the description, in the order in which postings have them, with the heading they get.
_FURTHER: tuple[tuple[str, str], ...] = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("jobBenefits", "Benefits"),
    ("benefits", "Benefits"),
    ("incentiveCompensation", "Incentives"),
)
_PIECES = ("name", "description", "text", "value")
_NO_DEMAND = re.compile(r"no (?:requirements?|education|experience|formal)[\w ]*", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DEGREE = re.compile(
    r"\b(?:bachelor|master|ph\.?d|doctora|degree|diploma|b\.?sc?\b|m\.?sc?\b|high school)", re.IGNORECASE
)
_LOCAL_EMPLOYMENT = {
    "正社員": "FULL_TIME",
    "アルバイト": "PART_TIME",
    "パート": "PART_TIME",
    "契約社員": "CONTRACTOR",
    "業務委託": "CONTRACTOR",
    "派遣": "TEMPORARY",
    "インターン": "INTERN",
    "jornada completa": "FULL_TIME",
    "tiempo completo": "FULL_TIME",
    "tempo integral": "FULL_TIME",
    "tempo pieno": "FULL_TIME",
    "voltijd": "FULL_TIME",
    "deeltijd": "PART_TIME",
    "media jornada": "PART_TIME",
    "estágio": "INTERN",
}


def posting_from_schema(
    node: Node,
    *,
    id: str,  # noqa: A002
    source: str,
    origin: str,
    page_url: str = "",
    text: str = "",
) -> Posting:
    """The posting that a JobPosting node states, with its members in any of the shapes that pages send.

    node: keys as schema.org spells them (`jsonld.job_postings` sees to it). page_url: what a relative `url`
    is relative to. text: plain text that stands in for the description and all that continues it.
    Requirements, skills and benefits that stand in members of their own are appended to the text under a
    heading, unless the description already says the same.
    Raises PostingError (no_text) for a posting without a description.
    """
    organization = _organization(node.get("hiringOrganization"))
    places = places_of(node.get("jobLocation"))
    text = text or _text(node)
    if not text:
        raise PostingError(
            "no_text", "the job posting in it has no description: save the page once it has loaded fully"
        )
    return Posting(
        id=id,
        source=source,
        origin=origin,
        title=_first_text(node, "title", "name", "jobTitle", "occupationalCategory"),
        text=text,
        hiring_organization=organization,
        job_location="; ".join(place_names(places, organization=organization)),
        address_country=country_of(places) or country_of(items(node.get("applicantLocationRequirements"))),
        job_location_type=_location_type(node),
        employment_type=_employment(node.get("employmentType")),
        date_posted=parse_date(scalar(node.get("datePosted"))),
        valid_through=parse_date(scalar(node.get("validThrough"))),
        base_salary=tuple(pays_of(node)),
        industry=_first_text(node, "industry"),
        url=_url(node, page_url),
        in_language=_language(node.get("inLanguage")),
    )


def _first_text(node: Node, *keys: str) -> str:
    return next((text for key in keys if (text := clean(node.get(key)))), "")


# The text


def _text(node: Node) -> str:
    """The description, and below it what other members add to it."""
    description = _long_text(node.get("description"))
    parts = [description] if description else []
    said = ""
    for key, heading in _FURTHER:
        if key not in node:
            continue
        addition = _addition(key, node[key], description)
        said = said or _words(description)
        if addition and _words(addition) not in said:
            parts.append(f"{heading}\n{addition}")
            said += _words(addition)
    return "\n\n".join(parts)


def _addition(key: str, value: Any, description: str) -> str:
    """The text of a member that continues the description; "" where the description covers it."""
    if key == "skills":
        return _skills(value, description)
    text = _long_text(value)
    if _NO_DEMAND.fullmatch(text.strip(" .")):
        return ""
    if key == "educationRequirements" and len(text) < 60 and _DEGREE.search(description):
        # A board's own summary of what the description says.
        return ""
    return text


def _long_text(value: Any) -> str:
    """The text of a member that is a string, an object, or a list of these."""
    pieces: list[str] = []
    for item in items(value):
        text = item if isinstance(item, str) else ""
        if isinstance(item, dict):
            text = next(
                (item[key] for key in _PIECES if isinstance(item.get(key), str) and item[key].strip()), ""
            )
        text = description_text(mend_mojibake(writable(text)))
        if text and not is_empty(text):
            pieces.append(text)
    return "\n".join(dict.fromkeys(pieces))


def _skills(value: Any, description: str) -> str:
    """Skills as a list of lines, without those that the description names."""
    if isinstance(value, str) and len(value) > 200:
        return _long_text(value)
    names = [name for item in items(value) for name in _skill_names(item)]
    said = _words(description)
    return "\n".join(f"- {name}" for name in dict.fromkeys(names) if _words(name) not in said)


def _skill_names(item: Any) -> list[str]:
    if not isinstance(item, str):
        return [name] if (name := clean(item)) else []
    parts = _long_text(item).splitlines()
    if len(parts) == 1:
        parts = re.split(r"\s*[,;|•]\s*", parts[0])
    return [name for part in parts if (name := part.removeprefix("- ").strip())]


@lru_cache(maxsize=8)
def _words(text: str) -> str:
    """The words of a text between spaces, to see whether another text says the same."""
    return " " + " ".join(_WORD.findall(text.casefold())) + " "


# Who and where


def _organization(value: Any) -> str:
    for item in items(value):
        if isinstance(item, dict):
            name = _first_text(item, "name", "legalName", "alternateName")
        else:
            name = clean(item)
        if name and not name.startswith(("#", "_:")):
            return name
    return ""


def _location_type(node: Node) -> str:
    for key in ("jobLocationType", "workplaceType", "workLocationType"):
        found = [kind for item in items(node.get(key)) if (kind := workplace(item))]
        if found:
            return "hybrid" if "hybrid" in found else found[0]
    return ""


def _employment(value: Any) -> tuple[str, ...]:
    stated = short_text(
        [_VOCABULARY.sub("", item) if isinstance(item, str) else item for item in items(value)]
    )
    local = tuple(kind for word, kind in _LOCAL_EMPLOYMENT.items() if word in stated.casefold())
    return tuple(dict.fromkeys(employment_types(stated) + local))


_VOCABULARY = re.compile(r"https?://schema\.org/", re.IGNORECASE)


def _language(value: Any) -> str:
    item = scalar(value)
    if isinstance(item, dict):
        return language_code(item.get("alternateName")) or language_code(item.get("name"))
    return language_code(item)


def _url(node: Node, page_url: str) -> str:
    for key in ("url", "mainEntityOfPage", "sameAs"):
        value = scalar(node.get(key))
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        text = clean(value)
        if not text:
            continue
        try:
            found = web_address(urljoin(page_url, text))
        except ValueError:  # "http://[" and the like
            continue
        if found:
            return found
    return ""
