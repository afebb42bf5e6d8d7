"""The pages of a CV: beside one posting, beside all of a scan, and what to learn next."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from jobscan.compare.as_data import as_frame
from jobscan.compare.plan_words import left_out_words
from jobscan.compare.result import Comparison
from jobscan.errors import JobscanError
from jobscan.outputs import write_frame
from jobscan.tables import Column, Table, to_frame
from jobscan.vocabulary import ROLES
from jobscan.web.current import current_state
from jobscan.web.fit_desk import Compared, Desk, Ranked, ReadCv, SeveralPostingsError
from jobscan.web.fit_plan import plan_view
from jobscan.web.fit_request import FitRequest, sent, told
from jobscan.web.fit_text import clean
from jobscan.web.fit_view import cv_summary

if TYPE_CHECKING:
    from flask import Flask
    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue as Answer


DESK: Final = "jobscan_fit"
"""The key of the app's extensions under which its Desk is."""
PAGE_ROWS: Final = 50
TOP: Final = 10
WAIT_S: Final = 2.0
"""Seconds that a page waits for the ranking before it says that it is being made."""

SCORE: Final = Table(
    "score",
    "One row a line of the score's arithmetic; 100 times the sum of points by that of of is the score.",
    (
        Column("what", "text", "A skill, a choice of skills, a fact, or the neutral line."),
        Column("level", "text", "`required`, `preferred` or `mentioned`."),
        Column("points", "number", "Points got."),
        Column("of", "number", "Points at stake."),
    ),
)

blueprint = Blueprint("fit", __name__, url_prefix="/fit")


@blueprint.record
def _open(setup: BlueprintSetupState) -> None:
    cast("Flask", setup.app).request_class = FitRequest
    setup.app.extensions[DESK] = Desk(setup.app.extensions["jobscan"])


@blueprint.after_app_request
def _drop(answer: Response) -> Response:
    """Drop what is left of a CV that was forgotten on whatever page."""
    _desk().tidy()
    return answer


