from __future__ import annotations

import pytest

from tracker.rules.address import address


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("森 直子", "森 直子さん"),
        ("佐藤さん", "佐藤さん"),
        ("佐藤様", "佐藤さん"),
        ("高橋氏", "高橋さん"),
        ("みお🌸", "みおさん"),
        ("福田＠札幌", "福田さん"),
        ("中村（週末プログラマ）", "中村さん"),
        ("山田先生", "山田先生"),
        ("Priya Raman", "Priya Ramanさん"),
        ("M.Tanabe", "M.Tanabeさん"),
        ("ジョン・スミス", "ジョン・スミスさん"),
    ],
)
def test_japanese_adds_san_once(name: str, words: str) -> None:
    assert address(name, "ja") == words


@pytest.mark.parametrize(
    "name",
    [
        "",
        "の",
        "zed_42",
        "kuma",
        "dev99",
        "DevBear",
        "HIRO",
        "通りすがり",
        "名無しさん",
        "匿名希望",
        "Anonymous",
        "みおちゃん",
        "https://example.org/",
        "あ" * 30,
        "🌸",
    ],
)
def test_what_is_no_name_is_left_out(name: str) -> None:
    assert address(name, "ja") == ""
    assert address(name, "en") == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [("Priya", "Priya,"), ("Zoë", "Zoë,"), ("Priya Raman", ""), ("M.Tanabe", ""), ("森", ""), ("直子", "")],
)
def test_english_uses_a_single_name_only(name: str, words: str) -> None:
    assert address(name, "en") == words
