from __future__ import annotations

from tracker.model import Count, Kind
from tracker.rules.announced import Announced, Memory, remembered

REASONS = {"token": "a token would show more"}


def test_a_cursor_holds_what_was_remembered() -> None:
    one = Announced("a", "https://mastodon.example/1", {"replies": 3}, {"like-of": (2, 3, "listed")}, ["https://x/2"])
    memory = Memory({"https://mastodon.example/1": one}, last="24")
    assert remembered(memory.cursor()) == memory
    assert remembered(None) == remembered("") == Memory()


def test_the_same_memory_is_the_same_cursor() -> None:
    one, other = Announced("a", "1", {"replies": 3, "quotes": 0}), Announced("a", "1", {"quotes": 0, "replies": 3})
    first, second = Memory({"x": one, "y": other}), Memory({"y": one, "x": other})
    assert first.cursor() == second.cursor()


def test_only_what_is_partial_is_kept() -> None:
    one = Announced("a", "root")
    partial = Count("a", 59, 74, thread="root", kinds=(Kind.REPLY,))
    one.keep(partial, "token")
    assert one.counts(REASONS) == [partial._replace(why="a token would show more")]
    one.keep(partial._replace(claimed=None), "token")
    assert one.counts(REASONS) == []
    one.keep(partial, "token")
    one.keep(partial._replace(seen=74), "")
    assert one.counts(REASONS) == []
