"""An explanation as plain data for other programs: what `jobscan explain --format json` writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jobscan.explain.explanation import Explanation, counts, heading, why
from jobscan.explain.uncounted import Uncounted
from jobscan.extract.result import Mention
from jobscan.lexicon import Skill


def as_data(
    explanation: Explanation, *, skill: Skill | None = None, uncounted: Sequence[Uncounted] = ()
) -> dict[str, Any]:
    """The posting, its sections, mentions, skills and facts; characters are half-open, of posting.text.

    skill: the only one to tell of; then `not_counted` has the places where its words do not count.
    """
    posting = explanation.posting
    mentions = [
        mention
        for mention in explanation.extraction.mentions
        if skill is None or mention.skill_id == skill.skill_id
    ]
    deciding = {(found.skill_id, found.decides.start) for found in explanation.skills}
    data: dict[str, Any] = {
        "posting": {
            "id": posting.id,
            "source": posting.source,
            "origin": posting.origin,
            "title": posting.title,
            "company": posting.hiring_organization,
            "location": posting.job_location,
            "date_posted": posting.date_posted,
            "url": posting.url,
            "text": posting.text,
        },
        "sections": [
            {
                "name": section.name,
                "start": section.start,
                "end": section.end,
                "heading": heading(posting.text, section),
                "counts": counts(section.name),
            }
            for section in explanation.sections
        ],
        "mentions": [
            {
                **_mention(explanation, mention),
                "decides": (mention.skill_id, mention.start) in deciding,
            }
            for mention in mentions
        ],
        "skills": [
            {
                "skill_id": found.skill_id,
                "skill": found.name,
                "level": found.level,
                "section": found.section,
                "cue": found.cue,
                "years_min": found.years_min,
                "group": list(found.group),
                "mentions": len(found.mentions),
                "start": found.decides.start,
                "end": found.decides.end,
                "quote": found.decides.surface,
                "why": why(explanation, found.decides),
            }
            for found in explanation.skills
            if skill is None or found.skill_id == skill.skill_id
        ],
        "facts": _facts(explanation),
    }
    if skill is not None:
        data["not_counted"] = [
            {
                "skill_id": skill.skill_id,
                "start": place.start,
                "end": place.end,
                "quote": posting.text[place.start : place.end],
                "why": place.why,
            }
            for place in uncounted
        ]
    return data


def _mention(explanation: Explanation, mention: Mention) -> dict[str, Any]:
    return {
        "skill_id": mention.skill_id,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.surface,
        "level": mention.level,
        "section": mention.section,
        "cue": mention.cue,
        "cue_start": mention.cue_start if mention.cue else None,
        "cue_end": mention.cue_end if mention.cue else None,
        "group": list(mention.group),
        "years_min": mention.years_min,
        "why": why(explanation, mention),
    }


def _facts(explanation: Explanation) -> dict[str, Any]:
    """The facts as they were extracted; what is not stated is null, "" or an empty list."""
    found = explanation.extraction
    facts: dict[str, Any] = {
        name: {"value": getattr(found, name), "quote": getattr(found, f"{name}_quote")}
        for name in ("role", "seniority", "domain")
    }
    for name in ("degrees", "years", "salary", "workplace", "employment"):
        record = getattr(found, name)
        facts[name] = None if record is None else asdict(record)
    facts["salary_year_usd"] = found.salary_year_usd
    facts["country"] = found.country
    facts["language"] = found.language
    return facts
