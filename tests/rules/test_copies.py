from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.model import Account, Interaction, Kind
from tracker.rules.copies import Showing, copy_key, head, post, profile

UID = "tag:mio.example,2026:one"
SORA = Account("mastodon", "https://social.example.net/users/sora", url="https://social.example.net/@sora")
LIKE = Interaction("17", Kind.LIKE, UID, url="https://social.example.net/@mio/109501234#favorited-by-4")
NATIVE = Interaction(
    "https://social.example.net/users/sora/statuses/109501235",
    Kind.REPLY,
    UID,
    SORA,
    url="https://social.example.net/@sora/109501235",
    text="縁のある話でした。",
)
BRIDGED = replace(
    NATIVE,
    id="at://did:plc:sorabridged0000000000000/app.bsky.feed.post/3ltwfhe2u4k2a",
    account=Account("bluesky", "did:plc:sorabridged0000000000000", handle="sora.social.example.net.ap.brid.gy"),
    url="https://bsky.app/profile/did:plc:sorabridged0000000000000/post/3ltwfhe2u4k2a",
    original="https://social.example.net/@sora/109501235",
)
RECEIVED = replace(
    NATIVE,
    id="2104631",
    kind=Kind.MENTION,
    account=Account("web", "https://social.example.net/@sora", url="https://social.example.net/@sora"),
)


@pytest.mark.parametrize(
    "url",
    [
        "http://social.example.net/@mio/109501234#favorited-by-4",
        "https://SOCIAL.example.net/@mio/109501234/#favorited-by-4",
        "https://social.example.net/@mio/109501234?utm_source=bridge#favorited-by-4",
    ],
)
def test_one_response_under_several_spellings_is_one(url: str) -> None:
    assert copy_key("elsewhere", replace(LIKE, id="99", url=url)) == copy_key("webmention", LIKE)


@pytest.mark.parametrize(
    "other",
    [
        replace(LIKE, url="https://social.example.net/@mio/109501234#favorited-by-5"),
        replace(LIKE, url="https://social.example.net/@mio/109501234"),
        replace(LIKE, kind=Kind.REPOST),
        replace(LIKE, private=True),
    ],
)
def test_what_differs_is_another(other: Interaction) -> None:
    assert copy_key("webmention", other) != copy_key("webmention", LIKE)


def test_without_a_page_it_is_only_itself() -> None:
    bare = replace(LIKE, url="")
    assert copy_key("mail", bare) != copy_key("hatena", bare)
    assert copy_key("mail", bare) != copy_key("mail", replace(bare, id="18"))


def test_the_same_words_over_two_bridges_are_one() -> None:
    keys = {
        copy_key("mastodon", NATIVE),
        copy_key("bluesky", BRIDGED),
        copy_key("bluesky", replace(BRIDGED, original=NATIVE.id)),
        copy_key("webmentionio", RECEIVED),
    }
    assert len(keys) == 1


def test_a_copy_on_the_fediverse_is_told_from_its_address() -> None:
    record = "at://did:plc:renrenrenrenrenrenrenren/app.bsky.feed.post/3ltwfhe2u4k2b"
    on_bluesky = Interaction(record, Kind.REPLY, UID, url="https://bsky.app/profile/ren.example/post/3ltwfhe2u4k2b")
    on_fediverse = Interaction(
        f"https://bsky.brid.gy/convert/ap/{record}",
        Kind.REPLY,
        UID,
        url="https://bsky.brid.gy/r/https://bsky.app/profile/ren.example/post/3ltwfhe2u4k2b",
    )
    assert copy_key("bluesky", on_bluesky) == copy_key("mastodon", on_fediverse)


