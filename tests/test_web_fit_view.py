"""A posting and a CV as the page shows them: marks in both texts, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from jobscan.compare.comparison import compare_terms
from jobscan.compare.families import families_of
from jobscan.compare.result import Comparison
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import terms_of
from jobscan.cv import Profile
from jobscan.cv.lines import lines_of
from jobscan.cv.sections import find_cv_sections
from jobscan.explain.explanation import Explanation, explain
from jobscan.extract import Extractor, extractor_for
from jobscan.posting import Posting
from tests import cv_cases

pytest.importorskip("flask")

from jobscan.web.fit_marks import cv_parts, posting_parts
from jobscan.web.fit_text import CUE, HIDDEN, SKILL, Part, Span, clean
from jobscan.web.fit_view import FitView, cv_summary, fit_view

CV = """Ines Ravn
Ghent, Belgium
ines.ravn@example.org
+32 470 12 34 56

Experience

Data Analyst, Tidepool, January 2021 - December 2024
- Built reports on the harbour in Python and SQL, with Keras
- Tracked the work of the team in Git

Education

BSc Statistics, Lakeside University, 2020

Skills

Tableau; familiar with Docker
"""
POSTING = """Data Scientist

About us
We count fish, and use Oracle for our wages.

What you bring
- Python and SQL
- TensorFlow, Docker and Airflow
- Power BI or Tableau
- A bachelor's degree in statistics or a related field
- Five years of experience
- Java is not required

