"""Writes the documents of fixtures/ that no text editor writes: `python -m tests.paper_fixtures`."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from tests.paper_files import Run, column, docx, letter_by_letter, odt, p, pdf, right, table

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"


def two_columns() -> bytes:
    """A posting with a box of facts beside its text."""
    head = [Run(60, 60, "Senior Data Engineer", 20), Run(60, 80, "Terncliff Ferries", 12)]
    text = [
        "# The work",
        "Our ships report where they are every ten",
        "seconds. You build the pipelines that turn those",
        "reports into timetables which can be kept.",
        "# What you bring",
        "• Five years of Python and SQL",
        "• Airflow, or another way to run jobs in their",
        "   order and to see which of them failed",
        "• You have kept a data ware-",
        "   house in good order",
        "# Nice to have",
        "• Kafka",
    ]
    facts = [
        "# At a glance",
        "Oban, Scotland",
        "Full time",
        "Two days a week at home",
        "# Tools",
        "Snowflake",
        "dbt",
        "Terraform",
        "# We offer",
        "Free crossings",
        "A garden by the quay",
    ]
    return pdf(
        [head + column(60, 110, text) + column(370, 110, facts, size=9, leading=12)], title="Terncliff"
    )


def placed_letters() -> bytes:
    """Two pages whose letters are each put at its place, with signs for bullets and letters."""
    first = [
        Run(60, 90, "Machine Learning Engineer", 18),
        Run(60, 120, "G A N N E T  R O B O T I C S", 11),
        Run(60, 150, "Location: Aberdeen"),
        right(540, 150, "Posted: 2026-03-02"),
        Run(60, 190, "You will train ﬁne-grained models for our ﬂeet of harbour robots and look after"),
        Run(60, 203, "them once they sail. Our ofﬁce is small, so you work with everybody in it, and"),
        Run(60, 216, "you explain to pilots what a robot sees and why it turned away from a buoy that"),
    ]
    second = [
        Run(60, 90, "a person would have passed."),
        Run(60, 130, "REQUIREMENTS", 12, 0, 3),
        Run(60, 150, "\uf0b7 PyTorch and Python every day, and C++ where it must be quick"),
        Run(60, 163, "\uf0b7 Computer vision: detection, tracking"),
        Run(60, 176, "\uf0b7 Docker and Kubernetes"),
        Run(300, 400, "DRAFT", 60, 45),
    ]
    pages = []
    for number, runs in enumerate((first, second), start=1):
        edges = [Run(60, 40, "Gannet Robotics - vacancies", 8), Run(280, 810, f"Page {number} of 2", 8)]
        pages.append([run for line in runs for run in _letters(line)] + edges)
    return pdf(pages)


def _letters(run: Run) -> list[Run]:
    is_whole = run.spacing or run.angle or run.text.startswith("\uf0b7")
    return [run] if is_whole else letter_by_letter(run)


def word_document() -> bytes:
    """A Word document with all that its paragraphs alone do not hold."""
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        + p("Apply by 30 April")
        + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + p("Apply by 30 April")
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    tracked = (
        "<w:p><w:r><w:t xml:space='preserve'>You report in </w:t></w:r>"
        "<w:del><w:r><w:delText>Excel</w:delText></w:r></w:del><w:ins><w:r><w:t>Power BI</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> and SAS</w:t></w:r>"
        "<w:r><w:t xml:space='preserve'> to the board.</w:t></w:r></w:p>"
    )
    control = "<w:sdt><w:sdtContent>" + p("Salary: EUR 52,000 to 60,000 a year") + "</w:sdtContent></w:sdt>"
    body = (
        p("Data Analyst", style="Title")
        + table([[p("Employer"), p("Kittiwake Foods")], [p("Place of work"), p("Galway")]])
        + box
        + control
        + p("Your tasks", style="Heading1")
        + tracked
        + p("You find out with SQL why a pallet was late.")
        + p("Your profile", style="Heading1")
        + p("Statistics at a university", item=True)
        + p("Three years with Tableau or Power BI", item=True)
    )
    parts = {"word/header1.xml": p("Kittiwake Foods Ltd"), "word/footer1.xml": p("Page 1 of 1")}
    return docx(body, parts=parts, title="Template 7")


def open_document() -> bytes:
    """A text of LibreOffice with a deletion, a list, a table, a note."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>We need Perl.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h text:outline-level='1'>BI Developer</text:h>"
        "<text:p>Company: Puffin Energy</text:p>"
        "<text:p>Our<text:s/>wind farms stand far out; their numbers should be near.<text:line-break/>"
        "You build the dashboards.<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>In Looker.</text:p></text:note-body></text:note></text:p>"
        "<text:h text:outline-level='2'>Requirements</text:h>"
        "<text:list><text:list-item><text:p>SQL and <text:span>dbt</text:span></text:p></text:list-item>"
        "<text:list-item><text:p>Data modelling</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>English</text:p></table:table-cell>"
        "<table:table-cell><text:p>fluent</text:p></table:table-cell></table:table-row></table:table>"
    )
    return odt(body, title="BI Developer")


