"""Any page, sitemaps, and careers pages that show a board: what is asked, read, and told as gone."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jobscan.errors import SourceError
from jobscan.fetch import SourceReport, fetch
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.boards import board_named
from jobscan.sources.boards.board import Answer, Ask, Page, Request
from jobscan.sources.boards.embeds import embedded_board
from jobscan.sources.boards.sitemap import MAX_POSTINGS, looks_like_posting
from jobscan.sources.boards.web_pages import closed_notice
from jobscan.sources.http import Client, Settings
from jobscan.sources.payloads import parse_payload
from tests.replay import Replay, Reply

TEXT = "<p>You will bake bread for the people of the harbour, early in the morning, with two others.</p>" * 3
NODE = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Baker",
    "description": TEXT,
    "datePosted": "2026-11-01",
    "hiringOrganization": {"@type": "Organization", "name": "Harbour Bread"},
}


def posting_page(*, title: str = "Baker", banner: str = "", extra: str = "") -> str:
    node = json.dumps(NODE | {"title": title})
    return (
        f"<html><head><title>{title}</title><script type='application/ld+json'>{node}</script></head>"
        f"<body>{banner}<h1>{title}</h1>{TEXT}{extra}</body></html>"
    )


def read(name: str, payload: object, url: str = "https://www.bread.example/jobs/7", **known: object) -> Page:
    request = Request(url, **known)  # type: ignore[arg-type]
    return board_named(name).read(Answer(request, payload, "saved", url))


def titles(page: Page) -> list[str]:
    return [found.title for found in page.postings if isinstance(found, Posting)]


# --- embedded boards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>',
            ("greenhouse", "acme"),
        ),
        (
            "<iframe id=x src='https://boards.greenhouse.io/embed/job_app?for=acme&amp;token=12'></iframe>",
            ("greenhouse", "acme"),
        ),
        ('<script>fetch("https://api.lever.co/v0/postings/acme?mode=json")</script>', ("lever", "acme")),
        ('<script src="https://jobs.ashbyhq.com/acme/embed?version=2"></script>', ("ashby", "acme")),
        ('<iframe src="//acme.bamboohr.com/careers/list"></iframe>', ("bamboohr", "acme")),
        (
            '<a href="https://apply.workable.com/acme/j/A1/">A</a><a href="https://apply.workable.com/acme/">B</a>',
            ("workable", "acme"),
        ),
        ('<a href="https://apply.workable.com/acme/">A customer of ours</a>', None),
        (
            '<a href="https://apply.workable.com/acme/">A</a><a href="https://jobs.lever.co/globex">B</a>',
            None,
        ),
        (
            '<iframe src="https://jobs.ashbyhq.com/acme"></iframe><iframe src="https://jobs.ashbyhq.com/b"></iframe>',
            None,
        ),
        ('<p>We moved to "https://api.lever.co/v0/postings/acme" last year</p>', None),
        ('<a href="https://remoteok.com/">1</a><a href="https://remoteok.com/jobs">2</a>', None),
        ("", None),
        ("<iframe src=", None),
        ("<script " * 2000, None),
    ],
)
def test_embedded_board(html: str, expected: tuple[str, str] | None) -> None:
    found = embedded_board(html)
    assert (found and (found[0].name, found[1])) == expected


def test_careers_page_leads_to_its_board() -> None:
    html = '<h1>Careers</h1><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    page = read("page", html)
    (request,) = page.next
    assert request.url.startswith("https://boards-api.greenhouse.io/v1/boards/acme/jobs")
    assert (request.board, request.carry["as"]) == ("acme", "greenhouse")
    assert page.notes == ("the page shows Greenhouse, greenhouse:acme, which is asked instead",)


def test_page_of_one_posting_of_greenhouse_asks_for_that_one() -> None:
    html = '<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    (request,) = read("page", html, "https://acme.example/careers?gh_jid=4567").next
    assert "/boards/acme/jobs/4567" in request.url


def test_page_with_a_posting_of_its_own_asks_nothing_else() -> None:
    html = posting_page(
        extra='<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    )
    page = read("page", html)
    assert titles(page) == ["Baker"]
    assert page.next == ()


# --- pages --------------------------------------------------------------------------------------------------


def test_posting_of_a_page_is_named_by_its_address() -> None:
    (posting,) = read("page", posting_page()).postings
    assert isinstance(posting, Posting)
    assert (posting.id, posting.source) == ("page:bread.example/jobs/7", "page")
    assert (posting.url, posting.hiring_organization) == ("https://www.bread.example/jobs/7", "Harbour Bread")


@pytest.mark.parametrize(
    "banner",
    [
        "<div>This job is no longer available.</div>",
        "<p>No longer accepting applications</p>",
        "<p>Sorry, this position has been filled.</p>",
        "<p>Die Stelle ist leider nicht mehr verfügbar.</p>",
        "<p>The posting you look for has expired</p>",
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["with-posting", "banner-alone"])
def test_posting_that_is_gone_is_told_and_not_counted(banner: str, whole: bool) -> None:
    page = read("page", posting_page(banner=banner) if whole else f"<html><body>{banner}</body></html>")
    assert page.postings == ()
    assert page.expected == 0
    assert page.notes[0].startswith("the page says: ")


def test_words_of_a_posting_are_no_notice() -> None:
    html = posting_page().replace("You will", "We grew when the last position was filled by Jo. You will")
    assert titles(read("page", html)) == ["Baker"]


@pytest.mark.parametrize("html", ["<p>We fill bags.</p>", "closed", "<!-- job is closed -->", ""])
def test_pages_without_a_notice(html: str) -> None:
    assert closed_notice(html) == ""


@pytest.mark.parametrize(
    "html",
    [
        "<html><title>Just a moment...</title><body>Verify that you are human</body></html>",
        "<html><title>Sign in</title><body><form>Sign in to continue</form></body></html>",
        "<html><body><p>Our bread is made of flour.</p></body></html>",
    ],
    ids=["challenge", "sign-in", "bakery"],
)
def test_page_that_is_no_posting_is_told(html: str) -> None:
    with pytest.raises(SourceError) as raised:
        read("page", html)
    assert raised.value.reason == "no_posting"


def test_json_of_a_posting_behind_an_address() -> None:
    page = read("page", {"job": NODE})
    assert titles(page) == ["Baker"]
    with pytest.raises(SourceError, match="nothing that looks like a job posting"):
        read("page", {"weather": "fine"})


# --- sitemaps -----------------------------------------------------------------------------------------------


def sitemap(*urls: str, lastmod: str = "") -> object:
    day = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{url}</loc>{day}</url>" for url in urls)
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return parse_payload(text.encode(), content="xml")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/jobs/123-baker", True),
        ("/en/careers/baker-bern", True),
        ("/company/open-positions/baker", True),
        ("/stellenangebote/baecker-m-w-d", True),
        ("/apply?gh_jid=12", True),
        ("/vacancies/2026/baker", True),
        ("/jobs", False),
        ("/jobs/", False),
        ("/jobs/search", False),
        ("/careers/locations/bern", False),
        ("/blog/jobs/how-to-bake", False),
        ("/about", False),
    ],
)
def test_addresses_that_look_like_postings(path: str, expected: bool) -> None:
    assert looks_like_posting(f"https://bread.example{path}") is expected


def test_sitemap_asks_for_the_postings_of_its_own_site() -> None:
    site = "https://bread.example"
    root = sitemap(
        f"{site}/jobs/1", f"{site}/jobs/2", f"{site}/jobs/1", f"{site}/about", "https://evil.example/jobs/3"
    )
    page = read("sitemap", root, f"{site}/sitemap.xml", board="b")
    assert [request.url for request in page.next] == [f"{site}/jobs/1", f"{site}/jobs/2"]
    assert {request.step for request in page.next} == {"posting"}
    assert page.listed == ("/jobs/1", "/jobs/2")
    assert page.notes == (
        "1 addresses on other hosts are not asked for",
        "1 of 3 addresses do not look like postings, and are not asked for",
    )


@pytest.mark.parametrize(("since", "count"), [("", 1), ("2026-11-01", 1), ("2026-11-02", 0)])
def test_sitemap_leaves_out_what_has_not_changed_since(since: str, count: int) -> None:
    root = sitemap("https://bread.example/jobs/1", lastmod="2026-11-01T10:00:00Z")
    page = read("sitemap", root, "https://bread.example/s.xml", carry={"since": since})
    assert len(page.next) == count
    assert page.newest_only == bool(since)


def test_long_sitemap_is_capped() -> None:
    root = sitemap(*(f"https://bread.example/jobs/{number}" for number in range(MAX_POSTINGS + 1)))
    page = read("sitemap", root, "https://bread.example/s.xml")
    assert len(page.next) == MAX_POSTINGS
    assert page.capped == "of 2,001 pages 2,000 are asked for"


def test_index_asks_for_the_sitemaps_of_jobs_and_no_index_within() -> None:
    text = "<sitemapindex>" + "".join(
        f"<sitemap><loc>https://bread.example/{name}</loc></sitemap>"
        for name in ("pages.xml", "jobs-1.xml.gz")
    )
    root = parse_payload(f"{text}</sitemapindex>".encode(), content="any")
    (request,) = read("sitemap", root, "https://bread.example/sitemap.xml").next
    assert request.url == "https://bread.example/jobs-1.xml.gz"
    inner = board_named("sitemap").read(Answer(request, root, "saved"))
    assert inner.next == ()
    assert inner.notes == ("an index of sitemaps within an index was not followed",)


@pytest.mark.parametrize("payload", [{"a": 1}, "<html>", parse_payload(b"<rss/>", content="xml")])
def test_what_is_no_sitemap_is_damage(payload: object) -> None:
    with pytest.raises(SourceError) as raised:
        read("sitemap", payload)
    assert raised.value.reason == "damaged"


# --- fetched ------------------------------------------------------------------------------------------------


def fetched(name: str, routes: dict[tuple[str, str], Reply], to: Path) -> tuple[SourceReport, list[str]]:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    provider = "sitemap" if name.startswith("sitemap:") else "page"
    with Replay({("GET", "/robots.txt"): Reply(404), **routes}) as server:
        settings = Settings(allow_private=(server.host,))
        with Client(settings, clock=lambda: 0.0, sleep=lambda _: None, now=lambda: now) as client:
            report = fetch(
                name,
                to,
                ask=Ask(),
                base_urls={provider: server.url, "greenhouse": server.url},
                client=client,
                today=date(2026, 11, 20),
                now=lambda: now,
            )
        return report.sources[0], [path for path in server.paths() if path != "/robots.txt"]


def html(text: str) -> Reply:
    return Reply(200, body=text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def ids(folder: Path) -> list[str]:
    return sorted(found.id for found in iter_postings(folder) if isinstance(found, Posting))


def test_fetch_of_a_careers_page_brings_its_board(tmp_path: Path) -> None:
    job = {
        "id": 12,
        "title": "Baker",
        "absolute_url": "https://a.example/12",
        "content": TEXT,
        "location": {"name": "Bern"},
    }
    answer = Reply(200, json={"jobs": [job | {"updated_at": "2026-11-01T00:00:00Z"}], "meta": {"total": 1}})
    embed = '<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    (request,) = board_named("greenhouse").requests("acme", Ask())
    path = request.url.removeprefix("https://boards-api.greenhouse.io")
    routes = {("GET", "/careers"): html(f"<h1>Careers</h1>{embed}"), ("GET", path): answer}
    report, asked = fetched("https://acme.example/careers", routes, tmp_path)

    assert asked == ["/careers", path]
    assert (report.outcome, report.got) == ("ok", 1), report
    assert ids(tmp_path) == ["greenhouse:acme:12"]


def test_fetch_of_an_address_that_is_a_feed(tmp_path: Path) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Jobs</title><link>https://acme.example/jobs</link><item>"
        "<title>Baker</title><link>https://acme.example/jobs/1</link><description>Bake.</description>"
        "</item></channel></rss>"
    )
    routes = {("GET", "/x"): Reply(200, body=feed.encode(), headers={"Content-Type": "application/rss+xml"})}
    report, _ = fetched("https://acme.example/x", routes, tmp_path)
    assert (report.outcome, report.got) == ("ok", 1), report
    assert ids(tmp_path) == ["feed:acme.example/jobs/1"]


def test_fetch_of_a_sitemap_brings_its_postings_and_tells_what_is_gone(tmp_path: Path) -> None:
    entries = "".join(f"<url><loc>https://acme.example/jobs/{number}</loc></url>" for number in (1, 2, 3))
    packed = gzip.compress(f"<urlset>{entries}</urlset>".encode(), mtime=0)
    routes = {
        ("GET", "/sitemap.xml.gz"): Reply(200, body=packed, headers={"Content-Type": "application/gzip"}),
        ("GET", "/jobs/1"): html(posting_page()),
        ("GET", "/jobs/2"): html(posting_page(banner="<p>This job is no longer available.</p>")),
        ("GET", "/jobs/3"): html(posting_page(title="Cook")),
    }
    report, asked = fetched("sitemap:https://acme.example/sitemap.xml.gz", routes, tmp_path)
    assert asked == ["/sitemap.xml.gz", "/jobs/1", "/jobs/2", "/jobs/3"]
    assert (report.outcome, report.listed, report.got) == ("ok", 3, 2), report
    assert report.notes == ("the page says: This job is no longer available.",)
    board = "https://acme.example/sitemap.xml.gz"
    assert ids(tmp_path) == [f"sitemap:{board}:/jobs/1", f"sitemap:{board}:/jobs/3"]


def test_fetch_of_a_page_that_is_gone_closes_its_posting(tmp_path: Path) -> None:
    name = "https://acme.example/jobs/7"
    first, _ = fetched(name, {("GET", "/jobs/7"): html(posting_page())}, tmp_path)
    gone = html(posting_page(banner="<p>This job is no longer available.</p>"))
    then, _ = fetched(name, {("GET", "/jobs/7"): gone}, tmp_path)
    assert (first.got, then.got, then.closed) == (1, 0, 1)
    (posting,) = (found for found in iter_postings(tmp_path) if isinstance(found, Posting))
    assert posting.closed == "2026-11-20"
