from __future__ import annotations

from typing import Any

import pytest

from tracker.model import Interaction, Kind
from tracker.reading.fediverse import Reader
from tracker.reading.threads import Thread

ROOT = Interaction(
    "https://a.example/1", Kind.MENTION, "article", url="https://a.example/@mio/1", thread="https://a.example/1"
)
READER = Reader("a.example")


def row(number: int, above: int | str | None = 1, **more: object) -> dict[str, Any]:
    told = {
        "id": str(number),
        "uri": f"https://a.example/{number}",
        "in_reply_to_id": None if above is None else str(above),
        "replies_count": 0,
        "visibility": "public",
        "content": "<p>縁</p>",
    }
    return told | more


def thread(counted: int, *rows: object) -> Thread:
    told = Thread(ROOT, {ROOT.id: counted})
    told.take(rows, "1", READER)
    return told


def parents(told: Thread) -> dict[str, str]:
    return {uid.rpartition("/")[2]: one.parent.rpartition("/")[2] for uid, one in told.replies.items()}


def test_every_reply_is_below_what_it_answers() -> None:
    told = thread(2, row(2), row(3, 2), row(4, 3), row(5))
    assert parents(told) == {"2": "1", "3": "2", "4": "3", "5": "1"}
    assert {(one.kind, one.thread, one.article) for one in told.replies.values()} == {
        (Kind.REPLY, ROOT.id, ROOT.article)
    }


def test_one_whose_parent_is_not_shown_is_below_the_announcement_and_proves_nothing_of_it() -> None:
    told = thread(1, row(2, 99), row(3, None))
    assert parents(told) == {"2": "1", "3": "1"}
    assert told.missing == 1


def test_one_that_says_it_answers_itself_answers_the_announcement() -> None:
    assert parents(thread(0, row(2, 2))) == {"2": "1"}


@pytest.mark.parametrize(
    ("counted", "rows", "missing"),
    [
        (2, [row(2), row(3)], 0),
        (3, [row(2), row(3)], 1),
        (1, [row(2), row(3)], 0),
        (2, [row(2, replies_count=1), row(3)], 1),
        (2, [row(2, replies_count=1), row(3), row(4, 2, replies_count=2)], 2),
        (0, [], 0),
        (5, [], 5),
    ],
)
def test_what_is_counted_below_any_post_and_not_shown_is_missing(
    counted: int, rows: list[dict[str, Any]], missing: int
) -> None:
    assert thread(counted, *rows).missing == missing


def test_private_replies_stand_for_no_public_one() -> None:
    assert thread(1, row(2, visibility="direct")).missing == 1
    assert thread(1, row(2, visibility="unlisted")).missing == 0


def test_what_cannot_be_read_is_a_line_and_missing() -> None:
    told = Thread(ROOT, {ROOT.id: 1})
    page = told.take([None, {"id": "7"}, row(2)], "1", READER)
    assert (len(page.problems), len(page.interactions), told.missing) == (2, 1, 2)
    assert ROOT.url in page.problems[0]


def test_of_two_servers_the_first_to_show_a_reply_says_where_it_stands() -> None:
    told = thread(2, row(2), row(4, 99))
    page = told.take([row(72, 71, uri="https://a.example/2"), row(73, 72, uri="https://a.example/3"),
                      row(74, 73, uri="https://a.example/4")], "71", READER)  # fmt: skip
    assert [one.id for one in page.interactions] == ["https://a.example/3"]
    assert parents(told) == {"2": "1", "4": "1", "3": "2"}


def test_the_announcement_is_no_reply_to_itself() -> None:
    assert thread(0, row(1, None)).replies == {}
