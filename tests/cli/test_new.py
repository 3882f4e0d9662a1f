"""`enishi new`: archetypes, slugs, tags, replies, translations."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_check import POST, write
from tests.cli.test_completion import completed
from tracker.rules.posts import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.desk import Desk

POSIX = pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
JA = POST.replace("Lang: en", "Lang: ja").replace("a-post-en", "a-post-ja").replace("databases", "検索, 運用")


def head(file: Path) -> dict[str, str]:
    """The front matter of a post."""
    lines = file.read_text("utf-8").split("\n\n", 1)[0].splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def made(desk: Desk, line: str) -> Path:
    """Begin a post and return its file; nothing is wrong with it but that it is a draft."""
    before = set((desk.blog / "content").rglob("*.md"))
    said = desk.type(f"new {line} --no-edit")
    assert said.code == 0, said.err
    (file,) = set((desk.blog / "content").rglob("*.md")) - before
    checked = desk.type(f"check --strict {file}")
    assert checked.code == 0, checked.out
    assert "[draft]" in checked.out
    return file


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("kind", ["insight", "note", "reply"])
def test_each_kind_asks_in_both_languages(kind: str, lang: str, empty: Desk) -> None:
    more = "--reply-to https://svenja.example/outage" if kind == "reply" else ""
    text = made(empty, f"'A title' --kind {kind} --lang {lang} {more}").read_text("utf-8")
    assert text.count("<!--") >= 3
    asked = {"en": ("What went wrong", "got wrong", "know", "ask"), "ja": ("間違え", "失敗", "思い違い", "聞")}[lang]
    assert any(word in text for word in asked)
    assert "In-Reply-To: https://svenja.example/outage\n" in text or kind != "reply"


def test_there_is_an_archetype_for_every_kind() -> None:
    assert KINDS == ("insight", "note", "reply", "translation")


def test_a_reply_says_what_it_answers(empty: Desk) -> None:
    told = head(made(empty, "'On your outage' --reply-to https://svenja.example/outage --series Outages"))
    assert (told["In-Reply-To"], told["Series"]) == ("https://svenja.example/outage", "Outages")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("'A' --reply-to svenja.example", "“svenja.example” is no web address."),
        ("'A' --kind reply", "say which with --reply-to URL"),
        ("--kind translation", "say which with --translate POST"),
        ("--tag x", "Missing argument 'TITLE'"),
        ("'A' --kind poem", "'poem' is not one of"),
    ],
)
def test_what_is_missing_is_said(line: str, said: str, empty: Desk) -> None:
    failed = empty.type(f"new {line}")
    assert (failed.code, failed.out) == (2, "")
    assert said in failed.err


def test_tags_are_spelt_as_they_were(empty: Desk) -> None:
    write(empty, POST.replace("databases", "Databases, operations"))
    said = empty.type("new 'On locks' --tag databases --tag opertions --tag new --tag databases --no-edit")
    assert said.err == "“opertions” is new; there is “operations” already.\n"
    assert head(empty.blog / "content/2026/11-on-locks.md")["Tags"] == "Databases, opertions, new"


def test_tags_of_another_language_are_not_meant(empty: Desk) -> None:
    write(empty, JA)
    assert empty.type("new 'On search' --tag 検索 --lang en").err == ""


def test_the_shell_completes_what_is_there(empty: Desk) -> None:
    write(empty, POST.replace("Summary:", "Series: Queues\nSummary:"))
    write(empty, JA.replace("a-post", "b-post"), "2026/10-b.md")
    assert offered(empty, "enishi new A --tag d") == {"databases"}
    assert offered(empty, "enishi new A --lang ja --tag ") == {"検索", "運用"}
    assert offered(empty, "enishi new A --series ") == {"Queues"}
    assert offered(empty, "enishi new --translate ") == {"a-post", "b-post"}
    assert offered(empty, f"enishi -C {empty.home} new A --tag ") == set()


def offered(desk: Desk, typed: str) -> set[str]:
    said = completed(desk, typed)
    assert said.err == ""
    return {line.split(",", 1)[1] for line in said.out.splitlines() if line}


# --- translations -----------------------------------------------------------------------------------

ORIGINAL = (
    JA.replace("I was wrong about locks. How do you notice one?", "")
    + """最初の段落。

<!-- 秘密 -->

```python
# 検索
```

## 見出し

