from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.places import ARTICLES, CUT, NOW, QUEUE, SEARCH, Square
from tracker.errors import NoAddress, NoSuchArticle
from tracker.http import Http, HttpSettings
from tracker.model import Announcement
from tracker.verbs.announce import Search, announce, announced, search, take_back

if TYPE_CHECKING:
    from tracker.ledger import Ledger

POST = "https://social.example/@mio/109501"
RECORD = "at://did:plc:mio/app.bsky.feed.post/3l"


class Nothing:
    """Validators nobody asks for."""

    def get(self, _url: str) -> None:
        """Know nothing."""

    def put(self, url: str, validator: object) -> None:
        """Keep nothing."""


def session() -> Http:
    return Http(HttpSettings("test"), Nothing())


@pytest.fixture
def known(ledger: Ledger) -> Ledger:
    ledger.articles.remember(ARTICLES, NOW)
    return ledger


def test_a_post_announces_an_article_from_then_on(known: Ledger) -> None:
    article, is_new = announce(known, "search", f" {POST} ", NOW)
    assert (article.uid, is_new) == (SEARCH, True)
    assert announce(known, "search", POST, NOW)[1] is False
    assert announce(known, "queue", RECORD, NOW)[1] is True
    assert [(one.title, one.url, one.by) for one in announced(known)] == [
        ("二文字で探す", POST, "human"),
        ("The queue nobody needed", RECORD, "human"),
    ]
    assert take_back(known, "search", POST, NOW)[1] is True
    assert take_back(known, "search", POST, NOW)[1] is False
    assert [one.url for one in announced(known)] == [RECORD]


def test_what_is_no_article_or_no_address_is_said(known: Ledger) -> None:
    with pytest.raises(NoSuchArticle):
        announce(known, "nothing like it", POST, NOW)
    with pytest.raises(NoAddress, match="no address of a post"):
        announce(known, "search", "my last toot", NOW)
    assert announced(known) == ()


def test_the_authors_own_posts_are_found_and_a_place_that_is_down_costs_itself(known: Ledger) -> None:
    posts = (Announcement(SEARCH, POST, NOW), Announcement(QUEUE, RECORD, NOW))
    good, bad = Square(posts=posts), Square(posts=posts[::-1], down=True)
    found = search(known, {"bad": bad, "good": good}, session, NOW)
    assert found[1] == Search("good", 2, 1)
    assert (found[0].found, found[0].new) == (1, 1)
    assert found[0].error
    assert CUT in found[0].error.message
    assert {one.url for one in announced(known)} == {POST, RECORD}


def test_what_only_goes_by_the_same_title_is_a_question(known: Ledger) -> None:
    proven, alike = Announcement(SEARCH, POST, NOW), Announcement(QUEUE, RECORD, NOW)
    (found,) = search(known, {"square": Square(posts=(proven,), alike=(alike, proven))}, session, NOW)
    assert found.perhaps == (alike,)
    assert [one.url for one in announced(known)] == [POST]
