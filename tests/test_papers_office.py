"""Word, OpenDocument and RTF documents, and files of any kind, to text."""

from __future__ import annotations

import gzip

import pytest

from jobscan.errors import SourceError
from jobscan.sources.papers import PaperText, text_of_file
from jobscan.sources.papers.docx import read_docx
from jobscan.sources.papers.odt import read_odt
from jobscan.sources.papers.rtf import read_rtf
from tests.paper_files import STRICT_WORD, column, docx, odt, p, packed, pdf, table
from tests.paper_fixtures import FILES, FIXTURES


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


# --- Word ---------------------------------------------------------------------------------------------------

BOX = "<w:txbxContent>" + p("In a box") + "</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(p("One\tTwo\nThree"), "One\tTwo\nThree", id="tabs and line ends"),
        pytest.param(p("Two words") + p("") + p("More"), "Two words\n\nMore", id="empty paragraph"),
        pytest.param(p("Skills", style="Heading2") + p("SQL", item=True), "Skills\n• SQL", id="list"),
        pytest.param(p("SQL", style="ListBullet"), "• SQL", id="list by style"),
        pytest.param(p("• SQL") + p("\uf0b7 Python"), "• SQL\n• Python", id="bullets as letters"),
        pytest.param(
            p("SQL", item=True).replace("<w:numId w:val='1'/>", "<w:numId w:val='0'/>"),
            "SQL",
            id="list ended",
        ),
        pytest.param(table([[p("SQL"), p("good")], [p("Go"), p("")]]), "SQL\tgood\nGo", id="table"),
        pytest.param(
            table([[p("Skills") + p("SQL"), p("Work") + p("Havbris")]]),
            "Skills\nSQL\n\nWork\nHavbris",
            id="columns",
        ),
        pytest.param(table([[table([[p("Inside"), p("it")]])]]), "Inside\tit", id="table in a table"),
        pytest.param(
            f"<w:p>{run('You ')}<w:del><w:r><w:delText>may</w:delText></w:r></w:del>"
            f"<w:ins>{run('must')}</w:ins>{run(' come')}</w:p>",
            "You must come",
            id="tracked changes",
        ),
        pytest.param(
            f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom></w:p><w:p><w:moveTo>{run('here')}</w:moveTo></w:p>",
            "here",
            id="moved",
        ),
        pytest.param(f"<w:p>{run('Shown')}{run(' not', '<w:vanish/>')}</w:p>", "Shown", id="hidden"),
        pytest.param(
            f"<w:p><w:hyperlink>{run('Our page')}</w:hyperlink><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            f"<w:r><w:instrText>HYPERLINK http://x.example</w:instrText></w:r>{run(' and more')}</w:p>",
            "Our page and more",
            id="links",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Controlled')}</w:sdtContent></w:sdt>",
            "Controlled",
            id="control",
        ),
        pytest.param(
            f"<w:p><w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
            f"</mc:AlternateContent></w:r>{run('Beside')}</w:p>",
            "Beside\nIn a box",
            id="text box once",
        ),
        pytest.param(
            "<w:p><w:r><w:t>C</w:t></w:r><w:r><w:t>++</w:t></w:r></w:p>", "C++", id="a word in two runs"
        ),
    ],
)
def test_docx_body(body: str, text: str) -> None:
    assert read_docx(docx(body)).text == text + "\n"


def test_docx_in_the_strict_form() -> None:
    assert read_docx(docx(p("SQL", item=True), namespace=STRICT_WORD)).text == "• SQL\n"


def test_docx_headers_notes_and_footers_are_read_once_and_without_page_numbers() -> None:
    parts = {
        "word/header1.xml": p("Ola Nordmann") + p("Page 2 of 3"),
        "word/header2.xml": p("Ola Nordmann"),
        "word/footnotes.xml": f"<w:footnote>{p('As of March')}</w:footnote>",
        "word/footer1.xml": p("References on request") + p("3"),
    }
    assert read_docx(docx(p("Engineer"), parts=parts)).text == (
        "Ola Nordmann\n\nEngineer\n\nAs of March\n\nReferences on request\n"
    )


