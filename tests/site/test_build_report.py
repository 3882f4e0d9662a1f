"""What a build tells other programs it did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.quick import Blog

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog.begun(tmp_path / "blog")


def report(blog: Blog) -> Any:  # noqa: ANN401 - JSON
    (path,) = blog.cache.glob("outputs/*/report.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["output"] == str(blog.output)
    return said


def test_what_was_added_changed_and_removed_is_said(blog: Blog) -> None:
    blog.build()
    said = report(blog)
    assert said["added"] == blog.site().names
    assert (said["changed"], said["removed"], said["files"]) == ([], [], len(blog.site().names))
    blog.build()
    assert not any(report(blog)[name] for name in ("added", "changed", "removed"))
    blog.write(0, more="Summary: Another.")
    blog.path(3).unlink()
    blog.write(2, lang="ja")
    blog.build()
    said = report(blog)
    assert [name for name in said["added"] if name.endswith(".html")] == ["ja/2026/03/post-2/index.html"]
    assert [name for name in said["removed"] if name.endswith(".html")] == ["en/2026/04/post-3/index.html"]
    assert {"en/2026/01/post-0/index.html", "articles.json", "sitemap.xml"} <= {*said["changed"]}
    assert said["pages"]["untold"] == []


def test_every_public_post_tells_where_it_links(blog: Blog) -> None:
    blog.write(0, text="[a](https://far.example/?a=1&b=2) <https://mio.example/own/> [b](https://far.example/?a=1&b=2)")
    blog.write(2, more="Status: draft", text="[c](https://secret.example/)")
    blog.build()
    articles = report(blog)["articles"]
    assert [article["source"] for article in articles] == [
        "2026/03-post.en.md",
        "2026/01-post.ja.md",
        "2026/01-post.en.md",
        "2026/00-post.en.md",
    ]
    assert articles[-1] == {
        "uid": "tag:mio.example,2026:post-0-en",
        "url": "https://mio.example/en/2026/01/post-0/",
        "source": "2026/00-post.en.md",
        "file": "en/2026/01/post-0/index.html",
        "lang": "en",
        "links": ["https://far.example/?a=1&b=2"],
    }


def test_it_is_not_published(blog: Blog) -> None:
    blog.build()
    assert not [name for name in blog.site().names if "report" in name or name.startswith(".")]


def test_a_build_that_fails_leaves_the_last_report(blog: Blog) -> None:
    blog.build()
    before = report(blog)
    blog.write(0, text="[gone]({filename}gone.md)")
    with pytest.raises(Exception, match=r"gone\.md"):
        blog.build()
    assert report(blog) == before
