"""The blog's author, and which accounts are theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.messages import N_
from tracker.rules.urls import canonical, is_web

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
        """Whether this account is the author's."""
        addresses = [account.url, account.id]
        addresses += [claim.value for claim in account.claims if claim.kind == "url" and claim.basis in PROVED]
        return f"{account.place}:{account.id}" in self.accounts or any(map(self.has, addresses))

    def has(self, url: str) -> bool:
        """Whether a page is the author's: named in `urls`, or below the site's own address."""
        page = canonical(url)
        return is_web(url) and (page in map(canonical, self.urls) or _below(page, self.site))


def _below(page: str, site: str) -> bool:
    root = canonical(site).rstrip("/")
    return is_web(site) and (page == root or page.startswith((root + "/", root + "?")))
