"""The options of a cluster, which need no Spark to be understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.cli.scan_spark import local_folder, spark_options
from jobscan.engines import spark_session
from jobscan.engines.spark_inputs import (
    Place,
    Root,
    ending_pattern,
    format_of,
    place_of,
    roots_of,
    spark_path,
)
from jobscan.engines.spark_parts import SparkOptions, is_here
from jobscan.errors import JobscanError
from jobscan.outputs.remote import file_system


def test_options_make_sense_together() -> None:
    assert options("local") is None
    assert options("spark", remote="sc://host", columns=["text=body"]) == SparkOptions(
        remote="sc://host", columns={"text": "body"}
    )
    assert options("spark", input_format="csv") == SparkOptions(input_format="files")


def options(
    engine: str,
    *,
    master: str | None = None,
    remote: str | None = None,
    input_format: str = "auto",
    columns: list[str] | None = None,
    work: str | None = None,
) -> SparkOptions | None:
    return spark_options(
        engine, master=master, remote=remote, input_format=input_format, columns=columns, work=work
    )


WRONG = {
    "engine": (["--engine", "sparc"], "unknown engine 'sparc'. Did you mean spark?"),
    "no engine": (["--master", "local[2]"], "--master is for a cluster: add --engine spark"),
    "no engine for a column": (["--column", "text=body"], "--column is for a cluster"),
    "two clusters": (["--engine", "spark", "--master", "yarn", "--remote", "sc://h"], "name two clusters"),
    "format": (["--engine", "spark", "--input-format", "parket"], "Did you mean parquet?"),
    "field": (
        ["--engine", "spark", "--column", "txt=a"],
        "'txt' is no field of a posting. Did you mean text?",
    ),
    "address": (["--to", "s3://bucket/out"], "add --engine spark"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_wrong_options_are_told_before_anything_is_read(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["scan", "in", *words])

    assert told.exit_code == 2
    assert message in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JAVA_HOME", "SPARK_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None if name == "pyspark" else object())
    with pytest.raises(JobscanError, match=r'pip install "jobscan\[spark\]"'), spark_session.spark_session():
        pass
    monkeypatch.setattr(spark_session, "find_spec", lambda name: object() if name == "pyspark" else None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(JobscanError, match="install Java 17"), spark_session.spark_session():
        pass
    with pytest.raises(JobscanError, match="grpcio"), spark_session.spark_session(remote="sc://h"):
        pass


PLACES: dict[str, tuple[str, str, tuple[str, str] | None]] = {
    "a file in a folder": ("in", "file:/w/in/a.csv", ("a.csv", "in/a.csv")),
    "deeper, with odd characters": (
        "in/",
        "file:///w/in/a%20b/%231%25.csv",
        ("a b/#1%.csv", "in/a b/#1%.csv"),
    ),
    "a file that was named": ("in/a.csv", "file:/w/in/a.csv", ("a.csv", "in/a.csv")),
    "above": ("../v", "file:/v/a.csv", ("a.csv", "../v/a.csv")),
    "brackets are no glob here": ("in[1]", "file:/w/in%5B1%5D/a.csv", ("a.csv", "in[1]/a.csv")),
    "a bucket": ("s3://b/in", "s3a://b/in/x/a.csv", ("x/a.csv", "s3://b/in/x/a.csv")),
    "a whole bucket": ("s3://b", "s3://b/x/a.csv", ("x/a.csv", "s3://b/x/a.csv")),
    "a glob": ("s3://b/in/2026-*", "s3://b/in/2026-1/a.csv", ("2026-1/a.csv", "s3://b/in/2026-1/a.csv")),
    "no bucket": ("hdfs:///in", "hdfs://name:8020/in/a.csv", ("a.csv", "hdfs:///in/a.csv")),
    "hidden": ("in", "file:/w/in/.git/a.csv", None),
    "a paper": ("in", "file:/w/in/LICENSE.txt", None),
    "excluded": ("in", "file:/w/in/old/a.csv", None),
}


@pytest.mark.parametrize(("named", "address", "place"), PLACES.values(), ids=PLACES)
def test_place_of(
    named: str, address: str, place: tuple[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getcwd", lambda: "/w")
    [root] = roots_of([named], exclude=["old/"])
    found = place_of(address, root)

    assert (found and (found.id, found.origin)) == place


def test_files_come_in_the_order_of_their_names() -> None:
    root = Root(3, "in", "/in")
    names = ["a", "a b", "a b/z", "a#", "a-/x", "a.csv", "a/b", "a/b.c", "a0", "ä"]
    places = [place_of(f"file:/in/{name.replace('#', '%23')}", root) for name in names]
    placed = [place for place in places if isinstance(place, Place)]

    by_walking = sorted(names, key=lambda name: name.split("/"))
    assert [place.id for place in sorted(placed, key=lambda place: place.order)] == by_walking


def test_spark_gets_addresses_that_mean_the_path() -> None:
    local, remote = roots_of(["/w/a [1]*", "s3://b/2026-*/"])

    assert spark_path(local) == r"file:///w/a \[1\]\*"
    assert spark_path(remote) == "s3://b/2026-*"


@pytest.mark.parametrize(
    "name", ["a.jsonl", "b.NDJSON.gz", "c.pq", "d.parquet", "e.json", "parquet", "f.csv"]
)
def test_the_pattern_of_a_kind_finds_what_format_of_says(name: str) -> None:
    import re

    found = [
        kind for kind in ("parquet", "jsonl", "files") if re.search(ending_pattern(kind), f"file:/in/{name}")
    ]
    assert found == [format_of(name)]


@pytest.mark.parametrize(
    ("master", "here"),
    [
        ("", True),
        ("local[4]", True),
        ("spark://127.0.0.1:7077", True),
        ("spark://h:1", False),
        ("yarn", False),
    ],
)
def test_is_here(master: str, here: bool) -> None:
    assert is_here(master) is here


def test_a_folder_of_this_machine_is_taken_as_it_is(tmp_path: Path) -> None:
    for folder in (str(tmp_path), "a:b", "c:/data"):
        with local_folder(folder, None) as taken:
            assert taken == (Path(folder), None)


def test_an_address_of_an_unknown_kind() -> None:
    with pytest.raises(JobscanError, match="ftp://h/a: cannot be reached"):
        file_system("ftp://h/a")
