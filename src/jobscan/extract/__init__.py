"""Text to what it asks for: skills with their levels, and the facts beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from jobscan.collector import paused
from jobscan.errors import LexiconError
from jobscan.extract.degree import compile_degree_rules, find_degrees
from jobscan.extract.domain import classify_domain, compile_domain_rules
from jobscan.extract.employment import find_employment
from jobscan.extract.exchange import yearly_usd
from jobscan.extract.experience import YearsNumber, compile_years_rules, find_numbers, find_years
from jobscan.extract.language import detect_language
from jobscan.extract.place import compile_place_rules, find_country
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.role import classify_role, compile_role_rules
from jobscan.extract.salary import find_salary
from jobscan.extract.seniority import classify_seniority, compile_seniority_rules
from jobscan.extract.skills import SkillMatcher
from jobscan.extract.workplace import compile_workplace_rules, find_workplace
from jobscan.kept import kept
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.text.letters import lowered
from jobscan.text.sections import Section
from jobscan.text.tokens import Tokens

__all__ = ["Extraction", "Extractor", "Mention", "extractor_for", "matcher_for"]

Rules = TypeVar("Rules")
Rows = Sequence[Mapping[str, str]]


class Extractor:
    """Reads postings by a lexicon. Costly to build, used often; not shared between threads.

    matcher: that of the lexicon, where it is built already. Raises LexiconError for a row of the lexicon that
    is no rule.
    """

    @paused()
    def __init__(self, lexicon: Lexicon, *, matcher: SkillMatcher | None = None) -> None:
        self._matcher = matcher or SkillMatcher(lexicon)
        self._roles = _compiled("role_titles", compile_role_rules, lexicon.role_titles, lexicon.role_duties)
        self._seniorities = _compiled("seniority_titles", compile_seniority_rules, lexicon.seniority_titles)
        self._degrees = _compiled("degrees", compile_degree_rules, lexicon.degrees, lexicon.degree_fields)
        self._years = _compiled("experience", compile_years_rules, lexicon.experience)
        self._workplaces = _compiled("workplace", compile_workplace_rules, lexicon.workplace)
        self._domains = _compiled("domains", compile_domain_rules, lexicon.domains)
        self._places = _compiled("places", compile_place_rules, lexicon.places)

    @property
    def matcher(self) -> SkillMatcher:
        """What finds skills: a reader of CVs of the same thread may share it."""
        return self._matcher

    def sections(self, text: str) -> list[Section]:
        """The sections of a text, in order; they cover all of it."""
        return self._matcher.sections(text)

    def extract(self, posting: Posting) -> Extraction:
        """What one posting asks for. Of one in another language than English only the language is told."""
        return self.extract_all([posting])[0]

    def extract_all(self, postings: Sequence[Posting]) -> list[Extraction]:
        """What each posting asks for, in order.

        One stage goes over all of them before the next does: its rules stay in the processor's caches, which
        saves a sixth of the time that posting by posting would take.
        """
        readings = [_Reading(posting, {"language": detect_language(posting.text)}) for posting in postings]
        english = [reading for reading in readings if reading.found["language"] in {"en", ""}]
        for stage in (
            self._read_text,
            self._read_skills,
            self._read_role,
            self._read_seniority,
            self._read_domain,
            self._read_degrees,
            self._read_years,
            self._read_pay,
            self._read_terms,
        ):
            for reading in english:
                stage(reading)
        return [Extraction(**reading.found) for reading in readings]

    def _read_text(self, reading: _Reading) -> None:
        text = reading.posting.text
        lower = reading.lower = lowered(text)
        reading.tokens, reading.sections = self._matcher.tokens(text, lower=lower), self.sections(text)
        reading.numbers = find_numbers(text, self._years, lower=lower)

    def _read_skills(self, reading: _Reading) -> None:
        posting = reading.posting
        mentions = self._matcher.find(
            posting.text,
            title=posting.title,
            employer=posting.hiring_organization,
            sections=reading.sections,
            tokens=reading.tokens,
            numbers=reading.numbers,
        )
        reading.found["mentions"] = tuple(mentions)

    def _read_role(self, reading: _Reading) -> None:
        posting, found = reading.posting, reading.found
        found["role"], found["role_quote"] = classify_role(posting.title, posting.text, self._roles)

    def _read_seniority(self, reading: _Reading) -> None:
        posting, found = reading.posting, reading.found
        found["seniority"], found["seniority_quote"] = classify_seniority(
            posting.title, posting.text, self._seniorities, lower=reading.lower
        )

    def _read_domain(self, reading: _Reading) -> None:
        posting, found = reading.posting, reading.found
        found["domain"], found["domain_quote"] = classify_domain(
            posting.title,
            posting.hiring_organization,
            posting.text,
            reading.sections,
            self._domains,
            industry=posting.industry,
            tokens=reading.tokens,
        )

    def _read_degrees(self, reading: _Reading) -> None:
        text = reading.posting.text
        reading.found["degrees"] = find_degrees(text, reading.sections, self._degrees, tokens=reading.tokens)

    def _read_years(self, reading: _Reading) -> None:
        reading.found["years"] = find_years(
            reading.posting.text,
            reading.sections,
            self._years,
            numbers=reading.numbers,
            lower=reading.lower,
        )

    def _read_pay(self, reading: _Reading) -> None:
        posting, found = reading.posting, reading.found
        country = posting.address_country or find_country(posting.job_location, self._places)
        salary = find_salary(
            posting.text, stated=posting.base_salary, location=posting.job_location, country=country
        )
        found["country"], found["salary"] = country, salary
        found["salary_year_usd"] = yearly_usd(salary, on=_day(posting.date_posted)) if salary else None

    def _read_terms(self, reading: _Reading) -> None:
        posting, found = reading.posting, reading.found
        found["workplace"] = find_workplace(
            posting.text,
            self._workplaces,
            title=posting.title,
            location=posting.job_location,
            stated=posting.job_location_type,
            lower=reading.lower,
        )
        found["employment"] = find_employment(
            posting.text, title=posting.title, stated=posting.employment_type, lower=reading.lower
        )


@dataclass(slots=True)
class _Reading:
    """A posting while it is being read."""

    posting: Posting
    found: dict[str, Any]
    """Fields of its Extraction."""
    lower: str = field(init=False)
    """The text as `lowered` makes it."""
    tokens: Tokens = field(init=False)
    sections: list[Section] = field(init=False)
    numbers: list[YearsNumber] = field(init=False)


def matcher_for(lexicon: Lexicon) -> SkillMatcher:
    """The SkillMatcher of a lexicon: one of the two that the thread used last, or else a new one.

    To build one takes a second or two, and the readers of postings and of CVs need the same one.
    """
    return kept(SkillMatcher, lexicon)


def extractor_for(lexicon: Lexicon) -> Extractor:
    """The Extractor of a lexicon: one of the two that the thread used last, or else a new one.

    A program that scans several times asks for the same one.
    """
    return kept(_extractor, lexicon)


def _extractor(lexicon: Lexicon) -> Extractor:
    return Extractor(lexicon, matcher=matcher_for(lexicon))


def _day(date_posted: str) -> date | None:
    """The day of a posting, the first of its month where no day is given; None for none."""
    try:
        return date.fromisoformat(date_posted if len(date_posted) > len("2024-05") else f"{date_posted}-01")
    except ValueError:
        return None


def _compiled(table: str, compile_rules: Callable[..., Rules], *rows: Rows) -> Rules:
    """The rules of a table of the lexicon. Raises LexiconError that names it."""
    try:
        return compile_rules(*rows)
    except ValueError as error:
        raise LexiconError(f"{table}.csv: {error}") from error
