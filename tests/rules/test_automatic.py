from __future__ import annotations

import pytest

from tracker.rules.automatic import automatic

PERSON = "aoi@aoi.example"


@pytest.mark.parametrize(
    "fields",
    [
        {"auto-submitted": "auto-replied"},
        {"auto-submitted": "auto-generated; owner=x"},
        {"precedence": "bulk"},
        {"precedence": "List"},
        {"precedence": " junk "},
        {"precedence": "auto_reply"},
        {"list-id": "<blog.example>"},
        {"list-unsubscribe": ""},
        {"x-auto-response-suppress": "All"},
        {"x-autoreply": "yes"},
        {"x-failed-recipients": "x@y"},
        {"return-path": "<>"},
        {"content-type": "multipart/report; report-type=delivery-status"},
        {"content-type": "text/calendar; method=REQUEST"},
    ],
    ids=str,
)
def test_a_program_tells_of_itself(fields: dict[str, str]) -> None:
    assert automatic(fields, PERSON)


@pytest.mark.parametrize(
    "sender",
    [
        "mailer-daemon@mx.example",
        "MAILER-DAEMON@mx.example",
        "postmaster@mx.example",
        "no-reply@shop.example",
        "noreply@shop.example",
        "do-not-reply@shop.example",
        "donotreply@shop.example",
        "no_reply-7@shop.example",
        "jira.no-reply@shop.example",
        "bounces+12-ab=c@news.example",
        "notifications@forge.example",
        "noreply+x@shop.example",
    ],
)
def test_nobody_answers_from_there(sender: str) -> None:
    assert automatic({}, sender)


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({}, PERSON),
        ({"auto-submitted": "no"}, PERSON),
        ({"precedence": "first-class"}, PERSON),
        ({"return-path": "<aoi@aoi.example>", "content-type": "multipart/alternative"}, PERSON),
        ({}, "noriko.reply@aoi.example"),
        ({}, "postmasters@aoi.example"),
        ({}, "bouncer@club.example"),
        ({}, ""),
    ],
)
def test_people_are_no_programs(fields: dict[str, str], sender: str) -> None:
    assert not automatic(fields, sender)
