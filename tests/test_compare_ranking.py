from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import jobscan
from jobscan.compare.many import LeftOut, compare_all
from jobscan.compare.ranking import rank
from jobscan.compare.tables import MATCHES
from jobscan.compare.terms import passage
from jobscan.errors import JobscanError
from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.scan import Scan
from jobscan.sources import iter_postings
from tests.compare_cases import BACHELOR, cv_skill, profile
from tests.lexicons import write_lexicon

ROWS = [
    {
        "id": "exact",
        "title": "Data Scientist",
        "company": "Tidepool",
        "location": "Ghent, Belgium",
        "url": "https://tidepool.example/1",
        "text": "Data Scientist\n\nRequirements\n- Python and SQL.\n- Three years of experience.\n"
        "- A bachelor's degree.",
    },
    {
        "id": "far",
        "title": "Senior Developer",
        "company": "Tidepool",
        "text": "Senior Developer\n\nRequirements\n- Java, C++ and golang.\n- You are a team player.\n\n"
        "Nice to have\n- SQL.",
    },
    {
        "id": "choice",
        "title": "Analyst",
        "company": "Kelp & Sons",
        "text": "Analyst\n\nRequirements\n- Python or R for programming.\n- No Java required. SQL is a plus. "
        "Machine learning.",
    },
    {
        "id": "nothing",
        "title": "Porter",
        "text": "We look for a porter who likes to walk at night by the sea.",
    },
    {
        "id": "german",
        "title": "Entwickler",
        "text": "Wir suchen eine Entwicklerin mit Erfahrung in Python und SQL. Sie arbeiten gern mit anderen "
        "Menschen zusammen und haben Freude an der Arbeit mit Daten in unserem Haus in Leipzig.",
    },
]
ROWS.append({**ROWS[0], "id": "exact-again"})
HAD = profile(
    ["python", "sql", cv_skill("c", years=2.0)],
    degrees=(BACHELOR,),
    years=4.0,
    location="Ghent, Belgium",
    country="BE",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("postings") / "board.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = write_lexicon(tmp_path_factory.mktemp("lexicon"))
    (folder / "families.csv").write_text(
        "family,skill_id,kind,source\ncurly,c,sibling,test\ncurly,c++,sibling,test\n", encoding="utf-8"
    )
    return load_lexicon(folder)


@pytest.fixture(scope="module")
def scanned(file: Path, lexicon: Lexicon) -> Scan:
    return jobscan.scan(file, lexicon=lexicon)


@pytest.fixture(scope="module")
def ranked(scanned: Scan, lexicon: Lexicon) -> pd.DataFrame:
    return rank(HAD, scanned, lexicon=lexicon)


def test_rank_puts_the_best_fit_first_and_what_has_no_score_last(ranked: pd.DataFrame) -> None:
    assert list(ranked.columns) == list(MATCHES.names)
    assert ranked["posting_id"].tolist() == ["exact", "choice", "far", "nothing"]
    assert ranked["rank"].tolist()[:3] == [1, 2, 3]
    assert ranked.iloc[3][["rank", "score"]].isna().all()
    assert str(ranked.iloc[3]["note"]).startswith("Nothing was found")


def test_rank_counts_soft_skills_apart_and_a_choice_once(ranked: pd.DataFrame) -> None:
    columns = ["required_met", "required_asked", "preferred_met", "preferred_asked", "soft_met", "soft_asked"]
    names = ["missing_required", "adjacent"]
    told = {
        posting_id: cells
        for posting_id, *cells in ranked[["posting_id", *columns, *names]].itertuples(index=False, name=None)
    }
    assert told["far"] == [0, 3, 1, 1, 0, 1, "Go;Java;C++", "C++"]
    assert told["choice"] == [1, 2, 1, 1, 0, 0, "Machine learning", ""]


def test_rank_tells_the_facts_and_where_to_apply(ranked: pd.DataFrame) -> None:
    first = ranked.iloc[0]
    facts = first[["degree", "years", "seniority", "workplace"]].tolist()
    assert facts == ["met", "met", "not-asked", "met"]
    assert first["url"] == "https://tidepool.example/1"
    assert ranked.set_index("posting_id").loc["far", "seniority"] == "missing"


def test_rank_gives_each_posting_the_score_of_the_single_comparison(
    ranked: pd.DataFrame, file: Path, lexicon: Lexicon
) -> None:
    postings = {one.id: one for one in iter_postings([file]) if isinstance(one, Posting)}
    alone = {
        posting_id: jobscan.compare(HAD, postings[posting_id], lexicon=lexicon).score
        for posting_id in ranked["posting_id"]
    }
    together = {
        posting_id: None if pd.isna(score) else int(score)
        for posting_id, score in zip(ranked["posting_id"], ranked["score"], strict=True)
    }
    assert together == alone


def test_rank_is_the_same_for_any_order_of_the_rows(
    ranked: pd.DataFrame, scanned: Scan, lexicon: Lexicon
) -> None:
    turned = Scan(
        postings=scanned.postings.iloc[::-1],
        posting_skills=scanned.posting_skills.iloc[::-1],
        demand=scanned.demand,
        demand_by=scanned.demand_by,
        role_breakdown=scanned.role_breakdown,
        failures=scanned.failures,
        run=scanned.run,
    )
    pd.testing.assert_frame_equal(rank(HAD, turned, lexicon=lexicon), ranked)


def test_rank_of_a_scan_that_was_written_and_read_again_is_the_same(
    ranked: pd.DataFrame, scanned: Scan, lexicon: Lexicon, tmp_path: Path
) -> None:
    scanned.write(tmp_path / "out")
    pd.testing.assert_frame_equal(rank(HAD, jobscan.load_scan(tmp_path / "out"), lexicon=lexicon), ranked)


def test_compare_all_says_what_it_leaves_out(scanned: Scan, lexicon: Lexicon) -> None:
    left_out = compare_all(HAD, scanned, lexicon).left_out
    assert left_out == LeftOut(duplicates=1, other_languages=1, closed=0, other_roles=0)
    assert compare_all(HAD, scanned, lexicon, role="data-scientist").left_out.other_roles == 3


def test_compare_all_leaves_out_what_is_closed(scanned: Scan, lexicon: Lexicon) -> None:
    closed = scanned.postings.assign(closed=["2026-01-01", *[""] * (len(scanned.postings) - 1)])
    gone = Scan(
        closed, scanned.posting_skills, scanned.demand, {}, scanned.role_breakdown, scanned.failures, {}
    )
    assert compare_all(HAD, gone, lexicon).left_out.closed == 1


def test_compare_all_refuses_a_role_that_there_is_not(scanned: Scan, lexicon: Lexicon) -> None:
    with pytest.raises(JobscanError, match="unknown role 'baker'"):
        compare_all(HAD, scanned, lexicon, role="baker")


def test_compare_quotes_sentences_and_leaves_out_what_is_not_asked(file: Path, lexicon: Lexicon) -> None:
    found = jobscan.compare(HAD, f"{file}:3", lexicon=lexicon)
    assert {skill.skill_id: skill.quote for skill in found.skills} == {
        "machine-learning": "Machine learning.",
        "python": "Python or R for programming.",
        "r": "Python or R for programming.",
        "sql": "SQL is a plus.",
    }


PASSAGES = {
    "a sentence of three": ("We bake. You know SQL well. And Go.", "SQL", "You know SQL well."),
    "a bullet": ("Wanted\n- SQL, daily\n- Go", "SQL", "SQL, daily"),
    "an abbreviation is no end": ("You use e.g. SQL for it.", "SQL", "You use e.g. SQL for it."),
    "the end of the text": ("You know SQL", "SQL", "You know SQL"),
    "a long line is cut at words": (
        "one " * 60 + "SQL" + " two" * 60,
        "SQL",
        "… " + "one " * 19 + "SQL" + " two" * 19 + " …",
    ),
    "room is given to the other side": ("SQL" + " two" * 60, "SQL", "SQL" + " two" * 39 + " …"),
}


@pytest.mark.parametrize(("text", "word", "expected"), PASSAGES.values(), ids=PASSAGES)
def test_passage(text: str, word: str, expected: str) -> None:
    start = text.index(word)
    assert passage(text, start, start + len(word)) == expected
