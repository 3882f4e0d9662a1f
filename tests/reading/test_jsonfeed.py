from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.jsonfeed import Item, JsonFeed, read
from tracker.rules.times import Moment

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def _read(feed: object) -> JsonFeed:
    return read(json.dumps(feed).encode())


def test_every_field_that_matters_is_taken() -> None:
    item = {
        "id": "tag:mio.example,2026:search",
        "url": "https://mio.example/ja/2026/10/search/",
        "title": "二文字で探す",
        "language": "ja",
        "date_published": "2026-10-14T08:30:00+09:00",
        "_enishi": {"older_urls": ["/old/", 3, None], "syndication": ["https://social.example/@mio/1"]},
    }
    feed = {"title": "余白の記録", "home_page_url": "https://mio.example/", "language": "en", "items": [item]}
    read_back = _read(feed)
    assert (read_back.title, read_back.url, read_back.lang, read_back.wrong) == (
        "余白の記録",
        "https://mio.example/",
        "en",
        "",
    )
    assert read_back.items == (
        Item(
            "tag:mio.example,2026:search",
            "https://mio.example/ja/2026/10/search/",
            "二文字で探す",
            "ja",
            Moment(datetime.fromisoformat("2026-10-14T08:30:00+09:00")),
            "2026-10-14T08:30:00+09:00",
            ("/old/", "3"),
            ("https://social.example/@mio/1",),
        ),
    )


def test_a_date_without_a_zone_is_in_utc_and_an_item_speaks_the_feeds_language() -> None:
    (item,) = _read({"language": "ja", "items": [{"id": 7, "date_published": "2026-10-14T08:30:00"}]}).items
    assert (item.id, item.lang) == ("7", "ja")
    assert item.published
    assert item.published.at == datetime(2026, 10, 14, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b'{"items": [\n{"id": 1},\n', "line 3"),
        (b'{"items": {}}', "without a list of items"),
        (b"[]", "without a list of items"),
        ('{"items": [], "title": "余白"}'.encode("cp932"), "not UTF-8"),
        (b"[" * 100_000, "without a list of items"),
    ],
)
def test_what_is_no_feed_says_why(body: bytes, wrong: str) -> None:
    assert wrong in read(body).wrong


@given(st.lists(ANYTHING | st.fixed_dictionaries({"id": ANYTHING, "date_published": ANYTHING, "_enishi": ANYTHING})))
def test_whatever_items_hold_each_comes_back(items: list[object]) -> None:
    assert len(_read({"items": items}).items) == len(items)
