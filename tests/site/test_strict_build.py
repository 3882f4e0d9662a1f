"""A build that cannot be whole ends with an error, and says which file is to blame."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from strict_build import left_out, missing_plugins

from tests.site.site import BLOG, ROOT, build

if TYPE_CHECKING:
    from pathlib import Path

POST = """Title: A post
Date: 2026-05-01 09:00 +0900
Lang: en
Slug: a-post
Uid: tag:mio.example,2026:a-post

Some text.
"""


def put(content: Path, text: str, name: str = "2026/05-a-post.md") -> None:
    (content / name).write_text(text, encoding="utf-8")


def answered(**values: object) -> str:
    data = {"type": "feed", "uid": "tag:mio.example,2026:a-post", "url": "", "counts": {}, "children": []}
    return json.dumps(data | values)


def test_a_sound_blog_builds_without_a_word_of_warning(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    code, said = build(empty_blog, tmp_path / "output", "--fatal", "warnings")
    assert code == 0, said


BROKEN_POSTS = {
    "a date that is none": (POST.replace("2026-05-01", "2026-13-40"), "2026/05-a-post.md"),
    "no title": (POST.replace("Title: A post\n", ""), "2026/05-a-post.md"),
    "no uid": (POST.replace("Uid:", "Id:"), "“Uid:”"),
    "no slug": (POST.replace("Slug:", "Name:"), "“Slug:”"),
    "a language nobody set": (POST.replace("Lang: en", "Lang: eo"), "Lang: eo"),
    "a link to no file": (POST + "\n[gone]({filename}04-gone.md)\n", "2026/05-a-post.md: {filename}04-gone.md"),
    "an image that is not there": (
        POST + "\n![gone]({static}/images/gone.png)\n",
        "2026/05-a-post.md: images/gone.png",
    ),
}


@pytest.mark.parametrize(("text", "named"), BROKEN_POSTS.values(), ids=BROKEN_POSTS)
def test_a_post_that_cannot_be_used_fails_the_build(text: str, named: str, empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, text)
    code, said = build(empty_blog, tmp_path / "output")
    assert code != 0
    assert named in said
    assert not (tmp_path / "output/index.html").exists(), "nothing is written of a build that fails"


def test_silence_does_not_hide_a_failure(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, BROKEN_POSTS["a date that is none"][0])
    code, _ = build(empty_blog, tmp_path / "output", "--fatal", "errors", "-q")
    assert code != 0


def test_two_posts_with_one_uid_fail_the_build(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    put(empty_blog, POST.replace("Slug: a-post", "Slug: another"), "2026/06-another.md")
    code, said = build(empty_blog, tmp_path / "output")
    assert code != 0
    assert "2026/05-a-post.md, 2026/06-another.md" in said


def test_two_posts_at_one_address_fail_the_build(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    put(empty_blog, POST.replace("Uid: tag:mio.example,2026:a-post", "Uid: tag:mio.example,2026:b"), "2026/06-b.md")
    code, said = build(empty_blog, tmp_path / "output")
    assert code != 0
    assert "“Slug: a-post (en)”" in said


BROKEN_RESPONSES = {
    "no JSON": ("{", "no JSON"),
    "a list": ("[]", "no list of responses"),
    "no children": (answered(children=None), "no list of responses"),
    "an unknown kind": (answered(children=[{"id": "c1", "kind": "shout"}]), "shout"),
    "an article that is not ours": (answered(uid="tag:elsewhere.example,2026:x"), "tag:elsewhere.example,2026:x"),
}


@pytest.mark.parametrize(("text", "named"), BROKEN_RESPONSES.values(), ids=BROKEN_RESPONSES)
def test_a_broken_file_of_responses_fails_the_build(text: str, named: str, empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    put(empty_blog, text, "_responses/a-post.json")
    code, said = build(empty_blog, tmp_path / "output")
    assert code != 0
    assert "_responses/a-post.json" in said
    assert named in said


def test_no_responses_at_all_is_fine(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    shutil.rmtree(empty_blog / "_responses")
    code, said = build(empty_blog, tmp_path / "output")
    assert code == 0, said


BROKEN_PLUGINS = {
    "is not there": None,
    "cannot be imported": "import a_module_that_nobody_wrote",
    "raises while imported": "raise ValueError('broken')",
    "raises while registered": "def register():\n    raise ValueError('broken')",
}


@pytest.mark.parametrize("source", BROKEN_PLUGINS.values(), ids=BROKEN_PLUGINS)
def test_a_plugin_that_cannot_be_used_fails_the_build(source: str | None, empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    plugins = tmp_path / "more"
    plugins.mkdir()
    if source is not None:
        (plugins / "broken_one.py").write_text(source, encoding="utf-8")
    settings = tmp_path / "settings.py"
    settings.write_text(
        f"import sys\nsys.path.append({str(ROOT)!r})\nfrom pelicanconf import *\n"
        f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}, {str(plugins)!r}]\nPLUGINS = [*PLUGINS, 'broken_one']\n",
        encoding="utf-8",
    )
    code, said = build(empty_blog, tmp_path / "output", settings=settings)
    assert code != 0
    assert "broken_one" in said or "broken" in said
    assert not (tmp_path / "output").exists()


def test_a_template_that_names_what_is_not_there_fails_the_build(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    page = theme / "templates/_entry.html"
    page.write_text(page.read_text(encoding="utf-8") + "{{ article.titel }}", encoding="utf-8")
    code, said = build(empty_blog, tmp_path / "output", "-t", str(theme))
    assert code != 0
    assert "titel" in said
    assert f"_entry.html, line {page.read_text(encoding='utf-8').count(chr(10)) + 1}: " in said


def test_a_template_that_cannot_be_read_fails_the_build_and_is_named(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    page = theme / "templates/_entry.html"
    page.write_text("\n\n{% if %}", encoding="utf-8")
    code, said = build(empty_blog, tmp_path / "output", "-t", str(theme))
    assert code != 0
    assert "_entry.html, line 3: " in said


def test_a_template_that_is_not_there_fails_the_build_as_it_did(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "templates/_entry.html").unlink()
    code, said = build(empty_blog, tmp_path / "output", "-t", str(theme))
    assert code != 0
    assert "_entry.html" in said


def test_a_word_that_the_theme_lacks_fails_the_build(empty_blog: Path, tmp_path: Path) -> None:
    put(empty_blog, POST)
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    words = theme / "words.toml"
    words.write_text(words.read_text(encoding="utf-8").replace('skip = "Skip to the text"\n', ""), encoding="utf-8")
    code, said = build(empty_blog, tmp_path / "output", "-t", str(theme))
    assert code != 0
    assert "no “skip” under [en]" in said


def test_the_blog_of_the_other_tests_is_sound(tmp_path: Path) -> None:
    code, said = build(BLOG, tmp_path / "output", "--fatal", "warnings", settings=ROOT / "publishconf.py")
    assert code == 0, said


def test_a_plugin_is_known_by_its_short_and_its_full_name() -> None:
    assert missing_plugins(["sitemap", "ours"], ["pelican.plugins.sitemap", "ours"]) == []
    assert missing_plugins(["ours", "gone"], ["ours"]) == ["gone"]


def test_what_pelican_marks_as_unread_is_left_out() -> None:
    assert left_out({"b.md": None, "a.md": None, "c.md": object()}) == ["a.md", "b.md"]
