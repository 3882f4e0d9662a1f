from __future__ import annotations

import pytest

from tracker.rules.writing.raw import LARGEST, remarks, text

JAPANESE = "Title: 検索\n\n一つ目の行です。\n"


def test_utf_8_is_text() -> None:
    for raw in (JAPANESE.encode(), b"\xef\xbb\xbf" + JAPANESE.encode(), b""):
        assert list(remarks(raw)) == []
        assert text(raw) is not None


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16")],
)
def test_what_else_japanese_is_written_in(encoding: str, name: str) -> None:
    (found,) = remarks(JAPANESE.encode(encoding))
    assert (found.rule, found.fix) == ("file-encoding", "Save it as UTF-8.")
    assert name in found.message
    assert text(JAPANESE.encode(encoding)) is None


def test_the_line_is_named() -> None:
    (found,) = remarks(b"Title: A\n\nGood.\nBad: \xff\n")
    assert (found.rule, found.line, found.message) == ("file-encoding", 4, "This file is not UTF-8.")


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\r", b"PK\x03\x04\0\0", b"Title: A\n\nText\0"])
def test_what_is_no_text(raw: bytes) -> None:
    assert [one.rule for one in remarks(raw)] == ["file-binary"]
    assert text(raw) is None


def test_what_is_too_large_for_a_post() -> None:
    (found,) = remarks(b"a" * 5_000_000)
    assert (found.rule, found.message) == ("file-size", "This post has 5.0 MB.")
    assert list(remarks(b"a" * LARGEST)) == []
