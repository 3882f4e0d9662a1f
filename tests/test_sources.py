"""What every source promises, checked on its recording; a source without one fails all of this."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.recordings import Exchange, Shelf, recording, said, walk, way_out
from tests.servers import serve
from tracker import sources
from tracker.errors import SourceError
from tracker.model import Account, Interaction, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.recordings import Recording

every_source = pytest.mark.parametrize("name", sources.names())
SLOW = settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
WELL_SAID = ("webmentionio", "hackernews", "hatena")
"""Sources that answer in JSON."""
ITEMS = ("children", "hits", "bookmarks")
"""What the lists are called there."""


def pulled(told: Recording) -> tuple[Shelf, SourceError | None]:
    shelf = Shelf()
    with way_out() as http:
        error = walk(told, http, shelf)
    return shelf, error


@every_source
def test_as_recorded(name: str) -> None:
    told = recording(name)
    shelf, error = pulled(told)
    assert error is None
    assert [said(one) for one in shelf.known.values()] == told.expected["interactions"]
    counts = [{key: value for key, value in count._asdict().items() if value != ""} for count in shelf.counts]
    assert counts == told.expected["counts"]
    assert shelf.gone == told.expected["gone"]
    assert shelf.problems == told.expected["problems"]


@every_source
def test_a_source_says_what_it_is(name: str) -> None:
    kind = sources.load(name)
    assert kind.name == name
    assert kind.title
    assert kind.about.endswith(".")


@every_source
def test_it_speaks_of_our_articles_in_times_that_are_aware(name: str) -> None:
    told = recording(name)
    shelf, _error = pulled(told)
    ours = {article.uid for article in told.articles}
    assert {one.article for one in shelf.interactions} <= ours
    assert {count.article for count in shelf.counts} <= ours
    for one in shelf.interactions:
        for time in (one.published, one.received):
            assert time is None or time.utcoffset() is not None


@every_source
def test_it_answers_only_what_it_has_said(name: str) -> None:
    """A parent is an interaction of the same place, and the thread of an answer is that of its parent."""
    shelf, _error = pulled(recording(name))
    for one in shelf.known.values():
        if one.parent:
            assert one.parent in shelf.known or one.parent in shelf.gone
        if one.thread:
            assert one.thread in {*shelf.known, one.article}


@every_source
def test_a_second_pull_brings_nothing_new(name: str) -> None:
    told, shelf = recording(name), Shelf()
    with way_out() as http:
        walk(told, http, shelf)
        before = (dict(shelf.known), dict(shelf.states), shelf.new, shelf.edited)
        error = walk(told, http, shelf)
    assert error is None
    assert (shelf.known, shelf.states, shelf.new, shelf.edited) == before
    assert shelf.edited == 0


@every_source
def test_a_complete_walk_misses_nothing(name: str) -> None:
    shelf, _error = pulled(recording(name))
    assert (shelf.absent.missing, shelf.absent.gone) == ((), ())


@every_source
@SLOW
@given(cuts=st.lists(st.integers(0, 8), max_size=3))
def test_cut_anywhere_and_resumed_is_as_if_never_cut(name: str, cuts: list[int]) -> None:
    told = recording(name)
    whole, _error = pulled(told)
    shelf = Shelf()
    with way_out() as http:
        for pages in cuts:
            assert walk(told, http, shelf, pages=pages) is None
        assert walk(told, http, shelf) is None
    assert shelf.known == whole.known
    assert shelf.states == whole.states
    assert shelf.cursor == whole.cursor


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda body: body[: len(body) // 2],
    "HTML": lambda _body: b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please.</body></html>",
    "wrong charset": lambda body: b'{"\x93\xfa\x96{' + body,
    "nothing": lambda _body: b"",
    "null": lambda _body: b"null",
    "a list": lambda _body: b"[]",
    "an object": lambda _body: b"{}",
    "a number": lambda _body: b"7",
    "a tower": lambda _body: b"[" * 200_000,
    "noise": lambda _body: bytes(range(256)) * 8,
}
SAYS_NOTHING = ("null", "a list", "an object")
"""What some places answer when there is nothing."""


def harmed(name: str, harm: Callable[[Exchange], Exchange]) -> Iterator[tuple[Exchange, Shelf, SourceError | None]]:
    """Pull with each answer harmed in turn: into nothing, then into what is known."""
    told = recording(name)
    whole, _error = pulled(told)
    for number, exchange in enumerate(told.exchanges):
        if exchange.key in whole.asked:
            worse = told.harmed(number, harm(exchange))
            shelf, error = pulled(worse)
            again = Shelf(dict(whole.known), dict(whole.states))
            with way_out() as http:
                walk(worse, http, again)
            shelf.absent = again.absent
            yield exchange, shelf, error


@every_source
@pytest.mark.parametrize("way", WAYS)
def test_a_broken_answer_costs_a_problem_or_the_source_never_a_crash(name: str, way: str) -> None:
    told = recording(name)
    sound = {row["id"]: row for row in told.expected["interactions"]}
    for exchange, shelf, error in harmed(name, lambda one: replace(one, body=WAYS[way](one.body))):
        lost = [uid for uid in sound if uid not in shelf.known]
        more = set(shelf.problems) - set(told.expected["problems"])
        assert {one.id for one in shelf.known.values()} <= set(sound), exchange.request
        assert not lost or error or more or way in SAYS_NOTHING, exchange.request
        for one in shelf.known.values():
            assert said(one) | {"thread": ""} == sound[one.id] | {"thread": ""}, exchange.request
        assert not shelf.absent.missing or way in SAYS_NOTHING, exchange.request


@every_source
@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_refusal_costs_a_problem_or_the_source(name: str, status: int) -> None:
    told = recording(name)
    sound = {row["id"] for row in told.expected["interactions"]}
    for exchange, shelf, error in harmed(name, lambda one: replace(one, status=status, body=b"no")):
        lost = sound - set(shelf.known)
        assert not lost or error or set(shelf.problems) - set(told.expected["problems"]), exchange.request


@pytest.mark.parametrize("name", WELL_SAID)
@pytest.mark.parametrize("bad", ["oops", None, 7, [], {}], ids=str)
def test_one_bad_item_costs_one_line_and_none_of_the_good(name: str, bad: object) -> None:
    told = recording(name)

    def spoiled(exchange: Exchange) -> Exchange:
        return replace(exchange, body=json.dumps(with_bad_items(json.loads(exchange.body), bad)).encode())

    for exchange, shelf, error in harmed(name, spoiled):
        assert error is None, exchange.request
        assert [said(one) for one in shelf.known.values()] == told.expected["interactions"], exchange.request
        assert shelf.absent.missing == (), exchange.request
    everything = replace(told, exchanges=[spoiled(exchange) for exchange in told.exchanges], strict=False)
    shelf, error = pulled(everything)
    assert error is None
    assert len(shelf.problems) > len(told.expected["problems"])


def with_bad_items(data: Any, bad: object) -> Any:  # noqa: ANN401 - JSON is any shape
    """Return JSON with one bad item in front of every list of items."""
    if isinstance(data, dict):
        return {
            key: [bad, *(with_bad_items(item, bad) for item in value)] if key in ITEMS else value
            for key, value in data.items()
        }
    return data


@pytest.mark.parametrize("name", WELL_SAID)
@SLOW
@given(data=st.data())
def test_any_part_may_be_anything(name: str, data: st.DataObject) -> None:
    """Whatever one part of one answer is replaced by, the rest is read or the source says what is wrong."""
    told = recording(name)
    number = data.draw(st.integers(0, len(told.exchanges) - 1))
    body = json.loads(told.exchanges[number].body)
    bad = data.draw(st.sampled_from([None, "", "x", -1, 10**20, 1.5, True, [], [None], {}, {"a": 1}, "\ud800", "2026"]))
    where = data.draw(st.sampled_from(places(body)))
    shelf, _error = pulled(
        told.harmed(number, replace(told.exchanges[number], body=json.dumps(replaced(body, where, bad)).encode()))
    )
    for one in shelf.interactions:
        assert isinstance(one, Interaction)
        assert isinstance(one.account, Account | None)
        (one.text + one.title + one.url + one.target).encode()
        (one.account.name + one.account.url + one.account.id if one.account else "").encode()


def places(data: Any, above: tuple[object, ...] = ()) -> list[tuple[object, ...]]:  # noqa: ANN401 - JSON is any shape
    """Return the way to every part of some JSON."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [above, *(way for key, value in inside for way in places(value, (*above, key)))]


