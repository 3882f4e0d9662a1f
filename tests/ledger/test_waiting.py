from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import AOI, MIO, NOW, QUIET, REN, SEARCH, later, like, reply, store
from tracker.errors import NoSuchInteraction
from tracker.model import Kind
from tracker.rules.reconcile import Absences

if TYPE_CHECKING:
    from tracker.ledger import Ledger

QUESTION = reply("q", REN, "二文字でも動きますか？", thread="t", published=later(0))
ANSWER = reply("a", MIO, "動きます。", thread="t", parent="q", published=later(5))


def waits(ledger: Ledger, minutes: float = 60, article: str | None = None) -> list[str]:
    mio = ledger.accounts.find(*MIO.key)
    found = ledger.interactions.waiting({mio} if mio else set(), later(minutes), article)
    counts = ledger.interactions.waiting_counts({mio} if mio else set(), later(minutes))
    if article is None:
        assert sum(counts.values()) >= len(found)
        assert set(counts) >= {(one.interaction.article, one.account) for one in found}
    return [one.interaction.id for one in found]


@pytest.mark.parametrize("kind", Kind)
def test_words_wait_and_gestures_do_not(ledger: Ledger, kind: Kind) -> None:
    store(ledger, "webmention", replace(QUESTION, kind=kind), replace(QUESTION, id="bare", kind=kind, text=""))
    expected = ["q"] if kind in {Kind.REPLY, Kind.MENTION, Kind.QUOTE, Kind.MAIL} else []
    assert waits(ledger) == expected


def test_the_oldest_waits_first_and_nobody_in_particular_waits_too(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("2", None, published=later(2)), reply("1", published=later(1)), like("0"))
    assert waits(ledger) == ["1", "2"]


def test_the_author_does_not_wait_for_the_author(ledger: Ledger) -> None:
    store(ledger, "hackernews", reply("1", MIO))
    assert waits(ledger) == []


def test_a_later_word_of_the_author_in_the_thread_answers(ledger: Ledger) -> None:
    store(ledger, "hackernews", QUESTION)
    assert waits(ledger) == ["q"]
    store(ledger, "hackernews", replace(ANSWER, parent=""))
    assert waits(ledger) == []


@pytest.mark.parametrize(
    "word",
    [
        replace(ANSWER, parent="", published=later(-5)),
        replace(ANSWER, thread="another", parent="q"),
        replace(ANSWER, thread="", parent=""),
        replace(ANSWER, account=AOI),
        replace(ANSWER, kind=Kind.REACTION, text="", title="👍"),
    ],
)
def test_an_earlier_word_another_thread_or_another_person_does_not(ledger: Ledger, word: object) -> None:
    store(ledger, "hackernews", QUESTION, word)  # type: ignore[arg-type] # parametrize forgets the type
    assert "q" in waits(ledger)


def test_a_word_without_a_thread_is_not_answered_by_another_one(ledger: Ledger) -> None:
    store(ledger, "hackernews", replace(QUESTION, thread=""), replace(ANSWER, thread="", parent=""))
    assert waits(ledger) == ["q"]


def test_a_thread_of_the_same_name_elsewhere_does_not(ledger: Ledger) -> None:
    store(ledger, "hackernews", QUESTION)
    store(ledger, "hatena", ANSWER)
    assert waits(ledger) == ["q"]


def test_a_direct_answer_counts_even_when_the_clock_says_it_was_first(ledger: Ledger) -> None:
    store(ledger, "hackernews", QUESTION, replace(ANSWER, published=later(0), precision="minute"))
    assert waits(ledger) == []


def test_answering_one_of_many_below_an_announcement_leaves_the_others_waiting(ledger: Ledger) -> None:
    others = [reply(f"r{n}", AOI, "こちらも？", thread="t", parent="t", published=later(-n)) for n in range(1, 4)]
    store(ledger, "mastodon", replace(QUESTION, parent="t"), *others, ANSWER)
    assert waits(ledger) == ["r3", "r2", "r1"]


