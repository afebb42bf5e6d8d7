"""The page that tells what the guide's claims came to, made of nothing but the two tables.

The page is a list of blocks, which the command line shows as text or writes as Markdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from jobscan.market.guide.findings import CLAIM
from jobscan.market.guide.prose import GUIDE, LIMITS, METHODS, NAMED, TITLE, UNNAMED
from jobscan.market.guide.skills import ALL, ML, SECTIONS
from jobscan.market.guide.tables import GUIDE_CHECK, GUIDE_SKILLS
from jobscan.market.guide.verdicts import HIGHER, HOLDS, LOWER, UNTOLD, VERDICTS
from jobscan.market.guide.words import Ends, between, shown

_PARTS: Final = {
    "python": "Python",
    "pay": "Pay",
    "fields": "Field of study",
    "degrees": "Degrees and their alternatives",
    "soft skills": "Soft skills",
    "portfolio": "Portfolio",
    "roles": "The four kinds of role",
    "domains": "Domains",
    "growth": "Growth of demand",
}
_SAMPLE: Final = "sample"
_IN_SHORT: Final = (
    "python-required",
    "python-asked",
    "salary-mean",
    "computer-science-first",
    "degree-over-alternatives",
    "alternatives-named",
    "soft-any",
    "role-domain-specialist",
    "demand-growth",
)
_LISTED: Final = 5
_HEADLINE: Final = ("python-required", "python-asked", "salary-mean")
_FORMS: Final = {
    HOLDS: ("holds", "hold"),
    HIGHER: ("is below the market", "are below the market"),
    LOWER: ("is above the market", "are above the market"),
    UNTOLD: ("cannot be told from these postings",) * 2,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 being the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or an item of a list."""

    text: str
    strong: str = ""
    """What stands before it in bold."""
    rows: tuple[str, ...] = ()
    """The ids of the rows that its numbers come from."""
    item: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """The columns that are set to the right."""


Block = Heading | Line | Grid
_Record = dict[str, Any]


def guide_page(claims: pd.DataFrame, skills: pd.DataFrame) -> list[Block]:
    """The page. claims: GUIDE_CHECK. skills: GUIDE_SKILLS."""
    rows = [_record(row, GUIDE_CHECK.names) for row in claims.itertuples(index=False, name=None)]
    asked = [_record(row, GUIDE_SKILLS.names) for row in skills.itertuples(index=False, name=None)]
    return [
        Heading(TITLE, 1),
        *_headline(rows),
        *_introduction(rows),
        *_in_short(rows, asked),
        *_all_claims(rows),
        *(block for part, title in _PARTS.items() for block in _part(part, title, rows)),
        *_named(asked),
        *_unnamed(asked),
        Heading("How it was measured", 2),
        *(Line(text, item=True) for text in METHODS),
        Heading("What it cannot tell", 2),
        *(Line(text, item=True) for text in LIMITS),
    ]


def _record(row: Iterable[Any], names: Iterable[str]) -> _Record:
    """A row by column, with None for what is missing."""
    return {name: None if pd.isna(cell) else cell for name, cell in zip(names, row, strict=True)}


def _headline(rows: list[_Record]) -> Iterator[Block]:
    """What to know if one reads no further."""
    by_id = {row["claim_id"]: row for row in rows}
    required, asked, pay = (by_id[claim_id] for claim_id in _HEADLINE)
    said, cited = [], []
    if required["measured"] is not None and asked["measured"] is not None:
        said.append(
            f"Python is required in {_measured(required)} of {required['of_postings']:,} ML positions and "
            f"asked for in {_measured(asked)}, where the guide says {required['guide_says']}."
        )
        cited += [required["claim_id"], asked["claim_id"]]
    if pay["measured"] is not None:
        said.append(
            f"ML engineers are offered {_measured(pay)} a year on average, where the guide says "
            f"{pay['guide_says']}."
        )
        cited.append(pay["claim_id"])
    claims = [row for row in rows if row["kind"] == CLAIM]
    numbers = [row for row in claims if row["guide_value"] is not None]
    others = [row for row in claims if row["guide_value"] is None]
    said.append(
        f"Of the guide's {len(numbers)} claims with a number or a rank (Python read in two ways), "
        f"{_counted(numbers)}. Of its {len(others)} claims without one, which are held to low bars that are "
        f"ours and not the guide's (see How it was measured), {_counted(others)}."
    )
    yield Line(" ".join(said), rows=tuple(cited))


def _counted(claims: list[_Record]) -> str:
    """How many of the claims have each verdict."""
    words = Counter(row["verdict"] for row in claims)
    return _and([f"{words[word]} {_FORMS[word][words[word] > 1]}" for word in VERDICTS if words[word]])


def _introduction(rows: list[_Record]) -> Iterator[Block]:
    sample = [row for row in rows if row["part"] == _SAMPLE]
    answers = " ".join(row["answer"] for row in sample)
    yield Line(answers, rows=tuple(row["claim_id"] for row in sample))
    yield Line(GUIDE)


