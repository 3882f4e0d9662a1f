from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tests.rules.writing.texts import NOW, post
from tracker.content import built
from tracker.rules.writing.frozen import Published

if TYPE_CHECKING:
    from pathlib import Path

ITEM = {"id": "tag:mio.example,2026:a-post-en", "url": "https://mio.example/en/2026/10/a-post/"}
ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id></feed>'


def output(folder: Path, *items: object, feed: str = ENTRY) -> Path:
    (folder / "feeds").mkdir()
    (folder / "feeds/en.atom.xml").write_text(feed, "utf-8")
    (folder / "en").mkdir()
    (folder / "en/index.html").touch()
    (folder / "articles.json").write_text(json.dumps({"items": items}), "utf-8")
    os.utime(folder / "articles.json", (NOW.timestamp(), NOW.timestamp()))
    return folder / "articles.json"


def about(folder: Path, articles: Path, mtime: float = 0) -> list[tuple[str, str]]:
    one = post()
    return [(name, found.rule) for name, found in built.remarks(folder, articles, [one], {one.name: mtime})]


def test_what_was_built_is_known(tmp_path: Path) -> None:
    assert built.addresses(tmp_path) == frozenset()
    articles = output(tmp_path, ITEM)
    assert built.addresses(tmp_path) == {"/en/", "/articles.json", "/feeds/en.atom.xml"}
    assert built.published(articles) == (Published(str(ITEM["id"]), "/en/2026/10/a-post/"),)
    assert about(tmp_path, articles) == []


def test_a_post_that_the_build_left_out(tmp_path: Path) -> None:
    articles = output(tmp_path, {**ITEM, "id": "tag:mio.example,2026:other"})
    assert about(tmp_path, articles) == [("2026/10-a-post.md", "built-stale")]
    assert about(tmp_path, articles, mtime=NOW.timestamp() + 60) == []


def test_feeds_are_whole_and_each_post_is_in_them_once(tmp_path: Path) -> None:
    articles = output(tmp_path, ITEM, ITEM, feed="<feed><id>x</feed>")
    name = tmp_path.name
    assert about(tmp_path, articles) == [
        (f"{name}/articles.json", "feed-broken"),
        (f"{name}/articles.json", "feed-broken"),
        (f"{name}/feeds/en.atom.xml", "feed-broken"),
    ]


def test_what_is_no_list_of_articles(tmp_path: Path) -> None:
    articles = output(tmp_path, 3, "x")
    assert about(tmp_path, articles) == []
    for text in ("{", "[]", '{"items": 3}', "null"):
        articles.write_text(text, "utf-8")
        assert [rule for _name, rule in about(tmp_path, articles)] == ["feed-broken"]
        assert built.published(articles) == ()
    assert about(tmp_path, tmp_path / "none.json") == []
