"""The tables that a comparison with many postings writes, each column declared once."""

from __future__ import annotations

from typing import Final

from jobscan.tables import Column, Kind, Table


def _columns(kind: Kind, /, **meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, meaning) for name, meaning in meanings.items())


COMPARED: Final = Table(
    "compared",
    "One row a skill that a posting asks for, in the order of the comparison.",
    (
        *_columns(
            "text",
            skill_id="The skill's id in the lexicon.",
            skill="Its name.",
            level="`required`, `preferred` or `mentioned`.",
            status="`met`, `adjacent` (only something close to it) or `missing`.",
            quote="The posting's words.",
            evidence="The CV's words.",
            by="The skill that the evidence shows, by its id.",
            group="The skills of which one is enough, joined by `;`; empty where there is no choice.",
            met_by_other="The skill by which the choice is met without this one.",
        ),
        *_columns(
            "number",
            years_asked="Years asked with this very skill.",
            years_shown="Years that the CV shows.",
        ),
        *_columns("text", note="What limits it."),
    ),
)

MATCHES: Final = Table(
    "matches",
    "One row a posting that counts, the best fit first; those without a score last.",
    (
        *_columns("integer", rank="1 for the best fit; empty without a score."),
        *_columns(
            "text",
            posting_id="The posting, as in postings.",
            title="The job's title.",
            company="The employer.",
            location="Where the job is, as the source put it.",
            country="ISO 3166 code of two letters.",
            remote="`remote`, `hybrid` or `onsite`.",
            role="What kind of job it is.",
            date_posted="Year, month, day.",
        ),
        *_columns(
            "integer",
            score="0 to 100; empty where nothing could be compared.",
            required_met="Of the required skills, soft ones left out, how many the CV has.",
            required_asked="How many are asked for; a choice (`Python or R`) is one.",
            preferred_met="The same of the preferred ones.",
            preferred_asked="How many are asked for.",
            mentioned_met="The same of those that are mentioned among duties or as the stack.",
            mentioned_asked="How many are asked for.",
            soft_met="The same of soft skills of any level.",
            soft_asked="How many are asked for.",
        ),
        *_columns(
            "text",
            missing_required="Names of the required skills that the CV lacks, not soft ones, joined by `;`.",
            adjacent="Names of those asked for that the CV has something close to, joined by `;`.",
            degree="`met`, `missing`, `unknown` (the CV does not say) or `not-asked`.",
            years="The same.",
            seniority="The same.",
            workplace="The same; it is no part of the score.",
            url="The posting's own address, where the source stated it.",
            attribution="Words of credit that the source's terms demand.",
            note="What limits the comparison.",
        ),
    ),
)

PLAN: Final = Table(
    "plan",
    "Skills that open the most postings next: single ones, then sets that grow by one skill at a time.",
    (
        *_columns("text", role="The role whose postings are meant; empty: all of them."),
        *_columns(
            "integer",
            size="1 for single skills, most postings first; 2 to 5 for the set of so many.",
            place="Among the single skills 1 for the best; in a set the same as size.",
        ),
        *_columns(
            "text",
            skill_ids="The skills to learn, joined by `;`, the newest of a set last.",
            skills="Their names.",
        ),
        *_columns(
            "integer",
            opens="Postings in which they are the last required skills missing, and all else fits.",
            gain="How many of them the newest skill of a set adds.",
        ),
        *_columns("number", share="opens / of_postings, 0 to 1."),
        *_columns(
            "number",
            ci_low="Lower end of the share's Wilson 95 % interval.",
            ci_high="Upper end of it.",
        ),
        *_columns(
            "integer",
            of_postings="Postings that count and require a skill, soft ones left out.",
            open_now="Of them those that lack nothing today.",
            out_of_reach="Postings that they complete in skills, but that ask for more of something else.",
            by_degree="Of those the ones that ask for a higher degree.",
            by_years="The ones that ask for more years.",
            by_condition="The ones that ask for what nobody learns from a course, such as a clearance.",
            asked_in="Postings that ask for the newest skill, at whatever level.",
        ),
        *_columns("number", asked_share="asked_in / of_postings, 0 to 1."),
        *_columns(
            "text",
            short_way="What the CV already shows that is close to the newest skill; empty for nothing.",
            instead="Of a single skill others that open nearly the same postings.",
            examples="The first of the postings it opens, up to five ids joined by `;`.",
        ),
    ),
)
