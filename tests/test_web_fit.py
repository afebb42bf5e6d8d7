"""The pages of a CV, asked without a browser: what a person does, and what others try."""

from __future__ import annotations

import csv
import io
import logging
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jobscan.web.fit import DESK
from jobscan.web.fit_desk import MAX_LISTINGS, Desk
from jobscan.web.fit_request import MOST_BYTES
from jobscan.web.settings import Settings
from jobscan.web.state import Loaded, State
from tests.paper_files import docx, p
from tests.web_cases import ORIGIN, loaded_from, page, send

HOSTILE = "<script>document.title='ran'</script><img src=x onerror=alert(1)>\"'"
CV = """Ines Ravn
Ghent, Belgium
ines.ravn@example.org
+32 470 12 34 56

Experience

Data Analyst, Tidepool, January 2021 - December 2024
- Built reports on the harbour in Python and SQL

Education

BSc Statistics, Lakeside University, 2020
"""
POSTING = """Data Scientist

Requirements
- Python and SQL
- Docker
- Three years of experience

Nice to have
- Spark
"""
SECRETS = ("Ines", "Ravn", "example.org", "470 12")

Pair = tuple[FlaskClient, State]


@pytest.fixture(name="pair")
def a_page() -> Iterator[Pair]:
    with page(Settings(max_pasted_chars=5_000)) as pair:
        _desk(pair)._today = date(2026, 6, 15)
        # The matcher of the shipped lexicon is built once for all tests.
        _share(pair[1])
        yield pair


_BUILT: list[State] = []


def _share(state: State) -> None:
    if not _BUILT:
        state.warm()
        _BUILT.append(state)
    state._lexicon, state._extractor = _BUILT[0]._lexicon, _BUILT[0]._extractor


