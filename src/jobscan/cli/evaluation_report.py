"""What an evaluation says: for a person on the terminal, as Markdown, and as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from jobscan.cli.evaluation_parts import Part, error_parts, figure_parts, records
from jobscan.cli.terminal import output, printable
from jobscan.evaluate import Evaluation
from jobscan.outputs import write_frame

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What is told."""

    result: Evaluation
    errors: pd.DataFrame | None
    """Those that are shown, rows of mistakes.ERRORS; None for none."""
    limit: int
    """How many of each kind; JSON has them all."""
    only_errors: bool = False
    """Whether text and Markdown leave out the figures."""


def print_report(report: Report, file_format: str) -> None:
    """Write the report to standard output."""
    if file_format == "text":
        _print_text(_parts_of(report), output())
        return
    text = io.BytesIO()
    write_report(report, file_format, text)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.getvalue())


def write_report(report: Report, file_format: str, handle: BinaryIO) -> None:
    """Write the report's bytes as text, markdown or json."""
    if file_format == "json":
        told = as_json(report.result, report.errors)
        text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        handle.write(text.encode("utf-8", "replace"))
        return
    parts = _parts_of(report)
    if file_format == "markdown":
        _write_markdown(parts, handle)
        return
    from rich.console import Console

    text_file = io.StringIO()
    _print_text(parts, Console(file=text_file, soft_wrap=True, highlight=False, markup=False, emoji=False))
    handle.write(text_file.getvalue().encode("utf-8", "replace"))


def as_json(result: Evaluation, errors: pd.DataFrame | None) -> dict[str, Any]:
    """All figures by their names, as plain JSON; unknown is null."""
    figures, confusion = records(result.figures), records(result.confusion)
    told: dict[str, Any] = {
        "postings": result.postings,
        "missing": list(result.missing),
        "ids": {
            "scored": len(result.ids.ids),
            "file": result.ids.origin or None,
            "unknown": list(result.unknown),
        },
        "figures": {row.pop("figure"): row for row in figures},
        "confusion": {row.pop("labelled"): row for row in confusion},
        "skills": records(result.skills),
        "unscored": records(result.unscored),
    }
    return told if errors is None else {**told, "errors": records(errors)}


def _parts_of(report: Report) -> list[Part]:
    figures = [] if report.only_errors else figure_parts(report.result)
    return [*figures, *(() if report.errors is None else error_parts(report.errors, report.limit))]


def _print_text(parts: Sequence[Part], console: Console) -> None:
    from rich.text import Text

    for place, part in enumerate(parts):
        console.print(Text(("\n" if place else "") + part.title, style="bold"))
        for line in _error_lines(part.rows) if part.is_errors else _grid(part.header, part.rows):
            text = Text(line)
            text.highlight_regex(r"\[\[.*?\]\]", "bold")
            console.print(text)
        for note in part.notes:
            console.print(Text(printable(note)))


def _grid(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Aligned lines: the first column and words to the left, numbers to the right."""
    if not rows:
        return
    table = [header, *(tuple(map(printable, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    left = {place for place, name in enumerate(header) if place == 0 or name == "measure"}
    for row in table:
        cells = (
            f"{cell:<{width}}" if place in left else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _error_lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Each error in two lines or three, under the name of its skill or fact."""
    last = ""
    for name, posting, title, wanted, got, passage, by, label in (tuple(map(printable, row)) for row in rows):
        if name != last:
            yield f"  {name}"
            last = name
        told = f"wanted {wanted or 'none'}, got {got or 'none'}" + (f" ({by})" if by else "")
        yield f"    {posting}{f', {title}' if title else ''}: {told}"
        if passage:
            yield f"      {passage}"
        if label:
            yield f"      labelled by: {label}"


def _write_markdown(parts: Iterable[Part], handle: BinaryIO) -> None:
    import pandas as pd

    for place, part in enumerate(parts):
        gap = "\n" if place else ""
        handle.write(f"{gap}## {part.title}\n\n".encode())
        if part.rows:
            columns = [name or "what" for name in part.header]
            write_frame(pd.DataFrame(part.rows, columns=columns), "markdown", handle)
            handle.write(b"\n" if part.notes else b"")
        handle.writelines(f"- {_markdown(note)}\n".encode() for note in part.notes)


def _markdown(note: str) -> str:
    """A line in which nothing is HTML: it may name what labels call a skill."""
    return printable(note).replace("&", "&amp;").replace("<", "&lt;")
