from __future__ import annotations

import time
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import headers
from tracker.rules.headers import Address


def word(text: str, charset: str = "utf-8", codec: str = "") -> str:
    return f"=?{charset}?B?{b64encode(text.encode(codec or charset)).decode()}?="


def raw(text: str, codec: str = "utf-8") -> str:
    """Return a field as Python's `email` keeps bytes beyond ASCII."""
    return text.encode(codec).decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (word("検索の話"), "検索の話"),
        (word("検索の話①", "ISO-2022-JP", "cp932"), "検索の話①"),
        (word("検索", "Shift_JIS", "cp932"), "検索"),
        (f"{word('検索')}\r\n {word('の話')}", "検索の話"),
        (f"{word('検索', 'iso-2022-jp', 'iso2022_jp')} {word('です')} and {word('more')}", "検索です and more"),
        ("=?utf-8?Q?a_b=20c?=", "a b c"),
        ("=?UTF-8?q?Does_it_work=3F?=", "Does it work?"),
        ("=?utf-8?Q?what?_this?=", "what? this"),
        ("=?utf-8*ja?Q?a?=", "a"),
        ("=?utf-8?B?5qSc57Si?= ", "検索"),
        ("=?utf-8?B?5qSc57S?=", "検�"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?x-unknown?Q?abc?=", "abc"),
        ("no =?words here?=", "no =?words here?="),
        (raw("生の検索"), "生の検索"),
        (raw("生の検索", "cp932"), "生の検索"),
        (raw("生の検索", "euc_jp"), "生の検索"),
        (raw("生の検索", "iso2022_jp"), "生の検索"),
        ("folded\r\n\tover  lines", "folded over lines"),
        ("nul\0l", "null"),
        ("", ""),
    ],
)
def test_a_field_is_read(field: str, said: str) -> None:
    assert headers.readable(field) == said


def test_a_letter_may_be_split_between_two_words() -> None:
    data = "検索".encode()
    first, second = (b64encode(part).decode() for part in (data[:4], data[4:]))
    assert headers.readable(f"=?utf-8?B?{first}?=\n =?UTF-8?B?{second}?=") == "検索"
    assert headers.readable("=?UTF-8?Q?=E6=A4?= =?UTF-8?Q?=9C?=") == "検"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("Re: Hello", "Hello"),
        ("RE: Re[2]: Fwd: FW: Hello", "Hello"),
        ("返信: 転送：Re^3: 検索", "検索"),
        (f"Re: {word('Re: 検索')}", "検索"),
        ("AW: WG: SV: Hallo", "Hallo"),
        ("Regarding: x", "Regarding: x"),
        ("[blog] Re: x", "[blog] Re: x"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_a_subject_is_without_what_answering_puts_before_it(field: str, said: str) -> None:
    assert headers.subject(field) == said


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ("Aoi <Aoi@AOI.example>", [Address("aoi@aoi.example", "Aoi")]),
        (f"{word('佐倉 碧')} <aoi@aoi.example>", [Address("aoi@aoi.example", "佐倉 碧")]),
        (f'"{word("佐倉 碧")}" <aoi@aoi.example>', [Address("aoi@aoi.example", "佐倉 碧")]),
        ("=?utf-8?Q?Sakura,_Aoi?= <a@b>, c@d", [Address("a@b", "Sakura, Aoi"), Address("c@d")]),
        (f"{word('佐倉、')}\r\n {word('碧')} <a@b>", [Address("a@b", "佐倉、碧")]),
        (raw("佐倉 碧 <a@b>", "iso2022_jp"), [Address("a@b", "佐倉 碧")]),
        (raw('"佐倉 碧" <a@b>', "cp932"), [Address("a@b", "佐倉 碧")]),
        (raw("jöhn <jöe@mächine.example>"), [Address("jöe@mächine.example", "jöhn")]),
        ('"Doe, J. (Tools)" <j@d>', [Address("j@d", "Doe, J. (Tools)")]),
        ("a@b (Aoi)", [Address("a@b", "Aoi")]),
        ('"a@b" <A@B>', [Address("a@b")]),
        ("'Aoi' <a@b>", [Address("a@b", "Aoi")]),
        ("Friends: a@b, c@d;", [Address("a@b"), Address("c@d")]),
        ("undisclosed-recipients:;", []),
        ("(" * 9000 + "a@b", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_people_are_told_apart(field: str, people: list[Address]) -> None:
    assert list(headers.addresses(field)) == people


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        ("<a@b>", ["a@b"]),
        ("<a@b> <c@d>\r\n <a@b>", ["a@b", "c@d"]),
        ("<a@b\r\n\t.example>", ["a@b.example"]),
        ("Message from Aoi of Tuesday <a@b>", ["a@b"]),
        ("a@b", ["a@b"]),
        ("<Ünïcode@b>", []),
        (f"<{'x' * 300}@b>", []),
        ("<>", []),
        ("none", []),
        ("", []),
    ],
)
def test_ids_are_found_whatever_stands_around_them(field: str, ids: list[str]) -> None:
    assert list(headers.ids(field)) == ids


@pytest.mark.parametrize(
    ("field", "charset"),
    [
        ("text/plain; charset=utf-8", "utf-8"),
        ('text/plain; format=flowed; CharSet = "ISO-2022-JP"', "ISO-2022-JP"),
        ("text/plain; charset='utf-8'; x=y", "utf-8"),
        ("text/plain; xcharset=utf-8", ""),
        ("text/plain", ""),
    ],
)
def test_a_parameter_is_found(field: str, charset: str) -> None:
    assert headers.parameter(field, "charset") == charset


@given(st.text(max_size=80))
def test_no_field_fails(field: str) -> None:
    for read in (headers.readable, headers.subject, headers.addresses, headers.ids):
        assert read(field) is not None


@pytest.mark.parametrize(
    "field",
    [
        "=?utf-8?Q?" * 9000,
        "=?" * 9000,
        "=?utf-8?Q?a?= " * 9000,
        "<" * 9000,
        '"' * 9000,
        "(" * 9000 + "a@b",
        "a@b," * 9000,
    ],
)
def test_no_field_takes_long(field: str) -> None:
    began = time.process_time()
    for read in (headers.readable, headers.subject, headers.addresses, headers.ids):
        read(field)
    assert time.process_time() - began < 5
