"""The figures as compact JSON, of which the page's script redraws the charts."""

from __future__ import annotations

import json
from typing import Any, Final

from jobscan.report.columns import COLUMNS
from jobscan.report.records import Figures, Group
from jobscan.report.rows import (
    OTHER_FIELDS,
    claim_rows,
    heat_roles,
    pay_rows,
    role_rows,
    source_rows,
    trend_rows,
)
from jobscan.report.words import label

_SCALE: Final = 100_000


def page_data(figures: Figures) -> str:
    """JSON that stands safely inside a script element.

    Shares and intervals of them are whole numbers of 1 / 100,000.
    """
    data: dict[str, Any] = {
        "columns": {name: [list(column) for column in columns] for name, columns in COLUMNS.items()},
        "skills": [list(skill) for skill in figures.skills],
        "categories": {skill.category: label(skill.category) for skill in figures.skills},
        "groups": [_group(group) for group in figures.groups],
        "rows": {
            "roles": role_rows(figures),
            "pay": pay_rows(figures),
            "guide": claim_rows(figures),
            "trend": trend_rows(figures),
            "sources": source_rows(figures),
        },
        "heat": [group.role for group in heat_roles(figures)],
        "apart": {
            role: [
                [each.skill, each.postings, each.share, each.elsewhere]
                + [round(number, 3) for number in (each.log_odds, *each.ends)]
                + [each.employers]
                for each in rows
            ]
            for role, rows in figures.apart.items()
        },
        "pairs": [
            [pair.first, pair.second, pair.postings, pair.of_first, pair.of_second]
            + [round(number, 2) for number in (pair.lift, *pair.ends)]
            + [pair.employers]
            for pair in figures.pairs
        ],
        "degrees": {
            role: [
                [
                    each.aspect,
                    each.value,
                    label(each.value, OTHER_FIELDS),
                    each.of,
                    each.postings,
                    each.of_postings,
                ]
                + [_whole(end) for end in each.ends]
                for each in rows
            ]
            for role, rows in figures.degrees.items()
        },
    }
    return in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


# What may end a script element or begin a comment in it, and what ends a line in JavaScript.
_UNSAFE: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def in_script(text: str) -> str:
    r"""JSON in which nothing ends or begins an element, whatever its strings hold.

    >>> in_script('["</script>"]')
    '["\\u003c/script\\u003e"]'
    """
    return text.translate(_UNSAFE)


def _group(group: Group) -> list[Any]:
    asked = [
        [
            each.skill,
            each.postings,
            each.required,
            each.preferred,
            each.employers,
            *(_whole(end) for end in (*each.ci, *(each.cluster or ()))),
        ]
        for each in group.asked
    ]
    title = label(group.role) if group.role else "All roles"
    return [group.role, title, group.postings, group.employers, asked]


def _whole(share: float) -> int:
    return round(_SCALE * share)
