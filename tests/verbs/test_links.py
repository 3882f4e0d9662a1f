from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.places import NOW
from tests.servers import Reply, Request, serve
from tests.sessions import OURS
from tracker.http import Clock, Http, Pace
from tracker.rules.writing.gate import Outside
from tracker.verbs.links import Links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from threading import Event

    from tests.servers import Server
    from tracker.http import Validators

STATUS = {"/gone": 404, "/never": 410, "/shut": 403, "/busy": 500, "/many": 429}


def connect(validators: Validators, stop: Event) -> Http:
    return Http(OURS, validators, Pace(), Clock(stop))


@pytest.fixture
def place() -> Iterator[Server]:
    def answer(request: Request) -> Reply:
        if request.path == "/moved":
            return 301, {"Location": "/fine"}, ""
        return STATUS.get(request.path, 200), {}, "x" * (11_000_000 if request.path == "/large" else 1)

    with serve(answer) as server:
        yield server


def asked(memory: Path, urls: Sequence[str], days: int = 0) -> list[tuple[str, int]]:
    links = [Outside(url, "2026/10-a.md", line) for line, url in enumerate(urls, 1)]
    found = Links(connect, memory, NOW + timedelta(days=days))(links)
    return [(remark.rule, remark.line) for _file, remark in found]


def test_pages_that_are_there_and_pages_that_are_gone(place: Server, tmp_path: Path) -> None:
    names = ("fine", "moved", "gone", "never", "shut", "large")
    assert asked(tmp_path / "cache/links.json", [f"{place.url}/{name}" for name in names]) == [
        ("link-dead", 3),
        ("link-dead", 4),
    ]


def test_what_does_not_answer_may_come_back(place: Server, tmp_path: Path) -> None:
    memory, urls = tmp_path / "links.json", [f"{place.url}/busy", "http://127.0.0.1:9/"]
    assert asked(memory, urls) == [("link-unanswered", 1), ("link-unanswered", 2)]
    assert asked(memory, urls, days=8) == [("link-dead", 1), ("link-dead", 2)]


def test_a_private_address_is_never_asked(tmp_path: Path) -> None:
    assert asked(tmp_path / "links.json", ["http://192.168.0.1/"]) == [("link-dead", 1)]


def test_nobody_is_asked_again_for_weeks(place: Server, tmp_path: Path) -> None:
    memory, urls = tmp_path / "links.json", [f"{place.url}/fine", f"{place.url}/fine", f"{place.url}/gone"]
    assert asked(memory, urls) == asked(memory, urls) == [("link-dead", 3)]
    assert sorted(place.targets) == ["/fine", "/gone"]
    asked(memory, urls, days=2)
    assert sorted(place.targets) == ["/fine", "/gone", "/gone"]
    asked(memory, urls, days=31)
    assert sorted(place.targets) == ["/fine", "/fine", "/gone", "/gone", "/gone"]


@pytest.mark.parametrize("text", ["{", "[]", '{"https://x.example/": ["there"]}', '{"https://x.example/": 3}'])
def test_a_memory_that_is_lost_costs_nothing(text: str, place: Server, tmp_path: Path) -> None:
    memory = tmp_path / "links.json"
    memory.write_text(text, "utf-8")
    assert asked(memory, [f"{place.url}/gone"]) == [("link-dead", 1)]
    assert list(json.loads(memory.read_text("utf-8"))) == [f"{place.url}/gone"]


def test_a_folder_that_takes_no_memory(place: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    assert asked(tmp_path / "cache/links.json", [f"{place.url}/gone"]) == [("link-dead", 1)]
