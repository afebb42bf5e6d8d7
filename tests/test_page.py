"""Tests of saved pages: each tier, the page's own address, and pages that are no posting."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.page import postings_from_html

SENTENCE = "You will build pipelines in Python and SQL, and share what you learn with the team. "
BODY = (
    f"<p>{SENTENCE * 5}</p><h3>Requirements</h3>"
    "<ul><li>Three years of experience</li><li>Skills in SQL</li></ul>"
)
TEXT = f"{(SENTENCE * 5).strip()}\n\nRequirements\n- Three years of experience\n- Skills in SQL"
NODE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Data Engineer",
    "description": BODY,
    "hiringOrganization": {"name": "Brightwater"},
}
NAVIGATION = "<nav><a href='/'>Home</a> <a href='/jobs'>All jobs in Kotlin</a></nav>"
CHROME = f"""<header class="site-header">{NAVIGATION}</header>
<div id="cookie-banner">We use cookies from Kotlin</div>
{{}}<aside>Kotlin newsletter</aside>
<section class="similar-jobs"><h2>Similar jobs</h2><p>Kotlin developer</p></section>
<footer>Kotlin since 1990</footer>"""


def read(html: str) -> list[Posting]:
    return postings_from_html(html, id="a.html", origin="saved/a.html", source="html")


def page(*scripts: str, kind: str = "application/ld+json", head: str = "", body: str = "") -> str:
    tags = "".join(f'<script type="{kind}">{script}</script>' for script in scripts)
    return f"<!doctype html><html><head>{head}{tags}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "kind",
    [
        "application/ld+json",
        "application/ld&#x2B;json",
        "application/ld&#43;json",
        "APPLICATION/LD+JSON",
        "application/ld+json; charset=utf-8",
        "application/json",
    ],
)
def test_json_ld_is_found_by_its_type(kind: str) -> None:
    [posting] = read(page(json.dumps(NODE), kind=kind))
    assert (posting.id, posting.origin, posting.source) == ("a.html", "saved/a.html", "html")
    assert (posting.title, posting.hiring_organization, posting.text) == (
        "Data Engineer",
        "Brightwater",
        TEXT,
    )


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("<script type=application/ld+json>{}</script>", id="no quotes"),
        pytest.param("<SCRIPT\n TYPE='application/ld+json' >{}</SCRIPT >", id="upper case"),
        pytest.param(
            '<script data-x="a" type = "application/ld+json" id=y>{}</script>', id="other attributes"
        ),
        pytest.param('<script type="application/ld+json">{}', id="never closed"),
        pytest.param(
            '<script>if (a<b) c()</script><script type="application/ld+json">{}</script>', id="after code"
        ),
    ],
)
def test_json_ld_is_found_in_any_spelling_of_the_element(tag: str) -> None:
    assert read(tag.replace("{}", json.dumps(NODE)))[0].title == "Data Engineer"


def test_json_ld_wins_over_what_the_page_shows() -> None:
    [posting] = read(page(json.dumps(NODE), body=CHROME.format("<h1>Other</h1>")))
    assert "Kotlin" not in posting.text
    assert posting.title == "Data Engineer"


def test_an_expired_page_is_still_a_posting() -> None:
    node = {**NODE, "validThrough": "2001-01-01"}
    [posting] = read(page(json.dumps(node), body="<p>This job is no longer available</p>"))
    assert posting.valid_through == "2001-01-01"


@pytest.mark.parametrize("description", ["", "Apply now.", None])
def test_a_short_description_gives_way_to_the_page(description: str | None) -> None:
    node = {**NODE, "description": description, "employmentType": "FULL_TIME"}
    [posting] = read(page(json.dumps(node), body=CHROME.format(f"<main><h1>Data Engineer</h1>{BODY}</main>")))
    assert posting.text == f"Data Engineer\n\n{TEXT}"
    assert posting.employment_type == ("FULL_TIME",)


def test_a_short_description_stays_where_the_page_says_no_more() -> None:
    [posting] = read(page(json.dumps({**NODE, "description": "Python for a week."}), body="<p>Log in</p>"))
    assert posting.text == "Python for a week."


def test_a_posting_without_any_text_is_an_error() -> None:
    with pytest.raises(SourceError, match="no description") as caught:
        read(page(json.dumps({**NODE, "description": ""}), body="<p>Log in</p>"))
    assert caught.value.reason == "no_text"


def test_several_postings_get_numbers() -> None:
    nodes = [{**NODE, "title": title} for title in ("A", "B", "B", "C")]
    postings = read(page(json.dumps({"@graph": nodes})))
    assert [(posting.id, posting.origin, posting.title) for posting in postings] == [
        ("a.html", "saved/a.html", "A"),
        ("a.html#2", "saved/a.html#2", "B"),
        ("a.html#3", "saved/a.html#3", "C"),
    ]


def test_postings_of_a_list_without_text_are_left_out_beside_one_with_text() -> None:
    teaser = {"@type": "JobPosting", "title": "Kotlin developer"}
    assert [posting.title for posting in read(page(json.dumps([NODE, teaser])))] == ["Data Engineer"]


def test_mojibake_is_mended() -> None:
    node = {
        **NODE,
        "title": "IngÃ©nieur",
        "hiringOrganization": "SociÃ©tÃ©",
        "description": "CrÃ©er. " + BODY,
    }
    [posting] = read(page(json.dumps(node)))
    assert (posting.title, posting.hiring_organization) == ("Ingénieur", "Société")
    assert posting.text.startswith("Créer.")


@pytest.mark.parametrize(
    ("head", "source", "url"),
    [
        pytest.param(
            '<link rel="canonical" href="https://www.jobs.example/1">',
            "jobs.example",
            "https://www.jobs.example/1",
            id="canonical",
        ),
        pytest.param(
            "<link href='https://JOBS.example/1?a=1&amp;b=2' rel=canonical>",
            "jobs.example",
            "https://JOBS.example/1?a=1&b=2",
            id="other order and quotes",
        ),
        pytest.param(
            '<meta property="og:url" content="https://board.example/2">',
            "board.example",
            "https://board.example/2",
            id="og:url",
        ),
        pytest.param(
            "<!-- saved from url=(0026)https://www.board.example/3 -->",
            "board.example",
            "https://www.board.example/3",
            id="browser",
        ),
        pytest.param('<link rel="canonical" href="/relative">', "html", "", id="relative"),
        pytest.param('<link rel="canonical" href="http://[">', "html", "", id="no address"),
        pytest.param('<link rel="canonical" href="file:///home/a.html">', "html", "", id="file"),
        pytest.param("", "html", "", id="none"),
    ],
)
def test_the_source_is_the_site_of_the_page(head: str, source: str, url: str) -> None:
    [posting] = read(page(json.dumps(NODE), head=head))
    assert (posting.source, posting.url) == (source, url)


def test_the_url_of_the_posting_wins_over_that_of_the_page() -> None:
    head = '<link rel="canonical" href="https://jobs.example/list/">'
    [posting] = read(page(json.dumps({**NODE, "url": "1"}), head=head))
    assert posting.url == "https://jobs.example/list/1"


STATE = {
    "props": {
        "pageProps": {"job": {"jobTitle": "Data Engineer", "jobDescription": BODY, "company": "Brightwater"}}
    }
}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(json.dumps(STATE), kind="application/json"), id="__NEXT_DATA__"),
        pytest.param(
            page(f"window.pageData = {json.dumps(STATE)};", kind="text/javascript"), id="assignment"
        ),
        pytest.param(
            page(f"var a=1;\nwindow['__STATE__']={json.dumps(STATE)};b()", kind=""), id="indexed assignment"
        ),
        pytest.param(
            page(
                "x = {job: {jobTitle: 'Data Engineer', company: \"Brightwater\", jobDescription: "
                + json.dumps(BODY)
                + ",},}",
                kind="",
            ),
            id="JavaScript literal",
        ),
    ],
)
def test_state_that_the_page_carries(html: str) -> None:
    [posting] = read(html)
    assert (posting.id, posting.title, posting.hiring_organization) == (
        "a.html",
        "Data Engineer",
        "Brightwater",
    )
    assert posting.text == TEXT


def test_state_without_words_of_the_trade_is_not_a_posting() -> None:
    article = {"title": "About us", "description": "We write about rivers. " * 40}
    with pytest.raises(SourceError, match="hardly any text"):
        read(page(json.dumps(article), kind="application/json"))


def test_a_logged_out_linkedin_page() -> None:
    html = f"""<html><head><link rel=canonical href="https://ch.linkedin.com/jobs/view/1"></head><body>
    <form><input type=password>Sign in</form>
    <h1 class="top-card-layout__title topcard__title">Data Engineer</h1>
    <span class="topcard__flavor"><a class="topcard__org-name-link"> Brightwater </a></span>
    <span class="topcard__flavor topcard__flavor--bullet">Bern, Switzerland</span>
    <span class="closed-job__flavor--closed">No longer accepting applications</span>
    <div class="description__text"><section><div class="show-more-less-html__markup">{BODY}</div>
    <button>Show more</button></section></div>
    <li class="description__job-criteria-item"><h3>Seniority level</h3><span>Entry level</span></li>
    <li class="description__job-criteria-item"><h3>Employment type</h3><span>Full-time</span></li>
    <li class="description__job-criteria-item"><h3>Job function</h3><span>Engineering</span></li>
    <li class="description__job-criteria-item"><h3>Industries</h3><span>Water Supply</span></li>"""
    [posting] = read(html)
    assert posting.text == TEXT
    assert posting.source == "ch.linkedin.com"
    assert (posting.title, posting.hiring_organization) == ("Data Engineer", "Brightwater")
    assert (posting.job_location, posting.employment_type) == ("Bern, Switzerland", ("FULL_TIME",))
    assert posting.industry == "Water Supply"


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param("<main><h1>Data Engineer</h1>{}</main>", id="main"),
        pytest.param("<div><div><h1>Data Engineer</h1>{}</div></div>", id="only divs"),
        pytest.param(
            '<div id="root"><div class="jobDescription"><h1>Data Engineer</h1>{}</div></div>', id="class"
        ),
        pytest.param("<header><h1>Data Engineer</h1></header>{}", id="title in a header"),
    ],
)
def test_the_main_text_of_any_page_without_what_surrounds_it(wrap: str) -> None:
    html = f"<html><head><title>Jobs</title></head><body>{CHROME.format(wrap.format(BODY))}</body></html>"
    [posting] = read(html)
    assert posting.title == "Data Engineer"
    assert "Kotlin" not in posting.text
    assert posting.text.endswith(TEXT)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Data Engineer | Brightwater Careers</title>", "", "Data Engineer"),
        ("<title>Data Engineer - Water - Brightwater</title>", "", "Data Engineer - Water"),
        ('<meta property="og:title" content="Data Engineer"><title>x</title>', "", "Data Engineer"),
        ("<title>Candidate Portal</title>", "<h2 class='title'>Data Engineer</h2>", "Data Engineer"),
        ("<title>Careers</title>", "<h1>Senior<br>Data Engineer</h1>", "Senior Data Engineer"),
    ],
)
def test_the_title_of_a_page_without_structure(head: str, body: str, title: str) -> None:
    assert read(f"<html><head>{head}</head><body>{body}{BODY}</body></html>")[0].title == title


def test_a_page_in_another_language_is_read() -> None:
    body = (
        "<p>Wir bauen Datenstrecken. Deine Aufgaben: Python und SQL. Anforderungen: Erfahrung mit Spark.</p>"
        * 4
    )
    assert read(f"<body><h1>Ingenieurin</h1>{body}")[0].title == "Ingenieurin"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param("<title>Just a moment...</title><body>Checking your browser", "robot", id="challenge"),
        pytest.param("<title>Attention Required! | Cloudflare</title><p>Ray ID", "robot", id="block"),
        pytest.param("<body><p>Please verify you are a human</p>", "robot", id="captcha"),
        pytest.param(
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root>",
            "JavaScript",
            id="app",
        ),
        pytest.param("<p>Please enable JavaScript to continue", "JavaScript", id="JavaScript in the text"),
        pytest.param(
            "<title>Sign in</title><form>E-mail</form><p>Forgot your password?", "sign-in", id="sign-in"
        ),
        pytest.param("<title>404 Not Found</title><h1>Not Found", "error page", id="404"),
        pytest.param("<h1>Access denied</h1>", "error page", id="403"),
        pytest.param("<html><body><div id=root></div></body></html>", "hardly any text", id="shell"),
        pytest.param("", "hardly any text", id="empty"),
        pytest.param("plain words", "hardly any text", id="words"),
        pytest.param(
            f"<p>{'The river is long and the boat of the man is blue. ' * 20}", "does not read", id="story"
        ),
        pytest.param(
            page(
                "window.pageData = "
                + json.dumps({"Description": "", "Jobs": [{"JobTitle": "A", "JobId": 1}] * 2}),
                kind="",
            ),
            "a list of 2 openings",
            id="list in the state",
        ),
        pytest.param(
            page(json.dumps([{"@type": "JobPosting", "title": "A"}, {"@type": "JobPosting", "title": "B"}])),
            "a list of 2 openings",
            id="list in JSON-LD",
        ),
    ],
)
def test_pages_that_are_no_posting_say_what_they_are(html: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        read(html)
    assert caught.value.reason == "no_posting"


def test_words_of_block_pages_do_not_matter_in_a_posting() -> None:
    body = f"<h1>Security Engineer</h1><p>You fight unusual traffic and captchas.</p>{BODY * 3}"
    assert read(f"<body><main>{body}</main>")[0].title == "Security Engineer"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 20_000 + SENTENCE * 5, id="deep"),
        pytest.param("<script " * 20_000, id="scripts without end"),
        pytest.param('<script type="application/ld+json">' + "[" * 100_000, id="deep JSON"),
        pytest.param("<link " + "a" * 100_000 + ">", id="a long tag"),
        pytest.param("<meta content='" * 20_000, id="quotes without end"),
        pytest.param("data:" * 50_000, id="data addresses"),
        pytest.param("<div itemscope itemtype='http://schema.org/JobPosting'>" * 3_000, id="deep items"),
        pytest.param("x = {" * 20_000 + "description", id="deep state"),
        pytest.param("\x00\ud800<p>", id="characters that cannot be written"),
    ],
)
def test_hostile_pages_give_a_posting_or_a_source_error(html: str) -> None:
    try:
        texts = [posting.text for posting in read(html)]
    except SourceError as error:
        texts = [error.detail]
    assert all(texts)
