"""The kinds of errors, and the exit code of each."""

from __future__ import annotations

from typing import ClassVar


class EnishiError(Exception):
    """Anything that went wrong and can be explained."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(EnishiError):
    """The settings cannot be used."""

    exit_code = 3


class SourceError(EnishiError):
    """A place cannot be read; during a pull it is a value, not the end."""

    exit_code = 4
    passing: bool = False
    """Whether it may be over in a moment, so that asking again helps."""


class TargetError(EnishiError):
    """The site cannot be put where it belongs: the place is not reached, or says no."""

    exit_code = 4


class LedgerError(EnishiError):
    """The ledger's file cannot be used."""

    exit_code = 5


class NotFound(EnishiError):
    """An article, a person, an interaction or a draft that is not there."""

    exit_code = 6


class Blocked(EnishiError):
    """A check says no."""

    exit_code = 7


class Cancelled(EnishiError):
    """The user changed their mind."""

    exit_code = 8
