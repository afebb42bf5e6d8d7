"""What keeps everybody but the person at the browser out, and what is in postings from acting.

Another page in the same browser may send requests here, another user of the machine may connect, a name may
be made to point here (DNS rebinding), and a posting may hold markup. So each request must name this host,
come from this page and know the secret; each page says which scripts are its own.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from jobscan.web.state import State

SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "X-CSRF-Token"
TOKEN_PARAMETER: Final = "token"  # noqa: S105  # its name, not the secret

_ANY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104  # told apart, not listened at
_OWN_SITE: Final = frozenset({"same-origin", "none", ""})

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it Chromium sends `Origin: null` with the page's own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def protect(app: Flask, state: State) -> None:
    """Check each request to an app before it is answered, and seal each answer."""

    @app.before_request
    def check() -> AnyResponse | None:
        g.nonce = secrets.token_urlsafe(16)
        if not is_known_host(request.host, state.settings.host):
            abort(421)
        given = request.args.get(TOKEN_PARAMETER)
        if given is not None and request.method in SAFE_METHODS:
            return _enter(state, given)
        if not _same(request.cookies.get(cookie_name(), ""), state.session):
            abort(401)
        if request.headers.get("Sec-Fetch-Site", "") not in _OWN_SITE:
            abort(403)
        if request.method not in SAFE_METHODS:
            _check_change(state)
        return None

    @app.after_request
    def seal(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = content_policy(g.get("nonce", ""))
        return response


def _enter(state: State, given: str) -> AnyResponse:
    """Take the secret out of the address and into a cookie that no script reads."""
    if not _same(given, state.token):
        abort(401)
    # The address without the secret, so that it stays in no history and on no screen.
    answer = redirect("/", code=303)
    answer.set_cookie(cookie_name(), state.session, httponly=True, samesite="Strict", path="/")
    return answer


def _check_change(state: State) -> None:
    """Refuse a request that changes something unless it comes from a form of this page."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        abort(403)
    if origin is None and request.headers.get("Sec-Fetch-Site") != "same-origin":
        # Each browser sends one of the two; other programs can send what they like, the secret as well.
        referrer = urlsplit(request.headers.get("Referer", ""))
        if referrer.netloc and referrer.netloc != request.host:
            abort(403)
    given = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if not _same(given, state.csrf):
        abort(403)


def cookie_name() -> str:
    """The name of the cookie: cookies are shared by all ports of a host, so the port is part of it."""
    return f"jobscan-{_port(request.host) or 80}"


def is_known_host(host: str, listening: str) -> bool:
    """Whether a Host header names this machine as it is served.

    listening: the address that is listened at. Any address in figures will do where that is all of them: a
    name that was made to point here is none.
    """
    name = _name(host)
    if name in {"127.0.0.1", "localhost", "::1"}:
        return True
    if listening in _ANY_ADDRESS:
        return _is_address(name) or name == socket.gethostname().lower()
    return name == listening.lower()


def content_policy(nonce: str) -> str:
    """The content security policy of a page whose own scripts and styles carry the nonce."""
    own = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _name(host: str) -> str:
    """The host without its port and brackets, in small letters; "" for what is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _port(host: str) -> int | None:
    try:
        return urlsplit(f"//{host}").port
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
