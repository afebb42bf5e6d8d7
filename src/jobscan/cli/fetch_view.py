"""What a fetch shows: its progress, how each source ended, and the credits that are due."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan.cli.terminal import credit_lines, output, printable
from jobscan.errors import SourceError
from jobscan.fetch import OUTCOMES, Event, FetchReport, Planned, SourceReport
from jobscan.sources.boards import all_boards
from jobscan.sources.boards.board import Ask, Board

if TYPE_CHECKING:
    from rich.console import Console

_STYLES: Final = {"ok": "green", "partial": "yellow", "capped": "yellow"}
_COLUMNS: Final = ("source", "outcome", "postings", "new", "changed", "closed", "why")
_WHY: Final = 200


def print_report(report: FetchReport, ask: Ask) -> None:
    """Print how each source ended, then the credits, then what comes next."""
    console = output()
    rows = [_row(source, ask) for source in report.sources]
    if console.is_terminal:
        _print_table(console, report.sources, rows)
    else:
        widths = [max(len(row[at]) for row in [_COLUMNS, *rows]) for at in range(len(_COLUMNS) - 1)]
        for row in [_COLUMNS, *rows]:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            console.print("  ".join([*cells, row[-1]]).rstrip())
    for source in report.sources:
        for note in source.notes:
            console.print(f"Note: {printable(source.source)}: {_short(note)}.")
    for outcome in dict.fromkeys(source.outcome for source in report.sources if source.outcome != "ok"):
        console.print(f"{outcome}: {OUTCOMES[outcome]}.")
    for credit in credit_lines(report.attributions):
        console.print(credit)
    kept, to = sum(source.kept for source in report.sources), printable(report.to)
    held = "1 posting in {}; read it" if kept == 1 else f"{kept:,} postings in {{}}; read them"
    console.print(f"{held.format(to)} with `jobscan scan {to}`.")


def print_plan(planned: Sequence[Planned], to: Path) -> None:
    """Print what a fetch would ask first."""
    console = output()
    for one in planned:
        console.print(f"{printable(one.source)}: {one.method} {printable(one.url)}")
    count = len({one.source for one in planned})
    console.print(
        f"{count} source{'' if count == 1 else 's'}, into {printable(str(to))}. Further pages and texts "
        "follow from the answers; robots.txt of each host is asked first. Nothing was sent."
    )


def print_boards() -> None:
    """Print the sources that are known by name, each with what to type."""
    console = output()
    boards = all_boards()
    rows = [(_example(board), board.title, ", ".join(board.keys)) for board in boards]
    width = max((len(example) for example, _, _ in rows), default=0)
    for example, title, keys in rows:
        console.print(f"{example:<{width}}  {title}" + (f" (needs {keys})" if keys else ""))
    console.print("Or the URL of a board, of a posting, of a feed or of any page that holds a posting.")


@contextlib.contextmanager
def progress_of(console: Console, *, quiet: bool) -> Iterator[Callable[[Event], None] | None]:
    """What to call with each step of a fetch: a line a source on a terminal, else nothing."""
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    lines: dict[str, TaskID] = {}
    mutex = threading.Lock()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:

        def step(event: Event) -> None:
            with mutex:
                if event.source not in lines:
                    lines[event.source] = progress.add_task("", total=None)
                task = lines[event.source]
                if event.report is not None:
                    progress.remove_task(task)
                    return
                told = f"{event.listed:,} listed, {event.got:,} read, {event.waiting:,} to ask"
                progress.update(task, description=f"{printable(event.source)}: {told}")

        yield step


def _row(source: SourceReport, ask: Ask) -> tuple[str, ...]:
    got = f"{source.got:,}" if source.expected is None else f"{source.got:,} of {source.expected:,}"
    if ask.query or ask.location or ask.since or ask.limit is not None:
        got = f"{source.kept:,} wanted, {got}"
    reopened = f" ({source.reopened:,} reopened)" if source.reopened else ""
    why = "; ".join(_short(reason) for reason in source.reasons)
    return (
        printable(source.source),
        source.outcome,
        got,
        f"{source.new:,}",
        f"{source.changed:,}",
        f"{source.closed:,}{reopened}",
        why,
    )


def _print_table(console: Console, sources: Sequence[SourceReport], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in _COLUMNS:
        table.add_column(
            name.capitalize(), justify="right" if name in ("new", "changed", "closed") else "left"
        )
    for source, row in zip(sources, rows, strict=True):
        style = _STYLES.get(source.outcome, "red")
        table.add_row(*(Text(cell, style=style if at == 1 else "") for at, cell in enumerate(row)))
    console.print(table)


def _example(board: Board) -> str:
    """What to type for a board."""
    if board.example:
        return board.example
    try:
        board.requests("", Ask(keys=dict.fromkeys(board.keys, "key")))
    except SourceError:
        return f"{board.name}:NAME"
    return board.name


def _short(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= _WHY else f"{shown[: _WHY - 1]}…"
