"""What people did with our articles: as it is now, as it was, and whether it is still there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import NoSuchArticle, NoSuchInteraction
from tracker.ledger import accounts, engagement, waiting
from tracker.ledger.engagement import Engagement
from tracker.ledger.known import KINDS, STATES, known
from tracker.ledger.storable import listed, storable
from tracker.ledger.times import moment, stamp
from tracker.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from tracker.ledger.database import Database
    from tracker.model import Kind, Known
    from tracker.rules.reconcile import Absences, Changes, Mark, Present

__all__ = ["Engagement", "Interactions", "Version"]

MARKS = """
SELECT native_id, fingerprint, state FROM interactions
WHERE source = ? AND native_id IN (SELECT value FROM json_each(?))
"""
PRESENT = """
SELECT articles.uid, native_id, state, kind, thread FROM interactions JOIN articles ON articles.number = article
WHERE source = ? AND articles.uid IN (SELECT value FROM json_each(?)) AND state <> 'gone'
"""
ADD = """
INSERT INTO interactions (
    source, native_id, article, account, kind, state, copy_key, published, received, first_seen,
    private, parent, thread, fingerprint, url, target, precision, lang, title, text, original, told_by, told_as
) VALUES (
    :source, :native_id, :article, :account, :kind, 'live', :copy_key, :published, :received, :at,
    :private, :parent, :thread, :fingerprint, :url, :target, :precision, :lang, :title, :text, :original,
    :account, :kind
) ON CONFLICT (source, native_id) DO NOTHING
"""
KEEP_VERSION = """
INSERT INTO versions (interaction, seen_at, kind, title, text, fingerprint)
SELECT number, :at, kind, title, text, fingerprint FROM interactions
WHERE source = :source AND native_id = :native_id AND fingerprint <> :fingerprint AND forgotten IS NULL
"""
EDIT = """
UPDATE interactions SET
    article = :article, account = coalesce(:account, account), kind = :kind, original = :original,
    copy_key = CASE WHEN number IN (SELECT interaction FROM copies) THEN copy_key ELSE :copy_key END,
    told_by = CASE WHEN head IS NULL THEN coalesce(:account, account) ELSE told_by END,
    told_as = CASE WHEN head IS NULL THEN :kind ELSE told_as END, forgotten = NULL,
    published = coalesce(:published, published), received = coalesce(:received, received),
    private = :private, parent = :parent, thread = :thread, fingerprint = :fingerprint,
    url = :url, target = :target, precision = :precision, lang = :lang, title = :title, text = :text
WHERE source = :source AND native_id = :native_id
"""
RETURN = "UPDATE interactions SET state = 'live', missed_at = NULL WHERE source = ? AND native_id = ?"
MISS = "UPDATE interactions SET state = 'missing', missed_at = ? WHERE source = ? AND native_id = ? AND state = 'live'"
END = "UPDATE interactions SET state = 'gone', missed_at = ? WHERE source = ? AND native_id = ? AND state <> 'gone'"
OLD_AND_GONE = "SELECT number FROM interactions WHERE state = 'gone' AND forgotten IS NULL AND missed_at < ?"
FORGET = """
UPDATE interactions SET title = '', text = '', fingerprint = 'forgotten', forgotten = ?
WHERE number IN (SELECT value FROM json_each(?))
"""
FORGET_VERSIONS = "DELETE FROM versions WHERE interaction IN (SELECT value FROM json_each(?))"
WHOSE = """
SELECT number, account FROM interactions WHERE source = ? AND native_id IN (SELECT value FROM json_each(?))
"""
ERASE = "DELETE FROM interactions WHERE number IN (SELECT value FROM json_each(?))"
NOBODY_LEFT = """
DELETE FROM accounts WHERE number IN (SELECT value FROM json_each(?))
    AND number NOT IN (SELECT account FROM interactions WHERE account IS NOT NULL)
    AND number NOT IN (SELECT account FROM notes UNION SELECT account FROM contact_names)
"""
IN_DOUBT = "SELECT EXISTS (SELECT * FROM interactions WHERE source = ? AND state = 'missing')"
ARTICLES = "SELECT uid, number FROM articles WHERE uid IN (SELECT value FROM json_each(?))"
VERSIONS = "SELECT seen_at, kind, title, text, fingerprint FROM versions WHERE interaction = ? ORDER BY number"
RESPONSES = """
WHERE i.head IS NULL AND i.state IN (SELECT value FROM json_each(:states))
    AND (:article IS NULL OR articles.uid = :article)
