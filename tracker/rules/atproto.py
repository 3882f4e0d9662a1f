"""AT Protocol by its letters alone: addresses of posts, links in a text, what a handle proves.

Offsets of links count UTF-8 bytes, not characters (https://docs.bsky.app/docs/advanced-guides/post-richtext);
handles and DIDs are those of https://atproto.com/specs/handle and https://atproto.com/specs/did.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from tracker.model import Claim
from tracker.rules.fields import rows, table, text, web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.fields import Table

SITE = "https://bsky.app"
COLLECTION = "app.bsky.feed.post"
DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]", re.ASCII)
HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
POST = re.compile(r"at://(did:[\w.:%-]+)/app\.bsky\.feed\.post/([\w.~:-]{1,512})", re.ASCII)
NAMED = re.compile(
    r"(?:at://([^/\s]+)/app\.bsky\.feed\.post|https?://(?:\w+\.)?bsky\.app/profile/([^/\s]+)/post)/([\w.~:-]{1,512})/?(?:[?#].*)?",
    re.ASCII,
)
NOBODYS = ("handle.invalid",)
"""What the service writes where a handle does not lead back to its account."""
HOSTED = (".bsky.social", ".bsky.team")
"""Names that the service gives away: they prove nothing."""
BRIDGE = ".brid.gy"
FROM_FEDIVERSE = re.compile(r"([a-z0-9]+)\.([a-z0-9.-]+)\.ap\.brid\.gy", re.ASCII)
"""Not a name with a dash: the bridge writes `_`, `.` and `~` as dashes too, so that nobody knows whose it is."""
FROM_WEB = re.compile(r"([a-z0-9.-]+)\.web\.brid\.gy", re.ASCII)
TYPED = re.compile(r"https?://[!-~]+(?<![.,;:!?)\]'\"])")
"""An address that no facet marks."""
SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
LINK = "app.bsky.richtext.facet#link"
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
"""Of record keys, in an order that sorts as numbers do."""
KEYED = re.compile(r"(\d{8}T\d{12})Z-.+")
"""A key of ours: it begins with the time, to the microsecond."""


class Link(NamedTuple):
    """A link in a text, by bytes."""

    start: int
    end: int
    uri: str


def did(value: object) -> str:
    """Return a DID, else nothing."""
    said = text(value)
    return said if DID.fullmatch(said) else ""


def handle(value: object) -> str:
    """Return a handle that leads to its account, lower-case, else nothing."""
    said = text(value).strip().removeprefix("@").lower()
    return said if HANDLE.fullmatch(said) and said not in NOBODYS else ""


def post(value: object) -> str:
    """Return the at-uri of a post that names its author by DID, else nothing."""
    said = text(value)
    return said if POST.fullmatch(said) else ""


def named(address: str) -> tuple[str, str] | None:
    """Return whose post an address of bsky.app or an at-uri names (DID or handle), and its key; None: no post."""
    found = NAMED.fullmatch(unquote(address.strip()))
    if not found:
        return None
    author = found[1] or found[2]
    whose = did(author) or handle(author)
    return (whose, found[3]) if whose else None


def uri(author: str, key: str) -> str:
    """Return the at-uri of a post."""
    return f"at://{author}/{COLLECTION}/{key}"


def author(post_uri: str) -> str:
    """Return the DID in a post's at-uri."""
    found = POST.fullmatch(post_uri)
    return found[1] if found else ""


