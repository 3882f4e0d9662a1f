"""Microformats of a page: its posts, who wrote them, and to which of our articles each answers.

mf2py reads them (https://microformats.org/wiki/microformats2-parsing); which post a link stands in is
found by numbering the posts beforehand. Whose a post is follows https://indieweb.org/authorship.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.model import Kind
from tracker.reading.html import SPACE, plain, tidy
from tracker.reading.webpages import Person
from tracker.rules import times
from tracker.rules.fields import rows, table, text
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from tracker.model import Article
    from tracker.reading.webpages import Webpage
    from tracker.rules.referrers import Ours
    from tracker.rules.times import Moment

Fetch: TypeAlias = "Callable[[str], Webpage | None]"
"""How the page about an author is asked for; None when it cannot be read."""

POSTS = ("h-entry", "h-cite", "h-event", "h-review", "hentry", "hreview")
QUERY = ", ".join(f'[class~="{name}"]' for name in POSTS)
EXPLICIT = '[class~="u-url"], [class~="url"], [rel~="bookmark"]'
"""What gives a post an address of its own."""
LARGEST = 256_000
"""Characters that mf2py is given: a megabyte takes it seconds."""
LONGEST = 100_000
"""Characters of one post, as HTML."""
DEAD = re.compile(r"<(script|style|svg|noscript)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
ANSWERS = {
    "in-reply-to": Kind.REPLY,
    "like-of": Kind.LIKE,
    "repost-of": Kind.REPOST,
    "bookmark-of": Kind.BOOKMARK,
    "quotation-of": Kind.QUOTE,
}
OF_OTHERS = ("comment", "like", "repost", "bookmark", "reply", "mention")
"""Posts inside a post that are somebody else's: whose, only they themselves say."""


@dataclass(frozen=True)
class Item:
    """One microformat."""

    kinds: tuple[str, ...]
    properties: Mapping[str, Any]
    above: Item | None = field(default=None, repr=False)
    role: str = ""
    """The property of `above` that it is the value of; empty for one that only stands in it."""
    lang: str = ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a property as texts: of a nested microformat, its address or else its name."""
        return tuple(said for value in rows(self.properties.get(name)) if (said := _text(value)))

    @property
    def urls(self) -> tuple[str, ...]:
        """Its own addresses."""
        return tuple(url for url in self.texts("url") if is_web(url))

    @cached_property
    def content(self) -> str:
        """What it says: its content, else its summary."""
        said = table(next(iter(rows(self.properties.get("content"))), None))
        body = plain(text(said.get("html"))[:LONGEST]) or tidy(next(iter(self.texts("content")), ""))
        return body or tidy(next(iter(self.texts("summary")), ""))

    @property
    def title(self) -> str:
        """Its name, on one line."""
        return tidy(SPACE.sub(" ", next(iter(self.texts("name")), ""))).strip()

    @property
    def published(self) -> Moment | None:
        """When, to the day only if it names no zone."""
        said = (*self.texts("published"), *self.texts("updated"))
        return next((read for one in said if (read := times.moment(one) or times.local(one))), None)

    def kind(self, article: Article, ours: Ours) -> Kind:
        """Return what it does with an article of ours."""
        done = (kind for name, kind in ANSWERS.items() if any(ours.find(url) == article for url in self.texts(name)))
        kind = next(done, Kind.MENTION)
        return Kind.RSVP if kind is Kind.REPLY and self.texts("rsvp") else kind


class Microformats:
    """What a page holds; the page's posts are numbered on the way."""

    def __init__(self, page: Webpage) -> None:
        self.page = page
        made_up: set[str] = set()
        for number, node in enumerate(page.tree.css(QUERY)):
            node.attrs["id"] = _name(number)
            if node.css_first(EXPLICIT) is None:
                made_up.add(_name(number))
        self._by_name = dict(_items(_parsed(page), made_up))
        self.items = tuple(self._by_name.values())

    def post_of(self, node: LexborNode, ours: Ours) -> Item | None:
        """Return the innermost post that a link stands in; what is only cited there is part of it."""
        above: LexborNode | None = node
        while above is not None and (above.id or "") not in self._by_name:
            above = above.parent
        item = self._by_name.get(above.id or "") if above is not None else None
        while item and (_is_no_post(item) or _is_citation(item, ours)):
            item = item.above
        return item

    def author(self, post: Item, fetch: Fetch) -> Person | None:
        """Return who wrote a post, by the authorship algorithm; `fetch` asks for at most one page."""
        said = self._said(post)
        if said and said.url and not said.name:
            return self._by_page(said.url, fetch)
        if said or post.role in OF_OTHERS:
            return said
        named = self.page.written_by
        return named and _named(self._by_page(named.url, fetch), named.name)

    def representative(self) -> Person | None:
        """Return the only card of the page, if it has an address."""
        cards = [_card(item) for item in self.items if "h-card" in item.kinds and not item.above]
        return cards[0] if len(cards) == 1 and cards[0].url else None

    def _said(self, post: Item) -> Person | None:
        """Return the author that the post names, or the feed it stands in."""
        theirs: Item | None = post
        while theirs:
            for value in rows(theirs.properties.get("author")):
                return _person(value)
            theirs = None if theirs.role in OF_OTHERS else theirs.above
        return None

    def _by_page(self, url: str, fetch: Fetch) -> Person:
        here = canonical(url) == canonical(self.page.address)
        about = self.page if here else fetch(url)
        cards = self.items if here else Microformats(about).items if about else ()
        mine = about.mine if about else frozenset()
        return _card_of(url, cards, mine) or _card_of(url, self.items, frozenset((canonical(url),))) or Person(url=url)


