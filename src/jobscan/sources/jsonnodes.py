"""Where postings hide in JSON values: in lists, envelopes and wrappers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jobscan.errors import SourceError
from jobscan.sources.rows import has_text, looks_like_row, row_id

ENVELOPES = (
    "jobs data results result offers content items jobPostings postings positions vacancies openings records"
    " rows entries listings job_listings itemListElement SearchResultItems edges @graph hits list response"
).split()
"""Keys under which a list of postings stands, or an object with such a list."""

_WRAPPERS = (
    "job jobPosting JobPosting posting offer vacancy position _jobposting jobPostingInfo jobOpening result"
    " node data item attributes fields _source mainEntity MatchedObjectDescriptor SearchResult"
).split()
_MAX_NESTING = 12
_KEYS = frozenset((*ENVELOPES, *_WRAPPERS))


def iter_nodes(value: Any, *, depth: int = 0) -> Iterator[Any]:
    """What may be a posting in a value, out of lists, envelopes and wrappers; odd things as they are."""
    if depth > _MAX_NESTING:
        raise SourceError("too_deep", f"its lists and objects are nested more than {_MAX_NESTING} deep")
    if isinstance(value, list):
        for item in value:
            yield from iter_nodes(item, depth=depth + 1)
    elif isinstance(value, dict) and (inner := _inside(value)) is not None:
        yield from iter_nodes(inner, depth=depth + 1)
    else:
        yield value


def is_plain(value: Any) -> bool:
    """Whether it is an object that can be nothing but a row of its own: no list, envelope or wrapper.

    iter_nodes gives just it, is_listed is false of it, and is_posting asks looks_like_row.
    """
    return (
        isinstance(value, dict)
        and "@type" not in value
        and "@context" not in value
        and _KEYS.isdisjoint(value)
    )


def _inside(value: dict[str, Any]) -> Any:
    """What an envelope or wrapper holds; None for a posting or an odd object."""
    if is_schema(value) or _KEYS.isdisjoint(value):
        return None
    lists = [value[key] for key in ENVELOPES if isinstance(value.get(key), list) and value[key]]
    best = next((items for items in lists if any(_may_hold_posting(item) for item in items)), None)
    if best is not None or (is_posting(value) and has_text(value)):
        return best
    for key in (*ENVELOPES, *_WRAPPERS):
        inner = value.get(key)
        if isinstance(inner, dict) and _may_hold_posting(inner):
            own_id = row_id(value)
            return inner if row_id(inner) or not own_id else {**inner, "id": own_id}
    return None


def is_listed(value: Any) -> bool:
    """Whether it is a list, or an envelope around one."""
    if isinstance(value, dict):
        return any(isinstance(value.get(key), list) for key in ENVELOPES)
    return isinstance(value, list)


def _may_hold_posting(value: Any, *, depth: int = 0) -> bool:
    """Whether it is a posting, or holds one a few layers down."""
    if is_posting(value):
        return True
    if isinstance(value, list) and depth < 4:
        return any(_may_hold_posting(item, depth=depth + 1) for item in value[:3])
    if isinstance(value, dict) and depth < 4:
        inner = (value.get(key) for key in (*ENVELOPES, *_WRAPPERS))
        return any(
            _may_hold_posting(item, depth=depth + 1) for item in inner if isinstance(item, dict | list)
        )
    return False


def is_posting(value: Any) -> bool:
    """Whether it is a schema.org JobPosting or a row of one."""
    return isinstance(value, dict) and (is_schema(value) or ("@type" not in value and looks_like_row(value)))


def is_schema(value: Any) -> bool:
    """Whether it is a schema.org JobPosting, by any of the ways to write its type."""
    if not isinstance(value, dict):
        return False
    types = value.get("@type", value.get("type") if "@context" in value else None)
    names = types if isinstance(types, list) else [types]
    return any(
        isinstance(name, str) and re.split("[/#:]", name)[-1].lower() == "jobposting" for name in names
    )


def describe(value: Any) -> str:
    """What a value is, for a person: its kind and keys."""
    if isinstance(value, Mapping):
        return "an object with " + (", ".join(str(key)[:40] for key in list(value)[:10]) or "no keys")
    if isinstance(value, list):
        return f"a list of {len(value):,}" + (f", the first {describe(value[0])}" if value else "")
    return f"the value {str(value)[:60]!r}"
