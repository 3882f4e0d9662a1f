from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fediverse import (
    AWAY,
    FIRST,
    HOME,
    MENTIONS,
    OTHER,
    POST,
    ROOT,
    SECOND,
    STATUSES,
    TOKEN,
    World,
    context,
    person,
    post,
    replies,
    seen,
    world,
)
from tracker.model import Article, Kind

if TYPE_CHECKING:
    from tests.servers import Reply, Request


def test_a_conversation_below_the_cap_with_every_counted_reply_is_whole() -> None:
    told = world({"replies_count": 2}, [*replies(2), post("7", "aoi", AWAY, "900000")]).pull()
    assert seen(told.count(Kind.REPLY)) == [(3, 3, "")]
    assert told.count(Kind.REPLY)[0].thread == ROOT


def test_a_reply_that_is_counted_and_not_shown_makes_it_partial_at_any_depth() -> None:
    told = world({"replies_count": 3}, [*replies(2)]).pull()
    assert seen(told.count(Kind.REPLY)) == [(2, 3, "a token would show more")]
    told = world({"replies_count": 1}, [replies(1)[0] | {"replies_count": 2}]).pull()
    assert seen(told.count(Kind.REPLY)) == [(1, 3, "a token would show more")]


def test_sixty_replies_are_what_strangers_see_at_most_so_they_prove_nothing() -> None:
    told = world({"replies_count": 60}, replies(60)).pull()
    assert seen(told.count(Kind.REPLY)) == [(60, None, "")]
    told = world({"replies_count": 74}, replies(59)).pull()
    assert seen(told.count(Kind.REPLY)) == [(59, 74, "a token would show more")]


def test_with_a_token_sixty_are_no_limit() -> None:
    told = world({"replies_count": 61}, replies(61))
    told.told[MENTIONS] = []
    assert seen(told.pull(token=TOKEN).count(Kind.REPLY)) == [(61, 61, "")]
    assert told.tokens[f"{STATUSES}/{FIRST}/context"] == "Bearer read-only"


def test_a_server_that_does_not_keep_the_post_proves_nothing_by_showing_it() -> None:
    copy = post(FIRST, "mio", HOME, replies_count=1, favourites_count=1)
    told = World({f"{STATUSES}/{FIRST}": copy, f"{STATUSES}/{FIRST}/context": context(*replies(1))})
    told.told[f"{STATUSES}/{FIRST}/favourited_by"] = [person("aoi")]
    there = Article("a", "https://mio.example/a/", syndication=(f"{AWAY}/@mio@mastodon.example/{FIRST}",))
    told.pull(there)
    assert seen(told.count(Kind.REPLY) + told.count(Kind.LIKE)) == [(1, None, ""), (1, None, "")]


def test_a_reply_that_vanished_from_a_whole_conversation_is_missing() -> None:
    told = world({"replies_count": 2}, replies(2)).pull()
    told.told[f"{STATUSES}/{FIRST}"] = post(FIRST, replies_count=1)
    told.told[f"{STATUSES}/{FIRST}/context"] = context(*replies(1))
    assert told.pull().shelf.absent.missing == (f"{AWAY}/users/reader1/statuses/900001",)


def test_a_reply_that_vanished_from_a_partial_one_is_not() -> None:
    told = world({"replies_count": 3}, replies(3)).pull()
    told.told[f"{STATUSES}/{FIRST}/context"] = context(*replies(1))
    assert told.pull(cursor=None).shelf.absent.missing == ()


def test_the_own_server_adds_what_it_knows_of_a_post_kept_elsewhere() -> None:
    root = post(SECOND, "mio", AWAY, replies_count=2)
    told = World(
        {
            f"{STATUSES}/{SECOND}": root,
            f"{STATUSES}/{SECOND}/context": context(post("601", "aoi", AWAY, SECOND)),
            "/api/v2/search": {"statuses": [root | {"id": "700"}]},
            f"{STATUSES}/700/context": context(
                post("701", "aoi", AWAY, "700") | {"uri": f"{AWAY}/users/aoi/statuses/601"},
                post("702", "ren", HOME, "701"),
                post("703", "ida", HOME, "700"),
            ),
            MENTIONS: [],
        }
    )
    told.pull(OTHER, token=TOKEN)
    assert told.ids(Kind.REPLY) == ["601", "702", "703"]
    assert told.shelf.known[f"{HOME}/users/ren/statuses/702"].parent == f"{AWAY}/users/aoi/statuses/601"
    assert seen(told.count(Kind.REPLY)) == [(3, 3, "")]
    assert {path for path, token in told.tokens.items() if token} == {
        "/api/v2/search",
        f"{STATUSES}/700/context",
        MENTIONS,
    }


def test_what_neither_server_shows_is_hidden_whatever_token_there_is() -> None:
    told = World({f"{STATUSES}/{SECOND}": post(SECOND, "mio", AWAY, replies_count=1), MENTIONS: []})
    told.told |= {f"{STATUSES}/{path}/context": context() for path in (SECOND, "700")}
    told.told["/api/v2/search"] = {"statuses": [{"id": "700"}]}
    told.pull(OTHER, token=TOKEN)
    assert seen(told.count(Kind.REPLY)) == [
        (0, 1, "the rest is hidden, or has not reached the servers that were asked")
    ]


