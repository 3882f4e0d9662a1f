from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.reading import hubs
from tracker.rules import websub
from tracker.rules.websub import Topic

if TYPE_CHECKING:
    from pathlib import Path

SELF, HUB = "https://mio.example/en.atom.xml", "https://hub.example/"
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>余白</title>
<link href="https://mio.example/en/" rel="alternate"/><link href="{SELF}" rel="self"/><link href="{HUB}" rel="hub"/>
<entry><link rel="hub" href="https://other.example/"/>
<content type="html">&lt;link rel="hub"&gt;</content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://mio.example/en.json",
"hubs": [{"type": "WebSub", "url": "https://hub.example/"}, {"type": "rssCloud", "url": "https://cloud.example/"}]}"""


def test_a_feed_says_where_it_is_and_who_tells_of_it() -> None:
    found = hubs.topic(ATOM.encode())
    assert found == Topic(SELF, (HUB,), hubs.digest(ATOM.encode()))
    assert hubs.topic(JSON.encode()) == Topic("https://mio.example/en.json", (HUB,), hubs.digest(JSON.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<feed",
        "<html><link rel='hub' href='x'/></html>",
        "{",
        "[]",
        "{}",
        '{"feed_url": "https://x.example/", "hubs": [3]}',
        '{"feed_url": "https://x.example/", "hubs": [{"url": "x"}]}',
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="x"/></feed>',
    ],
)
def test_what_is_no_feed_of_ours_has_no_hub(text: str) -> None:
    assert hubs.topic(text.encode()) is None


def test_the_feeds_of_a_site_are_found(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds/en.atom.xml").write_text(ATOM, "utf-8")
    (tmp_path / "en.json").write_text(JSON, "utf-8")
    (tmp_path / "sitemap.xml").write_text("<urlset/>", "utf-8")
    (tmp_path / "quiet.atom.xml").write_text(ATOM.replace('rel="hub"', 'rel="related"'), "utf-8")
    (tmp_path / "folder.xml").mkdir()
    assert [one.url for one in hubs.topics(tmp_path)] == ["https://mio.example/en.json", SELF]


def test_only_what_changed_is_due_each_feed_once() -> None:
    one, other, silent = Topic("a", (HUB,), "1"), Topic("b", (HUB,), "1"), Topic("c", (), "1")
    assert websub.due([one, other, silent, one], {}) == (one, other)
    assert websub.due([one, other], {"a": "1", "b": "0"}) == (other,)


def test_hubs_of_both_manners_understand_it() -> None:
    assert websub.form(Topic("a", (HUB,), "1")) == {"hub.mode": "publish", "hub.url": "a", "hub.topic": "a"}
