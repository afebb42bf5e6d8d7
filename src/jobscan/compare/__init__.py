"""A CV beside one posting, beside all of a scan, and what to learn next."""

from __future__ import annotations

from jobscan.compare.comparison import compare
from jobscan.compare.planning import plan
from jobscan.compare.ranking import rank
from jobscan.compare.result import Comparison, FactMatch, Line, SkillMatch

__all__ = ["Comparison", "FactMatch", "Line", "SkillMatch", "compare", "plan", "rank"]
