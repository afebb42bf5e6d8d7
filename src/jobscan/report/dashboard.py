"""The page's body: the part that the report and the local page have in common."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jobscan.report.bars import FIRST
from jobscan.report.columns import COLUMNS, shown
from jobscan.report.data import page_data
from jobscan.report.figures import kept_figures
from jobscan.report.methods import METHODS
from jobscan.report.records import Figures
from jobscan.report.sample_figures import plain_sentence
from jobscan.report.view import View, view
from jobscan.report.words import label, percent
from jobscan.scan import Scan

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def dashboard(scan: Scan, *, nonce: str, figures: Figures | None = None, title: str = "") -> Markup:
    """The figures of a scan as a part of a page that has the look of look.css.

    nonce: that of the page's content security policy, which its style and script carry. figures: those of
    the scan where they are at hand; else they are made, and kept as long as the scan is. Ids and classes
    begin with `rp`; it has an h1 of its own.
    """
    from markupsafe import Markup

    made = kept_figures(scan) if figures is None else figures
    template = environment().get_template("embedded.html")
    text = template.render(
        body=body(made, view(made, title=title)),
        data=Markup(page_data(made)),  # noqa: S704  # in_script has escaped it
        style=static("report.css"),
        script=static("report.js"),
        nonce=nonce,
    )
    return Markup(text)  # noqa: S704  # a template that escapes what it is given made it


def body(made: Figures, told: View) -> Markup:
    """The figures as markup, without style and script."""
    from markupsafe import Markup

    template = environment().get_template("dashboard.html")
    text = template.render(figures=made, view=told)
    return Markup(text)  # noqa: S704  # a template that escapes what it is given made it


def static(name: str) -> Markup:
    """One of our own style sheets or scripts, which holds nothing of anybody else's."""
    from markupsafe import Markup

    text = files("jobscan.report").joinpath("static", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  # a file of this package


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates come from: all that is put into them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("jobscan.report"),
        # Always: what escapes by the name of the file misses some names.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        COLUMNS=COLUMNS,
        FIRST=FIRST,
        METHODS=METHODS,
        label=label,
        percent=percent,
        plain_sentence=plain_sentence,
        shown=shown,
    )
    return made
