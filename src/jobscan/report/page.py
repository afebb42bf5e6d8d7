"""The report: one HTML file that opens off line anywhere, and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jobscan._version import __version__
from jobscan.errors import JobscanError
from jobscan.outputs import write_files
from jobscan.report.dashboard import body, environment, static
from jobscan.report.data import page_data
from jobscan.report.figures import kept_figures
from jobscan.report.records import Figures
from jobscan.report.view import view
from jobscan.report.words import plain
from jobscan.scan import Scan


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Report:
    """A scan to look at."""

    title: str
    html: str
    figures: Figures

    def __repr__(self) -> str:
        return f"<Report {self.title!r}, {len(self.html.encode()) / 1e6:.1f} MB>"

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, whole or not at all: its path. Raises JobscanError if that cannot be done."""
        to = Path(path)
        if not to.name or to.is_dir():
            raise JobscanError(f"{to}: is a folder, not a file")
        write_files(to.parent, {to.name: self._write})
        return to

    def _write(self, handle: BinaryIO) -> None:
        handle.write(self.html.encode())


def report(scan: Scan, *, title: str = "") -> Report:
    """The report of a scan. title: what it is called in place of "What 8,712 job postings ask for"."""
    made = kept_figures(scan)
    told = view(made, title=plain(title))
    style, script = static("look.css") + static("report.css"), static("report.js")
    html = (
        environment()
        .get_template("report.html")
        .render(
            body=body(made, told),
            data=_data(made),
            policy=_policy(style=style, script=script),
            script=script,
            style=style,
            version=__version__,
            view=told,
        )
    )
    return Report(told.title, html, made)


def _data(made: Figures) -> str:
    from markupsafe import Markup

    return Markup(page_data(made))  # noqa: S704  # in_script has escaped it


def _policy(*, style: str, script: str) -> str:
    """A content security policy by which only this style and this script count."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