def tid(key: str) -> str:
    """Return the record key that belongs to a key of ours, always the same (https://atproto.com/specs/tid).

    It tells the time as far as the key does, and ten bits that keep keys of one moment apart.
    """
    hashed = int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1
    if timed := KEYED.fullmatch(key):
        at = datetime.strptime(timed[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        hashed = int(at.timestamp() * 1_000_000) << 10 | hashed & 0x3FF
    return "".join(LETTERS[hashed >> 5 * place & 31] for place in range(12, -1, -1))


def permalink(post_uri: str) -> str:
    """Return where a person reads a post: by DID, since handles move."""
    found = POST.fullmatch(post_uri)
    return f"{SITE}/profile/{found[1]}/post/{found[2]}" if found else ""


def profile(whose: str) -> str:
    """Return the page of an account."""
    return f"{SITE}/profile/{whose}"


def written(record: Table) -> str:
    """Return the words of a post; a link whose text was shortened is written whole."""
    raw = text(record.get("text")).encode("utf-8", "surrogatepass")
    end = len(raw)
    for link in sorted(_links(record), reverse=True):
        shown = _cut(raw, link.start, min(link.end, end))
        if link.end <= end and _is_shortened(shown, link.uri):
            raw, end = raw[: link.start] + link.uri.encode() + raw[link.end :], link.start
    return raw.decode("utf-8", "surrogatepass")


def addresses(record: Table) -> tuple[str, ...]:
    """Return every web address that a post names: in its text, then in its card."""
    embed = table(record.get("embed"))
    cards = (table(part.get("external")).get("uri") for part in (embed, table(embed.get("media"))))
    marked = (link.uri for link in sorted(_links(record)))
    typed = TYPED.findall(text(record.get("text")))
    return tuple(dict.fromkeys(filter(None, (*marked, *map(web, cards), *map(web, typed)))))


def quoted(record: Table) -> str:
    """Return the at-uri of the post that a post quotes, else nothing."""
    embed = table(record.get("embed"))
    inner = table(embed.get("record"))
    return post(inner.get("uri")) or post(table(inner.get("record")).get("uri"))


def answered(record: Table) -> tuple[str, str]:
    """Return the at-uris of the post that a post answers and of the one its thread began with; empty: none."""
    reply = table(record.get("reply"))
    return post(table(reply.get("parent")).get("uri")), post(table(reply.get("root")).get("uri"))


def claims(whose: str, name: str, website: str) -> tuple[Claim, ...]:
    """Return what an account says about who it is: DID, handle, and the `website` it typed in."""
    native = [Claim("url", profile(one), "native") for one in (whose, name) if one]
    declared = [Claim("url", website, "declared")] if website else []
    return (*native, *_proved(name), *declared)


def is_labelled(view: Table, value: str) -> bool:
    """Whether an account bears a label that was not taken back."""
    labels = map(table, rows(view.get("labels")))
    return any(label.get("val") == value and label.get("neg") is not True for label in labels)


def _proved(name: str) -> list[Claim]:
    """A handle of one's own is proved by its domain; one of the bridge's says whom it stands for."""
    if not name or name.endswith(HOSTED):
        return []
    if fediverse := FROM_FEDIVERSE.fullmatch(name):
        return [Claim("acct", f"{fediverse[1]}@{fediverse[2]}", "bridge")]
    if site := FROM_WEB.fullmatch(name):
        return [Claim("url", f"https://{site[1]}/", "bridge")]
    return [] if name.endswith(BRIDGE) else [Claim("url", f"https://{name}/", "verified")]


def _links(record: Table) -> Iterator[Link]:
    """Yield the links that facets mark, as far as they can be."""
    for facet in map(table, rows(record.get("facets"))):
        index = table(facet.get("index"))
        start, end = _offset(index.get("byteStart")), _offset(index.get("byteEnd"))
        for feature in map(table, rows(facet.get("features"))):
            address = web(feature.get("uri")) if feature.get("$type") == LINK else ""
            if address and 0 <= start <= end:
                yield Link(start, end, address)


def _offset(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _cut(raw: bytes, start: int, end: int) -> str:
    """Return what stands between two bytes; nothing when they do not fall between letters."""
    try:
        return raw[start:end].decode()
    except UnicodeDecodeError:
        return ""


def _is_shortened(shown: str, address: str) -> bool:
    """Whether this is the beginning of an address, cut off or without its scheme; a word is only a word."""
    begun = shown.removesuffix("...").removesuffix("…")
    bare = SCHEME.sub("", begun)
    is_whole = begun == shown and "://" in shown
    return "." in bare and not is_whole and SCHEME.sub("", address).startswith(bare)
