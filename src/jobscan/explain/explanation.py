"""A posting as it was understood: its sections, its skills with what decided their levels, in words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jobscan.demand import COUNTED_LANGUAGES
from jobscan.extract import Extractor
from jobscan.extract.context import SECTION_LEVELS
from jobscan.extract.result import Extraction, Mention
from jobscan.extract.skills import NOT_ASKED
from jobscan.lexicon import Lexicon
from jobscan.posting import Posting
from jobscan.tables import POSTING_SKILLS, skill_rows
from jobscan.text.sections import Section
from jobscan.text.tokens import Tokens, tokenize
from jobscan.vocabulary import LEVELS, MENTIONED, NEGATED

_STANDS: Final = {
    "duties": "among the duties",
    "requirements": "under the requirements",
    "preferred": "under what is preferred",
    "education": "under education",
    "company": "in text about the company",
    "benefits": "in text about benefits",
    "legal": "in legal notes",
    "apply": "in text on how to apply",
    "": "in no known section",
}

_WORD_OF_ALIAS: Final = re.compile(r"[^\s|_{}?]+")


@dataclass(frozen=True, slots=True)
class SkillFound:
    """A skill of a posting: its row of posting_skills, and all its mentions."""

    skill_id: str
    name: str
    level: str
    section: str
    cue: str
    years_min: float | None
    group: tuple[str, ...]
    """The skills of which one is enough, () where there is no choice."""
    decides: Mention
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A posting as it was understood."""

    posting: Posting
    extraction: Extraction
    sections: tuple[Section, ...]
    """They cover the text; () for a posting in another language, which is not read."""
    skills: tuple[SkillFound, ...]
    """The strongest level first, then by the place that decided it."""
    tokens: Tokens
    """Of the text."""
    names: Mapping[str, str]
    """The names of all skills of the lexicon."""

    @property
    def is_read(self) -> bool:
        """Whether skills were looked for: the language is one that jobscan reads."""
        return is_read(self.extraction)


def is_read(extraction: Extraction) -> bool:
    """Whether a posting is in a language that jobscan reads."""
    return extraction.language in COUNTED_LANGUAGES


def explain(posting: Posting, extractor: Extractor, lexicon: Lexicon) -> Explanation:
    """How a posting is understood by an extractor that was made of the lexicon."""
    extraction = extractor.extract(posting)
    sections = extractor.sections(posting.text) if is_read(extraction) else []
    return explanation_of(posting, extraction, sections, lexicon)


def explanation_of(
    posting: Posting, extraction: Extraction, sections: Sequence[Section], lexicon: Lexicon
) -> Explanation:
    """The explanation of what was extracted from a posting by a lexicon."""
    names = {skill.skill_id: skill.name for skill in lexicon.skills.values()}
    # Words such as PyTorch must not be taken for two that lost the space between them.
    known = {word for alias in lexicon.aliases for word in _WORD_OF_ALIAS.findall(alias.alias.lower())}
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        mentions[mention.skill_id].append(mention)
    rows = [dict(zip(POSTING_SKILLS.names, row, strict=True)) for row in skill_rows(posting, extraction)]
    skills = [_skill(row, mentions[str(row["skill_id"])], names) for row in rows]
    skills.sort(key=lambda skill: (LEVELS.index(skill.level), skill.decides.start, skill.skill_id))
    tokens = tokenize(posting.text, known)
    return Explanation(posting, extraction, tuple(sections), tuple(skills), tokens, names)


def _skill(row: Mapping[str, object], mentions: Sequence[Mention], names: Mapping[str, str]) -> SkillFound:
    decides = next(
        mention for mention in mentions if (mention.start, mention.level) == (row["start"], row["level"])
    )
    years, group = row["years_min"], str(row["group"])
    return SkillFound(
        skill_id=decides.skill_id,
        name=names.get(decides.skill_id, decides.skill_id),
        level=decides.level,
        section=decides.section,
        cue=decides.cue,
        years_min=years if isinstance(years, float | int) else None,
        group=tuple(group.split(";")) if group else (),
        decides=decides,
        mentions=tuple(mentions),
    )


def counts(section: str) -> bool:
    """Whether what stands in a section is asked of the person hired."""
    return section not in NOT_ASKED


def section_level(section: str) -> str:
    """The level of a skill in a section, where no cue says otherwise; "" where skills do not count."""
    return SECTION_LEVELS.get(section, MENTIONED) if counts(section) else ""


def heading(text: str, section: Section) -> str:
    """A section's own heading on one line, "" where it has none."""
    return one_line(text[section.heading_start : section.heading_end])


def where(explanation: Explanation, at: int) -> str:
    """In which section a place of the text stands, and how that is known.

    `under the requirements (heading "What you bring")`, `among the duties (by its wording)`.
    """
    sections, text = explanation.sections, explanation.posting.text
    last = bisect_right(sections, at, key=lambda section: section.start) - 1
    if last < 0 or not sections[last].name:
        return _STANDS[""]
    name = sections[last].name
    # Text goes on under a heading after a sentence that belongs elsewhere.
    headed = next((part for part in reversed(sections[: last + 1]) if heading(text, part)), None)
    known = f'heading "{heading(text, headed)}"' if headed and headed.name == name else "by its wording"
    return f"{_STANDS[name]} ({known})"


def why(explanation: Explanation, mention: Mention) -> str:
    """One sentence: why a mention has its level.

    `Python is required: it stands under the requirements (heading "What you bring"), and no cue in the
    sentence says otherwise.`
    """
    name = explanation.names.get(mention.skill_id, mention.skill_id)
    place = where(explanation, mention.start)
    said = section_level(mention.section)
    if mention.cue:
        cue = one_line(mention.cue)
        verb = "says that it is not needed" if mention.level == NEGATED else "speaks of it"
        against = f", though it stands {place}" if said not in {mention.level, MENTIONED} else ""
        return f'{name} is {mention.level}: "{cue}" {verb}{against}.'
    if mention.section in SECTION_LEVELS:
        return f"{name} is {mention.level}: it stands {place}, and no cue in the sentence says otherwise."
    return f"{name} is {mention.level}: it stands {place}, and no cue in the sentence says more."


def choice(explanation: Explanation, skill: SkillFound) -> str:
    """The other skills of which one would do, "" where there is no choice.

    `or R, SQL`
    """
    others = [
        explanation.names.get(skill_id, skill_id) for skill_id in skill.group if skill_id != skill.skill_id
    ]
    return f"or {', '.join(others)}" if others else ""


def number(value: float) -> str:
    """A number without needless decimals.

    >>> number(3.0), number(2.5), number(150_000)
    ('3', '2.5', '150,000')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def one_line(text: str) -> str:
    """A text with each stretch of white space as one space."""
    return " ".join(text.split())
