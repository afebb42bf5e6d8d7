from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jobscan.errors import JobscanError
from jobscan.fetch import fetch_posting, fetching, plan
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Ask, Page, Request
from jobscan.sources.http import FetchError
from tests.fetch_fakes import (
    BOARDS,
    DRAWER,
    SHELF,
    VAULT,
    WINDOW,
    FakeClient,
    job,
    response,
    run,
    run_one,
    scanned,
    use_boards,
)

ACME = SHELF.format("acme")
PRIVATE = DRAWER.format("acme")
SHELF_BOARD = BOARDS[1]


@pytest.fixture(autouse=True)
def fake_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    use_boards(monkeypatch)


def jobs(*numbers: int, **more: Any) -> dict[str, Any]:
    return {"jobs": [job(number) for number in numbers], **more}


def drawer_client(*numbers: int, **more: Any) -> FakeClient:
    rows = [{"id": str(n), "title": f"Analyst {n}", "updated": "1"} for n in numbers]
    texts = {f"{PRIVATE}/{n}": {"text": f"Text of {n}."} for n in numbers}
    return FakeClient({PRIVATE: {"jobs": rows, **more}, **texts})


def test_list_with_texts_is_ok_and_scanned_alike(tmp_path: Path) -> None:
    report = run_one(tmp_path, FakeClient({ACME: jobs(1, 2, total=2)}), "shelf:acme")

    assert (report.outcome, report.reasons, report.expected, report.got) == ("ok", (), 2, 2)
    assert (report.new, report.changed, report.closed, report.asked) == (2, 0, 0, 1)
    found = scanned(tmp_path)
    assert list(found) == ["shelf:acme:1", "shelf:acme:2"]
    assert found["shelf:acme:1"].text == "We look for analyst 1."
    assert found["shelf:acme:1"].first_seen == "2026-11-20"
    assert found["shelf:acme:1"].date_posted == ""


PAGES = [
    pytest.param({1: jobs(1, 2, total=4, next=2), 2: jobs(3, 4, total=4)}, "ok", 4, (), id="two-pages"),
    pytest.param(
        {1: jobs(1, 2, total=4, next=2), 2: jobs(3, 4, total=0)}, "ok", 4, (), id="total-0-on-page-2"
    ),
    pytest.param({1: jobs(1, 2, next=2), 2: jobs(2, 3)}, "ok", 3, (), id="one-id-repeated"),
    pytest.param(
        {1: jobs(1, 2, total=3, next=2), 2: jobs(3, total=3, next=3), 3: jobs(1, 2, total=3, next=4)},
        "ok",
        3,
        (),
        id="offset-loops-past-the-end",
    ),
    pytest.param(
        {1: jobs(1, 2, next=2), 2: jobs(1, 2, next=3)},
        "partial",
        2,
        ("a further page only repeated earlier ones: whether there are more is not known",),
        id="repeated-page",
    ),
    pytest.param(
        {1: jobs(1, 2, next=1)},
        "partial",
        2,
        ("a further page only repeated earlier ones: whether there are more is not known",),
        id="page-that-names-itself",
    ),
    pytest.param(
        {1: jobs(1, 2, total=5)},
        "partial",
        2,
        ("it says that it has 5 postings, and listed 2",),
        id="wrong-total",
    ),
    pytest.param(
        {1: jobs(1, 2, total=4, next=2), 2: jobs(total=4)},
        "partial",
        2,
        ("it says that it has 4 postings, and listed 2",),
        id="page-2-empty-with-200",
    ),
    pytest.param(
        {1: jobs(1, 2, total=4, next=2), 2: FetchError("failed", "answered 503")},
        "partial",
        2,
        ("it says that it has 4 postings, and listed 2", "answered 503"),
        id="page-2-fails",
    ),
    pytest.param(
        {1: jobs(1, 2, next=2), 2: "<!DOCTYPE html><p>Sign in"},
        "partial",
        2,
        ("the answer is a page where JSON was expected",),
        id="page-2-is-a-page",
    ),
    pytest.param(
        {1: jobs(1, 2, next=2), 2: FetchError("capped", "429: asks to wait until tomorrow")},
        "capped",
        2,
        ("429: asks to wait until tomorrow",),
        id="page-2-capped",
    ),
    pytest.param(
        {1: jobs(1, 2, capped="it lists at most 2")},
        "capped",
        2,
        ("it lists at most 2",),
        id="capped-by-source",
    ),
]


