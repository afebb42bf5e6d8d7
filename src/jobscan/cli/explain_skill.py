"""What `jobscan explain POSTING SKILL` shows: the passages that name a skill, and why each counts or not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.text import Text

from jobscan.cli.explain_page import STYLES, Page, safe
from jobscan.cli.explain_view import print_head, summary
from jobscan.cli.terminal import printable
from jobscan.explain.explanation import Explanation, SkillFound, choice, number, why
from jobscan.explain.marks import NOT_COUNTED, Mark, marks_of
from jobscan.explain.passages import Piece, pieces_of, spans_of
from jobscan.explain.uncounted import MOST_TOLD, Uncounted
from jobscan.lexicon import Skill
from jobscan.text.tokens import Tokens

_MOST_PASSAGES: Final = 20
_MOST_UNCOUNTED: Final = 5  # of places that do not count for the same reason
_INDENT: Final = "    "


def print_skill(page: Page, found: Explanation, skill: Skill, uncounted: Sequence[Uncounted]) -> None:
    """Print the passages around the mentions of a skill, each with the reason of its level."""
    print_head(page, found.posting)
    if not found.is_read:
        page.lines(summary(found), style="bold")
        return
    tokens = found.tokens
    text = safe(found.posting.text).replace("\n", " ")
    counted = next((one for one in found.skills if one.skill_id == skill.skill_id), None)
    if counted:
        _print_counted(page, found, counted, tokens, text)
    else:
        page.lines(
            f"{printable(skill.name)} is not among the skills that this posting asks for.", style="bold"
        )
    if uncounted:
        _print_uncounted(page, skill, uncounted, tokens, text, also="also " if counted else "")
    elif not counted:
        page.lines(
            "None of the ways to write it stands in the text; "
            f"`jobscan lexicon show {skill.skill_id}` lists them."
        )


def _print_counted(page: Page, found: Explanation, skill: SkillFound, tokens: Tokens, text: str) -> None:
    name = printable(skill.name)
    page.lines(
        Text.assemble((name, "bold"), " is ", (skill.level, STYLES[skill.level]), f"{_more(found, skill)}.")
    )
    passages = groupby(skill.mentions, key=lambda mention: pieces_of(tokens, spans_of(mention)))
    left_out = 0
    for at, (pieces, group) in enumerate(passages):
        mentions = list(group)
        if at >= _MOST_PASSAGES and skill.decides not in mentions:
            left_out += 1
            continue
        page.line()
        page.lines(_passage(page, text, pieces, marks_of(mentions, found.names)), indent=_INDENT)
        for reason in dict.fromkeys(why(found, mention) for mention in mentions):
            page.lines(printable(reason))
        if len(skill.mentions) > len(mentions) and skill.decides in mentions:
            page.lines("This mention decides: it is the first of the strongest.", style="dim")
    if left_out:
        page.line()
        page.lines(f"... and {left_out} more passages")


def _more(found: Explanation, skill: SkillFound) -> str:
    """What else is asked with a skill: years, and what would do in its place."""
    years = f", with {number(skill.years_min)} or more years" if skill.years_min is not None else ""
    instead = choice(found, skill)
    return years + (f" ({printable(instead)}: one of them is enough)" if instead else "")


def _print_uncounted(
    page: Page, skill: Skill, uncounted: Sequence[Uncounted], tokens: Tokens, text: str, *, also: str
) -> None:
    name = printable(skill.name)
    more = "at least " if len(uncounted) == MOST_TOLD else ""
    page.line()
    places = f"{more}{len(uncounted)} place{'' if len(uncounted) == 1 else 's'}"
    page.lines(f"Its words {also}stand in {places} where they do not count:", style="bold")
    for reason, group in groupby(sorted(uncounted, key=lambda one: one.why), key=lambda one: one.why):
        alike = list(group)
        page.line()
        for one in alike[:_MOST_UNCOUNTED]:
            span = (one.start, one.end)
            words = Mark(*span, NOT_COUNTED, ((name, NOT_COUNTED),))
            page.lines(_passage(page, text, pieces_of(tokens, [span]), [words]), indent=_INDENT)
        if len(alike) > _MOST_UNCOUNTED:
            page.lines(f"... and {len(alike) - _MOST_UNCOUNTED} more", indent=_INDENT)
        page.lines(f"{name} does not count: {printable(reason)}.")


def _passage(page: Page, text: str, pieces: Sequence[Piece], marks: Sequence[Mark]) -> Text:
    """Pieces of the text with their marks, on one line."""
    drawn = Text()
    for at, piece in enumerate(pieces):
        if piece.is_cut_before or at:
            drawn.append("... ")
        drawn.append_text(page.marked(text, piece.start, piece.end, marks))
        drawn.append(" " if at < len(pieces) - 1 else " ..." if piece.is_cut_after else "")
    return drawn
