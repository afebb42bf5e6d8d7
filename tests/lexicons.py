"""Small lexicons for tests, written as the CSV files that a person would write."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

SKILLS = """skill_id,skill,category,guide_section,description,source
c,C,programming,,The language C,test
c++,C++,programming,,,test
collaboration,Collaboration,soft-skills,soft-skills,Working with others,test
go,Go,programming,,,test
java,Java,programming,,,test
machine-learning,Machine learning,concepts,,,test
python,Python,programming,programming,,test
r,R,programming,,,test
sql,SQL,programming,,,test
"""
CATEGORIES = """category,name,vouches,source
concepts,Concepts,no,test
programming,Programming,yes,test
soft-skills,Soft skills,no,test
"""
ALIASES: tuple[tuple[str, str, str, str, str], ...] = (
    ("c", "C", "exact", "list;near:programming", ""),
    ("c++", "c++", "any", "", ""),
    ("collaboration", "team player", "any", "", ""),
    ("collaboration", "work|works|working closely|directly? with ...4 {team}", "any", "", ""),
    ("go", "Go", "exact", "tool;list", "start"),
    ("go", "golang", "any", "", ""),
    ("java", "java", "any", "", ""),
    ("machine-learning", "machine learning", "any", "", ""),
    ("machine-learning", "ml", "any", "", ""),
    ("python", "python", "any", "", ""),
    ("r", "R", "exact", "tool;list;near:programming|statistical_computing", ""),
    ("sql", "sql", "any", "", ""),
    ("sql", "t sql", "any", "", ""),
)
WORD_SETS = "name,words,source\nteam,team|teams|engineers|product_managers,test\n"
MASKS = """phrase,why,source
go to market,not the language,test
machine learning engineer|engineers,a title,test
"""


def write_lexicon(
    folder: Path,
    *,
    skills: str = SKILLS,
    aliases: Iterable[tuple[str, str, str, str, str]] = ALIASES,
    categories: str = CATEGORIES,
    word_sets: str = WORD_SETS,
    masks: str = MASKS,
) -> Path:
    """The folder, with the files of a small lexicon in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "skills.csv").write_text(skills, encoding="utf-8")
    (folder / "categories.csv").write_text(categories, encoding="utf-8")
    (folder / "word_sets.csv").write_text(word_sets, encoding="utf-8")
    (folder / "masks.csv").write_text(masks, encoding="utf-8")
    with (folder / "aliases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("skill_id", "alias", "case", "needs", "unless", "source"))
        writer.writerows((*alias, "test") for alias in aliases)
    return folder
