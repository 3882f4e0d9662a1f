from __future__ import annotations

import pytest

from tracker.rules import language


@pytest.mark.parametrize(
    "text",
    [
        "了解です",
        "最高",
        "大変参考",
        "PSX の話、面白いですね",
        "LGTM です！",
        "> Does it work?\n動きますよ。",
        "> 動きますか？",
        "設定を変えると\nNo such file or directory was found in the path you have given\nというエラーが出ます。",
    ],
)
def test_japanese(text: str) -> None:
    assert language.of(text) == "ja"


@pytest.mark.parametrize(
    "text",
    [
        "Great!",
        "Thanks for this.",
        "TinySegmenter works great for 日本語",
        "I never knew what the word やさしい really meant in that song",
        "Static Search Index Builder",
        "`設定` is the word that the menu has",
        "It’s fine",
    ],
)
def test_english(text: str) -> None:
    assert language.of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+1",
        "👍",
        "https://example.org/this-is-the-page",
        "谢谢分享",
        "你好",
        "감사합니다",
        "Merci beaucoup pour cet article",
        "Sehr gut, danke",
        "Größe",
        "Pelican",
    ],
)
def test_neither_or_not_to_be_told(text: str) -> None:
    assert language.of(text) == "und"