def test_what_only_the_own_server_showed_is_not_missing_when_the_keeper_is_whole() -> None:
    root, kept = post(SECOND, "mio", AWAY, replies_count=2), post("601", "aoi", AWAY, SECOND)
    own = {"statuses": [root | {"id": "700"}]}
    told = World({f"{STATUSES}/{SECOND}": root, f"{STATUSES}/{SECOND}/context": context(kept), MENTIONS: []})
    told.told |= {"/api/v2/search": own, f"{STATUSES}/700/context": context(post("703", "ida", HOME, "700"))}
    told.pull(OTHER, token=TOKEN)
    told.told[f"{STATUSES}/{SECOND}"] = root | {"replies_count": 1}
    told.pull(OTHER, token=TOKEN)
    assert told.ids(Kind.REPLY) == ["601", "703"]
    told.pull(OTHER, cursor="", server="")
    assert seen(told.count(Kind.REPLY)) == [(1, None, "")]
    assert told.shelf.absent.missing == ()


def test_private_replies_are_not_missing_when_the_token_is_taken_away() -> None:
    told = world({"replies_count": 1}, [*replies(1), post("5", "ida", AWAY, FIRST, visibility="direct")])
    told.told[MENTIONS] = []
    told.pull(token=TOKEN)
    told.told[f"{STATUSES}/{FIRST}/context"] = context(*replies(1))
    told.pull()
    assert seen(told.count(Kind.REPLY)) == [(1, None, "")]
    assert told.shelf.absent.missing == ()


def test_an_announcement_of_another_article_now_is_read_anew() -> None:
    told = world({"replies_count": 1}, replies(1))
    told.told = {path: ({"ETag": f'W/"{path}"'}, body) for path, body in told.told.items()}
    told.pull()
    told.pull(Article("z", "https://mio.example/z/", syndication=POST.syndication))
    assert {one.article for one in told.shelf.interactions} == {"z"}


def test_a_whole_conversation_needs_no_other_server() -> None:
    told = World({f"{STATUSES}/{SECOND}": post(SECOND, "mio", AWAY), f"{STATUSES}/{SECOND}/context": context()})
    told.told[MENTIONS] = []
    assert told.pull(OTHER, token=TOKEN).paths[:2] == [f"/{SECOND}", f"/{SECOND}/context"]
    assert "/api/v2/search" not in told.tokens


def test_a_server_that_lets_no_stranger_in_says_that_a_token_is_needed() -> None:
    told = World({f"{STATUSES}/{FIRST}": 401}).pull()
    assert told.error is None
    [problem] = told.shelf.problems
    assert problem.startswith(f"mastodon.example shows {HOME}/@mio/{FIRST} only to those who are logged in")
    assert "`token`" in problem


def test_the_own_server_shows_what_its_keeper_hides() -> None:
    told = World(
        {
            f"{STATUSES}/{SECOND}": 401,
            "/api/v2/search": {"statuses": [None, {"id": "700"}]},
            f"{STATUSES}/700": post("700", "mio", AWAY, replies_count=1, quotes_count=0),
            f"{STATUSES}/700/context": context(post("701", "aoi", AWAY, "700")),
            MENTIONS: [],
        }
    ).pull(OTHER, token=TOKEN)
    assert (told.ids(Kind.MENTION), told.ids(Kind.REPLY), told.shelf.problems) == (["700"], ["701"], [])
    assert seen(told.count(Kind.REPLY)) == [(1, None, "")]


def test_what_is_gone_and_known_to_nobody_costs_a_line() -> None:
    told = World({"/api/v2/search": {"statuses": []}, MENTIONS: []}).pull(OTHER, token=TOKEN)
    assert told.error is None
    assert len(told.shelf.problems) == 1
    assert "There is nothing at" in told.shelf.problems[0]


@pytest.mark.parametrize("status", [404, 410])
def test_an_announcement_that_was_deleted_costs_a_line_and_no_other(status: int) -> None:
    told = World({f"{STATUSES}/{SECOND}": status, f"{STATUSES}/{FIRST}": post(FIRST)})
    told.told[f"{STATUSES}/{FIRST}/context"] = context()
    told.pull(OTHER, POST)
    assert (told.error, told.ids(Kind.MENTION), len(told.shelf.problems)) == (None, [FIRST], 1)


def fetching(times: int) -> World:
    """A home that is asked with a token, and says so often that it is still asking others for replies."""

    class Fetching(World):
        def __call__(self, request: Request) -> Reply:
            status, headers, body = super().__call__(request)
            number = self.asked.count(request.target)
            if request.path.endswith("/context") and number <= times:
                return status, {**headers, "Mastodon-Async-Refresh": 'id="x", retry=0, result_count=1'}, body
            return status, headers, body

    return Fetching(world({"replies_count": 1}, replies(1)).told)


def test_who_is_still_fetching_replies_is_asked_once_more() -> None:
    told = fetching(times=1).pull()
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context", f"/{FIRST}/context"]
    assert seen(told.count(Kind.REPLY)) == [(1, 1, "")]


def test_who_is_fetching_even_then_makes_it_partial_and_is_asked_in_the_next_walk() -> None:
    told = fetching(times=2).pull()
    assert told.paths == [f"/{FIRST}", f"/{FIRST}/context", f"/{FIRST}/context"]
    assert seen(told.count(Kind.REPLY)) == [(1, 2, "the server is still fetching replies; pull again in a while")]
    told.told |= {f"{STATUSES}/{FIRST}": ({"ETag": '"1"'}, told.told[f"{STATUSES}/{FIRST}"]), MENTIONS: []}
    assert f"/{FIRST}/context" in told.pull(token=TOKEN).paths