def _in_short(rows: list[_Record], asked: list[_Record]) -> Iterator[Block]:
    yield Heading("In short", 2)
    for row in rows:
        if row["claim_id"] in _IN_SHORT:
            yield Line(
                row["answer"], strong=f"{_capital(row['verdict'])}. ", rows=(row["claim_id"],), item=True
            )
    others = [row for row in asked if row["among"] == ML and not row["guide_section"]][:_LISTED]
    if others:
        told = _and([f"{row['skill']} ({_share(row['share'])})" for row in others])
        yield Line(
            f"What ML positions ask for most that the guide does not name: {told}.",
            rows=tuple(row["skill_id"] for row in others),
            item=True,
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _all_claims(rows: list[_Record]) -> Iterator[Block]:
    yield Heading("The claims", 2)
    header = ("Claim", "The guide", "The market", "95 % interval", "Of postings", "Verdict", "Row")
    yield Grid(
        header,
        tuple(
            (
                row["claim"],
                row["guide_says"],
                _measured(row),
                _interval(row),
                f"{row['of_postings']:,}",
                row["verdict"],
                row["claim_id"],
            )
            for row in rows
            if row["kind"] == CLAIM
        ),
        frozenset({2, 3, 4}),
    )


def _part(part: str, title: str, rows: list[_Record]) -> Iterator[Block]:
    """A claim or several of one kind in sentences, then the details as a table."""
    yield Heading(title, 2)
    here = [row for row in rows if row["part"] == part]
    for row in here:
        if row["kind"] == CLAIM:
            why = f" {_capital(row['why'])}." if row["why"] else ""
            yield Line(
                f"{row['answer']}{why} How: {row['how']}{_note(row)}",
                strong=f"{row['claim']}: {row['verdict']}. ",
                rows=(row["claim_id"],),
            )
    details = [row for row in here if row["kind"] != CLAIM]
    if not details:
        return
    header = (
        "In detail",
        "The market",
        "95 % interval",
        "Of postings",
        "Employers",
        "Verdict",
        "Note",
        "Row",
    )
    cells = tuple(
        (
            row["claim"],
            _measured(row),
            _interval(row),
            f"{row['of_postings']:,}",
            f"{row['employers']:,}",
            row["verdict"],
            row["note"],
            row["claim_id"],
        )
        for row in details
    )
    yield _without_empty(Grid(header, cells, frozenset({1, 2, 3, 4})))


def _note(row: _Record) -> str:
    return f" Note: {row['note']}." if row["note"] else ""


def _without_empty(grid: Grid) -> Grid:
    """The table without columns in which nothing stands."""
    kept = [at for at in range(len(grid.header)) if any(row[at] for row in grid.rows)]
    return Grid(
        tuple(grid.header[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in grid.rows),
        frozenset(place for place, at in enumerate(kept) if at in grid.numbers),
    )


def _measured(row: _Record) -> str:
    return "" if row["measured"] is None else shown(row["measured"], row["unit"])


def _interval(row: _Record) -> str:
    ends = _ends(row)
    return between(ends, row["unit"]) if ends else ""


def _ends(row: _Record) -> Ends | None:
    """The interval by which verdicts go."""
    for low, high in (("cluster_low", "cluster_high"), ("ci_low", "ci_high")):
        if row[low] is not None and row[high] is not None:
            return row[low], row[high]
    return None


def _named(asked: list[_Record]) -> Iterator[Block]:
    yield Heading("The skills the guide names", 2)
    yield Line(NAMED)
    yield _skills_grid([row for row in asked if row["guide_section"]])


def _unnamed(asked: list[_Record]) -> Iterator[Block]:
    yield Heading("What the market asks for most that the guide does not name", 2)
    yield Line(UNNAMED)
    yield _skills_grid([row for row in asked if not row["guide_section"]])


def _skills_grid(asked: list[_Record]) -> Grid:
    """A skill a row: its share of ML positions and of all postings."""
    everywhere = {row["skill_id"]: row for row in asked if row["among"] == ALL}
    header = ("Section", "Skill", "ML positions", "95 % interval", "Required", "All postings", "Rank", "Row")
    rows: list[tuple[str, ...]] = []
    last = ""
    for row in asked:
        if row["among"] != ML:
            continue
        section = SECTIONS.get(row["guide_section"], row["guide_section"] or "")
        of, other = row["of_postings"], everywhere.get(row["skill_id"])
        rows.append(
            (
                "" if section == last else section,
                row["skill"],
                _share(row["share"]),
                _interval({**row, "unit": "share"}),
                _share(row["required"] / of if of else None),
                _share(other["share"] if other else None),
                f"{row['rank']:,}",
                row["skill_id"],
            )
        )
        last = section
    return _without_empty(Grid(header, tuple(rows), frozenset(range(2, 7))))


def _share(share: float | None) -> str:
    return "" if share is None else shown(share, "share")