def _desk(pair: Pair) -> Desk:
    desk = pair[0].application.extensions[DESK]
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture(name="loaded", scope="module")
def a_scan(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Forty postings that Docker opens, four that Spark does, one that is hostile."""
    folder = tmp_path_factory.mktemp("jobs")
    for at in range(40):
        (folder / f"docker{at:02}.txt").write_text(
            f"Data Engineer {at}\n\nRequirements\n- Python and Docker\n\n"
            f"Our harbour has the number {at * 7919}.\n"
            + f"We count ship {at} and boat {at * 31} and crate {at * 17} on pier {at * 13} each day.\n"
            * 3
        )
    for at in range(4):
        (folder / f"spark{at}.txt").write_text(
            f"Data Analyst {at}\n\nRequirements\n- SQL and Spark\n\n"
            f"We count fish {at * 101} by net {at * 57}.\n"
        )
    (folder / "harm.txt").write_text(f"Cook {HOSTILE}\n\nRequirements\n- Python {HOSTILE}\n")
    return loaded_from(folder, "the folder jobs")


def post(pair: Pair, path: str, **fields: object) -> TestResponse:
    return send(pair[0], pair[1], path, **fields)


def give(pair: Pair, text: str = CV, **fields: object) -> TestResponse:
    return post(pair, "/fit/cv", text=text, **fields)


def upload(pair: Pair, data: str) -> TestResponse:
    """The answer to a form with a file. The client's own way to send large ones is a file on the disk."""
    fields = {'name="csrf"': pair[1].csrf, 'name="file"; filename="cv.txt"': data}
    parts = [
        f"--edge\r\nContent-Disposition: form-data; {field}\r\n\r\n{value}\r\n"
        for field, value in fields.items()
    ]
    return pair[0].post(
        "/fit/cv",
        data="".join([*parts, "--edge--\r\n"]).encode(),
        content_type="multipart/form-data; boundary=edge",
        headers={"Origin": ORIGIN},
    )


def follow(pair: Pair, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303
    return pair[0].get(answer.headers["Location"])


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def words(answer: TestResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


# The CV


def test_first_page_asks_for_a_cv_and_says_where_it_stays(pair: Pair) -> None:
    answer = pair[0].get("/fit")
    assert answer.status_code == 200
    assert "Which skills open the most jobs to you?" in words(answer)
    assert "never written to disk" in words(answer)


def test_pasted_cv_is_read_and_told(pair: Pair) -> None:
    answer = follow(pair, give(pair))
    assert "pasted text: 2 skills, 1 job, 4 years of work, a bachelor&#39;s degree." in words(answer)
    assert "Add postings" in words(answer)  # there is no scan yet
    assert not any(secret in answer.text for secret in SECRETS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cv.txt", CV.encode()),
        ("cv.html", f"<html><body><pre>{CV}</pre></body></html>".encode()),
        ("cv.docx", docx("".join(map(p, CV.splitlines())))),
    ],
    ids=["text", "html", "docx"],
)
def test_file_is_read_as_a_cv(pair: Pair, name: str, data: bytes) -> None:
    answer = follow(pair, post(pair, "/fit/cv", file=(io.BytesIO(data), name)))
    assert f"{name}: 2 skills, 1 job" in words(answer)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "  "}, "Choose a file, or paste the text of the CV."),
        ({"text": "Too short."}, "The text holds fewer than 20 words: that is no CV."),
        ({"text": "word " * 2_000}, "The text has more than 5,000 characters."),
        ({"file": (io.BytesIO(b""), "cv.pdf")}, "The file holds nothing."),
        ({"file": (io.BytesIO(b"\x7fELF\x02\x01" + bytes(200)), "cv.pdf")}, "The file is"),
        ({"file": (io.BytesIO(b"%PDF-1.7\n%garbage\n"), "cv.pdf")}, "The file"),
    ],
    ids=["nothing", "short", "long", "empty", "program", "damaged"],
)
def test_what_cannot_be_read_is_told_and_forgotten(pair: Pair, fields: dict[str, object], told: str) -> None:
    answer = post(pair, "/fit/cv", **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    assert pair[1].cv is None


def test_long_text_of_a_file_is_refused(pair: Pair) -> None:
    answer = upload(pair, "word " * 2_000)
    assert answer.status_code == 422
    assert "The file has 10,000 characters: on this page 5,000 are taken." in words(answer)


def test_wrong_file_leaves_the_cv_before(pair: Pair) -> None:
    give(pair)
    answer = post(pair, "/fit/cv", text="Too short.")
    assert answer.status_code == 422
    assert "Your CV is read" in words(answer)
    assert "fewer than 20 words" in words(answer)


def test_posting_in_place_of_a_cv_is_told(pair: Pair) -> None:
    text = (
        "We are looking for an analyst. About us: we bake. What you will do: you will lead our team. "
        "Apply now. We offer bread. What we offer: more bread. How to apply: write to our company."
    )
    assert "reads like a job posting" in words(give(pair, text))


def test_doubts_about_a_cv_come_before_the_plan(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    text = (
        "I walk on the beach each day and look at the sea. Then I go home, and I eat a good piece of bread."
    )
    assert "No skill was found in it. Is it a CV, and in English?" in words(follow(pair, give(pair, text)))


def test_forgotten_cv_is_gone(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    post(pair, "/fit/posting", text=POSTING)
    assert follow(pair, post(pair, "/fit/forget")).status_code == 200
    assert pair[1].cv is None
    desk = _desk(pair)
    assert (desk._cv, desk._ranking, desk._listings) == (None, None, {})
    for path in ("/fit/plan", "/fit/matches", "/fit/plan.csv", "/fit/posting?id=docker00.txt"):
        assert pair[0].get(path).headers["Location"] == "/fit"


def test_cv_is_forgotten_with_all_else(pair: Pair) -> None:
    give(pair)
    post(pair, "/fit/posting", text=POSTING)
    assert _desk(pair)._cv is not None
    post(pair, "/forget")
    assert (_desk(pair)._cv, _desk(pair)._listings) == (None, {})
    assert "Which skills open" in words(pair[0].get("/fit"))


def test_large_cv_is_never_on_disk(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a file was made")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    before = sorted(pair[1].folder.rglob("*"))
    # Half a million bytes is what else goes to a file.
    assert (
        upload(pair, f"<html><body><!-- {'x' * 600_000} --><pre>{CV}</pre></body></html>").status_code == 303
    )
    assert sorted(pair[1].folder.rglob("*")) == before


def test_cv_that_is_too_large_is_refused(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pair[1].settings.max_upload_bytes > MOST_BYTES
    monkeypatch.setattr("jobscan.web.fit_request.MOST_BYTES", 500)
    assert upload(pair, CV * 3).status_code == 413
    assert pair[1].cv is None


def test_nothing_of_the_cv_is_logged(pair: Pair, loaded: Loaded, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pair[1].loaded = loaded
    give(pair)
    pair[0].get("/fit/plan")
    post(pair, "/fit/cv", text="Ines Ravn, ines.ravn@example.org")
    assert not any(secret in caplog.text for secret in (*SECRETS, "Tidepool", "harbour"))


def test_forms_need_the_secret(pair: Pair) -> None:
    client = pair[0]
    for path in ("/fit/cv", "/fit/forget", "/fit/posting"):
        assert client.post(path, data={"text": CV}, headers={"Origin": ORIGIN}).status_code == 403
    assert pair[1].cv is None


# One posting


def test_cv_stands_beside_a_pasted_posting(pair: Pair) -> None:
    give(pair)
    answer = follow(pair, post(pair, "/fit/posting", text=POSTING))
    said = words(answer)
    assert "<h1>Data Scientist</h1>" in answer.text
    assert re.search(r"Must-have 1 Docker posting Docker ✗ Nice-to-have 1 Apache Spark posting Spark", said)
    assert re.search(r'href="#row-python" data-skills="python" data-why="Python is required: ', answer.text)
    assert 'id="row-python"' in answer.text
    found = re.search(r"100 × ([\d.]+) / ([\d.]+) = (\d+)", said)
    assert found
    assert int(100 * float(found[1]) / float(found[2]) + 0.5) == int(found[3])
    assert not any(secret in answer.text for secret in SECRETS)


def test_posting_is_found_again_by_its_title(pair: Pair) -> None:
    give(pair)
    post(pair, "/fit/posting", text=POSTING)
    assert "Compared before Data Scientist" in words(pair[0].get("/fit"))


def test_posting_of_the_scan_is_compared(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    answer = pair[0].get("/fit/posting?id=docker07.txt")
    assert "<h1>Data Engineer 7</h1>" in answer.text
    assert "Our harbour has the number 55433." in words(answer)


def test_posting_whose_text_is_gone_is_compared_by_the_tables(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = Loaded(loaded.scan, "gone", lambda _: None)
    give(pair)
    answer = pair[0].get("/fit/posting?id=docker07.txt")
    assert "The text of this posting is not at hand any more" in words(answer)
    assert "Docker" in words(answer)


@pytest.mark.parametrize("query", ["given=none", "id=none", "", "id=../../etc/passwd"])
def test_unknown_posting_is_not_found(pair: Pair, loaded: Loaded, query: str) -> None:
    pair[1].loaded = loaded
    give(pair)
    assert pair[0].get(f"/fit/posting?{query}").status_code == 404


def test_file_of_many_postings_asks_which(pair: Pair) -> None:
    give(pair)
    table = b"title,description\nBaker,You bake and know SQL.\nMiller,You mill and know Python.\n"
    answer = post(pair, "/fit/posting", file=(io.BytesIO(table), "jobs.csv"))
    assert "The file holds several postings. Which one? Baker Miller" in words(answer)
    link = re.search(r'href="(/fit/posting\?given=[\w-]+)">Miller', answer.text)
    assert link
    assert "<h1>Miller</h1>" in pair[0].get(link[1]).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "Choose a file, or paste the text of the posting."),
        ({"file": (io.BytesIO(b""), "a.txt")}, "posting"),
    ],
    ids=["nothing", "empty"],
)
def test_posting_that_cannot_be_read_is_told(pair: Pair, fields: dict[str, object], told: str) -> None:
    give(pair)
    answer = post(pair, "/fit/posting", **fields)
    assert answer.status_code == 422
    assert told in words(answer)


def test_only_so_many_postings_are_kept(pair: Pair, loaded: Loaded) -> None:
    desk = _desk(pair)
    posting = loaded.texts("docker00.txt")
    assert posting is not None
    keys = [desk.keep(posting) for _ in range(MAX_LISTINGS + 5)]
    assert len(desk.listings()) == MAX_LISTINGS
    assert desk.listing(keys[0]) is None
    assert desk.listing(keys[-1]) is posting


def test_cv_that_was_asked_for_by_a_posting_leads_back_to_it(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    assert 'name="posting" value="docker07.txt"' in pair[0].get("/fit?posting=docker07.txt").text
    assert give(pair, posting="docker07.txt").headers["Location"] == "/fit/posting?id=docker07.txt"
    assert pair[0].get("/fit?posting=docker03.txt").headers["Location"] == "/fit/posting?id=docker03.txt"


# All postings, and the plan


def test_plan_says_in_big_words_which_skills_open_most(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    answer = follow(pair, give(pair))
    said = words(answer)
    assert "These two skills open the most jobs to you: Docker and Apache Spark ." in said
    assert "Today 1 of the 45 postings that require a skill ask for none that your CV lacks" in said
    assert "With both it would be 45: 44 more." in said
    assert "Docker is the last required skill missing in 40 of 45 postings." in said
    assert "The numbers are small" in said
    assert "Your CV reads like that of a data analyst" not in said  # there are too few of those for a plan
    assert answer.text.index("<h1") < answer.text.index("These two skills")


def test_plan_of_a_role(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    said = words(pair[0].get("/fit/plan?role=data-engineer"))
    assert "This one skill opens the most jobs to you: Docker ." in said
    assert "What to learn next: data engineer only" in said
    assert "do not say enough for a plan" in words(pair[0].get("/fit/plan?role=statistician"))


def test_ranking_is_filtered_and_paged(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    whole = words(pair[0].get("/fit/matches"))
    assert "45 of 45 postings, the best fit first." in whole
    assert "1 of 45 postings" in words(pair[0].get("/fit/matches?q=analyst+3"))
    assert "40 of 45 postings" in words(pair[0].get("/fit/matches?role=data-engineer"))
    assert "No posting has these words." in words(pair[0].get("/fit/matches?q=%3Cb%3E"))
    assert pair[0].get("/fit/matches?page=nonsense").status_code == 200
    assert pair[0].get("/fit/matches?page=999").status_code == 200


def test_tables_are_those_of_the_command_line(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    plan = rows_of(pair[0].get("/fit/plan.csv"))
    assert [(row["role"], row["size"], row["skills"], row["opens"]) for row in plan[:3]] == [
        ("", "1", "Docker", "40"),
        ("", "1", "Apache Spark", "4"),
        ("", "2", "Docker;Apache Spark", "44"),
    ]
    assert len(rows_of(pair[0].get("/fit/matches.csv"))) == 45
    assert len(rows_of(pair[0].get("/fit/matches.csv?role=data-engineer"))) == 40
    skills = rows_of(pair[0].get("/fit/skills.csv?id=docker07.txt"))
    assert [(row["skill"], row["status"], row["quote"]) for row in skills] == [
        ("Docker", "missing", "Python and Docker"),
        ("Python", "met", "Python and Docker"),
    ]
    score = rows_of(pair[0].get("/fit/score.csv?id=docker07.txt"))
    assert [(row["what"], row["points"], row["of"]) for row in score][:2] == [
        ("Docker", "0", "3"),
        ("Python", "3", "3"),
    ]


def test_downloads_hold_no_contact_details(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair, CV.replace("Python and SQL", "Python and SQL (ask Ines Ravn, ines.ravn@example.org)"))
    for path in ("plan.csv", "matches.csv", "skills.csv?id=docker07.txt", "score.csv?id=docker07.txt"):
        text = pair[0].get(f"/fit/{path}").text
        assert not any(secret in text for secret in SECRETS), path


def test_new_scan_is_compared_anew(pair: Pair, loaded: Loaded, tmp_path: Path) -> None:
    pair[1].loaded = loaded
    give(pair)
    assert "of 45 postings" in words(pair[0].get("/fit/plan"))
    (tmp_path / "a.txt").write_text(POSTING)
    pair[1].loaded = loaded_from(tmp_path)
    said = words(pair[0].get("/fit/plan"))
    assert "Only 1 posting in this scan require" in said
    assert "Docker is the last required skill missing in 1 of 1 posting." in said


def test_page_that_must_wait_says_so_and_comes_back(
    pair: Pair, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobscan.web.fit.WAIT_S", 0.0)
    monkeypatch.setattr(Desk, "_rank", lambda *_: None)
    pair[1].loaded = loaded
    answer = follow(pair, give(pair))
    assert "Comparing your CV with 45 postings" in words(answer)
    assert answer.headers["Refresh"] == "1"


def test_failure_of_the_ranking_is_told(pair: Pair, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Ines Ravn")

    monkeypatch.setattr("jobscan.web.fit_desk.compare_all", fail)
    pair[1].loaded = loaded
    answer = follow(pair, give(pair))
    assert answer.status_code == 500
    assert "Could not be compared." in words(answer)
    assert "Ines" not in answer.text
    assert pair[0].get("/fit").status_code == 200


# Hostile texts


def test_markup_of_texts_is_never_markup_of_the_page(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair, f"{CV}\nSkills\n\nTableau {HOSTILE} and {{{{ 7*7 }}}}\n")
    paths = (
        "/fit",
        "/fit/plan",
        "/fit/matches",
        "/fit/posting?id=harm.txt",
        "/fit?posting=%22%3E%3Cb%3E",
        "/fit/matches?q=%22%3E%3Cscript%3E&role=%22%3E%3Cb%3E",
    )
    pages = [pair[0].get(path) for path in paths]
    text = f"Cook {HOSTILE}\n\nRequirements\n- SQL {HOSTILE}"
    pages.append(follow(pair, post(pair, "/fit/posting", text=text)))
    for answer in pages:
        assert "<script>document" not in answer.text
        assert "<img" not in answer.text
        assert "49" not in words(answer).split("{{ 7*7 }}")[-1][:3]
        policy = answer.headers.get("Content-Security-Policy", "")
        assert not policy or "unsafe-inline" not in policy


def test_no_page_has_scripts_or_styles_of_its_own(pair: Pair, loaded: Loaded) -> None:
    pair[1].loaded = loaded
    give(pair)
    for path in ("/fit", "/fit/plan", "/fit/matches", "/fit/posting?id=docker07.txt"):
        text = pair[0].get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|<[^>]*\s(style|on\w+)=", text), path
