from __future__ import annotations

from typing import Any

import pytest

from tracker.model import Article, Kind
from tracker.rules.urls import Pages
from tracker.sources.webmentionio import read

POST = Article("a", "https://mio.example/a/")


def row(number: int, target: str = POST.url, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    source = f"https://reader{number}.example.org/note"
    return {"wm-id": number, "wm-source": source, "wm-target": target, "wm-received": "2026-10-16T08:00:00Z"} | more


LEGACY = {
    "id": 9,
    "source": "https://reader.example.org/like",
    "target": POST.url,
    "verified_date": "2020-08-26T12:14:24+00:00",
    "private": False,
    "data": {
        "author": {"name": "Jo", "url": "https://jo.example.org", "photo": None},
        "url": "https://jo.example.org/9",
        "name": None,
        "content": "first line<br>second &amp; last",
        "published": "2020-08-26T21:00:00",
        "published_ts": 1598443200,
    },
    "activity": {"type": "reply", "sentence": "Jo replied"},
}


def test_the_older_form() -> None:
    page = read([LEGACY], Pages([POST]))
    one = page.interactions[0]
    assert (one.id, one.kind, one.text) == ("9", Kind.REPLY, "first line\nsecond & last")
    assert one.account is not None
    assert one.account.key == ("web", "https://jo.example.org/")
    assert one.published is not None
    assert one.published.timestamp() == 1598443200


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        ("like", Kind.LIKE),
        ("repost", Kind.REPOST),
        ("bookmark", Kind.BOOKMARK),
        ("rsvp", Kind.RSVP),
        ("link", Kind.MENTION),
        ("invite", Kind.MENTION),
        (None, Kind.MENTION),
    ],
)
def test_kinds_of_the_older_form(activity: str | None, kind: Kind) -> None:
    told = LEGACY | {"activity": {"type": activity}}
    assert read([told], Pages([POST])).interactions[0].kind is kind


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"wm-property": "like-of"}, Kind.LIKE),
        ({"repost-of": POST.url}, Kind.REPOST),
        ({"wm-property": None, "in-reply-to": POST.url}, Kind.REPLY),
        ({"wm-property": "invite"}, Kind.MENTION),
        ({}, Kind.MENTION),
    ],
)
def test_kinds(more: dict[str, Any], kind: Kind) -> None:
    assert read([row(1, **more)], Pages([POST])).interactions[0].kind is kind


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"html": "<p>a</p><p>b</p>"}, "a\n\nb"),
        ({"html": "<p>a</p>", "text": "as text"}, "as text"),
        ({"content-type": "text/plain", "value": "1 < 2"}, "1 < 2"),
        ({"content-type": "text/html", "value": "1 &lt; 2"}, "1 < 2"),
        ("<b>a</b>", "a"),
        ("a & b", "a & b"),
        ([{"value": "listed"}], "listed"),
        ({}, ""),
        (None, ""),
    ],
)
def test_content(content: object, text: str) -> None:
    assert read([row(1, content=content)], Pages([POST])).interactions[0].text == text


@pytest.mark.parametrize(
    ("published", "at", "precision"),
    [
        (None, "2026-10-16T08:00:00+00:00", "second"),
        ("2026-10-16T16:30:00", "2026-10-16T08:00:00+00:00", "second"),
        ("2020-02-29T16:30:00", "2020-02-29T16:30:00+00:00", "day"),
        ("2020-02-29", "2020-02-29T00:00:00+00:00", "day"),
        ("2026-10-16T16:30:00+09:00", "2026-10-16T16:30:00+09:00", "second"),
        ("lately", "2026-10-16T08:00:00+00:00", "second"),
    ],
)
def test_when_it_was_published(published: str | None, at: str, precision: str) -> None:
    one = read([row(1, published=published)], Pages([POST])).interactions[0]
    assert one.published is not None
    assert (one.published.isoformat(), one.precision) == (at, precision)


def test_without_any_time_there_is_none() -> None:
    told = row(1)
    del told["wm-received"]
    one = read([told], Pages([POST])).interactions[0]
    assert (one.published, one.received) == (None, None)


def test_a_name_made_from_the_text_is_no_title() -> None:
    told = [
        row(1, name="Long ago there...", content="Long ago there\nwas a blog."),
        row(2, name="A title", content="Text"),
    ]
    page = read(told, Pages([POST]))
    assert [one.title for one in page.interactions] == ["", "A title"]


def test_of_two_rows_with_one_id_the_later_counts() -> None:
    page = read([row(1, name="old"), row(1, name="new")], Pages([POST]))
    assert [one.title for one in page.interactions] == ["new"]
