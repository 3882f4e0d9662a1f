"""Mail addresses and telephone numbers of others that the site shows, and the ledger knows."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.rules.leaks import contacts
from tracker.rules.leaks.findings import Finding, What, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.ledger import Ledger
    from tracker.rules.leaks.findings import Place, Private
    from tracker.rules.owner import Owner
    from tracker.verbs.guard.built import Built

LAST = 4
"""Figures of a number that stand together however it is written."""


class Others:
    """What is looked for is what the site shows: a handful; whose it is, the ledger tells."""

    def __init__(self, ledger: Ledger, built: Built, me: Owner, private: Sequence[Private]) -> None:
        self._ledger, self._built, self._me, self._private = ledger, built, me, private

    def findings(self) -> Iterator[Finding]:
        """Yield what belongs to somebody else and was never said in public."""
        yield from self._found(What.ADDRESS, self._addresses())
        yield from self._found(What.PHONE, self._numbers())

    def _found(self, what: What, several: Mapping[str, tuple[str, tuple[Place, ...]]]) -> Iterator[Finding]:
        if several:
            secret = self._ledger.leaks.secret()
            for said, (item, places) in several.items():
                yield Finding(key(secret, what, "", said), item, what, clear=True, length=len(said), places=places)

    def _addresses(self) -> Mapping[str, tuple[str, tuple[Place, ...]]]:
        own = {contacts.address(one.removeprefix("mail:")) for one in (*self._me.emails, *self._me.accounts)}
        shown = {one: at for one, at in self._built.found(contacts.addresses).items() if one not in own}
        if not shown:
            return {}
        known = self._known_addresses(shown)
        theirs = {one: item for one, item in known.items() if one in shown}
        said = self._ledger.leaks.public(one.partition("@")[0] for one in theirs)
        public = {one for text in said for _line, one in contacts.addresses(text)} if theirs else set()
        return {one: (item, shown[one]) for one, item in theirs.items() if one not in public}

    def _known_addresses(self, shown: Mapping[str, object]) -> dict[str, str]:
        persons = self._ledger.links.persons()
        known = {one: text.item for text in reversed(self._private) for _line, one in contacts.addresses(text.text)}
        hashes = self._ledger.leaks.hashes()
        hashed = ((hashes.get(sha256(one.encode()).hexdigest()), one) for one in shown)
        listed = ((number, contacts.address(text)) for number, text in self._ledger.leaks.addresses())
        for number, one in (*hashed, *listed):
            if number:
                known[one] = f"p{persons.get(number, number)}"
        return known

    def _numbers(self) -> Mapping[str, tuple[str, tuple[Place, ...]]]:
        shown = self._built.found(lambda text: ((line, one) for line, one, _sure in contacts.numbers(text)))
        if not shown:
            return {}
        theirs = {
            one: text.item
            for text in reversed(self._private)
            for _line, one, sure in contacts.numbers(text.text)
            if sure and one in shown
        }
        said = self._ledger.leaks.public(one[-LAST:] for one in theirs)
        public = {one for text in said for _line, one, _sure in contacts.numbers(text)} if theirs else set()
        return {one: (item, shown[one]) for one, item in theirs.items() if one not in public}
