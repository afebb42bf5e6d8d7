from __future__ import annotations

from pathlib import Path

import pytest

from jobscan.errors import JobscanError
from jobscan.fetch.addresses import at_base, from_base, hide, key_of, parse_base_urls, public_url
from jobscan.fetch.filters import matches
from jobscan.fetch.names import Source, sources_of
from jobscan.posting import Posting
from jobscan.sources.boards.board import Ask, Request
from tests.fetch_fakes import use_boards


@pytest.fixture(autouse=True)
def fake_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    use_boards(monkeypatch)


def one(name: str, **environment: str) -> Source:
    (source,) = sources_of([name], environment=environment)
    return source


@pytest.mark.parametrize(
    ("typed", "name", "token", "url"),
    [
        ("shelf:acme", "shelf:acme", "acme", "https://shelf.example/api/acme/jobs"),
        (" Shelf:Acme ", "shelf:Acme", "Acme", "https://shelf.example/api/Acme/jobs"),
        ("https://shelf.example/acme/jobs?x=1", "shelf:acme", "acme", "https://shelf.example/api/acme/jobs"),
        ("shelf.example/acme", "shelf:acme", "acme", "https://shelf.example/api/acme/jobs"),
        ("window", "window", "", "https://window.example/feed"),
        ("HTTPS://window.example/any", "window", "", "https://window.example/feed"),
    ],
)
def test_name_or_url_of_a_board(typed: str, name: str, token: str, url: str) -> None:
    source = one(typed)
    assert (source.name, source.token, source.single) == (name, token, False)
    assert [request.url for request in source.requests] == [url]


def test_url_of_one_posting() -> None:
    source = one("https://drawer.example/acme/7")
    assert (source.name, source.board.name, source.single) == (
        "https://drawer.example/acme/7",
        "drawer",
        True,
    )
    assert source.requests[0].url == "https://drawer.example/v1/acme/postings/7"


WRONG = {
    "unknown": ("shelv:acme", "no board is called 'shelv'; known are shelf"),
    "no-board": ("acme", "no board is called 'acme'"),
    "without-token": ("shelf", "cannot be a board's name"),
    "path-as-token": ("shelf:../../etc", "cannot be a board's name"),
    "query-as-token": ("shelf:acme?x=1", "cannot be a board's name"),
    "empty": ("", "names no source"),
    "blank": ("  ", "names no source"),
    "escape-sequence": ("shelf:\x1b[31macme", "names no source"),
    "turned-direction": ("shelf:\u202eacme", "names no source"),
    "zero-width": ("shelf:ac\u200bme", "names no source"),
    "line-break": ("shelf:acme\nwindow", "names no source"),
    "very-long": ("shelf:" + "a" * 3000, "names no source"),
    "file-url": ("file:///etc/passwd", "only http and https"),
    "other-scheme": ("shelf:ftp://a.example/x", "only http and https"),
    "user-name-in-url": ("https://shelf.example@127.0.0.1/acme", "user name or password"),
    "odd-port": ("https://shelf.example:99999/acme", "is no address"),
    "no-host": ("https:///acme", "is no address"),
    "blank-in-url": ("https://shelf.example/a b", "is no address"),
    "odd-brackets": ("https://[::1/acme", "is no address"),
    "page": ("https://nowhere.example/jobs", "no board of this address is known"),
}


@pytest.mark.parametrize(("typed", "told"), WRONG.values(), ids=WRONG)
def test_what_names_nothing_is_told(typed: str, told: str) -> None:
    with pytest.raises(JobscanError) as error:
        one(typed)
    assert told in str(error.value)
    assert "\x1b" not in str(error.value)


def test_file_of_names(tmp_path: Path) -> None:
    path = tmp_path / "boards.txt"
    path.write_text(
        "\ufeff# ours\nshelf:acme  # the main one\n\nhttps://shelf.example/other#jobs\r\nshelf:acme\n"
    )
    sources = sources_of([str(path), "window"])
    assert [source.name for source in sources] == ["shelf:acme", "shelf:other", "window"]


def test_wrong_line_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "boards.txt"
    path.write_text("shelf:acme\nshelves:acme\n")
    with pytest.raises(JobscanError, match=r"boards\.txt, line 2: no board is called 'shelves'"):
        sources_of([str(path)])
    path.write_bytes(b"\x00" * 10)
    with pytest.raises(JobscanError, match="is no list of sources"):
        sources_of([str(path)])
    path.write_text("# nothing\n")
    with pytest.raises(JobscanError, match="no source is named"):
        sources_of([str(path)])


