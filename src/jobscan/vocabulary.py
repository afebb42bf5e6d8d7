"""The values that cells of the tables, and of the lexicon's files, may hold. None is ever invented."""

from __future__ import annotations

# --- what a posting can be

REQUIRED = "required"
PREFERRED = "preferred"
MENTIONED = "mentioned"
NEGATED = "negated"
DEMAND_LEVELS: tuple[str, ...] = (REQUIRED, PREFERRED, MENTIONED)
"""How strongly a skill is asked for, the strongest first."""
LEVELS: tuple[str, ...] = (*DEMAND_LEVELS, NEGATED)
"""The same, with what is said not to be needed last."""

ROLES: tuple[str, ...] = (
    "research-scientist",
    "applied-scientist",
    "ml-engineer",
    "mlops-engineer",
    "data-scientist",
    "data-engineer",
    "data-analyst",
    "analytics-engineer",
    "bi-analyst",
    "ai-engineer",
    "software-engineer",
    "statistician",
    "quantitative-analyst",
    "product-manager",
    "manager-of-data-team",
    "other",
)

SENIORITIES: tuple[str, ...] = (
    "intern",
    "junior",
    "mid",
    "senior",
    "lead",
    "manager",
    "director",
    "executive",
)
"""The levels, lowest first; lead is lead, principal and staff."""

DEGREES: tuple[str, ...] = ("high-school", "associate", "bachelor", "master", "mba", "phd")
"""The levels of degrees, lowest first."""

DEGREE_FIELDS: tuple[str, ...] = (
    "computer-science",
    "mathematics",
    "statistics",
    "engineering",
    "physics",
    "economics",
    "data-science",
    "machine-learning",
    "information-systems",
    "operations-research",
    "business",
    "biology",
    "other",
)
"""The fields of study that are told apart."""

OTHER_DOMAIN = "other-or-none"
DOMAINS: tuple[str, ...] = (
    "healthcare", "finance", "robotics", "retail", "government-defense", "energy", "insurance",
    "advertising", "manufacturing", "education", "transport", OTHER_DOMAIN,
)  # fmt: skip
"""The industries that are told apart."""

WORKPLACES: tuple[str, ...] = ("remote", "hybrid", "onsite")
"""Where work is done."""

# --- what a row of the lexicon can be

SENIORITY_PLACES: tuple[str, ...] = (
    "title",  # stands in the title; `^` is its beginning
    "manager",  # stands in the text of a job whose title says "manager"
    "text",  # stands in the text before a word of the title: "as a Senior Data Scientist"
    "anywhere",  # stands in the text
)
"""Where a row of seniority_titles.csv counts."""

DEGREE_KINDS: tuple[str, ...] = (
    "degree",  # names a degree wherever it stands
    "general",  # the same, unless the level follows: "advanced degree (PhD)"
    "short",  # as written, and only beside what tells that a degree is meant
    "study",  # a degree without level
    "lead",  # what was studied follows, no degree is named
    "background",  # the same, if what follows ends in "or a related field"
    "mask",  # names no degree though one of the others stands in it
    "aside",  # the sentence tells of something else than what is asked for
    "optional",  # what it follows, or what follows at once, is not a condition
    "required",  # what it follows, or what follows at once, is a condition
    "equivalent",  # something else is taken in place of the degree
    "filler",  # may stand in a list of fields
    "skill",  # directly after a field: a skill is meant, not what was studied
    "tail",  # may stand in a list of fields, and ends one: "related field"
)
"""What a row of degrees.csv may be."""

EXPERIENCE_KINDS: tuple[str, ...] = (
    "no-before",  # directly before the number, maybe with links between: it counts something else
    "link",
    "yes-before",  # directly before the number: it is asked for though a no-before stands there too
    "no-after",  # directly after "years": they are of something else
    "firm",  # before the number: the firm speaks of itself
    "seek",  # unless this stands before the number as well
    "experience",  # after "years": they are of experience
    "place",  # the same where "in" leads to it: "in a similar role"
    "activity",  # directly after "years": they are of work
    "experience-before",  # before the number: they are of experience
    "begins",  # all that stands before the number in its sentence
    "instead",  # after "years": they are taken in place of a degree
    "added",  # directly before the number: they are taken in place of a degree, or come on top
    "optional",  # in the sentence: the years are not a condition
    "required",  # unless this stands there as well
    "degree",
)
"""What a row of experience.csv may be. A word may begin or end in `*`, which stands for letters."""

DOMAIN_PLACES: tuple[str, ...] = (
    "company",  # in the employer's name
    "title",
    "industry",  # in what the source itself says of the industry
    "text",
    "sentence",  # in a sentence of the text, whose words then count so much
)
"""Where a row of domains.csv counts."""

WORKPLACE_PLACES: tuple[str, ...] = ("field", "text")
"""Where a row of workplace.csv counts: in location and title, or in the text."""

CV_SECTIONS: tuple[str, ...] = (
    "summary",
    "skills",
    "experience",
    "volunteering",
    "projects",
    "education",
    "certificates",
    "publications",
    "languages",
    "other",
)
"""Parts of a CV, as headings tell them; "" is what stands above the first heading."""

CV_STANDINGS: tuple[str, ...] = ("has", "basic", "learning", "denied")
"""What a CV says of a skill: it has it; is only familiar with it; is learning it; does not have it."""
