from __future__ import annotations

import errno
import io
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobscan.engines.parts import PartMeta, part_schema, write_part
from jobscan.errors import Failure, JobscanError
from jobscan.extract.duplicates import SKETCH_BYTES, find_duplicates, near_duplicates, sketch, text_hash
from jobscan.merge import Merged, merge_parts
from jobscan.merge.runs import Runs
from jobscan.outputs import SCAN_FORMATS, write_frame, write_scan_folder
from jobscan.outputs.formats import read_frame
from jobscan.tables import POSTING_SKILLS, POSTINGS
from tests.whole_merge import Whole, merge_whole

BY = ("role", "month", "company", "role_and_seniority")
WORDS = "we you team data code build ship review design plan test learn share own grow lead help run".split()
TEXTS = [
    "",
    "=1+1",
    'a, "b"\nc',
    "  -x",
    "'",
    "\t",
    "\x00\x9f",
    "Ünïcode 日本",
    "\\",
    "＝x",
    "a\x85b",
    "plain",
]

Row = dict[str, Any]


def posting(posting_id: str = "p", text: str = "We need Python.", **cells: Any) -> Row:
    """A row of a part; skills: its rows of POSTING_SKILLS, each with what differs from the usual."""
    skills = [
        {column.name: "" if column.kind == "text" else None for column in POSTING_SKILLS.columns[1:]}
        | {"level": "required", "mentions": 1}
        | skill
        for skill in cells.pop("skills_asked", ())
    ]
    row: Row = {column.name: "" if column.kind == "text" else None for column in POSTINGS.columns}
    row |= {"posting_id": posting_id, "language": "en", "skills": len(skills), **cells}
    drawn = sketch(text, title=row["title"], location=row["location"])
    return row | {"text_hash": text_hash(text), "sketch": drawn, "posting_skills": skills}


def write_parts(folder: Path, *parts: Sequence[Row], failures: Sequence[Failure] = ()) -> list[Path]:
    """A part for each list of rows; the failures stand in the first."""
    folder.mkdir()
    paths = []
    for number, rows in enumerate(parts):
        meta = PartMeta(number, "", "", "", failures=() if number else tuple(failures), postings=len(rows))
        paths.append(folder / f"{number}.parquet")
        table = pa.Table.from_pylist(list(rows), schema=part_schema())
        write_part(paths[-1], [table], lambda meta=meta: meta)  # type: ignore[misc]
    return paths


def merged(folder: Path, parts: Sequence[Path], file_format: str = "csv", **options: Any) -> Merged:
    work = folder / f"work-{file_format}"
    work.mkdir()
    return merge_parts(parts, file_format=file_format, work=work, **options)


def contents(found: Merged) -> dict[str, bytes]:
    written = {}
    for name, writer in found.writers.items():
        out = io.BytesIO()
        writer(out)
        written[name] = out.getvalue()
    return written


