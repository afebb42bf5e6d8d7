"""The options of `jobscan scan` that say where it runs: on this machine, or on Spark."""

from __future__ import annotations

import contextlib
import difflib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jobscan.errors import JobscanError

if TYPE_CHECKING:
    from jobscan.engines.spark_parts import SparkOptions

ENGINES: Final = ("local", "spark")

_PANEL: Final = "On a cluster"

# A letter and a colon is a drive of Windows.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)

Engine = Annotated[
    str,
    typer.Option(
        metavar="[local|spark]",
        help="Where it runs: the processes of this machine, or Spark.",
        rich_help_panel=_PANEL,
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="The cluster, as spark-submit has it: spark://host:7077, yarn, local[4].",
        show_default="what Spark is set up for, else this machine",
        rich_help_panel=_PANEL,
    ),
]
Remote = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="A server of Spark Connect, sc://host:15002.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
InputFormat = Annotated[
    str,
    typer.Option(
        metavar="[auto|parquet|jsonl|nquads|files]",
        help="What the inputs are; auto goes by the endings of their names.",
        rich_help_panel=_PANEL,
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="The column that holds a field, as text=body,title=job.name; page=html is one of whole pages.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
Work = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="A folder that all machines reach, such as s3://bucket/tmp, for what is found on the way.",
        show_default="inside the folder of the results",
        rich_help_panel=_PANEL,
    ),
]


def spark_options(
    engine: str,
    *,
    master: str | None,
    remote: str | None,
    input_format: str,
    columns: list[str] | None,
    work: str | None,
) -> SparkOptions | None:
    """What the options of a cluster say; None for this machine.

    Raises JobscanError for an unknown engine, for options of Spark without it, and for what it cannot take.
    """
    if engine not in ENGINES:
        near = difflib.get_close_matches(engine, ENGINES, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise JobscanError(f"unknown engine {engine!r}. {hint}Known are {', '.join(ENGINES)}.")
    given = {"--master": master, "--remote": remote, "--column": columns, "--work": work}
    given["--input-format"] = input_format if input_format != "auto" else None
    if engine == "local":
        for name, value in given.items():
            if value:
                raise JobscanError(f"{name} is for a cluster: add --engine spark")
        return None
    if master and remote:
        raise JobscanError("--master and --remote name two clusters: give one of them")
    from jobscan.engines.mapping import parse_columns
    from jobscan.engines.spark_inputs import input_format_of
    from jobscan.engines.spark_parts import SparkOptions

    return SparkOptions(master, remote, input_format_of(input_format), parse_columns(columns or ()), work)


@contextlib.contextmanager
def local_folder(to: str, options: SparkOptions | None) -> Iterator[tuple[Path, SparkOptions | None]]:
    """The folder of this machine into which a scan writes, and its options.

    Results for an address are written into a folder that is gone afterwards, and copied from there.
    """
    if not _ADDRESS.match(to):
        yield Path(to), options
        return
    if options is None:
        raise JobscanError(f"{to}: only a scan on a cluster writes to an address: add --engine spark")
    from jobscan.outputs.remote import copy_results

    address = to.rstrip("/")
    with tempfile.TemporaryDirectory(prefix="jobscan-") as folder:
        yield Path(folder), options if options.work else replace(options, work=address)
        copy_results(Path(folder), address)
