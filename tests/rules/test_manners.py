from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.manners import HttpSettings, Pace


def test_a_host_has_its_own_pace_and_loopback_none() -> None:
    settings = HttpSettings("Enishi/1")
    assert [settings.seconds_between(host) for host in ("lobste.rs", "example.com", "127.0.0.1")] == [2.0, 1.0, 0.0]
    assert HttpSettings("Enishi/1", pace={"127.0.0.1": 0.3}).seconds_between("127.0.0.1") == 0.3


@given(st.lists(st.floats(0, 100)), st.floats(0.1, 10))
def test_turns_of_one_place_are_apart(comings: list[float], between: float) -> None:
    pace = Pace()
    turns = [now + pace.turn("example.com", between, now) for now in sorted(comings)]
    assert all(later - earlier >= between - 1e-9 for earlier, later in pairwise(turns))


def test_places_do_not_wait_for_each_other() -> None:
    pace = Pace()
    assert pace.turn("example.com", 5.0, 0.0) == pace.turn("example.net", 5.0, 0.0) == 0.0


def test_who_holds_a_place_holds_everybody() -> None:
    pace = Pace()
    pace.hold("example.com", 30.0)
    pace.hold("example.com", 20.0)
    assert pace.turn("example.com", 1.0, 5.0) == 25.0
    assert pace.turn("example.com", 1.0, 5.0) == 26.0
