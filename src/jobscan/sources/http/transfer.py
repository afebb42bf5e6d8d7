"""One request over the wire, and what came back."""

from __future__ import annotations

import re
from typing import Final

import requests

from jobscan.sources.http.addresses import host_of
from jobscan.sources.http.body import CODINGS, read_body
from jobscan.sources.http.records import Call, Response, Settings, Validators

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_VALUE: Final = re.compile(r"(?!\s)[\t\x20-\x7e\x80-\xff]+(?<!\s)")
"""What may stand in a header."""


def transfer(session: requests.Session, call: Call, settings: Settings) -> Response:
    """The answer to a request, redirects not followed, their bodies not read.

    Raises what read_body raises, and what requests and urllib3 raise.
    """
    agent = f"{settings.user_agent} {settings.contact}".strip()
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": CODINGS, **call.headers}
    conditions = _conditions(call.validators)
    with session.request(
        call.method,
        call.url,
        headers=headers | conditions,
        json=call.json,
        timeout=(settings.timeout_connect_s, settings.timeout_read_s),
        allow_redirects=False,
        stream=True,
    ) as answer:
        found = {name.lower(): value for name, value in answer.headers.items()}
        is_page = "html" in found.get("content-type", "").lower()
        limit = min(call.max_bytes, settings.max_page_bytes) if is_page else call.max_bytes
        is_read = answer.status_code not in REDIRECTS
        return Response(
            url=call.url,
            final_url=call.url,
            status=answer.status_code,
            headers=found,
            body=read_body(answer, max_bytes=limit, host=host_of(call.url)) if is_read else b"",
            not_modified=answer.status_code == 304 and bool(conditions),
        )


def _conditions(validators: Validators) -> dict[str, str]:
    """The headers that ask only for what changed; a stored value that cannot be sent is left out."""
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in named.items() if _VALUE.fullmatch(value)}
