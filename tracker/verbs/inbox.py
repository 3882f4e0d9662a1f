"""What waits for an answer: the oldest question first, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.rules import finding, identity, language, questions, urls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.model import Interaction, Known
    from tracker.rules.owner import Owner


@dataclass(frozen=True, slots=True)
class Waiting:
    """One word that waits."""

    id: str
    person: int
    name: str
    source: str
    kind: str
    article: str
    """Its title."""
    url: str
    text: str
    lang: str
    asks: tuple[str, ...]
    """The questions in it."""
    since: datetime | None
    drafted: bool
    private: bool
    """Its author did not make it public: answer it in private too."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a line needs besides the word that waits."""

    titles: Mapping[str, str]
    names: Mapping[int, str]
    drafted: frozenset[int]

    def waiting(self, one: Known) -> Waiting:
        """Return its line."""
        it, person = one.interaction, one.person
        return Waiting(
            f"c{one.number}",
            person,
            self.names.get(person) or _name(it),
            one.source,
            it.kind.word,
            self.titles.get(it.article, it.article),
            it.url,
            it.text,
            language.of(it.text),
            questions.questions(it.text),
            it.published or it.received or one.first_seen,
            one.number in self.drafted,
            it.private,
        )


def _name(it: Interaction) -> str:
    """As the account is called; what nobody signed goes by its site, unless that is ours."""
    if it.account:
        return it.account.label
    site = urls.host(it.url)
    return "" if site == urls.host(it.target) else site


def inbox(ledger: Ledger, owner: Owner, now: datetime, article: str = "") -> tuple[Waiting, ...]:
    """Return what waits: what asks something first, then by age, the oldest first."""
    articles = ledger.articles.all()
    asked = finding.article(article, articles) if article else None
    accounts = ledger.accounts.all()
    owners = identity.owned(accounts, identity.fold(accounts, ledger.links.active()), owner.owns)
    shown = _Shown(
        {one.uid: one.title or finding.slug(one) for one in articles},
        ledger.contacts.names(),
        ledger.drafts.answered(),
    )
    waiting = ledger.interactions.waiting(owners, now, asked.uid if asked else None)
    return tuple(sorted(map(shown.waiting, waiting), key=lambda one: not one.asks))


def settle(ledger: Ledger, ids: tuple[str, ...], now: datetime) -> tuple[Known, ...]:
    """Say that these need no (further) answer; an edit brings one back."""
    return _triaged(ledger, ids, now, None)


def postpone(ledger: Ledger, ids: tuple[str, ...], now: datetime, until: datetime) -> tuple[Known, ...]:
    """Say that these are not to be seen before `until`."""
    return _triaged(ledger, ids, now, until)


def reopen(ledger: Ledger, ids: tuple[str, ...]) -> tuple[Known, ...]:
    """Undo `settle` or `postpone`."""
    found = tuple(ledger.interactions.get(finding.interaction(asked)) for asked in ids)
    with ledger.transaction():
        for one in found:
            ledger.triage.clear(one.number)
    return found


def _triaged(ledger: Ledger, ids: tuple[str, ...], now: datetime, until: datetime | None) -> tuple[Known, ...]:
    found = tuple(ledger.interactions.get(finding.interaction(asked)) for asked in ids)
    with ledger.transaction():
        for one in found:
            if until is None:
                ledger.triage.done(one.number, now)
            else:
                ledger.triage.later(one.number, until, now)
    return found