RTF: Final = rb"""{\rtf1\ansi\ansicpg1252\deff0
{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset2 Symbol;}{\f2\fswiss\fcharset238 Arial CE;}}
{\*\generator Invented 1.0;}{\info{\title Statistician}}
\pard\b\fs32 Statistician\b0\fs22\par
\pard Employer: Razorbill Clinic of K{\f2\'f3}rnik\par
\pard\par
You plan trials \endash  their size, their end \endash  and write up what they found.{\v was SPSS}\par
\pard\par
\b Requirements\b0\par
\pard{\pntext\f1\'B7\tab}Programming in R and SAS, for all of it\par
{\pntext\f1\'B7\tab}Experimental design; mixed models are \u8222?nice to have\u8220?\par
\trowd\cellx3000\cellx6000\pard\intbl Degree\cell MSc in statistics\cell\row
\pard{\field{\*\fldinst HYPERLINK "https://razorbill.example/jobs/4"}{\fldrslt Apply here}}\par
{\pict\pngblip 89504e470d0a1a0a}{\object\objemb{\*\objdata 010500000200}}
}
"""


def with_attachment() -> bytes:
    """A mail that only says that a posting is attached."""
    message = EmailMessage()
    message["From"] = "Una Skerry <una@cormorant.example>"
    message["To"] = "jobs@example.org"
    message["Subject"] = "Vacancy"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message["Message-ID"] = "<1@cormorant.example>"
    message.set_content("Dear all,\nour vacancy is attached.\nUna\n", cte="7bit")
    lines = [
        "# Research Scientist, Natural Language Processing",
        "Employer: Cormorant Labs",
        "",
        "You read what fishermen wrote in their logs for two hundred years, and teach a model to",
        "read it as well.",
        "",
        "Required: natural language processing, PyTorch, and a PhD in computer science.",
        "Welcome: transformers, Hugging Face.",
    ]
    message.add_attachment(
        pdf([column(60, 80, lines)]), maintype="application", subtype="pdf", filename="Vacancy 2026.pdf"
    )
    message.set_boundary("=-cormorant")
    return message.as_bytes()


_SHORT: Final = column(60, 80, ["# Data Analyst", "You write SQL for the harbour office every day."])
_PICTURE: Final = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
)


def scanned() -> bytes:
    """A page that is a picture."""
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        b" /Length 1 >>\nstream\n\x80\nendstream"
    )
    draw = b"q 500 0 0 700 40 40 cm /I Do Q"
    page = pdf([[]], objects=[image], compress=False)
    page = page.replace(b"/Font 3 0 R >>", b"/XObject << /I 4 0 R >> >>")
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    return page.replace(empty, f"<< /Length {len(draw)} >>\nstream\n".encode() + draw + b"\nendstream")


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "pdf-two-columns/terncliff-data-engineer.pdf": two_columns,
    "pdf-placed-letters/gannet-ml-engineer.pdf": placed_letters,
    "docx-tables-and-boxes/kittiwake-data-analyst.docx": word_document,
    "odt-changes-and-notes/puffin-bi-developer.odt": open_document,
    "rtf-code-pages/razorbill-statistician.rtf": lambda: RTF,
    "eml-with-attachment/cormorant-vacancy.eml": with_attachment,
    "bad/papers/encrypted.pdf": lambda: pdf([_SHORT], password="harbour"),
    "bad/papers/scanned.pdf": scanned,
    "bad/papers/not-quite.pdf": lambda: b"%PDF-1.7\n" + b"harbour " * 40,
    "bad/papers/cut.docx": lambda: docx(p("You write SQL."))[:300],
    "bad/papers/locked.odt": lambda: odt("<text:p>You write SQL.</text:p>", encrypted=True),
    "bad/papers/blank.rtf": lambda: rb"{\rtf1\ansi\pard\par\par}",
}


def main() -> None:
    """Write them all."""
    for name, made in FILES.items():
        path = FIXTURES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made())


if __name__ == "__main__":
    main()
