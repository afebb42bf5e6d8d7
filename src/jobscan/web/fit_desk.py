"""The CV of the session and what it is compared with: in memory only, and gone with the CV."""

from __future__ import annotations

import io
import logging
import secrets
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from jobscan.compare.comparison import compare_terms
from jobscan.compare.families import Families, families_of
from jobscan.compare.many import Market, compare_all
from jobscan.compare.planning import plan_market
from jobscan.compare.ranking import rank_market
from jobscan.compare.skills import CvSkills
from jobscan.compare.terms import terms_of, terms_of_tables
from jobscan.cv import CvReader, cv_of_bytes, cv_reader, read_profile
from jobscan.cv.lines import lines_of
from jobscan.cv.sections import find_cv_sections
from jobscan.errors import JobscanError, SourceError
from jobscan.explain.explanation import explain
from jobscan.pick import SeveralPostingsError, pick_posting
from jobscan.sources.files import STDIN
from jobscan.web.fit_marks import cv_parts, posting_parts
from jobscan.web.fit_view import FitView, fit_view
from jobscan.web.state import GivenCv

if TYPE_CHECKING:
    import pandas as pd

    from jobscan.compare.result import Comparison
    from jobscan.cv import Profile
    from jobscan.cv.sections import CvSection
    from jobscan.lexicon import Lexicon
    from jobscan.posting import Posting
    from jobscan.web.fit_text import Part
    from jobscan.web.state import Loaded, State

