"""What `jobscan explain` shows: a posting's text in its sections, and tables of what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from rich.table import Table
from rich.text import Text

from jobscan.cli.explain_page import STYLES, Page, safe
from jobscan.cli.terminal import printable
from jobscan.explain.explanation import (
    Explanation,
    SkillFound,
    choice,
    counts,
    number,
    one_line,
    section_level,
)
from jobscan.explain.facts import NOT_STATED, Fact, facts_of
from jobscan.explain.marks import CUE, Mark, marks_of
from jobscan.posting import Posting
from jobscan.text.sections import Section
from jobscan.vocabulary import LEVELS

_ASIDE: Final = "dim"
_GUTTER: Final = 13  # the longest name of a section, and a space
_LEAST_FOR_GUTTER: Final = 72  # columns; below that a line with its name stands over each part
_LEAST_FOR_COLUMNS: Final = 110  # columns that the table of skills needs for a column of each thing
_LONGEST_QUOTE: Final = 70


def print_explanation(page: Page, found: Explanation) -> None:
    """Print a posting: its text with the skills marked, then the skills and the facts as tables."""
    print_head(page, found.posting)
    if found.is_read:
        _print_legend(page)
    _print_text(page, found)
    _print_skills(page, found)
    page.line()
    _print_facts(page, facts_of(found))


def print_head(page: Page, posting: Posting) -> None:
    """Print the title, who offers the job and where, and where it was read."""
    page.lines(printable(posting.title) or "(no title)", style="bold")
    posted = f"posted {posting.date_posted}" if posting.date_posted else ""
    known = [printable(part) for part in (posting.hiring_organization, posting.job_location, posted) if part]
    if known:
        page.lines(", ".join(known))
    same = posting.origin.endswith(posting.id)
    page.lines(printable(posting.origin if same else f"{posting.origin} (id {posting.id})"), style=_ASIDE)
    page.line()


def _print_legend(page: Page) -> None:
    if not page.has_colours:
        page.lines("[words: level] is a skill; {words} are a cue that decided a level.")
        page.line()
        return
    parts = [Text(level, STYLES[level]) for level in LEVELS]
    parts += [Text("cue", STYLES[CUE]), Text("not counted", _ASIDE)]
    page.lines(Text("   ").join(parts))
    page.line()


# The text


def _print_text(page: Page, found: Explanation) -> None:
    text = safe(found.posting.text)
    marks = marks_of(found.extraction.mentions, found.names)
    if not found.sections:
        for line in _lines(Text(text)):
            page.lines(line)
        page.line()
        return
    told: set[str] = set()
    for part in _joined(found.sections):
        lines = list(_part_lines(page, text, part, marks, told))
        if not lines:
            continue
        if page.width >= _LEAST_FOR_GUTTER:
            _print_beside(page, part, lines)
            if text[: part.end].rstrip(" ").endswith("\n\n") or part.end == len(text):
                page.line()
        else:
            _print_under(page, part, lines)


def _joined(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections, those without a name that follow one another as one."""
    for nameless, parts in groupby(sections, key=lambda part: not part.name):
        group = list(parts)
        if nameless:
            yield replace(group[0], end=group[-1].end)
        else:
            yield from group


def _part_lines(
    page: Page, text: str, part: Section, marks: Sequence[Mark], told: set[str]
) -> Iterator[Text]:
    """The lines of a part, its heading bold, what does not count dim."""
    style = "" if counts(part.name) else _ASIDE
    after_heading = max(part.heading_end, part.start)
    head = page.marked(text, part.start, after_heading, marks, style=f"{style} bold".strip(), told=told)
    return _lines(
        Text.assemble(head, page.marked(text, after_heading, part.end, marks, style=style, told=told))
    )


def _lines(text: Text) -> Iterator[Text]:
    """The lines of a text without blank ones at its ends, of several blank ones in a row one."""
    is_first, is_blank = True, False
    for line in text.split("\n", allow_blank=True):
        line.rstrip()
        if not line:
            is_blank = True
            continue
        if is_blank and not is_first:
            yield Text()
        # One blank before a line is left over from a page, not an indent.
        yield line[1:] if line.plain[0] in " \xa0" and line.plain[1:2].strip() else line
        is_first, is_blank = False, False


def _print_beside(page: Page, part: Section, lines: Sequence[Text]) -> None:
    """Print a part with its name in the margin."""
    level = section_level(part.name)
    style = STYLES[level] if level and part.name else _ASIDE
    bar = "|" if "utf" not in page.console.encoding else "│"
    rows = [row for line in lines for row in page.wrapped(line, page.width - _GUTTER - 2)]
    names = [part.name or "no section"]
    if not counts(part.name) and len(rows) > 1:
        names.append("not counted")
    for at in range(max(len(rows), len(names))):
        name = Text(f"{names[at] if at < len(names) else '':<{_GUTTER}}", style)
        page.line(Text.assemble(name, (bar, style), " ", rows[at] if at < len(rows) else ""))


