"""The invented postings of fixtures/, read and understood end to end, against what people wrote beside them.

Each folder is a case: its files, and `expected.json`, written by hand from reading the posting and never
taken over from the program. `fixtures/README.md` says how to add one.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest
from typer.testing import CliRunner

from jobscan.cli import app
from jobscan.errors import FAILURE_REASONS, Failure
from jobscan.extract import Extraction, Extractor, extractor_for
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.scan import Scan, scan
from jobscan.sources import iter_postings
from jobscan.sources.files import IGNORE_FILE, File, iter_files
from jobscan.vocabulary import ROLES

FIXTURES = Path(__file__).parent.parent / "fixtures"
BAD = FIXTURES / "bad"
NO_CASES = (FIXTURES / "cvs", FIXTURES / "labelled", FIXTURES / "vocabularies")
EXPECTED = "expected.json"
REPLAY = "replay.json"
"""What a server of a board's provider answers, for the tests of fetching."""
NOT_INPUT = (EXPECTED, REPLAY, IGNORE_FILE)

# Counted by hand in the files of the cases outside bad/.
POSTINGS = 152
NEAR_DUPLICATES = 1
EXACT_DUPLICATES = 2
OTHER_LANGUAGES = {"de": 3, "nl": 3}
LEAST_CASES = 44

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a person found in one posting."""

    id: str
    """Relative to the folder of the case, where the posting has none of its own."""
    title: str
    company: str
    role: str
    language: str
    skills: tuple[str, ...]
    """Asked for: must be found."""
    absent: tuple[str, ...]
    """Not asked for: must not be found, not even as negated."""
    negated: tuple[str, ...] = ()
    """Said not to be needed."""
    complete: bool = False
    """Whether skills are all that may be found."""
    known_limits: Mapping[str, tuple[str, ...]]
    """What is right but known to fail: more `skills` and `absent`."""
    contains: tuple[str, ...] = ()
    """Pieces that the text must have."""
    lacks: tuple[str, ...] = ()
    """Pieces that it must not have: what stands around a posting, markup, mojibake."""
    duplicate_of: str = ""
    """The id of the posting of the case that counts in its stead."""
    fields: Mapping[str, Any]
    """Further fields of Posting by name; base_salary as lists of minimum, maximum, currency, period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFailure:
    """An input that must be told as unreadable."""

    reason: str
    at: str = ""
    """The end of its origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder of fixtures/."""

    name: str
    about: str
    postings: tuple[Expected, ...]
    failures: tuple[ExpectedFailure, ...] = ()


def load_case(folder: Path) -> Case:
    """The case that a folder's expected.json describes. Raises ValueError for a key that is not legal."""
    path = folder / EXPECTED
    row = dict(json.loads(path.read_text(encoding="utf-8")))
    postings = tuple(_posting(dict(posting), path) for posting in row.pop("postings", []))
    failures = tuple(_made(ExpectedFailure, failure, path) for failure in row.pop("failures", []))
    return _made(
        Case,
        {"name": folder.relative_to(FIXTURES).as_posix(), **row, "postings": postings, "failures": failures},
        path,
    )


def _posting(row: dict[str, Any], path: Path) -> Expected:
    limits = row.pop("known_limits", {})
    if unknown := set(limits) - {"skills", "absent"}:
        raise ValueError(f"{path}: known_limits has {sorted(unknown)}; legal are skills and absent")
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    known = {"known_limits": {key: tuple(ids) for key, ids in limits.items()}}
    return _made(Expected, {"fields": {}, **lists, **known}, path)


def _made(kind: type[T], row: Mapping[str, Any], path: Path) -> T:
    """A record of a row. Raises ValueError for unknown and missing keys, with those that are legal."""
    legal = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if unknown := sorted(row.keys() - set(legal)):
        raise ValueError(f"{path}: unknown keys {unknown}; legal are {', '.join(legal)}")
    try:
        return kind(**row)
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from None


def folders_of(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob(f"*/{EXPECTED}"))


GOOD_CASES = [load_case(folder) for folder in folders_of(FIXTURES)]
BAD_CASES = [load_case(folder) for folder in folders_of(BAD)]
CASES = GOOD_CASES + BAD_CASES


