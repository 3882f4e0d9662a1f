"""A thread of 200 replies of which 60 are shown to strangers: partial, nothing gone; complete with a token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.fediverse import AWAY, FIRST, HOME, MENTIONS, STATUSES, context, person, post
from tests.scenes import Scene
from tests.servers import serve
from tracker.ledger import Ledger
from tracker.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request

REPLIES = 200
SHOWN = 60
"""To strangers; see https://docs.joinmastodon.org/methods/statuses/#context."""


def reply(number: int) -> dict[str, object]:
    who = person(f"reader{number}", indexable=True)
    return post(f"9{number:08}", f"reader{number}", AWAY, FIRST, content=f"<p>返信{number}</p>") | {"account": who}


def mastodon(request: Request) -> Reply:
    let_in = request.headers.get("Authorization") == "Bearer s3cret"
    below = [reply(number) for number in range(REPLIES)]
    told = {
        f"{STATUSES}/{FIRST}": post(FIRST, replies_count=REPLIES),
        f"{STATUSES}/{FIRST}/context": context(*(below if let_in else below[:SHOWN])),
        MENTIONS: [],
        "/api/v2/search": {"statuses": [post(FIRST, replies_count=REPLIES)]},
        "/api/v1/accounts/verify_credentials": person("mio", HOME),
    }
    return (200, {}, json.dumps(told[request.path])) if request.path in told else (404, {}, "")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("ENISHI_NOW", "2026-11-22T12:00:00+09:00")
    made = Scene(tmp_path / "blog")
    with serve(mastodon) as home:
        made.settle(f'[sources.mastodon]\nserver = "{HOME}"\naddress = "{home.url}"\n', [f"{HOME}/@mio/{FIRST}"])
        yield made


def states(scene: Scene) -> set[State]:
    with Ledger.open(scene.folder.parent / "ledger.db") as ledger:
        return {one.state for one in ledger.interactions.by_article("a")}


def test_without_a_token_it_is_partial_and_nothing_is_gone_and_with_one_it_is_complete(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = scene.rows("pull")
    assert (first["new"], first["complete"]) == (SHOWN + 1, False)  # and the announcement itself
    assert "60 of 200 seen: a token would show more" in first["why"]
    assert "60 of 200 seen: a token would show more" in scene.type("who", "search")[1]
    assert "60 of 200 seen" in scene.type("sources")[1]

    monkeypatch.setenv("ENISHI_MASTODON_TOKEN", "s3cret")
    (second,) = scene.rows("pull", "--full")
    assert (second["new"], second["complete"], second["why"]) == (REPLIES - SHOWN, True, "")
    assert "of 200 seen" not in scene.type("who", "search")[1]

    monkeypatch.delenv("ENISHI_MASTODON_TOKEN")
    for _time in range(3):  # three walks that see 60 prove nothing about the other 140
        (again,) = scene.rows("pull", "--full")
        assert (again["missing"], again["gone"], again["complete"]) == (0, 0, False)
    assert states(scene) == {State.LIVE}
