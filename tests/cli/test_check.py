"""`enishi check`, as it is typed: what holds a site back, what does not, and what is said about it."""

from __future__ import annotations

import os
import shutil
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.programs.test_git_history import git
from tests.servers import Reply, Request, serve

if TYPE_CHECKING:
    from tests.cli.desk import Desk, Said

ROOT = Path(__file__).parents[2]
HEAD = """Title: A post
Date: 2026-10-14 08:30 +0900
Lang: en
Slug: a-post
Uid: tag:mio.example,2026:a-post-en
Tags: databases
Summary: What it is about.
"""
POST = HEAD + "\nI was wrong about locks. How do you notice one?\n"


@pytest.fixture
def empty(empty: Desk) -> Desk:
    """A desk whose site was built without a post."""
    empty.list_nothing()
    return empty


def write(desk: Desk, text: str | bytes, name: str = "2026/10-a-post.md") -> Path:
    file = desk.blog / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def rules(said: Said) -> list[tuple[str, str, int]]:
    """Errors and warnings: rule, file below content/, line."""
    found = [row for row in said.rows if row["severity"] != "note"]
    return [(row["rule"], row["file"].removeprefix("content/"), row["line"]) for row in found]


def held_back(desk: Desk, *wanted: tuple[str, int], name: str = "2026/10-a-post.md") -> Said:
    """Check, once for programs and once for eyes; the site is held back by what is wanted in one file."""
    told = desk.type("check --json")
    assert told.code == 7
    assert [one for one in rules(told) if one[1] == name] == [(rule, name, line) for rule, line in wanted]
    assert told.error["code"] == "PostsHeldBack"
    shown = desk.type("check")
    assert shown.code == 7
    for rule, line in wanted:
        place = f"content/{name}:{line}" if line else f"content/{name}"
        assert f"✗ {place}: " in shown.out or f"! {place}: " in shown.out
        assert f"[{rule}]" in shown.out
    assert "    → " in shown.out
    assert "hold" in shown.err
    return told


def test_the_starter_is_in_order(empty: Desk) -> None:
    for name in ("content", "pelicanconf.py", "publishconf.py"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, empty.blog / name)
    said = empty.type("check --strict")
    assert (said.code, said.err) == (0, "")
    assert said.out == "6 posts, 4 pages: all in order.\n"


def test_a_post_that_is_fine(empty: Desk) -> None:
    write(empty, POST)
    said = empty.type("check")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "1 post, 0 pages: all in order."
    assert "· No post is out or scheduled this month" in said.out


BROKEN = {
    "a date that is none": (HEAD.replace("2026-10-14", "2026-13-40"), [("date", 2)]),
    "no title": (HEAD.replace("Title: A post\n", ""), [("key-missing", 1)]),
    "a name that is mistyped": (HEAD.replace("Title:", "Titel:"), [("key-missing", 1), ("key-unknown", 1)]),
    "no colon": (
        HEAD.replace("Date: ", "Date "),
        [("key-empty", 1), *[("key-missing", 1)] * 4, ("head-line", 2)],
    ),
    "a language nobody set": (HEAD.replace("Lang: en", "Lang: eo"), [("lang", 3)]),
    "a slug that is none": (HEAD.replace("Slug: a-post", "Slug: A post!"), [("slug", 4)]),
    "no uid": (HEAD.replace("Uid: tag:mio.example,2026:a-post-en\n", ""), [("key-missing", 1)]),
    "an empty uid": (HEAD.replace("tag:mio.example,2026:a-post-en", ""), [("key-missing", 5)]),
    "a status that is none": (HEAD + "Status: darft\n", [("status", 8)]),
    "a line twice": (HEAD + "Slug: other\n", [("key-twice", 8)]),
    "a list as in YAML": (
        HEAD.replace("Tags: databases", "Tags:\n  - databases"),
        [("key-empty", 1), ("key-empty", 6), ("head-line", 7)],
    ),
    "a list in brackets": (HEAD.replace("databases", "[databases]"), [("key-list", 6)]),
    "no front matter": ("", [("head-missing", 1)]),
    "front matter as in TOML": ('+++\ntitle = "A post"\n+++\n', [("head-missing", 1)]),
}


@pytest.mark.parametrize(("head", "wanted"), BROKEN.values(), ids=BROKEN)
def test_front_matter_that_is_broken(head: str, wanted: list[tuple[str, int]], empty: Desk) -> None:
    write(empty, head + "\nI was wrong. How about you?\n")
    told = rules(empty.type("check --json"))
    assert [(rule, line) for rule, _name, line in told] == sorted(wanted, key=lambda one: (one[1], one[0]))
    held_back(empty, *[(rule, line) for rule, _name, line in told])


def test_a_post_of_5_mb_is_refused_quickly(empty: Desk) -> None:
    write(empty, POST + "A long line of text. " * 250_000)
    started = time.perf_counter()
    held_back(empty, ("file-size", 0))
    assert time.perf_counter() - started < 20


