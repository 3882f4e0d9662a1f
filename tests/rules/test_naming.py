from __future__ import annotations

import pytest

from tracker.model import Article
from tracker.rules.naming import Found, Names

A = Article("a", "https://mio.example/a/", "二文字検索のつくりかた", older_urls=("http://mio.example/old.html",))
B = Article("b", "https://mio.example/b/", "Small tools, kept small")
C = Article("c", "https://mio.example/縁/", "Notes")
NAMES = Names([A, B, C])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://mio.example/a", Found(A, "https://mio.example/a")),
        ("(https://mio.example/old.html).", Found(A, "https://mio.example/old.html")),
        ("https://mio.example/b/を読みました", Found(B, "https://mio.example/b/")),
        ("https://mio.example/縁/", Found(C, "https://mio.example/縁/")),
        ("「https://mio.example/b/?utm_source=x」", Found(B, "https://mio.example/b/?utm_source=x")),
        ("https://mio.example/about/ and https://other.example/a/", None),
        ("", None),
    ],
)
def test_an_address_in_a_text_names_an_article(text: str, found: Found | None) -> None:
    assert NAMES.linked(text) == found


def test_the_first_of_several_texts_is_asked_first() -> None:
    assert NAMES.linked("nothing", "https://mio.example/b/", "https://mio.example/a/") == Found(
        B, "https://mio.example/b/"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I liked “small tools,\n kept  small” a lot", Found(B)),
        ("ニモジ… 二文字検索のつくりかた、面白い", Found(A)),
        ("Small tools", None),
        ("Notes", None),
        ("二文字検索のつくりかた / Small tools, kept small", None),
    ],
)
def test_a_whole_title_that_is_long_enough_names_an_article(text: str, found: Found | None) -> None:
    assert NAMES.titled(text) == found


def test_a_title_that_two_articles_share_names_none() -> None:
    twice = Names([B, Article("d", "https://mio.example/d/", "Small tools, kept small")])
    assert twice.titled("Small tools, kept small") is None
