from __future__ import annotations

import pytest

from tracker.rules.profiles import account, handle, is_bridge


@pytest.mark.parametrize(
    ("profile", "page", "stable_id"),
    [
        ("http://hanako.example.jp", "https://other.example/", "https://hanako.example.jp/"),
        ("https://twitter.com/mio", "https://twitter.com/mio/status/1", "https://twitter.com/mio"),
        ("", "https://twitter.com/mio/status/1#favorited-by-2", "https://twitter.com/mio"),
        ("", "https://social.example/@taro/1099", "https://social.example/@taro"),
        ("", "https://bsky.app/profile/aoi.example.com/post/3k", "https://bsky.app/profile/aoi.example.com"),
        ("", "https://blog.example.net/2026/post", "https://blog.example.net/"),
        ("https://brid.gy/like/mastodon/x/1", "https://blog.example.net/post", "https://blog.example.net/"),
        ("https://fed.brid.gy/r/https://social.example/@taro", "", "https://social.example/@taro"),
        (" javascript:alert(1)", "https://blog.example.net/post", "https://blog.example.net/"),
    ],
)
def test_who_speaks(profile: str, page: str, stable_id: str) -> None:
    found = account(profile, page, "誰か", "https://img.example/p.jpg")
    assert found is not None
    assert found.key == ("web", stable_id)
    assert (found.name, found.photo) == ("誰か", "https://img.example/p.jpg")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "nonsense",
        "https://brid.gy/comment/x",
        "https://fed.brid.gy/x",
        "https://brid-gy.appspot.com/like/1",
        "https://github.com/mio/tools/issues/1",
        "https://www.reddit.com/r/python/comments/1",
        "https://bsky.app/search",
    ],
)
def test_nobody(page: str) -> None:
    assert account("", page, "A name alone") is None


def test_a_picture_that_is_no_address_is_left_out() -> None:
    found = account("https://hanako.example.jp/", "", photo="data:image/png;base64,AAAA")
    assert found is not None
    assert found.photo == ""


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("https://twitter.com/mio", "mio"),
        ("https://social.example/@taro", "@taro@social.example"),
        ("https://social.example/users/taro", "@taro@social.example"),
        ("https://social.example/@taro@other.example", "@taro@other.example"),
        ("https://bsky.app/profile/aoi.example.com", "aoi.example.com"),
        ("https://medium.com/@ren", "ren"),
        ("https://hanako.example.jp/", ""),
        ("https://github.com/mio", ""),
    ],
)
def test_a_handle_where_it_is_evident(profile: str, shown: str) -> None:
    assert handle(profile) == shown


def test_bridges() -> None:
    assert is_bridge("https://fed.brid.gy/r/https://x.example/")
    assert not is_bridge("https://notbrid.gy/")
