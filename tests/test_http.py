from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.sessions import OURS, Kept, Skipped, session
from tracker.errors import RateLimited, Refused, Stopped, Unreachable
from tracker.http import Clock, Http, Pace
from tracker.model import Secret, Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Handler, Reply, Request

EPOCH = int(datetime.now(UTC).timestamp())


def fine(_request: Request) -> Reply:
    return 200, {}, '{"text": "縁"}'


def after(times: int, *reply: object) -> Handler:
    """Answer `reply` so many times, then fine."""
    left = [reply] * times
    return lambda request: left.pop() if left else fine(request)  # type: ignore[return-value]  # as it was given


def test_importing_it_costs_nothing_heavy() -> None:
    said = "import sys, tracker.http; print({'requests', 'urllib3', 'ssl'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, check=True).stdout == b"set()\n"


def test_a_request_says_who_asks_what() -> None:
    with serve(fine) as server:
        answer = session().get(server.url + "/a", {"q": "縁 結び"}, headers={"X-Page": "2"}, bearer=Secret("s3cret"))
    request = server.requests[0]
    assert answer.json() == {"text": "縁"}
    assert (answer.url, answer.status) == (server.url + "/a?q=%E7%B8%81+%E7%B5%90%E3%81%B3", 200)
    assert request.query == {"q": "縁 結び"}
    assert request.headers["User-Agent"] == "Enishi/1 (+https://mio.example)"
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"
    assert (request.headers["X-Page"], request.headers["Authorization"]) == ("2", "Bearer s3cret")


def test_headers_of_an_answer_are_found_in_any_case() -> None:
    with serve(lambda _: (200, {"LINK": '</wm>; rel="webmention"'}, "")) as server:
        assert session().get(server.url).headers["link"] == '</wm>; rel="webmention"'


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(status: int) -> None:
    skipped = Skipped()
    with serve(after(2, status, {}, "")) as server:
        assert session(skipped=skipped).get(server.url).status == 200
    assert skipped.waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry-After": "17"}),
        (503, {"Retry-After": "17"}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 17)}),
        (429, {"X-RateLimit-Reset": f"{datetime.fromtimestamp(EPOCH + 17, UTC):%Y-%m-%dT%H:%M:%SZ}"}),
        (429, {"X-RateLimit-Reset": "17"}),
        (429, {"X-Rate-Limit-Reset": "17"}),
        (429, {"RateLimit-Reset": "17", "RateLimit-Remaining": "0"}),
        (403, {"Rate-Reset": str(EPOCH + 17), "Rate-Remaining": "0"}),
    ],
)
def test_the_wait_a_place_asks_for_is_kept(status: int, headers: dict[str, str]) -> None:
    skipped = Skipped()
    now = datetime.fromtimestamp(EPOCH, UTC)
    clock = Clock(skipped, skipped.monotonic, lambda: now, lambda: 0.0)
    with serve(after(1, status, headers, "")) as server:
        assert Http(OURS, Kept(), clock=clock).get(server.url).status == 200
    assert skipped.waits[0] == 17


def test_a_storm_of_errors_is_refused_in_the_end() -> None:
    with (
        serve(lambda _: (502, {}, "<html>")) as server,
        pytest.raises(Refused, match=r"127\.0\.0\.1:\d+ .* 502") as caught,
    ):
        session().get(server.url + "/a?token=s3cret")
    assert len(server.requests) == 3
    assert caught.value.status == 502
    assert "s3cret" not in caught.value.message + caught.value.hint


def test_a_limit_that_does_not_end_is_told() -> None:
    with serve(lambda _: (429, {}, "")) as server, pytest.raises(RateLimited, match="an unknown time"):
        session().get(server.url)
    assert len(server.requests) == 3


def test_some_places_are_asked_once() -> None:
    for status in (429, 503):
        with serve(lambda _, status=status: (status, {}, "")) as server:  # type: ignore[misc]  # bound
            with pytest.raises((RateLimited, Refused)):
                session(replace(OURS, once=("127.0.0.1",))).get(server.url)
            assert len(server.requests) == 1


def test_an_address_that_is_a_secret_is_told_by_its_host_alone() -> None:
    def reply(request: Request) -> Reply:
        return (304, {}, "") if request.headers["If-None-Match"] else (200, {"ETag": '"1"'}, "縁")

    http = session(kept=(kept := Kept()))
    with serve(reply) as server:
        secret = Secret(f"{server.url}/feeds/s3cret?user=mio")
        first = http.get(secret, conditional=True)
        again = http.get(secret, conditional=True)
        assert server.targets == ["/feeds/s3cret?user=mio"] * 2
    assert (first.body.decode(), again.unchanged) == ("縁", True)
    assert first.url == again.url == f"{server.url}/***"
    assert "s3cret" not in repr(kept.known)
    with serve(lambda _: (404, {}, "")) as server, pytest.raises(Refused) as caught:
        http.get(Secret(f"{server.url}/feeds/s3cret"))
    assert "s3cret" not in caught.value.message + caught.value.hint


def test_a_long_wait_is_not_waited_for_and_not_asked_about_again() -> None:
    http = session(skipped=(skipped := Skipped()))
    with serve(lambda _: (429, {"Retry-After": "3600"}, "")) as server:
        with pytest.raises(RateLimited) as first:
            http.get(server.url)
        with pytest.raises(RateLimited) as second:
            http.get(server.url + "/other")
    assert len(server.requests) == 1
    assert skipped.waits == []
    hour = datetime.now(UTC) + timedelta(seconds=3600)
    assert all(error.value.until and abs(error.value.until - hour) < timedelta(seconds=5) for error in (first, second))


