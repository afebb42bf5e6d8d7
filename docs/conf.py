"""How Sphinx makes the documentation site: `sphinx-build -W docs docs/_build`."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[1]))

import jobscan
from docs.reference_pages import write_pages

project = "jobscan"
author = "the jobscan authors"
version = release = jobscan.__version__
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "jobscan"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3
html_use_index = False
smartquotes = False  # they would make one dash of the two of an option
suppress_warnings = [
    "myst.xref_missing",  # a test checks the links, also those to files that only the repository holds
    "misc.highlighting_failure",  # blocks of CSV and of postings are not coloured
]


def _write_reference(_app: Sphinx) -> None:
    write_pages(Path(__file__).parent / "reference")


def setup(app: Sphinx) -> None:
    """Write the pages of the reference before the site is read."""
    app.connect("builder-inited", _write_reference)