@pytest.mark.parametrize(("pages", "outcome", "got", "reasons"), PAGES)
def test_pages(
    tmp_path: Path, pages: dict[int, Any], outcome: str, got: int, reasons: tuple[str, ...]
) -> None:
    urls = {1: ACME} | {page: f"{ACME}?page={page}" for page in pages if page > 1}
    client = FakeClient({urls[page]: answer for page, answer in pages.items()} | {f"{ACME}?page=1": pages[1]})
    report = run_one(tmp_path, client, "shelf:acme")

    assert (report.outcome, report.got, report.reasons) == (outcome, got, reasons)
    assert len(scanned(tmp_path)) == got
    assert len(client.asked) == len(set(client.asked))


FIRST = [
    pytest.param(None, "not_found", id="404"),
    pytest.param(FetchError("blocked", "robots.txt says no"), "blocked", id="robots"),
    pytest.param(FetchError("failed", "timed out"), "failed", id="timeout"),
    pytest.param(FetchError("capped", "Retry-After is beyond the budget"), "capped", id="429"),
    pytest.param({"gone": True, "jobs": []}, "not_found", id="says-there-is-none"),
    pytest.param({"rows": []}, "failed", id="wrong-envelope"),
    pytest.param("<html><p>Hello", "failed", id="page-with-200"),
    pytest.param("", "failed", id="nothing"),
    pytest.param("{", "failed", id="cut-off"),
    pytest.param("[" * 100_000, "failed", id="too-deep"),
    pytest.param(jobs(), "not_found", id="empty-without-a-total"),
    pytest.param(jobs(total=0), "ok", id="empty-with-a-total"),
]


@pytest.mark.parametrize(("answer", "outcome"), FIRST)
def test_first_answer(tmp_path: Path, answer: Any, outcome: str) -> None:
    report = run_one(tmp_path, FakeClient({ACME: answer}), "shelf:acme")

    assert report.outcome == outcome
    assert bool(report.reasons) == (outcome != "ok")
    assert report.got == 0


def test_empty_list_does_not_close_what_was_open_until_another_day(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1, 2)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = jobs()
    first = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 21))
    assert (first.outcome, first.closed) == ("partial", 0)
    assert "2 were open before" in first.reasons[0]

    second = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 22))
    assert (second.outcome, second.closed) == ("ok", 2)
    assert {posting.closed for posting in scanned(tmp_path).values()} == {"2026-11-22"}


def test_vanished_is_closed_and_returned_is_reopened(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1, 2, total=2)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = jobs(2, 3, total=2)
    second = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))

    assert (second.new, second.closed, second.changed) == (1, 1, 0)
    found = scanned(tmp_path)
    assert {id: posting.closed for id, posting in found.items()} == {  # noqa: A001
        "shelf:acme:1": "2026-11-25",
        "shelf:acme:2": "",
        "shelf:acme:3": "",
    }
    # Only of what an earlier whole list lacked is it known when it came.
    assert (found["shelf:acme:3"].date_posted, found["shelf:acme:2"].date_posted) == ("2026-11-25", "")

    client.answers[ACME] = jobs(1, 2, 3, total=3)
    third = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 26))
    assert (third.reopened, third.new, third.closed) == (1, 0, 0)
    assert scanned(tmp_path)["shelf:acme:1"].closed == ""
    assert scanned(tmp_path)["shelf:acme:1"].first_seen == "2026-11-20"


def test_date_of_the_source_is_kept(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = {"jobs": [job(1), job(2, posted="2026-10-01")]}
    run(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))
    assert scanned(tmp_path)["shelf:acme:2"].date_posted == "2026-10-01"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(jobs(2, total=2), id="wrong-total"),
        pytest.param(jobs(2, next=2), id="page-2-fails"),
        pytest.param(FetchError("failed", "answered 500"), id="failed"),
        pytest.param(jobs(2, capped="at most 1"), id="capped"),
    ],
)
def test_list_that_did_not_end_well_closes_nothing(tmp_path: Path, second: Any) -> None:
    client = FakeClient({ACME: jobs(1, 2)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = second
    report = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))

    assert report.outcome != "ok"
    assert report.closed == 0
    assert {posting.closed for posting in scanned(tmp_path).values()} == {""}