![図]({static}/images/a.svg)
"""
)


def test_a_translation_takes_its_original_along(empty: Desk) -> None:
    write(empty, "<svg>", "images/a.svg")
    original = write(empty, ORIGINAL, "2026/10-two.md")
    file = made(empty, "--translate a-post")
    assert file == empty.blog / "content/2026/10-two.en.md"
    assert head(file) == {
        "Title": "A post",
        "Date": "2026-10-14 08:30 +0900",
        "Lang": "en",
        "Slug": "a-post",
        "Uid": "tag:mio.example,2026:a-post-en",
        "Tags": "検索, 運用",
        "Summary": "",
        "Status": "draft",
    }
    text = file.read_text("utf-8")
    assert "<!--\nSummary: What it is about.\n-->" in text
    assert "<!--\n最初の段落。\n-->" in text
    assert "\n```python\n# 検索\n```\n" in text
    assert "秘密 --&gt;" in text
    assert original.read_text("utf-8") == ORIGINAL


def test_a_translation_by_path_with_a_title_of_its_own(empty: Desk) -> None:
    write(empty, POST, "2026/10-a-post.en.md")
    file = made(empty, "検索の話 --translate content/2026/10-a-post.en.md")
    assert file.name == "10-a-post.ja.md"
    assert (head(file)["Title"], head(file)["Lang"], head(file)["Uid"][-3:]) == ("検索の話", "ja", "-ja")


def test_a_translation_that_is_there_is_left_alone(empty: Desk) -> None:
    write(empty, POST)
    write(empty, JA, "2026/10-a-post.ja.md")
    for line in ("new --translate a-post --lang en", "new --translate a-post --lang ja"):
        assert empty.type(line).code in (1, 2)
    assert len(list((empty.blog / "content").rglob("*.md"))) == 2
    assert empty.type("new --translate a-pots").code == 6
    write(empty, b"\xff", "2026/11-b.md")
    assert "cannot be read" in empty.type("new --translate content/2026/11-b.md").err


# --- on a terminal ----------------------------------------------------------------------------------


def typed(desk: Desk, line: str, *answers: str) -> str:
    """Run a command on a terminal of its own, answer what it asks, and return what it shows."""
    import pty  # noqa: PLC0415 - not on Windows, where these tests are skipped

    ours, theirs = pty.openpty()
    environment = {**desk.environment, "EDITOR": "true", "NO_COLOR": "1"}
    running = subprocess.Popen(
        [sys.executable, "-m", "tracker", *line.split()],
        cwd=desk.blog,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "r+b", buffering=0) as screen, suppress(OSError):  # how Linux says that nobody is there
        for answer in answers:
            asked = b""
            while not asked.rstrip().endswith(b":"):
                asked += screen.read(4096)
            shown += asked
            screen.write(answer.encode() + b"\n")
        while more := screen.read(4096):
            shown += more
    running.wait(30)
    return shown.decode()


@POSIX
def test_a_japanese_title_is_asked_for_its_slug(empty: Desk) -> None:
    shown = typed(empty, "new 二文字で引けない検索", "")
    assert "[two-characters-search]:" in shown
    assert (empty.blog / "content/2026/11-two-characters-search.md").exists()
    typed(empty, "new 縁", "ties")
    assert (empty.blog / "content/2026/11-ties.md").exists()
    typed(empty, "new 縁", "縁", "again")
    assert (empty.blog / "content/2026/11-again.md").exists()
    assert "[2026-11-22]:" in typed(empty, "new 縁", "")


@POSIX
def test_an_english_title_is_not_asked_for_anything(empty: Desk) -> None:
    assert ":" not in typed(empty, "new Backups").split("lies in")[0]


@POSIX
def test_a_word_that_resembles_another_is_asked_about(empty: Desk) -> None:
    write(empty, POST)
    shown = typed(empty, "new Locks --tag databses", "y")
    assert "Did you mean “databases”?" in shown
    assert head(empty.blog / "content/2026/11-locks.md")["Tags"] == "databases"
    typed(empty, "new Queues --tag databses", "n")
    assert head(empty.blog / "content/2026/11-queues.md")["Tags"] == "databses"


@POSIX
def test_whose_post_is_answered_is_asked(empty: Desk) -> None:
    typed(empty, "new Outages --kind reply", "https://svenja.example/outage")
    assert head(empty.blog / "content/2026/11-outages.md")["In-Reply-To"] == "https://svenja.example/outage"


def test_a_post_is_dated_as_the_site_counts_its_days(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty.blog / "pelicanconf.py").write_text('TIMEZONE = "Asia/Tokyo"\n', "utf-8")
    monkeypatch.setenv("ENISHI_NOW", "2026-11-30T20:00:00+00:00")
    assert empty.type('new "Late" --no-edit').code == 0
    text = (empty.blog / "content/2026/12-late.md").read_text("utf-8")
    assert "Date: 2026-12-01 05:00 +0900" in text
