"""What Hatena answers: the bookmarks of an entry, and the stars that were given to them or to an article.

A star has no time, and one person gives as many as they like: together they are one reaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.messages import _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.html import tidy
from tracker.rules import times
from tracker.rules.fields import number, rows, table, text
from tracker.rules.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.model import Article

STAR = "★"
PLAIN = ""
"""The colour of most stars, which costs nothing."""


class Starred(NamedTuple):
    """What stars are given to."""

    article: str
    """Its `uid`."""
    url: str
    bookmark: str = ""
    """The `id` of the bookmark; empty: the article itself."""


class Stars(NamedTuple):
    """The stars that one answer tells of."""

    page: Page
    unnamed: Counter[str]
    """How many stars of each article are only counted."""


def read(data: Mapping[str, Any], article: Article, url: str) -> Page:
    """Return the bookmarks that an entry lists."""
    interactions, problems = {}, []
    bookmarks = data.get("bookmarks")
    for row in bookmarks if isinstance(bookmarks, list) else ():
        user = row.get("user") if isinstance(row, dict) else None
        if isinstance(user, str) and user:
            bookmark = _bookmark(row, str(data["eid"]), article, url)
            interactions[bookmark.id] = bookmark
        else:
            problems.append(_("A bookmark of {url} does not say whose it is and was left out.").format(url=url))
    return Page(tuple(interactions.values()), problems=tuple(problems))


def read_stars(entries: list[Any], given: Mapping[str, Starred]) -> Stars:
    """Return the reactions to what was asked about (`given`, by `key`); entries without stars are not listed."""
    told: dict[str, Interaction] = {}
    unnamed: Counter[str] = Counter()
    problems = []
    for entry in map(table, entries):
        to = given.get(key(text(entry.get("uri"))))
        if to is None:
            problems.append(_("Stars of a page that was not asked for were left out."))
            continue
        people = _People()
        for color, star in _each(entry):
            people.take(color, star)
        unnamed[to.article] += people.unnamed
        told |= {one.id: one for one in people.reactions(to)}
    return Stars(Page(tuple(told.values()), problems=tuple(problems)), unnamed)


def key(uri: str) -> str:
    """Return one text for an address, which Hatena may give back with another scheme."""
    return canonical(uri, fragment=True)


def account(user: str) -> Account:
    """Return a user of Hatena."""
    photo = f"https://cdn.profile-image.st-hatena.com/users/{user}/profile.png"
    return Account("hatena", user, handle=user, url=f"https://profile.hatena.ne.jp/{user}/", photo=photo)


def _bookmark(row: Mapping[str, Any], eid: str, article: Article, url: str) -> Interaction:
    at = times.moment(row.get("timestamp"), times.JST)
    user = tidy(row["user"])  # half a surrogate pair is no part of an address
    day = at.at.strftime("%Y%m%d") if at else ""
    return Interaction(
        id=f"{eid}:{user}",
        kind=Kind.BOOKMARK,
        article=article.uid,
        account=account(user),
        url=f"https://b.hatena.ne.jp/{user}/{day}#bookmark-{eid}",
        target=url,
        text=tidy(str(row.get("comment") or "")),
        published=at.at if at else None,
        precision=at.precision if at else "second",
    )


def _each(entry: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield each star with its colour."""
    yield from ((PLAIN, star) for star in rows(entry.get("stars")))
    for colored in map(table, rows(entry.get("colored_stars"))):
        yield from ((tidy(text(colored.get("color"))), star) for star in rows(colored.get("stars")))


@dataclass
class _People:
    """Who gave stars to one thing."""

    given: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How many of each colour, by login."""
    quotes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    unnamed: int = 0

    def take(self, color: str, star: object) -> None:
        """Count one star; a bare number stands for so many that are not named."""
        row = table(star)
        who = tidy(text(row.get("name")))
        if not who:
            self.unnamed += number(star) or 1
            return
        self.given[who][color] += number(row.get("count")) or 1
        if quote := tidy(text(row.get("quote"))):
            self.quotes[who][quote] = None

    def reactions(self, to: Starred) -> Iterator[Interaction]:
        """Yield one reaction for each person."""
        for who, colors in self.given.items():
            yield Interaction(
                id=f"{to.bookmark or key(to.url)}:star:{who}",
                kind=Kind.REACTION,
                article=to.article,
                account=account(who),
                url=to.url if to.bookmark else "",
                target="" if to.bookmark else to.url,
                title=" ".join(f"{color}{STAR}{f'×{times}' if times > 1 else ''}" for color, times in colors.items()),
                text="\n".join(self.quotes[who]),
                parent=to.bookmark,
                thread=to.bookmark,
            )
