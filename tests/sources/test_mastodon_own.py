from __future__ import annotations

from datetime import datetime

import pytest

from tests.fediverse import (
    HOME,
    OTHER,
    POST,
    TOKEN,
    World,
    person,
    post,
)
from tracker.errors import NotAsExpected, Refused, SourceError, Unreachable
from tracker.model import Announcement, Article


def test_the_author_s_posts_that_link_to_an_article_are_found() -> None:
    path = "/api/v1/accounts/109/statuses"
    link = f'<{{server}}{path}?max_id=1>; rel="next"'
    linked = '<p><a href="https://mio.example/a/">a</a> <a href="https://mio.example/b">b</a></p>'
    told = World(
        {
            "/api/v1/accounts/lookup?acct=mio%40mastodon.example": person("mio", HOME, id="109"),
            f"{path}?limit=40&exclude_reblogs=true": (
                {"Link": link},
                [
                    post("13", content=linked, visibility="private"),
                    None,
                    post("12", content=linked),
                    post("11", content="<p>昼</p>"),
                ],
            ),
            f"{path}?max_id=1": [post("10", card={"url": "https://mio.example/a/"}, visibility="unlisted")],
        }
    )
    with told.source(handle="@mio@mastodon.example") as (source, http):
        found = list(source.announced([POST, OTHER], http))
    at = datetime.fromisoformat("2026-10-15T09:00:00Z")
    assert sorted(found[:2]) == [Announcement(uid, f"{HOME}/@mio/12", at) for uid in ("a", "b")]
    assert found[2:] == [Announcement("a", f"{HOME}/@mio/10", at)]


def test_posts_are_looked_for_back_to_the_day_before_the_oldest_article() -> None:
    dated = Article("a", "https://mio.example/a/", published=datetime.fromisoformat("2026-10-17T00:00:00Z"))
    told = World(
        {
            "/api/v1/accounts/verify_credentials": person("mio", HOME, id="109"),
            "/api/v1/accounts/109/statuses": ({"Link": '<{server}/more>; rel="next"'}, [post("12")]),
        }
    )
    with told.source(token=TOKEN) as (source, http):
        assert list(source.announced([dated], http)) == []
    assert "/more" not in told.asked


def test_who_has_named_no_account_has_announced_nothing() -> None:
    told = World({})
    with told.source() as (source, http):
        assert list(source.announced([POST], http)) == []
    assert told.asked == []


def test_the_token_says_whose_it_is() -> None:
    told = World({"/api/v1/accounts/verify_credentials": person("mio", HOME, acct="mio")})
    with told.source(token=TOKEN) as (source, http):
        assert source.admitted(http) == "@mio@mastodon.example"
    assert told.tokens == {"/api/v1/accounts/verify_credentials": "Bearer read-only"}


@pytest.mark.parametrize(("answer", "error"), [(401, Refused), ({}, NotAsExpected), ([], NotAsExpected)])
def test_a_token_that_does_not_work_is_an_error(answer: object, error: type[SourceError]) -> None:
    with (
        World({"/api/v1/accounts/verify_credentials": answer}).source(token=TOKEN) as (source, http),
        pytest.raises(error),
    ):
        source.admitted(http)


def test_without_a_server_nobody_can_be_asked() -> None:
    with World({}).source(server="", token=TOKEN) as (source, http), pytest.raises(Unreachable):
        source.admitted(http)
