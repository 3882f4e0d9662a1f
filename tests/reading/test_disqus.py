from __future__ import annotations

import gzip
import tracemalloc
from io import BytesIO

import pytest

from tracker.reading.disqus import Export, NoExport
from tracker.rules.disqus import Row

HEAD = '<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
THREAD = '<thread dsq:id="1"><id>a</id><link>https://mio.example/a/</link><title>縁</title><message /></thread>'


def post(number: int, message: str = "<p>so</p>", more: str = "") -> str:
    return (
        f'<post dsq:id="{number}"><id /><message><![CDATA[{message}]]></message><isDeleted>false</isDeleted>'
        f'<author><name>Ana</name><username>ana</username></author><thread dsq:id="1" />{more}</post>'
    )


def export(*rows: str) -> bytes:
    return (HEAD + "".join(rows) + "</disqus>").encode()


def read(content: bytes) -> tuple[list[Row], str]:
    """Return the rows, and what is wrong."""
    told = Export(BytesIO(content))
    return list(told), told.broken


def messages(content: bytes) -> list[str]:
    rows, _broken = read(content)
    return [row.get("message") for row in rows if row.kind == "post"]


def test_rows_come_with_what_they_say() -> None:
    rows, broken = read(export(THREAD, post(7, more='<parent dsq:id="3" />')))
    assert broken == ""
    assert rows == [
        Row("thread", "1", {"id": "a", "link": "https://mio.example/a/", "title": "縁"}),
        Row(
            "post",
            "7",
            {
                "message": "<p>so</p>",
                "isDeleted": "false",
                "author/name": "Ana",
                "author/username": "ana",
                "thread": "1",
                "parent": "3",
            },
        ),
    ]


def test_a_packed_file_is_unpacked() -> None:
    assert read(gzip.compress(export(THREAD, post(7)))) == read(export(THREAD, post(7)))


def test_a_file_can_be_read_twice() -> None:
    file = BytesIO(gzip.compress(export(THREAD, post(7))))
    assert list(Export(file)) == list(Export(file))


def test_what_xml_forbids_costs_only_itself() -> None:
    assert messages(export(post(1, "be\x08ll\x00"), post(2, "\ufffe!"))) == ["bell", "!"]


def test_a_damaged_letter_costs_only_itself() -> None:
    content = export(post(1, "縁*縁"), post(2)).replace(b"*", b"\xe7\xb8")
    assert messages(content) == ["縁\ufffd縁", "<p>so</p>"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_byte_order_is_no_text(charset: str) -> None:
    content = export(THREAD, post(1, "縁")).decode().replace(' encoding="utf-8"', "").encode(charset)
    assert messages(content) == ["縁"]


def test_what_stands_before_the_first_element_is_skipped() -> None:
    assert messages(b"\n `" + export(post(1))) == ["<p>so</p>"]


def test_a_file_that_breaks_off_gives_what_was_whole() -> None:
    whole = export(THREAD, post(1), post(2))
    for cut in (whole[: whole.index(b'"2"') + 60], gzip.compress(whole)[:-12]):
        rows, broken = read(cut)
        assert [row.id for row in rows][:2] == ["1", "1"]
        assert broken


def test_one_wrong_element_ends_it_with_a_reason() -> None:
    rows, broken = read(export(post(1), "<post dsq:id=2></post>", post(3)))
    assert [row.id for row in rows] == ["1"]
    assert "line 1" in broken


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "it is not XML"),
        (b"{}", "it is not XML"),
        (b"\x93\xfa\x96{", "it is not XML"),
        (b"<rss version='2.0'><channel/></rss>", "it is XML of another kind, <rss>"),
        (b"<!DOCTYPE html><html></html>", "it begins with a DOCTYPE, as web pages do and exports do not"),
        (b"PK\x03\x04\x14\x00disqus.xml", "it is a ZIP archive; unpack it first"),
    ],
)
def test_what_is_no_export_is_named(content: bytes, found: str) -> None:
    with pytest.raises(NoExport, match="^" + found.replace("(", "\\(")):
        read(content)


def test_a_bomb_of_entities_is_refused_before_it_is_lit() -> None:
    lit = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY e0 "縁">{lit}]><disqus>&e9;</disqus>'
    with pytest.raises(NoExport, match="DOCTYPE"):
        read(bomb.encode())


def test_an_entity_nobody_declared_ends_the_file() -> None:
    rows, broken = read(export(post(1), "<post><message>&nbsp;</message></post>", post(2)))
    assert [row.id for row in rows] == ["1"]
    assert "undefined entity" in broken


def test_a_comment_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reading.disqus.MOST_LETTERS", 100)
    assert messages(export(*(post(number, "y" * 60) for number in range(9)))) == ["y" * 60] * 9
    with pytest.raises(NoExport, match="more than 100 letters"):
        read(export(post(1, "y" * 101)))


def test_memory_does_not_grow_with_the_file() -> None:
    file = BytesIO(gzip.compress(export(*(post(number, "y" * 4000) for number in range(2500)))))
    tracemalloc.start()
    count = sum(1 for _row in Export(file))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2500
    assert peak < 2_000_000
