"""The local page: a Flask application over one State, and its server."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from flask import Flask, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from jobscan._version import __version__
from jobscan.errors import JobscanError
from jobscan.vocabulary import DOMAINS, ROLES, SENIORITIES
from jobscan.web.marking import level_words
from jobscan.web.security import CSRF_FIELD, TOKEN_PARAMETER, protect
from jobscan.web.settings import LOOPBACK, Settings
from jobscan.web.state import Loaded, State

FIT = "jobscan.web.fit"

_VOCABULARY: Final = frozenset((*ROLES, *SENIORITIES, *DOMAINS))
_SHORT: Final = {"ai": "AI", "bi": "BI", "ml": "ML", "mlops": "MLOps"}
_log = logging.getLogger(__name__)

_WORDS: Final[Mapping[int, tuple[str, str]]] = {
    400: (
        "That was not understood",
        "Something in what was sent is missing or wrong. Go back and try again.",
    ),
    401: (
        "Open the page by its full address",
        "It belongs to the person who started it. Open the address that jobscan printed, up to its end.",
    ),
    403: (
        "That did not come from this page",
        "It came from another page, or from one that was open before jobscan was started again.",
    ),
    404: ("There is nothing here", "The address is not known, or what it showed is gone."),
    405: ("That was not understood", "Go back and use the buttons of the page."),
    413: ("That is too much at once", "Send fewer or smaller files, or pack them into a zip file."),
    421: ("This is not the right address", "Open the address that jobscan printed when it started."),
    500: ("Something went wrong", "Nothing of yours was lost or sent. Go back and try again."),
}


def create_app(settings: Settings | None = None, *, state: State | None = None) -> Flask:
    """The application. state: that of the page, by default a new one; its owner calls state.close()."""
    state = state or State(settings or Settings())
    app = Flask("jobscan.web", static_folder="static", template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=state.settings.max_upload_bytes,
        # Each file is a part; a few fields come with them.
        MAX_FORM_PARTS=state.settings.max_files + 20,
        MAX_FORM_MEMORY_SIZE=max(4 * state.settings.max_pasted_chars, 1_000_000),
        STATE=state,
    )
    app.extensions["jobscan"] = state
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(plain=_plain, headed=_headed, level=level_words, whole=_whole)
    protect(app, state)
    app.context_processor(lambda: _context(state))
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)
    for module in ("start", "results", "postings"):
        app.register_blueprint(import_module(f"jobscan.web.{module}").blueprint)
    if importlib.util.find_spec(FIT):
        app.register_blueprint(import_module(FIT).blueprint)
    return app


def _context(state: State) -> dict[str, Any]:
    """What each template may use."""
    return {
        "nonce": g.get("nonce", ""),
        "csrf": state.csrf,
        "csrf_field": CSRF_FIELD,
        "loaded": state.loaded,
        "cv": state.cv,
        "job": state.job,
        "version": __version__,
        "has_fit": importlib.util.find_spec(FIT) is not None,
    }


def _refused(error: HTTPException) -> tuple[str, int]:
    """A page that says in plain words why there is no answer."""
    code = error.code or 500
    if code < 400:
        return "", code
    title, words = _WORDS.get(code, _WORDS[400] if code < 500 else _WORDS[500])
    return render_template("refused.html", title=title, words=words, may_go_back=code not in {401, 421}), code


def _failed(error: Exception) -> tuple[str, int]:
    """The same for an error that nobody foresaw; what it says goes to the log, not to the browser."""
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _refused(InternalServerError())


def _plain(value: object) -> str:
    """A word of the vocabulary as people write it: `ML engineer` for `ml-engineer`; other text as it is."""
    if value not in _VOCABULARY:
        return str(value)
    return " ".join(_SHORT.get(word, word) for word in str(value).split("-"))


def _headed(value: str) -> str:
    """A text with its first letter large, and the others as they are."""
    return value[:1].upper() + value[1:]


def _whole(value: Any) -> str:
    """A number without decimals; "" for an unknown one."""
    import pandas as pd

    return "" if pd.isna(value) else f"{value:,.0f}"


def serve(
    settings: Settings | None = None,
    *,
    loaded: Loaded | None = None,
    opened: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until Ctrl-C; then all that it held is gone.

    loaded: a finished scan to begin with. opened: called with the address, secret and all, once the page
    can be asked for. Raises JobscanError if the port is taken.
    """
    from waitress.server import create_server

    settings = settings or Settings()
    with contextlib.closing(State(settings)) as state:
        state.loaded = loaded
        listening = _listen(settings)
        server = create_server(
            create_app(state=state),
            sockets=[listening],
            threads=8,
            ident="",
            # A little more than the application takes, so that it can say so itself.
            max_request_body_size=settings.max_upload_bytes + 1024 * 1024,
        )
        try:
            threading.Thread(target=state.warm, name="warming", daemon=True).start()
            if opened:
                opened(address(settings, state, listening.getsockname()[1]))
            server.run()
        finally:
            server.close()


def _listen(settings: Settings) -> socket.socket:
    """The socket that requests come by. Raises JobscanError if the port is taken or the address not ours."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        raise JobscanError(
            f"{settings.host}:{settings.port} cannot be listened at ({error.strerror or error}): "
            "is jobscan served already? Another port is chosen with --port"
        ) from error


def address(settings: Settings, state: State, port: int) -> str:
    """The address that lets a browser in."""
    host = LOOPBACK if settings.host in {"0.0.0.0", "::", ""} else settings.host  # noqa: S104  # told apart
    bracketed = f"[{host}]" if ":" in host else host
    return f"http://{bracketed}:{port}/?{TOKEN_PARAMETER}={state.token}"
