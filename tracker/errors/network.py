"""What can go wrong on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Cancelled, SourceError
from tracker.messages import _

if TYPE_CHECKING:
    from datetime import datetime


class Unreachable(SourceError):
    """No answer came."""

    def __init__(self, host: str, reason: str, *, passing: bool = False) -> None:
        super().__init__(
            _("{host} did not answer: {reason}.").format(host=host, reason=reason),
            _("Check the connection and run the command again; what was read is kept."),
        )
        self.passing = passing


class TooSlow(SourceError):
    """The whole answer took longer than the budget."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(
            _("{host} had not finished its answer after {seconds:.0f} seconds.").format(host=host, seconds=seconds),
            _("Run the command again later; what was read is kept."),
        )


class TooLarge(SourceError):
    """The decoded answer is larger than the cap."""

    def __init__(self, host: str, limit: int) -> None:
        super().__init__(
            _("The answer of {host} is larger than {limit:,} bytes.").format(host=host, limit=limit),
            _("Nothing of it was kept. Check the address; if it is right, the place is broken."),
        )


class RateLimited(SourceError):
    """The place asked us to wait longer than we are ready to."""

    passing = True

    def __init__(self, host: str, until: datetime | None) -> None:
        when = until.astimezone().strftime("%Y-%m-%d %H:%M") if until else _("an unknown time")
        super().__init__(
            _("{host} asks to be left alone until {when}.").format(host=host, when=when),
            _("What was read is kept; run the command again after that."),
        )
        self.until = until


class BudgetSpent(SourceError):
    """One run asked a host as often as it may."""

    def __init__(self, host: str, budget: int) -> None:
        super().__init__(
            _("{host} was asked {budget:,} times, which is the budget of one run.").format(host=host, budget=budget),
            _("What was read is kept; run the command again to go on, or raise `budget` in [network] of enishi.toml."),
        )


class Refused(SourceError):
    """The place answered with an error status."""

    def __init__(self, host: str, status: int, *, passing: bool = False) -> None:
        hints = {
            401: _("The token is missing, wrong or expired: see `enishi sources`."),
            403: _("The place does not let us in: see `enishi sources`."),
            404: _("Check the address in enishi.toml."),
        }
        super().__init__(
            _("{host} answered with status {status}.").format(host=host, status=status),
            hints.get(status, _("Run the command again later; what was read is kept.")),
        )
        self.status = status
        self.passing = passing


class TurnedAway(SourceError):
    """The place lets in nobody who comes from where we are, or so often."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} turns us away, as it does with whole networks and with whoever asks often.").format(host=host),
            _("What was read is kept. Leave it alone for some hours, then ask from another network, such as at home."),
        )


class ForbiddenAddress(SourceError):
    """An address we never connect to: private, local, or not the web."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            _("{url} was not fetched: {reason}.").format(url=url, reason=reason),
            _("Only public web addresses are fetched; `[network] allow` in enishi.toml names exceptions."),
        )


class NotAsExpected(SourceError):
    """The answer came, but is not what the place is known to say."""

    def __init__(self, host: str, wanted: str, found: str) -> None:
        super().__init__(
            _("{host} did not answer as it should: {wanted} was expected, {found} came.").format(
                host=host, wanted=wanted, found=found
            ),
            _("Check the address in enishi.toml; if it is right, the place has changed."),
        )


class UnusableToken(SourceError):
    """A token that cannot be sent, most often copied with something around it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("The token for {host} has characters that cannot be sent.").format(host=host),
            _("Copy it again, without spaces or quotes around it: see `enishi sources`."),
        )


class UnusableAddress(SourceError):
    """A secret that should be an address."""

    def __init__(self, source: str) -> None:
        super().__init__(
            _("The secret address for {source} is no web address.").format(source=source),
            _("Copy it again, from https:// to its end: see `enishi sources {source}`.").format(source=source),
        )


class PasswordRefused(SourceError):
    """A place that is logged in to does not take the password."""

    def __init__(self, host: str, account: str) -> None:
        super().__init__(
            _("{host} does not take the password of {account}.").format(host=host, account=account),
            _("Make a new app password in the settings there, and set it: see `enishi sources`."),
        )


class Stopped(Cancelled):
    """The command was interrupted while it waited for a place."""

    def __init__(self) -> None:
        super().__init__(_("The command was stopped."), _("What was read is kept; run it again to go on."))
