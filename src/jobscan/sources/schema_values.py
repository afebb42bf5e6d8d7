"""What the members of schema.org nodes hold: a value, a list, or what a template prints for nothing."""

from __future__ import annotations

import re
from typing import Any

from jobscan.sources.fields import short_text

__all__ = ["Node", "clean", "is_empty", "items", "scalar"]

Node = dict[str, Any]

_EMPTY = re.compile(
    r"(?:(?:undefined|null|none|nan|n/?a|\[object object\])(?:\s*,\s*|\s*$))+|-+", re.IGNORECASE
)


def items(value: Any) -> list[Any]:
    """The value as a list: nothing for None, the value itself in one, inner lists unfolded once."""
    if value is None:
        return []
    if not isinstance(value, list):
        return [value]
    return [
        item for part in value for item in (part if isinstance(part, list) else [part]) if item is not None
    ]


def scalar(value: Any) -> Any:
    """The value, or the first of a list; None for nothing."""
    return next(iter(items(value)), None)


def clean(value: Any) -> str:
    """One line of text of a field; "" for what templates print for nothing."""
    text = short_text(value)
    return "" if is_empty(text) else text


def is_empty(text: str) -> bool:
    """Whether the text only says that there is none: `undefined, undefined`, `null`, `-`."""
    return _EMPTY.fullmatch(text) is not None
