"""Postings and results in a bucket: a server that speaks S3 as Amazon's does, asked by what asks Amazon's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet

from jobscan.engines import spark_parts
from tests.spark.test_scan_spark_cli import said_of, scan

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

servers = pytest.importorskip(
    "moto.server", reason='a server of S3 is missing: pip install "moto[s3,server]"'
)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What looks into `s3://bucket`, which is empty, on a server of this machine."""
    import boto3

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    server = servers.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    known = {"ENDPOINT_URL": f"http://127.0.0.1:{port}", "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b"}
    for name, value in {**known, "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="bucket")
    yield client
    server.stop()


@pytest.fixture
def mounted(spark: SparkSession, tmp_path: Path) -> Path:
    """The folder that Spark takes for `s3://bucket`: its own access to S3 is no part of what pip installs."""
    folder = tmp_path / "bucket"
    settings = spark.sparkContext._jsc.hadoopConfiguration()
    settings.set("fs.s3.impl", "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme")
    for name in ("postings", "results"):
        (folder / name).mkdir(parents=True)
        settings.set(f"fs.viewfs.mounttable.bucket.link./{name}", (folder / name).as_uri())
    return folder


def keys(client: Any) -> list[str]:
    """What a bucket holds."""
    return [found["Key"] for found in client.list_objects_v2(Bucket="bucket").get("Contents", [])]


def test_postings_in_a_bucket_and_the_results_too(
    client: Any,
    mounted: Path,
    inputs: Path,
    lexicon_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(inputs / "more of them", mounted / "postings", dirs_exist_ok=True)
    moved: list[str] = []

    def tables(address: str) -> Iterator[pa.Table]:
        """What Spark wrote into the folder is put into the bucket, and read from there."""
        for path in sorted((mounted / address.removeprefix("s3://bucket/")).iterdir()):
            moved.append(path.relative_to(mounted).as_posix())
            client.upload_file(str(path), "bucket", moved[-1])
        return read(address)

    read = spark_parts._tables
    monkeypatch.setattr(spark_parts, "_tables", tables)
    words = ["--lexicon", lexicon_folder, "--format", "parquet"]
    here = scan(mounted / "postings", "--to", tmp_path / "here", *words)
    told = scan("s3://bucket/postings", "--engine", "spark", "--to", "s3://bucket/results", *words)

    assert told.exit_code == here.exit_code == 1, told.output
    assert "Error: 5 inputs failed (5 damaged): see s3://bucket/results/failures.parquet" in told.stderr
    assert moved[0].startswith("results/.jobscan-spark-")
    names = sorted(path.name for path in (tmp_path / "here").iterdir() if path.is_file())
    assert sorted(key.removeprefix("results/") for key in keys(client)) == ["", *names]
    there = tmp_path / "there"
    there.mkdir()
    for name in names:
        client.download_file("bucket", f"results/{name}", str(there / name))
    for name in names:
        if name.endswith(".parquet"):
            assert rows(there / name) == rows(tmp_path / "here" / name, mounted), name
    assert said_of(there)["counts"] == said_of(tmp_path / "here")["counts"]


def rows(table: Path, folder: Path | None = None) -> list[dict[str, Any]]:
    """The rows of a table; folder: what is `s3://bucket` in them."""
    found: list[dict[str, Any]] = parquet.read_table(table).to_pylist()
    if folder is not None and found and "origin" in found[0]:
        for row in found:
            row["origin"] = row["origin"].replace(str(folder), "s3://bucket")
    return found
