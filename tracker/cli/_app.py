"""What every command is given: the settings, the ledger and the time, each made when first asked for."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import click

from tracker.messages import _
from tracker.rules.since import SPAN, since

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.config import Settings
    from tracker.ledger import Ledger
    from tracker.site import Site


class App:
    """One run of the command."""

    def __init__(self, folder: Path, ledger: Path | None = None) -> None:
        self.folder = folder
        self._ledger = ledger

    @cached_property
    def settings(self) -> Settings:
        """What enishi.toml says; raises ConfigError."""
        from tracker import config

        return config.read(self.folder)

    @cached_property
    def now(self) -> datetime:
        """The time, in the local zone; ENISHI_NOW (ISO 8601) stands in for it in tests."""
        told = os.environ.get("ENISHI_NOW")
        return datetime.fromisoformat(told) if told else datetime.now(UTC).astimezone()

    @property
    def ledger_path(self) -> Path:
        """Where the private file is."""
        return self.settings.ledger(self._ledger)

    def ledger(self) -> Ledger:
        """Open the ledger; use it in a `with`. Raises LedgerError."""
        from tracker.ledger import Ledger

        return Ledger.open(self.ledger_path)

    def site(self) -> Site:
        """Read the list of our articles; raises ConfigError or SourceError."""
        from tracker.config.network import our_site

        return our_site(self.settings)

    def since(self, asked: str | None) -> datetime | None:
        """Return the start of the span that was typed; a usage error when it is none."""
        if not asked:
            return None
        return since(asked, self.now) or self._no_span(asked)

    def until(self, asked: str) -> datetime:
        """Return the end of the span that was typed, from now on; a usage error when it is none."""
        then = since(asked, self.now)
        if then is not None and SPAN.fullmatch(asked.strip().lower()):
            then = self.now + (self.now - then)
        return then if then is not None and then > self.now else self._no_span(asked)

    @staticmethod
    def _no_span(asked: str) -> datetime:
        said = _("“{asked}” is no span of time; type 30d, 2w, 2026-10-01 or last-month.").format(asked=asked)
        raise click.BadParameter(said)
