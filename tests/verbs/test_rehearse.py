from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pytest

from tests.places import ARTICLES, NOW, QUEUE, Place
from tests.recordings import Validators
from tracker.errors import Refused
from tracker.http import HttpSettings
from tracker.http.rehearsal import Asked, Rehearsal
from tracker.model import Page, Secret
from tracker.sources.hackernews import HackerNews
from tracker.verbs.rehearse import Plan, rehearse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.model import Article, Cursor
    from tracker.sources import Source


def rehearsal() -> Rehearsal:
    return Rehearsal(HttpSettings("test"), Validators())


def planned(ledger: Ledger, *sources: Source) -> tuple[Plan, ...]:
    return rehearse(ledger, {one.name: one for one in sources}, ARTICLES, rehearsal, NOW)


@dataclass(frozen=True)
class Shop(Place):
    """Asks by GET and by POST, one article after the other, with a token in the address."""

    name: ClassVar[str] = "shop"
    by_article: ClassVar[bool] = True

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002
        for article in articles:
            try:
                http.get("https://shop.example/list", {"url": article.url, "token": "s3cret"})
            except Refused:
                yield Page(problems=("nothing there",))
        http.ask("https://shop.example/graphql", json={"query": "{}"}, bearer=Secret("s3cret"))


def test_every_call_that_is_known_beforehand_is_listed_without_secrets(ledger: Ledger) -> None:
    (plan,) = planned(ledger, Shop())
    assert plan.calls == (
        Asked("GET", "https://shop.example/list?url=https%3A%2F%2Fmio.example%2Fja%2F2026%2F10%2Fsearch%2F"),
        Asked("GET", "https://shop.example/list?url=https%3A%2F%2Fmio.example%2Fen%2F2026%2F06%2Fqueue%2F"),
        Asked("POST", "https://shop.example/graphql"),
    )
    assert (plan.articles, plan.later) == (2, 0)


def test_an_address_that_is_a_secret_is_listed_by_its_host() -> None:
    http = rehearsal()
    with pytest.raises(Refused):
        http.get(Secret("https://shop.example/feeds/s3cret?user=mio"))
    assert http.asked == [Asked("GET", "https://shop.example/***")]


def test_what_is_not_due_is_left_out(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.record("shop", [QUEUE], NOW - timedelta(hours=1))
    (plan,) = planned(ledger, Shop())
    assert (len(plan.calls), plan.articles, plan.later) == (2, 1, 1)


def test_a_source_that_goes_no_further_without_an_answer_is_listed_as_far_as_it_goes(ledger: Ledger) -> None:
    (plan,) = planned(ledger, HackerNews())
    assert [one.url.partition("?")[0] for one in plan.calls] == ["https://hn.algolia.com/api/v1/search"]


def test_nothing_is_kept(ledger: Ledger) -> None:
    planned(ledger, Shop(), HackerNews())
    assert ledger.articles.all() == ()


class WasRead(AssertionError):
    """A dry run read what it had no business to read."""


@dataclass(frozen=True)
class Box(Place):
    """A mailbox: not the web."""

    name: ClassVar[str] = "box"
    by_http: ClassVar[bool] = False

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002
        raise WasRead


def test_a_mailbox_is_left_alone(ledger: Ledger) -> None:
    assert planned(ledger, Box()) == (Plan("box", (), 2, 0, by_http=False),)