def test_docx_styles_say_what_a_paragraph_is() -> None:
    styles = (
        "<w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='Punkt'><w:name w:val='Punkt'/><w:pPr><w:numPr/></w:pPr></w:style>"
        "<w:style w:styleId='Punkt2'><w:name w:val='Punkt 2'/><w:basedOn w:val='Punkt'/></w:style>"
    )
    body = (
        p("Text") + p("Kenntnisse", style="berschrift1") + p("SQL", style="Punkt") + p("Go", style="Punkt2")
    )
    assert (
        read_docx(docx(body, parts={"word/styles.xml": styles})).text == "Text\n\nKenntnisse\n• SQL\n• Go\n"
    )


def test_docx_title_is_its_first_heading_or_stands_in_the_text() -> None:
    assert (
        read_docx(docx(p("Havbris") + p("Data Analyst", style="Title"), title="T7")).title == "Data Analyst"
    )
    assert read_docx(docx(p("Data Analyst") + p("You write."), title="Data Analyst")).title == "Data Analyst"
    assert read_docx(docx(p("Data Analyst"), title="Template 7")).title == ""


def test_docx_references_are_not_followed() -> None:
    relations = "<Relationship Id='r1' TargetMode='External' Target='http://127.0.0.1:1/x'/>"
    body = p("SQL") + "<w:p><w:r><w:drawing><a r='r1'/></w:drawing></w:r><w:altChunk id='r1'/></w:p>"
    assert read_docx(docx(body, parts={"word/_rels/document.xml.rels": relations})).text == "SQL\n"


# --- OpenDocument -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "<text:p>One<text:tab/>Two<text:line-break/>A<text:s text:c='3'/>B</text:p>",
            "One\tTwo\nA B",
            id="signs",
        ),
        pytest.param(
            "<text:p>Text</text:p><text:h>Skills</text:h><text:list><text:list-item><text:p>SQL</text:p>"
            "<text:list><text:list-item><text:p>joins</text:p></text:list-item></text:list></text:list-item>"
            "</text:list>",
            "Text\n\nSkills\n• SQL\n• joins",
            id="lists",
        ),
        pytest.param(
            "<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>"
            "<text:p>kept</text:p>",
            "kept",
            id="tracked changes",
        ),
        pytest.param(
            "<text:p>Beside<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>"
            "</text:p>",
            "Beside\nIn a box",
            id="text box",
        ),
        pytest.param(
            "<table:table><table:table-row><table:table-cell><text:p>SQL</text:p></table:table-cell>"
            "<table:table-cell><text:p>good</text:p></table:table-cell></table:table-row></table:table>",
            "SQL\tgood",
            id="table",
        ),
        pytest.param(
            "<text:p>You <text:span>must</text:span> <text:a>come</text:a>"
            "<office:annotation><text:p>why?</text:p></office:annotation>.</text:p>",
            "You must come.",
            id="spans, links, comments",
        ),
    ],
)
def test_odt_body(body: str, text: str) -> None:
    assert read_odt(odt(body)).text == text + "\n"


def test_odt_headers_and_title() -> None:
    styles = "<style:header><text:p>Ola Nordmann</text:p><text:p>Page 2</text:p></style:header>"
    paper = read_odt(odt("<text:p>Engineer</text:p>", styles=styles, title="Engineer"))
    assert (paper.text, paper.title) == ("Ola Nordmann\nEngineer\n", "Engineer")


def test_odt_with_a_password_is_told() -> None:
    with pytest.raises(SourceError, match="password"):
        read_odt(odt("<text:p>x</text:p>", encrypted=True))


# --- RTF ----------------------------------------------------------------------------------------------------

