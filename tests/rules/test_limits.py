from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RateLimited, Refused
from tracker.rules.answers import Answer
from tracker.rules.calls import Call
from tracker.rules.limits import DIALECTS, LONGEST, backoff, failure, is_limit, token_ends, wait

NOW = datetime(2026, 11, 22, 21, 0, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        ({"retry-after": " 17 "}, 17),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "Sun, 22 Nov 2026 21:00:40 GMT"}, 40),
        ({"Retry-After": "Sunday, 22-Nov-26 21:00:40 GMT"}, 40),
        ({"Retry-After": "Sun Nov 22 21:00:40 2026"}, 40),
        ({"Retry-After": "Sun, 22 Nov 2026 20:00:00 GMT"}, 0),
        ({"X-RateLimit-Reset": str(EPOCH + 30), "X-RateLimit-Remaining": "0"}, 30),
        ({"X-RateLimit-Reset": str((EPOCH + 30) * 1000), "X-RateLimit-Remaining": "0"}, 30),
        ({"X-RateLimit-Reset": "2026-11-22T21:05:00.000Z", "X-RateLimit-Remaining": "0"}, 300),
        ({"X-RateLimit-Reset": "2026-11-23T06:05:00+09:00", "X-RateLimit-Remaining": "0"}, 300),
        ({"X-RateLimit-Reset": "2026-11-22T21:05:00", "X-RateLimit-Remaining": "0"}, 300),
        ({"X-RateLimit-Reset": "9", "X-RateLimit-Remaining": "0"}, 9),
        ({"X-Rate-Limit-Reset": "9", "X-Rate-Limit-Remaining": "0"}, 9),
        ({"RateLimit-Reset": str(EPOCH + 5), "RateLimit-Remaining": "0"}, 5),
        ({"ratelimit-reset": "5", "ratelimit-remaining": "0"}, 5),
        ({"Rate-Reset": str(EPOCH + 1800), "Rate-Remaining": "0"}, 1800),
        ({"Rate-Reset": str(EPOCH + 1800)}, 1800),
        ({"Rate-Reset": str(EPOCH - 7)}, 0),
        ({"Retry-After": "3", "X-RateLimit-Reset": "8", "X-RateLimit-Remaining": "0"}, 8),
        ({"Retry-After": "3", "X-RateLimit-Reset": "3600", "X-RateLimit-Remaining": "41"}, 3),
        ({"Retry-After": "99999999"}, LONGEST),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, LONGEST),
    ],
)
def test_every_dialect_of_too_many_requests(headers: dict[str, str], seconds: float) -> None:
    assert wait(429, headers, NOW) == seconds


@pytest.mark.parametrize(
    "said", ["", "soon", "-5", "nan", "inf", "1e3", "12:30", "１７", "9" * 400, "Sun, 99 Nov 2026"]
)
def test_what_cannot_be_read_is_not_said(said: str) -> None:
    assert wait(429, {"Retry-After": said, "X-RateLimit-Reset": said}, NOW) is None


def test_nothing_said_is_no_wait() -> None:
    assert wait(429, {}, NOW) is None
    assert wait(503, {"X-RateLimit-Reset": "30"}, NOW) is None


def test_an_answer_that_uses_up_the_last_request_asks_for_a_wait_too() -> None:
    assert wait(200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}, NOW) == 30
    assert wait(200, {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "30"}, NOW) is None


@pytest.mark.parametrize("skew", [-7200, -1, 0, 3, 86400])
def test_the_clock_of_the_place_counts(skew: int) -> None:
    there = NOW + timedelta(seconds=skew)
    date = format_datetime(there, usegmt=True)
    until = there + timedelta(seconds=20)
    assert wait(429, {"Date": date, "X-RateLimit-Reset": str(int(until.timestamp()))}, NOW) == 20
    assert wait(429, {"Date": date, "Retry-After": format_datetime(until, usegmt=True)}, NOW) == 20
    assert wait(429, {"Date": date, "Retry-After": "20"}, NOW) == 20


