from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.charsets import decoded

WORDS = "2026年の検索の話です。カタカナも、①番㈱も、～も。"
WINDOWS, UTF8 = WORDS.encode("cp932"), WORDS.encode()
PLAIN = "2026年の検索の話です。カタカナも。"
EUC = PLAIN.encode("euc_jp")
JIS = PLAIN.encode("iso2022_jp")
CLAIMS = (
    "utf-8",
    "iso-8859-1",
    "us-ascii",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "windows-1252",
    "",
    "x-unknown",
    "hex",
)


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(("data", "text"), [(WINDOWS, WORDS), (UTF8, WORDS), (EUC, PLAIN), (JIS, PLAIN)])
def test_japanese_is_read_whatever_it_claims_to_be(data: bytes, text: str, claim: str) -> None:
    assert decoded(data, claim) == text


def test_iso_2022_jp_is_read_as_it_is_sent() -> None:
    row_13 = b"\x1b$B-!-j\x1b(B"
    half = b"\x1b(I\x4a\x5d\x36\x38\x1b(B"
    assert decoded(row_13 + half, "iso-2022-jp") == "①㈱ﾊﾝｶｸ"
    assert decoded(b"\x1b$B8!:w\nnot back", "iso-2022-jp-ms") == "検索\nnot back"
    assert decoded(b"\x1b(J~\\\x1b(B\x1b$@8!\x1b(B", "ISO-2022-JP") == "~\\検"
    assert decoded(b"\x1b$(D0!\x1b(B", "iso-2022-jp-1") == "丂"
    korean = bytes(byte & 0x7F for byte in "한".encode("euc_kr"))
    assert decoded(b"\x1b$(C" + korean + b"\x1b(B", "iso-2022-jp-2") == "한"
    assert decoded(b"\x1b$A0!\x1b(B", "iso-2022-jp-2") == "啊"


def test_every_letter_of_the_table_is_that_of_windows() -> None:
    """The six that JIS and Windows call by different names are Windows', as everywhere on the web."""
    other = set()
    for row in range(0x21, 0x75):
        for cell in range(0x21, 0x7F):
            pair = bytes((row, cell))
            data = b"\x1b$B" + pair + b"\x1b(B"
            standard = data.decode("iso2022_jp", "replace")
            if "\ufffd" not in standard:
                high = bytes(byte | 0x80 for byte in pair)
                assert decoded(data) == decoded(b"\xa4\xa2" * 9 + high, "euc-jp")[-1]
                other |= {decoded(data)} - {standard}
    assert other == set("～∥－￠￡￢")


def test_half_width_kana_in_eight_bits() -> None:
    assert decoded("これはﾊﾝｶｸです".encode("cp932"), "iso-2022-jp") == "これはﾊﾝｶｸです"
    assert decoded(b"\xa4\xb3\xa4\xec\x8e\xca\x8e\xdd", "euc-jp") == "これﾊﾝ"
    assert decoded(b"\xa4\xb3\xa4\xec\x8f\xb0\xa1", "euc-jp") == "これ丂"


def test_what_windows_writes_in_english_is_no_japanese() -> None:
    said = "It’s John’s “café” – l’été délégué"
    for claim in ("iso-8859-1", "windows-1252", "us-ascii", "", "utf-8"):
        assert decoded(said.encode("cp1252"), claim) == said
    assert decoded("Grüße, Ägypten".encode("latin-1"), "iso-8859-1") == "Grüße, Ägypten"


def test_utf_8_that_claims_to_be_latin_proves_itself() -> None:
    assert decoded("Grüße 検索".encode(), "iso-8859-1") == "Grüße 検索"
    assert decoded("\ufeffはい".encode(), "utf-8") == "はい"


def test_kanji_alone_are_recognised_where_nothing_is_claimed() -> None:
    assert decoded("森川 澪".encode("cp932")) == "森川 澪"
    assert decoded("検索".encode("euc_jp"), "us-ascii") == "検索"


def test_other_charsets_are_what_they_claim() -> None:
    assert decoded("Привет".encode("koi8-r"), "koi8-r") == "Привет"
    assert decoded("简体中文".encode("gb18030"), "gb2312") == "简体中文"
    assert decoded("繁體中文".encode("big5"), "Big5") == "繁體中文"
    assert decoded("한국어".encode("cp949"), "ks_c_5601-1987") == "한국어"
    assert decoded(b"+aRx9Ig-", "utf-7") == "検索"
    assert decoded("検索".encode("utf-16"), "utf-16") == "検索"
    assert decoded("€5".encode("cp1252"), "ISO_8859-1") == "€5"


def test_what_no_charset_explains_is_read_as_far_as_it_goes() -> None:
    assert decoded("検".encode() + b" \xff\xfe\xfa", "utf-8") == "検 ���"
    assert decoded("これは検索です".encode("euc_jp") + b"\xff", "euc-jp") == "これは検索です�"


def test_a_terminal_s_colours_are_no_japanese() -> None:
    assert decoded(b"\x1b[31mred\x1b[0m", "us-ascii") == "\x1b[31mred\x1b[0m"


@pytest.mark.parametrize(
    "claim", ["punycode", "unicode_escape", "raw-unicode-escape", "idna", "undefined", "zlib", "rot13"]
)
def test_what_is_no_charset_decodes_nothing(claim: str) -> None:
    assert decoded("\\u0041 é".encode(), claim) == "\\u0041 é"


@given(st.binary(max_size=60), st.text(max_size=12) | st.sampled_from(CLAIMS))
def test_it_never_fails(data: bytes, claim: str) -> None:
    assert isinstance(decoded(data, claim), str)


@given(st.text(alphabet=st.sampled_from("検索の話アイウ、。abc 12\n"), max_size=40))
def test_what_was_written_comes_back(text: str) -> None:
    for claim, codec in (
        ("shift_jis", "cp932"),
        ("iso-2022-jp", "iso2022_jp"),
        ("utf-8", "utf-8"),
        ("euc-jp", "euc_jp"),
    ):
        assert decoded(text.encode(codec), claim) == text
