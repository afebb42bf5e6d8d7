"""The guide's page, as Markdown and on a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan.cli.terminal import output, printable
from jobscan.market.guide.page import Block, Grid, Heading, Line

if TYPE_CHECKING:
    from rich.console import Console

# What Markdown would take for markup or HTML in running text.
_MARKUP: Final = re.compile(r"([\\`*\[\]<>~|])")


def markdown_page(page: Sequence[Block]) -> bytes:
    """The page as Markdown."""
    parts: list[str] = []
    for place, block in enumerate(page):
        before = page[place - 1] if place else None
        in_list = isinstance(block, Line) and block.item and isinstance(before, Line) and before.item
        parts.append(("" if in_list or not place else "\n") + _markdown(block))
    return "".join(parts).encode()


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}\n"
    if isinstance(block, Grid):
        return _markdown_grid(block)
    strong = f"**{_escaped(block.strong.strip())}** " if block.strong else ""
    rows = "".join(f" `{row}`" for row in block.rows)
    return f"{'- ' if block.item else ''}{strong}{_escaped(block.text)}{rows}\n"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", printable(text).replace("&", "&amp;"))


def _markdown_grid(grid: Grid) -> str:
    import pandas as pd

    from jobscan.outputs import write_frame

    written = io.BytesIO()
    frame = pd.DataFrame(list(grid.rows), columns=list(grid.header), dtype="string")
    write_frame(frame, "markdown", written)
    lines = written.getvalue().decode().splitlines()
    lines[1] = f"| {' | '.join('---:' if at in grid.numbers else '---' for at in range(len(grid.header)))} |"
    return "\n".join(lines) + "\n"


def print_text_page(page: Sequence[Block], files: Sequence[Path]) -> None:
    """Print the page on standard output: with wrapped tables on a terminal, as plain lines where piped."""
    from rich.text import Text

    console = output()
    console.soft_wrap = not console.is_terminal
    for block in page:
        if isinstance(block, Heading):
            console.print(Text(("" if block.level == 1 else "\n") + printable(block.text), style="bold"))
            console.print()
        elif isinstance(block, Grid):
            _print_grid(block, console)
        else:
            rows = "".join(f" [{row}]" for row in block.rows)
            mark = "- " if block.item else ""
            text = Text.assemble(
                mark, (block.strong, "bold"), printable(block.text), (printable(rows), "dim")
            )
            console.print(text)
            if not block.item:
                console.print()
    console.print(f"\nResults in {files[0].parent}: {', '.join(file.name for file in files)}")


def _print_grid(grid: Grid, console: Console) -> None:
    if console.is_terminal:
        from rich.table import Table

        table = Table(box=None, header_style="bold", pad_edge=False)
        for at, name in enumerate(grid.header):
            table.add_column(name, justify="right" if at in grid.numbers else "left", overflow="fold")
        for row in grid.rows:
            table.add_row(*map(printable, row))
        console.print(table)
        return
    for line in _lines(grid):
        console.print(line)


def _lines(grid: Grid) -> Iterator[str]:
    """Aligned lines."""
    table = [grid.header, *(tuple(map(printable, row)) for row in grid.rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (
            f"{cell:>{width}}" if at in grid.numbers else f"{cell:<{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
