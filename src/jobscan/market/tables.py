"""The tables made of a finished scan: their columns, declared as those of the scan are."""

from __future__ import annotations

from typing import Final

from jobscan.tables import Column, Kind, Table, breakdown_parts


def columns(kind: Kind, /, **meanings: str) -> tuple[Column, ...]:
    """Columns of one kind, by name and meaning."""
    return tuple(Column(name, kind, meaning) for name, meaning in meanings.items())


SHARE: Final = Column("share", "number", "postings / of_postings, 0 to 1.")
WILSON: Final = columns(
    "number",
    ci_low="Lower end of the share's Wilson 95 % interval, each posting taken for an independent one.",
    ci_high="Upper end of it.",
)
CLUSTER: Final = columns(
    "number",
    cluster_low="Lower end of its 95 % interval over employers (bootstrap); empty where too few to tell.",
    cluster_high="Upper end of it.",
)
CAPPED: Final = columns(
    "number",
    capped="The share where no employer counts for more than ten postings.",
    capped_low="Lower end of its 95 % interval over employers; empty where too few to tell.",
    capped_high="Upper end of it.",
)
EMPLOYERS: Final = Column("employers", "integer", "How many employers those are of.")
NOTE: Final = Column("note", "text", "A warning of small numbers; empty where there is none.")
SHARE_COLUMNS: Final = (
    Column("postings", "integer", "How many postings do."),
    SHARE,
    *WILSON,
    *CLUSTER,
    *CAPPED,
    Column("of_postings", "integer", "How many postings the share is of."),
    EMPLOYERS,
    NOTE,
)
"""A share as shares.Share.cells has it."""

EMPLOYER_COUNTS: Final = Table(
    "employer_counts",
    "Integer counts by employer, which merge by addition; by employer.",
    (
        Column("employer", "text", "The employer's key."),
        Column("asking", "integer", "How many of its postings are so."),
        Column("postings", "integer", "How many postings of it count."),
    ),
)

SKILL_SHARES: Final = Table(
    "skill_shares",
    "One row a skill that is asked for, most asked first, ties by skill_id: its share counted three ways.",
    (
        Column("skill_id", "text", "The skill."),
        Column("employers_asking", "integer", "How many employers ask for it."),
        *SHARE_COLUMNS,
    ),
)

EDUCATION: Final = Table(
    "education",
    "Degrees and fields of study, of all postings and of each role; one row a value and denominator.",
    (
        Column("role", "text", "The role; empty: all roles."),
        Column(
            "aspect",
            "text",
            "`minimum` is the lowest degree that satisfies, `named` a degree that is named at all, `field` a "
            "field of study that is named, `alternative` what is taken in place of a degree.",
        ),
        Column("value", "text", "The degree or field, as in postings; `none` where no degree is named."),
        Column("of", "text", "What the share is of: all postings, or those that name a degree or a field."),
        *SHARE_COLUMNS,
    ),
)

DISTINCTIVE: Final = Table(
    "distinctive",
    "What sets each role apart: one row a skill that its postings ask for, most distinctive first.",
    (
        Column("skill_id", "text", "The skill."),
        Column("postings", "integer", "In how many of its postings it is asked for."),
        Column("of_postings", "integer", "How many of its postings count."),
        Column("share", "number", "postings / of_postings, 0 to 1."),
        Column("share_elsewhere", "number", "The same of all other postings."),
        Column(
            "log_odds", "number", "Log-odds of the skill among all that is asked, here against elsewhere."
        ),
        Column("low", "number", "Lower end of its 95 % interval."),
        Column("high", "number", "Upper end of it."),
        Column(
            "z", "number", "log_odds / its standard error: how surely it is more (or less) than elsewhere."
        ),
        Column("employers_asking", "integer", "How many employers ask for it here."),
        NOTE,
    ),
)


def distinctive_table(by: str) -> Table:
    """The table of distinctive skills for each value of a breakdown: its columns first."""
    parts = breakdown_parts(by)
    first = [Column(part, "text", f"The {part} that the row's postings have in common.") for part in parts]
    meaning = DISTINCTIVE.meaning.replace("each role", f"each {' and '.join(parts)}")
    return Table(DISTINCTIVE.name, meaning, (*first, *DISTINCTIVE.columns))


COOCCURRENCE: Final = Table(
    "cooccurrence",
    "One row a pair of skills that enough postings ask for together, the most surely associated first.",
    (
        *columns("text", skill_a="The skill of the two that more postings ask for.", skill_b="The other."),
        *columns(
            "integer",
            postings="How many postings ask for both.",
            postings_a="How many ask for skill_a.",
            postings_b="How many ask for skill_b.",
        ),
        *columns(
            "number",
            expected="How many would ask for both if the one had nothing to do with the other.",
            share_of_a="postings / postings_a.",
            share_of_b="postings / postings_b.",
            lift="postings / expected: over 1 together, under 1 apart.",
            lift_low="Lower end of its 95 % interval, over employers.",
            lift_high="Upper end of it.",
            pmi="Pointwise mutual information: the logarithm of lift to base 2.",
            npmi="The same, normalised to -1 (never together) .. 1 (never without each other).",
        ),
        *columns(
            "integer",
            same_words="In how many of the postings the same words name both.",
            either="In how many one of the two is enough (`Python or R`).",
            employers="How many employers ask for both.",
            of_postings="How many postings count.",
        ),
        NOTE,
    ),
)

SKILL_SETS: Final = Table(
    "skill_sets",
    "One row a set of skills that travel together, the most asked for first.",
    (
        Column("skills", "text", "Their ids, most asked first, joined by `;`."),
        Column("size", "integer", "How many skills it holds."),
        Column("cohesion", "number", "The mean correlation (phi) of its pairs, up to 1."),
        Column("postings", "integer", "How many postings ask for at least half of them, two or more."),
        SHARE,
        *WILSON,
        Column("employers_asking", "integer", "How many employers those are of."),
        Column("of_postings", "integer", "How many postings count."),
    ),
)

SALARY: Final = Table(
    "salary",
    "Pay in US dollars a year: one row a group of postings that state it, and one a skill within a role.",
    (
        Column("role", "text", "The role; empty: all roles."),
        Column(
            "by",
            "text",
            "What else the postings have in common: `seniority`, `country`, `currency`, `source`, `skill`; "
            "empty: nothing else.",
        ),
        Column("value", "text", "The seniority, country, currency, source or skill_id."),
        *columns(
            "integer",
            postings="How many of the group's postings state pay.",
            of_postings="How many postings the group has.",
            employers="How many employers those that state pay are of.",
            quartile_low="A quarter of them pay less than this, in whole US dollars a year.",
            median="Half of them pay less.",
            quartile_high="Three quarters of them pay less.",
            median_low="Lower end of the median's 95 % interval over employers; empty where too few.",
            median_high="Upper end of it.",
            median_capped="The median where no employer counts for more than ten postings.",
            compared="How many postings that ask for the skill have others to be compared with.",
            compared_with="How many like them do not ask for it: same role, seniority, currency, source.",
            difference="How much more those that ask for the skill pay, comparing like with like.",
            difference_low="Lower end of its 95 % interval, over employers.",
            difference_high="Upper end of it.",
        ),
        Column("warning", "text", "What to bear in mind before using the row."),
    ),
)
