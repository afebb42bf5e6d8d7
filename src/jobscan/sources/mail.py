"""E-mails and saved web archives: postings forwarded by mail, job alerts, attachments, MHTML pages."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from io import BytesIO
from typing import Any, Final, NamedTuple, TypeAlias

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.alerts import Job, jobs_of_html, jobs_of_text
from jobscan.sources.plain import posting_from_text
from jobscan.sources.stream import Document, Results, Stream
from jobscan.text.decode import decode, mend_mojibake, writable
from jobscan.text.html import html_to_text

Read = Callable[[Document], Results]
Mail: TypeAlias = "Message[Any, Any]"  # a Message takes no parameters where the program runs

_PREFIX: Final = re.compile(r"(?:(?:fwd?|fw|re|aw|wg|tr|vs|rv)\s*:\s*)+", re.IGNORECASE)
_MOST_PARTS: Final = 500
_SHORT_BODY: Final = 600
"""Characters: a shorter body beside an attachment only says that there is one."""
_MAILBOX: Final = re.compile(rb"(?:\A|\n\r?\n)From \S+ [^\r\n]{0,60}\d{4}\r?\n")
_FORWARDED: Final = re.compile(
    r"^[> ]*(?:-{3,} ?(?:forwarded message|original message|weitergeleitete nachricht"
    r"|urspr\u00fcngliche nachricht) ?-{3,}|begin forwarded message:|_{10,}(?=\n[> ]*from:))[ \t]*\n",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE: Final = re.compile(
    r"[> ]*\*?(from|von|date|sent|datum|gesendet|subject|betreff|to|an|cc|reply-to)\*?:\*?[ \t]*(.*)",
    re.IGNORECASE,
)
_PICTURES: Final = frozenset({"image", "audio", "video", "font"})


def read_mail(document: Document, read: Read) -> Results:
    """The postings of an e-mail, a mailbox of many, or a saved web archive (MHTML).

    read: reads a document that is attached, with its own kind. Raises SourceError: no_posting, no_text.
    """
    data = document.read(document.limits.max_document_bytes)
    starts = list(_MAILBOX.finditer(data)) if data.startswith(b"From ") else []
    if not starts:
        yield from _read_message(document, email.message_from_bytes(data, policy=email.policy.compat32), read)
        return
    ends = [start.start() for start in starts[1:]] + [len(data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        inner = _at(document, f"#{number}")
        message = email.message_from_bytes(data[start.end() : end], policy=email.policy.compat32)
        yield from _told(inner, _read_message(inner, message, read))


def _told(document: Document, results: Results) -> Results:
    """The results; an error among them is one of this mail alone."""
    try:
        yield from results
    except SourceError as error:
        yield document.failure(error.reason, error.detail)


def _at(document: Document, place: str) -> Document:
    return replace(document, id=document.id + place, origin=document.origin + place)


def _read_message(document: Document, message: Mail, read: Read) -> Results:
    if page := _saved_page(message):
        yield from _read_page(document, page)
        return
    attached = list(_attached(document, message, read))
    body = _body(message)
    if any(isinstance(item, Posting) for item in attached) and len(body.text.strip()) < _SHORT_BODY:
        yield from attached
        return
    yield from _from_body(document, _header(message, "subject"), body, alone=not attached)
    yield from attached


def _header(message: Mail, name: str) -> str:
    """A header's words, decoded; "" where there is none."""
    raw = str(message.get(name, ""))
    with contextlib.suppress(MessageError, LookupError, ValueError):
        raw = str(make_header(decode_header(raw)))
    return " ".join(writable(raw).split())


# --- parts --------------------------------------------------------------------------------------------------


def _parts(message: Mail) -> list[Mail]:
    """The parts that hold no parts, and whole mails that are attached. Raises SourceError (too_large)."""
    found: list[Mail] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and (part is message or part.get_content_type() != "message/rfc822"):
            waiting += reversed([child for child in inner if isinstance(child, Message)])
        else:
            found.append(part)
        if len(found) + len(waiting) > _MOST_PARTS:
            raise SourceError("too_large", f"has more than {_MOST_PARTS} parts")
    return found


def _payload(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Mail) -> str:
    """The text of a part, by the bytes themselves before what the part says of them."""
    text = decode(_payload(part), declared=part.get_content_charset())
    return mend_mojibake(text.replace("\r\n", "\n").replace("\r", "\n"))


