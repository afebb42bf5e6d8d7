from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.lexicon import load_lexicon
from jobscan.text.sections import SECTIONS, SectionRules, compile_section_rules, find_sections


def shipped_rules() -> SectionRules:
    lexicon = load_lexicon()
    return compile_section_rules(lexicon.section_headings, lexicon.section_wording)


RULES = shipped_rules()


def section_of(text: str, words: str, rules: SectionRules = RULES) -> str:
    at = text.index(words)
    return next(section.name for section in find_sections(text, rules) if section.start <= at < section.end)


# --- headings


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("Requirements", "requirements", id="plain"),
        pytest.param("requirements:", "requirements", id="lower-case-colon"),
        pytest.param("## **What You'll Do**", "duties", id="markdown"),
        pytest.param("NICE TO HAVE", "preferred", id="all-caps"),
        pytest.param("🚀 What we’re looking for", "requirements", id="emoji-curly-apostrophe"),
        pytest.param("3. Responsibilities", "duties", id="numbered"),
        pytest.param("• Preferred Qualifications:", "preferred", id="bullet-colon"),
        pytest.param("Knowledge, Skills & Abilities", "requirements", id="ampersand-comma"),
        pytest.param("Skills/Experience", "requirements", id="slash"),
        pytest.param("Whats in it for you?", "benefits", id="missing-apostrophe"),
        pytest.param("Minimum Qualifications (must have)", "requirements", id="remark-in-parentheses"),
        pytest.param("Requirements for this position include:", "requirements", id="words-before-the-colon"),
        pytest.param(
            "In addition, the following would be an advantage:", "preferred", id="sentence-as-heading"
        ),
        pytest.param("About Mosswood Robotics", "company", id="about-a-name"),
        pytest.param("About the Forecasting Team", "", id="about-a-team"),
        pytest.param("About the role", "", id="about-the-role"),
        pytest.param("Who we are", "company", id="who-we-are"),
        pytest.param("Who you are", "requirements", id="who-you-are"),
        pytest.param("What you bring", "requirements", id="what-you-bring"),
        pytest.param("What we offer", "benefits", id="what-we-offer"),
        pytest.param("Equal Opportunity Employer", "legal", id="eeo"),
        pytest.param("Education", "education", id="education"),
    ],
)
def test_find_sections_knows_a_heading_on_a_line_of_its_own(heading: str, expected: str) -> None:
    text = f"Hello there.\n\n{heading}\n\nzzz yyy\n"
    assert section_of(text, "zzz") == expected


def test_find_sections_gives_the_words_of_a_heading() -> None:
    text = "Hello there.\n\n## **Requirements:**\n- SQL\n"
    section = find_sections(text, RULES)[-1]
    assert text[section.heading_start : section.heading_end] == "Requirements"
    assert text[section.start : section.end].startswith("Requirements:**\n- SQL")


def test_find_sections_without_heading_has_empty_heading_span() -> None:
    (section,) = find_sections("zzz yyy.", RULES)
    assert (section.start, section.end, section.name) == (0, 8, "")
    assert section.heading_start == section.heading_end == section.start


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("Requirements: 5 years of SQL\nPython\n", "Python", "requirements", id="colon-inline"),
        pytest.param(
            "Qualifications What you bring\nzzz\n", "zzz", "requirements", id="two-titles-on-a-line"
        ),
        pytest.param("Location: Lisbon\nzzz yyy\n", "zzz", "", id="label-ends-with-its-line"),
        pytest.param("Salary: 40k\nzzz yyy\n", "zzz", "", id="aside-label-ends-with-its-line"),
        pytest.param(
            "Requirements\n- Education: BSc\n- Python\n",
            "Python",
            "requirements",
            id="label-in-a-list-returns",
        ),
        pytest.param(
            "Duties\n- Required: patience\n- zzz\n", "zzz", "duties", id="bulleted-label-ends-with-its-line"
        ),
    ],
)
def test_find_sections_tells_labels_from_headings(text: str, words: str, expected: str) -> None:
    assert section_of(text, words) == expected


