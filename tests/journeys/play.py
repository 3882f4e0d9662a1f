"""A short play for the stage: two articles, two people, a little of everything."""

from __future__ import annotations

from typing import Any

import requests

from tracker.journeys.demo.cast import Cast

SITE = "https://site.example"
ARTICLE = f"{SITE}/ja/2026/10/search/"
OTHER = f"{SITE}/en/2026/09/backups/"
TOKEN = "open-sesame"  # noqa: S105 - opens nothing but the stage of a test

ROWS: dict[str, Any] = {
    "site": f"{SITE}/",
    "title": "A site",
    "token": TOKEN,
    "articles": {
        "search": {
            "uid": "tag:site.example,2026:search",
            "path": "/ja/2026/10/search/",
            "older": ["/2026/10/search.html"],
            "title": "二文字の検索 & 索引",
            "lang": "ja",
            "published": "2026-10-14T08:30:00+09:00",
        },
        "backups": {
            "uid": "tag:site.example,2026:backups",
            "path": "/en/2026/09/backups/",
            "title": "Backups <again>",
            "lang": "en",
            "published": "2026-09-01T08:30:00+09:00",
        },
    },
    "people": {
        "kei": {
            "about": "three places, one homepage",
            "faces": {
                "web": {"name": "三好 圭", "url": "https://kei.example/", "photo": "https://kei.example/me.png"},
                "fedi": {"name": "kei 🍙", "url": "https://fedi.example/@kei"},
                "hackernews": {"name": "kei_m", "url": "https://kei.example/"},
                "hatena": {"name": "keimi"},
                "comments": {"name": "三好", "url": "https://kei.example/"},
            },
        },
        "ned": {
            "about": "one place",
            "faces": {"hackernews": {"name": "ned"}, "comments": {"name": "Ned's page & more"}},
        },
    },
    "webmentions": [
        {
            "id": 11,
            "kind": "in-reply-to",
            "on": "search",
            "by": "kei",
            "source": "https://kei.example/notes/1",
            "published": "2026-10-15T21:03:00+09:00",
            "received": "2026-10-15T12:04:00+00:00",
            "updated": "2026-11-01T00:00:00+00:00",
            "text": "トークナイザは何を使っていますか？",
            "html": "<p>トークナイザは何を使っていますか？</p>",
            "syndication": ["https://fedi.example/@kei/1"],
        },
        {
            "id": 12,
            "kind": "like-of",
            "on": "search",
            "by": "kei",
            "as": "fedi",
            "source": "https://bridge.example/like/1",
            "url": "https://fedi.example/@kei#liked-1",
            "received": "2026-10-16T00:00:00+00:00",
        },
        {
            "id": 13,
            "kind": "rsvp",
            "rsvp": "yes",
            "on": "backups",
            "by": "kei",
            "source": "https://kei.example/notes/2",
            "received": "2026-10-17T00:00:00+00:00",
            "private": True,
        },
        {
            "id": 14,
            "kind": "",
            "to": "http://site.example/ja/2026/10/search/#top",
            "source": "https://links.example/october",
            "published": "2026-10-18T09:00:00",
            "received": "2026-10-18T00:10:00+00:00",
            "canonical": "https://links.example/october/",
            "name": "October links",
            "summary": "What we read",
            "photos": ["https://links.example/1.png"],
        },
        {
            "id": 15,
            "kind": "in-reply-to",
            "on": "search",
            "source": "https://gone.example/1",
            "received": "2026-10-19T00:00:00+00:00",
            "deleted": "2026-11-02T00:00:00+00:00",
            "text": "gone",
        },
    ],
    "stories": [
        {
            "id": 4001,
            "on": "backups",
            "title": "Backups",
            "by": "ned",
            "at": "2026-09-02T10:00:00+00:00",
            "points": 40,
            "remarks": [
                {"id": 4002, "by": "kei", "at": "2026-09-02T11:00:00+00:00", "text": "I&#x27;d check the restore."},
                {"id": 4003, "parent": 4002, "at": "2026-09-02T11:30:00+00:00"},
                {"id": 4004, "parent": 4003, "by": "ned", "at": "2026-09-02T12:00:00+00:00", "text": "Same here."},
            ],
        },
        {"id": 4100, "on": "backups", "title": "Again", "by": "kei", "at": "2026-10-02T10:00:00Z", "points": 2},
        {
            "id": 4200,
            "to": "https://site.example/en/2026/09/backups-that-restore/",
            "title": "Another page",
            "by": "ned",
            "at": "2026-10-03T10:00:00+00:00",
            "points": 300,
        },
    ],
    "entries": [
        {
            "eid": 701,
            "on": "search",
            "title": "二文字の検索",
            "private": 2,
            "bookmarks": [
                {"by": "kei", "at": "2026-10-14T23:59:41+09:00", "comment": "あとで試す。", "tags": ["検索", "SQLite"]}
            ],
        },
        {"eid": 702, "to": "http://site.example/ja/2026/10/search/", "bookmarks": [], "private": 1},
    ],
    "threads": [
        {
            "on": "search",
            "style": "atom",
            "comments": [
                {"id": 1, "by": "kei", "at": "2026-10-15T09:00:00+09:00", "html": "<p>A &lt; B のとき？</p>"},
                {"id": 2, "parent": 1, "by": "ned", "at": "2026-10-15T10:00:00+09:00", "html": "<p>Yes.</p>"},
            ],
        },
        {
            "on": "backups",
            "style": "rss",
            "comments": [
                {"id": number, "by": "ned", "at": f"2026-09-{number:02}T09:00:00+09:00", "html": f"<p>{number}</p>"}
                for number in range(3, 15)
            ],
        },
    ],
}


def play() -> Cast:
    return Cast.read(ROWS)


def get(where: str, headers: dict[str, str] | None = None, /, **params: str | int | list[str]) -> requests.Response:
    spelled = {name if name == "since_id" else name.replace("_", "-"): value for name, value in params.items()}
    return requests.get(where, params=spelled, headers=headers, timeout=10)
