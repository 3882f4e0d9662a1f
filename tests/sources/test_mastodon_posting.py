"""Posting to Mastodon and to servers like it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.instance import TOKEN, Instance
from tests.outlets import ABOUT, KEY, MastodonStall, message, opened
from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NoPosting, NotAsExpected, NotTaken, Refused, ScopeMissing
from tracker.model import Secret
from tracker.model.posts import Limits
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from tests.servers import Reply, Request

TEXT = f"二文字で探す\n\n{ABOUT.hook}\n\n{ABOUT.url}\n\n#検索 #OpenSource"


def post(stall: MastodonStall, text: str = TEXT, key: str = KEY) -> str:
    with opened(stall) as (outlet, http):
        return outlet.send(message(text), None, key, http).url


@pytest.mark.parametrize(
    ("place", "limits"),
    [
        (Instance(), Limits(500, 23)),
        (Instance(limit=11_000), Limits(11_000, 23)),
        (Instance(kind="older"), Limits(500, 23)),
        (Instance(kind="pleroma", limit=5_000), Limits(5_000, 0)),
    ],
    ids=lambda one: getattr(one, "kind", ""),
)
def test_a_server_says_what_it_takes_or_is_taken_for_mastodon(place: Instance, limits: Limits) -> None:
    with opened(MastodonStall(place)) as (outlet, http):
        assert outlet.limits(http) == limits


def test_a_server_that_counts_links_as_they_are_says_no_figure() -> None:
    told = {"configuration": {"statuses": {"max_characters": 5000}}}
    with serve(lambda _request: (200, {}, json.dumps(told))) as server, way_out() as http:
        outlet = Mastodon(server="https://fedi.example", address=server.url, token=Secret("t"))
        assert outlet.limits(http) == Limits(5000, 0)


def test_misskey_is_not_posted_to_and_says_what_to_do() -> None:
    stall, sentence = MastodonStall(Instance(kind="misskey")), "takes no posts by Mastodon's API"
    with opened(stall) as (outlet, http), pytest.raises(NoPosting, match=sentence) as caught:
        outlet.limits(http)
    assert "enishi announce ARTICLE URL" in caught.value.hint


def test_a_server_that_is_down_is_not_taken_for_another_kind() -> None:
    with serve(lambda _request: (503, {}, "")) as server, way_out() as http:
        outlet = Mastodon(server="https://fedi.example", address=server.url, token=Secret("t"))
        with pytest.raises(Refused):
            outlet.limits(http)


@pytest.mark.parametrize(("scopes", "lacks"), [({"read"}, "write:statuses"), ({"write:statuses"}, "read")])
def test_a_token_that_may_not_is_told_which_scope_it_lacks(scopes: set[str], lacks: str) -> None:
    stall = MastodonStall(Instance(scopes=frozenset(scopes)))
    with pytest.raises(ScopeMissing, match=f"lacks the scope `{lacks}`") as caught:
        post(stall)
    assert "`read` and `write:statuses`" in caught.value.hint
    assert stall.posted() == []


def test_what_the_server_finds_too_long_is_not_taken() -> None:
    with pytest.raises(NotTaken, match="did not take the text"):
        post(MastodonStall(Instance(limit=50)))


def test_it_is_for_everybody_and_in_its_language() -> None:
    stall = MastodonStall()
    assert post(stall) == "https://mastodon.example/@mio/115000000000000001"
    (status,) = stall.place.statuses
    assert (status["visibility"], status["language"]) == ("public", "ja")
    assert list(stall.place.keys) == [KEY]
    with opened(stall) as (outlet, http):
        outlet.send(message(f"… {ABOUT.url}", ABOUT._replace(lang="")), None, "unsaid", http)
    assert stall.place.statuses[0]["language"] is None
    english = ABOUT._replace(lang="en-GB")
    with opened(stall) as (outlet, http):
        outlet.send(message(f"English {ABOUT.url}", english), None, "another", http)
    assert stall.place.statuses[0]["language"] == "en"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"“Quoted” & <b>: “{ABOUT.url}”",
        f"thanks @sora@fedi.example and @ren\n{ABOUT.url}\n:blobcat: 👨‍👩‍👧 ①",
    ],
)
def test_what_is_there_already_is_found_whatever_the_server_made_of_it(text: str) -> None:
    stall = MastodonStall()
    first = post(stall, text)
    stall.forget()
    assert post(stall, text, "another key") == first
    assert len(stall.posted()) == 1


def test_another_text_about_the_article_or_the_same_about_another_is_not_taken_for_it() -> None:
    stall = MastodonStall()
    post(stall)
    stall.forget()
    other = ABOUT._replace(url="https://mio.example/ja/2026/11/another/")
    with opened(stall) as (outlet, http):
        outlet.send(message(TEXT.replace(ABOUT.url, other.url), other), None, "second", http)
        outlet.send(message(f"別の言葉で。{ABOUT.url}"), None, "third", http)
    assert len(stall.posted()) == 3


def test_an_answer_that_is_none_leaves_open_what_became_of_it() -> None:
    place = Instance()

    def answer(request: Request) -> Reply:
        return (200, {}, "{}") if request.method == "POST" else place(request)

    with serve(answer) as server, way_out() as http:
        outlet = Mastodon(server="https://mastodon.example", address=server.url, token=Secret(TOKEN))
        with pytest.raises(NotAsExpected):
            outlet.send(message(TEXT), None, KEY, http)


def test_posting_needs_a_server_and_a_token_for_it() -> None:
    assert not Mastodon(token=Secret("t")).may_post()
    assert not Mastodon(server="https://mastodon.example").may_post()
    assert Mastodon(handle="@mio@mastodon.example", token=Secret("t")).may_post()
    assert Mastodon().has("https://mastodon.example/@mio/115000000000000001")