def test_an_answer_settles_what_its_parent_answered_in_turn(ledger: Ledger) -> None:
    first = reply("first", AOI, "動きますか？", thread="t", published=later(-9))
    beside = reply("beside", AOI, "私も知りたい。", thread="t", parent="first", published=later(-8))
    store(ledger, "mastodon", first, beside, replace(QUESTION, parent="first"), ANSWER)
    assert waits(ledger) == ["beside"]


def test_what_is_said_after_an_answer_waits_again(ledger: Ledger) -> None:
    store(
        ledger,
        "mastodon",
        QUESTION,
        ANSWER,
        reply("more", REN, "では三文字は？", thread="t", parent="a", published=later(9)),
    )
    assert waits(ledger) == ["more"]


def test_the_author_going_on_below_her_own_post_answers_nobody(ledger: Ledger) -> None:
    announcement = reply("t", MIO, "書きました。", thread="t", published=later(-10))
    more = reply("t2", MIO, "続きです。", thread="t", parent="t", published=later(10))
    store(ledger, "mastodon", announcement, replace(QUESTION, parent="t"), more)
    assert waits(ledger) == ["q"]


def test_an_answer_that_is_gone_answers_nothing(ledger: Ledger) -> None:
    store(ledger, "hackernews", QUESTION, ANSWER)
    ledger.interactions.mark_absent("hackernews", Absences(gone=("a",)), NOW)
    assert waits(ledger) == ["q"]


def test_what_is_gone_waits_no_longer_and_what_is_missing_does(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"), reply("2"))
    ledger.interactions.mark_absent("webmention", Absences(missing=("1",), gone=("2",)), NOW)
    assert waits(ledger) == ["1"]


COPY = "https://ren.example.org/2026/q"


def test_copies_wait_once(ledger: Ledger) -> None:
    store(
        ledger,
        "webmention",
        replace(QUESTION, url=COPY, thread=""),
        replace(QUESTION, id="q2", url=COPY + "/", thread=""),
    )
    assert waits(ledger) == ["q"]


def test_one_showing_answered_or_settled_answers_its_copies(ledger: Ledger) -> None:
    store(ledger, "webmention", replace(QUESTION, url=COPY, thread=""))
    store(ledger, "hackernews", replace(QUESTION, id="hn", url=COPY))
    assert waits(ledger) == ["q"]
    store(ledger, "hackernews", replace(ANSWER, parent="hn"))
    assert waits(ledger) == []


def test_done_is_done_until_it_is_edited(ledger: Ledger) -> None:
    store(ledger, "webmention", QUESTION)
    ledger.triage.done(1, NOW)
    assert waits(ledger) == []
    store(ledger, "webmention", replace(QUESTION, text="一文字でも？"))
    assert waits(ledger) == ["q"]


def test_later_comes_back_in_time(ledger: Ledger) -> None:
    store(ledger, "webmention", QUESTION)
    ledger.triage.later(1, later(30), NOW)
    assert waits(ledger, minutes=29) == []
    assert waits(ledger, minutes=30) == ["q"]


def test_done_after_later_and_taken_back(ledger: Ledger) -> None:
    store(ledger, "webmention", QUESTION)
    ledger.triage.later(1, later(30), NOW)
    ledger.triage.done(1, later(1))
    assert waits(ledger) == []
    said = ledger.triage.find(1)
    assert said
    assert (said.done, said.until, said.at) == (True, None, later(1))
    assert ledger.triage.clear(1)
    assert waits(ledger) == ["q"]
    assert not ledger.triage.clear(1)
    assert ledger.triage.find(1) is None


def test_triage_of_a_number_nobody_has(ledger: Ledger) -> None:
    with pytest.raises(NoSuchInteraction, match="c9"):
        ledger.triage.done(9, NOW)
    with pytest.raises(NoSuchInteraction, match="c9"):
        ledger.triage.later(9, later(1), NOW)


def test_one_article_alone(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"), reply("2", article=QUIET.uid))
    assert waits(ledger, article=QUIET.uid) == ["2"]
    assert waits(ledger, article=SEARCH.uid) == ["1"]
