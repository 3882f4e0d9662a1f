from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.places import ARTICLES, NOW, heard, said
from tracker.errors import NoSuchInteraction, NothingToAnswer
from tracker.model import Kind
from tracker.rules.sheets import unsheet
from tracker.verbs import people
from tracker.verbs.draft import begin, drafts, keep, sheet_file

if TYPE_CHECKING:
    from tracker.ledger import Ledger

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    heard(
        ledger,
        said("1", "二文字の検索、助かりました。索引はどのくらいの大きさですか？", by="aoi", url=""),
        said("2", "Does it work in Korean? And how large is the index?", by="ben", private=True),
        said("3", "", kind=Kind.LIKE),
        said("4", "👍"),
    )
    return ledger


def test_it_begins_with_their_words_in_their_language(asked: Ledger) -> None:
    japanese, english = begin(asked, "c1", NOW), begin(asked, "2", NOW)
    assert (japanese.draft.lang, english.draft.lang) == ("ja", "en")
    assert "> " in japanese.draft.text
    assert "索引はどのくらいの大きさですか？" in japanese.draft.text
    labels = [slot.label for slot in english.slots]
    assert labels[:2] == ["A1: Does it work in Korean?", "A2: And how large is the index?"]
    assert (english.person, english.article, english.outdated) == ("ben", ARTICLES[0].title, False)


def test_words_that_tell_no_language_are_answered_in_that_of_the_article(asked: Ledger) -> None:
    assert begin(asked, "c4", NOW).draft.lang == ARTICLES[0].lang == "ja"


def test_the_author_calls_them_what_they_call_them(asked: Ledger) -> None:
    people.rename(asked, "p1", "佐倉さん", NOW)
    reply = begin(asked, "c1", NOW)
    assert reply.person == "佐倉さん"
    assert reply.draft.text.startswith("佐倉さん")


def test_it_is_begun_once_and_kept(asked: Ledger) -> None:
    first = begin(asked, "c1", NOW)
    kept = keep(asked, first, "ありがとうございます。71MBです。", LATER)
    assert kept.slots == ()
    assert begin(asked, "c1", LATER).draft == kept.draft
    assert [one.draft for one in drafts(asked)] == [kept.draft]
    assert begin(asked, "c1", LATER, afresh=True).draft.text == first.draft.text


def test_the_last_one_worked_on_comes_first(asked: Ledger) -> None:
    for number in ("c1", "c2"):
        begin(asked, number, NOW)
    keep(asked, begin(asked, "c1", NOW), "Done.", LATER)
    assert [one.answers.number for one in drafts(asked)] == [1, 2]


def test_an_edit_makes_it_outdated_until_it_is_kept_again(asked: Ledger) -> None:
    begin(asked, "c2", NOW)
    heard(asked, said("2", "Does it work in Thai?", by="ben", private=True))
    reply = begin(asked, "c2", LATER)
    assert reply.outdated
    assert "Thai" in reply.sheet
    assert not keep(asked, reply, "It does.", LATER).outdated
    assert not begin(asked, "c2", LATER).outdated


def test_the_sheet_holds_what_is_answered_and_gives_the_draft_back(asked: Ledger) -> None:
    reply = begin(asked, "c2", NOW)
    for part in ("ben", ARTICLES[0].title, "https://place.example/2", "And how large is the index?", "in private"):
        assert part in reply.sheet
    assert unsheet(reply.sheet) == reply.draft.text


def test_the_editors_file_is_as_private_as_the_ledger(asked: Ledger) -> None:
    file = sheet_file(asked.path, begin(asked, "c1", NOW))
    assert file == asked.path.parent / "drafts" / "test-c1.md"
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert sheet_file(asked.path, begin(asked, "c2", NOW)) != file


@pytest.mark.parametrize(
    ("number", "error"), [("c3", NothingToAnswer), ("c9", NoSuchInteraction), ("x", NoSuchInteraction)]
)
def test_there_is_nothing_to_answer(number: str, error: type[Exception], asked: Ledger) -> None:
    with pytest.raises(error, match=number):
        begin(asked, number, NOW)
    assert drafts(asked) == ()
