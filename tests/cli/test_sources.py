"""`enishi sources`: set up or not, read in full when, why not, since when, what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tracker import sources

if TYPE_CHECKING:
    from tests.cli.desk import Desk
    from tests.servers import Reply, Request

ENDS = "GitHub-Authentication-Token-Expiration"


def place(ends: str, status: int = 200) -> object:
    """Return an empty Hacker News that says when a token ends."""

    def answer(_request: Request) -> Reply:
        return status, {ENDS: ends} if ends else {}, json.dumps({"hits": [], "nbHits": 0, "nbPages": 0})

    return answer


def pulled(empty: Desk, ends: str, status: int = 200) -> tuple[str, str]:
    """Pull from such a place; return what the pull said, and what the list says of it then."""
    with serve(place(ends, status)) as server:  # type: ignore[arg-type]  # a handler
        empty.configure(f'[network]\nallow = ["127.0.0.1"]\n[sources.hackernews]\naddress = "{server.url}"\n')
        said = empty.type("pull").out
        lines = empty.type("sources").out.splitlines()
    return said, "\n".join(line for line in lines if line.startswith("hackernews"))


@pytest.mark.parametrize(
    ("ends", "warning"),
    [
        ("2026-12-01 00:00:00 UTC", "the token ends on 2026-12-01; make a new one before that"),
        ("2026-11-20 00:00:00 UTC", "the token ended on 2026-11-20; make a new one"),
        ("2027-05-01 00:00:00 UTC", ""),
        ("", ""),
    ],
)
def test_a_token_that_ends_soon_is_announced(empty: Desk, ends: str, warning: str) -> None:
    said, row = pulled(empty, ends)
    assert ("token" in said) == ("token" in row) == bool(warning)
    assert warning in said
    assert warning in row


def test_why_it_fails_since_when_and_what_to_do(empty: Desk) -> None:
    _said, row = pulled(empty, "", 401)
    assert "failing since 2026-11-22" in row
    assert "answered with status 401" in row
    assert "The token is missing, wrong or expired" in empty.type("sources --json hackernews").out


def test_every_place_is_listed_with_what_to_add(empty: Desk) -> None:
    listed = empty.type("sources").out
    for name in sources.names():
        assert f"\n{name} " in f"\n{listed}"


def test_an_unofficial_place_says_so(empty: Desk) -> None:
    assert "never promised" in empty.type("sources zenn").out
    assert "never promised" not in empty.type("sources hatena").out