FONTS = (
    rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Arial;}"
    rb"{\f3\fcharset128 Mincho;}}"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(rb"One\tab Two\line Three\par Four", "One\tTwo\nThree\nFour", id="signs"),
        pytest.param(rb"a\{b\}\\c\~d\_e\endash f\'93g\'94", "a{b}\\c d-e–f“g”", id="escapes"),
        pytest.param(
            rb"caf\'e9 \u8364? \uc2\u233\'c3\'a9 \uc1\u-10179?\u-8704?",
            "café € é 😀",
            id="unicode, fallbacks",
        ),
        pytest.param(rb"{\f2\'cf\'f0\'e8} {\f3\'93\'fa} \f0 e\'e9", "При 日 eé", id="code pages of fonts"),
        pytest.param(rb"{\pntext\f1\'B7\tab}SQL\par {\listtext 1.\tab}Go\par", "• SQL\n• Go", id="lists"),
        pytest.param(rb"{\f1\'b7} SQL\par", "• SQL", id="bullet of a font of signs"),
        pytest.param(
            rb"Shown{\v hidden}\v also\v0{\deleted gone} again", "Shown again", id="hidden, deleted"
        ),
        pytest.param(
            rb"\trowd\intbl SQL | Go\cell good\cell\row\pard After", "SQL | Go\tgood\nAfter", id="table"
        ),
        pytest.param(
            rb'{\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt Our page}}', "Our page", id="link"
        ),
        pytest.param(
            rb"{\pict 89504e}{\object{\*\objdata 0105}}{\*\unknown x}{\info{\title T}}\bin3 }}}Kept",
            "Kept",
            id="objects",
        ),
        pytest.param(
            rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt In a box\par}}{\shprslt In a box\par}}",
            "In a box",
            id="box",
        ),
        pytest.param(b"Split\r\nword and an \\\nend", "Splitword and an\nend", id="line ends of the file"),
        pytest.param(rb"a}}}}b \'zz \u9999999? \bin-9 c", "ab zz c", id="nonsense"),
    ],
)
def test_rtf_body(body: bytes, text: str) -> None:
    found = read_rtf(rb"{\rtf1\ansi\ansicpg1252\uc1 " + FONTS + body + b"}").text.rstrip("\n")
    assert found == text.rstrip()


def test_rtf_code_page_of_the_document() -> None:
    assert read_rtf(rb"{\rtf1\ansi\ansicpg1250 \'b9\'ea}").text == "ąę\n"
    assert read_rtf(rb"{\rtf1\mac \'8e}").text == "é\n"


def test_rtf_that_is_none_is_told() -> None:
    with pytest.raises(SourceError, match="RTF"):
        read_rtf(b"rtf1 text")


# --- files of any kind --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(
            b"Ola\r\n\r\n# Skills\r\n", "cv.md", PaperText("Ola\n\n# Skills\n", "text"), id="Markdown"
        ),
        pytest.param("Özil".encode("utf-16"), "cv.txt", PaperText("Özil", "text"), id="UTF-16"),
        pytest.param(
            b"<html><body><h2>Skills</h2><ul><li><b>S</b>QL</ul></body></html>",
            "cv.html",
            PaperText("Skills\n- SQL", "html"),
            id="HTML",
        ),
        pytest.param(
            b'{"basics": {"name": "\\u00d6"}}',
            "cv.json",
            PaperText('{"basics": {"name": "Ö"}}', "json"),
            id="JSON",
        ),
        pytest.param(pdf([column(60, 60, ["Python."])]), "cv", PaperText("Python.\n", "pdf"), id="PDF"),
        pytest.param(docx(p("SQL", style="Title")), "cv", PaperText("SQL\n", "docx", "SQL"), id="Word"),
        pytest.param(odt("<text:p>SQL</text:p>"), "cv", PaperText("SQL\n", "odt"), id="OpenDocument"),
        pytest.param(rb"{\rtf1 SQL}", "cv.doc", PaperText("SQL\n", "rtf"), id="RTF called .doc"),
    ],
)
def test_text_of_file(data: bytes, name: str, expected: PaperText) -> None:
    assert text_of_file(data, name) == expected


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        pytest.param(b"", "empty", "nothing", id="empty"),
        pytest.param(b"\x89PNG\r\n", "unsupported", "picture", id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported", "old Office", id="old Word"),
        pytest.param(gzip.compress(b"text"), "unsupported", "unpack", id="gzip"),
        pytest.param(packed({"xl/workbook.xml": "<x/>"}), "unsupported", "save the sheet as CSV", id="Excel"),
        pytest.param(packed({"cv.txt": "text"}), "unsupported", "name the file in it", id="zip"),
        pytest.param(b"PK\x03\x04 no more", "damaged", "corrupt", id="cut"),
        pytest.param(b'{"basics": ', "damaged", "JSON", id="JSON cut"),
        pytest.param(b'{"a":' + b"[" * 100_000, "too_deep", "nested", id="JSON nested"),
        pytest.param(b"a" * 1_100_000, "too_large", "characters", id="long"),
        pytest.param(b"From: a\nDate: b\nMessage-ID: c\n\nx", "unsupported", "e-mail", id="mail"),
    ],
)
def test_file_that_is_no_text_is_told(data: bytes, reason: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        text_of_file(data)
    assert caught.value.reason == reason


# --- fixtures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_fixture_is_what_its_program_writes(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert len(data) < 50_000
    if not name.endswith((".pdf", ".eml")):  # packed by zlib, of which there are several
        assert data == FILES[name]()
