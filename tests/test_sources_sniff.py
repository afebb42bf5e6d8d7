from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.sources.sniff import sniff

ROW = b'{"title": "Data Analyst", "text": "SQL"}'
PAGE = b"<!doctype html><html><body><p>Data analyst</p></body></html>"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        pytest.param(b"", "a.txt", "empty", id="no bytes"),
        pytest.param(b" \r\n\t\n", "a.json", "empty", id="white space"),
        pytest.param(b"\xef\xbb\xbf\n", "a.txt", "empty", id="a byte order mark only"),
        pytest.param(b"\x1f\x8b\x08\x00", "a.txt", "gzip", id="gzip named txt"),
        pytest.param(b"PK\x03\x04....", "a.json", "zip", id="zip named json"),
        pytest.param(b"PK\x05\x06" + bytes(18), "", "zip", id="zip of nothing"),
        pytest.param(b"PAR1....", "a.csv", "parquet", id="parquet named csv"),
        pytest.param(PAGE, "a.txt", "html", id="page named txt"),
        pytest.param(PAGE, "a.json", "html", id="page named json"),
        pytest.param(b"\xef\xbb\xbf  " + PAGE, "", "html", id="page after a mark and white space"),
        pytest.param(PAGE.decode().encode("utf-16"), "page", "html", id="page in UTF-16"),
        pytest.param(
            b"<!-- saved from url=(0019)https://a.example/ -->\n" + PAGE, "x", "html", id="saved page"
        ),
        pytest.param(b'<?xml version="1.0"?>\n' + PAGE, "x", "html", id="XHTML"),
        pytest.param(b"<p>We seek</p><ul><li>SQL</ul>", "x", "html", id="fragment"),
        pytest.param(b"We seek <br> an analyst", "x.html", "html", id="text with tags named html"),
        pytest.param(b"We seek an analyst", "x.html", "text", id="text named html"),
        pytest.param(b"# Analyst\n<br>\nWe seek", "x.md", "text", id="Markdown with a tag"),
        pytest.param(
            b"<div align=center>\n# Analyst\n</div>", "x.md", "text", id="Markdown that begins with a tag"
        ),
        pytest.param(ROW, "a.txt", "json", id="JSON named txt"),
        pytest.param(b"[" + ROW + b"]", "", "json", id="JSON list"),
        pytest.param(
            b'{\n  "title": "A",\n  "places": [\n{"a": 1},\n{"b": 2}\n]}', "", "json", id="pretty JSON"
        ),
        pytest.param(b'{"title": "A", "text": "cut', "a.txt", "json", id="cut JSON"),
        pytest.param(b"[" * 100_000, "a.json", "json", id="deep JSON"),
        pytest.param(ROW + b"\n" + ROW, "a.json", "jsonl", id="lines named json"),
        pytest.param(ROW + b"\n\n" + ROW + b"\n", "", "jsonl", id="lines with a blank one"),
        pytest.param(b'{"title": cut\n' + ROW + b"\n" + ROW, "", "jsonl", id="lines, the first bad"),
        pytest.param(ROW, "a.jsonl", "jsonl", id="one line named jsonl"),
        pytest.param(ROW + b"\ncut", "", "jsonl", id="one good line and a bad one"),
        pytest.param(b"[24]7.ai\nData analyst", "a.txt", "text", id="text that begins with a bracket"),
        pytest.param(b"{Company} seeks an analyst", "a.txt", "text", id="text that begins with a brace"),
        pytest.param(b"title,description\nA,B\n", "a", "csv", id="CSV without an ending"),
        pytest.param(b"Job Title;Job Description\nA;B\n", "a.txt", "csv", id="CSV with semicolons"),
        pytest.param(b"a,b\n1,2\n", "a.csv", "csv", id="CSV by its name"),
        pytest.param(
            b"title,description\nA,<html><body>B</body></html>\n", "a", "csv", id="CSV with pages in it"
        ),
        pytest.param(b"Data analyst, Bern\nWe seek", "a.txt", "text", id="text with a comma"),
        pytest.param("Data analyst – Zürich".encode("cp1252"), "a", "text", id="windows-1252"),
        pytest.param(b"Python\x00 and SQL, and a good deal more", "a", "text", id="text with a NUL"),
        pytest.param("Données".encode("utf-16"), "a", "text", id="text in UTF-16"),
        pytest.param(b"%PDF-1.7\n", "a.txt", "pdf", id="PDF"),
        pytest.param(b"\n junk %PDF-1.4\n", "a.pdf", "pdf", id="PDF after junk"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "a.html", "unsupported", id="picture"),
        pytest.param(b"{\\rtf1\\ansi", "a.txt", "rtf", id="RTF"),
        pytest.param(b"BZh91AY", "a.jsonl.bz2", "unsupported", id="bzip2"),
        pytest.param(bytes(257) + b"ustar\x0000", "a.tar", "unsupported", id="tar"),
        pytest.param(b'<?xml version="1.0"?><jobs/>', "a.xml", "xml", id="XML"),
        pytest.param(b'<Jobs xmlns="urn:x"><Job/></Jobs>', "a", "xml", id="XML without a declaration"),
        pytest.param(b"<rss version='2.0'>", "a", "xml", id="RSS"),
        pytest.param(b"From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\n\nx", "a", "mail", id="e-mail"),
        pytest.param(b"\x00" * 100, "a.txt", "binary", id="zeros"),
        pytest.param(bytes(range(256)) * 4, "a.txt", "binary", id="bytes of all kinds"),
        pytest.param(b"\x7fELF\x02\x01", "a", "binary", id="program"),
    ],
)
def test_sniff_goes_by_the_bytes(head: bytes, name: str, kind: str) -> None:
    assert sniff(head, name=name)[0] == kind


def test_sniff_does_not_call_a_cut_head_empty() -> None:
    assert sniff(b"\n" * 1000, name="a.txt", whole=False) == ("text", "")


def test_sniff_reads_lines_whose_last_is_cut() -> None:
    assert sniff(ROW + b"\n" + ROW[:10], whole=False)[0] == "jsonl"


@given(st.binary(max_size=300), st.booleans(), st.text(max_size=10))
def test_sniff_never_raises(head: bytes, whole: bool, name: str) -> None:
    kind, words = sniff(head, name=name, whole=whole)
    assert bool(words) == (kind in ("unsupported", "binary"))
