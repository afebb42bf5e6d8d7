"""O*NET's published tables (https://www.onetcenter.org/database.html) to a lexicon folder.

Read are the tables of software ("Technology Skills" up to release 30.2, "Software Skills" after) and those
in which occupations are rated by elements ("Skills", "Essential Skills", "Transferable Skills",
"Knowledge"), tab-separated or CSV; "Occupation Data" beside them tells the titles of occupations.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from jobscan.data_files import Row
from jobscan.errors import LexiconError
from jobscan.lexicon_formats.esco import Imported
from jobscan.lexicon_formats.folder import slug
from jobscan.lexicon_formats.labels import Concept, Guarded, is_plain, lexicon_files, written_words
from jobscan.lexicon_formats.published import Table, read_header, read_table, table_files

CODE: Final = "O*NET-SOC Code"
IMPORTANT: Final = 3.0
"""Of the scale of importance, 1 to 5: from "important" on an element counts for an occupation."""
VENDOR: Final = 3
"""Names of products that begin with the same word: it is the vendor's, and may be left out."""

_NAMES: Final = frozenset(
    "technology skills|software skills|skills|essential skills|transferable skills|knowledge".split("|")
)
"""Of the tables that are read in a folder of all of them."""
# Column of the product and column of its kind, in older and newer releases.
_SOFTWARE: Final = (("Example", "Commodity Title"), ("Workplace Example", "Element Name"))
_RATED: Final = ("Element Name", "Scale ID", "Data Value")
_SOFTWARE_WORD: Final = re.compile(r"\s+(?:software|systems?)$", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9]{1,5}")


def is_onet(columns: Collection[str]) -> bool:
    """Whether a table with these columns is one that is read."""
    return CODE in columns and (_software_columns(columns) is not None or set(_RATED) <= set(columns))


def lexicon_from_onet(path: Path, *, occupation: str = "") -> Imported:
    """A lexicon folder made of O*NET's tables.

    path: a table, or a folder that holds some. occupation: take only what belongs to occupations that this
    names, by the beginning of a code ("29-1141") or words of a title ("nurses"); of rated elements those
    that are important to one of them. Raises LexiconError where a table is missing or wrong, or no
    occupation fits.
    """
    tables = [read_table(file) for file in _files(path)]
    codes, titles = _occupations(path, tables, occupation) if occupation else (None, ())
    concepts: list[Concept] = []
    categories: dict[str, tuple[str, str, bool]] = {}
    for table in tables:
        table.require(CODE)
        software = _software_columns(table.columns)
        found = _products(table, codes, *software) if software else _elements(table, codes)
        for concept, kind in found:
            concepts.append(concept)
            categories[concept.category] = (concept.category, kind, software is not None)
    if not concepts:
        raise LexiconError(f"{path}: no skill in it" + (f" of {occupation!r}" if occupation else ""))
    return Imported(lexicon_files(concepts, list(categories.values()), source="onet"), titles)


def _software_columns(columns: Collection[str]) -> tuple[str, str] | None:
    return next((pair for pair in _SOFTWARE if set(pair) <= set(columns)), None)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if not is_onet(header := read_header(path)):
            raise LexiconError(f"{path}, line 1: no such table of O*NET; found are {', '.join(header)}")
        return [path]
    files = [file for file in table_files(path) if re.sub(r"[\W_]+", " ", file.stem).lower() in _NAMES]
    files = [file for file in files if is_onet(read_header(file))]
    if not files:
        raise LexiconError(f"{path}: none of O*NET's tables {', '.join(sorted(_NAMES))} is in it")
    return files


