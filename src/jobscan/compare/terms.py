"""What a posting asks for, as a comparison needs it: from a posting itself or from the tables of a scan.

Both ways go over the rows of postings and posting_skills, so that one posting is always compared alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from jobscan.tables import POSTING_SKILLS, POSTINGS, Cell, posting_row, skill_rows
from jobscan.vocabulary import NEGATED

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.extract.result import Extraction
    from jobscan.posting import Posting

LONGEST_QUOTE: Final = 160
"""Characters of a quote: two lines of a page."""

_SENTENCE_END: Final = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Z])[.!?;]\s+(?=[A-Z(\"“])")
_BULLETS: Final = " \t-–—+=@*•·▪◦●○‣►✓\u00a0"
_ABSENT: Final = frozenset({"", "nan", "<NA>"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that is asked for."""

    skill_id: str
    level: str
    quote: str
    years_min: float | None
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A posting's facts, named and meant as the columns of postings, and its skills by skill_id."""

    posting_id: str
    title: str
    company: str
    location: str
    country: str
    remote: str
    remote_quote: str
    date_posted: str
    language: str
    role: str
    seniority: str
    seniority_quote: str
    degree_min: str
    degrees: str
    degree_fields: str
    degree_quote: str
    degree_equivalent: str
    years_quote: str
    url: str
    attribution: str
    years_min: float | None
    asked: tuple[Asked, ...]


_TEXTS: Final = tuple(field.name for field in fields(Terms))[:-2]


def terms_of(posting: Posting, extraction: Extraction) -> Terms:
    """The terms of one posting, with the sentences that its skills stand in as quotes."""
    cells = dict(zip(POSTINGS.names, posting_row(posting, extraction), strict=True))
    rows = [dict(zip(POSTING_SKILLS.names, row, strict=True)) for row in skill_rows(posting, extraction)]
    terms = _terms({**cells, "attribution": posting.attribution}, rows)
    places = {str(row["skill_id"]): (_whole(row["start"]), _whole(row["end"])) for row in rows}
    asked = (replace(one, quote=passage(posting.text, *places[one.skill_id])) for one in terms.asked)
    return replace(terms, asked=tuple(asked))


def terms_of_tables(postings: pd.DataFrame, posting_skills: pd.DataFrame) -> Iterator[Terms]:
    """The terms of each row of postings, in order. posting_skills may hold rows of others, in any order."""
    names = ["skill_id", "level", "context", "years_min", "group"]
    rows: dict[str, list[dict[str, Cell]]] = defaultdict(list)
    columns = [posting_skills[name].tolist() for name in ("posting_id", *names)]
    for posting_id, *values in zip(*columns, strict=True):
        rows[posting_id].append(dict(zip(names, values, strict=True)))
    wanted = [name for name in (*_TEXTS, "years_min") if name in postings.columns]
    for row in zip(*(postings[name].tolist() for name in wanted), strict=True):
        cells = dict(zip(wanted, row, strict=True))
        yield _terms(cells, rows.get(cells["posting_id"], ()))


def _terms(cells: Mapping[str, Cell], rows: Sequence[Mapping[str, Cell]]) -> Terms:
    # A member of a choice that is denied elsewhere in the posting is still one of the choice.
    asked = [_asked(row) for row in rows if row["level"] != NEGATED]
    asked.sort(key=lambda one: one.skill_id)
    texts = {name: str(cells.get(name) or "") for name in _TEXTS}
    return Terms(**texts, years_min=_number(cells.get("years_min")), asked=tuple(asked))


def _asked(row: Mapping[str, Cell]) -> Asked:
    group = str(row["group"])
    return Asked(
        skill_id=str(row["skill_id"]),
        level=str(row["level"]),
        quote=str(row["context"]),
        years_min=_number(row["years_min"]),
        group=tuple(sorted(group.split(";"))) if group else (),
    )


def passage(text: str, start: int, end: int) -> str:
    r"""The sentence in which text[start:end] stands, on one line, at most about LONGEST_QUOTE characters.

    >>> passage("We bake. You know Python well.\nAnd SQL.", 18, 24)
    'You know Python well.'
    """
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    high = len(text) if high < 0 else high
    for found in _SENTENCE_END.finditer(text, low, high):
        if found.end() <= start:
            low = found.end()
        elif found.start() >= end:
            high = found.start() + 1
            break
    room = max(0, LONGEST_QUOTE - (end - start)) // 2
    cut_low, cut_high = max(low, start - room), min(high, end + room)
    # What one side does not need is the other's.
    cut_low = max(low, cut_low - (end + room - cut_high))
    cut_high = min(high, cut_high + max(0, cut_low - (start - room)))
    while low < cut_low < start and not text[cut_low - 1].isspace():
        cut_low += 1
    while end < cut_high < high and not text[cut_high].isspace():
        cut_high -= 1
    words = " ".join((text[cut_low:start].lstrip(_BULLETS) + text[start:cut_high]).split())
    return f"{'… ' if cut_low > low else ''}{words}{' …' if cut_high < high else ''}"


def _whole(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) else 0


def _number(cell: Cell | None) -> float | None:
    """A number of a table, None for a missing one."""
    return None if cell is None or str(cell) in _ABSENT else float(cell)
