"""Scans with counted answers for the tests of the guide's claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from jobscan.market.guide import GuideCheck, check_guide
from jobscan.market.guide.positions import Market, market_of
from jobscan.market.guide.tables import GUIDE_CHECK
from jobscan.tables import SKILLS, Cell, to_frame
from tests.market_frames import frames

Posting = tuple[Mapping[str, Cell], str]

LOOKED_FOR = to_frame(
    [
        ("python", "Python", "programming", "programming"),
        ("pandas", "pandas", "data-manipulation", "data-manipulation"),
        ("numpy", "NumPy", "data-manipulation", "data-manipulation"),
        ("communication", "Communication", "soft-skills", "soft-skills"),
        ("presentation", "Presenting", "soft-skills", "soft-skills"),
        ("collaboration", "Collaboration", "soft-skills", "soft-skills"),
        ("bootcamp", "Bootcamp", "learning-routes", "education"),
        ("online-courses", "Online courses", "learning-routes", "education"),
        ("personal-projects", "Personal projects", "portfolio", "portfolio"),
        ("kaggle", "Kaggle", "portfolio", "portfolio"),
        ("machine-learning", "Machine learning", "machine-learning", ""),
        ("domain-knowledge", "Domain knowledge", "soft-skills", "soft-skills"),
        ("certification", "Certification", "learning-routes", ""),
        ("sql", "SQL", "programming", ""),
        ("go", "Go", "programming", ""),
    ],
    SKILLS,
)


def spread(employers: int, each: int, cells: Mapping[str, Cell], *words: str) -> list[Posting]:
    """`each` postings of one employer after the other, taking the words in turn."""
    numbers = range(employers * each)
    return [({"company": f"e{n // each:02}"} | dict(cells), words[n % len(words)]) for n in numbers]


def checked(rows: Iterable[Posting], skills: pd.DataFrame = LOOKED_FOR) -> GuideCheck:
    """The guide against such postings."""
    return check_guide(*frames(*rows), skills)


def market(rows: Iterable[Posting], skills: pd.DataFrame = LOOKED_FOR) -> Market:
    """The market that such postings are."""
    return market_of(*frames(*rows), skills)


def by_id(claims: pd.DataFrame) -> dict[str, dict[str, object]]:
    """The rows of GUIDE_CHECK by claim_id, with None for what is missing."""
    rows = (
        {name: None if pd.isna(cell) else cell for name, cell in zip(GUIDE_CHECK.names, row, strict=True)}
        for row in claims.itertuples(index=False, name=None)
    )
    return {str(row["claim_id"]): row for row in rows}
