"""The little blog of these tests, built once as it would be published and once as it is previewed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.site.site import BLOG, ROOT, Site, built, gallery

if TYPE_CHECKING:
    from pathlib import Path

sys.path.append(str(ROOT / "plugins"))  # as pelicanconf.py does: plugins are modules of their own


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(BLOG, tmp_path_factory.mktemp("published"), "publishconf.py")


@pytest.fixture(scope="session")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(BLOG, tmp_path_factory.mktemp("previewed"), "pelicanconf.py")


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Our own blog with the posts of the gallery, as it would be published."""
    content = gallery(tmp_path_factory.mktemp("gallery") / "content")
    return built(content, content.with_name("output"), "publishconf.py")


@pytest.fixture
def empty_blog(tmp_path: Path) -> Path:
    """A folder that can be built and has no post yet."""
    content = tmp_path / "content"
    for name in ("2026", "pages", "images", "_responses"):
        (content / name).mkdir(parents=True)
    return content
