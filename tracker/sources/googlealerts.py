"""Google Alerts, through the feeds it makes of them: pages that may link to our articles, and are looked at.

Whoever knows the address of such a feed reads it, so that it is a secret, and told nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from tracker.errors import NotAsExpected, Refused, UnusableAddress
from tracker.messages import N_, _
from tracker.model import Secret
from tracker.reading.comments import read as feed
from tracker.reading.discovery import MOST_PAGES, MOST_PAGES_HELP, Discovery, Notes
from tracker.rules.fields import rows, text
from tracker.rules.urls import host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.errors import SourceError
    from tracker.http import Http
    from tracker.model import Article, Cursor, Page
    from tracker.reading.feeds import Entry

GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]+")
WRAPPING = "/url"
NUMBER = re.compile(r"(\w+)$")
NOT_THERE = (404, 410)


@dataclass(frozen=True)
class GoogleAlerts(Source):
    """Asked feed by feed; the cursor holds which entries and which pages are known."""

    name: ClassVar[str] = "googlealerts"
    title: ClassVar[str] = "Google Alerts"
    about: ClassVar[str] = N_(
        "Pages that link to your articles, found by Google's alerts for your titles or addresses."
    )

    feeds: Secret = field(
        metadata={
            "help": N_(
                "The addresses of your alerts' feeds, with spaces between them: at https://www.google.com/alerts, "
                "let an alert deliver to an RSS feed and copy what its symbol links to."
            )
        }
    )
    most_pages: int = field(default=MOST_PAGES, metadata={"help": MOST_PAGES_HELP})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Read each feed, then look at the pages that are new in them."""
        if not articles:
            return
        notes = Notes.read(cursor)
        found, problems = self._found(http)
        known = {text(one) for one in rows(notes.own.get("entries"))}
        notes.own["entries"] = sorted(found)
        discovery = Discovery(articles, http, notes)
        yield discovery.note(((url, 1) for number, url in found.items() if number not in known), problems)
        yield from discovery.looks(self.most_pages)

    def _found(self, http: Http) -> tuple[dict[str, str], list[str]]:
        """Return the page of each entry, by its number, and what was wrong; raises when no feed could be read."""
        addresses = self.feeds.reveal().split()
        if not addresses or not all(map(is_web, addresses)):
            raise UnusableAddress(self.name)
        found: dict[str, str] = {}
        problems: list[str] = []
        failed: list[SourceError] = []
        for number, address in enumerate(addresses, 1):
            try:
                told, said = self._feed(Secret(address), http)
            except (NotAsExpected, Refused) as error:
                if isinstance(error, Refused) and error.status not in NOT_THERE:
                    raise
                failed.append(error)
                told, said = {}, [error.message]
            found |= told
            problems += [_("Alert {number}: {problem}").format(number=number, problem=one) for one in said]
        if len(failed) == len(addresses):
            raise failed[0]
        return found, problems

    def _feed(self, address: Secret, http: Http) -> tuple[dict[str, str], list[str]]:
        told = feed(http.get(address))
        found, problems = read(told.entries)
        broken = [_("its feed is broken: {reason}.").format(reason=told.broken)] if told.broken else []
        return found, [*broken, *problems]


def read(entries: Iterable[Entry]) -> tuple[dict[str, str], list[str]]:
    """Return the page of each entry, by its number, and a sentence for each that names none."""
    found, problems = {}, []
    for entry in entries:
        url, number = unwrapped(entry.url), NUMBER.search(entry.id)
        if url and number:
            found[number[1]] = url
        else:
            problems.append(_("an entry does not say which page it found."))
    return found, problems


def unwrapped(url: str) -> str:
    """Return the page that Google leads to by way of its own address; empty when it is none."""
    if GOOGLE.fullmatch(host(url)):
        told = parse_qs(urlsplit(url).query) if urlsplit(url).path == WRAPPING else {}
        url = next(iter(told.get("url") or told.get("q") or ()), "")
    return url.strip() if is_web(url) else ""
