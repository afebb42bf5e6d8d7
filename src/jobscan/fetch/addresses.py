"""What is asked, and where: other base URLs, the digest of a request, credentials kept out of sight."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from jobscan.errors import JobscanError
from jobscan.sources.boards.board import Request

HIDDEN: Final = "***"


def parse_base_urls(given: Mapping[str, str]) -> dict[str, str]:
    """Base URLs by provider, without a slash at the end. Raises JobscanError for what is none."""
    for provider, base in given.items():
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname or set("?#@") & set(base):
            raise JobscanError(
                f"the base URL of {provider} is {base!r}; expected scheme, host and maybe a path, "
                "such as http://127.0.0.1:8000/mirror"
            )
    return {provider: base.rstrip("/") for provider, base in given.items()}


def at_base(url: str, base: str, *, board: str = "") -> str:
    """A provider's URL at another base: scheme and host replaced, path and query kept behind the base's path.

    `{board}` in the base is filled.

    >>> at_base("https://acme.example.com/api/offers?x=1", "http://127.0.0.1:8000/{board}", board="acme")
    'http://127.0.0.1:8000/acme/api/offers?x=1'
    """
    other = urlsplit(base.replace("{board}", quote(board, safe="")))
    own = urlsplit(url)
    return urlunsplit((other.scheme, other.netloc, other.path.rstrip("/") + own.path, own.query, ""))


def from_base(url: str, request: Request, base: str) -> str:
    """The provider's own URL for one that came from another base; any other URL unchanged."""
    filled = base.replace("{board}", quote(request.board, safe=""))
    if not url.startswith((filled + "/", filled + "?")) and url != filled:
        return url
    own, rest = urlsplit(request.url), urlsplit("http://host" + url[len(filled) :])
    return urlunsplit((own.scheme, own.netloc, rest.path, rest.query, ""))


def host_of(url: str) -> str:
    """Host and port of a URL, which takes one request at a time."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def key_of(request: Request) -> str:
    """The digest of what a request asks: step, method, address and body, whatever the credentials."""
    body = json.dumps(request.json, sort_keys=True) if request.json is not None else ""
    accepts = sorted((name.lower(), value) for name, value in public_headers(request).items())
    asked = "\n".join((request.step, request.method, public_url(request), body, json.dumps(accepts)))
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def public_url(request: Request) -> str:
    """The URL without the values of its credentials."""
    return hide_parameters(request.url, request)


def hide_parameters(url: str, request: Request) -> str:
    """A URL, the request's own or one it was sent on to, without the values of its credentials."""
    names = {name.lower() for name in request.secret}
    parts = urlsplit(url)
    if not names or not parts.query:
        return hide(url, request)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([(name, HIDDEN if name.lower() in names else value) for name, value in pairs], safe="*")
    return hide(urlunsplit(parts._replace(query=query)), request)


def public_headers(request: Request) -> dict[str, str]:
    """The headers of a request without its credentials."""
    names = {name.lower() for name in request.secret}
    return {name: value for name, value in request.headers.items() if name.lower() not in names}


def hide(text: str, request: Request) -> str:
    """A text without the values of the request's credentials: servers and libraries repeat them."""
    for value in _secrets(request):
        for form in {value, quote(value, safe=""), unquote(value)}:
            text = text.replace(form, HIDDEN)
    return text


def _secrets(request: Request) -> list[str]:
    """The values of the credentials, the longest first."""
    names = {name.lower() for name in request.secret}
    values = [value for name, value in request.headers.items() if name.lower() in names]
    values += [value for name, value in parse_qsl(urlsplit(request.url).query) if name.lower() in names]
    return sorted({value for value in values if len(value) > 3}, key=len, reverse=True)
