"""Degree, years, seniority and place that a posting asks for, beside the CV's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jobscan.compare.result import MET, MISSING, NOT_ASKED, UNKNOWN, FactMatch
from jobscan.compare.skills import lacks_years
from jobscan.compare.words import count, listed, number
from jobscan.vocabulary import DEGREES, SENIORITIES

if TYPE_CHECKING:
    from jobscan.compare.terms import Terms
    from jobscan.cv.result import Degree, Profile

DEGREE_YEARS: Final = {"high-school": 0, "associate": 2, "bachelor": 4, "master": 6, "mba": 6, "phd": 9}
"""Years that a degree takes. Where a posting takes experience in its place, so many years of study and work
together count as one."""
SENIOR_YEARS: Final = 5.0
"""Years from which a CV whose titles say nothing counts as senior: the median that 1,300 postings with
"senior" in their titles ask for."""
MID_YEARS: Final = 2.0
"""Years from which it counts as mid: three quarters of the postings for juniors ask for no more."""

_QUANTITATIVE: Final = frozenset(
    "computer-science mathematics statistics engineering physics economics data-science machine-learning "
    "information-systems operations-research".split()
)
_DEGREE_WORDS: Final = {
    "high-school": "high-school diploma",
    "associate": "associate degree",
    "bachelor": "bachelor's degree",
    "master": "master's degree",
    "mba": "MBA",
    "phd": "PhD",
}
_RANKS: Final = {level: rank for rank, level in enumerate(DEGREES) if level != "mba"} | {
    "mba": DEGREES.index("master"),
    "phd": DEGREES.index("mba"),
}

_REMOTE_WORDS: Final = re.compile(
    r"(?i)\b(?:fully|100%|remote(?:ly)?|work|working|from|home|based|office|anywhere|worldwide|global(?:ly)?|in|the"
    r"|world|flexible|online|virtual|or)\b"
)
_NAMES_A_PLACE: Final = re.compile(r"[^\W\d_]{2}")

Judged = tuple[FactMatch, float]
"""A fact, and the share of its points that the CV earns."""


def match_degree(profile: Profile, terms: Terms) -> Judged:
    """The degree asked for. One in another field earns half, experience where the posting takes it all."""
    fields = tuple(filter(None, terms.degree_fields.split(";")))
    if not terms.degree_min:
        return _not_asked(_degrees_shown(profile), profile.degrees[0].quote if profile.degrees else ""), 0.0
    asked = _DEGREE_WORDS[terms.degree_min]
    if fields:
        asked += f" in {listed(list(map(_field, fields)), 'or')}"
    taken = [degree for degree in profile.degrees if _is_enough(degree, terms)]
    if not taken:
        return _without_degree(profile, terms, asked)
    best = next((degree for degree in taken if _fits(degree, fields)), None)
    degree = best or taken[0]
    match = FactMatch(
        asked, _degree(degree), MET, terms.degree_quote, degree.quote, _field_note(degree, fields)
    )
    return match, 1.0 if best else 0.5


def _is_enough(degree: Degree, terms: Terms) -> bool:
    """Whether the level is. An intern may still be studying."""
    if not degree.finished and terms.seniority != "intern":
        return False
    if terms.degree_min == "mba":
        return degree.level in terms.degrees.split(";")
    return _RANKS[degree.level] >= _RANKS[terms.degree_min]


def _fits(degree: Degree, fields: tuple[str, ...]) -> bool:
    """Whether the field is one that is asked for, or near to one: most postings add "or a related field"."""
    if not fields or "other" in fields:
        return True
    related = _QUANTITATIVE if _QUANTITATIVE.intersection(fields) else frozenset()
    return not related.union(fields).isdisjoint(degree.fields)


def _field_note(degree: Degree, fields: tuple[str, ...]) -> str:
    if not fields or not set(fields).isdisjoint(degree.fields):
        return ""
    if not degree.fields:
        return "the CV does not say in which field"
    return "a related field" if _fits(degree, fields) else "in another field; the level fits"


def _without_degree(profile: Profile, terms: Terms, asked: str) -> Judged:
    shown, evidence = _degrees_shown(profile), profile.degrees[0].quote if profile.degrees else ""
    if terms.degree_equivalent:
        studied = max((DEGREE_YEARS[one.level] for one in profile.degrees if one.finished), default=0)
        needed = max(DEGREE_YEARS[terms.degree_min] - studied, terms.years_min or 0.0, 0.0)
        told = f"the posting takes experience in its place: here {count(needed, 'year')}"
        if profile.years is not None and not lacks_years(profile.years, needed):
            words = f"{count(profile.years, 'year')} of work"
            return FactMatch(asked, words, MET, terms.degree_quote, profile.years_quote, told), 1.0
        return FactMatch(asked, shown, MISSING, terms.degree_quote, evidence, told), 0.0
    note = "" if profile.degrees else "the CV names no degree"
    return FactMatch(asked, shown, MISSING, terms.degree_quote, evidence, note), 0.0


def _degrees_shown(profile: Profile) -> str:
    return _degree(profile.degrees[0]) if profile.degrees else ""


def _degree(degree: Degree) -> str:
    words = _DEGREE_WORDS[degree.level]
    if degree.fields:
        words += f" in {listed(list(map(_field, degree.fields)))}"
    return words if degree.finished else f"{words} (not finished)"


def _field(field: str) -> str:
    return "another field" if field == "other" else field.replace("-", " ")


def match_years(profile: Profile, terms: Terms) -> Judged:
    """The years asked for. Fewer earn their share."""
    shown = "" if profile.years is None else count(profile.years, "year")
    if terms.years_min is None:
        return _not_asked(shown, profile.years_quote), 0.0
    asked = f"{count(terms.years_min, 'year')} or more"
    if profile.years is None:
        note = "the CV gives no dates, and states no years"
        status = UNKNOWN if terms.years_min > 0 else MET
        return FactMatch(asked, "", status, terms.years_quote, "", note), float(status == MET)
    if lacks_years(profile.years, terms.years_min):
        note = f"{number(terms.years_min - profile.years)} short"
        match = FactMatch(asked, shown, MISSING, terms.years_quote, profile.years_quote, note)
        return match, max(0.0, profile.years) / terms.years_min
    return FactMatch(asked, shown, MET, terms.years_quote, profile.years_quote), 1.0


def match_seniority(profile: Profile, terms: Terms) -> Judged:
    """The seniority that the posting's own words ask for; one step short earns half."""
    shown, evidence = _level(profile)
    if not terms.seniority_quote or not terms.seniority:
        return _not_asked(shown, evidence), 0.0
    asked, quote = terms.seniority, terms.seniority_quote
    if not shown:
        note = "neither a title nor dates say so"
        status = MET if asked in {"intern", "junior"} else UNKNOWN
        return FactMatch(asked, "", status, quote, "", note), float(status == MET)
    short = SENIORITIES.index(asked) - SENIORITIES.index(shown)
    if short <= 0:
        note = "below the CV's level" if short < -1 and asked in {"intern", "junior"} else ""
        return FactMatch(asked, shown, MET, quote, evidence, note), 1.0
    note = "one step up" if short == 1 else f"{short} steps up"
    return FactMatch(asked, shown, MISSING, quote, evidence, note), 0.5 if short == 1 else 0.0


