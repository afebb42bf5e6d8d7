"""What holds for every test: no network, a home of its own, the same random cases each time."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from tests.lexicons import write_lexicon

# No deadline: a slow machine is no defect. Derandomised: a run that fails can be repeated as it was.
settings.register_profile("jobscan", deadline=None, derandomize=True)
settings.load_profile("jobscan")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that would reach the network, at the name look-up or at the connection.

    Sockets between processes of this machine are free, and so is loopback, where the replay server listens.
    """
    local = getattr(socket, "AF_UNIX", None)  # Windows has none
    look_up = socket.getaddrinfo

    def refuse(*args: object, **_kwargs: object) -> NoReturn:
        pytest.fail(f"a test tried to reach the network: {args}")

    def is_here(host: object) -> bool:
        return host in {"127.0.0.1", "::1", "localhost"}

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def connect_here(opened: socket.socket, address: Any) -> Any:
            free = opened.family == local or is_here(address[0])
            return (connect if free else refuse)(opened, address)

        return connect_here

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        return (look_up if is_here(host) else refuse)(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


@pytest.fixture(scope="session")
def small_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small lexicon, with which a process is ready sooner, where the skills do not matter."""
    return write_lexicon(tmp_path_factory.mktemp("small") / "lexicon")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is empty, so that no test reads or writes the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home))
    return home
