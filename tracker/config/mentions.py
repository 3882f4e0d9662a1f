"""The ways out for webmentions, as the settings say."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.config import Settings
    from tracker.http import Clock, HttpSettings
    from tracker.verbs.notify import Ways

NAME = "Webmention"
"""In our name, so that whoever reads a log knows what we came for (S5: a MAY; we never ask with HEAD)."""
LARGEST = 1_000_000
"""Bytes of a page that are looked at: endpoints stand at its beginning."""
SECONDS = 20.0
"""For one request and its redirects."""
TRIES = 1


@contextmanager
def ways(settings: Settings, clock: Clock) -> Iterator[Ways]:
    """Open the way to our own site and the way to strangers; close both afterwards."""
    from tracker.config.network import Nothing, connector  # noqa: PLC0415 - only who sends goes out
    from tracker.http import Http  # noqa: PLC0415 - the same
    from tracker.verbs.notify import Ways  # noqa: PLC0415 - the same

    connect = connector(settings)
    told = manners(connect.told)
    with (
        Http(told, Nothing(), connect.pace, clock) as ours,
        Http(replace(told, allow=()), Nothing(), connect.pace, clock) as theirs,
    ):
        yield Ways(ours, theirs, clock)


def manners(told: HttpSettings) -> HttpSettings:
    """Return how we go out to send: by name, and with limits of size and time."""
    name = f"{told.user_agent} {NAME}"
    return replace(told, user_agent=name, max_bytes=LARGEST, cut=True, total_seconds=SECONDS, retries=TRIES)
