from __future__ import annotations

import os
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules.writing.texts import HEAD
from tracker.content import Content
from tracker.errors import NoContent, NoSuchPost

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "Title: About\nLang: en\nSlug: about\n\nText.\n"


def written(site: Path, files: Mapping[str, str | bytes]) -> Content:
    for name, text in files.items():
        file = site / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Content.of(site, UTC)


def test_posts_and_pages_are_told_apart(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        {
            "2026/10-a.md": HEAD + "\nText.",
            "pages/about.md": PAGE,
            "images/note.md": "no text of ours",
            "_responses/a.md": "nor this",
            ".drafts/b.md": "nor this",
            "2026/.hidden.md": "nor this",
            "images/a.png": b"\x89PNG",
        },
    )
    assert [(one.name, one.page) for one in found.manuscripts] == [("2026/10-a.md", False), ("pages/about.md", True)]
    assert [one.name for one in found.posts] == ["2026/10-a.md"]
    assert set(found.files) == {
        *("2026/10-a.md", "pages/about.md", "images/note.md", "_responses/a.md", "images/a.png"),
    }


def test_what_cannot_be_read_is_kept_with_the_reason(tmp_path: Path) -> None:
    found = written(tmp_path, {"a.md": "検索".encode("cp932"), "b.md": b"\0", "c.md": b"a" * 2_000_000, "d.md": HEAD})
    (tmp_path / "content/e.md").symlink_to("nowhere")
    found = Content.of(tmp_path, UTC)
    assert [[remark.rule for remark in one.remarks] for one in found.texts] == [
        ["file-encoding"],
        ["file-binary"],
        ["file-size"],
        [],
        ["file-unreadable"],
    ]
    assert [one.name for one in found.manuscripts] == ["c.md", "d.md"]


def test_a_site_without_texts(tmp_path: Path) -> None:
    with pytest.raises(NoContent, match="content"):
        Content.of(tmp_path, UTC)
    assert Content.of(tmp_path, UTC, begun=False).texts == ()


def test_a_post_is_named_as_one_likes(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        {"2026/10-a.md": HEAD, "2026/10-a.ja.md": HEAD.replace("Lang: en", "Lang: ja"), "pages/about.md": PAGE},
    )
    both = ("2026/10-a.ja.md", "2026/10-a.md")
    assert found.named("content/2026/10-a.md", tmp_path) == ("2026/10-a.md",)
    assert found.named("10-a.md", tmp_path / "content/2026") == ("2026/10-a.md",)
    assert found.named(str(tmp_path / "content/pages"), Path("/")) == ("pages/about.md",)
    assert found.named("2026/10-a.md", Path("/")) == ("2026/10-a.md",)
    assert found.named("a-post", tmp_path) == both
    assert found.named("2026/10-a", tmp_path) == both
    assert found.named(".", tmp_path) == found.named("content", tmp_path) == (*both, "pages/about.md")
    with pytest.raises(NoSuchPost) as caught:
        found.named("a-pots", tmp_path)
    assert "Near it: a-post." in caught.value.hint
    with pytest.raises(NoSuchPost) as caught:
        found.named("post", tmp_path)
    assert "Near it: a-post." in caught.value.hint
    with pytest.raises(NoSuchPost):
        found.named("../../etc/passwd", tmp_path)


def test_pictures_are_looked_at_by_their_first_bytes(tmp_path: Path) -> None:
    found = written(tmp_path, {"images/a.svg": '<svg width="3" height="4">', "images/b.png": ""})
    seen = found.picture("images/a.svg")
    assert seen is not None
    assert (seen.size, seen.width, seen.height, seen.known) == (26, 3, 4, True)
    assert found.picture("images/none.png") is None
    if os.geteuid():
        (tmp_path / "content/images/b.png").chmod(0)
        assert found.picture("images/b.png") is None