MAX_LISTINGS: Final = 50
"""Postings that were given one by one and are kept; the oldest go."""
NO_SKILL: Final = "No skill was found in it. Is it a CV, and in English?"

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class ReadCv:
    """A CV as it was read."""

    given: GivenCv
    profile: Profile
    sections: tuple[CvSection, ...]
    families: Families
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A CV beside all postings of a scan."""

    name: str
    """The scan's."""
    market: Market
    matches: pd.DataFrame
    plan: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A CV beside one posting."""

    comparison: Comparison
    view: FitView


@dataclass(frozen=True, slots=True, eq=False)
class _Ranking:
    """A comparison with all postings that is being made."""

    cv: ReadCv
    loaded: Loaded
    result: Future[Ranked]


class Desk:
    """What is made of the session's CV. today: by default the day of the request."""

    def __init__(self, state: State, *, today: date | None = None) -> None:
        self._state = state
        self._today = today
        self._lock = threading.RLock()
        self._reader: CvReader | None = None
        self._cv: ReadCv | None = None
        self._ranking: _Ranking | None = None
        self._listings: dict[str, Posting] = {}

    # The CV

    def take(self, name: str, data: bytes) -> ReadCv:
        """Read a CV and make it that of the session. Raises JobscanError: then the one before stays."""
        read = self._read(GivenCv(name, data))
        with self._state.lock, self._lock:
            self._state.cv, self._cv, self._ranking = read.given, read, None
        return read

    def cv(self) -> ReadCv | None:
        """The CV of the session as it was read, None where there is none. Raises JobscanError."""
        given = self._state.cv
        with self._lock:
            if given is None:
                self._cv = self._ranking = None
                return None
            if self._cv is not None and self._cv.given is given:
                return self._cv
        read = self._read(given)
        with self._lock:
            self._cv, self._ranking = read, None
        return read

    def forget(self) -> None:
        """Drop the CV and all that was made of it, and the postings that were given beside it."""
        with self._state.lock, self._lock:
            self._state.cv = None
            self.tidy()

    def tidy(self) -> None:
        """Drop what was made of a CV that is no longer that of the session."""
        with self._state.lock, self._lock:
            if self._state.cv is None:
                self._cv = self._ranking = None
                self._listings.clear()

    def _read(self, given: GivenCv) -> ReadCv:
        cv = cv_of_bytes(given.data, given.name)
        most = self._state.settings.max_pasted_chars
        if len(cv.text) > most:
            raise SourceError(
                "too_large", f"has {len(cv.text):,} characters: on this page {most:,} are taken"
            )
        with self._state.extractor() as (extractor, lexicon):
            if self._reader is None or self._reader.lexicon is not lexicon:
                self._reader = cv_reader(lexicon, matcher=extractor.matcher)
            reader = self._reader
            profile = read_profile(cv, reader, today=self._day())
        sections = tuple(find_cv_sections(lines_of(cv.text), reader.headings))
        notes = cv.notes if profile.skills else (*cv.notes, NO_SKILL)
        return ReadCv(given, profile, sections, families_of(lexicon), notes)

    def _day(self) -> date:
        return self._today or date.today()  # noqa: DTZ011 - the day where the person is

    # One posting

    def add(self, data: bytes) -> str:
        """Keep a posting that was pasted or dropped, for find: its key.

        Raises SeveralPostingsError where it holds many, JobscanError where it holds none.
        """
        return self.keep(pick_posting(STDIN, stdin=io.BytesIO(data)).posting)

    def keep(self, posting: Posting) -> str:
        """Keep a posting for find: its key."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._listings[key] = posting
            while len(self._listings) > MAX_LISTINGS:
                del self._listings[next(iter(self._listings))]
        return key

    def listings(self) -> list[tuple[str, Posting]]:
        """The postings that were given one by one, the newest first, each with its key."""
        with self._lock:
            return list(self._listings.items())[::-1]

    def listing(self, key: str) -> Posting | None:
        """A posting that was given by itself."""
        return self._listings.get(key)

    def compare(self, cv: ReadCv, posting: Posting) -> Compared:
        """The CV beside a posting, with both texts marked."""
        with self._state.extractor() as (extractor, lexicon):
            explanation = explain(posting, extractor, lexicon)
        terms = terms_of(posting, explanation.extraction)
        found = compare_terms(CvSkills(cv.profile, cv.families), terms)
        return self._compared(cv, found, posting_parts(explanation, found))

    def compare_row(self, cv: ReadCv, loaded: Loaded, posting_id: str) -> Compared | None:
        """The CV beside a posting of a scan of which only the tables are left; None for an unknown one."""
        postings, skills = loaded.scan.postings, loaded.scan.posting_skills
        row = postings[postings["posting_id"] == posting_id]
        terms = next(terms_of_tables(row, skills[skills["posting_id"] == posting_id]), None)
        if terms is None:
            return None
        return self._compared(cv, compare_terms(CvSkills(cv.profile, cv.families), terms), ())

    def _compared(self, cv: ReadCv, found: Comparison, posting: tuple[Part, ...]) -> Compared:
        shown = cv_parts(cv.profile, cv.sections, found, cv.families.names)
        return Compared(found, fit_view(found, cv.families, posting, shown))

    # All postings

    def ranked(self, cv: ReadCv, loaded: Loaded, *, wait_s: float) -> Ranked | None:
        """The CV beside all postings of the scan; None while it is being made. Raises JobscanError."""
        with self._lock:
            ranking = self._ranking
            if ranking is None or ranking.cv is not cv or ranking.loaded is not loaded:
                ranking = self._ranking = _Ranking(cv, loaded, Future())
                threading.Thread(target=self._rank, args=(ranking,), daemon=True, name="jobscan-fit").start()
        try:
            return ranking.result.result(timeout=wait_s)
        except LateError:
            return None

    def _rank(self, ranking: _Ranking) -> None:
        """Make a ranking; it takes some seconds for ten thousand postings."""
        try:
            with self._state.extractor() as (_, lexicon):
                used: Lexicon = lexicon
            market = compare_all(ranking.cv.profile, ranking.loaded.scan, used)
            name, plan = ranking.loaded.name, plan_market(market)
            ranking.result.set_result(Ranked(name, market, rank_market(market), plan))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the result
            _LOG.warning("the postings could not be ranked: %s", type(error).__name__)
            ranking.result.set_exception(
                error if isinstance(error, JobscanError) else SourceError("failed", "could not be compared")
            )


__all__ = ["Compared", "Desk", "Ranked", "ReadCv", "SeveralPostingsError"]
