"""A Bluesky on loopback: its AppView, a server of accounts and an index of links over a few invented posts.

Counts, threads and pages are made as the real ones make them: an AppView counts only direct answers,
shows ten levels whatever is asked, and leaves out what is deleted without a word.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

View = dict[str, Any]
LEVELS = 10
CARD = "app.bsky.feed.post:embed.external.uri"
TEXT = "app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri"
TOKEN = "letters-of-a-session"  # noqa: S105 - a made-up one
PASSWORD = "abcd-efgh-ijkl-mnop"  # noqa: S105 - the same


def did(name: str) -> str:
    return f"did:plc:{name:2<24}"


def uri(name: str, key: str) -> str:
    return f"at://{did(name)}/app.bsky.feed.post/{key}"


def facet(text: str, shown: str, address: str) -> View:
    """Mark `shown` in a text as a link, by bytes."""
    start = len(text[: text.index(shown)].encode())
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": address}
    return {"index": {"byteStart": start, "byteEnd": start + len(shown.encode())}, "features": [feature]}


@dataclass
class Sky:
    """The network; every mapping is by at-uri but `people`, which is by name."""

    people: dict[str, View] = field(default_factory=dict)
    records: dict[str, View] = field(default_factory=dict)
    more: dict[str, View] = field(default_factory=dict)
    """What else a post's view has."""
    likes: dict[str, list[str]] = field(default_factory=dict)
    reposts: dict[str, list[str]] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    """How many likes are counted and not listed."""
    deleted: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    """Answers of which only a stub is shown."""
    size: int = 100
    """Of a page."""
    refuses: dict[str, int] = field(default_factory=dict)
    """The status of a method that does not answer; `index` stands for that service."""
    cuts: set[str] = field(default_factory=set)
    """Methods that are carried out once more, and whose answer is lost."""
    blobs: dict[str, View] = field(default_factory=dict)
    """What was uploaded, by its reference."""
    asked: list[str] = field(default_factory=list)
    """The methods that were asked for, by their last part."""

    def person(self, name: str, handle: str = "", **more: object) -> None:
        """Let somebody in."""
        profile = {"did": did(name), "handle": handle or f"{name}.bsky.social", "displayName": name, "labels": []}
        self.people[name] = profile | more

    def say(self, by: str, key: str, text: str = "", at: str = "2026-10-15T08:00:00.000Z", **more: Any) -> str:  # noqa: ANN401 - fields of a record
        """Post something; `card`, `links`, `answers` and `quotes` are put as records have them."""
        if by not in self.people:
            self.person(by)
        record: View = {"$type": "app.bsky.feed.post", "createdAt": at, "langs": ["ja"], "text": text}
        links: Mapping[str, str] = more.pop("links", {})
        if links:
            record["facets"] = [facet(text, shown, address) for shown, address in links.items()]
        if card := more.pop("card", ""):
            external = {"uri": card, "title": "", "description": ""}
            record["embed"] = {"$type": "app.bsky.embed.external", "external": external}
        if quoted := more.pop("quotes", ""):
            record["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": quoted, "cid": "x"}}
        if parent := more.pop("answers", ""):
            root = self.records.get(parent, {}).get("reply", {}).get("root", {"uri": parent, "cid": "x"})
            record["reply"] = {"root": root, "parent": {"uri": parent, "cid": "x"}}
        self.records[uri(by, key)] = record | more
        return uri(by, key)

    def __call__(self, request: Request) -> Reply:
        method = request.path.removeprefix("/xrpc/")
        name = method.rpartition(".")[2]
        self.asked.append(name)
        status = self.refuses.get(name) or ("microcosm" in method and self.refuses.get("index"))
        if status:
            return int(status), {}, ""
        answer = getattr(self, re.sub("(^|[A-Z])", lambda letter: "_" + letter[0].lower(), name))
        found = answer(request, parse_qs(urlsplit(request.target).query))
        if name in self.cuts:
            self.cuts.discard(name)
            raise ConnectionResetError
        return found if isinstance(found, tuple) else (200, {"Content-Type": "application/json"}, json.dumps(found))

    def view(self, post: str) -> View:
        """Return a post as it is shown."""
        record = self.records[post]
        shown: View = {
            "uri": post,
            "cid": f"bafy{len(str(record))}",
            "author": {**self._basic(post)},
            "record": record,
            "replyCount": len(self._answers(post)),
            "repostCount": len(self.reposts.get(post, ())),
            "likeCount": len(self.likes.get(post, ())) + self.unseen.get(post, 0),
            "quoteCount": len(self._quoting(post)),
            "indexedAt": record["createdAt"],
            "labels": [],
        }
        quoted = _quoted(record)
        if quoted in self.records:
            inner = {"$type": "app.bsky.embed.record#viewRecord", "uri": quoted, "value": self.records[quoted]}
            shown["embed"] = {"$type": "app.bsky.embed.record#view", "record": inner}
        return shown | self.more.get(post, {})

    def _basic(self, post: str) -> View:
        author = next(each for each in self.people.values() if post.startswith(f"at://{each['did']}/"))
        return {key: value for key, value in author.items() if key not in ("description", "website")}

    def _there(self) -> list[str]:
        return [post for post in self.records if post not in self.deleted]

    def _answers(self, post: str) -> list[str]:
        return [each for each in self._there() if _parent(self.records[each]) == post]

    def _quoting(self, post: str) -> list[str]:
        return [each for each in self._there() if _quoted(self.records[each]) == post]

    def _node(self, post: str, levels: int) -> View:
        if post in self.blocked:
            stub = "app.bsky.feed.defs#blockedPost"
            return {"$type": stub, "uri": post, "blocked": True, "author": {"did": post[5:37]}}
        node = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self.view(post)}
        return node | ({"replies": [self._node(each, levels - 1) for each in self._answers(post)]} if levels else {})

    def _page(self, key: str, rows: Sequence[object], query: Mapping[str, list[str]]) -> View:
        start = int(query.get("cursor", ["0"])[0])
        end = start + self.size
        return {key: list(rows[start:end])} | ({"cursor": str(end)} if end < len(rows) else {})

    def _get_posts(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        return {"posts": [self.view(post) for post in query["uris"] if post in self._there()]}

    def _get_post_thread(self, _request: Request, query: Mapping[str, list[str]]) -> View | Reply:
        (post,) = query["uri"]
        if post not in self._there():
            return 400, {}, '{"error":"NotFound"}'
        return {"thread": self._node(post, min(int(query["depth"][0]), LEVELS))}

    def _get_likes(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        at = "2026-10-16T09:00:00.000Z"
        rows = [
            {"actor": self.people[name], "createdAt": at, "indexedAt": at}
            for name in self.likes.get(query["uri"][0], ())
        ]
        return self._page("likes", rows, query)

    def _get_reposted_by(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        return self._page("repostedBy", [self.people[name] for name in self.reposts.get(query["uri"][0], ())], query)

    def _get_quotes(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        return self._page("posts", [self.view(post) for post in self._quoting(query["uri"][0])], query)

    def _get_profiles(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        return {"profiles": [each for each in self.people.values() if each["did"] in query["actors"]]}

    def _get_author_feed(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        (actor,) = (each for each in self.people.values() if query["actor"][0] in (each["handle"], each["did"]))
        own = [post for post in self._there() if actor["did"] in post and not _parent(self.records[post])]
        own.sort(key=lambda post: str(self.records[post]["createdAt"]), reverse=True)
        return self._page("feed", [{"post": self.view(post)} for post in own], query)

    def _resolve_handle(self, _request: Request, query: Mapping[str, list[str]]) -> View | Reply:
        found = [each["did"] for each in self.people.values() if each["handle"] == query["handle"][0]]
        return {"did": found[0]} if found else (400, {}, '{"error":"InvalidRequest"}')

    def _create_session(self, request: Request, _query: Mapping[str, list[str]]) -> View | Reply:
        told = json.loads(request.body)
        if told["password"] != PASSWORD:
            return 401, {}, '{"error":"AuthenticationRequired"}'
        return {"handle": told["identifier"], "did": did("mio"), "accessJwt": TOKEN, "refreshJwt": "r"}

    def _get_record(self, _request: Request, query: Mapping[str, list[str]]) -> View | Reply:
        named = "at://{repo[0]}/{collection[0]}/{rkey[0]}".format(**query)
        if named not in self._there():
            return 400, {}, '{"error":"RecordNotFound"}'
        return {"uri": named, "cid": "bafy", "value": self.records[named]}

    def _upload_blob(self, request: Request, _query: Mapping[str, list[str]]) -> View | Reply:
        kind = request.headers["Content-Type"]
        if not _lets_in(request) or not lexicon.is_picture(request.body, kind):
            return 400, {}, '{"error":"InvalidRequest"}'
        reference = hashlib.sha256(request.body).hexdigest()
        blob = {"$type": "blob", "ref": {"$link": reference}, "mimeType": kind, "size": len(request.body)}
        self.blobs[reference] = blob
        return {"blob": blob}

    def _create_record(self, request: Request, _query: Mapping[str, list[str]]) -> View | Reply:
        told = json.loads(request.body)
        if not _lets_in(request):
            return 401, {}, '{"error":"AuthenticationRequired"}'
        wrong = lexicon.wrong(told, self.blobs)
        named = f"at://{told['repo']}/{told['collection']}/{told['rkey']}"
        if wrong or named in self.records:
            return 400, {}, json.dumps({"error": "InvalidRequest", "message": wrong})
        self.records[named] = told["record"]
        return {"uri": named, "cid": "bafy"}

    def _search_posts(self, request: Request, query: Mapping[str, list[str]]) -> View | Reply:
        if not _lets_in(request):
            return 403, {}, ""
        wanted = query["url"][0].rstrip("/")
        rows = [post for post in self._there() if wanted in json.dumps(self.records[post])]
        return self._page("posts", [self.view(post) for post in rows], query)

    def _get_backlinks(self, _request: Request, query: Mapping[str, list[str]]) -> View:
        (subject,), (source,) = query["subject"], query["source"]
        found = [post.split("/") for post in self._there() if subject in linked(self.records[post], source)]
        rows = [{"did": author, "collection": collection, "rkey": key} for _at, _, author, collection, key in found]
        return {"total": len(rows)} | self._page("records", rows, query)


def _lets_in(request: Request) -> bool:
    return request.headers["Authorization"] == f"Bearer {TOKEN}"


def linked(record: View, source: str) -> list[str]:
    if source == CARD:
        return [record.get("embed", {}).get("external", {}).get("uri", "")]
    return [each["uri"] for one in record.get("facets", ()) for each in one["features"] if "uri" in each]


def _parent(record: View) -> str:
    return str(record.get("reply", {}).get("parent", {}).get("uri", ""))


def _quoted(record: View) -> str:
    return str(record.get("embed", {}).get("record", {}).get("uri", ""))
