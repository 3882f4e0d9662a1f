from __future__ import annotations

import pytest

from tests.fediverse import (
    AWAY,
    FIRST,
    HOME,
    MENTIONS,
    ROOT,
    STATUSES,
    TOKEN,
    World,
    context,
    person,
    post,
    seen,
    world,
)
from tracker.model import Kind


def test_lists_are_read_page_by_page_as_the_link_header_says() -> None:
    path = f"{STATUSES}/{FIRST}/favourited_by"
    link = f'<{{server}}{path}?limit=80&max_id=7>; rel="next", <{{server}}{path}?since_id=9>; rel="prev"'
    told = world({"favourites_count": 2})
    told.told |= {f"{path}?limit=80": ({"Link": link}, [person("aoi")]), f"{path}?limit=80&max_id=7": [person("ren")]}
    told.pull()
    assert told.ids(Kind.LIKE) == ["aoi", "ren"]
    assert seen(told.count(Kind.LIKE)) == [(2, 2, "")]


def test_a_list_without_end_is_left_and_said_to_be_too_long() -> None:
    path = f"{STATUSES}/{FIRST}/reblogged_by"
    told = world({"reblogs_count": 9000})
    told.told[path] = ({"Link": f'<{{server}}{path}?max_id=1>; rel="next"'}, [person("aoi")])
    told.pull()
    assert told.asked.count(f"{path}?max_id=1") == 49
    assert seen(told.count(Kind.REPOST)) == [(1, 9000, "there are too many to list them all")]


def test_who_is_counted_and_not_listed_makes_a_list_partial() -> None:
    told = world({"favourites_count": 3}, favourited_by=[person("aoi"), {"id": "7"}, person("aoi")]).pull()
    assert seen(told.count(Kind.LIKE)) == [(1, 3, "not everybody who is counted is listed")]
    assert told.shelf.problems == [f"Somebody in a list of {HOME}/@mio/{FIRST} is not named and was left out."]


def test_who_cannot_be_read_is_counted_as_not_seen() -> None:
    told = world({"favourites_count": 1}, favourited_by=[person("aoi"), {}]).pull()
    assert seen(told.count(Kind.LIKE)) == [(1, 2, "not everybody who is counted is listed")]


def test_what_nobody_did_is_not_asked_for_and_proved_to_be_nothing() -> None:
    told = world().pull()
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context"]
    assert seen(told.count(Kind.LIKE) + told.count(Kind.REPOST)) == [(0, 0, ""), (0, 0, "")]


def test_a_like_taken_back_is_missing() -> None:
    told = world({"favourites_count": 2}, favourited_by=[person("aoi"), person("ren")]).pull()
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, favourites_count=1)
    told.told[f"{STATUSES}/{FIRST}/favourited_by"] = [person("ren")]
    assert told.pull().shelf.absent.missing == (f"{ROOT} like {AWAY}/users/aoi",)


def test_quotes_are_read_with_a_token_and_only_counted_without() -> None:
    quote = post("800", "aoi", AWAY) | {"quote": {"state": "accepted"}}
    told = world({"quotes_count": 1}, quotes=[quote])
    told.told[MENTIONS] = []
    assert seen(told.pull().count(Kind.QUOTE)) == [(0, 1, "a token would show more")]
    told.pull(cursor=None, token=TOKEN)
    assert seen(told.count(Kind.QUOTE)) == [(1, 1, "")]
    assert told.shelf.known[quote["uri"]].parent == ROOT


@pytest.mark.parametrize(
    ("quote", "is_shown"),
    [({"state": "pending"}, True), (None, True), ({"state": "revoked"}, False), ({"state": "rejected"}, False)],
)
def test_a_quote_that_was_revoked_is_gone(quote: object, is_shown: bool) -> None:  # noqa: FBT001 - of the table
    told = world({"quotes_count": 1}, quotes=[post("800", "aoi", AWAY, quote=quote)])
    told.told[MENTIONS] = []
    told.pull(token=TOKEN)
    assert (told.ids(Kind.QUOTE), told.shelf.gone) == (
        (["800"], []) if is_shown else ([], [f"{AWAY}/users/aoi/statuses/800"])
    )


def test_a_reply_that_quotes_is_a_reply() -> None:
    both = post("800", "aoi", AWAY, FIRST)
    told = world({"quotes_count": 1, "replies_count": 1}, [both], quotes=[both])
    told.told[MENTIONS] = []
    told.pull(token=TOKEN)
    assert (told.ids(Kind.REPLY), told.ids(Kind.QUOTE)) == (["800"], [])
    assert seen(told.count(Kind.QUOTE)) == [(1, 1, "")]


def test_a_reply_that_quotes_stays_one_when_only_the_quotes_changed() -> None:
    both = post("800", "aoi", AWAY, FIRST)
    told = world({"replies_count": 1}, [both], quotes=[both])
    told.told[MENTIONS] = []
    told.told[f"{STATUSES}/{FIRST}/context"] = ({"ETag": '"1"'}, context(both))
    told.pull(token=TOKEN)
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, replies_count=1, quotes_count=1)
    told.pull(token=TOKEN)
    assert (told.ids(Kind.QUOTE), told.shelf.edited) == ([], 0)


def test_servers_that_count_no_quotes_claim_nothing_about_them() -> None:
    root = post(FIRST)
    del root["quotes_count"]
    assert World({f"{STATUSES}/{FIRST}": root, f"{STATUSES}/{FIRST}/context": context()}).pull().count(Kind.QUOTE) == []
