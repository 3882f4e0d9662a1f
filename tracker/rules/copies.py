"""One reaction shown several times: told from what all its showings share.

The rule, by what a showing is:

- *words* (reply, mention, quote) are one reaction when they are one post: the same page under any
  spelling, the same fediverse status under any of its addresses, the same Bluesky record, or a bridge's
  copy of one of these (https://fed.brid.gy and https://brid.gy say what they copied), but never where the
  address of what was deleted is given to the next comment;
- a *like*, repost or reaction has no page of its own: it is one when the same profile gave it to the same post;
- a *submission* (a mention without words in a place of links) is one however often the same account repeats it;
- all else is only itself. What is private is never folded with what is public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tracker.model import Kind
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.model import Account, Interaction

VERSION = 2
"""Raise it when the rule changes: the next pull then folds anew what is stored."""
WORDS = (Kind.REPLY, Kind.MENTION, Kind.QUOTE)
GIFTS = (Kind.LIKE, Kind.REPOST, Kind.REACTION)
SUBMITTED = ("hackernews", "lobsters", "reddit")
"""Places of links, where one article may be submitted again and again."""
GIVEN_AGAIN = ("isso",)
"""Places whose addresses outlive what was there: only their ids tell comments apart."""
RECORD = re.compile(r"at://did:[\w:.%-]+/app\.bsky\.feed\.post/(\w+)")
POST = re.compile(r"https?://(?:\w+\.)?bsky\.app/profile/[^/?#]+/post/(\w+)")
STATUS = re.compile(
    r"https?://([\w.-]+(?::\d+)?)/(?:web/)?(?:@[\w.@-]+|users/[\w.-]+/statuses|ap/users/\d+/statuses)/(\d{6,})(?:[/?#]|$)"
)
PROFILE = re.compile(r"https?://([\w.-]+(?::\d+)?)/(?:web/)?(?:@|users/)([\w.-]+)/?$")
BLUESKY_PROFILE = re.compile(r"https?://(?:\w+\.)?bsky\.app/profile/([^/?#]+)/?$")
BRIDGED = re.compile(r"https?://(?:[\w-]+\.)?brid\.gy/(?:r|convert/\w+)/((?:https?|at)://?.+)")
GIVEN = re.compile(r"#(?:favou?rit|lik|reblogg|repost|react)\w*[-_]by[-_].+", re.IGNORECASE)
"""How bridges tell gifts apart: `…/@mio/111#favorited-by-222`."""


class Showing(NamedTuple):
    """One showing of a reaction, as much of it as it takes to say which one is told of."""

    number: int
    place: str
    """Of its account; empty: nobody is named."""
    is_copy: bool
    """Whether a bridge says so."""
    is_there: bool
    """Whether its place still shows it."""


def copy_key(source: str, interaction: Interaction) -> str:
    """Return the same text for every showing of one reaction to an article."""
    hidden = "private " if interaction.private else ""
    return hidden + _key(source, interaction)


def head(showings: Iterable[Showing]) -> int:
    """Return the number of the showing that stands for all: there, where it was said, known by more than an address."""
    return min(showings, key=lambda one: (not one.is_there, one.is_copy, one.place in ("web", ""), one.number)).number


def post(url: str) -> str:
    """Return one text for a post under any of its addresses, its id or a bridge's copy of it."""
    inside = BRIDGED.match(url)
    address = _repaired(unquote(inside[1])) if inside else url
    if found := RECORD.match(address) or POST.match(address):
        return f"bluesky:{found[1]}"
    if found := STATUS.match(address):
        return f"fediverse:{found[1].lower()}/{found[2]}"
    return canonical(address, fragment=True) if is_web(address) else address


def profile(account: Account) -> str:
    """Return one text for a profile under any of its addresses."""
    if found := BLUESKY_PROFILE.match(account.url):
        return f"bluesky:{account.handle or found[1]}".lower()
    if found := PROFILE.match(account.url):
        return f"fediverse:{found[2]}@{found[1]}".lower()
    return canonical(account.url) if is_web(account.url) else f"{account.place}:{account.id}"


def _key(source: str, one: Interaction) -> str:
    alone = f"{source}:{one.id}"
    if one.kind in WORDS:
        return alone if source in GIVEN_AGAIN else _of_words(source, one) or alone
    if one.kind in GIFTS and one.account:
        given_to = _given_to(one)
        return f"{one.kind} {one.title} {given_to} {profile(one.account)}" if given_to else _of_page(one) or alone
    return _of_page(one) or alone


def _of_words(source: str, one: Interaction) -> str:
    """A post's own id says more than its address, which may be that of another server."""
    if source in SUBMITTED and one.kind is Kind.MENTION and one.account and not one.text:
        return f"submission {source} {one.account.id}"
    if one.original:
        return f"post {post(one.original)}"
    told = [post(each) for each in (one.id, one.url) if each]
    known = next((each for each in told if each.startswith(("bluesky:", "fediverse:"))), "")
    if known:
        return f"post {known}"
    return f"post {post(one.url)}" if one.url else ""


def _given_to(one: Interaction) -> str:
    """The post that was liked, as far as the showing says."""
    if GIVEN.search(one.url):
        return post(GIVEN.sub("", one.url))
    return post(one.thread) if one.thread and one.thread != one.article else ""


def _of_page(one: Interaction) -> str:
    return f"{one.kind} {canonical(one.url, fragment=True)}" if one.url else ""


def _repaired(address: str) -> str:
    """Some servers fold the two slashes of an address inside a path into one."""
    return re.sub(r"^(https?|at):/(?!/)", r"\1://", address)
