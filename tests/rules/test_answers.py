from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import NotAsExpected
from tracker.rules.answers import Answer

COMMENT = {"author": "森川 澪", "text": "縁は異なもの味なもの 🧵 – “ﾊﾝｶｸ”, 全角", "replies": [1, 2.5, None, True]}


def answer(body: bytes) -> Answer:
    return Answer("https://mio.example/api?q=x", 200, {}, body)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "nothing"),
        (b" \r\n\t" * 500, "nothing"),
        (b"\x00" * 10_000, "nothing"),
        (b"\xef\xbb\xbf", "nothing"),
        (b"<!DOCTYPE html><title>Sign in</title>", "an HTML page"),
        (b"\xef\xbb\xbf\n<!-- cached -->\n<HTML lang=ja>", "an HTML page"),
        (b"<?xml version='1.0'?><rss/>", "an XML document"),
        ("「縁」".encode("euc-jp"), "bytes that are not UTF-8"),
        ('{"text": "縁"}'.encode("shift-jis"), "bytes that are not UTF-8"),
        ('{"text": "縁"}'.encode("utf-16"), "bytes that are not UTF-8"),
        (b'{"items": [{"id": 1}, {"id"', "text that breaks off"),
        (b'{"items": [1, 2]', "text that breaks off"),
        (b'{"text": "and then th', "text that breaks off"),
        (b'{"text": "half a letter \\u30', "text that breaks off"),
        (b'{"done": fal', "text that breaks off"),
        (b"[", "text that breaks off"),
        (b"callback({})", "text that is not JSON"),
        (b'{"a": 1} trailing', "text that is not JSON"),
        (b"{'single': 'quotes are no JSON'}", "text that is not JSON"),
        (b'{"a" "b"}', "text that is not JSON"),
        (b"Service unavailable", "text that is not JSON"),
        (b"1" * 5000, "text that is not JSON"),
        (b"[" + b"1" * 5000 + b"]", "text that is not JSON"),
        (b"[" * 1_000_000, "text with brackets in brackets without end"),
    ],
)
def test_what_came_instead_of_json_is_named(body: bytes, found: str) -> None:
    with pytest.raises(NotAsExpected) as caught:
        answer(body).json()
    assert caught.value.message == f"mio.example did not answer as it should: JSON was expected, {found} came."


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_json_is_read_as_it_was_written(mark: bytes) -> None:
    assert answer(mark + json.dumps(COMMENT, ensure_ascii=False).encode()).json() == COMMENT


@given(st.integers(1, len(json.dumps(COMMENT)) - 1))
def test_wherever_json_is_cut_it_breaks_off(length: int) -> None:
    with pytest.raises(NotAsExpected, match="text that breaks off came"):
        answer(json.dumps(COMMENT).encode()[:length]).json()


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_not_as_expected(body: bytes) -> None:
    with suppress(NotAsExpected):
        json.dumps(answer(body).json())


def test_the_body_is_not_in_what_is_logged() -> None:
    assert "private" not in repr(answer(b"private"))


def test_unchanged_is_304() -> None:
    assert Answer("https://mio.example/", 304, {}).unchanged
    assert not answer(b"").unchanged
