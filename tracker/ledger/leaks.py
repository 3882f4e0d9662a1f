"""What nobody else shall read, what everybody may, and which leaks the author lets stand."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from tracker.ledger.links import Links
from tracker.ledger.storable import storable
from tracker.ledger.times import moment, stamp
from tracker.rules.leaks.findings import Private, What

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tracker.ledger.database import Database

SAID = """
SELECT number, kind, account, min(coalesce(published, first_seen), coalesce(received, first_seen), first_seen),
    title, text
FROM interactions WHERE private OR kind = 'mail'
UNION ALL
SELECT i.number, i.kind, i.account, min(coalesce(published, first_seen), coalesce(received, first_seen), first_seen),
    v.title, v.text
FROM versions AS v JOIN interactions AS i ON i.number = v.interaction WHERE i.private OR i.kind = 'mail'
"""
NOTES = "SELECT account, at, text FROM notes ORDER BY number"
DRAFTS = "SELECT interaction, created, text FROM drafts ORDER BY number"
MAIL = "place = 'mail' OR native_id LIKE '%mailto:%' OR url LIKE 'mailto:%'"
ADDRESSES = f"""
SELECT number, native_id, url FROM accounts WHERE {MAIL}
UNION ALL
SELECT account, value, '' FROM claims WHERE value LIKE '%@%' AND (kind LIKE '%mail%' OR value LIKE 'mailto:%')
"""  # noqa: S608 - our own words
HASHES = "SELECT value, account FROM claims WHERE kind = 'email_sha256'"
PUBLIC = """
SELECT title, text FROM interactions WHERE NOT private AND kind <> 'mail' AND ({which})
UNION ALL
SELECT v.title, v.text FROM versions AS v JOIN interactions AS i ON i.number = v.interaction
WHERE NOT i.private AND i.kind <> 'mail' AND ({which_version})
"""
NAMES = "SELECT name FROM account_names WHERE {which} UNION SELECT name FROM contact_names WHERE {which}"
AT_ONCE = 30
"""Terms that are looked for by SQLite; with more it is quicker to read everything."""
SECRET = "leak secret"  # noqa: S105 - what the fact is called, not what it is


class Leaks:
    """Read for the guard alone: all that is private, and as much of what is public as it asks for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def private(self) -> Iterator[Private]:
        """Yield every private text: mails, what was said in private (before each edit, too), notes, drafts."""
        for number, kind, account, since, title, text in self._database.rows(SAID):
            what = What.MAIL if kind == What.MAIL.value else What.PRIVATE
            yield Private(f"c{number}", what, f"{title}\n{text}" if title else text, moment(since), account or 0)
        persons = Links(self._database).persons()
        for account, at, text in self._database.rows(NOTES):
            yield Private(f"p{persons.get(account, account)}", What.NOTE, text, moment(at), account)
        for interaction, created, text in self._database.rows(DRAFTS):
            yield Private(f"c{interaction}", What.DRAFT, text, moment(created))

    def addresses(self) -> Iterator[tuple[int, str]]:
        """Yield the number of each account with a text that is, or holds, a mail address of theirs."""
        for number, *several in self._database.rows(ADDRESSES):
            yield from ((number, one.removeprefix("mailto:")) for one in several if "@" in one)

    def hashes(self) -> dict[str, int]:
        """Return the SHA-256 of mail addresses that are not known otherwise, each with an account."""
        return dict(self._database.rows(HASHES))

    def public(self, terms: Iterable[str]) -> Iterator[str]:
        """Yield what was said in public, and names; of a few terms only what has one of them, in small letters."""
        wanted = sorted({storable(term) for term in terms if term})
        few = wanted if len(wanted) <= AT_ONCE else []
        if not wanted:
            return
        said = PUBLIC.format(which=_any("title || text", few), which_version=_any("v.title || v.text", few))
        for title, text in self._database.rows(said, few + few):
            yield f"{title}\n{text}"
        for (name,) in self._database.rows(NAMES.format(which=_any("name", few)), few + few):
            yield name

    def allowed(self) -> frozenset[str]:
        """Return the keys of the findings that the author lets stand."""
        return frozenset(key for (key,) in self._database.rows("SELECT key FROM allowed_leaks"))

    def allow(self, keys: Iterable[str], at: datetime) -> None:
        """Let these findings stand."""
        rows = [(storable(key), stamp(at)) for key in keys]
        self._database.many("INSERT OR IGNORE INTO allowed_leaks (key, at) VALUES (?, ?)", rows)

    def secret(self) -> bytes:
        """Return what the keys of this ledger are made with: nobody else can try out which number one stands for."""
        add = "INSERT OR IGNORE INTO facts (name, value) VALUES (?, ?)"
        found = self._database.row("SELECT value FROM facts WHERE name = ?", (SECRET,))
        if not found:
            self._database.execute(add, (SECRET, secrets.token_hex(16)))
            found = self._database.row("SELECT value FROM facts WHERE name = ?", (SECRET,))
        return bytes.fromhex(found[0]) if found else b""


def _any(what: str, terms: list[str]) -> str:
    return " OR ".join([f"instr(lower({what}), ?)"] * len(terms)) or "1"