def test_feed_of_the_newest_closes_nothing(tmp_path: Path) -> None:
    client = FakeClient({WINDOW: jobs(1, 2)})
    run(tmp_path, client, "window")
    client.answers[WINDOW] = jobs(3)
    report = run_one(tmp_path, client, "window", day=date(2026, 11, 25))
    assert (report.outcome, report.closed, report.new) == ("ok", 0, 1)
    assert len(scanned(tmp_path)) == 3


def test_changed_posting_is_told_and_scanned_in_its_newest_version(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1, 2)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = {"jobs": [job(1), job(2, text="Now another text.")]}
    report = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))
    assert (report.changed, report.new) == (1, 0)
    assert scanned(tmp_path)["shelf:acme:2"].text == "Now another text."


def test_texts_that_are_there_are_not_asked_for_again(tmp_path: Path) -> None:
    client = drawer_client(1, 2)
    assert run_one(tmp_path, client, "drawer:acme").outcome == "ok"
    client.answers[PRIVATE]["jobs"][1]["updated"] = "2"
    client.answers[PRIVATE]["jobs"].append({"id": "3", "title": "Analyst 3", "updated": "1"})
    client.answers[f"{PRIVATE}/2"] = {"text": "Newer text of 2."}
    client.answers[f"{PRIVATE}/3"] = {"text": "Text of 3."}
    client.asked.clear()
    report = run_one(tmp_path, client, "drawer:acme", day=date(2026, 11, 25))

    assert client.asked == [PRIVATE, f"{PRIVATE}/2", f"{PRIVATE}/3"]
    assert (report.new, report.changed, report.reused) == (1, 1, 1)
    assert {posting.text for posting in scanned(tmp_path).values()} == {
        "Text of 1.",
        "Newer text of 2.",
        "Text of 3.",
    }
    client.asked.clear()
    run(tmp_path, client, "drawer:acme", day=date(2026, 11, 26), refresh=True)
    assert len(client.asked) == 4


def test_missing_texts_make_it_partial_but_the_list_counts(tmp_path: Path) -> None:
    client = drawer_client(1, 2, 3, total=3)
    del client.answers[f"{PRIVATE}/2"]
    report = run_one(tmp_path, client, "drawer:acme")
    assert (report.outcome, report.got, report.listed) == ("partial", 2, 3)
    assert report.reasons[0] == "1 of 3 listed postings came without their texts"

    client.answers[PRIVATE]["jobs"] = client.answers[PRIVATE]["jobs"][1:]
    client.answers[PRIVATE]["total"] = 2
    report = run_one(tmp_path, client, "drawer:acme", day=date(2026, 11, 25))
    assert (report.outcome, report.closed) == ("partial", 1)


def test_site_that_refuses_every_text_is_left_alone(tmp_path: Path) -> None:
    client = drawer_client(*range(1, 31))
    for number in range(1, 31):
        client.answers[f"{PRIVATE}/{number}"] = FetchError("blocked", "a challenge page")
    report = run_one(tmp_path, client, "drawer:acme")
    assert (report.outcome, len(client.asked)) == ("blocked", 6)
    assert "30 of 30" in report.reasons[0]
    assert "25 texts were not asked for" in report.notes[0]


def test_broken_rows_are_counted(tmp_path: Path) -> None:
    rows = [job(1), {"id": "2", "title": "No text"}, "odd"]
    report = run_one(tmp_path, FakeClient({ACME: {"jobs": rows}}), "shelf:acme")
    assert (report.outcome, report.got, report.broken) == ("partial", 1, 2)
    assert report.reasons[-1] == "2 rows are no usable postings"


