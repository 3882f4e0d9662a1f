from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Account, Article, Claim, Interaction, Kind
from tracker.reading.linking import Posts, posts
from tracker.reading.webpages import Webpage
from tracker.rules.referrers import Ours

if TYPE_CHECKING:
    from collections.abc import Mapping

A, B = Article("a", "https://mio.example/a/"), Article("b", "https://mio.example/b/")
OURS = Ours([A, B])
HERE = "https://aoi.example/notes/1"
LINK = '<a href="https://mio.example/a/">縁</a>'
AT = '<a class="u-url" href="/notes/1">#</a>'
ANSWER = '<a class="u-in-reply-to" href="https://mio.example/a/">re</a>'


def read(html: str, address: str = HERE, about: Mapping[str, str] | None = None, *, follow: bool = True) -> Posts:
    """Read a page; `about` are the pages about authors that can be asked for."""
    known = about or {}

    def fetch(url: str) -> Webpage | None:
        return Webpage(url, known[url].encode(), "text/html") if url in known else None

    return posts(Webpage(address, html.encode(), "text/html; charset=utf-8"), OURS, fetch, follow=follow)


def one(html: str, address: str = HERE, about: Mapping[str, str] | None = None) -> Interaction:
    (told,) = read(html, address, about).interactions
    return told


def author(html: str, about: Mapping[str, str] | None = None) -> tuple[str, str, str]:
    """Return name, address and picture of who wrote a page."""
    account = one(html, about=about).account
    return (account.name, account.url, account.photo) if account else ("", "", "")


def note(*inside: str) -> str:
    """Return a post that consists of these."""
    return f'<div class="h-entry">{"".join(inside)}</div>'


def content(html: str) -> str:
    return f'<div class="e-content">{html}</div>'


def at(url: str) -> str:
    return f'<a class="u-url" href="{url}">#</a>'


def card(url: str, name: str, *classes: str) -> str:
    """Return a card whose address is `url`."""
    return f'<p class="h-card {" ".join(classes)}"><a class="u-url p-name" href="{url}">{name}</a></p>'


def entry(inside: str, before: str = "", after: str = "") -> str:
    return f'{before}<article class="h-entry"><div class="e-content"><p>{LINK}</p></div>{inside}</article>{after}'


# --- what it says ---------------------------------------------------------------------------------


def test_a_post_with_everything() -> None:
    told = one(
        f'<html lang="en"><article class="h-entry" lang="ja"><h1 class="p-name">題　名</h1>{AT}'
        '<time class="dt-published" datetime="2026-10-11T09:00:00+09:00">昨日</time>'
        f'<div class="e-content"><p>一つ目。</p><p>{LINK}を読んだ。</p></div></article>'
    )
    assert (told.id, told.kind, told.article, told.url) == (f"{HERE} a", Kind.MENTION, "a", HERE)
    assert (told.title, told.text, told.lang) == ("題　名", "一つ目。\n\n縁を読んだ。", "ja")
    assert (told.published, told.precision) == (datetime(2026, 10, 11, 0, 0, tzinfo=UTC), "second")
    assert told.target == "https://mio.example/a/"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("in-reply-to", Kind.REPLY),
        ("like-of", Kind.LIKE),
        ("repost-of", Kind.REPOST),
        ("bookmark-of", Kind.BOOKMARK),
        ("quotation-of", Kind.QUOTE),
        ("mention-of", Kind.MENTION),
        ("nonsense", Kind.MENTION),
    ],
)
@pytest.mark.parametrize(
    "how",
    [
        '<a class="u-{0}" href="https://mio.example/a">a</a>',
        '<div class="u-{0} h-cite"><a class="u-url p-name" href="http://mio.example/a/?utm_source=x">a</a></div>',
        '<a class="u-{0} h-cite" href="https://mio.example/a/#top">a</a>',
    ],
)
def test_what_somebody_did_with_an_article(name: str, kind: Kind, how: str) -> None:
    assert one(f'<div class="h-entry">{how.format(name)}<p class="p-content">Thanks!</p></div>').kind is kind


def test_an_answer_to_somebody_else_that_links_to_us_is_a_mention() -> None:
    told = one(note('<a class="u-in-reply-to" href="https://ren.example/9">re</a>', content(LINK)))
    assert told.kind is Kind.MENTION


def test_an_invitation_that_is_answered() -> None:
    html = note(ANSWER, '<data class="p-rsvp" value="yes">yes</data>')
    assert one(html).kind is Kind.RSVP