@given(st.integers(0, 10**7), st.sampled_from([reset for reset, _remaining in DIALECTS]))
def test_left_and_until_are_the_same(seconds: int, name: str) -> None:
    left, until = {name: str(seconds)}, {name: (NOW + timedelta(seconds=seconds)).isoformat()}
    assert wait(429, left, NOW) == wait(429, until, NOW) == seconds


@given(st.integers(100, 599), st.dictionaries(st.sampled_from(["Retry-After", "Date", "Rate-Reset"]), st.text()))
def test_whatever_is_said_a_wait_is_a_wait(status: int, headers: dict[str, str]) -> None:
    seconds = wait(status, headers, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST


@pytest.mark.parametrize(
    ("status", "headers", "limit"),
    [
        (429, {}, True),
        (403, {}, False),
        (403, {"X-RateLimit-Remaining": "59"}, False),
        (403, {"X-RateLimit-Remaining": "0"}, True),
        (403, {"Rate-Remaining": "0"}, True),
        (403, {"Retry-After": "60"}, True),
        (503, {"Retry-After": "60"}, True),
        (503, {}, False),
        (404, {"X-RateLimit-Remaining": "0"}, False),
        (200, {"X-RateLimit-Remaining": "0"}, False),
    ],
)
def test_what_is_a_limit(status: int, headers: dict[str, str], limit: bool) -> None:  # noqa: FBT001 - the expected value
    assert is_limit(status, headers) is limit


def answer(status: int, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("https://example.com/api?q=x", status, named)


ASKED = Call("GET", "https://example.com/api", {})
ASKED_FOR_NEWS = Call("GET", "https://example.com/api", {"If-None-Match": '"1"'})


@pytest.mark.parametrize("status", [200, 201, 204, 206])
def test_success_is_no_failure(status: int) -> None:
    assert failure(ASKED, answer(status), None, NOW) is None


def test_unchanged_is_success_only_for_who_asked_for_it() -> None:
    assert failure(ASKED_FOR_NEWS, answer(304), None, NOW) is None
    assert isinstance(failure(ASKED, answer(304), None, NOW), Refused)


@pytest.mark.parametrize(
    ("status", "passing"),
    [(500, True), (502, True), (503, True), (504, True), (501, False), (404, False), (302, False)],
)
def test_only_what_may_pass_is_asked_again(status: int, passing: bool) -> None:  # noqa: FBT001 - the expected value
    failed = failure(ASKED, answer(status), None, NOW)
    assert isinstance(failed, Refused)
    assert (failed.status, failed.passing) == (status, passing)


def test_a_limit_says_until_when() -> None:
    failed = failure(ASKED, answer(429), 90.0, NOW)
    assert isinstance(failed, RateLimited)
    assert failed.until == NOW + timedelta(seconds=90)
    assert "example.com" in failed.message
    assert "api" not in failed.message


@given(st.integers(0, 5), st.floats(0, 1), st.none() | st.floats(0, 100))
def test_backing_off_doubles_and_never_undercuts_what_was_asked(tried: int, chance: float, asked: float | None) -> None:
    seconds = backoff(tried, asked, chance)
    assert seconds >= (asked or 0)
    assert 2**tried / 2 <= seconds <= max((asked or 0) + 1, 2**tried)


@pytest.mark.parametrize(
    ("headers", "ends"),
    [
        ({}, None),
        (
            {"GitHub-Authentication-Token-Expiration": "2027-02-04 16:42:10 UTC"},
            datetime(2027, 2, 4, 16, 42, 10, tzinfo=UTC),
        ),
        (
            {"github-authentication-token-expiration": "2027-02-04 16:42:10 +0900"},
            datetime(2027, 2, 4, 7, 42, 10, tzinfo=UTC),
        ),
        ({"github-authentication-token-expiration": "soon"}, None),
    ],
)
def test_a_place_says_when_it_stops_taking_a_token(headers: dict[str, str], ends: datetime | None) -> None:
    assert token_ends(headers) == ends
