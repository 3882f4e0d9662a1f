from __future__ import annotations

import pytest

from tracker.rules.gifts import Gift, gift
from tracker.rules.questions import sentences

NOTHING = Gift()


@pytest.mark.parametrize(
    ("text", "lang", "given"),
    [
        ("There is a typo in the second paragraph.", "en", Gift("report", "the typo")),
        ('It says "TinySegmentor" not "TinySegmenter".', "en", Gift("report", "TinySegmentor")),
        ("Your archive is missing settings.example.py", "en", Gift("report", "settings.example.py")),
        ("「以外」→「意外」", "ja", Gift("report", "「以外」")),
        (
            "三枚目の図で Write Behind が Write Behaind になっていた気がします。",
            "ja",
            Gift("report", "「Write Behaind」"),
        ),
        ("図の「以外」は「意外」の誤字だと思います。", "ja", Gift("report", "「以外」")),
        ("末尾がリンク切れです。", "ja", Gift("report", "リンク切れ")),
        ("I wrote about this: https://www.example.org/cache", "en", Gift("resource", "example.org")),
        ("https://example.jp/memo", "ja", Gift("resource", "example.jp")),
        ("You should try TinySegmenter.", "en", Gift("suggestion", "TinySegmenter")),
        ("索引なら TinySegmenter がおすすめです。", "ja", Gift("suggestion", "「TinySegmenter」")),
        ("I loved the comparison table.", "en", Gift("praise", "the table")),
        ("図がとてもわかりやすかったです。", "ja", Gift("praise", "図")),
        # No thanks for these.
        ("I get a KeyError when I run it.", "en", NOTHING),
        ("Great article!", "en", NOTHING),
        ("Nice example, but it does not fit.", "en", NOTHING),
        ("Is it like https://example.org/ at all?", "en", NOTHING),
        ("We moved to https://example.org/ last year.", "en", NOTHING),
        ("動かないのですが、なぜでしょうか。", "ja", NOTHING),
        ("TinySegmenter は面白いですね。", "ja", NOTHING),
        ("", "ja", NOTHING),
    ],
)
def test_only_a_named_thing_is_a_gift(text: str, lang: str, given: Gift) -> None:
    assert gift(sentences(text), text, lang) == given


def test_a_correction_comes_before_a_page() -> None:
    text = "There is a typo.\nhttps://example.org/right"
    assert gift(sentences(text), text, "en").kind == "report"