def _occupations(
    path: Path, tables: Iterable[Table], occupation: str
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes of the occupations that are named, and their titles, or codes where these are not told."""
    titles: dict[str, str] = {}
    for table in (*tables, *_occupation_data(path)):
        for row in table.rows:
            if not titles.get(row.cells[CODE]):
                titles[row.cells[CODE]] = row.cells.get("Title", "")
    if occupation[0].isdigit():
        codes = {code for code in titles if code.startswith(occupation)}
    elif not any(titles.values()):
        raise LexiconError(
            f"{path}: no table tells titles; name a code (29-1141), or put Occupation Data beside it"
        )
    else:
        words = re.compile(rf"\b{re.escape(occupation)}\b", re.IGNORECASE)
        codes = {code for code, title in titles.items() if words.search(title)}
    if not codes:
        raise LexiconError(f"{path}: no occupation is called {occupation!r}, nor has such a code")
    return frozenset(codes), tuple(sorted(titles[code] or code for code in codes))


def _occupation_data(path: Path) -> Iterator[Table]:
    for file in table_files(path):
        if {CODE, "Title", "Description"} <= set(read_header(file)):
            yield read_table(file)


def _elements(table: Table, codes: frozenset[str] | None) -> Iterator[tuple[Concept, str]]:
    """The elements by which occupations are rated, with the name of their category.

    codes: only those that are important to one of these occupations.
    """
    table.require(*_RATED)
    kind = re.sub(r"[\W_]+", " ", table.path.stem).strip().capitalize()
    names: dict[str, None] = {}
    for row in table.rows:
        if not row.cells["Element Name"]:
            raise row.error("Element Name", "empty; the name of the skill is needed")
        if codes is None or (row.cells[CODE] in codes and _is_important(row)):
            names[row.cells["Element Name"]] = None
    for name in names:
        yield Concept(name=name, category=slug(kind) or "skills", labels=(name,), general=True), kind


def _is_important(row: Row) -> bool:
    if row.cells["Scale ID"] != "IM" or row.cells.get("Recommend Suppress") == "Y":
        return False
    try:
        return float(row.cells["Data Value"]) >= IMPORTANT
    except ValueError as error:
        raise row.error("Data Value", f"{row.cells['Data Value']!r} is no number") from error


def _products(
    table: Table, codes: frozenset[str] | None, name: str, kind: str
) -> Iterator[tuple[Concept, str]]:
    """The products, each with the name of its category; with codes those of these occupations only."""
    kinds: dict[str, str] = {}
    for row in table.rows:
        if not row.cells[name]:
            raise row.error(name, "empty; the name of the product is needed")
        if not row.cells[kind]:
            raise row.error(kind, "empty; the kind of the product is needed")
        if codes is None or row.cells[CODE] in codes:
            kinds.setdefault(row.cells[name], row.cells[kind])
    vendors = _vendors({row.cells[name] for row in table.rows})
    for product, category in kinds.items():
        labels, guarded = _product_labels(product, vendors)
        yield Concept(product, slug(category) or "software", labels, guarded=guarded), category


def _vendors(products: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The first words of several products, each with the words by which its products are told apart."""
    rests: dict[str, set[str]] = defaultdict(set)
    later: Counter[str] = Counter()
    for product in products:
        first, _, rest = product.partition(" ")
        rests[first].add(_bare(rest))
        later.update(set(rest.split()))
    return {
        first: frozenset(rest for rest in found if rest and later[rest] < VENDOR)
        for first, found in rests.items()
        if len(found) >= VENDOR
    }


def _product_labels(
    product: str, vendors: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], tuple[Guarded, ...]]:
    """The ways to write a product, and those that need a guard.

    "Electronic health record EHR software" is also its words without the acronym, and the acronym; "Nordwind
    Records", where Nordwind makes other products too, is also "Records", if it stands in a list of tools.
    """
    labels = [product]
    short = _bare(product)
    words = short.split()
    if short != product and (len(words) == 1 or words[-1] != words[-1].lower()):
        labels.append(short)
    *before, last = words
    if len(before) > 1 and _ACRONYM.fullmatch(last) and _abbreviates(last, before):
        labels += [" ".join(before), last]
    first, _, rest = product.partition(" ")
    rest = _bare(rest)
    if rest not in vendors.get(first, ()):
        return tuple(labels), ()
    if all(map(is_plain, rest.split())):
        return tuple(labels), ((" ".join(written_words(rest)), "exact", "list"),)
    return (*labels, rest), ()


def _bare(product: str) -> str:
    """A product without the word software at its end."""
    return _SOFTWARE_WORD.sub("", product)


def _abbreviates(acronym: str, words: Iterable[str]) -> bool:
    """Whether the letters of an acronym stand in the words in their order."""
    letters = iter("".join(words).lower())
    return all(letter in letters for letter in acronym.lower())