def test_missing_images(empty: Desk) -> None:
    write(empty, "<svg>", "images/there.svg")
    write(empty, POST + "\n![Said]({static}/images/gone.png)\n![]({static}/images/there.svg)\n")
    held_back(empty, ("image-missing", 11), ("image-alt", 12))


def test_two_posts_with_one_slug(empty: Desk) -> None:
    write(empty, POST)
    write(empty, POST.replace("2026:a-post-en", "2026:b"), "2026/11-b.md")
    told = held_back(empty, ("slug-twice", 4))
    assert ("slug-twice", "2026/11-b.md", 4) in rules(told)


def test_two_posts_with_one_uid(empty: Desk) -> None:
    write(empty, POST)
    write(empty, POST.replace("Slug: a-post", "Slug: b"), "2026/11-b.md")
    held_back(empty, ("uid-twice", 5))


def test_a_future_date_is_a_note(empty: Desk) -> None:
    write(empty, POST.replace("2026-10-14", "2026-11-29"))
    said = empty.type("check")
    assert said.code == 0
    assert "· content/2026/10-a-post.md:2: It will be published on 2026-11-29 08:30. [scheduled]" in said.out


def test_a_draft_is_a_note(empty: Desk) -> None:
    assert empty.type("new 'On locks' --slug locks").code == 0
    said = empty.type("check")
    assert said.code == 0
    assert "· content/2026/11-locks.md:8: A draft. [draft]" in said.out
    assert "5 prompts are still there." in said.out


@pytest.mark.parametrize(
    ("raw", "rule", "line"),
    [
        (POST.replace("wrong", "間違い").encode("cp932"), "file-encoding", 9),
        (POST.encode("utf-16"), "file-encoding", 1),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-binary", 0),
        (b"", "head-missing", 1),
    ],
)
def test_a_file_that_is_no_text(raw: bytes, rule: str, line: int, empty: Desk) -> None:
    write(empty, raw)
    held_back(empty, (rule, line))


def test_links_that_lead_nowhere(empty: Desk) -> None:
    write(empty, POST, "2026/09-other.md")
    links = ("{filename}09-othr.md", "{filename}09-other.md#x", "#none", "/en/2026/10/none/", "09-other.md")
    body = "\n" + "".join(f"See [this]({link}).\n" for link in links)
    other = POST.replace("a-post", "b-post").replace("Summary: What", "Summary: So what")
    write(empty, other + body, "2026/10-b.md")
    held_back(
        empty,
        *(("link-broken", 11), ("link-anchor", 12), ("link-anchor", 13), ("link-broken", 14), ("link-relative", 15)),
        name="2026/10-b.md",
    )


def test_prose_warns_and_holds_nothing_back_unless_asked_to(empty: Desk) -> None:
    ja = HEAD.replace("Lang: en", "Lang: ja")
    decomposed = unicodedata.normalize("NFD", "ガイド")
    text = (
        f"この機能は設定は不要です。{decomposed}も間違えました。ｶﾅはどうですか。"
        + "長い文が続いて" * 16
        + "終わります。"
    )
    write(empty, f"{ja}\n{text}\n")
    said = empty.type("check --json")
    assert said.code == 0
    assert [rule for rule, _name, _line in rules(said)] == ["decomposed", "half-width-kana", "ja-long", "ja-particle"]
    assert empty.type("check --strict").code == 7
    assert empty.type("check").out.splitlines()[-1] == "1 post, 0 pages: 0 errors, 4 warnings."


def test_a_line_may_be_excepted(empty: Desk) -> None:
    write(empty, POST + "\n<!-- enishi: allow en-doubled it is about that -->\nThe the.\n")
    assert empty.type("check --strict").code == 0
    write(empty, POST + "\n<!-- enishi: allow en-dubbled it is about that -->\nThe the.\n")
    assert [rule for rule, _name, _line in rules(empty.type("check --json"))] == ["allow-unknown", "en-doubled"]


def test_the_japanese_is_newer_than_the_english(empty: Desk) -> None:
    write(empty, POST, "2026/10-a-post.en.md")
    ja = POST.replace("Lang: en", "Lang: ja\nModified: 2026-11-13").replace("a-post-en", "a-post-ja")
    write(empty, ja.replace("I was wrong", "間違えました"))
    said = empty.type("check")
    assert said.code == 0
    assert "! content/2026/10-a-post.en.md:1: The Japanese version (2026/10-a-post.md) is newer" in said.out


def test_a_version_that_was_saved_much_later_is_a_note(empty: Desk) -> None:
    en = write(empty, POST, "2026/10-a-post.en.md")
    write(empty, POST.replace("Lang: en", "Lang: ja").replace("a-post-en", "a-post-ja"))
    assert "newer" not in empty.type("check").out
    os.utime(en, (0, 0))
    assert "· content/2026/10-a-post.en.md:1: The Japanese version" in empty.type("check").out


