from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.site.site import ADDRESS, ARTICLE_EN, ARTICLE_JA

if TYPE_CHECKING:
    from tests.site.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGES = ("ja", "en")


def atom(site: Site, lang: str) -> ET.Element:
    return ET.fromstring(site.text(f"feeds/{lang}.atom.xml"))  # noqa: S314 - our own file


def articles(site: Site) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(site.text("articles.json"))
    return read


# --- Atom ------------------------------------------------------------------------------------------


def test_each_feed_and_each_entry_has_an_id_of_its_own(published: Site) -> None:
    ids = [node.text for lang in LANGUAGES for node in atom(published, lang).iter(f"{ATOM}id")]
    assert len(ids) == 6
    assert len(set(ids)) == 6
    assert "tag:mio.example,2026:two-character-words-en" in ids


@pytest.mark.parametrize(
    ("lang", "title", "author"), [("ja", "余白の記録", "森川 澪"), ("en", "Margin Notes", "Mio Morikawa")]
)
def test_a_feed_says_its_language_title_and_author(published: Site, lang: str, title: str, author: str) -> None:
    feed = atom(published, lang)
    assert feed.attrib[XML_LANG] == lang
    assert feed.findtext(f"{ATOM}title") == title
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == author
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": f"{ADDRESS}/feeds/{lang}.atom.xml",
        "alternate": f"{ADDRESS}/" + ("" if lang == "ja" else "en/"),
    }


def test_a_feed_is_in_one_language_newest_first(published: Site) -> None:
    assert [entry.findtext(f"{ATOM}published") for entry in atom(published, "ja").iter(f"{ATOM}entry")] == [
        "2026-10-14T08:30:00+09:00",
        "2025-12-08T22:00:00+09:00",
    ]
    assert atom(published, "ja").findtext(f"{ATOM}updated") == "2026-10-20T21:05:00+09:00"
    assert len(list(atom(published, "en").iter(f"{ATOM}entry"))) == 2


def test_an_entry_holds_the_whole_text_with_complete_addresses(published: Site) -> None:
    content = next(atom(published, "ja").iter(f"{ATOM}content"))
    assert content.attrib["type"] == "html"
    text = content.text or ""
    assert "三文字ずつ切り出した索引に、" in text
    assert f'src="{ADDRESS}/images/index.svg"' in text
    assert f'href="{published.address(ARTICLE_EN)}"' in text
    assert f'href="{published.address(ARTICLE_JA)}#fn:1"' in text
    assert 'href="/' not in text
    assert "{filename}" not in text


def test_addresses_with_ampersands_survive(published: Site) -> None:
    texts = [content.text or "" for content in atom(published, "en").iter(f"{ATOM}content")]
    assert any('href="https://docs.example/fts?a=1&amp;b=2"' in text for text in texts)


def test_a_feed_reader_finds_nothing_wrong(published: Site) -> None:
    for lang in LANGUAGES:
        read = feedparser.parse(published.text(f"feeds/{lang}.atom.xml"))
        assert not read.bozo
        assert all(entry.summary and entry.content[0].value for entry in read.entries)


def test_a_feed_is_the_same_whatever_was_built(published: Site, previewed: Site) -> None:
    for name in ("articles.json", "feeds/ja.atom.xml", "feeds/en.atom.xml", "sitemap.xml", "robots.txt"):
        assert published.text(name) == previewed.text(name), name


# --- articles.json ---------------------------------------------------------------------------------


def test_the_list_of_articles_is_a_json_feed(published: Site) -> None:
    feed = articles(published)
    assert {name: value for name, value in feed.items() if name != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "余白の記録",
        "home_page_url": f"{ADDRESS}/",
        "feed_url": f"{ADDRESS}/articles.json",
        "language": "ja",
        "authors": [{"name": "森川 澪", "url": f"{ADDRESS}/"}],
    }


def test_every_item_says_what_the_tracker_needs(published: Site) -> None:
    items = articles(published)["items"]
    assert len(items) == 4
    for item in items:
        required = {"id", "url", "title", "language", "date_published", "content_html", "tags", "_enishi"}
        assert required <= set(item) <= required | {"date_modified", "summary"}
        assert item["id"].startswith("tag:mio.example,")
        assert item["url"].startswith(f"{ADDRESS}/{item['language']}/")
        assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None
        assert set(item["_enishi"]) <= {"older_urls", "syndication", "translation_of"}


def test_an_item_says_everything_its_post_says(published: Site) -> None:
    item = articles(published)["items"][1]
    assert item.pop("content_html").startswith("<p>索引をつくり直したのに、")
    assert item == {
        "id": "tag:mio.example,2026:two-character-words-ja",
        "url": published.address(ARTICLE_JA),
        "title": "二文字のことばが見つからない",
        "language": "ja",
        "date_published": "2026-10-14T08:30:00+09:00",
        "date_modified": "2026-10-20T21:05:00+09:00",
        "summary": "全文検索に「東京」と入れても何も出てこない。三文字の索引に二文字のことばは入らない、という話。",
        "tags": ["検索", "日本語", "SQLite"],
        "_enishi": {
            "older_urls": [f"{ADDRESS}/ja/2026/10/nimoji/", "https://old.mio.example/nimoji.html"],
            "syndication": ["https://social.example/@mio/1138", "https://news.example/item?id=42"],
        },
    }


def test_a_translation_names_its_original_and_not_the_other_way_round(published: Site) -> None:
    said = {item["id"]: item["_enishi"].get("translation_of") for item in articles(published)["items"]}
    assert said["tag:mio.example,2026:two-character-words-en"] == "tag:mio.example,2026:two-character-words-ja"
    assert [original for original in said.values() if original] == ["tag:mio.example,2026:two-character-words-ja"]


# --- sitemap and robots ----------------------------------------------------------------------------


def test_the_sitemap_lists_every_public_page_once(published: Site) -> None:
    root = ET.fromstring(published.text("sitemap.xml"))  # noqa: S314 - our own file
    found = [unquote(loc.text or "") for loc in root.iter(f"{SITEMAP}loc")]
    assert sorted(found) == sorted(published.address(name) for name in published.listed)


def test_the_sitemap_says_when_a_page_changed_and_what_else_it_is_written_in(published: Site) -> None:
    root = ET.fromstring(published.text("sitemap.xml"))  # noqa: S314 - our own file
    places = {place.findtext(f"{SITEMAP}loc"): place for place in root.iter(f"{SITEMAP}url")}
    article = places[published.address(ARTICLE_JA)]
    assert article.findtext(f"{SITEMAP}lastmod") == "2026-10-20T21:05:00+09:00"
    assert {link.attrib["hreflang"]: link.attrib["href"] for link in article.iter(f"{XHTML}link")} == {
        "ja": published.address(ARTICLE_JA),
        "en": published.address(ARTICLE_EN),
        "x-default": published.address(ARTICLE_JA),
    }
    assert places[f"{ADDRESS}/"].findtext(f"{SITEMAP}lastmod") == "2026-10-20T21:05:00+09:00"
    assert places[f"{ADDRESS}/ja/about/"].findtext(f"{SITEMAP}lastmod") is None
    assert len(list(places[f"{ADDRESS}/ja/about/"].iter(f"{XHTML}link"))) == 3
    assert not list(places[f"{ADDRESS}/ja/privacy/"].iter(f"{XHTML}link"))


def test_robots_are_shown_the_sitemap(published: Site) -> None:
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in published.text("robots.txt").splitlines()
