from __future__ import annotations

from tracker.reading.sitemaps import Sitemap, read

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> https://mio.example/ja/余白/ </loc><lastmod>2026-10-14</lastmod>
    <image:image><image:loc>https://mio.example/a.png</image:loc></image:image></url>
  <url><loc>https://mio.example/?a=1&amp;b=2</loc></url>
  <url><lastmod>2026-10-14</lastmod></url>
</urlset>"""


def test_the_pages_of_a_sitemap_are_its_own_locations() -> None:
    assert read(URLSET.encode()) == Sitemap(("https://mio.example/ja/余白/", "https://mio.example/?a=1&b=2"))


def test_the_sitemaps_of_an_index() -> None:
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://mio.example/ja.xml</loc></sitemap></sitemapindex>"
    assert read(index.encode()) == Sitemap(sitemaps=("https://mio.example/ja.xml",))


def test_a_sitemap_without_its_namespace_is_read_all_the_same() -> None:
    assert read(b"<urlset><url><loc>https://mio.example/</loc></url></urlset>").pages == ("https://mio.example/",)


def test_what_stands_before_a_break_is_kept() -> None:
    cut = read(URLSET.encode()[: URLSET.encode().index(b"?a=1")])
    assert cut.pages == ("https://mio.example/ja/余白/",)
    assert cut.broken


def test_entities_that_grow_without_end_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{laughs}]><urlset><url><loc>&l9;</loc></url></urlset>'
    assert read(bomb.encode()).broken
