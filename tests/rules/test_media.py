from __future__ import annotations

import pytest

from tracker.rules.media import FOR_A_DAY, FOR_GOOD, FOR_MINUTES, cache_control, media_type


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/INDEX.HTM", "text/html; charset=utf-8"),
        ("feeds/ja.atom.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("articles.json", "application/json; charset=utf-8"),
        ("theme/js/scheme.js", "text/javascript; charset=utf-8"),
        ("images/風.svg", "image/svg+xml; charset=utf-8"),
        ("images/a.avif", "image/avif"),
        ("f.woff2", "font/woff2"),
        ("CNAME", "text/plain; charset=utf-8"),
        (".nojekyll", "text/plain; charset=utf-8"),
        ("a.d/_headers", "text/plain; charset=utf-8"),
        ("what.xyz", "application/octet-stream"),
    ],
)
def test_what_a_file_is(name: str, kind: str) -> None:
    assert media_type(name) == kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("index.html", FOR_MINUTES),
        ("a.3f2a9c01/index.html", FOR_MINUTES),
        ("a.3f2a9c01.html", FOR_MINUTES),
        ("feeds/ja.atom.xml", FOR_MINUTES),
        ("_headers", FOR_MINUTES),
        ("theme/css/site.css", FOR_MINUTES),
        ("theme/css/site.3f2a9c01.css", FOR_GOOD),
        ("images/wave.932f6200-480.webp", FOR_GOOD),
        ("covers/two-character-search-ja.932f6200.png", FOR_GOOD),
        ("images/wave.png", FOR_A_DAY),
        ("images/menu-cafe2026.png", FOR_A_DAY),
        ("report.20261101.pdf", FOR_A_DAY),
        ("a.deadbeef.png", FOR_A_DAY),
    ],
)
def test_how_long_it_may_be_kept(name: str, kept: str) -> None:
    assert cache_control(name) == kept
