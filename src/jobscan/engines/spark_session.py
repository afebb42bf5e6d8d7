"""The Spark that a scan runs on: found or started, with the settings that matter, and words for errors."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL_MASTER: Final = "local[*,4]"
"""All cores of this machine; a task that fails, as when its worker is killed, is tried four times."""

_INSTALL: Final = 'pip install "jobscan[spark]"'

# A task of Spark's default size, 128 MB, is some 30,000 postings: too few
# tasks for the cores of a cluster, and too much work lost with a machine.
_SIZES: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "32m",
    "spark.sql.files.maxPartitionBytes": "8m",
    "spark.sql.files.openCostInBytes": "256k",
}
"""What is set while a scan runs, where the user of Spark has set nothing."""

_MUSTS: Final = {
    # Where a file is cut must not hang on how many machines there are at the moment: lines are counted in one
    # pass and numbered in the next.
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.session.timeZone": "UTC",
}
"""What is set in any case: the results depend on it."""

_CALLING: Final = "An error occurred while calling"
_WRAPPERS: Final = re.compile(
    r"^: |\(?(?:\w+\.)+(?:Runtime|ClassNotFound|UnsupportedFileSystem)Exception(?:: |\) )"
)
_NO_STORAGE: Final = re.compile(
    r"No FileSystem for scheme|Class (?:org\.apache\.hadoop|com\.google\.cloud\.hadoop)\.fs\.\S+ not found"
)


@contextlib.contextmanager
def spark_session(*, master: str | None = None, remote: str | None = None) -> Iterator[SparkSession]:
    """A session of Spark for one scan; one that was there before stays.

    master: as spark-submit has it (`local[4]`, `spark://host:7077`, `yarn`); remote: of Spark Connect
    (`sc://host:15002`). By default the session that is there, what spark-submit or the environment says, else
    this machine. Raises JobscanError without pyspark, or without Java where it is needed.
    """
    _check_installed(remote)
    # pyspark warns of pandas 3, which this scan does not use.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\b")
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        there = SparkSession.getActiveSession()
        if there is not None and (master or remote):
            raise JobscanError(
                "a session of Spark runs in this process already: stop it, or scan in it, without a master"
            )
        try:
            session = there or start_spark(master, remote)
        except (PySparkException, OSError, RuntimeError) as error:
            raise JobscanError(f"Spark cannot be started: {first_line(error)}") from error
        try:
            with _settings(session):
                yield session
        finally:
            if there is None:
                session.stop()


@contextlib.contextmanager
def spark_errors() -> Iterator[None]:
    """Errors of Spark, from Java, Python or another machine, as JobscanError."""
    from pyspark.errors import PySparkException

    try:
        yield
    except (JobscanError, OSError):
        raise
    except PySparkException as error:
        raise JobscanError(f"Spark gave up: {first_line(error)}") from error
    except Exception as error:
        if not type(error).__module__.startswith(("py4j", "grpc", "pyspark")):
            raise
        raise JobscanError(f"Spark gave up: {first_line(error)}") from error


def first_line(error: BaseException) -> str:
    """What an error of Spark says, without the stack of Java and Python, and what to do if that is known."""
    words = str(getattr(error, "desc", "") or error).strip()
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    # An error of ours that was raised on another machine stands at the end of a traceback.
    ours = next((line for line in reversed(lines) if "JobscanError" in line or "LexiconError" in line), "")
    if told := ours.partition("Error: ")[2]:
        return told
    # What calls Java tells of that first.
    said = next((line for line in lines if not line.startswith(_CALLING)), type(error).__name__)
    return _WRAPPERS.sub("", said) + (_how_to_reach_buckets() if _NO_STORAGE.search(said) else "")


def _how_to_reach_buckets() -> str:
    """What to do where Spark lacks the classes for a kind of storage: it comes without those for buckets."""
    from pyspark import __version__

    scala = "2.12" if __version__.startswith("3.") else "2.13"
    package = f"org.apache.spark:spark-hadoop-cloud_{scala}:{__version__}"
    return (
        ". This Spark has no access to such storage. Give it Spark's own, with the environment variable "
        f'PYSPARK_SUBMIT_ARGS="--packages {package} pyspark-shell", and write s3a:// for s3://; or copy the '
        "files to this machine first"
    )


def _check_installed(remote: str | None) -> None:
    if find_spec("pyspark") is None:
        raise JobscanError(f"--engine spark needs pyspark, which is not installed: {_INSTALL}")
    if remote or os.environ.get("SPARK_REMOTE"):
        if find_spec("grpc") is None:
            raise JobscanError(f"Spark Connect needs grpcio, which is not installed: {_INSTALL}")
    elif not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise JobscanError(
            "Spark runs on Java, which was not found: install Java 17 (Debian, Ubuntu: apt-get install "
            "openjdk-17-jre-headless), or set JAVA_HOME; or name a server of Spark Connect with --remote"
        )


def start_spark(master: str | None = None, remote: str | None = None) -> SparkSession:
    """A new session, whoever started it stops it. See spark_session."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("jobscan")
    remote = remote or (None if master else os.environ.get("SPARK_REMOTE"))
    if remote:
        return builder.remote(remote).getOrCreate()
    if master is None and not _is_configured():
        master = LOCAL_MASTER
    if master:
        builder = builder.master(master)
        if master.startswith(("local", "spark://")):
            # Else the workers are the system's Python, which has no jobscan.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if master.startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
            builder = builder.config("spark.driver.host", "127.0.0.1")
            builder = builder.config("spark.ui.enabled", "false")
    session = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower()).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _is_configured() -> bool:
    """Whether spark-submit, or an installation of Spark, says where to run."""
    return any(os.environ.get(name) for name in ("PYSPARK_GATEWAY_PORT", "SPARK_HOME", "SPARK_CONF_DIR"))


def _is_chosen(session: SparkSession, name: str) -> bool:
    """Whether whoever set Spark up has given the setting a value; a server of Spark Connect does not tell."""
    context = getattr(session, "_sc", None)
    return context is not None and bool(context.getConf().contains(name))


@contextlib.contextmanager
def _settings(session: SparkSession) -> Iterator[None]:
    """The settings of a scan; those of the session afterwards."""
    wanted = {name: value for name, value in _SIZES.items() if not _is_chosen(session, name)} | _MUSTS
    before = {name: session.conf.get(name, None) for name in wanted}
    for name, value in wanted.items():
        session.conf.set(name, value)
    try:
        yield
    finally:
        for name, earlier in before.items():
            with contextlib.suppress(Exception):  # the session may be gone
                if earlier is None:
                    session.conf.unset(name)
                else:
                    session.conf.set(name, earlier)