GLUED = (
    "Mosswood Robotics builds arms for farms and is growing its platform.About YouYou are strong in SQL and "
    "know how to write down what you found, so that others can find it again without asking you, twice a "
    "week or more often.Nice To HavesFamiliar with Python and with tractors of all kinds, in fields of every "
    "shape and colour, by day and by night.About Mosswood RoboticsMosswood Robotics was made by two sisters "
    "from Ghent who like arms.BenefitsFree apples."
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("strong in SQL", "requirements", id="glued-heading"),
        pytest.param("Familiar with Python", "preferred", id="glued-preferred"),
        pytest.param("two sisters", "company", id="glued-name-said-twice"),
        pytest.param("Free apples", "benefits", id="glued-benefits"),
    ],
)
def test_find_sections_finds_headings_glued_into_one_line(words: str, expected: str) -> None:
    assert section_of(GLUED, words) == expected


def test_find_sections_is_not_misled_by_words_of_a_sentence() -> None:
    text = (
        "The Client Data Analyst supports batch files. Experience Python daily. Our benefits team uses SQL."
    )
    assert {section.name for section in find_sections(text, RULES)} <= {"", "duties", "requirements"}


WRAPPED = """\
We look for someone who will work with our product team and
who can translate what customers say into a list of technical
requirements
and then build what the list says, in Python, together with
the people of the platform team and with the people of our
Learning and Development tooling group, who write the model
Benefits calculator and the planning tools of every region
in which we are active now, with SQL and with Airflow, for
all of the farms that we have under contract this summer and
also for the ones that we will have under contract next year.
"""


@pytest.mark.parametrize("words", ["in Python", "with SQL"])
def test_find_sections_takes_no_wrapped_line_for_a_heading(words: str) -> None:
    assert section_of(WRAPPED, words) not in {"benefits", "company", "legal", "apply"}


def test_find_sections_takes_a_button_at_the_top_for_no_section() -> None:
    text = "Apply now\nData Engineer\nBuild pipelines in Scala.\n" + "Talk to farmers.\n" * 9
    assert section_of(text, "Scala") == ""


# --- wording


@pytest.mark.parametrize(
    "sentence",
    [
        "Mosswood is a leading provider of arms.",
        "Mosswood was founded in 2011 by two sisters.",
        "We are on a mission to feed cities.",
        "Our mission is to feed cities with machine learning.",
        "Mosswood, headquartered in Ghent, has over 300 employees.",
    ],
)
def test_find_sections_knows_the_company_by_its_wording(sentence: str) -> None:
    assert section_of(f"{sentence}\n\nzzz", sentence) == "company"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("We offer competitive pay and a 401(k) with employer match.", "benefits", id="pay"),
        pytest.param("Paid time off, dental insurance and parental leave.", "benefits", id="leave"),
        pytest.param("We are an equal opportunity employer.", "legal", id="eeo"),
        pytest.param("All applicants are considered without regard to race or age.", "legal", id="race"),
        pytest.param(
            "Reasonable accommodation is available to individuals with disabilities.", "legal", id="ada"
        ),
        pytest.param("Must be able to lift up to 20 pounds.", "legal", id="physical"),
        pytest.param("To apply please send your resume to Ida.", "apply", id="resume"),
    ],
)
def test_find_sections_knows_benefits_and_notes_by_their_wording(sentence: str, expected: str) -> None:
    assert section_of(f"zzz yyy.\n\n{sentence}", sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "As a Data Scientist you will build models in Python.",
        "We are looking for an engineer with Java.",
        "Mosswood, a leading provider of arms, is looking for a data engineer who knows SQL.",
        "Our platform team is hiring analysts who love Tableau.",
        "You have 5 years of experience with Spark.",
        "This role reports to the head of our company and needs Excel.",
    ],
)
def test_find_sections_never_takes_what_is_asked_for_the_company(sentence: str) -> None:
    name = section_of(f"Mosswood is a leading maker of arms. {sentence}", sentence)
    assert name in {"duties", "requirements"}


