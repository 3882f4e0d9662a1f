from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Article
from tracker.rules.outgoing import GONE, Entry, Mention, Outcome, Sent, Status, Why, fingerprint, outward
from tracker.rules.telling import file_of, hinders, is_by_address, long_out, plan, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OURS, THEIRS = "https://mio.example/post/", "https://other.example/a"


def row(status: Status = Status.SENT, wanted: str = "f1", told: str | None = "f1", **more: object) -> Sent:
    return Sent(OURS, THEIRS, wanted, told, status, NOW)._replace(**more)  # type: ignore[arg-type]  # fields of Sent


def why(entry: Entry | None, *known: Sent, again: bool = False) -> list[Why]:
    other = Entry("https://mio.example/other/", (), "o")
    return [one.why for one in plan([other, *filter(None, [entry])], known, NOW, again=again)]


SAME, EDITED = Entry(OURS, (THEIRS,), "f1"), Entry(OURS, (THEIRS,), "f2")
UNLINKED, TOMBSTONE = Entry(OURS, (), "f3"), Entry(OURS, gone=True)
AHEAD, OVER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("entry", "known", "told"),
    [
        (SAME, None, [Why.NEW]),
        (SAME, row(), []),
        (EDITED, row(), [Why.CHANGED]),
        (UNLINKED, row(), [Why.REMOVED]),
        (TOMBSTONE, row(), [Why.DELETED]),
        (None, row(), [Why.DELETED]),
        (None, row(wanted=GONE, told=GONE), []),
        (SAME, row(wanted=GONE, told=GONE), [Why.NEW]),
        (SAME, row(Status.REFUSED), []),
        (EDITED, row(Status.REFUSED, told=None), [Why.NEW]),
        (UNLINKED, row(Status.REFUSED, told=None), []),
        (SAME, row(Status.FAILED, told=None, next_try=OVER), [Why.AGAIN]),
        (SAME, row(Status.FAILED, told=None, next_try=AHEAD), []),
        (SAME, row(Status.FAILED, told=None), []),  # given up
        (EDITED, row(Status.FAILED, next_try=AHEAD), [Why.CHANGED]),
        (SAME, row(Status.WAITING, next_try=OVER), [Why.ASK]),
        (SAME, row(Status.WAITING, next_try=AHEAD), []),
        (None, row(Status.WAITING, wanted=GONE, told=GONE, next_try=OVER), [Why.ASK]),
        (SAME, row(Status.NO_ENDPOINT, told=None, next_try=OVER), []),
        (EDITED, row(Status.NO_ENDPOINT, told=None, next_try=AHEAD), []),
        (EDITED, row(Status.NO_ENDPOINT, told=None, next_try=OVER), [Why.NEW]),
        (EDITED, row(Status.ASSUMED), [Why.CHANGED]),
        (SAME, row(Status.UNSAFE, told=None), []),
    ],
)
def test_what_is_due(entry: Entry | None, known: Sent | None, told: list[Why]) -> None:
    """S8, S11, S14."""
    assert why(entry, *filter(None, [known])) == told


@pytest.mark.parametrize(
    ("status", "told"),
    [
        *((status, [Why.AGAIN]) for status in (Status.FAILED, Status.REFUSED, Status.NO_ENDPOINT, Status.UNSAFE)),
        *((status, []) for status in (Status.SENT, Status.ASSUMED)),
    ],
)
def test_again_takes_up_what_did_not_arrive(status: Status, told: list[Why]) -> None:
    assert why(SAME, row(status, next_try=AHEAD), again=True) == told


def test_every_status_is_one_that_a_row_can_have() -> None:
    known = {Status.SENT, Status.WAITING, Status.NO_ENDPOINT, Status.REFUSED, Status.FAILED, Status.UNSAFE}
    assert set(Status) == {*known, Status.ASSUMED}


PAGES = st.dictionaries(st.sampled_from("abc"), st.tuples(st.sets(st.sampled_from("xyz")), st.integers(0, 3)))


