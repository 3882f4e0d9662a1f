from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Article
from tracker.rules.threads import Thread, is_pattern, names, roots, threads


@pytest.mark.parametrize(
    ("url", "pattern", "found"),
    [
        ("https://mio.example/a/b/", "{path}", ("/a/b/", "/a/b")),
        ("https://mio.example/a/b?page=2#top", "{path}", ("/a/b", "/a/b/")),
        ("https://mio.example/a/b.html", "{path}", ("/a/b.html",)),
        ("https://mio.example", "{path}", ("/",)),
        ("https://mio.example/ja/検", "{path}", ("/ja/検", "/ja/検/", "/ja/%E6%A4%9C", "/ja/%E6%A4%9C/")),
        ("https://mio.example/ja/%E6%A4%9C/", "{path}", ("/ja/%E6%A4%9C/", "/ja/%E6%A4%9C", "/ja/検/", "/ja/検")),
        ("https://mio.example/a/", "blog{path}", ("blog/a/", "blog/a")),
        ("https://mio.example/2026/10/search.html", "{slug}", ("search",)),
        ("https://mio.example/2026/search/index.html", "post-{slug}", ("post-search",)),
        ("https://mio.example/ja/%E6%A4%9C/", "{slug}", ("検",)),
        ("https://mio.example/", "{slug}", ()),
        (
            "https://mio.example/a/",
            "{url}",
            ("https://mio.example/a/", "https://mio.example/a", "http://mio.example/a/", "http://mio.example/a"),
        ),
    ],
)
def test_all_that_a_page_may_be_called(url: str, pattern: str, found: tuple[str, ...]) -> None:
    assert names(url, pattern) == found


@pytest.mark.parametrize(
    ("text", "fits"),
    [("{path}", True), ("blog/{slug}", True), ("{url}", True), ("", False), ("/a/", False), ("{path}{slug}", False)],
)
def test_a_pattern_has_one_blank(text: str, fits: bool) -> None:  # noqa: FBT001 - a row of a table
    assert is_pattern(text) is fits


def test_a_name_is_that_of_the_article_whose_present_address_it_comes_from() -> None:
    first = Article("a", "https://mio.example/new.html", older_urls=("https://old.example/b.html",))
    second = Article("b", "https://mio.example/b.html", older_urls=("https://old.example/new.html",))
    assert threads([first, second], "{path}") == {
        "a": (Thread("/new.html", "https://mio.example/new.html"),),
        "b": (Thread("/b.html", "https://mio.example/b.html"),),
    }


def test_a_conversation_begins_with_what_answers_nothing_that_is_known() -> None:
    assert roots({"a": "", "b": "a", "c": "b", "d": "lost"}) == {"a": "a", "b": "a", "c": "a", "d": "d"}


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcdef")))
def test_no_ring_of_answers_is_endless(parents: dict[str, str]) -> None:
    assert set(roots(parents)) == set(parents)
    assert set(roots(parents).values()) <= set(parents)
