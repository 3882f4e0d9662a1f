"""Why no answer came, in a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import ForbiddenAddress, NotAsExpected, Unreachable
from tracker.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.errors import SourceError

CERTIFICATE = "SSLCertVerificationError"
UNPACKING = "DecodeError"
REASONS = {
    CERTIFICATE: N_("its certificate is not valid"),
    "SSLError": N_("no encrypted connection came about"),
    "gaierror": N_("its name is not known"),
    "ConnectionRefusedError": N_("it refused the connection"),
    "TimeoutError": N_("it took too long"),
}
"""By the name of the exception or of one it was made of; what is nearest to the cause comes first.

Never what the exception says itself: that may hold a whole address."""


def explained(error: Exception, host: str) -> SourceError:
    """Return what to tell of an exception that requests or urllib3 raised."""
    names = set(_names(error))
    if isinstance(error, ValueError):  # theirs are so when no request could be made of what was asked
        return ForbiddenAddress(host, _("it is no web address"))
    if UNPACKING in names:
        return NotAsExpected(host, _("an answer"), _("bytes that cannot be unpacked"))
    return Unreachable(host, reason(error), passing=CERTIFICATE not in names)


def reason(error: Exception) -> str:
    """Return why a connection did not come about or hold."""
    names = set(_names(error))
    return next((_(said) for name, said in REASONS.items() if name in names), _("the connection broke off"))


def _names(error: BaseException | None) -> Iterator[str]:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield from (kind.__name__ for kind in type(error).__mro__)
        error = error.__cause__ or error.__context__
