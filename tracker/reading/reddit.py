"""The entries of Reddit's Atom feeds: submissions (`t3_…`) and comments (`t1_…`).

What somebody wrote stands between two marks; the rest of an entry is trimming. No feed says which
comment another one answers, so that all hang on their submission.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tracker.messages import _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.html import plain
from tracker.rules.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article
    from tracker.reading.feeds import Entry
    from tracker.rules.urls import Pages

SITE = "https://www.reddit.com"
SHORT = "redd.it"
HOSTS = (SHORT, "reddit.com", *(f"{name}.reddit.com" for name in ("www", "old", "new", "np", "m")))
NAME = re.compile(r"(?:^|/)(t[13])_([0-9a-z]+)$")
"""Feed readers take an id that is no address for a relative one."""
THREAD = re.compile(r"(?:/(?:r|u|user)/[\w-]+)?/comments/([0-9a-z]+)")
BODY = re.compile(r"<!-- SC_OFF -->(.*?)<!-- SC_ON -->", re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)">\s*\[link\]\s*</a>')
HREF = re.compile(r'<a href="([^"]*)"')
TAKEN_AWAY = ("[deleted]", "[removed]", "[unavailable]", "[ Removed by Reddit ]")
NOBODY = ("", "[deleted]", "[removed]")
MODERATES = "AutoModerator"


class Thread(NamedTuple):
    """A submission, as its address tells it."""

    id: str
    """As its interaction is called."""
    path: str
    """Of the page that everything below it is on."""


class Root(NamedTuple):
    """What comments are about."""

    article: str
    """Its `uid`."""
    submission: str
    """The `id` of the submission that they are below."""
    seen: bool
    """Whether it was seen itself: nothing answers what never was."""


def thread(url: str) -> Thread | None:
    """Return the submission that a page of Reddit shows, or a comment below it."""
    if host(url) == SHORT:
        number = urlsplit(url).path.strip("/")
        return Thread(f"t3_{number}", f"/comments/{number}/") if re.fullmatch("[0-9a-z]+", number) else None
    found = THREAD.match(urlsplit(url).path) if is_web(url) else None
    return Thread(f"t3_{found[1]}", f"{found[0]}/") if found else None


def path(one: Interaction) -> str:
    """Return where everything below a submission is."""
    told = thread(one.url)
    return told.path if told and told.id == one.id else f"/comments/{one.id.removeprefix('t3_')}/"


def name(entry: Entry) -> str:
    """Return what an entry is called, `t3_…` or `t1_…`; empty for all else."""
    found = NAME.search(entry.id)
    return f"{found[1]}_{found[2]}" if found else ""


def submissions(entries: Iterable[Entry], ours: Pages) -> Page:
    """Return the submissions in a list that link to an article of ours."""
    told, gone, problems = {}, [], []
    for entry in entries:
        article = about(entry, ours)
        if article and name(entry).startswith("t3_"):
            one = _submission(entry, article.uid)
            told[one.id] = one
            gone += [one.id] if one.text in TAKEN_AWAY else []
        elif article:
            problems.append(_unnamed())
    return Page(tuple(one for one in told.values() if one.id not in gone), gone=tuple(gone), problems=tuple(problems))


def comments(entries: Sequence[Entry], root: Root) -> Page:
    """Return what a feed of one submission holds: itself first, then the comments below it."""
    told, gone, problems = {}, [], []
    itself = [one for one in entries if name(one) == root.submission and plain(_body(one)) not in TAKEN_AWAY]
    above = root.submission if root.seen or itself else ""
    for entry in entries:
        uid = name(entry)
        one = _submission(entry, root.article) if uid.startswith("t3_") else _comment(entry, root.article, above)
        if not uid:
            problems.append(_unnamed())
        elif one.text in TAKEN_AWAY:
            gone.append(uid)
        else:
            told[uid] = one
    return Page(tuple(told.values()), gone=tuple(gone), problems=tuple(problems))


def mention(entry: Entry, article: str) -> Interaction:
    """Return a comment that links to an article below a submission that does not."""
    return _said(entry, Kind.MENTION, article)


def about(entry: Entry, ours: Pages) -> Article | None:
    """Return the article of ours that an entry links to."""
    urls = [_target(entry), *(unescape(url) for url in HREF.findall(_body(entry)))]
    return next(filter(None, map(ours.find, urls)), None)


def _submission(entry: Entry, article: str) -> Interaction:
    told = _said(entry, Kind.MENTION, article)
    return replace(told, target=_target(entry), title=entry.title, thread=told.id)


def _comment(entry: Entry, article: str, above: str) -> Interaction:
    return replace(_said(entry, Kind.REPLY, article), parent=above, thread=above)


def _said(entry: Entry, kind: Kind, article: str) -> Interaction:
    return Interaction(
        id=name(entry),
        kind=kind,
        article=article,
        account=_account(entry),
        url=entry.url.partition("?")[0] if is_web(entry.url) else "",
        text=plain(_body(entry)),
        published=entry.published.at if entry.published else None,
        precision=entry.published.precision if entry.published else "second",
    )


def _body(entry: Entry) -> str:
    """What was written: a comment's content is that alone where the marks are missing."""
    found = BODY.search(entry.html)
    if found:
        return found[1]
    return entry.html if name(entry).startswith("t1_") else ""


def _target(entry: Entry) -> str:
    """Where a submission links to; one that is only a text links to itself, which is nowhere."""
    found = LINK.search(BODY.sub("", entry.html))
    url = unescape(found[1]) if found else ""
    return url if is_web(url) and url != entry.url else ""


def _account(entry: Entry) -> Account | None:
    """A name there is somebody's for ever; feeds know no other id."""
    who = entry.author.removeprefix("/u/").strip()
    if who in NOBODY:
        return None
    return Account("reddit", who, handle=who, url=f"{SITE}/user/{who}", bot=who == MODERATES)


def _unnamed() -> str:
    return _("An entry of Reddit has no id and was left out.")
