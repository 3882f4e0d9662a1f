from __future__ import annotations

import pytest

from tracker.rules.questions import SentenceKind, maybe_questions, questions, sentences, thanks


@pytest.mark.parametrize(
    "text",
    [
        "Does it work with Japanese?",
        "How can I change the order",
        "Please send me the configuration.",
        "Could you share the file.",
        "I was wondering whether this also runs on Windows.",
        "Any plans for a dark theme?",
        "Do hosts not allow both.",
        "Is it fast (just curious)?",
        "Why did you leave it? :(",
        "日本語でも検索できますか？",
        "差し支えないでしょうか。",
        "どこで手に入りますか",
        "なぜでしょう。",
        "設定の書き方を教えてください。",
        "ご教示いただけると幸いです。",
        "対応していただけると助かります。",
        "来月に延ばしたいのですが、いかがでしょうか",
        "それって本当に必要なの？",
        "もう直したんでしたっけ？(笑)",
        "(今は使っていないんですか？)",
        "何ですか。",
    ],
)
def test_what_asks(text: str) -> None:
    assert questions(text) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "I wonder if that is true.",
        "It is rather slow, isn't it?",
        "Then what is the point?",
        "Really?",
        "どうやるんだろ",
        "設定が悪いのかな？",
        "そのほうが速いのではないでしょうか。",
        "便利じゃないですか",
        "紙がよいか、画面がよいか？",
        "同じことでしょうかね。",
    ],
)
def test_what_only_wonders(text: str) -> None:
    assert questions(text) == ()
    assert maybe_questions(text) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "来週ですか、楽しみです",
        "去年からあったんですか。",
        "「本当に？」と聞かれました。",
        "教えてくださってありがとうございます。",
        "What we need is a better index.",
        "She asked “why?” and left.",
        "> Does it work?\nYes.",
        "値段（税込？）は変わりません。",
    ],
)
def test_what_asks_nothing(text: str) -> None:
    assert questions(text) == ()
    assert maybe_questions(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The second link is broken.", SentenceKind.REPORT),
        ("There is a typo in the title.", SentenceKind.REPORT),
        ("I get an error when I open it.", SentenceKind.REPORT),
        ("二つ目のリンクが切れています。", SentenceKind.REPORT),
        ("「以外」→「意外」", SentenceKind.REPORT),
        ("スマートフォンでは表示されません。", SentenceKind.REPORT),
        ("You could also cache the index.", SentenceKind.SUGGESTION),
        ("Try Lunr for this.", SentenceKind.SUGGESTION),
        ("一度ファイルに書くといいと思います。", SentenceKind.SUGGESTION),
        ("We have used it for three years.", SentenceKind.EXPERIENCE),
        ("うちの会社でも去年から使っています。", SentenceKind.EXPERIENCE),
        ("That fixed it for me.", SentenceKind.EXPERIENCE),
        ("昨日は動いていました。", SentenceKind.EXPERIENCE),
        ("Great explanation!", SentenceKind.PRAISE),
        ("図がとてもわかりやすいです。", SentenceKind.PRAISE),
        ("Thank you so much.", SentenceKind.THANKS),
        ("おかげで解決しました、ありがとうございます。", SentenceKind.THANKS),
        ("The index is a list of words.", SentenceKind.STATEMENT),
        ("索引は言葉の一覧だと思います。", SentenceKind.STATEMENT),
    ],
)
def test_what_else_a_sentence_does(text: str, kind: SentenceKind) -> None:
    assert [sentence.kind for sentence in sentences(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, it works!",
        "Cheers for the write-up",
        "I really appreciate it.",
        "助かりました。",
        "情報どもです",
        "有難うございます",
    ],
)
def test_thanks(text: str) -> None:
    assert thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to the cache it is fast.",
        "Thanks in advance",
        "No thanks.",
        "I would appreciate an answer.",
        "Cheers,\nAmara",
        "教えていただけると助かります。",
        "すごいですね。",
        "> Thank you\nFine.",
    ],
)
def test_no_thanks(text: str) -> None:
    assert not thanks(text)


def test_a_question_asked_twice_is_one() -> None:
    assert questions("動きますか？\n動きますか？") == ("動きますか？",)
