"""The postings of the current scan: a list to search and sort, and each one with its skills marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for

from jobscan.web.current import current_state
from jobscan.web.downloads import csv_file
from jobscan.web.listing import Listing, listed
from jobscan.web.posting_view import view_of

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("postings", __name__)

_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class PageOf:
    """Where in a list of many pages somebody is."""

    number: int
    pages: int
    first: int
    last: int
    count: int


@blueprint.get("/postings")
def postings() -> AnyResponse | str:
    """The list of postings, filtered and sorted, a page at a time."""
    found = current_state().scan
    if found is None:
        return redirect(url_for("start.start"), code=303)
    wanted = _wanted()
    frame = listed(found, wanted)
    page = _page(len(frame))
    rows = frame.iloc[page.first : page.last].to_dict("records")
    return render_template(
        "postings.html",
        step="dashboard",
        rows=rows,
        page=page,
        wanted=wanted,
        total=len(found.postings),
        roles=sorted(role for role in found.postings["role"].unique().tolist() if role),
        skills=_asked_for(),
    )


@blueprint.get("/postings.csv")
def postings_csv() -> AnyResponse:
    """The same list as CSV, all of it."""
    found = current_state().scan
    if found is None:
        abort(404)
    return csv_file(listed(found, _wanted())[list(found.postings.columns)], "postings")


@blueprint.get("/posting")
def posting() -> AnyResponse | str:
    """One posting: its text with the skills marked, and the facts beside it."""
    state = current_state()
    found = state.scan
    if found is None:
        return redirect(url_for("start.start"), code=303)
    posting_id = request.args.get("id", "")
    rows = found.postings[found.postings["posting_id"] == posting_id]
    if not len(rows):
        abort(404)
    row = rows.iloc[0].to_dict()
    text = state.posting(posting_id)
    view = view_of(state.explain(text)) if text is not None else None
    return render_template("posting.html", step="dashboard", row=row, view=view, posting_id=posting_id)


@blueprint.get("/posting.csv")
def posting_csv() -> AnyResponse:
    """The skills of one posting as CSV."""
    found = current_state().scan
    if found is None:
        abort(404)
    skills = found.posting_skills
    return csv_file(skills[skills["posting_id"] == request.args.get("id", "")], "posting_skills")


def _wanted() -> Listing:
    """What the address asks for."""
    given = request.args
    return Listing(
        words=given.get("q", "")[:200],
        role=given.get("role", ""),
        skill=given.get("skill", ""),
        sort=given.get("sort", ""),
        descending=given.get("order", "") == "down",
    )


def _page(count: int) -> PageOf:
    pages = max(1, -(-count // _A_PAGE))
    asked = request.args.get("page", "")
    number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    first = (number - 1) * _A_PAGE
    return PageOf(number, pages, first, min(first + _A_PAGE, count), count)


def _asked_for() -> list[tuple[str, str]]:
    """Id and name of each skill that a posting asks for, by name."""
    found = current_state().scan
    if found is None:
        return []
    asked = found.demand[found.demand["postings"] > 0]
    pairs = zip(asked["skill_id"].tolist(), asked["skill"].tolist(), strict=True)
    return sorted(pairs, key=lambda pair: pair[1].casefold())
