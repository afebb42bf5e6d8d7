"""Tests of the JSON-LD ladder: of each variant the values must be right, not only the title."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobscan.sources.jsonld import is_job_posting, job_postings, parse_jsonld
from jobscan.sources.loose_json import TooDeepError, parse_loose, parse_values

CONTEXT = '"@context": "https://schema.org"'
PLAIN: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Data Engineer",
    "description": "<p>Build pipelines in Python.</p>",
    "datePosted": "2026-03-04",
    "hiringOrganization": {"@type": "Organization", "name": "Brightwater Analytics"},
}
JSON = json.dumps(PLAIN)
MEMBERS = JSON[1:-1]
BREADCRUMBS = '{"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Jobs"}]}'
WITHOUT_TYPE = {key: value for key, value in PLAIN.items() if key != "@type"}

# Valid JSON, oddly placed.
PLACES: dict[str, list[str]] = {
    "top level": [JSON],
    "array at the top": [f"[{BREADCRUMBS},{JSON}]"],
    "array in an array": [f"[[{JSON}]]"],
    "graph": [f'{{{CONTEXT}, "@graph": [{{"@type":"WebPage"}}, {JSON}]}}'],
    "graph that is one object": [f'{{{CONTEXT}, "@graph": {JSON}}}'],
    "main entity": [f'{{"@type":"WebPage","mainEntity":{JSON}}}'],
    "main entity of page, a list": [f'{{"@type":"WebPage","mainEntity":[{JSON}]}}'],
    "item of a list": [f'{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{JSON}}}]}}'],
    "second script": [BREADCRUMBS, JSON],
    "after an empty script": ["", "  \n", JSON],
    "after a null script": ["null", JSON],
    "after a damaged script": ['{"@type":"Organization","name":', JSON],
    "list of types": [json.dumps({**PLAIN, "@type": ["JobPosting", "Thing"]})],
    "IRI with https": [json.dumps({**PLAIN, "@type": "https://schema.org/JobPosting"})],
    "IRI with http": [json.dumps({**PLAIN, "@type": "http://schema.org/JobPosting"})],
    "IRI in a list": [json.dumps({**PLAIN, "@type": ["http://www.schema.org/JobPosting"]})],
    "prefix": [json.dumps({**PLAIN, "@type": "schema:JobPosting"})],
    "type without at-sign": [json.dumps({**WITHOUT_TYPE, "type": "JobPosting"})],
    "keys in PascalCase": [
        json.dumps(
            {
                "@Context": "http://schema.org",
                "@Type": "JobPosting",
                "Title": PLAIN["title"],
                "Description": PLAIN["description"],
                "DatePosted": PLAIN["datePosted"],
                "HiringOrganization": {"@Type": "Organization", "Name": "Brightwater Analytics"},
            }
        )
    ],
    "keys with prefix": [
        json.dumps(
            {
                "@type": "schema:JobPosting",
                "schema:title": PLAIN["title"],
                "schema:description": PLAIN["description"],
                "http://schema.org/datePosted": PLAIN["datePosted"],
                "schema:hiringOrganization": {"schema:name": "Brightwater Analytics"},
            }
        )
    ],
    "expanded values": [
        json.dumps(
            {
                "@type": ["http://schema.org/JobPosting"],
                "http://schema.org/title": {"@value": PLAIN["title"]},
                "http://schema.org/description": {"@value": PLAIN["description"], "@language": "en"},
                "http://schema.org/datePosted": {"@value": PLAIN["datePosted"]},
                "http://schema.org/hiringOrganization": {
                    "http://schema.org/name": {"@value": "Brightwater Analytics"}
                },
            }
        )
    ],
    "employer by reference": [
        json.dumps(
            {
                "@graph": [
                    {**PLAIN, "hiringOrganization": {"@id": "#org"}},
                    {"@id": "#org", "@type": "Organization", "name": "Brightwater Analytics"},
                ]
            }
        )
    ],
    "employer by reference to another script": [
        json.dumps({"@id": "https://jobs.example/#org", "name": "Brightwater Analytics"}),
        json.dumps({**PLAIN, "hiringOrganization": "https://jobs.example/#org"}),
    ],
    "posting by reference": [
        json.dumps(
            {"@graph": [{"@type": "WebPage", "mainEntity": {"@id": "#job"}}, {"@id": "#job", **PLAIN}]}
        )
    ],
}

# Not JSON.
BROKEN: dict[str, list[str]] = {
    "byte order mark": ["\ufeff" + JSON],
    "semicolon at the end": [JSON + ";"],
    "brace and semicolon at the end": [JSON + "\n};"],
    "two objects in a row": [BREADCRUMBS + "\n" + JSON],
    "two objects with a comma": [BREADCRUMBS + ",\n" + JSON],
    "text after the object": [JSON + "\n<br />Notice: undefined index"],
    "assignment before": ["var posting = " + JSON + ";"],
    "HTML comment": [f"<!-- {JSON} -->"],
    "HTML comment in lines": [f"<!--\n{JSON}\n//-->"],
    "CDATA": [f"<![CDATA[{JSON}]]>"],
    "CDATA in line comments": [f"//<![CDATA[\n{JSON}\n//]]>"],
    "CDATA in block comments": [f"/*<![CDATA[*/ {JSON} /*]]>*/"],
    "line comment": [JSON.replace('"datePosted"', '// when\n"datePosted"')],
    "line comment after a value": [JSON.replace('"Data Engineer",', '"Data Engineer", // the title\n')],
    "block comment": [JSON.replace('"datePosted"', '/* when */ "datePosted"')],
    "trailing comma": ["{" + MEMBERS + ",}"],
    "trailing comma in an array": ["{" + MEMBERS + ', "employmentType": ["FULL_TIME",],}'],
    "doubled comma": [JSON.replace('"datePosted"', ', "datePosted"')],
    "missing comma": [JSON.replace('"2026-03-04", ', '"2026-03-04"\n  ')],
    "missing comma after a number": ["{" + '"baseSalary": 100000\n' + MEMBERS + "}"],
    "missing comma after an object": ["{" + '"identifier": {"value": "7"}\n' + MEMBERS + "}"],
    "missing value": ["{" + '"validThrough": ,\n' + MEMBERS + "}"],
    "missing value at the end": ["{" + MEMBERS + ', "validThrough": }'],
    "grouped number": [
        "{" + MEMBERS + ', "baseSalary": {"value": {"minValue": 45,000, "maxValue": 60,000}}}'
    ],
    "bad escapes": [JSON.replace("Build", "Earn \\$5 and don\\'t stop. Build").replace("Earn", "Earn")],
    "bad unicode escape": [JSON.replace('"datePosted"', '"note": "\\u12", "datePosted"')],
    "raw tab": [JSON.replace('"datePosted"', '"note": "a\tb", "datePosted"')],
    "entity-encoded": [JSON.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")],
    "entity-encoded with numbers": [JSON.replace('"', "&#34;")],
    "entity-encoded twice": [JSON.replace('"', "&amp;quot;")],
    "entity-encoded in CDATA with a trailing comma": [
        "<![CDATA[" + ("{" + MEMBERS + ",}").replace('"', "&quot;") + "]]>"
    ],
    "single quotes": [JSON.replace('"', "'")],
    "keys without quotes": [
        """{"@type": "JobPosting", title: "Data Engineer", description: "<p>Build pipelines in Python.</p>",
        datePosted: "2026-03-04", hiringOrganization: {name: "Brightwater Analytics"}}"""
    ],
    "undefined and NaN": ["{" + '"baseSalary": undefined, "validThrough": NaN,' + MEMBERS + "}"],
    "cut off": [JSON[:-3]],
    "cut off in a later string": [JSON[:-1] + ', "jobBenefits": "Free frui'],
    "object not closed before the next member": [JSON.replace('Analytics"}}', 'Analytics", "x": {"y": 1}}')],
    "an object closed too early": [
        """{"@type": "JobPosting"}, "title": "Data Engineer",
        "description": "<p>Build pipelines in Python.</p>", "datePosted": "2026-03-04",
        "hiringOrganization": {"name": "Brightwater Analytics"}}"""
    ],
    "wrong currency line of a template": [
        JSON[:-1] + ' "baseSalary": {"currency": "JP" "value": {"value": "基本給", "unitText": "月額報酬",}}}'
    ],
}


@pytest.mark.parametrize("scripts", PLACES.values(), ids=PLACES.keys())
def test_job_postings_finds_a_posting_wherever_it_hides(scripts: list[str]) -> None:
    _expect_plain(scripts)


@pytest.mark.parametrize("scripts", BROKEN.values(), ids=BROKEN.keys())
def test_job_postings_reads_what_is_not_quite_json(scripts: list[str]) -> None:
    _expect_plain(scripts, prefix="Earn $5 and don't stop. " if "\\$5" in scripts[0] else "")


def _expect_plain(scripts: list[str], prefix: str = "") -> None:
    [posting] = job_postings(scripts)
    assert posting["title"] == "Data Engineer"
    assert posting["description"] == f"<p>{prefix}Build pipelines in Python.</p>"
    assert posting["datePosted"] == "2026-03-04"
    assert posting["hiringOrganization"]["name"] == "Brightwater Analytics"


def test_values_beside_a_repair_are_right() -> None:
    pay = '{"minValue": 45,000, "maxValue": 60,000.50}'
    [posting] = job_postings([f'{{"@type":"JobPosting","baseSalary":{pay},"validThrough": ,"n":[1,200],}}'])
    assert posting["baseSalary"] == {"minValue": 45000.0, "maxValue": 60000.5}
    assert posting["validThrough"] is None
    assert posting["n"] == [1, 200]


def test_repairs_leave_the_inside_of_strings_alone() -> None:
    text = "Pay 45,000, }, [1,] // not a comment /* nor this */ key: , and {a: 1,}"
    script = json.dumps({"@type": "JobPosting", "description": text})[:-1] + ",}"
    assert job_postings([script])[0]["description"] == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param('We are a "great place" to work.', 'We are a "great place" to work.', id="a phrase"),
        pytest.param(
            '<a href="https://x.example/a">Apply</a>',
            '<a href="https://x.example/a">Apply</a>',
            id="attribute",
        ),
        pytest.param('<p class="a" id="b">Python</p>', '<p class="a" id="b">Python</p>', id="two attributes"),
        pytest.param(
            'Named "best", "kindest" and "fairest"', 'Named "best", "kindest" and "fairest"', id="a list"
        ),
        pytest.param('Our motto: "ship"', 'Our motto: "ship"', id="at the end"),
        pytest.param('"Ship" is our motto', '"Ship" is our motto', id="at the beginning"),
    ],
)
def test_unescaped_quotes_stay_in_their_string(written: str, meant: str) -> None:
    script = f'{{"@type": "JobPosting", "description": "{written}", "title": "Analyst"}}'
    [posting] = job_postings([script])
    assert posting["description"] == meant
    assert posting["title"] == "Analyst"


def test_apostrophes_stay_in_a_string_of_single_quotes() -> None:
    [posting] = job_postings(
        ["{'@type': 'JobPosting', 'description': 'We don't mind, it's fine', 'title': 'Analyst',}"]
    )
    assert posting["description"] == "We don't mind, it's fine"
    assert posting["title"] == "Analyst"


def test_raw_line_breaks_in_strings_are_kept() -> None:
    [posting] = job_postings(['{"@type":"JobPosting","description":"One\nTwo\r\nThree"}'])
    assert posting["description"] == "One\nTwo\r\nThree"


def test_entities_inside_valid_strings_are_not_unescaped() -> None:
    [posting] = job_postings(
        [json.dumps({"@type": "JobPosting", "description": "&lt;p&gt;R&amp;amp;D &quot;x&quot;"})]
    )
    assert posting["description"] == "&lt;p&gt;R&amp;amp;D &quot;x&quot;"


def test_surrogate_pairs_become_characters_and_halves_are_replaced() -> None:
    [posting] = job_postings(['{"@type":"JobPosting","title":"\\ud83d\\ude80 Analyst","name":"\\ud83d",}'])
    assert posting["title"] == "🚀 Analyst"
    assert posting["name"] == "\ufffd"


def test_an_empty_repeated_member_does_not_replace_the_first() -> None:
    [posting] = job_postings(['{"@type":"JobPosting","title":"Analyst","title":"",}'])
    assert posting["title"] == "Analyst"


def test_a_reference_in_a_circle_ends() -> None:
    graph = [
        {"@id": "#job", "@type": "JobPosting", "title": "Analyst", "hiringOrganization": {"@id": "#org"}},
        {"@id": "#org", "name": "Brightwater", "hiringOrganization": {"@id": "#org"}},
    ]
    [posting] = job_postings([json.dumps({"@graph": graph})])
    assert posting["hiringOrganization"]["name"] == "Brightwater"


def test_an_unknown_reference_stays() -> None:
    [posting] = job_postings([json.dumps({**PLAIN, "hiringOrganization": {"@id": "#nobody"}})])
    assert posting["hiringOrganization"] == {"@id": "#nobody"}


def test_all_postings_of_a_list_come_in_order() -> None:
    items = [{"@type": "ListItem", "item": {"@type": "JobPosting", "title": f"Job {n}"}} for n in range(3)]
    postings = job_postings([json.dumps({"@type": "ItemList", "itemListElement": items})])
    assert [posting["title"] for posting in postings] == ["Job 0", "Job 1", "Job 2"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("", id="empty"),
        pytest.param("null", id="null"),
        pytest.param("[]", id="empty array"),
        pytest.param('"JobPosting"', id="a string"),
        pytest.param("{", id="a brace"),
        pytest.param("}]}{[", id="brackets"),
        pytest.param("[" * 100_000, id="open brackets"),
        pytest.param('{"a":' * 100_000 + "1" + "}" * 100_000, id="deep objects"),
        pytest.param("[" * 500 + '{"@type":"JobPosting",}' + "]" * 500, id="deep and damaged"),
        pytest.param('{"@type":"JobPosting' * 2_000, id="quotes without end"),
        pytest.param('{"' * 20_000, id="keys without end"),
        pytest.param("/*" * 20_000 + "{", id="comments without end"),
        pytest.param("{" + "\\" * 20_001, id="backslashes"),
        pytest.param("&amp;" * 20_000 + "{", id="entities"),
        pytest.param("{'a': 'JobPosting' " + "' " * 20_000, id="apostrophes"),
        pytest.param("\x00\ud800{", id="characters that cannot be written"),
    ],
)
def test_hostile_scripts_give_no_posting_and_no_error(script: str) -> None:
    assert [node for node in job_postings([script]) if node.get("title")] == []


def test_a_script_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobscan.sources.jsonld.MAX_CHARS", len(JSON) - 1)
    assert parse_jsonld(JSON) == []


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"@type": "JobPosting"}, True),
        ({"@type": "jobposting"}, True),
        ({"@type": ["Thing", "http://schema.org/JobPosting"]}, True),
        ({"@type": "JobPostingAggregate"}, False),
        ({"@type": None}, False),
        ({"@type": {"@id": "JobPosting"}}, False),
        ({"title": "JobPosting"}, False),
    ],
)
def test_is_job_posting(node: dict[str, Any], *, expected: bool) -> None:
    assert is_job_posting(node) is expected


def test_parse_values_stops_at_the_first_damaged_value() -> None:
    assert parse_values('{"a": 1} ; {"b": 2}\n{"c": ') == [{"a": 1}, {"b": 2}]
    with pytest.raises(ValueError, match="Expecting"):
        parse_values('{"c": ')


def test_parse_values_says_when_a_value_is_too_deep() -> None:
    with pytest.raises(TooDeepError):
        parse_values("[" * 200_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{a: 1, 'b': \"x\", c: `y\nz`}", {"a": 1, "b": "x", "c": "y\nz"}, id="JavaScript"),
        pytest.param(
            "{a: [1, 'two', {b: null}], c: true}", {"a": [1, "two", {"b": None}], "c": True}, id="nested"
        ),
        pytest.param("{a: !0, b: void 0}", {"a": "!0", "b": "void 0"}, id="expressions stay words"),
        pytest.param("[1 2 3]", ["1 2 3"], id="no commas in an array"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_parse_loose_reads_javascript_literals(text: str, expected: object) -> None:
    assert parse_loose(text) == expected
