"""Invented job postings of the size and look of real ones, as many as are wanted.

Sizes were set beside some 9,000 real postings from 2018 to 2026: about 3,800 characters and 550 words in 39
lines, a fifth of the lines bullets, a fifth of the characters in lines that stood in an earlier posting, and
a vocabulary that never stops growing: 24,000 different words in 2,000 postings, 47,000 in 8,000.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, lru_cache

from jobscan.posting import Posting

SKILLS = """
    Python|SQL|machine learning|R|AWS|Tableau|Java|data analysis|Excel|Spark|deep learning|statistics
    TensorFlow|PyTorch|communication skills|Docker|Kubernetes|Power BI|pandas|NumPy|scikit-learn
    problem solving|C++|Scala|Azure|NLP|computer vision|data visualization|ETL|Hadoop|Git|Linux|Airflow
    Kafka|Snowflake|dbt|BigQuery|GCP|MLflow|Keras|A/B testing|feature engineering|linear algebra
    probability|experimental design|CI/CD|T-SQL|Looker|SAS|MATLAB|JavaScript|Go|data pipelines
    data warehouse|Redshift|PostgreSQL|MongoDB|LLMs|LangChain|Hugging Face|XGBoost|time series
    reinforcement learning|recommender systems|agile|Jira|stakeholder management|business acumen
    REST APIs|model deployment|model evaluation|data cleaning|Matplotlib|Seaborn|Databricks|SageMaker
    Terraform|leadership|mentoring|cross-functional teams|Jupyter|FastAPI|C#|PySpark|Bayesian statistics
    optimization|calculus
"""
WORDS = """
    the of and to in a with for our you will we on is that as team work be or data this by an are from
    have at your customer product new business across support build help using ability including role
    join drive high all other more people projects strong environment quality systems process world
    company solutions development based best within years time services technology performance multiple
    design provide analytics make improve clients working global teams partners opportunities need
    complex impact industry understanding develop research management where growth insights lead into
    services platform while large level ensure knowledge related internal through key what one how
    create health following value create must position candidates grow deliver not office manage
    responsible set well program across application review strategy operations needs candidate mission
    use day goals state information results standards part change plan daily report market issues every
    future local model scale areas review skill
""".split()
TITLES = """
    Data Scientist|Senior Data Scientist|Machine Learning Engineer|Data Analyst|Data Engineer
    Research Scientist|Senior Data Analyst|MLOps Engineer|Applied Scientist|Analytics Engineer
    BI Analyst|AI Engineer|Software Engineer|Lead Data Engineer|Product Manager, Data
    Director of Analytics
