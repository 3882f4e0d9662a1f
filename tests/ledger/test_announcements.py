from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.places import ARTICLES, NOW, QUEUE, SEARCH
from tracker.model import Announcement

if TYPE_CHECKING:
    from tracker.ledger import Ledger

POST = "https://social.example/@mio/109501"
SITE = "https://bsky.app/profile/mio.example/post/3l"


def known(ledger: Ledger) -> list[tuple[str, str]]:
    return [(told.announcement.url, told.by) for told in ledger.announcements.all()]


def urls(ledger: Ledger, uid: str = SEARCH) -> tuple[str, ...]:
    return next(one.syndication for one in ledger.articles.all() if one.uid == uid)


def remember(ledger: Ledger, *syndication: str) -> None:
    ledger.articles.remember([replace(ARTICLES[0], syndication=syndication), ARTICLES[1]], NOW)


def test_what_the_site_says_and_what_a_human_says_stand_side_by_side(ledger: Ledger) -> None:
    remember(ledger, SITE)
    assert ledger.announcements.say(Announcement(SEARCH, POST), NOW)
    assert not ledger.announcements.say(Announcement(SEARCH, POST), NOW)
    assert known(ledger) == [(SITE, "site"), (POST, "human")]
    assert urls(ledger) == (SITE, POST)
    remember(ledger)
    assert urls(ledger) == (POST,)  # the site speaks for itself alone


def test_taken_back_it_is_none_whoever_says_so(ledger: Ledger) -> None:
    remember(ledger, SITE)
    assert ledger.announcements.take_back(Announcement(SEARCH, SITE), NOW)
    assert not ledger.announcements.take_back(Announcement(SEARCH, POST), NOW)
    remember(ledger, SITE)
    assert (known(ledger), urls(ledger)) == ([], ())
    assert ledger.announcements.found([Announcement(SEARCH, SITE)], NOW) == 0
    assert ledger.announcements.say(Announcement(SEARCH, SITE), NOW)
    assert urls(ledger) == (SITE,)


def test_what_is_found_comes_by_age_and_yields_to_a_human(ledger: Ledger) -> None:
    remember(ledger)
    newer = Announcement(SEARCH, POST, NOW)
    older = Announcement(SEARCH, SITE, NOW - timedelta(days=1))
    assert ledger.announcements.found([newer, older, Announcement(QUEUE, POST)], NOW) == 3
    assert ledger.announcements.found([newer], NOW) == 0
    assert urls(ledger) == (SITE, POST)
    assert urls(ledger, QUEUE) == (POST,)
    ledger.announcements.say(Announcement(SEARCH, POST), NOW)
    ledger.announcements.found([newer], NOW)
    assert (POST, "human") in known(ledger)


def test_of_an_article_nobody_knows_nothing_is_kept(ledger: Ledger) -> None:
    assert not ledger.announcements.say(Announcement("tag:nobody", POST), NOW)
