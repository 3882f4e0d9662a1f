"""webmention.io, played: the read API as its README and source describe it (2026).

Rows come newest first, 20 to a page, at most 1,000; there is no total and no next page.
`since` is about when a row was made, so that an update is not returned by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.journeys.demo.answers import NOT_FOUND, Asked, Said, said_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.journeys.demo.cast import Cast
    from tracker.journeys.demo.roles import Face, Mention

PER_PAGE, MOST_PER_PAGE, MOST_TARGETS = 20, 1000, 50
TYPES = {"in-reply-to": "reply", "like-of": "like", "repost-of": "repost", "bookmark-of": "bookmark", "rsvp": "rsvp"}
HEADERS = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
EVER = datetime.min.replace(tzinfo=UTC)


class WebmentionIo:
    """The service, holding the mentions of one account."""

    def __init__(self, cast: Cast) -> None:
        self.token = cast.token
        self.domain = cast.domain
        self.live = [row for row in cast.mentions if not row.deleted]
        self.deleted = [row for row in cast.mentions if row.deleted]
        self._last: tuple[object, Sequence[Mention]] = (None, ())

    def answer(self, asked: Asked) -> Said:
        """Answer anything below `/api/`."""
        name, _dot, form = asked.path.removeprefix("/api/").partition(".")
        if name in ("mentions", "links") and form in ("", "json", "jf2"):
            return self._refusal(asked) or self._mentions(asked, form)
        if name == "deleted" and form in ("", "jf2"):
            return self._refusal(asked) or self._deletions(asked)
        return self._count(asked) if name == "count" and form in ("", "json") else NOT_FOUND

    def _refusal(self, asked: Asked) -> Said | None:
        """Refuse who names neither target nor token, or a wrong token; what is asked by target is public."""
        token = _token(asked)
        if asked.all("target") or token == self.token:
            return None
        if not token:
            return _error(400, "invalid_input", "Either a token or a target URL is required")
        return _error(401, "forbidden", "Access token was not valid")

    def _mentions(self, asked: Asked, form: str) -> Said:
        rows = _page(self._ordered(asked), asked)
        if form == "jf2":
            return _feed("Webmentions", [jf2(row) for row in rows])
        return said_json({"links": [legacy(row) for row in rows]}, headers=HEADERS)

    def _deletions(self, asked: Asked) -> Said:
        rows = sorted(about(asked, self.deleted, changed), key=_by_change, reverse=True)
        return _feed("Deleted webmentions", [_deletion(row) for row in _page(rows, asked)])

    def _count(self, asked: Asked) -> Said:
        if not asked.all("target"):
            return _error(400, "invalid_input", "A target URI is required")
        kinds = [_type(row) for row in about(asked, self.live, made)]
        types = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
        return said_json({"count": len(kinds), "type": types}, headers=HEADERS)

    def _ordered(self, asked: Asked) -> Sequence[Mention]:
        """Choose and sort once for all pages of one question."""
        question = {name: values for name, values in asked.query.items() if name != "page"}
        if self._last[0] != question:
            self._last = (question, _ordered(self._chosen(asked), asked))
        return self._last[1]

    def _chosen(self, asked: Asked) -> Sequence[Mention]:
        if not asked.all("target") and asked.one("domain") not in ("", self.domain):
            return ()
        wanted = asked.all("wm-property")
        return [row for row in about(asked, self.live, made) if not wanted or _property(row) in wanted]


def made(row: Mention) -> datetime:
    """When the service made the row."""
    return row.received


def changed(row: Mention) -> datetime:
    """When the service last changed the row; deleting is a change."""
    return row.deleted or row.updated or row.received


def about(asked: Asked, rows: Iterable[Mention], moment: Callable[[Mention], datetime]) -> Sequence[Mention]:
    """Return what is about the targets asked for, after `since` and `since_id`; what is private only to a token."""
    targets, since, since_id = _targets(asked), _since(asked.one("since")), asked.number("since_id", default=-1)
    return [
        row
        for row in rows
        if row.id > since_id
        and moment(row) > since
        and (not targets or (not row.private and row.target.split("#")[0] in targets))
    ]


def jf2(row: Mention) -> dict[str, object]:
    """Return a mention as jf2, its keys in the service's order."""
    author = {"type": "card", "name": row.author.name, "photo": row.author.photo, "url": row.author.url}
    entry: dict[str, object] = {
        "type": "entry",
        "author": author,
        "url": row.url or row.source,
        "published": row.published or None,
        "wm-received": _zulu(row.received),
        "wm-id": row.id,
        "wm-source": row.source,
        "wm-target": row.target,
        "wm-protocol": row.protocol or None,
    }
    return entry | _said_by(row) | _aimed(row)


