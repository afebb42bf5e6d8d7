"""What a cluster finds is what one machine finds: every row, every failure, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import jobscan
from jobscan.engines.frame import results_table, scan_frame, spark_schema
from jobscan.engines.parts import part_schema, read_part_meta
from jobscan.engines.run import Made
from jobscan.engines.spark_parts import SparkOptions, make_parts_on_spark
from jobscan.engines.store import open_store
from jobscan.engines.work import Job
from jobscan.errors import Failure, JobscanError
from jobscan.extract import extractor_for
from jobscan.lexicon import Lexicon
from jobscan.sources.documents import read_file
from jobscan.sources.files import iter_files
from jobscan.sources.stream import Limits
from tests.spark.inputs import postings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[2]

Told = tuple[list[dict[str, Any]], list[tuple[str, str, str]]]


def by_one_machine(paths: Sequence[Path], lexicon: Lexicon, exclude: Sequence[str] = ()) -> Told:
    """The rows and the failures that one process finds, file by file."""
    found: list[Any] = []
    for file in iter_files(paths, exclude=exclude):
        found += (
            [file] if isinstance(file, Failure) else read_file(file, limits=Limits(), exclude=tuple(exclude))
        )
    table = results_table(found, extractor_for(lexicon))
    rows = table.select(part_schema().names).to_pylist()
    failed = table.column("failure").to_pylist()
    told = [
        row for row in table.select(["origin", "failure", "failure_detail"]).to_pylist() if row["failure"]
    ]
    return (
        [row for row, failure in zip(rows, failed, strict=True) if not failure],
        sorted((row["origin"], row["failure"], row["failure_detail"]) for row in told),
    )


def of_parts(made: Made) -> Told:
    """The rows and the failures of parts."""
    failures = [
        *made.failures,
        *(failure for path in made.parts for failure in read_part_meta(path).failures),
    ]
    tables = [parquet.read_table(path) for path in made.parts]
    return (
        pa.concat_tables(tables).to_pylist(),
        sorted((failure.origin, failure.reason, failure.detail) for failure in failures),
    )


def by_spark(
    paths: Iterable[Path], folder: Path, lexicon: Lexicon, *, exclude: Iterable[str] = (), **options: Any
) -> Told:
    made = make(paths, folder, Job(lexicon, tuple(exclude)), SparkOptions(**options))
    assert sorted((folder / "parts").iterdir()) == sorted(made.parts)
    return of_parts(made)


def make(paths: Iterable[Path], folder: Path, job: Job, options: SparkOptions) -> Made:
    """The parts of some paths, made on Spark."""
    with open_store(folder, lexicon=job.lexicon.digest) as store:
        return make_parts_on_spark(paths, store, job, options=options)


@pytest.mark.usefixtures("spark")
def test_a_folder_of_everything(inputs: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    rows, failures = by_one_machine([inputs, tmp_path / "nowhere"], lexicon)
    found, told = by_spark([inputs, tmp_path / "nowhere"], tmp_path / "parts", lexicon)

    assert len(found) == 461
    assert found == rows
    assert told == failures
    assert sorted({reason for _, reason, _ in told}) == ["damaged", "empty", "missing"]


@pytest.mark.usefixtures("spark")
def test_globs_of_files_to_pass_over(inputs: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    exclude = ["*.jsonl", "b.*", "more/4*", "*.PARQUET"]
    rows, failures = by_one_machine([inputs], lexicon, exclude)
    found, told = by_spark([inputs], tmp_path / "parts", lexicon, exclude=exclude)

    assert found == rows
    assert told == failures
    assert len(found) == 81


@pytest.mark.usefixtures("spark")
def test_columns_of_other_names_in_each_format(lexicon: Lexicon, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [
        {"uid": row["id"], "body": row["description"], "meta": {"name": row["title"]}}
        for row in postings(0, 3)
    ]
    table = pa.Table.from_pylist(rows)
    parquet.write_table(table, folder / "a.parquet")
    pd.DataFrame(rows).to_json(folder / "b.jsonl", orient="records", lines=True)
    pd.DataFrame([{"uid": row["uid"], "body": row["body"]} for row in rows]).to_csv(
        folder / "c.csv", index=False
    )

    found, told = by_spark(
        [folder], tmp_path / "parts", lexicon, columns={"id": "uid", "text": "body", "title": "meta.name"}
    )

    assert told == []
    assert [row["posting_id"] for row in found] == ["job-0", "job-1", "job-2"] * 3
    assert [row["title"] for row in found] == [row["meta"]["name"] for row in rows] * 2 + [""] * 3
    assert [row["origin"].rpartition("/")[2] for row in found][::3] == ["a.parquet#1", "b.jsonl:1", "c.csv:7"]
    assert len({row["text_hash"] for row in found}) == 3


@pytest.mark.usefixtures("spark")
def test_files_without_an_ending(lexicon: Lexicon, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    pd.DataFrame(postings(0, 3)).to_json(folder / "part-00000", orient="records", lines=True)

    found, told = by_spark([folder], tmp_path / "parts", lexicon, input_format="jsonl")

    assert told == []
    assert [row["origin"] for row in found] == [f"{folder}/part-00000:{line}" for line in (1, 2, 3)]


@pytest.mark.usefixtures("spark")
def test_what_is_wrong_is_said_and_nothing_is_left(lexicon: Lexicon, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    parquet.write_table(pa.table({"name": ["a"], "age": [3]}), folder / "a.parquet")

    with pytest.raises(
        JobscanError, match=r"in: has no column of descriptions; found name, age; .*--column text="
    ):
        by_spark([folder], tmp_path / "parts", lexicon)
    with pytest.raises(JobscanError, match=r"unknown format of input 'parket'\. Did you mean parquet"):
        by_spark([folder], tmp_path / "others", lexicon, input_format="parket")
    with pytest.raises(JobscanError, match="standard input"):
        by_spark([Path("-")], tmp_path / "third", lexicon)
    assert list(tmp_path.glob("p*/**/*.parquet")) == []


def test_the_job_of_the_guide_counts_a_text_once(spark: SparkSession) -> None:
    guide = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    query = re.search(r"```sql\n(.*?)```", guide, re.DOTALL)
    assert query is not None
    texts = ["You know Python and SQL."] * 2 + ["You know Python.", "No SQL needed, but Python.", ""]
    frame = pd.DataFrame({"id": list("abcde"), "description": texts})
    found = spark.createDataFrame(frame).mapInPandas(
        lambda frames: map(jobscan.scan_frame, frames), schema=spark_schema()
    )
    found.createOrReplaceTempView("found")

    assert [tuple(row) for row in spark.sql(query[1]).collect()] == [("python", 3), ("sql", 1)]


def test_scan_frame_in_a_job_of_your_own(spark: SparkSession, lexicon_folder: Path) -> None:
    rows = pd.DataFrame(postings(0, 40))
    frames = spark.createDataFrame(rows).repartition(4)

    def understand(parts: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        return (scan_frame(part, lexicon=str(lexicon_folder)) for part in parts)

    found = frames.mapInPandas(understand, schema=spark_schema()).orderBy("posting_id").toPandas()

    expected = scan_frame(rows, lexicon=lexicon_folder).sort_values("posting_id", ignore_index=True)
    assert found["posting_id"].tolist() == expected["posting_id"].tolist()
    assert found["text_hash"].tolist() == expected["text_hash"].tolist()
    assert [[skill["skill_id"] for skill in skills] for skills in found["posting_skills"]] == [
        [skill["skill_id"] for skill in skills] for skills in expected["posting_skills"]
    ]
