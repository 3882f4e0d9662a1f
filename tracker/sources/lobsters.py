"""Lobsters, as a feed reader sees it: the stories of our domain.

Its robots.txt keeps programs from everything, and its keepers ask for no scrapers, but greet feed readers:
so there is the feed alone, once a day. It lists the newest stories, and neither comments nor their number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from tracker.errors import Refused
from tracker.messages import N_, _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.comments import read as feed
from tracker.rules.urls import Pages, host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.feeds import Entry

SITE = "https://lobste.rs"
STORY = re.compile(r"/s/([0-9a-z]+)")
BY = re.compile(r"(?:^|\s)(?:by|via) ([\w-]+)$")
"""`mio.example via aoi`; `by` when it is their own page."""
LOGIN = re.compile(r"[\w-]+")
COMMENTS = "Comments"
"""The last line of every text: a link."""
NOT_THERE = (404, 410)
NONE = Page()


@dataclass(frozen=True)
class Lobsters(Source):
    """Asked by domain, once a day; the cursor holds the day of each."""

    name: ClassVar[str] = "lobsters"
    title: ClassVar[str] = "Lobsters"
    about: ClassVar[str] = N_(
        "Stories on Lobsters that link to your articles, without their comments: it wants no other programs than "
        "feed readers. Asked once a day."
    )
    unproven: ClassVar[bool] = True

    address: str = field(
        default=SITE, metadata={"help": N_("Where Lobsters is."), "fits": is_web, "wanted": N_("a web address")}
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the stories of each domain that was not asked about today."""
        ours, today = Pages(articles), datetime.now(UTC).date().isoformat()
        days: dict[str, str] = json.loads(cursor) if cursor else {}
        asked = {name for name, day in days.items() if day == today}
        for name in _domains(articles):
            if name not in asked:
                page = self._stories(name, ours, http)
                problems = () if page is not NONE or name in days else (_nobody(name),)
                days[name] = today
                yield Page(page.interactions, json.dumps(days), problems=(*page.problems, *problems))

    def _stories(self, name: str, ours: Pages, http: Http) -> Page:
        """Return the stories of one domain; NONE when it has no feed."""
        try:
            answer = http.get(f"{self.address.rstrip('/')}/domains/{name}.rss", conditional=True)
        except Refused as refused:
            if refused.status not in NOT_THERE:
                raise
            return NONE
        if answer.unchanged:
            return Page()
        told = feed(answer)
        page = read(told.entries, ours)
        if not told.broken:
            return page
        said = _("{feed} is broken: {reason}.").format(feed=f"/domains/{name}.rss", reason=told.broken)
        return Page(page.interactions, problems=(*page.problems, said))


def read(entries: Iterable[Entry], ours: Pages) -> Page:
    """Return the stories in a feed that link to an article of ours."""
    stories, problems = {}, []
    for entry in entries:
        article = ours.find(entry.url)
        number = STORY.fullmatch(urlsplit(entry.id).path) if article and is_web(entry.id) else None
        if article and number:
            stories[number[1]] = _story(entry, number[1], article.uid)
        elif article:
            problems.append(_("A story of Lobsters has no number and was left out."))
    return Page(tuple(stories.values()), problems=tuple(problems))


def _story(entry: Entry, number: str, article: str) -> Interaction:
    return Interaction(
        id=number,
        kind=Kind.MENTION,
        article=article,
        account=_account(entry.author),
        url=entry.id,
        target=entry.url,
        title=entry.title,
        text=entry.text.removesuffix(COMMENTS).rstrip(),
        published=entry.published.at if entry.published else None,
        precision=entry.published.precision if entry.published else "second",
        thread=number,
    )


def _account(author: str) -> Account | None:
    """Return who submitted it; the feed once told them as its author, and tells them behind the domain now."""
    found = BY.search(author)
    login = found[1] if found else author
    if not LOGIN.fullmatch(login):
        return None
    return Account("lobsters", login, handle=login, url=f"{SITE}/~{login}")


def _nobody(domain: str) -> str:
    """Say once why nothing was found; most domains were never submitted."""
    return _("Lobsters has no feed of {domain}: nobody has submitted a page of it yet.").format(domain=domain)


def _domains(articles: Sequence[Article]) -> dict[str, None]:
    """Return our hosts as Lobsters writes them."""
    urls = (url for article in articles for url in (article.url, *article.older_urls))
    return dict.fromkeys(re.sub(r"^www\d*\.(?=.+\.)", "", host(url)) for url in urls)
