"""A real browser: Chromium driven by Playwright, off line, in dark and light, wide and narrow.

Skipped, with the reason, where Playwright or Chromium is missing. A page fails its test if it asks for
anything beyond this machine, writes an error to its console, breaks its content security policy or opens a
dialog: the check is made when the test is over.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE: Final = (1280, 900)
NARROW: Final = (390, 844)

_HERE: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

# What axe calls serious or critical must not be there; the rest is advice.
_GRAVE: Final = ("serious", "critical")

# Violations of the policy are told to the page, not always to its console.
_LISTEN: Final = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.__violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""


@dataclass(slots=True)
class Seen:
    """What a page did that it should not; empty at the end of a good test."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """All of it, a line each."""
        return [
            *(f"console: {text}" for text in self.errors),
            *(f"asked for: {url}" for url in self.requests),
            *(f"dialog: {text}" for text in self.dialogs),
        ]


OpenPage = Callable[..., "Page"]
"""page(dark=False, narrow=False, scripts=True, allow=()): a new page. allow: parts of console errors that the
test expects."""


def _chromium() -> str | None:
    named = os.environ.get("JOBSCAN_CHROMIUM", "")
    if named:
        return named
    return next((path for path in map(shutil.which, _NAMES) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, started once."""
    if find_spec("playwright") is None:
        pytest.skip('Playwright is not installed: pip install "jobscan[browser]"')
    program = _chromium()
    if program is None:
        pytest.skip("no Chromium was found; JOBSCAN_CHROMIUM may name it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[OpenPage]:
    """What opens pages: `page(dark=True, narrow=True)`. Bad behaviour of any fails the test at its end."""
    seen = Seen()
    opened: list[Page] = []

    def open_page(
        *, dark: bool = False, narrow: bool = False, scripts: bool = True, allow: tuple[str, ...] = ()
    ) -> Page:
        width, height = NARROW if narrow else WIDE
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.route("**/*", lambda route: _only_here(route, seen))
        made = context.new_page()
        if scripts:
            made.add_init_script(_LISTEN)
        made.on("console", lambda message: _note(message, seen, allow))
        made.on("pageerror", lambda error: seen.errors.append(str(error)))
        made.on("dialog", lambda dialog: _dismiss(dialog, seen))
        opened.append(made)
        return made

    yield open_page
    for made in opened:
        if not made.is_closed() and made.url != "about:blank":
            seen.errors += _violations(made)
        made.context.close()
    assert seen.told() == []


def _only_here(route: Any, seen: Seen) -> None:
    """Let through what stays on this machine; note and refuse all else."""
    asked = urlsplit(route.request.url)
    if asked.scheme in {"file", "data", "blob", "about"} or asked.netloc.rpartition(":")[0] in _HERE:
        route.continue_()
        return
    seen.requests.append(route.request.url)
    route.abort()


def _note(message: Any, seen: Seen, allow: tuple[str, ...]) -> None:
    if message.type == "error" and not any(part in message.text for part in allow):
        seen.errors.append(message.text)


def _dismiss(dialog: Any, seen: Seen) -> None:
    seen.dialogs.append(dialog.message)
    dialog.dismiss()


def _violations(made: Page) -> list[str]:
    """The violations of its policy that the page was told of."""
    found = made.evaluate("() => window.__violations || []")
    return [f"policy: {each}" for each in found]


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What checks a page with axe-core: a line for each serious or critical finding, with where it is."""
    if find_spec("axe_playwright_python") is None:
        pytest.skip('axe-core is not installed: pip install "jobscan[browser]"')
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def check(made: Page) -> list[str]:
        # evaluate goes through the debugger, which the policy of the page does not bind.
        made.evaluate(script)
        found = made.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{finding['id']} ({finding['impact']}): {node['target']} {node['failureSummary']}"
            for finding in found["violations"]
            if finding["impact"] in _GRAVE
            for node in finding["nodes"][:3]
        ]

    return check
