"""Prints, as a Markdown table, how fast jobscan reads postings out of files, beside the plainest way to.

    python -m benchmarks.reading
    python -m benchmarks.reading --postings 500 --rounds 1         a quick look

The files are made first, in a folder that is removed again: invented postings of some 3,900 characters as
JSON Lines (plain and packed), Parquet, CSV and small texts; saved pages of some 120,000 characters, most of
them navigation, styles and scripts, with the posting as JSON-LD; and their descriptions as fragments of HTML.
Each reader takes its turn in every round, and the middle one of each is shown, so that a busy moment of the
machine falls on all alike. One core; files are read from the system's cache.

The peers do less: they only get at the values. jobscan also finds out what kind of file it is, which column
means what, mends the text, and reads places, dates and pay. One row is of pages that are understood too.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import IO

from benchmarks.generate import iter_postings as generate_postings
from benchmarks.machine import describe
from jobscan.extract import Extractor
from jobscan.lexicon import load_lexicon
from jobscan.posting import Posting
from jobscan.sources import iter_postings
from jobscan.sources.units import plan_units
from jobscan.text.html import html_to_text

Read = Callable[[], int]
"""Reads all of one kind of file: how many postings it found."""

PAGE_CHARACTERS = 120_000
CSV_CELL = 10**7
BATCH = 100
"""Postings that are understood at once."""


@dataclass(frozen=True, slots=True)
class Race:
    """Readers of the same files: jobscan first, then its peers."""

    name: str
    readers: dict[str, Read]


def row_of(posting: Posting) -> dict[str, str]:
    """A posting as a row, as feeds have them."""
    return {
        "id": posting.id,
        "title": posting.title,
        "company": posting.hiring_organization,
        "location": "Bern, Switzerland",
        "date_posted": "2026-05-04",
        "employment_type": "Full-time",
        "salary_min": "90000",
        "salary_max": "120000",
        "url": f"https://jobs.example.com/{posting.id.rpartition(':')[2]}",
        "description": posting.text,
    }


def fragment_of(posting: Posting) -> str:
    """The posting's text as HTML, as editors of job boards write it."""
    blocks = []
    for line in posting.text.splitlines():
        if line[:2] in ("• ", "- ", "* "):
            blocks.append(f"<ul><li><p>{html.escape(line[2:])}</p></li></ul>")
        elif line:
            heading = len(line) < 40
            blocks.append(
                f"<h3><strong>{html.escape(line)}</strong></h3>" if heading else f"<p>{html.escape(line)}</p>"
            )
    return "\n".join(blocks)


def page_of(posting: Posting, chance: random.Random) -> str:
    """A saved page with the posting in its JSON-LD, and all around what such pages carry."""
    fragment = fragment_of(posting)
    node = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": posting.title,
        "description": fragment,
        "datePosted": "2026-05-04",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": posting.hiring_organization},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Bern", "addressCountry": "CH"},
        },
    }
    style = "<style>" + ".a{color:#333;margin:0 auto}\n" * 700 + "</style>"
    script = "<script>" + "!function(e){for(var n=0;n<9&&e>n;)n++}(window);\n" * 500 + "</script>"
    head = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{posting.title}</title>'
        f'<link rel="canonical" href="https://jobs.example.com/{chance.randrange(10**9)}">{style}{script}'
        f'<script type="application/ld+json">{json.dumps(node)}</script></head><body>'
    )
    body = f'<main><h1>{posting.title}</h1><div class="posting">{fragment}</div></main>'
    links = []
    size = len(head) + len(body)
    while size < PAGE_CHARACTERS:
        number = chance.randrange(10**6)
        links.append(
            f'<li class="item" data-id="{number}"><a href="/jobs/{number}?page=1&amp;from=list">'
            f"<span>Opening {number}</span></a></li>\n"
        )
        size += len(links[-1])
    return f"{head}<nav><ul>{''.join(links)}</ul></nav>{body}</body></html>"