def test_find_sections_lets_a_company_paragraph_go_on_to_its_end() -> None:
    text = "Mosswood was founded in 2011. Arms learn with TensorFlow.\n\nTensorBoard is on every desk."
    assert section_of(text, "TensorFlow") == "company"
    assert section_of(text, "TensorBoard") == ""


def test_find_sections_leaves_about_us_where_the_job_begins() -> None:
    text = "About us\nMosswood makes arms.\nAs a data engineer you will write Scala.\n- Kafka pipelines\n"
    assert section_of(text, "makes arms") == "company"
    assert section_of(text, "write Scala") == "duties"
    assert section_of(text, "Kafka") == "duties"


@pytest.mark.parametrize(
    ("title", "item", "expected"),
    [
        pytest.param("Your work", "Detect leaks in pressure data", "duties", id="a-row-knows-it"),
        pytest.param("The Forge", "Python and pandas", "", id="title-that-no-row-knows"),
        pytest.param("**Numbers and maps:**", "PostGIS", "", id="bold-with-colon"),
        pytest.param("For everyone", "Paid time off and dental insurance", "company", id="list-of-benefits"),
        pytest.param("Things we care about", "Honest work", "company", id="speaks-of-itself"),
        pytest.param("It runs by itself.", "Honest work", "company", id="sentence"),
        pytest.param("All of it was built by four people", "Honest work", "company", id="long-line"),
    ],
)
def test_find_sections_leaves_the_company_at_a_title_over_a_list(
    title: str, item: str, expected: str
) -> None:
    text = f"About Quillford Water\n\nA main of 1859 is still in use.\n\n{title}\n\n- {item}\n- Zzz\n"
    assert section_of(text, "main of 1859") == "company"
    assert section_of(text, item) == expected


def test_find_sections_keeps_titles_over_lists_among_the_benefits() -> None:
    text = "What we offer\n\nA lot.\n\nHealth\n\n- Yoga\n\nMoney\n\n- A fair wage\n"
    assert section_of(text, "A fair wage") == "benefits"


def test_find_sections_keeps_benefits_to_you_among_the_benefits() -> None:
    text = "Benefits\n- You will receive a learning budget\n- Opportunity to work with smart people\n"
    assert {section.name for section in find_sections(text, RULES)} == {"benefits"}


@pytest.mark.parametrize(
    "line",
    [
        "Work with diverse teams across countries",
        "Design compensation reports in SQL",
        "Keep our clients around the world informed",
        "Ensure compliance with local laws",
    ],
)
def test_find_sections_keeps_duties_that_sound_like_notes(line: str) -> None:
    assert section_of(f"Responsibilities\n- Build things\n- {line}\n- Python", line) == "duties"


def test_find_sections_leaves_requirements_at_the_legal_note() -> None:
    note = (
        "We are an equal opportunity employer and consider all qualified applicants without regard to race."
    )
    text = f"Requirements\n- SQL\n- Python\n\n{note}\n\nThe team of Mosswood thanks you."
    assert section_of(text, "Python") == "requirements"
    assert section_of(text, note) == "legal"
    assert section_of(text, "thanks you") == "legal"


def test_find_sections_cuts_glued_sentences_around_the_note() -> None:
    skills = "Build models in PythonDeploy them with DockerExplain them to farmers" * 5
    text = f"Responsibilities{skills}Mosswood is an Equal Opportunity Employer, without regard to race"
    assert section_of(text, "Explain them") == "duties"
    assert section_of(text, "Equal Opportunity") == "legal"


