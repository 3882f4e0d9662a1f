"""What can be wrong with a file that a place was asked to export."""

from __future__ import annotations

from tracker.errors.kinds import SourceError
from tracker.messages import _


class UnreadableExport(SourceError):
    """A file that is not there, or not what it should be."""

    def __init__(self, path: str, wanted: str, found: str, hint: str) -> None:
        super().__init__(_("“{path}” should be {wanted}: {found}.").format(path=path, wanted=wanted, found=found), hint)
