"""What follows from what is stored: copies folded, accounts tied, the author known by what she announced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.model import Claim
from tracker.rules import copies, ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.model import Article, Interaction

OURS = ("site", "found")
"""Who may say that a post is the author's own: her front matter, and her own account when it was searched."""


def renew_copies(ledger: Ledger) -> None:
    """Fold all that is stored anew when the rule has changed since."""
    if ledger.copies.rule() != copies.VERSION:
        ledger.copies.renew(_keys(ledger), copies.VERSION)


def _keys(ledger: Ledger) -> Iterator[tuple[int, str]]:
    for article in ledger.articles.all():
        for one in ledger.interactions.by_article(article.uid):
            yield one.number, copies.copy_key(one.source, one.interaction)


def announced(ledger: Ledger, articles: Iterable[Article]) -> dict[str, str]:
    """Return the posts that the author announced articles with, each with the article's address."""
    urls = {one.uid: one.url for one in articles}
    return {
        copies.post(told.announcement.url): urls[told.announcement.article]
        for told in ledger.announcements.all()
        if told.by in OURS
    }


def recognised(interaction: Interaction, announced: Mapping[str, str]) -> Interaction:
    """Return an interaction whose account is proved to be the author's when it is the announcement itself."""
    account = interaction.account
    if not announced or not account or interaction.kind not in copies.WORDS:
        return interaction
    url = announced.get(copies.post(interaction.id)) or announced.get(copies.post(interaction.url))
    if not url:
        return interaction
    return replace(interaction, account=replace(account, claims=(*account.claims, Claim("url", url, "verified"))))


def tie(ledger: Ledger, now: datetime) -> int:
    """Tie accounts that are proved to be one person; return how many ties are new."""
    accounts = ledger.accounts.all()
    found = (*ties.ties(accounts, now), *ties.by_copies(ledger.copies.tellers(), accounts, now))
    with ledger.transaction():
        return ledger.links.propose(found)
