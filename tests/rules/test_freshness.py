from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.rules.freshness import LONGEST, lifetime

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"cache-control": 'public, MAX-AGE="600"', "age": "100"}, 500),
        ({"Cache-Control": "max-age=600", "Age": "700"}, 0),
        ({"Cache-Control": "max-age=600, no-store"}, 0),
        ({"Cache-Control": "no-cache"}, 0),
        ({"Cache-Control": 'no-cache="Set-Cookie", max-age=9'}, 0),
        ({"Cache-Control": "s-maxage=600"}, 0),  # for caches that others share
        ({"Cache-Control": "max-age=-5"}, 0),
        ({"Cache-Control": "max-age=soon"}, 0),
        ({"Cache-Control": "max-age"}, 0),
        ({"Cache-Control": "max-age=600", "Vary": "*"}, 0),
        ({"Cache-Control": "max-age=600", "Vary": "Accept"}, 600),
        ({"Cache-Control": "max-age=999999999999"}, LONGEST),
        ({"Expires": "Sun, 22 Nov 2026 13:00:00 GMT"}, 3600),
        ({"Expires": "Sun, 22 Nov 2026 13:00:00 GMT", "Date": "Sun, 22 Nov 2026 12:30:00 GMT"}, 1800),
        ({"Expires": "Sun, 22 Nov 2026 13:00:00 GMT", "Cache-Control": "max-age=1"}, 1),
        ({"Expires": "0"}, 0),
        ({"Expires": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: float) -> None:
    """S14: as RFC 9111 says it of a cache that nobody shares."""
    assert lifetime(headers, NOW) == seconds