def _print_under(page: Page, part: Section, lines: Sequence[Text]) -> None:
    """Print a part under a line with its name."""
    level = section_level(part.name)
    dash = "-" if not page.width or "utf" not in page.console.encoding else "─"
    said = f"{level} unless a cue says otherwise" if level else "does not count"
    rule = f"{dash * 2} {part.name or 'no section'}: {said} "
    page.line(rule + dash * max((page.width or 80) - len(rule), 2), STYLES[level] if level else _ASIDE)
    for line in lines:
        page.lines(line)
    page.line()


# The skills


def _print_skills(page: Page, found: Explanation) -> None:
    page.lines(summary(found), style="bold")
    if not found.skills:
        return
    page.line()
    is_wide = not page.width or page.width >= _LEAST_FOR_COLUMNS
    rows = [(_wide if is_wide else _narrow)(found, skill) for skill in found.skills]
    header = (
        ["skill", "level", "section", "cue", "years", "either/or", "quote"]
        if is_wide
        else ["skill", "level", "why"]
    )
    styles = [["bold", STYLES[skill.level]] for skill in found.skills]
    _print_table(page, header, rows, styles)


def summary(found: Explanation) -> str:
    """How many skills of each level were found, as a sentence."""
    if not found.is_read:
        return (
            f"The text is in another language ({printable(found.extraction.language)}): jobscan reads "
            "English, and looked for no skills."
        )
    if not found.skills:
        return "No skill of the lexicon was found in it."
    levels = Counter(skill.level for skill in found.skills)
    told = ", ".join(f"{levels[level]} {level}" for level in LEVELS if levels[level])
    return f"{len(found.skills)} skill{'' if len(found.skills) == 1 else 's'}: {told}."


def _wide(found: Explanation, skill: SkillFound) -> list[str]:
    return [
        _times(skill),
        skill.level,
        skill.section or "-",
        f'"{one_line(skill.cue)}"' if skill.cue else "by its section" if skill.section else "none",
        _years(skill),
        choice(found, skill),
        _quote(skill.decides.surface),
    ]


def _narrow(found: Explanation, skill: SkillFound) -> list[str]:
    cue = f'cue "{one_line(skill.cue)}"' if skill.cue else ""
    section = f"section {skill.section}" if skill.section else "no section, no cue"
    said = one_line(skill.decides.surface)
    quote = f"said as {_quote(said)}" if said.casefold() != skill.name.casefold() else ""
    years = f"{_years(skill)} years" if skill.years_min is not None else ""
    return [
        _times(skill),
        skill.level,
        "; ".join(part for part in (cue or section, years, choice(found, skill), quote) if part),
    ]


def _times(skill: SkillFound) -> str:
    return f"{skill.name} x{len(skill.mentions)}" if len(skill.mentions) > 1 else skill.name


def _years(skill: SkillFound) -> str:
    return "" if skill.years_min is None else f"{number(skill.years_min)}+"


def _quote(words: str) -> str:
    """Words of the text in quotes, on one line, cut where they are many."""
    said = one_line(words)
    return f'"{said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 4] + " ..."}"'


# The facts


def _print_facts(page: Page, facts: Iterable[Fact]) -> None:
    facts = list(facts)
    rows = [[fact.name, fact.value, _quote(fact.quote) if fact.quote else fact.note] for fact in facts]
    styles = [
        ["", _ASIDE if fact.value == NOT_STATED else "bold", "" if fact.quote else _ASIDE] for fact in facts
    ]
    _print_table(page, ["fact", "value", "decided by"], rows, styles)


def _print_table(
    page: Page, header: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[Sequence[str]]
) -> None:
    """Print rows under a header, without empty columns. styles: those of the first cells of each row."""
    used = [at for at, _ in enumerate(header) if any(row[at] for row in rows)]
    cells = [[printable(row[at]) for at in used] for row in rows]
    if not page.width:
        names = [header[at] for at in used]
        widths = [max(len(row[at]) for row in [names, *cells]) for at in range(len(used))]
        for row in [names, *cells]:
            padded = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            page.line("  ".join(padded).rstrip())
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for at in used:
        table.add_column(header[at], overflow="fold")
    for row, row_styles in zip(cells, styles, strict=True):
        padded_styles = [*row_styles, *[""] * len(header)]
        table.add_row(*(Text.assemble((cell, padded_styles[at])) for cell, at in zip(row, used, strict=True)))
    page.console.print(table)
