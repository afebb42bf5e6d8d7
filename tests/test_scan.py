from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from jobscan.cv import cv_reader
from jobscan.engines.chunk import ChunkResult, read_chunk
from jobscan.errors import Failure, JobscanError
from jobscan.extract import extractor_for, matcher_for
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.scan import Scan, load_scan, scan
from tests.lexicons import write_lexicon

FILLER = (
    "The team that you will join looks after the reports which our colleagues in the warehouse read each "
    "morning, and it answers the questions that they have about them. "
)
GERMAN = (
    "Wir suchen eine Person, die mit uns die Berichte der Abteilung schreibt und die Fragen der Kollegen "
    "beantwortet. Kenntnisse in Python und SQL sind von Vorteil, aber nicht notwendig."
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return load_lexicon(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven postings: one twice, one nearly twice, one in German, one that asks for nothing."""
    rows = [
        ("c", "Data Scientist", "Alpenrad", f"{FILLER} You know Python and SQL. Golang is used as well."),
        ("a", "Data Engineer", "Nordlicht", f"{FILLER * 3} You know Python, R and SQL."),
        ("b", "Data Engineer", "Nordlicht", f"{FILLER * 3} You know Python,   R and SQL."),
        ("d", "Data Engineer", "Nordlicht", f"{FILLER * 3} You know Python, R and SQL well."),
        ("e", "Data Analyst", "Kuestenwind", f"{FILLER} No Java required; Python is a must."),
        ("g", "Clerk", "Kuestenwind", f"{FILLER} You greet the guests at the door."),
        (
            "f",
            "Datenanalyst",
            "Kuestenwind",
            GERMAN,
        ),
    ]
    names = ("id", "title", "company", "text")
    lines = [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "in"


class Reader:
    """Finds the word Python; fails where it reads the word poison."""

    def extract_all(self, postings: Sequence[Posting], /) -> list[Extraction]:
        return [self._extract(posting) for posting in postings]

    def _extract(self, posting: Posting) -> Extraction:
        if "poison" in posting.text:
            raise RecursionError("too deep")
        at = posting.text.find("Python")
        mentions = (Mention("python", at, at + 6, "Python"),) if at >= 0 else ()
        return Extraction("en", mentions, role="other")


def posting(posting_id: str, text: str = "Python") -> Posting:
    return Posting(id=posting_id, source="s", origin=f"in/{posting_id}.txt", title="", text=text)


# The whole way


def test_scan_counts_what_is_asked_for(folder: Path, lexicon: Lexicon) -> None:
    found = scan(folder, lexicon=lexicon)
    # Of a, b and d, which are the same job, a counts; f is German: a, c, e and g are left.
    asked = found.demand.loc[found.demand["postings"] > 0, ["skill_id", "postings", "share", "of_postings"]]
    assert asked.to_numpy().tolist() == [
        ["python", 3, 0.75, 4],
        ["sql", 2, 0.5, 4],
        ["go", 1, 0.25, 4],
        ["r", 1, 0.25, 4],
    ]
    assert len(found.demand) == len(lexicon.skills)


def test_scan_has_a_row_for_each_posting_by_id(folder: Path, lexicon: Lexicon) -> None:
    postings = scan(folder, lexicon=lexicon).postings
    assert postings[["posting_id", "company", "language", "skills", "duplicate_of"]].to_numpy().tolist() == [
        ["a", "Nordlicht", "en", 3, ""],
        ["b", "Nordlicht", "en", 3, "a"],
        ["c", "Alpenrad", "en", 3, ""],
        ["d", "Nordlicht", "en", 3, "a"],
        ["e", "Kuestenwind", "en", 1, ""],
        ["f", "Kuestenwind", "de", 0, ""],
        ["g", "Kuestenwind", "en", 0, ""],
    ]


def test_scan_keeps_the_rows_of_duplicates_and_of_negated_skills(folder: Path, lexicon: Lexicon) -> None:
    rows = scan(folder, lexicon=lexicon).posting_skills
    assert rows.loc[rows["posting_id"] == "b", "skill_id"].tolist() == ["python", "r", "sql"]
    of_e = rows[rows["posting_id"] == "e"]
    assert of_e[["skill_id", "level", "quote"]].to_numpy().tolist() == [
        ["java", "negated", "Java"],
        ["python", "required", "Python"],
    ]


def test_scan_tells_how_it_was_made(folder: Path, lexicon: Lexicon) -> None:
    run = scan(folder, lexicon=lexicon, exclude=["*.bak"], by=["company"]).run
    assert run["counts"] == {
        "files": 1,
        "read": 7,
        "failed": 0,
        "ids_made_unique": 0,
        "duplicates": {"exact": 1, "near": 1},
        "other_languages": {"de": 1},
        "of_postings": 4,
    }
    assert run["options"] == {
        "paths": [str(folder)],
        "exclude": ["*.bak"],
        "lexicon": None,
        "extra_lexicons": [],
        "by": ["role", "company"],
        "jobs": 1,
    }
    assert run["lexicon"] == {"digest": lexicon.digest, "skills": 9}
    assert run["versions"].keys() == {"jobscan", "python", "spacy", "pandas", "CurrencyConverter"}
    assert (len(run["inputs"]["digest"]), run["notes"]) == (64, [])
    assert json.loads(json.dumps(run)) == run


def test_scan_breaks_down_by_what_is_asked(folder: Path, lexicon: Lexicon) -> None:
    found = scan(folder, lexicon=lexicon, by=["company"])
    assert list(found.demand_by) == ["role", "company"]
    python = found.demand_by["company"].query("skill_id == 'python'")
    assert python[["company", "postings", "of_postings"]].to_numpy().tolist() == [
        ["Kuestenwind", 1, 2],
        ["Alpenrad", 1, 1],
        ["Nordlicht", 1, 1],
    ]
    pd.testing.assert_frame_equal(
        scan(folder, lexicon=lexicon).breakdown("company"), found.demand_by["company"]
    )


def test_scan_notes_a_breakdown_that_no_posting_states(folder: Path, lexicon: Lexicon) -> None:
    found = scan(folder, lexicon=lexicon, by=["month"])
    assert list(found.demand_by) == ["role"]
    (note,) = found.run["notes"]
    assert note == (
        "no posting states its month, so demand cannot be broken down by it "
        "(the column date_posted of postings is empty)"
    )
    with pytest.raises(JobscanError, match="no posting states its month"):
        found.breakdown("month")


def test_scan_goes_on_where_an_input_fails(folder: Path, lexicon: Lexicon) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "cut.json.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab")
    found = scan([folder, folder / "gone"], lexicon=lexicon)
    assert found.run["counts"]["read"] == 7
    assert [Path(origin).name for origin in found.failures["origin"]] == [
        "cut.json.gz",
        "empty.txt",
        "gone",
        "noise.bin",
    ]
    assert found.run["counts"]["failed"] == 4
    assert found.failures["reason"].tolist()[1:3] == ["empty", "missing"]


def test_scan_says_of_ids_seen_before_that_they_are_counted(folder: Path, lexicon: Lexicon) -> None:
    (folder / "more.jsonl").write_text(
        json.dumps({"id": "a", "title": "Cook", "text": f"{FILLER} You know SQL."})
    )
    found = scan(folder, lexicon=lexicon)
    assert found.postings["posting_id"].tolist() == ["a", "a~2", "b", "c", "d", "e", "f", "g"]
    assert found.failures["reason"].tolist() == ["duplicate_id"]
    assert (found.run["counts"]["failed"], found.run["counts"]["ids_made_unique"]) == (0, 1)


def test_scan_of_an_empty_folder_gives_empty_tables(tmp_path: Path, lexicon: Lexicon) -> None:
    found = scan(tmp_path, lexicon=lexicon)
    assert (len(found.postings), len(found.posting_skills), len(found.role_breakdown)) == (0, 0, 0)
    assert found.demand["share"].isna().all()
    assert repr(found) == "<Scan of 0 postings, 0 of which count>"


def test_scan_tells_its_progress(folder: Path, lexicon: Lexicon) -> None:
    (folder / "zero.txt").write_text("")
    seen: list[str] = []
    scan(folder, lexicon=lexicon, progress=lambda item: seen.append(type(item).__name__))
    assert seen == ["Posting"] * 7 + ["Failure"]


@pytest.mark.parametrize("by", ["rol", "skills", ""])
def test_scan_refuses_an_unknown_breakdown_before_it_reads(by: str, lexicon: Lexicon) -> None:
    with pytest.raises(JobscanError, match="cannot be broken down"):
        scan("nowhere", lexicon=lexicon, by=[by])


def test_scan_refuses_no_process_at_all(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match="jobs is 0"):
        scan("nowhere", lexicon=lexicon, jobs=0)


def test_scan_refuses_to_lay_a_folder_over_a_lexicon(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match="extra_lexicons are laid over a folder"):
        scan("nowhere", lexicon=lexicon, extra_lexicons=["more"])


def test_scan_lays_extra_lexicons_over(folder: Path, tmp_path: Path) -> None:
    base = write_lexicon(tmp_path / "base")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "skills.csv").write_text(
        "skill_id,skill,category,guide_section,description,source\nhospitality,Hospitality,soft-skills,,,test\n"
    )
    (tmp_path / "more" / "aliases.csv").write_text(
        "skill_id,alias,case,needs,unless,source\nhospitality,greet the guests,any,,,test\n"
    )
    found = scan(folder, lexicon=base, extra_lexicons=[tmp_path / "more"])
    rows = found.posting_skills
    assert rows.loc[rows["skill_id"] == "hospitality", ["posting_id", "quote"]].to_numpy().tolist() == [
        ["g", "greet the guests"]
    ]
    assert found.run["options"]["extra_lexicons"] == [str(tmp_path / "more")]


def test_scan_is_the_same_for_any_order_and_number_of_processes(
    folder: Path, lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        text = f"{FILLER} {'You know SQL and Golang. ' * number}"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    paths = sorted(folder.iterdir())
    one = scan(paths, lexicon=lexicon)
    monkeypatch.setattr("jobscan.engines.chunk.CHUNK_POSTINGS", 2)
    two = scan(reversed(paths), lexicon=lexicon, jobs=2)
    for name, found in (("one", one), ("two", two)):
        found.write(tmp_path / name)
    assert two.run["counts"] == one.run["counts"]
    assert two.run["inputs"] == one.run["inputs"]
    for path in (tmp_path / "one").glob("*.csv"):
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_a_scan_comes_back_as_it_was(
    file_format: str, folder: Path, lexicon: Lexicon, tmp_path: Path
) -> None:
    found = scan(folder, lexicon=lexicon, by=["company"])
    paths = found.write(tmp_path / "out", format=file_format)
    assert all(path.is_file() for path in paths)
    again = load_scan(tmp_path / "out")
    for name in ("postings", "posting_skills", "demand", "role_breakdown", "failures"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(found, name))
    assert again.demand_by.keys() == found.demand_by.keys()
    for name, frame in found.demand_by.items():
        pd.testing.assert_frame_equal(again.demand_by[name], frame)
    assert isinstance(again, Scan)
    assert again.run.items() >= found.run.items()


# Chunks and processes


def test_read_chunk_goes_on_where_a_posting_fails() -> None:
    result = read_chunk([posting("1"), posting("2", "poison"), posting("3")], Reader())
    assert [row[0] for row in result.posting_rows] == ["1", "3"]
    assert [[row[0] for row in rows] for rows in result.skill_rows] == [["1"], ["3"]]
    assert [posting_id for posting_id, _, _ in result.sketches] == ["1", "3"]
    assert result.failures == (Failure("in/2.txt", "failed", "RecursionError: too deep"),)


def test_read_chunk_of_nothing_gives_nothing() -> None:
    assert read_chunk([], Reader()) == ChunkResult()


def test_extractor_for_keeps_those_of_the_last_two_lexicons(lexicon: Lexicon, tmp_path: Path) -> None:
    other, third = (
        load_lexicon(write_lexicon(tmp_path / words, masks=f"phrase,why,source\n{words},not a skill,test\n"))
        for words in ("r and d", "go home")
    )
    first, second = extractor_for(lexicon), extractor_for(other)
    assert second is not first
    assert (extractor_for(other), extractor_for(lexicon)) == (second, first)
    extractor_for(third)
    assert extractor_for(lexicon) is first
    assert extractor_for(other) is not second


def test_extractor_for_gives_no_thread_that_of_another(lexicon: Lexicon) -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(extractor_for, lexicon).result() is not extractor_for(lexicon)


def test_cv_reader_and_extractor_of_a_lexicon_share_their_matcher(lexicon: Lexicon) -> None:
    matcher = matcher_for(lexicon)
    assert cv_reader(lexicon).matcher is matcher
    assert extractor_for(lexicon).matcher is matcher
    other = SkillMatcher(lexicon)
    assert cv_reader(lexicon, matcher=other).matcher is other
