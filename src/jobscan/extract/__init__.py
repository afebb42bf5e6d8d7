"""Text to what it asks for: skills, role, language."""

from __future__ import annotations

from jobscan.extract.language import detect_language
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.role import classify_role, compile_role_rules
from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting

__all__ = ["Extraction", "Extractor", "Mention"]


class Extractor:
    """Reads postings by a lexicon. Costly to build, used often; not shared between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = SkillMatcher(lexicon)
        self._roles = compile_role_rules(lexicon.role_titles)

    def extract(self, posting: Posting) -> Extraction:
        """What one posting asks for. One in another language than English has no mentions and no role."""
        language = detect_language(posting.text)
        if language not in {"en", ""}:
            return Extraction(mentions=(), role="", role_quote="", language=language)
        role, quote = classify_role(posting.title, posting.text, self._roles)
        mentions = self._matcher.find(posting.text, title=posting.title, employer=posting.hiring_organization)
        return Extraction(mentions=tuple(mentions), role=role, role_quote=quote, language=language)
