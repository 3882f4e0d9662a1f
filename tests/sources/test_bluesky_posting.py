"""Posting to Bluesky: the record that is made, and its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.outlets import ABOUT, KEY, PNG, BlueskyStall, message, opened
from tests.recordings import way_out
from tests.servers import serve
from tests.sky import PASSWORD, TOKEN, Sky, did
from tracker.errors import NotAsExpected, NotTaken, Refused
from tracker.model import Secret
from tracker.reading.xrpc import Service
from tracker.rules import posting
from tracker.rules.atproto import tid, written
from tracker.sources.bluesky import Bluesky

if TYPE_CHECKING:
    from tests.servers import Reply, Request
    from tracker.model.posts import Preview

TEXT = f"二文字で探す 👨‍👩‍👧\n\n{ABOUT.hook}\n\nmio.example/ja/2026/11/s…\n\n#検索 #OpenSource"


def at(server: str) -> Bluesky:
    return Bluesky(account="mio.example", app_password=Secret(PASSWORD), pds=server)


def record(text: str = TEXT, about: Preview = ABOUT) -> dict[str, Any]:
    """Post it, and return the record that was made."""
    stall = BlueskyStall()
    with opened(stall) as (outlet, http):
        outlet.send(message(text, about), None, KEY, http)
    (made,) = stall.place.records.values()
    return made


def test_the_record_is_a_post_with_links_tags_and_a_card() -> None:
    made = record()
    assert (made["text"], made["langs"], made["createdAt"]) == (TEXT, ["ja"], "2026-11-22T03:00:00.000Z")
    marked = [TEXT.encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in made["facets"]]
    assert marked == ["mio.example/ja/2026/11/s…", "#検索", "#OpenSource"]
    assert ABOUT.url in written(made)
    card = made["embed"]["external"]
    assert (card["uri"], card["title"], card["description"]) == (ABOUT.url, ABOUT.title, ABOUT.hook)
    assert card["thumb"]["size"] == len(PNG)
    assert card["thumb"]["mimeType"] == "image/png"


@pytest.mark.parametrize(
    "picture",
    [(b"", ""), (PNG + bytes(1_000_000), "image/png"), (b"<svg/>", "image/svg+xml")],
    ids=["none", "large", "svg"],
)
def test_a_picture_that_bluesky_does_not_take_is_left_out(picture: tuple[bytes, str]) -> None:
    made = record(about=ABOUT._replace(picture=picture[0], picture_type=picture[1]))
    assert "thumb" not in made["embed"]["external"]


def test_a_picture_of_a_million_bytes_is_taken() -> None:
    made = record(about=ABOUT._replace(picture=PNG + bytes(1_000_000 - len(PNG))))
    assert made["embed"]["external"]["thumb"]["size"] == 1_000_000


def test_without_a_language_or_marks_none_are_said() -> None:
    made = record("nothing to mark", ABOUT._replace(lang=""))
    assert not {"facets", "langs"} & set(made)


def test_its_address_is_that_of_the_account_and_its_name_that_of_the_key() -> None:
    with opened(BlueskyStall()) as (outlet, http):
        told = outlet.send(message(TEXT), None, KEY, http)
    assert told.url == f"https://bsky.app/profile/{did('mio')}/post/{tid(KEY)}"


def test_another_command_that_was_quicker_made_the_one_post() -> None:
    """Both looked before either had posted."""
    stall = BlueskyStall()
    with opened(stall) as (outlet, http):
        outlet.send(message(TEXT), None, KEY, http)
        looked: list[Request] = []

        def late(request: Request) -> Reply:
            if request.path.endswith("getRecord") and not looked:
                looked.append(request)
                return 400, {}, ""
            return stall.place(request)

        with serve(late) as server:
            assert at(server.url).send(message(TEXT), None, KEY, http).url.endswith(tid(KEY))
    assert len(stall.posted()) == 1


def test_a_refusal_that_cannot_be_looked_into_stays_what_it_is() -> None:
    place, broken = Sky(), []
    place.person("mio", "mio.example")

    def answer(request: Request) -> Reply:
        if request.path.endswith("createRecord"):
            broken.append(1)
            return 502, {}, ""
        return (429, {"Retry-After": "60"}, "") if broken else place(request)

    with serve(answer) as server, way_out() as http, pytest.raises(Refused) as caught:
        Bluesky(account="mio.example", app_password=Secret(PASSWORD), pds=server.url).send(
            message(TEXT), None, KEY, http
        )
    assert not posting.is_refusal(caught.value)


def test_a_server_that_is_down_is_no_proof_that_nothing_is_there() -> None:
    place = Sky(refuses={"getRecord": 502})
    place.person("mio", "mio.example")
    with serve(place) as server, way_out() as http, pytest.raises(Refused):
        Bluesky(account="mio.example", app_password=Secret(PASSWORD), pds=server.url).send(
            message(TEXT), None, KEY, http
        )
    assert "createRecord" not in place.asked


def test_a_record_that_is_wrong_is_not_taken() -> None:
    with pytest.raises(NotTaken):
        record(about=ABOUT._replace(lang="not a language"))


@pytest.mark.parametrize(
    ("told", "home"),
    [
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example"}]}, "https://pds.example"),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://pds.example"}]}, ""),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "file:///etc"}]}, ""),
        ({"service": [{"id": "#other", "serviceEndpoint": "https://other.example"}, 7]}, ""),
        (None, ""),
    ],
)
def test_the_account_says_which_server_keeps_it(told: object, home: str) -> None:
    session = {"handle": "mio.example", "did": did("mio"), "accessJwt": TOKEN, "didDoc": told}
    with serve(lambda _request: (200, {}, json.dumps(session))) as server, way_out() as http:
        assert Service(server.url, http).session("mio.example", Secret(PASSWORD)).home == home


def test_a_session_of_nobody_is_not_as_expected() -> None:
    session = json.dumps({"accessJwt": TOKEN})
    with serve(lambda _request: (200, {}, session)) as server, way_out() as http, pytest.raises(NotAsExpected):
        at(server.url).send(message(TEXT), None, KEY, http)


def test_what_was_posted_is_found_as_an_announcement() -> None:
    from tracker.model import Article  # noqa: PLC0415 - beside what it stands for

    stall = BlueskyStall()
    with opened(stall) as (outlet, http):
        told = outlet.send(message(TEXT), None, KEY, http)
        assert isinstance(outlet, Bluesky)
        found = list(outlet.announced([Article("a", ABOUT.url)], http))
    assert [one.url for one in found] == [told.url]
