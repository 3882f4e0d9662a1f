from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Account, Claim
from tracker.rules.identity import fold
from tracker.rules.ties import REASONS, by_copies, ties

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SORA = Account(
    "mastodon",
    "https://social.example.net/users/sora",
    url="https://social.example.net/@sora",
    claims=(Claim("acct", "sora@social.example.net", "native"),),
)
BRIDGED = Account(
    "bluesky",
    "did:plc:sorabridged",
    handle="sora.social.example.net.ap.brid.gy",
    url="https://bsky.app/profile/did:plc:sorabridged",
    claims=(Claim("acct", "sora@social.example.net", "bridge"),),
)


def tied(*accounts: Account) -> set[tuple[int, int, str]]:
    return {(one.first, one.second, one.by) for one in ties(dict(enumerate(accounts, 1)), NOW)}


def test_a_bridge_made_one_of_the_other() -> None:
    assert tied(SORA, BRIDGED) == {(1, 2, "bridge")}


def test_the_other_way_round_too() -> None:
    ren = Account("bluesky", "did:plc:ren", handle="ren.example", url="https://bsky.app/profile/ren.example")
    copy = Account(
        "mastodon", "https://bsky.brid.gy/ap/did:plc:ren", claims=(Claim("account", "bluesky:did:plc:ren", "bridge"),)
    )
    assert tied(copy, ren) == {(1, 2, "bridge")}


def test_a_verified_link_ties_to_the_profile_it_names() -> None:
    github = Account("github", "17", handle="sora", url="https://github.com/sora")
    verified = Account(
        "mastodon", "m", url="https://a.example/@s", claims=(Claim("url", "https://github.com/sora", "verified"),)
    )
    assert tied(github, verified) == {(1, 2, "verified")}


@pytest.mark.parametrize("basis", ["declared", "linked", "hash"])
def test_what_anybody_may_type_ties_nothing(basis: str) -> None:
    github = Account("github", "17", handle="sora", url="https://github.com/sora")
    typed = Account("disqus", "s", claims=(Claim("url", "https://github.com/sora", basis),))
    assert tied(github, typed) == set()


def test_an_address_alone_is_no_proof() -> None:
    """A website typed into a comment form makes an account known by it; anybody can type it."""
    typed = Account("web", "https://social.example.net/@sora", url="https://social.example.net/@sora")
    assert tied(SORA, typed) == set()


def test_two_that_are_proved_to_be_a_third_who_is_not_here_are_not_tied_to_each_other() -> None:
    one = Account("mastodon", "1", claims=(Claim("url", "https://company.example/", "verified"),))
    two = Account("mastodon", "2", claims=(Claim("url", "https://company.example/", "verified"),))
    three = Account("bluesky", "3", claims=(Claim("url", "https://company.example/", "verified"),))
    assert tied(one, two, three) == set()


def test_two_accounts_of_one_place_stay_apart() -> None:
    other = Account("mastodon", "https://else.example/users/s", claims=(Claim("url", SORA.url, "verified"),))
    assert tied(SORA, other) == set()


def test_a_proof_that_many_share_proves_nothing() -> None:
    many = [Account(f"place{n}", "x", claims=(Claim("url", SORA.url, "verified"),)) for n in range(7)]
    assert tied(SORA, *many) == set()


def test_the_same_words_under_the_same_profile_are_the_same_person() -> None:
    typed = Account("web", "https://social.example.net/@sora", url="https://social.example.net/@sora")
    stranger = Account("web", "https://evil.example/", url="https://evil.example/")
    accounts = {1: SORA, 2: typed, 3: stranger}
    assert [(one.first, one.second, one.by) for one in by_copies([(2, 1), (3, 1)], accounts, NOW)] == [(1, 2, "copy")]


def test_every_basis_can_be_explained() -> None:
    assert set(REASONS) == {"native", "bridge", "verified", "copy"}


@given(st.permutations([SORA, BRIDGED, Account("github", "17", url="https://github.com/sora")]))
def test_the_order_does_not_matter(accounts: list[Account]) -> None:
    numbered = dict(enumerate(accounts, 1))
    persons = fold(numbered, ties(numbered, NOW))
    sora, bridged = (next(n for n, one in numbered.items() if one is who) for who in (SORA, BRIDGED))
    assert persons[sora] == persons[bridged]
    assert len(set(persons.values())) == 2