# --- lead-ins and lists


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Experience with any of these is a plus:", "preferred", id="a-plus"),
        pytest.param("It would be great if you also have:", "preferred", id="great-if"),
        pytest.param("You might also have -", "preferred", id="might-also-have"),
        pytest.param("Nice to haves but not required...", "preferred", id="not-required"),
        pytest.param("Added bonus if you have", "preferred", id="bonus-if"),
        pytest.param("Fine to have, but really not required", "preferred", id="really-not-required"),
        pytest.param("An advantage is", "preferred", id="advantage"),
        pytest.param("You might be right for this if", "requirements", id="might-be-right"),
        pytest.param("Bonus", "preferred", id="bonus"),
        pytest.param("What sets you apart", "preferred", id="sets-you-apart"),
        pytest.param("Additional desirable experience:", "preferred", id="additional-desirable"),
        pytest.param("Preferred candidate", "preferred", id="preferred-candidate"),
        pytest.param("Experience (desirable):", "preferred", id="remark-in-brackets"),
        pytest.param("Skills & Experience - Pluses", "preferred", id="remark-behind-a-dash"),
        pytest.param("Requirements (nice to have)", "preferred", id="requirements-nice-to-have"),
        pytest.param("Required / desired qualifications:", "requirements", id="required-and-desired"),
        pytest.param("Qualifications & Desired Skills", "requirements", id="qualifications-and-desired"),
        pytest.param("Experience with these tools is required:", "requirements", id="is-required"),
        pytest.param("We are looking for someone with the following skills:", "requirements", id="following"),
        pytest.param("What do we require from you?", "requirements", id="question"),
        pytest.param("Required Responsibilities", "duties", id="required-responsibilities"),
        pytest.param("Sample projects", "duties", id="projects"),
    ],
)
def test_find_sections_knows_a_line_over_a_list(line: str, expected: str) -> None:
    text = f"Requirements\n- SQL\n\nResponsibilities\n- Build\n\n{line}\n- zzz\n- yyy\n"
    assert section_of(text, "zzz") == section_of(text, "yyy") == expected
    assert section_of(text, "Build") == "duties"


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "→ ", "✓ ", "» "])
def test_find_sections_knows_items_by_their_bullet(bullet: str) -> None:
    text = f"Responsibilities\n{bullet}Build\n\nRust would help me sleep\n{bullet}zzz\n"
    assert section_of(text, "zzz") == "preferred"


def test_find_sections_ends_a_lead_in_with_its_list() -> None:
    text = (
        "Responsibilities\n- Build\n\nKnowledge of any of these would be nice:\n- Go\n- Rust\n\n"
        "Then zzz.\n- Test\n"
    )
    assert section_of(text, "Rust") == "preferred"
    assert section_of(text, "zzz") == section_of(text, "Test") == "duties"


def test_find_sections_ends_a_lead_in_over_plain_lines_with_a_blank_one() -> None:
    text = "Requirements\nSQL\nThe following would be a plus:\nGo\nRust\n\nzzz\n"
    assert section_of(text, "Go") == section_of(text, "Rust") == "preferred"


def test_find_sections_takes_an_item_for_a_lead_in_of_deeper_items_only() -> None:
    text = "Requirements\n- Any of these is a plus:\n  * Go\n  * Rust\n- Kafka\n- Hive is a plus:\n- Ada\n"
    assert section_of(text, "Rust") == "preferred"
    assert section_of(text, "Kafka") == section_of(text, "Ada") == "requirements"


def test_find_sections_reads_a_lead_in_over_wrapped_lines() -> None:
    text = "Responsibilities\n- Build\n\nExperience with some of the tools\nthat follow is a plus:\n- Go\n"
    assert section_of(text, "Go") == "preferred"


@pytest.mark.parametrize("heading", ["Additional skills", "The ideal candidate", "Other qualifications"])
def test_find_sections_asks_for_more_only_beside_requirements(heading: str) -> None:
    assert section_of(f"{heading}\n- zzz\n", "zzz") == "requirements"
    assert section_of(f"Requirements\n- SQL\n\n{heading}\n- zzz\n", "zzz") == "preferred"


