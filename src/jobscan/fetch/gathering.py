"""What comes of one source while it is asked: postings, counts, and all that does not agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from jobscan.errors import Failure
from jobscan.fetch.filters import matches
from jobscan.fetch.ledger import digest_of
from jobscan.fetch.names import Source
from jobscan.fetch.outcome import Outcome
from jobscan.posting import Posting
from jobscan.sources.boards.board import AS, Page, Request

_TOLD = 5
"""Of several alike, how many errors are told in full."""


@dataclass(slots=True)
class Gathered:
    """The state of one source."""

    source: Source
    listed: dict[str, None] = field(default_factory=dict)
    """Ids that the lists named, in order."""
    found: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of each posting that came complete the answer that holds it, and its digest."""
    kept: dict[str, None] = field(default_factory=dict)
    broken: int = 0
    expected: int | None = None
    errors: list[tuple[Outcome, str]] = field(default_factory=list)
    lists_failed: int = 0
    texts_failed: int = 0
    gone: int = 0
    """Texts that say that the posting is not open any more, though a list still names it."""
    capped: str = ""
    not_found: bool = False
    repeated: bool = False
    limited: bool = False
    newest_only: bool = False
    stopped: bool = False
    notes: list[str] = field(default_factory=list)

    def take(self, request: Request, page: Page, answer: str, *, is_text: bool, chained: bool) -> bool:
        """Note what an answer holds: whether its further pages are to be asked.

        is_text: whether it was asked for as the text of one posting. chained: whether another list led to it.
        """
        ids = [self._id(request, native) for native in page.listed] if not is_text else []
        postings = [found for found in page.postings if isinstance(found, Posting)]
        self.broken += sum(isinstance(found, Failure) for found in page.postings)
        self.notes += [note for note in page.notes if note not in self.notes]
        self.capped = self.capped or page.capped
        self.newest_only = self.newest_only or page.newest_only
        self.not_found = self.not_found or (page.not_found and not is_text)
        if page.expected is not None and not is_text:
            self._expect(page.expected, chained=chained)
        named = ids or ([] if is_text else [posting.id for posting in postings])
        again = chained and bool(named) and all(each in self.listed for each in named)
        again = again and all(posting.id in self.found for posting in postings)
        if is_text and page.notes and not page.postings:
            self.gone += 1
        self.listed.update(dict.fromkeys(named))
        for posting in postings:
            self._take_posting(posting, answer)
        self.repeated = self.repeated or again
        return not again

    def fail(self, outcome: Outcome, detail: str, *, is_text: bool) -> None:
        """Note that a request brought no usable answer."""
        self.errors.append((outcome, detail))
        self.texts_failed += is_text
        self.lists_failed += not is_text

    @property
    def seen(self) -> int:
        """How many different postings the source has named."""
        return len(self.listed) or len(self.found)

    @property
    def short(self) -> int:
        """How many fewer it has named than it says there are."""
        return max(0, (self.expected or 0) - self.seen)

    @property
    def textless(self) -> int:
        """How many that were listed did not come complete."""
        return max(self.texts_failed, len(self.listed) - len(self.found) - self.broken - self.gone)

    @property
    def empty(self) -> bool:
        """Whether it has answered, and named nothing at all."""
        return not self.listed and not self.found and not self.broken and not self.lists_failed

    @property
    def is_complete(self) -> bool:
        """Whether the lists name all that the source has."""
        return not (
            self.source.single
            or self.lists_failed
            or self.short
            or self.capped
            or self.limited
            or self.newest_only
            or self.stopped
            or self.not_found
            or (self.repeated and self.expected is None)
        )

    def outcome(self) -> tuple[Outcome, list[str]]:
        """How it ended, and why, one sentence each. An empty list is judged by who knows the archive."""
        reasons = self._reasons()
        if self.stopped:
            return "partial", ["it was stopped", *reasons]
        if self.not_found:
            return "not_found", reasons or ["the source says that there is no such board"]
        if self.source.single and not self.found and not self.errors:
            return "not_found", reasons or self.notes[:1] or ["the answer holds no posting"]
        outcomes = [outcome for outcome, _ in self.errors]
        if not self.found and outcomes:
            return outcomes[0], reasons
        if self.capped or "capped" in outcomes:
            return "capped", reasons
        return ("partial" if reasons else "ok"), reasons

    def _expect(self, stated: int, *, chained: bool) -> None:
        """Take over a stated total. Of further pages 0 says nothing: some state it on the first only."""
        if self.expected is None or (chained and stated > 0):
            if self.expected not in (None, stated):
                self.notes.append(f"the stated total changed from {self.expected:,} to {stated:,} on the way")
            self.expected = stated
        elif not chained:
            self.expected += stated  # of several lists, each with a total of its own

    def _take_posting(self, posting: Posting, answer: str) -> None:
        first = posting.id not in self.found
        self.found[posting.id] = (answer, digest_of(posting))
        ask = self.source.ask
        if first and not self.limited and matches(posting, ask):
            self.kept[posting.id] = None
            self.limited = ask.limit is not None and len(self.kept) >= ask.limit

    def _id(self, request: Request, native: str) -> str:
        parts = (str(request.carry.get(AS, self.source.board.name)), request.board, native)
        return ":".join(part for part in parts if part)

    def _reasons(self) -> list[str]:
        reasons = [self.capped] if self.capped else []
        if self.short and not self.limited:
            reasons.append(f"it says that it has {self.expected:,} postings, and listed {self.seen:,}")
        if self.repeated and (self.short or self.expected is None):
            reasons.append("a further page only repeated earlier ones: whether there are more is not known")
        counted = Counter(detail for _, detail in self.errors)
        if self.textless and not self.limited:
            reasons.append(
                f"{self.textless:,} of {len(self.listed):,} listed postings came without their texts"
            )
        reasons += [f"{detail} ({n} times)" if n > 1 else detail for detail, n in counted.most_common(_TOLD)]
        if len(counted) > _TOLD:
            reasons.append(f"and {len(counted) - _TOLD} further errors")
        if self.broken:
            reasons.append(f"{self.broken:,} rows are no usable postings")
        return reasons
