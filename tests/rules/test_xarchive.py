from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import xarchive
from tracker.rules.xarchive import Post, User


def listed(content: bytes) -> tuple[list[Any], bool]:
    items = xarchive.Listed(content)
    return list(items), items.whole


def row(number: str = "7", said: str = "so", **more: object) -> dict[str, Any]:
    return {"id_str": number, "full_text": said, "created_at": "Wed Oct 10 20:19:24 +0000 2018", **more}


def linked(*pairs: tuple[str, str], media: tuple[str, ...] = ()) -> dict[str, Any]:
    urls = [{"url": hidden, "expanded_url": whole} for hidden, whole in pairs]
    return {"entities": {"urls": urls, "media": [{"url": one} for one in media]}}


@pytest.mark.parametrize(
    "written",
    [
        'window.YTD.tweets.part0 = [ {"a": 1}, {"b": 2} ]',
        'window.YTD.tweet.part12=[{"a":1},\n{"b":2}]\n',
        'window.YTD.tweets.part0 = [{"a": 1}, {"b": 2}];',
        '\ufeff [{"a": 1} , {"b": 2},]',
    ],
)
def test_the_list_that_a_file_assigns_is_read(written: str) -> None:
    assert listed(written.encode()) == ([{"a": 1}, {"b": 2}], True)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('window.YTD.tweets.part0 = [{"a": 1}, {"b": ', [{"a": 1}]),
        ('window.YTD.tweets.part0 = [{"a": 1}', [{"a": 1}]),
        ('window.YTD.tweets.part0 = [{"a": 1} "x', [{"a": 1}]),
        ("window.YTD.tweets.part0 = [" + "[" * 100_000, []),
        ("<!doctype html>", []),
        ("", []),
        ("7", []),
    ],
)
def test_one_that_breaks_off_gives_what_is_before(written: str, read: list[object]) -> None:
    assert listed(written.encode()) == (read, False)


@given(st.lists(st.dictionaries(st.text(), st.text())))
def test_whatever_json_is_assigned_is_read_back(items: list[dict[str, str]]) -> None:
    written = f"window.YTD.tweets.part0 = {json.dumps(items, indent=2)}"
    assert listed(written.encode("utf-8", "replace")) == (items, True)


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_row_is_a_post_wrapped_or_not(wrapped: bool) -> None:  # noqa: FBT001 - a parameter
    told = row("7", "so", lang="ja", in_reply_to_status_id_str="5")
    post = xarchive.post({"tweet": told} if wrapped else told)
    assert post == Post("7", "so", (), "5", "Wed Oct 10 20:19:24 +0000 2018", "ja")
    assert post.at == datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)
    assert xarchive.Post("7", "so", said_at="yesterday").at is None


def test_ids_are_read_as_texts_since_numbers_lose_their_end() -> None:
    post = xarchive.post(row("1169246717864136705", id=1169246717864136700))
    assert post
    assert post.id == "1169246717864136705"
    older = xarchive.post({"id": 12345, "text": "old", "in_reply_to_status_id": 123})
    assert older
    assert (older.id, older.text, older.answers) == ("12345", "old", "123")


@pytest.mark.parametrize(
    "item", [None, [], {}, "x", {"tweet": 7}, row(""), row("x7"), {"id_str": "7"}, {"id_str": "7", "full_text": None}]
)
def test_what_is_no_post_is_none(item: object) -> None:
    assert xarchive.post(item) is None


def test_links_are_spelled_out_and_those_to_own_pictures_left_out() -> None:
    told = linked(("https://t.co/a", "https://mio.example/a/?x=1&y=2"), media=("https://t.co/p",))
    post = xarchive.post(row("7", "A &amp; B: https://t.co/a https://t.co/p", **told))
    assert post
    assert post.text == "A & B: https://mio.example/a/?x=1&y=2"
    assert post.links == ("https://mio.example/a/?x=1&y=2",)


def test_entities_may_be_anything() -> None:
    told: list[object] = [None, [], {"urls": None}, {"urls": [None, {"url": 7, "expanded_url": "javascript:x"}]}]
    for entities in told:
        post = xarchive.post(row("7", "so", entities=entities))
        assert post
        assert (post.text, post.links) == ("so", ())


@pytest.mark.parametrize(("said", "lang"), [("ja", "ja"), ("und", ""), ("zxx", ""), ("qme", ""), (None, "")])
def test_a_language_is_kept_when_it_is_one(said: str | None, lang: str) -> None:
    post = xarchive.post(row("7", "so", lang=said))
    assert post
    assert post.lang == lang


def test_of_a_post_that_was_edited_the_last_stands_oldest_first() -> None:
    control = {"editTweetIds": ["7", "9"]}
    told = [
        xarchive.post(row("10")),
        xarchive.post(row("9", edit_info={"edit": {"initialTweetId": "7", "editControlInitial": control}})),
        xarchive.post(row("7", edit_info={"initial": control})),
        xarchive.post(row("8", edit_info={"initial": {"editTweetIds": ["8", "not there", "99"]}})),
    ]
    assert [one.id for one in xarchive.standing(filter(None, told))] == ["8", "9", "10"]


def test_whose_archive_it_is_is_told_without_their_mail() -> None:
    account = {"email": "mio@mio.example", "username": "mio", "accountId": "42", "accountDisplayName": "澪"}
    assert xarchive.user([{"account": account}]) == User("42", "mio", "澪")
    assert xarchive.user([]) == xarchive.user([None]) == User()


@pytest.mark.parametrize("name", ["tweets.js", "tweet.js", "tweets-part1.js", "community-tweet.js", "account.js"])
def test_files_with_own_posts_are_opened(name: str) -> None:
    assert xarchive.FILES.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    ["direct-messages.js", "ip-audit.js", "like.js", "deleted-tweets.js", "tweet-headers.js", "account-creation-ip.js"],
)
def test_all_others_stay_closed(name: str) -> None:
    assert not xarchive.FILES.fullmatch(name)
