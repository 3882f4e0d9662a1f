from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.posts import (
    filled,
    post,
    proposed,
    resembling,
    slugged,
    spelt,
    translated_file,
    translation,
    used,
)
from tracker.rules.writing.manuscript import Manuscript, read

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


# --- proposals, words in use, translations ----------------------------------------------------------

WORDS = {
    "検索": "search",
    "二文字": "two-characters",
    "分": "minutes",
    "止めた": "stopped",
    "本": "book",
    "日本語": "japanese",
}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("二文字で引けない検索", "two-characters-search"),
        ("1秒で終わるはずのALTER TABLEで、40分止めた日", "1-alter-table-40-minutes-stopped"),
        ("自分の本棚", ""),
        ("日本と日本語の本", "japanese-book"),
        ("検索と検索", "search"),
        ("縁", ""),
        ("ＳＱＬ", "sql"),
        ("検索" * 40 + "A" * 80, "search"),
    ],
)
def test_a_slug_is_proposed_from_words_that_are_known(title: str, slug: str) -> None:
    assert proposed(title, WORDS) == slug


@given(st.text())
def test_what_is_proposed_is_a_slug(title: str) -> None:
    made = proposed(title, WORDS)
    assert made == slugged(made)


def test_words_in_use_the_most_frequent_first() -> None:
    posts = [written("a, b", "en"), written("b", "en"), written("c", "ja")]
    assert used(posts, "tags", "en") == ("b", "a")
    assert used(posts, "tags", "") == ("b", "a", "c")


def test_a_word_is_spelt_as_before_and_a_mistyped_one_resembles_it() -> None:
    known = ("Databases", "検索")
    assert spelt(" databases ", known) == "Databases"
    assert spelt("new", known) == "new"
    assert (resembling("databses", known), resembling("Databases", known), resembling("new", known)) == (
        "Databases",
        "",
        "",
    )


def written(tags: str, lang: str) -> Manuscript:
    return read("2026/10-a.md", f"Title: A\nTags: {tags}\nLang: {lang}\n\nText.\n", UTC)


def test_a_translation_lies_beside_its_original() -> None:
    one = written("a", "en")
    assert translated_file(one, "ja") == "2026/10-a.ja.md"
    text = translation("{title}|{uid}|{tags}|{text}", one, "", "ja")
    assert text.startswith("A|-ja| a|\n<!--\nText.\n-->")
