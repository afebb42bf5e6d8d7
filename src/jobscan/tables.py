"""What a scan found, as rows: every table's columns are declared here once, with order, kind and meaning."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from jobscan.vocabulary import LEVELS, NEGATED

if TYPE_CHECKING:
    # spaCy comes with the extractor: a finished scan is read without it.
    from jobscan.errors import Failure
    from jobscan.extract.result import Extraction, Mention
    from jobscan.lexicon import Skill
    from jobscan.posting import Posting

Kind = Literal["text", "integer", "number"]
Cell = str | int | float | None
Row = tuple[Cell, ...]

CONTEXT_CHARACTERS: Final = 120
"""About how much of the text the context of a mention shows: one or two lines of a spreadsheet."""

_PACK_ROWS: Final = 20_000

# Between the columns of a breakdown by several at once.
_AND: Final = "_and_"

_BULLETS: Final = string.whitespace + "-–—+=@*•·"

# The dtypes that keep an unknown integer apart from 0 and from 3.0, the same in pandas 2.2 and 3.
_DTYPES: Final[Mapping[Kind, str]] = {"text": "string", "integer": "Int64", "number": "Float64"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind
    """text (unknown is ""), integer or number (unknown is missing, never 0)."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a scan: the name is that of its file without the ending."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _columns(kind: Kind, /, **meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, meaning) for name, meaning in meanings.items())


POSTINGS: Final = Table(
    "postings",
    "One row a posting that was read, by posting_id.",
    (
        *_columns(
            "text",
            posting_id="The input's own id, else the path inside the scanned folder; unique in a scan.",
            source="Where it came from: what the row said, the site of a page, the name of the file.",
            origin="The file it was read from, with `!member` of an archive and `:line` of a file of many.",
            title="The job's title.",
            company="The employer.",
            location="Where the job is, as the source put it.",
            country="ISO 3166 code of two letters: the source's own, else that of the location.",
            remote="`remote`, `hybrid` or `onsite`, by the source, location, title or text.",
            employment_type="schema.org's words, such as `FULL_TIME`, joined by `;`.",
            date_posted="Year, month, day: `2024-05-31`; `2024-05` where no day was given.",
            language="ISO 639-1 code of the text as detected; empty where it is too short to tell.",
            role="What kind of job it is; empty for a posting that is not in English.",
            seniority="`intern` to `executive`; `mid` where nothing says otherwise; empty likewise.",
            domain="The industry of the work; `other-or-none` where it is not clear; empty likewise.",
            degree_min="The lowest degree that satisfies; empty where none is named.",
            degrees="Every degree that is named, lowest first, joined by `;`.",
            degree_fields="The fields of study that are named, joined by `;`.",
        ),
        *_columns("number", years_min="Years of experience asked for, at least; of alternatives the fewest."),
        *_columns(
            "number",
            salary_min="Pay as stated; empty where only a maximum is.",
            salary_max="The same; equal to the minimum where one amount is stated.",
        ),
        *_columns(
            "text",
            salary_currency="ISO 4217 code of three letters.",
            salary_period="`year`, `month`, `week`, `day` or `hour`.",
        ),
        *_columns(
            "number",
            salary_year_usd="The middle of it as US dollars a year, at the rate of the day it was posted.",
        ),
        *_columns("integer", skills="How many skills it asks for (negated ones do not count)."),
        *_columns(
            "text",
            duplicate_of="The posting_id of the posting that counts in its stead; empty for one that counts.",
            url="The posting's own address, where the source stated it.",
            role_quote="The words of the title or text that decided the role.",
            seniority_quote="Those that decided the seniority.",
            domain_quote="Those that decided the domain.",
            degree_quote="Those that decided the degree.",
            degree_equivalent="`yes` where experience is taken in place of a degree.",
            years_quote="Those that decided the years.",
            salary_quote="Those that state the pay; empty for the source's own field.",
            remote_quote="Those that decided `remote`; empty for the source's own field.",
            employment_quote="Those that decided `employment_type`; empty for the source's own field.",
            attribution="The credit that the source's terms demand beside its postings.",
            terms_url="Where those terms stand.",
            first_seen="The day a fetch first saw it; empty for what was not fetched.",
            closed="The day a fetch found it gone; empty while it is open, or where that is not known.",
        ),
    ),
)

