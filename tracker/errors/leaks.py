"""What the guard says no to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, NotFound
from tracker.messages import _, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHOWN = 3


class LeaksFound(Blocked):
    """Something that is private in the ledger stands in what was built."""

    def __init__(self, found: Iterable[tuple[str, str, str]]) -> None:
        """Take what each is of and where: `c12`, `mail`, the name of a file; never what it says."""
        told = [f"{item} ({what}): {file}" for item, what, file in found]
        said = plural(
            "{count} private thing stands in what was built",
            "{count} private things stand in what was built",
            len(told),
        )
        more = [*told[:SHOWN], *(["…"] if len(told) > SHOWN else [])]
        super().__init__(
            _("{said}: {where}.").format(said=said, where=listed(more)),
            _("Take it out and build again; what may stand is allowed with `enishi check --allow KEY`."),
        )


class NoSuchLeak(NotFound):
    """What shall be allowed was not found."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("The guard has no finding “{key}”.").format(key=key),
            _("`enishi check --leaks` lists those it has, each with its key in brackets."),
        )


class NotBuilt(ConfigError):
    """There is nothing to look through."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_("Nothing has been built in {folder}.").format(folder=folder), _("Run `enishi build` first."))