@given(st.lists(PAGES, min_size=1, max_size=6))
def test_whatever_is_edited_the_receivers_know_the_last_state_and_nothing_is_told_twice(
    editions: Sequence[Mapping[str, tuple[set[str], int]]],
) -> None:
    known: dict[tuple[str, str], Sent] = {}
    heard: dict[tuple[str, str], str] = {}
    for edition in editions:
        entries = [
            Entry(page, tuple(sorted(links)), fingerprint((str(text), *sorted(links))))
            for page, (links, text) in edition.items()
        ]
        for one in plan(entries, known.values(), NOW):
            assert heard.get((one.source, one.target)) != one.fingerprint
            heard[one.source, one.target] = one.fingerprint
            known[one.source, one.target] = record(one, Outcome(Status.SENT), NOW)
        assert plan(entries, known.values(), NOW) == ()
    linked = {(entry.url, link): entry.fingerprint for entry in entries for link in entry.links}
    assert {pair: last for pair, last in heard.items() if last != GONE} == linked


@pytest.mark.parametrize(
    ("mention", "live", "hindered"),
    [
        (SAME, SAME, ""),
        (SAME, UNLINKED, "missing"),
        (SAME, TOMBSTONE, "missing"),
        (GONE, SAME, "present"),
        (GONE, UNLINKED, ""),
        (GONE, TOMBSTONE, ""),
        (GONE, Entry("https://mio.example/moved/", (THEIRS,), "f1"), ""),
        (EDITED, SAME, "old"),
        (EDITED, Entry(OURS, (THEIRS,), "as a network on the way made it"), ""),
    ],
)
def test_what_is_published_decides_whether_it_may_be_told(mention: Entry | str, live: Entry, hindered: str) -> None:
    wanted = mention if isinstance(mention, str) else mention.fingerprint
    before = row() if wanted != "f1" else None
    assert hinders(Mention(OURS, THEIRS, Why.NEW, wanted, before), live) == hindered


@pytest.mark.parametrize(
    ("url", "named_by", "by_address"),
    [
        ("http://127.0.0.1/", "", True),
        ("http://localhost:80/w", "http://localhost/", True),
        ("http://[::1]/", "", True),
        ("http://192.0.2.1/w", "http://192.0.2.1:8000/", True),
        ("http://127.0.0.1/", "https://other.example/", False),
        ("http://localhost/", "http://127.0.0.1/", False),
        ("https://other.example/w", "https://other.example/", False),
        ("http://0x7f.1/", "", False),
        ("no address", "", False),
    ],
)
def test_who_spells_an_address_in_figures(url: str, named_by: str, *, by_address: bool) -> None:
    """S12."""
    assert is_by_address(url, named_by) is by_address


def test_links_that_stay_with_us_are_not_outward() -> None:
    links = ("https://mio.example/other/", "http://MIO.example/", "https://a.example/x#1", "https://a.example/x#2")
    assert outward((*links, "https://sub.mio.example/"), OURS) == ("https://a.example/x#1", "https://sub.mio.example/")


def test_a_fingerprint_tells_apart_where_one_text_ends() -> None:
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert fingerprint(["\ud800"]) != GONE


def test_a_page_of_the_site_is_a_file_of_it() -> None:
    files = {"en/post/index.html", "404.html", "ja/鍵/index.html"}
    assert file_of("https://mio.example/en/post/", files) == "en/post/index.html"
    assert file_of("https://mio.example/blog/en/post/", files) == "en/post/index.html"
    assert file_of("https://mio.example/ja/%E9%8D%B5/", files) == "ja/鍵/index.html"
    assert file_of("https://mio.example/404.html", files) == "404.html"
    assert file_of("https://mio.example/other/", files) == ""
    assert file_of("https://mio.example/", files) == ""


def test_links_are_long_out_when_their_article_was_out_a_month_before_anything_was_told() -> None:
    mention = Mention(OURS, THEIRS, Why.NEW, "f1")

    def is_old(days: int | None, *known: Sent) -> bool:
        out = None if days is None else NOW - timedelta(days=days)
        return long_out([mention], [Article("a", OURS, published=out)], known, NOW) == (mention,)

    assert [is_old(days) for days in (None, 0, 30, 32, 400)] == [False, False, False, True, True]
    elsewhere = row()._replace(source="https://mio.example/other/", tried_at=NOW - timedelta(days=60))
    assert [is_old(days, elsewhere) for days in (32, 90, 92)] == [False, False, True]
    assert not is_old(400, row())
