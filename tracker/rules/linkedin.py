"""What the rows of a LinkedIn archive tell: whose it is, which post is meant, what belongs to one conversation.

Learned from archives of 2018 to 2026. Neither comments nor messages have an id there; the number of a
post tells when it was made, and one post has several numbers made within a second.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

from tracker.rules import times
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row: TypeAlias = dict[str, str]
"""By the names of the columns, without case and spaces."""
FILES = {
    "shares": ("date", "sharelink"),
    "comments": ("date", "link", "message"),
    "messages": ("from", "to", "date", "content"),
    "invitations": ("from", "to", "sentat", "message"),
    "profile": ("firstname", "lastname"),
}
"""The files that are read, and the columns that each must have."""
FILE = re.compile(rf"({'|'.join(FILES)})(?:_\d+)?\.csv", re.IGNORECASE)
"""Some archives put the number of the member behind the name."""
URN = re.compile(r"(?:activity|share|ugcPost)[:-](\d{15,20})")
COMMENT = re.compile(r"urn:li:comment:\(\w+:\d+,(\d+)\)")
ADDRESS = re.compile(r"https?://[^\s,]+")
STAMP_BITS = 22
"""Of a number; what is before them counts milliseconds since 1970."""
NEAR = timedelta(seconds=2)
NOBODY = ("", "LinkedIn Member")
"""How somebody is called whose account is gone."""
OUTGOING = "OUTGOING"
YES = ("yes", "true")
UNWANTED = ("spam",)


class Person(NamedTuple):
    """Somebody, as a row tells them."""

    name: str = ""
    profile: str = ""
    """Empty: archives before 2023 do not say."""

    @property
    def key(self) -> str:
        """What makes two of them one: a profile, else a name."""
        return canonical(self.profile) if self.profile else self.name


@dataclass(frozen=True)
class Me:
    """Whose archive it is."""

    names: tuple[str, ...] = ()
    """As they are shown, the most usual first."""
    profile: str = ""

    @property
    def person(self) -> Person:
        """The user, as somebody."""
        return Person(next(iter(self.names), ""), self.profile)

    def sent(self, row: Row) -> bool:
        """Whether the user wrote a message or an invitation."""
        if row.get("direction"):
            return row["direction"].upper() == OUTGOING
        who = sender(row)
        if who.profile and self.profile:
            return who.key == self.person.key
        return _bare(who.name) in map(_bare, self.names)


def me(tables: Mapping[str, Sequence[Row]], profile: str = "") -> Me:
    """Return whose archive this is; `profile` is what the user says of it, if anything."""
    names = _names(next(iter(tables.get("profile", ())), {}))
    messages, invitations = tables.get("messages", ()), tables.get("invitations", ())
    ways = (
        Counter(_inviting(row) for row in invitations),
        Counter(sender(row).profile for row in messages if _bare(row["from"]) in map(_bare, names)),
        Counter(url for row in messages for url in {sender(row).profile, *recipients(row)}),
    )
    found = profile or next(filter(None, map(_most, ways)), "")
    own = (sender(row) for row in (*messages, *invitations))
    shown = Counter(who.name for who in own if found and who.key == canonical(found)).most_common(1)
    return Me(tuple(dict.fromkeys((*(name for name, _count in shown), *names))), found)


def _names(row: Row) -> list[str]:
    """A name as it may be shown: which part comes first is the language's."""
    given, family = row.get("firstname", "").strip(), row.get("lastname", "").strip()
    return list(filter(None, (f"{given} {family}".strip(), f"{family} {given}".strip())))


def _inviting(row: Row) -> str:
    """The profile of the user, who invites or is invited in every row."""
    side = "inviterprofileurl" if row.get("direction", "").upper() == OUTGOING else "inviteeprofileurl"
    return row.get(side, "") if row.get("direction") else ""


def _most(told: Counter[str]) -> str:
    """Return the address that comes most often; nothing when that is more than one."""
    first, second, *_rest = [*((url, n) for url, n in told.most_common() if is_web(url)), ("", 0), ("", 0)]
    return first[0] if first[1] > second[1] else ""


def handle(profile: str) -> str:
    """Return the last part of a profile's address."""
    return unquote(urlsplit(profile).path.rstrip("/").rpartition("/")[2])


def sender(row: Row) -> Person:
    """Return who wrote a message or an invitation."""
    profile = row.get("senderprofileurl") or row.get("inviterprofileurl") or ""
    return Person(" ".join(row["from"].split()), profile if is_web(profile) else "")


def recipients(row: Row) -> list[str]:
    """Return the profiles that a message was sent to."""
    return ADDRESS.findall(row.get("recipientprofileurls", ""))


def is_sent(row: Row) -> bool:
    """Whether a message is more than a draft, and not among the spam."""
    drafted = any(row.get(flag, "").lower() in YES for flag in ("ismessagedraft", "isconversationdraft"))
    return not drafted and row.get("folder", "").lower() not in UNWANTED


def post(url: str) -> str:
    """Return the number of the post that an address shows; empty when it tells none."""
    found = URN.search(unquote(url))
    return found[1] if found else ""


def is_same(post: str, other: str) -> bool:
    """Whether two numbers are of one post: its activity, its share and its content have one each."""
    return bool(post and other) and abs(_made(post) - _made(other)) <= NEAR


def comment(url: str) -> str:
    """Return the number of a comment that its address tells, if it does."""
    found = COMMENT.search(unquote(url))
    return found[1] if found else ""


def message(row: Row) -> str:
    """Return the id of a message."""
    return made_of(*_told(row))


def made_of(*parts: str) -> str:
    """Return an id made of what stands in a row."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def when(said: str, *, placed: bool) -> times.Moment | None:
    """Return a time; one without a zone is UTC where the file is known for it (`placed`), else exact to the day."""
    return times.moment(said, UTC if placed else None) or times.local(said)


def chats(rows: Iterable[Row]) -> list[list[Row]]:
    """Return conversations, the messages of each oldest first; what does not say when it was sent is alone."""
    together: dict[str, list[tuple[datetime, Row]]] = defaultdict(list)
    alone: list[list[Row]] = []
    for row in {_told(row): row for row in rows}.values():
        at = times.moment(row["date"], UTC)
        if at:
            together[conversation(row)].append((at.at, row))
        else:
            alone.append([row])
    ordered = (sorted(told, key=lambda pair: pair[0]) for told in together.values())
    return [*([row for _at, row in told] for told in ordered), *alone]


def conversation(row: Row) -> str:
    """Return what the messages of one conversation share: an id, before 2020 only who wrote to whom."""
    return row.get("conversationid") or "\0".join(sorted((row["from"], row["to"])))


def _told(row: Row) -> tuple[str, ...]:
    """What makes a message one."""
    return (conversation(row), row["date"], row["from"], row["content"])


def _made(number: str) -> datetime:
    return datetime.fromtimestamp((int(number) >> STAMP_BITS) / 1000, UTC)


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()
