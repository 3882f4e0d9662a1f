"""Interactions on their way into the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.storable import all_storable, storable
from tracker.ledger.times import stamp_or_none
from tracker.rules.copies import copy_key
from tracker.rules.reconcile import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.model import Account, Interaction
    from tracker.rules.reconcile import Changes

TEXTS = ("native_id", "copy_key", "parent", "thread", "url", "target", "title", "text")


def profiles(changes: Changes, now: str) -> Iterable[tuple[Account, str]]:
    """What a place says with something new was true then; with an edit, now."""
    for one in changes.new:
        if one.account:
            yield one.account, stamp_or_none(one.published or one.received) or now
    for one in changes.edited:
        if one.account:
            yield one.account, now


class Rows(NamedTuple):
    """Interactions as rows: what is said, and the numbers it refers to."""

    source: str
    at: str
    articles: Mapping[str, int]
    accounts: Mapping[tuple[str, ...], int]

    def row(self, one: Interaction) -> dict[str, str | int | None]:
        """Return the values of one."""
        texts = (one.id, copy_key(self.source, one), one.parent, one.thread, one.url, one.target, one.title, one.text)
        said: dict[str, str | int | None] = dict(zip(TEXTS, all_storable(texts), strict=True))
        return said | {
            "source": self.source,
            "article": self.articles[one.article],
            "account": self.accounts[all_storable(one.account.key)] if one.account else None,
            "kind": one.kind.value,
            "published": stamp_or_none(one.published),
            "received": stamp_or_none(one.received),
            "at": self.at,
            "private": int(one.private),
            "original": storable(one.original),
            "fingerprint": fingerprint(one),
            "precision": one.precision,
            "lang": one.lang,
        }