Nice to have
- Version control, and Spark
"""


@pytest.fixture(name="extractor", scope="module")
def an_extractor() -> Extractor:
    return extractor_for(cv_cases.reader().lexicon)


def compared(extractor: Extractor, cv: str, text: str) -> tuple[Profile, Explanation, Comparison]:
    profile, lexicon = cv_cases.profile(cv), cv_cases.reader().lexicon
    explanation = explain(Posting("p", "s", "o", text.partition("\n")[0], text), extractor, lexicon)
    terms = terms_of(explanation.posting, explanation.extraction)
    return profile, explanation, compare_terms(CvSkills(profile, families_of(lexicon)), terms)


def viewed(extractor: Extractor, cv: str = CV, text: str = POSTING) -> FitView:
    reader = cv_cases.reader()
    profile, explanation, found = compared(extractor, cv, text)
    families = families_of(reader.lexicon)
    sections = find_cv_sections(lines_of(profile.text), reader.headings)
    shown = cv_parts(profile, sections, found, families.names)
    return fit_view(found, families, posting_parts(explanation, found), shown)


def spans(parts: Iterable[Part], kind: str = SKILL) -> list[Span]:
    return [span for part in parts for line in part.lines for span in line.spans if span.kind == kind]


def lines(parts: Iterable[Part]) -> list[tuple[str, str]]:
    return [
        (line.kind, "".join(span.text for span in line.spans))
        for part in parts
        for line in part.lines
        if line.kind != "gap"
    ]


def test_skills_of_the_posting_are_marked_with_level_and_status(extractor: Extractor) -> None:
    marks = {span.text: span for span in spans(viewed(extractor).posting)}
    assert {text: (span.level, span.status) for text, span in marks.items()} == {
        "Python": ("required", "met"),
        "SQL": ("required", "met"),
        "TensorFlow": ("required", "adjacent"),
        "Docker": ("required", "met"),
        "Airflow": ("required", "missing"),
        "Power BI": ("required", "met"),
        "Tableau": ("required", "met"),
        "Java": ("negated", ""),
        "Version control": ("preferred", "met"),
        "Spark": ("preferred", "missing"),
    }
    assert marks["Airflow"].skills == ("airflow",)
    assert marks["Airflow"].why.startswith("Apache Airflow is required: it stands under the requirements")


def test_words_that_decided_are_marked_apart(extractor: Extractor) -> None:
    assert [span.text for span in spans(viewed(extractor).posting, CUE)] == ["is not required"]


def test_sections_of_the_posting_say_what_they_mean(extractor: Extractor) -> None:
    parts = {part.name: (part.level, part.note) for part in viewed(extractor).posting}
    assert parts["Requirements"] == ("required", "must-have, unless its words say otherwise")
    assert parts["Nice to have"] == ("preferred", "nice-to-have, unless its words say otherwise")
    assert parts["About the company"] == ("", "does not count")


def test_lines_are_headings_items_and_text_and_lose_nothing(extractor: Extractor) -> None:
    found = lines(viewed(extractor).posting)
    assert ("heading", "What you bring") in found
    assert ("item", "TensorFlow, Docker and Airflow") in found
    words = [line.removeprefix("- ") for line in POSTING.splitlines() if line]
    assert [text for _, text in found] == words


def test_skills_of_the_cv_say_what_they_meet(extractor: Extractor) -> None:
    marks = {span.text: span for span in spans(viewed(extractor).cv)}
    assert (marks["Python"].status, marks["Python"].skills) == ("met", ("python",))
    assert marks["Python"].why == "Used: Data Analyst, Tidepool; 4 years in all."
    assert (marks["Keras"].status, marks["Keras"].skills) == ("adjacent", ("tensorflow",))
    assert (marks["Git"].status, marks["Git"].skills) == ("met", ("version-control",))
    assert marks["Docker"].why == "Listed only; only familiar with it."
    assert marks["Tableau"].why == "Listed only."


def test_skill_that_is_not_asked_for_is_marked_as_extra(extractor: Extractor) -> None:
    marks = {span.text: span for span in spans(viewed(extractor, text="Cook\n\nRequirements\n- SQL").cv)}
    assert marks["Python"].status == "extra"
    assert marks["Python"].why == (
        "Python: used: Data Analyst, Tidepool; 4 years in all. This posting does not ask for it."
    )


def test_name_and_contact_details_are_left_out_of_the_cv(extractor: Extractor) -> None:
    view = viewed(extractor)
    text = "\n".join(text for _, text in lines(view.cv))
    assert len(spans(view.cv, HIDDEN)) == 3
    for secret in ("Ines", "Ravn", "example.org", "470"):
        assert secret not in text
    assert "Ghent, Belgium" in text


def test_must_have_and_nice_to_have_are_apart_each_with_its_sentence(extractor: Extractor) -> None:
    view = viewed(extractor)
    assert [(gap.name, gap.asked_by) for gap in view.must] == [
        ("Apache Airflow", "TensorFlow, Docker and Airflow")
    ]
    assert [(gap.name, gap.asked_by) for gap in view.nice] == [("Apache Spark", "Version control, and Spark")]
    assert [(gap.name, gap.note, gap.shown_by) for gap in view.partly] == [
        ("TensorFlow", "Keras is close to it", "Built reports on the harbour in Python and SQL, with Keras")
    ]


def test_choice_is_one_gap_and_met_by_one_of_it(extractor: Extractor) -> None:
    asks = "Analyst\n\nRequirements\n- Scala or Rust\n- Power BI or Tableau\n"
    view = viewed(extractor, text=asks)
    assert [(gap.name, gap.note, gap.skill_ids) for gap in view.must] == [
        ("Rust or Scala", "one of them is enough", ("rust", "scala"))
    ]
    row = next(row for row in view.rows if row.skill_id == "power-bi")
    assert (row.status, row.sign, row.status_words) == ("met", "✓", "not needed")
    assert (row.note, row.shown_by) == ("Tableau is in the CV, and one of them is enough", "")


def test_score_is_the_sum_of_its_lines(extractor: Extractor) -> None:
    view = viewed(extractor)
    got = sum(float(line.met) for line in view.sums)
    of = sum(float(line.asked) for line in view.sums)
    assert view.score is not None
    assert (f"{got:g}", f"{of:g}") == (view.got, view.of)
    assert view.score == int(100 * got / of + 0.5)
    assert [line.share for line in view.sums if line.what == "Docker"] == [50]


def test_facts_are_beside_one_another(extractor: Extractor) -> None:
    facts = {fact.name: fact for fact in viewed(extractor).facts}
    assert list(facts) == ["Degree", "Years", "Seniority", "Place"]
    assert (facts["Degree"].status_words, facts["Degree"].sign) == ("met", "✓")
    assert (facts["Years"].status_words, facts["Years"].note) == ("not met", "1 short")
    assert facts["Place"].status_words == "not asked"


def test_what_to_do_next_is_told(extractor: Extractor) -> None:
    assert "Learn first what the CV is close to: TensorFlow." in viewed(extractor).steps


def test_posting_in_another_language_is_shown_without_marks(extractor: Extractor) -> None:
    text = (
        "Datenanalystin\n\nWir suchen eine Analystin, die Berichte schreibt und Zahlen mag. "
        "Sie bringen Erfahrung mit."
    )
    view = viewed(extractor, text=text)
    assert view.score is None
    assert "not in English" in view.notes[0]
    assert spans(view.posting) == []
    assert lines(view.posting)[0] == ("", "Datenanalystin")


def test_marks_that_overlap_are_one(extractor: Extractor) -> None:
    view = viewed(extractor, text="Teacher\n\nRequirements\n- Google Cloud Platform and Apache Spark SQL\n")
    text = "".join(text for kind, text in lines(view.posting) if kind == "item")
    assert text == "Google Cloud Platform and Apache Spark SQL"


@pytest.mark.parametrize(
    "text",
    ["\u202eevil\u202c", "a\x00b\x1b[31m", "x\ud800y", "\u2066<b>\u2069"],
    ids=["turned", "control", "surrogate", "isolate"],
)
def test_text_is_cleaned_and_stays_as_long(text: str) -> None:
    found = clean(text)
    assert len(found) == len(text)
    assert "\ufffd" in found
    found.encode()


def test_hostile_texts_stay_text(extractor: Extractor) -> None:
    hostile = "<script>alert(1)</script> Python {{ 7*7 }} \u202e"
    view = viewed(extractor, CV + f"\n{hostile}\n", f"Cook {hostile}\n\nRequirements\n- SQL {hostile}\n")
    shown = "\n".join(text for _, text in (*lines(view.posting), *lines(view.cv)))
    assert "<script>alert(1)</script>" in shown
    assert "{{ 7*7 }}" in shown
    assert "\u202e" not in shown + view.title


def test_link_is_only_one_that_a_browser_may_follow(extractor: Extractor) -> None:
    profile, explanation, found = compared(extractor, CV, POSTING)
    families = families_of(cv_cases.reader().lexicon)
    assert explanation.is_read
    for url, shown in (
        ("https://jobs.example.org/1", "https://jobs.example.org/1"),
        ("javascript:alert(1)", ""),
        ("https://x\"onclick='a", ""),
        ("", ""),
    ):
        made = Comparison(
            **{name: getattr(found, name) for name in found.__slots__ if name != "url"}, url=url
        )
        assert fit_view(made, families, (), ()).url == shown
    assert profile.skills


def test_long_texts_take_no_more_than_their_length(extractor: Extractor) -> None:
    view = viewed(extractor, CV, "Cook\n\nRequirements\n" + "- Python, SQL and R\n" * 3000)
    assert len(spans(view.posting)) == 9000


def test_summary_tells_what_was_read_and_no_contact_details() -> None:
    families = families_of(cv_cases.reader().lexicon)
    found = cv_summary(cv_cases.profile(CV + "No experience with Spark.\n"), families, "cv.txt", ("A note.",))
    assert found.facts == ("6 skills", "1 job", "4 years of work", "a bachelor's degree")
    assert set(found.skills) >= {"Python", "SQL", "Keras", "Git", "Tableau", "Docker"}
    assert found.lacking == ("Apache Spark",)
    assert found.notes == ("A note.",)
    assert "ines" not in repr(found).lower()


def test_summary_of_an_empty_profile_says_what_is_lacking() -> None:
    found = cv_summary(
        cv_cases.profile("Baker\n\nI bake bread."), families_of(cv_cases.reader().lexicon), "", ()
    )
    assert found.facts == (
        "0 skills",
        "no job with a title or dates",
        "no years of work",
        "no finished degree",
    )
