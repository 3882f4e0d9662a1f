from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.model import Article, Claim
from tracker.rules import fediverse
from tracker.rules.fediverse import Post

POSTS = {
    "https://mastodon.example/@mio/115000000000000001": "115000000000000001",
    "https://mastodon.example/@mio@social.example/115000000000000001": "115000000000000001",
    "https://mastodon.example/web/@mio/115000000000000001/": "115000000000000001",
    "https://mastodon.example/deck/@mio/115000000000000001": "115000000000000001",
    "https://mastodon.example/users/mio/statuses/115000000000000001": "115000000000000001",
    "https://mastodon.example/users/mio/statuses/115000000000000001/activity": "115000000000000001",
    "https://mastodon.example/ap/users/109000000000000001/statuses/115000000000000001": "115000000000000001",
    "https://mastodon.example/web/statuses/115000000000000001?from=feed#here": "115000000000000001",
    "https://gts.example/@mio/01JABCDEFGHJKMNPQRSTVWXYZ0": "01JABCDEFGHJKMNPQRSTVWXYZ0",
    "https://gts.example/users/mio/statuses/01JABCDEFGHJKMNPQRSTVWXYZ0": "01JABCDEFGHJKMNPQRSTVWXYZ0",
    "https://akko.example/notice/AoKLmNoPqRsTuVwXyZ": "AoKLmNoPqRsTuVwXyZ",
    "https://misskey.example/notes/9a1b2c3d4e": "9a1b2c3d4e",
}


@pytest.mark.parametrize(("url", "number"), POSTS.items())
def test_a_post_is_known_by_its_address(url: str, number: str) -> None:
    told = fediverse.post(url)
    assert told is not None
    assert (told.id, Post.of(told.key)) == (number, told)
    assert url.startswith(told.server)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mastodon.example/@mio/115000000000000001",
        "https://mastodon.example/@mio",
        "https://mastodon.example/@mio/with_replies",
        "https://medium.com/@mio/1150000000",
        "https://www.youtube.com/@mio/115",
        "https://mio.example/notes/small-tools",
        "https://mio.example/notes/architecture",
        "https://mio.example/notes/2026",
        "https://mio.example/ja/2026/10/search/",
        "https://bsky.app/profile/mio.example/post/3m3aaaaa2222x",
        "https://mastodon.example/@mio/115/embed",
        "https://[::1/@mio/115",
    ],
)
def test_what_is_no_post_is_none(url: str) -> None:
    assert fediverse.post(url) is None


def test_two_spellings_of_one_address_have_one_key() -> None:
    one = fediverse.post("https://Mastodon.example/@mio/115000000000000001")
    other = fediverse.post("https://mastodon.example/users/mio/statuses/115000000000000001")
    assert one == other


def test_announcements_are_told_once_in_their_order_and_belong_to_the_first_article() -> None:
    first = Article(
        "a", "https://mio.example/a/", syndication=("https://one.example/@mio/111", "https://mio.example/x")
    )
    second = Article("b", "https://mio.example/b/", syndication=("https://one.example/users/mio/statuses/111",))
    third = Article("c", "https://mio.example/c/", syndication=("https://two.example/@mio/222",))
    told = fediverse.announcements([first, second, third])
    assert [(url, article.uid) for url, _post, article in told] == [
        ("https://one.example/@mio/111", "a"),
        ("https://two.example/@mio/222", "c"),
    ]


def test_nobody_speaks_of_an_article_before_the_day_it_came() -> None:
    at = datetime(2026, 10, 15, tzinfo=UTC)
    dated, later = Article("a", "u", published=at), Article("b", "u", published=at.replace(day=20))
    assert fediverse.since([later, dated]) == at.replace(day=14)
    assert fediverse.since([dated, Article("c", "u")]) is None
    assert fediverse.since([]) is None


@pytest.mark.parametrize(
    ("server", "handle", "home"),
    [
        ("https://Mastodon.example/about", "", "https://mastodon.example"),
        ("https://mastodon.example", "@mio@other.example", "https://mastodon.example"),
        ("", "@mio@Mastodon.example", "https://mastodon.example"),
        ("", "mio@mastodon.example", "https://mastodon.example"),
        ("", "mio", ""),
        ("mastodon.example", "", ""),
    ],
)
def test_the_home_is_the_server_or_what_the_handle_says(server: str, handle: str, home: str) -> None:
    assert fediverse.home(server, handle) == home


def test_a_server_leaves_its_own_name_out_of_handles() -> None:
    assert fediverse.acct("mio", "mastodon.example") == "mio@mastodon.example"
    assert fediverse.acct("@mio", "mastodon.example") == "mio@mastodon.example"
    assert fediverse.acct("mio@other.example", "mastodon.example") == "mio@other.example"
    assert fediverse.acct("", "mastodon.example") == ""


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("115", "115"),
        (115, "115"),
        ("AoK-x_1", "AoK-x_1"),
        ("1/../2", ""),
        ("1?x", ""),
        ("\ud800", ""),
        (None, ""),
        ("", ""),
    ],
)
def test_only_what_may_stand_in_an_address_is_put_there(value: object, number: str) -> None:
    assert fediverse.number(value) == number


def test_a_bridge_says_whom_an_account_was_made_for() -> None:
    did = "https://bsky.brid.gy/ap/did:plc:noralindqvist234567abcdef"
    account = Claim("account", "bluesky:did:plc:noralindqvist234567abcdef", "bridge")
    assert fediverse.bridged(did, "nora.example.org@bsky.brid.gy") == (account,)
    twice = fediverse.bridged(did, "Ida.akko.example.ap.brid.gy@bsky.brid.gy")
    assert twice == (account, Claim("acct", "ida@akko.example", "bridge"))
    assert fediverse.bridged("https://web.brid.gy/mio.example", "mio.example@web.brid.gy") == (
        Claim("url", "https://mio.example/", "bridge"),
    )


@pytest.mark.parametrize(
    "uri",
    [
        "https://brid.gy.evil.example/ap/did:plc:abc",
        "https://evil.example/https://bsky.brid.gy/ap/did:plc:abc",
        "http://bsky.brid.gy/ap/did:plc:abc",
        "https://bsky.brid.gy/ap/did:plc:abc/more",
        "https://web.brid.gy/about",
        "https://mastodon.example/users/mio",
    ],
)
def test_only_the_bridge_itself_says_so(uri: str) -> None:
    assert fediverse.bridged(uri, "ida.akko.example.ap.brid.gy@evil.example") == ()


@pytest.mark.parametrize(
    ("uri", "original"),
    [
        (
            "https://bsky.brid.gy/convert/ap/at://did:plc:abc/app.bsky.feed.post/3m3",
            "at://did:plc:abc/app.bsky.feed.post/3m3",
        ),
        (
            "https://bsky.brid.gy/convert/ap/at:/did:plc:abc/app.bsky.feed.post/3m3",
            "at://did:plc:abc/app.bsky.feed.post/3m3",
        ),
        (
            "https://bsky.brid.gy/convert/ap/at%3A//did:plc:abc/app.bsky.feed.post/3m3",
            "at://did:plc:abc/app.bsky.feed.post/3m3",
        ),
        ("https://web.brid.gy/convert/ap/https://ren.example/about", "https://ren.example/about"),
        ("https://fed.brid.gy/r/https://ren.example/about", "https://ren.example/about"),
        ("https://mastodon.example/users/mio/statuses/1", ""),
        ("https://evil.example/r/https://ren.example/about", ""),
    ],
)
def test_a_bridged_post_says_what_it_is_a_copy_of(uri: str, original: str) -> None:
    assert fediverse.original(uri) == original
