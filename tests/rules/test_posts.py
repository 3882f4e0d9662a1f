from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.posts import filled, post, slugged

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What the queue was for", "what-the-queue-was-for"),
        ("  Café & naïve: 2 lessons! ", "cafe-naive-2-lessons"),
        ("ＳＱＬ入門", "sql"),
        ("二文字で探す", ""),
        ("a" * 80, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ],
)
def test_slugs_are_latin_words(text: str, expected: str) -> None:
    assert slugged(text) == expected


def test_a_japanese_title_is_never_transcribed() -> None:
    made = post("二文字で探す", NOW)
    assert (made.slug, made.lang, made.dated) == ("2026-11-22", "ja", True)
    assert made.file == "2026/11-2026-11-22.md"


def test_what_is_said_wins_over_what_follows() -> None:
    made = post("二文字で探す", NOW, slug="Two Characters", lang="en")
    assert (made.slug, made.lang, made.dated) == ("two-characters", "en", False)
    assert made.file == "2026/11-two-characters.md"


def test_the_uid_is_a_tag_uri() -> None:
    assert post("The queue", NOW).uid("https://mio.example/") == "tag:mio.example,2026:the-queue-en"
    assert post("The queue", NOW).uid("") == "tag:localhost,2026:the-queue-en"


def test_an_archetype_is_filled_in() -> None:
    text = filled("{title}|{date}|{slug}|{uid}", post("The queue", NOW), "https://mio.example")
    assert text == "The queue|2026-11-22 09:05 +0900|the-queue|tag:mio.example,2026:the-queue-en"


@given(st.text())
def test_a_slug_is_safe_in_an_address(text: str) -> None:
    made = slugged(text)
    assert made == slugged(made)
    assert all(char.isascii() and (char.isalnum() or char == "-") for char in made)
    assert len(made) <= 60
