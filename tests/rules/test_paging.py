from __future__ import annotations

import pytest

from tracker.rules.answers import Answer
from tracker.rules.paging import following

HERE = "https://place.example/api/likes?limit=40"


def answer(link: str | None) -> Answer:
    return Answer(HERE, 200, {} if link is None else {"Link": link})


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (None, ""),
        ("", ""),
        ('<https://place.example/api/likes?max_id=7>; rel="next"', "https://place.example/api/likes?max_id=7"),
        ("</api/likes?max_id=7>; rel=next", "https://place.example/api/likes?max_id=7"),
        (
            '<https://place.example/a>; rel="prev", <https://place.example/b,c>; title="x, y"; REL="last next"',
            "https://place.example/b,c",
        ),
        ('<https://place.example/a>; rel="prev"', ""),
        ('<https://other.example/a>; rel="next"', ""),
        ("rel=next", ""),
    ],
)
def test_where_an_answer_goes_on(link: str | None, found: str) -> None:
    assert following(answer(link)) == found


def test_another_relation_can_be_asked_for() -> None:
    assert following(answer('<https://place.example/a>; rel="prev"'), "prev") == "https://place.example/a"
