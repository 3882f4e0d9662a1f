"""What can be wrong with where mail is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import SourceError
from tracker.messages import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable


class LoginRefused(SourceError):
    """A server of mail that does not take our word for it."""

    def __init__(self, host: str, user: str, variable: str) -> None:
        super().__init__(
            _("{host} does not take the password of {account}.").format(host=host, account=user),
            _(
                "Set it with `enishi login mail`, or in the environment variable {variable}; many providers want one "
                "made for this program alone."
            ).format(variable=variable),
        )


class NoSuchMailFolder(SourceError):
    """A folder that the server does not have."""

    def __init__(self, host: str, folder: str, known: Iterable[str]) -> None:
        super().__init__(
            _("{host} has no folder “{folder}”.").format(host=host, folder=folder),
            _("It has: {known}.").format(known=listed(sorted(known)) or _("none")),
        )


class NotEncrypted(SourceError):
    """A server that would have the password sent for all to read."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} offers no encryption, so nothing was sent.").format(host=host),
            _("Ask the provider for an address that begins with imaps://."),
        )
