"""What was found, to be looked at and taken home: the dashboard, the tables, what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, g, redirect, render_template, url_for

from jobscan.errors import JobscanError
from jobscan.web.current import current_state
from jobscan.web.downloads import DOWNLOADS, csv_file
from jobscan.web.failures import failed_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("results", __name__)

_MOST_FAILURES: Final = 500


@blueprint.get("/dashboard")
def dashboard() -> AnyResponse | str:
    """The figures of the current scan."""
    from jobscan.report.dashboard import dashboard as figures_of

    state = current_state()
    loaded = state.loaded
    if loaded is None:
        return redirect(url_for("start.start"), code=303)
    job = state.job
    return render_template(
        "dashboard.html",
        step="dashboard",
        body=figures_of(loaded.scan, nonce=g.nonce, figures=state.figures(loaded)),
        failed=len(failed_of(loaded.scan.failures)),
        notes=job.notes if job is not None else (),
    )


@blueprint.get("/tables")
def tables() -> AnyResponse | str:
    """Every table, to be downloaded."""
    if current_state().loaded is None:
        return redirect(url_for("start.start"), code=303)
    return render_template("tables.html", step="dashboard", downloads=DOWNLOADS)


@blueprint.get("/tables/<name>.csv")
def table(name: str) -> AnyResponse | tuple[str, int]:
    """One table as CSV."""
    found = current_state().scan
    if found is None or name not in DOWNLOADS:
        abort(404)
    try:
        return csv_file(DOWNLOADS[name].frame(found), name)
    except JobscanError as error:
        return render_template("tables.html", step="dashboard", downloads=DOWNLOADS, error=str(error)), 404


@blueprint.get("/report.html")
def report() -> AnyResponse:
    """The whole report as one file, to be kept or sent."""
    loaded = current_state().loaded
    if loaded is None:
        abort(404)
    from jobscan.report import report as made

    answer = Response(made(loaded.scan).html, mimetype="text/html")
    answer.headers["Content-Disposition"] = 'attachment; filename="report.html"'
    return answer


@blueprint.get("/not-read")
def not_read() -> AnyResponse | str:
    """The inputs that could not be read, with reasons."""
    loaded = current_state().loaded
    if loaded is None:
        return redirect(url_for("start.start"), code=303)
    failed = failed_of(loaded.scan.failures)
    return render_template(
        "not_read.html", step="dashboard", failed=failed[:_MOST_FAILURES], more=len(failed) - _MOST_FAILURES
    )