def replaced(data: Any, way: tuple[object, ...], bad: object) -> Any:  # noqa: ANN401 - JSON is any shape
    if not way:
        return bad
    first, *rest = way
    if isinstance(data, dict):
        return {key: replaced(value, tuple(rest), bad) if key == first else value for key, value in data.items()}
    return [replaced(value, tuple(rest), bad) if key == first else value for key, value in enumerate(data)]


@every_source
def test_no_articles_is_nothing_to_ask(name: str) -> None:
    told = recording(name)
    source, _articles = told.placed("http://127.0.0.1:1")
    if name == "feed":
        source = sources.load(name)()
    with way_out() as http:
        pages = list(source.pages([], None, http))
    assert [one for page in pages for one in page.interactions] == []


@every_source
def test_a_place_that_is_not_there_is_a_source_error(name: str) -> None:
    with serve(lambda _request: (503, {}, b"")) as server:
        source, articles = recording(name).placed(server.url)
        with way_out() as http, pytest.raises(SourceError):
            list(source.pages(articles, None, http))


@every_source
def test_what_is_gone_is_told_from_what_is_missing(name: str) -> None:
    told = recording(name)
    shelf, _error = pulled(told)
    assert all(shelf.states.get(uid, State.GONE) is State.GONE for uid in told.expected["gone"])
