"""Who is let in, what is refused, and what each answer says to the browser."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from jobscan.web.app import address, create_app
from jobscan.web.security import content_policy, is_known_host
from jobscan.web.settings import Settings
from jobscan.web.state import State
from tests.web_cases import ORIGIN, page

SMALL = Settings(max_upload_bytes=20_000, max_files=3, max_pasted_chars=500)


@pytest.fixture(name="pair")
def a_page() -> Iterator[tuple[FlaskClient, State]]:
    with page(SMALL) as pair:
        yield pair


@pytest.fixture(name="stranger")
def a_stranger() -> Iterator[tuple[FlaskClient, State]]:
    """A browser that was not let in."""
    state = State(SMALL)
    client = create_app(state=state).test_client()
    yield client, state
    state.close()


@pytest.mark.parametrize(
    ("host", "listening", "known"),
    [
        ("127.0.0.1:8765", "127.0.0.1", True),
        ("localhost:8765", "127.0.0.1", True),
        ("[::1]:8765", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("evil.example:8765", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("192.168.1.7:8765", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
        ("192.168.1.7:8765", "192.168.1.7", True),
        ("192.168.1.7:8765", "0.0.0.0", True),
        ("evil.example", "0.0.0.0", False),
    ],
)
def test_only_names_of_this_machine_are_known(host: str, listening: str, known: bool) -> None:
    assert is_known_host(host, listening) is known


@pytest.mark.parametrize("path", ["/", "/dashboard", "/static/web.js", "/nowhere"])
def test_foreign_host_is_refused_whatever_is_asked(pair: tuple[FlaskClient, State], path: str) -> None:
    client, _ = pair

    answer = client.get(path, headers={"Host": "evil.example:8765"})

    assert answer.status_code == 421


@pytest.mark.parametrize(
    "path", ["/", "/postings", "/posting?id=1", "/tables/postings.csv", "/static/web.js"]
)
def test_without_the_secret_nothing_is_shown(stranger: tuple[FlaskClient, State], path: str) -> None:
    client, state = stranger

    answer = client.get(path)

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    for secret in (state.token, state.session, state.csrf):
        assert secret not in answer.text


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_wrong_secret_is_refused(stranger: tuple[FlaskClient, State], token: str) -> None:
    client, _ = stranger

    answer = client.get("/", query_string={"token": token})

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_secret_goes_from_the_address_into_a_cookie(stranger: tuple[FlaskClient, State]) -> None:
    client, state = stranger

    here = "http://127.0.0.1:8765"

    answer = client.get(f"/postings?q=1&token={state.token}", base_url=here)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("jobscan-8765=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie  # it goes with the browser
    assert state.token not in cookie
    assert client.get("/", base_url=here).status_code == 200
    assert client.get("/", base_url="http://127.0.0.1:9999").status_code == 401  # that of another program


def test_secret_is_not_taken_from_a_form(stranger: tuple[FlaskClient, State]) -> None:
    client, state = stranger

    answer = client.post(f"/forget?token={state.token}", data={"token": state.token, "csrf": state.csrf})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},  # another program of this machine
        {"Origin": "https://localhost"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/form"},
    ],
    ids=str,
)
def test_change_from_another_page_is_refused(
    pair: tuple[FlaskClient, State], headers: dict[str, str]
) -> None:
    client, state = pair

    answer = client.post("/forget", data={"csrf": state.csrf}, headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"},
        {"Origin": ORIGIN},
        {"Sec-Fetch-Site": "same-origin"},
        {},
    ],
    ids=str,
)
def test_change_from_the_page_is_taken(pair: tuple[FlaskClient, State], headers: dict[str, str]) -> None:
    client, state = pair

    answer = client.post("/forget", data={"csrf": state.csrf}, headers=headers)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(
    "path", ["/forget", "/cancel", "/files", "/text", "/example", "/board", "/board/fetch"]
)
@pytest.mark.parametrize("csrf", [None, "", "guess"])
def test_every_form_must_carry_its_secret(
    pair: tuple[FlaskClient, State], path: str, csrf: str | None
) -> None:
    client, state = pair
    fields = {} if csrf is None else {"csrf": csrf}

    answer = client.post(path, data=fields, headers={"Origin": ORIGIN})

    assert answer.status_code == 403
    assert state.job is None


def test_form_secret_may_come_as_a_header(pair: tuple[FlaskClient, State]) -> None:
    client, state = pair

    answer = client.post("/forget", headers={"Origin": ORIGIN, "X-CSRF-Token": state.csrf})

    assert answer.status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_cannot_load_anything(pair: tuple[FlaskClient, State], site: str) -> None:
    client, _ = pair

    assert client.get("/static/web.js", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_get_changes_nothing(pair: tuple[FlaskClient, State]) -> None:
    client, _ = pair

    for path in ("/forget", "/cancel", "/files", "/text", "/example", "/board", "/board/fetch"):
        assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/static/web.css", "/look.css", "/nowhere", "/reading.json"])
def test_every_answer_is_sealed(pair: tuple[FlaskClient, State], path: str) -> None:
    client, _ = pair

    headers = client.get(path, buffered=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'nonce-")


def test_content_policy_lets_nothing_in_by_default() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy("abc").split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self' 'nonce-abc'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in content_policy("abc")
    assert "http:" not in content_policy("abc")
    assert "nonce" not in content_policy("")


def test_nonce_is_new_in_each_answer_and_stands_in_its_page(pair: tuple[FlaskClient, State]) -> None:
    client, _ = pair

    first, second = client.get("/"), client.get("/")

    nonces = [
        answer.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
        for answer in (first, second)
    ]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0]}"' in first.text
    assert " style=" not in first.text
    assert " onclick=" not in first.text


def test_too_many_bytes_are_refused(pair: tuple[FlaskClient, State]) -> None:
    client, state = pair

    answer = client.post(
        "/files",
        data={"csrf": state.csrf, "files": (io.BytesIO(b"x" * 30_000), "a.txt")},
        headers={"Origin": ORIGIN},
    )

    assert answer.status_code == 413
    assert "too much at once" in answer.text
    assert state.job is None


def test_too_many_files_are_refused(pair: tuple[FlaskClient, State]) -> None:
    client, state = pair
    files = [(io.BytesIO(b"x"), f"{number}.txt") for number in range(4)]

    answer = client.post("/files", data={"csrf": state.csrf, "files": files}, headers={"Origin": ORIGIN})

    assert answer.status_code == 413
    assert state.job is None


def test_an_error_nobody_foresaw_shows_nothing_of_itself(pair: tuple[FlaskClient, State]) -> None:
    client, state = pair
    state.loaded = object()  # type: ignore[assignment]  # no such thing: whoever looks at it fails

    answer = client.get("/postings")

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "Traceback" not in answer.text
    assert "AttributeError" not in answer.text


def test_application_never_debugs() -> None:
    state = State(SMALL)
    app = create_app(state=state)
    state.close()

    assert not app.debug
    assert not app.testing
    assert app.jinja_env.autoescape is True


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:99/?token="),
        ("0.0.0.0", "http://127.0.0.1:99/?token="),
        ("::1", "http://[::1]:99/?token="),
        ("192.168.1.7", "http://192.168.1.7:99/?token="),
    ],
)
def test_address_names_host_port_and_secret(host: str, expected: str) -> None:
    state = State(Settings(host=host))
    state.close()

    assert address(state.settings, state, 99) == expected + state.token


def test_secrets_are_long_and_differ() -> None:
    one, other = State(SMALL), State(SMALL)
    one.close()
    other.close()

    secrets = {one.token, one.session, one.csrf, other.token, other.session, other.csrf}
    assert len(secrets) == 6
    assert min(map(len, secrets)) >= 43  # 256 bits
