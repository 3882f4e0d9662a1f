"""What of our links is to be told to the pages they lead to, now and again (Webmention §3.1).

Requirements of the specification are cited as S1 to S15, the numbers of our own checklist of it. S15 asks
for a page that stands for what is not HTML: our sources always are pages.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.rules.addresses import is_loopback
from tracker.rules.outgoing import GONE, Mention, Sent, Status, Why, page_of
from tracker.rules.urls import canonical, host, path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import datetime

    from tracker.model import Article
    from tracker.rules.outgoing import Entry, Outcome

PATIENCE = tuple(timedelta(hours=hours) for hours in (1, 4, 16, 64, 256))
"""Until the next try after each failure; after the last there is none."""
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=30)
"""How long a page without an endpoint is taken to have none, whatever it says itself."""
NEWS = timedelta(minutes=10)
"""Until a status page is asked again."""
LONG_OUT = timedelta(days=31)
"""How much earlier than our first webmention an article came out for its links to be asked about."""
NO_NEWS = timedelta(days=7)
"""After which what a status page left open counts as taken."""


def plan(entries: Iterable[Entry], known: Iterable[Sent], now: datetime, *, again: bool = False) -> tuple[Mention, ...]:
    """Return what is to be told: of links that are new, of pages that changed, of what is no more (S8, S11).

    What was told and has not changed since is never told twice. `again` tries at once what failed, was
    refused or found no endpoint.
    """
    rows: dict[str, dict[str, Sent]] = defaultdict(dict)
    for one in known:
        rows[one.source][one.page] = one
    there = {entry.url: entry for entry in entries if not entry.gone}
    wanted = [mention for entry in there.values() for mention in _of(entry, rows[entry.url])]
    wanted += [_gone(one, Why.DELETED) for source in rows.keys() - there.keys() for one in rows[source].values()]
    due = (_due(one, now, again=again) for one in sorted(wanted, key=lambda one: one.source))
    return tuple(one for one in due if one)


def _of(entry: Entry, rows: Mapping[str, Sent]) -> Iterator[Mention]:
    """Yield every link there is and every one there was."""
    for target in entry.links:
        before = rows.get(page_of(target))
        yield Mention(entry.url, target, Why.NEW, entry.fingerprint, before)
    linked = set(map(page_of, entry.links))
    yield from (_gone(one, Why.REMOVED) for page, one in rows.items() if page not in linked)


def _gone(one: Sent, why: Why) -> Mention:
    return Mention(one.source, one.target, why, GONE, one)


def _due(one: Mention, now: datetime, *, again: bool) -> Mention | None:
    """Say why a link is to be told now; None: it is not."""
    before = one.before
    if before is None:
        return one
    if (before.wanted, before.target) == (one.fingerprint, one.target):
        why = _unfinished(before, now, again=again)
        return one._replace(why=why) if why else None
    if one.fingerprint == GONE and not before.told:
        return None  # whoever never heard of it need not hear that it is gone
    if before.status is Status.NO_ENDPOINT and not again and _is_ahead(before.next_try, now):
        return None
    return one._replace(why=Why.CHANGED) if one.why is Why.NEW and before.told else one


def _unfinished(before: Sent, now: datetime, *, again: bool) -> Why | None:
    """Say why what has not changed is taken up once more."""
    if before.status is Status.WAITING:
        return None if _is_ahead(before.next_try, now) else Why.ASK
    if before.status is Status.FAILED and before.next_try and before.next_try <= now:
        return Why.AGAIN
    open_ = before.status not in (Status.SENT, Status.ASSUMED)
    return Why.AGAIN if again and open_ else None


def _is_ahead(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


def record(mention: Mention, outcome: Outcome, now: datetime) -> Sent:
    """Return what is to be remembered of one try."""
    before = mention.before
    taken = outcome.status in (Status.SENT, Status.WAITING, Status.ASSUMED)
    retried = before.tried if before and mention.why is Why.AGAIN else 0
    tried = retried + 1 if outcome.status is Status.FAILED else 0
    return Sent(
        mention.source,
        mention.target,
        mention.fingerprint,
        mention.fingerprint if taken else before and before.told,
        outcome.status,
        now,
        outcome.endpoint,
        outcome.code,
        outcome.status_url,
        outcome.error,
        tried,
        now if taken else before and before.sent_at,
        _next(outcome, tried, now),
    )


def answered(before: Sent, outcome: Outcome, now: datetime) -> Sent:
    """Return what is to be remembered of what a status page said (S7)."""
    status = outcome.status
    if status is Status.WAITING and now - (before.sent_at or now) > NO_NEWS:
        status = Status.SENT
    ahead = now + NEWS if status is Status.WAITING else None
    return before._replace(status=status, error=outcome.error, tried_at=now, next_try=ahead)


def _next(outcome: Outcome, tried: int, now: datetime) -> datetime | None:
    """Say when it is taken up again; None: not by itself."""
    wait = outcome.wait or timedelta()
    if outcome.status is Status.NO_ENDPOINT:  # S14
        return now + min(max(wait, SHORTEST), LONGEST)
    if outcome.status is Status.WAITING:
        return now + NEWS
    if outcome.status is Status.FAILED and tried <= len(PATIENCE):
        return now + max(PATIENCE[tried - 1], wait)
    return None


def without_endpoint(known: Iterable[Sent], now: datetime) -> dict[str, datetime]:
    """Return the pages that are known to have no endpoint, and until when that holds (S14)."""
    silent = (one for one in known if one.status is Status.NO_ENDPOINT)
    return {one.page: one.next_try for one in silent if one.next_try and one.next_try > now}


def hinders(mention: Mention, live: Entry) -> str:
    """Return why a webmention must wait for the upload: `present`, `missing` or `old`; empty: nothing does.

    What is published counts, not what was built: a receiver looks there at once.
    """
    linked = not live.gone and mention.target in live.links
    if mention.fingerprint == GONE:
        return "present" if linked and live.url == mention.source else ""
    if not linked:
        return "missing"
    before = mention.before
    unchanged = before is not None and live.fingerprint == before.wanted != mention.fingerprint
    return "old" if unchanged else ""


def long_out(
    mentions: Iterable[Mention], articles: Iterable[Article], known: Iterable[Sent], now: datetime
) -> tuple[Mention, ...]:
    """Return the links of articles of which nothing was ever told, and which were out long before anything was.

    Another program may have told of them.
    """
    told = tuple(known)
    began = min((one.tried_at for one in told), default=now) - LONG_OUT
    old = {canonical(one.url) for one in articles if one.published and one.published < began}
    old -= {canonical(one.source) for one in told}
    return tuple(one for one in mentions if canonical(one.source) in old)


def file_of(url: str, files: Container[str]) -> str:
    """Return which of the `files` of a site is read at an address of it; empty: none. A site may lie in a folder."""
    tail = path(url).lstrip("/")
    while tail:
        name = f"{tail}index.html" if tail.endswith("/") else tail
        if name in files:
            return name
        tail = tail.partition("/")[2]
    return ""


def is_by_address(url: str, named_by: str = "") -> bool:
    """Whether an address spells its host in figures (or `localhost`), as the page that named it does.

    Only such a one may be an exception to "public addresses only" (S12, S13): its author wrote it. A
    stranger's page names none, and no name of theirs can be made to mean one.
    """
    name = host(url)
    return name == host(named_by or url) and (is_loopback(name) or _is_address(name))


def _is_address(name: str) -> bool:
    from ipaddress import ip_address  # noqa: PLC0415 - most hosts have a name

    try:
        ip_address(name)
    except ValueError:
        return False
    return True
