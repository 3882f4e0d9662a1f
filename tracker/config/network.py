"""The way out to the network, as the settings say; and our own articles, read through it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.config import Settings
    from tracker.http import Http, HttpSettings, Pace, Validators
    from tracker.model import Validator
    from tracker.site import Site


def connector(settings: Settings, max_wait: float | None = None) -> Connector:
    """Return what gives each source its way out; `max_wait` seconds stand for those of the settings."""
    from ipaddress import ip_network  # noqa: PLC0415 - only a pull goes out

    from tracker.http import HttpSettings, Pace  # noqa: PLC0415 - only a pull goes out

    allowed = tuple(ip_network(text, strict=False) for text in settings.network.allow)
    patience = settings.network.max_wait if max_wait is None else max_wait
    told = HttpSettings(settings.user_agent, allow=allowed, max_wait=patience, budget=settings.network.budget)
    return Connector(told, Pace())


@dataclass(frozen=True, slots=True)
class Connector:
    """Gives each source its way out; all of them share one pace."""

    told: HttpSettings
    pace: Pace

    def __call__(self, validators: Validators, stop: Event, /) -> Http:
        """Return a session whose waits end when `stop` is set."""
        from tracker.http import Clock, Http  # noqa: PLC0415 - only a pull goes out

        return Http(self.told, validators, self.pace, Clock(stop))


def our_site(settings: Settings) -> Site:
    """Read the list of our articles; raises ConfigError or SourceError."""
    from tracker import site  # noqa: PLC0415 - most commands know the articles from the ledger

    with connector(settings)(Nothing(), Event()) as http:
        return site.read(settings.articles, http)


class Nothing:
    """Validators of what is always read anew."""

    def get(self, _url: str) -> Validator | None:
        """Know nothing."""
        return None

    def put(self, url: str, validator: Validator) -> None:
        """Keep nothing."""
