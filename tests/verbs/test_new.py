from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from tracker.errors import PostExists
from tracker.rules.posts import post
from tracker.verbs.new import new

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=9)))
SITE = "https://mio.example/"


def head(file: Path) -> dict[str, str]:
    """The front matter of a post."""
    lines = file.read_text("utf-8").split("\n\n", 1)[0].splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def test_a_post_asks_for_what_makes_people_answer(tmp_path: Path) -> None:
    file = new(tmp_path, post("What the queue was for", NOW), SITE)
    assert file == tmp_path / "2026" / "11-what-the-queue-was-for.md"
    assert head(file) == {
        "Title": "What the queue was for",
        "Date": "2026-11-22 12:00 +0900",
        "Lang": "en",
        "Slug": "what-the-queue-was-for",
        "Uid": "tag:mio.example,2026:what-the-queue-was-for-en",
        "Tags": "",
        "Summary": "",
        "Status": "draft",
    }
    assert "## A question for you" in file.read_text("utf-8")


def test_in_japanese(tmp_path: Path) -> None:
    file = new(tmp_path, post("二文字で探す", NOW, slug="two-character-search"), SITE)
    assert file.name == "11-two-character-search.md"
    told = head(file)
    assert (told["Title"], told["Lang"], told["Uid"][-3:]) == ("二文字で探す", "ja", "-ja")
    assert "## " in file.read_text("utf-8")


@pytest.mark.parametrize("title", ["A: b # c", "{title} {0} {", "100% 「引用」", "Tags: none"])
def test_any_title_is_one(title: str, tmp_path: Path) -> None:
    assert head(new(tmp_path, post(title, NOW, slug="a"), SITE))["Title"] == title


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = new(tmp_path, post("A", NOW), SITE)
    file.write_text("Weeks of work.", "utf-8")
    with pytest.raises(PostExists, match=file.name):
        new(tmp_path, post("A", NOW), SITE)
    assert file.read_text("utf-8") == "Weeks of work."


def test_a_site_without_an_address(tmp_path: Path) -> None:
    assert head(new(tmp_path, post("A", NOW), ""))["Uid"] == "tag:localhost,2026:a-en"
