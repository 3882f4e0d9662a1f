"""Mastodon: every post of every file as a reply to one announcement, every list of people as its likes or boosts.

Conversations and lists are served at the addresses they were recorded from; all others hang below a post made here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.real import ROOT, Real, Row, articles, as_json, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.servers import Reply, Request

NUMBER = "111111111111111111"
"""What a post made here is called."""
LISTED = re.compile(r"https://[^/]+/api/v1/statuses/\d+/(favourited_by|reblogged_by)$")
BELOW = re.compile(r"https://[^/]+/api/v1/statuses/(\d+)/context$")
AT_ONCE = 40
TAGS = re.compile(r"<[^>]*>")


def files() -> Iterator[Real]:
    """Every file in which anybody speaks or is listed."""
    for file in sorted((ROOT / "mastodon").glob("*")):
        answers = list(_answers(file))
        lists = {found[1]: told for uri, told in answers if (found := LISTED.match(uri))}
        number = next((found[1] for uri, _told in answers if (found := BELOW.match(uri))), NUMBER)
        posts = {} if lists else _found([told for _uri, told in answers], "content")
        people = {} if lists or posts else _found([told for _uri, told in answers], "acct")
        if people:
            lists = {"favourited_by": list(people.values())}
        if posts or lists:
            yield _real(file, Instance(_root(number, posts, lists), list(posts.values()), lists))


def accounts() -> dict[str, Row]:
    """Every account of every file, by its address."""
    files = sorted((ROOT / "mastodon").glob("*"))
    return _found([told for file in files for _uri, told in _answers(file)], "acct")


@dataclass
class Instance:
    """A server with one announcement, what is below it and who liked it."""

    root: Row
    replies: list[Row]
    lists: Mapping[str, list[Row]] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        where = request.path.removeprefix(f"/api/v1/statuses/{self.root['id']}").strip("/")
        if not where:
            return as_json(self.root)
        if where == "context":
            return as_json({"ancestors": [], "descendants": self.replies})
        rows = self.lists.get(where, [])
        begin = int(request.query.get("max_id", "0"))
        status, headers, body = as_json(rows[begin : begin + AT_ONCE])
        here = f"http://{request.headers['Host']}{request.path}?max_id={begin + AT_ONCE}"
        return status, {**headers, "Link": f'<{here}>; rel="next"'} if begin < len(rows) else headers, body


def _real(file: Path, instance: Instance) -> Real:
    (article,) = articles(["https://mio.example/"])
    rows = [*instance.replies, *(row for rows in instance.lists.values() for row in rows)]
    return Real(
        name(file),
        "mastodon",
        instance,
        [replace(article, syndication=(instance.root["url"],))],
        rows=1 + len(rows),
        words=words(_said(row) for row in rows),
        settings={"address": "{server}", "unindexed": True},
    )


def _root(number: str, posts: Mapping[str, Row], lists: Mapping[str, list[Row]]) -> Row:
    """An announcement that counts as much as there is."""
    return {
        "id": number,
        "uri": f"https://mastodon.example/users/mio/statuses/{number}",
        "url": f"https://mastodon.example/@mio/{number}",
        "created_at": "2022-11-01T00:00:00.000Z",
        "content": "",
        "visibility": "public",
        "account": {"uri": "https://mastodon.example/users/mio", "acct": "mio"},
        "replies_count": sum(row["in_reply_to_id"] == number for row in posts.values()),
        "favourites_count": len(lists.get("favourited_by", ())),
        "reblogs_count": len(lists.get("reblogged_by", ())),
    }


def _answers(file: Path) -> Iterator[tuple[str, Any]]:
    """Yield what was answered, with the address that was asked where the file has it."""
    if file.suffix == ".yaml":
        yield from _cassette(file)
        return
    text = file.read_text()
    try:
        told = json.loads(text)
        yield told["_meta"]["uri"], told["body"]
    except ValueError:
        yield from (("", row) for row in _lines(text))


def _lines(text: str) -> Iterator[Row]:
    """Records line by line, some of which have line ends in them."""
    begun = ""
    for line in text.splitlines():
        begun += line
        try:
            yield json.loads(begun, strict=False)
        except ValueError:
            continue
        begun = ""


def _cassette(file: Path) -> Iterator[tuple[str, Any]]:
    """Answers that another program recorded; nothing when YAML cannot be read here."""
    try:
        import yaml  # type: ignore[import-untyped] # noqa: PLC0415 - it comes with other tools of development
    except ImportError:
        return
    for exchange in yaml.safe_load(file.read_text())["interactions"]:
        body = exchange["response"]["body"]["string"]
        if body.strip():
            yield exchange["request"]["uri"], json.loads(body)


def _found(data: Any, key: str) -> dict[str, Row]:  # noqa: ANN401 - JSON is any shape
    """Return the tables with such a key and an address, wherever they are, by address."""
    found: dict[str, Row] = {}
    ahead = [data]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict):
            ahead.extend(reversed(one.values()))
            address = one.get("uri") or one.get("url")
            if key in one and address and "created_at" in one and "id" in one:
                found.setdefault(address, one)
        elif isinstance(one, list):
            ahead.extend(reversed(one))
    return found


def _said(row: Row) -> str:
    """Every word of a post or a person that is to come through."""
    who = row.get("account", row)
    name = who.get("display_name") or ""
    for emoji in who.get("emojis", ()):
        name = name.replace(f":{emoji['shortcode']}:", "")
    return "\n".join((TAGS.sub("", row.get("content") or ""), row.get("spoiler_text") or "", name))
