"""PDF: the order in which a person reads a page, and its lines as text."""

from __future__ import annotations

import pytest

from jobscan.errors import SourceError
from jobscan.sources.papers.pdf import MAX_PAGES, read_pdf
from tests.paper_files import Run, column, letter_by_letter, pdf, right
from tests.paper_fixtures import scanned

HEAD = [Run(60, 60, "Ola Nordmann", 24), Run(60, 80, "Data Engineer", 12)]
ASIDE = ["# Contact", "ola@example.org", "# Skills", "Python, SQL", "Docker, Git", "Airflow"]
WORK = [
    "# Experience",
    "Data Engineer, Fjordlys",
    "• Built pipelines in Airflow that load 40 tables a",
    "   night without anybody waking up for it",
    "• Cut the cost of the ware-",
    "   house by half",
    "",
    "Analyst, Havbris",
    "• Wrote reports in SQL",
]
DATES = [right(540, 136, "Jan 2020 - present"), right(540, 214, "2017 - 2019")]

HEAD_TEXT = "Ola Nordmann\n\nData Engineer\n\n"
ASIDE_TEXT = "Contact\n\nola@example.org\n\nSkills\n\nPython, SQL\nDocker, Git\nAirflow"
WORK_TEXT = """Experience

Data Engineer, Fjordlys{0}
• Built pipelines in Airflow that load 40 tables a night without anybody waking up for it
• Cut the cost of the warehouse by half

Analyst, Havbris{1}
• Wrote reports in SQL"""


def text_of(*pages: list[Run]) -> str:
    return read_pdf(pdf(pages)).text


# --- columns ------------------------------------------------------------------------------------------------


def test_column_on_the_left_is_read_first() -> None:
    text = text_of(HEAD + column(60, 110, ASIDE) + column(230, 110, WORK))
    assert text == f"{HEAD_TEXT}{ASIDE_TEXT}\n\n{WORK_TEXT.format('', '')}\n"


def test_column_on_the_right_is_read_last() -> None:
    text = text_of(HEAD + column(60, 110, WORK) + column(400, 110, ASIDE))
    assert text == f"{HEAD_TEXT}{WORK_TEXT.format('', '')}\n\n{ASIDE_TEXT}\n"


def test_dates_at_the_edge_stay_with_their_lines() -> None:
    text = text_of(HEAD + column(60, 110, ASIDE) + column(230, 110, WORK) + DATES)
    dated = WORK_TEXT.format("\tJan 2020 - present", "\t2017 - 2019")
    assert text == f"{HEAD_TEXT}{ASIDE_TEXT}\n\n{dated}\n"


def test_order_of_drawing_does_not_show() -> None:
    runs = HEAD + column(60, 110, ASIDE) + column(230, 110, WORK) + DATES
    assert text_of(runs[::-1]) == text_of(runs)


def test_letters_put_at_their_places_make_words() -> None:
    runs = HEAD + column(60, 110, ASIDE) + column(230, 110, WORK) + DATES
    assert text_of([letter for run in runs for letter in letter_by_letter(run)]) == text_of(runs)


def test_three_columns_of_prose() -> None:
    columns = [
        run
        for x, name in ((60, "Ann"), (230, "Ben"), (400, "Cy"))
        for run in column(x, 100, [f"{name} reads the sea", "and all that is on", "it, every day."])
    ]
    assert (
        text_of([Run(60, 60, "The crew", 18), *columns])
        == "The crew\n\n"
        + "\n\n".join(
            f"{name} reads the sea and all that is on it, every day." for name in ("Ann", "Ben", "Cy")
        )
        + "\n"
    )


def test_longer_column_is_not_cut_where_the_other_ends() -> None:
    aside = ["# Skills", "Python", "SQL", "", "# Tools", "Airflow", "dbt", "", "# Hobbies", "Chess", "Rowing"]
    work = ["# Profile", "I write pipelines that nobody has to watch at", "night."]
    text = text_of(HEAD + column(60, 110, aside) + column(230, 110, work))
    assert text.index("Rowing") < text.index("Profile")