def _desk() -> Desk:
    return cast(Desk, current_app.extensions[DESK])


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the page where a CV and a posting are given."""

    problem: str = ""
    """What was wrong with what was given last."""
    about: str = ""
    """`cv` or `posting`: what it was."""
    choices: tuple[tuple[str, str], ...] = ()
    """Of a file of several postings: the key and title of each."""
    more: bool = False


# --- the CV


@blueprint.get("")
def home() -> Answer:
    """The page where a CV and a posting are given. `posting`: the id of one of the scan, to go on to."""
    wanted = request.args.get("posting", "")
    if wanted and current_state().cv is not None:
        return redirect(url_for("fit.posting", id=wanted), code=303)
    return _home(_Shown())


def _home(shown: _Shown, status: int = 200) -> tuple[str, int]:
    cv, problem = _cv()
    loaded = current_state().loaded
    try:
        ranked = _desk().ranked(cv, loaded, wait_s=0.05) if cv and loaded else None
    except JobscanError:
        ranked = None  # the pages that need it tell why there is none
    page = render_template(
        "fit.html",
        step="fit",
        cv_read=cv_summary(cv.profile, cv.families, cv.given.name, cv.notes) if cv else None,
        shown=_Shown(problem, "cv") if problem and not shown.problem else shown,
        listings=[(key, _title(posting.title)) for key, posting in _desk().listings()],
        best=_rows(ranked.matches.head(TOP)) if ranked else (),
        postings=len(loaded.scan.postings) if loaded else 0,
        wanted=request.values.get("posting", ""),
    )
    return page, status


def _cv() -> tuple[ReadCv | None, str]:
    """The CV as it was read, and what was wrong with one that cannot be read."""
    try:
        return _desk().cv(), ""
    except JobscanError as error:
        return None, told(error)


@blueprint.post("/cv")
def give_cv() -> Answer:
    """Take a CV, then show it beside the posting that was wanted, or what to learn, or ask for postings."""
    try:
        read = _desk().take(*sent("CV"))
    except JobscanError as error:
        return _home(_Shown(told(error), "cv"), 422)
    if wanted := request.form.get("posting", ""):
        return redirect(url_for("fit.posting", id=wanted), code=303)
    # What is doubtful about it stands on the first page.
    goes_on = current_state().loaded is not None and not read.notes
    return redirect(url_for("fit.plan" if goes_on else "fit.home"), code=303)


@blueprint.post("/forget")
def forget_cv() -> Answer:
    """Forget the CV and the postings that were given beside it."""
    _desk().forget()
    return redirect(url_for("fit.home"), code=303)


# --- one posting


@blueprint.post("/posting")
def give_posting() -> Answer:
    """Take a posting, and show the CV beside it."""
    try:
        key = _desk().add(sent("posting")[1])
    except SeveralPostingsError as error:
        choices = tuple((_desk().keep(posting), _title(posting.title)) for posting in error.choices)
        return _home(_Shown(about="posting", choices=choices, more=error.more))
    except JobscanError as error:
        return _home(_Shown(told(error), "posting"), 422)
    return redirect(url_for("fit.posting", given=key), code=303)


@blueprint.get("/posting")
def posting() -> Answer:
    """The CV beside a posting: `given`, one that was pasted or dropped, or `id`, one of the scan."""
    cv, _ = _cv()
    if cv is None:
        return redirect(url_for("fit.home"), code=303)
    found = _compared(cv)
    return render_template("fit_posting.html", step="fit", fit=found.view, asked=_asked())


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ("given", "id") if name in request.args}


def _compared(cv: ReadCv) -> Compared:
    asked, desk, state = _asked(), _desk(), current_state()
    found = desk.listing(asked["given"]) if "given" in asked else None
    if found is None and "id" in asked:
        found = state.posting(asked["id"])
        if found is None and state.loaded is not None:
            row = desk.compare_row(cv, state.loaded, asked["id"])
            if row is not None:
                return row
    if found is None:
        abort(404)
    return desk.compare(cv, found)


# --- all postings


def _with_ranking(page: Callable[[Ranked], Answer]) -> Callable[[], Answer]:
    """A page that needs a CV, a scan and the ranking; where one is lacking, the page that says so."""

    @wraps(page)
    def answer() -> Answer:
        cv, _ = _cv()
        loaded = current_state().loaded
        if cv is None or loaded is None:
            return redirect(url_for("fit.home"), code=303)
        try:
            ranked = _desk().ranked(cv, loaded, wait_s=WAIT_S)
        except JobscanError as error:
            return _home(_Shown(told(error), "cv"), 500)
        if ranked is None:
            waiting = Response(
                render_template("fit_wait.html", step="fit", postings=len(loaded.scan.postings))
            )
            waiting.headers["Refresh"] = "1"
            return waiting
        return page(ranked)

    return answer


@blueprint.get("/plan")
@_with_ranking
def plan(ranked: Ranked) -> Answer:
    """What to learn next, over all postings or those of a role."""
    role = request.args.get("role", "")
    matches = ranked.matches
    titles = dict(zip(matches["posting_id"].tolist(), map(_title, matches["title"].tolist()), strict=True))
    mine = matches if not role else matches[matches["role"] == role]
    return render_template(
        "fit_plan.html",
        step="fit",
        plan=plan_view(ranked.plan, matches, role=role),
        role=role,
        own_role=ranked.market.cv.profile.role,
        roles=[one for one in dict.fromkeys(ranked.plan["role"].tolist()) if one],
        best=_rows(mine.head(TOP)),
        compared=len(mine),
        titles=titles,
        left_out=left_out_words(ranked.market.left_out),
        scan_name=ranked.name,
    )


@blueprint.get("/matches")
@_with_ranking
def matches(ranked: Ranked) -> Answer:
    """All postings by fit, those of a role, or those that hold some words."""
    role, words = request.args.get("role", ""), request.args.get("q", "").strip()[:200]
    found = _filtered(ranked.matches, role, words)
    pages = max(1, ceil(len(found) / PAGE_ROWS))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "fit_matches.html",
        step="fit",
        rows=_rows(found.iloc[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]),
        found=len(found),
        compared=len(ranked.matches),
        role=role,
        roles=[one for one in ROLES if one in set(ranked.matches["role"].tolist())],
        words=words,
        page=page,
        pages=pages,
        left_out=left_out_words(ranked.market.left_out),
        scan_name=ranked.name,
    )


def _filtered(matches: pd.DataFrame, role: str, words: str) -> pd.DataFrame:
    """The rows of a role that hold each of some words in title, employer or place."""
    found = matches[matches["role"] == role] if role else matches
    if not words or not len(found):
        return found
    text = (found["title"] + " " + found["company"] + " " + found["location"]).str.casefold()
    for word in words.casefold().split():
        is_in = text.str.contains(word, regex=False)
        found, text = found[is_in], text[is_in]
    return found


def _rows(matches: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of matches for a template: plain text, and missing skills as a list."""
    rows: list[dict[str, Any]] = []
    for values in matches.itertuples(index=False):
        row = dict(zip(matches.columns, values, strict=True))
        lacking = [name for name in str(row["missing_required"]).split(";") if name]
        rows.append(
            {
                **{name: clean(value) if isinstance(value, str) else value for name, value in row.items()},
                "posting_id": row["posting_id"],
                "title": _title(row["title"]),
                "score": _number(row["score"]),
                "rank": _number(row["rank"]),
                "lacking": lacking,
            }
        )
    return rows


def _number(value: Any) -> int | None:
    """A whole number of a table, None for a missing one."""
    return None if pd.isna(value) else int(value)


def _title(title: str) -> str:
    return clean(title) or "(no title)"


# --- tables to take away


def _csv(frame: pd.DataFrame, name: str) -> Response:
    written = io.BytesIO()
    write_frame(frame, "csv", written)
    answer = Response(written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/skills.csv")
def skills_csv() -> Answer:
    """The skills of a comparison."""
    return _of_posting(lambda found: _csv(as_frame(found), "fit-skills.csv"))


@blueprint.get("/score.csv")
def score_csv() -> Answer:
    """The arithmetic of a comparison."""

    def made(found: Comparison) -> Response:
        rows = ((line.what, line.level, line.met, line.asked) for line in found.arithmetic)
        return _csv(to_frame(rows, SCORE), "fit-score.csv")

    return _of_posting(made)


def _of_posting(made: Callable[[Comparison], Response]) -> Answer:
    cv, _ = _cv()
    if cv is None:
        return redirect(url_for("fit.home"), code=303)
    return made(_compared(cv).comparison)


@blueprint.get("/matches.csv")
@_with_ranking
def matches_csv(ranked: Ranked) -> Answer:
    """The ranking as the page shows it: all of it, or filtered."""
    role, words = request.args.get("role", ""), request.args.get("q", "").strip()[:200]
    return _csv(_filtered(ranked.matches, role, words), "matches.csv")


@blueprint.get("/plan.csv")
@_with_ranking
def plan_csv(ranked: Ranked) -> Answer:
    """The plan, of all roles."""
    return _csv(ranked.plan, "plan.csv")