POSTING_SKILLS: Final = Table(
    "posting_skills",
    "One row a posting and skill, by posting_id, then skill_id.",
    (
        *_columns(
            "text",
            posting_id="The posting, as in postings.",
            skill_id="The skill, as in skill_demand.",
            level="The strongest of its mentions: `required`, `preferred`, `mentioned`, `negated`.",
            section="The section in which the first mention of that level stands; empty where unknown.",
        ),
        *_columns(
            "integer",
            mentions="How many times the posting names it.",
        ),
        *_columns("number", years_min="Years of experience asked with this very skill, at least."),
        *_columns(
            "integer",
            start="Where the deciding mention begins, in characters of the posting's text.",
            end="Where it ends: one past its last character.",
        ),
        *_columns(
            "text",
            quote="The deciding mention, exactly as the text has it.",
            context="The passage around it, on one line.",
            cue="The words that decided the level; empty where the section did.",
            group="The skills of which one is enough (`python;r`); empty where there is no choice.",
        ),
    ),
)

_INTERVAL: Final = (
    Column("ci_low", "number", "Lower end of the share's Wilson 95 % interval."),
    Column("ci_high", "number", "Upper end of it."),
)

SKILL_DEMAND: Final = Table(
    "skill_demand",
    "One row a skill of the lexicon, most asked first, ties by skill_id; 0 where none asks for it.",
    (
        *_columns(
            "text",
            skill_id="The skill's id in the lexicon.",
            skill="Its name.",
            category="Its category.",
            guide_section="The section of the career guide that names it; empty where none does.",
        ),
        Column("postings", "integer", "In how many postings it is asked for."),
        Column("share", "number", "postings / of_postings, 0 to 1; empty where of_postings is 0."),
        *_INTERVAL,
        *_columns(
            "integer",
            required="In how many it is required.",
            preferred="In how many it is preferred.",
            mentioned="In how many it is a duty or part of the stack.",
            of_postings="How many postings count: read, in English, no duplicates.",
        ),
    ),
)

ROLE_BREAKDOWN: Final = Table(
    "role_breakdown",
    "One row a role, most frequent first, ties by role.",
    (
        Column("role", "text", "The role, as in postings."),
        Column("postings", "integer", "How many of the postings that count have it."),
        Column("share", "number", "Its share of all postings that count, 0 to 1."),
        *_INTERVAL,
        Column("python_share", "number", "The share of its postings that ask for Python."),
        Column("salary_median_usd", "integer", "The median of salary_year_usd; empty where none states pay."),
        Column("top_skills", "text", "The ten skills it asks for most, joined by `;`."),
    ),
)

FAILURES: Final = Table(
    "failures",
    "One row an input that was not counted, by origin.",
    _columns(
        "text",
        origin="The file, with `!member` of an archive and `:line` of a file of many.",
        reason="One word of a fixed list, such as `damaged` or `no_posting`.",
        detail="What was found, in a sentence.",
    ),
)

SKILLS: Final = Table("skills", "What is known of each skill beforehand.", SKILL_DEMAND.columns[:4])


def joint_breakdown(parts: Iterable[str]) -> str:
    """The name of a breakdown by several columns at once: `role_and_seniority`."""
    return _AND.join(parts)


def breakdown_parts(by: str) -> list[str]:
    """The columns of a breakdown by its name."""
    return by.split(_AND)


