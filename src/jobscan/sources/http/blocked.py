"""Answers that are no answer: challenges, login pages, pages where data was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from jobscan.sources.http.records import PRODUCT

_HEAD_BYTES: Final = 64 * 1024

# Of services that stand before a site: each by words that only its own page has.
_CHALLENGE: Final = re.compile(
    rb"""<title>\s*(?:just\ a\ moment\.*|attention\ required!|access\ denied|pardon\ our\ interruption
          |are\ you\ a\ robot\??|security\ check|verify(?:ing)?\ (?:you\ are|that\ you\ are)\ (?:a\ )?human
          |please\ wait\.*|ddos[- ]guard|bot\ verification|human\ verification)[^<]{0,60}</title>
      | /cdn-cgi/challenge-platform | cf-browser-verification | _cf_chl_opt | window\._cf_
      | px-captcha | _Incapsula_Resource | datadome\.co | awswaf\.com/[^"']{0,99}challenge
      | <form[^>]{0,300}(?:g-recaptcha|h-captcha)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CAPTCHA: Final = re.compile(rb"(?i)g-recaptcha|h-captcha|hcaptcha\.com|recaptcha/api\.js|cf-turnstile")
_NEEDS_SCRIPT: Final = re.compile(
    rb"(?i)(?:enable|turn\s+on)\s+java\s?script|java\s?script\s+is\s+(?:required|disabled)"
)
_LOGIN: Final = re.compile(rb"""(?i)<input[^>]{0,200}type\s*=\s*["']?password""")
_SIGN_IN_TITLE: Final = re.compile(rb"(?i)<title>[^<]{0,60}(?:log ?in|sign ?in|authwall)[^<]{0,60}</title>")
_POSTING: Final = re.compile(rb"(?i)jobposting|job description|responsibilities|requirements|qualifications")
_SCRIPT_ENDS: Final = re.compile(rb"(?i)</(?:script|style)\s*>")
_SCRIPT_BEGINS: Final = re.compile(rb"(?i)<(?:script|style)\b")
_TAG: Final = re.compile(rb"<[^<>]*>")
_FEW_CHARACTERS: Final = 400
_PAGE_BEGINS: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<title")
_ROBOT: Final = re.compile(r"[a-z0-9*_.-]+")
_RULES_WITH_VALUES: Final = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")


def why_blocked(status: int, headers: Mapping[str, str], body: bytes, *, expected: str) -> str:
    """Why an answer is a barrier and not what was asked for, "" where it is not one.

    expected: json, xml, html or any. The posting that only mentions a captcha is none: a page with the words
    of a posting is blocked only by the marks of a challenge itself.
    """
    if is_challenge(headers, body):
        return "the site's guard wants to see a person (a challenge page)"
    head = body[:_HEAD_BYTES]
    if status in (401, 407):
        return "the site wants a login"
    if status in (403, 451):
        return f"the site refuses ({status})"
    if not looks_like_html(head):
        return ""
    is_posting = _POSTING.search(head) is not None
    if not is_posting and (_LOGIN.search(head) or _SIGN_IN_TITLE.search(head)):
        return "the site wants a login"
    if not is_posting and _CAPTCHA.search(head):
        return "the site wants a captcha solved"
    if expected == "html" and _NEEDS_SCRIPT.search(head) and len(_words(head)) < _FEW_CHARACTERS:
        return "the page is empty without a browser's scripts"
    return ""


def _words(page: bytes) -> bytes:
    """The text of a page without its scripts, in time that grows as the page does."""
    shown = (_SCRIPT_BEGINS.split(part, 1)[0] for part in _SCRIPT_ENDS.split(page))
    return b" ".join(_TAG.sub(b" ", b" ".join(shown)).split())


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer comes from a guard before the site, who wants to see a person."""
    head = body[:_HEAD_BYTES]
    return "cf-mitigated" in headers or (looks_like_html(head) and _CHALLENGE.search(head) is not None)


def looks_like_html(body: bytes) -> bool:
    """Whether an answer begins as a page does, whatever its Content-Type."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_PAGE_BEGINS) or (head.startswith((b"<!--", b"<?xml")) and b"<html" in head)


def refuses_reading(headers: Mapping[str, str]) -> str:
    """Why a site does not want its answer to be kept for analysis, "" where it says no such thing.

    Source: the X-Robots-Tag header; TDM Reservation Protocol (W3C community report), `tdm-reservation: 1`.
    """
    if headers.get("tdm-reservation", "").strip() == "1":
        return "the site reserves its text from data mining (tdm-reservation)"
    return "the site asks robots to leave the page out (noindex)" if _says_noindex(headers) else ""


def _says_noindex(headers: Mapping[str, str]) -> bool:
    """Whether X-Robots-Tag says noindex to all, or to us; `googlebot: noindex` is not for us."""
    for_us = True
    for rule in headers.get("x-robots-tag", "").lower().split(","):
        name, colon, rest = rule.strip().rpartition(":")
        if colon and _ROBOT.fullmatch(name) and name not in _RULES_WITH_VALUES:
            for_us = name in (PRODUCT, "*")
        if for_us and rest.strip() in ("noindex", "none"):
            return True
    return False
