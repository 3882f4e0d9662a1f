from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import AOI, MIO, NOW, QUIET, REN, SEARCH, later, like, reply, store
from tracker.errors import NoSuchArticle, NoSuchInteraction
from tracker.model import Interaction, Kind, State
from tracker.rules.reconcile import Absences, Changes, Mark, Present, fingerprint

if TYPE_CHECKING:
    from tracker.ledger import Ledger

JAPANESE = "ｶﾀｶﾅ、㍻、葛󠄀城市、👩🏽‍💻、“引用”、\u3000全角\n二行目\tタブ も"


def states(ledger: Ledger) -> dict[str, State]:
    return {one.interaction.id: one.state for one in ledger.interactions.by_article(SEARCH.uid)}


@pytest.mark.parametrize(
    "one",
    [
        reply("1", text=JAPANESE, title=JAPANESE, lang="ja", thread="t", parent="0", precision="minute", received=NOW),
        reply("1", None, private=True, url="https://ren.example.org/1", target=SEARCH.url),
        like("1", AOI, published=None),
        *(reply("1", kind=kind) for kind in Kind),
    ],
)
def test_all_that_was_said_survives(ledger: Ledger, one: Interaction) -> None:
    store(ledger, "webmention", one)
    (known,) = ledger.interactions.by_article(SEARCH.uid)
    assert known.interaction == one
    assert (known.number, known.source, known.state, known.first_seen) == (1, "webmention", State.LIVE, NOW)
    assert (known.account, known.person) == ((1, 1) if one.account else (0, 0))