def test_the_last_request_that_was_left_is_followed_by_a_wait() -> None:
    http = session(skipped=(skipped := Skipped()))
    with serve(lambda _: (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "20"}, "{}")) as server:
        http.get(server.url)
        http.get(server.url)
    assert [round(seconds) for seconds in skipped.waits] == [20]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_does_not_pass_is_refused_at_once(status: int) -> None:
    with serve(lambda _: (status, {}, "no")) as server, pytest.raises(Refused) as caught:
        session().get(server.url)
    assert (caught.value.status, len(server.requests)) == (status, 1)


def test_a_post_carries_json_or_a_form() -> None:
    with serve(lambda _: (202, {}, "")) as server:
        http = session()
        assert http.post(server.url, json={"text": "縁"}, bearer=Secret("s3cret")).status == 202
        assert (
            http.post(server.url, form={"source": "https://mio.example/a", "target": "https://example.com/"}).status
            == 202
        )
    as_json, as_form = server.requests
    assert (as_json.headers["Content-Type"], as_json.headers["Authorization"]) == ("application/json", "Bearer s3cret")
    assert as_form.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert as_form.body == b"source=https%3A%2F%2Fmio.example%2Fa&target=https%3A%2F%2Fexample.com%2F"


def test_a_question_asked_by_post_is_asked_again() -> None:
    answers: Iterator[Reply] = iter([(503, {}, ""), (200, {}, '{"data": 7}')])
    with serve(lambda _: next(answers)) as server:
        assert session().ask(server.url, json={"query": "{ viewer }"}, bearer=Secret("s3cret")).json() == {"data": 7}
    first, second = server.requests
    assert first.body == second.body == b'{"query": "{ viewer }"}'
    assert second.headers["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize("status", [302, 307, 429, 500, 503])
def test_a_post_is_sent_once(status: int) -> None:
    with serve(lambda _: (status, {"Location": "/elsewhere"}, "")) as server:
        with pytest.raises((Refused, RateLimited)):
            session().post(server.url, json={})
        assert len(server.requests) == 1


def test_what_is_unchanged_is_not_sent_again() -> None:
    def reply(request: Request) -> Reply:
        asked = (request.headers["If-None-Match"], request.headers["If-Modified-Since"])
        dated = {"ETag": '"1"', "Last-Modified": "Sun, 22 Nov 2026 21:00:00 GMT"}
        return (304, {}, "") if asked == tuple(dated.values()) else (200, dated, "[]")

    http = session(kept=(kept := Kept()))
    with serve(reply) as server:
        first = http.get(server.url, {"page": 1, "token": "s3cret"}, conditional=True)
        second = http.get(server.url, {"page": 1, "token": "other"}, conditional=True)
        assert http.get(server.url, {"page": 1}).status == 200
    assert (first.unchanged, second.unchanged) == (False, True)
    assert kept.known == {f"{server.url}?page=1": Validator('"1"', "Sun, 22 Nov 2026 21:00:00 GMT")}


def test_unchanged_without_having_been_asked_is_refused() -> None:
    with serve(lambda _: (304, {}, "")) as server, pytest.raises(Refused):
        session().get(server.url, conditional=True)


def test_an_answer_that_was_refused_leaves_no_validator() -> None:
    kept = Kept()
    with serve(lambda _: (404, {"ETag": '"1"'}, "")) as server, pytest.raises(Refused):
        session(kept=kept).get(server.url, conditional=True)
    assert kept.known == {}


def test_requests_to_a_host_are_apart() -> None:
    http = session(replace(OURS, pace={"127.0.0.1": 5.0}), skipped=(skipped := Skipped()))
    with serve(fine) as server:
        for _ in range(3):
            http.get(server.url)
    assert [round(seconds) for seconds in skipped.waits] == [5, 5]


def test_sources_in_threads_share_one_pace() -> None:
    came: list[float] = []

    def reply(request: Request) -> Reply:
        came.append(time.monotonic())
        return fine(request)

    pace = Pace()
    with serve(reply) as server:
        https = [Http(replace(OURS, pace={"127.0.0.1": 0.08}), Kept(), pace) for _ in range(4)]
        threads = [Thread(target=http.get, args=(server.url,)) for http in https]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(came) == 4
    assert max(came) - min(came) > 0.08 * 3 - 0.05


def test_a_wait_ends_when_the_command_does() -> None:
    stop = Event()
    http = Http(OURS, Kept(), clock=Clock(stop))
    with serve(lambda _: (503, {"Retry-After": "30"}, "")) as server:
        Timer(0.1, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped, match="The command was stopped"):
            http.get(server.url)
        with pytest.raises(Stopped):
            http.get(server.url)
    assert time.monotonic() - began < 5
    assert len(server.requests) == 1


def test_a_connection_is_kept_for_the_next_request() -> None:
    connections: set[str] = set()

    def reply(request: Request) -> Reply:
        connections.add(request.connection)
        return 200, {"Connection": "keep-alive"}, "{}"

    with serve(reply) as server, session() as http:
        for _ in range(3):
            http.get(server.url)
    assert len(connections) == 1


def test_who_listens_to_nothing_is_unreachable() -> None:
    with serve(fine) as server:
        gone = server.url
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:\d+ did not answer: it refused the connection\."):
        session(skipped=(skipped := Skipped())).get(gone + "/?token=s3cret")
    assert len(skipped.waits) == 2


def test_a_name_that_cannot_be_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="its name is not known"):
        session().get(f"http://{'a' * 64}.example/")