def test_find_sections_takes_additional_skills_before_requirements_for_such() -> None:
    text = "Additional skills\n- zzz\n\nRequirements\n- SQL\n"
    assert section_of(text, "zzz") == "requirements"


def test_find_sections_keeps_labels_of_what_is_preferred() -> None:
    text = "Nice to have\n\n**Technical skills:** zzz\n**Soft skills:** yyy\n\nRequired skills: Go\n"
    assert section_of(text, "zzz") == section_of(text, "yyy") == "preferred"
    assert section_of(text, "Go") == "requirements"


def test_find_sections_leaves_labels_of_other_labels() -> None:
    text = "Preferred: Rust\nTechnical skills: Go and others\n"
    assert section_of(text, "Rust") == "preferred"
    assert section_of(text, "Go") == "requirements"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param("Proven experience with zzz", "requirements", id="experience"),
        pytest.param("Ability to zzz", "requirements", id="ability"),
        pytest.param("Must have zzz", "requirements", id="must"),
        pytest.param("Build zzz with knowledge of farms", "duties", id="not-at-the-start"),
        pytest.param("You are able to zzz", "duties", id="to-the-reader"),
        pytest.param("Hands-on zzz", "duties", id="hands-on"),
    ],
)
def test_find_sections_knows_requirements_among_duties(item: str, expected: str) -> None:
    text = f"Responsibilities\n- Build\n- {item}\n- Test\n"
    assert section_of(text, "zzz") == expected
    assert section_of(text, "Test") == "duties"


def test_find_sections_goes_on_with_a_list_of_requirements_without_heading() -> None:
    text = "Mosswood farms.\n- Experience with SQL\n- Knowledge of tractors\n- Quick in zzz\n\nyyy\n"
    assert section_of(text, "zzz") == "requirements"
    assert section_of(text, "Mosswood") == ""


def test_find_sections_takes_one_requirement_for_no_list() -> None:
    text = "Mosswood farms.\n- Experience with SQL\n- Feed the zzz\n"
    assert section_of(text, "zzz") == ""


def test_find_sections_ends_requirements_before_a_last_paragraph() -> None:
    last = (
        "At Mosswood you join a crew that talks a lot and that rebuilt every barn of the valley, twice, " * 2
    )
    text = f"Requirements\n- SQL\n- Python\n\n{last}\n"
    assert section_of(text, "Python") == "requirements"
    assert section_of(text, "talks a lot") != "requirements"


def test_find_sections_keeps_short_notes_among_requirements() -> None:
    text = "Requirements\n- SQL\n- Python\n\nAll of it in English, zzz.\n"
    assert section_of(text, "zzz") == "requirements"


@pytest.mark.parametrize(
    "sentence",
    [
        "We improve our customers' experience using zzz.",
        "Join us in leveraging your expertise in zzz.",
    ],
)
def test_find_sections_is_not_misled_by_the_experience_of_others(sentence: str) -> None:
    assert section_of(sentence, "zzz") != "requirements"


def test_find_sections_does_not_end_a_sentence_with_an_abbreviation() -> None:
    text = "Mosswood farms.\nExperience with data stores (e.g. BigQuery) of every kind\n"
    assert section_of(text, "BigQuery") == "requirements"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("Here's What You'll Bring To The Table", "requirements", id="long-title"),
        pytest.param("Minimum Qualifications", "requirements", id="qualifications"),
        pytest.param("Requirements:", "requirements", id="colon"),
    ],
)
def test_find_sections_finds_titles_behind_a_sentence_without_a_stop(heading: str, expected: str) -> None:
    text = f"Responsibilities: {'Build barns and paint them red ' * 14}{heading} Bachelor's zzz"
    assert section_of(text, "zzz") == expected
    assert section_of(text, "paint") == "duties"


