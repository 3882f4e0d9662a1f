"""What a page says of our articles: one mention for each it links to, by microformats where it has them.

A page that only lists posts is no mention: the post has an address of its own, which is to be looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tracker.model import Account, Claim, Interaction, Kind
from tracker.reading.microformats import OF_OTHERS, Microformats
from tracker.reading.webpages import Person
from tracker.rules import optout, profiles
from tracker.rules.referrers import bare, root
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tracker.model import Article
    from tracker.reading.microformats import Fetch, Item
    from tracker.reading.webpages import Link, Webpage
    from tracker.rules.referrers import Ours

GIFTS = (Kind.LIKE, Kind.REPOST, Kind.BOOKMARK, Kind.RSVP)
"""What may come without words."""
MOST_LINKS = 20
"""To one article: more say no more."""
LONG = 600
"""Characters; of a longer post only what stands around the link is kept, unless it is a reply."""
HATENA = re.compile(r"https?://(?:blog|profile|www)\.hatena\.ne\.jp/([a-zA-Z][\w-]{1,31})/?")
HATENA_BLOGS = (".hatenablog.com", ".hatenablog.jp", ".hateblo.jp", ".hatenadiary.com", ".hatenadiary.jp")
"""Where the place itself writes whose a blog is."""


class Posts(NamedTuple):
    """The posts of a page that link to us, and where they are when that is not here."""

    interactions: tuple[Interaction, ...] = ()
    elsewhere: tuple[str, ...] = ()
    links: bool = False
    """Whether the page links to us at all."""
    closed: bool = False
    """Whether somebody who wrote one asks not to be collected."""


class _When(NamedTuple):
    """When something was published, if it says."""

    at: datetime | None = None
    precision: str = "second"


class _Closed:
    """A post of somebody who asks not to be collected, and of whom nothing else is told."""


def posts(page: Webpage, ours: Ours, fetch: Fetch, *, follow: bool = True) -> Posts:
    """Return what `page` says of our articles; `fetch` asks for a page about its author.

    With `follow`, a post that names another address as its own is to be read there; otherwise it is
    read here, but only if that address is on the same site.
    """
    linked = _linked(page, ours)
    if not linked:
        return Posts()
    reader = _Reader(page, ours, fetch, follow)
    told = [reader.read(article, links) for article, links in linked.values()]
    return Posts(
        tuple(one for one in told if isinstance(one, Interaction)),
        tuple(dict.fromkeys(one for one in told if isinstance(one, str))),
        links=True,
        closed=any(isinstance(one, _Closed) for one in told),
    )


def _linked(page: Webpage, ours: Ours) -> dict[str, tuple[Article, list[Link]]]:
    """The links to each article, by its `uid`."""
    linked: dict[str, tuple[Article, list[Link]]] = {}
    for link in page.links(ours.names):
        if article := ours.find(link.url):
            linked.setdefault(article.uid, (article, []))[1].append(link)
    return linked


@dataclass
class _Reader:
    """One page, and what it takes to read a post of it."""

    page: Webpage
    ours: Ours
    fetch: Fetch
    follow: bool
    formats: Microformats = field(init=False)

    def __post_init__(self) -> None:
        self.formats = Microformats(self.page)

    def read(self, article: Article, links: Sequence[Link]) -> Interaction | str | _Closed | None:
        """Return the post that links to `article`, or the address it is to be read at; nothing for our own words."""
        found = [(self.formats.post_of(link.node, self.ours), link) for link in links[:MOST_LINKS]]
        post, link = min(found, key=lambda one: self._rank(one[0], article))
        if post and any(map(self.ours.has, post.urls)):
            return None
        address = self._elsewhere(post, link)
        if address and (self.follow or root(address) != root(self.page.address)):
            return address if self.follow else None
        return self._interaction(post, link, article)

    def _rank(self, post: Item | None, article: Article) -> int:
        """A post that answers says more than one that mentions, and that more than a link in none."""
        if post is None:
            return 2
        return 1 if post.kind(article, self.ours) is Kind.MENTION else 0

    def _elsewhere(self, post: Item | None, link: Link) -> str:
        """Return the address of its own that a post names, if that is not this page."""
        here = {canonical(self.page.address), self.page.permanent}
        urls = post.urls if post else (self.page.post_of(link.node),)
        return "" if not here.isdisjoint(map(canonical, urls)) else next(filter(is_web, urls), "")

    def _interaction(self, post: Item | None, link: Link, article: Article) -> Interaction | _Closed:
        """Return the mention, marked when its author asks not to be collected."""
        page, author = self.page, self._author(post)
        account = _guest(page, author) if post and post.role in OF_OTHERS else _account(page, author)
        opted_out = page.is_unlisted or bool(author and optout.opted_out(author.note))
        if opted_out and account is None:
            return _Closed()
        kind = post.kind(article, self.ours) if post else _kind(link)
        text = self._text(post, link, kind)
        when = self._when(post)
        return Interaction(
            id=f"{page.permanent} {article.uid}",
            kind=kind,
            article=article.uid,
            account=replace(account, opted_out=opted_out) if account else None,
            url=page.proper,
            target=link.url,
            title=self._title(post, text),
            text=text,
            lang=(_language(post.lang) if post else "") or page.lang,
            published=when.at,
            precision=when.precision,
        )

    def _when(self, post: Item | None) -> _When:
        told = (post.published if post else None) or self.page.published
        return _When(told.at, told.precision) if told else _When()

    def _author(self, post: Item | None) -> Person | None:
        """Return who wrote it: by microformats, else as the page says it for others."""
        plain = self.page.author or self.page.written_by
        found = self.formats.author(post, self.fetch) if post else None
        if post and post.role in OF_OTHERS:
            return found
        if found and not found.name and plain:
            return found._replace(name=plain.name)
        return found or plain or self.formats.representative()

    def _title(self, post: Item | None, text: str) -> str:
        """Return the name of a post or page, unless it is only made up from the text, as parsers do."""
        name = post.title if post else ""
        if not name and not (post and post.content):
            name = self.page.title
        begun, said = _squeezed(name.removesuffix("…").removesuffix("...")), _squeezed(text)
        return "" if said.startswith(begun) or (said and said in begun) else name

    def _text(self, post: Item | None, link: Link, kind: Kind) -> str:
        """Return all of an answer and of a short post, else what stands around the link."""
        said = post.content if post else ""
        if post and (kind in GIFTS or (said and (kind is not Kind.MENTION or len(said) <= LONG))):
            return said
        return self.page.around(link.node)


def _kind(link: Link) -> Kind:
    """A link may say by itself that it answers, or a quotation where it is from."""
    if link.node.tag in ("blockquote", "q"):
        return Kind.QUOTE
    said = (link.node.attributes.get("rel") or "").lower().split()
    return Kind.REPLY if "in-reply-to" in said else Kind.MENTION


def _account(page: Webpage, author: Person | None) -> Account | None:
    """Return whose a page is: what it says of others' addresses is only a claim, what of its own site is proof."""
    told = author or Person()
    own = bool(told.url) and root(told.url) == root(page.address)
    found = profiles.account(told.url if own else "", page.address, told.name, told.photo)
    if found is None and told.name:
        found = Account(profiles.PLACE, page.permanent, name=told.name, url=page.address, photo=told.photo)
    return replace(found, claims=tuple(dict.fromkeys(_claims(page, told)))) if found else None


