"""One reaction and all its showings: which they are, and what the author says of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import NotOneArticle
from tracker.rules import finding
from tracker.rules.copies import copy_key

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.model import Known


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing of a reaction."""

    id: str
    source: str
    name: str
    kind: str
    url: str
    text: str
    is_head: bool
    """Whether it stands for all."""
    by: str
    """Who says that it belongs here: `rule` or `human`."""


def showings(ledger: Ledger, asked: str) -> tuple[Showing, ...]:
    """Return every showing of the reaction that `asked` is one of; raises NoSuchInteraction."""
    numbers = ledger.copies.of(ledger.interactions.get(finding.interaction(asked)).number)
    said = ledger.copies.said()
    return tuple(
        _showing(ledger.interactions.get(number), place == 0, "human" if number in said else "rule")
        for place, number in enumerate(numbers)
    )


def fold(ledger: Ledger, asked: str, into: str, now: datetime) -> tuple[Showing, ...]:
    """Call one a copy of another; return all showings. Raises NoSuchInteraction, NotOneArticle."""
    one, other = (ledger.interactions.get(finding.interaction(each)) for each in (asked, into))
    if one.interaction.article != other.interaction.article or one.number == other.number:
        raise NotOneArticle(asked, into)
    ledger.copies.fold(one.number, other.number, now)
    return showings(ledger, into)


def unfold(ledger: Ledger, asked: str, now: datetime) -> tuple[Showing, ...]:
    """Let one stand alone, whatever the rule says; raises NoSuchInteraction."""
    ledger.copies.unfold(ledger.interactions.get(finding.interaction(asked)).number, now)
    return showings(ledger, asked)


def leave_to_rule(ledger: Ledger, asked: str) -> tuple[Showing, ...]:
    """Take back what was said of one, so that the rule holds again; raises NoSuchInteraction."""
    one = ledger.interactions.get(finding.interaction(asked))
    ledger.copies.leave_to_rule(one.number, copy_key(one.source, one.interaction))
    return showings(ledger, asked)


def _showing(one: Known, is_head: bool, by: str) -> Showing:  # noqa: FBT001 - one of a row's values
    it = one.interaction
    name = it.account.label if it.account else ""
    return Showing(f"c{one.number}", one.source, name, it.kind.word, it.url, it.text, is_head, by)
