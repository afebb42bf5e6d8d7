"""What the page holds while it runs: one scan, the job that makes it, a CV.

All of it is in memory, or in a private folder that is gone when the page ends.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobscan.lexicon import Lexicon, load_lexicon
from jobscan.posting import Posting
from jobscan.scan import Scan
from jobscan.web.settings import Settings

if TYPE_CHECKING:
    from jobscan.explain.explanation import Explanation
    from jobscan.extract import Extractor
    from jobscan.report.records import Figures
    from jobscan.web.jobs import Job
    from jobscan.web.texts import Texts


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A finished scan that is looked at."""

    scan: Scan
    name: str
    """What the person gave, for the head of the page: `12 files`, `greenhouse:acme`."""
    texts: Texts
    """The postings themselves."""


@dataclass(frozen=True, slots=True)
class GivenCv:
    """A CV as it was given. It is kept in memory, and never written."""

    name: str
    data: bytes


class State:
    """The one session of a page. Attributes are read and set whole, so that no reader sees a half.

    close() removes the private folder; it is safe to call it twice.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="jobscan-page-"))
        """Private to this user (mkdtemp gives mode 0700), gone at close()."""
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.token = secrets.token_urlsafe(32)
        """The secret of the address that is opened first."""
        self.session = secrets.token_urlsafe(32)
        """The secret of the cookie."""
        self.csrf = secrets.token_urlsafe(32)
        """The secret that each form carries."""
        self.lock = threading.RLock()
        """Held while the attributes below are changed."""
        self.loaded: Loaded | None = None
        self.job: Job | None = None
        self.cv: GivenCv | None = None
        self._drawing = threading.Lock()
        self._figures: tuple[Loaded, Figures] | None = None
        self._reading = threading.Lock()
        self._lexicon: Lexicon | None = None
        self._extractor: Extractor | None = None

    @property
    def scan(self) -> Scan | None:
        """The current scan, None before the first one."""
        loaded = self.loaded
        return loaded.scan if loaded else None

    def posting(self, posting_id: str) -> Posting | None:
        """A posting of the current scan with its text; None where it is not known or cannot be read."""
        loaded = self.loaded
        return loaded.texts(posting_id) if loaded else None

    def show(self, loaded: Loaded) -> None:
        """Look at a scan from now on. Its figures are made at once: that takes seconds for a large one."""
        self.loaded = loaded
        self.figures(loaded)

    def figures(self, loaded: Loaded) -> Figures:
        """The figures of a scan, kept for the next time."""
        from jobscan.report.figures import figures

        with self._drawing:
            if self._figures is None or self._figures[0] is not loaded:
                self._figures = (loaded, figures(loaded.scan))
            return self._figures[1]

    @contextlib.contextmanager
    def extractor(self) -> Iterator[tuple[Extractor, Lexicon]]:
        """The extractor and its lexicon, for one thread at a time. The first use builds them: a second."""
        from jobscan.extract import Extractor

        with self._reading:
            if self._extractor is None or self._lexicon is None:
                settings = self.settings
                self._lexicon = load_lexicon(settings.lexicon, extra=settings.extra_lexicons)
                self._extractor = Extractor(self._lexicon)
            yield self._extractor, self._lexicon

    def explain(self, posting: Posting) -> Explanation:
        """How a posting is understood."""
        from jobscan.explain.explanation import explain

        with self.extractor() as (extractor, lexicon):
            return explain(posting, extractor, lexicon)

    def warm(self) -> None:
        """Make the figures and the extractor now, so that the first page need not wait for them."""
        if self.loaded is not None:
            self.figures(self.loaded)
        with self.extractor():
            pass

    def begin(self, job: Job) -> None:
        """Start a job in place of the one that runs, if one does."""
        with self.lock:
            if self.job is not None:
                self.job.cancel()
            job.start()
            self.job = job

    def forget(self) -> None:
        """Drop the scan, the CV and the job, and what was uploaded."""
        with self.lock:
            job, self.job, self.loaded, self.cv = self.job, None, None, None
            self._figures = None
        if job is not None:
            job.cancel()
        self.clean()

    def new_folder(self) -> Path:
        """A new, empty folder inside the private one."""
        return Path(tempfile.mkdtemp(prefix="input-", dir=self.folder))

    def clean(self) -> None:
        """Remove all that was uploaded."""
        for path in self.folder.glob("input-*"):
            shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """Stop what runs, and remove the private folder."""
        job = self.job
        if job is not None:
            job.cancel()
        self._remove()
