from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.reading.test_reddit import entry, link, written
from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import RateLimited, Refused, TurnedAway
from tracker.model import Article, Count, Page, Secret
from tracker.sources.reddit import AT_ONCE, MOST_COMMENTS, Reddit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://www.mio.example/a/"), Article("b", "https://mio.example/b/"))
DOMAIN, SEARCH = "/domain/mio.example/new/.rss", "/search.rss"
OUR_LINK = link("https://www.mio.example/a/")


def thread(uid: str) -> str:
    return f"https://www.reddit.com/r/x/comments/{uid}/t/"


def submission(uid: str) -> str:
    return entry(f"t3_{uid}", OUR_LINK, url=thread(uid))


def feed(*entries: str) -> Reply:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>{"".join(entries)}</feed>'
    return 200, {"Content-Type": "application/atom+xml"}, body


@dataclass
class Site:
    """Feeds by path; what is not here holds nothing."""

    feeds: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request.target)
        return self.feeds.get(request.target) or self.feeds.get(request.path) or feed()

    def pulled(
        self, cursor: str | None = None, articles: Sequence[Article] = ARTICLES, inbox: str = ""
    ) -> tuple[list[Page], str]:
        self.asked.clear()
        with serve(self) as server, way_out() as http:
            secret = Secret(f"{server.url}{inbox}") if inbox.startswith("/") else Secret(inbox)
            pages = list(Reddit(server.url, secret).pages(articles, cursor, http))
        return pages, next((page.cursor for page in reversed(pages) if page.cursor), "")

    def below(self) -> list[str]:
        return [target for target in self.asked if "/comments/" in target]


def ids(pages: Sequence[Page]) -> list[str]:
    return list(dict.fromkeys(one.id for page in pages for one in page.interactions))


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_one_question_asks_about_all_of_a_host_by_either_list() -> None:
    site = Site({DOMAIN: feed(submission("1x")), SEARCH: feed(submission("1x"), submission("2x"))})
    pages, _cursor = site.pulled()
    assert ids(pages) == ["t3_1x", "t3_2x"]
    assert site.asked[:2] == [f"{DOMAIN}?limit=100", f"{SEARCH}?q=url%3Amio.example&sort=new&limit=100"]


def test_a_full_list_is_followed_to_its_end() -> None:
    first = [submission(f"{n}x") for n in range(AT_ONCE)]
    site = Site({DOMAIN: feed(*first), f"{DOMAIN}?limit=100&after=t3_99x": feed(submission("last"))})
    pages, _cursor = site.pulled()
    assert len(ids(pages)) == AT_ONCE + 1


def test_a_list_that_goes_round_in_circles_ends_and_addresses_are_searched_one_by_one() -> None:
    site = Site({DOMAIN: feed(*(submission(f"{n}x") for n in range(AT_ONCE)))})
    site.pulled()
    assert [target for target in site.asked if DOMAIN in target] == [
        f"{DOMAIN}?limit=100",
        f"{DOMAIN}?limit=100&after=t3_99x",
    ]
    site = Site({DOMAIN: (404, {}, "")})
    pages, _cursor = site.pulled()
    assert [target for target in site.asked if SEARCH in target] == [
        f"{SEARCH}?q=url%3Amio.example%2Fa&sort=new&limit=100",
        f"{SEARCH}?q=url%3Amio.example%2Fb&sort=new&limit=100",
    ]
    assert len(problems(pages)) == 1


def test_a_young_submission_is_looked_into_each_time_and_an_old_one_seldom() -> None:
    site = Site({DOMAIN: feed(submission("1x"), submission("2x"))})
    _pages, cursor = site.pulled()
    assert len(site.below()) == 2
    known = json.loads(cursor)
    today = datetime.now(UTC).date()
    known["t3_1x"][2] = (today - timedelta(days=3)).isoformat()
    known["t3_2x"][2] = (today - timedelta(days=900)).isoformat()
    site.feeds[DOMAIN] = feed()
    pages, _cursor = site.pulled(json.dumps(known))
    assert site.below() == ["/r/x/comments/1x/.rss?limit=500"]
    assert [count for page in pages for count in page.counts] == [Count("b", 0)]