@pytest.mark.parametrize(
    ("ask", "kept"),
    [
        (Ask(query="python"), ["1", "3"]),
        (Ask(query="python senior"), ["3"]),
        (Ask(location="Zurich"), ["2"]),
        (Ask(location="germany"), ["3"]),
        (Ask(since="2026-11-10"), ["1", "3"]),
        (Ask(limit=2), ["1", "2"]),
        (Ask(query="python", limit=1), ["1"]),
    ],
    ids=lambda value: str(value) if isinstance(value, list) else "",
)
def test_filters_are_applied_here(tmp_path: Path, ask: Ask, kept: list[str]) -> None:
    rows = [
        job(1, text="We use Python.", posted="2026-11-12", place="Lisbon"),
        job(2, text="We use R.", posted="2026-11-01", place="Zürich, Switzerland"),
        job(3, text="Pythonistas wanted.", title="Senior Analyst", place="Germany"),
    ]
    report = run_one(tmp_path, FakeClient({ACME: {"jobs": rows}}), "shelf:acme", ask=ask)
    assert (report.outcome, report.kept, report.got) == ("ok", len(kept), 3)
    assert [id.rpartition(":")[2] for id in scanned(tmp_path)] == kept  # noqa: A001


def test_limit_stops_asking(tmp_path: Path) -> None:
    client = drawer_client(*range(1, 31))
    report = run_one(tmp_path, client, "drawer:acme", ask=Ask(limit=3))
    assert (report.outcome, report.kept, len(client.asked)) == ("ok", 3, 4)
    assert "3 at most" in report.notes[0]


def test_filtered_fetch_closes_only_what_the_whole_list_lacks(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1, 2, 3)})
    run(tmp_path, client, "shelf:acme")
    client.answers[ACME] = jobs(1, 2)
    report = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25), ask=Ask(query="nothing"))
    assert (report.kept, report.closed) == (0, 1)
    limited = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 26), ask=Ask(limit=1))
    assert limited.closed == 0


def test_unchanged_list_is_asked_with_its_validator_and_reused(tmp_path: Path) -> None:
    client = FakeClient({ACME: response(ACME, jobs(1, 2), ETag='W/"a"')})
    run(tmp_path, client, "shelf:acme")
    report = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))
    assert client.validators[-1].etag == 'W/"a"'
    assert (report.outcome, report.unchanged, report.got, report.new) == ("ok", 1, 2, 0)
    assert len(scanned(tmp_path)) == 2


def test_damaged_answer_is_not_revalidated(tmp_path: Path) -> None:
    client = FakeClient({ACME: response(ACME, jobs(1, 2), ETag='W/"a"')})
    run(tmp_path, client, "shelf:acme")
    (body,) = tmp_path.glob("answers/*/*.json")
    body.write_bytes(body.read_bytes()[:-1] + b" ")
    report = run_one(tmp_path, client, "shelf:acme", day=date(2026, 11, 25))
    assert (report.outcome, report.got, report.asked) == ("ok", 2, 2)
    assert client.validators[-1].etag == ""
    assert len(scanned(tmp_path)) == 2


def test_source_that_wants_rest_is_left_alone(tmp_path: Path) -> None:
    client = FakeClient({WINDOW: jobs(1)})
    run(tmp_path, client, "window")
    again = run_one(tmp_path, client, "window")
    assert len(client.asked) == 1
    assert (again.outcome, again.got, again.asked, again.reused) == ("ok", 1, 0, 1)
    assert "wants to be left alone for 6 hours" in again.notes[0]
    run(tmp_path, client, "window", day=date(2026, 11, 21))
    assert len(client.asked) == 2


def test_attribution_travels(tmp_path: Path) -> None:
    report = run(tmp_path, FakeClient({WINDOW: jobs(1), ACME: jobs(1)}), "window", "shelf:acme")
    assert report.attributions == (("Jobs by Window", "https://window.example/terms"),)
    posting = scanned(tmp_path)["window:1"]
    assert (posting.attribution, posting.terms_url) == ("Jobs by Window", "https://window.example/terms")
    told = json.loads((tmp_path / "fetch.json").read_text())
    assert told["attributions"] == [
        {"attribution": "Jobs by Window", "terms_url": "https://window.example/terms"}
    ]


def test_credentials_are_sent_and_stand_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEY", "s3cret/value")
    asked = f"{VAULT}?key=s3cret/value&what="
    client = FakeClient({asked: response(asked, jobs(1), X_Echo="you sent s3cret/value")})
    report = run_one(tmp_path, client, "vault")

    assert (report.outcome, client.asked) == ("ok", [asked])
    assert client.headers[-1] == {"X-Key": "s3cret/value"}
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"s3cret" not in written
    client.answers[asked] = FetchError("failed", f"cannot reach {asked}")
    assert "s3cret" not in str(run_one(tmp_path, client, "vault", day=date(2026, 11, 25)))
    assert "s3cret" not in plan("vault")[0].url


