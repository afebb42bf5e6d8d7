"""The tables of the guide's claims, declared as those of the scan are."""

from __future__ import annotations

from typing import Final

from jobscan.market.tables import SHARE_COLUMNS, columns
from jobscan.tables import Column, Table

GUIDE_CHECK: Final = Table(
    "guide_check",
    "One row a figure: the guide's claims, each followed by the details that go with it.",
    (
        *columns(
            "text",
            claim_id="The figure's id, by which the page cites it.",
            claim="What the guide says, in short; of a detail, what is measured.",
        ),
        *columns(
            "number",
            guide_value="The number that the guide names; empty where it names none.",
            measured="The same in the postings, in the unit given; empty where they do not tell.",
            ci_low="Lower end of the 95 % interval, each posting taken for an independent one: Wilson's for "
            "shares, else a bootstrap over postings.",
            ci_high="Upper end of it.",
        ),
        Column("of_postings", "integer", "How many postings it is measured on."),
        *columns(
            "text",
            verdict="`holds`, `higher`, `lower` or `cannot be told`: the market against the guide; empty "
            "of a detail that tests nothing.",
            how="How it was measured.",
            kind="`claim`, or `detail` of the claim above it.",
            part="The part of the page that it belongs to.",
            guide_says="The guide's side in a few words; empty of most details.",
            unit="`share` (0 to 1), `points` (a difference of shares), `usd` (a year), `rank`, `postings`, "
            "`points_a_year`, `growth` (0.4 is 40 % more) or `growth_a_year`.",
        ),
        *columns(
            "number",
            cluster_low="Lower end of the 95 % interval over employers (bootstrap), by which verdicts go.",
            cluster_high="Upper end of it.",
            capped="The figure where no employer counts for more than ten postings.",
            probability="In which share of the resamples of employers it comes first; empty where not asked.",
        ),
        *columns(
            "integer",
            postings="Of a share: in how many postings it is so.",
            employers="How many employers the postings are of.",
        ),
        *columns(
            "text",
            why="Why the verdict is as it is.",
            answer="The figure in a sentence.",
            note="What to bear in mind: small numbers, or one employer that weighs much.",
        ),
    ),
)

GUIDE_SKILLS: Final = Table(
    "guide_skills",
    "One row a skill and sample: those the guide names, in the order of its sections, the most asked first; "
    "then the 25 that ML positions ask for most and it does not name.",
    (
        *columns(
            "text",
            among="`ml positions` or `all postings`: what the share is of.",
            guide_section="The section of the guide that names it; empty where none does.",
            skill_id="The skill.",
            skill="Its name.",
        ),
        *SHARE_COLUMNS[:-3],
        *columns(
            "integer",
            required="In how many it is required.",
            preferred="In how many it is preferred.",
            mentioned="In how many it is a duty or part of the stack.",
            rank="Its place among all skills that were looked for, by postings; 1 is the most asked for.",
            employers_asking="How many employers ask for it.",
        ),
        *SHARE_COLUMNS[-3:],
    ),
)
