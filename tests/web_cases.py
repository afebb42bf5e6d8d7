"""A page to test: its client with the cookie, or its address in a browser; postings read in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from jobscan.posting import Posting
from jobscan.scan import scan
from jobscan.web.app import address, create_app
from jobscan.web.settings import Settings
from jobscan.web.state import Loaded, State

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "localhost"
ORIGIN = f"http://{HOST}"


@contextmanager
def page(settings: Settings | None = None) -> Iterator[tuple[FlaskClient, State]]:
    """A client that was let in, and the state of its page."""
    state = State(settings or Settings())
    try:
        client = create_app(state=state).test_client()
        answer = client.get(f"/?token={state.token}")
        assert answer.status_code == 303
        yield client, state
    finally:
        state.close()


@contextmanager
def serving(settings: Settings | None = None, *, loaded: Loaded | None = None) -> Iterator[tuple[str, State]]:
    """The address of a page that is served on loopback, secret and all, and its state."""
    state = State(settings or Settings())
    state.loaded = loaded
    server = make_server("127.0.0.1", 0, _read_whole(create_app(state=state)), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield address(state.settings, state, server.server_port), state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        state.close()


def _read_whole(app: WSGIApplication) -> WSGIApplication:
    """The application with no file open in its answers, which this server may leave so if nobody waits."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


def send(client: FlaskClient, state: State, path: str, **fields: object) -> TestResponse:
    """The answer to a form of the page."""
    return client.post(path, data={"csrf": state.csrf, **fields}, headers={"Origin": ORIGIN})


def loaded_from(folder: Path, name: str = "here") -> Loaded:
    """A scan of a folder with its postings, as a reading leaves them."""
    kept: dict[str, Posting] = {}

    def keep(item: object) -> None:
        if isinstance(item, Posting):
            kept[item.id] = item

    return Loaded(scan(folder, progress=keep), name, kept.get)
