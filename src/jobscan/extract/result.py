"""What a posting asks for, as plain records: spaCy's objects never leave the extractor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a posting's text that names a skill."""

    skill_id: str
    start: int
    end: int
    """Half-open characters of Posting.text."""
    surface: str
    """text[start:end]."""
    level: str = ""
    """"" (asked for, how strongly is not decided) or "negated"."""
    section: str = ""
    """The section it stands in (a value of text.sections.SECTIONS), "" where unknown."""
    cue: str = ""
    """The words that decided the level, "" where none did."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was understood of one posting."""

    mentions: tuple[Mention, ...]
    """By start, then skill_id. Mentions that do not count (company and legal text) are not in it."""
    role: str
    """A value of vocabulary.ROLES; "" for a posting that is not in English."""
    role_quote: str
    """The words of title or text that decided the role."""
    language: str
    """ISO 639-1 code of the text as detected, "" where the text is too short to tell."""