def test_find_sections_takes_no_activity_for_a_title() -> None:
    text = f"Responsibilities: {'Build barns and paint them red. ' * 14}Requirements Gathering with zzz"
    assert section_of(text, "zzz") == "duties"


def test_find_sections_takes_bonuses_among_the_benefits_for_money() -> None:
    text = "Requirements\n- SQL\n\nBenefits\nA fair wage\nBonus\nzzz\n"
    assert section_of(text, "zzz") == "benefits"


# --- rules


def test_compile_section_rules_prefers_preferred() -> None:
    rules = compile_section_rules([("requirements", "skills"), ("preferred", "skills")], [])
    assert section_of("Skills\nSQL", "SQL", rules) == "preferred"


def test_compile_section_rules_takes_the_longest_heading() -> None:
    rules = compile_section_rules(
        [("company", "about ...3"), ("", "about the ...2 team"), ("", "about the role")], []
    )
    assert section_of("About Ida\nzzz", "zzz", rules) == "company"
    assert section_of("About the Arms Team\nzzz", "zzz", rules) == ""


def test_compile_section_rules_can_be_pickled() -> None:
    again = pickle.loads(pickle.dumps(RULES))
    text = "Who we are\nArms.\n\nRequirements\n- SQL"
    assert find_sections(text, again) == find_sections(text, RULES)


def test_compile_section_rules_without_rows_finds_nothing() -> None:
    (section,) = find_sections("Requirements\nSQL is a leading provider", compile_section_rules([], []))
    assert section.name == ""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(("hobbies", "what we play"), "'hobbies' is not a section", id="section"),
        pytest.param(("company", "about||us"), "an empty alternative", id="alternative"),
        pytest.param(("company", "...2 us"), "begins with a word", id="gap-first"),
        pytest.param(("company", "about? us?"), "not all of it is optional", id="all-optional"),
        pytest.param(
            ("company", " ".join(["a|b|c|d|e|f|g|h|i|j"] * 4)), "stands for 10000 phrases", id="many"
        ),
    ],
)
def test_compile_section_rules_refuses_a_row(row: tuple[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compile_section_rules([row], [])


# --- hostile input


def test_find_sections_of_nothing_is_nothing() -> None:
    assert find_sections("", RULES) == []


HEADINGS = ["Requirements", "About us", "Apply now", "benefits"]
WORDING = ["We are a leading", "you will", "SQL", "equal opportunity employer"]
SIGNS = ["\n", "\n\n", " ", ":", ".", "• ", "**", "A", "İ", "\ud800", "\u2019", "\r", "\x00"]
PIECES = st.sampled_from([*HEADINGS, *WORDING, *SIGNS])


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_find_sections_cover_the_text_in_order(text: str) -> None:
    sections = find_sections(text, RULES)
    assert "".join(text[section.start : section.end] for section in sections) == text
    for section in sections:
        assert section.start < section.end
        assert section.name in SECTIONS
        assert section.start <= section.heading_start <= section.heading_end <= section.end


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 200_000, id="line-breaks"),
        pytest.param("About " + "A" * 200_000, id="capitals"),
        pytest.param("About AAAA" * 20_000, id="many-names"),
        pytest.param("Requirements" + "(" * 200_000, id="parentheses"),
        pytest.param(". " * 100_000, id="stops"),
        pytest.param("we offer a " * 20_000, id="wording"),
        pytest.param("Skills and " * 20_000, id="headings"),
        pytest.param("Go is a plus:\n" * 20_000, id="lead-ins"),
        pytest.param("A" + ":\n" * 100_000, id="colons"),
        pytest.param("Go is a plus:" + "\n- Go" * 50_000, id="one-long-list"),
        pytest.param("Requirements\n- Go\n\nGo\n" * 10_000, id="lists"),
        pytest.param("Required Required " * 15_000, id="titles"),
    ],
)
def test_find_sections_ends_on_hostile_text(text: str) -> None:
    assert find_sections(text, RULES)[-1].end == len(text)
