"""XML that somebody saved: feeds, HR-XML, sitemaps; and XML that means harm."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources import iter_postings

ITEM = "<item><title>Tester</title><link>https://a.example/jobs/1</link><description>{}</description></item>"
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Jobs</title>'
    "<link>https://a.example/jobs</link>{}</channel></rss>"
)
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


def read(path: Path, data: bytes | str) -> list[Posting | Failure]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(iter_postings(path))


def rss(body: str) -> str:
    return RSS.format(ITEM.format(body))


@pytest.mark.parametrize("name", ["jobs.rss", "jobs.xml", "jobs.txt", "jobs"])
def test_saved_feed_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    (posting,) = read(tmp_path / name, rss("&lt;p&gt;Test with &lt;b&gt;C&lt;/b&gt;++.&lt;/p&gt;"))
    assert isinstance(posting, Posting)
    assert (posting.id, posting.source) == ("feed:a.example/jobs/1", "feed")
    assert posting.text == "Test with C++."
    assert posting.origin.endswith(f"{name}#1")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_saved_feed_in_other_encodings(tmp_path: Path, codec: str) -> None:
    text = rss("Prüfen").replace("UTF-8", "ISO-8859-1" if codec == "iso-8859-1" else "UTF-8")
    (posting,) = read(tmp_path / "jobs.rss", text.encode(codec))
    assert isinstance(posting, Posting)
    assert posting.text == "Prüfen"


def test_packed_feed_is_read(tmp_path: Path) -> None:
    (posting,) = read(tmp_path / "jobs.rss.gz", gzip.compress(rss("Test.").encode(), mtime=0))
    assert isinstance(posting, Posting)


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE], ids=["billion-laughs", "outside-entity"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_never_read(tmp_path: Path, declared: str, codec: str) -> None:
    text = rss("&c;").replace("<rss", f"{declared}<rss")
    (failure,) = read(tmp_path / "jobs.xml", text.encode(codec))
    assert isinstance(failure, Failure)
    assert failure.reason == "unsafe"


def test_entities_of_html_and_bare_ampersands_are_mended(tmp_path: Path) -> None:
    (posting,) = read(tmp_path / "jobs.rss", rss("Test&nbsp;and &amp; R&D &unknown; &LT;more."))
    assert isinstance(posting, Posting)
    assert posting.text == "Test and & R&D &unknown; <more."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(RSS.format("<a>" * 100_000 + "</a>" * 100_000), "unsupported", id="deep"),
        pytest.param(rss("Test.")[:-20], "damaged", id="cut-off"),
        pytest.param(rss("Test.").replace("Jobs", "Crow").replace("/jobs", "/n"), "unsupported", id="news"),
        pytest.param('<?xml version="1.0"?><note xmlns="x"><to>Jo</to></note>', "unsupported", id="other"),
        pytest.param(rss(""), "no_text", id="no-text"),
        pytest.param(
            "<?xml version='1.0'?><urlset><url><loc>https://a.example/jobs/1</loc></url></urlset>",
            "no_text",
            id="sitemap",
        ),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, reason: str) -> None:
    (failure,) = read(tmp_path / "jobs.xml", text)
    assert isinstance(failure, Failure)
    assert (failure.reason, bool(failure.detail)) == (reason, True)


def test_markup_of_a_posting_does_nothing(tmp_path: Path) -> None:
    (posting,) = read(
        tmp_path / "jobs.rss", rss("&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Test.&lt;/p&gt;")
    )
    assert isinstance(posting, Posting)
    assert posting.text == "Test."


def test_link_that_is_no_address_is_left_out(tmp_path: Path) -> None:
    (posting,) = read(
        tmp_path / "jobs.rss", rss("Test.").replace("https://a.example/jobs/1", "javascript:alert(1)")
    )
    assert isinstance(posting, Posting)
    assert posting.url == ""
