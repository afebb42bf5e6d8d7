"""A posting and a CV in parts, with their skills marked and what decided each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from jobscan.compare.result import MET, Comparison, SkillMatch
from jobscan.compare.words import count
from jobscan.cv.contact import contact_spans
from jobscan.cv.lines import lines_of
from jobscan.cv.standing import BASIC, DENIED, HAS
from jobscan.explain.explanation import counts, section_level, why
from jobscan.vocabulary import LEVELS, MENTIONED, PREFERRED, REQUIRED
from jobscan.web.fit_text import (
    CUE,
    HIDDEN,
    NOT_ASKED_HERE,
    SKILL,
    WORST_FIRST,
    Part,
    Place,
    Span,
    clean,
    flattened,
    text_lines,
)

if TYPE_CHECKING:
    from jobscan.cv.result import CvSkill, Evidence, Profile
    from jobscan.cv.sections import CvSection
    from jobscan.explain.explanation import Explanation
    from jobscan.text.sections import Section

LEVEL_WORDS: Final = {REQUIRED: "must-have", PREFERRED: "nice-to-have", MENTIONED: "mentioned"}
"""The levels as the page calls them."""
POSTING_PARTS: Final = {
    "duties": "Duties",
    "requirements": "Requirements",
    "preferred": "Nice to have",
    "education": "Education",
    "company": "About the company",
    "benefits": "Benefits",
    "legal": "Legal notes",
    "apply": "How to apply",
    "": "No known section",
}
CV_PARTS: Final = {"": "Head", "other": "Other"}
"""The parts of a CV whose names are no words for a reader."""

_ITS_WORDS: Final = "its words decide"
_HOW: Final = {"certified": "a certificate names it", "studied": "studied", "listed": "listed only"}


def posting_parts(found: Explanation, comparison: Comparison) -> tuple[Part, ...]:
    """The posting's text: each skill with its level, the CV's status, and why it has that level."""
    text = clean(found.posting.text)
    matches = {match.skill_id: match for match in comparison.skills}
    places = [
        Place(
            mention.start,
            mention.end,
            Span(
                "",
                SKILL,
                (mention.skill_id,),
                mention.level,
                _status(matches[mention.skill_id]) if mention.skill_id in matches else "",
                clean(why(found, mention)),
            ),
        )
        for mention in found.extraction.mentions
    ]
    cues = {
        (mention.cue_start, mention.cue_end)
        for mention in found.extraction.mentions
        if mention.cue_start < mention.cue_end
    }
    marks = flattened(places, [Place(start, end, Span("", CUE)) for start, end in sorted(cues)])
    if not found.sections:
        return (Part("", "", "", tuple(text_lines(text, 0, len(text), marks, ()))),)
    return tuple(
        Part(
            POSTING_PARTS.get(name, name),
            _means(name),
            section_level(name),
            tuple(text_lines(text, start, end, marks, _headings(parts))),
        )
        for name, start, end, parts in _joined(found.sections)
    )


def _joined(sections: Sequence[Section]) -> Iterator[tuple[str, int, int, list[Section]]]:
    """The sections, those of one name that follow one another as one."""
    for name, same in groupby(sections, key=lambda section: section.name):
        parts = list(same)
        yield name, parts[0].start, parts[-1].end, parts


def _headings(sections: Sequence[Section]) -> list[tuple[int, int]]:
    return [(section.heading_start, section.heading_end) for section in sections]


def _means(name: str) -> str:
    if not counts(name):
        return "does not count"
    return f"{LEVEL_WORDS[section_level(name)]}, unless its words say otherwise" if name else _ITS_WORDS


def _status(match: SkillMatch) -> str:
    return MET if match.met_by_other else match.status


def cv_parts(
    profile: Profile, sections: Sequence[CvSection], comparison: Comparison, names: Mapping[str, str]
) -> tuple[Part, ...]:
    """The CV's text: each skill with what it meets of the posting. Contact details and the name are hidden.

    names: of all skills.
    """
    text = clean(profile.text)
    asked: dict[str, list[SkillMatch]] = {}
    for match in comparison.skills:
        shown_by = match.by or (match.skill_id if match.evidence else "")
        asked.setdefault(shown_by, []).append(match)
    places = [
        Place(one.start, one.end, _cv_span(skill, one, asked.get(skill.skill_id, ()), profile, names))
        for skill in profile.skills.values()
        for one in skill.evidence
    ]
    lines = lines_of(profile.text)
    hidden = [Place(start, end, Span("", HIDDEN)) for start, end in contact_spans(lines)]
    marks = flattened(hidden, flattened(places, ()))
    starts = [section.start for section in sections]
    ends = [*starts[1:], len(text)]
    return tuple(
        Part(
            CV_PARTS.get(section.name, section.name.capitalize()),
            "",
            "",
            tuple(text_lines(text, start, end, marks, [(start, start + len(section.heading))])),
        )
        for section, start, end in zip(sections, [0, *starts[1:]], ends, strict=True)
        if text[start:end].strip()
    )


def _cv_span(
    skill: CvSkill, shown: Evidence, asked: Sequence[SkillMatch], profile: Profile, names: Mapping[str, str]
) -> Span:
    told = evidence_words(skill, shown, profile)
    if not asked:
        name = names.get(skill.skill_id, skill.skill_id)
        words = f"{name}: {told[:1].lower()}{told[1:]} This posting does not ask for it."
        return Span("", SKILL, (skill.skill_id,), "", NOT_ASKED_HERE, words)
    first = min(asked, key=lambda match: LEVELS.index(match.level))
    best = max(asked, key=lambda match: WORST_FIRST.index(_status(match)))
    return Span(
        "", SKILL, tuple(dict.fromkeys(match.skill_id for match in asked)), first.level, _status(best), told
    )


def evidence_words(skill: CvSkill, shown: Evidence, profile: Profile) -> str:
    """How a place of a CV shows a skill, as a sentence.

    `Used: Data Analyst, Tidepool; 4 years in all.`
    """
    job = profile.jobs[shown.job] if shown.job is not None else None
    where = clean(", ".join(filter(None, (job.title, job.employer)))) if job is not None else ""
    words = _HOW.get(shown.kind) or (f"used: {where}" if where else "used")
    parts = [words]
    if shown.standing == DENIED:
        parts = [f"the CV says that it is lacking ({clean(shown.cue)})" if shown.cue else "lacking"]
    elif shown.standing == BASIC:
        parts.append("only familiar with it")
    elif shown.standing != HAS:
        parts.append("being learned")
    if skill.years and shown.standing != DENIED:
        parts.append(f"{count(skill.years, 'year')} in all")
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."
