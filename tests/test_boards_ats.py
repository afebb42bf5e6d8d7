"""Boards of applicant tracking systems: their addresses, what is asked of them, what their answers hold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from jobscan.errors import Failure, SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards import board_named, board_of_url, recognise
from jobscan.sources.boards.board import Answer, Ask, Page, Request
from jobscan.sources.payloads import parse_payload

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = ("greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee", "personio")
UUID = "0f6c2a17-1111-4222-8333-444455556666"


def read(name: str, payload: Any, request: Request | None = None, **changes: Any) -> Page:
    """What a board makes of an answer; by default to the first request for the board acme."""
    asked = request or board_named(name).requests("acme", Ask())[0]
    return board_named(name).read(Answer(replace(asked, **changes), payload, "answer.json"))


def only_posting(page: Page) -> Posting:
    (found,) = page.postings
    assert isinstance(found, Posting)
    return found


def failures(page: Page) -> list[tuple[str, str]]:
    return [(found.origin, found.reason) for found in page.postings if isinstance(found, Failure)]


def urls(page: Page) -> list[str]:
    return [request.url for request in page.next]


# --- addresses ----------------------------------------------------------------------------------------------

ROUTES = [
    ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/acme", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/acme/jobs/4520284", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/embed/job_board?for=acme&b=1", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/embed/job_app?for=acme&token=12", "greenhouse", "acme"),
    ("https://job-boards.greenhouse.io/acme/jobs/12", "greenhouse", "acme"),
    ("https://job-boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
    ("HTTPS://Job-Boards.Greenhouse.IO/acme/", "greenhouse", "acme"),
    (f"https://jobs.lever.co/Acme/{UUID}", "lever", "Acme"),
    (f"https://jobs.eu.lever.co/acme/{UUID}/apply", "lever", "eu:acme"),
    ("https://api.lever.co/v0/postings/acme?mode=json", "lever", "acme"),
    ("https://api.eu.lever.co/v0/postings/acme", "lever", "eu:acme"),
    (f"https://jobs.ashbyhq.com/Acme%20Labs/{UUID}", "ashby", "Acme Labs"),
    ("https://api.ashbyhq.com/posting-api/job-board/acme", "ashby", "acme"),
    ("https://apply.workable.com/acme/j/5C0DE1AB22/", "workable", "acme"),
    ("https://apply.workable.com/api/v1/widget/accounts/acme?details=true", "workable", "acme"),
    ("https://apply.workable.com/api/v3/accounts/acme/jobs", "workable", "acme"),
    ("https://jobs.smartrecruiters.com/Acme2/744000151103220-a-title", "smartrecruiters", "Acme2"),
    ("https://careers.smartrecruiters.com/Acme2", "smartrecruiters", "Acme2"),
    ("https://api.smartrecruiters.com/v1/companies/Acme2/postings", "smartrecruiters", "Acme2"),
    ("https://acme.recruitee.com/o/analyst", "recruitee", "acme"),
    ("https://jobs.acme.example/api/offers/", "recruitee", "jobs.acme.example"),
    ("https://acme.jobs.personio.de/job/1834171?language=de", "personio", "acme"),
    ("https://acme.jobs.personio.com/xml", "personio", "acme"),
]


@pytest.mark.parametrize(("url", "name", "token"), ROUTES, ids=[route[0][8:60] for route in ROUTES])
def test_an_address_leads_to_its_board(url: str, name: str, token: str) -> None:
    assert board_named(name).route(url) == token
    found = board_of_url(url)
    assert found is not None
    assert (found[0].name, found[1]) == (name, token)
    assert board_named(name).requests(token, Ask())


@pytest.mark.parametrize(
    "url",
    [
        "https://boards.greenhouse.io/embed/job_board",
        "https://boards.greenhouse.io/v1/boards",
        "https://boards.greenhouse.io/",
        "https://boards.greenhouse.io/%2e%2e/admin",
        "https://boards.greenhouse.io/a%2Fb",
        "https://boards.greenhouse.io@127.0.0.1/acme",
        "https://user@boards.greenhouse.io/acme",
        "https://boards.greenhouse.io.evil.example/acme",
        "https://evil-boards.greenhouse.io.example/acme",
        "ftp://boards.greenhouse.io/acme",
        "file:///boards.greenhouse.io/acme",
        "https://acme.example/careers?gh_jid=4520284",
        "https://jobs.lever.co",
        "https://jobs.ashbyhq.com/api",
        "https://apply.workable.com/j/5C0DE1AB22",
        "https://apply.workable.com/api/v1/widget/accounts/",
        "https://jobs.smartrecruiters.com/oneclick-ui/company/Acme",
        "https://www.recruitee.com/",
        "https://api.recruitee.com/api/offers/",
        "https://127.0.0.1/api/offers/",
        "https://localhost/api/offers/",
        "https://acme.personio.de/",
        "https://a.b.jobs.personio.de/",
        "http://[",
        "https://",
        "",
    ],
)
def test_another_address_is_none_of_theirs(url: str) -> None:
    assert [name for name in NAMES if board_named(name).route(url) is not None] == []
    assert [name for name in NAMES if board_named(name).posting_url(url) is not None] == []


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://job-boards.greenhouse.io/acme/jobs/12?gh_src=x",
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs/12?pay_transparency=true",
        ),
        (
            "https://boards.greenhouse.io/embed/job_app?for=acme&token=12",
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs/12?pay_transparency=true",
        ),
        (
            f"https://jobs.eu.lever.co/acme/{UUID}/apply",
            f"https://api.eu.lever.co/v0/postings/acme/{UUID}?mode=json",
        ),
        (
            f"https://jobs.ashbyhq.com/acme/{UUID}",
            "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true",
        ),
        (
            "https://apply.workable.com/acme/j/5C0DE1AB22/",
            "https://apply.workable.com/api/v2/accounts/acme/jobs/5C0DE1AB22",
        ),
        (
            "https://jobs.smartrecruiters.com/Acme2/744000151103220-a-title",
            "https://api.smartrecruiters.com/v1/companies/Acme2/postings/744000151103220",
        ),
        ("https://acme.recruitee.com/o/analyst", "https://acme.recruitee.com/api/offers/"),
        ("https://acme.jobs.personio.com/job/18", "https://acme.jobs.personio.de/xml?language=en"),
    ],
)
def test_the_address_of_a_posting_leads_to_one_request(url: str, asked: str) -> None:
    (found,) = [one for name in NAMES if (one := board_named(name).posting_url(url)) is not None]
    assert (found.url, found.step, found.method) == (asked, "posting", "GET")


@pytest.mark.parametrize("name", NAMES)
def test_the_address_of_a_board_is_no_posting(name: str) -> None:
    pages = [url for url, board, _ in ROUTES if board == name]
    plain = [
        url for url in pages if not any(part in url for part in (UUID, "/jobs/", "/j/", "744", "/o/", "job"))
    ]
    assert all(board_named(name).posting_url(url) is None for url in plain)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "a?b",
        "a#b",
        "a%2fb",
        "a:b@c",
        "a\nb",
        "embed",
        "api",
        "a" * 200,
        "-",
        "ä?",
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_cannot_be_one_is_refused(name: str, token: str) -> None:
    with pytest.raises(SourceError) as caught:
        board_named(name).requests(token, Ask())
    assert caught.value.reason == "unsafe"
    assert "names no board; expected" in caught.value.detail


@pytest.mark.parametrize("token", ["acme.internal/x", "acme.jobs", "a b"])
def test_a_token_in_a_host_is_one_label(token: str) -> None:
    with pytest.raises(SourceError):
        board_named("personio").requests(token, Ask())


# --- what is asked ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "token", "url"),
    [
        (
            "greenhouse",
            "acme",
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true&pay_transparency=true",
        ),
        ("lever", "acme", "https://api.lever.co/v0/postings/acme?mode=json&skip=0&limit=100"),
        ("lever", "eu:acme", "https://api.eu.lever.co/v0/postings/acme?mode=json&skip=0&limit=100"),
        ("ashby", "A b", "https://api.ashbyhq.com/posting-api/job-board/A%20b?includeCompensation=true"),
        ("workable", "acme", "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"),
        (
            "smartrecruiters",
            "Acme2",
            "https://api.smartrecruiters.com/v1/companies/Acme2/postings?limit=100&offset=0",
        ),
        ("recruitee", "acme", "https://acme.recruitee.com/api/offers/"),
        ("recruitee", "jobs.acme.example", "https://jobs.acme.example/api/offers/"),
        ("personio", "Acme", "https://acme.jobs.personio.de/xml?language=en"),
    ],
)
def test_requests_of_a_board(name: str, token: str, url: str) -> None:
    (request,) = board_named(name).requests(token, Ask(query="data", limit=3))
    assert (request.url, request.board, request.method) == (url, token, "GET")
    assert "Authorization" not in request.headers


def test_lever_is_asked_for_json() -> None:
    (request,) = board_named("lever").requests("acme", Ask())
    assert request.headers == {"Accept": "application/json"}


@pytest.mark.parametrize("name", NAMES)
def test_facts_of_a_board(name: str) -> None:
    board = board_named(name)
    assert board.name == name
    assert board.base_url.startswith("https://")
    assert board.example.startswith(f"{name}:")
    assert board.requests(board.example.partition(":")[2], Ask())


# --- answers without postings -------------------------------------------------------------------------------

EMPTY: dict[str, Any] = {
    "greenhouse": {"jobs": [], "meta": {"total": 0}},
    "lever": [],
    "ashby": {"jobs": [], "apiVersion": "1"},
    "smartrecruiters": {"offset": 0, "limit": 100, "totalFound": 0, "content": []},
    "recruitee": {"offers": []},
    "personio": etree.fromstring("<workzag-jobs/>"),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_board_is_an_empty_page(name: str) -> None:
    page = read(name, EMPTY[name])
    assert (page.postings, page.next, page.listed, page.not_found) == ((), (), (), False)


def test_zero_of_smartrecruiters_proves_nothing() -> None:
    assert read("smartrecruiters", EMPTY["smartrecruiters"]).expected is None
    assert read("greenhouse", EMPTY["greenhouse"]).expected == 0


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("greenhouse", {"status": 404, "error": "Job not found"}),
        ("lever", {"ok": False, "error": "Document not found"}),
    ],
)
def test_an_answer_may_say_that_there_is_no_such_board(name: str, payload: Any) -> None:
    assert read(name, payload).not_found


@pytest.mark.parametrize(
    "payload", [None, 3, "text", [3], {"error": "x"}, {"jobs": {}}, {"jobs": None}, [[]]]
)
@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_envelope_is_damaged(name: str, payload: Any) -> None:
    if name == "lever" and isinstance(payload, list):
        assert failures(read(name, payload)) == [("answer.json#1", "damaged")]
        return
    with pytest.raises(SourceError) as caught:
        read(name, payload)
    assert caught.value.reason == "damaged"
    assert board_named(name).title in caught.value.detail


@pytest.mark.parametrize("name", ["greenhouse", "lever", "workable", "smartrecruiters"])
@pytest.mark.parametrize("payload", [None, [], {}, {"id": 1}, "x"])
def test_a_posting_without_its_members_is_damaged(name: str, payload: Any) -> None:
    with pytest.raises(SourceError, match=r"sends|expected"):
        read(name, payload, step="posting")


# --- rows ---------------------------------------------------------------------------------------------------


def rows_of(name: str) -> tuple[list[Any], Any]:
    """The rows of the invented answer of a board, and the answer that holds them."""
    files = {
        "greenhouse": "halyardtides-jobs.json",
        "lever": "ospreykites-postings.json",
        "ashby": "meadow-works.json",
        "workable": "wherrymark.json",
        "smartrecruiters": "millrace-page-1.json",
        "recruitee": "windroos-offers.json",
    }
    payload = json.loads((FIXTURES / f"board-{name}" / files[name]).read_text(encoding="utf-8"))
    if isinstance(payload, list):
        return payload, payload
    return next(value for value in payload.values() if isinstance(value, list)), payload


@pytest.mark.parametrize(("name", "good"), [("greenhouse", 2), ("lever", 2), ("ashby", 2), ("recruitee", 2)])
def test_a_broken_row_is_told_and_the_others_are_read(name: str, good: int) -> None:
    rows, payload = rows_of(name)
    bare = {key: value for key, value in rows[0].items() if not isinstance(value, str | list | dict)}
    rows[1:1] = ["text", None, {"title": "no id"}, {**bare, "id": "bare-1", "title": "T", "content": ""}]
    page = read(name, payload)
    assert failures(page) == [
        ("answer.json#2", "damaged"),
        ("answer.json#3", "damaged"),
        ("answer.json#4", "damaged"),
        ("answer.json#5", "no_text"),
    ]
    assert len(page.postings) == good + 4
    assert "bare-1" in page.listed


@pytest.mark.parametrize("name", ["greenhouse", "lever", "ashby", "recruitee"])
def test_a_row_that_is_sent_twice_is_one_posting(name: str) -> None:
    rows, payload = rows_of(name)
    once = read(name, payload)
    rows += list(rows)
    assert read(name, payload) == once
    assert len(set(once.listed)) == len(once.listed)


def greenhouse_job(**changes: Any) -> dict[str, Any]:
    row = {
        "id": 12,
        "title": " Analyst ",
        "absolute_url": "https://boards.greenhouse.io/acme/jobs/12",
        "updated_at": "2026-08-30T08:50:01-04:00",
        "location": {"name": "Bern"},
        "content": "&lt;p&gt;R&amp;amp;D with a &amp;lt; b&lt;/p&gt;",
    }
    return row | changes


@pytest.mark.parametrize(
    ("ranges", "pays"),
    [
        (
            [{"min_cents": 2500, "max_cents": 3050, "currency_type": "USD", "title": "Hourly"}],
            [(25, 30.5, "USD", "hour")],
        ),
        ([{"min_cents": 0, "max_cents": 0, "currency_type": "USD"}], []),
        (
            [{"min_cents": None, "max_cents": 100000, "currency_type": "GBP", "title": None}],
            [(None, 1000, "GBP", "")],
        ),
        ([{"min_cents": 900, "max_cents": 100, "currency_type": "USD"}], []),
        ([{"min_cents": "x", "max_cents": True}, None, 3], []),
        (None, []),
        ("free", []),
    ],
)
def test_pay_of_greenhouse_is_in_cents(ranges: Any, pays: list[tuple[Any, ...]]) -> None:
    page = read("greenhouse", {"jobs": [greenhouse_job(pay_input_ranges=ranges)]})
    assert only_posting(page).base_salary == tuple(Pay(*pay) for pay in pays)


def test_content_of_greenhouse_is_unescaped_once() -> None:
    posting = only_posting(read("greenhouse", {"jobs": [greenhouse_job()]}))
    assert (posting.id, posting.title, posting.text) == ("greenhouse:acme:12", "Analyst", "R&D with a < b")
    assert posting.date_posted == ""
    plain = only_posting(
        read("greenhouse", {"jobs": [greenhouse_job(content="<p>R&amp;D with a &lt; b</p>")]})
    )
    assert plain.text == posting.text


def test_one_posting_of_greenhouse() -> None:
    request = board_named("greenhouse").posting_url("https://boards.greenhouse.io/acme/jobs/12")
    page = read("greenhouse", greenhouse_job(), request)
    assert (only_posting(page).id, only_posting(page).origin) == ("greenhouse:acme:12", "answer.json")


def test_a_list_of_greenhouse_without_content_asks_for_it() -> None:
    job = greenhouse_job()
    del job["content"]
    page = read("greenhouse", {"jobs": [job], "meta": {"total": 1}})
    assert (page.postings, page.listed, page.expected) == ((), ("12",), 1)
    assert "content=true" in page.next[0].url


@pytest.mark.parametrize(
    "metadata", [None, {}, "x", [None, 3, {"name": None}, {"name": "Employment Type", "value": {"a": 1}}]]
)
def test_fields_of_an_employers_own_may_be_anything(metadata: Any) -> None:
    posting = only_posting(read("greenhouse", {"jobs": [greenhouse_job(metadata=metadata)]}))
    assert (posting.employment_type, posting.job_location_type) == ((), "")


def lever_posting(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"id-{number}",
        "text": "Analyst",
        "hostedUrl": f"https://jobs.lever.co/acme/id-{number}",
        "categories": {},
        "description": "<div>We bake.</div>",
        "lists": [],
        "createdAt": 1788220800000,
    }
    return row | changes


def test_a_full_page_of_lever_is_followed() -> None:
    rows = [lever_posting(number) for number in range(100)]
    page = read("lever", rows)
    assert urls(page) == ["https://api.lever.co/v0/postings/acme?mode=json&skip=100&limit=100"]
    following = read("lever", [lever_posting(number) for number in range(100, 130)], page.next[0])
    assert (len(following.postings), following.next) == (30, ())
    assert urls(read("lever", rows, page.next[0])) == [
        "https://api.lever.co/v0/postings/acme?mode=json&skip=200&limit=100"
    ]


@pytest.mark.parametrize(
    ("created", "day"),
    [
        (1788220800000, "2026-09-01"),
        ("1788220800000", "2026-09-01"),
        (None, ""),
        (True, ""),
        (10**400, ""),
        ([], ""),
    ],
)
def test_dates_of_lever(created: Any, day: str) -> None:
    page = read("lever", [lever_posting(createdAt=created)])
    if created == 10**400:
        assert failures(page) == [("answer.json#1", "failed")]
    else:
        assert only_posting(page).date_posted == day


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("unspecified", ""),
        ("on-site", "onsite"),
        ("onsite", "onsite"),
        ("remote", "remote"),
        ("hybrid", "hybrid"),
        (None, ""),
    ],
)
def test_places_of_work_of_lever(kind: Any, type_: str) -> None:
    assert only_posting(read("lever", [lever_posting(workplaceType=kind)])).job_location_type == type_


def test_a_posting_of_lever_has_its_parts_in_order() -> None:
    row = lever_posting(
        description="",
        descriptionPlain="We bake.\n\nYou knead.",
        lists=[
            {"text": "You bring", "content": "<li>R&amp;D</li><li>CI&#x2F;CD</li>"},
            None,
            {"text": "Alone"},
        ],
        additionalPlain="Bread is free.",
    )
    text = only_posting(read("lever", [row])).text
    assert text == "We bake.\n\nYou knead.\n\nYou bring\n- R&D\n- CI/CD\n\nBread is free."


def ashby_job(**changes: Any) -> dict[str, Any]:
    row = {
        "id": UUID,
        "title": "Analyst",
        "jobUrl": f"https://jobs.ashbyhq.com/acme/{UUID}",
        "isListed": True,
        "publishedAt": "2026-08-30T08:50:01.158+00:00",
        "descriptionHtml": "<p>We bake.</p>",
    }
    return row | changes


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ({"isRemote": True, "workplaceType": "Hybrid"}, "hybrid"),
        ({"isRemote": True, "workplaceType": "OnSite"}, "onsite"),
        ({"isRemote": True, "workplaceType": None}, "remote"),
        ({"isRemote": False}, ""),
        ({"isRemote": "yes"}, ""),
    ],
)
def test_the_kind_of_workplace_of_ashby_wins(fields: dict[str, Any], type_: str) -> None:
    assert only_posting(read("ashby", {"jobs": [ashby_job(**fields)]})).job_location_type == type_


def test_one_posting_of_ashby_is_taken_from_its_board() -> None:
    request = board_named("ashby").posting_url(f"https://jobs.ashbyhq.com/acme/{UUID}")
    other = ashby_job(id="11111111-1111-4222-8333-444455556666")
    assert only_posting(read("ashby", {"jobs": [other, ashby_job()]}, request)).id == f"ashby:acme:{UUID}"
    assert read("ashby", {"jobs": [other]}, request).postings == ()


def test_pay_of_ashby_that_is_not_to_be_shown_is_not() -> None:
    component = {
        "compensationType": "Salary",
        "interval": "1 HOUR",
        "currencyCode": "USD",
        "minValue": 20,
        "maxValue": 30,
    }
    compensation = {"compensationTierSummary": "$20 – $30", "summaryComponents": [component]}
    shown = only_posting(read("ashby", {"jobs": [ashby_job(compensation=compensation)]}))
    assert shown.base_salary == (Pay(20.0, 30.0, "USD", "hour"),)
    assert shown.text == "We bake.\n\nCompensation\n$20 – $30"
    job = ashby_job(compensation=compensation, shouldDisplayCompensationOnJobPostings=False)
    hidden = only_posting(read("ashby", {"jobs": [job]}))
    assert (hidden.base_salary, hidden.text) == ((), "We bake.")


# --- boards whose texts come one by one ---------------------------------------------------------------------


def test_rows_of_workable_without_texts_ask_for_each_once() -> None:
    row = {"title": "Analyst", "shortcode": "AB12", "telecommuting": True}
    page = read("workable", {"name": "Acme", "jobs": [row, dict(row), {"title": "x"}]})
    assert urls(page) == ["https://apply.workable.com/api/v2/accounts/acme/jobs/AB12"]
    assert (page.listed, failures(page)) == (("AB12",), [("answer.json#1", "damaged")])
    detail = {
        "shortcode": "AB12",
        "title": "Analyst",
        "description": "<p>We bake.</p>",
        "requirements": "<p>Flour</p>",
    }
    posting = only_posting(read("workable", {**detail, "type": "full", "workplace": "on_site"}, page.next[0]))
    assert (posting.hiring_organization, posting.text) == ("Acme", "We bake.\n\nRequirements\nFlour")
    assert (posting.employment_type, posting.job_location_type) == (("FULL_TIME",), "onsite")
    assert posting.url == "https://apply.workable.com/j/AB12"


def test_an_empty_widget_of_workable_leads_to_the_list_of_its_site() -> None:
    (request,) = read("workable", {"name": "Acme", "jobs": []}).next
    assert (request.method, request.url) == ("POST", "https://apply.workable.com/api/v3/accounts/acme/jobs")
    assert request.json == {"query": "", "location": [], "department": [], "worktype": []}
    page = read(
        "workable", {"total": 2, "results": [{"id": 1, "shortcode": "AB12"}], "nextPage": "t0k"}, request
    )
    further, text = page.next
    assert further.json == {**request.json, "token": "t0k"}
    assert (text.step, dict(text.carry)) == ("posting", {"company": "Acme"})
    assert (page.expected, page.listed) == (2, ("AB12",))
    last = read("workable", {"total": 2, "results": [], "nextPage": "t0k"}, further)
    assert last.next == ()


def test_pages_of_smartrecruiters_are_followed_to_the_stated_end() -> None:
    rows = [{"id": str(number), "name": "Analyst"} for number in range(3)]
    page = read("smartrecruiters", {"offset": 0, "limit": 100, "totalFound": 5, "content": rows})
    assert urls(page) == [
        "https://api.smartrecruiters.com/v1/companies/acme/postings?limit=100&offset=3",
        *(f"https://api.smartrecruiters.com/v1/companies/acme/postings/{number}" for number in range(3)),
    ]
    assert (page.expected, page.listed) == (5, ("0", "1", "2"))
    fewer = {"offset": 3, "limit": 100, "totalFound": 4, "content": [{"id": "2"}, {"id": "3"}]}
    last = read("smartrecruiters", fewer, page.next[0])
    assert [request.step for request in last.next] == ["posting", "posting"]


@pytest.mark.parametrize(
    ("place", "own", "type_"),
    [
        ({"remote": False, "hybrid": False}, [], ""),
        ({"remote": True, "hybrid": True}, [], "hybrid"),
        ({"remote": True}, [{"fieldLabel": "Work flexibility", "valueLabel": "Office-based"}], "remote"),
        ({"remote": False}, [{"fieldLabel": "Work flexibility", "valueLabel": "Office-based"}], "onsite"),
        ({"remote": False}, [{"fieldLabel": "Brand", "valueLabel": "Remote"}], ""),
        (None, [None, {"fieldLabel": 3}], ""),
    ],
)
def test_the_workplace_of_smartrecruiters(place: Any, own: list[Any], type_: str) -> None:
    sections = {"jobDescription": {"title": "Job Description", "text": "<p>You bake.</p>"}}
    payload = {
        "id": "7",
        "name": "A  B ",
        "location": place,
        "customField": own,
        "jobAd": {"sections": sections},
    }
    posting = only_posting(read("smartrecruiters", payload, step="posting"))
    assert (posting.job_location_type, posting.title) == (type_, "A B")
    assert posting.text == "Job Description\nYou bake."


@pytest.mark.parametrize(
    ("flags", "type_"),
    [
        ({"remote": True, "hybrid": False, "on_site": False}, "remote"),
        ({"remote": True, "hybrid": True, "on_site": True}, "hybrid"),
        ({"remote": True, "on_site": True}, ""),
        ({"on_site": True}, "onsite"),
        ({"remote": False}, ""),
    ],
)
def test_the_workplace_of_recruitee(flags: dict[str, Any], type_: str) -> None:
    offer = {"id": 7, "slug": "a", "title": "A", "description": "We bake.", **flags}
    assert only_posting(read("recruitee", {"offers": [offer]})).job_location_type == type_


def test_one_offer_of_recruitee_is_taken_from_the_list() -> None:
    request = board_named("recruitee").posting_url("https://acme.recruitee.com/o/baker")
    offers = [{"id": 7, "slug": slug, "title": slug, "description": "We bake."} for slug in ("a", "baker")]
    assert only_posting(read("recruitee", {"offers": offers}, request)).title == "baker"


# --- Personio -----------------------------------------------------------------------------------------------


def feed(*positions: str) -> Any:
    return parse_payload(f"<workzag-jobs>{''.join(positions)}</workzag-jobs>".encode(), content="xml")


def position(native: str, text: str = "", **members: str) -> str:
    parts = (
        f"<jobDescription><name>Tasks</name><value><![CDATA[{text}]]></value></jobDescription>"
        if text
        else ""
    )
    rest = "".join(f"<{name}>{value}</{name}>" for name, value in members.items())
    texts = f"<jobDescriptions>{parts}</jobDescriptions>"
    return f"<position><id>{native}</id><name>N</name>{texts}{rest}</position>"


def test_positions_without_texts_are_asked_for_in_other_languages() -> None:
    page = read("personio", feed(position("1", "<p>You bake.</p>"), position("2"), position("3")))
    assert only_posting(page).text == "Tasks\nYou bake."
    assert page.listed == ("1", "2", "3")
    assert urls(page) == ["https://acme.jobs.personio.de/xml?language=de"]
    assert page.next[0].step == "posting"
    german = read(
        "personio", feed(position("1", "Du backst."), position("2", "Du fegst."), position("3")), page.next[0]
    )
    assert only_posting(german).id == "personio:acme:2"
    assert urls(german) == ["https://acme.jobs.personio.de/xml"]
    last = read("personio", feed(position("2", "x"), position("3")), german.next[0])
    assert (failures(last), last.next) == ([("answer.json#1", "no_text")], ())


@pytest.mark.parametrize(
    ("members", "types"),
    [
        ({"schedule": "full-time", "employmentType": "permanent"}, ("FULL_TIME",)),
        (
            {"schedule": "full-or-part-time", "employmentType": "trainee"},
            ("FULL_TIME", "PART_TIME", "INTERN"),
        ),
        ({"schedule": "part-time", "employmentType": "freelance"}, ("PART_TIME", "CONTRACTOR")),
        ({}, ()),
    ],
)
def test_employment_of_personio(members: dict[str, str], types: tuple[str, ...]) -> None:
    assert only_posting(read("personio", feed(position("1", "x", **members)))).employment_type == types


@pytest.mark.parametrize(
    ("years", "line"),
    [
        ("lt-1", "0-1 years of experience"),
        ("7-10", "7-10 years of experience"),
        ("gt-15", "15+ years of experience"),
    ],
)
def test_years_of_personio_are_told_in_words(years: str, line: str) -> None:
    posting = only_posting(
        read("personio", feed(position("1", "x", yearsOfExperience=years, seniority="student")))
    )
    assert posting.text == f"Tasks\nx\n\n{line}"


def test_a_feed_that_declares_a_document_type_is_refused() -> None:
    body = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workzag-jobs><position><name>&a;</name></position></workzag-jobs>'
    )
    with pytest.raises(SourceError) as caught:
        parse_payload(body, content="xml")
    assert caught.value.reason == "unsafe"


def test_a_page_in_place_of_a_feed_is_damaged() -> None:
    with pytest.raises(SourceError, match="begins with 'html'"):
        read("personio", etree.fromstring("<html/>"))


# --- saved answers, and hostile ones ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("greenhouse", "halyardtides"),
        ("lever", "ospreykites"),
        ("ashby", "Meadow Works"),
        ("workable", ""),
        ("smartrecruiters", "MillraceMills"),
        ("recruitee", "windroos"),
    ],
)
def test_a_saved_answer_is_recognised(name: str, token: str) -> None:
    rows, payload = rows_of(name)
    found = recognise(payload)
    assert found is not None
    assert (found[0].name, found[1].board) == (name, token)
    assert recognise({"rows": rows}) is None


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "text",
        [],
        {},
        {"jobs": []},
        {"jobs": [{"id": 1, "title": "A", "description": "x"}]},
        {"jobs": [{"id": 1, "title": "A", "url": "u", "location": "x", "content": "x"}]},
        {"offers": [{"id": 1, "title": "A", "price": 3}]},
        {"content": [{"id": 1, "name": "A", "company": "x", "location": "y"}]},
        [{"id": 1, "text": "A tweet"}],
        {"id": 1, "text": "A row", "title": "A"},
        {"results": [{"id": 1, "title": "A", "shortcode": "x"}]},
    ],
)
def test_rows_of_anybody_are_no_boards(payload: Any) -> None:
    assert [name for name in NAMES if board_named(name).recognise(payload) is not None] == []


ODD: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)


def mangled(value: Any, draw: Any) -> Any:
    """The value with some of its parts replaced by odd ones."""
    if draw(st.integers(0, 11)) == 0:
        return draw(ODD)
    if isinstance(value, dict):
        return {key: mangled(inner, draw) for key, inner in value.items() if draw(st.integers(0, 19))}
    if isinstance(value, list):
        return [mangled(inner, draw) for inner in value]
    return value


@pytest.mark.parametrize("name", ["greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_mangled_answers_raise_nothing_but_source_errors(name: str, data: st.DataObject) -> None:
    payload = mangled(rows_of(name)[1], data.draw)
    board = board_named(name)
    board.recognise(payload)
    for step in ("list", "widget", "posting"):
        request = replace(board.requests("acme", Ask())[0], step=step)
        try:
            page = board.read(Answer(request, payload, "answer.json"))
        except SourceError:
            continue
        postings = [found for found in page.postings if isinstance(found, Posting)]
        assert all(posting.text.strip() and posting.id.startswith(f"{name}:acme:") for posting in postings)
        assert len({posting.id for posting in postings}) == len(postings)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.text(max_size=4), st.text(max_size=9)), max_size=4),
    st.sampled_from(["position", "x"]),
)
def test_mangled_feeds_raise_nothing_but_source_errors(parts: list[tuple[str, str]], name: str) -> None:
    root = etree.Element("workzag-jobs")
    for native, text in parts:
        child = etree.SubElement(root, name)
        etree.SubElement(child, "id").text = "".join(char for char in native if char.isprintable())
        description = etree.SubElement(etree.SubElement(child, "jobDescriptions"), "jobDescription")
        etree.SubElement(description, "value").text = "".join(char for char in text if char.isprintable())
    page = read("personio", root)
    assert all(isinstance(found, Posting | Failure) for found in page.postings)
