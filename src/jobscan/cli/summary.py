"""What a scan tells when it is done: the skills asked for most, and what was left out of the count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jobscan.cli.terminal import credit_lines, output, printable
from jobscan.demand import HEADLINE_SKILL
from jobscan.scan import NOTE_REASON, Scan, Written

_TOP: Final = 15
_BAR: Final = 30
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def print_summary(found: Scan | Written, files: Sequence[Path], *, folder: str = "") -> None:
    """Print a finished scan: with a table of bars on a terminal, as plain lines where it is piped.

    folder: where the files are, if that is not where they were written.
    """
    console = output()
    asked = found.demand[found.demand["postings"] > 0].head(_TOP)
    columns = ["skill", "postings", "share", "required", "of_postings"]
    rows = [
        (printable(name), int(postings), float(share), required / of)
        for name, postings, share, required, of in asked[columns].itertuples(index=False, name=None)
    ]
    for line in count_lines(found):
        console.print(line)
    if rows and console.is_terminal:
        _print_bars(rows)
    elif rows:
        width = max(len(row[0]) for row in rows)
        console.print(f"{'':<{width}}  postings    share  required")
        for name, postings, share, required in rows:
            console.print(f"{name:<{width}} {postings:>9,} {100 * share:>6.1f} % {100 * required:>7.1f} %")
    for line in (headline(found), *_credits(found), _files_line(files, folder)):
        if line:
            console.print(line)


def count_lines(found: Scan | Written) -> list[str]:
    """How many postings were read, what the shares leave out, and what else is worth a note."""
    counts = found.run["counts"]
    read = f"{_postings(counts['read'])} read from {_number(counts['files'], 'file')}"
    left_out = []
    exact, near = counts["duplicates"]["exact"], counts["duplicates"]["near"]
    if exact or near:
        left_out.append(f"{_number(exact + near, 'duplicate')} ({exact:,} the same text, {near:,} nearly)")
    others = counts["other_languages"]
    if others:
        named = ", ".join(f"{code} {n:,}" for code, n in Counter(others).most_common(5))
        left_out.append(f"{sum(others.values()):,} not in English ({named})")
    lines = [f"{read} in {found.run['seconds']:,.1f} s; {counts['of_postings']:,} count."]
    if left_out:
        lines.append(f"Left out of the shares: {' and '.join(left_out)}.")
    if counts["ids_made_unique"]:
        lines.append(
            f"Note: {_number(counts['ids_made_unique'], 'id')} seen before, kept apart as id~2 and so on."
        )
    return lines + [f"Note: {printable(note)}." for note in found.run["notes"]]


def headline(found: Scan | Written) -> str:
    """The share of the headline skill as a sentence, "" where the lexicon lacks it or nothing counts."""
    rows = found.demand[(found.demand["skill_id"] == HEADLINE_SKILL) & (found.demand["of_postings"] > 0)]
    if not len(rows):
        return ""
    row = rows.iloc[0]
    share, low, high = (percent(float(row[name])) for name in ("share", "ci_low", "ci_high"))
    return (
        f"{printable(row['skill'])} is asked for in {share} % of {_postings(int(row['of_postings']))} "
        f"(95 % interval {low} to {high} %)."
    )


def percent(share: float) -> str:
    """A share in per cent, whole, but for small ones with one decimal.

    >>> percent(0.6249), percent(0.0423), percent(0.0), percent(1.0)
    ('62', '4.2', '0', '100')
    """
    return f"{100 * share:.1f}" if 0 < round(100 * share, 1) < 9.95 else f"{100 * share:.0f}"


def failure_line(found: Scan | Written, table: Path | str) -> str:
    """What could not be read, and where that is listed; "" where all was read."""
    reasons = Counter(reason for reason in found.failures["reason"] if reason != NOTE_REASON)
    named = ", ".join(f"{n:,} {reason}" for reason, n in sorted(reasons.items()))
    return f"{_number(sum(reasons.values()), 'input')} failed ({named}): see {table}" if reasons else ""


def _print_bars(rows: Sequence[tuple[str, int, float, float]]) -> None:
    from rich.table import Table

    console = output()
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Skill", overflow="ellipsis", no_wrap=True)
    table.add_column("Postings", justify="right")
    table.add_column("Share", justify="right")
    table.add_column("Required", justify="right")
    table.add_column("", style="cyan", no_wrap=True)
    plain = "utf" not in console.encoding
    for name, postings, share, required in rows:
        bar = _bar(share, plain=plain)
        table.add_row(name, f"{postings:,}", f"{100 * share:.1f} %", f"{100 * required:.1f} %", bar)
    console.print()
    console.print(table)
    console.print()


def _bar(share: float, *, plain: bool) -> str:
    """A bar as long as the share."""
    if plain:
        return "#" * round(share * _BAR)
    whole, eighths = divmod(round(share * _BAR * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _credits(found: Scan | Written) -> list[str]:
    # A run.json of an earlier version has none.
    demanded = found.run.get("attributions", ())
    return credit_lines((each["attribution"], each["terms_url"]) for each in demanded)


def _files_line(files: Sequence[Path], folder: str) -> str:
    return f"Results in {folder or files[0].parent}: {', '.join(file.name for file in files)}"


def _postings(count: int) -> str:
    return _number(count, "posting")


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
