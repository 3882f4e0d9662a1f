from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ledger.given import ARTICLES, NOW, QUIET, SEARCH, later

if TYPE_CHECKING:
    from tracker.ledger import Ledger


def test_what_is_remembered_comes_back_newest_first_and_undated_last(ledger: Ledger) -> None:
    newest = replace(QUIET, uid="tag:mio.example,2026:newest", url="https://mio.example/en/2026/11/n/", published=NOW)
    ledger.articles.remember((*ARTICLES, newest), NOW)
    assert ledger.articles.all() == (newest, SEARCH, QUIET)


def test_everything_about_an_article_survives(ledger: Ledger) -> None:
    full = replace(
        SEARCH,
        older_urls=("https://old.example.jp/検索", "https://old.example.jp/search"),
        syndication=("https://news.example.com/item?id=9", "https://b.example.jp/entry/9"),
        comments_feed="https://mio.example/comments.atom",
    )
    ledger.articles.remember([full], NOW)
    (found,) = ledger.articles.all()
    assert replace(found, older_urls=()) == replace(full, older_urls=())
    assert set(found.older_urls) == set(full.older_urls)


def test_an_address_it_had_stays_an_older_one(ledger: Ledger) -> None:
    ledger.articles.remember([SEARCH], NOW)
    ledger.articles.remember([replace(SEARCH, url="https://mio.example/ja/moved/")], later(1))
    ledger.articles.remember([replace(SEARCH, url="https://mio.example/ja/again/")], later(2))
    (found,) = ledger.articles.all()
    assert found.url == "https://mio.example/ja/again/"
    assert found.older_urls == (SEARCH.url, "https://mio.example/ja/moved/")


def test_syndication_is_what_the_site_says_now(ledger: Ledger) -> None:
    ledger.articles.remember([replace(SEARCH, syndication=("https://a.example.net/1", "https://b.example.net/2"))], NOW)
    ledger.articles.remember([replace(SEARCH, syndication=("https://b.example.net/2",))], later(1))
    assert ledger.articles.all()[0].syndication == ("https://b.example.net/2",)


def test_an_article_the_site_no_longer_lists_stays(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.articles.remember([QUIET], later(1))
    assert ledger.articles.all() == ARTICLES


def test_remembering_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    before = list(ledger.export())
    ledger.articles.remember(ARTICLES, later(1))
    assert list(ledger.export()) == before