def test_a_slug_is_frozen_once_it_was_published(empty: Desk) -> None:
    listed = empty.blog / "output/articles.json"
    item = '{"id": "tag:mio.example,2026:a-post-en", "url": "https://mio.example/en/2026/10/older/"}'
    listed.write_text(f'{{"items": [{item}]}}', "utf-8")
    write(empty, POST)
    held_back(empty, ("slug-frozen", 4))
    write(empty, POST.replace("Tags:", "Aliases: /en/2026/10/older/\nTags:"))
    assert empty.type("check").code == 0


def test_a_post_that_was_taken_down(empty: Desk) -> None:
    """Its file stays, or a list names it; what leads to it is an error, and to vanish without a word is a warning."""
    address = "/en/2026/10/a-post/"
    item = f'{{"id": "tag:mio.example,2026:a-post-en", "url": "https://mio.example{address}"}}'
    (empty.blog / "output/articles.json").write_text(f'{{"items": [{item}]}}', "utf-8")
    write(empty, POST.replace("Tags:", "Status: gone\nTags:").replace("locks.", "[x](nowhere.md)."))
    assert empty.type("check").code == 0
    links = "See [the old one]({filename}10-a-post.md) and [by address](" + address + "). What else?"
    other = POST.replace("a-post", "b-post").replace("How do you notice one?", links)
    write(empty, other, "2026/11-b.md")
    held_back(empty, ("link-gone", 9), ("link-gone", 9), name="2026/11-b.md")
    (empty.blog / "content/2026/11-b.md").unlink()
    (empty.blog / "content/2026/10-a-post.md").unlink()
    said = empty.type("check")
    assert (said.code, "[post-vanished]" in said.out) == (0, True)
    assert f"{address} was published" in said.out
    write(empty, f'[[gone]]\nurl = "{address}"\n', "_gone.toml")
    assert "[post-vanished]" not in empty.type("check").out
    write(empty, "[[gone]]\n", "_gone.toml")
    held_back(empty, ("gone-list", 0), name="_gone.toml")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_remembers_what_was_published(empty: Desk) -> None:
    git(empty.blog, "init", "-q")
    write(empty, POST)
    git(empty.blog, "add", "content")
    git(empty.blog, "commit", "-qm", "A post")
    assert empty.type("check").code == 0
    write(empty, POST.replace("Slug: a-post", "Slug: better"))
    held_back(empty, ("slug-frozen", 4))
    write(empty, POST.replace("2026:a-post-en", "2026:other"))
    held_back(empty, ("uid-frozen", 5))


def test_one_post_alone_is_checked_beside_the_others(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write(empty, POST)
    write(empty, POST.replace("2026:a-post-en", "2026:b").replace("2026-10-14 08:30 +0900", "soon"), "2026/11-b.md")
    assert {name for _rule, name, _line in rules(empty.type("check --json content/2026/11-b.md"))} == {"2026/11-b.md"}
    assert {name for _rule, name, _line in rules(empty.type("check --json content/2026"))} == {
        "2026/10-a-post.md",
        "2026/11-b.md",
    }
    assert len(rules(empty.type("check --json a-post"))) == 3
    with monkeypatch.context() as patch:
        patch.chdir(empty.blog / "content/2026")
        said = empty.type("check 11-b.md")
    assert "✗ 11-b.md:2: “soon” is no date. [date]" in said.out


def test_what_is_not_there_cannot_be_checked(empty: Desk) -> None:
    missing = empty.type("check")
    assert (missing.code, missing.out) == (3, "")
    assert "There is no folder" in missing.err
    write(empty, POST)
    said = empty.type("check a-pots")
    assert (said.code, said.out) == (6, "")
    assert "Near it: a-post." in said.err
    assert empty.type("check ../elsewhere.md").code == 6


def test_pages_elsewhere_are_asked_and_remembered(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(empty.home / "cache"))

    def answer(request: Request) -> Reply:
        return (404 if request.path == "/gone" else 200), {}, ""

    with serve(answer) as server:
        write(empty, POST + f"\n[a]({server.url}/fine) [b]({server.url}/gone)\n")
        assert empty.type("check").code == 0
        assert server.requests == []
        said = empty.type("check --links")
        assert said.code == 0
        assert f"{server.url}/gone is gone, as was seen on 2026-11-22: 404 [link-dead]" in said.out
        assert empty.type("check --links --strict").code == 7
        assert sorted(server.targets) == ["/fine", "/gone"]
        write(empty, POST + f"\n<!-- enishi: allow link-dead told so -->\n[b]({server.url}/gone)\n")
        assert empty.type("check --links --strict").code == 0


def test_no_escape_in_a_text_reaches_the_terminal(empty: Desk) -> None:
    write(empty, POST.replace("Slug: a-post", "Slug: \x1b[31mred\x07") + "\n# \x1b[2J\n[\x9b](gone\x1b.md)\n")
    _code, screen = empty.type_merged("check")
    assert "\x1b" not in screen
    assert "\x07" not in screen
    assert "\x9b" not in screen