"""
HEADINGS = {
    "duties": ("Responsibilities", "What you'll do:", "THE ROLE", "Your day", "**Key duties**"),
    "needs": ("Requirements", "Qualifications:", "What we look for", "BASIC QUALIFICATIONS", "Who you are"),
    "wishes": ("Nice to have", "Preferred qualifications", "Bonus points", "It is a plus if you have"),
    "gives": ("Benefits", "What we offer", "Perks"),
    "company": ("About us", "Who we are", "About {company}"),
    "legal": ("Equal opportunity", "EEO statement"),
}
# * stands for a word, # for a skill, @ for a number.
SENTENCES = {
    "duties": (
        "Build and maintain # * that * the * of * *",
        "Work closely with * and * teams to * * * in # and #",
        "You will * # models in # for * * and present findings to * *",
        "* and * # across * * *, from * to *",
        "Own the * of our * *: *, * and *",
        "Partner with * on * * to * *, * and * the *",
        "Develop and deploy # models that help the business make better decisions about *",
        "Analyze large data sets to find trends, and communicate insights to senior leaders in *",
        "Collaborate with product managers, engineers and * to define requirements for * *",
    ),
    "needs": (
        "@+ years of experience with #, # or #",
        "Bachelor's degree in * or a related field, with @ years in * *",
        "Strong # and # skills; you * *",
        "Proficiency in # (#, #) and * * of *",
        "Ability to * * *, * * and * under *",
        "Hands-on experience with # and * * such as #, # and #",
        "Excellent written and verbal communication skills, and the ability to explain * to * *",
        "Proven ability to solve complex problems, manage priorities and work independently in a * *",
        "Experience working with large data sets, building # pipelines and designing * *",
    ),
    "wishes": (
        "Experience with # or #",
        "Familiarity with * *, # and *",
        "You have * a * in #",
        "Interest in * * and *",
    ),
    "prose": (
        "We * the * of * and *, and our * * with * in @ *.",
        "* at * means that * * *, every *.",
        "This * will * our * * team in * and * to the head of *.",
        "Since 20@ our * have * * for @ million * in * *.",
        "You * with * who * about * *, # and the * of *.",
        "As a member of our * team you will work with * to develop new * and improve existing ones.",
        "The ideal candidate has a passion for data, learns quickly and enjoys * in a fast-paced *.",
    ),
    "fixed": (
        "Up to @ days of * leave, * insurance and a * plan for you and your *.",
        "We are an equal opportunity employer and value * at our company; we do not * on the basis of *.",
        "Our * platform * * for * of * around the world, and * the way * * *.",
        "If you need * during the * process, please * us at people@*.example.",
        "The * range for this * is $@0,000 to $1@0,000, with * and *.",
    ),
}
ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w z".split()
NUCLEI = "a e i o u ai ea io ou".split()
ENDINGS = "ing ation ed ment ity ive er al able ance s ly ous ion ship".split()


def iter_postings(count: int, *, seed: int = 1) -> Iterator[Posting]:
    """Invented postings, the same for the same seed, however many are asked for."""
    chance = random.Random(seed)
    for number in range(count):
        title = chance.choice(_names(TITLES))
        # Employers differ in how much they post: few post a lot.
        employer = int(160 * (chance.random() ** -2 - 1)) % 100_000
        text = _text(chance, employer)
        yield Posting(
            id=f"generated:{seed}:{number}",
            source="generated",
            origin="benchmarks",
            title=title,
            text=text,
            hiring_organization=_company(employer),
        )


def _text(chance: random.Random, employer: int) -> str:
    company = _company(employer)
    about, offers = _boilerplate(employer)
    bullet = chance.choice(["• ", "- ", "* ", "", "", ""])
    blank = chance.random() < 0.6
    parts: list[str] = []

    def section(kind: str, lines: list[str]) -> None:
        parts.append(chance.choice(HEADINGS[kind]).format(company=company))
        parts.extend(lines)
        if blank:
            parts.append("")

    def lines(kind: str, low: int, high: int) -> list[str]:
        return [bullet + _sentence(chance, SENTENCES[kind]) for _ in range(chance.randint(low, high))]

    def prose(low: int, high: int) -> str:
        return " ".join(_sentence(chance, SENTENCES["prose"]) for _ in range(chance.randint(low, high)))

    section("company", [*about, prose(2, 6)])
    section("duties", [prose(1, 3), *lines("duties", 4, 10)])
    section("needs", lines("needs", 5, 11))
    if chance.random() < 0.5:
        section("wishes", lines("wishes", 2, 5))
    parts.append(prose(3, 9))
    section("gives", offers)
    section("legal", [prose(1, 3)])
    return "\n".join(parts)


def _sentence(chance: random.Random, templates: tuple[str, ...]) -> str:
    words = []
    for part in chance.choice(templates).split(" "):
        filled = part
        for mark, fill in (("*", _word), ("#", _skill), ("@", _number)):
            if mark in filled:
                filled = filled.replace(mark, fill(chance))
        words.append(filled)
    line = " ".join(words)
    return line[0].upper() + line[1:]


def _skill(chance: random.Random) -> str:
    skills = _names(SKILLS)
    return skills[min(int(12 * (chance.random() ** -0.9 - 1)), len(skills) - 1)]


@cache
def _names(block: str) -> list[str]:
    """The names of a block, which are separated by bars and line ends."""
    return block.strip().replace("\n    ", "|").strip().split("|")


def _number(chance: random.Random) -> str:
    return str(chance.randint(1, 25))


def _word(chance: random.Random) -> str:
    """A word by the law of Zipf and Mandelbrot; the parameters give the growth of vocabulary told above."""
    return _spelled(int(22 * (chance.random() ** -2 - 1)))


def _spelled(rank: int) -> str:
    """The word of a rank: plain words first, then made-up ones, each rank its own."""
    if rank < len(WORDS):
        return WORDS[rank]
    rest, ending = divmod(rank, len(ENDINGS))
    letters = []
    while rest:
        rest, nucleus = divmod(rest, len(NUCLEI))
        rest, onset = divmod(rest, len(ONSETS))
        letters += [ONSETS[onset], NUCLEI[nucleus]]
    return "".join([*letters, "nst", ENDINGS[ending]])


def _company(employer: int) -> str:
    return _spelled(employer * 7 + 1_000).title()


@lru_cache(maxsize=200)  # bounded: the memory that grows must be that of what is measured
def _boilerplate(employer: int) -> tuple[list[str], list[str]]:
    """The lines about the company, and about what it offers, that all postings of an employer share."""
    chance = random.Random(employer)
    lines = [_sentence(chance, SENTENCES["fixed"]) for _ in range(10)]
    return lines[:4], lines[4:]