def test_two_articles_are_two_mentions_with_ids_of_their_own() -> None:
    told = read(note('<a class="u-in-reply-to" href="https://mio.example/b/">b</a>', content(LINK)))
    assert [(each.id, each.kind) for each in told.interactions] == [
        (f"{HERE} b", Kind.REPLY),
        (f"{HERE} a", Kind.MENTION),
    ]


def test_an_answer_counts_more_than_a_link_to_the_same_article() -> None:
    html = f'<nav>{LINK}</nav><div class="h-entry"><p class="e-content">{LINK}</p><a class="u-like-of" href="https://mio.example/a/">♥</a></div>'
    assert one(html).kind is Kind.LIKE


@pytest.mark.parametrize(
    ("inside", "title", "text"),
    [
        (f'<p class="p-name e-content">短い{LINK}。</p>', "", "短い縁。"),
        (f"短い{LINK}。", "", "短い縁。"),
        (f'<p class="p-summary">要約{LINK}</p>', "", "要約縁"),
        (f'<p class="p-name">題</p><p class="p-summary">要約{LINK}</p>', "題", "要約縁"),
        (f'<p class="p-name">短い縁…</p><p class="e-content">短い{LINK}が続く。</p>', "", "短い縁が続く。"),
        (
            f'<h1 class="p-name">題</h1><p>中身の印がない記事が{LINK}を引く。</p>',
            "題",
            "中身の印がない記事が縁を引く。",
        ),
        (f"{AT}<p>名前も中身の印もない記事が{LINK}を引く。</p>", "", "名前も中身の印もない記事が縁を引く。"),
    ],
)
def test_a_name_that_is_only_how_the_text_begins_is_no_title(inside: str, title: str, text: str) -> None:
    told = one(f'<title>窓</title><div class="h-entry">{inside}</div>')
    assert (told.title, told.text) == (title, text)


def test_a_like_has_no_words_unless_somebody_wrote_some() -> None:
    like = '<a class="u-like-of" href="https://mio.example/a/">Liked</a>'
    assert one(note(like, "<p>いいね</p>")).text == ""
    assert one(note(like, content("すてき"))).text == "すてき"


def test_of_a_long_post_what_stands_around_the_link_is_kept_but_all_of_an_answer() -> None:
    long = "<p>" + "長い話をする。" * 100 + "</p>"
    assert (
        one(f'<div class="h-entry"><div class="e-content">{long}<p>さて、{LINK}を読んだ。</p>{long}</div></div>').text
        == "さて、縁を読んだ。"
    )
    answer = one(note(ANSWER, content(long)))
    assert len(answer.text) == 700


def test_a_page_without_microformats() -> None:
    told = one(
        '<html lang="ja"><title>窓</title><meta property="article:published_time" content="2026-10-11">'
        f'<meta name="author" content="青井 空"><p>まえ。</p><p>{LINK}を読んで考えた。</p>'
    )
    assert (told.kind, told.title, told.text, told.lang) == (Kind.MENTION, "窓", "縁を読んで考えた。", "ja")
    assert told.precision == "day"
    assert told.account == Account("web", "https://aoi.example/", "青井 空", "", "https://aoi.example/")


def test_a_plain_link_may_say_that_it_answers_and_a_quotation_where_it_is_from() -> None:
    assert one('<p><a rel="in-reply-to" href="https://mio.example/a/">縁</a>への返事です。</p>').kind is Kind.REPLY
    assert one('<blockquote cite="https://mio.example/a/">引いた言葉</blockquote>').kind is Kind.QUOTE


def test_the_microformats_of_before_2010_are_read_too() -> None:
    told = one(
        '<article class="entry hentry">'
        '<h1 class="entry-title"><a rel="bookmark" href="https://aoi.example/notes/1">題</a></h1>'
        '<time class="updated" datetime="2026-10-11T00:00:00Z">x</time>'
        f'<div class="entry-content"><p>{LINK}を読んだ。</p></div>'
        '<span class="author vcard"><a class="url fn" href="https://aoi.example/">空</a></span></article>'
    )
    assert (told.title, told.text) == ("題", "縁を読んだ。")
    assert told.published == datetime(2026, 10, 11, tzinfo=UTC)
    assert told.account
    assert (told.account.name, told.account.id) == ("空", "https://aoi.example/")


# --- where it is ----------------------------------------------------------------------------------


