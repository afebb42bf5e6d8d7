from __future__ import annotations

import random
from pathlib import Path

from benchmarks.generate import iter_postings as generate_postings
from benchmarks.reading import PAGE_CHARACTERS, page_of, races, write_corpus
from jobscan.posting import Posting
from jobscan.sources import iter_postings


def test_every_reader_finds_every_posting(tmp_path: Path) -> None:
    write_corpus(tmp_path, 12, 3)
    counts = {
        race.name: {name: read() for name, read in race.readers.items()} for race in races(tmp_path, 12)
    }
    pages = counts.pop("saved pages of 120 KB")
    assert pages == {"jobscan": 3, "BeautifulSoup + lxml": 3, "lxml": 3}
    assert counts.pop("the same pages, understood too") == {"jobscan": 3}
    assert {count for readers in counts.values() for count in readers.values()} == {12}
    assert len(counts) == 7


def test_a_generated_page_is_a_posting_among_much_else(tmp_path: Path) -> None:
    (generated,) = generate_postings(1)
    page = page_of(generated, random.Random(1))
    assert PAGE_CHARACTERS < len(page) < 1.2 * PAGE_CHARACTERS
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (found,) = iter_postings(tmp_path / "page.html")
    assert isinstance(found, Posting)
    assert (found.title, found.source) == (generated.title, "jobs.example.com")
    words = [line.lstrip("•-* ") for line in generated.text.splitlines() if line]
    assert [line.removeprefix("- ") for line in found.text.splitlines() if line] == [
        " ".join(line.split()) for line in words
    ]
