from __future__ import annotations

import pytest

from tracker.rules.leaks.contacts import address, addresses, numbers


@pytest.mark.parametrize(
    "text",
    [
        "Write to mio.k@host.example.",
        "MIO.K@Host.Example",
        "ｍｉｏ．ｋ＠ｈｏｓｔ．ｅｘａｍｐｌｅ",
        "mio.k at host dot example",
        "mio.k [at] host [dot] example",
        "mio.k(at)host.example",
        "mio.k {at} host {dot} example",
        "mio.k＠host。example".replace("。", "."),
        "mio.k（アットマーク）host.example",
        "mio.kアットhostドットexample",
        "mio.k★host.example",
        "mailto:mio.k@host.example?subject=hi",
        "<mio.k+blog@host.example>",
        "mio.k@host.example.Then more",
        "『mio.k@host.example』",
    ],
)
def test_an_address_is_seen_however_it_is_written(text: str) -> None:
    assert "mio.k@host.example" in [each for _line, each in addresses(text)]


@pytest.mark.parametrize(
    "text", ["@mio@host.example", "look at this", "a @ b", "at host.example", "@", "mio@localhost"]
)
def test_no_address(text: str) -> None:
    assert not list(addresses(text))


def test_an_address_is_compared_without_case_and_what_follows_a_plus() -> None:
    assert address(" Mio+List@Host.Example ") == "mio@host.example"
    assert next(iter(addresses("one\ntwo x@y.example"))) == (2, "x@y.example")


@pytest.mark.parametrize(
    "text",
    [
        "090-1234-5678",
        "+81 90-1234-5678",
        "+81 (0)90 1234 5678",
        "tel:+819012345678",
        "０９０－１２３４－５６７８",
        "(090) 1234-5678",
        "090.1234.5678",
        "０９０ー１２３４ー５６７８",
        "電話：09012345678",
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    ((line, figures, sure),) = numbers(text)
    assert (line, figures, sure) == (1, "012345678", True)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        *(("03-1234-5678", True), ("(415) 555-0100 12", False), ("415-555-0100", True), ("phone 415555010", True)),
        *(("01.02.2026 10 30 5", False), ("20261127103000", False), ("978-4-12-345678-9", False)),
    ],
)
def test_what_is_surely_a_number(text: str, *, sure: bool) -> None:
    assert [each for _line, _figures, each in numbers(text)] == [sure]


@pytest.mark.parametrize("text", ["12345", "1234567890123456789", "x090-1234-5678", "0000000001"])
def test_no_number(text: str) -> None:
    assert not list(numbers(text))