def test_a_page_that_lists_posts_points_to_them() -> None:
    feed = "".join(
        f'<div class="h-entry"><a class="u-url" href="{url}">#</a><p class="e-content">{LINK}</p></div>'
        for url in ("/notes/2", "https://ren.example/9")
    )
    assert read(f'<div class="h-feed">{feed}</div>', "https://planet.example/") == Posts(
        (), ("https://planet.example/notes/2",), links=True
    )
    other = read(
        f'<div class="h-feed"><div class="h-entry"><a class="u-url" href="https://ren.example/9">#</a>{LINK}</div></div>'
    )
    assert (other.interactions, other.elsewhere) == ((), ("https://ren.example/9",))


def test_a_post_that_another_page_listed_is_read_where_it_is_if_that_is_its_own_site() -> None:
    html = note(at("https://aoi.example/moved"), content(LINK))
    assert [each.id for each in read(html, follow=False).interactions] == [f"{HERE} a"]
    stranger = html.replace("aoi.example/moved", "ren.example/9")
    assert read(stranger, follow=False) == Posts((), (), links=True)


def test_one_of_several_addresses_of_a_post_is_enough() -> None:
    html = note(at("https://social.example/@aoi/1"), at("/notes/1/#top"), LINK)
    assert one(html).id == f"{HERE} a"


def test_its_canonical_address_is_its_id() -> None:
    told = one(f'<link rel="canonical" href="{HERE}"><p>{LINK}を読んで考えた。</p>', HERE + "?amp=1")
    assert (told.id, told.url) == (f"{HERE} a", HERE)


def test_our_own_post_shown_by_others_is_no_mention() -> None:
    html = note(at("https://mio.example/a/"), content(LINK))
    assert read(html, "https://planet.example/") == Posts((), (), links=True)


def test_a_page_that_does_not_link_says_nothing() -> None:
    assert read("<p>https://mio.example/a/</p><a href='https://mio.example/other/'>x</a>") == Posts()


# --- who wrote it ---------------------------------------------------------------------------------

CARD = '<a class="p-author h-card" href="https://aoi.example/">青井 空<img class="u-photo" src="/me.png" alt=""></a>'
AOI = ("青井 空", "https://aoi.example/", "https://aoi.example/me.png")


ABOUT = "https://aoi.example/about"
BY_PAGE = '<a class="u-author" href="/about"></a>'


@pytest.mark.parametrize(
    ("html", "about", "who"),
    [
        (entry(CARD), {}, AOI),
        (entry('<p class="p-author">青井 空</p>'), {}, ("青井 空", "https://aoi.example/", "")),
        (f'<div class="h-feed">{CARD}{entry("")}</div>', {}, AOI),
        (entry(BY_PAGE), {ABOUT: card("/about", "空").replace("u-url", "u-url u-uid")}, ("空", ABOUT, "")),
        (
            entry(BY_PAGE),
            {ABOUT: card("/", "空").replace("<a ", '<a rel="me" ') + '<p class="h-card">他</p>'},
            ("空", "https://aoi.example/", ""),
        ),
        (
            entry("", '<link rel="author" href="/">'),
            {"https://aoi.example/": card("/", "空")},
            ("空", "https://aoi.example/", ""),
        ),
        (entry(BY_PAGE, after=card("/about", "空")), {ABOUT: "<p>nobody</p>"}, ("空", ABOUT, "")),
        (entry(BY_PAGE), {}, ("", ABOUT, "")),
        (entry("", '<a rel="author" href="/about">空</a>'), {}, ("空", ABOUT, "")),
        (entry("", after=card("/", "空")), {}, ("空", "https://aoi.example/", "")),
        (entry("", after=card("/1", "一") + card("/2", "二")), {}, ("", "https://aoi.example/", "")),
        (entry("", '<meta name="author" content="空">'), {}, ("空", "https://aoi.example/", "")),
    ],
)
def test_whose_a_post_is(html: str, about: Mapping[str, str], who: tuple[str, str, str]) -> None:
    assert author(html, about) == who


def test_a_site_proves_its_own_addresses_and_only_claims_those_of_others() -> None:
    html = entry(
        '<div class="p-author h-card"><a class="u-url p-name" href="https://aoi.example/">空</a>'
        '<a class="u-url" href="https://social.example/@aoi">@</a></div><a rel="me" href="https://github.com/aoi">git</a>'
    )
    told = one(html).account
    assert told
    assert told.claims == (
        Claim("url", "https://aoi.example/", "verified"),
        Claim("url", "https://social.example/@aoi", "declared"),
        Claim("url", "https://github.com/aoi", "declared"),
    )


def test_nobody_becomes_somebody_else_by_saying_so() -> None:
    told = one(entry('<a class="p-author h-card" href="https://famous.example/">有名な人</a>')).account
    assert told
    assert (told.key, told.name) == (("web", "https://aoi.example/"), "有名な人")
    assert told.claims == (Claim("url", "https://famous.example/", "declared"),)


