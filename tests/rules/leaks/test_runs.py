from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.leaks import runs
from tracker.rules.leaks.runs import LEAST, Part, Shared, encoded

ALPHABETS = st.sampled_from([b"ab", b"abcdefgh", bytes(range(48, 250))])


@st.composite
def texts(draw: st.DrawFn) -> tuple[list[bytes], list[bytes]]:
    """Texts and others, into which pieces of the first are put."""
    letters = st.lists(st.sampled_from(draw(ALPHABETS)), max_size=60).map(bytes)
    ours, others = draw(st.lists(letters, max_size=8)), draw(st.lists(letters, max_size=5))
    for text in ours:
        at, length = draw(st.integers(0, 40)), draw(st.integers(0, 30))
        others.append(draw(letters) + text[at : at + length] + draw(letters))
    return ours, others


def naive(ours: list[bytes], others: list[bytes]) -> list[Part]:
    """What is shared, by looking at each pair."""
    known = {other[at : at + LEAST] for other in others for at in range(len(other) - LEAST + 1)}
    found = []
    for number, text in enumerate(ours):
        begun = None
        for at in range(max(len(text) - LEAST + 2, 1)):
            is_known = text[at : at + LEAST] in known
            if is_known and begun is None:
                begun = at
            elif not is_known and begun is not None:
                found.append(Part(number, begun, at + LEAST - 1))
                begun = None
    return found


@given(texts(), st.integers(1, 200))
def test_what_is_shared_is_found_as_by_looking_at_each_pair(
    given_: tuple[list[bytes], list[bytes]], piece: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "PIECE", piece)
        shared = Shared(*given_)
        parts = list(shared.parts())
        assert parts == naive(*given_)
        whole = list(shared.whole(parts))
    ours, others = given_
    for (number, start, end), having in whole:
        assert having == tuple(n for n, other in enumerate(others) if ours[number][start:end] in other)
        assert having
        for wider in (ours[number][start - 1 : end] if start else b"", ours[number][start : end + 1]):
            assert len(wider) <= end - start or not any(wider in other for other in others)
    for number, start, end in parts:
        inside = [one for one, _ in whole if one.number == number and start <= one.start and one.end <= end]
        assert (inside[0].start, inside[-1].end) == (start, end)


def test_a_run_made_of_two_is_told_as_two() -> None:
    shared = Shared([b"abcdefghijklmnopqrstuvwxyz"], [b"--abcdefghijklmnop--", b"==fghijklmnopqrstuvwxyz=="])
    (part,) = shared.parts()
    assert part == (0, 0, 26)
    assert list(shared.whole([part])) == [((0, 0, 16), (0,)), ((0, 5, 26), (1,))]


def test_nothing_is_shared_across_texts() -> None:
    assert not list(Shared([b"abcdef", b"ghijkl"], [b"abcdefghijkl"]).parts())
    assert not list(Shared([b"abcdefghijkl"], [b"abcdef", b"ghijkl"]).parts())
    assert not list(Shared([], [b"abc"]).parts())
    assert not list(Shared([b"abcdefghijkl"], []).parts())


def test_letters_are_one_byte_and_kana_two() -> None:
    assert (len(encoded("abc")), len(encoded("かなカナ漢")), encoded("\ud800")) == (3, 10, b"?")
