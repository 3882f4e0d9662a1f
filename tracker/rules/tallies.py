"""What a walk over the pages of strangers met, in a few sentences: one for each kind, whatever their number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.messages import _, plural, together
from tracker.rules.referrers import fetched
from tracker.rules.urls import host, path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass
class Tally:
    """What was met so far."""

    seen: Counter[str] = field(default_factory=Counter)
    """Mentions of each article."""
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Pages that could not be read, and why."""
    silent: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    """Hosts that are not asked again."""

    def sentences(self, waiting: int) -> Iterator[str]:
        """Yield what a person is told at the end."""
        if self.unread:
            yield _of_unread(self.unread)
        if self.silent:
            said = plural(
                "{count} page that people came from shows no link to your articles.",
                "{count} pages that people came from show no link to your articles.",
                len(self.silent),
            )
            yield together(said, _example(shown(self.silent[0])))
        if self.closed:
            said = plural(
                "{count} page that people came from asks programs to stay away.",
                "{count} pages that people came from ask programs to stay away.",
                len(self.closed),
            )
            yield together(said, _example(shown(self.closed[0])))
        if waiting:
            yield plural("{count} page waits for the next pull.", "{count} pages wait for the next pull.", waiting)


def of_crowds(names: Sequence[str]) -> tuple[str, ...]:
    """Return what is said of hosts where many write, when that is all that is told."""
    if not names:
        return ()
    said = plural(
        "People came from {count} site where many write, and it does not say from which page.",
        "People came from {count} sites where many write, and they do not say from which pages.",
        len(names),
    )
    return (together(said, _example(names[0])),)


def shown(url: str) -> str:
    """Return as much of a page's address as a message tells: host and path."""
    return host(fetched(url)) + path(fetched(url))


def _of_unread(unread: Sequence[tuple[str, str]]) -> str:
    said = plural(
        "{count} page that people came from could not be read.",
        "{count} pages that people came from could not be read.",
        len(unread),
    )
    url, reason = unread[0]
    return together(said, _("For example {page}: {reason}").format(page=shown(url), reason=reason))


def _example(page: str) -> str:
    return _("For example {page}.").format(page=page)
