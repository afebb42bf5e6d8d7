"""Reads saved job postings and reports which skills they ask for.

    import jobscan

    found = jobscan.scan("my-postings")
    found.demand.head()          # how many postings ask for each skill
    found.write("output")

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jobscan._version import __version__
from jobscan.errors import Failure, JobscanError, LexiconError, PostingError, SourceError
from jobscan.posting import Pay, Posting

if TYPE_CHECKING:
    from jobscan.compare import Comparison, compare
    from jobscan.engines.frame import scan_frame
    from jobscan.evaluate import Evaluation, evaluate
    from jobscan.extract import Extraction, Extractor, Mention
    from jobscan.fetch import fetch, fetch_posting
    from jobscan.lexicon import Lexicon, load_lexicon
    from jobscan.report import Report, report
    from jobscan.scan import Scan, load_scan, scan
    from jobscan.sources import iter_postings

__all__ = [
    "Comparison",
    "Evaluation",
    "Extraction",
    "Extractor",
    "Failure",
    "JobscanError",
    "Lexicon",
    "LexiconError",
    "Mention",
    "Pay",
    "Posting",
    "PostingError",
    "Report",
    "Scan",
    "SourceError",
    "__version__",
    "compare",
    "evaluate",
    "fetch",
    "fetch_posting",
    "iter_postings",
    "load_lexicon",
    "load_scan",
    "report",
    "scan",
    "scan_frame",
]

_LAZY = {
    "Comparison": "jobscan.compare",
    "Evaluation": "jobscan.evaluate",
    "Extraction": "jobscan.extract",
    "Extractor": "jobscan.extract",
    "Lexicon": "jobscan.lexicon",
    "Mention": "jobscan.extract",
    "Report": "jobscan.report",
    "Scan": "jobscan.scan",
    "compare": "jobscan.compare",
    "evaluate": "jobscan.evaluate",
    "fetch": "jobscan.fetch",
    "fetch_posting": "jobscan.fetch",
    "iter_postings": "jobscan.sources",
    "load_lexicon": "jobscan.lexicon",
    "load_scan": "jobscan.scan",
    "report": "jobscan.report",
    "scan": "jobscan.scan",
    "scan_frame": "jobscan.engines.frame",
}
"""Where the names are that are imported when they are first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_LAZY[name]), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """This package: `jobscan.scan` is the function, also once its module has been imported."""

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds a submodule to its package as soon as somebody imports it.
        if name in {"compare", "evaluate", "fetch", "report", "scan"} and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        # By its name, as any module: Spark, Dask and Ray send functions that use it to other machines.
        from importlib import import_module

        return import_module, (self.__name__,)


sys.modules[__name__].__class__ = _Package
