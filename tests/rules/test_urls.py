from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Article
from tracker.rules.urls import Pages, canonical, host, is_web, path, spellings

HOME = "https://mio.example/ja/2026/10/search"

SAME = [
    "https://mio.example/ja/2026/10/search",
    "http://mio.example/ja/2026/10/search/",
    "HTTPS://MIO.Example:443/ja/2026/10/search/index.html",
    "https://mio.example/ja/2026/10/search/#comment-3",
    "https://mio.example/ja/2026/10/search/?utm_source=news&utm_medium=mail",
    "https://mio.example/ja/2026/10/search?ref=hn&fbclid=abc",
    "https://mio.example/ja/./2026/x/../10/search/",
    " https://mio.example./ja/2026/10/%73earch ",
    "http://user@mio.example:80/ja/2026/10/search",
]
DIFFERENT = [
    "https://mio.example/en/2026/10/search",
    "https://mio.example/ja/2026/10/Search",
    "https://mio.example/ja/2026/10/search?p=1",
    "https://mio.example:8443/ja/2026/10/search",
    "https://www.mio.example/ja/2026/10/search",
    "https://mio.example/ja/2026/10/search%2Fmore",
]


@pytest.mark.parametrize("url", SAME)
def test_one_page_has_one_form(url: str) -> None:
    assert canonical(url) == HOME


@pytest.mark.parametrize("url", DIFFERENT)
def test_other_pages_keep_other_forms(url: str) -> None:
    assert canonical(url) != HOME


def test_japanese_addresses_meet_whether_encoded_or_not() -> None:
    assert canonical("https://例え.jp/検索/") == canonical("https://xn--r8jz45g.jp/%e6%a4%9c%e7%b4%a2")


def test_a_fragment_counts_when_asked_to() -> None:
    like = "https://social.example/@mio/1#favorited-by-2"
    assert canonical(like, fragment=True) == like
    assert canonical(like) == "https://social.example/@mio/1"


@pytest.mark.parametrize(
    "text", ["", "tag:mio.example,2026:x", "javascript:alert(1)", "http://", "http://[", "http://a:b/"]
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert canonical(text) == text
    assert not is_web(text)
    assert host(text) == ""
    assert spellings(text) == (text,)


def test_host_is_in_ascii() -> None:
    assert host("https://例え.JP:8080/a") == "xn--r8jz45g.jp"


def test_an_impossible_host_is_kept() -> None:
    assert host("https://" + "あ" * 70 + ".jp/") == "あ" * 70 + ".jp"


def test_path_reads_as_written() -> None:
    assert path("https://mio.example/%e6%a4%9c%e7%b4%a2/?a=1") == "/検索/"


def test_spellings_start_with_the_given_one() -> None:
    assert spellings("http://mio.example/a") == (
        "http://mio.example/a",
        "https://mio.example/a/",
        "https://mio.example/a",
        "http://mio.example/a/",
    )


def test_a_file_has_no_spelling_with_a_slash() -> None:
    assert spellings("https://mio.example/a.html?x=1") == (
        "https://mio.example/a.html?x=1",
        "http://mio.example/a.html?x=1",
    )


def test_articles_are_found_by_older_addresses() -> None:
    article = Article("u", "https://mio.example/new/", older_urls=("https://mio.example/old.html",))
    pages = Pages([article])
    assert pages.find("http://mio.example/old.html#a") is article
    assert pages.find("https://mio.example/new?utm_campaign=x") is article
    assert pages.find("https://mio.example/") is None


def test_a_present_address_wins_over_an_older_one() -> None:
    moved = Article("a", "https://mio.example/a/", older_urls=("https://mio.example/b/",))
    there = Article("b", "https://mio.example/b/")
    assert Pages([there, moved]).find("https://mio.example/b/") is there


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.example(:[0-9]{2,4})?(/[a-zA-Z0-9%.~_-]{0,6}){0,4}(\?[a-z]=[a-z%+]*)?(#[a-z]*)?",
        fullmatch=True,
    )
)
def test_a_canonical_form_is_its_own(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert all(canonical(other) == once for other in spellings(url))


@given(
    st.from_regex(
        r"https?://[a-z]{1,4}\.example(/[a-zA-Z0-9@~_.-]{0,6}){0,3}/*(\?[a-z]{1,4}=[a-z0-9-]{0,4})?(#[a-z#]{0,4})?",
        fullmatch=True,
    ),
    st.booleans(),
)
def test_plain_addresses_take_a_short_cut_to_the_same_form(url: str, fragment: bool) -> None:  # noqa: FBT001 - drawn
    with_port = url.replace(".example", ".example:443", 1)  # what has a port takes the long way
    assert canonical(url, fragment=fragment) == canonical(with_port, fragment=fragment)


@pytest.mark.parametrize(
    "odd", ["https://re\ud83dader.example/", "https://reader.example/\ud83d?\udc00", "http://[bad/"]
)
def test_what_no_address_can_hold_is_none(odd: str) -> None:
    assert not is_web(odd)
    assert canonical(odd) == odd
    assert host(odd) == ""
    assert path("http://[bad/") == "/"
