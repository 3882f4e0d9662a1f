from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from tests.site.site import ADDRESS, ARTICLE_EN, ARTICLE_JA, BLOG, SEARCHES, attributes, built

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.site import Site

KINDS = {
    "home": "index.html",
    "home in English": "en/index.html",
    "article": ARTICLE_JA,
    "translated article": ARTICLE_EN,
    "article without a translation": "en/2026/08/quiet-migration/index.html",
    "archives": "ja/archives/index.html",
    "archives in English": "en/archives/index.html",
    "tags": "ja/tags/index.html",
    "tag": "ja/tags/検索/index.html",
    "tag of a translation": "en/tags/search/index.html",
    "search": SEARCHES[0],
    "search in English": SEARCHES[1],
    "page": "ja/about/index.html",
    "page in English": "en/about/index.html",
    "page in one language": "ja/privacy/index.html",
    "not found": "404.html",
}
FETCHED = "link[rel~=stylesheet], link[rel~=icon], link[rel~=preload], img, iframe, video, audio, source, object, embed"


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_a_page_of_every_kind_is_there(published: Site, name: str) -> None:
    assert name in published.names


def test_there_is_no_page_nobody_named(published: Site) -> None:
    tags = {name for name in published.pages if "/tags/" in name}
    posts = {"ja/2025/12/slow-reviews/index.html"}
    assert set(published.pages) - tags == set(KINDS.values()) - tags | posts


def test_every_page_is_well_formed(published: Site, previewed: Site) -> None:
    for site in (published, previewed):
        for name in site.pages:
            html5lib.HTMLParser(strict=True).parse(site.text(name))