def test_missing_key_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1)})
    with pytest.raises(JobscanError, match="Vault needs your own key: set VAULT_KEY"):
        run(tmp_path / "new", client, "shelf:acme", "vault")
    assert client.asked == []
    assert not (tmp_path / "new").exists()


def test_base_url_replaces_host_and_keeps_path_and_query(tmp_path: Path) -> None:
    client = FakeClient(
        {
            "http://127.0.0.1:1234/acme/api/acme/jobs": jobs(1, next=2),
            "http://127.0.0.1:1234/acme/api/acme/jobs?page=2": jobs(2),
        }
    )
    bases = {"shelf": "http://127.0.0.1:1234/{board}/"}
    report = run_one(tmp_path, client, "shelf:acme", base_urls=bases)
    assert (report.outcome, report.got) == ("ok", 2)
    sidecars = [json.loads(path.read_text()) for path in tmp_path.glob("answers/*/*.meta")]
    assert {sidecar["url"] for sidecar in sidecars} == {ACME, f"{ACME}?page=2"}
    assert {sidecar["final_url"] for sidecar in sidecars} == {ACME, f"{ACME}?page=2"}


@pytest.mark.parametrize(
    "base", ["ftp://a.example", "a.example", "http://u:p@a.example", "http://a.example?x=1"]
)
def test_odd_base_url_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(JobscanError, match="base URL of shelf"):
        run(tmp_path / "new", FakeClient(), "shelf:acme", base_urls={"shelf": base})


def test_one_posting_by_its_url_closes_nothing(tmp_path: Path) -> None:
    client = drawer_client(1, 2)
    run(tmp_path, client, "drawer:acme")
    client.asked.clear()
    report = run_one(tmp_path, client, "https://drawer.example/acme/1", day=date(2026, 11, 25))
    assert client.asked == [f"{PRIVATE}/1"]
    assert (report.outcome, report.got, report.closed) == ("ok", 1, 0)
    assert len(scanned(tmp_path)) == 2


def test_several_sources_end_each_on_its_own(tmp_path: Path) -> None:
    client = FakeClient({ACME: jobs(1), WINDOW: FetchError("blocked", "a challenge page")})
    report = run(tmp_path, client, "shelf:acme", "window", "shelf:none", "shelf:acme")
    assert [(source.source, source.outcome) for source in report.sources] == [
        ("shelf:acme", "ok"),
        ("window", "blocked"),
        ("shelf:none", "not_found"),
    ]
    assert not report.ok
    told = json.loads((tmp_path / "fetch.json").read_text())
    assert [source["outcome"] for source in told["sources"]] == ["ok", "blocked", "not_found"]
    assert list(scanned(tmp_path)) == ["shelf:acme:1"]


def _one_of_shelf(url: str) -> Request | None:
    """Its postings have no answer of their own: each is read out of the list."""
    native = url.rpartition("/")[2]
    return Request(ACME, "acme", step="posting", carry={"id": native}) if native.isdecimal() else None


def _read_one_of_shelf(answer: Answer) -> Page:
    page = SHELF_BOARD.read(answer)
    wanted = answer.request.carry.get("id")
    if not wanted:
        return page
    ids = [f"shelf:acme:{wanted}"]
    return Page(tuple(found for found in page.postings if isinstance(found, Posting) and found.id in ids))


def test_postings_that_share_one_answer_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = replace(SHELF_BOARD, posting_url=_one_of_shelf, read=_read_one_of_shelf)
    use_boards(monkeypatch, boards=[board])
    client = FakeClient({ACME: response(ACME, jobs(1, 2, 3), ETag='"a"')})
    urls = [f"https://shelf.example/acme/{number}" for number in (1, 2)]
    report = run(tmp_path, client, "shelf:acme", *urls)

    assert [source.outcome for source in report.sources] == ["ok", "ok", "ok"]
    assert [source.got for source in report.sources] == [3, 1, 1]
    assert sorted(scanned(tmp_path)) == ["shelf:acme:1", "shelf:acme:2", "shelf:acme:3"]