def _level(profile: Profile) -> tuple[str, str]:
    """The seniority of a CV and what says so: the newest title, or the years where they make it higher."""
    title = profile.titles[0] if profile.titles else ""
    by_title = SENIORITIES.index(profile.seniority) if profile.seniority else -1
    by_years = -1
    if profile.years is not None:
        by_years = SENIORITIES.index(
            "junior"
            if lacks_years(profile.years, MID_YEARS)
            else "mid"
            if lacks_years(profile.years, SENIOR_YEARS)
            else "senior"
        )
    if by_title >= by_years:
        return (profile.seniority, title) if profile.seniority else ("", "")
    return SENIORITIES[by_years], profile.years_quote


def match_workplace(profile: Profile, terms: Terms) -> FactMatch:
    """Where the work is. It is shown, and no part of the score: people move, and employers bend."""
    asked = ", ".join(filter(None, (terms.remote, terms.location or terms.country)))
    shown = profile.location or profile.country
    quote = terms.remote_quote or terms.location
    if not asked:
        return _not_asked(shown, profile.location)
    if terms.remote == "remote" and not terms.country:
        anywhere = not _NAMES_A_PLACE.search(_REMOTE_WORDS.sub(" ", terms.location))
        note = "" if anywhere else "remote, within what the posting names"
        return FactMatch(asked, shown, MET if anywhere else UNKNOWN, quote, profile.location, note)
    if not profile.country and not profile.location:
        return FactMatch(asked, "", UNKNOWN, quote, "", "the CV does not say where its owner is")
    if _same_town(profile.location, terms.location):
        return FactMatch(asked, shown, MET, quote, profile.location)
    if not terms.country or not profile.country:
        return FactMatch(asked, shown, UNKNOWN, quote, profile.location)
    if terms.country != profile.country:
        if terms.remote == "remote":
            note = "remote, but in another country: ask whether they hire in yours"
            return FactMatch(asked, shown, UNKNOWN, quote, profile.location, note)
        return FactMatch(asked, shown, MISSING, quote, profile.location, "in another country")
    if terms.remote == "remote":
        return FactMatch(asked, shown, MET, quote, profile.location)
    note = "the same country; how far it is cannot be told"
    return FactMatch(asked, shown, UNKNOWN, quote, profile.location, note)


def _same_town(one: str, other: str) -> bool:
    """Whether the town of one place is named in the other."""
    town = one.partition(",")[0].strip().casefold()
    return len(town) > len("NYC") and bool(re.search(rf"\b{re.escape(town)}\b", other.casefold()))


def _not_asked(shown: str, evidence: str) -> FactMatch:
    return FactMatch("", shown, NOT_ASKED, "", evidence)
