"""The tables beneath the charts: their columns, and how a cell of each kind is shown."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from jobscan.report.words import dollars, percent

Kind = Literal["text", "int", "share", "ratio", "usd"]
Cell = str | int | float | None


class Column(NamedTuple):
    """A column of a table beneath a chart."""

    key: str
    """Its name in the CSV."""
    label: str
    kind: Kind = "text"
    shown: bool = True
    """Whether it stands on the page; in the CSV all do."""


COLUMNS: Final[dict[str, tuple[Column, ...]]] = {
    "skills": (
        Column("skill_id", "Id", shown=False),
        Column("skill", "Skill"),
        Column("category", "Category"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("postings", "Postings", "int"),
        Column("required", "Required", "int"),
        Column("preferred", "Preferred", "int"),
        Column("mentioned", "Mentioned", "int"),
        Column("employers", "Employers", "int"),
        Column("of_postings", "Of postings", "int", shown=False),
        Column("wilson_low", "Wilson from", "share", shown=False),
        Column("wilson_high", "Wilson to", "share", shown=False),
    ),
    "roles": (
        Column("role", "Role"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("postings", "Postings", "int"),
        Column("python_share", "Ask for Python", "share"),
        Column("top_skills", "Technical skills asked most"),
    ),
    "apart": (
        Column("role", "Role"),
        Column("skill", "Skill"),
        Column("share", "Share", "share"),
        Column("share_elsewhere", "Elsewhere", "share"),
        Column("log_odds", "Log-odds", "ratio"),
        Column("low", "From", "ratio"),
        Column("high", "To", "ratio"),
        Column("postings", "Postings", "int"),
        Column("employers", "Employers", "int"),
    ),
    "together": (
        Column("skill", "Of those that ask for"),
        Column("also", "also ask for"),
        Column("share", "Share", "share"),
        Column("share_overall", "Of all postings", "share"),
        Column("lift", "Times chance", "ratio"),
        Column("low", "From", "ratio"),
        Column("high", "To", "ratio"),
        Column("postings", "Postings with both", "int"),
        Column("employers", "Employers", "int"),
    ),
    "pay": (
        Column("role", "Role"),
        Column("median", "Median", "usd"),
        Column("median_low", "From", "usd"),
        Column("median_high", "To", "usd"),
        Column("quartile_low", "Lower quarter", "usd"),
        Column("quartile_high", "Upper quarter", "usd"),
        Column("postings", "State pay", "int"),
        Column("of_postings", "Of postings", "int"),
        Column("employers", "Employers", "int"),
        Column("note", "Note"),
    ),
    "education": (
        Column("aspect", "What"),
        Column("value", "Degree or field"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("postings", "Postings", "int"),
        Column("of_postings", "Of postings", "int"),
        Column("of", "Of which"),
    ),
    "guide": (
        Column("claim", "The guide says"),
        Column("guide", "Its number"),
        Column("measured", "Measured"),
        Column("interval", "95 % interval"),
        Column("verdict", "Verdict"),
        Column("postings", "Of postings", "int"),
        Column("why", "Why"),
    ),
    "trend": (
        Column("skill", "Skill"),
        Column("period", "Time"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("postings", "Postings", "int"),
        Column("of_postings", "Of postings", "int"),
    ),
    "sources": (
        Column("source", "Source"),
        Column("postings", "Postings", "int"),
        Column("dated", "With a date", "int"),
        Column("first", "First"),
        Column("last", "Last"),
    ),
}
"""By figure. The low and high of a share are those over employers, or Wilson's where those are too few."""


def shown(value: Cell, kind: Kind) -> str:
    """A cell as the page shows it.

    >>> shown(0.4798, "share"), shown(8712, "int"), shown(2.345, "ratio"), shown(None, "usd")
    ('48 %', '8,712', '2.3', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if kind == "share":
        return percent(value)
    if kind == "usd":
        return dollars(value)
    return f"{value:,.1f}" if kind == "ratio" else f"{value:,.0f}"
