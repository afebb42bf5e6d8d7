"""A small Spark for tests: on this machine, with small tasks, so that a few kilobytes are many of them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jobscan.engines.spark_session import start_spark
from jobscan.lexicon import Lexicon, load_lexicon
from tests.lexicons import write_lexicon
from tests.spark.inputs import write_inputs

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests, and say why, where there is no Spark or no Java."""
    missing = _missing()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            # pyspark leaves sockets to the garbage collector, and warns of pandas 3.
            item.add_marker(pytest.mark.filterwarnings("ignore"))
            item.add_marker(pytest.mark.spark)
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str:
    if find_spec("pyspark") is None:
        return 'pyspark is not installed: pip install "jobscan[spark]"'
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "Java is not installed: Spark needs Java 17"
    return ""


@pytest.fixture(scope="session")
def lexicon_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="session")
def lexicon(lexicon_folder: Path) -> Lexicon:
    return load_lexicon(lexicon_folder)


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of postings in every format, with repeated ids, copies, bad rows and empty files."""
    return write_inputs(tmp_path_factory.mktemp("inputs") / "a folder")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of 16 KB, so that the lines of one file come in several; and this Python for the workers."""
    sizes = {"spark.sql.files.maxPartitionBytes": "16k", "spark.sql.files.openCostInBytes": "1k"}
    sizes["spark.sql.shuffle.partitions"] = "8"
    chosen = " ".join(f"--conf {name}={value}" for name, value in sizes.items())
    # The many short-lived Javas spend most of their time on becoming fast.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"{chosen} pyspark-shell")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)


@pytest.fixture(scope="session")
def started() -> Iterator[list[SparkSession]]:
    """What runs until the last test is done."""
    sessions: list[SparkSession] = []
    yield sessions
    for session in sessions:
        session.stop()


@pytest.fixture
def spark(environment: None, started: list[SparkSession]) -> SparkSession:  # noqa: ARG001
    """Spark in this process, on two cores: the session that a scan without --master finds."""
    if not started:
        started.append(start_spark(master="local[2,4]"))
    return started[0]
