"""How skills stand to one another: what is close to a skill, and what is a case of it (`families.csv`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.lexicon import Lexicon

SOFT_CATEGORY: Final = "soft-skills"
"""The category whose skills weigh less and open no posting: CVs rarely state them."""


@dataclass(frozen=True, slots=True)
class Families:
    """The skills of a lexicon and how they stand to one another."""

    names: Mapping[str, str]
    soft: frozenset[str]
    conditions: frozenset[str]
    """Skills that nobody learns, such as a clearance."""
    cases: Mapping[str, tuple[str, ...]]
    """Of a skill those that are cases of it: whoever has one has it."""
    parts: Mapping[str, tuple[str, ...]]
    """Those that show a part of it."""
    siblings: Mapping[str, tuple[str, ...]]
    """Those of the same families."""

    def name(self, skill_id: str) -> str:
        """The name of a skill, its id where the lexicon does not know it."""
        return self.names.get(skill_id, skill_id)


def families_of(lexicon: Lexicon) -> Families:
    """The families of a lexicon."""
    related: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in ("case", "part")}
    members: dict[str, list[str]] = defaultdict(list)
    conditions: set[str] = set()
    for family, skill_id, kind in lexicon.families:
        if kind == "condition":
            conditions.add(skill_id)
        elif kind == "sibling":
            members[family].append(skill_id)
        else:
            related[kind][family].append(skill_id)
    siblings: dict[str, set[str]] = defaultdict(set)
    for together in members.values():
        for skill_id in together:
            siblings[skill_id].update(other for other in together if other != skill_id)
    return Families(
        names={skill.skill_id: skill.name for skill in lexicon.skills.values()},
        soft=frozenset(
            skill.skill_id for skill in lexicon.skills.values() if skill.category == SOFT_CATEGORY
        ),
        conditions=frozenset(conditions),
        cases={skill_id: tuple(sorted(found)) for skill_id, found in related["case"].items()},
        parts={skill_id: tuple(sorted(found)) for skill_id, found in related["part"].items()},
        siblings={skill_id: tuple(sorted(found)) for skill_id, found in siblings.items()},
    )
