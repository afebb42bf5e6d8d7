"""How the figures were counted, and what they cannot tell, as the page has it at its end."""

from __future__ import annotations

from typing import Final

METHODS: Final = (
    (
        "A posting counts if it is in English and repeats no other. A skill counts once a posting, "
        "however often it is named, and not where the posting says that it is not needed."
    ),
    (
        "Required: the posting demands it. Preferred: it is welcome. Mentioned: it is a duty or part of "
        "the team’s stack. The strongest of its mentions decides."
    ),
    (
        "The interval says how far a share might lie from that of all postings of this kind, if these had "
        "been drawn by chance. Employers are drawn, not postings, because the postings of one employer "
        "resemble each other; where fewer than five employers are left it is Wilson’s interval, which is "
        "too narrow. The CSV has both."
    ),
    (
        "What no interval covers: these are the postings that somebody saved, not a sample of the labour "
        "market; sources, countries and years differ; a posting says what an employer asks for, not what "
        "the work needs."
    ),
    (
        "Skills are found by a lexicon and by rules. What it does not know is not counted, and some of "
        "what it finds is wrong; the documentation gives the measured accuracy."
    ),
    (
        "Distinctive skills: log-odds ratios with an informative Dirichlet prior (Monroe, Colaresi and "
        "Quinn 2008). Skills together: how many times as often as by chance (lift), with an interval over "
        "employers."
    ),
    (
        "Pay is the middle of the range that a posting states, as US dollars a year, at the rate of the "
        "day it was posted. Only postings that state pay tell it, and those are mostly of countries where "
        "they must."
    ),
    (
        "Roles, degrees and the rest are found in titles and texts by rules as well. Shares over time "
        "compare sources as much as times where the sources change."
    ),
)
"""An item a rule."""
