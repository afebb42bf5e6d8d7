"""Pages of single postings: read by what is in them, and told where they say that the posting is gone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.boards.board import Answer, Page
from jobscan.sources.boards.payload import blank, checked, native_id
from jobscan.sources.fields import web_address
from jobscan.sources.jsonnodes import describe
from jobscan.sources.page import postings_from_html
from jobscan.text.html import html_to_text

_CLOSED: Final = re.compile(
    r"\bno longer (?:(?:accepting|taking) (?:applications|candidates|applicants)|available|open|active|"
    r"posted|advertised)\b|"
    r"\b(?:job|position|vacancy|posting|role|offer|opening|requisition)\b[^.!?\n]{0,40}\b(?:has|is|was|been)\b"
    r"[^.!?\n]{0,20}\b(?:expired|closed|filled|removed|withdrawn)\b|"
    r"\bapplications? (?:(?:are|is) (?:now )?closed|have closed)\b|"
    r"\b(?:stelle|anzeige|stellenanzeige|position)\b[^.!?\n]{0,40}"
    r"\bnicht mehr (?:verfügbar|aktiv|online|vakant)\b|\bbereits besetzt\b|"
    r"\b(?:offre|poste)\b[^.!?\n]{0,40}\b(?:n.est plus (?:disponible|en ligne)|a expiré|pourvu)\b|"
    r"\boferta\b[^.!?\n]{0,40}\b(?:ya no está disponible|ha expirado|cerrada)\b|"
    r"\bvacature\b[^.!?\n]{0,40}\b(?:niet meer beschikbaar|gesloten|verlopen)\b",
    re.IGNORECASE,
)
_MAX_NOTICE: Final = 200
"""Characters of a line that is a notice; a longer one is a sentence about something else."""


def read_web_page(answer: Answer, *, provider: str) -> Page:
    """The postings of a page, with ids of its address. Raises SourceError where it holds none.

    A page that says that its posting is gone gives none, and a note.
    """
    html = answer.payload
    if not isinstance(html, str):
        raise SourceError("damaged", f"a page was expected; this is {describe(html)}")
    notice = closed_notice(html)
    try:
        found = postings_from_html(html, id="page", origin=answer.origin, source=provider)
    except SourceError as error:
        if notice and error.reason in ("no_posting", "no_text"):
            return _gone(notice)
        raise
    # What stands in the text itself is about something else: "the position was filled by our own people".
    if notice and not any(notice in posting.text for posting in found):
        return _gone(notice)
    return Page(tuple(_own(posting, answer, provider, at) for at, posting in enumerate(found, start=1)))


def closed_notice(html: str) -> str:
    """The line of a page that says that its posting is not open any more; "" where none does."""
    if _CLOSED.search(html) is None:
        return ""
    lines = (line.strip() for line in html_to_text(html).split("\n"))
    return next((line for line in lines if len(line) <= _MAX_NOTICE and _CLOSED.search(line)), "")


def _gone(notice: str) -> Page:
    return Page(expected=0, notes=(f"the page says: {notice}",))


def _own(posting: Posting, answer: Answer, provider: str, number: int) -> Posting:
    """The posting of a number with the page's own id, and its address where the page names none."""
    request = answer.request
    native = native_id(request.carry.get("native")) or address_id(answer.url or request.url)
    native = native if number == 1 else f"{native}#{number}"
    board = request.board if request.carry.get("native") else ""
    named = blank(replace(answer, request=replace(request, board=board)), provider, native)
    url = posting.url or web_address(answer.url) or web_address(request.url)
    return checked(replace(posting, id=named.id, source=provider, url=url))


def address_id(url: str) -> str:
    """What names a page anywhere: its address without scheme, `www.` and fragment."""
    return re.sub(r"^https?://(?:www\.)?|#.*$", "", url.strip(), flags=re.IGNORECASE).rstrip("/")
