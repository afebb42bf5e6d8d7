"""Which postings the guide speaks of: positions in machine learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jobscan.market.sample import Sample, sample

APPLIED: Final = ("ml-engineer", "ai-engineer", "applied-scientist")
"""The roles that are the guide's applied ML engineers."""
ML_ROLES: Final = (*APPLIED, "mlops-engineer", "data-scientist", "research-scientist")
"""The roles in machine learning."""
SCIENTISTS: Final = ("applied-scientist", "research-scientist")
"""Those of them whose name does not say of which science."""
SUBJECT: Final = ("machine-learning", "deep-learning", "artificial-intelligence")
"""The skills of which a scientist's posting must ask for one: else most would be chemists and biologists."""

POSITIONS: Final = "ML positions"
WHICH: Final = (
    "ML positions are the postings that count (in English, no duplicates) for data scientists, ML, AI and "
    "MLOps engineers, and for applied and research scientists who are asked for machine learning, deep "
    "learning or artificial intelligence."
)
"""What an ML position is, in a sentence."""

_NAMES: Final = {
    "ml-engineer": "ML engineers",
    "ai-engineer": "AI engineers",
    "mlops-engineer": "MLOps engineers",
}


@dataclass(frozen=True, slots=True)
class Market:
    """What the claims are measured on."""

    everything: Sample
    """All postings that count."""
    positions: Sample
    """Those of them in machine learning."""
    skills: pd.DataFrame
    """SKILLS: what was looked for."""

    def known(self, *skill_ids: str) -> tuple[str, ...]:
        """Those of the skills that were looked for."""
        looked_for = set(self.skills["skill_id"])
        return tuple(skill_id for skill_id in skill_ids if skill_id in looked_for)

    def of_section(self, section: str) -> dict[str, str]:
        """The names of the skills that a section of the guide names, by skill_id, in its order."""
        rows = self.skills[self.skills["guide_section"] == section].sort_values("skill_id")
        return dict(zip(rows["skill_id"].tolist(), rows["skill"].tolist(), strict=True))

    def role(self, *roles: str) -> Sample:
        """The ML positions of some roles."""
        return self.positions.where(self.positions.postings["role"].isin(roles).astype(bool))


def market_of(postings: pd.DataFrame, posting_skills: pd.DataFrame, skills: pd.DataFrame) -> Market:
    """The market as a scan's tables show it."""
    everything = sample(postings, posting_skills)
    return Market(everything, ml_positions(everything), skills)


def ml_positions(drawn: Sample) -> Sample:
    """The postings for positions in machine learning: see WHICH."""
    role = drawn.postings["role"]
    kept = role.isin(ML_ROLES) & (~role.isin(SCIENTISTS) | drawn.asking(SUBJECT))
    return drawn.where(kept.astype(bool))


def role_name(role: str) -> str:
    """A role in words, in the plural.

    >>> role_name("ml-engineer"), role_name("research-scientist")
    ('ML engineers', 'research scientists')
    """
    return _NAMES.get(role, f"{role.replace('-', ' ')}s")
