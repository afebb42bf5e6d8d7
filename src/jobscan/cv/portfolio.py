"""What a CV shows of a portfolio, and the certificates and the place it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from jobscan.cv.contact import name_line, without_contact
from jobscan.cv.lines import Line
from jobscan.cv.result import Job
from jobscan.cv.sections import CvSection
from jobscan.cv.titles import TITLE
from jobscan.extract.place import PlaceRules, find_country

SKILL_OF: Final = {
    "open-source": "open-source",
    "publications": "publications",
    "kaggle": "kaggle",
    "own-projects": "personal-projects",
    "internship": "internship",
}
"""The skill that postings ask for, by the part of a portfolio that shows it."""
_WORDS: Final = {
    "open-source": re.compile(r"(?i)\bopen[ -]?sourced?\b|\bgithub stars\b"),
    "kaggle": re.compile(r"(?i)\bkaggle\b(?!\.com)"),
}
_NOT_DONE: Final = re.compile(r"(?i)\b(?:no|never|not|without|interested in|want to|hope to)\b")
_OPEN_SOURCE: Final = re.compile(r"(?i)^open[ -]source\b")

_PARTS: Final = re.compile(r"\s+\|\s+|;\s+|\t|\s+[•·]\s+")
_NAMED: Final = re.compile(
    r"(?<![\w.+-])(?:[A-Z][\w.+-]{0,30}\s{1,3}){0,4}[Cc]ertified\b[^\n.;|]{3,80}"
    r"|(?<![\w.+&/-])(?:[A-Z][\w.+&/-]{0,30}\s{1,3}){1,6}(?:Certificate|Certification)\b"
)
_NO_NAME: Final = re.compile(
    r"(?i)^(?:issued|expires|expired|valid|credential|see credential|show credential|license no|id:)\b"
    r"|^(?:page|https?:)\b"
)
_DATE_BEHIND: Final = re.compile(
    r"(?:[\s,(–—-]{1,6}(?:(?:issued\s+)?[^\W\d_]{3,9}\.?\s+)?(?:(?:0?[1-9]|1[0-2])[/.])?(?:19|20)\d\d(?:-\d\d){0,2}\)?)+$"
)
_LONGEST: Final = 160
_LONGEST_LINE: Final = 2000

_PLACE: Final = re.compile(
    r"(?:^|[|•·,\t]\s*|\blocation:\s*)([^\W\d_][\w .'-]{1,28}(?:,\s*[^\W\d_][\w .'-]{1,28}){1,2})"
    r"(?=$|\s*[|•·,\t(]|\s{2,}|\s\d)",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(r"\b[A-Z]{0,2}-?\d{4,5}\s+([^\W\d_][\w-]*(?:\s[A-Z][\w-]*)?)")
_CODE_BEHIND: Final = re.compile(r"\s+\d[\d -]*$")
_MOST_HEAD_LINES: Final = 10
_LONGEST_OF_HEAD: Final = 300


def find_portfolio(
    lines: Sequence[Line],
    sections: Sequence[CvSection],
    jobs: Sequence[Job],
    named: Mapping[str, tuple[int, int]],
) -> dict[str, tuple[int, int]]:
    """The parts of a portfolio that a CV shows, by name, each with the characters that show it.

    named: where skills of SKILL_OF are named, by skill_id.
    """
    found = {part: named[skill_id] for part, skill_id in SKILL_OF.items() if skill_id in named}
    for part, words in _WORDS.items():
        said = (line for line in lines if words.search(line.text) and not _NOT_DONE.search(line.text))
        if (line := next(said, None)) is not None:
            found.setdefault(part, (line.start, line.end))
    for section in sections:
        first = next((line for line in lines[section.first : section.end] if line.text), None)
        if first is None:
            continue
        if section.name == "publications":
            found.setdefault("publications", (first.start, first.end))
        elif section.name == "projects":
            part = "open-source" if _OPEN_SOURCE.match(section.heading.strip("#* ")) else "own-projects"
            found.setdefault(part, (first.start, first.end))
    intern = next((job for job in jobs if job.kind == "internship"), None)
    if intern is not None:
        head = next(line for line in lines if line.start >= intern.start and intern.title in line.text)
        found["internship"] = (head.start, head.end)
    return {part: found[part] for part in sorted(found)}


def find_certificates(lines: Sequence[Line], sections: Sequence[CvSection]) -> tuple[str, ...]:
    """The certificates that a CV names, without dates and contact details."""
    found: list[str] = []
    for section in sections:
        part = [line for line in lines[section.first : section.end] if len(line.text) <= _LONGEST_LINE]
        if section.name == "certificates":
            found += [piece for line in part for piece in _PARTS.split(line.text)]
        elif section.name in {"", "summary", "education", "other"}:
            found += [match[0] for line in part for match in _NAMED.finditer(line.text)]
    tidy = (" ".join(without_contact(text).split()).strip(" |,;*_") for text in found)
    kept = (
        _DATE_BEHIND.sub("", text).strip(" ,(–—-")[:_LONGEST] for text in tidy if not _NO_NAME.match(text)
    )
    return tuple(dict.fromkeys(text for text in kept if re.search(r"[^\W\d_]{2}", text)))


def find_location(
    lines: Sequence[Line], sections: Sequence[CvSection], places: PlaceRules
) -> tuple[str, str]:
    """Town and country as the head of a CV states them, and the country's code; "" for what it does not."""
    head = list(_head(lines, sections))
    for pattern in (_PLACE, _POSTCODE):
        for line in head:
            for found in pattern.finditer(line.text):
                place = _CODE_BEHIND.sub("", found[1].strip())
                if place.count(",") > 1 and TITLE.search(place.partition(",")[0]):
                    place = place.partition(",")[2].strip()  # "Data analyst, Ghent, Belgium"
                if country := find_country(place, places):
                    return place, country
    for line in head:
        for part in re.split(r"\s*[|•·,\t]\s*", line.text[:_LONGEST_LINE]):
            if _is_town(part) and (country := find_country(part, places)):
                return part.strip(), country
    return "", ""


def _is_town(part: str) -> bool:
    return 0 < len(part.split()) <= 2 and part[:1].isupper() and not re.search(r"[\d@]", part)


def _head(lines: Sequence[Line], sections: Sequence[CvSection]) -> Iterator[Line]:
    """The lines that say who and where a person is: above the first heading, or under one of contact."""
    name = name_line(lines)
    for section in sections:
        is_contact = re.search(r"(?i)contact|personal|kontakt|persönlich|coordonn|datos", section.heading)
        if section.name == "" or is_contact:
            told = [
                line
                for line in lines[section.first : section.end]
                if line is not name and 0 < len(line.text) <= _LONGEST_OF_HEAD
            ]
            yield from told[:_MOST_HEAD_LINES]


def shown(skills: Collection[str], portfolio: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The skills that a portfolio shows and that are not among `skills`, each with its characters."""
    return {SKILL_OF[part]: span for part, span in portfolio.items() if SKILL_OF[part] not in skills}
