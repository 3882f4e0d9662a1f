"""What can go wrong with files of other programs that a source reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import SourceError
from tracker.messages import _

if TYPE_CHECKING:
    from pathlib import Path


class UnreadableFile(SourceError):
    """A file of another program is not there, or is not what it should be."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason),
            _("Correct its place in enishi.toml. If another program is writing it, run the command again."),
        )
