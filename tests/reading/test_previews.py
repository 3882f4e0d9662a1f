from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.reading import previews
from tracker.rules.answers import Answer

if TYPE_CHECKING:
    from tracker.model.posts import Preview

URL = "https://mio.example/ja/2026/10/search/"
HEADERS = {"Content-Type": "text/html; charset=utf-8"}


def read(head: str = "", body: str = "") -> Preview:
    page = f'<!DOCTYPE html><html lang="ja-JP"><head><title>題</title>{head}</head><body>{body}</body></html>'
    told = previews.read(Answer(URL, 200, HEADERS, page.encode()))
    assert told
    return told


def entry(text: str, summary: str = "") -> str:
    shown = f'<p class="p-summary">{summary}</p>' if summary else ""
    return f'<article class="h-entry">{shown}<div class="e-content">{text}</div></article>'


def test_a_page_says_it_in_open_graph() -> None:
    told = read(
        '<meta property="og:title" content="二文字 &amp; 三文字"><meta property="og:description" content=" 要約。 ">'
        '<meta property="article:tag" content="検索">'
        '<meta property="article:tag" content=""><meta property="article:tag">'
        '<meta property="og:image" content="/covers/a.png"><meta name="description" content="別の。">'
    )
    assert (told.url, told.title, told.lang, told.hook) == (URL, "二文字 & 三文字", "ja", "要約。")
    assert (told.tags, told.picture_url) == (("検索",), "https://mio.example/covers/a.png")


@pytest.mark.parametrize(
    ("head", "body", "hook"),
    [
        ('<meta name="Description" content="説明。">', entry("本文。", "要約。"), "説明。"),
        ('<meta property="og:description" content="">', entry("本文。", "要約<b>です</b>。"), "要約です。"),
        ("", entry("<p>長い話です。</p><p>あなたなら、どうしますか？</p>"), "あなたなら、どうしますか？"),
        ("", entry("<p>A long story.</p><p>What would you do?</p>"), "What would you do?"),
        ("", entry("<p>どうしますか？</p><p>私はこうしました。</p>"), ""),
        ("", entry(""), ""),
        ("", "<p>どうしますか？</p>", ""),
    ],
)
def test_the_hook_is_its_summary_else_the_question_it_ends_with(head: str, body: str, hook: str) -> None:
    assert read(head, body).hook == hook


def test_a_page_without_anything_says_its_title() -> None:
    told = read()
    assert (told.title, told.hook, told.tags, told.picture_url) == ("題", "", (), "")
    assert read('<meta property="og:image" content="data:image/png;base64,AAAA">').picture_url == ""


def test_a_page_that_says_it_is_gone_says_nothing() -> None:
    page = '<!DOCTYPE html><meta http-equiv="Status" content="410 Gone"><title>Deleted</title>'
    assert previews.read(Answer(URL, 200, HEADERS, page.encode())) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF1234WEBPVP8 ", "image/webp"),
        (b"RIFF1234WAVE", ""),
        (b"<svg/>", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_what_its_first_bytes_say(content: bytes, kind: str) -> None:
    assert previews.kind(content) == kind
