"""Whose page an address is: people known by addresses of their own, silos' profiles, bridges never."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from tracker.model import Account
from tracker.rules.urls import canonical, host, is_web

PLACE = "web"
BRIDGES = ("brid.gy", "brid-gy.appspot.com", "bridgy-federated.appspot.com", "granary.io")
"""They carry what others say; a page of theirs is nobody's."""
BRIDGED = re.compile(r"^https?://(?:[\w-]+\.)?brid\.gy/r/(https?://.+)")
NAMED_FIRST = ("twitter.com", "mobile.twitter.com", "x.com", "note.com", "zenn.dev", "qiita.com", "dev.to")
"""Where the first part of every path is who speaks."""
SHARED = (
    *NAMED_FIRST,
    *("bsky.app", "facebook.com", "github.com", "gist.github.com", "instagram.com", "linkedin.com", "lobste.rs"),
    *(
        "medium.com",
        "news.ycombinator.com",
        "reddit.com",
        "old.reddit.com",
        "youtube.com",
        "flickr.com",
        "b.hatena.ne.jp",
    ),
)
"""Where a host says nothing of who speaks."""
AT = re.compile(r"/(?:web/)?@([\w.-]+(?:@[\w.-]+)?)")
USERS = re.compile(r"/users/([\w.-]+)")
BLUESKY = re.compile(r"/profile/([\w.:-]+)")
FIRST = re.compile(r"/(\w[\w-]*)")


def account(profile: str, page: str, name: str = "", photo: str = "") -> Account | None:
    """Return the account of somebody whose address is `profile`, else of whom `page` belongs to.

    A page of a shared place without a profile in its path, and a bridge's, tell nobody.
    """
    address = _unbridged(profile) or _profile(_unbridged(page)) or _site(_unbridged(page))
    if not address:
        return None
    shown = photo if is_web(photo) else ""
    return Account(PLACE, canonical(address), name=name, handle=handle(address), url=address, photo=shown)


def handle(profile: str) -> str:
    """Return the name in a profile's address where the place is known to put it there, else nothing."""
    path, name = unquote(urlsplit(profile).path), host(profile).removeprefix("www.")
    fediverse = AT.match(path) or USERS.match(path)
    if fediverse and name not in SHARED:
        return f"@{fediverse[1]}" if "@" in fediverse[1] else f"@{fediverse[1]}@{name}"
    pattern = BLUESKY if name == "bsky.app" else FIRST if name in NAMED_FIRST else AT
    found = pattern.match(path)
    return found[1] if found else ""


def is_bridge(url: str) -> bool:
    """Whether a page only carries what somebody said elsewhere."""
    name = host(url)
    return name in BRIDGES or name.endswith(tuple(f".{bridge}" for bridge in BRIDGES))


def _unbridged(url: str) -> str:
    """Return the address, or the one inside a bridge's; nothing for a bridge's own and for what is no address."""
    inside = BRIDGED.match(url.strip())
    address = inside[1] if inside else url.strip()
    return address if is_web(address) and not is_bridge(address) else ""


def _profile(page: str) -> str:
    """Return the profile that a post's path begins with."""
    parts, name = urlsplit(page), host(page).removeprefix("www.")
    pattern = BLUESKY if name == "bsky.app" else FIRST if name in NAMED_FIRST else AT
    found = pattern.match(parts.path)
    return f"https://{name}{found[0]}" if found else ""


def _site(page: str) -> str:
    name = host(page)
    return f"https://{name}/" if name and name.removeprefix("www.") not in SHARED else ""
