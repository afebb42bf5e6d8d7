"""A CV to what it shows: skills with their evidence, jobs, years, degrees, certificates, portfolio."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jobscan.cv.contact import contact_spans, without_contact
from jobscan.cv.dates import years_of
from jobscan.cv.degrees import CvDegreeRules, compile_cv_degree_rules, find_cv_degrees
from jobscan.cv.jobs import find_jobs
from jobscan.cv.lines import Line, lines_of
from jobscan.cv.reading import Cv
from jobscan.cv.result import EVIDENCE_KINDS, CvSkill, Degree, Evidence, Job, Profile
from jobscan.cv.sections import CvSection, find_cv_sections, heading_names
from jobscan.cv.standing import DENIED, StandingRules, compile_standing_rules, standing_at
from jobscan.extract.degree import compile_degree_rules
from jobscan.extract.experience import YearsRules, compile_years_rules, find_amounts
from jobscan.extract.place import PlaceRules, compile_place_rules, find_country
from jobscan.extract.result import Mention
from jobscan.extract.role import RoleRules, classify_role, compile_role_rules
from jobscan.extract.seniority import SeniorityRules, classify_seniority, compile_seniority_rules
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon
from jobscan.text.sections import Section
from jobscan.vocabulary import CV_STANDINGS

_QUOTE: Final = 160
# What the matcher is told a part of a CV is: what stands there is asked about as it is in postings.
_AS_IN_POSTINGS: Final = {"skills": "requirements", "experience": "duties", "projects": "duties"}
_KIND_OF: Final = {
    "experience": "used",
    "volunteering": "used",
    "projects": "used",
    "publications": "used",
    "certificates": "certified",
    "education": "studied",
}
_PORTFOLIO: Final = {
    "open-source": "open-source",
    "publications": "publications",
    "kaggle": "kaggle",
    "personal-projects": "own-projects",
    "internship": "internship",
}
_PORTFOLIO_WORDS: Final = {
    "open-source": re.compile(r"(?i)\bopen[ -]?sourced?\b|\bgithub stars\b|\bcontributor to\b"),
    "kaggle": re.compile(r"(?i)\bkaggle\b"),
}
_SCHOOL_OR_FIRM: Final = re.compile(
    r"(?:[A-Z][\w&.'-]*\s+){0,4}(?:University|College|Institute|School|Academy)(?:\s+of(?:\s+[A-Z][\w&-]*)+)?"
)
_CERTIFICATE: Final = re.compile(r"\b(?:[A-Z][\w.+-]*\s+){0,4}[Cc]ertified\b[^\n.;|]{3,80}")
_STATED_YEARS: Final = re.compile(
    r"(?i)\b(?:experience|engineer|developer|analyst|scientist|professional|industry)"
)
_PLACE: Final = re.compile(
    r"(?:^|[|•·,\t]\s*|\blocation:\s*)([^\W\d_][\w .'-]{1,28},\s*[^\W\d_][\w .'-]{1,28})"
    r"(?=$|\s*[|•·\t]|\s{2,}|\s\d)",
    re.IGNORECASE,
)
_HEAD_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class CvReader:
    """All that reads CVs by one lexicon. Costly to build, used often; not shared between threads."""

    matcher: SkillMatcher
    headings: Mapping[str, str]
    standing: StandingRules
    degrees: CvDegreeRules
    years: YearsRules
    roles: RoleRules
    seniorities: SeniorityRules
    places: PlaceRules


def cv_reader(lexicon: Lexicon) -> CvReader:
    """The reader of a lexicon."""
    return CvReader(
        SkillMatcher(lexicon),
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

    The same for any order of the lines within an entry of a list, and on any machine.
    """
    return read_profile(cv, cv_reader(lexicon), today=today)


def read_profile(cv: Cv, reader: CvReader, *, today: date) -> Profile:
    """profile_of, with a reader that is built already."""
    lines = lines_of(cv.text)
    sections = find_cv_sections(lines, reader.headings)
    jobs = find_jobs(lines, sections, reader.places, today=today)
    page = _Page(cv.text, lines, sections, jobs, reader)
    evidence = page.evidence()
    newest = sorted(jobs, key=_newest_first)
    order = {id(job): at for at, job in enumerate(newest)}
    numbers = [order[id(job)] for job in jobs]
    skills = {
        skill_id: _skill(skill_id, found, jobs, numbers) for skill_id, found in sorted(evidence.items())
    }
    years, years_quote = page.years()
    titles = tuple(job.title for job in newest if job.kind in {"job", "internship"} and job.title)
    seniority, role = page.standing_of(titles)
    location, country = page.location()
    return Profile(
        text=cv.text,
        skills=skills,
        jobs=tuple(newest),
        years=years,
        years_quote=years_quote,
        degrees=find_cv_degrees(lines, sections, reader.degrees, today=today),
        titles=titles,
        seniority=seniority,
        role=role,
        certificates=page.certificates(),
        portfolio=page.portfolio(skills),
        location=location,
        country=country,
    )


