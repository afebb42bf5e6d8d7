from __future__ import annotations

import pytest

from jobscan.errors import SourceError
from jobscan.sources.payloads import declared_charset, parse_payload

BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r>&b;</r>'
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf\n[{"a": null}]\n', [{"a": None}]),
        ('{"a": "ü"}'.encode("utf-16"), {"a": "ü"}),
        (b'{"a": "line\nbreak"}', {"a": "line\nbreak"}),
        (b'{"a": "\\ud83d"}', {"a": "\ud83d"}),
    ],
    ids=["plain", "mark", "utf-16", "raw-line-break", "lone-surrogate"],
)
@pytest.mark.parametrize("content", ["json", "any"])
def test_json_by_its_bytes(body: bytes, value: object, content: str) -> None:
    assert parse_payload(body, content=content) == value


@pytest.mark.parametrize("content", ["xml", "any"])
def test_xml_gives_its_root(content: str) -> None:
    root = parse_payload(
        b'\n<?xml version="1.0"?><!-- x --><rss><item>A &amp; B</item></rss>', content=content
    )
    assert (root.tag, root.findtext("item")) == ("rss", "A & B")


def test_xml_in_other_encodings() -> None:
    text = "<rss><item>Zürich</item></rss>"
    bodies = [
        text.encode("utf-16"),
        text.encode("cp1252"),
        f'<?xml version="1.0" encoding="latin-1"?>{text}'.encode(),
    ]
    for body in bodies:
        assert parse_payload(body, content="xml", declared="iso-8859-1").findtext("item") == "Zürich"


def test_text_inside_xml_may_hold_a_page() -> None:
    body = b"<rss><item><![CDATA[<!DOCTYPE html><html><p>Hello</html>]]></item></rss>"
    assert parse_payload(body, content="xml").findtext("item") == "<!DOCTYPE html><html><p>Hello</html>"


def test_page_is_decoded_by_the_ladder() -> None:
    assert parse_payload("<p>Zürich".encode("cp1252"), content="html", declared="iso-8859-1") == "<p>Zürich"
    assert parse_payload(b"<!doctype html><p>Hello", content="any") == "<!doctype html><p>Hello"
    assert parse_payload(b'<?xml version="1.0"?><html><p>Hello</p></html>', content="any").endswith("</html>")


WRONG = {
    "empty": (b"", "json", "empty"),
    "blank": (b" \n\x00", "any", "empty"),
    "page-for-json": (b"<!DOCTYPE html><p>Sign in", "json", "damaged"),
    "comment-for-json": (b"<!-- x -->", "json", "damaged"),
    "xml-for-json": (b"<error>no</error>", "json", "damaged"),
    "cut-json": (b'{"a": [1, 2', "json", "damaged"),
    "deep-json": (b"[" * 200_000, "json", "too_deep"),
    "page-for-xml": (b"<!DOCTYPE html><html><p>404", "xml", "damaged"),
    "json-for-xml": (b'{"a": 1}', "xml", "damaged"),
    "entities": (BOMB, "xml", "unsafe"),
    "outside-entity": (OUTSIDE, "xml", "unsafe"),
    "entities-in-utf-16": (
        BOMB.decode().replace("?>", ' encoding="utf-16"?>').encode("utf-16"),
        "xml",
        "unsafe",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_of_the_kind_is_refused(case: str) -> None:
    body, content, reason = WRONG[case]
    with pytest.raises(SourceError) as error:
        parse_payload(body, content=content)
    assert error.value.reason == reason


def test_declared_charset_of_odd_headers() -> None:
    assert [
        declared_charset(value) for value in ("text/html;charset=utf-8", "text/html; charset='x'", "", "a")
    ] == [
        "utf-8",
        "x",
        "",
        "",
    ]
