from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.rules.leaks.findings import Private, What, key
from tracker.rules.leaks.folding import fold
from tracker.rules.leaks.judge import MANY, candidates, covers

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def private(number: int, text: str) -> Private:
    return Private(f"c{number}", What.MAIL, text, NOW, number)


def runs(texts: list[str], built: list[str]) -> list[tuple[str, str, tuple[int, ...]]]:
    found = candidates([private(n, text) for n, text in enumerate(texts, 1)], map(fold, built))
    return [(one.private.item, one.run, one.built) for one in found]


def test_a_word_that_many_people_use_tells_nothing_of_one_of_them() -> None:
    page = "We left the Rotterdam harbour."
    texts = [f"About the Rotterdam harbour, letter {n}." for n in range(MANY - 1)]
    assert len(runs(texts, [page])) == MANY - 1
    assert runs([*texts, "And the Rotterdam harbour!"], [page]) == []
    assert runs([*texts, "the Rotterdam harbour tribunal"], [f"{page} The Rotterdam harbour tribunal."]) == [
        ("c50", "therotterdamharbourtribunal", (0,))
    ]


def test_what_stands_in_pieces_is_judged_piece_by_piece() -> None:
    text = "Yes, the Rotterdam harbour is for sale to the lowest bidder."
    built = ["the Rotterdam harbour is fine", "harbour is for", "is for sale to the lowest", "nothing"]
    wanted = [("therotterdamharbourisf", (0,)), ("harbourisfor", (1,)), ("isforsaletothelowest", (2,))]
    assert runs([text], built) == [("c1", *each) for each in wanted]


def test_a_run_of_japanese_and_latin_letters_is_cut_at_characters() -> None:
    assert runs(["東京でのKubernetes移行は中止らしい"], ["大阪でのKubernetes移行は中止。"]) == [
        ("c1", "でのkubernetes移行は中止", (0,))
    ]
    assert runs(["à Göteborg ça va, ç"], ["là Göteborg ça va, é"]) == [("c1", "àgöteborgçava", (0,))]


@pytest.mark.parametrize(
    ("other", "run", "expected"),
    [
        ("abcdefghijklmnopqrstuvwxyz", "ghijklmnop", True),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst123", True),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklm1234567890", False),
        ("アメリカへの留学を考える", "アメリカへの留学を考えたい", True),
        ("アメリカへの留学", "長女はアメリカへの留学を取りやめた", False),
    ],
)
def test_a_text_covers_a_run_but_for_a_few_letters(other: str, run: str, *, expected: bool) -> None:
    assert covers(other, run) is expected


def test_a_key_is_bound_to_all_it_is_made_of() -> None:
    given = (b"secret", What.MAIL, "text", "run")
    others = [
        (b"other", *given[1:]),
        (b"secret", What.NOTE, "text", "run"),
        (*given[:2], "t", "run"),
        (*given[:3], "r"),
    ]
    assert len(key(*given)) == 10
    assert len({key(*given), *(key(*other) for other in others)}) == 5
