from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.reading.feeds import read

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
      xmlns:os="http://a9.com/-/spec/opensearch/1.1/" xml:lang="ja">
  <title>コメント</title><link href="https://blog.example.com/post/"/>
  <link rel="next" href="?page=2"/><os:totalResults>30</os:totalResults>
  <entry>
    <id>tag:blog.example.com,2026:c2</id><link href="https://blog.example.com/post/#c2"/>
    <title>Re: &amp;amp;</title><updated>2026-02-03T04:05:06+09:00</updated>
    <author><name>山田 花子</name><uri>https://hanako.example.jp/</uri><email>h@example.jp</email></author>
    <content type="html">&lt;p&gt;一つ目&lt;/p&gt;&lt;p&gt;二つ目&lt;/p&gt;</content><summary>一つ目</summary>
    <thr:in-reply-to ref="tag:blog.example.com,2026:c1" href="https://blog.example.com/post/#c1"/>
  </entry>
  <entry>
    <id>tag:blog.example.com,2026:p</id><link href="/post/"/>
    <link rel="replies" type="application/atom+xml" href="/post/comments.atom" thr:count="7"/>
    <title>An article</title><published>2026-02-03T04:05:06</published><updated>2026-03-01T00:00:00Z</updated>
    <content type="text">1 &lt; 2</content>
  </entry>
</feed>"""

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel><title>T</title><language>ja</language>
<item><title>A</title><link>https://blog.example.com/a/</link><dc:creator>Jun</dc:creator>
<wfw:commentRss>https://blog.example.com/a/feed/</wfw:commentRss><slash:comments>4</slash:comments>
<pubDate>Tue, 03 Feb 2026 04:05:06 GMT</pubDate><description>short</description></item>
<item><title>B</title><guid isPermaLink="false">b-1</guid><pubDate>いつか</pubDate></item></channel></rss>"""


def test_an_atom_feed_with_threading() -> None:
    feed = read(ATOM.encode(), "application/atom+xml", "https://blog.example.com/feed/")
    comment, article = feed.entries
    assert (feed.known, feed.title, feed.url) == (True, "コメント", "https://blog.example.com/post/")
    assert (feed.total, feed.following, feed.broken) == (30, "https://blog.example.com/feed/?page=2", "")
    assert (comment.id, comment.title, comment.text) == ("tag:blog.example.com,2026:c2", "Re: &", "一つ目\n\n二つ目")
    assert (comment.author, comment.author_url, comment.lang) == ("山田 花子", "https://hanako.example.jp/", "ja")
    assert (comment.answers, comment.answers_url) == (
        "tag:blog.example.com,2026:c1",
        "https://blog.example.com/post/#c1",
    )
    assert comment.published is not None
    assert comment.published.at == datetime(2026, 2, 2, 19, 5, 6, tzinfo=UTC)
    assert (article.url, article.text) == ("https://blog.example.com/post/", "1 < 2")
    assert (article.comments_feed, article.comments) == ("https://blog.example.com/post/comments.atom", 7)
    assert article.published is not None
    assert (article.published.at, article.published.precision) == (datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC), "day")


def test_an_rss_feed_with_counts() -> None:
    first, second = read(RSS.encode(), "application/rss+xml").entries
    assert (first.id, first.author, first.text) == ("https://blog.example.com/a/", "Jun", "short")
    assert (first.comments_feed, first.comments) == ("https://blog.example.com/a/feed/", 4)
    assert (second.id, second.url, second.published, second.comments) == ("b-1", "", None, None)


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("said", ["", "; charset=utf-8", "; charset=nonsense"])
def test_the_charset_is_the_one_the_bytes_are_in(charset: str, said: str) -> None:
    body = '<rss version="2.0"><channel><title>余白の記録</title></channel></rss>'.encode(charset)
    assert read(body, f"text/xml{said}").title == "余白の記録"


def test_a_declared_charset_is_believed() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>é</title></channel></rss>'
    assert read(body.encode("latin-1"), "text/xml").title == "é"


def test_a_feed_that_is_cut_off_keeps_the_entries_that_are_whole() -> None:
    feed = read(ATOM.encode().partition(b"An article")[0], "application/atom+xml")
    assert feed.known
    assert feed.broken
    assert [entry.id for entry in feed.entries] == ["tag:blog.example.com,2026:c2"]


def test_one_damaged_letter_does_not_turn_the_whole_feed_into_another_charset() -> None:
    body = (
        '<rss version="2.0"><channel><title>余白の記録、毎月ひとつ。二文字検索、つづき</title></channel></rss>'.encode()
    )
    feed = read(body.replace("、".encode(), "、".encode()[:2], 1), "text/xml")
    assert feed.title == "余白の記録\N{REPLACEMENT CHARACTER}毎月ひとつ。二文字検索、つづき"
    assert feed.broken


def test_a_feed_with_an_error_inside_keeps_its_entries() -> None:
    feed = read(ATOM.replace("An article", "R&D <article").encode(), "application/atom+xml")
    assert feed.broken
    assert len(feed.entries) == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Sign in</body></html>", b'{"a": 1}', b"/etc/hostname", b"\xff\xfe\x00"]
)
def test_what_is_no_feed(body: bytes) -> None:
    feed = read(body, "text/xml")
    assert not feed.known
    assert feed.entries == ()
