"""Results at an address such as s3://bucket/results, by pyarrow's own access to S3, GCS, Azure and HDFS."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobscan.errors import JobscanError
from jobscan.outputs.folder import RUN_FILE, earlier_files

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

# Hadoop's names for what pyarrow calls otherwise.
_SCHEMES: Final = {"s3a": "s3", "s3n": "s3", "abfs": "abfss", "wasbs": "abfss"}


def file_system(address: str) -> tuple[FileSystem, str]:
    """What reads and writes an address, and the path on it; `dbfs:/` is the mount that Databricks has.

    Raises JobscanError for an address of a kind that pyarrow does not know.
    """
    import pyarrow as pa
    from pyarrow.fs import FileSystem

    scheme, _, rest = address.partition(":")
    known = (
        f"file:///dbfs/{rest.lstrip('/')}" if scheme == "dbfs" else f"{_SCHEMES.get(scheme, scheme)}:{rest}"
    )
    try:
        system, path = FileSystem.from_uri(known)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise JobscanError(f"{address}: cannot be reached: {error}") from error
    return system, str(path)


def copy_results(folder: Path, address: str) -> None:
    """Copy the files of a finished scan to an address, run.json last; those of an earlier one there go.

    Raises JobscanError where the address refuses.
    """
    from pyarrow.fs import LocalFileSystem, copy_files

    system, base = file_system(address)
    names = earlier_files(folder)
    stale = set(_names_at(system, base)).difference(names)
    try:
        system.create_dir(base)
        for name in sorted(names, key=lambda name: name == RUN_FILE):
            copy_files(
                (folder / name).as_posix(),
                f"{base}/{name}",
                source_filesystem=LocalFileSystem(),
                destination_filesystem=system,
            )
        for name in sorted(stale):
            with contextlib.suppress(FileNotFoundError):
                system.delete_file(f"{base}/{name}")
    except OSError as error:
        raise JobscanError(f"{address}: cannot be written: {error}") from error


def _names_at(system: FileSystem, base: str) -> list[str]:
    """The files that an earlier scan says it has written there."""
    try:
        with system.open_input_file(f"{base}/{RUN_FILE}") as opened:
            names = json.loads(opened.read())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in names if isinstance(name, str) and "/" not in name and name != RUN_FILE]
