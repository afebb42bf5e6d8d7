"""The recipes of docs/cluster.md for Dask and Ray, run as they stand there, on files of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyarrow import Table, parquet

import jobscan
from jobscan.engines.frame import frame_schema
from tests.docs_world import ROOT, blocks

FILES, ROWS = 3, 5


def recipe(library: str) -> str:
    """The snippet that reads postings with a library, its bucket being the folder it runs in."""
    page = blocks(ROOT / "docs" / "cluster.md")
    (code,) = (block.code for block in page if f"\nimport {library}" in f"\n{block.code}")
    return code.replace("s3://bucket/", "")


def part(number: int) -> pd.DataFrame:
    rows = range(number * ROWS, (number + 1) * ROWS)
    skills = ("Python", "SQL", "Go", "C++")
    texts = [f"Requirements\n- {at} years of {skills[at % 4]}\n- No Java" if at % 6 else "" for at in rows]
    return pd.DataFrame(
        {"id": [f"job-{at:02}" for at in rows], "title": "Data Engineer", "description": texts}
    )


def rows_of(*tables: Table) -> list[dict[str, Any]]:
    """The rows of tables in one order, whichever of Arrow's types hold them."""
    rows: list[dict[str, Any]] = [row for table in tables for row in table.to_pylist()]
    return sorted(rows, key=lambda row: str(row["origin"]))


@pytest.mark.parametrize("library", ["dask", "ray"])
def test_a_recipe_finds_what_scan_frame_finds(library: str, tmp_path: Path) -> None:
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    (tmp_path / "postings").mkdir()
    parts = [part(number) for number in range(FILES)]
    for number, frame in enumerate(parts):
        frame.to_parquet(tmp_path / "postings" / f"{number}.parquet")
    (tmp_path / "recipe.py").write_text(recipe(library), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=tmp_path,
        env={**os.environ, "RAY_USAGE_STATS_ENABLED": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    frame = jobscan.scan_frame(pd.concat(parts, ignore_index=True))
    here = rows_of(Table.from_pandas(frame, schema=frame_schema()))
    assert rows_of(*map(parquet.read_table, (tmp_path / "found").iterdir())) == here
    assert [row["failure"] for row in here].count("no_text") == 3
