from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.model import Account, Count, Interaction, Kind, Page, State
from tracker.rules.reconcile import Absences, Changes, Mark, Present, absences, changes, fingerprint

ONE = Interaction(
    "a1",
    Kind.REPLY,
    "tag:mio.example,2026:one",
    account=Account("web", "https://ren.example.org/", "Ren"),
    url="https://ren.example.org/1",
    text="二文字の検索、助かりました。",
    published=datetime(2026, 10, 1, tzinfo=UTC),
)


def known(*, state: State = State.LIVE, **interactions: Interaction) -> dict[str, Mark]:
    return {uid: Mark(fingerprint(one), state) for uid, one in interactions.items()}


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": Kind.MENTION},
        {"title": "Re:"},
        {"text": "二文字の検索、とても助かりました。"},
        {"private": True},
        {"parent": "a0"},
    ],
)
def test_what_a_reader_would_call_an_edit_changes_the_fingerprint(edit: dict[str, object]) -> None:
    assert fingerprint(replace(ONE, **edit)) != fingerprint(ONE)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    "restated",
    [
        {"account": Account("web", "https://ren.example.org/", "Ren S.", photo="https://ren.example.org/2.png")},
        {"published": datetime(2026, 10, 2, tzinfo=UTC)},
        {"url": "https://ren.example.org/1/"},
        {"received": datetime(2026, 10, 2, tzinfo=UTC)},
    ],
)
def test_names_pictures_and_times_are_no_edit(restated: dict[str, object]) -> None:
    assert fingerprint(replace(ONE, **restated)) == fingerprint(ONE)  # type: ignore[arg-type] # fields by name


def test_words_moved_from_title_to_text_are_an_edit() -> None:
    assert fingerprint(replace(ONE, title="a", text="b")) != fingerprint(replace(ONE, title="", text="a\0b"))
    assert fingerprint(replace(ONE, title="ab", text="")) != fingerprint(replace(ONE, title="a", text="b"))


def test_half_a_character_does_not_stop_the_rest() -> None:
    assert fingerprint(replace(ONE, text="\ud83d")) != fingerprint(ONE)


def test_first_sight_is_new() -> None:
    assert changes(Page((ONE,)), {}) == Changes(new=(ONE,))


def test_the_same_again_changes_nothing() -> None:
    assert changes(Page((ONE,)), known(a1=ONE)) == Changes()


def test_another_text_is_an_edit() -> None:
    after = replace(ONE, text="訂正しました。")
    assert changes(Page((after,)), known(a1=ONE)) == Changes(edited=(after,))


@pytest.mark.parametrize("state", [State.MISSING, State.GONE])
def test_seen_again_is_returned(state: State) -> None:
    assert changes(Page((ONE,)), known(state=state, a1=ONE)) == Changes(returned=("a1",))


def test_returned_with_another_text_is_both() -> None:
    after = replace(ONE, text="訂正しました。")
    assert changes(Page((after,)), known(state=State.GONE, a1=ONE)) == Changes(edited=(after,), returned=("a1",))


def test_an_id_twice_in_a_page_counts_once_as_it_came_last() -> None:
    after = replace(ONE, text="訂正しました。")
    assert changes(Page((ONE, after)), {}) == Changes(new=(after,))
    assert changes(Page((after, ONE)), known(a1=ONE)) == Changes()


def test_the_place_says_deleted() -> None:
    page = Page(gone=("a1", "a1", "unheard-of"))
    assert changes(page, known(a1=ONE)) == Changes(gone=("a1",))
    assert changes(page, known(state=State.MISSING, a1=ONE)) == Changes(gone=("a1",))
    assert changes(page, known(state=State.GONE, a1=ONE)) == Changes()


def test_deleted_beats_listed_in_one_page() -> None:
    page = Page((ONE,), gone=("a1",))
    assert changes(page, {}) == Changes()
    assert changes(page, known(a1=ONE)) == Changes(gone=("a1",))


def present(state: State, kind: Kind = Kind.REPLY, thread: str = "") -> Present:
    return Present(state, kind, thread)


PRESENT = {
    "x": {"a": present(State.LIVE), "b": present(State.MISSING), "c": present(State.LIVE)},
    "y": {"d": present(State.LIVE)},
}
TWO_THREADS = {
    "x": {
        "a": present(State.LIVE, Kind.REPLY, "one"),
        "b": present(State.LIVE, Kind.LIKE, "one"),
        "c": present(State.LIVE, Kind.REPLY, "two"),
    }
}
REPLIES, LIKES = (Kind.REPLY, Kind.QUOTE), (Kind.LIKE,)


def test_a_complete_walk_makes_missing_then_gone() -> None:
    assert absences({"x": {"c"}}, [Count("x", 1, 1)], PRESENT) == Absences(missing=("a",), gone=("b",))


def test_an_article_without_a_single_answer_left_can_be_proved_too() -> None:
    assert absences({}, [Count("y", 0, 0)], PRESENT) == Absences(missing=("d",))


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [Count("x", 1, 2)],
        [Count("x", 1)],
        [Count("x", 1, 1), Count("x", 3, 4)],
        [Count("x", 3, 4), Count("x", 1, 1)],
    ],
)
def test_a_partial_walk_proves_nothing(counts: list[Count]) -> None:
    assert absences({"x": set()}, counts, PRESENT) == Absences()


def test_one_article_proves_nothing_about_another() -> None:
    assert absences({}, [Count("y", 0, 0), Count("x", 0, 9)], PRESENT) == Absences(missing=("d",))


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ([Count("x", 0, 0, thread="one")], ("a", "b")),
        ([Count("x", 0, 0, thread="one", kinds=REPLIES)], ("a",)),
        ([Count("x", 0, 0, kinds=REPLIES)], ("a", "c")),
        ([Count("x", 0, 0, thread="one", kinds=REPLIES), Count("x", 0, 5, thread="one", kinds=LIKES)], ("a",)),
        ([Count("x", 0, 0, thread="one"), Count("x", 0, 5, thread="two")], ("a", "b")),
        ([Count("x", 0, 0), Count("x", 0, 5, thread="two")], ("a", "b")),
        ([Count("x", 0, 5), Count("x", 0, 0, thread="two")], ()),
        ([Count("x", 0, 0, thread="three")], ()),
    ],
)
def test_a_count_proves_something_about_what_it_covers(counts: list[Count], missing: tuple[str, ...]) -> None:
    assert absences({}, counts, TWO_THREADS) == Absences(missing=missing)