ORDER BY i.happened, i.number
"""
COUNTS = """
SELECT articles.uid, told_as, count(*) FROM interactions JOIN articles ON articles.number = article
WHERE head IS NULL AND state <> 'gone' AND NOT private
    AND coalesce(told_by, 0) NOT IN (SELECT value FROM json_each(?))
GROUP BY article, told_as
"""

"""What strangers write, and may hold what is no text."""


class Version(NamedTuple):
    """An interaction as it was before an edit."""

    until: datetime
    """When the edit was seen."""
    kind: Kind
    title: str
    text: str
    fingerprint: str


class Interactions:
    """By number, by article, by (source, native id)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # what a pull needs

    def marks(self, source: str, ids: Iterable[str]) -> dict[str, Mark]:
        """Return as much of what is known as `reconcile.changes` needs, by native id."""
        from tracker.rules.reconcile import Mark

        given = {storable(native_id): native_id for native_id in ids}
        if not given:
            return {}
        rows = self._database.rows(MARKS, (source, listed(given)))
        return {given[native_id]: Mark(printed, STATES[state]) for native_id, printed, state in rows}

    def present(self, source: str, articles: AbstractSet[str]) -> dict[str, dict[str, Present]]:
        """Return what a source has not been found to have lost, by article (`uid`) and native id."""
        from tracker.rules.reconcile import Present

        found: dict[str, dict[str, Present]] = {uid: {} for uid in articles}
        for uid, native_id, state, kind, thread in self._database.rows(PRESENT, (source, listed(articles))):
            found[uid][native_id] = Present(STATES[state], KINDS[kind], thread)
        return found

    def in_doubt(self, source: str) -> bool:
        """Whether anything of a source is missing, so that one more complete walk is wanted."""
        return bool(self._database.number(IN_DOUBT, (source,)))

    def apply(self, source: str, changes: Changes, at: datetime) -> None:
        """Store what a page changed; the same again changes nothing. Raises NoSuchArticle."""
        from tracker.ledger import copies
        from tracker.ledger.rows import Rows, profiles

        if not (changes.new or changes.edited or changes.returned or changes.gone):
            return
        now = stamp(at)
        with self._database.transaction():
            articles = self._articles({one.article for one in (*changes.new, *changes.edited)})
            row = Rows(source, now, articles, accounts.remember(self._database, profiles(changes, now))).row
            edited = [row(one) for one in changes.edited]
            changed = [str(one["native_id"]) for one in edited]
            moved = [*map(storable, changes.returned), *map(storable, changes.gone)]
            before = copies.shared_by(self._database, source, changed) if changed else set()
            added = [row(one) for one in changes.new]
            self._database.many(ADD, added)
            self._database.many(KEEP_VERSION, edited)
            self._database.many(EDIT, edited)
            self._database.many(RETURN, [(source, storable(native_id)) for native_id in changes.returned])
            self._database.many(END, [(now, source, storable(native_id)) for native_id in changes.gone])
            copies.follow(self._database, source, changed)
            touched = [str(one["native_id"]) for one in added] + changed + moved
            copies.settle(self._database, before | copies.shared_by(self._database, source, touched))

    def mark_absent(self, source: str, absences: Absences, at: datetime) -> None:
        """Store what a complete walk did not see."""
        from tracker.ledger import copies

        now = stamp(at)
        with self._database.transaction():
            self._database.many(MISS, [(now, source, native_id) for native_id in absences.missing])
            self._database.many(END, [(now, source, native_id) for native_id in absences.gone])
            if absences.gone:
                copies.settle(self._database, copies.shared_by(self._database, source, absences.gone))

    def forget(self, before: datetime, at: datetime) -> int:
        """Forget the words of what is gone since `before`, old ones too; that it was there stays. Return how many."""
        with self._database.transaction():
            numbers = [number for (number,) in self._database.rows(OLD_AND_GONE, (stamp(before),))]
            if numbers:
                self._database.execute(FORGET_VERSIONS, (listed(numbers),))
                self._database.execute(FORGET, (stamp(at), listed(numbers)))
        return len(numbers)

    def erase(self, source: str, native_ids: Iterable[str]) -> int:
        """Erase what is known under these ids, and accounts of which nothing else is; return how many there were."""
        from tracker.ledger import copies

        ids = [*map(storable, native_ids)]
        if not ids:
            return 0
        with self._database.transaction():
            found = self._database.rows(WHOSE, (source, listed(ids)))
            if found:
                pairs = copies.shared_by(self._database, source, ids)
                self._database.execute(ERASE, (listed(number for number, _account in found),))
                self._database.execute(NOBODY_LEFT, (listed({account for _number, account in found if account}),))
                copies.settle(self._database, pairs)
        return len(found)

    # what people ask

    def get(self, number: int) -> Known:
        """Return one by its number; raises NoSuchInteraction."""
        found = known(self._database, "WHERE i.number = ?", (number,))
        if not found:
            asked = f"c{number}"
            raise NoSuchInteraction(asked)
        return found[0]

    def find(self, source: str, native_id: str) -> Known | None:
        """Return one by what its source calls it."""
        found = known(self._database, "WHERE i.source = ? AND i.native_id = ?", (source, native_id))
        return found[0] if found else None

    def by_article(self, uid: str) -> list[Known]:
        """Return all that was ever said to an article, gone or not, the oldest first."""
        return known(self._database, "WHERE articles.uid = ? ORDER BY i.happened, i.number", (uid,))

    def by_accounts(self, numbers: Iterable[int]) -> list[Known]:
        """Return all that these accounts ever did, gone or not, the oldest first."""
        rest = "WHERE i.account IN (SELECT value FROM json_each(?)) ORDER BY i.happened, i.number"
        return known(self._database, rest, (listed(numbers),))

    def versions(self, number: int) -> tuple[Version, ...]:
        """Return what an interaction was before each of its edits, the oldest first."""
        rows = self._database.rows(VERSIONS, (number,))
        return tuple(Version(moment(at), KINDS[kind], *said) for at, kind, *said in rows)

    def fingerprint(self, number: int) -> str:
        """Return the fingerprint of an interaction as it is now; raises NoSuchInteraction."""
        found = self._database.row("SELECT fingerprint FROM interactions WHERE number = ?", (number,))
        if found is None:
            asked = f"c{number}"
            raise NoSuchInteraction(asked)
        return str(found[0])

    def engagement(
        self, articles: Iterable[str], since: datetime | None = None, kinds: Sequence[Kind] = ()
    ) -> list[Engagement]:
        """Return who did what with each of these articles (`uid`), copies counted once; private ones too."""
        return engagement.by_article(self._database, articles, since, kinds)

    def totals(
        self, accounts: Iterable[int] | None = None, since: datetime | None = None, kinds: Sequence[Kind] = ()
    ) -> list[Engagement]:
        """Return what these accounts (None: all) did with all articles together, copies counted once."""
        return engagement.in_all(self._database, accounts, since, kinds)

    def reach(self, since: datetime | None = None, kinds: Sequence[Kind] = ()) -> dict[int, datetime]:
        """Return when each account was last heard of; 0 is nobody in particular."""
        return engagement.reach(self._database, since, kinds)

    def waiting(self, owners: Iterable[int], now: datetime, article: str | None = None) -> list[Known]:
        """Return what waits for an answer of the author, whose accounts are `owners`, the oldest first."""
        return waiting.waiting(self._database, owners, now, article)

    def waiting_counts(self, owners: Iterable[int], now: datetime) -> dict[tuple[str, int], int]:
        """Return how much waits, by article (`uid`) and account."""
        return waiting.counts(self._database, owners, now)

    def responses(
        self, article: str | None = None, states: Iterable[State] = (State.LIVE, State.MISSING)
    ) -> list[Known]:
        """Return what could be shown, one of several copies, the oldest first; private ones too."""
        return known(self._database, RESPONSES, {"article": article, "states": listed(states)})

    def counts(self, owners: Iterable[int] = ()) -> dict[str, dict[Kind, int]]:
        """Return how much of each kind is public, by article (`uid`), copies counted once, without `owners`."""
        found: dict[str, dict[Kind, int]] = defaultdict(dict)
        for uid, kind, count in self._database.rows(COUNTS, (listed(owners),)):
            found[uid][KINDS[kind]] = count
        return dict(found)

    def _articles(self, uids: AbstractSet[str]) -> dict[str, int]:
        numbers: dict[str, int] = dict(self._database.rows(ARTICLES, (listed(uids),)))
        for unknown in sorted(uids - numbers.keys()):
            raise NoSuchArticle(unknown)
        return numbers
