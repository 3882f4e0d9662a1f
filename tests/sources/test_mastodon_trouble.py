from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fediverse import (
    AWAY,
    FIRST,
    MENTIONS,
    OTHER,
    POST,
    SECOND,
    STATUSES,
    TOKEN,
    World,
    context,
    person,
    post,
    world,
)
from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker.errors import RateLimited, Refused, Unreachable
from tracker.model import Article, Kind
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from tests.servers import Reply, Request


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_in_trouble_is_left_alone_and_costs_only_what_it_keeps(status: int) -> None:
    third = Article("c", "https://mio.example/c/", syndication=(f"{AWAY}/@mio/600",))
    told = world()
    told.told[f"{STATUSES}/{SECOND}"] = status
    told.pull(OTHER, third, POST)
    assert isinstance(told.error, Refused)
    assert told.ids(Kind.MENTION) == [FIRST]
    assert told.paths == [f"/{SECOND}", f"/{FIRST}", f"/{FIRST}/context"]


def test_a_server_that_is_no_more_costs_a_line_as_long_as_another_answers() -> None:
    gone = Article("z", "https://mio.example/z/", syndication=(f"http://127.0.0.1:1/@mio/{SECOND}",))
    with serve(world()) as server, way_out() as http:
        here = Article("a", "https://mio.example/a/", syndication=(f"{server.url}/@mio/{FIRST}",))
        pages = list(Mastodon().pages([gone, here], None, http))
        with pytest.raises(Unreachable):
            list(Mastodon().pages([gone], None, http))
    assert [one.article for page in pages for one in page.interactions] == ["a"]
    [problem] = [problem for page in pages for problem in page.problems]
    assert problem.startswith("127.0.0.1:1 did not answer")


def test_when_no_server_answers_the_source_is_broken() -> None:
    assert isinstance(World({f"{STATUSES}/{FIRST}": 503}).pull().error, Refused)


def test_a_server_that_wants_to_be_left_alone_is_said_after_the_others_were_read() -> None:
    def full(_request: Request) -> Reply:
        return 429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2999-01-01T00:00:00.000Z"}, b""

    shelf = Shelf()
    with serve(full) as one, serve(world()) as other, way_out() as http:
        posts = [
            Article(each, each, syndication=(f"{url}/@mio/{FIRST}",))
            for each, url in (("a", one.url), ("b", other.url))
        ]
        with pytest.raises(RateLimited):
            list(map(shelf.take, Mastodon().pages(posts, None, http)))
    assert [one.article for one in shelf.known.values()] == ["b"]


def test_a_token_that_is_refused_is_for_the_user_to_renew() -> None:
    told = World({f"{STATUSES}/{FIRST}": 401, f"{STATUSES}/{SECOND}": post(SECOND, "mio", AWAY)})
    told.told[f"{STATUSES}/{SECOND}/context"] = context()
    told.pull(POST, OTHER, token=TOKEN)
    assert isinstance(told.error, Refused)
    assert told.error.status == 401
    assert told.ids(Kind.MENTION) == [SECOND]


def test_a_token_without_a_server_is_never_sent_and_said_to_be_unused() -> None:
    told = world().pull(server="", token=TOKEN)
    assert set(told.tokens.values()) == {""}
    assert told.shelf.problems == ["The token of Mastodon was not used: `server` is not set."]


def test_the_token_goes_to_nobody_but_the_own_server() -> None:
    told = world()
    told.told |= {f"{STATUSES}/{SECOND}": post(SECOND, "mio", AWAY), MENTIONS: []}
    told.told[f"{STATUSES}/{SECOND}/context"] = context()
    told.pull(POST, OTHER, token=TOKEN)
    assert {path for path, token in told.tokens.items() if not token} == {
        f"{STATUSES}/{SECOND}",
        f"{STATUSES}/{SECOND}/context",
    }


def test_a_part_that_is_refused_costs_a_line_and_is_asked_for_again() -> None:
    told = world({"favourites_count": 1, "reblogs_count": 1}, reblogged_by=[person("ren")], favourited_by=403)
    told.pull()
    assert told.ids(Kind.REPOST) == [f"{AWAY}/users/ren".rpartition("/")[2]]
    assert len(told.shelf.problems) == 1
    told.told[f"{STATUSES}/{FIRST}/favourited_by"] = [person("aoi")]
    assert told.pull().ids(Kind.LIKE) == ["aoi"]
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/favourited_by?limit=80"]
