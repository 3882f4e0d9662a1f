"""The blog's author, and which accounts are theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.messages import N_
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from tracker.model import Account

PROVED = ("native", "verified")
"""The bases of a claim that nobody can make for another."""


def is_account(text: str) -> bool:
    """Whether this is an account as `[me]` writes it, `place:id`."""
    place, _colon, stable_id = text.partition(":")
    return bool(place.strip() and stable_id.strip())


@dataclass(frozen=True)
class Owner:
    """`[me]`: known by stable ids and addresses, never by a name alone."""

    name: str = field(default="", metadata={"help": N_("Your name, as you sign.")})
    urls: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("Your own pages and profiles; an account that shows one of them is yours."),
            "fits": is_web,
            "wanted": N_("a list of web addresses"),
        },
    )
    accounts: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("Your accounts elsewhere, as place:id."),
            "example": '["hackernews:mio"]',
            "fits": is_account,
            "wanted": N_('a list such as ["hackernews:mio"]'),
        },
    )
    emails: tuple[str, ...] = field(default=(), metadata={"help": N_("Your mail addresses.")})
    site: str = field(default="", metadata={"given": True})
    """`url` of `[site]`: every page below it is the author's."""

    def owns(self, account: Account) -> bool:
        """Whether this account is the author's; an id is a web address only in the place `web`."""
        addresses = [account.url, account.id if account.place == "web" else ""]
        addresses += [claim.value for claim in account.claims if claim.kind == "url" and claim.basis in PROVED]
        return f"{account.place}:{account.id}" in self._named or any(map(self.has, addresses))

    def has(self, url: str) -> bool:
        """Whether a page is the author's: named in `urls`, or below the site's own address."""
        if not any(one in url.lower() for one in self._hosts):
            return False  # what most addresses are, told without taking them apart
        page = canonical(url)
        return is_web(url) and (page in self._pages or _below(page, self._root))

    @cached_property
    def _named(self) -> frozenset[str]:
        """Accounts by place and id; in the place `mail` an id is an address in lower case."""
        return frozenset((*self.accounts, *(f"mail:{address.strip().lower()}" for address in self.emails)))

    @cached_property
    def _pages(self) -> frozenset[str]:
        return frozenset(map(canonical, self.urls))

    @cached_property
    def _root(self) -> str:
        return canonical(self.site).rstrip("/") if is_web(self.site) else ""

    @cached_property
    def _hosts(self) -> frozenset[str]:
        """Hosts as an address may spell them: in ASCII and as written."""
        told = [url for url in (*self.urls, self.site) if is_web(url)]
        return frozenset({host(url) for url in told} | {(urlsplit(url.strip()).hostname or "") for url in told})


def _below(page: str, root: str) -> bool:
    return bool(root) and (page == root or page.startswith((root + "/", root + "?")))
