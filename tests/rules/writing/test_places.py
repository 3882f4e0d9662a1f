from __future__ import annotations

from tests.rules.writing.texts import JST, post
from tracker.rules.writing.manuscript import read
from tracker.rules.writing.places import Addresses, lists, pages, taken

LANGUAGES = ("ja", "en")


def test_a_site_has_lists_of_its_own() -> None:
    assert set(lists(LANGUAGES)) >= {"/", "/ja/", "/en/search/", "/ja/tags/", "/en/archives/"}
    assert pages([], Addresses(), LANGUAGES)["/ja/search/"] == ""


def test_no_page_takes_the_address_of_a_list() -> None:
    head = "Title: Search\nLang: en\nSlug: search\n\nText.\n"
    page = read("pages/search.md", head, JST, page=True)
    ((name, found),) = taken([page, post(slug="search")], Addresses(), LANGUAGES)
    assert (name, found.rule, found.line) == ("pages/search.md", "slug-taken", 3)
    assert "/en/search/" in found.message
