"""Records that travel between processes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

__all__ = ["Record"]


class Record:
    """The base of a frozen dataclass that can be pickled, compiled or not.

    Plain Python pickles such a class by itself; of a compiled one it tries to set fields that are frozen.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """The class, and what it is made of again."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self) if field.init)  # type: ignore[arg-type]
