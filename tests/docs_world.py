"""The files and the boards that the commands of the documentation speak of, and the blocks of its pages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jobscan
from tests.paper_files import column, pdf
from tests.replay import Hit, Replay, Reply

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"

_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<why>.+) -->\n)?```(?P<language>\S*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
_POSTINGS = ("text-negations", "markdown-either-or", "markdown-ml-engineer-robots", "json-board-with-lists")
_SCANS = (
    *("output", "market", "my-scan", "first", "weekly"),
    *("january", "july", "output-spring", "output-autumn"),
)
_BOARDS = {
    "/v1/boards/canonical/": "board-greenhouse/halyardtides-jobs.json",
    "/posting-api/job-board/ramp": "board-ashby/meadow-works.json",
    "/v0/postings/acme": "board-lever/ospreykites-postings.json",
    "/api/v1/search_by_date": "board-hackernews/hiring-search.json",
    "/api/v1/items/": "board-hackernews/hiring-thread.json",
}
PROVIDERS = ("greenhouse", "ashby", "lever", "hackernews")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    code: str
    why_not: str
    """Why it is not run; "" for one that is."""


def pages() -> list[Path]:
    """The pages that a reader of the documentation sees, those that are made of the code apart."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(match["language"], match["code"], match["why"] or "")


class Boards(Replay):
    """A server that answers as the boards that the pages name; any other board is not found."""

    def reply(self, hit: Hit) -> Reply:
        """The saved answer of the board that is asked."""
        for start, name in _BOARDS.items():
            if hit.path.startswith(start):
                return Reply(json=json.loads((FIXTURES / name).read_text(encoding="utf-8")))
        return Reply(404)


def make_world(folder: Path) -> None:
    """Fill a folder with what the pages name: postings, CVs, finished scans, lexicons and labels."""
    for name in (*_POSTINGS, "labelled"):
        shutil.copytree(FIXTURES / name, folder / "fixtures" / name)
    shutil.copy(FIXTURES / ".jobscanignore", folder / "fixtures")
    for name in _POSTINGS:
        shutil.copytree(FIXTURES / name, folder / "postings" / name, ignore=_expected)
    (folder / "postings" / "new-tool.jsonl").write_text("\n".join(map(json.dumps, _new_tool())))
    shutil.copytree(folder / "postings", folder / "my-postings")
    for name in ("labels.jsonl", "postings.jsonl"):
        shutil.copy(FIXTURES / "labelled" / name, folder)
    cv = (FIXTURES / "cvs" / "career-changer" / "cv.md").read_text(encoding="utf-8")
    (folder / "cv.pdf").write_bytes(pdf([column(50, 50, cv.splitlines())]))
    shutil.copy(next((FIXTURES / "jsonld-graph-research-scientist").glob("*.html")), folder / "posting.html")
    _write_vocabularies(folder)
    _write_compared(folder)
    _write_skills(folder / "my_skills")
    found = jobscan.scan(
        [folder / "postings", folder / "postings.jsonl"], by=["role", "seniority", "month", "quarter"]
    )
    for name in _SCANS:
        found.write(folder / name)


def _new_tool() -> Iterator[dict[str, str]]:
    """Postings that ask for a tool that the lexicon lacks, for `discover` to find."""
    for at, employer in enumerate(("Heronbank", "Tarnfield", "Oxbow Mills", "Sandpiper", "Larchwood")):
        yield {
            "id": f"new-{at}",
            "title": "Data Engineer",
            "company": employer,
            "description": f"{employer} looks after the data of harbours.\n\nRequirements\n"
            f"- Experience with Kafka, Tidegate and Spark, and with {at + 2} teams",
        }


def _write_vocabularies(folder: Path) -> None:
    vocabularies = FIXTURES / "vocabularies"
    shutil.copytree(vocabularies / "esco", folder / "esco")
    (folder / "onet").mkdir()
    for path in (vocabularies / "onet").glob("*.txt"):
        # The pages name O*NET's own code of nurses, the invented table has one of its own.
        text = re.sub(r"^\d\d-\d{4}\.", "29-1141.", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (folder / "onet" / path.name).write_text(text, encoding="utf-8")


def _write_compared(folder: Path) -> None:
    """The CV and the posting that docs/compare.md shows."""
    shown = {block.language: block.code for block in blocks(ROOT / "docs" / "compare.md")}
    (folder / "cv.md").write_text(shown["markdown"], encoding="utf-8")
    (folder / "posting.txt").write_text(shown["posting"], encoding="utf-8")


def _write_skills(folder: Path) -> None:
    """The lexicon that docs/howto-lexicon.md makes."""
    folder.mkdir()
    skills, aliases = [
        block.code for block in blocks(ROOT / "docs" / "howto-lexicon.md") if block.language == "csv"
    ]
    (folder / "skills.csv").write_text(skills, encoding="utf-8")
    (folder / "aliases.csv").write_text(aliases, encoding="utf-8")


def _expected(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "expected.json"]
