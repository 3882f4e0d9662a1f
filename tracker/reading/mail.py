"""One mail, from its bytes: who, when, what it answers, and what was newly written in it.

Taken apart with Python's `email`, which forgives everything; the fields are read by rules of our own,
since real ones break the standard's. Attachments are never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.parser import BytesHeaderParser, BytesParser
from email.policy import EmailPolicy
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, NamedTuple

from tracker.model import Account, Claim
from tracker.reading.html import tidy
from tracker.reading.mail_body import Body, from_html
from tracker.rules import headers, times
from tracker.rules.automatic import FIELDS, automatic
from tracker.rules.quotations import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.reading.mail_body import Mime

PLACE = "mail"
TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "resent-to")
"""Where the address stands that a mail came to."""
NAMED = tuple(
    dict.fromkeys(
        (*TO, *FIELDS, "message-id", "in-reply-to", "references", "sender", "date", "received", "subject"),
    )
)
"""The fields that tell where a mail belongs, in lower case."""
EVERY_MAIL_HAS = ("from", "date", "message-id")
MOST_FIELD = 20_000
MOST_NESTED = 50
"""Boundaries in one mail: each that is open is looked for in every line."""
HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
BOUNDARY = re.compile(rb"\bboundary\s*=", re.IGNORECASE)
BEFORE = b"\r\n\xef\xbb\xbf"
"""What may stand before the first field, and should not."""
LANGUAGE = re.compile(r"\s*([a-z]{2,3})\b", re.IGNORECASE)


class Head(NamedTuple):
    """What the header of a mail says of where it belongs."""

    id: str = ""
    """The Message-ID; empty: it has none."""
    refs: tuple[str, ...] = ()
    """What it answers, the nearest first."""
    at: datetime | None = None
    automatic: bool = False
    """Whether no person wrote it to another."""
    is_mail: bool = True
    """False: it has not one field that every mail has."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail."""

    id: str
    """The Message-ID, else a digest of what it says."""
    refs: tuple[str, ...] = ()
    """What it answers, the nearest first."""
    sender: Account | None = None
    to: tuple[str, ...] = ()
    """Every address it was sent or delivered to, in lower case."""
    subject: str = ""
    published: datetime | None = None
    precision: str = "second"
    received: datetime | None = None
    lang: str = ""
    automatic: bool = False
    plain: str = ""
    """Its words as plain text, quotations and all."""
    html: str = ""
    """The same as HTML, as it came."""
    broken: bool = False
    """Whether it breaks off within its words."""

    @property
    def text(self) -> str:
        """What was newly written, NFC."""
        return tidy(written(self.plain if self.plain.strip() else from_html(self.html)))

    @property
    def said(self) -> str:
        """What was newly written, with the addresses that links hide behind words."""
        return f"{written(self.plain)}\n{written(from_html(self.html, linked=True))}"

    @property
    def whole(self) -> str:
        """All of it, with the addresses that links hide behind words."""
        return f"{self.plain}\n{from_html(self.html, linked=True)}"


def head(data: bytes) -> Head:
    """Return where the mail `data`, of which the header is enough, belongs."""
    begun = data.lstrip(BEFORE)
    end = HEAD_ENDS.search(begun)
    return _head(_fields(BytesHeaderParser(policy=POLICY).parsebytes(begun[: end.start()] if end else begun)))


def letter(data: bytes) -> Letter | None:
    """Return what the mail `data` says; None when it is no mail, or cannot be taken apart."""
    if len(BOUNDARY.findall(data)) > MOST_NESTED:
        return None
    try:
        message = BytesParser(policy=POLICY).parsebytes(data.lstrip(BEFORE))
    except RecursionError:  # a mail in a mail in a mail …
        return None
    fields, body = _fields(message), Body.of(message)
    told = _head(fields)
    whole = body if HEAD_ENDS.search(data) else replace(body, broken=True)
    return _letter(fields, told, whole) if told.is_mail else None


class _Policy(EmailPolicy):
    """Fields as they came: to read them as the standard says fails on real ones."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the beginning of a field, in one line."""
        told = re.sub(r"[\r\n]+", "", value[:MOST_FIELD]).strip()
        return told.partition(";")[0].strip() if name.lower() == "content-transfer-encoding" else told


POLICY = _Policy()


def _fields(message: Mime) -> dict[str, str]:
    """Return the fields as they came; those that name people, all there are of them."""
    told: dict[str, str] = {}
    for name, value in message.raw_items():
        key, raw = name.lower(), str(value)
        if key not in told:
            told[key] = raw
        elif key in TO and len(told[key]) < MOST_FIELD:
            told[key] += f", {raw}"
    return told


def _head(fields: Mapping[str, str]) -> Head:
    answered = headers.ids(fields.get("in-reply-to", "")), headers.ids(fields.get("references", ""))[::-1]
    at = times.moment(fields.get("date", "").strip()) or _received(fields)
    sender = next(iter(headers.addresses(fields.get("from", ""))), headers.Address(""))
    uid = next(iter(headers.ids(fields.get("message-id", ""))), "")
    return Head(
        uid,
        tuple(dict.fromkeys(each for named in answered for each in named if each != uid)),
        at.at if at else None,
        automatic(fields, sender.address),
        any(name in fields for name in EVERY_MAIL_HAS),
    )


def _letter(fields: Mapping[str, str], told: Head, body: Body) -> Letter:
    received = _received(fields)
    date = fields.get("date", "").strip()
    at = times.moment(date) or received or times.local(date)
    language = LANGUAGE.match(fields.get("content-language", ""))
    return Letter(
        told.id or _digest(fields, body),
        told.refs,
        _sender(fields),
        tuple(dict.fromkeys(each.address for name in TO for each in headers.addresses(fields.get(name, "")))),
        tidy(headers.subject(fields.get("subject", ""))),
        published=at.at if at else None,
        precision=at.precision if at else "second",
        received=received.at if received else None,
        lang=language[1].lower() if language else "",
        automatic=told.automatic or body.invites,
        plain=body.plain,
        html=body.html,
        broken=body.broken,
    )


def _received(fields: Mapping[str, str]) -> times.Moment | None:
    """When the last server took it, as that wrote above all other fields."""
    return times.moment(fields.get("received", "").rpartition(";")[2].strip())


def _sender(fields: Mapping[str, str]) -> Account | None:
    named = [each for name in ("from", "sender") for each in headers.addresses(fields.get(name, ""))]
    if not named:
        return None
    address = tidy(named[0].address)
    digest = sha256(address.encode()).hexdigest()
    return Account(PLACE, address, name=tidy(named[0].name), claims=(Claim("email_sha256", digest, "native"),))


def _digest(fields: Mapping[str, str], body: Body) -> str:
    """Return an id for a mail that has none."""
    said = [headers.readable(fields.get(name, "")) for name in ("date", "from", "subject")]
    told = "\0".join([*said, body.plain.strip(), body.html.strip()])
    return f"digest:{blake2b(told.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
