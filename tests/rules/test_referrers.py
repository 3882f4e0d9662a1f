from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Article
from tracker.rules.referrers import Came, Ours, Sorted, Worth, sort, whole, worth

OURS = Ours([Article("a", "https://www.mio.example/ja/2026/10/search/"), Article("b", "https://uni.example/~mio/")])


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (" https://aoi.example/entry/1#more ", "https://aoi.example/entry/1"),
        ("HTTPS://aoi.example/entry?utm_source=x&p=2&fbclid=y", "https://aoi.example/entry?p=2"),
        ("aoi.example/entry/1", "//aoi.example/entry/1"),
        ("aoi.example", "//aoi.example"),
        ("https://日本語.example/縁", "https://日本語.example/縁"),
        ("-", ""),
        ("", ""),
        ("Hacker News", ""),
        ("Direct / None", ""),
        ("RSS", ""),
        ("android-app://com.slack/", ""),
        ("javascript:alert(1)", ""),
        ("file:///home/aoi/notes.html", ""),
        ("https://aoi:secret@aoi.example/", ""),
        ("https://", ""),
        ("https://[::1/", ""),
        ("https://aoi.example:99999/", ""),
        ("https://aoi.example/\x07", ""),
    ],
)
def test_a_referrer_as_an_address(said: str, address: str) -> None:
    assert whole(said) == address


@pytest.mark.parametrize(
    ("referrer", "value"),
    [
        ("https://aoi.example/entry/1", Worth.PAGE),
        ("http://aoi.example/?p=27", Worth.PAGE),
        ("//aoi.hatenablog.com/entry/2026/10/11/120000", Worth.PAGE),
        ("https://medium.com/@aoi/a-title-3f2a9c", Worth.PAGE),
        ("https://github.com/aoi/tools", Worth.PAGE),
        ("https://aoi.example/tags/admin/", Worth.PAGE),
        ("https://aoi.example/2026/mio.example-again", Worth.PAGE),
        ("https://uni.example/~aoi/links.html", Worth.PAGE),
        ("https://data.example.com/", Worth.SITE),
        ("https://aoi.example", Worth.SITE),
        ("https://aoi.example/", Worth.SITE),
        ("https://qiita.com/", Worth.CROWD),
        ("//mastodon.social", Worth.CROWD),
        ("https://mio.example/", Worth.OWN),
        ("http://www.mio.example/tags/x?page=2", Worth.OWN),
        ("https://uni.example/~mio/old.html", Worth.OWN),
        ("https://news.ycombinator.com/", Worth.ASKED),
        ("https://old.reddit.com/r/python/comments/1", Worth.ASKED),
        ("https://b.hatena.ne.jp/entry/s/mio.example/x", Worth.ASKED),
        ("https://t.co/Ab1", Worth.ASKED),
        ("https://social.example/@aoi/109312345678901234", Worth.ASKED),
        ("https://www.google.co.jp/", Worth.SEARCH),
        ("https://search.yahoo.co.jp/search?p=x", Worth.SEARCH),
        ("https://duckduckgo.com/", Worth.SEARCH),
        ("https://chatgpt.com/", Worth.SEARCH),
        ("https://l.facebook.com/l.php?u=x", Worth.APP),
        ("https://mail.aoi.example/inbox/1", Worth.APP),
        ("https://app.slack.com/client/T1", Worth.APP),
        ("https://bit.ly/x1", Worth.APP),
        ("https://brid.gy/comment/mastodon/x", Worth.COPY),
        ("https://web.archive.org/web/2026/https://mio.example/", Worth.COPY),
        ("https://mio-example.translate.goog/", Worth.COPY),
        ("https://aoi.example/out?url=https%3A%2F%2Fwww.mio.example%2Fja%2F", Worth.COPY),
        ("https://stats.example/www/mio.example", Worth.COPY),
        ("http://localhost:8000/", Worth.PRIVATE),
        ("http://127.0.0.1:4000/draft", Worth.PRIVATE),
        ("http://[::1]/", Worth.PRIVATE),
        ("http://192.168.1.2/wiki", Worth.PRIVATE),
        ("http://intranet/wiki", Worth.PRIVATE),
        ("http://wiki.corp/x", Worth.PRIVATE),
        ("https://aoi.example/wp-admin/post.php?post=1", Worth.PRIVATE),
        ("https://aoi.example/?p=1&preview=true", Worth.PRIVATE),
        ("https://best-casino.example/win", Worth.SPAM),
        ("https://semalt.example/", Worth.SPAM),
        ("", Worth.NOTHING),
    ],
)
def test_what_an_address_is_worth(referrer: str, value: Worth) -> None:
    assert worth(referrer, OURS) is value


@pytest.mark.parametrize(
    "host", ["sussex.example", "box.com", "googleplex.example", "alphabet.com", "research.example"]
)
def test_a_name_that_only_looks_like_another(host: str) -> None:
    assert worth(f"https://{host}/entry", OURS) is Worth.PAGE


def test_spellings_of_one_page_are_counted_together_those_that_led_most_people_here_first() -> None:
    said = [
        ("http://aoi.example/entry/1/", 1),
        ("aoi.example/entry/1", 2),
        ("https://ren.example/", 4),
        ("https://aoi.example/entry/1?utm_medium=feed", 2),
        ("https://note.com/", 3),
        ("https://www.google.com/", 50),
        ("-", 9),
    ]
    assert sort(said, OURS) == Sorted(
        (Came("https://aoi.example/entry/1", 5), Came("https://ren.example/", 4)), (Came("https://note.com/", 3),)
    )


def test_without_articles_nothing_is_ours() -> None:
    assert worth("https://mio.example/x?u=mio.example", Ours([])) is Worth.PAGE


@given(said=st.text(max_size=60) | st.text("https://[]@:#?%.aé縁", max_size=30))
def test_any_referrer_is_worth_something_or_nothing(said: str) -> None:
    address = whole(said)
    assert worth(address, OURS) in Worth
    assert whole(address) in (address, "")
    sort([(said, 1)], OURS)
