from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.model import Decision, Scope, Verdict
from tracker.rules.moderation import Subject, edited_since, verdict

AT = datetime(2026, 11, 1, tzinfo=UTC)
SUBJECT = Subject(12, 3, "social.example", "aa", private=False)
HELD, APPROVED, HIDDEN = Verdict.HELD, Verdict.APPROVED, Verdict.HIDDEN


def decided(*told: tuple[Scope, str, Verdict]) -> dict[tuple[Scope, str], Decision]:
    return {
        (scope, key): Decision(scope, key, said, "aa" if scope is Scope.ITEM else "", AT) for scope, key, said in told
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), HELD),
        (((Scope.ITEM, "12", APPROVED),), APPROVED),
        (((Scope.ITEM, "12", HIDDEN), (Scope.PERSON, "3", APPROVED)), HIDDEN),
        (((Scope.ITEM, "12", HELD), (Scope.PERSON, "3", APPROVED)), HELD),
        (((Scope.PERSON, "3", APPROVED),), APPROVED),
        (((Scope.PERSON, "3", APPROVED), (Scope.DOMAIN, "social.example", HIDDEN)), APPROVED),
        (((Scope.DOMAIN, "social.example", APPROVED),), APPROVED),
        (((Scope.DOMAIN, "other.example", APPROVED), (Scope.ITEM, "13", APPROVED)), HELD),
    ],
)
def test_the_nearest_decision_holds(told: tuple[tuple[Scope, str, Verdict], ...], expected: Verdict) -> None:
    assert verdict(SUBJECT, decided(*told)) is expected


def test_approval_is_for_the_words_as_they_were() -> None:
    approved = decided((Scope.ITEM, "12", APPROVED))
    edited = replace(SUBJECT, fingerprint="bb")
    assert verdict(edited, approved) is HELD
    assert edited_since(edited, approved)
    assert not edited_since(SUBJECT, approved)


def test_hiding_survives_an_edit() -> None:
    assert verdict(replace(SUBJECT, fingerprint="bb"), decided((Scope.ITEM, "12", HIDDEN))) is HIDDEN


def test_private_is_never_shown() -> None:
    private = replace(SUBJECT, private=True)
    everything = decided((Scope.ITEM, "12", APPROVED), (Scope.PERSON, "3", APPROVED))
    assert verdict(private, everything) is HELD
