"""Whether what came back is what was asked for."""

from __future__ import annotations

from jobscan.sources.http.addresses import host_of
from jobscan.sources.http.blocked import looks_like_html, refuses_reading, why_blocked
from jobscan.sources.http.records import FetchError, Response
from jobscan.sources.http.redact import redacted


def check_answer(response: Response, *, content: str, secret: tuple[str, ...]) -> None:
    """Raise FetchError for an answer that is none, whatever its status says.

    content: what was asked for: json, xml, html, any. secret: names of parameters that no message may show.
    """
    host, status = host_of(response.final_url), response.status
    if response.not_modified:
        return
    page = redacted(response.final_url, secret)
    if status in (404, 410):
        raise FetchError("not_found", f"{page} is not there ({status})", status=status)
    if why := why_blocked(status, response.headers, response.body, expected=content):
        raise FetchError("blocked", f"{host}: {why}", status=status)
    if not 200 <= status < 300:
        raise FetchError("failed", f"{page} is answered with status {status}", status=status)
    is_page = content == "html" or looks_like_html(response.body)
    reserved = refuses_reading(response.headers)
    if reserved and (is_page or "tdm" in reserved):
        raise FetchError("blocked", f"{host}: {reserved}", status=status)
    if content in ("json", "xml") and looks_like_html(response.body):
        raise FetchError(
            "failed", f"{page} is a web page where {content.upper()} was expected", status=status
        )
