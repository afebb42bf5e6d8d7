"""What the client is told, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jobscan._version import __version__

_MIB: Final = 1024 * 1024
HOME: Final = "https://pypi.org/project/jobscan/"
"""Where somebody whose server is asked can read what asks."""
PRODUCT: Final = "jobscan"
"""The name by which robots.txt speaks to us."""
USER_AGENT: Final = f"{PRODUCT}/{__version__} (+{HOME})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the client behaves. The defaults suit a person who loads a few boards."""

    user_agent: str = USER_AGENT
    contact: str = ""
    """An address of the user, for servers' owners; added to the User-Agent."""
    timeout_connect_s: float = 5.0
    timeout_read_s: float = 15.0
    """Between two pieces of a body."""
    total_s: float = 120.0
    """For one answer, from the connection to its last byte."""
    max_api_bytes: int = 64 * _MIB
    """Of an unpacked answer."""
    max_page_bytes: int = 5 * _MIB
    """Of an unpacked HTML page."""
    spacing_s: float = 1.0
    """Between two requests to one host, at least."""
    jitter_s: float = 0.5
    """Up to so much more, at random."""
    budget_s: float = 900.0
    """For all waiting that servers ask for (Retry-After) and all retries together."""
    retries: int = 3
    max_redirects: int = 5
    allow_private: tuple[str, ...] = ()
    """Hosts that may have an address that is not public, on any port: a test's, a mirror's."""
    use_environment: bool = False
    """Whether proxies and passwords of the environment (HTTP_PROXY, ~/.netrc) are used."""
    ignore_robots: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """What a stored answer is known by to its server."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: a body as it was received, without its content-coding."""

    url: str
    """What was asked."""
    final_url: str
    """What answered in the end."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case; of several of one name the last."""
    body: bytes
    not_modified: bool = False
    """The stored answer, whose validators were sent, still holds; the body is empty then."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that went out, as the log keeps it: without credentials."""

    method: str
    url: str
    status: int
    """0 where no answer came."""
    bytes: int
    seconds: float
    attempt: int
    robots: str = "unchecked"
    """`allowed` by robots.txt, or `unchecked`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What one call of Client.send asks for."""

    url: str
    method: str = "GET"
    json: Mapping[str, object] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: Validators = Validators()
    max_bytes: int
    spacing_s: float
    check_robots: bool = True
    secret: tuple[str, ...] = ()


class FetchError(Exception):
    """No usable answer came.

    outcome: blocked, not_found, capped (the server wants to be asked later) or failed; detail: what happened
    and what to do, for a person; retry_after_s: when it may be asked again; status: of the answer, if any.
    """

    def __init__(
        self, outcome: str, detail: str, *, retry_after_s: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.status = status
