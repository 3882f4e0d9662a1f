"""What people answered, under each post: `content/_responses/*.json`, written by `enishi responses export`.

One jf2 feed per post, found by its `uid`. How much of a response is shown depends on what its author
agreed to by writing it there. What was sent to this blog (a webmention from a site of their own, a
comment in its comment box) stands in full; a reply in public somewhere else is quoted in excerpt with a
link to the rest; likes, reposts and bookmarks are figures, without names and faces.

All of it was written by strangers: text stays text (the templates escape it), and an address
that is not http(s) is no link.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

from tracker.model import Kind
from tracker.rules import language
from tracker.rules.profiles import SHARED, handle
from tracker.rules.text import excerpt, graphemes
from tracker.rules.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COUNTED = (Kind.LIKE, Kind.REPOST, Kind.BOOKMARK, Kind.REACTION)
BOXES = ("cusdis", "disqus", "giscus", "isso", "remark42", "utterances")
"""Comment boxes that stand below posts of this blog."""
SENT = ("", "webmentionio")
"""What receives webmentions; files of earlier exports do not name the place."""
EXCERPT = 280
"""Characters of what was not written to this blog."""
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
WIDE = re.compile(r"[\u3400-\u9fff]")


class ResponsesUnreadable(Exception):
    """A file that `enishi responses export` did not write."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be read: {reason}. Run `enishi responses export` again, or remove the file.")


@dataclass(frozen=True, slots=True)
class Response:
    """One reply or mention, as it is shown."""

    id: str
    kind: Kind
    url: str
    name: str
    author_url: str
    text: str
    published: datetime | None
    parent: str
    title: str = ""
    """Of the page it stands on, where it has one."""
    place: str = ""
    """The source that brought it."""
    replies: tuple[Response, ...] = ()

    @property
    def host(self) -> str:
        """Where it was said; empty when it has no address."""
        return host(self.url)

    @property
    def whole(self) -> bool:
        """Whether it was written to this blog, and may be shown in full."""
        silo = host(self.url).removeprefix("www.") in SHARED or bool(handle(self.url))
        return self.place in BOXES or (self.place in SENT and not silo)

    @property
    def cut(self) -> bool:
        """Whether only its beginning is shown; a mention is an excerpt of its page wherever that stands."""
        whole = not self.url or (self.whole and self.kind is Kind.REPLY)
        return not whole and len(graphemes(self.text)) > EXCERPT

    @property
    def shown(self) -> str:
        """The text as far as it is shown."""
        return excerpt(self.text, EXCERPT) if self.cut else self.text

    @property
    def lang(self) -> str | None:
        """`ja`, "" for a language unknown, or None when it may be the page's own: kanji alone."""
        if WIDE.search(self.text) and not KANA.search(self.text):
            return None
        return "ja" if language.of(self.text) == "ja" else ""


@dataclass(frozen=True, slots=True)
class Responses:
    """Everything that answers one post."""

    replies: tuple[Response, ...] = ()
    mentions: tuple[Response, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    syndication: tuple[str, ...] = ()
    """Where the post was announced, beside what its front matter names."""

    def __bool__(self) -> bool:
        return bool(self.replies or self.mentions or self.counts)


def read(data: Mapping[str, Any]) -> Responses:
    """Return what one file says.

    Raises AttributeError, KeyError, TypeError or ValueError when it is no such file.
    """
    found = [_response(child) for child in data["children"]]
    counts = {Kind(kind): int(count) for kind, count in data["counts"].items()}
    return Responses(
        replies=threads([response for response in found if response.kind is Kind.REPLY]),
        mentions=tuple(response for response in found if response.kind is not Kind.REPLY),
        counts={kind: counts[kind] for kind in COUNTED if counts.get(kind)},
        syndication=tuple(url for url in data.get("syndication", ()) if _web(url)),
    )


def threads(replies: Sequence[Response]) -> tuple[Response, ...]:
    """Hang each reply under the one it answers, oldest first and undated last.

    One that answers nothing shown stands at the top; so do replies that answer each other in a circle.
    """
    known = {reply.id: reply for reply in replies}
    below: dict[str, list[Response]] = {}
    for reply in sorted(replies, key=_when):
        below.setdefault("" if _rootless(reply, known) else reply.parent, []).append(reply)
    return tuple(_grown(reply, below) for reply in below.get("", ()))


def _rootless(reply: Response, known: Mapping[str, Response]) -> bool:
    """Whether a reply starts a thread: its parent is not shown, or leads back to itself."""
    above, seen = known.get(reply.parent), {reply.id}
    if above is None:
        return True
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = known.get(above.parent)
    return above is not None


def _grown(reply: Response, below: Mapping[str, Sequence[Response]]) -> Response:
    return replace(reply, replies=tuple(_grown(child, below) for child in below.get(reply.id, ())))


def _when(response: Response) -> tuple[float, str]:
    return (response.published.timestamp() if response.published else inf, response.id)


def _response(child: Mapping[str, Any]) -> Response:
    author = child.get("author") or {}
    when = child.get("published")
    return Response(
        id=str(child["id"]),
        kind=Kind(child["kind"]),
        url=_web(child.get("url")),
        name=str(author.get("name") or ""),
        author_url=_web(author.get("url")),
        text=str((child.get("content") or {}).get("text") or "").strip(),
        published=datetime.fromisoformat(when) if when else None,
        parent=str(child.get("in-reply-to") or ""),
        title=str(child.get("name") or "").strip(),
        place=str(child.get("place") or ""),
    )


def _web(url: str | None) -> str:
    return url if url and is_web(url) else ""


def _read_file(path: Path) -> tuple[str, Responses]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return str(data["uid"]), read(data)
    except json.JSONDecodeError as error:
        raise ResponsesUnreadable(path, f"it is no JSON ({error})") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ResponsesUnreadable(path, f"it is no list of responses ({error!r})") from error


def _attach(generator: Any) -> None:
    articles = {article.uid: article for article in _all(generator)}
    for article in articles.values():
        article.responses = Responses()
    folder = Path(generator.path) / generator.settings["RESPONSES_PATH"]
    for path in sorted(folder.glob("*.json")):
        uid, responses = _read_file(path)
        if uid not in articles:
            raise ResponsesUnreadable(path, f"no post has the uid “{uid}”")
        articles[uid].responses = responses
        articles[uid].syndication = [*dict.fromkeys((*articles[uid].syndication, *responses.syndication))]


def _all(generator: Any) -> Iterable[Any]:
    return chain(
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def register() -> None:
    """Attach `article.responses` to every post before anything is written."""
    signals.all_generators_finalized.connect(_attach_to_first)


def _attach_to_first(generators: Sequence[Any]) -> None:
    _attach(generators[0])