def test_empty_list_of_a_board_that_tells_unknown_names_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_boards(monkeypatch, boards=[replace(SHELF_BOARD, unknown_is_404=True)])
    client = FakeClient({ACME: jobs()})
    assert run_one(tmp_path, client, "shelf:acme").outcome == "ok"
    client.answers[ACME] = jobs(1)
    run(tmp_path, client, "shelf:acme", day=date(2026, 11, 21))
    # That it came is known: the list of the day before was whole, and lacked it.
    assert scanned(tmp_path)["shelf:acme:1"].date_posted == "2026-11-21"


def test_budget_that_is_used_up_caps_and_keeps_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([0.0, 1.0, 2.0, 99.0, 99.0, 99.0])
    monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    client = drawer_client(1, 2, 3)
    report = run_one(tmp_path, client, "drawer:acme", budget_s=60)
    assert (report.outcome, report.got, len(client.asked)) == ("capped", 1, 2)
    assert report.reasons[0] == "the time that it was given is over"
    assert len(scanned(tmp_path)) == 1


def test_total_that_changes_on_the_way_is_noted(tmp_path: Path) -> None:
    pages = {ACME: jobs(1, 2, total=4, next=2), f"{ACME}?page=2": jobs(3, total=3)}
    report = run_one(tmp_path, FakeClient(pages), "shelf:acme")
    assert (report.outcome, report.expected, report.got) == ("ok", 3, 3)
    assert report.notes == ("the stated total changed from 4 to 3 on the way",)


def test_more_than_the_stated_total_is_noted(tmp_path: Path) -> None:
    report = run_one(tmp_path, FakeClient({ACME: jobs(1, 2, total=1)}), "shelf:acme")
    assert (report.outcome, report.notes) == ("ok", ("it says that it has 1 postings, and listed 2",))


def test_hosts_are_asked_at_once_and_each_one_by_one(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=10)

    def met(answer: Any) -> Any:
        def wait() -> Any:
            both.wait()
            return answer

        return wait

    other = SHELF.format("other")
    client = FakeClient({ACME: met(jobs(1)), WINDOW: met(jobs(2)), other: jobs(3)})
    report = run(tmp_path, client, "shelf:acme", "window", "shelf:other", hosts=2)
    assert [source.outcome for source in report.sources] == ["ok", "ok", "ok"]
    assert client.asked.index(other) == 2


def test_loop_of_pages_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("jobscan.fetch.run"), "MAX_LISTS", 5)
    pages = {f"{ACME}?page={n}": jobs(n, next=n + 1) for n in range(2, 20)}
    client = FakeClient({ACME: jobs(1, next=2), **pages})
    report = run_one(tmp_path, client, "shelf:acme")
    assert (report.outcome, len(client.asked)) == ("capped", 5)


def test_board_that_crashes_ends_its_own_source_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_answer: object) -> Any:
        raise KeyError("surprise")

    use_boards(monkeypatch, boards=[replace(BOARDS[0], read=crash), *BOARDS[1:]])
    client = FakeClient({PRIVATE: {}, ACME: jobs(1)})
    report = run(tmp_path, client, "drawer:acme", "shelf:acme")
    assert [source.outcome for source in report.sources] == ["failed", "ok"]
    assert "KeyError" in report.sources[0].reasons[0]


def test_fetch_posting_keeps_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    posting = fetch_posting("https://drawer.example/acme/7", client=drawer_client(7))
    assert (posting.id, posting.text) == ("drawer:acme:7", "Text of 7.")
    assert list(tmp_path.iterdir()) == []


def test_fetch_posting_says_why_there_is_none() -> None:
    with pytest.raises(JobscanError, match="answered 404"):
        fetch_posting("https://drawer.example/acme/8", client=drawer_client(7))
    with pytest.raises(JobscanError, match="names no single posting"):
        fetch_posting("https://shelf.example/acme", client=FakeClient())


def test_plan_sends_nothing() -> None:
    (planned,) = plan("shelf:acme", base_urls={"shelf": "http://127.0.0.1:1"})
    assert (planned.source, planned.method, planned.url) == (
        "shelf:acme",
        "GET",
        "http://127.0.0.1:1/api/acme/jobs",
    )
