"""Tables to files: the formats, writing whole or not at all, and the folder of a finished scan."""

from __future__ import annotations

from jobscan.outputs.files import Writer, write_files
from jobscan.outputs.folder import (
    breakdowns,
    check_scan_folder,
    earlier_files,
    read_run,
    read_scan_folder,
    read_scan_table,
    scan_files,
    write_scan_folder,
)
from jobscan.outputs.formats import EXPORT_FORMATS, SCAN_FORMATS, check_format, write_frame

__all__ = [
    "EXPORT_FORMATS",
    "SCAN_FORMATS",
    "Writer",
    "breakdowns",
    "check_format",
    "check_scan_folder",
    "earlier_files",
    "read_run",
    "read_scan_folder",
    "read_scan_table",
    "scan_files",
    "write_files",
    "write_frame",
    "write_scan_folder",
]
