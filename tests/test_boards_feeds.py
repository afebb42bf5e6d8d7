"""Sources of many employers, and feeds: addresses, requests, answers whole and broken."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.errors import Failure, JobscanError, SourceError
from jobscan.posting import Pay, Posting
from jobscan.sources.boards import all_boards, board_named, board_of_url, recognise
from jobscan.sources.boards.board import Answer, Ask, Page, Request
from jobscan.sources.boards.hiring_comment import read_comment
from jobscan.sources.payloads import parse_payload

FIXTURES = Path(__file__).parents[1] / "fixtures"
ANSWERS = {
    "arbeitnow": "arbeitnow-windmills.json",
    "himalayas": "himalayas-first.json",
    "jobicy": "jobicy-tides.json",
    "workingnomads": "workingnomads-birds.json",
    "hackernews": "hiring-thread.json",
    "weworkremotely": "weworkremotely-programming.rss",
    "feed": "ebbsand.rss",
}
ROWS = {"arbeitnow": "data", "himalayas": "jobs", "jobicy": "jobs", "hackernews": "children"}


def payload_of(name: str) -> Any:
    return parse_payload((FIXTURES / f"board-{name}" / ANSWERS[name]).read_bytes(), content="any")


def read(name: str, payload: Any, request: Request | None = None) -> Page:
    found = recognise(payload)
    asked = request or (found[1] if found else Request("", step="thread"))
    return board_named(name).read(Answer(asked, payload, "saved"))


def postings(page: Page) -> list[Posting]:
    return [found for found in page.postings if isinstance(found, Posting)]


def feed(text: str, **known: Any) -> Page:
    payload = parse_payload(text.encode(), content="any")
    return board_named("feed").read(Answer(Request("https://a.example/jobs/feed", **known), payload, "saved"))


# --- whose address, whose answer ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.arbeitnow.com/", ("arbeitnow", "")),
        ("https://www.arbeitnow.com/jobs/companies/acme/cook-1", None),
        ("https://himalayas.app/jobs", ("himalayas", "")),
        ("https://himalayas.app/companies/acme/jobs/cook", None),
        ("https://jobicy.com/?feed=job_feed", ("jobicy", "")),
        ("https://jobicy.com/jobs/1-cook", None),
        (
            "https://weworkremotely.com/categories/remote-design-jobs.rss",
            ("weworkremotely", "remote-design-jobs"),
        ),
        ("https://weworkremotely.com/remote-jobs.rss", ("weworkremotely", "")),
        ("https://weworkremotely.com/remote-jobs/acme-cook", None),
        ("https://www.workingnomads.com/jobs", ("workingnomads", "")),
        ("https://www.workingnomads.com/job/go/7/", None),
        ("https://news.ycombinator.com/item?id=51200000", ("hackernews", "51200000")),
        ("https://news.ycombinator.com/item?id=../x", None),
        ("https://news.ycombinator.com/news", None),
        ("https://himalayas.app.evil.example/jobs", None),
        ("https://user@himalayas.app/jobs", None),
        ("https://example.org/jobs.rss", None),
    ],
)
def test_address_leads_to_its_board(url: str, expected: tuple[str, str] | None) -> None:
    found = board_of_url(url)
    assert (found and (found[0].name, found[1])) == expected


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_is_recognised_as_its_own_alone(name: str) -> None:
    payload = payload_of(name)
    assert [board.name for board in all_boards() if board.recognise(payload)] == [name]


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("arbeitnow", "acme"),
        ("himalayas", "acme"),
        ("jobicy", "acme"),
        ("workingnomads", "x"),
        ("weworkremotely", "../x"),
        ("hackernews", ""),
        ("hackernews", "2026-13"),
        ("hackernews", "../1"),
        ("feed", ""),
        ("feed", "file:///etc/passwd"),
        ("feed", "https://user:pass@a.example/feed"),
        ("feed", "https://a.example/a b"),
        ("page", "ftp://a.example/"),
        ("sitemap", "sitemap.xml"),
    ],
)
def test_token_that_is_none_is_refused(name: str, token: str) -> None:
    with pytest.raises(SourceError) as raised:
        board_named(name).requests(token, Ask())
    assert raised.value.reason == "unsafe"


def test_hn_is_another_name_of_hacker_news() -> None:
    assert board_named("hn") is board_named("hackernews")
    with pytest.raises(JobscanError, match="hackernews"):
        board_named("hackernew")


def test_jobicy_is_asked_for_the_words_of_a_query() -> None:
    (request,) = board_named("jobicy").requests("", Ask(query="data & sql"))
    assert request.url == "https://jobicy.com/api/v2/remote-jobs?count=50&tag=data+%26+sql"


# --- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ("feed", "weworkremotely")])
@pytest.mark.parametrize(
    "wrong", [None, 7, "text", {}, {"error": "no"}, {"jobs": {}}, {"data": None}], ids=repr
)
def test_wrong_envelope_is_damage(name: str, wrong: Any) -> None:
    with pytest.raises(SourceError) as raised:
        read(name, wrong)
    assert raised.value.reason == "damaged"


@pytest.mark.parametrize("name", ROWS)
def test_empty_list_is_no_posting_and_no_damage(name: str) -> None:
    payload = {**payload_of(name), ROWS[name]: []}
    page = read(name, payload, Request("https://a.example", step="thread"))
    assert (page.postings, page.listed, page.next) == ((), (), ())


@pytest.mark.parametrize("name", ["arbeitnow", "himalayas", "jobicy"])
def test_row_that_is_broken_does_not_lose_the_others(name: str) -> None:
    payload = payload_of(name)
    rows = payload[ROWS[name]]
    rows[1:1] = [None, {"title": "No id"}, copy.deepcopy(rows[0])]
    page = read(name, payload)
    assert [type(found) for found in page.postings] == [Posting, Failure, Failure, Posting]
    assert len(page.listed) == 2


def test_posting_without_a_text_is_told() -> None:
    payload = payload_of("arbeitnow")
    payload["data"][0]["description"] = " &lt;p&gt;&lt;/p&gt; "
    failure = read("arbeitnow", payload).postings[0]
    assert isinstance(failure, Failure)
    assert failure.reason == "no_text"


def test_further_pages_end_where_all_is_older_than_wanted() -> None:
    payload = payload_of("himalayas")
    board = board_named("himalayas")
    followed = {}
    for since in ("", "2026-11-12", "2026-11-13"):
        (request,) = board.requests("", Ask(since=since))
        page = board.read(Answer(request, payload, "x"))
        followed[since] = [request.url.partition("cursor=")[2] for request in page.next]
        assert page.newest_only == bool(since)
    assert followed == {
        "": ["MjAyNi0xMS0xMg%3D%3D"],
        "2026-11-12": ["MjAyNi0xMS0xMg%3D%3D"],
        "2026-11-13": [],
    }


def test_note_to_programmers_is_passed_on() -> None:
    (note,) = read("himalayas", payload_of("himalayas")).notes
    assert note.startswith("Himalayas says: 21/10/2026: Pass the nextCursor")


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        (
            "https://www.arbeitnow.com/api/job-board-api?page=3",
            ["https://www.arbeitnow.com/api/job-board-api?page=3"],
        ),
        ("https://evil.example/?page=4", ["https://www.arbeitnow.com/api/job-board-api?page=4"]),
        ("https://www.arbeitnow.com/api/job-board-api", []),
        ("file:///etc/passwd?page=2", []),
        ({"page": 2}, []),
    ],
    ids=["own", "elsewhere", "no-number", "file", "odd"],
)
def test_next_page_of_arbeitnow_stays_with_it(following: Any, expected: list[str]) -> None:
    payload = payload_of("arbeitnow") | {"links": {"next": following}}
    assert [request.url for request in read("arbeitnow", payload).next] == expected


# --- Hacker News --------------------------------------------------------------------------------------------


def test_thread_of_the_month_is_found_among_others() -> None:
    search = json.loads((FIXTURES / "board-hackernews/hiring-search.json").read_bytes())
    board = board_named("hackernews")
    for month, expected in (("2026-11", "51200000"), ("2026-10", "50900000"), ("2026-09", "")):
        (request,) = board.requests(month, Ask())
        page = board.read(Answer(request, search, "x"))
        assert [asked.url.rpartition("/")[2] for asked in page.next] == ([expected] if expected else [])
        assert page.not_found == (not expected)


def test_item_by_its_number_has_ids_of_its_month() -> None:
    board = board_named("hackernews")
    (request,) = board.requests("51200000", Ask())
    page = board.read(Answer(request, payload_of("hackernews"), "x"))
    assert postings(page)[0].id == "hackernews:2026-11:51200011"
    assert page.listed == ()
    assert page.notes == ("1 comment is no posting by the first line, and passed over",)


def test_comments_as_hacker_news_itself_gives_them() -> None:
    comment = {"by": "a", "id": 7001, "parent": 7000, "time": 1793635200, "type": "comment"}
    saved = [
        {**comment, "text": "Acme | Tester | Basel<p>Test."},
        {**comment, "id": 7002, "dead": True, "text": "B | Cook | Bern"},
        {**comment, "id": 7003, "deleted": True},
    ]
    found = recognise(saved)
    assert found is not None
    page = found[0].read(Answer(found[1], saved, "x"))
    assert [(each.title, each.job_location, each.date_posted) for each in postings(page)] == [
        ("Tester", "Basel", "2026-11-02")
    ]
    assert recognise([{**comment, "text": "I agree."}]) is None


LINES: dict[str, tuple[str, tuple[str, str, str, str]]] = {
    # id: line, (company, title, place, workplace)
    "usual": ("Acme | Data Engineer | Basel | ONSITE", ("Acme", "Data Engineer", "Basel", "onsite")),
    "place-first": (
        "Acme | Oslo, Norway | HYBRID | Site Reliability Engineer",
        ("Acme", "Site Reliability Engineer", "Oslo, Norway", "hybrid"),
    ),
    "either": (
        "Acme | London or Remote (UK) | Designer",
        ("Acme", "Designer", "London or Remote (UK)", ""),
    ),
    "all-three": ("Acme | ONSITE/REMOTE/HYBRID | Bonn | Analyst", ("Acme", "Analyst", "Bonn", "")),
    "no-remote": ("Acme | Lyon, France | no remote | Developer", ("Acme", "Developer", "Lyon, France", "")),
    "in-brackets": (
        "Acme (https:&#x2F;&#x2F;acme.example) | Staff Engineer (Remote) | US",
        ("Acme", "Staff Engineer (Remote)", "US", "remote"),
    ),
    "dashes": ("Acme — Lead Designer — Paris, France", ("Acme", "Lead Designer", "Paris, France", "")),
    "address": ("Acme | acme.example | Tester | REMOTE", ("Acme", "Tester", "", "remote")),
    "no-role": ("Acme | Berlin | Full-time", ("Acme", "", "Berlin", "")),
    "batch-money": (
        "Acme (YC S21) | Series A ($12M) | Founding Engineer | NYC",
        ("Acme", "Founding Engineer", "NYC", ""),
    ),
    "several-roles": (
        "Acme | Backend Engineer | Data Scientist | REMOTE (EU)",
        ("Acme", "Backend Engineer, Data Scientist", "REMOTE (EU)", "remote"),
    ),
}


@pytest.mark.parametrize("case", LINES)
def test_first_line_is_parted(case: str) -> None:
    line, expected = LINES[case]
    comment = read_comment(f"{line}<p>Come.")
    assert comment is not None
    assert (comment.company, comment.title, comment.place, comment.workplace) == expected
    assert comment.text.endswith("\n\nCome.")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("€75k–110k", Pay(75_000, 110_000, "EUR", "")),
        ("$120-150k", Pay(120_000, 150_000, "", "")),
        ("$140k-$200k + 0.5%-1% equity", Pay(140_000, 200_000, "", "")),
        ("£70k+", Pay(70_000, None, "GBP", "")),
        ("$70-90&#x2F;hr", Pay(70, 90, "", "hour")),
        ("EUR 80,000 - 95,000", Pay(80_000, 95_000, "EUR", "")),
        ("Series B ($40M)", None),
        ("$3M ARR", None),
        ("$150-210", None),
        ("0.1% - 0.5% equity", None),
        ("competitive", None),
    ],
)
def test_pay_of_a_line(part: str, expected: Pay | None) -> None:
    comment = read_comment(f"Acme | Engineer | REMOTE | {part}")
    assert comment is not None
    assert comment.pay == ((expected,) if expected else ())


@pytest.mark.parametrize("text", ["Is anybody hiring?", "", "|", "a | ", "<p><p>", "We hire - always"])
def test_comment_that_is_no_posting(text: str) -> None:
    assert read_comment(text) is None


# --- feeds --------------------------------------------------------------------------------------------------

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/jobs"><title>Jobs</title>
<link>https://a.example/jobs</link></channel><item rdf:about="https://a.example/jobs/1"><title>Tester</title>
<link>https://a.example/jobs/1</link><description>Test.</description><dc:date>2026-10-02T01:02:03Z</dc:date>
</item></rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de-CH" xml:base="https://a.example/"><title>Stellen</title>
<link href="/jobs"/><link rel="next" href="/jobs/feed?page=2"/><entry><id>urn:uuid:1</id>
<title type="html">R&amp;amp;D Koch</title><link href="jobs/1"/><updated>2026-10-05T00:00:00Z</updated>
<published>2026-10-02T00:00:00Z</published><summary>Teaser</summary><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Kochen</p><ul><li>Suppe</li></ul></div></content></entry></feed>"""
JOBS = """<source><publisher>Acme</publisher><publisherurl>https://a.example</publisherurl><job>
<title><![CDATA[Tester]]></title><date>Fri, 02 Oct 2026 22:49:39 GMT</date>
<referencenumber>7</referencenumber><url>https://a.example/jobs/1</url><company>Acme</company><city>Bern</city><country>CH</country>
<description><![CDATA[<p>Test.</p>]]></description><salary>CHF 90,000 per year</salary>
<jobtype>parttime</jobtype></job></source>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Jobs at A",
        "home_page_url": "https://a.example/jobs",
        "next_url": "https://a.example/jobs/feed?page=2",
        "items": [
            {
                "id": "1",
                "url": "/jobs/1",
                "title": "Tester",
                "content_text": "Test.",
                "date_published": "2026-10-02T00:00:00+02:00",
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param(RDF, "Tester", "Test.", id="rss-1.0"),
        pytest.param(ATOM, "R&D Koch", "Kochen\n\n- Suppe", id="atom"),
        pytest.param(JOBS, "Tester", "Test.", id="job-list"),
        pytest.param(JSON_FEED, "Tester", "Test.", id="json-feed"),
    ],
)
def test_feed_of_each_kind(text: str, title: str, body: str) -> None:
    page = feed(text)
    (posting,) = postings(page)
    assert (posting.id, posting.title, posting.text) == ("feed:a.example/jobs/1", title, body)
    assert (posting.url, posting.date_posted) == ("https://a.example/jobs/1", "2026-10-02")
    assert page.newest_only
    found = recognise(parse_payload(text.encode(), content="any"))
    assert found is not None
    assert found[0].name == "feed"


def test_job_fields_of_a_list_of_jobs() -> None:
    (posting,) = postings(feed(JOBS))
    assert (posting.job_location, posting.address_country) == ("Bern, CH", "CH")
    assert posting.base_salary == (Pay(90_000, 90_000, "CHF", "year"),)
    assert posting.employment_type == ("PART_TIME",)


@pytest.mark.parametrize("text", [ATOM, JSON_FEED], ids=["atom", "json-feed"])
def test_next_page_is_followed_on_the_own_host_alone(text: str) -> None:
    page = feed(text)
    assert [request.url for request in page.next] == ["https://a.example/jobs/feed?page=2"]
    away = feed(
        text.replace("https://a.example/jobs/feed?", "https://b.example/?").replace(
            '"/jobs/feed', '"//b.example/f'
        )
    )
    assert away.next == ()
    assert away.notes == ("a further page was named on another host, and not asked for",)


def test_feed_of_news_is_not_taken_for_one_of_postings() -> None:
    news = RDF.replace("Jobs", "The Daily Crow").replace("/jobs", "/n")
    assert recognise(parse_payload(news.encode(), content="xml")) is None


@pytest.mark.parametrize("text", ["<urlset/>", "<rsss><item/></rsss>", "{}", "[]", '{"version": 1}'])
def test_what_is_no_feed_is_damage(text: str) -> None:
    payload = parse_payload(text.encode(), content="json" if text[0] in "[{" else "xml")
    with pytest.raises(SourceError) as raised:
        board_named("feed").read(Answer(Request(""), payload, "x"))
    assert raised.value.reason == "damaged"


# --- whatever comes -----------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, Any]:
    """A good answer in which some values are anything."""
    name = draw(st.sampled_from(["arbeitnow", "himalayas", "jobicy", "workingnomads", "hackernews"]))
    payload = copy.deepcopy(payload_of(name))
    for _ in range(draw(st.integers(1, 4))):
        place: Any = payload
        for _ in range(draw(st.integers(0, 3))):
            inner = place.values() if isinstance(place, dict) else place
            nested = [value for value in inner if isinstance(value, dict | list) and value]
            if not nested:
                break
            place = draw(st.sampled_from(nested))
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        place[draw(st.sampled_from(keys))] = draw(JSON)
    return name, payload


@given(mangled())
@settings(max_examples=150)
def test_nothing_but_a_source_error_comes_of_a_mangled_answer(case: tuple[str, Any]) -> None:
    name, payload = case
    recognise(payload)
    try:
        page = board_named(name).read(Answer(Request("https://a.example/", step="thread"), payload, "x"))
    except SourceError:
        return
    for found in postings(page):
        assert found.id.startswith(f"{name}:")
        assert found.text.strip()
        found.text.encode()


PIECES = ["Acme", "|", " | ", "$", "10k", "REMOTE", "(", "-"]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES)).map("".join))
@settings(max_examples=150)
def test_any_comment_is_read_or_passed_over(text: str) -> None:
    read_comment(text)


@given(st.binary(max_size=60), st.integers(0, 2000))
@settings(max_examples=100)
def test_mangled_feed_is_read_or_told(noise: bytes, at: int) -> None:
    good = ATOM.encode()
    try:
        payload = parse_payload(good[:at] + noise + good[at:], content="xml")
        recognise(payload)
        board_named("feed").read(Answer(Request("https://a.example/f"), payload, "x"))
    except SourceError:
        pass
