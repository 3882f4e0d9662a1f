from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from tracker.model import Article
from tracker.rules.embedding import MOST_LETTERS, addresses, embedded, questions


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://mio.example/2026/Two--Letters/", "https://mio.example/2026/two-letters"),
        ("https://mio.example/a--b--c", "https://mio.example/a-b--c"),
        ("https://mio.example/", "https://mio.example"),
        ("https://mio.example/a//", "https://mio.example/a/"),
        ("https://mio.example/縁/?p=7", "https://mio.example/縁/?p=7"),
    ],
)
def test_an_address_is_kept_as_discourse_does(url: str, kept: str) -> None:
    assert embedded(url) == kept


def test_an_article_may_be_embedded_by_any_address_it_had_and_by_either_scheme() -> None:
    article = Article(
        "a", "https://mio.example/a/", older_urls=("http://mio.example/A", "http://mio.example/b.html#top")
    )
    assert addresses(article) == (
        "https://mio.example/a",
        "http://mio.example/a",
        "https://mio.example/b.html",
        "http://mio.example/b.html",
    )


def test_many_are_asked_about_fifty_at_a_time() -> None:
    urls = [f"https://mio.example/{number}" for number in range(70)]
    asked = [parse_qsl(query) for query in questions([*urls, urls[0]])]
    assert [len(pairs) for pairs in asked] == [50, 20]
    assert [url for pairs in asked for _name, url in pairs] == urls


def test_a_question_is_no_longer_than_servers_take() -> None:
    urls = [f"https://mio.example/{'縁' * 60}/{number}" for number in range(30)]
    asked = list(questions(urls))
    assert len(asked) > 1
    assert all(len(query) <= MOST_LETTERS for query in asked)
    assert [url for query in asked for _name, url in parse_qsl(query)] == urls


def test_one_that_is_longer_is_asked_about_alone() -> None:
    longest = f"https://mio.example/{'縁' * 900}"
    assert [len(parse_qsl(query)) for query in questions(["https://mio.example/a", longest])] == [1, 1]


def test_nothing_is_no_question() -> None:
    assert list(questions([])) == []
