"""Our articles from an address, over real HTTP on loopback."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tracker import config, site
from tracker.config import network
from tracker.errors import ForbiddenAddress, NoArticles, Refused, Unreachable, UnreadableArticles
from tracker.http import Http, HttpSettings
from tracker.model import Article

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.servers import Handler, Reply, Request

HERE = ip_network("127.0.0.0/8")
JSON = '{"title": "余白の記録", "home_page_url": "/", "items": [{"id": "a", "url": "a/"}]}'
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>余白</title>
<entry><id>tag:mio.example,2026:a</id><link href="../a/"/></entry>
<entry><id>tag:mio.example,2026:lost</id></entry></feed>"""


def _http(*, allowed: bool = True) -> Http:
    return Http(HttpSettings("Enishi/0 (a test)", allow=(HERE,) if allowed else (), retries=0), network.Nothing())


def _handler(bodies: Mapping[str, str | bytes]) -> Handler:
    """Serve each body at its path as whatever a bad server calls it; redirect /moved; all else is absent."""

    def answer(request: Request) -> Reply:
        if request.path == "/moved":
            return 301, {"Location": "/feeds/all.json"}, b""
        if request.path == "/broken":
            return 500, {}, b""
        if request.path in bodies:
            return 200, {"Content-Type": "text/html"}, bodies[request.path]
        return 410, {}, b""

    return answer


def test_relative_addresses_are_relative_to_where_the_answer_came_from() -> None:
    with serve(_handler({"/feeds/all.json": JSON, "/feeds/all.atom": ATOM})) as server:
        home = Article(server.url + "/", server.url + "/", "余白の記録")
        for start in ("/moved", "/feeds/all.json"):
            read = site.read(server.url + start, _http())
            assert read == site.Site((home, Article("a", server.url + "/feeds/a/")))
        read = site.read(server.url + "/feeds/all.atom", _http())
        assert read.articles == (Article("tag:mio.example,2026:a", server.url + "/a/"),)
        assert len(read.problems) == 1


def test_the_charset_of_the_answer_counts() -> None:
    def answer(_request: Request) -> Reply:
        feed = "<rss version='2.0'><channel><item><title>余白</title><link>https://mio.example/a</link></item></channel></rss>"
        return 200, {"Content-Type": "application/rss+xml; charset=Shift_JIS"}, feed.encode("cp932")

    with serve(answer) as server:
        assert site.read(server.url + "/rss", _http()).articles[0].title == "余白"


def test_an_index_of_sitemaps_is_followed_one_level_and_on_its_own_host() -> None:
    bodies: dict[str, str | bytes] = {}
    with serve(_handler(bodies)) as server:
        there = "".join(
            f"<sitemap><loc>{url}</loc></sitemap>"
            for url in (
                f"{server.url}/ja.xml",
                f"{server.url}/index.xml",
                f"{server.url}/gone.xml",
                f"{server.url}/broken",
                "http://localhost/other.xml",
            )
        )
        bodies["/index.xml"] = f"<sitemapindex>{there}</sitemapindex>"
        bodies["/ja.xml"] = "<urlset><url><loc>https://mio.example/ja/</loc></url></urlset>"
        read = site.read(f"{server.url}/index.xml", _http())
        assert [one.url for one in read.articles] == ["https://mio.example/ja/"]
        assert [problem.split(" ")[0] for problem in read.problems] == [
            f"{server.url}/index.xml",
            "The",
            f"127.0.0.1:{server.port}",
            "http://localhost/other.xml",
        ]
        assert server.targets.count("/index.xml") == 2


def test_an_html_page_is_refused_with_the_feed_it_names() -> None:
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="feed.xml">'
    with serve(_handler({"/blog/": page})) as server:
        with pytest.raises(UnreadableArticles) as caught:
            site.read(server.url + "/blog/", _http())
        assert f"names the feed {server.url}/blog/feed.xml" in caught.value.message


def test_what_is_gone_is_not_there_and_what_is_broken_is_refused() -> None:
    with serve(_handler({})) as server:
        with pytest.raises(NoArticles, match=server.url):
            site.read(server.url + "/gone", _http())
        with pytest.raises(Refused):
            site.read(server.url + "/broken", _http())


def test_settings_lead_to_the_site(tmp_path: Path) -> None:
    with serve(_handler({"/feeds/all.json": JSON})) as server:
        told = f'[site]\narticles = "{server.url}/feeds/all.json"\n[network]\nallow = ["127.0.0.1"]\n'
        (tmp_path / "enishi.toml").write_text(told, encoding="utf-8")
        found = network.our_site(config.read(tmp_path))
        assert [one.uid for one in found.articles] == [server.url + "/", "a"]
        assert server.requests[0].headers["User-Agent"].startswith("Enishi/")


def test_an_address_is_guarded_like_any_other_and_needs_a_way_out(tmp_path: Path) -> None:
    with serve(_handler({"/a": JSON})) as server:
        with pytest.raises(ForbiddenAddress):
            site.read(server.url + "/a", _http(allowed=False))
        with pytest.raises(Unreachable):
            site.read(server.url + "/a")
        assert server.requests == []
        file = tmp_path / "sitemap.xml"
        file.write_text(f"<sitemapindex><sitemap><loc>{server.url}/s.xml</loc></sitemap></sitemapindex>", "utf-8")
        assert len(site.read(file).problems) == 1