def _attached(document: Document, message: Mail, read: Read) -> Results:
    """What the attachments hold, whole mails among them."""
    for number, part in enumerate(_parts(message), start=1):
        name = _filename(part)
        is_mail = part.get_content_type() == "message/rfc822" and part is not message
        if not (is_mail or name) or part.get_content_maintype() in _PICTURES:
            continue
        if document.depth >= document.limits.max_depth:
            raise SourceError("too_deep", f"is packed more than {document.limits.max_depth} times over")
        if is_mail:
            yield from _read_inner(document.member(f"{number}.eml", Stream(BytesIO().read)), part, read)
        elif data := _payload(part):
            yield from read(document.member(f"{number}-{name}", Stream(BytesIO(data).read)))


def _read_inner(document: Document, part: Mail, read: Read) -> Results:
    """What a mail that is attached whole holds."""
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(message, Message):
        return
    yield from _told(document, _read_message(document, message, read))


def _filename(part: Mail) -> str:
    """The name of an attached file with signs that are safe in an id, "" where it is none."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError):
        name = "attachment" if part.get_content_disposition() == "attachment" else ""
    own = re.split(r"[\\/]", writable(name).strip())[-1]
    return re.sub(r"[^\w.-]+", "_", own)[-80:]


# --- saved pages --------------------------------------------------------------------------------------------


def _saved_page(message: Mail) -> str:
    """The HTML of a saved web archive, headed by its address as browsers head a saved page; "" for a mail."""
    address = _header(message, "snapshot-content-location") or _header(message, "content-location")
    is_archive = message.get_content_type() == "multipart/related" and not message.get("to")
    if not (address or is_archive):
        return ""
    pages = [
        part for part in _parts(message) if part.get_content_type() in {"text/html", "application/xhtml+xml"}
    ]
    start = message.get_param("start")
    root = next(
        (part for part in pages if start and part.get("content-id") == start), pages[0] if pages else None
    )
    if root is None:
        return ""
    address = address or _header(root, "content-location")
    html = _decoded(root)
    is_web = re.fullmatch(r"https?://[^\s<>]+", address) is not None
    return f"<!-- saved from url=({len(address):04}){address} -->\n{html}" if is_web else html


def _read_page(document: Document, html: str) -> Results:
    from jobscan.sources.page import postings_from_html  # here because lxml takes its time

    if len(html) > document.limits.max_page_bytes:
        raise SourceError("too_large", f"holds a page of {len(html):,} characters")
    yield from postings_from_html(html, id=document.id, origin=document.origin, source="html")


# --- the body -----------------------------------------------------------------------------------------------


class _Body(NamedTuple):
    html: str
    """"" where it has none."""
    text: str


def _body(message: Mail) -> _Body:
    bodies = {"text/html": "", "text/plain": ""}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in bodies and not bodies[kind] and not _filename(part):
            bodies[kind] = _decoded(part)
    html = bodies["text/html"]
    return _Body(html, writable((html and html_to_text(html).strip()) or bodies["text/plain"]))


def _from_body(document: Document, subject: str, body: _Body, *, alone: bool) -> Results:
    if len(body.html) > document.limits.max_page_bytes:
        raise SourceError("too_large", f"has a body of {len(body.html):,} characters")
    if jobs := jobs_of_html(body.html) or jobs_of_text(body.text):
        yield from (_listed(document, job, number) for number, job in enumerate(jobs, start=1))
    elif body.text.strip():
        text, inner = _unforwarded(body.text)
        title = _PREFIX.sub("", inner or subject, count=1).strip()
        yield posting_from_text(document, text, source="mail", title=title)
    elif alone:
        raise SourceError("no_text", "is an e-mail without text")


def _unforwarded(text: str) -> tuple[str, str]:
    """The text of the mail that was forwarded, and its subject; the text as it is where none was."""
    subject = ""
    for _ in range(5):  # forwarded again and again
        mark = _FORWARDED.search(text)
        if mark is None:
            break
        lines = text[mark.end() :].split("\n")
        at = 0
        while at < len(lines) and (not lines[at].strip("> ") or _HEADER_LINE.match(lines[at])):
            told = _HEADER_LINE.match(lines[at])
            if told and told[1].lower() in {"subject", "betreff"}:
                subject = told[2].strip()
            at += 1
        inner = "\n".join(lines[at:])
        if not inner.strip():
            break
        text = inner
    return _unquoted(text), subject


def _unquoted(text: str) -> str:
    """The text without the `>` before its lines, where all have one."""
    lines = text.split("\n")
    if all(line.startswith(">") for line in lines if line.strip()):
        return "\n".join(re.sub(r"^(?:> ?)+", "", line) for line in lines)
    return text


def _listed(document: Document, job: Job, number: int) -> Posting:
    return Posting(
        id=f"{document.id}#{number}",
        source="mail",
        origin=f"{document.origin}#{number}",
        title=job.title,
        text=job.text,
        hiring_organization=job.company,
        job_location=job.place,
        url=job.url,
    )