def test_marks_are_what_a_page_is_compared_with(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"), reply("二"))
    assert ledger.interactions.marks("webmention", ["1", "二", "3"]) == {
        "1": Mark(fingerprint(reply("1")), State.LIVE),
        "二": Mark(fingerprint(reply("二")), State.LIVE),
    }
    assert ledger.interactions.marks("hatena", ["1"]) == {}
    assert ledger.interactions.marks("webmention", []) == {}


def test_the_same_changes_again_change_nothing(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"), reply("2"))
    edit = Changes(new=(reply("3"),), edited=(reply("1", text="直しました。"),), returned=("2",), gone=("2",))
    ledger.interactions.apply("webmention", edit, later(1))
    before = list(ledger.export())
    ledger.interactions.apply("webmention", edit, later(2))
    assert list(ledger.export()) == before


def test_an_edit_keeps_what_was_there(ledger: Ledger) -> None:
    first, second, third = (reply("1", text=text) for text in ("一", "二", "三"))
    for minute, one in enumerate((first, second, replace(third, title="題", kind=Kind.MENTION))):
        store(ledger, "webmention", one, at=later(minute))
    versions = ledger.interactions.versions(1)
    assert [(one.text, one.kind, one.until) for one in versions] == [
        ("一", Kind.REPLY, later(1)),
        ("二", Kind.REPLY, later(2)),
    ]
    assert versions[0].fingerprint == fingerprint(first)
    now = ledger.interactions.get(1)
    assert (now.interaction.text, now.interaction.title, now.first_seen) == ("三", "題", NOW)
    assert ledger.interactions.fingerprint(1) == fingerprint(replace(third, title="題", kind=Kind.MENTION))


def test_an_edit_that_no_longer_says_who_or_when_takes_nothing_away(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"))
    store(ledger, "webmention", reply("1", None, text="直しました。", published=None))
    found = ledger.interactions.get(1).interaction
    assert (found.account, found.published) == (REN, reply("1").published)


def test_absent_once_is_missing_twice_is_gone_and_seen_again_is_live(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"))
    assert not ledger.interactions.in_doubt("webmention")
    ledger.interactions.mark_absent("webmention", Absences(missing=("1",)), later(1))
    assert states(ledger) == {"1": State.MISSING}
    assert ledger.interactions.in_doubt("webmention")
    assert not ledger.interactions.in_doubt("hatena")
    assert ledger.interactions.present("webmention", {SEARCH.uid, QUIET.uid}) == {
        SEARCH.uid: {"1": Present(State.MISSING, Kind.REPLY)},
        QUIET.uid: {},
    }
    ledger.interactions.mark_absent("webmention", Absences(gone=("1",)), later(2))
    assert states(ledger) == {"1": State.GONE}
    assert ledger.interactions.present("webmention", {SEARCH.uid}) == {SEARCH.uid: {}}
    store(ledger, "webmention", reply("1"))
    assert states(ledger) == {"1": State.LIVE}


def test_absences_of_one_source_touch_no_other(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"))
    store(ledger, "hatena", reply("1"))
    ledger.interactions.mark_absent("hatena", Absences(missing=("1",)), NOW)
    assert [one.state for one in ledger.interactions.by_article(SEARCH.uid)] == [State.LIVE, State.MISSING]


def test_an_article_nobody_knows_costs_the_page_and_says_which(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"))
    with pytest.raises(NoSuchArticle, match="tag:elsewhere"):
        ledger.interactions.apply("webmention", Changes(new=(reply("2"), reply("3", article="tag:elsewhere"))), NOW)
    assert states(ledger) == {"1": State.LIVE}


def test_a_number_nobody_has(ledger: Ledger) -> None:
    with pytest.raises(NoSuchInteraction, match="c7"):
        ledger.interactions.get(7)
    with pytest.raises(NoSuchInteraction, match="c7"):
        ledger.interactions.fingerprint(7)
    assert ledger.interactions.find("webmention", "7") is None
    assert ledger.interactions.versions(7) == ()


def test_found_by_source_and_id_and_by_people(ledger: Ledger) -> None:
    store(ledger, "hackernews", reply("2", AOI, thread="t", published=later(2)), reply("1", thread="t"), reply("3"))
    store(ledger, "hatena", reply("4", AOI, article=QUIET.uid, thread="t"))
    known = ledger.interactions.find("hackernews", "2")
    assert known
    assert known.interaction.account == AOI
    aoi = ledger.accounts.find("hatena", "aoi_builds")
    assert aoi
    assert {one.interaction.id for one in ledger.interactions.by_accounts([aoi])} == {"2", "4"}


COPY = "https://social.example.net/@ren/9"


def test_what_could_be_shown_is_one_of_several_copies(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1", url=COPY), reply("2", url=COPY + "/"), reply("3", url=COPY, private=True))
    store(ledger, "hackernews", reply("4", url=f"http{COPY[5:]}"), reply("5", article=QUIET.uid, url=COPY))
    assert [one.number for one in ledger.interactions.responses()] == [1, 3, 5]
    assert [one.number for one in ledger.interactions.responses(QUIET.uid)] == [5]
    ledger.interactions.mark_absent("webmention", Absences(gone=("1", "2")), NOW)
    assert [one.number for one in ledger.interactions.responses(SEARCH.uid)] == [3, 4]
    assert ledger.interactions.responses(states=[State.GONE]) == []  # it is still shown elsewhere
    ledger.interactions.mark_absent("hackernews", Absences(gone=("4",)), NOW)
    assert [one.number for one in ledger.interactions.responses(states=[State.GONE])] == [1]


def test_public_counts_leave_out_copies_private_ones_and_the_owner(ledger: Ledger) -> None:
    store(
        ledger,
        "webmention",
        like("1", url=COPY + "#favorited-by-1"),
        like("2", AOI, url=COPY + "#favorited-by-2"),
        like("3", AOI, url=COPY + "#favorited-by-2"),
        like("4", None),
        like("5", private=True),
        like("6", MIO),
        like("7", article=QUIET.uid),
        reply("8"),
        reply("9", MIO),
    )
    mio = ledger.accounts.find("hackernews", "mio")
    assert mio
    assert ledger.interactions.counts([mio]) == {
        SEARCH.uid: {Kind.LIKE: 3, Kind.REPLY: 1},
        QUIET.uid: {Kind.LIKE: 1},
    }
    assert ledger.interactions.counts()[SEARCH.uid] == {Kind.LIKE: 4, Kind.REPLY: 2}
