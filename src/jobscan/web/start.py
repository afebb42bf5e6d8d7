"""The first page: postings dropped, pasted or named, and the reading of them followed."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from jobscan.errors import JobscanError
from jobscan.web.current import current_state
from jobscan.web.jobs import Job
from jobscan.web.state import Loaded
from jobscan.web.uploads import save_files
from jobscan.web.worker import Done, Order

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from jobscan.fetch import Planned
    from jobscan.web.worker import Progress

blueprint = Blueprint("start", __name__)

EXAMPLE: Final = "example.jsonl"
EXAMPLE_NAME: Final = "the example"
_LONGEST_NAME: Final = 60
_LONGEST_QUERY: Final = 200
_STAGES: Final = {
    "start": "Getting ready",
    "fetch": "Asking the board",
    "read": "Reading postings",
    "count": "Counting",
    "draw": "Drawing the figures",
}


class Known(NamedTuple):
    """A board that is known by name, as the first page lists it."""

    title: str
    example: str
    needs_key: bool


@blueprint.get("/")
def start() -> str:
    """The first page."""
    return _page()


@blueprint.post("/files")
def give_files() -> AnyResponse | tuple[str, int]:
    """Read files that were chosen or dropped."""
    state = current_state()
    given = request.files.getlist("files")
    if len(given) > state.settings.max_files:
        abort(413)
    folder = state.new_folder()
    saved = save_files(given, folder)
    if not saved:
        return _page("Choose at least one file, or a folder with files in it."), 400
    return _read(folder, name=_name_of(saved))


@blueprint.post("/text")
def give_text() -> AnyResponse | tuple[str, int]:
    """Read one posting that was pasted."""
    state = current_state()
    text, title = request.form.get("text", ""), " ".join(request.form.get("title", "").split())
    most = state.settings.max_pasted_chars
    if not text.strip():
        return _page("Paste the text of a posting into the field first."), 400
    if len(text) > most:
        return _page(f"That text is too long: a field takes {most:,} characters. Save it as a file."), 413
    folder = state.new_folder()
    # The first line of a text is taken for the title.
    said = f"{title[:200]}\n\n{text}" if title else text
    (folder / "pasted.txt").write_text(said.replace("\x00", ""), encoding="utf-8", errors="replace")
    return _read(folder, name="the pasted posting")


@blueprint.post("/example")
def give_example() -> AnyResponse:
    """Read the invented postings that ship with jobscan."""
    folder = current_state().new_folder()
    data = files("jobscan.web").joinpath("examples", EXAMPLE).read_bytes()
    (folder / EXAMPLE).write_bytes(data)
    return _read(folder, name=EXAMPLE_NAME)


@blueprint.post("/board")
def plan_board() -> str | tuple[str, int]:
    """Say what would be asked of whom; nothing is sent yet."""
    state = current_state()
    asked = request.form.get("board", "").strip()
    query = request.form.get("query", "").strip()[:_LONGEST_QUERY]
    try:
        board = _board_name(asked)
        planned = _plan(board)
    except JobscanError as error:
        return _page(str(error), board=asked, query=query), 400
    return render_template(
        "board.html",
        step="postings",
        board=board,
        query=query,
        hosts=list(dict.fromkeys(urlsplit(one.url).hostname or one.url for one in planned)),
        planned=planned,
        most=state.settings.max_fetched,
    )


@blueprint.post("/board/fetch")
def fetch_board() -> AnyResponse | tuple[str, int]:
    """Fetch a board, then read what came."""
    state = current_state()
    try:
        board = _board_name(request.form.get("board", ""))
    except JobscanError as error:
        return _page(str(error)), 400
    query = request.form.get("query", "").strip()[:_LONGEST_QUERY]
    return _read(state.new_folder(), name=board, board=board, query=query)


@blueprint.get("/reading")
def reading() -> AnyResponse | str:
    """How far the reading is; when it is done, the way on to the dashboard."""
    state = current_state()
    job = state.job
    if job is None:
        return redirect(url_for("start.start"), code=303)
    if not job.is_running and not job.error:
        return redirect(url_for("results.dashboard"), code=303)
    return render_template("reading.html", step="postings", told=_told(job.progress), most_failures=100)


@blueprint.get("/reading.json")
def reading_data() -> Response:
    """The same for the page's own script."""
    job = current_state().job
    if job is None:
        return jsonify(running=False)
    progress = job.progress
    return jsonify(running=job.is_running, told=_told(progress), share=progress.share)


