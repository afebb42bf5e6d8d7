"""What `jobscan compare` shows on a terminal: one comparison, or the best of many and the plan in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from jobscan.cli.explain_page import Page
from jobscan.cli.terminal import printable
from jobscan.compare.page import CLOSE, Block, Entry, Heading, Paragraph, Sum, points, total
from jobscan.compare.score import NEUTRAL
from jobscan.compare.words import listed
from jobscan.vocabulary import DEMAND_LEVELS

if TYPE_CHECKING:
    import pandas as pd

# Signs tell it without colours as well.
_SIGNS: Final = {"met": ("+", "green"), CLOSE: ("~", "yellow"), "missing": ("-", "red")}
_NO_SIGN: Final = (" ", "dim")
_INDENT: Final = "    "
_WIDEST_NAME: Final = 46
_LONGEST_TITLE: Final = 44


def print_page(page: Page, blocks: Sequence[Block]) -> None:
    """Print a comparison."""
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            if place:
                page.line()
            page.lines(printable(block.text), style="bold" if block.level > 1 else "bold underline")
        elif isinstance(block, Paragraph):
            _print_paragraph(page, block, after_heading=isinstance(blocks[place - 1], Heading))
        elif isinstance(block, Entry):
            _print_entry(page, block)
        else:
            _print_sum(page, block)


def _print_paragraph(page: Page, block: Paragraph, *, after_heading: bool) -> None:
    strong = f"{printable(block.strong)}{' ' if block.text else ''}" if block.strong else ""
    text = Text.assemble("- " if block.item else "", (strong, "bold"), printable(block.text))
    if block.link:
        text.append(f" {printable(block.link)}", "dim")
    if not block.item and not after_heading and not block.strong:
        page.line()
    page.lines(text)


def _print_entry(page: Page, entry: Entry) -> None:
    sign, style = _SIGNS.get(entry.status, _NO_SIGN)
    head = Text.assemble((f"{sign} ", style), (printable(entry.name), "bold"))
    told = [] if entry.status in {"met", "missing"} and entry.status in _SIGNS else [entry.status]
    aside = "; ".join([*told, *([entry.aside] if entry.aside else [])])
    if aside:
        head.append(f"  {printable(aside)}", "dim" if entry.status != CLOSE else "yellow")
    page.lines(head)
    for whose, words in entry.quotes:
        label = f"{whose + ':':<9}"
        first, *rest = page.wrapped(Text(f'"{printable(words)}"'), page.width - len(_INDENT + label))
        page.line(Text.assemble(_INDENT, (label, "dim"), first))
        for line in rest:
            page.line(Text.assemble(" " * len(_INDENT + label), line))


def _print_sum(page: Page, block: Sum) -> None:
    asked, met = total(block.lines)
    width = min(_WIDEST_NAME, max(len(printable(line.what)) for line in block.lines))
    page.line(Text(f"{'':<{width}}  {'level':<9}  points    of", style="dim"))
    for line in block.lines:
        name = _cut(printable(line.what), width)
        style = "dim" if line.what == NEUTRAL else "" if line.met else "red"
        page.line(
            Text(
                f"{name:<{width}}  {line.level:<9}  {points(line.met):>6}  {points(line.asked):>4}",
                style=style,
            )
        )
    page.line(Text(f"{'in all':<{width}}  {'':<9}  {points(met):>6}  {points(asked):>4}", style="bold"))
    page.lines(f"100 x {points(met)} / {points(asked)} = {block.score}")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def print_matches(page: Page, matches: pd.DataFrame, *, top: int) -> None:
    """Print the postings that fit best."""
    import pandas as pd

    page.lines(f"The {min(top, len(matches)):,} best of {len(matches):,} postings", style="bold")
    for cells in matches.head(top).itertuples(index=False):
        row: dict[str, Any] = dict(zip(matches.columns, cells, strict=True))
        score = "none" if pd.isna(row["score"]) else row["score"]
        head = Text.assemble(
            (f"{score!s:>4}  ", "bold"),
            (_cut(printable(row["title"]), _LONGEST_TITLE), "bold"),
            f"  {_cut(printable(row['company']), 24)}".rstrip(),
        )
        page.line(head)
        page.lines(_match_words(row), style="dim", indent="      ")


def _match_words(row: dict[str, Any]) -> str:
    missing = row["missing_required"].split(";") if row["missing_required"] else []
    parts = [
        f"{row[f'{level}_met']} of {row[f'{level}_asked']} {level}"
        for level in DEMAND_LEVELS
        if row[f"{level}_asked"]
    ] or ["no skill asked for"]
    if missing:
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        parts.append(f"lacks {', '.join(missing[:4])}{more}")
    short = [name for name in ("degree", "years", "seniority") if row[name] == "missing"]
    parts += [f"short of the {listed(short)}"] if short else []
    parts += ["says little"] if row["note"] else []
    return f"{printable('; '.join(parts))}  [{printable(row['posting_id'])}]"


def print_plan(page: Page, words: Sequence[str]) -> None:
    """Print the plan in words."""
    page.line()
    page.lines("What to learn next", style="bold")
    for sentence in words or ("No posting requires a skill that could be planned for.",):
        page.lines(f"- {printable(sentence)}")


def print_files(page: Page, files: Sequence[Path]) -> None:
    """Print where the tables are."""
    page.line()
    page.line(f"Results in {files[0].parent}: {', '.join(file.name for file in files)}")
