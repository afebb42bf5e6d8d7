"""Tests of microdata and RDFa Lite."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from jobscan.sources.microdata import has_marked_up_posting, marked_up_postings
from jobscan.sources.page import postings_from_html
from jobscan.sources.schema_org import posting_from_schema

MICRODATA = """
<div itemscope itemtype="https://schema.org/JobPosting">
  <h1 itemprop="title">Data <b>Engineer</b></h1>
  <meta itemprop="datePosted" content="2026-03-04">
  <p>Until <time itemprop="validThrough" datetime="2026-04-04">next month</time></p>
  <a itemprop="url" href="/jobs/1">here</a>
  <span itemprop="employmentType">Full-time</span>, <span itemprop="employmentType">Contract</span>
  <div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
    <a itemprop="name" href="https://brightwater.example">Brightwater</a>
    <img itemprop="logo" src="logo.png">
  </div>
  <div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place">
    <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
      <span itemprop="addressLocality">Bern</span>, <span itemprop="addressCountry">CH</span>
    </div>
  </div>
  <div itemprop="description"><p>We build <b>K</b>ubernetes tools.</p><ul><li itemprop="skills">Go</ul></div>
</div>"""
RDFA = (
    MICRODATA.replace('itemscope itemtype="https://schema.org/', 'vocab="https://schema.org/" typeof="')
    .replace("itemprop", "property")
    .replace('property="title"', 'property="schema:title"')
)
# The shape of SAP SuccessFactors: properties of properties without itemscope, dates as Java prints them.
WITHOUT_SCOPE = """
<div itemscope itemtype="http://schema.org/JobPosting">
  <h1><span itemprop="title">Data Engineer</span></h1>
  <span itemprop="jobLocation"><span itemprop="address"><span itemprop="addressLocality">Bern</span>
    <meta itemprop="addressCountry" content="CH"></span></span>
  <meta itemprop="hiringOrganization" content="Brightwater">
  <meta itemprop="datePosted" content="Wed Mar 04 02:00:00 UTC 2026">
  <span itemprop="description"><p>We build <b>K</b>ubernetes tools.</p><ul><li>Go</ul></span>
</div>"""


def nodes(html: str) -> list[dict[str, object]]:
    return marked_up_postings(BeautifulSoup(html, "lxml"))


@pytest.mark.parametrize(
    "html", [MICRODATA, RDFA, WITHOUT_SCOPE], ids=["microdata", "RDFa Lite", "without itemscope"]
)
def test_a_posting_is_read_from_the_markup(html: str) -> None:
    assert has_marked_up_posting(html)
    [node] = nodes(html)
    posting = posting_from_schema(node, id="a", source="b", origin="c", page_url="https://jobs.example/")
    assert posting.title == "Data Engineer"
    assert posting.hiring_organization == "Brightwater"
    assert (posting.job_location, posting.address_country) == ("Bern, CH", "CH")
    assert posting.date_posted == "2026-03-04"
    assert posting.text == "We build Kubernetes tools.\n\n- Go"


@pytest.mark.parametrize("html", [MICRODATA, RDFA], ids=["microdata", "RDFa Lite"])
def test_attributes_win_over_text_where_they_hold_the_value(html: str) -> None:
    [node] = nodes(html)
    assert node["@type"] == "JobPosting"
    assert node["url"] == "/jobs/1"
    assert node["validThrough"] == "2026-04-04"
    assert node["employmentType"] == ["Full-time", "Contract"]
    assert node["skills"] == "Go"
    assert node["hiringOrganization"] == {"@type": "Organization", "name": "Brightwater", "logo": "logo.png"}


def test_itemref_adds_elements_from_elsewhere() -> None:
    html = """<div itemscope itemtype="http://schema.org/JobPosting" itemref="more gone self" id="self">
      <h1 itemprop="title">Analyst</h1></div><p id="more" class="x"><b itemprop="industry">Water</b></p>"""
    [node] = nodes(html)
    assert node["industry"] == "Water"


def test_several_names_in_one_property() -> None:
    [node] = nodes('<p itemscope itemtype="schema.org/JobPosting"><b itemprop="title name">Analyst</b></p>')
    assert (node["title"], node["name"]) == ("Analyst", "Analyst")


def test_other_types_are_not_postings() -> None:
    assert (
        nodes('<p itemscope itemtype="http://schema.org/JobPostingList"><b itemprop="title">A</b></p>') == []
    )
    assert not has_marked_up_posting('<p itemtype="http://schema.org/Organization">JobPosting</p>')


def test_items_nested_without_end_do_not_raise() -> None:
    scope = '<div itemprop="jobLocation" itemscope itemtype="http://schema.org/Place">'
    html = '<div itemscope itemtype="http://schema.org/JobPosting"><b itemprop="title">A</b>' + scope * 5_000
    [node] = nodes(html)
    assert node["title"] == "A"


def test_a_page_with_microdata_is_read() -> None:
    [posting] = postings_from_html(
        f"<html><body><nav>Home</nav>{MICRODATA}</body></html>", id="a", origin="b", source="html"
    )
    assert posting.title == "Data Engineer"
    assert posting.employment_type == ("FULL_TIME", "CONTRACTOR")
    assert posting.text == "We build Kubernetes tools.\n\n- Go"