def _guest(page: Webpage, author: Person | None) -> Account | None:
    """Return who wrote a comment on somebody's page; its address is what that page says, and no more."""
    if author is None:
        return None
    claims = (Claim("url", canonical(author.url), "declared"),) if is_web(author.url) else ()
    named = canonical(author.url) or author.name
    return Account(
        profiles.PLACE, f"{page.permanent}#{named}", author.name, "", author.url, author.photo, claims=claims
    )


def _claims(page: Webpage, author: Person) -> Iterator[Claim]:
    """Yield the addresses that are said to be theirs; a site proves its own, unless many share it."""
    shared = bare(page.address) in profiles.SHARED
    for url in (author.url, *author.also):
        if is_web(url) and not profiles.is_bridge(url):
            proved = root(url) == root(page.address) and not shared
            yield Claim("url", canonical(url), "verified" if proved else "declared")
        if login := HATENA.fullmatch(url):
            basis = "linked" if bare(page.address).endswith(HATENA_BLOGS) else "declared"
            yield Claim("account", f"hatena:{login[1]}", basis)
    if not shared:
        yield from (Claim("url", url, "declared") for url in sorted(page.mine) if root(url) != root(page.address))


def _squeezed(said: str) -> str:
    return "".join(said.split())


def _language(said: str) -> str:
    return said.partition("-")[0].lower()