def write_corpus(folder: Path, postings: int, pages: int) -> None:
    """Put all the files into a folder."""
    rows = [row_of(posting) for posting in generate_postings(postings)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    (folder / "jobs.jsonl").write_bytes(lines)
    (folder / "jobs.jsonl.gz").write_bytes(gzip.compress(lines, 6, mtime=0))
    with (folder / "jobs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), folder / "jobs.parquet")
    (folder / "texts").mkdir()
    for number, row in enumerate(rows):
        (folder / "texts" / f"{number:07}.txt").write_text(
            f"{row['title']}\n\n{row['description']}", encoding="utf-8"
        )
    (folder / "pages").mkdir()
    chance = random.Random(1)
    for number, posting in enumerate(generate_postings(pages)):
        (folder / "pages" / f"{number:07}.html").write_text(page_of(posting, chance), encoding="utf-8")


def by_jobscan(path: Path) -> Read:
    """All that a scan does before it understands anything."""
    return lambda: sum(isinstance(found, Posting) for found in iter_postings(path))


def understood_by_jobscan(path: Path) -> Read:
    """All that a scan does with files, up to its tables."""
    extractor = Extractor(load_lexicon())

    def read() -> int:
        postings = (found for found in iter_postings(path) if isinstance(found, Posting))
        batches = iter(lambda: list(islice(postings, BATCH)), [])
        return sum(len(extractor.extract_all(batch)) for batch in batches)

    return read


def by_json(path: Path, opened: Callable[..., IO[bytes] | gzip.GzipFile]) -> Read:
    """json.loads of each line."""

    def read() -> int:
        with opened(path, "rb") as lines:
            return sum(bool(json.loads(line)["description"]) for line in lines)

    return read


def by_csv(path: Path) -> Read:
    """csv.DictReader."""

    def read() -> int:
        csv.field_size_limit(CSV_CELL)
        with path.open(newline="", encoding="utf-8") as file:
            return sum(bool(row["description"]) for row in csv.DictReader(file))

    return read


def by_pyarrow(path: Path) -> Read:
    """Rows as dictionaries, as pyarrow gives them."""

    def read() -> int:
        import pyarrow.parquet as pq

        batches = pq.ParquetFile(path).iter_batches(batch_size=1000)
        return sum(bool(row["description"]) for batch in batches for row in batch.to_pylist())

    return read


def by_open(folder: Path) -> Read:
    """Every file of a folder, opened and decoded."""
    return lambda: sum(bool(path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir()))


def by_beautiful_soup(folder: Path) -> Read:
    """The whole page into BeautifulSoup, the script parsed as JSON, its description into BeautifulSoup."""

    def read() -> int:
        from bs4 import BeautifulSoup  # noqa: TID251 - a peer

        found = 0
        for path in sorted(folder.iterdir()):
            soup = BeautifulSoup(path.read_bytes(), "lxml")
            node = json.loads(str(soup.find("script", type="application/ld+json").string))  # type: ignore[union-attr]
            found += bool(BeautifulSoup(node["description"], "lxml").get_text("\n"))
        return found

    return read


def by_lxml(folder: Path) -> Read:
    """The same with lxml alone."""

    def read() -> int:
        import lxml.html

        found = 0
        for path in sorted(folder.iterdir()):
            root = lxml.html.fromstring(path.read_bytes())
            (script,) = root.xpath('//script[@type="application/ld+json"]/text()')
            found += bool(lxml.html.fromstring(json.loads(script)["description"]).text_content())
        return found

    return read


def fragments_by_soup(fragments: list[str]) -> Read:
    """The text of each fragment, as BeautifulSoup gives it."""

    def read() -> int:
        from bs4 import BeautifulSoup  # noqa: TID251 - a peer

        return sum(bool(BeautifulSoup(fragment, "lxml").get_text("\n")) for fragment in fragments)

    return read


def races(folder: Path, postings: int) -> Iterator[Race]:
    """What is measured."""
    lines, packed = folder / "jobs.jsonl", folder / "jobs.jsonl.gz"
    yield Race("JSON Lines", {"jobscan": by_jobscan(lines), "json.loads": by_json(lines, open)})
    yield Race(
        "JSON Lines, packed (.gz)",
        {"jobscan": by_jobscan(packed), "gzip, json.loads": by_json(packed, gzip.open)},
    )
    table, cells = folder / "jobs.parquet", folder / "jobs.csv"
    yield Race("Parquet", {"jobscan": by_jobscan(table), "pyarrow, to_pylist": by_pyarrow(table)})
    yield Race("CSV", {"jobscan": by_jobscan(cells), "csv.DictReader": by_csv(cells)})
    texts, pages = folder / "texts", folder / "pages"
    yield Race("small text files", {"jobscan": by_jobscan(texts), "read_text": by_open(texts)})
    soups = {"BeautifulSoup + lxml": by_beautiful_soup(pages), "lxml": by_lxml(pages)}
    yield Race("saved pages of 120 KB", {"jobscan": by_jobscan(pages), **soups})
    yield Race("the same pages, understood too", {"jobscan": understood_by_jobscan(pages)})
    fragments = [fragment_of(posting) for posting in generate_postings(min(postings, 1000))]
    yield Race(
        "descriptions in HTML",
        {
            "jobscan": lambda: sum(bool(html_to_text(fragment)) for fragment in fragments),
            "BeautifulSoup + lxml": fragments_by_soup(fragments),
        },
    )
    yield Race("planning units of JSON Lines", {"jobscan": lambda: postings * any(plan_units(lines))})


def measure(read: Read) -> tuple[int, float]:
    """How many postings were read, and the seconds of this process that it took."""
    began = process_time()
    count = read()
    return count, process_time() - began


def print_race(race: Race, rounds: int) -> None:
    """Let each reader read once for nothing, then `rounds` times in turn, and print the middle of each."""
    counts = {name: read() for name, read in race.readers.items()}
    if len(set(counts.values())) != 1:
        raise SystemExit(f"{race.name}: the readers found different numbers of postings: {counts}")
    seconds: dict[str, list[float]] = {name: [] for name in race.readers}
    for _ in range(rounds):
        for name, read in race.readers.items():
            seconds[name].append(measure(read)[1])
    own = median(seconds["jobscan"])
    for name, taken in seconds.items():
        count, middle = counts[name], max(median(taken), 1e-9)
        ratio = "" if name == "jobscan" else f"{middle / own:.2f}"
        print(
            f"| {race.name} | {name} | {count / middle:,.0f} | {1000 * middle / count:.3f} | {ratio} |",
            flush=True,
        )


def main() -> None:
    """Read the command line, make the files and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--postings", type=int, default=10_000, help="how many rows and texts (10000)")
    parser.add_argument("--pages", type=int, default=300, help="how many pages (300)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jobscan-reading-") as name:
        print("making the files", file=sys.stderr)
        write_corpus(Path(name), options.postings, options.pages)
        print(f"{describe()}; middle of {options.rounds} rounds; one core\n")
        print("| files | reader | postings/s | ms each | jobscan is so many times as fast |")
        print("|---|---|---:|---:|---:|")
        for race in races(Path(name), options.postings):
            print_race(race, options.rounds)


if __name__ == "__main__":
    main()
