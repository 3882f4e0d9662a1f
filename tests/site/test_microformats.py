"""The pages as microformats2 parsers of others read them (https://microformats.org/wiki/microformats2-parsing)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mf2py

from tests.site.site import ADDRESS, ARTICLE_EN, ARTICLE_JA

if TYPE_CHECKING:
    from tests.site.site import Site

HOME = f"{ADDRESS}/"


def parsed(site: Site, name: str) -> dict[str, Any]:
    read: dict[str, Any] = mf2py.Parser(doc=site.text(name), url=site.address(name), html_parser="html5lib").to_dict()
    return read


def entry(site: Site, name: str) -> dict[str, Any]:
    (found,) = (item for item in parsed(site, name)["items"] if item["type"] == ["h-entry"])
    properties: dict[str, Any] = found["properties"]
    return properties


def test_an_article_is_read_back_as_it_was_written(published: Site) -> None:
    said = entry(published, ARTICLE_JA)
    assert said["name"] == ["二文字のことばが見つからない"]
    assert said["summary"][0].startswith("全文検索に「東京」")
    assert said["url"] == [published.address(ARTICLE_JA)]
    assert said["uid"] == ["tag:mio.example,2026:two-character-words-ja"]
    assert said["published"] == ["2026-10-14T08:30:00+0900"]  # the parser drops the colon
    assert said["updated"] == ["2026-10-20T21:05:00+0900"]
    assert said["category"] == ["検索", "日本語", "SQLite"]
    assert said["syndication"] == ["https://social.example/@mio/1138", "https://news.example/item?id=42"]
    assert said["translation"] == [published.address(ARTICLE_EN)]


def test_the_content_is_the_text_alone(published: Site) -> None:
    (content,) = entry(published, ARTICLE_JA)["content"]
    assert "三文字ずつ切り出した索引に、二文字のことばは入らないからだ。" in content["value"]
    assert "相沢 和久" not in content["value"]
    assert "いいね" not in content["value"]
    assert "前の記事" not in content["value"]


def test_the_author_is_named_and_leads_home(published: Site) -> None:
    for name, author in ((ARTICLE_JA, "森川 澪"), (ARTICLE_EN, "Mio Morikawa")):
        (card,) = entry(published, name)["author"]
        assert card["type"] == ["h-card"]
        assert card["properties"] == {"name": [author], "url": [HOME]}


def test_replies_are_comments_under_what_they_answer(published: Site) -> None:
    comments = entry(published, ARTICLE_JA)["comment"]
    assert [comment["type"] for comment in comments] == [["h-cite"]] * 2
    first = comments[0]["properties"]
    assert first["author"][0]["properties"] == {"name": ["相沢 和久"], "url": ["https://kazuhisa.example.jp/"]}
    assert first["url"] == ["https://kazuhisa.example.jp/notes/2026/bigram"]
    assert first["published"] == ["2026-10-14T12:40:00+0900"]
    (answer,) = first["comment"]
    assert answer["properties"]["content"][0]["value"].startswith("ありがとうございます。")
    assert [below["properties"]["author"][0]["properties"]["name"] for below in answer["properties"]["comment"]] == [
        ["Liv Okonkwo"]
    ]


def test_a_list_is_a_feed_of_entries(published: Site) -> None:
    for name in ("index.html", "en/index.html", "ja/archives/index.html", "ja/tags/検索/index.html"):
        (feed,) = (item for item in parsed(published, name)["items"] if item["type"] == ["h-feed"])
        assert feed["properties"]["name"][0]
        assert feed["properties"]["author"] == [HOME]
        assert feed["children"]
        for child in feed["children"]:
            assert child["type"] == ["h-entry"]
            assert {"name", "url", "published"} <= set(child["properties"])


def test_home_has_the_representative_card(published: Site) -> None:
    """Rule 1: the card whose url and uid are the address of the page."""
    (card,) = (item for item in parsed(published, "index.html")["items"] if item["type"] == ["h-card"])
    assert card["properties"]["url"][0] == HOME
    assert card["properties"]["uid"] == [HOME]
    assert card["properties"]["name"] == ["森川 澪"]
    assert card["properties"]["note"]


def test_about_has_the_representative_card(published: Site) -> None:
    """Rule 2: the card one of whose urls is also rel=me."""
    for name in ("ja/about/index.html", "en/about/index.html"):
        read = parsed(published, name)
        (card,) = (item for item in read["items"] if item["type"] == ["h-card"])
        assert card["properties"]["url"][0] in read["rels"]["me"]
    assert parsed(published, "ja/privacy/index.html")["items"] == []


def test_every_page_says_where_to_answer_and_who_it_is_by(published: Site) -> None:
    for name in published.pages:
        rels = parsed(published, name)["rels"]
        assert rels["webmention"] == ["https://webmention.io/mio.example/webmention"]
        assert {"https://social.example/@mio", "https://code.example/mio"} <= set(rels["me"])
