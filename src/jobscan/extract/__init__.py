"""Text to what it asks for: skills with their levels, and the facts beside them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from jobscan.errors import LexiconError
from jobscan.extract.degree import compile_degree_rules, find_degrees
from jobscan.extract.domain import classify_domain, compile_domain_rules
from jobscan.extract.employment import find_employment
from jobscan.extract.exchange import yearly_usd
from jobscan.extract.experience import compile_years_rules, find_years
from jobscan.extract.language import detect_language
from jobscan.extract.place import compile_place_rules, find_country
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.role import classify_role, compile_role_rules
from jobscan.extract.salary import find_salary
from jobscan.extract.seniority import classify_seniority, compile_seniority_rules
from jobscan.extract.skills import SkillMatcher
from jobscan.extract.workplace import compile_workplace_rules, find_workplace
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.text.sections import Section

__all__ = ["Extraction", "Extractor", "Mention", "extractor_for"]

Rules = TypeVar("Rules")
Rows = Sequence[Mapping[str, str]]


class Extractor:
    """Reads postings by a lexicon. Costly to build, used often; not shared between threads.

    Raises LexiconError for a row of the lexicon that is no rule.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = SkillMatcher(lexicon)
        self._roles = _compiled("role_titles", compile_role_rules, lexicon.role_titles, lexicon.role_duties)
        self._seniorities = _compiled("seniority_titles", compile_seniority_rules, lexicon.seniority_titles)
        self._degrees = _compiled("degrees", compile_degree_rules, lexicon.degrees, lexicon.degree_fields)
        self._years = _compiled("experience", compile_years_rules, lexicon.experience)
        self._workplaces = _compiled("workplace", compile_workplace_rules, lexicon.workplace)
        self._domains = _compiled("domains", compile_domain_rules, lexicon.domains)
        self._places = _compiled("places", compile_place_rules, lexicon.places)

    def sections(self, text: str) -> list[Section]:
        """The sections of a text, in order; they cover all of it."""
        return self._matcher.sections(text)

    def extract(self, posting: Posting) -> Extraction:
        """What one posting asks for. Of one in another language than English only the language is told."""
        text, title, location = posting.text, posting.title, posting.job_location
        language = detect_language(text)
        if language not in {"en", ""}:
            return Extraction(language)
        sections, tokens = self.sections(text), self._matcher.tokens(text)
        employer = posting.hiring_organization
        role, role_quote = classify_role(title, text, self._roles)
        seniority, seniority_quote = classify_seniority(title, text, self._seniorities)
        domain, domain_quote = classify_domain(title, employer, text, sections, self._domains, tokens=tokens)
        country = posting.address_country or find_country(location, self._places)
        mentions = self._matcher.find(text, title=title, employer=employer, sections=sections, tokens=tokens)
        salary = find_salary(text, stated=posting.base_salary, location=location, country=country)
        return Extraction(
            language,
            mentions=tuple(mentions),
            role=role,
            role_quote=role_quote,
            seniority=seniority,
            seniority_quote=seniority_quote,
            domain=domain,
            domain_quote=domain_quote,
            degrees=find_degrees(text, sections, self._degrees, tokens=tokens),
            years=find_years(text, sections, self._years),
            salary=salary,
            salary_year_usd=yearly_usd(salary, on=_day(posting.date_posted)) if salary else None,
            workplace=find_workplace(
                text, self._workplaces, title=title, location=location, stated=posting.job_location_type
            ),
            employment=find_employment(text, title=title, stated=posting.employment_type),
            country=country,
        )


class _Kept(threading.local):
    """The extractor that each thread built last, and the digest of its lexicon."""

    digest = ""
    extractor: Extractor


def extractor_for(lexicon: Lexicon) -> Extractor:
    """The Extractor of a lexicon: the thread's last one where the lexicon is the same, else a new one.

    To build one takes a second or two, and a program that scans several times asks for the same one.
    """
    if _KEPT.digest != lexicon.digest:
        _KEPT.extractor, _KEPT.digest = Extractor(lexicon), lexicon.digest
    return _KEPT.extractor


_KEPT = _Kept()


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