def _newest_first(job: Job) -> tuple[int, int, int]:
    period = job.period
    return (-period.end, -period.start, job.start) if period else (1, 0, job.start)


@dataclass(slots=True)
class _Found:
    """A mention of a skill in a CV."""

    evidence: Evidence
    job: int | None
    stated_years: float | None


def _skill(skill_id: str, found: Sequence[_Found], jobs: Sequence[Job], numbers: Sequence[int]) -> CvSkill:
    """A skill by its mentions; numbers: the place of each job among all, the newest first."""
    ranked = sorted(found, key=lambda one: _rank(one.evidence))
    standings = {one.evidence.standing for one in ranked}
    best = min(standings, key=CV_STANDINGS.index)
    periods = [
        period
        for one in ranked
        if one.job is not None and one.evidence.standing != DENIED
        if (period := jobs[one.job].period) is not None
    ]
    stated = max((one.stated_years for one in ranked if one.stated_years), default=None)
    evidence = []
    for one in ranked:
        at = None if one.job is None else numbers[one.job]
        was = one.evidence
        evidence.append(
            Evidence(was.kind, was.standing, was.section, was.start, was.end, was.quote, was.cue, at)
        )
    years = stated if stated is not None else years_of(periods)
    return CvSkill(skill_id, DENIED if DENIED in standings else best, years, tuple(evidence))


def _rank(evidence: Evidence) -> tuple[int, int, str, int]:
    """The strongest first; of equal ones the same whatever their order in the CV."""
    return (
        CV_STANDINGS.index(evidence.standing),
        EVIDENCE_KINDS.index(evidence.kind),
        evidence.quote,
        evidence.start,
    )


