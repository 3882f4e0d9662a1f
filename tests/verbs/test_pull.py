from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import ARTICLES, NOW, QUEUE, SEARCH, Place, Square, connect, said
from tracker.errors import Unreachable
from tracker.ledger import Ledger
from tracker.model import Account, Announcement, Claim, Count, Kind, Page, State, Validator
from tracker.rules.owner import Owner
from tracker.verbs import people
from tracker.verbs.pull import Kept, Outcome, Pull, Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from threading import Event

    from tracker.sources import Source


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "test.db") as opened:
        yield opened


def pulled(ledger: Ledger, *pages: Page, full: bool = False, until: int | None = None) -> Outcome:
    return many(ledger, Place(pages, until), full=full)[0]


def many(ledger: Ledger, *sources: Source, full: bool = False) -> tuple[Outcome, ...]:
    return Pull(ledger, connect, lambda: NOW)(Request({one.name: one for one in sources}, ARTICLES, full=full))


def whole(*ids: str, text: str = "Does it work in Japanese?") -> Page:
    """A complete walk over one article."""
    return Page(tuple(said(one, text) for one in ids), counts=(Count(SEARCH, len(ids), len(ids)),))


def exported(ledger: Ledger) -> str:
    return json.dumps(list(ledger.export()), sort_keys=True)


def test_what_is_new_is_kept(ledger: Ledger) -> None:
    assert pulled(ledger, whole("1", "2")) == Outcome("place", new=2)
    assert [one.interaction.id for one in ledger.interactions.by_article(SEARCH)] == ["1", "2"]


def test_a_second_pull_brings_nothing_new(ledger: Ledger) -> None:
    pulled(ledger, whole("1", "2"))
    before = exported(ledger)
    assert pulled(ledger, whole("1", "2")) == Outcome("place")
    assert exported(ledger) == before


def test_an_edit_keeps_the_old_text(ledger: Ledger) -> None:
    pulled(ledger, whole("1", text="Does it wrok?"))
    assert pulled(ledger, whole("1", text="Does it work?")).edited == 1
    one = ledger.interactions.by_article(SEARCH)[0]
    assert one.interaction.text == "Does it work?"
    assert [version.text for version in ledger.interactions.versions(one.number)] == ["Does it wrok?"]


def test_gone_needs_two_complete_walks(ledger: Ledger) -> None:
    pulled(ledger, whole("1", "2"))
    first = pulled(ledger, whole("1"))
    assert (first.missing, first.gone) == (1, 0)
    second = pulled(ledger, whole("1"))
    assert (second.missing, second.gone) == (0, 1)
    assert pulled(ledger, whole("1", "2")).returned == 1


@pytest.mark.parametrize(
    "counts",
    [(), (Count(SEARCH, 1, 74, "a token would show more"),), (Count(SEARCH, 1),), (Count(QUEUE, 0, 0),)],
    ids=["no count", "fewer than claimed", "no claim", "another article"],
)
def test_a_partial_walk_proves_nothing(ledger: Ledger, counts: tuple[Count, ...]) -> None:
    pulled(ledger, whole("1", "2"))
    for _time in range(3):
        outcome = pulled(ledger, Page((said("1"),), counts=counts))
        assert (outcome.missing, outcome.gone) == (0, 0)


def test_a_walk_that_failed_proves_nothing(ledger: Ledger) -> None:
    pulled(ledger, whole("1", "2"))
    for _time in range(3):
        outcome = pulled(ledger, whole("1"), Page(), until=1)
        assert isinstance(outcome.error, Unreachable)
        assert (outcome.missing, outcome.gone, outcome.complete) == (0, 0, False)


def test_the_place_itself_may_say_gone(ledger: Ledger) -> None:
    pulled(ledger, whole("1", "2"))
    assert pulled(ledger, Page(gone=("2", "never seen"))).gone == 1
    assert ledger.interactions.by_article(SEARCH)[1].state is State.GONE


def test_partial_says_why(ledger: Ledger) -> None:
    page = Page((said("1"),), counts=(Count(SEARCH, 59, 74, "a token would show more"), Count(QUEUE, 0, 0)))
    outcome = pulled(ledger, page)
    assert not outcome.complete
    assert outcome.why == "59 of 74 seen: a token would show more"
    assert pulled(ledger, Page(counts=(Count(SEARCH, 1, 2),))).why == "1 of 2 seen"