def test_no_id_stands_twice_on_a_page(published: Site) -> None:
    for name in published.pages:
        ids = attributes(published.page(name).css("[id]"), "id")
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("which", ["published", "previewed"])
def test_every_link_inside_the_site_leads_somewhere(which: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(which)
    for name in site.pages:
        for href in attributes(site.page(name).css("[href]"), "href") + attributes(site.page(name).css("[src]"), "src"):
            if target := site.target(name, href):
                file, fragment = target
                assert file in site.names, f"{name}: {href}"
                assert not fragment or site.page(file).css_first(f'[id="{fragment}"]'), f"{name}: {href}"


def test_a_preview_can_be_read_from_any_folder(previewed: Site) -> None:
    for name in set(previewed.pages) - {"404.html"}:
        for href in attributes(previewed.page(name).css("a[href], link[rel=stylesheet]"), "href"):
            assert not href.startswith("/"), f"{name}: {href}"


def test_nothing_is_fetched_from_anybody_else(published: Site) -> None:
    for name in published.pages:
        for node in published.page(name).css(FETCHED):
            address = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("data") or ""
            assert urlsplit(urljoin(ADDRESS, address)).netloc == urlsplit(ADDRESS).netloc, name
        assert not published.page(name).css("[style], style"), name


def test_scripts_are_those_of_the_theme_and_only_the_search_page_has_more_than_one(published: Site) -> None:
    """What is inline would be against the policy; data in a script element is never run."""
    wanted = {name: ["scheme", "find", "search"] for name in SEARCHES}
    for name in published.pages:
        page = published.page(name)
        run = [node for node in page.css("script") if node.attributes.get("type") != "application/ld+json"]
        files = [f"{ADDRESS}/theme/js/{script}.js" for script in wanted.get(name, ["scheme"])]
        assert [node.attributes.get("src") for node in run] == files, name
        assert not re.search(r"<[^>]+\son\w+=", published.text(name)), name


def test_every_page_says_its_language_and_its_address(published: Site) -> None:
    for name in published.pages:
        page = published.page(name)
        html = page.css_first("html")
        assert html is not None
        assert html.attributes["lang"] == ("en" if name.startswith("en/") else "ja")
        if name in published.listed:
            assert [unquote(href) for href in attributes(page.css("link[rel=canonical]"), "href")] == [
                published.address(name)
            ]


def test_every_page_has_its_landmarks(published: Site) -> None:
    for name in published.pages:
        page = published.page(name)
        assert [len(page.css(tag)) for tag in ("h1", "main", "body > div > header", "body > div > footer")] == [
            1
        ] * 4, name
        assert attributes(page.css("a.skip"), "href") == ["#s-text"]
        assert all(node.text(strip=True) for node in page.css("title")), name


def test_a_translated_pair_knows_itself(published: Site) -> None:
    for name, own, other in ((ARTICLE_JA, "ja", "en"), (ARTICLE_EN, "en", "ja")):
        page = published.page(name)
        alternates = {
            node.attributes["hreflang"]: node.attributes["href"] for node in page.css("link[rel=alternate]:not([type])")
        }
        both = {"ja": published.address(ARTICLE_JA), "en": published.address(ARTICLE_EN)}
        assert alternates == both | {"x-default": both["ja"]}
        assert attributes(page.css("main a[rel=alternate]"), "hreflang") == [other]
        assert attributes(page.css(".masthead a[hreflang]"), "href") == [alternates[other]]
        assert own != other


def test_home_shows_every_post_once_and_marks_the_other_language(published: Site) -> None:
    for home, lang, other in (("index.html", "ja", "en"), ("en/index.html", "en", "ja")):
        entries = published.page(home).css(".h-entry")
        hrefs = [attributes(entry.css(".u-url"), "href")[0] for entry in entries]
        assert hrefs == [
            f"{ADDRESS}/{lang}/2026/10/two-character-words/",
            f"{ADDRESS}/en/2026/08/quiet-migration/",
            f"{ADDRESS}/ja/2025/12/slow-reviews/",
        ]
        marked = [entry.attributes.get("lang") for entry in entries]
        assert marked == [other if f"/{other}/" in href else None for href in hrefs]


def test_the_posts_before_and_after_follow_the_home_page(published: Site) -> None:
    page = published.page("en/2026/08/quiet-migration/index.html")
    assert attributes(page.css(".neighbours a[rel=next]"), "href") == [published.address(ARTICLE_EN)]
    assert attributes(page.css(".neighbours a[rel=prev]"), "href") == [f"{ADDRESS}/ja/2025/12/slow-reviews/"]
    assert not published.page(ARTICLE_JA).css(".neighbours a[rel=next]")


def test_a_tag_lists_translations_too(published: Site) -> None:
    entries = published.page("en/tags/sqlite/index.html").css(".h-entry .u-url")
    assert attributes(entries, "href") == [published.address(ARTICLE_EN)]


def test_archives_stamp_the_months_that_were_kept(published: Site) -> None:
    page = published.page("ja/archives/index.html")
    years = page.css(".year")
    assert [year.css_first("h2").text(strip=True) for year in years] == ["2026", "2025"]  # type: ignore[union-attr]
    stamps = [[node.text(strip=True) for node in year.css(".stamps a > [aria-hidden]")] for year in years]
    assert stamps == [["8", "10"], ["12"]]
    assert len(page.css(".stamps li")) == 24
    assert "10か月のうち2か月" in published.text("ja/archives/index.html")
    assert "2 months of 10" in published.text("en/archives/index.html")


def test_slugs_are_never_spelled_in_another_language(published: Site) -> None:
    assert "ja/tags/レビュー/index.html" in published.names
    assert not [name for name in published.names if "rebiyu" in name or "jian-suo" in name]


def test_drafts_and_the_future_are_previewed_and_not_published(published: Site, previewed: Site) -> None:
    drafts = ["drafts/en/from-the-future/index.html", "drafts/ja/not-yet/index.html"]
    assert [name for name in previewed.names if name.startswith("drafts/")] == drafts
    assert not [name for name in published.names if "not-yet" in name or "from-the-future" in name]
    for name in published.names:
        assert "書きかけの文章".encode() not in (published.folder / name).read_bytes(), name
    assert 'content="noindex"' in previewed.text(drafts[1])


def test_without_a_summary_the_first_sentence_stands_in(published: Site) -> None:
    standfirst = published.page("ja/2025/12/slow-reviews/index.html").css_first(".p-summary")
    assert standfirst is not None
    assert standfirst.text(strip=True) == "三日待たせてしまったことがある。"


def test_code_and_tables_scroll_where_the_keyboard_reaches_them(published: Site) -> None:
    for name, table, code in (
        (ARTICLE_JA, "表（横に動かせます）", ["Pythonのコード（横に動かせます）", "コード（横に動かせます）"]),
        (ARTICLE_EN, "", ["SQL code (scrolls sideways)"]),
    ):
        page = published.page(name)
        assert attributes(page.css(".highlight > pre[tabindex='0'][role=group]"), "aria-label") == code
        assert len(page.css(".highlight > pre")) == len(page.css(".highlight > pre[tabindex='0']"))
        assert attributes(page.css(".scroll[tabindex='0'][role=group]"), "aria-label") == ([table] if table else [])


def test_code_without_a_language_is_not_coloured(published: Site) -> None:
    plain = published.page(ARTICLE_JA).css(".highlight code")[-1]
    assert "guess_lang" in plain.text()
    assert not plain.css("span")


def test_what_an_earlier_build_wrote_goes_when_its_post_goes(empty_blog: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    for name in ("2026/08-a-quiet-migration.md", "2025/12-slow-reviews.md"):
        (empty_blog / "2026" / name[5:]).write_bytes((BLOG / name).read_bytes())
    built(empty_blog, output, "pelicanconf.py")
    assert (output / "ja/2025/12/slow-reviews/index.html").is_file()
    (output / "CNAME").write_text("mio.example", encoding="utf-8")
    (empty_blog / "2026/12-slow-reviews.md").unlink()
    built(empty_blog, output, "pelicanconf.py")
    assert not (output / "ja/2025").exists()
    assert (output / "en/2026/08/quiet-migration/index.html").is_file()
    assert (output / "theme/css/site.css").is_file()
    assert (output / "CNAME").is_file(), "what the build did not write stays"


def test_a_blog_without_posts_can_be_built(empty_blog: Path, tmp_path: Path) -> None:
    site = built(empty_blog, tmp_path / "output", "pelicanconf.py")
    assert {"index.html", "ja/archives/index.html", "articles.json", "sitemap.xml", "404.html"} <= set(site.names)


def test_one_stylesheet_and_scripts_of_few_bytes(published: Site) -> None:
    for suffix, most in ((".css", 8 * 1024), (".js", 6 * 1024)):
        files = [published.folder / name for name in published.names if name.endswith(suffix)]
        assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= most
    for name in published.pages:
        assert attributes(published.page(name).css("link[rel=stylesheet]"), "href") == [f"{ADDRESS}/theme/css/site.css"]
