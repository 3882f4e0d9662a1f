from __future__ import annotations

import pytest

from tracker.rules.anchors import anchor, weight


@pytest.mark.parametrize(
    ("text", "lang", "thing"),
    [
        ("We use `enishi.toml` here", "en", "`enishi.toml`"),
        ("TinySegmenter is small", "en", "TinySegmenter"),
        ("the RSS feed", "en", "RSS"),
        ("the file config.example.py is gone", "en", "config.example.py"),
        ("the words “search index” mean little", "en", "“search index”"),
        ("THANKS, it is very good", "en", ""),
        ("it is only prose", "en", ""),
        ("see https://example.org/TinySegmenter", "en", ""),
        ("「二文字の検索」が好きです", "ja", "二文字の検索"),
        ("TinySegmenter を使いました", "ja", "TinySegmenter"),
        ("検索インデックスを作りました", "ja", "検索インデックス"),
        ("先日カレンダー同期を試しました", "ja", "カレンダー同期"),
        ("カメラ新しくしました", "ja", "カメラ"),
        ("ブログを読みました", "ja", ""),
    ],
)
def test_what_stands_out(text: str, lang: str, thing: str) -> None:
    assert anchor(text, lang) == thing


def test_weight_counts_different_terms() -> None:
    assert weight("検索 検索 インデックス") == 2
    assert weight("なるほど") == 0
