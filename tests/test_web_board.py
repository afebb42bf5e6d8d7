"""A board that is asked from the page: only after the person agreed, and only what was said."""

from __future__ import annotations

from pathlib import Path

from jobscan.web.settings import Settings
from tests.replay import Replay, Reply
from tests.web_cases import page, send

LIST = "/v1/boards/acme/jobs?content=true&pay_transparency=true"


def job(number: int, title: str) -> dict[str, object]:
    return {
        "id": number,
        "title": title,
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": "Leeds"},
        "updated_at": "2026-11-01T00:00:00Z",
        "content": f"<p>{title} wanted.</p><h3>Requirements</h3><ul><li>Python and SQL</li></ul>",
    }


def settings_of(server: Replay, lexicon: Path) -> Settings:
    """The server in place of Greenhouse's."""
    return Settings(lexicon=lexicon, base_urls={"greenhouse": server.url}, allow_private=(server.host,))


def test_board_is_asked_only_after_the_person_agreed(small_lexicon: Path) -> None:
    routes = {
        ("GET", "/robots.txt"): Reply(404),
        ("GET", LIST): Reply(
            json={"jobs": [job(1, "Data Scientist"), job(2, "Night Porter")], "meta": {"total": 2}}
        ),
    }
    with Replay(routes) as server:
        settings = settings_of(server, small_lexicon)
        with page(settings) as (client, state):
            planned = send(client, state, "/board", board="greenhouse:acme", query="scientist").text
            assert f"{server.url}{LIST.partition('?')[0]}" in planned
            assert server.hits == []

            send(client, state, "/board/fetch", board="greenhouse:acme", query="scientist")
            assert state.job is not None
            assert state.job.wait(60)

            assert state.job.error == ""
            assert [hit.path for hit in server.hits] == ["/robots.txt", LIST]
            assert state.loaded is not None
            assert state.loaded.name == "greenhouse:acme"
            assert state.loaded.scan.postings["title"].tolist() == ["Data Scientist"]


def test_board_that_is_not_there_is_told(small_lexicon: Path) -> None:
    with Replay({}) as server:
        settings = settings_of(server, small_lexicon)
        with page(settings) as (client, state):
            send(client, state, "/board/fetch", board="greenhouse:acme")
            assert state.job is not None
            assert state.job.wait(60)

            told = client.get("/reading").text

    assert "No job posting was found" in told
    assert "there is no such board" in told


def test_address_inside_the_network_is_not_asked(small_lexicon: Path) -> None:
    with Replay({}) as server, page(Settings(lexicon=small_lexicon)) as (client, state):
        send(client, state, "/board/fetch", board=f"{server.url}/careers")
        assert state.job is not None
        assert state.job.wait(60)

        assert server.hits == []
        assert "Nothing was read" in client.get("/reading").text
