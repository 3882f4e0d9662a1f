from __future__ import annotations

import socket
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import requests

from tests.journeys.play import ARTICLE, TOKEN, get, play
from tracker.journeys.demo.answers import asked
from tracker.journeys.demo.stage import Stage


def test_the_stage_is_on_loopback_and_closes_behind_itself() -> None:
    with Stage(play()) as stage:
        assert stage.url.startswith("http://127.0.0.1:")
        assert get(stage.url + "/articles.json").status_code == 200
    with pytest.raises(requests.ConnectionError):
        get(stage.url + "/articles.json")


def test_a_port_can_be_asked_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Stage(play(), port=port) as stage:
        assert stage.url == f"http://127.0.0.1:{port}"
        assert get(stage.url + "/articles.json").status_code == 200


def test_requests_are_remembered_as_they_came() -> None:
    with Stage(play()) as stage:
        get(stage.url + "/hatena/count/entry", {"User-Agent": "Enishi/1", "X-Other": "no"}, url=ARTICLE)
        [request] = stage.requests
    assert request.method == "GET"
    assert request.target == "/hatena/count/entry?url=https%3A%2F%2Fsite.example%2Fja%2F2026%2F10%2Fsearch%2F"
    assert request.headers["user-agent"] == "Enishi/1"
    assert "x-other" not in request.headers


def test_each_request_is_announced_by_number_before_its_answer() -> None:
    heard: list[tuple[int, str]] = []
    with Stage(play(), on_request=lambda number, target: heard.append((number, target))) as stage:
        get(stage.url + "/articles.json")
        get(stage.url + "/nothing?x=1")
    assert heard == [(1, "/articles.json"), (2, "/nothing?x=1")]


def test_numbers_are_never_given_twice() -> None:
    heard: list[int] = []
    with Stage(play(), on_request=lambda number, _target: heard.append(number)) as stage:
        clients = [threading.Thread(target=get, args=(stage.url + "/articles.json",)) for _ in range(12)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert sorted(heard) == list(range(1, 13))


def test_a_delay_is_what_every_answer_takes_and_the_end_does_not_wait_for_it() -> None:
    with Stage(play(), delay=0.2) as stage:
        begin = time.monotonic()
        get(stage.url + "/articles.json")
        assert time.monotonic() - begin >= 0.2
    with Stage(play(), delay=60) as stage:
        waiting = HTTPConnection(urlsplit(stage.url).netloc)
        waiting.request("GET", "/articles.json")
        while not stage.requests:
            time.sleep(0.01)
        begin = time.monotonic()
    waiting.close()
    assert time.monotonic() - begin < 10


def test_a_client_that_is_killed_disturbs_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with Stage(play(), delay=0.1) as stage:
        address = urlsplit(stage.url)
        with socket.create_connection((address.hostname, address.port)) as client:
            client.sendall(b"GET /webmention.io/api/mentions HTTP/1.1\r\nHost: x\r\n\r\n")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        assert get(stage.url + "/articles.json").status_code == 200
    assert capfd.readouterr().err == ""


def test_a_bug_of_ours_is_not_silent(capfd: pytest.CaptureFixture[str]) -> None:
    def trip(_number: int, _target: str) -> None:
        raise LookupError

    with Stage(play(), on_request=trip) as stage, pytest.raises(requests.ConnectionError):
        get(stage.url + "/articles.json")
    assert "LookupError" in capfd.readouterr().err


def test_a_service_can_be_out_of_order_while_the_others_play() -> None:
    with Stage(play()) as stage:
        stage.broken["/webmention.io/api/deleted"] = 404
        stage.broken["/hn/"] = 503
        assert get(stage.url + "/webmention.io/api/deleted", token=TOKEN).status_code == 404
        assert get(stage.url + "/webmention.io/api/mentions", token=TOKEN).status_code == 200
        assert get(stage.url + "/hn/api/v1/search").status_code == 503
        stage.broken.clear()
        assert get(stage.url + "/hn/api/v1/search").status_code == 200


def test_the_site_lists_its_articles() -> None:
    with Stage(play()) as stage:
        feed = get(stage.url + "/articles.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(item["id"], item["language"]) for item in feed["items"]] == [
        ("tag:site.example,2026:search", "ja"),
        ("tag:site.example,2026:backups", "en"),
    ]
    assert feed["items"][0]["_enishi"]["older_urls"] == ["https://site.example/2026/10/search.html"]
    assert feed["items"][0]["date_published"] == "2026-10-14T08:30:00+09:00"


@pytest.mark.parametrize("path", ["/", "/nothing", "/webmention.io", "/hn/", "/hatena/x", "/comments"])
def test_what_no_service_has_is_not_found(path: str) -> None:
    with Stage(play()) as stage:
        assert get(stage.url + path).status_code == 404


def test_numbers_in_a_query_are_read_as_php_reads_them() -> None:
    question = asked("/x?a=12px&b=none&c=&d=-3&a[]=7", {})
    assert question.number("a") == 7
    assert question.number("b", default=5) == 0
    assert question.number("c", default=5) == 5
    assert question.number("d") == -3
    assert question.all("a", "c") == ("12px", "7")
