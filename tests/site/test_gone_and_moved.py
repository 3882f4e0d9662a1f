"""Posts that were taken down, and posts that moved: what stands where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import html5lib
import pytest

from tests.site.site import ADDRESS, ARTICLE_JA, Site, attributes, build, built

if TYPE_CHECKING:
    from pathlib import Path

POST = """Title: {title}
Date: 2026-05-0{day} 09:00 +0900
Lang: en
Slug: post-{day}
Uid: tag:mio.example,2026:post-{day}
Tags: One
{more}
{text}
"""
REGRETTED = "What its author no longer wants to have said."
GONE = "en/2026/05/post-1/index.html"


def write(blog: Path, day: int, text: str = "Some text.", *more: str) -> None:
    lines = "".join(f"{line}\n" for line in more)
    (blog / f"2026/05-{day}.md").write_text(
        POST.format(day=day, title=f"Post {day}", more=lines, text=text), encoding="utf-8"
    )


def made(blog: Path, settings: str = "publishconf.py") -> Site:
    return built(blog, blog.parent / "output", settings)


def status(site: Site, name: str) -> list[str]:
    return attributes(site.page(name).css('meta[http-equiv="Status"]'), "content")


@pytest.fixture
def blog(empty_blog: Path) -> Path:
    """A post that is gone, and one that is not."""
    write(empty_blog, 1, REGRETTED, "Status: gone")
    write(empty_blog, 2)
    return empty_blog


# --- gone -------------------------------------------------------------------------------------------


def test_where_a_post_was_a_page_says_that_it_is_gone(blog: Path) -> None:
    site = made(blog)
    assert status(site, GONE) == ["410 Gone"]
    page = site.page(GONE)
    assert [node.text(strip=True) for node in page.css("h1")] == ["This post was taken down"]
    assert attributes(page.css("html"), "lang") == ["en"]
    assert attributes(page.css('meta[name="robots"]'), "content") == ["noindex"]
    html5lib.HTMLParser(strict=True).parse(site.text(GONE))


def test_nothing_of_a_post_that_is_gone_is_published(blog: Path) -> None:
    site = made(blog)
    for name in (name for name in site.names if not name.startswith(".")):
        data = (site.folder / name).read_bytes()
        assert REGRETTED.encode() not in data, name
        assert b"Post 1" not in data, name
        assert name == GONE or b"post-1" not in data, name


def test_a_post_that_is_gone_is_no_entry(blog: Path) -> None:
    page = made(blog).page(GONE)
    assert not page.css(".h-entry, .e-content, meta[property], link[rel=canonical], script[type]")


def test_no_link_of_the_site_leads_to_what_is_gone(blog: Path) -> None:
    (blog / "_gone.toml").write_text('[[gone]]\nurl = "/ja/2026/05/older/"\n', encoding="utf-8")
    site = made(blog)
    tombs = {GONE, "ja/2026/05/older/index.html"}
    assert {name for name in site.pages if status(site, name)} == tombs
    for name in set(site.pages) - tombs:
        page = site.page(name)
        hrefs = attributes(page.css("[href]"), "href") + attributes(page.css("[src]"), "src")
        assert not [href for href in hrefs if (site.target(name, href) or ("",))[0] in tombs], name


def test_a_post_whose_file_is_no_more_is_named_in_a_list(empty_blog: Path) -> None:
    write(empty_blog, 2)
    addresses = ["/ja/2026/05/older/", f"{ADDRESS}/en/2025/01/first", "/2024/old.html"]
    (empty_blog / "_gone.toml").write_text("".join(f'[[gone]]\nurl = "{one}"\n' for one in addresses), encoding="utf-8")
    site = made(empty_blog)
    found = {name: attributes(site.page(name).css("html"), "lang") for name in site.pages if status(site, name)}
    assert found == {
        "ja/2026/05/older/index.html": ["ja"],
        "en/2025/01/first/index.html": ["en"],
        "2024/old.html": ["ja"],
    }
    assert "older" not in site.text("sitemap.xml")


def test_older_addresses_of_a_post_go_with_it(empty_blog: Path) -> None:
    write(empty_blog, 1, REGRETTED, "Status: gone", "Aliases: /2024/old.html, https://elsewhere.example/old.html")
    site = made(empty_blog)
    assert status(site, "2024/old.html") == status(site, GONE) == ["410 Gone"]
    assert "_redirects" not in site.names


def test_a_translation_may_stay_when_its_original_goes(empty_blog: Path) -> None:
    write(empty_blog, 1, REGRETTED, "Status: gone")
    text = (empty_blog / "2026/05-1.md").read_text(encoding="utf-8")
    other = (
        text.replace("Lang: en", "Lang: ja").replace("post-1\nTags", "post-1-ja\nTags").replace("Status: gone\n", "")
    )
    (empty_blog / "2026/05-1.ja.md").write_text(other.replace(REGRETTED, "本文。"), encoding="utf-8")
    site = made(empty_blog)
    assert status(site, GONE) == ["410 Gone"]
    page = site.page("ja/2026/05/post-1/index.html")
    assert page.css(".e-content")
    assert not page.css("link[hreflang=en]:not([type])")


def test_a_preview_says_so_too(blog: Path) -> None:
    assert status(made(blog, "pelicanconf.py"), GONE) == ["410 Gone"]


@pytest.mark.parametrize(
    "link",
    [
        "{filename}05-1.md",
        "{filename}/2026/05-1.md#there",
        "/en/2026/05/post-1/",
        "../post-1/",
        f"{ADDRESS}/en/2026/05/post-1/#there",
        "/ja/2026/05/older/",
    ],
)
def test_a_text_that_leads_to_what_is_gone_fails_the_build(blog: Path, link: str) -> None:
    (blog / "_gone.toml").write_text('[[gone]]\nurl = "/ja/2026/05/older/"\n', encoding="utf-8")
    write(blog, 2, f"See [this]({link}).")
    code, said = build(blog, blog.parent / "output")
    assert code != 0
    assert f"2026/05-2.md: {link}" in said
    assert not (blog.parent / "output/index.html").exists()


@pytest.mark.parametrize(
    "said", ["[[gone", "gone = 3", "[[gone]]", "[[gone]]\nurl = 3", '[[gone]]\nurl = "/a/"\nwhy = "x"', "more = 1"]
)
def test_a_list_that_cannot_be_read_fails_the_build(empty_blog: Path, said: str) -> None:
    (empty_blog / "_gone.toml").write_text(said, encoding="utf-8")
    code, log = build(empty_blog, empty_blog.parent / "output")
    assert code != 0
    assert "_gone.toml should say [[gone]]" in log


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://elsewhere.example/a/", "is no page of this site"),
        ("/a/%2e%2e/%2e%2e/b/", "is no page of this site"),
        ("/images/a.png", "is no page of this site"),
        ("/en/2026/05/post-2/", "is there all the same"),
        ("/", "is there all the same"),
        ("/ja/archives/index.html", "is there all the same"),
    ],
)
def test_what_cannot_be_gone_fails_the_build(blog: Path, address: str, why: str) -> None:
    (blog / "_gone.toml").write_text(f'[[gone]]\nurl = "{address}"\n', encoding="utf-8")
    code, said = build(blog, blog.parent / "output")
    assert code != 0
    assert why in said


# --- moved ------------------------------------------------------------------------------------------


def test_an_older_address_leads_to_the_post(published: Site) -> None:
    assert published.redirects == ["ja/2026/10/nimoji/index.html"]
    page = published.page("ja/2026/10/nimoji/index.html")
    now = published.address(ARTICLE_JA)
    assert attributes(page.css("link[rel=canonical]"), "href") == [now]
    assert attributes(page.css("meta[http-equiv=refresh]"), "content") == [f"0; url={now}"]
    assert attributes(page.css("a"), "href") == [now]
    html5lib.HTMLParser(strict=True).parse(published.text("ja/2026/10/nimoji/index.html"))


def test_an_older_address_leads_there_in_a_preview_too(previewed: Site) -> None:
    name = "ja/2026/10/nimoji/index.html"
    (said,) = attributes(previewed.page(name).css("meta[http-equiv=refresh]"), "content")
    url = said.partition("url=")[2]
    assert urljoin(previewed.address(name), url) == previewed.address(ARTICLE_JA)
    assert not url.startswith(("/", "http"))


def test_hosts_that_read_redirects_are_told(published: Site, empty_blog: Path) -> None:
    assert published.text("_redirects") == "/ja/2026/10/nimoji/ /ja/2026/10/two-character-words/ 301\n"
    write(empty_blog, 1)
    assert "_redirects" not in made(empty_blog).names


def test_addresses_of_other_times_are_answered(empty_blog: Path) -> None:
    write(
        empty_blog, 1, "Some text.", f"Aliases: /2024/old.html, old, {ADDRESS}/日本語/, /blog.php, /en/2026/05/post-1/"
    )
    site = made(empty_blog)
    assert site.redirects == ["2024/old.html", "old/index.html", "日本語/index.html"]
    assert [line.split()[0] for line in site.text("_redirects").splitlines()] == [
        "/2024/old.html",
        "/blog.php",
        "/old",
        "/%E6%97%A5%E6%9C%AC%E8%AA%9E/",
    ]


def test_pages_that_lead_on_are_in_no_list(published: Site) -> None:
    for name in ("sitemap.xml", "feeds/ja.atom.xml", "index.html"):
        assert "nimoji/" not in published.text(name).replace("older_urls", ""), name


def test_a_page_that_leads_on_goes_when_its_alias_goes(empty_blog: Path) -> None:
    write(empty_blog, 1, "Some text.", "Aliases: /old/")
    assert "old/index.html" in made(empty_blog).names
    write(empty_blog, 1)
    assert not [name for name in made(empty_blog).names if name.startswith(("old", "_redirects"))]


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("/a/%2e%2e/%2e%2e/%2e%2e/b/", "leads out of the site"),
        ("/en/2026/05/post-2/", "is the address of a page of this site"),
        ("/", "is the address of a page of this site"),
        ("/taken/", "is the address of 2026/05-2.md"),
    ],
)
def test_an_address_that_cannot_be_an_older_one_fails_the_build(empty_blog: Path, alias: str, why: str) -> None:
    write(empty_blog, 2, "Some text.", "Aliases: /taken/")
    write(empty_blog, 1, "Some text.", f"Aliases: {alias}")
    code, said = build(empty_blog, empty_blog.parent / "output")
    assert code != 0
    assert why in said
    assert not (empty_blog.parent / "output/index.html").exists()
