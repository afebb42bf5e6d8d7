"""A CV beside all postings of a scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.compare.comparison import compare_terms
from jobscan.compare.families import Families, families_of
from jobscan.compare.result import Comparison, Line
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import Terms, terms_of_tables
from jobscan.demand import COUNTED_LANGUAGES, counted
from jobscan.errors import JobscanError
from jobscan.vocabulary import REQUIRED, ROLES

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.cv.result import Profile
    from jobscan.lexicon import Lexicon
    from jobscan.scan import Scan


@dataclass(frozen=True, slots=True)
class Beside:
    """A posting of a scan, and the CV beside it."""

    terms: Terms
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many postings of a scan are not ranked, by why."""

    duplicates: int
    other_languages: int
    closed: int
    other_roles: int


@dataclass(frozen=True, slots=True)
class Market:
    """A CV beside the postings of a scan that count."""

    found: tuple[Beside, ...]
    """In the order of the scan."""
    left_out: LeftOut
    cv: CvSkills
    families: Families
    role: str = ""
    """The only role that was compared; "" for all."""


def compare_all(profile: Profile, scan: Scan, lexicon: Lexicon, *, role: str = "") -> Market:
    """The CV beside each posting of a scan that counts: in English, no duplicate, not closed.

    lexicon: the one of the scan. role: only postings of this role. Raises JobscanError for a role that there
    is not.
    """
    if role and role not in ROLES:
        raise JobscanError(f"unknown role {role!r}. Known are {', '.join(ROLES)}.")
    postings, left_out = _counted(scan.postings, role)
    families = families_of(lexicon)
    cv = CvSkills(profile, families)
    terms = terms_of_tables(postings, scan.posting_skills)
    found = tuple(Beside(one, compare_terms(cv, one)) for one in terms)
    return Market(found, left_out, cv, families, role)


def _counted(postings: pd.DataFrame, role: str) -> tuple[pd.DataFrame, LeftOut]:
    once = postings[postings["duplicate_of"] == ""]
    counts = counted(postings)
    is_open = counts[counts["closed"] == ""] if "closed" in counts.columns else counts
    wanted = is_open[is_open["role"] == role] if role else is_open
    return wanted, LeftOut(
        duplicates=len(postings) - len(once),
        other_languages=int((~once["language"].isin(COUNTED_LANGUAGES)).sum()),
        closed=len(counts) - len(is_open),
        other_roles=len(is_open) - len(wanted),
    )


def hard_lines(comparison: Comparison, families: Families, level: str = "") -> Iterator[Line]:
    """The lines of skills, of one level or of all, that are not soft."""
    for line in comparison.arithmetic:
        if line.skill_ids and (not level or line.level == level) and not is_soft(line, families):
            yield line


def is_soft(line: Line, families: Families) -> bool:
    """Whether a line is of soft skills only."""
    return bool(line.skill_ids) and families.soft.issuperset(line.skill_ids)


def missing_required(comparison: Comparison, families: Families) -> list[Line]:
    """The required skills, soft ones left out, that the CV lacks: of a choice all of them."""
    return [line for line in hard_lines(comparison, families, REQUIRED) if not line.met]
