"""Lexicons in other people's formats: spaCy's patterns out and in, ESCO's and O*NET's tables in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jobscan.errors import LexiconError
from jobscan.lexicon_formats.esco import Imported, is_esco, lexicon_from_esco
from jobscan.lexicon_formats.onet import is_onet, lexicon_from_onet
from jobscan.lexicon_formats.published import read_header, table_files
from jobscan.lexicon_formats.spacy_patterns import dump_spacy_patterns, lexicon_from_spacy, spacy_patterns

__all__ = [
    "IMPORT_FORMATS",
    "Imported",
    "dump_spacy_patterns",
    "guess_format",
    "import_lexicon",
    "lexicon_from_esco",
    "lexicon_from_onet",
    "lexicon_from_spacy",
    "spacy_patterns",
]

IMPORT_FORMATS: Final = ("spacy", "esco", "onet")


def import_lexicon(path: Path, *, file_format: str = "", occupation: str = "") -> Imported:
    """The files of a lexicon folder made of another program's patterns or of a published vocabulary.

    path: a file, or for tables a folder of them. file_format: one of IMPORT_FORMATS, by default what the
    file looks like. occupation: take only the skills of occupations that this names (ESCO and O*NET).
    Raises LexiconError where something is missing or wrong, with file, line and column.
    """
    if not path.exists():
        raise LexiconError(f"{path}: cannot be read: no such file or folder")
    file_format = file_format or guess_format(path)
    if file_format == "esco":
        return lexicon_from_esco(path, occupation=occupation)
    if file_format == "onet":
        return lexicon_from_onet(path, occupation=occupation)
    if occupation:
        raise LexiconError("--occupation is for the tables of ESCO and O*NET; patterns tell no occupations")
    return Imported(lexicon_from_spacy(_lines(path), origin=str(path)))


def guess_format(path: Path) -> str:
    """One of IMPORT_FORMATS, by what a file, or one of the tables of a folder, begins with.

    Anything else in a file is taken for patterns. Raises LexiconError for a folder without such tables.
    """
    files = table_files(path) if path.is_dir() else [path]
    headers = [read_header(file) for file in files]
    if any(map(is_esco, headers)):
        return "esco"
    if any(map(is_onet, headers)):
        return "onet"
    if path.is_dir():
        raise LexiconError(f"{path}: no table of ESCO or O*NET in it")
    return "spacy"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: byte {error.start} is not UTF-8") from error
