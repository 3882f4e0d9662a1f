"""Announce an article elsewhere: draft it from its own words, let a human decide, send it once.

What is handed to a place is `sending` in the ledger before the place is called. Whatever happens then, the
same text goes out under the same key until the place has said what became of it; so nothing is posted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import DraftChanged, MaybeSent, Refused, SourceError
from tracker.model import Announcement
from tracker.model.posts import Message, Posting, Stage
from tracker.reading import previews
from tracker.rules import posting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.model.posts import Limits, Preview
    from tracker.sources import Outlet

ANEW = {"Accept": "text/html", "Cache-Control": "no-cache"}
"""Caches on the way shall ask the server."""
NOT_SHOWN = (401, 403, 404, 410)
OPEN = (Stage.DRAFT, Stage.SENDING)


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is not announced in a place yet."""

    article: Article
    place: str
    stage: Stage | None = None
    """How far it has come; None: nothing is drafted."""


class Way(NamedTuple):
    """How a place is posted to."""

    outlet: Outlet
    http: Http
    limits: Limits


def due(
    ledger: Ledger,
    articles: Iterable[Article],
    outlets: Mapping[str, Outlet],
    now: datetime,
    is_visible: Callable[[Article], bool],
) -> tuple[Due, ...]:
    """Return what came out lately and is to be announced, the newest first; asked for by nobody.

    `articles` are those that the site lists now, and that the ledger knows. What is scheduled, gone, old,
    announced there or declined is not due; but what was handed over without an answer is, however old.
    `is_visible` is asked last, once for each article.
    """
    unclear = {one.article for one in open_posts(ledger) if one.stage is Stage.SENDING}
    asked = [one for one in articles if posting.is_lately(one, now) or one.uid in unclear]
    open_there = [each for one in asked for each in wanting(ledger, one, outlets, now)]
    found = [one for one in open_there if one.stage is Stage.SENDING or posting.is_lately(one.article, now)]
    seen = {one.uid: is_visible(one) for one in {each.article.uid: each.article for each in found}.values()}
    return tuple(each for each in found if each.stage is not Stage.DECLINED and seen[each.article.uid])


def wanting(ledger: Ledger, article: Article, outlets: Mapping[str, Outlet], now: datetime) -> tuple[Due, ...]:
    """Return the places where an article that was named is not announced yet, whenever it came out.

    A place that was declined is among them, for somebody may think better of it.
    """
    if not posting.is_out(article, now):
        return ()
    urls = {*article.syndication, *_announced(ledger, article.uid)}
    places = [name for name, outlet in outlets.items() if not any(map(outlet.has, urls))]
    known = {name: ledger.posts.find(article.uid, name) for name in places}
    found = (Due(article, name, one.stage if one else None) for name, one in known.items())
    return tuple(each for each in found if each.stage is not Stage.SENT)


def open_posts(ledger: Ledger) -> tuple[Posting, ...]:
    """Return what is drafted, and what was handed over without an answer."""
    return tuple(one for one in ledger.posts.all() if one.stage in OPEN)


def look(article: Article, http: Http) -> Preview | None:
    """Return what the published page of an article says of itself; None: the world does not see it.

    Raises SourceError when nobody can tell.
    """
    try:
        answer = http.get(article.url, headers=ANEW)
    except Refused as refused:
        if refused.status in NOT_SHOWN:
            return None
        raise
    told = previews.read(answer)
    if told is None:
        return None
    named = told._replace(url=article.url, title=article.title or told.title, lang=article.lang or told.lang)
    return _with_picture(named, http)


def draft(ledger: Ledger, one: Due, told: Preview, limits: Limits, now: datetime) -> Posting:
    """Return the draft there is, else one made of what the article's page says; raises TooLong."""
    uid, place = one.article.uid, one.place
    known = ledger.posts.find(uid, place)
    if known and known.stage is not Stage.DECLINED:
        return known
    made = posting.draft(told, limits)
    key = posting.key(uid, place, made, now)
    with ledger.transaction():
        return ledger.posts.put(Posting(uid, place, Stage.DRAFT, told.lang, made, key, "", now))


def edit(ledger: Ledger, one: Posting, text: str, now: datetime, bounds: tuple[str, Limits]) -> Posting:
    """Keep what a person made of a draft; `bounds` are the article's address and what the place takes.

    Raises MaybeSent for what was handed over, LinkMissing, TooLong or DraftChanged.
    """
    if one.stage is not Stage.DRAFT:
        raise MaybeSent(one.place)
    written = posting.tidied(text)
    if fault := posting.fault(written, bounds[0], one.place, bounds[1]):
        raise fault
    key = posting.key(one.article, one.place, one.key + written, now)
    return _moved(ledger, one, one._replace(text=written, key=key, at=now))


def decline(ledger: Ledger, one: Posting, now: datetime) -> Posting:
    """Let an article not be announced there; raises MaybeSent once it is, or DraftChanged."""
    if one.stage is Stage.SENT:
        raise MaybeSent(one.place)
    return _moved(ledger, one, one._replace(stage=Stage.DECLINED, at=now))


def send(ledger: Ledger, one: Posting, told: Preview, way: Way, now: datetime) -> Posting:
    """Send the text that a human saw, and keep its address as an announcement; never inside a transaction.

    Raises DraftChanged, LinkMissing or TooLong before anything is handed over; then SourceError. After a
    refusal it is a draft again; after anything else it stays `sending`, and the next call finds out.
    """
    if one.stage is Stage.SENT:
        return one
    if fault := posting.fault(one.text, told.url, one.place, way.limits):
        raise fault
    _moved(ledger, one, one._replace(stage=Stage.SENDING, at=now))
    try:
        sent = way.outlet.send(Message(one.text, one.lang, told, now), None, one.key, way.http)
    except SourceError as error:
        if one.stage is not Stage.SENDING and posting.is_refusal(error):
            _take_back(ledger, one, now)
        raise
    with ledger.transaction():
        ledger.announcements.say(Announcement(one.article, sent.url, sent.at or now), now)
        return ledger.posts.put(one._replace(stage=Stage.SENT, url=sent.url, at=now))


def _take_back(ledger: Ledger, one: Posting, now: datetime) -> None:
    """Let it be a draft again, under another key: some servers repeat their refusal to the old one."""
    key = posting.key(one.article, one.place, one.key, now)
    with ledger.transaction():
        ledger.posts.put(one._replace(stage=Stage.DRAFT, key=key, at=now))


def _moved(ledger: Ledger, one: Posting, further: Posting) -> Posting:
    """Put `further` in the place of what was shown as `one`; raises DraftChanged where that is no more."""
    with ledger.transaction():
        known = ledger.posts.find(one.article, one.place)
        if known is None or (known.text, known.key, known.stage) != (one.text, one.key, one.stage):
            raise DraftChanged(one.place)
        return ledger.posts.put(further)


def _announced(ledger: Ledger, uid: str) -> Sequence[str]:
    """Return where an article is announced, whoever says so."""
    return [url for one in ledger.articles.all() if one.uid == uid for url in one.syndication]


def _with_picture(told: Preview, http: Http) -> Preview:
    """Fetch what the card shows; a picture that cannot be had is left out."""
    if not told.picture_url:
        return told
    try:
        picture = http.get(told.picture_url).body
    except SourceError:
        return told
    kind = previews.kind(picture)
    return told._replace(picture=picture, picture_type=kind) if kind else told
