from __future__ import annotations

import pytest

from tracker.reading.charset import decoded

WORDS = "表示と送信"


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        (WORDS.encode(), ""),
        (WORDS.encode("utf-8-sig"), "text/html; charset=shift_jis"),  # the mark knows better
        (WORDS.encode("utf-16"), ""),
        (WORDS.encode("cp932"), "text/html; charset=Shift_JIS"),
        (WORDS.encode("cp932"), "text/html; charset=x-sjis"),
        (WORDS.encode("euc_jp"), 'text/html; charset="EUC-JP"'),
        (WORDS.encode("iso2022_jp"), "text/html;charset=iso-2022-jp"),
        (WORDS.encode(), "text/html; charset=no-such"),
        (WORDS.encode(), "text/html; charset=zlib_codec"),
        (WORDS.encode(), "text/html; charset=base64"),
        (WORDS.encode(), "text/html; charset=undefined"),
    ],
)
def test_letters_are_read_as_the_header_or_the_page_says(page: bytes, content_type: str) -> None:
    assert decoded(page, content_type) == WORDS


@pytest.mark.parametrize(
    "meta", ['<meta charset="shift_jis">', "<meta http-equiv=x content='text/html; charset=sjis'>"]
)
def test_the_page_itself_may_say_so(meta: str) -> None:
    assert decoded((meta + "㈱" + WORDS).encode("cp932")) == f"{meta}㈱{WORDS}"


def test_what_cannot_be_read_is_marked() -> None:
    assert decoded(b"a\xffb") == "a\ufffdb"
    assert decoded(b"a\xffb", "text/html; charset=us-ascii") == "a\ufffdb"
