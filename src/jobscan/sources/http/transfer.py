"""One request over the wire, and what came back: bounded in size, without its coding, whole."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import requests

from jobscan.sources.http.records import Call, FetchError, Response, Settings, Validators

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PIECE: Final = 64 * 1024


class AgainError(Exception):
    """The request failed in a way that another attempt may mend."""

    def __init__(self, detail: str, *, status: int = 0, wait_s: float | None = None) -> None:
        super().__init__(detail)
        self.detail, self.status, self.wait_s = detail, status, wait_s


def transfer(session: requests.Session, call: Call, settings: Settings) -> Response:
    """The answer to a request, redirects not followed.

    Raises FetchError for too long an answer, AgainError for a short one, and what requests and urllib3 raise.
    """
    agent = f"{settings.user_agent} {settings.contact}".strip()
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", **call.headers}
    if call.validators.etag:
        headers["If-None-Match"] = call.validators.etag
    if call.validators.last_modified:
        headers["If-Modified-Since"] = call.validators.last_modified
    with session.request(
        call.method,
        call.url,
        headers=headers,
        json=call.json,
        timeout=(settings.timeout_connect_s, settings.timeout_read_s),
        allow_redirects=False,
        stream=True,
    ) as answer:
        found = {name.lower(): value for name, value in answer.headers.items()}
        is_page = "html" in found.get("content-type", "")
        limit = min(call.max_bytes, settings.max_page_bytes) if is_page else call.max_bytes
        body = (
            b""
            if answer.status_code in REDIRECTS
            else _body(answer, limit, urlsplit(call.url).hostname or call.url)
        )
        return Response(
            url=call.url,
            final_url=call.url,
            status=answer.status_code,
            headers=found,
            body=body,
            not_modified=answer.status_code == 304 and call.validators != Validators(),
        )


def _body(answer: requests.Response, limit: int, host: str) -> bytes:
    """The body without its content-coding.

    Raises FetchError for more than limit bytes, AgainError for fewer than were promised.
    """
    body = bytearray()
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > limit:
            raise FetchError("failed", f"{host} sends more than {limit:,} bytes: refused")
    promised = answer.headers.get("content-length", "")
    if promised.isdigit() and answer.request.method != "HEAD" and answer.raw.tell() < int(promised):
        raise AgainError(f"{host} breaks off its answer")
    return bytes(body)
