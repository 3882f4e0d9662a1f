from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.tables import Table, decoded, table

WANTED = ("date", "message")


def rows(text: str, wanted: tuple[str, ...] = WANTED) -> list[dict[str, str]] | None:
    found = table(text.encode(), wanted)
    return list(found.rows) if found else None


@pytest.mark.parametrize(
    "head",
    ["Date,Link,Message", "DATE,Link,MESSAGE", '"Date" , "Link","Message"', "date,LINK,mes_sage", "Date,Link,Mes sage"],
)
def test_a_header_is_known_by_its_names_however_they_are_written(head: str) -> None:
    assert rows(f"{head}\n1,2,3\n") == [{"date": "1", "link": "2", "message": "3"}]


def test_a_header_is_looked_for_under_a_preamble() -> None:
    notes = 'Notes:\n"When exporting your data, you may notice\nthat some addresses are missing."\n\n'
    assert rows(f"{notes}Date,Message\n1,2\n") == [{"date": "1", "message": "2"}]
    assert rows("x\n" * 40 + "Date,Message\n1,2\n") is None


@pytest.mark.parametrize("delimiter", ",\t;")
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_either_charset_and_any_delimiter_is_read(charset: str, delimiter: str) -> None:
    text = delimiter.join(["Date", "Message"]) + "\r\n" + delimiter.join(["縁", '"a\r\nb, c; d\te"']) + "\r\n"
    found = table(text.encode(charset), WANTED)
    assert found == Table(({"date": "縁", "message": "a\r\nb, c; d\te"},))


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ('"say ""hi"", then go"', 'say "hi", then go'),
        (r'"say \"hi\", then go"', 'say "hi", then go'),
        (r'"the \"tea, Earl Grey\" team,' + '\n\nhot"', 'the "tea, Earl Grey" team,\n\nhot'),
        (r"C:\path", r"C:\path"),
        (r'"C:\path, D:\"', "C:\\path, D:\\"),
        ('5" screen', '5" screen'),
    ],
)
def test_quotes_are_doubled_or_escaped(field: str, message: str) -> None:
    assert rows(f"Date,Message\n1,{field}\n2,last\n") == [
        {"date": "1", "message": message},
        {"date": "2", "message": "last"},
    ]


def test_a_row_that_does_not_fit_is_damaged_and_costs_no_other() -> None:
    found = table(b"Date,Message\n1,2\n1\n1,2,3\n\n3,4", WANTED)
    assert found == Table(({"date": "1", "message": "2"}, {"date": "3", "message": "4"}), damaged=2)


def test_a_file_that_breaks_off_says_so() -> None:
    found = table(b'Date,Message\n1,2\n2,"and then', WANTED)
    assert found
    assert (found.rows, found.cut) == (({"date": "1", "message": "2"},), True)
    swallowed = table(b'Date,Message\n1,2\n2,"and then' + b"x" * 200_000, WANTED)
    assert swallowed
    assert (swallowed.rows, swallowed.cut) == (({"date": "1", "message": "2"},), True)


@pytest.mark.parametrize("content", [b"", b"<!doctype html><p>Sign in", b"[" * 1000, bytes(range(256)), b"a,b\n1,2\n"])
def test_what_is_no_table_is_none(content: bytes) -> None:
    assert table(content, WANTED) is None


def test_a_damaged_letter_costs_itself() -> None:
    assert decoded(b"\xef\xbb\xbfcaf\xe9 ok") == "caf\N{REPLACEMENT CHARACTER} ok"


@given(
    st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)] * 2))
)
def test_what_a_program_writes_is_read_back(told: list[tuple[str, str]]) -> None:
    file = StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("Date", "Message"), *told])
    text = file.getvalue()
    found = table(text.encode(), WANTED)
    assert found
    if '\\"' not in text:
        assert [(row["date"], row["message"]) for row in found.rows] == told


@given(st.binary())
def test_whatever_comes_is_a_table_or_none(content: bytes) -> None:
    assert isinstance(table(b"Date,Message\n" + content, WANTED), Table | None)
