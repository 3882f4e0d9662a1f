from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.errors import ForbiddenAddress, RateLimited, Refused, SourceError, TooSlow, Unreachable
from tracker.rules.answers import Answer
from tracker.rules.outgoing import Outcome, Status
from tracker.rules.receipts import LONGEST, receipt, refusal, told, unfound

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ENDPOINT = "https://a.example/w"


def answer(status: int = 200, location: str = "", body: bytes = b"") -> Answer:
    return Answer(ENDPOINT, status, {"Location": location} if location else {}, body)


def test_only_a_201_has_a_status_page() -> None:
    """S7: the Location of another answer means something else."""
    assert receipt(ENDPOINT, answer(201, "/s")) == Outcome(Status.WAITING, ENDPOINT, 201, "https://a.example/s")
    assert receipt(ENDPOINT, answer(202, "/s")) == Outcome(Status.SENT, ENDPOINT, 202)


@pytest.mark.parametrize(
    ("error", "when_sent", "when_looked_for"),
    [
        (Refused("a", 400), Status.REFUSED, Status.NO_ENDPOINT),
        (Refused("a", 307), Status.REFUSED, Status.NO_ENDPOINT),
        (Refused("a", 425), Status.FAILED, Status.FAILED),
        (Refused("a", 503, passing=True), Status.FAILED, Status.FAILED),
        (Unreachable("a", "why"), Status.FAILED, Status.FAILED),
        (TooSlow("a", 9), Status.FAILED, Status.FAILED),
        (ForbiddenAddress("a", "why"), Status.UNSAFE, Status.UNSAFE),
    ],
)
def test_what_an_error_means(error: SourceError, when_sent: Status, when_looked_for: Status) -> None:
    assert refusal(error, ENDPOINT, NOW).status is when_sent
    assert unfound(error, NOW).status is when_looked_for
    assert unfound(error, NOW).error == error.message


def test_a_limit_says_how_long() -> None:
    assert refusal(RateLimited("a", NOW + timedelta(hours=9)), ENDPOINT, NOW).wait == timedelta(hours=9)
    assert refusal(RateLimited("a", None), ENDPOINT, NOW).wait == timedelta()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        *((f'{{"status": "{word}"}}', Status.WAITING) for word in ("queued", "Pending", " processing ")),
        *((f'{{"status": "{word}"}}', Status.SENT) for word in ("success", "accepted", "held", "noted", "", "another")),
        *((f'{{"status": "{word}"}}', Status.REFUSED) for word in ("no_link_found", "source_not_found", "error")),
        *((body, Status.SENT) for body in ("", "ok", "[]", '"queued"', '{"status": 200}', "[" * 100_000, "\ud7ff")),
    ],
)
def test_what_a_status_page_means(body: str, status: Status) -> None:
    """S7: only what is understood is taken at its word."""
    assert told(answer(body=body.encode())).status is status


def test_a_strangers_reason_is_kept_short() -> None:
    said = told(answer(body=b'{"status": "error", "message": "%s"}' % (b"x" * 9_000))).error
    assert (len(said), said[:9]) == (LONGEST, "error: xx")