def test_a_like_is_one_when_the_same_profile_gave_it_to_the_same_post() -> None:
    announcement = "https://social.example.net/users/mio/statuses/109501234"
    native = Interaction("x", Kind.LIKE, UID, SORA, thread=announcement)
    received = replace(LIKE, account=Account("web", "s", url="https://social.example.net/users/sora"))
    assert copy_key("mastodon", native) == copy_key("webmentionio", received)
    other_post = replace(native, thread="https://social.example.net/users/mio/statuses/109509999")
    assert copy_key("mastodon", other_post) != copy_key("mastodon", native)
    other_mark = replace(native, kind=Kind.REACTION, title="🎉")
    assert copy_key("x", other_mark) != copy_key("x", replace(other_mark, title="👀"))


def test_an_article_submitted_again_by_the_same_account_is_one_submission() -> None:
    one = Interaction(
        "1", Kind.MENTION, UID, Account("hackernews", "kit"), url="https://news.ycombinator.com/item?id=1"
    )
    again = replace(one, id="2", url="https://news.ycombinator.com/item?id=2")
    assert copy_key("hackernews", one) == copy_key("hackernews", again)
    somebody = replace(again, account=Account("hackernews", "tak"))
    assert copy_key("hackernews", somebody) != copy_key("hackernews", one)
    assert copy_key("hackernews", replace(again, text="A second thought.")) != copy_key("hackernews", one)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://social.example.net/@sora/109501235", "fediverse:social.example.net/109501235"),
        ("https://social.example.net/users/sora/statuses/109501235", "fediverse:social.example.net/109501235"),
        ("https://social.example.net/ap/users/17/statuses/109501235", "fediverse:social.example.net/109501235"),
        ("https://social.example.net/web/@sora@else.example/109501235", "fediverse:social.example.net/109501235"),
        ("https://bsky.app/profile/sora.example/post/3ltwfhe2u4k2a", "bluesky:3ltwfhe2u4k2a"),
        ("https://fed.brid.gy/r/https://bsky.app/profile/sora.example/post/3ltwfhe2u4k2a", "bluesky:3ltwfhe2u4k2a"),
        ("https://fed.brid.gy/r/https:/social.example.net/@sora/109501235", "fediverse:social.example.net/109501235"),
        ("http://blog.example/post/?utm_source=x", "https://blog.example/post"),
        ("mid:1@mail.example", "mid:1@mail.example"),
    ],
)
def test_a_post_goes_by_many_addresses(url: str, expected: str) -> None:
    assert post(url).rstrip("/") == expected.rstrip("/")


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (Account("mastodon", "x", url="https://Social.example.net/@Sora"), "fediverse:sora@social.example.net"),
        (Account("web", "x", url="https://social.example.net/users/sora"), "fediverse:sora@social.example.net"),
        (
            Account("bluesky", "did:plc:x", handle="sora.example", url="https://bsky.app/profile/did:plc:x"),
            "bluesky:sora.example",
        ),
        (Account("web", "x", url="https://bsky.app/profile/sora.example"), "bluesky:sora.example"),
        (Account("web", "x", url="http://sora.example"), "https://sora.example/"),
        (Account("hatena", "sora"), "hatena:sora"),
    ],
)
def test_a_profile_goes_by_many_addresses(account: Account, expected: str) -> None:
    assert profile(account) == expected


def test_the_showing_that_is_there_where_it_was_said_stands_for_all() -> None:
    received, bridged, native, gone = (
        Showing(1, "web", is_copy=False, is_there=True),
        Showing(2, "bluesky", is_copy=True, is_there=True),
        Showing(3, "mastodon", is_copy=False, is_there=True),
        Showing(4, "mastodon", is_copy=False, is_there=False),
    )
    assert head([received, bridged, native, gone]) == 3
    assert head([received, bridged, gone]) == 1
    assert head([gone, bridged]) == 2
    assert head([gone]) == 4


def test_a_comment_at_the_address_of_a_deleted_one_is_another() -> None:
    deleted = Interaction("4@1792022400.000000", Kind.REPLY, "a", url="https://mio.example/a/#isso-4")
    assert copy_key("isso", deleted) != copy_key("isso", replace(deleted, id="4@1792026000.000000"))
