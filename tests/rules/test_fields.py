from __future__ import annotations

import pytest

from tracker.errors import NotAsExpected
from tracker.rules import fields

ANYTHING: list[object] = [
    None,
    "",
    "x",
    " y ",
    -1,
    0,
    7,
    1.5,
    True,
    [],
    [1],
    {},
    {"a": 1},
    "12",
    "１２",
    "https://a.example/",
]


@pytest.mark.parametrize("value", ANYTHING, ids=repr)
def test_whatever_came_comes_back_as_what_it_should_be(value: object) -> None:
    assert fields.table(value) == (value if isinstance(value, dict) else {})
    assert fields.rows(value) == (value if isinstance(value, list) else [])
    assert fields.text(value) == (value if isinstance(value, str) else "")
    assert fields.web(value) == (value if value == "https://a.example/" else "")


def test_numbers_come_as_texts_too_and_are_never_less_than_none() -> None:
    told = [fields.number(value) for value in ANYTHING]
    assert told == [0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 12, 0, 0]


def test_an_id_is_a_text_or_a_number() -> None:
    given: list[object] = [None, "", " a ", 7, -7, True, 1.5, [], {}]
    told = list(map(fields.name, given))
    assert told == ["", "", "a", "7", "-7", "", "", "", ""]


NO_TABLES: list[object] = [None, "", 7, []]


@pytest.mark.parametrize("value", NO_TABLES)
def test_what_is_no_table_is_an_error_that_names_the_place(value: object) -> None:
    with pytest.raises(NotAsExpected, match=r"place\.example"):
        fields.expected_table(value, "https://place.example/secret")
    assert fields.expected_table({}, "") == {}


NO_LISTS: list[object] = [None, "", 7, {}]


@pytest.mark.parametrize("value", NO_LISTS)
def test_what_is_no_list_is_an_error_that_names_the_place(value: object) -> None:
    with pytest.raises(NotAsExpected, match=r"place\.example"):
        fields.expected_list(value, "https://place.example/secret")
    assert fields.expected_list([], "") == []


def test_a_number_that_nobody_can_mean_is_none() -> None:
    assert [fields.number(value) for value in (2**53 - 1, 2**53, 10**400, "9007199254740991", "1" * 5000)] == [
        2**53 - 1,
        0,
        0,
        2**53 - 1,
        0,
    ]
