"""N-Quads of pages back to the postings that the pages held."""

from __future__ import annotations

import json

import pytest

from jobscan.engines.quads import page_json, parse_quad

PAGE = "<https://fenwick.example/jobs/7>"


def quad(subject: str, name: str, value: str, *, page: str = PAGE) -> str:
    return f"{subject} <http://schema.org/{name}> {value} {page} ."


def of_type(subject: str, name: str) -> str:
    return f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/{name}> {PAGE} ."


POSTING = [
    of_type("_:p", "JobPosting"),
    quad("_:p", "title", '"Data Analyst"@en'),
    quad("_:p", "JobPosting/description", r'"<p>You know \"SQL\".\u0020caf\u00E9</p>"'),
    quad("_:p", "hiringOrganization", "_:o"),
    of_type("_:o", "Organization"),
    quad("_:o", "name", '"Fenwick Mills"'),
]


def test_a_posting_with_what_it_refers_to() -> None:
    assert json.loads(page_json(POSTING)) == {
        "@type": "JobPosting",
        "title": "Data Analyst",
        "description": '<p>You know "SQL". café</p>',
        "hiringOrganization": {"@type": "Organization", "name": "Fenwick Mills"},
    }


def test_several_postings_and_values_are_lists() -> None:
    lines = [
        *POSTING,
        of_type("<https://fenwick.example/jobs/8>", "JobPosting"),
        quad("<https://fenwick.example/jobs/8>", "employmentType", '"FULL_TIME"'),
        quad("<https://fenwick.example/jobs/8>", "employmentType", '"INTERN"'),
        quad("<https://fenwick.example/jobs/8>", "url", "<https://fenwick.example/apply>"),
    ]

    first, second = json.loads(page_json(lines))
    assert first["title"] == "Data Analyst"
    assert second == {
        "@id": "https://fenwick.example/jobs/8",
        "@type": "JobPosting",
        "employmentType": ["FULL_TIME", "INTERN"],
        "url": "https://fenwick.example/apply",
    }


def test_things_that_refer_in_circles_end() -> None:
    lines = [*POSTING, quad("_:o", "employee", "_:p"), quad("_:o", "owns", "_:o"), quad("_:o", "logo", "_:x")]

    organization = json.loads(page_json(lines))["hiringOrganization"]
    assert organization["name"] == "Fenwick Mills"
    assert [organization[name] for name in ("employee", "owns", "logo")] == [[], [], []]


@pytest.mark.parametrize(
    "line",
    ["", "# a comment", "_:p <http://schema.org/title> .", '_:p <http://schema.org/title> "cut off', "\x00"],
)
def test_what_is_no_statement_is_passed_over(line: str) -> None:
    assert parse_quad(line) is None
    assert page_json([line]) == ""
    assert page_json([*POSTING, line]) == page_json(POSTING)


def test_a_literal_with_a_type_and_odd_escapes() -> None:
    line = rf'_:p <http://schema.org/x> "1\t\\\U0001F600\UFFFFFFFF"^^<http://www.w3.org/x#y> {PAGE} .'

    found = parse_quad(line)
    assert found is not None
    assert (found.object, found.is_literal) == ("1\t\\\U0001f600\ufffd", True)
