"""What pages say of themselves to machines, held against what people see on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.site import ADDRESS, ARTICLE_EN, ARTICLE_JA, BLOG, Site, attributes, built

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser

POST = """Title: {title}
Date: 2026-05-01 09:00 +0900
Lang: en
Slug: a-post
Uid: tag:mio.example,2026:a-post
Summary: {summary}
{more}
Some text.
"""
PAGE = "en/2026/05/a-post/index.html"


def made(blog: Path, title: str = "A post", summary: str = "In short.", line: str = "", **more: object) -> Site:
    text = POST.format(title=title, summary=summary, more=f"{line}\n")
    (blog / "2026/05-a-post.md").write_text(text, encoding="utf-8")
    return built(blog, blog.parent / "output", "publishconf.py", **more)


def linked(page: LexborHTMLParser) -> dict[str, dict[str, Any]]:
    """What the JSON-LD of a page says, by type."""
    (script,) = page.css('script[type="application/ld+json"]')
    data = json.loads(script.text())
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def meta(page: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in page.css("meta[property], meta[name]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        found.setdefault(name, []).append(node.attributes.get("content") or "")
    return found


def text(page: LexborHTMLParser, css: str) -> str:
    node = page.css_first(css)
    assert node is not None
    return str(node.text(strip=True))


def described(site: Site) -> list[str]:
    return site.listed


# --- JSON-LD ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [ARTICLE_JA, ARTICLE_EN, "ja/2025/12/slow-reviews/index.html"])
def test_what_a_post_says_is_what_its_page_shows(published: Site, name: str) -> None:
    page = published.page(name)
    said = linked(page)["BlogPosting"]
    assert said["headline"] == text(page, "h1")
    assert said["description"] == text(page, ".p-summary")
    assert said["url"] == said["@id"] == published.address(name)
    assert said["identifier"] == attributes(page.css(".u-uid"), "value")[0]
    assert said["inLanguage"] == attributes(page.css("html"), "lang")[0]
    assert said["author"]["name"] == text(page, ".p-author")
    assert said["author"]["url"] == attributes(page.css(".p-author"), "href")[0]
    assert said["datePublished"] == attributes(page.css("article > header .dt-published"), "datetime")[0]
    updated = attributes(page.css("article > header .dt-updated"), "datetime")
    assert said["dateModified"] == (updated or [said["datePublished"]])[0]
    assert said["keywords"] == [node.text(strip=True) for node in page.css(".p-category")]
    assert said.get("sameAs", []) == attributes(page.css(".u-syndication"), "href")
    assert set(said["author"]["sameAs"]) == set(attributes(page.css("link[rel=me]"), "href"))
    target = published.target(name, said["image"])
    assert target
    assert target[0] in published.names


def test_an_original_and_its_translation_know_each_other(published: Site) -> None:
    original = linked(published.page(ARTICLE_JA))["BlogPosting"]
    translation = linked(published.page(ARTICLE_EN))["BlogPosting"]
    assert [one["@id"] for one in original["workTranslation"]] == [translation["@id"]]
    assert [one["@id"] for one in translation["translationOfWork"]] == [original["@id"]]
    assert "translationOfWork" not in original
    assert original["workTranslation"][0]["inLanguage"] == "en"


def test_the_way_to_a_page_can_be_walked(published: Site) -> None:
    for name in described(published):
        trail = linked(published.page(name)).get("BreadcrumbList")
        if name in ("index.html", "en/index.html"):
            assert trail is None
            continue
        assert trail
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        targets = [published.target(name, step["item"]) for step in steps]
        assert [target[0] for target in targets if target and target[0] in published.names][-1] == name
        assert all(target and target[0] in published.names for target in targets), name
        lang = name.partition("/")[0]
        assert targets[0] == ("index.html" if lang == "ja" else f"{lang}/index.html", "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "Blog"),
        ("en/index.html", "Blog"),
        ("ja/archives/index.html", "CollectionPage"),
        ("ja/tags/index.html", "CollectionPage"),
        ("ja/tags/検索/index.html", "CollectionPage"),
        ("ja/about/index.html", "ProfilePage"),
        ("ja/privacy/index.html", "WebPage"),
    ],
)
def test_a_page_says_what_kind_it_is(published: Site, name: str, kind: str) -> None:
    page = published.page(name)
    said = linked(page)[kind]
    assert said["name"] == text(page, "h1")
    assert (said.get("author") or said["mainEntity"])["@type"] == "Person"


def test_nothing_that_a_post_says_ends_the_element_it_stands_in(empty_blog: Path) -> None:
    title = "</script><script>alert(1)</script> & <!-- \u2028 “quotes” \\"
    site = made(empty_blog, title=title)
    page = site.page(PAGE)
    assert len(page.css("script[type='application/ld+json']")) == 1
    assert linked(page)["BlogPosting"]["headline"] == title
    assert meta(page)["og:title"] == [title]


# --- Open Graph -------------------------------------------------------------------------------------


def test_a_link_to_a_post_is_shown_with_what_it_says(published: Site) -> None:
    said = meta(published.page(ARTICLE_JA))
    assert {
        name: values for name, values in said.items() if name.startswith(("og:", "article:")) and "image" not in name
    } == {
        "og:type": ["article"],
        "og:title": ["二文字のことばが見つからない"],
        "og:url": [published.address(ARTICLE_JA)],
        "og:site_name": ["余白の記録"],
        "og:description": said["description"],
        "og:locale": ["ja_JP"],
        "og:locale:alternate": ["en_US"],
        "article:published_time": ["2026-10-14T08:30:00+09:00"],
        "article:modified_time": ["2026-10-20T21:05:00+09:00"],
        "article:tag": ["検索", "日本語", "SQLite"],
    }
    assert said["twitter:card"] == ["summary_large_image"]
    assert [said[f"og:image:{name}"] for name in ("width", "height", "type", "alt")] == [
        ["1200"],
        ["630"],
        ["image/png"],
        ["二文字のことばが見つからない"],
    ]


def test_every_page_says_its_canonical_address(published: Site) -> None:
    for name in described(published):
        page = published.page(name)
        canonical = attributes(page.css("link[rel=canonical]"), "href")
        assert meta(page)["og:url"] == canonical, name
        assert next(iter(linked(page).values()))["url"] == canonical[0], name


def test_mastodon_is_told_whom_to_name(empty_blog: Path) -> None:
    assert meta(made(empty_blog).page(PAGE))["fediverse:creator"] == ["@mio@social.example"]
    assert "fediverse:creator" not in meta(made(empty_blog, FEDIVERSE_CREATOR="").page(PAGE))


def test_what_is_not_published_describes_itself_to_nobody(previewed: Site) -> None:
    for name in ("drafts/ja/not-yet/index.html", "404.html", "ja/search/index.html"):
        page = previewed.page(name)
        assert not page.css('script[type="application/ld+json"], meta[property], link[rel=canonical]'), name
        assert meta(page)["robots"] == ["noindex"]


def test_a_post_without_a_word_before_its_text_says_nothing_of_it(empty_blog: Path) -> None:
    (empty_blog / "2026/05-a-post.md").write_text(
        POST.format(title="A post", summary="", more="").replace("Summary: \n", "").replace("Some text.", "- a\n- b"),
        encoding="utf-8",
    )
    page = built(empty_blog, empty_blog.parent / "output", "publishconf.py").page(PAGE)
    assert "og:description" not in meta(page)
    assert "description" not in linked(page)["BlogPosting"]


def test_a_hidden_post_is_written_whole(empty_blog: Path) -> None:
    page = made(empty_blog, line="Status: hidden").page(PAGE)
    assert linked(page)["BlogPosting"]["headline"] == "A post"


# --- whom the author reads --------------------------------------------------------------------------

ROLL = [
    {"name": "Kazuhisa", "url": "https://kazuhisa.example.jp/", "feed": "https://kazuhisa.example.jp/feed"},
    {"name": "<Liv> & Co", "url": "https://liv.example/", "feed": "https://liv.example/atom.xml?a=1&b=2"},
]


def outlines(site: Site) -> list[dict[str, str]]:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - needed here alone

    root = ET.fromstring(site.text("blogroll.opml"))  # noqa: S314 - our own file
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "余白の記録"
    return [dict(node.attrib) for node in root.iter("outline")]


def test_whom_the_author_reads_is_published_only_when_it_is_wished(published: Site, empty_blog: Path) -> None:
    assert "blogroll.opml" not in published.names
    assert not published.page("index.html").css("link[rel=blogroll]")
    (empty_blog / "_targets.json").write_text(json.dumps(ROLL), encoding="utf-8")
    site = made(empty_blog)
    assert [one["text"] for one in outlines(site)] == ["<Liv> & Co", "Kazuhisa"]
    assert outlines(site)[0]["xmlUrl"] == ROLL[1]["feed"]
    assert attributes(site.page("index.html").css("link[rel=blogroll]"), "href") == [f"{ADDRESS}/blogroll.opml"]


def test_a_list_of_another_reader_can_be_put_there(empty_blog: Path) -> None:
    (empty_blog / "_targets.opml").write_text(
        '<opml version="1.0"><body><outline text="Folder"><outline title="Liv" xmlUrl="https://liv.example/atom.xml" '
        'htmlUrl="https://liv.example/" secret="note"/></outline></body></opml>',
        encoding="utf-8",
    )
    (only,) = outlines(made(empty_blog))
    assert only == {
        "type": "rss",
        "text": "Liv",
        "title": "Liv",
        "xmlUrl": "https://liv.example/atom.xml",
        "htmlUrl": "https://liv.example/",
    }


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("_targets.json", "{"),
        ("_targets.json", "{}"),
        ("_targets.json", '["Liv"]'),
        ("_targets.json", '[{"name": "Liv", "url": "https://liv.example/"}]'),
        ("_targets.json", '[{"name": "", "url": "https://liv.example/", "feed": "https://liv.example/"}]'),
        ("_targets.json", '[{"name": "Liv", "url": "javascript:alert(1)", "feed": "https://liv.example/"}]'),
        ("_targets.opml", "<opml"),
        ("_targets.opml", '<opml><body><outline text="Liv" xmlUrl="file:///etc/passwd"/></body></opml>'),
    ],
)
def test_a_list_that_is_none_fails_the_build(empty_blog: Path, file: str, said: str) -> None:
    from blogroll import TargetsUnreadable  # noqa: PLC0415 - a plugin, found once a blog was built

    (empty_blog / file).write_text(said, encoding="utf-8")
    with pytest.raises(TargetsUnreadable, match=f"^{file} should list"):
        made(empty_blog)


def test_the_blog_of_these_tests_names_its_targets_nowhere() -> None:
    assert not list(BLOG.glob("_targets.*"))
