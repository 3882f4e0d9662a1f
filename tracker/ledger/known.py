"""Interactions as the ledger holds them, read back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ledger.accounts import Accounts
from tracker.ledger.links import Links
from tracker.ledger.times import moment, moment_or_none
from tracker.model import Interaction, Kind, Known, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.ledger.database import Database, Row, Values
    from tracker.model import Account

SELECT = """
SELECT i.number, i.source, i.account, i.state, i.first_seen,
    i.native_id, i.kind, articles.uid, i.url, i.target, i.title, i.text, i.lang,
    i.published, i.precision, i.received, i.parent, i.thread, i.private, i.original
FROM interactions AS i JOIN articles ON articles.number = i.article
"""
KINDS = {kind.value: kind for kind in Kind}
STATES = {state.value: state for state in State}
"""A look-up is three times as fast as asking the enumeration."""


def known(database: Database, rest: str, values: Values = ()) -> list[Known]:
    """Return the interactions that the `rest` of a query (`WHERE …`, `ORDER BY …`) picks."""
    rows = database.rows(SELECT + rest, values)
    persons = Links(database).persons()
    accounts = Accounts(database).some({row[2] for row in rows if row[2]})
    return [_known(row, accounts, persons) for row in rows]


def _known(row: Row, accounts: Mapping[int, Account], persons: Mapping[int, int]) -> Known:
    number, source, account, state, first_seen, *_rest = row
    return Known(
        number,
        source,
        _interaction(row, accounts.get(account)),
        persons.get(account, account) or 0,
        STATES[state],
        moment(first_seen),
        account or 0,
    )


def _interaction(row: Row, account: Account | None) -> Interaction:
    *_head, native_id, kind, article, url, target, title, text, lang, published, precision = row[:15]
    received, parent, thread, private, original = row[15:]
    return Interaction(
        native_id,
        KINDS[kind],
        article,
        account,
        url,
        target,
        title,
        text,
        lang,
        moment_or_none(published),
        precision,
        moment_or_none(received),
        parent,
        thread,
        bool(private),
        original,
    )
