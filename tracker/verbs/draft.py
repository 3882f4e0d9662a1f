"""Begin a reply with their words, keep what the author makes of it, send nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.errors import NothingToAnswer
from tracker.rules import drafting, finding, reconcile, sheets

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tracker.ledger import Ledger
    from tracker.model import Draft, Known
    from tracker.rules.sheets import Slot

RECENT = 50
"""Replies whose phrases are not used again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A draft, and what it answers."""

    draft: Draft
    answers: Known
    article: str
    """Its title."""
    person: str

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places still to fill; with one left the draft is unfinished."""
        return sheets.slots(self.draft.text)

    @property
    def outdated(self) -> bool:
        """Whether what it answers was edited since the draft was begun."""
        return self.draft.parent_fingerprint != reconcile.fingerprint(self.answers.interaction)

    @property
    def sheet(self) -> str:
        """What the editor opens."""
        it = self.answers.interaction
        known = sheets.context(it.text, self.draft.lang)
        seen = replace(known, person=self.person, title=self.article, url=it.url, private=it.private)
        return sheets.sheet(self.draft.text, seen)


def begin(ledger: Ledger, asked: str, now: datetime, *, afresh: bool = False) -> Reply:
    """Return the draft that answers `asked` (`c12`), begun now when there is none.

    `afresh` begins it again. Raises NoSuchInteraction, or NothingToAnswer for what has no words.
    """
    one = ledger.interactions.get(finding.interaction(asked))
    draft = None if afresh else ledger.drafts.find(one.number)
    if draft is None:
        if not one.interaction.text:
            raise NothingToAnswer(asked)
        draft = _begun(ledger, one, now)
    return _reply(ledger, draft, one)


def keep(ledger: Ledger, reply: Reply, text: str, now: datetime) -> Reply:
    """Keep what the author wrote, as an answer to the words as they are now."""
    printed = reconcile.fingerprint(reply.answers.interaction)
    with ledger.transaction():
        draft = ledger.drafts.save(reply.answers.number, text, now, lang=reply.draft.lang, parent_fingerprint=printed)
    return replace(reply, draft=draft)


def drafts(ledger: Ledger) -> tuple[Reply, ...]:
    """Return every draft, the one last worked on first."""
    kept = sorted(ledger.drafts.all(), key=lambda one: one.updated, reverse=True)
    return tuple(_reply(ledger, one, ledger.interactions.get(one.interaction)) for one in kept)


def sheet_file(ledger: Path, reply: Reply) -> Path:
    """Where the editor's file lies: beside the ledger, as private as it."""
    folder = ledger.parent / "drafts"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{ledger.stem}-c{reply.answers.number}.md"


def _begun(ledger: Ledger, one: Known, now: datetime) -> Draft:
    article = next((each for each in ledger.articles.all() if each.uid == one.interaction.article), None)
    recent = tuple(each.text for each in ledger.drafts.all()[-RECENT:])
    voice = drafting.Voice((article.lang if article else "") or "en", recent)
    words = drafting.Words(one.interaction.text, _called(ledger, one), one.interaction.lang)
    text = drafting.draft(words, voice)
    printed = reconcile.fingerprint(one.interaction)
    with ledger.transaction():
        return ledger.drafts.save(one.number, text, now, lang=drafting.spoken(words, voice), parent_fingerprint=printed)


def _reply(ledger: Ledger, draft: Draft, one: Known) -> Reply:
    titles = {each.uid: each.title for each in ledger.articles.all()}
    return Reply(draft, one, titles.get(one.interaction.article, ""), _called(ledger, one))


def _called(ledger: Ledger, one: Known) -> str:
    """As the author calls them, else as their account does."""
    account = one.interaction.account
    return ledger.contacts.names().get(one.person) or (account.label if account else "")