@blueprint.post("/cancel")
def cancel() -> AnyResponse:
    """Stop the reading."""
    job = current_state().job
    if job is not None:
        job.cancel()
    return redirect(url_for("start.start" if job is None else "start.reading"), code=303)


@blueprint.post("/forget")
def forget() -> AnyResponse:
    """Drop the postings, the CV and all that came of them."""
    current_state().forget()
    return redirect(url_for("start.start"), code=303)


@blueprint.get("/look.css")
def look() -> Response:
    """The look that the page and the report share."""
    return Response(_look(), mimetype="text/css")


def _look() -> bytes:
    return files("jobscan").joinpath("report", "static", "look.css").read_bytes()


def _page(error: str = "", *, board: str = "", query: str = "") -> str:
    settings = current_state().settings
    return render_template(
        "start.html",
        step="postings",
        error=error,
        boards=_boards(),
        board=board,
        query=query,
        most_files=settings.max_files,
        most_bytes=settings.max_upload_bytes,
        most_chars=settings.max_pasted_chars,
    )


def _read(folder: Path, *, name: str, board: str = "", query: str = "") -> AnyResponse:
    """Start to read a folder in place of what is read now, and show how it goes."""
    state = current_state()
    settings = state.settings
    order = Order(
        folder=folder,
        board=board,
        query=query,
        max_fetched=settings.max_fetched,
        base_urls=dict(settings.base_urls),
        allow_private=settings.allow_private,
        lexicon=settings.lexicon,
        extra_lexicons=settings.extra_lexicons,
        jobs=settings.jobs,
        max_kept_chars=settings.max_kept_chars,
    )

    def finish(done: Done) -> None:
        state.show(Loaded(done.scan, name, done.kept.get))

    state.begin(Job(order, name=name, max_s=settings.max_scan_s, finish=finish))
    return redirect(url_for("start.reading"), code=303)


def _told(progress: Progress) -> str:
    """How far it is, in words: `Reading postings: 1,200 so far, 3 could not be read`."""
    stage = _STAGES.get(progress.stage, progress.stage)
    if not progress.done and not progress.failed:
        return f"{stage} …"
    failed = f", {progress.failed:,} could not be read" if progress.failed else ""
    return f"{stage}: {progress.done:,} so far{failed}"


def _name_of(saved: list[str]) -> str:
    """What was given, for a person: `jobs.csv`, `12 files`, `the folder postings (12 files)`."""
    if len(saved) == 1:
        return saved[0][-_LONGEST_NAME:]
    tops = {name.partition("/")[0] for name in saved}
    if len(tops) == 1:
        return f"the folder {tops.pop()[:_LONGEST_NAME]} ({len(saved):,} files)"
    return f"{len(saved):,} files"


def _board_name(asked: str) -> str:
    """The name of a source by which it is fetched: never that of a file. Raises JobscanError for none."""
    from jobscan.fetch.names import source_of
    from jobscan.sources.boards import all_boards
    from jobscan.sources.boards.board import Ask

    if not asked.strip():
        raise JobscanError("Type the name of a board, or the address of a careers page.")
    provider = asked.strip().partition(":")[0]
    known = {"http", "https", *(name for board in all_boards() for name in (board.name, *board.aliases))}
    if provider.isidentifier() and provider.lower() not in known:
        raise JobscanError(
            f"No board is called {provider[:40]}. The names that are known stand below; "
            "or give the address of a careers page, which begins with https://"
        )
    return source_of(asked, ask=Ask(), environment=os.environ).name


def _plan(board: str) -> list[Planned]:
    from jobscan.fetch import plan

    return plan([board], base_urls=current_state().settings.base_urls)


def _boards() -> list[Known]:
    """The boards that are known by name, by title."""
    from jobscan.sources.boards import all_boards

    known = (Known(board.title, board.example or board.name, bool(board.keys)) for board in all_boards())
    return sorted(known, key=lambda board: board.title.casefold())