def test_heading_below_two_lists_belongs_to_what_follows() -> None:
    lists = column(60, 90, ["• Python", "• SQL", "• dbt"]) + column(300, 90, ["• Docker", "• Kafka", "• Go"])
    below = column(
        60, 135, ["# Education", "BSc Statistics, University of Nord, on the drift of ice, with honours"]
    )
    text = text_of([Run(60, 60, "Skills", 13), *lists, *below])
    assert text.split("\n\n")[:4] == [
        "Skills",
        "• Python\n• SQL\n• dbt",
        "• Docker\n• Kafka\n• Go",
        "Education",
    ]


def test_cells_of_a_table_stay_in_their_rows() -> None:
    rows = [("Python", "5 years", "expert"), ("SQL", "4 years", "expert"), ("Rust", "1 year", "beginner")]
    runs = [
        Run(x, 100 + 15 * at, cell)
        for at, row in enumerate(rows)
        for x, cell in zip((60, 200, 340), row, strict=True)
    ]
    assert text_of(runs) == "Python\t5 years\texpert\nSQL\t4 years\texpert\nRust\t1 year\tbeginner\n"


def test_labels_stay_with_what_they_label() -> None:
    labels = column(60, 100, ["Location:", "Salary:", "Skills:", "", "Contract:"])
    facts = ["Oslo", "NOK 700,000", "Python, SQL, Airflow, dbt, Docker,", "Kubernetes", "Permanent"]
    assert text_of(labels + column(160, 100, facts)) == (
        "Location:\tOslo\nSalary:\tNOK 700,000\nSkills:\tPython, SQL, Airflow, dbt, Docker, Kubernetes\n"
        "Contract:\tPermanent\n"
    )


def test_headings_in_the_margin_are_lines_of_their_own() -> None:
    names = [Run(60, 100, "EXPERIENCE", 11), Run(60, 160, "EDUCATION", 11), Run(60, 210, "LANGUAGES", 11)]
    work = column(180, 100, ["Data Engineer, Fjordlys", "• Built pipelines", "• Wrote tests"])
    rest = column(180, 160, ["BSc Statistics, Nord"]) + column(180, 210, ["English, Norwegian"])
    assert text_of(names + work + rest) == (
        "EXPERIENCE\nData Engineer, Fjordlys\n• Built pipelines\n• Wrote tests\n\n"
        "EDUCATION\nBSc Statistics, Nord\n\nLANGUAGES\nEnglish, Norwegian\n"
    )


# --- lines --------------------------------------------------------------------------------------------------


def test_bullets_far_from_their_items_are_no_column() -> None:
    items = ["Build pipelines in Airflow", "Write tests for all of", "what you build", "Talk with analysts"]
    bullets = [Run(60, 100 + 13 * at, "•") for at in (0, 1, 3)]
    assert text_of(bullets + column(80, 100, items)) == (
        "• Build pipelines in Airflow\n• Write tests for all of what you build\n• Talk with analysts\n"
    )


def test_numbered_items_keep_their_numbers() -> None:
    items = ["Build pipelines in Airflow", "Write tests for all of", "what you build"]
    numbers = [Run(60, 100, "1."), Run(60, 113, "2.")]
    assert text_of(numbers + column(80, 100, items)) == (
        "1. Build pipelines in Airflow\n2. Write tests for all of what you build\n"
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param("Workﬂow of ofﬁce eﬃciency", "Workflow of office efficiency", id="ligatures"),
        pytest.param("\uf0b7 Python and more", "• Python and more", id="bullet of a font of signs"),
        pytest.param("\uf095 555 0100 \uf095 ola@example.org", "555 0100\tola@example.org", id="icons"),
        pytest.param("T E C H N I C A L  S K I L L S", "TECHNICAL SKILLS", id="letters with spaces"),
        pytest.param("We use R, C and SQL at work", "We use R, C and SQL at work", id="single letters"),
        pytest.param("We rate A B C D E F alike", "We rate A B C D E F alike", id="many single letters"),
    ],
)
def test_letters_become_text(written: str, text: str) -> None:
    rest = Run(60, 200, "Nothing else is on this page.")
    assert text_of([Run(60, 60, written), rest]).split("\n")[0] == text


