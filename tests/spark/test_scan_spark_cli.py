"""jobscan scan --engine spark: the same files as without, byte for byte."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jobscan.cli import app


def scan(*words: object) -> Result:
    return CliRunner().invoke(app, ["scan", *map(str, words)])


def said_of(folder: Path) -> dict[str, Any]:
    """run.json without what tells the time it took and how many processes worked."""
    run: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return {**run, "seconds": None, "options": {**run["options"], "jobs": None}}


def assert_same_files(folder: Path, other: Path) -> None:
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert names == sorted(path.name for path in other.iterdir() if path.is_file())
    for name in names:
        if name != "run.json":
            assert (folder / name).read_bytes() == (other / name).read_bytes(), name
    assert said_of(folder) == said_of(other)


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("file_format", ["csv", "parquet", "json"])
def test_one_machine_and_spark_write_the_same(
    inputs: Path, lexicon_folder: Path, tmp_path: Path, file_format: str
) -> None:
    words = [
        inputs,
        "--by",
        "month",
        "--by",
        "employer",
        "--lexicon",
        lexicon_folder,
        "--format",
        file_format,
    ]
    here = scan(*words, "--to", tmp_path / "here")
    cluster = scan(*words, "--to", tmp_path / "cluster", "--engine", "spark")

    assert_same_files(tmp_path / "here", tmp_path / "cluster")
    assert said_of(tmp_path / "here")["counts"]["read"] == 461
    assert said_of(tmp_path / "here")["counts"]["duplicates"]["exact"] > 20
    assert here.exit_code == cluster.exit_code == 1
    assert "9 inputs failed (7 damaged, 2 empty)" in cluster.stderr
    assert cluster.stderr.replace("cluster", "here") == here.stderr


@pytest.mark.usefixtures("spark")
def test_results_at_an_address(inputs: Path, lexicon_folder: Path, tmp_path: Path) -> None:
    words = [inputs / "c.PARQUET", "--lexicon", lexicon_folder]
    scan(*words, "--to", tmp_path / "here")
    there = tmp_path / "there"
    words += ["--engine", "spark", "--to", there.as_uri()]
    scan(*words, "--format", "json")
    told = scan(*words)

    assert told.exit_code == 0, told.output
    assert f"Results in {there.as_uri()}: postings.csv" in told.stdout
    assert_same_files(tmp_path / "here", there)
    assert [path for path in there.iterdir() if path.name.startswith(".")] == []


def test_spark_connect(inputs: Path, lexicon_folder: Path, tmp_path: Path) -> None:
    words = [str(inputs / "more of them"), "--lexicon", str(lexicon_folder), "--to"]
    scan(*words, tmp_path / "here")
    command = [sys.executable, "-m", "jobscan", "scan", *words, str(tmp_path / "cluster")]
    command += ["--engine", "spark", "--remote", "local[2,4]"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)

    assert told.returncode == 1, told.stderr
    assert "Error: 5 inputs failed (5 damaged)" in told.stderr
    assert_same_files(tmp_path / "here", tmp_path / "cluster")


@pytest.mark.usefixtures("spark")
def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    told = scan(tmp_path / "nowhere", "--engine", "spark", "--to", tmp_path / "out")

    assert told.exit_code == 1
    assert "no posting was found: 1 input failed (1 missing)" in told.stderr


@pytest.mark.usefixtures("spark")
def test_a_second_spark_in_one_process(inputs: Path, tmp_path: Path) -> None:
    told = scan(inputs, "--engine", "spark", "--to", tmp_path / "out", "--master", "spark://127.0.0.9:1")

    assert told.exit_code == 2
    assert "a session of Spark runs in this process already" in told.stderr


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("where", ["s3n://bucket/in", "s3a://bucket/in", "abfss://in@host/in"])
def test_a_bucket_that_this_spark_cannot_read(where: str, tmp_path: Path) -> None:
    told = scan(where, "--engine", "spark", "--to", tmp_path / "out")

    assert told.exit_code == 2
    said, _, advice = told.stderr.partition(". This Spark has no access to such storage. ")
    assert re.fullmatch(
        rf"Error: {where}: Spark cannot look at it: (?:No FileSystem|Class \S+ not found).*", said
    )
    assert f"spark-hadoop-cloud_2.13:{version('pyspark')} pyspark-shell" in advice


@pytest.mark.usefixtures("spark")
def test_a_machine_that_is_not_there(tmp_path: Path) -> None:
    told = scan("hdfs://no.such.host.invalid/in", "--engine", "spark", "--to", tmp_path / "out")

    assert told.exit_code == 2
    assert "Spark cannot look at it: java.net.UnknownHostException: no.such.host.invalid" in told.stderr
