"""A corpus of invented postings on disk, as large as is wanted, with duplicates as real ones have.

    python -m benchmarks.corpus FOLDER --postings 1000000 [--format parquet|txt] [--seed 1]

txt is one folder with a small file for each posting: its title, a blank line, its text. Of each hundred
postings, fifteen repeat an earlier one word for word under a new id, and five repeat one with a line changed,
as boards that copy from each other do. The same for the same seed, whatever the format.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.generate import iter_postings

EXACT, NEAR = 0.15, 0.05
"""The shares of postings that repeat an earlier one, word for word and nearly so."""
PER_FILE = 50_000
SMALL_FILES = "txt"
"""The format of a file for each posting."""
_REMEMBERED = 20_000  # postings of which one may come again

Row = dict[str, Any]


def iter_rows(count: int, *, seed: int = 1) -> Iterator[Row]:
    """Postings as rows of a file, duplicates among them."""
    chance = random.Random(seed)
    fresh = iter_postings(count, seed=seed)
    earlier: list[Row] = []
    for number in range(count):
        row_id = f"{seed}-{number}"
        drawn = chance.random()
        if earlier and drawn < EXACT + NEAR:
            row = {**chance.choice(earlier), "id": row_id}
            if drawn < NEAR:
                row["text"] = f"{row['text']}\nReference {number}. Apply by the end of the month."
            yield row
            continue
        posting = next(fresh)
        row = {
            "id": row_id,
            "title": posting.title,
            "company": posting.hiring_organization,
            "text": posting.text,
            "date_posted": f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "location": chance.choice(("Berlin, Germany", "Austin, TX", "London, UK", "Remote", "")),
        }
        if len(earlier) < _REMEMBERED:
            earlier.append(row)
        else:
            earlier[chance.randrange(_REMEMBERED)] = row
        yield row


def write_corpus(folder: Path, count: int, *, file_format: str = "jsonl", seed: int = 1) -> list[Path]:
    """Write the rows into files, which hold PER_FILE each or one: their paths. What is there is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = iter_rows(count, seed=seed)
    if file_format == SMALL_FILES:
        return [_write_text(row, folder / f"{number:07}.txt") for number, row in enumerate(rows)]
    paths = []
    for number in range(-(-count // PER_FILE)):
        path = folder / f"postings-{number:04}.{file_format}"
        part = list(islice(rows, PER_FILE))
        if not path.exists():
            staged = path.with_suffix(".part")
            _WRITERS[file_format](part, staged)
            staged.replace(path)
        paths.append(path)
    return paths


def _write_text(row: Row, path: Path) -> Path:
    if not path.exists():
        path.write_text(f"{row['title']}\n\n{row['text']}", encoding="utf-8")
    return path


def _write_jsonl(rows: list[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_parquet(rows: list[Row], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2_000)


_WRITERS = {"jsonl": _write_jsonl, "parquet": _write_parquet}
FORMATS = (*_WRITERS, SMALL_FILES)


def main() -> None:
    """Read the command line and write a corpus."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postings", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--format", choices=FORMATS, default="jsonl")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    paths = write_corpus(options.folder, options.postings, file_format=options.format, seed=options.seed)
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{options.postings:,} postings, {size:,.0f} MB, in {len(paths)} files under {options.folder}")


if __name__ == "__main__":
    main()
