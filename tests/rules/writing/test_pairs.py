from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.rules.writing.texts import JST, post
from tracker.rules.writing.pairs import Changed, pairs, remarks

if TYPE_CHECKING:
    from tracker.rules.writing.manuscript import Manuscript

THEN = datetime(2026, 10, 14, 8, 30, tzinfo=JST)
TEXT = "\n\n".join(f"Paragraph {number}." for number in range(10))
NAMES = {"ja": "Japanese", "en": "English"}


def pair(ja: str = TEXT, en: str = TEXT, **head: str) -> tuple[Manuscript, Manuscript]:
    return (
        post(ja, lang="ja", name="2026/10-a.md", **head),
        post(en, name="2026/10-a.en.md", uid="tag:mio.example,2026:en"),
    )


def about(versions: tuple[Manuscript, ...], **changed: datetime) -> list[tuple[str, str, str]]:
    def when(one: Manuscript) -> Changed | None:
        if one.modified:
            return Changed(one.modified, said=True)
        return Changed(changed.get(one.lang, THEN), said=False)

    found = remarks(versions, when, NAMES.__getitem__, timedelta(days=1))
    return [(name, remark.rule, remark.message) for name, remark in found]


def test_versions_of_one_age_and_length_are_fine() -> None:
    assert about(pair()) == []
    assert about(pair(), ja=THEN + timedelta(hours=20)) == []


def test_the_japanese_is_newer_and_says_so() -> None:
    (found,) = about(pair(modified="2026-11-13 08:30 +0900"))
    assert found == (
        "2026/10-a.en.md",
        "pair-newer",
        "The Japanese version (2026/10-a.md) is newer than this English one.",
    )


def test_it_is_newer_and_has_more_to_say() -> None:
    (found,) = about(pair(en="\n\n".join(TEXT.split("\n\n")[:5])), ja=THEN + timedelta(days=3))
    assert found[1:] == (
        "pair-newer",
        "The Japanese version (2026/10-a.md) is newer than this English one: 5 paragraphs more.",
    )


def test_what_was_only_touched_is_a_note() -> None:
    (found,) = about(pair(), ja=THEN + timedelta(days=3))
    assert found[1] == "pair-touched"


def test_half_a_translation_is_missed_whatever_its_age() -> None:
    (found,) = about(pair(en="Only one."))
    assert found[0] == "2026/10-a.en.md"
    assert found[2] == "It has 1 paragraphs; the Japanese version (2026/10-a.md) has 10."


def test_a_translation_that_is_a_draft_is_not_behind() -> None:
    ja, _en = pair(modified="2026-11-13")
    draft = post("Only one.", name="2026/10-a.en.md", status="draft")
    assert about((ja, draft)) == []


@pytest.mark.parametrize("other", [{"slug": "other"}, {"lang": ""}])
def test_what_is_no_pair(other: dict[str, str]) -> None:
    assert pairs((post(lang="ja"), post(**other))) == ()


def test_pairs_are_found_by_slug() -> None:
    ja, en = pair()
    assert pairs((ja, en, post(slug="b"))) == ((ja, en),)
