from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from tests.rules.writing.texts import JST, NOW, post
from tracker.rules.writing.manuscript import moment, read, stem

ROWS = st.text(alphabet="ab:-. \n#[]　あ", max_size=60) | st.sampled_from(
    ["Title: a\nTags: b", "---\nTitle: a\n---\nx", "Title: a\n    b\n\nx", "Title:a\n c", "a: 1\n...\nx", "-- : x"]
)


@given(ROWS)
@settings(deadline=None)
def test_the_front_matter_is_what_python_markdown_reads(text: str) -> None:
    known = Markdown(extensions=["meta"])
    known.convert(text)
    found = read("a.md", text, JST)
    assert {key: [line.value for line in lines] for key, lines in found.by_key.items()} == known.Meta  # type: ignore[attr-defined] # added by `meta`


def test_each_line_knows_its_number_and_the_text_its_first() -> None:
    found = read("a.md", "Title: A\nTags: one,\n    two\n\nFirst.\n", JST)
    assert [(line.key, line.value, line.number) for line in found.lines] == [
        ("title", "A", 1),
        ("tags", "one,", 2),
        ("tags", "two", 3),
    ]
    assert (found.first, found.body) == (5, "First.\n")
    assert found.listed("tags") == ("one", "two")


def test_files_of_windows_and_of_notepad() -> None:
    found = read("a.md", "\ufeffTitle: A\r\nLang: JA\r\n\r\nText.\r\n", JST)
    assert (found.title, found.lang, found.first, found.body) == ("A", "ja", 4, "Text.\n")


def test_a_list_may_be_parted_by_semicolons_as_pelican_has_it() -> None:
    assert post(tags="a, b; c; a, b").listed("tags") == ("a, b", "c")
    assert post(tags="a, b, , a").listed("tags") == ("a", "b")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-10-14 08:30 +0900", datetime(2026, 10, 14, 8, 30, tzinfo=JST)),
        ("2026-10-14T08:30:15Z", datetime(2026, 10, 14, 8, 30, 15, tzinfo=UTC)),
        ("2026-10-14 08:30 -03:30", datetime(2026, 10, 14, 8, 30, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        ("2026-10-14", datetime(2026, 10, 14, tzinfo=JST)),
        ("2026-1-4 8:05", datetime(2026, 1, 4, 8, 5, tzinfo=JST)),
        ("2026-13-40", None),
        ("2026-02-30 10:00", None),
        ("2026-10-14 25:00", None),
        ("2026-10-14 10:00 +9999", None),
        ("14 October 2026", None),
        ("2026/10/14", None),
        ("", None),
    ],
)
def test_a_date_is_written_one_way(said: str, meant: datetime | None) -> None:
    assert moment(said, JST) == meant


def test_what_is_out_what_waits_what_is_unfinished() -> None:
    assert post().is_out(NOW)
    assert not post().waits(NOW)
    later = post(date="2026-12-09 08:30 +0900")
    assert (later.is_out(NOW), later.waits(NOW)) == (False, True)
    for status in ("draft", "Draft", "skip"):
        one = post(status=status)
        assert (one.unfinished, one.is_out(NOW), one.waits(NOW)) == (True, False, False)
    assert not post(date="someday").is_out(NOW)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("2026/10-two.md", "2026/10-two"),
        ("2026/10-two.en.md", "2026/10-two"),
        ("2026/10-v1.2.md", "2026/10-v1.2"),
        ("a.b/c", "a.b/c"),
    ],
)
def test_versions_of_a_post_share_their_stem(name: str, bare: str) -> None:
    assert stem(name) == bare
