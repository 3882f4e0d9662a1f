"""Look through everything that was built for what is private in the ledger, before any of it is put anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.errors import LeaksFound, NoSuchLeak
from tracker.rules import identity
from tracker.rules.leaks import findings, judge
from tracker.rules.leaks.folding import weight
from tracker.rules.leaks.words import CLEAR
from tracker.verbs.guard.built import Built
from tracker.verbs.guard.others import Others
from tracker.verbs.guard.public import Public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from tracker.content import Content
    from tracker.ledger import Ledger
    from tracker.rules.leaks.findings import Finding, Private
    from tracker.rules.owner import Owner


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked through, and what of it nobody else shall read."""

    findings: tuple[Finding, ...]
    """Those that are not allowed, the clear ones first: each holds the site back."""
    allowed: int
    """How many more there are."""
    files: int

    def without(self, keys: Iterable[str]) -> Findings:
        """Return the same where these have been allowed."""
        left = tuple(one for one in self.findings if one.key not in set(keys))
        return replace(self, findings=left, allowed=self.allowed + len(self.findings) - len(left))

    def refuse(self) -> None:
        """Raise LeaksFound when there is any."""
        if self.findings:
            raise LeaksFound((one.item, one.what, one.places[0].file) for one in self.findings)


def guard(
    ledger: Ledger,
    folder: Path,
    me: Owner,
    content: Content | None = None,
    sources: Mapping[str, str] | None = None,
) -> Findings:
    """Return what is private and stands in the files of `folder`; raises NotBuilt.

    With the texts (`content`) what they said before a private text came is known for public; `sources` says which
    text a file was made from.
    """
    built = Built.read(folder, sources or {})
    private = _theirs(ledger, me)
    found = [*_runs(ledger, built, private, content), *Others(ledger, built, me, private).findings()]
    allowed = ledger.leaks.allowed() if found else frozenset()
    held = sorted((one for one in found if one.key not in allowed), key=_order)
    return Findings(tuple(held), len(found) - len(held), len(built.files))


def allow(ledger: Ledger, keys: Iterable[str], now: datetime, among: Iterable[Finding]) -> tuple[Finding, ...]:
    """Let findings stand, by their keys, until a text changes; raises NoSuchLeak for one that is not among them."""
    known = {one.key: one for one in among}
    wanted = list(dict.fromkeys(keys))
    for key in wanted:
        if key not in known:
            raise NoSuchLeak(key)
    with ledger.transaction():
        ledger.leaks.allow(wanted, now)
    return tuple(known[key] for key in wanted)


def _theirs(ledger: Ledger, me: Owner) -> list[Private]:
    """Everything private, less what the author said: notes and drafts are about others, or to them."""
    owners = identity.owned(accounts := ledger.accounts.all(), identity.fold(accounts, ledger.links.active()), me.owns)
    said = (findings.What.MAIL, findings.What.PRIVATE)
    return [one for one in ledger.leaks.private() if one.what not in said or one.account not in owners]


def _runs(ledger: Ledger, built: Built, private: list[Private], content: Content | None) -> Iterator[Finding]:
    found = list({(one.private, one.run): one for one in judge.candidates(private, built.folded)}.values())
    if not found:
        return
    public, secret = Public(ledger, content, found), ledger.leaks.secret()
    for one in found:
        if not public.has(one):
            what, text = one.private.what, one.private.text
            yield findings.Finding(
                findings.key(secret, what, text, one.run),
                one.private.item,
                what,
                weight(one.run) >= CLEAR,
                len(one.run),
                built.places(one.run, one.built),
            )


def _order(one: Finding) -> tuple[object, ...]:
    return (not one.clear, one.places, one.item, -one.length, one.key)