def test_problems_cost_only_themselves(ledger: Ledger) -> None:
    outcome = pulled(ledger, Page((said("1"),), problems=("item 2 has no author",)))
    assert outcome == Outcome("place", new=1, problems=("item 2 has no author",))


def test_doubt_makes_the_next_pull_a_full_one(ledger: Ledger) -> None:
    stream = (Page((said("1"),), cursor="0"), Page((said("2"),), cursor="1"))
    pulled(ledger, *stream)
    assert ledger.cursors.get("place") == "1"
    everything = (Count(SEARCH, 1, 1),)
    assert pulled(ledger, Page((said("1"),), cursor="0", counts=everything), full=True).missing == 1
    assert pulled(ledger, Page((said("1"),), cursor="0", counts=everything)).gone == 1


def test_a_cursor_goes_on_and_full_begins_again(ledger: Ledger) -> None:
    stream = (Page((said("1"),), cursor="0"), Page((said("2"),), cursor="1"))
    pulled(ledger, *stream)
    edited = (Page((said("1", "Edited?"),), cursor="0"), stream[1], Page((said("3"),), cursor="2"))
    assert pulled(ledger, *edited) == Outcome("place", new=1)
    assert pulled(ledger, *edited, full=True) == Outcome("place", edited=1)


def test_one_failing_source_stops_nothing(ledger: Ledger) -> None:
    class Other(Place):
        name = "other"

    outcomes = {one.source: one for one in many(ledger, Place((whole("1"),), 0), Other((whole("2"),)))}
    assert isinstance(outcomes["place"].error, Unreachable)
    assert outcomes["other"].new == 1


def test_a_bug_is_not_swallowed(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        many(ledger, Place((whole("1"), Page()), 1, bug=True))
    assert len(ledger.interactions.by_article(SEARCH)) == 1


def test_history_is_recorded(ledger: Ledger) -> None:
    pulled(ledger, whole("1"))
    pulled(ledger, Page(), until=0)
    last = ledger.pulls.last("place")
    assert last is not None
    assert "place.example" in last.error
    complete = ledger.pulls.last_complete("place")
    assert complete is not None
    assert complete.new == 1
    assert ledger.pulls.failing_since("place") == NOW
    pulled(ledger, whole("1"))
    assert ledger.pulls.failing_since("place") is None


def test_progress_is_told(ledger: Ledger) -> None:
    told: list[tuple[str, int]] = []
    pull = Pull(ledger, connect, lambda: NOW, lambda source, count: told.append((source, count)))
    pull(Request({"place": Place((whole("1", "2"), whole("3")))}, ARTICLES))
    assert told == [("place", 2), ("place", 3)]


def test_an_interrupted_pull_stops_its_threads_and_keeps_what_is_stored(ledger: Ledger) -> None:
    def interrupt(_source: str, count: int) -> None:
        if count == 2:
            raise KeyboardInterrupt

    stopped: list[Event] = []

    def watched(kept: Kept, stop: Event) -> object:
        stopped.append(stop)
        return connect(kept, stop)

    endless = tuple(Page((said(str(n)),), cursor=str(n)) for n in range(50))
    with pytest.raises(KeyboardInterrupt):
        Pull(ledger, watched, lambda: NOW, interrupt)(Request({"place": Place(endless)}, ARTICLES))  # type: ignore[arg-type] # a session nobody uses
    assert stopped[0].is_set()
    assert len(ledger.interactions.by_article(SEARCH)) == 2
    assert ledger.cursors.get("place") == "1"
    assert pulled(ledger, *endless).new == 48


def test_validators_are_kept_with_their_page() -> None:
    kept = Kept({"https://a.example/": Validator("old")})
    kept.put("https://b.example/", Validator("new"))
    assert kept.get("https://a.example/") == Validator("old")
    assert kept.get("https://b.example/") is None
    assert kept.drain() == {"https://b.example/": Validator("new")}
    assert kept.drain() == {}


PAGES = st.lists(st.lists(st.integers(0, 12), max_size=4, unique=True), min_size=1, max_size=6)


def paged(numbers: list[list[int]]) -> tuple[Page, ...]:
    return tuple(
        Page(tuple(said(str(one), f"Word {one}?", by=f"reader{one % 4}") for one in page), cursor=str(number))
        for number, page in enumerate(numbers)
    )


def after(*runs: tuple[tuple[Page, ...], int | None]) -> str:
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "test.db") as fresh:
        for pages, until in runs:
            many(fresh, Place(pages, until))
        return exported(fresh)


