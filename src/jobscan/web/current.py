"""The State of the application that answers."""

from __future__ import annotations

from typing import cast

from flask import current_app

from jobscan.web.state import State


def current_state() -> State:
    """The state of the page that is asked for."""
    return cast("State", current_app.extensions["jobscan"])