@dataclass(slots=True)
class _Page:
    """A CV while it is being read."""

    text: str
    lines: Sequence[Line]
    sections: Sequence[CvSection]
    jobs: Sequence[Job]
    reader: CvReader
    hidden: list[tuple[int, int]] = field(init=False)
    """Where names and contact details stand: no place to look for skills."""

    def __post_init__(self) -> None:
        self.hidden = [*contact_spans(self.lines), *self._names()]

    def _names(self) -> Iterable[tuple[int, int]]:
        """Where the names of employers and schools stand."""
        for job in self.jobs:
            if job.employer and job.kind != "project":
                head = self.text.find(job.employer, job.start, job.start + 300)
                if head >= 0:
                    yield head, head + len(job.employer)
        for found in _SCHOOL_OR_FIRM.finditer(self.text):
            yield found.span()

    def evidence(self) -> dict[str, list[_Found]]:
        """The mentions of each skill."""
        parts = [
            Section(section.start, end, _AS_IN_POSTINGS.get(section.name, ""), section.start, section.start)
            for section, end in zip(self.sections, self._ends(), strict=True)
            if section.start < end
        ]
        mentions = self.reader.matcher.find(self.text, sections=parts)
        found: dict[str, list[_Found]] = defaultdict(list)
        for mention in mentions:
            section = self._section(mention.start)
            if section.name == "languages" or self._is_hidden(mention) or self._is_heading(mention, section):
                continue
            found[mention.skill_id].append(self._found(mention, section))
        return found

    def _ends(self) -> list[int]:
        return [*(section.start for section in self.sections[1:]), len(self.text)]

    def _section(self, at: int) -> CvSection:
        return next(section for section in reversed(self.sections) if section.start <= at)

    def _is_hidden(self, mention: Mention) -> bool:
        return any(start < mention.end and mention.start < end for start, end in self.hidden)

    def _is_heading(self, mention: Mention, section: CvSection) -> bool:
        return bool(section.heading) and mention.start < section.start + len(section.heading)

    def _found(self, mention: Mention, section: CvSection) -> _Found:
        job = self._job(mention.start)
        said = standing_at(self.text, mention.start, mention.end, self.reader.standing)
        kind = "used" if job is not None else _KIND_OF.get(section.name, "listed")
        evidence = Evidence(
            kind=kind,
            standing=said.standing,
            section=section.name or "summary",
            start=mention.start,
            end=mention.end,
            quote=self._quote(mention.start, mention.end),
            cue=said.cue,
        )
        return _Found(evidence, job, mention.years_min)

    def _job(self, at: int) -> int | None:
        return next((n for n, job in enumerate(self.jobs) if job.start <= at < job.end), None)

    def _line(self, at: int) -> Line:
        return next(line for line in self.lines if line.end >= at)

    def _quote(self, start: int, end: int) -> str:
        """The line that holds a place, cut around it where it is long."""
        line = self._line(start)
        text, first = line.text, start - line.start
        if len(text) > _QUOTE:
            begin = max(0, min(first - _QUOTE // 3, len(text) - _QUOTE))
            begin = text.rfind(" ", 0, begin) + 1 if begin else 0
            cut = text[begin : begin + _QUOTE - 2]
            if begin + _QUOTE - 2 < len(text):
                cut = cut[: cut.rfind(" ")] if cut.rfind(" ") > first - begin + (end - start) else cut
            text = ("…" if begin else "") + cut + ("…" if begin + len(cut) < len(text) else "")
        return " ".join(without_contact(text).split())[:_QUOTE]

    def years(self) -> tuple[float | None, str]:
        """Years in jobs, else what the CV states of them, and the words that say so."""
        paid = [job for job in self.jobs if job.kind in {"job", "internship"} and job.period is not None]
        if paid:
            return years_of(job.period for job in paid if job.period), "; ".join(
                f"{job.title or job.employer} ({_span(job)})" for job in sorted(paid, key=_newest_first)[:3]
            )
        stated = [
            amount
            for amount in find_amounts(self.text, self.reader.years)
            if _STATED_YEARS.search(self._line(amount.start).text)
        ]
        if not stated:
            return None, ""
        most = max(stated, key=lambda amount: amount.years)
        return most.years, self._quote(most.start, most.end)

    def standing_of(self, titles: Sequence[str]) -> tuple[str, str]:
        """Seniority and role of the newest job, else of the headline; "" where they are not clear."""
        headline = next((line.text for line in self._head()[1:] if 3 < len(line.text) < 80), "")
        role = ""
        for title in [*titles[:1], headline]:
            found, _ = classify_role(title, "", self.reader.roles)
            if found and found != "other":
                role = found
                break
        title = titles[0] if titles else ""
        seniority = classify_seniority(title, "", self.reader.seniorities)[0] if title else ""
        return seniority, role

    def _head(self) -> list[Line]:
        return [line for line in self.lines if not line.is_blank][:_HEAD_LINES]

    def certificates(self) -> tuple[str, ...]:
        """The certificates that it names."""
        found: list[str] = []
        for section in self.sections:
            lines = self.lines[section.first : section.end]
            if section.name == "certificates":
                found += [part for line in lines for part in re.split(r"\s+\|\s+|;\s+|\t", line.text)]
            elif section.name in {"", "summary", "education"}:
                found += [match[0] for line in lines for match in _CERTIFICATE.finditer(line.text)]
        tidy = (" ".join(without_contact(text).split()).strip(" |,;") for text in found)
        return tuple(
            dict.fromkeys(text[:_QUOTE] for text in tidy if len(text) > 2 and re.search(r"[^\W\d_]", text))
        )

    def portfolio(self, skills: Mapping[str, CvSkill]) -> dict[str, str]:
        """What it shows of the guide's portfolio, each with its words."""
        found: dict[str, str] = {}
        for skill_id, name in _PORTFOLIO.items():
            if skill_id in skills and skills[skill_id].standing != DENIED:
                found[name] = skills[skill_id].evidence[0].quote
        for name, words in _PORTFOLIO_WORDS.items():
            said = next((line for line in self.lines if words.search(line.text)), None)
            if said is not None:
                found.setdefault(name, self._quote(said.start, said.start))
        for name, section_name in (("publications", "publications"), ("own-projects", "projects")):
            lines = [
                line
                for section in self.sections
                if section.name == section_name
                for line in self.lines[section.first : section.end]
                if line.text
            ]
            if lines:
                found.setdefault(name, self._quote(lines[0].start, lines[0].start))
        interns = [job for job in self.jobs if job.kind == "internship"]
        if interns:
            found["internship"] = f"{interns[0].title} ({_span(interns[0])})"
        return {name: found[name] for name in sorted(found)}

    def location(self) -> tuple[str, str]:
        """Town and country as the head of the CV states them, and the country's code."""
        for line in self._head():
            for found in _PLACE.finditer(line.text):
                place = found[1].strip()
                if country := find_country(place, self.reader.places):
                    return place, country
        return "", ""


def _span(job: Job) -> str:
    """`2019-05 to 2020-08`."""
    if job.period is None:
        return ""
    last = job.period.end - 1
    return f"{job.period.start // 12}-{job.period.start % 12 + 1:02} to {last // 12}-{last % 12 + 1:02}"


__all__ = ["CvReader", "Degree", "cv_reader", "profile_of", "read_profile"]
