from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.webpages import Person, Webpage

HERE = "https://aoi.example/2026/10/entry.html"


def page(html: str, address: str = HERE, robots: str = "") -> Webpage:
    return Webpage(address, html.encode(), "text/html; charset=utf-8", robots)


def around(html: str, number: int = 0) -> str:
    told = page(html)
    return told.around(told.links(["mio.example"])[number].node)


LINK = '<a href="https://mio.example/a/">検索の記事</a>'


def test_only_links_to_the_hosts_that_are_asked_for_are_told_in_order() -> None:
    told = page(
        '<base href="https://aoi.example/base/"><a href="https://MIO.example/b/">x</a><a href="/c">y</a>'
        '<blockquote cite="//mio.example/d/">z</blockquote><a href="mailto:mio@mio.example">m</a>'
        '<a href="https://[mio.example/">broken</a><a href>nothing</a>'
    )
    assert [link.url for link in told.links(["mio.example"])] == ["https://MIO.example/b/", "https://mio.example/d/"]
    assert told.join("c") == "https://aoi.example/base/c"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            f"<p>前の段落。</p><p>{LINK}を読んで、眠れなくなった。</p><p>後の段落。</p>",
            "検索の記事を読んで、眠れなくなった。",
        ),
        (f"<ul><li>{LINK}: worth every minute.</li><li>別の話</li></ul>", "検索の記事: worth every minute."),
        (f"<p>まえがき。</p><p>{LINK}</p><p>あとがき。</p>", "まえがき。\n\n検索の記事\n\nあとがき。"),
        (f"<table><tr><td>月</td><td>{LINK}を読んだ夜のこと</td></tr></table>", "検索の記事を読んだ夜のこと"),
        (
            f"■昨日<br>雨だった。<br><br>■今日<br>{LINK}を読んで考えた。<br><br>■明日<br>晴れ",
            "■今日\n検索の記事を読んで考えた。",
        ),
        (f"<pre>  code\n{LINK}</pre>", "code\n検索の記事"),
        (LINK, "検索の記事"),
    ],
)
def test_what_a_link_is_about_stands_around_it(html: str, text: str) -> None:
    assert around(f"<html><body>{html}</body></html>") == text


def test_of_a_long_paragraph_the_sentences_next_to_the_link_are_told() -> None:
    long = "これは長い前置きであって、まだ何も言っていない。" * 40
    text = around(f"<p>{long}そこで{LINK}を読んだ。{long}</p>")
    assert "そこで検索の記事を読んだ。" in text
    assert (text[0], text[-1]) == ("…", "…")
    assert len(text) <= 410


def test_latin_words_on_both_sides_of_a_cut_are_not_glued_together() -> None:
    long = "This is a long sentence that has not said anything yet. " * 20
    assert "I read the article with" in around(
        f'<p>{long} I read <a href="//mio.example/a">the article</a> with {long}</p>'
    )


def test_two_links_are_told_apart_and_leave_no_mark() -> None:
    html = f"<p>一つ目の{LINK}が好き。</p><p>二つ目の{LINK}も好きだ。</p>"
    told = page(html)
    first, second = told.links(["mio.example"])
    assert told.around(second.node) == "二つ目の検索の記事も好きだ。"
    assert told.around(first.node) == "一つ目の検索の記事が好き。"
    assert "\ue000" not in (told.tree.html or "")


HEAD = """<html lang="ja-JP"><head><title>縁側　日記 |
 青い縁側</title><meta property="og:title" content="縁側　日記"><meta property="og:locale" content="en_US">
<meta property="article:published_time" content="2026-10-11T09:00:00+09:00"><meta name="author" content="青井 空">
<link rel="canonical" href="/2026/10/entry"><link rel="me" href="https://social.example/@aoi">
<a rel="author" href="/about">空</a></head><body>"""


def test_what_a_page_says_of_itself() -> None:
    told = page(HEAD)
    assert (told.title, told.lang, told.author) == ("縁側　日記", "ja", Person("青井 空"))
    assert told.published is not None
    assert told.published.at == datetime(2026, 10, 11, 0, 0, tzinfo=UTC)
    assert (told.proper, told.permanent) == ("https://aoi.example/2026/10/entry", "https://aoi.example/2026/10/entry")
    assert told.mine == {"https://social.example/@aoi"}
    assert told.written_by == Person("空", "https://aoi.example/about")


