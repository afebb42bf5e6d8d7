"""What a job board is to jobscan: which addresses are its own, what to ask it, and how to read its answers.

Everything here is pure: no module of a board sends anything. Requests go out in `jobscan.fetch`; answers come
back to `Board.read`, whether from the network, from an archive, or from a file that somebody saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from jobscan.errors import Failure
from jobscan.posting import Posting

Payload = Any
"""An answer, parsed by its content: of JSON the value, of XML its root (lxml), of HTML its text."""

AS: Final = "as"
"""The word in Request.carry for the name of the board that a request is really to: a page may lead there."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a user wants of a board. A board that cannot filter gives all; the fetch filters in any case."""

    query: str = ""
    location: str = ""
    since: str = ""
    """YYYY-MM-DD: no older postings."""
    limit: int | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    """The user's own credentials by name, for boards that need them: never written anywhere."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a board, and what its answer will be read as."""

    url: str
    board: str = ""
    """The token of the board, `canonical` in greenhouse:canonical; "" for a source that is one board."""
    step: str = "list"
    """What the answer is: `list`, `posting`, or a word of the board's own."""
    method: Literal["GET", "POST"] = "GET"
    json: Mapping[str, Any] | None = None
    """The body of a POST. Only for POSTs that read: they are repeated like a GET."""
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    """Names of parameters and headers that hold credentials: left out of logs, sidecars and digests."""
    carry: Mapping[str, Any] = field(default_factory=dict)
    """What an earlier answer said of this posting and its own does not; plain JSON, kept in the sidecar."""
    content: Literal["json", "xml", "html", "any"] = "json"
    """What the answer must be: a login page with status 200 is told from it by its first bytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a request."""

    request: Request
    payload: Payload
    origin: str
    """Where it lies, for messages and for Posting.origin."""
    url: str = ""
    """Where it came from in the end, "" where that is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer holds."""

    postings: tuple[Posting | Failure, ...] = ()
    """Complete postings, in order, and a failure for each row that is broken."""
    next: tuple[Request, ...] = ()
    """What else must be asked: further pages, the texts of listed postings."""
    expected: int | None = None
    """How many postings the source says there are in all."""
    listed: tuple[str, ...] = ()
    """Native ids of the postings that a list names, also of those whose texts come with a later request. By
    them the fetch knows repeated pages, what is missing, and what has vanished."""
    capped: str = ""
    """Why the source gives no more than this, where it does: `Workday lists at most 2,000`."""
    newest_only: bool = False
    """Whether it names only the newest, so that what it lacks may well be open still: a feed."""
    not_found: bool = False
    """The answer says that there is no such board."""
    notes: tuple[str, ...] = ()
    """What a person should know of this answer, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A provider of postings: functions and facts, no state."""

    name: str
    """As in `greenhouse:canonical`; the file is called so too."""
    title: str
    """As people write it: Greenhouse."""
    base_url: str
    """Scheme and host of its requests, `https://boards-api.greenhouse.io`; may hold `{board}`."""
    route: Callable[[str], str | None]
    """The token of the board that an http(s) URL belongs to ("" for a source that is one board); None for
    a URL that is not this provider's."""
    requests: Callable[[str, Ask], tuple[Request, ...]]
    """The first requests for a token. Raises SourceError (unsafe) for a token that cannot be one."""
    read: Callable[[Answer], Page]
    """Reads an answer. Raises SourceError (damaged) where the envelope is not the provider's."""
    recognise: Callable[[Payload], Request | None]
    """For an answer that somebody saved: the request that would bring it, its board as far as the answer
    tells; None where it is not this provider's. Must be sure: a wrong yes spoils a file of another kind."""
    posting_url: Callable[[str], Request | None] = lambda url: None  # noqa: ARG005
    """The one request that brings the one posting of a URL; None where the URL names no single posting."""
    attribution: str = ""
    terms_url: str = ""
    min_interval_s: float = 0.0
    """The source asks not to be fetched again sooner: Remotive four times a day."""
    spacing_s: float = 1.0
    """Between two requests to one host, at least."""
    keys: tuple[str, ...] = ()
    """Environment variables with the user's own credentials that it needs: ADZUNA_APP_ID."""
    ordered: bool = True
    """Whether a list that ended well names all postings, so that what it lacks has been closed."""
    unknown_is_404: bool = False
    """Whether it answers 404 for a board that does not exist, so that an empty list is a true one."""
    aliases: tuple[str, ...] = ()
    """Other names of it that people type: `hn`."""
    example: str = ""
    """A name to try it with, `greenhouse:canonical`; "" where the name of the board alone says it."""
