from __future__ import annotations

from tracker.reading.links import feeds

PAGE = """<!doctype html><html><head><title>余白の記録</title>
<link rel="stylesheet" type="text/css" href="a.css">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="text/html" href="/amp/">
<link rel="ALTERNATE home" type="Application/Atom+XML" href="feeds/ja.xml" title="余白">
<link rel="alternate" type="application/rss+xml" href="https://other.example/rss">
<link rel="alternate" type="application/feed+json" href>
</head><body>"""


def test_the_feeds_a_page_names() -> None:
    assert feeds(PAGE.encode(), "https://mio.example/ja/") == (
        "https://mio.example/ja/feeds/ja.xml",
        "https://other.example/rss",
    )


def test_a_page_that_names_none() -> None:
    assert feeds(b"<html>") == ()
    assert feeds(b"") == ()
