"""Atom and RSS, as files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tracker import site
from tracker.model import Article

JST = timezone(timedelta(hours=9))
REAL = Path(__file__).parents[2] / "shared" / "real"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
  <title>余白の記録</title><id>tag:mio.example,2026:feed</id>
  <link href="https://mio.example/"/><link rel="self" href="https://mio.example/feeds/all.atom.xml"/>
  <entry>
    <id>tag:mio.example,2026:old</id><title>古い記事</title><link href="https://mio.example/old/"/>
    <published>2026-09-01T08:00:00+09:00</published><updated>2026-11-01T00:00:00Z</updated>
  </entry>
  <entry xml:lang="en">
    <id>tag:mio.example,2026:new</id><title type="html">Search &amp;amp; find</title><link href="/new/"/>
    <link rel="replies" type="text/html" href="/new/#comments"/>
    <link rel="replies" type="application/atom+xml" href="/new/comments.xml"/>
    <published>2026-10-14T08:30:00</published><updated>2026-10-14T08:30:00</updated>
  </entry>
  <entry><id>tag:mio.example,2026:lost</id><title>迷子</title><updated>2026-10-14T08:30:00Z</updated></entry>
</feed>
"""
WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel><title>庭の記録</title><link>https://niwa.example.jp</link><language>ja</language>
<item><title>水やり &#8211; 夏</title><link>https://niwa.example.jp/2026/07/mizu/</link>
  <pubDate>Tue, 14 Jul 2026 03:00:00 +0000</pubDate>
  <guid isPermaLink="false">https://niwa.example.jp/?p=27</guid>
  <wfw:commentRss>https://niwa.example.jp/2026/07/mizu/feed/</wfw:commentRss></item>
<item><title>guid だけ</title><guid>https://niwa.example.jp/2026/06/guid/</guid></item>
<item><title>花子 より</title><link>https://niwa.example.jp/2026/07/mizu/#comment-3</link></item>
</channel></rss>
"""
RDF = """<?xml version="1.0" encoding="EUC-JP"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://kawa.example.jp/index.rdf">
<title>川の日記</title><link>https://kawa.example.jp/</link><dc:language>ja</dc:language></channel>
<item rdf:about="https://kawa.example.jp/1"><title>雨</title><link>https://kawa.example.jp/1</link>
<dc:date>2026-10-14T08:30:00+09:00</dc:date></item></rdf:RDF>
"""


def _read(folder: Path, body: bytes, name: str) -> site.Site:
    (folder / name).write_bytes(body)
    return site.read(folder / name)


def test_an_atom_feed(tmp_path: Path) -> None:
    read = _read(tmp_path, ATOM.encode(), "all.atom.xml")
    new = datetime(2026, 10, 14, 8, 30, tzinfo=UTC)
    comments = "https://mio.example/new/comments.xml"
    assert [(one.uid[-3:], one.url, one.title, one.lang, one.comments_feed) for one in read.articles] == [
        ("new", "https://mio.example/new/", "Search & find", "en", comments),
        ("old", "https://mio.example/old/", "古い記事", "ja", ""),
        ("le/", "https://mio.example/", "余白の記録", "", ""),
    ]
    assert read.articles[0].published
    assert read.articles[0].published.date() == new.date()
    assert read.articles[1].published == datetime(2026, 9, 1, 8, tzinfo=JST)
    assert read.problems == ("Item 3 (“迷子”) has no web address and was left out.",)


def test_a_feed_of_wordpress(tmp_path: Path) -> None:
    read = _read(tmp_path, WORDPRESS.encode(), "feed")
    mizu, home, guid = read.articles
    assert mizu == Article(
        "https://niwa.example.jp/?p=27",
        "https://niwa.example.jp/2026/07/mizu/",
        "水やり – 夏",
        "ja",
        datetime(2026, 7, 14, 3, tzinfo=UTC),
        older_urls=("https://niwa.example.jp/?p=27",),
        comments_feed="https://niwa.example.jp/2026/07/mizu/feed/",
    )
    assert guid.url == guid.uid == "https://niwa.example.jp/2026/06/guid/"
    assert guid.older_urls == ()
    assert home == Article("https://niwa.example.jp", "https://niwa.example.jp", "庭の記録")
    assert read.problems == (
        "“花子 より” is a comment, not an article: https://niwa.example.jp/2026/07/mizu/#comment-3",
    )


def test_a_feed_of_the_old_kind_in_an_old_charset(tmp_path: Path) -> None:
    rain, home = _read(tmp_path, RDF.encode("euc_jp"), "index.rdf").articles
    assert (rain.title, rain.lang, rain.published) == ("雨", "ja", datetime(2026, 10, 14, 8, 30, tzinfo=JST))
    assert home.title == "川の日記"


def test_a_feed_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    read = _read(tmp_path, ATOM.encode()[: ATOM.encode().index(b"<title type")], "all.atom.xml")
    assert "https://mio.example/old/" in [one.url for one in read.articles]
    assert any("was read up to there" in problem for problem in read.problems)


# --- recorded feeds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "articles", "problems"),
    [
        ("wordpress/index.xml", 1, 1),
        ("wordpress/isso_wordpress.xml", 3, 0),
        ("wordpress/post_comments_feed.xml", 1, 1),
        ("feeds/atomthreading.xml", 0, 0),
        ("feeds/atomthreadingwithentry.xml", 2, 0),
    ],
)
def test_recorded_feeds_are_read(name: str, articles: int, problems: int) -> None:
    if not (REAL / name).exists():
        pytest.skip("no recorded answers here")
    read = site.read(REAL / name)
    assert (len(read.articles), len(read.problems)) == (articles, problems)
    assert all(one.uid and one.url.startswith("http") for one in read.articles)
    assert all(one.published is None or one.published.tzinfo for one in read.articles)
