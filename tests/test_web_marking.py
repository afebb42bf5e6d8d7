"""Postings cut into steps: nothing of the text is lost, marks are nested, and no markup is made of it."""

from __future__ import annotations

from jobscan.explain.explanation import Explanation, explain
from jobscan.extract import extractor_for
from jobscan.lexicon import load_lexicon
from jobscan.posting import Posting
from jobscan.web.marking import Step, parts_of
from jobscan.web.posting_view import view_of

TEXT = """Requirements
- Python or R <script>alert(1)</script>
- SQL is not required

Nice to have
- Docker

About us
Our founders love Java & tea.
"""


def explained(text: str = TEXT, title: str = "Data Scientist") -> Explanation:
    lexicon = load_lexicon()
    posting = Posting(id="1", source="text", origin="a.txt", title=title, text=text)
    return explain(posting, extractor_for(lexicon), lexicon)


def plain(steps: tuple[Step, ...]) -> str:
    return "".join(step.text for step in steps)


def test_parts_hold_the_whole_text_as_it_stands() -> None:
    parts = parts_of(explained())

    said = [
        line.strip()
        for part in parts
        for line in plain((*part.heading, Step("text", "\n"), *part.body)).split("\n")
    ]
    assert [line for line in said if line] == [line for line in TEXT.split("\n") if line]


def test_every_mark_that_opens_closes() -> None:
    for part in parts_of(explained()):
        depth = 0
        for step in part.heading + part.body:
            depth += {"open": 1, "close": -1, "text": 0}[step.kind]
            assert depth >= 0
        assert depth == 0


def test_marks_tell_skill_level_and_reason() -> None:
    parts = parts_of(explained())

    opened = {step.label: step for part in parts for step in part.body if step.kind == "open" and step.label}
    assert opened["Python, required"].level == "required"
    assert opened["Docker, preferred"].level == "preferred"
    assert opened["SQL, not needed"].level == "negated"
    (tip,) = opened["Docker, preferred"].tip
    assert tip.startswith('Docker is preferred: it stands under what is preferred (heading "Nice to have")')


def test_part_that_does_not_count_says_so() -> None:
    by_label = {part.label: part for part in parts_of(explained())}

    assert [by_label[label].counts for label in ("What is required", "About the company")] == [True, False]
    assert by_label["What is required"].level == "required"
    assert plain(by_label["About the company"].heading) == "About us"


def test_posting_in_another_language_is_one_part_without_marks() -> None:
    text = "Wir suchen eine Person, die gern mit Python arbeitet und unsere Daten auswertet. " * 3

    (part,) = parts_of(explained(text, title="Datenwissenschaftlerin"))

    assert (part.label, part.heading, plain(part.body)) == ("", (), text)
    assert view_of(explained(text, title="Datenwissenschaftlerin")).is_read is False


def test_view_groups_skills_by_level_and_parts_stated_from_unstated_facts() -> None:
    view = view_of(explained())

    assert [(level, [line.name for line in lines]) for level, lines in view.skills] == [
        ("required", ["Python", "R"]),
        ("preferred", ["Docker"]),
        ("negated", ["SQL"]),
    ]
    python = view.skills[0][1][0]
    assert (python.choice, python.section, python.times) == ("or R", "What is required", 1)
    assert {fact.name: fact.value for fact in view.facts}["role"] == "data-scientist"
    assert "salary" in view.unstated