def frames(folder: Path, parts: Sequence[Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, read back from CSV."""
    written = contents(merged(folder, parts))
    read = []
    for table in (POSTINGS, POSTING_SKILLS):
        path = folder / f"{table.name}.csv"
        path.write_bytes(written[table.name])
        read.append(read_frame(path, table))
    return read[0], read[1]


def assert_same(found: Merged, whole: Whole, file_format: str) -> None:
    for name, content in contents(found).items():
        expected = io.BytesIO()
        write_frame(whole.tables[name], file_format, expected)
        assert content == expected.getvalue(), name
    pd.testing.assert_frame_equal(found.demand, whole.demand)
    pd.testing.assert_frame_equal(found.failures, whole.failures)
    assert found.salaries == whole.salaries
    assert found.counts == whole.counts
    assert found.attributions == whole.attributions
    assert found.digest == whole.digest


# Written by hand


def test_rows_are_in_the_order_of_ids_whatever_part_they_are_in(tmp_path: Path) -> None:
    asked = [{"skill_id": "python"}, {"skill_id": "sql"}]
    parts = write_parts(
        tmp_path / "parts",
        [posting("c", "One.", skills_asked=asked), posting("a", "Two.")],
        [],
        [posting("é", "Three."), posting("b", "Four.", skills_asked=asked[:1])],
    )
    postings, posting_skills = frames(tmp_path, parts)
    assert postings["posting_id"].tolist() == ["a", "b", "c", "é"]
    assert posting_skills[["posting_id", "skill_id"]].to_numpy().tolist() == [
        ["b", "python"],
        ["c", "python"],
        ["c", "sql"],
    ]


def test_an_id_that_comes_again_is_made_unique_and_a_note_says_so(tmp_path: Path) -> None:
    asked = [{"skill_id": "sql"}]
    parts = write_parts(
        tmp_path / "parts",
        [posting("a", "One.", origin="x.jsonl:1")],
        [posting("a", "Two.", origin="y.jsonl:7", skills_asked=asked)],
    )
    found = merged(tmp_path, parts)
    assert found.failures.to_numpy().tolist() == [
        ["y.jsonl:7", "duplicate_id", "the id 'a' was seen before; kept apart as 'a~2'"]
    ]
    assert (found.counts["read"], found.counts["ids_made_unique"], found.counts["failed"]) == (2, 1, 0)
    assert contents(found)["posting_skills"].splitlines()[1].startswith(b"a~2,sql,required,")


def test_duplicates_are_found_across_parts(tmp_path: Path) -> None:
    text = " ".join(f"{word}{number}" for number in range(12) for word in WORDS)
    nearly = text.replace("we0 ", "they0 ")
    parts = write_parts(
        tmp_path / "parts",
        [posting("d", "Short."), posting("c", text, title="Data Engineer")],
        [posting("b", nearly, title="Engineer, data"), posting("e", nearly, title="Engineer, data")],
        [posting("a", text, title="Cook"), posting("f", "short. ")],
    )
    postings, _ = frames(tmp_path, parts)
    of = dict(zip(postings["posting_id"], postings["duplicate_of"], strict=True))
    # c is the text of a, whatever the titles; b is nearly that text, but under another title than a's.
    assert of == {"a": "", "b": "", "c": "a", "d": "", "e": "b", "f": "d"}


def test_a_copy_of_a_near_duplicate_repeats_the_one_that_is_kept(tmp_path: Path) -> None:
    text = " ".join(f"{word}{number}" for number in range(12) for word in WORDS)
    nearly = text.replace("we0 ", "they0 ")
    parts = write_parts(
        tmp_path / "parts", [posting("c", nearly), posting("b", nearly)], [posting("a", text)]
    )
    found = merged(tmp_path, parts)
    assert found.counts["duplicates"] == {"exact": 0, "near": 2}
    lines = contents(found)["postings"].decode().splitlines()
    at = POSTINGS.names.index("duplicate_of")
    assert [line.split(",")[at] for line in lines[1:]] == ["", "a", "a"]


def test_counts_add_up(tmp_path: Path) -> None:
    failures = [Failure("b.html", "no_posting", "nothing"), Failure("a.html", "damaged", "cut off")]
    rows = [
        posting("a", "One.", role="data-engineer", salary_year_usd=100_000.0, attribution="Via X"),
        posting("b", "Two.", role="data-engineer", salary_year_usd=50_000.0, attribution="Via X"),
        posting("c", "one.", role="data-engineer", salary_year_usd=9.0),
        posting("d", "Drei.", language="de"),
        posting("e", "Vier.", language="de"),
        posting("f", "5.", language=""),
    ]
    named = Failure("missing", "missing", "no such file")
    parts = write_parts(tmp_path / "parts", rows, failures=failures)
    found = merged(tmp_path, parts, failures=[named])
    assert found.counts == {
        "read": 6,
        "failed": 3,
        "ids_made_unique": 0,
        "duplicates": {"exact": 1, "near": 0},
        "other_languages": {"de": 2},
        "of_postings": 3,
    }
    assert found.salaries == {"data-engineer": 75_000}
    assert found.attributions == [{"attribution": "Via X", "terms_url": ""}]
    assert found.failures["origin"].tolist() == ["a.html", "b.html", "missing"]


@pytest.mark.parametrize("file_format", SCAN_FORMATS)
@pytest.mark.parametrize("parts", [(), ([],), ([], [])], ids=["none", "one-empty", "two-empty"])
def test_nothing_gives_tables_without_rows(
    tmp_path: Path, file_format: str, parts: Sequence[Sequence[Row]]
) -> None:
    paths = write_parts(tmp_path / "parts", *parts)
    found = merged(tmp_path, paths, file_format, by=BY)
    assert_same(found, merge_whole(paths, by=BY), file_format)
    assert found.counts["read"] == 0
    assert (len(found.demand), found.salaries, found.attributions) == (0, {}, [])


def test_cells_do_not_run_as_formulas(tmp_path: Path) -> None:
    asked = [{"skill_id": "sql", "quote": "=SQL", "context": "+ SQL, now"}]
    parts = write_parts(tmp_path / "parts", [posting("-1", title="@SUM(A1)\x00", skills_asked=asked)])
    written = contents(merged(tmp_path, parts))
    assert written["postings"].splitlines()[1].startswith(b"'-1,,,'@SUM(A1),")
    assert written["posting_skills"].splitlines()[1].endswith(b"""'=SQL,"'+ SQL, now",,""")


def test_writers_write_into_the_folder_of_a_scan(tmp_path: Path) -> None:
    parts = write_parts(tmp_path / "parts", [posting("a")])
    found = merged(tmp_path, parts, "json")
    names = write_scan_folder(tmp_path / "out", dict(found.writers), {}, file_format="json")
    assert names == ["postings.json", "posting_skills.json", "run.json"]
    assert (tmp_path / "out/posting_skills.json").read_bytes() == b"[]\n"


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1 no")], ids=["gone", "cut"]
)
def test_a_part_that_cannot_be_read_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    parts = write_parts(tmp_path / "parts", [posting("a")], [posting("b")])
    damage(parts[1])
    with pytest.raises(JobscanError, match=r"1\.parquet: is no part"):
        merged(tmp_path, parts)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Runs, "add", add)
    with pytest.raises(JobscanError, match=r"work-csv: cannot be written: No space left on device"):
        merged(tmp_path, write_parts(tmp_path / "parts", [posting("a")]))


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JobscanError, match="unknown format 'cvs'"):
        merge_parts([], file_format="cvs", work=tmp_path)


