"""A CV beside one posting."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan.compare.facts import match_degree, match_seniority, match_workplace, match_years
from jobscan.compare.families import Families, families_of
from jobscan.compare.result import Comparison, Line
from jobscan.compare.score import THIN_LINES, THIN_SKILLS, score_lines, score_of
from jobscan.compare.skills import CvSkills, match_skills
from jobscan.compare.words import count, listed
from jobscan.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from jobscan.compare.terms import Terms
    from jobscan.cv import Cv
    from jobscan.cv.result import Profile
    from jobscan.posting import Posting

StrPath = str | os.PathLike[str]

OTHER_LANGUAGE: Final = "The posting is not in English ({language}): what it asks for was not read."
NOTHING_FOUND: Final = (
    "Nothing was found in the posting that could be compared: no skill, degree, years or seniority. "
    "That says nothing of the fit."
)
FEW_FOUND: Final = (
    "The posting says little that can be compared ({found}): the score is held near the middle, "
    "and tells little."
)


def compare(
    cv: StrPath | Cv | Profile,
    posting: StrPath | Posting,
    *,
    lexicon: StrPath | Lexicon | None = None,
    today: date | None = None,
) -> Comparison:
    """What a posting asks for beside what a CV shows, with one score and its arithmetic.

    cv: a file, or what was read of one. posting: a Posting, or what jobscan.pick.pick_posting takes: a file,
    `FILE:LINE`, the address of a page (the only case in which the network is used: to ask for that page).
    lexicon: one in place of ours, or its folder. today: the day up to which a job that goes on is counted.

    Raises JobscanError for a CV or a posting that cannot be read, LexiconError for a wrong lexicon.
    """
    if not isinstance(lexicon, Lexicon):
        lexicon = load_lexicon(None if lexicon is None else Path(lexicon))
    from jobscan.compare.terms import terms_of
    from jobscan.extract import extractor_for

    if isinstance(posting, str | os.PathLike):
        from jobscan.pick import pick_posting

        posting = pick_posting(os.fspath(posting)).posting
    profile = profile_for(cv, lexicon, today=today)
    terms = terms_of(posting, extractor_for(lexicon).extract(posting))
    return compare_terms(CvSkills(profile, families_of(lexicon)), terms)


def profile_for(cv: StrPath | Cv | Profile, lexicon: Lexicon, *, today: date | None = None) -> Profile:
    """The profile of a CV, which is read where it is a path. today: as in compare; by default this day."""
    from jobscan.cv.result import Profile

    if isinstance(cv, Profile):
        return cv
    from jobscan.cv import profile_of, read_cv

    if isinstance(cv, str | os.PathLike):
        cv = read_cv(Path(cv))
    return profile_of(cv, lexicon, today=today or datetime.now(tz=UTC).date())


def compare_terms(cv: CvSkills, terms: Terms) -> Comparison:
    """A CV beside the terms of one posting."""
    from jobscan.demand import COUNTED_LANGUAGES

    skills, items = match_skills(cv, terms.asked)
    degree, years, seniority = (
        match(cv.profile, terms) for match in (match_degree, match_years, match_seniority)
    )
    facts = [("Degree", degree), ("Years", years), ("Seniority", seniority)]
    lines = score_lines(items, facts, cv.families)
    return Comparison(
        posting_id=terms.posting_id,
        title=terms.title,
        company=terms.company,
        url=terms.url,
        score=score_of(lines),
        arithmetic=lines,
        skills=tuple(skills),
        degree=degree[0],
        years=years[0],
        seniority=seniority[0],
        workplace=match_workplace(cv.profile, terms),
        attribution=terms.attribution,
        notes=_notes(terms.language, lines, cv.families, is_read=terms.language in COUNTED_LANGUAGES),
    )


def _notes(language: str, lines: Sequence[Line], families: Families, *, is_read: bool) -> tuple[str, ...]:
    if not is_read:
        return (OTHER_LANGUAGE.format(language=language),)
    if not lines:
        return (NOTHING_FOUND,)
    skills = [line for line in lines if line.skill_ids]
    hard = [line for line in skills if not families.soft.issuperset(line.skill_ids)]
    asked = len(lines) - 1  # the last line is the neutral one
    if asked >= THIN_LINES and len(hard) >= THIN_SKILLS:
        return ()
    counts = ((len(hard), "skill"), (len(skills) - len(hard), "soft skill"), (asked - len(skills), "fact"))
    return (FEW_FOUND.format(found=listed([count(number, thing) for number, thing in counts if number])),)
