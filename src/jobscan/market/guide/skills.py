"""How much each skill that the guide names is asked for, and what is asked for most that it does not name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pandas as pd

from jobscan.market.guide.positions import Market
from jobscan.market.guide.tables import GUIDE_SKILLS
from jobscan.market.sample import Sample
from jobscan.market.shares import shares_of
from jobscan.tables import Row, to_frame
from jobscan.vocabulary import DEMAND_LEVELS

ML: Final = "ml positions"
ALL: Final = "all postings"
UNNAMED: Final = 25
"""How many of the skills that the guide does not name have a row."""

SECTIONS: Final = {
    "programming": "Programming",
    "data-manipulation": "Data manipulation libraries",
    "frameworks": "Machine learning frameworks",
    "visualisation": "Data visualization tools",
    "mathematics": "Mathematics and statistics",
    "data-science-fundamentals": "Data science fundamentals",
    "soft-skills": "Soft skills",
    "education": "Educational pathways",
    "portfolio": "Portfolio",
    "roles": "Roles",
    "future-proofing": "Future-proofing",
}
"""The sections of the guide in its order, by their names in the lexicon."""

IN_PASSING: Final = frozenset(
    [
        "algorithms",
        "artificial-intelligence",
        "data-science",
        "data-visualization",
        "machine-learning",
        "mlops",
        "model-deployment",
        "model-monitoring",
        "programming",
    ]
)
"""What the guide speaks of, as its subject, in a heading or in the name of a role, without listing it as a
skill: it is neither named nor missing."""


def guide_skills(market: Market) -> pd.DataFrame:
    """The demand for each skill that the guide names, and for the most asked of the others: GUIDE_SKILLS."""
    facts = market.skills.set_index("skill_id")
    unnamed = _unnamed(facts, _counts(market.positions, facts))
    rows = [
        row
        for among, drawn in ((ML, market.positions), (ALL, market.everything))
        for row in _rows(among, drawn, facts, unnamed)
    ]
    return to_frame(rows, GUIDE_SKILLS)


def _counts(drawn: Sample, facts: pd.DataFrame) -> pd.Series[int]:
    """How many postings ask for each skill that was looked for."""
    return drawn.asked["skill_id"].value_counts().reindex(facts.index, fill_value=0).astype("int64")


def _rows(among: str, drawn: Sample, facts: pd.DataFrame, unnamed: list[str]) -> Iterator[Row]:
    asked, counts = drawn.asked, _counts(drawn, facts)
    ranks = counts.rank(method="min", ascending=False).astype("int64")
    levels = asked.groupby(["skill_id", "level"], sort=False).size()
    chosen = [*_named(facts, counts), *_most_asked(unnamed, counts)]
    # Never without a column: a lexicon may name nothing of the guide, and a scan may ask for nothing.
    marks = pd.DataFrame(
        {skill_id: drawn.asking(skill_id) for skill_id in chosen}, index=drawn.postings.index
    )
    employer = drawn.postings["employer"]
    names, sections = facts["skill"].to_dict(), facts["guide_section"].to_dict()
    for skill_id, share in zip(chosen, shares_of(marks, employer) if chosen else (), strict=True):
        yield (
            among,
            sections[skill_id],
            skill_id,
            names[skill_id],
            *share.cells[:-3],
            *(int(levels.get((skill_id, level), 0)) for level in DEMAND_LEVELS),
            int(ranks[skill_id]),
            int(employer[marks[skill_id]].nunique()),
            *share.cells[-3:],
        )


def _named(facts: pd.DataFrame, counts: pd.Series[int]) -> list[str]:
    """The skills that the guide names: by its sections, the most asked first, ties by skill_id."""
    order = {section: place for place, section in enumerate(SECTIONS)}
    named = facts.index[facts["guide_section"] != ""]
    return sorted(
        _most_asked(named, counts),
        key=lambda skill_id: order.get(str(facts.at[skill_id, "guide_section"]), len(order)),
    )


def _unnamed(facts: pd.DataFrame, counts: pd.Series[int]) -> list[str]:
    """The most asked of the others."""
    others = facts.index[(facts["guide_section"] == "") & (counts > 0) & ~facts.index.isin(IN_PASSING)]
    return _most_asked(others, counts)[:UNNAMED]


def _most_asked(skill_ids: Iterable[str], counts: pd.Series[int]) -> list[str]:
    return sorted(skill_ids, key=lambda skill_id: (-int(counts[skill_id]), skill_id))
