"""E-mails and saved web archives to postings."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO

import pytest

from jobscan.errors import Failure
from jobscan.posting import Posting
from jobscan.sources.alerts import jobs_of_html, jobs_of_text
from jobscan.sources.documents import read_document
from jobscan.sources.stream import Document, Limits, Stream
from tests.paper_files import column, docx, p, pdf

TEXT = "Data Engineer\nCompany: Havbris\nLocation: Bergen\n\nYou build pipelines in Airflow and Python.\n"


def mail(subject: str = "A job", body: str = "", *, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "ola@havbris.example"
    message["To"] = "kari@example.org"
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message["Message-ID"] = "<1@havbris.example>"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def attach(message: EmailMessage, data: bytes, name: str, kind: str = "octet-stream") -> EmailMessage:
    message.add_attachment(data, maintype="application", subtype=kind, filename=name)
    return message


def found(data: bytes | EmailMessage, *, limits: Limits | None = None) -> list[Posting | Failure]:
    raw = data if isinstance(data, bytes) else data.as_bytes()
    document = Document(
        "m.eml", "in/m.eml", "m.eml", Stream(BytesIO(raw).read), len(raw), limits=limits or Limits()
    )
    return list(read_document(document))


def postings(data: bytes | EmailMessage) -> list[Posting]:
    items = found(data)
    assert all(isinstance(item, Posting) for item in items), items
    return [item for item in items if isinstance(item, Posting)]


def reasons(data: bytes | EmailMessage) -> list[str]:
    return [item.reason if isinstance(item, Failure) else "" for item in found(data)]


# --- one posting --------------------------------------------------------------------------------------------


def test_plain_mail_is_a_posting() -> None:
    (posting,) = postings(mail("Fwd: Re: Data Engineer (m/w/d)", TEXT))
    assert (posting.id, posting.source, posting.title) == ("m.eml", "mail", "Data Engineer (m/w/d)")
    assert (posting.hiring_organization, posting.job_location, posting.text) == ("Havbris", "Bergen", TEXT)


def test_html_is_taken_before_plain_text() -> None:
    (posting,) = postings(
        mail("A job", "Open in a browser.", html="<p>You write <b>S</b>QL.</p><ul><li>dbt</ul>")
    )
    assert posting.text == "You write SQL.\n\n- dbt"


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "-----Original Message-----",
        "Begin forwarded message:",
        "________________________________",
        "-------- Weitergeleitete Nachricht --------",
    ],
)
def test_forwarded_posting_comes_without_what_stands_above_it(mark: str) -> None:
    head = "From: HR <hr@havbris.example>\nDate: Sun, 1 Mar 2026\nSubject: Data Engineer\nTo: ola\n\n"
    (posting,) = postings(mail("Fwd: look at this", f"We use Scala, this is better.\n\n{mark}\n{head}{TEXT}"))
    assert (posting.title, posting.text) == ("Data Engineer", TEXT)


def test_mail_forwarded_twice_and_quoted() -> None:
    inner = "----- Original Message -----\nFrom: b\nSubject: Data Engineer\n\n" + TEXT
    outer = "> ---------- Forwarded message ----------\n> From: a\n> Subject: Re: x\n>\n"
    quoted = "".join(f"> {line}\n" for line in inner.split("\n"))
    (posting,) = postings(mail("Fwd: x", outer + quoted))
    assert posting.title == "Data Engineer"
    assert posting.text.startswith("Data Engineer\nCompany: Havbris\n")


def test_subject_in_any_code_is_read() -> None:
    raw = mail(body=TEXT).as_bytes().replace(b"Subject: A job", b"Subject: =?iso-8859-1?q?WG=3A_Geh=F6r?=")
    assert postings(raw)[0].title == "Gehör"
    raw = mail(body=TEXT).as_bytes().replace(b"Subject: A job", b"Subject: =?nonsense?q?x?=")
    assert postings(raw)[0].title == "=?nonsense?q?x?="


def test_bytes_decide_what_a_body_is_written_in() -> None:
    raw = (
        mail(body="caf").as_bytes().replace(b"\n\ncaf\n", b"\n\nA caf\xe9 needs an analyst who writes SQL.\n")
    )
    assert "café" in postings(raw)[0].text


# --- attachments --------------------------------------------------------------------------------------------


def test_attached_documents_are_read_as_what_they_are() -> None:
    message = attach(
        mail("Vacancies", "Two are attached."), docx(p("Data Analyst") + p("You write SQL.")), "a b.docx"
    )
    attach(message, pdf([column(60, 60, ["Data Engineer", "", "You write Python."])]), "../../b.pdf")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    assert [(posting.id, posting.source, posting.title) for posting in postings(message)] == [
        ("m.eml!2-a_b.docx", "docx", "Data Analyst"),
        ("m.eml!3-b.pdf", "pdf", "Data Engineer"),
    ]


def test_long_body_beside_an_attachment_counts_too() -> None:
    message = attach(mail("Data Engineer", TEXT * 8), docx(p("Our benefits")), "benefits.docx")
    assert [posting.id for posting in postings(message)] == ["m.eml", "m.eml!2-benefits.docx"]


def test_attachment_that_cannot_be_read_is_told_and_the_body_kept() -> None:
    items = found(attach(mail("Data Engineer", TEXT), b"%PDF-1.7 no more", "b.pdf"))
    assert isinstance(items[0], Posting)
    assert isinstance(items[1], Failure)
    assert (items[1].reason, items[1].origin) == ("damaged", "in/m.eml!2-b.pdf")


def test_attached_mail_is_read() -> None:
    message = mail("Fwd: a job", "fyi")
    message.add_attachment(mail("Data Analyst", TEXT))
    (posting,) = postings(message)
    assert (posting.id, posting.title, posting.text) == ("m.eml!2.eml", "Data Analyst", TEXT)


def test_mailbox_is_read_mail_by_mail() -> None:
    box = b"".join(
        b"From ola@havbris.example Mon Mar  2 10:00:00 2026\n" + message.as_bytes() + b"\n"
        for message in (mail("Data Engineer", TEXT), mail("Empty"), mail("Data Analyst", TEXT))
    )
    items = found(box)
    assert [item.title if isinstance(item, Posting) else item.origin for item in items] == [
        "Data Engineer",
        "in/m.eml#2",
        "Data Analyst",
    ]


# --- alerts -------------------------------------------------------------------------------------------------


def card(title: str, below: str, number: int) -> str:
    link = f"https://jobs.example/jobs/view/{number}?mail=7"
    return f"<div><a href='{link}'>{title}</a><br>{below}<br>SQL.</div><a href='{link}&b=2'>Apply now</a>"


def test_alert_is_split_into_its_jobs() -> None:
    cards = card("Data Engineer", "Havbris · Bergen", 1) + card("Data Engineer", "Fjordlys - Oslo", 2)
    html = f"<p>Hello! New since Monday:</p>{cards}<p>You are receiving this because you asked. Python</p>"
    first, second = postings(mail("2 new jobs", "x", html=html))
    assert (first.id, first.title, first.hiring_organization, first.job_location) == (
        "m.eml#1",
        "Data Engineer",
        "Havbris",
        "Bergen",
    )
    assert first.url == "https://jobs.example/jobs/view/1?mail=7"
    assert first.text == "Data Engineer\nHavbris · Bergen\nSQL."
    assert (second.hiring_organization, second.job_location) == ("Fjordlys", "Oslo")
    assert second.text == "Data Engineer\nFjordlys - Oslo\nSQL."


def test_alert_in_plain_text_is_split_at_its_links() -> None:
    text = (
        "Your job alert\n2 new jobs for you.\n\nData Engineer\nHavbris\nBergen, Norway\n"
        "View job: https://jobs.example/jobs/view/381/?t=1\n\n-----------\n\nData Analyst\nFjordlys\nOslo\n"
        "View job: https://jobs.example/jobs/view/382/?t=2\n\n-----------\n"
        "See all jobs: https://jobs.example/jobs/search?x\nUnsubscribe: https://jobs.example/stop\n"
    )
    assert [(job.title, job.company, job.place, job.text) for job in jobs_of_text(text)] == [
        ("Data Engineer", "Havbris", "Bergen, Norway", "Data Engineer\nHavbris\nBergen, Norway"),
        ("Data Analyst", "Fjordlys", "Oslo", "Data Analyst\nFjordlys\nOslo"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            "<p>You write SQL. <a href='https://x.example/jobs/7'>The posting</a></p>", id="one link"
        ),
        pytest.param(
            "<p>SQL. <a href='https://x.example/careers/7'>Our Analyst</a> "
            "<a href='https://x.example/careers/7?b'>Analyst again</a></p>",
            id="one job twice",
        ),
        pytest.param(
            "<p>We say much about one job here. It has a lot of duties to be told.</p>" * 30
            + card("Data Engineer", "Havbris", 1)
            + card("Analyst", "Havbris", 2),
            id="neighbours of a long posting",
        ),
        pytest.param("<a href='javascript:jobs/1'>One</a><a href='//x/jobs/2'>Two</a>", id="no addresses"),
        pytest.param("", id="nothing"),
    ],
)
def test_mail_that_is_no_alert(html: str) -> None:
    assert jobs_of_html(html) == []


def test_mark_of_the_mail_itself_does_no_harm() -> None:
    html = "\ue000".join([card("Data \ue000Engineer", "Havbris · Bergen", 1), card("Analyst", "Fjordlys", 2)])
    assert [(job.title, job.company) for job in jobs_of_html(html)] == [
        ("Data Engineer", "Havbris"),
        ("Analyst", "Fjordlys"),
    ]


# --- saved pages --------------------------------------------------------------------------------------------

PAGE = (
    b'<html><head><script type="application/ld+json">{"@context": "https://schema.org",'
    b' "@type": "JobPosting", "title": "Data Engineer",'
    b' "description": "<p>You build pipelines in a caf\xe9.</p>"}</script></head></html>'
)


def archive(
    page: bytes, *, head: str = "Snapshot-Content-Location: https://havbris.example/jobs/7\n"
) -> bytes:
    return (
        b"From: <Saved by Blink>\n" + head.encode() + b"Subject: x\nDate: Mon, 2 Mar 2026 10:00:00 -0000\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="zz"\n\n'
        b"--zz\nContent-Type: text/css\nContent-Location: cid:css@mhtml.blink\n\np { x: y }\n"
        b"--zz\nContent-Type: text/html\nContent-Transfer-Encoding: binary\n"
        b"Content-Location: https://havbris.example/jobs/7\n\n" + page + b"\n--zz--\n"
    )


@pytest.mark.parametrize("head", ["Snapshot-Content-Location: https://havbris.example/jobs/7\n", ""])
def test_saved_page_is_read_with_its_address(head: str) -> None:
    (posting,) = postings(archive(PAGE, head=head))
    assert (posting.source, posting.url) == ("havbris.example", "https://havbris.example/jobs/7")
    assert (posting.title, posting.text) == ("Data Engineer", "You build pipelines in a café.")


def test_saved_page_that_is_no_posting_is_told() -> None:
    assert reasons(archive(b"<html><body><p>Sign in</p></body></html>")) == ["no_posting"]


def test_address_that_would_break_out_is_left() -> None:
    (posting,) = postings(archive(PAGE, head="Snapshot-Content-Location: https://x.example/-->a b\n"))
    assert posting.url == ""


# --- hostile mail -------------------------------------------------------------------------------------------

HEAD = b"From: a\nTo: b\nMIME-Version: 1.0\nMessage-ID: <1@x>\n"


def nested(deep: int) -> bytes:
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(deep))
    return HEAD + b"".join(parts) + b"Content-Type: text/plain\n\nhello"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(mail().as_bytes(), "no_text", id="empty"),
        pytest.param(nested(3_000), "too_deep", id="nested"),
        pytest.param(
            HEAD + b"Content-Type: multipart/mixed; boundary=z\n\n" + b"--z\n\nx\n" * 600,
            "too_large",
            id="parts",
        ),
        pytest.param(HEAD + b"Content-Type: multipart/mixed; boundary=zz\n\n--zz\n", "no_text", id="cut"),
        pytest.param(archive(b"<p>" + b"x" * 2000), "too_large", id="large page"),
    ],
)
def test_hostile_mail_is_told(data: bytes, reason: str) -> None:
    (item,) = found(data, limits=Limits(max_page_bytes=1000))
    assert isinstance(item, Failure)
    assert item.reason == reason


def test_mails_in_mails_end() -> None:
    message = mail("innermost", TEXT)
    for _ in range(8):
        outer = mail("outer", "fyi")
        outer.add_attachment(message)
        message = outer
    assert "too_deep" in reasons(message)