def test_letters_set_apart_are_closed() -> None:
    rest = Run(60, 200, "Nothing else is on this page.")
    heading = Run(60, 60, "TECHNICAL SKILLS", 12, spacing=4)
    assert text_of([heading, rest]).split("\n")[0] == "TECHNICAL SKILLS"


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("We keep the ware-", "house clean", "We keep the warehouse clean"),
        ("They read real-", "time data", "They read real-time data"),
    ],
)
def test_divided_words_are_joined(above: str, below: str, text: str) -> None:
    assert text_of(column(60, 60, [above, below, "", "Nothing more."])).startswith(text + "\n")


def test_letters_drawn_twice_to_look_bold_are_one() -> None:
    line = letter_by_letter(Run(60, 60, "Data Engineer, all will"))
    assert text_of(line + [Run(run.x + 0.3, run.y, run.text) for run in line]) == "Data Engineer, all will\n"


@pytest.mark.parametrize("size", [3, 6, 10, 40])
def test_narrow_letters_that_repeat_are_kept(size: float) -> None:
    text = "All skills will fill iii"
    assert text_of(letter_by_letter(Run(20, 60, text, size))) == text + "\n"


def test_small_lines_beside_a_large_name_are_lines_of_their_own() -> None:
    contact = [Run(400, 58, "ola@example.org"), Run(400, 70, "555 0100")]
    below = column(60, 110, ["I write pipelines that nobody has to watch."])
    assert text_of([Run(60, 75, "Ola Nordmann", 30), *contact, *below]).split("\n\n") == [
        "Ola Nordmann",
        "ola@example.org\n555 0100",
        "I write pipelines that nobody has to watch.\n",
    ]


def test_date_beside_a_larger_heading_stays_with_it() -> None:
    heading = [Run(60, 60, "Data Engineer", 16), right(540, 60, "2019 - 2021")]
    assert text_of(heading + column(60, 80, ["Built pipelines."])).startswith("Data Engineer\t2019 - 2021\n")


def test_short_lines_under_each_other_stay_apart() -> None:
    lines = ["Bergen, Norway", "ola@example.org", "555 0100", "github.com/ola"]
    assert text_of(column(60, 60, lines)) == "\n".join(lines) + "\n"


def test_running_lines_are_left_out_and_the_sentence_goes_on_overleaf() -> None:
    def page(number: int, line: str) -> list[Run]:
        edges = [Run(60, 30, "Havbris AS"), Run(280, 820, f"Page {number} of 2")]
        return edges + column(60, 100, [line, "", "One more paragraph."] if number > 1 else [line])

    first = page(1, "We look for somebody who can explain what a model does to all the people")
    assert text_of(first, page(2, "who have never seen one.")) == (
        "We look for somebody who can explain what a model does to all the people who have never seen one."
        "\n\nOne more paragraph.\n"
    )


def test_running_lines_of_two_lines_are_left_out() -> None:
    def page(number: int) -> list[Run]:
        head = column(60, 30, ["Havbris AS, 5003 Bergen", "Printed on 2 March 2026"], size=8, leading=10)
        text = column(
            60, 100, [f"The duty of week {word}." for word in ("one", "two", "three", "four")[: number + 2]]
        )
        return [*head, *text, Run(60, 820, f"https://havbris.example/jobs/7  {number}/2", 8)]

    assert text_of(page(1), page(2)) == (
        "The duty of week one.\nThe duty of week two.\nThe duty of week three.\n\n"
        "The duty of week one.\nThe duty of week two.\nThe duty of week three.\nThe duty of week four.\n"
    )


