"""A page to test, without a server: its client with the cookie, and postings read in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jobscan.posting import Posting
from jobscan.scan import scan
from jobscan.web.app import create_app
from jobscan.web.settings import Settings
from jobscan.web.state import Loaded, State

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
