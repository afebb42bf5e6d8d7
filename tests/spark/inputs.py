"""A folder of postings in every format that Spark reads in its own way."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

_SKILLS = ("Python", "SQL", "Java", "machine learning", "Go", "C++")
_EMPLOYERS = ("Fenwick Mills", "Orla & Sons", "Tarn Data")


def posting(number: int) -> dict[str, Any]:
    """One of many different postings; some share their id with an earlier one, some their text."""
    said = number - number % 11 if number % 11 == 3 else number
    first, second = _SKILLS[said % 6], _SKILLS[(said * 5 + 1) % 6]
    words = " ".join(f"duty{(said * 31 + at * 7) % 97}" for at in range(40))
    return {
        "id": f"job-{number % 150 if number % 50 == 7 else number}",
        "title": f"{first} Engineer" if said % 4 else "Data Scientist",
        "description": f"About us\nWe are {said} people.\nRequirements\n- {first}\n"
        f"- {said % 9} years of {second}\n{words}",
        "company": _EMPLOYERS[said % 3],
        "location": "Bern",
        "date_posted": f"2026-{said % 12 + 1:02}-03",
    }


def postings(start: int, end: int) -> list[dict[str, Any]]:
    """The postings of these numbers."""
    return [posting(number) for number in range(start, end)]


def write_inputs(folder: Path) -> Path:
    """The folder, with some 500 postings in it."""
    (folder / "more of them").mkdir(parents=True)
    (folder / "more").mkdir()
    lines = _lines(postings(0, 200))
    (folder / "more of them" / "a#1%.jsonl").write_text("".join(lines), newline="")
    with gzip.open(folder / "b.jsonl.gz", "wt") as packed:
        packed.writelines(_lines(postings(200, 260)))
    parquet.write_table(pa.Table.from_pylist(postings(260, 360)), folder / "c.PARQUET", row_group_size=16)
    parquet.write_table(_other_table(postings(360, 380)), folder / "more" / "d.parquet")
    write_csv(folder / "more" / "e.csv", postings(380, 440))
    for number in range(440, 460):
        said = posting(number)
        (folder / "more" / f"{number}.txt").write_text(f"Job Title: {said['title']}\n{said['description']}")
    (folder / "more" / "page.html").write_text(_PAGE)
    (folder / "README.md").write_text("No posting: it is passed over.")
    (folder / "empty.jsonl").touch()
    (folder / "empty.txt").touch()
    return folder


def write_csv(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as CSV; their texts have line ends in them."""
    with path.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(posting(0)))
        writer.writeheader()
        writer.writerows(rows)


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    """JSON Lines, with blank and broken lines and rows without an id between them."""
    lines: list[str] = []
    for number, row in enumerate(rows):
        nameless = {name: value for name, value in row.items() if name != "id"}
        lines.append(json.dumps(row if number % 13 else nameless) + ("\r\n" if number % 5 == 0 else "\n"))
        if number % 29 == 0:
            lines.append("\n")
        if number % 41 == 0:
            lines.append('{"title": "cut off\n')
    return lines


def _other_table(rows: list[dict[str, Any]]) -> pa.Table:
    """A table whose columns have other names and shapes than the first's."""
    return pa.Table.from_pylist(
        [
            {
                "job_id": number,
                "job_title": row["title"],
                "job_description": row["description"],
                "employer": {"name": row["company"]},
                "skills_wanted": ["not read"],
            }
            for number, row in enumerate(rows)
        ]
    )


_PAGE = """<html><head><script type="application/ld+json">
{"@type": "JobPosting", "title": "Data Analyst", "description": "<p>You know SQL.</p>"}
</script></head><body></body></html>"""
