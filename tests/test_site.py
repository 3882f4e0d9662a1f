"""JSON Feeds, sitemaps and what is neither; Atom and RSS are in test_site_feeds.py, HTTP in test_site_http.py."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import site
from tracker.errors import NoArticles, UnreadableArticles
from tracker.model import Article

if TYPE_CHECKING:
    from pathlib import Path

JST = timezone(timedelta(hours=9))
HOME = "https://mio.example/"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _json(*items: object, **head: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "余白の記録", "items": list(items), **head}
    return json.dumps(feed, ensure_ascii=False).encode()


def _item(name: str, day: int = 1, **more: object) -> dict[str, object]:
    date = f"2026-10-{day:02}T08:30:00+09:00"
    return {"id": f"tag:mio.example,2026:{name}", "url": f"{HOME}{name}/", "date_published": date, **more}


def _read(folder: Path, body: bytes, name: str = "articles.json") -> site.Site:
    (folder / name).write_bytes(body)
    return site.read(folder / name)


def _urls(read: site.Site) -> list[str]:
    return [one.url for one in read.articles]


# --- JSON Feed -----------------------------------------------------------------------------------


def test_our_own_list_says_all_there_is_to_know(tmp_path: Path) -> None:
    ours = {"older_urls": ["/old/", "https://before.example/1"], "syndication": ["https://social.example/@mio/1"]}
    item = _item("search", title="二文字で探す", language="ja", _enishi=ours)
    read = _read(tmp_path, _json(item, home_page_url=HOME, language="ja"))
    assert read.problems == ()
    assert read.articles == (
        Article(
            "tag:mio.example,2026:search",
            "https://mio.example/search/",
            "二文字で探す",
            "ja",
            datetime(2026, 10, 1, 8, 30, tzinfo=JST),
            ("https://mio.example/old/", "https://before.example/1"),
            ("https://social.example/@mio/1",),
        ),
        Article(HOME, HOME, "余白の記録", "ja"),
    )


def test_the_newest_comes_first_and_the_undated_last_as_listed(tmp_path: Path) -> None:
    undated = [{"id": name, "url": HOME + name} for name in ("x", "y")]
    read = _read(tmp_path, _json(undated[0], _item("a", 1), _item("c", 3), undated[1], _item("b", 2)))
    assert [url.rstrip("/")[-1] for url in _urls(read)] == ["c", "b", "a", "x", "y"]


def test_of_two_with_one_uid_the_last_wins(tmp_path: Path) -> None:
    read = _read(tmp_path, _json(_item("a", title="まえ"), _item("a", title="あと")))
    assert [one.title for one in read.articles] == ["あと"]


def test_an_item_without_an_address_is_left_out_and_said(tmp_path: Path) -> None:
    lost = [{"id": "1", "title": "迷子"}, "text", {"url": "mailto:mio@mio.example"}, {"url": "http://[half"}]
    read = _read(tmp_path, _json(*lost, _item("a"), feed_url=HOME + "feed.json"))
    assert _urls(read) == [HOME + "a/"]
    assert len(read.problems) == 4
    assert read.problems[0] == "Item 1 (“迷子”) has no web address and was left out."


def test_an_item_whose_id_is_its_address_needs_no_other(tmp_path: Path) -> None:
    assert _read(tmp_path, _json({"id": HOME + "a/"})).articles == (Article(HOME + "a/", HOME + "a/"),)


def test_a_date_that_is_none_costs_the_date_only(tmp_path: Path) -> None:
    read = _read(tmp_path, _json(_item("a", title="秋", date_published="2026-13-40")))
    assert read.articles[0].published is None
    assert read.problems == ("“秋” has a date that is none: 2026-13-40",)


def test_a_date_without_a_zone_is_in_utc(tmp_path: Path) -> None:
    read = _read(tmp_path, _json(_item("a", date_published="2026-10-14T08:30:00")))
    assert read.articles[0].published == datetime(2026, 10, 14, 8, 30, tzinfo=UTC)


def test_relative_addresses_are_relative_to_the_feed(tmp_path: Path) -> None:
    item = {"id": "1", "url": "../a/", "_enishi": {"older_urls": ["b/"]}}
    read = _read(tmp_path, _json(item, feed_url="https://mio.example/feeds/all.json", home_page_url="/"))
    assert read.articles[0] == Article(HOME, HOME, "余白の記録")
    assert read.articles[1].url == "https://mio.example/a/"
    assert read.articles[1].older_urls == ("https://mio.example/a/b/",)


def test_the_home_page_is_not_added_where_it_is_listed(tmp_path: Path) -> None:
    read = _read(tmp_path, _json({"id": "home", "url": "http://mio.example"}, home_page_url=HOME))
    assert [one.uid for one in read.articles] == ["home"]


def test_the_home_page_is_not_guessed(tmp_path: Path) -> None:
    assert _urls(_read(tmp_path, _json(_item("a")))) == [HOME + "a/"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 28))))
def test_whatever_the_order_every_uid_is_there_once_and_the_newest_first(
    tmp_path_factory: pytest.TempPathFactory, given_items: list[tuple[str, int]]
) -> None:
    read = _read(tmp_path_factory.mktemp("site"), _json(*(_item(name, day) for name, day in given_items)))
    dates = [one.published for one in read.articles if one.published]
    assert dates == sorted(dates, reverse=True)
    last = {f"{HOME}{name}/": day for name, day in given_items}
    assert {one.url: one.published.astimezone(JST).day for one in read.articles if one.published} == last


# --- sitemaps ------------------------------------------------------------------------------------


def _urlset(*addresses: str) -> bytes:
    pages = "".join(f"<url><loc>{one}</loc><lastmod>2026-10-14</lastmod></url>" for one in addresses)
    return f"<urlset {SITEMAP}>{pages}</urlset>".encode()


def _index(*addresses: str) -> bytes:
    children = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return f"<sitemapindex {SITEMAP}>{children}</sitemapindex>".encode()


def test_a_sitemap_tells_addresses_and_no_dates(tmp_path: Path) -> None:
    read = _read(tmp_path, _urlset(HOME, HOME + "余白/", "about"), "sitemap.xml")
    assert read.articles == (Article(HOME, HOME), Article(HOME + "余白/", HOME + "余白/"))
    assert len(read.problems) == 1


def test_a_packed_sitemap_is_unpacked(tmp_path: Path) -> None:
    assert _urls(_read(tmp_path, gzip.compress(_urlset(HOME)), "sitemap.xml.gz")) == [HOME]


def test_an_index_that_is_a_file_leads_to_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ja.xml").write_bytes(_urlset(HOME + "ja/"))
    (tmp_path / "deep.xml").write_bytes(_index(HOME + "more.xml"))
    (tmp_path / "html.xml").write_bytes(b"<html>")
    names = ("ja.xml", "gone.xml", "deep.xml", "html.xml", "")
    elsewhere = "https://other.example/ja.xml"
    read = _read(tmp_path, _index(*(HOME + name for name in names), elsewhere), "sitemap.xml")
    assert _urls(read) == [HOME + "ja/"]
    assert len(read.problems) == 5
    assert read.problems[-1] == f"{elsewhere} is on another host and was not fetched."


def test_a_sitemap_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    read = _read(tmp_path, _urlset(HOME, HOME + "a/")[:-30], "sitemap.xml")
    assert _urls(read) == [HOME]
    assert len(read.problems) == 1


# --- what is no list of articles -----------------------------------------------------------------

FEED_LINK = '<link rel="alternate" type="application/atom+xml" href="https://mio.example/feed.xml">'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "nothing in it"),
        (b" \n", "nothing in it"),
        (b"hello", "neither JSON nor XML"),
        (b"\x89PNG\r\n\x1a\n", "neither JSON nor XML"),
        (b"<!doctype html><title>x</title>", "an HTML page."),
        (f"<html><head>{FEED_LINK}".encode(), "an HTML page, which names the feed https://mio.example/feed.xml"),
        (b'<opml version="2.0"/>', "XML of another kind, <opml>"),
        (b'{"items": [', "JSON that breaks off"),
        (b'{"error": "not found"}', "JSON without a list of items"),
        (b"<rss version='2.0'><chan", "a feed that breaks off"),
        (b"<urlset><url", "a sitemap that breaks off"),
        (b"<sitemapindex><", "a sitemap that breaks off"),
        (b"\x1f\x8bnot packed at all", "a broken gzip file"),
    ],
)
def test_what_is_no_list_is_said_to_be_what_it_is(tmp_path: Path, body: bytes, found: str) -> None:
    with pytest.raises(UnreadableArticles) as caught:
        _read(tmp_path, body)
    assert str(tmp_path / "articles.json") in caught.value.message
    assert found in caught.value.message
    assert "JSON Feed" in caught.value.hint


def test_a_packed_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "LARGEST", 1000)
    with pytest.raises(UnreadableArticles, match="more than 1,000 bytes"):
        _read(tmp_path, gzip.compress(b" " * 1001))


@pytest.mark.parametrize("name", ["articles.json", "output/articles.json", "file.txt/articles.json"])
def test_a_list_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").touch()
    with pytest.raises(NoArticles) as caught:
        site.read(str(tmp_path / name))
    assert name in caught.value.message
    assert "enishi build" in caught.value.hint


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticles, match="directory"):
        site.read(tmp_path)
