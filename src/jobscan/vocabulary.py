"""The values that cells of the tables may hold. A value that is not here is never invented."""

from __future__ import annotations

ROLES: tuple[str, ...] = (
    "research-scientist",
    "applied-scientist",
    "ml-engineer",
    "mlops-engineer",
    "data-scientist",
    "data-engineer",
    "data-analyst",
    "analytics-engineer",
    "bi-analyst",
    "ai-engineer",
    "software-engineer",
    "statistician",
    "quantitative-analyst",
    "product-manager",
    "manager-of-data-team",
    "other",
)