def test_text_across_the_page_is_no_part_of_it() -> None:
    stamps = [Run(200, 500, "DRAFT", 60, 45), Run(20, 500, "CONFIDENTIAL", 30, 90)]
    assert text_of(stamps + column(60, 100, ["We look for an analyst."])) == "We look for an analyst.\n"


def test_page_that_lies_on_its_side_is_read() -> None:
    lines = ["A line that runs up", "and the next of them", "and the last one"]
    for angle, step in ((90, 13), (270, -13)):
        runs = [Run(300 + step * at, 400, line, 10, angle) for at, line in enumerate(lines)]
        assert text_of(runs) == "A line that runs up and the next of them and the last one\n"


def test_title_is_what_stands_large_at_the_top() -> None:
    runs = [Run(60, 40, "Havbris AS"), Run(60, 70, "Data Engineer", 20), *column(60, 110, ["You build."] * 6)]
    assert read_pdf(pdf([runs], title="Microsoft Word - final7")).title == "Data Engineer"
    plain = column(60, 60, ["Data Engineer", "", "You build pipelines."])
    assert read_pdf(pdf([plain], title="Data Engineer")).title == "Data Engineer"
    assert read_pdf(pdf([plain], title="Microsoft Word - final7")).title == ""


def test_pages_are_counted_and_pictures_noted() -> None:
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    data = pdf(
        [column(60, 60, ["You build pipelines, and you keep them."]), [Run(280, 820, "2")]],
        objects=[image + b" /Length 1 >>\nstream\nx\nendstream"],
        compress=False,
    )
    paper = read_pdf(data)
    assert (paper.pages, paper.notes) == (2, ())

    drawn = data.replace(b"/Font 3 0 R >>", b"/Font 3 0 R /XObject << /I 4 0 R >> >>")
    drawn = drawn.replace(b"(2) Tj ET", b"(2) Tj ET q 500 0 0 700 40 40 cm /I Do Q").replace(
        b"/Length 49 >>", b"/Length 83 >>"
    )
    assert read_pdf(drawn).notes == ("page 2 has no text: a picture?",)


# --- what cannot be read ------------------------------------------------------------------------------------

PLAIN = pdf([column(60, 60, ["You build pipelines in Python."])])


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        pytest.param(
            pdf([column(60, 60, ["Secret."])], password="x"), "unsupported", "password", id="encrypted"
        ),
        pytest.param(scanned(), "unsupported", "OCR", id="scan"),
        pytest.param(pdf([[]]), "empty", "blank", id="blank"),
        pytest.param(b"%PDF-1.7\n" + b"x" * 400, "damaged", "damaged", id="no PDF"),
        pytest.param(PLAIN[:200], "damaged", "damaged", id="cut"),
        pytest.param(pdf([[]] * (MAX_PAGES + 1)), "too_large", "201 pages", id="pages"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read_pdf(data)
    assert caught.value.reason == reason


def test_lost_table_of_places_is_found_again() -> None:
    broken = PLAIN.replace(b"startxref\n", b"startxref\n9")
    assert read_pdf(broken).text == "You build pipelines in Python.\n"


def test_nothing_in_a_document_acts() -> None:
    script = b"<< /S /JavaScript /JS (app.launchURL\\('http://x.example'\\)) >>"
    launch = b"<< /S /Launch /F (harm.exe) >>"
    catalog = "/OpenAction 4 0 R /AA << /WC 5 0 R >> /Names << /JavaScript << /Names [(a) 4 0 R] >> >>"
    data = pdf(
        [column(60, 60, ["You build pipelines in Python."])], catalog=catalog, objects=[script, launch]
    )
    assert read_pdf(data).text == "You build pipelines in Python.\n"


def test_kids_that_are_their_own_parents_end() -> None:
    looped = PLAIN.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    assert looped != PLAIN
    with pytest.raises(SourceError):
        read_pdf(looped)


def test_page_full_of_cells_is_read() -> None:
    runs = [Run(40 + 65 * x, 40 + 12.5 * y, f"{x}{y}", 9) for x in range(8) for y in range(60)]
    assert len(text_of(runs).split()) == 480