def test_comments_of_a_named_submission_are_read_although_no_list_has_it() -> None:
    named = (Article("a", "https://mio.example/a/", syndication=("https://redd.it/9z", "https://elsewhere.example/1")),)
    own = entry("t3_9z", written("<p>I wrote this</p>"), url="https://www.reddit.com/r/mio/comments/9z/t/")
    site = Site({"/comments/9z/.rss": feed(own, entry("t1_c1", written("so"), url=thread("9z")))})
    pages, cursor = site.pulled(articles=named)
    assert ids(pages) == ["t3_9z", "t1_c1"]
    assert [one.thread for page in pages for one in page.interactions] == ["t3_9z", "t3_9z"]
    assert json.loads(cursor)["t3_9z"][:4] == ["a", "/comments/9z/", "2026-10-16", True]


def test_refused_twice_in_a_row_it_says_what_to_do() -> None:
    site = Site({DOMAIN: (403, {}, "whoa there, pardner!"), SEARCH: (403, {}, "")})
    with pytest.raises(TurnedAway, match="turns us away") as caught:
        site.pulled()
    assert len(site.asked) == 2
    assert "another network" in caught.value.hint


def test_a_closed_community_costs_a_line() -> None:
    site = Site({DOMAIN: feed(submission("1x"), submission("2x"), submission("3x"))})
    site.feeds |= {"/r/x/comments/1x/.rss": (403, {}, ""), "/r/x/comments/3x/.rss": (403, {}, "")}
    site.feeds["/r/x/comments/2x/.rss"] = feed(entry("t1_c1", written("so"), url=thread("2x")))
    pages, _cursor = site.pulled()
    assert [problem.partition(":")[0] for problem in problems(pages)] == [
        "/r/x/comments/1x/",
        "/r/x/comments/3x/",
    ]
    assert "t1_c1" in ids(pages)


def test_a_limit_ends_the_walk_and_keeps_what_was_read() -> None:
    site = Site({DOMAIN: feed(submission("1x")), SEARCH: (429, {"Retry-After": "600"}, "")})
    with serve(site) as server, way_out() as http:
        pages = Reddit(server.url).pages(ARTICLES, None, http)
        assert ids([next(pages)]) == ["t3_1x"]
        with pytest.raises(RateLimited):
            list(pages)
    with pytest.raises(TurnedAway):
        Site({DOMAIN: (429, {}, "")}).pulled()
    with pytest.raises(Refused):
        Site({DOMAIN: (500, {}, "")}).pulled()


def test_the_inbox_tells_of_replies_and_its_address_is_never_told() -> None:
    replies = [
        entry("t1_c1", written("so"), url=thread("1x")),
        entry("t1_c2", written("nothing to us"), url=thread("zz")),
        entry("t1_c3", written("[removed]"), url=thread("1x")),
        entry(
            "t4_m1", written("<a href='https://mio.example/a/'>private</a>"), url="https://www.reddit.com/message/m1"
        ),
    ]
    site = Site({DOMAIN: feed(submission("1x")), "/message/inbox/.rss": feed(*replies)})
    pages, cursor = site.pulled(inbox="/message/inbox/.rss?feed=s3cret&user=mio")
    assert ids(pages) == ["t3_1x", "t1_c1"]
    assert "s3cret" not in repr(pages) + cursor


@pytest.mark.parametrize("inbox", ["/message/inbox/.rss?feed=s3cret", "/nothing?feed=s3cret", "s3cret"])
def test_an_inbox_that_cannot_be_read_costs_a_line_without_its_address(inbox: str) -> None:
    site = Site({"/message/inbox/.rss": (403, {}, ""), "/nothing": (200, {}, "<!doctype html><p>Log in")})
    pages, _cursor = site.pulled(inbox=inbox)
    assert len(problems(pages)) == 1
    assert "s3cret" not in problems(pages)[0]


def test_a_feed_that_is_full_says_that_there_may_be_more() -> None:
    many = [entry(f"t1_c{n}", written("so"), url=thread("1x")) for n in range(MOST_COMMENTS)]
    pages, _cursor = Site({DOMAIN: feed(submission("1x")), "/r/x/comments/1x/.rss": feed(*many)}).pulled()
    assert problems(pages) == ["/r/x/comments/1x/: its feed ends here, there may be more comments."]
    assert [count.article for page in pages for count in page.counts] == ["b"]
