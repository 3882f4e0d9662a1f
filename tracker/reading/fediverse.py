"""People and posts as Mastodon's API writes them, and those of servers that speak its language.

The entities are those of https://docs.joinmastodon.org/entities/; every server leaves out some of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model import Account, Claim, Interaction, Kind
from tracker.reading.html import plain, tidy
from tracker.rules import fediverse, fields, times
from tracker.rules.optout import opted_out
from tracker.rules.profiles import is_bridge
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.rules.fields import Table
    from tracker.rules.urls import Pages

PLACE = "mastodon"
MOST_CLAIMS = 30
"""Of one account; a long profile is no reason to remember a hundred addresses."""
NO_PICTURE = "/missing.png"
TAGGED = ("mention", "hashtag")
"""Links to others and to tags, which say nothing of who wrote them."""
QUOTED = re.compile(r"<(p|span) class=\"quote-inline\">.*?</\1>", re.DOTALL)
"""`RE: <address>`, for programs that cannot show a quote."""
GIVEN = {Kind.LIKE: "favorited", Kind.REPOST: "reblogged"}
"""As Bridgy writes it into the address of a like, so that its copy is seen to be one."""


@dataclass(frozen=True)
class Reader:
    """How a server's answers are read: it leaves its own name out of handles."""

    host: str
    unindexed: bool = False
    """Whether people who are not in the server's search are read as if they were."""

    def account(self, row: object) -> Account | None:
        """Return a person; None when it is not said which one."""
        told = fields.table(row)
        uri = fields.web(told.get("uri")) or fields.web(told.get("url"))
        if not uri:
            return None
        handle = tidy(fediverse.acct(fields.text(told.get("acct")) or fields.text(told.get("username")), self.host))
        photo = fields.web(told.get("avatar"))
        return Account(
            PLACE,
            uri,
            name=_name(told),
            handle=handle,
            url=_profile(told, uri),
            photo="" if photo.endswith(NO_PICTURE) else photo,
            bot=told.get("bot") is True or told.get("group") is True,
            claims=tuple(_distinct(_claims(told, uri, handle)))[:MOST_CLAIMS],
            opted_out=self._opted_out(told),
        )

    def _opted_out(self, told: Table) -> bool:
        """Whether somebody asked not to be collected, by a setting or by a word in their profile."""
        if told.get("noindex") is True or (told.get("indexable") is False and not self.unindexed):
            return True
        said = [
            told.get("note"),
            *(part for field in _fields(told) for part in (field.get("name"), field.get("value"))),
        ]
        return any(opted_out(plain(fields.text(one))) for one in said)

    def post(self, row: object, article: str) -> Interaction | None:
        """Return a post, as one that stands alone; None when it has no address of its own."""
        told = fields.table(row)
        url = fields.web(told.get("url"))
        uri = fields.web(told.get("uri")) or url
        if not uri:
            return None
        at = times.moment(told.get("created_at"))
        return Interaction(
            id=uri,
            kind=Kind.MENTION,
            article=article,
            account=self.account(told.get("account")),
            url=url or uri,
            title=tidy(fields.text(told.get("spoiler_text"))),
            text=_words(told),
            lang=tidy(fields.text(told.get("language"))),
            published=at.at if at else None,
            precision=at.precision if at else "second",
            thread=uri,
            private=told.get("visibility") not in fediverse.PUBLIC,
            original=fediverse.original(uri),
        )

    def gift(self, row: object, kind: Kind, root: Interaction) -> Interaction | None:
        """Return a person's like or repost of `root`, of which no server tells the time."""
        account = self.account(row)
        if account is None:
            return None
        mark = f"#{GIVEN[kind]}-by-{fields.name(fields.table(row).get('id'))}"
        return Interaction(
            id=f"{root.id} {kind.word} {account.id}",
            kind=kind,
            article=root.article,
            account=account,
            url=tidy(root.url + mark),
            thread=root.id,
        )


def ours(row: object, pages: Pages) -> dict[str, str]:
    """Return the articles of ours that a post links to, each by `uid` with its address as written there."""
    told = fields.table(row)
    urls = (*links(fields.text(told.get("content"))), fields.web(fields.table(told.get("card")).get("url")))
    found = ((pages.find(url), url) for url in reversed(urls))
    return {article.uid: url for article, url in found if article}


def links(html: str, without: Iterable[str] = ()) -> list[str]:
    """Return the web addresses that a fragment links to, but for links of the classes `without`."""
    if "<a" not in html:
        return []
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and many commands never read HTML

    unwanted = set(without)
    found = (node.attributes for node in LexborHTMLParser(html).css("a[href]"))
    return [
        url
        for each in found
        if is_web(url := (each.get("href") or "")) and not unwanted & set((each.get("class") or "").split())
    ]


def _words(told: Table) -> str:
    content = fields.text(told.get("content"))
    return plain(QUOTED.sub("", content) if told.get("quote") else content)


def _name(told: Table) -> str:
    """The name without the server's own pictures, which others see as `:words:`; else the login."""
    name = fields.text(told.get("display_name"))
    for emoji in fields.rows(told.get("emojis")):
        name = name.replace(f":{fields.table(emoji).get('shortcode')}:", "")
    return tidy(name).strip() or tidy(fields.text(told.get("username")))


def _profile(told: Table, uri: str) -> str:
    """The profile's address; one on a host that is not the actor's own may be anybody's."""
    url = fields.web(told.get("url"))
    return url if host(url) == host(uri) else uri


def _fields(told: Table) -> list[dict[str, object]]:
    return [fields.table(one) for one in fields.rows(told.get("fields"))]


def _claims(told: Table, uri: str, handle: str) -> Iterator[Claim]:
    """Yield what a profile says of who it is, the strongest evidence first."""
    yield from fediverse.bridged(uri, handle)
    if "@" in handle:
        yield Claim("acct", handle.lower(), "native")
    for own in (_profile(told, uri), uri):
        yield Claim("url", canonical(own), "native")
    rows = sorted(_fields(told), key=lambda field: not field.get("verified_at"))
    for field in rows:
        basis = "verified" if fields.text(field.get("verified_at")) else "declared"
        yield from _linked(_shown(fields.text(field.get("value"))), basis)
    moved = fields.web(fields.table(told.get("moved")).get("url"))
    yield from _linked([fields.web(told.get("url")), moved], "declared")
    yield from _linked(links(fields.text(told.get("note")), TAGGED), "declared")


def _shown(value: str) -> list[str]:
    """What a field links to; some servers write the bare address."""
    return links(value, ("hashtag",)) or [fields.web(plain(value))]


def _linked(urls: Iterable[str], basis: str) -> Iterator[Claim]:
    yield from (Claim("url", canonical(url), basis) for url in urls if url and not is_bridge(url))


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Keep the strongest of several claims to one thing, which came first."""
    kept: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        kept.setdefault((claim.kind, claim.value), claim)
    return list(kept.values())
