"""The title and the employer among the lines that name a job."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from jobscan.cv.titles import FUNCTION, TITLE

EDGE: Final = " ()[]*_#:|,–—-"
"""What stands around the names of jobs and firms, and is no part of them."""
LENGTH: Final = re.compile(
    r"(?i)[(\[]?\s*\d+\s*(?:years?|yrs?|months?|mos?)\b(?:\s*(?:and\s*)?\d+\s*(?:months?|mos?))?\s*[)\]]?"
)
"""How long a job went on: `(2 years 3 months)`."""
_PARTS: Final = re.compile(r"\t|\n|\s{3,}|\s+[|·•@]\s+|\s+[-–—]\s+|\s+at\s+")
_LABEL: Final = re.compile(
    r"(?i)^(?:role|title|job title|position|designation|client|company"
    r"|employer|organi[sz]ation|project)\s*:\s*"
)
_COMMA: Final = re.compile(r",\s+(?!(?:Inc|LLC|Ltd|Corp|GmbH|S\.A)\b)")
_STATE: Final = re.compile(r"[A-Z]{2}")
_RANK: Final = re.compile(
    r"(?i)(?:(?:senior|executive|associate|assistant|deputy|regional|global|group|managing|first)\s+)*"
    r"(?:vice president|[se]?vp|director|head|manager|lead|team lead|officer)"
)
_ORGANISATION: Final = re.compile(
    r"\b(?:University|Universit\w+|College|Institute?|School|Academy|Hochschule|Hospital|Bank|Group|Groupe|Agency"
    r"|Foundation|Company|Corp(?:oration)?|Inc|LLC|Ltd|Limited|GmbH|AG|SE|S\.?A\.?S?|B\.?V|N\.?V|AB|A/S|a\.s|Oy"
    r"|SpA|PLC|plc|Labs?|Laborator\w+|Ministry|Council|Department|Museums?|Society)\b"
)


def title_and_employer(named: Sequence[tuple[str, bool]], is_place: Callable[[str], bool]) -> tuple[str, str]:
    """The title and the employer among the lines that name a job; "" for what is not told.

    named: each line, and whether it stands below the dates. An employer is rather what is called as firms and
    schools are, then what stands apart from the title, then beside it, and last what stands below.
    """
    groups = [
        (_parts(group, is_place), is_below) for line, is_below in named for group in re.split(r"[\t\n]", line)
    ]
    title = next((part for parts, _ in groups for part, _ in parts if TITLE.search(part)), "")
    ranked: list[tuple[int, int, str]] = []
    for parts, is_below in groups:
        with_title = any(part == title for part, _ in parts)
        for part, is_doubtful in parts:
            if part != title:
                rank = 4 if is_doubtful else 3 if is_below else 2 if with_title else 1
                ranked.append((0 if _ORGANISATION.search(part) else rank, len(ranked), part))
    return title, min(ranked)[2] if ranked else ""


def _parts(group: str, is_place: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """The pieces of a line that may name a job or a firm, each with whether it may be a place as well."""
    found: list[tuple[str, bool]] = []
    for wide in (_LABEL.sub("", LENGTH.sub("", part).strip(EDGE)) for part in _PARTS.split(group)):
        pieces = [piece.strip(EDGE) for piece in _COMMA.split(wide)]
        pieces = _with_function([piece for piece in pieces if re.search(r"[^\W\d_]", piece)])
        ends_in_place = len(pieces) == 2 and is_place(", ".join(pieces))
        if len(pieces) > 2:
            pieces = _without_town(pieces, is_place)
        found += [
            (piece, ends_in_place and piece == pieces[0])
            for piece in pieces
            if TITLE.search(piece) or not is_place(piece)
        ]
    return found


def _without_town(pieces: list[str], is_place: Callable[[str], bool]) -> list[str]:
    """The pieces without a town and its state: `Oracle, Austin, TX`."""
    for at in range(1, len(pieces) - 1):
        if _STATE.fullmatch(pieces[at + 1]) and is_place(", ".join(pieces[at : at + 2])):
            return pieces[:at] + pieces[at + 2 :]
    return pieces


def _with_function(pieces: list[str]) -> list[str]:
    """The pieces, `Vice President` and the `Analytics` behind it in one."""
    for at in range(len(pieces) - 1):
        if _RANK.fullmatch(pieces[at]) and FUNCTION.search(pieces[at + 1]):
            return [*pieces[:at], f"{pieces[at]}, {pieces[at + 1]}", *pieces[at + 2 :]]
    return pieces
