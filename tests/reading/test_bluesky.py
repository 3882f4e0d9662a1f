from __future__ import annotations

from typing import Any

import pytest

from tests.sky import Sky, did
from tracker.model import Kind
from tracker.reading.bluesky import About, Thread, Told, gifts, interaction, is_detached, post_of, quotation

ABOUT = About("a", "at://x", "https://mio.example/a/")
AT = "2026-10-15T08:00:00.000Z"


def shown(text: str = "縁", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a view
    sky = Sky()
    post = sky.say("aoi", "3m", text)
    view = sky.view(post)
    view["record"] |= more.pop("record", {})
    return view | more


def chain(*keys: str) -> Sky:
    """Return answers, each to the one before."""
    sky = Sky()
    above = ""
    for key in keys:
        above = sky.say("aoi", key, answers=above)
    return sky


def test_a_post_in_its_authors_words() -> None:
    told = interaction(Told(shown("か\u3099\r\n縁", indexedAt=AT)), ABOUT, {})
    assert (told.text, told.lang, told.thread, told.target) == ("が\n縁", "ja", "at://x", "https://mio.example/a/")
    assert told.account is not None
    assert told.account.key == ("bluesky", did("aoi"))


def test_a_profile_tells_more_than_a_post() -> None:
    more = {did("aoi"): {"website": "https://aoi.example/", "description": "#nobridge"}}
    told = interaction(Told(shown()), ABOUT, more).account
    assert told is not None
    assert (told.handle, told.opted_out, told.claims[-1].value) == ("aoi.bsky.social", True, "https://aoi.example/")


@pytest.mark.parametrize(
    ("created", "published"),
    [
        ("2026-10-15T07:59:58.123456Z", "2026-10-15T07:59:58+00:00"),
        ("2012-04-01T00:00:00Z", "2012-04-01T00:00:00+00:00"),
        ("2026-10-15T08:00:09Z", "2026-10-15T08:00:00+00:00"),
        ("0001-01-01T00:00:00Z", "2026-10-15T08:00:00+00:00"),
        ("soon", "2026-10-15T08:00:00+00:00"),
    ],
)
def test_a_time_is_believed_as_far_as_it_can_be(created: str, published: str) -> None:
    told = interaction(Told(shown(record={"createdAt": created}, indexedAt=AT)), ABOUT, {})
    assert told.published is not None
    assert told.received is not None
    assert (told.published.isoformat(), told.received.isoformat()) == (published, "2026-10-15T08:00:00+00:00")


def test_what_a_bridge_made_says_of_what_and_keeps_the_whole_of_it() -> None:
    record = {
        "bridgyOriginalUrl": "https://social.example/@nils/1",
        "bridgyOriginalText": "<p>長い話の<br>つづき</p>",
    }
    told = interaction(Told(shown("長い話の…", record=record)), ABOUT, {})
    assert (told.text, told.original) == ("長い話の\nつづき", "https://social.example/@nils/1")


def test_who_wants_to_be_seen_by_nobody_logged_out_is_shown_to_the_owner_alone() -> None:
    view = shown()
    view["author"]["labels"] = [{"val": "!no-unauthenticated"}]
    assert interaction(Told(view), ABOUT, {}).private
    likes = [{"actor": view["author"]}, {"actor": {"did": did("ren")}}]
    assert [one.private for one in gifts(likes, Kind.LIKE, ABOUT) if not isinstance(one, str)] == [True, False]


def test_a_thread_in_the_order_of_its_answers() -> None:
    sky = chain("1", "2", "3")
    sky.say("ren", "4", answers=next(iter(sky.records)))
    root, *below = sky.records
    thread = Thread(root)
    thread.add(sky._node(root, 10))
    assert list(thread.posts) == below
    assert [told.parent for told in thread.posts.values()] == [root, below[0], root]
    assert (thread.claimed, thread.deeper, thread.is_there) == (3, [], True)


def test_what_its_author_hides_is_shown_to_the_owner_alone_with_all_below() -> None:
    sky = chain("1", "2", "3", "4")
    root, _second, third, _fourth = sky.records
    sky.more[root] = {"threadgate": {"record": {"hiddenReplies": [third]}}}
    thread = Thread(root)
    thread.add(sky._node(root, 10))
    assert [told.private for told in thread.posts.values()] == [False, True, True]


def test_stubs_are_counted_by_the_place_and_not_seen() -> None:
    sky = chain("1", "2")
    root, second = sky.records
    third = sky.say("ren", "3", answers=root)
    sky.blocked.add(second)
    node = sky._node(root, 10)
    node["replies"].append({"uri": f"{root}9", "notFound": True})
    thread = Thread(root)
    thread.add(node)
    assert (list(thread.posts), thread.claimed, thread.gone) == ([third], 2, [f"{root}9"])


def test_what_ends_at_the_edge_is_to_be_asked_for_again() -> None:
    sky = chain(*map(str, range(13)))
    root, *below = sky.records
    thread = Thread(root)
    thread.add(sky._node(root, 10))
    assert (len(thread.posts), thread.deeper) == (10, [below[9]])
    thread.add(sky._node(thread.deeper.pop(), 10))
    assert (list(thread.posts), thread.claimed, thread.deeper) == (below, 12, [])


def test_answers_that_are_not_shown_above_the_edge_are_not_asked_for() -> None:
    sky = chain("1", "2", "3")
    root = next(iter(sky.records))
    thread = Thread(root)
    thread.add(sky._node(root, 1))
    assert thread.deeper == []


def test_nesting_without_end_is_read_to_its_end() -> None:
    node: dict[str, Any] = {"post": shown()}
    for _level in range(5000):
        node = {"post": shown(), "replies": [node]}
    Thread("at://x").add(node)


@pytest.mark.parametrize("row", ["oops", None, {}, {"uri": "at://x"}, {"uri": ABOUT.thread, "record": {}}])
def test_what_is_no_post(row: object) -> None:
    assert post_of(row) == ""
    thread = Thread(shown()["uri"])
    thread.add({"post": shown(), "replies": [{"post": row}]})
    assert (len(thread.problems), thread.posts) == (1, {})


def test_a_like_without_a_person_costs_a_sentence() -> None:
    told = list(gifts(["oops", {"actor": {"did": "x"}}, {"actor": {"did": did("ren")}}], Kind.LIKE, ABOUT))
    assert [isinstance(one, str) for one in told] == [True, True, False]


def test_a_repost_does_not_say_when_it_was() -> None:
    (told,) = gifts([{"did": did("ren"), "indexedAt": AT, "createdAt": AT}], Kind.REPOST, ABOUT)
    assert not isinstance(told, str)
    assert (told.id, told.published, told.received) == (f"at://x#repost:{did('ren')}", None, None)


def test_a_quotation_that_was_taken_away() -> None:
    away = {"$type": "app.bsky.embed.record#viewDetached", "uri": "at://x", "detached": True}
    assert is_detached({"embed": {"record": away}})
    assert is_detached({"embed": {"record": {"record": away}}})
    assert not is_detached(shown())
    value = {"text": "縁"}
    assert quotation({"embed": {"record": {"record": {"value": value}}}}) == value
    assert quotation({"embed": {"record": away}}) == {}