def legacy(row: Mention) -> dict[str, object]:
    """Return a mention in the service's first JSON form."""
    data: dict[str, object] = {"author": _card(row.author)} if row.author.name or row.author.url else {}
    data |= {"url": row.url or row.source, "name": row.name or None, "content": row.html or row.text or None}
    data |= {"published": row.published or None}
    return {
        "source": row.source,
        "verified": True,
        "verified_date": changed(row).astimezone(UTC).isoformat(timespec="seconds"),
        "id": row.id,
        "private": row.private,
        "data": data,
        "activity": {"type": TYPES.get(row.kind, "link")},
        "target": row.target,
    }


def _said_by(row: Mention) -> dict[str, object]:
    content = {"html": row.html, "text": row.text} if row.html else {"text": row.text}
    parts: dict[str, object] = {
        "name": row.name,
        "syndication": list(row.syndication),
        "summary": {"content-type": "text/plain", "value": row.summary} if row.summary else None,
        "photo": list(row.photos),
        "content": content if row.text else None,
    }
    return {key: value for key, value in parts.items() if value}


def _aimed(row: Mention) -> dict[str, object]:
    kind = _property(row)
    aim: dict[str, object] = {"rsvp": row.rsvp, "in-reply-to": row.target} if kind == "rsvp" else {kind: row.target}
    aim |= {"wm-property": kind, "wm-private": row.private}
    return aim | {"rels": {"canonical": row.canonical}} if row.canonical else aim


def _property(row: Mention) -> str:
    """Return `wm-property`; what the service has no name for is a mention."""
    return row.kind if row.kind in TYPES else "mention-of"


def _type(row: Mention) -> str:
    return f"rsvp-{row.rsvp}" if row.kind == "rsvp" else TYPES.get(row.kind, "mention")


def _card(face: Face) -> dict[str, str | None]:
    return {"name": face.name, "url": face.url or None, "photo": face.photo or None}


def _deletion(row: Mention) -> dict[str, object]:
    return {
        "wm-id": row.id,
        "wm-source": row.source,
        "wm-target": row.target,
        "wm-deleted": _zulu(changed(row)),
    }


def _ordered(rows: Iterable[Mention], asked: Asked) -> Sequence[Mention]:
    """Newest first, unless `sort-dir` says anything but `down`; an unknown `sort-by` is `created`."""
    keys = {"updated": _by_change, "published": _by_publication, "rsvp": _by_rsvp}
    key = keys.get(asked.one("sort-by"), _by_making)
    return sorted(rows, key=key, reverse=asked.one("sort-dir") in ("", "down"))


def _by_making(row: Mention) -> tuple[object, ...]:
    return (row.received, row.id)


def _by_change(row: Mention) -> tuple[object, ...]:
    return (changed(row), row.id)


def _by_publication(row: Mention) -> tuple[object, ...]:
    """As MySQL sorts local times without their offsets: nothing comes before something."""
    return (row.published[:19], row.received, row.id)


def _by_rsvp(row: Mention) -> tuple[object, ...]:
    order = ("no", "interested", "maybe", "yes")
    return (order.index(row.rsvp) if row.rsvp in order else -1, row.received, row.id)


def _page(rows: Sequence[Mention], asked: Asked) -> Sequence[Mention]:
    size = min(max(0, asked.number("perPage", "per-page", default=PER_PAGE)), MOST_PER_PAGE)
    start = max(0, asked.number("page")) * size
    return rows[start : start + size]


def _targets(asked: Asked) -> set[str]:
    """A fragment never names another page; a target without a scheme means both."""
    named = [target.split("#")[0] for target in asked.all("target")][:MOST_TARGETS]
    return {spelled for one in named for spelled in ((f"https:{one}", f"http:{one}") if one[:2] == "//" else (one,))}


def _token(asked: Asked) -> str:
    scheme, _space, token = asked.headers.get("authorization", "").partition(" ")
    return asked.one("token", "access_token") or (token.strip() if scheme.lower() == "bearer" else "")


def _since(text: str) -> datetime:
    """Return the moment; what cannot be read is silently no limit."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return EVER
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _feed(name: str, children: Sequence[object]) -> Said:
    return said_json({"type": "feed", "name": name, "children": children}, headers=HEADERS)


def _error(status: int, error: str, description: str) -> Said:
    return said_json({"error": error, "error_description": description}, status, HEADERS)


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
