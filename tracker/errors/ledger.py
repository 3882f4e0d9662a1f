"""What can be wrong with the private file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import LedgerError
from tracker.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class NotALedger(LedgerError):
    """A file of somebody else's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is not an Enishi ledger; it was left as it is.").format(path=path),
            _("Name another file with --ledger or ENISHI_LEDGER."),
        )


class LedgerTooNew(LedgerError):
    """Written by a later version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            _("{path} was written by a newer Enishi (version {found} of its tables; this one knows {known}).").format(
                path=path, found=found, known=known
            ),
            _("Upgrade Enishi; the file was left as it is."),
        )


class LedgerBusy(LedgerError):
    """Another process is writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is in use by another command.").format(path=path),
            _("Wait until it has finished, then run this one again; nothing was lost."),
        )


class LedgerFull(LedgerError):
    """The disk took no more."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} could not be written: {reason}.").format(path=path, reason=reason),
            _("Make room or mend the permissions and run the command again; what was stored before is intact."),
        )


class LedgerDamaged(LedgerError):
    """The file is broken."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} is damaged: {reason}.").format(path=path, reason=reason),
            _("Put a copy back from a backup; the file was left as it is."),
        )


class LedgerInPublic(LedgerError):
    """A ledger inside a git work tree is one `git add` from being published."""

    def __init__(self, path: Path, tree: Path) -> None:
        super().__init__(
            _("{path} lies inside the git work tree {tree}, where it could be published by mistake.").format(
                path=path, tree=tree
            ),
            _("Choose a place outside it with --ledger or ENISHI_LEDGER."),
        )


class SqliteTooOld(LedgerError):
    """The SQLite that Python was built with cannot read our tables."""

    def __init__(self, found: str, needed: Iterable[int]) -> None:
        super().__init__(
            _("Python here comes with SQLite {found}; {needed} or newer is needed.").format(
                found=found, needed=".".join(map(str, needed))
            ),
            _("Use another build of Python: `uv python install 3.12` gets one that fits."),
        )
