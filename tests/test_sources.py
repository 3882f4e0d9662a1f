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
    from collections.abc import Callable, Iterator, Sequence

    from tests.recordings import Recording
    from tracker.model import Count

every_source = pytest.mark.parametrize("name", sources.names())
SLOW = settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def speaks_json(name: str) -> bool:
    """Whether all that a source reads is JSON: recorded as a `body`, or in a file that ends so."""
    told = recording(name)
    return bool(told.exchanges) and all(one.body.lstrip()[:1] in (b"{", b"[", b"n") for one in told.exchanges)


WELL_SAID = [name for name in sources.names() if speaks_json(name)]
"""Sources that answer in JSON."""
ITEMISED = [name for name in WELL_SAID if recording(name).items]


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
    assert list(map(counted, shelf.counts)) == told.expected["counts"]
    assert shelf.gone == told.expected["gone"]
    assert shelf.problems == told.expected["problems"]


def counted(count: Count) -> dict[str, object]:
    """Return a count as `recording.json` writes it: what is not said is left out."""
    told = {name: value for name, value in count._asdict().items() if value not in ("", ())}
    return told | ({"kinds": list(count.kinds)} if count.kinds else {})


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
    for exchange, worse in _worse(told, whole, harm):
        shelf, error = pulled(worse)
        again = Shelf(dict(whole.known), dict(whole.states))
        with way_out() as http:
            walk(worse, http, again)
        shelf.absent = again.absent
        yield exchange, shelf, error


def _worse(told: Recording, whole: Shelf, harm: Callable[[Exchange], Exchange]) -> Iterator[tuple[Exchange, Recording]]:
    """Harm each answer that was asked for, and each file."""
    for number, exchange in enumerate(told.exchanges):
        if exchange.key in whole.asked:
            yield exchange, told.harmed(number, harm(exchange))
    for file, content in told.files.items():
        exchange = Exchange(file, content)
        yield exchange, told.with_file(file, harm(exchange).body)


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
    told = replace(recording(name), files={})
    sound = {row["id"] for row in told.expected["interactions"]}
    for exchange, shelf, error in harmed(name, lambda one: replace(one, status=status, body=b"no")):
        lost = sound - set(shelf.known)
        assert not lost or error or set(shelf.problems) - set(told.expected["problems"]), exchange.request


@pytest.mark.parametrize("name", ITEMISED)
@pytest.mark.parametrize("bad", ["oops", None, 7, [], {}], ids=str)
def test_one_bad_item_costs_one_line_and_none_of_the_good(name: str, bad: object) -> None:
    told = recording(name)

    def spoiled(exchange: Exchange) -> Exchange:
        return replace(exchange, body=json.dumps(with_bad_items(json.loads(exchange.body), bad, told.items)).encode())

    for exchange, shelf, error in harmed(name, spoiled):
        assert error is None, exchange.request
        assert [said(one) for one in shelf.known.values()] == told.expected["interactions"], exchange.request
        assert shelf.absent.missing == (), exchange.request
    everything = replace(told, exchanges=[spoiled(exchange) for exchange in told.exchanges], strict=False)
    shelf, error = pulled(everything)
    assert error is None
    assert len(shelf.problems) > len(told.expected["problems"])


def with_bad_items(data: Any, bad: object, items: Sequence[str], above: str = "") -> Any:  # noqa: ANN401 - JSON is any shape
    """Return JSON with one bad item in front of every list of items; one that is nested must be a table."""
    if isinstance(data, dict):
        return {key: with_bad_items(value, bad, items, key) for key, value in data.items()}
    if isinstance(data, list):
        worse = [bad] if above in items else []
        return worse + [with_bad_items(value, bad, items, "-") if isinstance(value, dict) else value for value in data]
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
        source, articles = replace(recording(name), files={}).placed(server.url)
        with way_out() as http, pytest.raises(SourceError):
            list(source.pages(articles, None, http))


@every_source
def test_what_is_gone_is_told_from_what_is_missing(name: str) -> None:
    told = recording(name)
    shelf, _error = pulled(told)
    assert all(shelf.states.get(uid, State.GONE) is State.GONE for uid in told.expected["gone"])