def test_board_goes_before_a_file_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("window").write_text("shelf:acme")
    assert one("window").board.name == "window"


def test_keys_come_from_the_environment_and_only_to_their_board() -> None:
    assert one("vault", VAULT_KEY="k", OTHER="x").ask.keys == {"VAULT_KEY": "k"}
    assert one("shelf:acme", VAULT_KEY="k").ask.keys == {}
    with pytest.raises(JobscanError, match="set VAULT_KEY in the environment"):
        one("vault", VAULT_KEY="")


@pytest.mark.parametrize(
    ("url", "base", "there"),
    [
        ("https://a.example/v1/x?y=1&z=", "http://127.0.0.1:80", "http://127.0.0.1:80/v1/x?y=1&z="),
        ("https://a.example/v1", "https://m.example/pre/fix", "https://m.example/pre/fix/v1"),
        ("https://a.example", "http://m.example", "http://m.example"),
        ("https://a.example/x", "http://{board}.m.example", "http://ac%2Fme.m.example/x"),
    ],
)
def test_base_url_there_and_back(url: str, base: str, there: str) -> None:
    assert at_base(url, base, board="ac/me") == there
    assert from_base(there, Request(url, "ac/me"), base) == url


def test_redirect_to_elsewhere_is_not_taken_for_the_base() -> None:
    request = Request("https://a.example/x")
    assert from_base("http://127.0.0.1:8011/x", request, "http://127.0.0.1:80") == "http://127.0.0.1:8011/x"


def test_parse_base_urls_drops_the_last_slash() -> None:
    assert parse_base_urls({"a": "http://b.example/"}) == {"a": "http://b.example"}


def test_key_does_not_depend_on_credentials() -> None:
    def asked(key: str, **more: str) -> Request:
        url = f"https://a.example/x?app_key={key}&what=r%20d"
        return Request(url, headers={"X-Token": key} | more, secret=("app_key", "x-token"))

    assert key_of(asked("first-key")) == key_of(asked("other-key"))
    assert key_of(asked("first-key")) != key_of(asked("first-key", Accept="text/html"))
    assert public_url(asked("first-key")) == "https://a.example/x?app_key=***&what=r+d"
    assert hide("403 for first-key", asked("first-key")) == "403 for ***"


def test_key_depends_on_method_and_body() -> None:
    url = "https://a.example/x"
    requests = [
        Request(url),
        Request(url, method="POST"),
        Request(url, method="POST", json={"offset": 0}),
        Request(url, method="POST", json={"offset": 20}),
    ]
    assert len({key_of(request) for request in requests}) == 4
    assert key_of(Request(url, json={"a": 1, "b": 2})) == key_of(Request(url, json={"b": 2, "a": 1}))


def posting(**fields: str) -> Posting:
    given = {"id": "1", "source": "s", "origin": "o", "title": "Senior R Developer", "text": "We use C++."}
    return Posting(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ask", "fields", "wanted"),
    [
        (Ask(query="r"), {}, True),
        (Ask(query="s"), {}, False),
        (Ask(query="C++ senior"), {}, True),
        (Ask(query="develop"), {}, True),
        (Ask(query="python"), {}, False),
        (Ask(query="acme"), {"hiring_organization": "Acme GmbH"}, True),
        (Ask(query="!?"), {}, True),
        (Ask(location="Remote"), {"job_location_type": "remote"}, True),
        (Ask(location="remote"), {"job_location": "Remote - Europe"}, True),
        (Ask(location="usa"), {"address_country": "US"}, True),
        (Ask(location="germany"), {"job_location": "DE"}, True),
        (Ask(location="sao paulo"), {"job_location": "São Paulo, Brazil"}, True),
        (Ask(location="Paris"), {"job_location": "London"}, False),
        (Ask(location="Paris"), {}, False),
        (Ask(since="2026-11-10"), {"date_posted": "2026-11-10"}, True),
        (Ask(since="2026-11-10"), {"date_posted": "2026-11-09"}, False),
        (Ask(since="2026-11-10"), {"date_posted": "2026-11"}, True),
        (Ask(since="2026-11-10"), {"date_posted": "2026-10"}, False),
        (Ask(since="2026-11-10"), {}, True),
    ],
)
def test_matches(ask: Ask, fields: dict[str, str], wanted: bool) -> None:
    assert matches(posting(**fields), ask) is wanted