def _card_of(url: str, items: tuple[Item, ...], mine: frozenset[str]) -> Person | None:
    """Return the card that stands for the page `url` (https://microformats.org/wiki/representative-h-card-parsing)."""
    page = canonical(url)
    cards = [item for item in items if "h-card" in item.kinds]
    own = [item for item in cards if page in map(canonical, item.urls)]
    same = [item for item in own if page in map(canonical, item.texts("uid"))]
    known = [item for item in cards if any(canonical(each) in mine for each in item.urls)]
    chosen = same or known or (own if len(cards) == 1 else [])
    return _card(chosen[0]) if chosen else None


def _parsed(page: Webpage) -> dict[str, Any]:
    """Return what mf2py finds; nothing when a stranger's nesting is deeper than Python's stack."""
    import mf2py  # noqa: PLC0415 - heavy, and only needed when a page is read

    html = DEAD.sub("", page.tree.html or "")
    try:
        return dict(
            mf2py.parse(doc=_part(page) if len(html) > LARGEST else html, url=page.base, html_parser="html.parser")
        )
    except (RecursionError, ValueError):
        return {}


def _part(page: Webpage) -> str:
    """Return the posts of a page that is too large as a whole, as many as there is room for, and its cards."""
    room, parts = LARGEST, []
    for node in page.tree.css(f'{QUERY}, [class~="h-card"]'):
        html = DEAD.sub("", node.html or "")
        if len(html) <= room:
            parts.append(html)
            room -= len(html)
    return f"<html><body>{''.join(parts)}</body></html>"


def _items(parsed: Mapping[str, Any], made_up: Collection[str]) -> Iterator[tuple[str, Item]]:
    """Yield every microformat, by the name it was given or else a number.

    The addresses of those named in `made_up` were implied: the only link of a post is taken for its own.
    """
    ahead: list[tuple[Any, Item | None, str]] = [(one, None, "") for one in rows(parsed.get("items"))]
    while ahead:
        said, above, role = ahead.pop(0)
        name = text(said.get("id"))
        told = table(table(said).get("properties"))
        properties = {key: values for key, values in told.items() if key != "url" or name not in made_up}
        item = Item(tuple(map(text, rows(said.get("type")))), properties, above, role, text(said.get("lang")))
        yield name or f"item {id(said)}", item
        ahead += [(one, item, "") for one in rows(said.get("children"))]
        inside = ((one, name) for name, values in properties.items() for one in rows(values))
        ahead += [(one, item, name) for one, name in inside if isinstance(one, dict) and "type" in one]


def _person(value: object) -> Person:
    """Return an author: a card, an address or a name."""
    if isinstance(value, dict) and "properties" in value:
        return _card(Item((), table(value["properties"])))
    said = _text(value)
    return Person(url=said) if is_web(said) else Person(tidy(said))


def _card(item: Item) -> Person:
    name, photo = (next(iter(item.texts(each)), "") for each in ("name", "photo"))
    url, *also = (*item.urls, "")
    return Person(
        tidy(SPACE.sub(" ", name)).strip(),
        url,
        photo if is_web(photo) else "",
        tuple(filter(None, also)),
        tidy(" ".join(item.texts("note"))),
    )


def _named(person: Person, name: str) -> Person:
    return person if person.name else person._replace(name=name)


def _is_citation(item: Item, ours: Ours) -> bool:
    cites = "h-cite" in item.kinds and item.role not in OF_OTHERS and any(map(ours.find, item.urls))
    return cites or item.role in ANSWERS


def _is_no_post(item: Item) -> bool:
    return not any(kind in POSTS for kind in item.kinds)


def _text(value: object) -> str:
    """Return a text as it is, else a nested microformat's address or name, else an object's `value`."""
    properties = table(table(value).get("properties"))
    inside = (*rows(properties.get("url")), *rows(properties.get("name"))) if properties else ()
    said = next((one for one in inside if isinstance(one, str)), table(value).get("value"))
    return (text(value) or text(said)).strip()


def _name(number: int) -> str:
    return f"enishi-post-{number}"
