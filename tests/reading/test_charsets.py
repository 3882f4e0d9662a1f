from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.reading.charsets import text

WORDS = "縁側で本を読む。カタカナ、漢字、かな。"
PAGE = f"<html><head><title>{WORDS}</title></head><body><p>{WORDS}</p></body></html>"


def declared(name: str) -> str:
    return PAGE.replace("<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={name}">')


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_is_read_although_nothing_says_what_it_is_in(charset: str) -> None:
    assert text(PAGE.encode(charset)) == PAGE


@pytest.mark.parametrize(
    ("label", "charset"),
    [("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("EUC-JP", "euc_jp"), ("UTF-8", "utf-8"), ("gb2312", "gb18030")],
)
def test_what_a_page_or_its_header_says(label: str, charset: str) -> None:
    page = declared(label)
    assert text(page.encode(charset)) == page
    assert text(PAGE.encode(charset), f"text/html; charset={label}") == PAGE


def test_circled_digits_are_in_what_pages_call_shift_jis() -> None:
    page = declared("Shift_JIS").replace("本", "①髙")
    assert text(page.encode("cp932")) == page


def test_utf8_that_calls_itself_something_else_is_utf8() -> None:
    assert text(declared("Shift_JIS").encode(), "text/html; charset=EUC-JP") == declared("Shift_JIS")


def test_one_damaged_letter_makes_no_other_charset() -> None:
    body = PAGE.encode()
    assert text(body.replace("縁".encode(), "縁".encode()[:2], 1)).endswith(f"<p>{WORDS}</p></body></html>")


def test_latin_letters_are_not_taken_for_japanese() -> None:
    page = "<p>Un café, une crème brûlée, déjà vu à Zürich.</p>"
    assert text(page.encode("cp1252")) == page


@pytest.mark.parametrize("label", ["rot13", "base64", "idna", "undefined", "nonsense", "utf-16"])
def test_what_is_no_charset_is_not_believed(label: str) -> None:
    assert WORDS in text(declared(label).encode())
    assert text(b"<p>\xff\xfe\xfd</p>"[:5] + b"\x81</p>", f"text/html; charset={label}")


@given(body=st.binary(max_size=200), label=st.sampled_from(["", "utf-8", "shift_jis", "euc-jp", "big5", "koi8-r"]))
@example(body=b"\x1b$B", label="")
@example(body=b"\xef\xbb\xbf\xff", label="")
def test_any_bytes_are_some_text(body: bytes, label: str) -> None:
    text(body, f"text/html; charset={label}").encode()
