from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import imap
from tracker.rules.imap import Fetched, Where


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("imaps://me@mail.example/INBOX", Where("mail.example", 993, "me", "INBOX", encrypted=True)),
        ("imaps://me@mail.example", Where("mail.example", 993, "me", "INBOX", encrypted=True)),
        ("imap://me%40x@127.0.0.1:1143/", Where("127.0.0.1", 1143, "me@x", "INBOX", encrypted=False)),
        ("imaps://me@x.example@mail.example/a/b", Where("mail.example", 993, "me@x.example", "a/b", encrypted=True)),
        ("imaps://me@mail.example/受信/ブログ", Where("mail.example", 993, "me", "受信/ブログ", encrypted=True)),
        ("imaps://me@mail.example/%E5%8F%97%E4%BF%A1", Where("mail.example", 993, "me", "受信", encrypted=True)),
    ],
)
def test_an_address_names_a_folder_of_somebody_s(url: str, where: Where) -> None:
    assert imap.where(url) == where
    assert imap.is_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://mail.example/INBOX",
        "imaps://me:secret@mail.example/INBOX",
        "imaps://me:@mail.example/INBOX",
        "https://me@mail.example/INBOX",
        "imaps://me@mail.example:port/",
        "imaps://me@[bad/",
        "INBOX",
        "",
    ],
)
def test_what_is_no_such_address_or_holds_a_password_is_none(url: str) -> None:
    assert imap.where(url) is None
    assert not imap.is_address(url)


def test_a_message_names_the_port_only_where_it_is_another() -> None:
    assert Where("mail.example", 993, "me", "INBOX", encrypted=True).label == "mail.example"
    assert Where("mail.example", 1993, "me", "INBOX", encrypted=True).label == "mail.example:1993"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("INBOX", '"INBOX"'),
        ("日本語", '"&ZeVnLIqe-"'),
        ("~peter/mail/日本語/台北", '"~peter/mail/&ZeVnLIqe-/&U,BTFw-"'),
        ("a&b", '"a&-b"'),
        ('say "hi" \\', '"say \\"hi\\" \\\\"'),
        ("絵😀", '"&fXXYPd4A-"'),
    ],
)
def test_a_folder_s_name_is_sent_in_modified_utf_7(name: str, sent: str) -> None:
    assert imap.spelled(name) == sent
    assert imap.named(imap.spelled(name)[1:-1].replace('\\"', '"').replace("\\\\", "\\").encode()) == name


@given(st.text(max_size=20))
def test_every_name_survives(name: str) -> None:
    sent = imap.spelled(name)
    assert sent.isascii()
    assert sent.isprintable()
    assert imap.named(sent[1:-1].replace('\\"', '"').replace("\\\\", "\\").encode()) == name


def test_names_that_no_server_should_send_are_left_as_they_are() -> None:
    assert imap.named(b"&@@@@-") == "&@@@@-"
    assert imap.named(b"&A-") == "&A-"
    assert imap.named(b"caf\xc3\xa9") == "café"


def test_folders_are_read_from_a_list() -> None:
    told = [
        b'(\\HasNoChildren) "/" INBOX',
        b'(\\Noselect) "/" "nothing"',
        (b'() "." {3}', b"a.b"),
        b"",
        None,
        b'() NIL "q\\"x"',
        b'(\\HasChildren) "/" "&ZeVnLIqe-"',
        b"nonsense",
    ]
    assert imap.folders(told) == {"INBOX": "/", "a.b": ".", 'q"x': "", "日本語": "/"}


def test_numbers_are_told_as_a_set() -> None:
    assert imap.sets([3, 1, 2, 9, 11, 10]) == "1:3,9:11"
    assert imap.sets([]) == ""
    assert imap.numbers([b"3 1 2", None, b"x 2 99999999999999999999", b"7"]) == [1, 2, 3, 7]


def test_a_search_for_answers_names_each_id_twice() -> None:
    assert imap.answering(["a@b"]) == 'OR HEADER In-Reply-To "a@b" HEADER References "a@b"'
    assert imap.answering(['a"b', "c"]).startswith('OR OR OR HEADER In-Reply-To "a\\"b" ')
    assert imap.day("2026-03-01") == "1-Mar-2026"


def test_what_was_fetched_is_read_in_whatever_order_it_comes() -> None:
    told = [
        (b"1 (UID 5 RFC822.SIZE 44 BODY[] {3}", b"abc"),
        b")",
        b"2 (FLAGS (\\Seen) UID 6)",
        (b"3 (BODY[HEADER.FIELDS (FROM)] {2}", b"xy"),
        b" UID 9 RFC822.SIZE 7)",
        b'4 (UID 7 BODY[] "a\\"b")',
        b"5 (UID 8 BODY[] NIL)",
        (b"6 (BODY[] {1}", b"z"),
        b")",
        None,
        (b"7 (X {4} UID 10 BODY[] {1}", b"w"),
        b")",
    ]
    assert list(imap.fetched(told)) == [
        Fetched(5, 44, b"abc"),
        Fetched(9, 7, b"xy"),
        Fetched(7, 3, b'a"b'),
        Fetched(8, 0, b""),
        Fetched(10, 1, b"w"),
    ]


@given(st.lists(st.binary(max_size=30) | st.tuples(st.binary(max_size=30), st.binary(max_size=5))))
def test_nothing_a_server_sends_fails(told: list[bytes | tuple[bytes, bytes]]) -> None:
    list(imap.fetched(told))
    imap.folders(told)
    imap.numbers(told)
