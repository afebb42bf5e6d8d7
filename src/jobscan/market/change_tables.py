"""The tables of what changes: over time, and between two scans; and the counts that both are made of."""

from __future__ import annotations

from typing import Final

from jobscan.market.tables import EMPLOYERS, NOTE, columns
from jobscan.tables import Column, Table

ROSE: Final = "rose"
FELL: Final = "fell"
UNCLEAR: Final = "no clear change"
FEW_POSTINGS: Final = "too few postings"
FEW_EMPLOYERS: Final = "too few employers"
FEW_PERIODS: Final = "too few periods"
SOURCES_CHANGE: Final = "sources change"
VERDICTS: Final = (ROSE, FELL, UNCLEAR, FEW_POSTINGS, FEW_EMPLOYERS, FEW_PERIODS, SOURCES_CHANGE)
"""What is said of a change. The last four: it cannot be told, and why."""

_SKILL: Final = columns("text", skill_id="The skill.", skill="Its name; empty where it is not known.")
_VERDICT: Final = Column(
    "verdict", "text", "`rose`, `fell`, `no clear change`; or why it cannot be told, as `too few postings`."
)
_TEST: Final = columns(
    "number",
    q_value="The p value corrected for the number of rows tested (Benjamini-Hochberg).",
    p_value="How often chance alone would give such a change or a greater one; empty where not tested.",
)

MARKET_COUNTS: Final = Table(
    "market_counts",
    "Integer counts, which merge by addition. Rows with an empty skill_id count postings, the others those "
    "that ask for it.",
    (
        *columns(
            "text",
            period="When they were posted: `2024-05`, `2024-Q2` or `2024`; empty: not stated.",
            source="Where they came from.",
            role="What kind of job they are.",
            employer="The employer's key.",
            skill_id="The skill, or empty.",
        ),
        Column("postings", "integer", "How many postings."),
    ),
)

TREND: Final = Table(
    "trend",
    "One row a skill and period in which there are postings, the skills most asked first, ties by skill_id.",
    (
        *_SKILL,
        Column("period", "text", "The month, quarter or year: `2024-05`, `2024-Q2`, `2024`."),
        Column("postings", "integer", "In how many of its postings the skill is asked for."),
        *columns(
            "number",
            share="postings / of_postings, 0 to 1.",
            ci_low="Lower end of its Wilson 95 % interval, each posting taken for an independent one.",
            ci_high="Upper end of it.",
        ),
        Column("employers_asking", "integer", "How many employers ask for it."),
        *columns(
            "number",
            cluster_low="Lower end of its 95 % interval over employers; empty where they are too few.",
            cluster_high="Upper end of it.",
        ),
        Column("of_postings", "integer", "How many postings of the period count."),
        EMPLOYERS,
        NOTE,
    ),
)

TREND_SUMMARY: Final = Table(
    "trend_summary",
    "One row a skill, the most asked first, ties by skill_id: whether it rises over time, and how surely.",
    (
        *_SKILL,
        _VERDICT,
        *columns(
            "number",
            slope="How much the share changes in a year within the same source; 0.05 is 5 percentage points. "
            "Empty where there are too few periods.",
            slope_low="Lower end of its 95 % interval, over employers; empty where it cannot be told.",
            slope_high="Upper end of it.",
        ),
        *_TEST,
        *columns(
            "number",
            slope_all="The same over all sources together: a change of sources is part of it.",
            slope_all_low="Lower end of its 95 % interval, over employers.",
            slope_all_high="Upper end of it.",
        ),
        *columns("text", first="The first period with enough postings.", last="The last one."),
        Column("periods", "integer", "How many periods have enough postings; the slopes are over those."),
        Column("postings", "integer", "In how many postings of these periods the skill is asked for."),
        Column("share", "number", "postings / of_postings, 0 to 1."),
        *columns(
            "integer",
            of_postings="How many postings these periods have.",
            employers="How many employers they are of.",
            sources="How many sources they are from.",
            undated="How many postings count that state no date; they are left out.",
        ),
        Column("note", "text", "What to be careful of; empty where there is nothing."),
    ),
)

DIFFERENCE: Final = Table(
    "difference",
    "One row a skill, role or median pay in two scans: skills, then roles (of one alone no row), then pay; "
    "what rose, what fell, then the rest, the greatest difference first, ties by id.",
    (
        *columns(
            "text",
            measure="What is compared: `skill` and `role` are shares of postings, `pay` is a median.",
            id="The skill_id or role; of pay the role, or `all`.",
            name="The skill's name; else the id.",
            unit="`share` (0 to 1) or `usd` (US dollars a year), of the values and all that is made of them.",
        ),
        _VERDICT,
        *columns(
            "number",
            value_a="The share or median in scan A; empty where no posting tells.",
            value_b="The same in scan B.",
            difference="value_b - value_a; of shares 0.05 is 5 percentage points.",
            low="Lower end of its 95 % interval, over employers; empty where they are too few.",
            high="Upper end of it.",
        ),
        *_TEST,
        *columns(
            "number",
            plain_low="Lower end of the 95 % interval (Newcombe) where each posting is an independent one.",
            plain_high="Upper end of it.",
            design_effect="How many times the difference varies more over employers than over such postings.",
            within_roles="The difference within the same role, over the roles in both; a change of roles is "
            "not part of it.",
            within_sources="The same within the same source; empty where they have none in common.",
        ),
        *columns(
            "integer",
            postings_a="How many postings of A ask for the skill, have the role or state pay.",
            of_postings_a="How many postings of A count.",
            employers_a="How many employers those are of; for pay, those of postings_a.",
            postings_b="The same of B.",
            of_postings_b="The same of B.",
            employers_b="The same of B.",
        ),
        Column("note", "text", "What to be careful of; empty where there is nothing."),
    ),
)
