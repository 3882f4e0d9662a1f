"""What may be shown in public: nothing, until the author says so.

A decision about one item outweighs one about its person, and that one about their domain.
Approval of an item is bound to what was read: edited since, it is held again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model import Scope, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Decision


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided about."""

    number: int
    person: int
    domain: str
    fingerprint: str
    private: bool


def verdict(subject: Subject, decisions: Mapping[tuple[Scope, str], Decision]) -> Verdict:
    """Return what holds for `subject`; `decisions` has persons by the number they have now."""
    if subject.private:
        return Verdict.HELD
    item = decisions.get((Scope.ITEM, str(subject.number)))
    if item and (item.verdict is not Verdict.APPROVED or item.fingerprint == subject.fingerprint):
        return item.verdict
    if item:  # approved, and edited since
        return Verdict.HELD
    wider = decisions.get((Scope.PERSON, str(subject.person))) or decisions.get((Scope.DOMAIN, subject.domain))
    return wider.verdict if wider else Verdict.HELD


def edited_since(subject: Subject, decisions: Mapping[tuple[Scope, str], Decision]) -> bool:
    """Whether an approved item is held because it reads differently now."""
    item = decisions.get((Scope.ITEM, str(subject.number)))
    return bool(item and item.verdict is Verdict.APPROVED and item.fingerprint != subject.fingerprint)
