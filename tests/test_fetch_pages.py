"""Addresses that are no board's: pages, sitemaps, careers pages; and one posting by its URL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobscan.errors import JobscanError
from jobscan.fetch import SourceReport, fetch, fetch_posting
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.http import Client, Settings
from tests.replay import Replay, Reply

HTML = {"Content-Type": "text/html; charset=utf-8"}
SITE = "https://bakery.example"


def posting_page(title: str) -> Reply:
    node = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": title,
        "description": f"<p>{title} wanted: our ovens send data, and somebody has to read it with SQL.</p>",
        "hiringOrganization": {"name": "Bakery"},
    }
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    page = f"<!doctype html><html><head>{script}</head></html>"
    return Reply(body=page.encode(), headers=HTML)


def board() -> Reply:
    rows = [
        {
            "id": number,
            "title": f"Baker {number}",
            "absolute_url": f"{SITE}/jobs?gh_jid={number}",
            "location": {"name": "Bern"},
            "content": "&lt;p&gt;You bake, and count what you bake.&lt;/p&gt;",
        }
        for number in (1, 2)
    ]
    return Reply(json={"jobs": rows, "meta": {"total": 2}})


@pytest.fixture
def server() -> Iterator[Replay]:
    embed = b'<!doctype html><h1>Careers</h1><script src="https://boards.greenhouse.io/embed/job_board/js?for=bakery"></script>'
    entries = "".join(
        f"<url><loc>{SITE}{path}</loc></url>" for path in ("/jobs/1-miller", "/jobs/2-baker", "/about")
    )
    sitemap = (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )
    routes = {
        ("GET", "/jobs/1-miller"): posting_page("Miller"),
        ("GET", "/jobs/2-baker"): posting_page("Baker"),
        ("GET", "/careers"): Reply(body=embed, headers=HTML),
        ("GET", "/v1/boards/bakery/jobs?content=true&pay_transparency=true"): board(),
        ("GET", "/sitemap.xml"): Reply(body=sitemap.encode(), headers={"Content-Type": "application/xml"}),
        ("GET", "/login"): Reply(
            body=b"<!doctype html><title>Sign in</title><p>Sign in to continue", headers=HTML
        ),
        ("GET", "/bakery/0a0a0a0a-0000-4000-8000-000000000001"): posting_page("Hidden Baker"),
    }
    with Replay(routes) as running:
        yield running


@pytest.fixture
def client(server: Replay) -> Iterator[Client]:
    with Client(Settings(allow_private=(server.host,)), sleep=lambda _seconds: None) as client:
        yield client


def bases(server: Replay) -> dict[str, str]:
    return dict.fromkeys(("page", "sitemap", "greenhouse", "lever"), server.url)


def fetched(server: Replay, client: Client, url: str, to: Path) -> tuple[SourceReport, dict[str, Posting]]:
    (report,) = fetch(url, to, base_urls=bases(server), client=client).sources
    return report, {item.id: item for item in iter_postings(to) if isinstance(item, Posting)}


def test_page_of_a_posting(server: Replay, client: Client, tmp_path: Path) -> None:
    report, found = fetched(server, client, f"{SITE}/jobs/1-miller", tmp_path)
    assert (report.outcome, report.got, report.source) == ("ok", 1, f"{SITE}/jobs/1-miller")
    (posting,) = found.values()
    assert (posting.title, posting.url, posting.source) == ("Miller", f"{SITE}/jobs/1-miller", "page")
    again, same = fetched(server, client, f"{SITE}/jobs/1-miller", tmp_path)
    assert (again.outcome, again.new, same) == ("ok", 0, found)


def test_careers_page_that_shows_a_board(server: Replay, client: Client, tmp_path: Path) -> None:
    report, found = fetched(server, client, f"{SITE}/careers", tmp_path)
    assert (report.outcome, report.expected, report.got) == ("ok", 2, 2)
    assert "greenhouse:bakery" in report.notes[0]
    assert sorted(found) == ["greenhouse:bakery:1", "greenhouse:bakery:2"]


@pytest.mark.parametrize("name", [f"{SITE}/sitemap.xml", f"sitemap:{SITE}/sitemap.xml"])
def test_sitemap(server: Replay, client: Client, name: str, tmp_path: Path) -> None:
    report, found = fetched(server, client, name, tmp_path)
    assert (report.outcome, report.got) == ("ok", 2)
    assert sorted(posting.title for posting in found.values()) == ["Baker", "Miller"]
    assert "/about" not in server.paths()


def test_sign_in_page_is_no_posting(server: Replay, client: Client, tmp_path: Path) -> None:
    report, found = fetched(server, client, f"{SITE}/login", tmp_path)
    assert report.outcome in ("blocked", "failed")
    assert found == {}


def test_one_posting_for_a_comparison(server: Replay, client: Client) -> None:
    posting = fetch_posting(f"{SITE}/jobs/2-baker", base_urls=bases(server), client=client)
    assert (posting.title, posting.hiring_organization) == ("Baker", "Bakery")


def test_posting_that_the_api_hides_is_read_from_its_page(server: Replay, client: Client) -> None:
    url = "https://jobs.lever.co/bakery/0a0a0a0a-0000-4000-8000-000000000001"
    posting = fetch_posting(url, base_urls=bases(server), client=client)
    assert posting.title == "Hidden Baker"
    assert server.paths()[1].startswith("/v0/postings/bakery/")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (f"{SITE}/careers", "holds 2 postings"),
        (f"{SITE}/nothing", "is not there"),
        ("https://boards.greenhouse.io/bakery", "names no single posting"),
        ("ftp://bakery.example/x", "only http and https"),
        ("https://me:secret@bakery.example/x", "user name or password"),
    ],
)
def test_url_of_no_single_posting(server: Replay, client: Client, url: str, told: str) -> None:
    with pytest.raises(JobscanError, match=told) as error:
        fetch_posting(url, base_urls=bases(server), client=client)
    assert "secret" not in str(error.value)
