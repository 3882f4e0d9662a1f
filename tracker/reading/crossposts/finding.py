"""Copies found without being named: what `announce` tells the site, and what a human is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Refused
from tracker.model import Announcement
from tracker.reading.crossposts.place import NOT_THERE
from tracker.rules import crossposts
from tracker.rules.urls import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Article
    from tracker.reading.crossposts.place import Listing, Place
    from tracker.rules.crossposts import Copy, Named


def announced(place: Place, articles: Sequence[Article]) -> Iterator[Announcement]:
    """Yield the author's items that are copies, the newest first."""
    copies, found = _found(place, articles)
    yield from (Announcement(found[one.key], one.url, one.at) for one in copies if one.key in found)


def suggested(place: Place, articles: Sequence[Article]) -> Iterator[Announcement]:
    """Yield the author's items that have the title of an article without a copy: a human must say whether they are."""
    copies, found = _found(place, articles)
    without = [one for one in articles if one.uid not in found.values()]
    for copy in copies:
        uid = "" if copy.key in found else crossposts.suggested(copy, without)
        if uid:
            yield Announcement(uid, copy.url, copy.at)


def _found(place: Place, articles: Sequence[Article]) -> tuple[list[Copy], dict[str, str]]:
    """Return all items, the newest first, and the articles that some are copies of."""
    ours, names = Pages(articles), crossposts.named(articles, place.spot)
    told = {one.key: one for user in users(place, names) for part in _parts(place, user) for one in part.copies}
    found = {key: uid for key, one in told.items() if (uid := crossposts.article_of(one, ours, names))}
    return list(crossposts.newest_first(told.values())), found


def _parts(place: Place, user: str) -> Iterator[Listing]:
    """Yield a list; nothing when an address told of somebody whom the place does not list."""
    try:
        yield from place.listed(user, conditional=False)
    except Refused as refused:
        if user in place.users or refused.status not in NOT_THERE:
            raise


def users(place: Place, names: dict[str, Named]) -> tuple[str, ...]:
    """Return whose items to list: those of the settings first, then those whom named copies tell of."""
    told = (one.spot.user for one in names.values() if one.spot.user)
    return tuple(dict.fromkeys([*place.users, *told]))
