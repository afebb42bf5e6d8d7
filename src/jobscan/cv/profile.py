"""A CV to what it shows: skills with their evidence, jobs, years, degrees, certificates, portfolio."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jobscan.cv.dates import years_of
from jobscan.cv.degrees import CvDegreeRules, compile_cv_degree_rules, find_cv_degrees
from jobscan.cv.evidence import CvPage, find_skills, plain_skill, spans_of
from jobscan.cv.jobs import find_jobs
from jobscan.cv.lines import lines_of
from jobscan.cv.portfolio import find_certificates, find_location, find_portfolio, shown
from jobscan.cv.reading import Cv
from jobscan.cv.result import Job, Profile
from jobscan.cv.sections import find_cv_sections, heading_names
from jobscan.cv.standing import StandingRules, compile_standing_rules
from jobscan.extract import matcher_for
from jobscan.extract.degree import compile_degree_rules
from jobscan.extract.experience import YearsRules, compile_years_rules, find_amounts
from jobscan.extract.place import PlaceRules, compile_place_rules
from jobscan.extract.role import RoleRules, classify_role, compile_role_rules
from jobscan.extract.seniority import SeniorityRules, classify_seniority, compile_seniority_rules
from jobscan.extract.skills import SkillMatcher
from jobscan.kept import kept
from jobscan.lexicon import Lexicon

_STATED_YEARS: Final = re.compile(
    r"(?i)\b(?:experience|engineer|developer|analyst|scientist|professional|industry)"
)
_PAID: Final = frozenset({"job", "internship"})
_HEAD_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class CvReader:
    """All that reads CVs by one lexicon. Costly to build, used often; not shared between threads."""

    lexicon: Lexicon
    matcher: SkillMatcher
    headings: Mapping[str, str]
    standing: StandingRules
    degrees: CvDegreeRules
    years: YearsRules
    roles: RoleRules
    seniorities: SeniorityRules
    places: PlaceRules


def cv_reader(lexicon: Lexicon, *, matcher: SkillMatcher | None = None) -> CvReader:
    """The reader of a lexicon. matcher: by default the one that this thread's readers of postings share."""
    return CvReader(
        lexicon,
        matcher or matcher_for(lexicon),
        heading_names(lexicon.cv_headings),
        compile_standing_rules(lexicon.cv_cues),
        compile_cv_degree_rules(
            lexicon.cv_degrees, compile_degree_rules(lexicon.degrees, lexicon.degree_fields)
        ),
        compile_years_rules(lexicon.experience),
        compile_role_rules(lexicon.role_titles, lexicon.role_duties),
        compile_seniority_rules(lexicon.seniority_titles),
        compile_place_rules(lexicon.places),
    )


def profile_of(cv: Cv, lexicon: Lexicon, *, today: date) -> Profile:
    """What a CV shows. today: the day up to which a job that goes on is counted.

    The same for any order of the lines within an entry of a list, and on any machine. Each thread keeps the
    readers of the two lexicons that it used last: to build one takes a second or two.
    """
    return read_profile(cv, kept(cv_reader, lexicon), today=today)


def read_profile(cv: Cv, reader: CvReader, *, today: date) -> Profile:
    """profile_of, with a reader that is built already."""
    lines = lines_of(cv.text)
    sections = find_cv_sections(lines, reader.headings)
    jobs = tuple(sorted(find_jobs(lines, sections, reader.places, today=today), key=_newest_first))
    page = CvPage(cv.text, lines, sections, jobs, reader.places)
    skills = find_skills(page, reader.matcher, reader.lexicon, reader.standing)
    portfolio = find_portfolio(lines, sections, jobs, spans_of(skills))
    for skill_id, span in shown(skills, portfolio).items():
        if skill_id in reader.lexicon.skills:
            skills[skill_id] = plain_skill(skill_id, page, *span)
    years, years_quote = _years(page, reader.years)
    titles = tuple(job.title for job in jobs if job.kind in _PAID and job.title)
    seniority, role = _seniority_and_role(titles, page, reader)
    location, country = find_location(lines, sections, reader.places)
    return Profile(
        text=cv.text,
        skills=dict(sorted(skills.items())),
        jobs=jobs,
        years=years,
        years_quote=years_quote,
        degrees=find_cv_degrees(lines, sections, reader.degrees, today=today),
        titles=titles,
        seniority=seniority,
        role=role,
        certificates=find_certificates(lines, sections),
        portfolio={part: page.quote(start, end) for part, (start, end) in portfolio.items()},
        location=location,
        country=country,
    )


def _newest_first(job: Job) -> tuple[int, int, int]:
    period = job.period
    return (-period.end, -period.start, job.start) if period else (1, 0, job.start)


def _years(page: CvPage, rules: YearsRules) -> tuple[float | None, str]:
    """Years in jobs, else what the CV states of them, and the words that say so."""
    paid = [job for job in page.jobs if job.kind in _PAID and job.period is not None]
    if paid:
        named = [f"{job.title or job.employer} ({_span(job)})" for job in paid]
        return years_of(job.period for job in paid if job.period), "; ".join(named[:3])
    stated = [
        amount
        for amount in find_amounts(page.text, rules)
        if _STATED_YEARS.search(page.line_at(amount.start).text)
    ]
    if not stated:
        return None, ""
    most = max(stated, key=lambda amount: amount.years)
    return most.years, page.quote(most.start, most.end)


def _span(job: Job) -> str:
    """`2019-05 to 2020-08`."""
    if job.period is None:
        return ""
    last = job.period.end - 1
    return f"{job.period.start // 12}-{job.period.start % 12 + 1:02} to {last // 12}-{last % 12 + 1:02}"


def _seniority_and_role(titles: Sequence[str], page: CvPage, reader: CvReader) -> tuple[str, str]:
    """Seniority and role of the newest job, else of the headline; "" where they are not clear."""
    head = [line.text for line in page.lines if line.text][1:_HEAD_LINES]
    headline = next((text for text in head if 3 < len(text) < 80), "")
    role = ""
    for title in [*titles[:1], headline]:
        found, _ = classify_role(title, "", reader.roles)
        if found and found != "other":
            role = found
            break
    title = titles[0] if titles else ""
    return (classify_seniority(title, "", reader.seniorities)[0] if title else ""), role


__all__ = ["CvReader", "cv_reader", "profile_of", "read_profile"]
