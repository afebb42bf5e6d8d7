"""What jobscan diff shows: what rose, what fell, roles and pay, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jobscan.cli.summary import percent
from jobscan.cli.terminal import output, printable
from jobscan.demand import HEADLINE_SKILL
from jobscan.market.change_tables import FELL, FEW_POSTINGS, ROSE, UNCLEAR
from jobscan.market.sample import Sample

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

_SOURCES: Final = 3
_UNCHANGED: Final = 5
_STYLES: Final = {ROSE: "green", FELL: "red"}
_HEADER: Final = ("", "A", "B", "points", "95 % interval")
_PAY_HEADER: Final = ("", "A", "B", "difference", "95 % interval")
_HOW_TO_READ: Final = """
Points are percentage points; intervals are of 95 %, over employers. "Within roles" is what is left of it
between postings of the same role. Of the skills that rose or fell, about one in twenty may be chance."""


@dataclass(frozen=True, slots=True)
class Side:
    """A scan that is compared."""

    folder: Path
    drawn: Sample


def print_page(
    table: pd.DataFrame, a: Side, b: Side, cautions: Iterable[str], *, top: int, min_postings: int
) -> None:
    """Print DIFFERENCE so that it can be read: in columns and colours on a terminal, else in plain lines."""
    console = output()
    for name, side in (("A", a), ("B", b)):
        console.print(f"{name} = {printable(str(side.folder))}: {_sample_line(side.drawn)}")
    print_cautions(console, cautions)
    skills, roles, pay = (table[table["measure"] == measure] for measure in ("skill", "role", "pay"))
    for verdict in (ROSE, FELL) if _tested(skills) else ():
        _print_skills(skills, verdict, top)
    for line in _other_skills(skills, min_postings):
        console.print(line)
    _print_others("Roles", _HEADER, roles, _share_cells)
    _print_others("Median pay, thousands of US dollars a year, as stated", _PAY_HEADER, pay, _pay_cells)
    console.print(_HOW_TO_READ)


def print_cautions(console: Console, cautions: Iterable[str]) -> None:
    """Print what to be careful of, a line each."""
    for sentence in cautions:
        console.print(f"Careful: {printable(sentence)}", style="yellow")


def _sample_line(drawn: Sample) -> str:
    dates = sorted(date for date in drawn.postings["date_posted"] if date)
    span = f"posted {dates[0]} to {dates[-1]}" if dates else "without dates"
    if dates and len(dates) < drawn.of:
        span += f" ({drawn.of - len(dates):,} without a date)"
    sources = drawn.postings["source"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    named = ", ".join(printable(str(source)) or "unknown" for source in sources.index[:_SOURCES])
    more = f" and {len(sources) - _SOURCES:,} more" if len(sources) > _SOURCES else ""
    return f"{drawn.of:,} postings of {drawn.employers:,} employers, {span}, from {named}{more}"


def _print_skills(skills: pd.DataFrame, verdict: str, top: int) -> None:
    """The skills that rose, or fell, the greatest difference first."""
    found = skills[skills["verdict"] == verdict]
    shown = f"; those that {verdict} most:" if len(found) > top else ""
    heading = f"{verdict.capitalize()}: {len(found):,} of {_tested(skills):,} skills tested{shown}"
    rows = [[*_share_cells(row), _points(row.within_roles)] for row in _records(found.head(top))]
    _print_table(heading, (*_HEADER, "within roles"), rows, style=_STYLES[verdict])


def _tested(rows: pd.DataFrame) -> int:
    return int(rows["q_value"].notna().sum())


def _other_skills(skills: pd.DataFrame, min_postings: int) -> Iterator[str]:
    """What is said of Python, and of the skills that neither rose nor fell."""
    yield ""
    for row in _records(skills[skills["id"] == HEADLINE_SKILL]):
        name, a, b, points, interval = _share_cells(row)
        between = f", {interval}" if interval else ""
        yield f"{name}: {a} of A, {b} of B ({points} points{between}): {row.verdict}."
    unclear = skills[skills["verdict"] == UNCLEAR]
    if len(unclear):
        asked = unclear.assign(asked=unclear["postings_a"] + unclear["postings_b"])
        most = asked.sort_values(["asked", "id"], ascending=[False, True]).head(_UNCHANGED)
        named = ", ".join(_name(row) for row in _records(most))
        yield f"No clear change: {_skills(len(unclear))}; of them most asked for: {named}."
    few = int((skills["verdict"] == FEW_POSTINGS).sum())
    if few and _tested(skills):
        yield f"Too few postings: {_skills(few)}, asked for by under {min_postings} of A and B together."
    if len(skills) and not _tested(skills):
        reasons = ", ".join(sorted(set(skills["verdict"])))
        yield f"Of no skill can it be told whether it rose or fell: {reasons}."


def _print_others(
    heading: str, header: Sequence[str], table: pd.DataFrame, cells: Callable[[Any], list[str]]
) -> None:
    """Roles or pay: those of which anything can be told, and the names of the others."""
    tested = table["q_value"].notna()
    rows = [[*cells(row), str(row.verdict)] for row in _records(table[tested])]
    _print_table(heading, (*header, ""), rows)
    if not rows and len(table):
        output().print(f"\n{heading}", style="bold")
    untold: dict[str, list[str]] = {}
    for row in _records(table[~tested]):
        untold.setdefault(row.verdict, []).append(_name(row))
    for verdict, names in untold.items():
        output().print(f"{verdict.capitalize()}: {', '.join(sorted(names))}.")


def _records(table: pd.DataFrame) -> Iterator[Any]:
    """The rows, with None in place of what is unknown."""
    return table.astype(object).where(table.notna(), None).itertuples()


def _share_cells(row: Any) -> list[str]:
    interval = "" if row.low is None else f"{_points(row.low)} to {_points(row.high)}"
    shares = (f"{percent(row.value_a)} %", f"{percent(row.value_b)} %")
    return [_name(row), *shares, _points(row.difference), interval]


def _pay_cells(row: Any) -> list[str]:
    interval = "" if row.low is None else f"{_thousands(row.low)} to {_thousands(row.high)}"
    medians = (f"{row.value_a / 1000:,.0f}", f"{row.value_b / 1000:,.0f}")
    return [_name(row), *medians, _thousands(row.difference), interval]


def _skills(count: int) -> str:
    return f"{count:,} skill{'' if count == 1 else 's'}"


def _thousands(dollars: float) -> str:
    return f"{round(dollars / 1000) or 0:+,}".replace("+0", "0")


def _name(row: Any) -> str:
    return printable(row.name or row.id)


def _points(share: float | None) -> str:
    """A difference of shares in percentage points, "" where it is unknown.

    >>> _points(0.0512), _points(-0.0004)
    ('+5.1', '0.0')
    """
    return "" if share is None else f"{round(100 * share, 1) or 0.0:+.1f}".replace("+0.0", "0.0")


def _print_table(
    heading: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, style: str = ""
) -> None:
    """Columns under a heading: names left, numbers right, verdicts left. Nothing where there are no rows."""
    console = output()
    if style or rows:
        console.print()
        console.print(heading, style=f"bold {style}".strip())
    if not rows:
        return
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    for number, row in enumerate((header, *rows)):
        last = len(row) - 1
        cells = [
            cell.ljust(width) if at == 0 or (at == last and not header[at]) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        console.print("  ".join(cells).rstrip(), style="dim" if number == 0 else "")
