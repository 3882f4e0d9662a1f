from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tracker.errors import NotAsExpected
from tracker.model import Account, Claim
from tracker.reading.remark42 import digest, listed

URL = "https://mio.example/a/"


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def comment(uid: str, parent: str = "", **more: object) -> dict[str, Any]:
    told = {"id": uid, "pid": parent, "text": f"<p>縁 {uid}</p>\n", "time": "2026-10-15T08:31:05.123Z"}
    return told | {"user": {"id": "google_1", "name": "葵"}} | more


def node(told: dict[str, Any], *replies: object) -> dict[str, Any]:
    return {"comment": told, "replies": [*replies]}


def shown(uid: str, name: str, **more: object) -> Account | None:
    [one] = listed({"comments": [comment("1", user={"id": uid, "name": name, **more})]}, "a", URL).page.interactions
    return one.account


def test_a_tree_and_a_list_say_the_same() -> None:
    one, two, three = comment("1"), comment("2", "1"), comment("3", "2")
    tree = listed({"comments": [node(one, node(two, node(three)))], "info": {"count": 3}}, "a", URL)
    plain = listed({"comments": [one, two, three], "info": {"count": 3}}, "a", URL)
    assert tree == plain
    assert [(one.parent, one.thread) for one in plain.page.interactions] == [("", "1"), ("1", "1"), ("2", "1")]
    assert (plain.seen, plain.claimed) == (3, 3)


def test_a_deep_tree_is_read_to_its_end() -> None:
    deepest: dict[str, Any] = node(comment("5000", "4999"))
    for number in range(4999, 0, -1):
        deepest = node(comment(str(number), str(number - 1)), deepest)
    assert listed({"comments": [deepest]}, "a", URL).seen == 5000


def test_what_is_deleted_is_gone_and_its_replies_stay_below_it() -> None:
    told = listed({"comments": [comment("1", delete=True), comment("2", "1")], "info": {"count": 1}}, "a", URL)
    assert told.page.gone == ("1",)
    assert [(one.id, one.parent, one.thread) for one in told.page.interactions] == [("2", "1", "1")]
    assert (told.seen, told.claimed) == (1, 1)


def test_what_is_hidden_of_a_blocked_user_is_counted_there() -> None:
    blocked = comment("1", delete=True, user={"id": "twitter_1", "name": "spam", "block": True})
    told = listed({"comments": [blocked, comment("2")], "info": {"count": 2}}, "a", URL)
    assert (told.page.gone, told.seen, told.claimed) == (("1",), 2, 2)


def test_a_reply_to_what_is_not_there_begins_a_conversation() -> None:
    [one] = listed({"comments": [comment("2", "1")]}, "a", URL).page.interactions
    assert (one.parent, one.thread) == ("", "2")


def test_without_a_count_there_is_no_claim() -> None:
    assert listed({"comments": []}, "a", URL).claimed is None


def test_an_id_that_is_no_text_costs_nothing() -> None:
    [one] = listed(
        {"comments": [comment("\ud800", user={"id": "google_\ud800", "name": "葵"})]}, "a", URL
    ).page.interactions
    assert one.url.encode()
    assert one.account
    assert one.account.id.encode()


def test_a_comment_without_an_id_costs_a_line() -> None:
    told = listed({"comments": ["oops", node({"text": "縁"}), comment("2")]}, "a", URL)
    assert ([one.id for one in told.page.interactions], len(told.page.problems)) == (["2"], 2)


@pytest.mark.parametrize("data", [None, [], {}, {"comments": None}])
def test_what_is_no_list_of_comments_is_an_error(data: object) -> None:
    with pytest.raises(NotAsExpected):
        listed(data, "a", URL)


def test_who_came_in_by_a_service_is_known_by_their_id() -> None:
    assert shown("google_1", "葵 &amp; 蓮", picture="https://remark.example/1.image") == Account(
        "remark42", "google_1", name="葵 & 蓮", photo="https://remark.example/1.image"
    )
    assert shown("email_" + sha1("aoi@aoi.example"), "葵") == Account(
        "remark42", "email_" + sha1("aoi@aoi.example"), name="葵"
    )


@pytest.mark.parametrize("way", ["anonymous", "disqus", "wordpress"])
def test_an_id_made_of_a_name_that_anybody_may_type_is_nobodys(way: str) -> None:
    assert shown(f"{way}_{sha1('葵')}", "葵") == Account("remark42", "1", name="葵")


def test_whoever_is_not_named_or_deleted_is_nobody() -> None:
    assert shown("", "") is None
    assert shown("deleted", "deleted") is None
    assert shown("", "葵") == Account("remark42", "1", name="葵")


def test_a_login_that_the_id_is_made_of_is_a_profile() -> None:
    linked = (Claim("url", "https://github.com/aoi-t", "linked"),)
    login = "github_" + sha1("aoi-t")
    assert shown(login, "aoi-t") == Account("remark42", login, name="aoi-t", handle="aoi-t", claims=linked)
    assert shown(login, "葵") == Account("remark42", login, name="葵")
    assert shown("twitter_" + sha1("aoi-t"), "aoi-t") == Account("remark42", "twitter_" + sha1("aoi-t"), name="aoi-t")


def test_a_digest_tells_an_edit_and_no_vote() -> None:
    assert digest(comment("1", text="<p>edited</p>")) != digest(comment("1"))
    assert digest(comment("1", edit={"time": "2026-10-15T08:33:00Z"})) != digest(comment("1"))
    assert digest(comment("1", score=7)) == digest(comment("1"))
