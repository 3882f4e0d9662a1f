"""Posting to a server of the fediverse: what it takes, and one status however often it is asked for.

The server remembers an `Idempotency-Key` for about an hour, and some never do; so the author's own latest
statuses are looked through first. See https://docs.joinmastodon.org/methods/statuses/#create.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.errors import NoPosting, NotAsExpected, NotTaken, Refused, ScopeMissing
from tracker.messages import _
from tracker.model import Article
from tracker.model.posts import Limits, Sent
from tracker.reading.fediverse import PLACE, ours
from tracker.reading.html import plain
from tracker.rules import fields
from tracker.rules.posting import LINK
from tracker.rules.times import moment
from tracker.rules.urls import Pages, host

if TYPE_CHECKING:
    from tracker.errors import SourceError
    from tracker.model.posts import Message
    from tracker.reading.fediverse_server import Server

USUAL = Limits(500, 23)
"""Of Mastodon, for servers that do not say."""
LATEST = 40
"""Of the author's own statuses, those that may be the one which is about to be sent."""
NOT_ALLOWED, INVALID = 403, 422
NO_SUCH_METHOD = (404, 405, 410, 501)
ELSEWHERE = re.compile(r"(@[\w.-]+)@[\w.-]+")
"""A server shows only the name of whom a text calls."""


def limits(server: Server) -> Limits:
    """Return what a server takes; raises NoPosting where it does not speak Mastodon's language."""
    told = _instance(server)
    statuses = fields.table(fields.table(told.get("configuration")).get("statuses"))
    most = fields.number(statuses.get("max_characters")) or fields.number(told.get("max_toot_chars"))
    per_link = fields.number(statuses.get("characters_reserved_per_url")) if statuses or most else USUAL.per_link
    return Limits(most or USUAL.characters, per_link)


def send(server: Server, message: Message, key: str) -> Sent:
    """Return the status that says this: the one that is there, else one that is made now."""
    return _there(server, message) or _made(server, message, key)


def _instance(server: Server) -> dict[str, Any]:
    """Return what a server says of itself: as Mastodon 4 does, else as those before it and others do."""
    for version in ("v2", "v1"):
        try:
            answer = server.ask(f"{server.address}/api/{version}/instance")
        except Refused as refused:
            if refused.status not in NO_SUCH_METHOD:
                raise
        else:
            return fields.expected_table(answer.json(), answer.url)
    raise NoPosting(host(server.url))


def _there(server: Server, message: Message) -> Sent | None:
    """Find a status with this link and these words among the author's latest."""
    page = Pages((Article(message.about.url, message.about.url),))
    try:
        latest = list(islice(server.posts(""), LATEST))
    except Refused as refused:
        raise _explained(refused, server, "read") from None
    wanted = _letters(message.text)
    linking = (row for row in latest if ours(row, page))
    return next((_sent(row, server) for row in linking if _letters(plain(_content(row))) == wanted), None)


def _made(server: Server, message: Message, key: str) -> Sent:
    lang = message.lang.partition("-")[0]
    said = {"status": message.text, "visibility": "public", **({"language": lang} if lang else {})}
    headers = {"Idempotency-Key": key}
    url = f"{server.address}/api/v1/statuses"
    try:
        answer = server.http.post(url, json=said, headers=headers, bearer=server.token)
    except Refused as refused:
        raise _explained(refused, server, "write:statuses") from None
    return _sent(fields.expected_table(answer.json(), answer.url), server)


def _sent(row: object, server: Server) -> Sent:
    told = fields.table(row)
    url, at = fields.web(told.get("url")) or fields.web(told.get("uri")), moment(told.get("created_at"))
    if not url:
        raise NotAsExpected(host(server.url), _("the address of the post"), _("something else"))
    return Sent(url, at.at if at else None)


def _explained(refused: Refused, server: Server, scope: str) -> SourceError:
    """Return what a refusal means here."""
    if refused.status == NOT_ALLOWED:
        return ScopeMissing(host(server.url), PLACE, scope)
    if refused.status == INVALID:
        return NotTaken(host(server.url), refused.status)
    return NoPosting(host(server.url)) if refused.status in NO_SUCH_METHOD else refused


def _content(row: object) -> str:
    return fields.text(fields.table(row).get("content"))


def _letters(text: str) -> str:
    """Return what stays of a text whatever a server makes of it: its letters, without addresses."""
    bare = ELSEWHERE.sub(r"\1", LINK.sub("", unicodedata.normalize("NFKC", text)))
    return "".join(filter(str.isalnum, bare.casefold()))
