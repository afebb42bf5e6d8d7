"""Teamtailor, BambooHR, Workday, Breezy, Pinpoint, Rippling, Adzuna, USAJOBS, The Muse, Remote OK, Remotive.

Their addresses, their requests, and what is read of good, odd and broken answers.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.errors import Failure, SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards import board_named, board_of_url, recognise
from jobscan.sources.boards.board import Answer, Ask, Page, Request
from jobscan.sources.boards.display_pay import display_pay
from jobscan.sources.payloads import parse_payload

FIXTURES = Path(__file__).parents[1] / "fixtures"
NAMES = tuple(
    "teamtailor bamboohr workday breezy pinpoint rippling adzuna usajobs themuse remoteok remotive".split()
)
KEYS = {
    "ADZUNA_APP_ID": "app-id-77",
    "ADZUNA_APP_KEY": "app-key-77",
    "USAJOBS_EMAIL": "finch@example.org",
    "USAJOBS_KEY": "auth-key-77",
}
SECRETS = ("app-id-77", "app-key-77", "finch@example.org", "auth-key-77")
TOKENS = {
    "teamtailor": "acme",
    "bamboohr": "acme",
    "workday": "acme.wd3/Careers",
    "breezy": "acme",
    "pinpoint": "acme",
    "rippling": "acme",
    "adzuna": "gb",
}


def first(name: str, **asked: Any) -> Request:
    (request,) = board_named(name).requests(TOKENS.get(name, ""), Ask(keys=KEYS, **asked))
    return request


def read(name: str, payload: Any, request: Request | None = None, *, url: str = "") -> Page:
    return board_named(name).read(Answer(request or first(name), payload, "answer.json", url))


def one(name: str, payload: Any, request: Request | None = None) -> Posting:
    """The one posting of an answer, whatever else it says."""
    (posting,) = read(name, payload, request).postings
    assert isinstance(posting, Posting), posting
    return posting


# Addresses


ROUTES: tuple[tuple[str, str | None, str], ...] = (
    ("https://acme.teamtailor.com/jobs", "teamtailor", "acme"),
    ("https://ACME.teamtailor.com/jobs.json?page=2", "teamtailor", "acme"),
    ("https://acme.na.teamtailor.com/jobs/123-engineer", "teamtailor", "acme.na"),
    ("https://app.teamtailor.com/companies", None, ""),
    ("https://acme.bamboohr.com/careers/86", "bamboohr", "acme"),
    ("https://www.bamboohr.com/pricing", None, ""),
    (
        "https://acme.wd5.myworkdayjobs.com/en-US/External_Site/job/Cork/Baker_R-1",
        "workday",
        "acme.wd5/External_Site",
    ),
    ("https://acme.wd5.myworkdayjobs.com/External_Site", "workday", "acme.wd5/External_Site"),
    ("https://acme.wd12.myworkdayjobs.com/de/Jobs/", "workday", "acme.wd12/Jobs"),
    (
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External_Site/jobs",
        "workday",
        "acme.wd5/External_Site",
    ),
    ("https://wd5.myworkdaysite.com/en-US/recruiting/acme/Jobs/job/x", "workday", "acme.wd5/Jobs"),
    ("https://my_acme.wd1.myworkdayjobs.com/Jobs", "workday", "my_acme.wd1/Jobs"),
    ("https://acme.wd5.myworkdayjobs.com/", None, ""),
    ("https://acme.breezy.hr/p/98323abf2296-baker", "breezy", "acme"),
    ("https://app.breezy.hr/signin", None, ""),
    ("https://acme.pinpointhq.com/en/postings/70011", "pinpoint", "acme"),
    ("https://ats.rippling.com/acme/jobs", "rippling", "acme"),
    ("https://ats.rippling.com/en-GB/acme-2/jobs/x", "rippling", "acme-2"),
    ("https://api.rippling.com/platform/api/ats/v1/board/acme/jobs", "rippling", "acme"),
    ("https://api.rippling.com/platform/other", None, ""),
    ("https://www.adzuna.co.uk/jobs/search?q=baker", "adzuna", "gb"),
    ("https://www.adzuna.com/", "adzuna", "us"),
    ("https://www.adzuna.com/land/ad/1", None, ""),
    ("https://api.adzuna.com/v1/api/jobs/fr/search/1?app_id=x", "adzuna", "fr"),
    ("https://www.usajobs.gov/Search/Results?k=baker", "usajobs", ""),
    ("https://data.usajobs.gov/api/search", "usajobs", ""),
    ("https://www.usajobs.gov/job/700001", None, ""),
    ("https://www.themuse.com/api/public/jobs?page=0", "themuse", ""),
    ("https://www.themuse.com/jobs/globex/baker", None, ""),
    ("https://remoteOK.com/remote-python-jobs", "remoteok", ""),
    ("https://remoteok.com/remote-jobs/1", None, ""),
    ("https://remotive.com/remote-jobs/data", "remotive", ""),
    ("https://remotive.com/remote-jobs/data/x-1", None, ""),
    ("https://notremotive.com/x", None, ""),
    ("https://teamtailor.com.evil.example/jobs", None, ""),
    ("https://user@acme.bamboohr.com/careers", None, ""),
    ("ftp://acme.breezy.hr/json", None, ""),
    ("http://[", None, ""),
    ("", None, ""),
)


@pytest.mark.parametrize(("url", "name", "token"), ROUTES, ids=[route[0] or "empty" for route in ROUTES])
def test_address_belongs_to_a_board(url: str, name: str | None, token: str) -> None:
    found = [(board, board_named(board).route(url)) for board in NAMES]
    assert [(board, got) for board, got in found if got is not None] == ([(name, token)] if name else [])
    if name:
        board, got = board_of_url(url) or (None, None)
        assert (board and board.name, got) == (name, token)


ONES: tuple[tuple[str, str], ...] = (
    ("https://acme.teamtailor.com/jobs/123-baker", "https://acme.teamtailor.com/jobs/123"),
    ("https://acme.bamboohr.com/careers/86", "https://acme.bamboohr.com/careers/86/detail"),
    (
        "https://acme.wd5.myworkdayjobs.com/en-US/Jobs/job/Cork-C%2B%2B/Baker_R-1/apply",
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Jobs/job/Cork-C++/Baker_R-1",
    ),
    (
        "https://acme.wd5.myworkdayjobs.com/Jobs/details/Baker_R-1?q=x",
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Jobs/job/Baker_R-1",
    ),
    ("https://acme.breezy.hr/p/98323abf2296-baker/apply", "https://acme.breezy.hr/p/98323abf2296-baker"),
    ("https://acme.pinpointhq.com/en/postings/70011", "https://acme.pinpointhq.com/en/postings/70011"),
    (
        "https://ats.rippling.com/acme/jobs/2F0674E6-f01f-4ecd-b459-e947241c211f",
        "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs/2f0674e6-f01f-4ecd-b459-e947241c211f",
    ),
)


@pytest.mark.parametrize(("url", "asked"), ONES, ids=[url for url, _ in ONES])
def test_address_of_one_posting_is_asked_for_alone(url: str, asked: str) -> None:
    found = [request for name in NAMES if (request := board_named(name).posting_url(url))]
    assert [(request.url, request.step) for request in found] == [(asked, "posting")]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.teamtailor.com/jobs",
        "https://acme.bamboohr.com/careers/list",
        "https://acme.bamboohr.com/careers/86%2F..%2F..",
        "https://acme.wd5.myworkdayjobs.com/Jobs/job",
        "https://acme.wd5.myworkdayjobs.com/Jobs/job/%2e%2e/x",
        "https://acme.breezy.hr/p/..",
        "https://ats.rippling.com/acme/jobs/1",
        "https://www.usajobs.gov/job/700001",
    ],
)
def test_address_of_no_single_posting_is_not(url: str) -> None:
    assert [name for name in NAMES if board_named(name).posting_url(url)] == []


UNSAFE = (
    "",
    "..",
    "a/b",
    "a b",
    "acme.example.com/x",
    "acme@evil",
    "a?b",
    "a#b",
    "acme\n",
    "127.0.0.1",
    "a" * 200,
)


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("token", UNSAFE)
def test_unsafe_token_is_refused(name: str, token: str) -> None:
    if name == "rippling" and token == "127.0.0.1":
        pytest.skip("a part of a path, where it does no harm")
    with pytest.raises(SourceError) as error:
        board_named(name).requests(token, Ask(keys=KEYS))
    assert error.value.reason == "unsafe"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in TOKENS])
def test_source_that_is_one_board_takes_no_token(name: str) -> None:
    with pytest.raises(SourceError, match="one board"):
        board_named(name).requests("acme", Ask(keys=KEYS))


# Requests


def test_first_requests() -> None:
    assert {name: first(name).url for name in NAMES if name not in ("adzuna", "usajobs")} == {
        "teamtailor": "https://acme.teamtailor.com/jobs.json",
        "bamboohr": "https://acme.bamboohr.com/careers/list",
        "workday": "https://acme.wd3.myworkdayjobs.com/wday/cxs/acme/Careers/jobs",
        "breezy": "https://acme.breezy.hr/json?verbose=true",
        "pinpoint": "https://acme.pinpointhq.com/postings.json",
        "rippling": "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs",
        "themuse": "https://www.themuse.com/api/public/jobs?page=0",
        "remoteok": "https://remoteok.com/api",
        "remotive": "https://remotive.com/api/remote-jobs",
    }


def test_teamtailor_takes_the_host_of_a_careers_site() -> None:
    (request,) = board_named("teamtailor").requests("jobs.acme.example", Ask())
    assert (request.url, request.board) == ("https://jobs.acme.example/jobs.json", "jobs.acme.example")


def test_workday_posts_a_search_of_twenty() -> None:
    request = first("workday", query="baker")
    assert request.method == "POST"
    assert request.json == {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": "baker"}


def test_adzuna_asks_with_the_users_key_and_says_that_it_is_secret() -> None:
    request = first("adzuna", query="data engineer", location="Leeds")
    assert parse_qs(urlsplit(request.url).query) == {
        "app_id": ["app-id-77"],
        "app_key": ["app-key-77"],
        "results_per_page": ["50"],
        "sort_by": ["date"],
        "what": ["data engineer"],
        "where": ["Leeds"],
    }
    assert set(request.secret) == {"app_id", "app_key"}


def test_usajobs_asks_with_headers_that_are_secret() -> None:
    request = first("usajobs", query="statistician")
    assert request.headers == {"User-Agent": "finch@example.org", "Authorization-Key": "auth-key-77"}
    assert set(request.secret) == set(request.headers)
    assert request.url.endswith("?Keyword=statistician&Fields=Full&ResultsPerPage=500&Page=1")


@pytest.mark.parametrize(("name", "token"), [("adzuna", "gb"), ("usajobs", "")])
def test_missing_key_is_told(name: str, token: str) -> None:
    with pytest.raises(SourceError, match="needs your own key"):
        board_named(name).requests(token, Ask())


def test_limits_that_sources_ask_for() -> None:
    assert board_named("remotive").min_interval_s >= 24 * 3600 / 4
    assert board_named("adzuna").spacing_s >= 60 / 25
    assert {name for name in NAMES if board_named(name).attribution} == {
        "adzuna",
        "themuse",
        "remoteok",
        "remotive",
    }
    assert all(
        board_named(name).terms_url for name in ("adzuna", "usajobs", "themuse", "remoteok", "remotive")
    )


# Answers in general


@cache
def fixture(file: str) -> Any:
    (path,) = FIXTURES.glob(f"*/{file}")
    return parse_payload(path.read_bytes(), content="any")


LISTS = {
    "teamtailor": "heron-feed.json",
    "bamboohr": "lantern-list.json",
    "workday": "quill-list.json",
    "breezy": "tidepool-board.json",
    "pinpoint": "umber-postings.json",
    "rippling": "marlowe-list.json",
    "adzuna": "adzuna-search.json",
    "usajobs": "usajobs-search.json",
    "themuse": "muse-page-0.json",
    "remoteok": "remoteok-api.json",
    "remotive": "remotive-feed.json",
}
DETAILS = {"bamboohr": "lantern-41.json", "workday": "quill-r-20261.json", "rippling": "marlowe-a001.json"}
ROWS = {
    "teamtailor": ("items",),
    "bamboohr": ("result",),
    "workday": ("jobPostings",),
    "breezy": (),
    "pinpoint": ("data",),
    "rippling": (),
    "adzuna": ("results",),
    "usajobs": ("SearchResult", "SearchResultItems"),
    "themuse": ("results",),
    "remoteok": (),
    "remotive": ("jobs",),
}


def with_rows(name: str, change: Any) -> Any:
    """The list of a fixture with its rows changed."""
    payload = copy.deepcopy(fixture(LISTS[name]))
    if not ROWS[name]:
        return change(payload)
    within = payload
    for key in ROWS[name][:-1]:
        within = within[key]
    within[ROWS[name][-1]] = change(within[ROWS[name][-1]])
    return payload


@pytest.mark.parametrize("name", NAMES)
def test_saved_answer_is_recognised(name: str) -> None:
    found = recognise(fixture(LISTS[name]))
    assert found is not None
    assert found[0].name == name


@pytest.mark.parametrize("name", DETAILS)
def test_saved_text_is_recognised_with_its_board(name: str) -> None:
    found = recognise(fixture(DETAILS[name]))
    assert found is not None
    board, request = found
    assert (board.name, request.step) == (name, "posting")
    assert request.board in ("lanternbakery", "quillfeather.wd3/Careers", "marlowe-maps")


@pytest.mark.parametrize("name", NAMES)
def test_other_payloads_are_not_recognised(name: str) -> None:
    others = [
        *(fixture(LISTS[other]) for other in NAMES if other != name),
        {},
        [],
        None,
        7,
        "x",
        [{}],
        {"jobs": []},
    ]
    others += [
        {"data": [{}]},
        {"results": [7]},
        {"result": [None]},
        {"items": "x", "version": 1},
        [None, [], 1],
    ]
    assert [other for other in others if board_named(name).recognise(other) is not None] == []


@pytest.mark.parametrize("name", NAMES)
def test_empty_list_is_an_empty_page(name: str) -> None:
    page = read(name, with_rows(name, lambda _: []))
    assert (page.postings, page.next, page.listed) == ((), (), ())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "payload", [{"hello": "world"}, 7, None, "text"], ids=["object", "number", "null", "text"]
)
def test_wrong_envelope_is_told(name: str, payload: Any) -> None:
    with pytest.raises(SourceError) as error:
        read(name, payload)
    assert error.value.reason == "damaged"


@pytest.mark.parametrize("name", NAMES)
def test_repeated_rows_count_once(name: str) -> None:
    once, twice = read(name, fixture(LISTS[name])), read(name, with_rows(name, lambda rows: rows + rows))
    assert (once.postings, once.listed) == (twice.postings, twice.listed)
    assert {request.url for request in once.next} == {request.url for request in twice.next}


@pytest.mark.parametrize("name", NAMES)
def test_broken_rows_are_told_and_the_others_read(name: str) -> None:
    whole = read(name, fixture(LISTS[name]))
    page = read(name, with_rows(name, lambda rows: [None, *rows, {"odd": True}, [1]]))
    told = [found for found in page.postings if isinstance(found, Failure)]
    assert [found.reason for found in told] == ["damaged"] * 3
    assert all(found.origin.startswith("answer.json#") for found in told)
    assert page.listed == whole.listed
    assert {each.id for each in page.postings if isinstance(each, Posting)} == {
        each.id for each in whole.postings if isinstance(each, Posting)
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_credential_shows_in_what_is_read(name: str) -> None:
    page = read(name, fixture(LISTS[name]))
    shown = json.dumps([asdict(found) for found in page.postings]) + repr(
        (page.notes, page.capped, page.listed)
    )
    assert not [secret for secret in SECRETS if secret in shown]


# Teamtailor


def test_teamtailor_asks_further_pages_on_its_own_host_only() -> None:
    feed = copy.deepcopy(fixture("heron-feed.json"))
    feed["next_url"] = "https://acme.teamtailor.com/jobs.json?page=2"
    assert [request.url for request in read("teamtailor", feed).next] == [feed["next_url"]]
    feed["next_url"] = "https://evil.example/jobs.json?page=2"
    page = read("teamtailor", feed)
    assert page.next == ()
    assert "another host" in page.notes[0]
    feed["next_url"] = "https://acme.teamtailor.com/jobs.json"
    assert read("teamtailor", feed).next == (), "it names itself"


def test_teamtailor_item_without_text_is_no_posting() -> None:
    feed = {
        "items": [{"id": "x", "title": "Baker", "_jobposting": {"@type": "JobPosting", "title": "Baker"}}]
    }
    (failure,) = read("teamtailor", feed).postings
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.detail) == ("no_text", "Baker has no description")


# BambooHR


def test_bamboohr_asks_for_each_text_and_keeps_the_stated_count() -> None:
    page = read("bamboohr", {"meta": {"totalCount": 3}, "result": fixture("lantern-list.json")["result"]})
    assert (page.expected, page.listed) == (3, ("41", "42"))
    assert [request.url for request in page.next] == [
        "https://acme.bamboohr.com/careers/41/detail",
        "https://acme.bamboohr.com/careers/42/detail",
    ]


def test_bamboohr_marketing_site_means_no_such_board() -> None:
    assert read("bamboohr", "<html>Try it free", url="https://www.bamboohr.com/").not_found
    with pytest.raises(SourceError):
        read("bamboohr", "<html>Sign in", url="https://acme.bamboohr.com/login")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("0", "onsite"), ("1", "remote"), ("2", "hybrid"), (2, "hybrid"), (None, ""), ("9", "")],
)
def test_bamboohr_workplace_is_a_digit(stated: Any, expected: str) -> None:
    payload = copy.deepcopy(fixture("lantern-42.json"))
    payload["result"]["jobOpening"]["locationType"] = stated
    request = Request("https://acme.bamboohr.com/careers/42/detail", board="acme", step="posting")
    posting = one("bamboohr", payload, request)
    assert (posting.id, posting.job_location_type) == ("bamboohr:acme:42", expected)


# Workday


def workday_page(offset: int, total: int, rows: int, *, carried: int | None = None) -> Page:
    listed = [{"title": f"Baker {n}", "externalPath": f"/job/Cork/Baker_R-{offset + n}"} for n in range(rows)]
    request = first("workday")
    asked = replace(request, json={**(request.json or {}), "offset": offset}, carry={"total": carried})
    return read("workday", {"total": total, "jobPostings": listed}, asked)


def further(page: Page) -> list[int]:
    return [request.json["offset"] for request in page.next if request.json]


def test_workday_pages_by_the_total_of_the_first() -> None:
    page = workday_page(0, 45, 20)
    assert (page.expected, further(page), len(page.listed)) == (45, [20], 20)
    page = workday_page(20, 0, 20, carried=45)
    assert (page.expected, further(page)) == (None, [40])
    assert further(workday_page(40, 0, 5, carried=45)) == []
    assert further(workday_page(20, 0, 0, carried=45)) == [], "an empty page ends it"


def test_workday_without_a_total_goes_on_while_pages_are_full() -> None:
    assert further(workday_page(0, 0, 20)) == [20]
    assert further(workday_page(20, 0, 19)) == []


def test_workday_stops_at_its_cap_and_says_so() -> None:
    page = workday_page(1980, 0, 20, carried=2000)
    assert further(page) == []
    assert "at most 2,000" in page.capped
    assert workday_page(0, 1999, 20).capped == ""


def test_workday_path_cannot_leave_the_site() -> None:
    rows = [
        {"title": "x", "externalPath": path} for path in ("/job/../../x_1", "//evil.example/job_2", "/jobs_3")
    ]
    page = read("workday", {"total": 3, "jobPostings": rows})
    assert page.next == ()
    assert page.listed == ("1", "2", "3")


@pytest.mark.parametrize(
    ("entity", "tenant", "employer"),
    [
        ("CN05 Amber Line Shanghai WFOE", "amberline", "Amber Line"),
        ("AMBER LINE, Inc.", "amberline", "AMBER LINE"),
        ("Quill Holdings Ltd", "amberline", "Quill Holdings Ltd"),
        ("", "amberline", ""),
    ],
)
def test_workday_employer_is_not_the_legal_entity(entity: str, tenant: str, employer: str) -> None:
    payload = copy.deepcopy(fixture("quill-r-20262.json"))
    payload["hiringOrganization"]["name"] = entity
    request = Request("https://x.example/job/a_R-1", board=f"{tenant}.wd1/Jobs", step="posting")
    assert one("workday", payload, request).hiring_organization == employer


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Remote", "remote"),
        ("Hybrid", "hybrid"),
        ("On-site", "onsite"),
        ("Office - Flexible", ""),
        (None, ""),
    ],
)
def test_workday_label_of_the_workplace(label: Any, expected: str) -> None:
    payload = copy.deepcopy(fixture("quill-r-20262.json"))
    payload["jobPostingInfo"]["remoteType"] = label
    payload["jobPostingInfo"]["location"] = "2 Locations"
    posting = one("workday", payload, Request("", step="posting"))
    assert (posting.job_location_type, posting.job_location) == (expected, "")


def test_workday_posting_that_was_taken_down_is_none() -> None:
    payload = copy.deepcopy(fixture("quill-r-20262.json"))
    payload["jobPostingInfo"]["posted"] = False
    page = read("workday", payload, Request("", step="posting"))
    assert page.postings == ()
    assert "not posted any more" in page.notes[0]


# Breezy


def breezy_row(**more: Any) -> dict[str, Any]:
    row = {"id": "b1", "friendly_id": "b1-baker", "name": "Baker", "url": "https://acme.breezy.hr/p/b1-baker"}
    place = {"name": "Cork, IE", "country": {"id": "IE", "name": "Ireland"}, "is_remote": False}
    return {
        **row,
        "published_date": "2026-02-03T10:00:00.000Z",
        "location": place,
        "salary": "€15 / hour",
        **more,
    }


PAGE = """<html><head><title>Baker</title><script type="application/ld+json">{"@type": "JobPosting",
"title": "Baker at Acme", "description": "<p>You bake bread, and you taste it.</p>",
"datePosted": "2024-01-01", "hiringOrganization": "Acme Bread"}</script></head><body>Baker</body></html>"""


def test_breezy_text_comes_from_the_page_where_the_list_has_none() -> None:
    page = read("breezy", [breezy_row()])
    assert (page.postings, page.listed) == ((), ("b1",))
    (request,) = page.next
    assert (request.url, request.content) == ("https://acme.breezy.hr/p/b1-baker", "html")
    json.dumps(request.carry)

    posting = one("breezy", PAGE, request)
    assert (posting.id, posting.source) == ("breezy:acme:b1", "breezy")
    assert (posting.title, posting.text) == ("Baker", "You bake bread, and you taste it.")
    assert (posting.hiring_organization, posting.address_country) == ("Acme Bread", "IE")
    assert (posting.date_posted, posting.base_salary) == ("2026-02-03", (Pay(15, 15, "EUR", "hour"),))


def test_breezy_page_that_is_no_posting_is_told() -> None:
    (request,) = read("breezy", [breezy_row()]).next
    with pytest.raises(SourceError):
        read("breezy", "<html><body>Just a moment...</body></html>", request)


# Rippling


def test_rippling_rows_of_one_posting_are_one_request_with_all_places() -> None:
    page = read("rippling", fixture("marlowe-list.json"))
    assert len(page.next) == len(page.listed) == 2
    assert page.next[0].carry == {"places": ["Remote (Oregon, US)", "Remote (Utah, US)"]}


def test_rippling_places_of_the_list_stand_in_for_those_of_the_text() -> None:
    payload = {**fixture("marlowe-a001.json"), "workLocations": []}
    request = read("rippling", fixture("marlowe-list.json")).next[0]
    assert one("rippling", payload, request).job_location == "Remote (Oregon, US); Remote (Utah, US)"


# Pinpoint


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, (Pay(12, 14, "GBP", "hour"),)),
        ({"compensation_visible": False}, ()),
        ({"compensation_minimum": None, "compensation_maximum": None}, (Pay(12, 14, "GBP", "hour"),)),
        ({"compensation_minimum": 0, "compensation_maximum": 0, "compensation": ""}, ()),
    ],
    ids=["numbers", "hidden", "words", "nothing"],
)
def test_pinpoint_pay_is_shown_where_the_employer_shows_it(
    more: Mapping[str, Any], expected: tuple[Pay, ...]
) -> None:
    row: dict[str, Any] = {"id": "1", "title": "Baker", "description": "<p>Bake.</p>"}
    row |= {"compensation": "£12 - £14 / hour"}
    row |= {"compensation_minimum": 12, "compensation_maximum": 14, "compensation_currency": "GBP"}
    row |= {"compensation_frequency": "hour", "compensation_visible": True, **more}
    assert one("pinpoint", {"data": [row]}).base_salary == expected


# Adzuna


@pytest.mark.parametrize(
    ("flag", "least", "most", "shown"),
    [
        ("1", 100, 200, False),
        (1, 100, 200, False),
        (True, 100, 200, False),
        ("0", 100, 100, True),
        (None, 100, 100, False),
        (None, 100, 200, True),
    ],
)
def test_adzuna_predicted_pay_is_none(flag: Any, least: float, most: float, shown: bool) -> None:
    row = {"id": "1", "title": "Baker", "description": "Bake…", "salary_min": least, "salary_max": most}
    posting = one("adzuna", {"results": [{**row, "salary_is_predicted": flag}]})
    assert posting.base_salary == ((Pay(least, most, "", ""),) if shown else ())


def test_adzuna_addresses_never_tell_a_key() -> None:
    base = {"title": "Baker", "description": "Bake."}
    rows = [
        {**base, "id": "1", "redirect_url": "https://www.adzuna.co.uk/land/ad/1?utm_source=app-id-77&v=1"},
        {**base, "id": "2", "redirect_url": "https://www.adzuna.co.uk/app-id-77/ad/2"},
        {**base, "redirect_url": "https://www.adzuna.co.uk/land/ad/3#app-id-77"},
    ]
    page = read("adzuna", {"count": 3, "results": rows})
    found = [(each.id, each.url) for each in page.postings if isinstance(each, Posting)]
    assert found == [
        ("adzuna:gb:1", "https://www.adzuna.co.uk/land/ad/1"),
        ("adzuna:gb:2", ""),
        ("adzuna:gb:3", "https://www.adzuna.co.uk/land/ad/3"),
    ]
    assert "only the beginning" in page.notes[0]


def test_adzuna_pages_until_its_own_count_or_ours() -> None:
    rows = [{"id": str(n), "title": "Baker", "description": "Bake."} for n in range(50)]
    page = read("adzuna", {"count": 60, "results": rows})
    (request,) = page.next
    assert urlsplit(request.url).path == "/v1/api/jobs/gb/search/2"
    assert "app_key=app-key-77" in request.url
    assert read("adzuna", {"count": 60, "results": rows[:10]}, request).next == ()
    last = replace(request, url=request.url.replace("/search/2", "/search/40"))
    page = read("adzuna", {"count": 9000, "results": rows}, last)
    assert page.next == ()
    assert "250 requests a day" in page.capped


# USAJOBS


def usajob(**descriptor: Any) -> dict[str, Any]:
    details = {"Details": {"JobSummary": "Bake &#150; daily."}}
    job = {"PositionTitle": "Baker", "UserArea": details, **descriptor}
    return {"SearchResult": {"SearchResultItems": [{"MatchedObjectId": "1", "MatchedObjectDescriptor": job}]}}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("PA", (Pay(100, 200, "USD", "year"),)),
        ("Per Year", (Pay(100, 200, "USD", "year"),)),
        ("PH", (Pay(100, 200, "USD", "hour"),)),
        ("PD", (Pay(100, 200, "USD", "day"),)),
        ("PM", (Pay(100, 200, "USD", "month"),)),
        ("BW", (Pay(50, 100, "USD", "week"),)),
        ("PW", ()),
        ("WC", ()),
        ("SY", ()),
        ("", ()),
    ],
)
def test_usajobs_interval_of_pay(code: str, expected: tuple[Pay, ...]) -> None:
    pay = {"MinimumRange": "100.0", "MaximumRange": "200", "RateIntervalCode": code}
    posting = one("usajobs", usajob(PositionRemuneration=[pay]))
    assert posting.base_salary == expected
    assert posting.text == "Summary\nBake – daily."


@pytest.mark.parametrize(("shown", "place"), [("Cork", "Cork"), ("Multiple Locations", "")])
def test_usajobs_place_is_not_the_word_for_several(shown: str, place: str) -> None:
    assert one("usajobs", usajob(PositionLocationDisplay=shown)).job_location == place


def test_usajobs_pages_by_its_total() -> None:
    payload = usajob()
    payload["SearchResult"]["SearchResultCountAll"] = 501
    (request,) = read("usajobs", payload).next
    assert request.url.endswith("Page=2")
    assert request.headers["Authorization-Key"] == "auth-key-77"
    assert read("usajobs", payload, request).next == ()
    payload["SearchResult"]["SearchResultCountAll"] = 20_000
    assert "10,000" in read("usajobs", payload).capped


# The Muse


def test_themuse_pages_to_the_hundredth() -> None:
    row = {"id": 1, "name": "Baker", "contents": "<p>Bake.</p>"}
    payload = {"page": 0, "page_count": 300, "total": 6000, "results": [row]}
    page = read("themuse", payload)
    assert [request.url for request in page.next] == ["https://www.themuse.com/api/public/jobs?page=1"]
    assert (page.expected, "first 100 of 300" in page.capped) == (6000, True)
    last = replace(first("themuse"), carry={"page": 99})
    assert read("themuse", payload, last).next == ()


# Remote OK


def test_remoteok_notice_alone_is_an_empty_board() -> None:
    page = read("remoteok", [{"legal": "Link back to Remote OK."}])
    assert (page.postings, page.listed) == ((), ())


# Pay in words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("$0.05 – $0.06 / hour", (Pay(0.05, 0.06, "", "hour"),)),
        ("$120-150k", (Pay(120_000, 150_000, "", ""),)),
        ("€40.000 - €50.000 per annum", (Pay(40_000, 50_000, "EUR", "year"),)),
        ("CA$102.8K – CA$137K", (Pay(102_800, 137_000, "CAD", ""),)),
        ("60000 - 70000 CHF", (Pay(60_000, 70_000, "CHF", ""),)),
        ("Up to $150k", (Pay(None, 150_000, "", ""),)),
        ("From £30,000/yr", (Pay(30_000, None, "GBP", "year"),)),
        ("$25/hr", (Pay(25, 25, "", "hour"),)),
        ("$500 stipend", ()),
        ("Competitive", ()),
        ("1 to 2 or 3", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_pay_in_words(words: Any, expected: tuple[Pay, ...]) -> None:
    assert display_pay(words) == expected


# Whatever comes


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(
        ["", "x", "\ud800", "<b>", "http://[", "https://x.example/\x00", "1e999", "&#150;", "9" * 40]
    ),
)
ODD = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("name"), inner)
)


def places_in(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield (*at, key)
        yield from places_in(child, (*at, key))


def put(payload: Any, at: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(payload)
    within = changed
    for key in at[:-1]:
        within = within[key]
    within[at[-1]] = value
    return changed


FILES = tuple((name, file) for files in (LISTS, DETAILS) for name, file in files.items())


@pytest.mark.parametrize(("name", "file"), FILES, ids=[file for _, file in FILES])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_mangled_answer_raises_nothing_but_source_error(name: str, file: str, data: st.DataObject) -> None:
    payload = fixture(file)
    ways = list(places_in(payload))
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(ways))
        try:
            payload = put(payload, way, data.draw(ODD))
        except (KeyError, IndexError, TypeError):  # an earlier change has cut it off
            continue
    board = board_named(name)
    found = board.recognise(payload)
    asked = Request("", board="acme", step="posting") if file in DETAILS.values() else first(name)
    for request in [asked, *([found] if found else [])]:
        try:
            page = board.read(Answer(request, payload, "answer.json"))
        except SourceError:
            continue
        for posting in page.postings:
            assert isinstance(posting, Posting | Failure)
            if isinstance(posting, Failure):
                assert posting.reason != "failed", posting
            else:
                json.dumps(asdict(posting), allow_nan=False).encode()
                assert posting.text.strip()
                assert posting.id.startswith(f"{name}:")


@given(
    url=st.one_of(
        st.text(max_size=60), st.sampled_from([route[0] for route in ROUTES]).map(lambda url: url + "%zz/..")
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_may_be_asked_for_its_board(url: str) -> None:
    for name in NAMES:
        board_named(name).route(url)
        board_named(name).posting_url(url)
