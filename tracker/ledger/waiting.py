"""What waits for an answer of the author."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.ledger.known import known
from tracker.ledger.storable import listed
from tracker.ledger.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database
    from tracker.model import Known

WAITS = """
kind IN ('in-reply-to', 'mention-of', 'quotation-of', 'mail') AND text <> '' AND state <> 'gone'
    AND coalesce(told_by, 0) NOT IN (SELECT value FROM json_each(:owners))
    AND copy_key NOT IN (
        WITH RECURSIVE own AS (
            SELECT source, thread, parent, happened FROM interactions
            WHERE account IN (SELECT value FROM json_each(:owners)) AND thread <> '' AND state <> 'gone'
                AND kind IN ('in-reply-to', 'mention-of', 'quotation-of', 'mail')
        ), answered AS (
            SELECT source, thread, parent AS id FROM own WHERE parent <> ''
            UNION
            SELECT said.source, said.thread, said.parent
            FROM answered JOIN interactions AS said
                ON said.source = answered.source AND said.native_id = answered.id AND said.thread = answered.thread
            WHERE said.parent <> ''
        )
        SELECT said.copy_key
        FROM answered JOIN interactions AS said
            ON said.source = answered.source AND said.native_id = answered.id AND said.thread = answered.thread
        UNION ALL
        SELECT said.copy_key
        FROM own JOIN interactions AS said ON said.source = own.source AND said.thread = own.thread
        WHERE own.parent = '' AND own.happened > said.happened
    )
    AND copy_key NOT IN (
        SELECT said.copy_key
        FROM triage JOIN interactions AS said ON said.number = triage.interaction
        WHERE said.fingerprint = triage.fingerprint AND (triage.state = 'done' OR triage.until > :now)
    )
"""
"""One showing of a reaction answered or settled answers or settles its copies.

A word of the author that names what it answers settles that and what that answered in turn; one that names
nothing (in a flat place) settles all that was said before it in its thread."""
WAITING = f"""
WHERE i.number IN (SELECT coalesce(head, number) FROM interactions WHERE {WAITS})
    AND (:article IS NULL OR articles.uid = :article)
ORDER BY i.happened, i.number
"""  # noqa: S608 - put together from the constants above
COUNTED = f"SELECT DISTINCT article, coalesce(told_by, 0), copy_key FROM interactions WHERE {WAITS}"  # noqa: S608 - the same


def waiting(database: Database, owners: Iterable[int], now: datetime, article: str | None) -> list[Known]:
    """Return words of others without a later word of `owners` in their thread, and not settled."""
    return known(database, WAITING, {"owners": listed(owners), "now": stamp(now), "article": article})


def counts(database: Database, owners: Iterable[int], now: datetime) -> dict[tuple[str, int], int]:
    """Return how many words wait, by article (`uid`) and account."""
    uids = {number: uid for number, uid in database.rows("SELECT number, uid FROM articles")}  # noqa: C416 - a row may be any tuple
    rows = database.rows(COUNTED, {"owners": listed(owners), "now": stamp(now)})
    return Counter((uids[article], account) for article, account, _copy in rows)
