"""Plain text and Markdown files, one posting each."""

from __future__ import annotations

import re
from functools import lru_cache

from jobscan.errors import SourceError
from jobscan.posting import Posting
from jobscan.sources.dates import parse_date
from jobscan.sources.stream import Document
from jobscan.text.decode import decode, mend_mojibake

_HEAD_LINES = 40  # where a title and labelled fields are looked for
_LABELS = {
    "title": r"(?:job |position |posting )?title|position|role|job",
    "company": r"company(?: name)?|employer|organi[sz]ation",
    "location": r"(?:job |office )?locations?|place of work",
    "posted": r"(?:date )?posted(?: on)?|date",
    "url": r"url|link|source url",
}
# A field begins with a line or behind a tab, and there may be marks before its label.
_ANY_LABEL = re.compile(
    rf"[\n\t][\s*_#>-]*+((?:{'|'.join(_LABELS.values())})[\s*_]*:)?", re.IGNORECASE
)  # marks are never gone through twice: a million tabs stay linear
_FIELD = {
    name: re.compile(rf"(?:{label})[\s*_]*:[\s*_]*(\S.{{0,199}})$", re.IGNORECASE | re.MULTILINE)
    for name, label in _LABELS.items()
}
# The same in the first cell of a table's row; a word alone is more often the name of a column there.
_CELL_LABELS = {
    "title": r"(?:job|position) title|vacancy",
    "company": r"company(?: name)?|employer|organi[sz]ation",
    "location": r"(?:job |office )?location|place of work",
}
_CELL = {
    name: re.compile(rf"^(?:{label})[ ]*\t+[ ]*(\S[^\t\n]{{0,199}})$", re.IGNORECASE | re.MULTILINE)
    for name, label in _CELL_LABELS.items()
}
_HEADING = re.compile(r"^#{1,3}\s+(.+?)\s*#*$|^([^\n]+)\n=+\s*$", re.MULTILINE)
_MAX_TITLE = 120


def read_plain(document: Document) -> Posting:
    r"""The posting that a text is: its whole text, and the title, company and place where it states them.

    Posting.text is the decoded file with line ends as `\\n`, and nothing moved. Raises SourceError.
    """
    limits = document.limits
    data = document.read(min(limits.max_document_bytes, 4 * limits.max_text_chars + 4))
    text = mend_mojibake(decode(data).replace("\r\n", "\n").replace("\r", "\n"))
    return posting_from_text(document, text, source="text")


def posting_from_text(document: Document, text: str, *, source: str, title: str = "") -> Posting:
    """The posting that the text of a document is, with what its head states.

    title: what the document shows as its title, for where no label tells one. Raises SourceError: empty,
    too_large.
    """
    limits = document.limits
    if not text.strip():
        raise SourceError("empty", "holds only white space")
    if len(text) > limits.max_text_chars:
        raise SourceError("too_large", f"has {len(text):,} characters, more than {limits.max_text_chars:,}")
    head = "\n".join(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    return Posting(
        id=document.id,
        source=source,
        origin=document.origin,
        title=_field(head, "title") or title or find_title(head),
        text=text,
        hiring_organization=_field(head, "company"),
        job_location=_field(head, "location"),
        date_posted=parse_date(_field(head, "posted")),
        url=url if (url := _field(head, "url")).startswith(("http://", "https://")) else "",
    )


def find_title(head: str) -> str:
    r"""The title that a text states at its beginning: `Job Title:`, a heading, else a short first line.

    >>> find_title("Apply now\nJob Title: Data Scientist\n"), find_title("# Analyst #\nWe are")
    ('Data Scientist', 'Analyst')
    """
    if labelled := _field(head, "title"):
        return labelled
    if ("#" in head or "\n=" in head) and (found := _HEADING.search(head)):
        return _plain(found[1] or found[2])
    first = next((line.strip() for line in head.split("\n") if line.strip()), "")
    return _plain(first) if len(first) <= _MAX_TITLE and not first.endswith((".", ";")) else ""


def _field(head: str, name: str) -> str:
    found = next((field for at in _labels(head) if (field := _FIELD[name].match(head, at))), None)
    if found is None and name in _CELL and "\t" in head:
        found = _CELL[name].search(head)
    return _plain(found[1].partition("\t")[0]) if found else ""


@lru_cache(maxsize=1)
def _labels(head: str) -> tuple[int, ...]:
    """Where the labels of fields stand in a text."""
    if ":" not in head:
        return ()
    return tuple(found.start(1) - 1 for found in _ANY_LABEL.finditer("\n" + head) if found[1])


def _plain(line: str) -> str:
    """A line without the marks of Markdown around it."""
    return " ".join(re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", line).split())
