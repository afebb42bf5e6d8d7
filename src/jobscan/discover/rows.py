"""Candidates as the files of a lexicon folder, to be laid over the lexicon or pasted into it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from jobscan.discover.candidates import Candidate
from jobscan.lexicon import Lexicon
from jobscan.lexicon_formats.folder import ALIASES, SKILLS, csv_text, free_id, slug
from jobscan.lexicon_formats.labels import written_words
from jobscan.outputs import write_frame

SOURCE: Final = "discovered"
"""Of every row."""

_NEIGHBOURS: Final = 5
_SHORT: Final = 3  # letters of a name that in small letters may be anything


def candidate_files(candidates: Sequence[Candidate], lexicon: Lexicon) -> dict[str, bytes]:
    """The files of a folder by name: skills.csv and aliases.csv, an extra lexicon, and candidates.csv.

    An ordinary word, or a name of few letters, is guarded: it must be written as it was found and stand in
    the company of tools. The category of a skill is that of most of its neighbours; where it has none, that
    of most candidates.
    """
    usual = Counter(candidate.category for candidate in candidates if candidate.category)
    fallback = (
        usual.most_common(1)[0][0]
        if usual
        else min((skill.category for skill in lexicon.skills.values()), default="")
    )
    skills: dict[str, tuple[str, ...]] = {}
    aliases: dict[tuple[str, str, str], tuple[str, ...]] = {}
    named = name_skills(candidates, lexicon)
    for candidate, skill_id in zip(candidates, named, strict=True):
        if not candidate.skill_id:
            skills[skill_id] = (skill_id, candidate.term, candidate.category or fallback, "", "", SOURCE)
        for alias, case, needs in _aliases(candidate):
            aliases.setdefault((skill_id, alias, case), (skill_id, alias, case, needs, "", SOURCE))
    return {
        "skills.csv": csv_text(SKILLS, skills.values()).encode(),
        "aliases.csv": csv_text(ALIASES, aliases.values()).encode(),
        "candidates.csv": candidates_csv(candidates, lexicon),
    }


def candidates_csv(candidates: Sequence[Candidate], lexicon: Lexicon) -> bytes:
    """A table of the candidates, best first, as CSV that is safe in a spreadsheet."""
    columns = ("term", "skill_id", "spelling_of", "category", "postings", "employers", "share", "score")
    rows = [
        (
            candidate.term,
            skill_id,
            candidate.skill_id,
            candidate.category,
            candidate.postings,
            candidate.employers,
            round(candidate.share, 3),
            round(candidate.score, 3),
            ";".join(candidate.neighbours[:_NEIGHBOURS]),
            " | ".join(candidate.quotes),
        )
        for candidate, skill_id in zip(candidates, name_skills(candidates, lexicon), strict=True)
    ]
    out = io.BytesIO()
    write_frame(pd.DataFrame(rows, columns=[*columns, "neighbours", "quotes"]), "csv", out)
    return out.getvalue()


def name_skills(candidates: Iterable[Candidate], lexicon: Lexicon) -> list[str]:
    """A skill id for each candidate: that of the skill it spells, else one that is not taken."""
    taken = set(lexicon.skills)
    ids: list[str] = []
    for candidate in candidates:
        skill_id = candidate.skill_id or free_id(slug(candidate.term) or "term", taken)
        taken.add(skill_id)
        ids.append(skill_id)
    return ids


def _aliases(candidate: Candidate) -> Iterable[tuple[str, str, str]]:
    """Alias, case and needs of each spelling."""
    written = " ".join(written_words(candidate.term))
    if candidate.plain:
        return [(written, "exact", "tool;list")]
    if len(written) <= _SHORT:
        return [(written, "exact", "")]
    return [(" ".join(phrase), "any", "") for phrase in candidate.phrases]
