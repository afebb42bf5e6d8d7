"""What a person does on the page, step by step, without a browser."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jobscan.web.settings import Settings
from jobscan.web.state import State
from jobscan.web.texts import ReadAgain
from tests.web_cases import ORIGIN, loaded_from, page, send

HOSTILE = "<script>document.title='ran'</script><img src=x onerror=alert(1)>"


@pytest.fixture(name="pair")
def a_page() -> Iterator[tuple[FlaskClient, State]]:
    with page(Settings(max_pasted_chars=2_000)) as pair:
        yield pair


@pytest.fixture(name="folder", scope="module")
def a_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three postings: an usual one, a hostile one, one for another role; and a file that is none."""
    folder = tmp_path_factory.mktemp("postings")
    (folder / "baker.txt").write_text(
        "Data Scientist\n\nRequirements\n- Python and SQL\n\nNice to have\n- Docker\n\nEUR 60,000 a year.\n"
    )
    (folder / "=cmd<b>.txt").write_text(
        f"Data Engineer {HOSTILE}\n\nRequirements\n- Python {HOSTILE}\n- Spark\n"
    )
    (folder / "teller.txt").write_text(
        "Data Analyst\n\nRequirements\n- SQL and Excel\n\nUSD 90,000 a year.\n"
    )
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture(name="read", scope="module")
def a_page_with_postings(folder: Path) -> Iterator[tuple[FlaskClient, State]]:
    """A page that is looked at, and not changed."""
    with page() as (client, state):
        state.loaded = loaded_from(folder)
        yield client, state


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of a CSV file that was sent."""
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def titles(answer: TestResponse) -> list[str]:
    """The titles in a list of postings, in order, as the page escapes them."""
    return [part.split(">")[1].split("<")[0] for part in answer.text.split('<th scope="row">')[1:]]


# To give postings


def test_example_is_read_and_opens_the_dashboard() -> None:
    with page() as (client, state):
        answer = send(client, state, "/example")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/reading")
        assert state.job is not None
        assert state.job.wait(60)
        found = state.scan
        assert state.job.error == ""
        assert found is not None
        assert len(found.postings) == 16
        assert found.run["counts"]["failed"] == 0
        assert set(found.postings["origin"]) == {f"example.jsonl:{line}" for line in range(1, 17)}
        assert client.get("/reading").headers["Location"] == "/dashboard"
        assert "What 16 job postings ask for" in client.get("/dashboard").text
        report = client.get("/report.html")
        assert report.headers["Content-Disposition"] == 'attachment; filename="report.html"'
        assert "What 16 job postings ask for" in report.text
        assert not list(state.folder.glob("input-*"))  # nothing of it is kept on the disk
        posting = state.posting("example-01")
        assert posting is not None
        assert posting.origin == "example.jsonl:1"


def test_files_are_read_and_those_that_are_none_are_told(small_lexicon: Path) -> None:
    with page(Settings(lexicon=small_lexicon)) as (client, state):
        files = [
            (io.BytesIO(b"Data Scientist\n\nWe need Python and SQL every day.\n"), "jobs/../../a.txt"),
            (io.BytesIO(b""), "jobs/<b>empty.txt"),
        ]
        answer = client.post("/files", data={"csrf": state.csrf, "files": files}, headers={"Origin": ORIGIN})
        assert answer.headers["Location"] == "/reading"
        assert state.job is not None
        assert state.job.wait(60)

        told = client.get("/not-read").text

        assert state.loaded is not None
        assert state.loaded.name == "the folder jobs (2 files)"
        assert "jobs/_b_empty.txt" in told
        assert "It is empty." in told
        assert not list(Path(state.folder).rglob("*.txt"))


def test_nothing_to_read_says_why(small_lexicon: Path) -> None:
    with page(Settings(lexicon=small_lexicon)) as (client, state):
        files = [(io.BytesIO(b""), "empty.txt"), (io.BytesIO(b"\x00\x01\x02\xff"), "odd.bin")]
        client.post("/files", data={"csrf": state.csrf, "files": files}, headers={"Origin": ORIGIN})
        assert state.job is not None
        assert state.job.wait(60)

        told = client.get("/reading").text

        assert "No job posting was found" in told
        assert "It is empty." in told
        assert "neither text nor a document" in told
        assert state.loaded is None
        assert client.get("/reading.json").json == {
            "running": False,
            "told": "Counting: 0 so far, 2 could not be read",
            "share": None,
        }


def test_reading_can_be_stopped(pair: tuple[FlaskClient, State], folder: Path) -> None:
    client, state = pair
    before = state.loaded = loaded_from(folder)
    send(client, state, "/text", text="Data Scientist with Python")
    assert "Stop" in client.get("/reading").text

    answer = send(client, state, "/cancel")

    assert answer.headers["Location"] == "/reading"
    assert state.job is not None
    assert not state.job.is_running
    assert "You stopped it" in client.get("/reading").text
    assert state.loaded is before
    assert not list(state.folder.glob("input-*"))


def test_reading_that_takes_too_long_is_given_up() -> None:
    with page(Settings(max_scan_s=0.0)) as (client, state):
        send(client, state, "/example")
        assert state.job is not None
        assert state.job.wait(60)

        assert "was given up" in client.get("/reading").text
        assert state.loaded is None


@pytest.mark.parametrize(
    ("path", "fields", "status", "words"),
    [
        ("/text", {"text": "  \n"}, 400, "Paste the text of a posting"),
        ("/text", {"text": "x" * 2_001}, 413, "too long"),
        ("/files", {}, 400, "Choose at least one file"),
        ("/board", {"board": ""}, 400, "Type the name of a board"),
        ("/board", {"board": "nosuchboard:acme"}, 400, "No board is called nosuchboard"),
        ("/board", {"board": "file:///etc/passwd"}, 400, "No board is called file"),
        ("/board", {"board": "/etc/passwd"}, 400, "names no source"),
        ("/board", {"board": "http://user:word@host.example/"}, 400, "password"),
        ("/board/fetch", {"board": "../../x"}, 400, "names no source"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told_on_the_first_page(
    pair: tuple[FlaskClient, State], path: str, fields: dict[str, str], status: int, words: str
) -> None:
    client, state = pair

    answer = send(client, state, path, **fields)

    assert answer.status_code == status
    assert words in answer.text
    assert "What do these jobs ask for?" in answer.text
    assert state.job is None


def test_name_of_a_board_is_never_that_of_a_file(
    pair: tuple[FlaskClient, State], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, state = pair
    (tmp_path / "boards.txt").write_text("https://secret.example/\n")
    monkeypatch.chdir(tmp_path)

    answer = send(client, state, "/board", board="boards.txt")

    assert answer.status_code == 400
    assert "secret.example" not in answer.text


def test_plan_says_what_will_be_asked_of_whom_and_asks_nothing(pair: tuple[FlaskClient, State]) -> None:
    client, state = pair

    answer = send(client, state, "/board", board="greenhouse:acme", query=f"python {HOSTILE}")

    assert answer.status_code == 200
    assert "boards-api.greenhouse.io" in answer.text
    assert "https://boards-api.greenhouse.io/v1/boards/acme/jobs" in answer.text
    assert "Nothing has been sent yet" in answer.text
    assert HOSTILE not in answer.text
    assert state.job is None


# To look at them


@pytest.mark.parametrize(
    "path", ["/dashboard", "/tables", "/not-read", "/postings", "/posting?id=x", "/reading"]
)
def test_before_the_first_reading_all_ways_lead_to_the_start(
    pair: tuple[FlaskClient, State], path: str
) -> None:
    client, _ = pair

    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(
    "path", ["/tables/postings.csv", "/postings.csv", "/posting.csv?id=x", "/report.html"]
)
def test_before_the_first_reading_there_is_nothing_to_download(
    pair: tuple[FlaskClient, State], path: str
) -> None:
    client, _ = pair

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Data Engineer ", "Data Scientist", "Data Analyst"]),
        ("?q=scientist", ["Data Scientist"]),
        ("?q=DATA+analyst", ["Data Analyst"]),
        ("?q=[a-z]", []),
        ("?role=data-engineer", ["Data Engineer "]),
        ("?role=nobody", []),
        ("?skill=sql", ["Data Scientist", "Data Analyst"]),
        ("?sort=title", ["Data Analyst", "Data Engineer ", "Data Scientist"]),
        ("?sort=title&order=down", ["Data Scientist", "Data Engineer ", "Data Analyst"]),
        ("?sort=salary_year_usd", ["Data Scientist", "Data Analyst", "Data Engineer "]),
        ("?sort=salary_year_usd&order=down", ["Data Analyst", "Data Scientist", "Data Engineer "]),
        ("?sort=origin", ["Data Engineer ", "Data Scientist", "Data Analyst"]),
        ("?page=999", ["Data Engineer ", "Data Scientist", "Data Analyst"]),
        ("?page=-1", ["Data Engineer ", "Data Scientist", "Data Analyst"]),
    ],
    ids=str,
)
def test_list_is_filtered_and_sorted(
    read: tuple[FlaskClient, State], query: str, expected: list[str]
) -> None:
    client, _ = read

    answer = client.get(f"/postings{query}")

    assert answer.status_code == 200
    shown = [part.split("&lt;")[0] for part in titles(answer)]
    if "sort" in query:
        assert shown == expected
    else:
        assert sorted(shown) == sorted(expected)


def test_list_as_csv_is_the_list_that_is_shown(read: tuple[FlaskClient, State]) -> None:
    client, _ = read

    rows = rows_of(client.get("/postings.csv?q=data&skill=sql&sort=title"))

    assert [row["title"] for row in rows] == ["Data Analyst", "Data Scientist"]
    assert rows[0]["salary_year_usd"] == "90000"


def test_posting_shows_skills_marked_and_facts_with_their_words(read: tuple[FlaskClient, State]) -> None:
    client, _ = read

    text = client.get("/posting?id=baker.txt").text

    assert '<mark class="mark level-required" tabindex="0"' in text
    assert '<mark class="mark level-preferred" tabindex="0"' in text
    assert "Docker is preferred: it stands under what is preferred (heading &#34;Nice to have&#34;)" in text
    assert "What is required" in text
    assert "EUR 60,000 a year" in text
    assert "<q>" in text


def test_markup_of_a_posting_is_text_everywhere(read: tuple[FlaskClient, State]) -> None:
    client, _ = read

    for path in ("/postings", "/posting?id=%3Dcmd%3Cb%3E.txt", "/not-read", "/tables"):
        text = client.get(path).text
        assert "document.title='ran'</script>" not in text
        assert "<img src=x" not in text
        assert "cmd<b>" not in text
    assert "&lt;script&gt;document.title=" in client.get("/posting?id=%3Dcmd%3Cb%3E.txt").text


def test_cells_of_a_csv_never_run(read: tuple[FlaskClient, State]) -> None:
    client, _ = read

    rows = rows_of(client.get("/posting.csv?id=%3Dcmd%3Cb%3E.txt"))

    assert {row["posting_id"] for row in rows} == {"'=cmd<b>.txt"}
    assert [row["skill_id"] for row in rows] == ["python", "spark"]


@pytest.mark.parametrize(
    ("name", "rows"), [("skill_demand_by_role", 7), ("postings", 3), ("failures", 1), ("role_breakdown", 3)]
)
def test_tables_can_be_downloaded(read: tuple[FlaskClient, State], name: str, rows: int) -> None:
    client, _ = read

    answer = client.get(f"/tables/{name}.csv")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert len(rows_of(answer)) == rows


def test_table_for_which_too_little_is_known_says_so(read: tuple[FlaskClient, State]) -> None:
    client, _ = read

    answer = client.get("/tables/skill_demand_by_month.csv")

    assert answer.status_code == 404
    assert "cannot be made of these postings" in answer.text


@pytest.mark.parametrize(
    "path", ["/tables/../state.csv", "/tables/run.csv", "/posting?id=none", "/static/../app.py"]
)
def test_what_is_not_there_is_not_found(read: tuple[FlaskClient, State], path: str) -> None:
    client, _ = read

    assert client.get(path).status_code == 404


def test_forget_drops_all(pair: tuple[FlaskClient, State], folder: Path) -> None:
    client, state = pair
    state.loaded = loaded_from(folder)
    private = state.new_folder()

    send(client, state, "/forget")

    assert state.scan is None
    assert "Read now" not in client.get("/").text
    assert not private.exists()


def test_close_removes_the_private_folder() -> None:
    with page() as (_, state):
        (state.new_folder() / "a.txt").write_text("x")
        assert state.folder.stat().st_mode & 0o777 == 0o700 or os.name == "nt"

    assert not state.folder.exists()


def test_finished_scan_is_read_again_for_its_texts(pair: tuple[FlaskClient, State], folder: Path) -> None:
    client, state = pair
    before = loaded_from(folder)
    again = ReadAgain(before.scan)

    found = again("baker.txt")

    assert found is not None
    assert "Python and SQL" in found.text
    assert found.id == "baker.txt"
    assert again("nobody") is None
    state.loaded = type(before)(before.scan, "here", lambda _: None)
    assert "not at hand any more" in client.get("/posting?id=baker.txt").text
