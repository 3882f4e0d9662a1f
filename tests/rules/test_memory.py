from __future__ import annotations

import json

from tracker.model import Count, Kind
from tracker.rules.memory import Memory, stamp

REASONS = {Kind.REACTION: "too many"}
SETTINGS = ["mio/blog"]
SHORT = Count("a", 1, 3, "too many", kinds=(Kind.REACTION,))
DOUBTFUL = Count("a", 1, None, kinds=(Kind.REPLY,))


def kept(memory: Memory, settings: object = SETTINGS) -> Memory:
    """Return what comes back out of the cursor."""
    return Memory.read(memory.page().cursor, settings, REASONS)


def test_a_stamp_is_the_same_for_the_same_json_and_no_other() -> None:
    assert stamp({"a": 1, "b": [None]}) == stamp({"b": [None], "a": 1})
    assert stamp({"a": 1}) != stamp({"a": 2})
    assert stamp("\ud800")


def test_a_cursor_keeps_stamps_and_ids() -> None:
    memory = Memory.read(None, SETTINGS, REASONS)
    assert (memory.stamp("a"), memory.ids("a")) == ("", ())
    memory.put("a", "s", ids=["D1", "\ud800"])
    assert (kept(memory).stamp("a"), kept(memory).ids("a")) == ("s", ("D1", "\ud800"))
    assert (memory.page().cursor or "").encode()


def test_counts_wait_for_the_next_page_and_come_once() -> None:
    memory = Memory.read(None, SETTINGS, REASONS)
    memory.put("a", "s", [SHORT])
    memory.put("b", "s", [Count("b", 0, 0, kinds=(Kind.REPLY,))])
    assert [count.article for count in memory.page(["oops"]).counts] == ["a", "b"]
    assert memory.page().counts == ()
    assert memory.page(["oops"]).problems == ("oops",)


def test_what_was_not_seen_is_said_again_and_what_was_is_not() -> None:
    memory = Memory.read(None, SETTINGS, REASONS)
    memory.put("a", "s", [SHORT, DOUBTFUL])
    memory.put("b", "s", [Count("b", 2, 2, kinds=(Kind.REPLY,))])
    later = kept(memory)
    for article in ("a", "b", "unknown"):
        later.again(article)
    assert later.page().counts == (SHORT, DOUBTFUL)


def test_with_other_settings_nothing_is_known() -> None:
    memory = Memory.read(None, SETTINGS, REASONS)
    memory.put("a", "s")
    memory.whole = "all"
    assert kept(memory).whole == "all"
    other = kept(memory, ["mio/other"])
    assert (other.stamp("a"), other.whole) == ("", "")


def test_a_cursor_is_the_same_whatever_came_first() -> None:
    one, other = Memory.read(None, SETTINGS, REASONS), Memory.read(None, SETTINGS, REASONS)
    for memory, order in ((one, "ab"), (other, "ba")):
        for article in order:
            memory.put(article, article)
    assert one.page().cursor == other.page().cursor
    assert list(json.loads(one.page().cursor or "")) == ["", "a", "b"]
