"""E-mails and saved web archives: postings forwarded by mail, job alerts, attachments, MHTML pages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from io import BytesIO
from typing import Final, NamedTuple

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.plain import posting_from_text
from jobscan.sources.stream import Document, Results, Stream
from jobscan.text.decode import decode, mend_mojibake
from jobscan.text.html import html_to_text

Read = Callable[[Document], Results]

_FORWARDED: Final = re.compile(r"^(?:\s*(?:fwd?|fw|re|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_SHORT_BODY: Final = 600
"""Characters: a shorter body beside an attachment only says that there is one."""
_MAX_PARTS: Final = 200
_FEWEST_JOBS: Final = 3
"""Links to jobs from which on a mail is an alert that lists several."""

_LINK: Final = re.compile(r"""(?is)<a\b[^>]*?\bhref\s*=\s*["']([^"'>]+)["'][^>]*>(.*?)</a\s*>""")
_JOB_ADDRESS: Final = re.compile(
    r"(?i)/(?:jobs?|careers?|positions?|vacanc(?:y|ies)|viewjob|rc/clk|postings?)(?:[/?=-]|$)|[?&](?:jk|gh_jid|jobid|job_id)="
)
_NO_TITLE: Final = re.compile(
    r"(?i)^(?:view|see|show|apply|unsubscribe|manage|edit|more|read|save|browse|search|help|settings|click)\b"
    r"|\ball jobs\b|^\W*$"
)
_MARK: Final = "\ue000"


def read_mail(document: Document, read: Read) -> Results:
    """The postings of an e-mail or of a saved web archive (MHTML).

    read: reads a document that is attached, with its own kind. Raises SourceError: no_posting, empty.
    """
    message = email.message_from_bytes(
        document.read(document.limits.max_document_bytes), policy=email.policy.default
    )
    if not isinstance(message, EmailMessage):
        raise SourceError("damaged", "is no e-mail")
    if page := _saved_page(message):
        yield from _read_page(document, *page)
        return
    attached = list(_attached(document, message, read))
    found = [item for item in attached if isinstance(item, Posting)]
    html, text = _body(message)
    if found and len(text.strip()) < _SHORT_BODY:
        yield from attached
        return
    yield from attached
    yield from _from_body(document, str(message.get("subject", "")), html, text, alone=not attached)


def _saved_page(message: EmailMessage) -> tuple[str, str] | None:
    """The page of a saved web archive and its address; None for an e-mail."""
    snapshot = str(message.get("snapshot-content-location", ""))
    if not (snapshot or (message.get_content_type() == "multipart/related" and not message.get("to"))):
        return None
    for part in _parts(message):
        if part.get_content_type() == "text/html":
            return _decoded(part), snapshot or str(part.get("content-location", ""))
    return None


def _read_page(document: Document, html: str, url: str) -> Results:
    from jobscan.sources.page import postings_from_html  # here because lxml takes its time

    for posting in postings_from_html(html, id=document.id, origin=document.origin, source="html"):
        yield posting if posting.url or not url.startswith("http") else _with_url(posting, url)


def _with_url(posting: Posting, url: str) -> Posting:
    from dataclasses import replace

    return replace(posting, url=url)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that hold no parts, in order; at most _MAX_PARTS."""
    count = 0
    for part in message.walk():
        if not part.is_multipart():
            count += 1
            if count > _MAX_PARTS:
                raise SourceError("too_large", f"has more than {_MAX_PARTS} parts")
            yield part


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: EmailMessage) -> str:
    """The text of a part, by the bytes themselves before what the part says of them."""
    return mend_mojibake(decode(_payload(part)))


def _attached(document: Document, message: EmailMessage, read: Read) -> Results:
    for number, part in enumerate(_parts(message), start=1):
        name = part.get_filename()
        if name is None and not part.is_attachment():
            continue
        kind = part.get_content_maintype()
        data = _payload(part)
        if kind in {"image", "audio", "video"} or not data or name is None:
            continue
        if document.depth >= document.limits.max_depth:
            raise SourceError("too_deep", f"is packed more than {document.limits.max_depth} times over")
        safe = re.sub(r"[^\w.-]+", "_", name)[-80:]
        yield from read(document.member(f"{number}-{safe}", Stream(BytesIO(data).read)))


def _body(message: EmailMessage) -> tuple[str, str]:
    """The body as HTML ("" where it has none) and as text."""
    bodies = {"text/html": "", "text/plain": ""}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in bodies and not part.get_filename() and not bodies[kind]:
            bodies[kind] = _decoded(part)
    html = bodies["text/html"]
    return html, html_to_text(html) if html else bodies["text/plain"]


class _Job(NamedTuple):
    title: str
    url: str
    text: str


def _from_body(document: Document, subject: str, html: str, text: str, *, alone: bool) -> Results:
    jobs = list(_listed_jobs(html))
    if len(jobs) >= _FEWEST_JOBS:
        for number, job in enumerate(jobs, start=1):
            yield _listed_posting(document, job, number)
    elif text.strip():
        found = posting_from_text(document, text.replace("\r\n", "\n"), source="mail")
        title = " ".join(_FORWARDED.sub("", subject).split())
        yield Posting(
            id=found.id,
            source="mail",
            origin=found.origin,
            title=title or found.title,
            text=found.text,
            hiring_organization=found.hiring_organization,
            job_location=found.job_location,
            url=found.url,
        )
    elif alone:
        raise SourceError("no_text", "is an e-mail without text")


def _listed_jobs(html: str) -> Iterator[_Job]:
    """The jobs of an alert: each a link with the job's title, and what stands behind it up to the next."""
    links: list[tuple[str, str]] = []
    seen: set[str] = set()

    def mark(link: re.Match[str]) -> str:
        url, title = link[1].replace("&amp;", "&").strip(), " ".join(html_to_text(link[2]).split())
        is_job = _JOB_ADDRESS.search(url) and 3 <= len(title) <= 120 and not _NO_TITLE.search(title)
        if not is_job or title in seen or not url.startswith("http"):
            return link[0]
        seen.add(title)
        links.append((title, url))
        return f"<p>{_MARK}</p>{link[0]}"

    parts = html_to_text(_LINK.sub(mark, html.replace(_MARK, ""))).split(_MARK)[1:]
    for (title, url), part in zip(links, parts, strict=False):
        yield _Job(title, url, part.strip())


def _listed_posting(document: Document, job: _Job, number: int) -> Posting:
    lines = [line.strip() for line in job.text.split("\n") if line.strip() and line.strip() != job.title]
    company, _, place = (re.sub(r"\s+[·|•–—-]\s+", "\0", lines[0], count=1) if lines else "").partition("\0")
    known = len(company) <= 80 and not company.endswith((".", ":"))
    return Posting(
        id=f"{document.id}#{number}",
        source="mail",
        origin=f"{document.origin}#{number}",
        title=job.title,
        text=job.text,
        hiring_organization=company if known else "",
        job_location=place if known else "",
        url=job.url,
    )