@settings(max_examples=25, deadline=None)
@given(PAGES, st.data())
def test_cut_anywhere_and_resumed_is_as_if_never_cut(numbers: list[list[int]], data: st.DataObject) -> None:
    pages = paged(numbers)
    cut = data.draw(st.integers(0, len(pages)))
    assert after((pages, cut), (pages, None)) == after((pages, None))


@settings(max_examples=25, deadline=None)
@given(PAGES)
def test_pulling_twice_changes_nothing(numbers: list[list[int]]) -> None:
    pages = paged(numbers)
    assert after((pages, None), (pages, None)) == after((pages, None))


@settings(max_examples=25, deadline=None)
@given(PAGES, st.randoms(use_true_random=False))
def test_the_order_of_pages_does_not_matter(numbers: list[list[int]], chance: object) -> None:
    pages = [replace(page, cursor=None) for page in paged(numbers)]
    shuffled = list(pages)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis's Random
    assert after((tuple(shuffled), None)) == after((tuple(pages), None))


def test_a_later_answer_does_not_change_who_spoke_first(ledger: Ledger) -> None:
    pulled(ledger, Page((said("1", by="aoi"), said("2", by="ben", kind=Kind.LIKE, text=""))))
    pulled(ledger, Page((said("3", by="aoi", published=NOW - timedelta(days=30)),)))
    rows = ledger.interactions.totals()
    assert sorted((row.kind.word, row.count) for row in rows) == [("like", 1), ("reply", 2)]


PUBLIC = Account("square", "sora", "空", url="https://square.example/@sora")
SHY = Account("square", "shy", opted_out=True)


def again(ledger: Ledger, square: Square, now: datetime, **more: object) -> Outcome:
    articles = [replace(ARTICLES[0], published=NOW - timedelta(days=2)), ARTICLES[1]]
    request = Request({"square": square}, articles, **more)  # type: ignore[arg-type]  # fields of a request
    return Pull(ledger, connect, lambda: now)(request)[0]


def test_young_articles_are_asked_about_often_and_old_ones_seldom(ledger: Ledger) -> None:
    square = Square()
    later = [again(ledger, square, NOW + after).later for after in (timedelta(), *map(hours, (0.1, 1, 24)))]
    assert square.handed == [(SEARCH, QUEUE), (), (SEARCH,), (SEARCH, QUEUE)]
    assert later == [0, 2, 1, 0]
    again(ledger, square, NOW + hours(24.1), every=True)
    again(ledger, square, NOW + hours(24.2), full=True)
    assert square.handed[-2:] == [(SEARCH, QUEUE), (SEARCH, QUEUE)]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_a_walk_that_failed_is_no_reason_to_wait(ledger: Ledger) -> None:
    square = Square((Page(counts=(Count(QUEUE, 1, 1),)), Page()), until=1)
    assert again(ledger, square, NOW).error
    again(ledger, square, NOW + hours(0.1))
    assert square.handed[-1] == (SEARCH,)  # the other one was read to its end


def test_doubt_asks_about_every_article_again(ledger: Ledger) -> None:
    square = Square((whole("1", "2"),))
    again(ledger, square, NOW)
    fewer = Square((whole("1"),))
    assert again(ledger, fewer, NOW + hours(1)).missing == 1
    outcome = again(ledger, fewer, NOW + hours(1.1))
    assert (fewer.handed[-1], outcome.gone) == ((SEARCH, QUEUE), 1)