def test_what_search_engines_are_told_comes_first() -> None:
    data = (
        '{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["BlogPosting"], '
        '"headline": "題", "datePublished": "2026-10-12", "author": [{"name": "蓮", "url": "/ren"}, {"name": "葵"}]}]}'
    )
    told = page(
        f'{HEAD}<script type="application/ld+json">{{broken</script><script type="application/ld+json">{data}</script>'
    )
    assert (told.title, told.author) == ("題", Person("蓮"))
    assert told.published is not None
    assert told.published.precision == "day"


@pytest.mark.parametrize("author", ['"蓮"', '{"name": "蓮"}', '[{"name": "蓮"}]', '["蓮", "葵"]'])
def test_an_author_may_be_a_name_an_object_or_a_list(author: str) -> None:
    assert page(
        f'<script type="application/ld+json">{{"@type": "Article", "author": {author}}}</script>'
    ).author == Person("蓮")


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://aoi.example/p", "https://aoi.example/p"),
        ("http://www.aoi.example/p#top", "http://www.aoi.example/p"),
        ("https://famous.example/p", HERE),
        ("https://aoi.example/", HERE),
        ("", HERE),
        ("nonsense://x", HERE),
    ],
)
def test_a_page_names_its_own_address_only_on_its_own_site(said: str, address: str) -> None:
    assert page(f'<link rel="canonical" href="{said}">').proper == address


@pytest.mark.parametrize(
    ("html", "robots", "asked"),
    [
        ('<meta name="robots" content="noindex,nofollow">', "", True),
        ('<META NAME="Robots" CONTENT="NONE">', "", True),
        ("", "noindex", True),
        ("", "max-snippet:-1, noindex", True),
        ('<meta name="robots" content="index, follow, noarchive">', "noimageindex", False),
        ("<p>noindex</p>", "", False),
    ],
)
def test_who_asks_not_to_be_listed(html: str, robots: str, asked: bool) -> None:  # noqa: FBT001 - a column of the table
    assert page(html, robots=robots).is_unlisted is asked


def test_the_post_that_a_link_stands_in_on_a_page_of_several() -> None:
    other = '<article><h2><a href="/2">二</a></h2></article>'
    for heading in ('<h2><a href="/1">一</a></h2>', '<h2>一</h2><a rel="bookmark" href="/1">#</a>'):
        told = page(f"<article>{heading}<p>{LINK}</p><h3><a href='/3'>三</a></h3></article>{other}")
        assert told.post_of(told.links(["mio.example"])[0].node) == "https://aoi.example/1"
    alone = page(f'<article><h2><a href="/1">一</a></h2><p>{LINK}</p></article>')
    assert alone.post_of(alone.links(["mio.example"])[0].node) == ""
    linked_list = page(f'<article><h2><a href="https://mio.example/a/">縁</a></h2></article>{other}')
    assert linked_list.post_of(linked_list.links(["mio.example"])[0].node) == ""


@pytest.mark.parametrize(
    "html",
    ["<title>題</title><h1>別</h1>", "<h1>題</h1>", "<svg><title>icon</title></svg><h1>題</h1>", "<p>x<title>題"],
)
def test_a_title_in_the_window_or_on_the_page(html: str) -> None:
    assert page(html).title == "題"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("題 - 青い縁側", "題"),
        ("題 | 青い縁側", "題"),
        ("題｜青い縁側", "題"),
        ("青い縁側", "青い縁側"),
        ("ここは青い縁側", "ここは青い縁側"),
        ("題 - 別の場所", "題 - 別の場所"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_a_title(name: str, title: str) -> None:
    html = f'<meta property="og:title" content="{name}"><meta property="og:site_name" content="青い縁側">'
    assert page(html).title == title


@given(html=st.text("<>/=\"' abphref:縁\n", max_size=200))
def test_any_html_is_some_page(html: str) -> None:
    told = page(html + LINK)
    for link in told.links(["mio.example"]):
        told.around(link.node)
    assert isinstance(told.title + told.lang + told.permanent, str)
