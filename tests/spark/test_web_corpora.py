"""The recipes of docs/cluster.md for corpora of the web, on small ones of the same form."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from jobscan.engines.spark_parts import SparkOptions
from jobscan.engines.work import Job
from jobscan.lexicon import Lexicon
from tests.spark.test_spark_parts import make, of_parts
from tests.test_quads import PAGE, POSTING
from tests.test_scan_frame import PAGE as HTML

pytestmark = pytest.mark.usefixtures("spark")


def found_in(
    folder: Path, tmp_path: Path, lexicon: Lexicon, options: SparkOptions
) -> list[dict[str, object]]:
    rows, failures = of_parts(make([folder], tmp_path / "out", Job(lexicon), options))
    assert failures == []
    kept = ("posting_id", "title", "company", "location", "url", "source", "skills")
    return [{name: row[name] for name in kept} for row in rows]


def test_tables_of_a_site(tmp_path: Path, lexicon: Lexicon) -> None:
    rows = [
        {
            "row_id": number,
            "title": "Data Analyst",
            "description": f"<p>You know SQL {number}.</p>",
            "hiringOrganization": {"name": "Fenwick Mills"},
            "jobLocation": {"address": {"addressLocality": "Bern", "addressCountry": "CH"}},
            "page_url": f"https://fenwick.example/jobs/{number}",
        }
        for number in range(2)
    ]
    folder = tmp_path / "tables"
    folder.mkdir()
    with gzip.open(folder / "JobPosting_fenwick.example_October2023.json.gz", "wt") as packed:
        packed.writelines(json.dumps(row) + "\n" for row in rows)

    options = SparkOptions(input_format="jsonl", columns={"url": "page_url"})
    first, _ = found_in(folder, tmp_path, lexicon, options)

    assert first == {
        "posting_id": "JobPosting_fenwick.example_October2023.json.gz#1",
        "title": "Data Analyst",
        "company": "Fenwick Mills",
        "location": "Bern, CH",
        "url": "https://fenwick.example/jobs/0",
        "source": "JobPosting_fenwick.example_October2023",
        "skills": 1,
    }


def test_quads_of_pages_in_any_order(tmp_path: Path, lexicon: Lexicon) -> None:
    folder = tmp_path / "quads"
    folder.mkdir()
    other = [
        line.replace(PAGE, "<https://orla.example/a>").replace("SQL", "Java and SQL") for line in POSTING
    ]
    mixed = [line for pair in zip(POSTING[::-1], other, strict=True) for line in pair]
    for number in range(2):
        with gzip.open(folder / f"part_{number}.gz", "wt") as packed:
            packed.writelines(f"{line}\n" for line in ["# no statement", *mixed[number::2]])

    first, second = found_in(folder, tmp_path, lexicon, SparkOptions(input_format="nquads"))

    assert first == {
        "posting_id": "https://fenwick.example/jobs/7",
        "title": "Data Analyst",
        "company": "Fenwick Mills",
        "location": "",
        "url": "https://fenwick.example/jobs/7",
        "source": "fenwick.example",
        "skills": 1,
    }
    assert (second["posting_id"], second["skills"]) == ("https://orla.example/a", 2)


def test_a_table_of_pages(tmp_path: Path, lexicon: Lexicon) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    pages = {"url": ["https://fenwick.example/1"], "html": [HTML.encode()], "fetched": [7]}
    parquet.write_table(pa.table(pages), folder / "a.parquet")

    [found] = found_in(folder, tmp_path, lexicon, SparkOptions(columns={"page": "html"}))

    assert (found["posting_id"], found["title"], found["url"]) == (
        "a.parquet#1",
        "Data Analyst",
        "https://fenwick.example/1",
    )
