from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Account, Claim
from tracker.rules.owner import Owner, is_account

MIO = Owner(
    name="森川 澪",
    urls=("https://mio.example/", "https://social.example/@mio"),
    accounts=("hackernews:mio", "bluesky:did:plc:mio"),
    emails=("Mio@mio.example",),
    site="https://mio.example",
)


@pytest.mark.parametrize(
    "account",
    [
        Account("hackernews", "mio"),
        Account("bluesky", "did:plc:mio"),
        Account("mastodon", "https://social.example/users/mio", url="https://social.example/@mio/"),
        Account("web", "http://mio.example"),
        Account("web", "https://mio.example/ja/2026/10/search/"),
        Account("wordpress", "7", url="https://MIO.example/about?utm_source=feed"),
        Account("web", "https://mio.example/?p=27"),
        Account("mail", "mio@mio.example", name="Mio"),
        Account("forge", "12", claims=(Claim("url", "https://mio.example/", "verified"),)),
    ],
)
def test_an_account_with_a_stable_id_or_an_address_of_ours_is_ours(account: Account) -> None:
    assert MIO.owns(account)


@pytest.mark.parametrize(
    "account",
    [
        Account("hatena", "mio"),
        Account("mail", "aoi@aoi.example", name="森川 澪"),
        Account("place", "mio@mio.example"),
        Account("hackernews", "Mio"),
        Account("mastodon", "9", name="森川 澪", handle="mio"),
        Account("mastodon", "9", url="https://social.example/@mio/with_replies"),
        Account("mastodon", "9", url="https://social.example/@mion"),
        Account("web", "https://mio.example.net/"),
        Account("web", "https://notmio.example/"),
        Account("forge", "12", claims=(Claim("url", "https://mio.example/", "declared"),)),
        Account("forge", "12", claims=(Claim("email_sha256", "https://mio.example/", "verified"),)),
    ],
)
def test_the_same_name_or_a_near_address_is_somebody_else(account: Account) -> None:
    assert not MIO.owns(account)


def test_a_blog_in_a_folder_of_a_shared_host_owns_that_folder_only() -> None:
    owner = Owner(site="https://pages.example/mio/")
    assert owner.has("https://pages.example/mio")
    assert owner.has("https://pages.example/mio/about")
    assert not owner.has("https://pages.example/mioko/")
    assert not owner.has("https://pages.example/")


def test_an_owner_of_nothing_owns_nobody() -> None:
    assert not Owner().owns(Account("web", "https://mio.example/", url="https://mio.example/"))
    assert not Owner().owns(Account("web", "", url=""))


@given(st.text())
def test_a_name_alone_never_makes_an_owner(name: str) -> None:
    assert not Owner(name=name).owns(Account("web", "somebody", name=name, handle=name))


@pytest.mark.parametrize(
    ("text", "fits"), [("hackernews:mio", True), ("hatena", False), (":mio", False), ("hatena: ", False)]
)
def test_an_account_is_written_as_place_and_id(text: str, fits: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_account(text) is fits


def test_an_id_that_looks_like_our_address_is_no_proof() -> None:
    """A comment below our own article is known by an address of ours; who wrote it is not us."""
    owner = Owner(site="https://mio.example")
    assert not owner.owns(Account("feed", "https://mio.example/ja/2026/10/search/#comment-2", name="山根 博"))
    assert owner.owns(Account("web", "https://mio.example/"))
