from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.revisits import MOST, Look, Memory, Outcome

DAY = date(2026, 11, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def urls(memory: Memory, day: date = DAY) -> list[str]:
    return [look.url for look in memory.due(day)]


def test_a_page_is_one_whatever_its_spelling() -> None:
    memory = Memory()
    memory.came("//aoi.example/1", 2, DAY)
    memory.came("http://aoi.example/1/", 3, DAY)
    memory.came("https://aoi.example/1#top", 1, DAY)
    assert [(look.url, look.times) for look in memory.due(DAY)] == [("//aoi.example/1", 6)]


def test_what_led_most_people_here_comes_first_and_what_was_seen_before_last() -> None:
    memory = Memory()
    memory.came("https://old.example/", 90, DAY)
    memory.saw(memory.due(DAY)[0], after(-30), Outcome.LINKS, ["x"])
    for url, times in (("https://a.example/", 1), ("https://c.example/", 5), ("https://b.example/", 1)):
        memory.came(url, times, DAY)
    assert urls(memory) == ["https://c.example/", "https://a.example/", "https://b.example/", "https://old.example/"]


@pytest.mark.parametrize(
    ("outcome", "unasked", "asked"),
    [
        (Outcome.LINKS, 30, 30),
        (Outcome.NOTHING, None, 7),
        (Outcome.POINTS, None, 7),
        (Outcome.CLOSED, None, 7),
    ],
)
def test_when_a_page_is_looked_at_again(outcome: Outcome, unasked: int | None, asked: int) -> None:
    """Without anybody coming from it, and when people come from it every day."""
    for comes, expected in ((False, unasked), (True, asked)):
        memory = Memory()
        memory.came("https://aoi.example/", 1, DAY)
        memory.saw(memory.due(DAY)[0], DAY, outcome, ["x"] if outcome is Outcome.LINKS else [])
        days = []
        for number in range(1, 40):
            if comes:
                memory.came("https://aoi.example/", 1, after(number))
            days += [number] if urls(memory, after(number)) else []
        assert (days[0] if days else None) == expected


def test_what_failed_is_tried_on_later_days_and_then_only_when_people_come_from_it() -> None:
    memory = Memory()
    memory.came("https://aoi.example/", 1, DAY)
    for days in (0, 1, 3):
        (look,) = memory.due(after(days))
        memory.failed(look, after(days), missing=False)
        assert memory.due(after(days)) == []
    assert memory.due(after(100)) == []
    memory.came("https://aoi.example/", 1, after(100))
    assert urls(memory, after(100)) == ["https://aoi.example/"]


def test_what_was_found_stays_while_a_page_fails() -> None:
    memory = Memory()
    memory.came("https://aoi.example/", 1, DAY)
    memory.saw(memory.due(DAY)[0], DAY, Outcome.LINKS, ["x"])
    (look,) = memory.due(after(30))
    memory.failed(look, after(30), missing=True)
    (again,) = memory.due(after(31))
    assert (again.ids, again.tries, again.outcome) == (("x",), 1, Outcome.LINKS)
    memory.failed(again, after(31), missing=False)
    assert memory.looks["https://aoi.example/"].tries == 1


LOOKS = st.builds(
    Look,
    st.integers(0, 99).map("http://aoi.example/{}".format),
    st.integers(0, 9),
    st.sampled_from([None, *Outcome]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.lists(st.text(min_size=1, max_size=5), max_size=2).map(tuple),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
)


@given(looks=st.lists(LOOKS, unique_by=lambda look: look.url))
def test_what_is_written_is_read_again(looks: list[Look]) -> None:
    memory = Memory({f"https://{look.url.removeprefix('http://')}": look for look in looks})
    assert Memory.read(memory.written()) == memory


BAD = "https://aoi.example/"


@pytest.mark.parametrize("told", [None, 7, [], {"": {}}, {BAD: "x"}, {BAD: {"day": "soon"}}, {BAD: {"outcome": 1}}])
def test_what_is_no_memory_is_forgotten(told: Any) -> None:  # noqa: ANN401 - whatever a cursor holds
    assert all(look.outcome is None for look in Memory.read(told).looks.values())


def test_of_more_pages_than_are_remembered_mentions_stay_then_what_waits_then_what_was_seen_last() -> None:
    memory = Memory()
    for number in range(MOST):
        url = f"https://aoi.example/{number}"
        memory.came(url, 1, DAY)
        memory.saw(memory.looks[url], after(number % 9), Outcome.NOTHING)
    memory.came("https://ren.example/waits", 1, DAY)
    memory.came("https://ren.example/links", 1, DAY)
    memory.saw(memory.looks["https://ren.example/links"], after(-900), Outcome.LINKS, ["x"])
    kept = memory.written()
    assert len(kept) == MOST
    assert {"https://ren.example/waits", "https://ren.example/links"} <= set(kept)
    lost = {look.day for look in memory.looks.values() if look.url not in kept}
    assert lost == {DAY}
