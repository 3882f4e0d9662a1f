"""The feeds of each language and each tag: valid, whole, and the same until a post changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.site.feed_rules import ATOM, is_address, wrong_in_atom, wrong_in_json
from tests.site.site import ADDRESS, ARTICLE_JA, Site, attributes, built

if TYPE_CHECKING:
    from pathlib import Path

HUB = "https://hub.example/"
POST = """Title: {title}
Date: 2026-05-0{day} 09:00 +0900
Lang: en
Slug: post-{day}
Uid: tag:mio.example,2026:post-{day}
Tags: {tags}
{more}
{text}
"""


def write(blog: Path, day: int, tags: str = "One", more: str = "", **said: str) -> None:
    filled = {"title": f"Post {day}", "text": "Some text."} | said
    text = POST.format(day=day, tags=tags, more=f"{more}\n" if more else "", **filled)
    (blog / f"2026/05-{day}.md").write_text(text, encoding="utf-8")


def made(blog: Path, **more: object) -> Site:
    return built(blog, blog.parent / "output", "publishconf.py", **more)


def feeds(site: Site, suffix: str) -> dict[str, str]:
    return {name: site.text(name) for name in site.names if name.startswith("feeds/") and name.endswith(suffix)}


def json_feeds(site: Site) -> dict[str, dict[str, Any]]:
    return {name: json.loads(text) for name, text in feeds(site, ".json").items()}


def test_each_language_and_each_tag_has_a_feed_in_both_formats(published: Site) -> None:
    tags = {name.split("/")[2] for name in published.names if name.startswith("ja/tags/") and name.count("/") == 3}
    atom, other = feeds(published, ".atom.xml"), feeds(published, ".json")
    assert {f"feeds/ja/{tag}.atom.xml" for tag in tags} <= atom.keys()
    assert {"feeds/ja.atom.xml", "feeds/en.atom.xml"} <= atom.keys()
    assert {name.removesuffix(".atom.xml") for name in atom} == {name.removesuffix(".json") for name in other}


def test_every_feed_is_valid(published: Site) -> None:
    for name, text in feeds(published, ".atom.xml").items():
        assert wrong_in_atom(text) == [], name
        assert not feedparser.parse(text).bozo, name
    for name, feed in json_feeds(published).items():
        assert wrong_in_json(feed) == [], name


def test_the_rules_find_what_is_wrong(published: Site) -> None:
    text = published.text("feeds/ja.atom.xml")
    for right, broken in (
        ("<updated>2026-10-20T21:05:00+09:00</updated>", "<updated>2026-10-20</updated>"),
        ('rel="self"', 'rel="alternate"'),
        ("<title>余白の記録</title>", ""),
        ("<published>", "<created>1</created><published>"),
        ("tag:mio.example,2025:slow-reviews", "tag:mio.example,2026:two-character-words-ja"),
        (' xml:lang="ja"', ' xml:lang="日本語"'),
    ):
        assert right in text
        assert wrong_in_atom(text.replace(right, broken)), broken


def test_no_two_feeds_have_one_id(published: Site) -> None:
    ids = [ET.fromstring(text).findtext(f"{ATOM}id") for text in feeds(published, ".atom.xml").values()]  # noqa: S314 - our own files
    addresses = [feed["feed_url"] for feed in json_feeds(published).values()]
    assert len({*ids, *addresses}) == len(ids) + len(addresses)


def test_a_feed_says_where_it_is_and_what_it_follows(published: Site) -> None:
    for name, text in feeds(published, ".atom.xml").items():
        links = {link["rel"]: link["href"] for link in feedparser.parse(text).feed.links}
        assert published.target("index.html", links["self"]) == (name, "")
        page = published.target("index.html", links["alternate"])
        assert page
        assert page[0] in published.names
    for name, feed in json_feeds(published).items():
        assert published.target("index.html", feed["feed_url"]) == (name, "")


def test_a_feed_of_a_tag_has_the_posts_of_that_tag(published: Site) -> None:
    feed = feedparser.parse(published.text("feeds/ja/検索.atom.xml"))
    assert feed.feed.title == "「検索」の記事 — 余白の記録"
    assert [entry.id for entry in feed.entries] == ["tag:mio.example,2026:two-character-words-ja"]
    assert feed.feed.language == "ja"
    (item,) = json.loads(published.text("feeds/ja/検索.json"))["items"]
    assert item["content_html"] == feed.entries[0].content[0].value or "三文字ずつ" in item["content_html"]


def test_a_json_feed_holds_whole_texts_and_nothing_of_our_own(published: Site) -> None:
    feed = json.loads(published.text("feeds/en.json"))
    assert feed["language"] == "en"
    assert feed["authors"] == [{"name": "Mio Morikawa", "url": f"{ADDRESS}/"}]
    assert [item["language"] for item in feed["items"]] == ["en", "en"]
    for item in feed["items"]:
        assert not [name for name in item if name.startswith("_")]
        assert 'href="/' not in item["content_html"]
        assert "{filename}" not in item["content_html"]


def test_pages_name_their_feeds(published: Site) -> None:
    for name in published.pages:
        for node in published.page(name).css("link[rel=alternate][type]"):
            target = published.target(name, node.attributes["href"] or "")
            assert target
            assert target[0] in published.names, name
    links = published.page("ja/tags/検索/index.html").css("link[rel=alternate][type]")
    assert [node.attributes["title"] for node in links].count("「検索」の記事 — 余白の記録") == 2


def test_without_a_hub_none_is_named(published: Site) -> None:
    assert "hub" not in json.loads(published.text("feeds/ja.json"))
    assert 'rel="hub"' not in published.text("feeds/ja.atom.xml")


@pytest.mark.parametrize("said", [HUB, (HUB, "https://other.example/hub")])
def test_a_hub_is_named_in_every_feed(empty_blog: Path, said: object) -> None:
    write(empty_blog, 1)
    site = made(empty_blog, WEBSUB_HUB=said)
    wanted = [said] if isinstance(said, str) else list(said)  # type: ignore[call-overload] # a tuple
    for name, text in feeds(site, ".atom.xml").items():
        assert wrong_in_atom(text) == []
        assert [link["href"] for link in feedparser.parse(text).feed.links if link["rel"] == "hub"] == wanted, name
    for feed in json_feeds(site).values():
        assert feed["hubs"] == [{"type": "WebSub", "url": hub} for hub in wanted]
        assert wrong_in_json(feed) == []


def test_only_the_feeds_of_what_changed_change(empty_blog: Path) -> None:
    write(empty_blog, 1, "One")
    write(empty_blog, 2, "Two")
    before = {name: text for kind in (".json", ".xml") for name, text in feeds(made(empty_blog), kind).items()}
    write(empty_blog, 2, "Two", more="Modified: 2026-06-01 10:00 +0900", text="Another text.")
    after = {name: text for kind in (".json", ".xml") for name, text in feeds(made(empty_blog), kind).items()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {f"feeds/{name}" for name in ("en.atom.xml", "en.json", "en/two.atom.xml", "en/two.json")}
    assert feedparser.parse(after["feeds/en/two.atom.xml"]).feed.updated == "2026-06-01T10:00:00+09:00"


def test_a_post_that_moves_or_is_retitled_keeps_its_id(empty_blog: Path) -> None:
    write(empty_blog, 1)
    first = feedparser.parse(made(empty_blog).text("feeds/en.atom.xml")).entries[0]
    write(empty_blog, 1, title="Another title", more="Modified: 2026-06-01 10:00 +0900")
    path = empty_blog / "2026/05-1.md"
    path.write_text(path.read_text("utf-8").replace("Slug: post-1", "Slug: elsewhere"), encoding="utf-8")
    second = feedparser.parse(made(empty_blog).text("feeds/en.atom.xml")).entries[0]
    assert first.id == second.id
    assert (first.link, first.title) != (second.link, second.title)


def test_nothing_is_older_than_it_was_published(empty_blog: Path) -> None:
    write(empty_blog, 3, more="Modified: 2026-05-01 10:00 +0900")
    (entry,) = feedparser.parse(made(empty_blog).text("feeds/en.atom.xml")).entries
    assert entry.updated == entry.published == "2026-05-03T09:00:00+09:00"


def test_a_feed_has_as_many_posts_as_the_settings_say(empty_blog: Path) -> None:
    for day in range(1, 6):
        write(empty_blog, day)
    site = made(empty_blog, FEED_MAX_ITEMS=3)
    for text in feeds(site, ".atom.xml").values():
        assert [entry.title for entry in feedparser.parse(text).entries] == ["Post 5", "Post 4", "Post 3"]


def test_tags_and_slugs_in_japanese_make_addresses_that_hold(empty_blog: Path) -> None:
    write(empty_blog, 1, tags="失敗から, C++, 50%の話")
    site = made(empty_blog)
    for name, text in feeds(site, ".atom.xml").items():
        assert wrong_in_atom(text) == [], name
        (own,) = [link["href"] for link in feedparser.parse(text).feed.links if link["rel"] == "self"]
        assert is_address(own)
        assert site.target("index.html", own) == (name, "")


def test_an_empty_blog_has_no_feed_with_nothing_in_it(empty_blog: Path) -> None:
    site = made(empty_blog)
    assert not [name for name in site.names if name.startswith("feeds/")]
    assert attributes(site.page("index.html").css("link[rel=alternate][type]"), "href") == [f"{ADDRESS}/articles.json"]


def test_feeds_are_the_same_whatever_was_built(published: Site, previewed: Site) -> None:
    for suffix in (".atom.xml", ".json"):
        assert feeds(published, suffix) == feeds(previewed, suffix)
    assert ARTICLE_JA in published.names