# The same as all at once, however the postings are split


def some_postings(seed: int, count: int) -> list[Row]:
    """Postings of a few texts, ids and titles, many of which come again, exactly and nearly."""
    chance = random.Random(seed)
    texts = [
        " ".join(chance.choices(WORDS, k=chance.choice((5, 60, 200)))) for _ in range(max(1, count // 3))
    ]
    ids = [
        chance.choice(("job", "é", "=x", "日", "a,b", "")) + str(chance.randrange(count))
        for _ in range(count)
    ]

    def changed(text: str) -> str:
        words = text.split()
        for _ in range(chance.choice((0, 0, 1, 2, 6))):
            words[chance.randrange(len(words))] = chance.choice(WORDS)
        return " ".join(words)

    def skill(name: str) -> dict[str, Any]:
        return {
            "skill_id": name,
            "level": chance.choice(("required", "preferred", "mentioned", "negated")),
            "years_min": chance.choice((None, 3.0, 2.5)),
            "start": chance.choice((None, 0, 10**9)),
            **{column: chance.choice(TEXTS) for column in ("quote", "context", "cue", "section", "group")},
        }

    return [
        posting(
            posting_id,
            changed(chance.choice(texts)),
            title=chance.choice(("Data engineer", "Engineer, data", "Cook", *TEXTS)),
            company=chance.choice(("Acme", "Bolt\x1fCo", *TEXTS)),
            language=chance.choice(("en", "en", "", "de", "fr")),
            role=chance.choice(("data-engineer", "other", "")),
            seniority=chance.choice(("mid", "senior", "")),
            date_posted=chance.choice(("2024-05-31", "2024-05", "2023", "")),
            salary_year_usd=chance.choice((None, 1e5, 123456.75)),
            years_min=chance.choice((None, 0.0, 0.5)),
            attribution=chance.choice(("", "Via X", "Via Ü")),
            origin=f"file.jsonl:{number}",
            skills_asked=[skill(name) for name in ("c", "python", "sql", "ü") if chance.random() < 0.4],
        )
        for number, posting_id in enumerate(ids)
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_is_the_same_however_the_postings_are_split(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("split")
    rows = some_postings(data.draw(st.integers(0, 10**6)), data.draw(st.integers(0, 60)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=5)))
    parts = write_parts(folder / "parts", *(rows[low:high] for low, high in pairwise([0, *cuts, len(rows)])))
    file_format = data.draw(st.sampled_from(SCAN_FORMATS))
    options = {
        "round_bytes": data.draw(st.sampled_from([1, 5_000, 1 << 24])),
        "bucket_postings": data.draw(st.sampled_from([1, 7, 4096])),
        "jobs": data.draw(st.sampled_from([1, 3])),
    }
    assert_same(merged(folder, parts, file_format, by=BY, **options), merge_whole(parts, by=BY), file_format)


@pytest.mark.parametrize("file_format", SCAN_FORMATS)
def test_thousands_are_the_same_in_rounds_and_buckets(tmp_path: Path, file_format: str) -> None:
    rows = some_postings(1, 3000)
    parts = write_parts(tmp_path / "parts", rows[:1], rows[1:1200], [], rows[1200:])
    found = merged(tmp_path, parts, file_format, by=BY, round_bytes=200_000, bucket_postings=100)
    assert found.counts["duplicates"]["exact"] > 100
    assert found.counts["duplicates"]["near"] > 100
    assert_same(found, merge_whole(parts, by=BY), file_format)


# Its parts


@pytest.mark.parametrize("seed", range(5))
def test_near_duplicates_is_find_duplicates_by_columns(seed: int) -> None:
    rows = [row for row in some_postings(seed, 300) if row["sketch"]]
    firsts = list({row["text_hash"]: row for row in rows}.values())
    named = {f"{number:03}": row for number, row in enumerate(firsts)}
    expected = find_duplicates((key, row["text_hash"], row["sketch"]) for key, row in named.items())
    drawn = np.array([np.frombuffer(row["sketch"], np.uint8) for row in firsts])
    of = near_duplicates(drawn)
    assert {f"{at:03}": f"{kept:03}" for at, kept in enumerate(of.tolist()) if kept >= 0} == {
        key: duplicate.of for key, duplicate in expected.items()
    }
    assert len(expected) > 10


def test_near_duplicates_of_nothing_are_none() -> None:
    assert near_duplicates(np.empty((0, SKETCH_BYTES), np.uint8)).tolist() == []


def test_runs_come_back_by_place(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "runs", bucket_rows=3)
    runs.add(np.array([9, 1, 4]), pa.table({"name": ["nine", "one", "four"]}))
    runs.add(np.array([0, 5]), pa.table({"name": ["zero", "five"]}))
    assert [table["name"].to_pylist() for table in runs.in_order()] == [
        ["zero", "one"],
        ["four", "five"],
        ["nine"],
    ]


def test_runs_without_rows_give_none(tmp_path: Path) -> None:
    assert list(Runs(tmp_path / "runs", bucket_rows=3).in_order()) == []