@pytest.mark.parametrize(
    ("address", "url", "key", "basis"),
    [
        ("https://qiita.com/aoi/items/1", "https://qiita.com/aoi", "https://qiita.com/aoi", "declared"),
        ("https://uni.example/~aoi/x.html", "https://uni.example/~aoi/", "https://uni.example/~aoi", "verified"),
        ("https://uni.example/~aoi/x.html", "https://uni.example/~prof/", "https://uni.example/", "declared"),
        ("https://github.com/aoi/tools", "https://aoi.example/", "https://github.com/aoi/tools", "declared"),
    ],
)
def test_whose_a_page_is_where_many_write(address: str, url: str, key: str, basis: str) -> None:
    told = one(entry(f'<a class="p-author h-card" href="{url}">空</a>'), address).account
    assert told
    assert told.id == key
    assert [claim.basis for claim in told.claims] == [basis]


def test_hatena_says_whose_blog_it_is() -> None:
    card = '<span class="author vcard"><a class="url fn" href="http://blog.hatena.ne.jp/aoi/">aoi</a></span>'
    html = f'<article class="hentry"><div class="entry-content">{LINK}</div>{card}</article>'
    blog = one(html, "https://aoi.hatenablog.com/entry/1").account
    other = one(html, "https://aoi.example/entry/1").account
    assert blog
    assert other
    assert Claim("account", "hatena:aoi", "linked") in blog.claims
    assert Claim("account", "hatena:aoi", "declared") in other.claims


def test_a_comment_on_somebodys_page_is_by_who_wrote_the_comment() -> None:
    who = '<a class="p-author h-card" href="https://ren.example/">蓮</a>'
    comment = f'<div class="u-comment h-cite">{who}{content("これも" + LINK)}</div>'
    told = one(
        f'<div class="h-entry">{CARD}<a class="u-url" href="/notes/1">#</a><p class="e-content">…</p>{comment}</div>'
    )
    assert told.text == "これも縁"
    assert told.account == Account(
        "web",
        f"{HERE}#https://ren.example/",
        "蓮",
        "",
        "https://ren.example/",
        claims=(Claim("url", "https://ren.example/", "declared"),),
    )
    nameless = comment.replace(who, "")
    assert one(f'<div class="h-entry">{CARD}{nameless}</div>').account is None


@pytest.mark.parametrize(
    "html",
    [
        entry('<div class="p-author h-card"><b class="p-name">空</b><p class="p-note">Blog. #NoBot please</p></div>'),
        entry(CARD, '<meta name="robots" content="noindex">'),
        f'<meta name="robots" content="none"><p>{LINK}</p>',
    ],
)
def test_who_asks_not_to_be_collected_is_marked(html: str) -> None:
    account = one(html).account
    assert account
    assert account.opted_out


def test_who_asks_not_to_be_collected_and_cannot_be_told_is_left_out() -> None:
    html = f'<meta name="robots" content="noindex"><p>{LINK}</p>'
    assert read(html, "https://github.com/aoi/tools") == Posts((), (), links=True, closed=True)


# --- whatever comes -------------------------------------------------------------------------------

PARTS = st.sampled_from(
    [
        '<div class="h-entry">', '<div class="h-feed">', '<div class="h-card">', "</div>",
        '<div class="u-comment h-cite">',
        '<a class="u-url" href="/notes/1">', '<a class="u-url p-name" href=" javascript:alert(1)">', "</a>", LINK,
        '<a class="u-in-reply-to" href="https://mio.example/a/">', '<p class="p-author h-card">',
        '<i class="e-content">',
        '<time class="dt-published" datetime="2026-13-45">', "<article>", '<h1 class="p-name">', "縁側", "&#xD800;",
        '<img class="u-photo" src="//[::1" alt="">', '<base href="//[">', '<base href="https://mio.example/">',
        '<link rel="author" href="https://aoi.example/about">', '<html lang="x">', "<template>", "<svg>",
    ]
)  # fmt: skip


@given(parts=st.lists(PARTS, max_size=12))
def test_any_page_is_read_or_says_nothing(parts: list[str]) -> None:
    for told in read("".join(parts), about={"https://aoi.example/about": "".join(parts[::-1])}).interactions:
        assert isinstance(told, Interaction)
        (told.id + told.url + told.title + told.text).encode()
        (told.account.name + told.account.id + told.account.url if told.account else "").encode()
