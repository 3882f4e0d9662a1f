"""The private SQLite file: schema steps and one file per collection.

Reads need nothing; writes that belong together go into one `transaction`. Whatever goes wrong
is a LedgerError, and what was committed before it is intact.
"""

from __future__ import annotations

import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING, Self

from tracker.errors import SqliteTooOld
from tracker.ledger.accounts import Accounts
from tracker.ledger.articles import Articles
from tracker.ledger.contacts import Contacts
from tracker.ledger.database import Database
from tracker.ledger.interactions import Interactions
from tracker.ledger.links import Links
from tracker.ledger.place import default_path, prepare
from tracker.ledger.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from tracker.ledger.announcements import Announcements
    from tracker.ledger.copies import Copies
    from tracker.ledger.cursors import Cursors
    from tracker.ledger.drafts import Drafts
    from tracker.ledger.leaks import Leaks
    from tracker.ledger.moderation import Moderation
    from tracker.ledger.outgoing import Outgoing
    from tracker.ledger.pinged import Pinged
    from tracker.ledger.posts import Posts
    from tracker.ledger.publications import Publications
    from tracker.ledger.pulls import Pulls
    from tracker.ledger.triage import Triage
    from tracker.ledger.validators import Validators
    from tracker.ledger.walks import Walks

__all__ = ["Ledger", "default_path"]

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""
PATIENCE = 2.0
"""Seconds to wait for another command before saying that the ledger is busy."""


class Ledger:
    """An open ledger; use it in a `with`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.articles = Articles(database)
        self.accounts = Accounts(database)
        self.interactions = Interactions(database)
        self.links = Links(database)
        self.contacts = Contacts(database)

    @cached_property
    def cursors(self) -> Cursors:
        """Where each source goes on."""
        from tracker.ledger.cursors import Cursors

        return Cursors(self._database)

    @cached_property
    def validators(self) -> Validators:
        """What each place gave to ask whether anything is new."""
        from tracker.ledger.validators import Validators

        return Validators(self._database)

    @cached_property
    def announcements(self) -> Announcements:
        """Which posts elsewhere announce which article."""
        from tracker.ledger.announcements import Announcements

        return Announcements(self._database)

    @cached_property
    def copies(self) -> Copies:
        """Which interactions are showings of one reaction."""
        from tracker.ledger.copies import Copies

        return Copies(self._database)

    @cached_property
    def walks(self) -> Walks:
        """What was seen of each article in each place."""
        from tracker.ledger.walks import Walks

        return Walks(self._database)

    @cached_property
    def drafts(self) -> Drafts:
        """Replies not sent."""
        from tracker.ledger.drafts import Drafts

        return Drafts(self._database)

    @cached_property
    def moderation(self) -> Moderation:
        """What may be shown."""
        from tracker.ledger.moderation import Moderation

        return Moderation(self._database)

    @cached_property
    def outgoing(self) -> Outgoing:
        """Which of our links were told to the pages they lead to."""
        from tracker.ledger.outgoing import Outgoing

        return Outgoing(self._database)

    @cached_property
    def publications(self) -> Publications:
        """What we put into each target, and when."""
        from tracker.ledger.publications import Publications

        return Publications(self._database)

    @cached_property
    def pinged(self) -> Pinged:
        """The state of each feed that its hubs were last told of."""
        from tracker.ledger.pinged import Pinged

        return Pinged(self._database)

    @cached_property
    def posts(self) -> Posts:
        """Announcements of ours, from the draft to the address they got."""
        from tracker.ledger.posts import Posts

        return Posts(self._database)

    @cached_property
    def leaks(self) -> Leaks:
        """What is private, what is public, and what the author lets stand all the same."""
        from tracker.ledger.leaks import Leaks

        return Leaks(self._database)

    @cached_property
    def triage(self) -> Triage:
        """What became of what waited."""
        from tracker.ledger.triage import Triage

        return Triage(self._database)

    @cached_property
    def pulls(self) -> Pulls:
        """What each pull brought."""
        from tracker.ledger.pulls import Pulls

        return Pulls(self._database)

    @classmethod
    def open(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open the ledger at `path`, made or upgraded where it must be.

        Raises LedgerInPublic, NotALedger, LedgerTooNew, LedgerBusy, LedgerFull or LedgerDamaged.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise SqliteTooOld(sqlite3.sqlite_version, OLDEST_SQLITE)
        prepare(path)
        database = Database.connect(path, patience)
        try:
            upgrade(database)
            database.write_ahead()
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._database.path

    def trouble(self) -> str:
        """Return what SQLite finds wrong with the file; empty when it is whole."""
        return self._database.trouble()

    def scratch_copy(self) -> Self:
        """Return a copy in memory, to try out what would happen."""
        return type(self)(self._database.in_memory())

    def transaction(self) -> AbstractContextManager[None]:
        """Take all that happens inside, or none of it; inside another one, belong to that."""
        return self._database.transaction()

    def turn(self, what: str) -> AbstractContextManager[None]:
        """Do `what` alone; raises LedgerBusy while another process does it."""
        from tracker.ledger.turns import turn

        return turn(self.path, what)

    def export(self) -> Iterator[dict[str, object]]:
        """Yield every fact by its natural key, sorted: two ledgers that mean the same give the same."""
        from tracker.ledger.export import export

        return export(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