def test_who_asked_not_to_be_collected_is_counted_and_not_kept(ledger: Ledger) -> None:
    like = said("2", "", kind=Kind.LIKE, account=SHY)
    page = Page((said("1", account=SHY), like, said("3", account=PUBLIC)), counts=(Count(SEARCH, 3, 3),))
    outcome = again(ledger, Square((page,)), NOW)
    assert (outcome.new, outcome.withheld) == (1, 2)
    assert [one.interaction.id for one in ledger.interactions.by_article(SEARCH)] == ["3"]
    assert ledger.accounts.find("square", "shy") is None
    assert ledger.walks.withheld() == {SEARCH: {Kind.REPLY: 1, Kind.LIKE: 1}}


def test_who_asks_it_later_is_erased(ledger: Ledger) -> None:
    again(ledger, Square((Page((said("1", account=replace(SHY, opted_out=False)),)),)), NOW)
    assert ledger.accounts.find("square", "shy")
    again(ledger, Square((Page((said("1", account=SHY),)),)), NOW, every=True)
    assert ledger.accounts.find("square", "shy") is None
    assert ledger.interactions.by_article(SEARCH) == []


def test_the_author_is_kept_whatever_she_asks(ledger: Ledger) -> None:
    page = Page((said("1", account=SHY),))
    assert again(ledger, Square((page,)), NOW, owns=lambda account: account.id == "shy").new == 1


def test_a_partial_walk_is_remembered_and_nothing_is_gone(ledger: Ledger) -> None:
    again(ledger, Square((whole(*map(str, range(74))),)), NOW)
    short = Page(tuple(said(str(n)) for n in range(59)), counts=(Count(SEARCH, 59, 74, "a token would show more"),))
    outcome = again(ledger, Square((short,)), NOW, every=True)
    assert (outcome.complete, outcome.missing, outcome.gone) == (False, 0, 0)
    assert outcome.why == "59 of 74 seen: a token would show more"
    (walked,) = (one for one in ledger.walks.all() if one.article == SEARCH)
    assert (walked.seen, walked.claimed, walked.why, walked.is_partial) == (59, 74, "a token would show more", True)


def test_who_announces_an_article_in_its_own_front_matter_is_the_author(ledger: Ledger) -> None:
    post = "https://square.example/@mio/109501234"
    mio = Account("square", "mio", url="https://square.example/@mio")
    article = replace(ARTICLES[0], syndication=(post,))
    page = Page((said("1", kind=Kind.MENTION, url=post, account=mio), said("2", account=PUBLIC)))
    Pull(ledger, connect, lambda: NOW)(Request({"square": Square((page,))}, [article]))
    owner = Owner(site="https://mio.example/")
    owned = {one.id for one in ledger.accounts.all().values() if owner.owns(one)}
    assert owned == {"mio"}


def test_what_somebody_typed_as_announcement_makes_nobody_the_author(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    post = "https://square.example/@friend/109501234"
    ledger.announcements.say(Announcement(SEARCH, post), NOW)
    page = Page((said("1", kind=Kind.MENTION, url=post, account=PUBLIC),))
    again(ledger, Square((page,)), NOW)
    owner = Owner(site="https://mio.example/")
    assert not any(owner.owns(one) for one in ledger.accounts.all().values())


def test_accounts_that_are_proved_to_be_one_person_are_tied_at_the_end(ledger: Ledger) -> None:
    sora = replace(PUBLIC, claims=(Claim("acct", "sora@square.example", "native"),))
    bridged = Account("bluesky", "did:plc:sora", claims=(Claim("acct", "sora@square.example", "bridge"),))
    page = Page((said("1", account=sora), said("2", account=bridged), said("3")))
    again(ledger, Square((page,)), NOW)
    (link,) = ledger.links.active()
    assert (link.by, link.why) == ("bridge", "profile fediverse:sora@square.example")
    assert ledger.contacts.get(1).accounts == (sora, bridged)
    people.split(ledger, "p1", "p2", NOW)
    again(ledger, Square((page,)), NOW, every=True)
    assert ledger.links.active() == ()  # what a human parted stays apart


def test_words_of_what_is_gone_are_forgotten_in_time(ledger: Ledger) -> None:
    again(ledger, Square((whole("1"),)), NOW)
    again(ledger, Square((Page(gone=("1",)),)), NOW, every=True)
    again(ledger, Square(), NOW + timedelta(days=91), forget_after=90)
    gone = ledger.interactions.get(1)
    assert (gone.state, gone.interaction.text) == (State.GONE, "")
