"""JSON Resume to the text that a CV would have.

The form is https://jsonresume.org/schema (1.0.0); names of before 1.0 (`company`, `website`) are read too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_PARTS: Final = frozenset("basics work education skills projects volunteer certificates publications".split())
_MOST_ITEMS: Final = 500


def is_resume(value: Any) -> bool:
    """Whether a JSON value is a JSON Resume."""
    return (
        isinstance(value, Mapping)
        and len(_PARTS & value.keys()) > 0
        and not {"title", "description"} <= (value.keys())
    )


def text_of_resume(resume: Mapping[str, Any]) -> str:
    """A resume as a page of text, with a heading for each of its parts and the dates beside each entry."""
    lines: list[str] = []
    basics = resume.get("basics")
    if isinstance(basics, Mapping):
        lines += [_one(basics, "name"), _one(basics, "label"), _place(basics.get("location")), ""]
        if summary := _one(basics, "summary"):
            lines += ["Summary", "", summary, ""]
    for part, heading, head in _ENTRIES:
        entries = [entry for entry in _list(resume.get(part)) if isinstance(entry, Mapping)]
        if entries:
            lines += [heading, ""]
            for entry in entries:
                lines += [*_entry(entry, head), ""]
    for part, heading in _LISTS:
        found = [line for entry in _list(resume.get(part)) if (line := _item(entry))]
        if found:
            lines += [heading, "", *(f"• {line}" for line in found), ""]
    return "\n".join(lines).strip() + "\n"


_ENTRIES: Final = (
    ("work", "Experience", ("position", "name|company")),
    ("volunteer", "Volunteering", ("position", "organization")),
    ("projects", "Projects", ("name", "entity")),
    ("education", "Education", ("studyType", "area", "institution")),
    ("publications", "Publications", ("name", "publisher")),
)
_LISTS: Final = (
    ("skills", "Skills"),
    ("certificates", "Certifications"),
    ("certifications", "Certifications"),
    ("awards", "Awards"),
    ("languages", "Languages"),
    ("interests", "Interests"),
)


def _list(value: Any) -> list[Any]:
    return value[:_MOST_ITEMS] if isinstance(value, list) else []


def _one(entry: Mapping[str, Any], names: str) -> str:
    """The first of some fields that holds text."""
    for name in names.split("|"):
        value = entry.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _place(location: Any) -> str:
    if isinstance(location, str):
        return location
    if not isinstance(location, Mapping):
        return ""
    return ", ".join(part for name in ("city", "region", "countryCode") if (part := _one(location, name)))


def _entry(entry: Mapping[str, Any], head: Iterable[str]) -> Iterator[str]:
    named = [part for names in head if (part := _one(entry, names))]
    first = " in ".join(named[:2]) if "studyType" in head and len(named) > 1 else ""
    title = ", ".join([first, *named[2:]]) if first else ", ".join(named)
    yield "\t".join(part for part in (title, _period(entry)) if part)
    if summary := _one(entry, "summary|description"):
        yield summary
    for name in ("highlights", "courses", "keywords"):
        words = [" ".join(str(item).split()) for item in _list(entry.get(name)) if isinstance(item, str)]
        if words and name != "highlights":
            yield f"• {', '.join(words)}"
        else:
            yield from (f"• {word}" for word in words)


def _period(entry: Mapping[str, Any]) -> str:
    start, end = _one(entry, "startDate|start"), _one(entry, "endDate|end")
    if not start:
        return _one(entry, "endDate|releaseDate|date")
    return f"{start[:7]} – {end[:7] if end[:1].isdigit() else 'present'}"


def _item(entry: Any) -> str:
    """A skill with its keywords, a certificate, a language: one line."""
    if isinstance(entry, str):
        return " ".join(entry.split())
    if not isinstance(entry, Mapping):
        return ""
    name = _one(entry, "name|title|language")
    level = _one(entry, "level|fluency")
    words = ", ".join(word for word in _list(entry.get("keywords")) if isinstance(word, str))
    issuer = _one(entry, "issuer|awarder")
    head = f"{name} ({level})" if level and name else name
    return ": ".join(part for part in (head, words) if part) + (f", {issuer}" if issuer else "")
