"""The garbage collector stands still while much is built, and goes on afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from jobscan.collector import paused


@pytest.fixture(autouse=True)
def collector_is_on() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def test_collector_stands_still_meanwhile() -> None:
    with paused():
        assert not gc.isenabled()
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collector_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="wrong row"), paused():
        raise ValueError("wrong row")
    assert gc.isenabled()


def test_collector_that_is_off_stays_off() -> None:
    gc.disable()
    with paused():
        pass
    assert not gc.isenabled()