def name_of(case: Case) -> str:
    return case.name


def expected_postings(cases: list[Case] = CASES) -> Iterator[tuple[Case, Expected]]:
    for case in cases:
        for posting in case.postings:
            yield case, posting


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def extractor(lexicon: Lexicon) -> Extractor:
    return extractor_for(lexicon)


@pytest.fixture(scope="module")
def whole() -> Scan:
    """All of fixtures/ as a person scans it."""
    return scan(FIXTURES)


@cache
def _read(name: str) -> tuple[dict[str, Posting], list[Failure]]:
    items = list(iter_postings(FIXTURES / name, exclude=[EXPECTED]))
    postings = {item.id: item for item in items if isinstance(item, Posting)}
    return postings, [item for item in items if isinstance(item, Failure)]


def read(case: Case) -> tuple[dict[str, Posting], list[Failure]]:
    """What the readers make of a case's files: postings by id, and failures."""
    return _read(case.name)


# --- each case ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case_is_read_as_a_person_reads_it(case: Case) -> None:
    postings, failures = read(case)

    assert list(postings) == [expected.id for expected in case.postings]
    assert [failure.reason for failure in failures] == [expected.reason for expected in case.failures]
    for failure, told in zip(failures, case.failures, strict=True):
        assert failure.origin.endswith(told.at)
        assert failure.detail
    problems = [
        problem for expected in case.postings for problem in _misread(postings[expected.id], expected)
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_case_is_understood_as_a_person_understands_it(case: Case, extractor: Extractor) -> None:
    postings, _ = read(case)
    problems: list[str] = []
    for expected in case.postings:
        posting = postings[expected.id]
        problems += _misunderstood(posting, extractor.extract(posting), expected)
    assert not problems, "\n".join(problems)


def _known_limits() -> Iterator[Any]:
    for case, expected in expected_postings():
        for kind, skills in expected.known_limits.items():
            for skill in skills:
                marks = pytest.mark.xfail(strict=True, reason=f"known limit in {case.name}")
                yield pytest.param(
                    case, expected.id, kind, skill, id=f"{case.name}-{kind}-{skill}", marks=marks
                )


@pytest.mark.parametrize(("case", "posting_id", "kind", "skill"), list(_known_limits()))
def test_known_limit(case: Case, posting_id: str, kind: str, skill: str, extractor: Extractor) -> None:
    postings, _ = read(case)
    found, _ = _skills(extractor.extract(postings[posting_id]))
    assert (skill in found) == (kind == "skills")


def _misread(posting: Posting, expected: Expected) -> Iterator[str]:
    stated = {
        "title": expected.title,
        "hiring_organization": expected.company,
        **{key: tuple(value) if isinstance(value, list) else value for key, value in expected.fields.items()},
    }
    values = {field.name: getattr(posting, field.name) for field in fields(posting)}
    values["base_salary"] = tuple(list(asdict(pay).values()) for pay in posting.base_salary)
    for name, value in stated.items():
        if values[name] != value:
            yield f"{posting.id}: {name} is {values[name]!r}, expected {value!r}"
    for piece in expected.contains:
        if piece not in posting.text:
            yield f"{posting.id}: the text lacks {piece!r}; it is\n{posting.text}"
    for piece in expected.lacks:
        if piece in posting.text:
            yield f"{posting.id}: the text holds {piece!r}"


def _misunderstood(posting: Posting, extraction: Extraction, expected: Expected) -> Iterator[str]:
    found, negated = _skills(extraction)
    seen = {
        mention.skill_id: _passage(posting.text, mention.start, mention.end)
        for mention in extraction.mentions
    }
    if extraction.language != expected.language:
        yield f"{posting.id}: language is {extraction.language!r}, expected {expected.language!r}"
    if extraction.role != expected.role:
        told = f"{extraction.role!r} ({extraction.role_quote!r})"
        yield f"{posting.id}: role is {told}, expected {expected.role!r}"
    for skill in expected.skills:
        if skill not in found:
            yield f"{posting.id}: {skill} is not found" + (", only as negated" if skill in negated else "")
    for skill in expected.negated:
        if skill not in negated:
            told = "asked for" if skill in found else "not found"
            yield f"{posting.id}: {skill} is {told}, not negated"
    unwanted = set(expected.absent)
    if expected.complete:
        unwanted |= (found | negated) - {*expected.skills, *expected.negated}
    for skill in sorted(unwanted & (found | negated)):
        yield f"{posting.id}: {skill} is found and must not be: {seen[skill]}"


def _skills(extraction: Extraction) -> tuple[set[str], set[str]]:
    """The skills that are asked for, and those of which each mention is negated."""
    found = {mention.skill_id for mention in extraction.mentions if mention.level != "negated"}
    return found, {mention.skill_id for mention in extraction.mentions} - found


def _passage(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", " / ")


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_mentions_are_places_in_the_text(case: Case, extractor: Extractor) -> None:
    for posting in read(case)[0].values():
        for mention in extractor.extract(posting).mentions:
            assert posting.text[mention.start : mention.end] == mention.surface
            assert mention.surface.strip()


# --- the expectations themselves ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_expectations_are_legal(case: Case, lexicon: Lexicon) -> None:
    assert case.about.endswith(".")
    assert case.postings or case.failures
    assert all(failure.reason in FAILURE_REASONS for failure in case.failures)
    of_posting = {field.name for field in fields(Posting)}
    for expected in case.postings:
        limits = [skill for skills in expected.known_limits.values() for skill in skills]
        named = [*expected.skills, *expected.absent, *expected.negated, *limits]
        assert not [skill for skill, times in Counter(named).items() if times > 1]
        assert not set(named) - set(lexicon.skills)
        assert not set(expected.fields) - of_posting
        if expected.language == "en":
            assert expected.role in ROLES
            assert expected.skills or expected.complete
        else:
            assert (expected.role, expected.skills, expected.negated) == ("", (), ())


def test_unknown_key_is_refused_with_the_legal_ones(tmp_path: Path) -> None:
    path = tmp_path / EXPECTED
    with pytest.raises(ValueError, match=r"unknown keys \['skils'\]; legal are id, title"):
        _posting({"id": "a.txt", "skils": []}, path)
    with pytest.raises(ValueError, match="missing"):
        _posting({"id": "a.txt"}, path)


def test_every_folder_is_a_case_and_holds_input() -> None:
    folders = [
        path
        for path in (*FIXTURES.iterdir(), *BAD.iterdir())
        if path.is_dir() and path not in {BAD, *NO_CASES}
    ]
    assert sorted(folders) == sorted([*folders_of(FIXTURES), *folders_of(BAD)])
    names = [path.name for folder in folders for path in folder.iterdir() if path.name not in NOT_INPUT]
    assert len(names) == len(set(names)), "a file's name is its id when its folder is scanned: keep it unique"
    assert all(len(list(folder.iterdir())) > 1 for folder in folders)


def test_there_are_cases_enough() -> None:
    assert len(GOOD_CASES) >= LEAST_CASES


@pytest.mark.parametrize("role", ROLES)
def test_every_role_occurs(role: str) -> None:
    assert any(expected.role == role for _, expected in expected_postings(GOOD_CASES))


def test_every_category_and_every_skill_of_the_guide_occurs(lexicon: Lexicon) -> None:
    asked = {skill for _, expected in expected_postings(GOOD_CASES) for skill in expected.skills}
    assert {lexicon.skills[skill].category for skill in asked} == {
        skill.category for skill in lexicon.skills.values()
    }
    assert not {name for name, skill in lexicon.skills.items() if skill.guide_section} - asked


def test_every_format_occurs() -> None:
    endings = {path.suffix for case in GOOD_CASES for path in (FIXTURES / case.name).iterdir()}
    assert endings >= {".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".parquet", ".gz", ".zip"}
    assert endings >= {".pdf", ".docx", ".odt", ".rtf", ".eml", ".mhtml"}


# --- all of them in one scan --------------------------------------------------------------------------------


def test_scan_of_all_fixtures_ends_well(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["scan", str(FIXTURES), "--to", str(tmp_path / "out"), "--quiet"])

    assert result.exit_code == 0, result.output
    assert pd.read_csv(tmp_path / "out" / "failures.csv").empty
    assert len(pd.read_csv(tmp_path / "out" / "postings.csv")) == POSTINGS


def test_scan_of_all_fixtures_counts_as_counted_by_hand(whole: Scan) -> None:
    counts = whole.run["counts"]
    assert sum(len(case.postings) for case in GOOD_CASES) == POSTINGS
    assert counts["read"] == POSTINGS
    assert counts["failed"] == counts["ids_made_unique"] == 0
    assert counts["duplicates"] == {"exact": EXACT_DUPLICATES, "near": NEAR_DUPLICATES}
    assert counts["other_languages"] == OTHER_LANGUAGES
    left_out = EXACT_DUPLICATES + NEAR_DUPLICATES + sum(OTHER_LANGUAGES.values())
    assert counts["of_postings"] == POSTINGS - left_out


def test_scan_of_all_fixtures_finds_the_duplicates(whole: Scan) -> None:
    found = whole.postings[whole.postings["duplicate_of"] != ""]
    assert dict(zip(found["posting_id"], found["duplicate_of"], strict=True)) == {
        _id_in_all(case, expected.id): _id_in_all(case, expected.duplicate_of)
        for case, expected in expected_postings(GOOD_CASES)
        if expected.duplicate_of
    }


def _id_in_all(case: Case, id: str) -> str:  # noqa: A002
    """A posting's id when all of fixtures/ is scanned: a path is then relative to it."""
    file = id.partition("!")[0].partition("#")[0]
    return f"{case.name}/{id}" if (FIXTURES / case.name / file).is_file() else id


def test_scan_of_the_bad_inputs_says_so_and_keeps_the_good(tmp_path: Path) -> None:
    arguments = ["scan", str(BAD), "--exclude", EXPECTED, "--to", str(tmp_path / "out"), "--quiet"]
    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 1
    written = pd.read_csv(tmp_path / "out" / "failures.csv", keep_default_na=False)
    told = Counter(failure.reason for case in BAD_CASES for failure in case.failures)
    assert Counter(written["reason"].tolist()) == told
    read_ids = pd.read_csv(tmp_path / "out" / "postings.csv")["posting_id"]
    assert len(read_ids) == sum(len(case.postings) for case in BAD_CASES)


def test_order_of_reading_does_not_show(whole: Scan) -> None:
    folders = [FIXTURES / case.name for case in GOOD_CASES]
    there, back = (scan(order, exclude=[EXPECTED]) for order in (folders, folders[::-1]))

    pd.testing.assert_frame_equal(there.postings, back.postings)
    pd.testing.assert_frame_equal(there.posting_skills, back.posting_skills)
    for other in (there, back):
        pd.testing.assert_frame_equal(other.demand, whole.demand)
        pd.testing.assert_frame_equal(other.role_breakdown, whole.role_breakdown)


def test_one_zip_of_all_fixtures_gives_the_same_tables(whole: Scan, tmp_path: Path) -> None:
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for case in GOOD_CASES:
            for file in iter_files([FIXTURES / case.name], exclude=[EXPECTED]):
                assert isinstance(file, File)
                archive.write(file.path, f"{case.name}/{file.id}")
    found = scan(packed, exclude=[EXPECTED])

    assert found.failures.empty
    pd.testing.assert_frame_equal(found.demand, whole.demand)
    pd.testing.assert_frame_equal(found.role_breakdown, whole.role_breakdown)
    pd.testing.assert_frame_equal(_unpacked(found.postings), _unpacked(whole.postings))
    pd.testing.assert_frame_equal(_unpacked(found.posting_skills), _unpacked(whole.posting_skills))


def _unpacked(table: pd.DataFrame) -> pd.DataFrame:
    """A table without what tells where it was read: the archive's name before ids, and the origins."""
    ids = {
        column: table[column].str.removeprefix("all.zip!")
        for column in ("posting_id", "duplicate_of")
        if column in table
    }
    plain = table.assign(**ids).drop(columns=["origin"], errors="ignore")
    by = [column for column in ("posting_id", "skill_id") if column in plain]
    return plain.sort_values(by, ignore_index=True)
