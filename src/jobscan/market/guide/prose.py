"""What the guide's page says in words that do not depend on the postings."""

from __future__ import annotations

from typing import Final

from jobscan.market.guide.positions import WHICH

TITLE: Final = "The career guide against the market"
GUIDE: Final = (
    'The guide is "Building a Career in Machine Learning: Your Guide to Success in AI\'s Hottest Field" '
    "(David Jenkins, 2025-02-18). Its claims are held here against saved job postings. After each sentence "
    "stands the row of guide_check.csv that its numbers come from."
)
NAMED: Final = (
    "Sections in the guide's order, in each the most asked first. The rank is among all skills that were "
    "looked for, in ML positions. The numbers are those of guide_skills.csv."
)
UNNAMED: Final = (
    "The subject itself, and what the guide speaks of without listing it as a skill (machine learning, AI, "
    "data science, data visualization, MLOps, deployment), are left out. The numbers are those of "
    "guide_skills.csv."
)

METHODS: Final = (
    WHICH,
    (
        "A skill is asked for if the posting requires it, prefers it, or names it as a duty or part of the "
        "team's stack; what it says is not needed does not count. It counts once a posting."
    ),
    (
        "The interval beside a figure says how far it might lie from that of all postings of this kind if "
        "these had been drawn by chance. To make it, the employers are drawn again, with replacement, "
        "2,000 times; the middle 95 % of the results is the interval. Employers are drawn, and not "
        "postings, because the postings of one resemble each other: a hundred of one are not a hundred "
        "witnesses. The interval that takes each posting for a witness of its own stands in the tables too "
        "(ci_low, ci_high)."
    ),
    (
        "A note says where a figure would be another if no employer counted for more than ten postings "
        "(capped, in the tables)."
    ),
    (
        "Of a number that the guide names. Holds: the interval holds it, or the figure lies in the range "
        'that the guide\'s words cover ("8 of 10" is 75 to 85 %). Higher, lower: the whole interval lies '
        "beyond that. Cannot be told: fewer than 30 postings, fewer than 5 employers, an interval wider than "
        "a quarter of the number, or one that only just reaches the range."
    ),
    (
        "Of what the guide says without a number. Holds: what it names is in more than one of a hundred ML "
        "positions, what it calls usual is in more than half, what it calls more is more, each by the "
        "whole interval; what it calls first comes first in 95 % of the resamples. Lower: the whole "
        "interval lies on the other side, or it comes first in 5 % at most. Cannot be told: neither."
    ),
    (
        "Pay is the middle of the range that a posting offers, as US dollars a year. Only postings that "
        "state pay tell it."
    ),
)
"""How it was measured, an item a rule."""

LIMITS: Final = (
    (
        "These are postings that somebody saved, not a sample drawn by chance from all that there are: no "
        "interval tells how far the collection is from the market. Compare the sources with each other "
        "before you rely on a figure."
    ),
    (
        "Postings of different years may stand together, and different years often come from different "
        "sources. The figures are of the collection, not of one year."
    ),
    (
        "What a posting asks for is not always what the work needs, or what decides who is hired. What goes "
        "without saying may not be said at all."
    ),
    "A program read the postings, and makes mistakes: jobscan evaluate measures how many.",
    (
        "Employers are told apart by name: subsidiaries with names of their own count as employers of "
        "their own, and a posting without a name as an employer of its own."
    ),
)
"""What it cannot tell."""