def breakdown_table(by: str) -> Table:
    """The table of skill demand broken down by columns: those first, the rest as in SKILL_DEMAND."""
    first = [
        Column(part, "text", f"The {part} that the row's postings have in common; empty: they state none.")
        for part in breakdown_parts(by)
    ]
    within = " and ".join(breakdown_parts(by))
    meaning = f"As skill_demand within each {within}; a skill that none of its postings asks for has no row."
    return Table(f"{SKILL_DEMAND.name}_by_{by}", meaning, (*first, *SKILL_DEMAND.columns))


def columns_markdown(table: Table) -> str:
    """A table's columns as a Markdown table, for the documentation.

    >>> print(columns_markdown(FAILURES).splitlines()[2])
    | `origin` | text | The file, with `!member` of an archive and `:line` of a file of many. |
    """
    lines = ["| column | kind | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns]
    return "\n".join(lines) + "\n"


def to_frame(rows: Iterable[Sequence[Cell]], table: Table) -> pd.DataFrame:
    """The rows as a DataFrame with the table's columns and dtypes, also where there are no rows."""
    frame = pd.DataFrame(list(rows), columns=list(table.names))
    return with_dtypes(frame, table)


class FrameBuilder:
    """Collects rows of a table, packed as they come: as tuples they take about twice the memory."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: list[Row] = []
        self._packed: list[pd.DataFrame] = []

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._rows += rows
        if len(self._rows) >= _PACK_ROWS:
            self._packed.append(to_frame(self._rows, self._table))
            self._rows = []

    def frame(self, *, by: Sequence[str]) -> pd.DataFrame:
        """All rows, sorted by the columns `by`, which no two rows share. None are left in the builder."""
        frame = pd.concat([*self._packed, to_frame(self._rows, self._table)])
        self._rows, self._packed = [], []
        return frame.sort_values(list(by), ignore_index=True)


def with_dtypes(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns of a frame, in order and in the dtypes that keep unknown apart from 0."""
    return frame[list(table.names)].astype({column.name: _DTYPES[column.kind] for column in table.columns})


def posting_row(posting: Posting, extraction: Extraction) -> Row:
    """A posting's row of POSTINGS. duplicate_of is "": it takes all postings to tell."""
    asked = {mention.skill_id for mention in extraction.mentions if mention.level != NEGATED}
    cells: dict[str, Cell] = {
        "posting_id": posting.id,
        "source": posting.source,
        "origin": posting.origin,
        "title": posting.title,
        "company": posting.hiring_organization,
        "location": posting.job_location,
        "country": extraction.country or posting.address_country,
        "remote": posting.job_location_type,
        "employment_type": ";".join(posting.employment_type),
        "date_posted": posting.date_posted,
        "skills": len(asked),
        "url": posting.url,
        "attribution": posting.attribution,
        "terms_url": posting.terms_url,
        "first_seen": posting.first_seen,
        "closed": posting.closed,
        **_fact_cells(extraction),
    }
    return _row(cells, POSTINGS)


def _fact_cells(extraction: Extraction) -> dict[str, Cell]:
    """The facts of a posting by column; what is not known is left out."""
    degrees, years, salary = extraction.degrees, extraction.years, extraction.salary
    cells: dict[str, Cell] = {
        name: getattr(extraction, name)
        for fact in ("role", "seniority", "domain")
        for name in (fact, f"{fact}_quote")
    }
    cells |= {
        "language": extraction.language,
        "degree_min": degrees.minimum,
        "degrees": ";".join(degrees.levels),
        "degree_fields": ";".join(degrees.fields),
        "degree_quote": degrees.quote,
        "degree_equivalent": "yes" if degrees.equivalent else "",
        "salary_year_usd": extraction.salary_year_usd,
    }
    if years:
        cells |= {"years_min": years.minimum, "years_quote": years.quote}
    if salary:
        cells |= {"salary_min": salary.minimum, "salary_max": salary.maximum, "salary_quote": salary.quote}
        cells |= {"salary_currency": salary.currency, "salary_period": salary.period}
    if extraction.workplace:
        cells |= {"remote": extraction.workplace.value, "remote_quote": extraction.workplace.quote}
    if extraction.employment:
        cells |= {
            "employment_type": ";".join(extraction.employment.types),
            "employment_quote": extraction.employment.quote,
        }
    return cells


def skill_rows(posting: Posting, extraction: Extraction) -> list[Row]:
    """A posting's rows of POSTING_SKILLS, one a skill, by skill_id.

    The first mention of the strongest level decides. A skill is one of a group of alternatives only if every
    mention of that level is; its years are those of the first mention that has any, the strongest ones first.
    """
    by_skill: dict[str, list[Mention]] = {}
    for mention in extraction.mentions:
        by_skill.setdefault(mention.skill_id, []).append(mention)
    posting_id = text_cell(posting.id)
    return [_skill_row(posting_id, posting.text, by_skill[skill_id]) for skill_id in sorted(by_skill)]


def _skill_row(posting_id: str, text: str, mentions: Sequence[Mention]) -> Row:
    strongest = mentions if len(mentions) == 1 else _strongest(mentions)
    deciding = strongest[0]
    years = deciding.years_min
    if years is None and len(mentions) > 1:
        told = (mention.years_min for mention in (*strongest, *mentions) if mention.years_min is not None)
        years = next(told, None)
    start, end = deciding.start, deciding.end
    # In the order of POSTING_SKILLS; ids, levels and sections are ASCII.
    return (
        posting_id,
        deciding.skill_id,
        deciding.level,
        deciding.section,
        len(mentions),
        years,
        start,
        end,
        _storable(text[start:end]),
        _storable(context(text, start, end)),
        _storable(deciding.cue),
        ";".join(deciding.group) if deciding.group and all(each.group for each in strongest) else "",
    )


def _strongest(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions of the strongest level."""
    levels = {mention.level for mention in mentions}
    if len(levels) == 1:
        return mentions
    level = min(levels, key=LEVELS.index)
    return [mention for mention in mentions if mention.level == level]


def failure_row(failure: Failure) -> Row:
    """A failure's row of FAILURES."""
    return _row({"origin": failure.origin, "reason": failure.reason, "detail": failure.detail}, FAILURES)


def skill_facts(skills: Iterable[Skill]) -> pd.DataFrame:
    """What is known of each skill beforehand, as SKILLS, in the order given."""
    return to_frame(
        [(skill.skill_id, skill.name, skill.category, skill.guide_section) for skill in skills], SKILLS
    )


def context(text: str, start: int, end: int) -> str:
    """The passage around text[start:end], cut at word edges, with all white space collapsed.

    A bullet at its beginning is left out: a spreadsheet would take "- Python" for a formula.

    >>> context("- Strong Python skills", 9, 15)
    'Strong Python skills'
    """
    room = max(0, CONTEXT_CHARACTERS - (end - start)) // 2
    low, high = start - room, end + room
    # A character more on either side tells whether it cuts a word there.
    before, after = text[low - 1 : start] if low > 0 else text[:start], text[end : high + 1]
    if low > 0:
        before = before[1:] if before[0].isspace() else before[len(before.split(None, 1)[0]) + 1 :]
    if high < len(text) and not after[-1].isspace():
        words = after.rsplit(None, 1)
        after = words[0] if len(words) > 1 else ""
    return " ".join((before.lstrip(_BULLETS) + text[start:end] + after).split())


def _row(cells: Mapping[str, Cell], table: Table) -> Row:
    """The cells in the table's order; those not given are unknown."""
    return tuple(
        text_cell(cells.get(column.name)) if column.kind == "text" else cells.get(column.name)
        for column in table.columns
    )


def text_cell(cell: Cell) -> str:
    """A cell of a text column. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    return "" if cell is None else _storable(str(cell))


def _storable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
